"""The form of an absence."""

from collections.abc import Collection
from typing import Any

from django import forms

from accounts.models import User
from units.households.forms.households import day


class AbsenceForm(forms.Form):
    """From when to when, why, and who stands in."""

    first = day("Vắng từ ngày")
    last = day("Đến hết ngày")
    reason = forms.CharField(label="Lý do", max_length=300, error_messages={"required": "Vui lòng ghi lý do."})
    stand_in = forms.ChoiceField(label="Người thay", required=False)

    def __init__(self, *args: Any, colleagues: Collection[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in colleagues}
        self.fields["stand_in"].choices = [("", "Không ghi"), *((pk, str(user)) for pk, user in self.people.items())]
        self.fields["stand_in"].help_text = (
            "Người cùng đơn vị, cùng vai trò. Không ghi thì việc đang chờ là của mọi người cùng vai trò."
            if self.people
            else "Không có ai khác cùng đơn vị, cùng vai trò; quản trị có thể giao vai trò cho cấp phó."
        )

    def clean_stand_in(self) -> User | None:
        return self.people.get(self.cleaned_data["stand_in"])
