"""Forms of accounts and roles."""

from typing import Any

from django import forms

from accounts.permissions import Role
from core import clock
from office.lists.list_fields import WorkbookFile
from units.households.forms.households import day


class RoleForm(forms.Form):
    """A role in a unit, or in an organisation seated there."""

    role = forms.ChoiceField(label="Vai trò")
    unit = forms.ChoiceField(label="Đơn vị")
    organisation = forms.ChoiceField(label="Cơ quan (khi vai trò thuộc một cơ quan)", required=False)
    valid_from = day("Từ ngày")
    valid_to = day("Đến trước ngày", required=False)

    def __init__(
        self,
        *args: Any,
        roles: list[Role],
        units: list[tuple[str, str]],
        organisations: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", "Chọn vai trò"), *((role.value, role.label) for role in roles)]
        self.fields["unit"].choices = units
        self.fields["organisation"].choices = [("", "Không"), *organisations]
        self.fields["valid_from"].initial = clock.today()
        self.fields["valid_to"].help_text = "Để trống nếu không hạn."

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class AccountForm(RoleForm):
    """A new account with its first role."""

    full_name = forms.CharField(
        label="Họ và tên", max_length=120, error_messages={"required": "Vui lòng ghi họ và tên."}
    )
    job_title = forms.CharField(label="Chức vụ", max_length=120, required=False)
    username = forms.CharField(
        label="Tên đăng nhập", max_length=60, required=False, help_text="Để trống: cổng đặt theo tên, không dấu."
    )
    field_order = ["full_name", "job_title", "username", "role", "unit", "organisation", "valid_from", "valid_to"]


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="Lý do", max_length=300, error_messages={"required": "Vui lòng ghi lý do."})


class EndForm(ReasonForm):
    """A role ends."""

    on = day("Kết thúc từ ngày")


class OtherForm(forms.Form):
    """Somebody else."""

    username = forms.CharField(label="Tên đăng nhập của người nhận", max_length=60)


class HandOverForm(OtherForm):
    """A role goes to somebody else."""

    on = day("Từ ngày")
    reason = forms.CharField(label="Lý do", max_length=300, error_messages={"required": "Vui lòng ghi lý do."})


class StandInForm(OtherForm):
    """A substitute."""

    valid_from = day("Thay từ ngày")
    valid_to = day("Đến trước ngày")


class ListForm(forms.Form):
    """A list of people."""

    file = WorkbookFile()
