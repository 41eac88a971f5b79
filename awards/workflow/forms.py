"""Forms of the ways on: an opinion noted from paper or closed, somebody named in the place of the award agency."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.forms import DayField
from accounts.models import User
from awards.models import Opinion
from office.files.contents import ACCEPTED
from office.later_words import own_words_later


class NoteOpinionForm(forms.Form):
    """What a body answered on paper."""

    stance = forms.ChoiceField(label="Ý kiến", choices=Opinion.Stance.choices)
    text = forms.CharField(label="Nội dung", widget=forms.Textarea(attrs={"rows": 3}), max_length=5000, required=False)
    paper = forms.CharField(label="Văn bản trả lời", max_length=120, help_text="Số, ngày. Ví dụ: 45/SYT-VP, 12/4/2023")
    received_on = DayField(label="Nhận ngày", localize=True)
    file = forms.FileField(label="Tệp văn bản", help_text=f"Nhận {ACCEPTED}.")


class CloseOpinionForm(forms.Form):
    """Why a question is withdrawn or passed over."""

    end = forms.ChoiceField(label="Việc", choices=Opinion.End.choices)
    reason = forms.CharField(
        label="Lý do", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000,
        help_text=own_words_later("Ghi ở hồ sơ; Hội đồng và Chủ tịch UBND tỉnh đọc được."),
    )  # fmt: skip

    def __init__(self, *args: Any, may_pass: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_pass:
            self.fields["end"].choices = [(Opinion.End.WITHDRAWN.value, Opinion.End.WITHDRAWN.label)]


class StandInForm(forms.Form):
    """Who appraises in the place of the award agency, by which act."""

    user = forms.ChoiceField(label="Người thẩm định thay")
    act = forms.CharField(label="Văn bản cử người", max_length=200, help_text="Số, ngày. Ví dụ: 30/UBND-NC, 02/4/2023")
    until = DayField(
        label="Đến hết ngày", localize=True, required=False, help_text="ngày/tháng/năm; để trống: đến khi thôi cử."
    )
    reason = forms.CharField(label="Lý do", widget=forms.Textarea(attrs={"rows": 2}), max_length=1000)

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in people}
        self.fields["user"].choices = [
            ("", "Chọn người"),
            *(
                (key, f"{user.full_name}, {user.job_title}" if user.job_title else user.full_name)
                for key, user in self.people.items()
            ),
        ]

    def clean_user(self) -> User:
        return self.people[self.cleaned_data["user"]]


class EndStandInForm(forms.Form):
    """Why somebody stands in no longer."""

    reason = forms.CharField(label="Lý do", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)
