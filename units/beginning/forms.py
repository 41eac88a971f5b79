"""The form of the first page of an empty portal, and of a duty that is given first."""

from datetime import date
from typing import Any

from django import forms

from accounts.permissions import DUTY_LABELS
from units.beginning.actions import LEVELS, Agency, Start, objections
from units.beginning.words import act_words, kind_of_province, official_name, proposed_name, proposed_since
from units.households.forms.households import day

AGENCIES = (("award", "Cơ quan thi đua, khen thưởng"), ("standing", "Cơ quan thường trực giảm nghèo"))


class BeginForm(forms.Form):
    """What an office says of itself at the start."""

    code = forms.CharField(
        label="Mã dùng một lần", max_length=60,
        help_text="Chạy manage.py setup --code trên máy chủ: mã in ra ở đó.",
        error_messages={"required": "Vui lòng nhập mã in trên máy chủ."},
    )  # fmt: skip
    province = forms.CharField(
        label="Mã tỉnh, thành phố", max_length=10, help_text="Mã của danh mục nhà nước, giữ số 0 ở đầu: 04, 56.",
        error_messages={"required": "Vui lòng ghi mã tỉnh, thành phố."},
    )  # fmt: skip
    name = forms.CharField(
        label="Tên tỉnh, thành phố", max_length=120, required=False, help_text="Để trống: theo danh mục nhà nước."
    )
    levels = forms.TypedChoiceField(
        label="Tổ chức chính quyền", coerce=int, choices=[(number, words) for number, words in sorted(LEVELS.items())],
        widget=forms.RadioSelect, initial=2,
    )  # fmt: skip
    since = day("Ngày đầu của tỉnh, thành phố trên cổng", required=False)
    full_name = forms.CharField(
        label="Họ và tên người quản trị", max_length=120, error_messages={"required": "Vui lòng ghi họ và tên."}
    )
    job_title = forms.CharField(label="Chức vụ", max_length=120, required=False)
    username = forms.CharField(
        label="Tên đăng nhập", max_length=60, required=False, help_text="Để trống: cổng đặt theo tên, không dấu."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].help_text = "Để trống: 01/07/2025 nếu hai cấp, 01/01/2021 nếu ba cấp."
        for key, words in AGENCIES:
            self.fields[f"{key}_agency"] = forms.CharField(
                label=words, max_length=200, required=False, help_text="Để trống nếu ghi sau, ở trang Nhiệm vụ."
            )
            self.fields[f"{key}_act"] = forms.CharField(
                label="Số văn bản giao nhiệm vụ", max_length=100, required=False
            )
            self.fields[f"{key}_act_date"] = day("Ngày văn bản", required=False)
            self.fields[f"{key}_from"] = day("Giữ nhiệm vụ từ ngày", required=False)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not said.get("name") and said.get("province"):
            since = said.get("since") or proposed_since(said.get("levels") or 2)
            said["name"] = proposed_name(said["province"], since)
            if not said["name"]:
                self.add_error("name", "Mã này không có trong danh mục; vui lòng ghi tên tỉnh, thành phố.")
        for part, words in objections(self.start()):  # with what could not be read, each at its field
            if not self._is_told(part):
                self.add_error(part, words)
        return said

    def _is_told(self, part: str) -> bool:
        """What is wrong there is said already: of an agency at any of its fields."""
        key = part.removesuffix("_agency")
        return any(name == part or name.startswith(f"{key}_") for name in self.errors)

    def start(self) -> Start:
        """What was typed, as far as it could be read."""
        said = {**dict.fromkeys(self.fields, ""), **self.cleaned_data}
        levels = said["levels"] or 2
        since = said["since"] or proposed_since(levels)
        name = official_name(said["province"], said["name"], since)
        return Start(
            said["province"],
            name,
            kind_of_province(name),
            since,
            levels,
            said["full_name"],
            said["username"],
            said["job_title"],
            self._agency(said, "award"),
            self._agency(said, "standing"),
        )

    @staticmethod
    def _agency(said: dict[str, Any], key: str) -> Agency | None:
        on: date | None = said[f"{key}_act_date"] or None
        name = said[f"{key}_agency"]
        return Agency(name, act_words(said[f"{key}_act"], on), said[f"{key}_from"] or on) if name else None


class GiveDutyForm(forms.Form):
    """A duty that nobody holds."""

    duty = forms.ChoiceField(label="Nhiệm vụ", choices=[(duty.value, label) for duty, label in DUTY_LABELS.items()])
    body = forms.ChoiceField(label="Cơ quan nhận")
    on = day("Từ ngày")
    number = forms.CharField(
        label="Số văn bản", max_length=100, error_messages={"required": "Vui lòng ghi số văn bản."}
    )
    dated = day("Ngày văn bản")

    def __init__(self, *args: Any, bodies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = bodies
