"""Forms of plans."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms

from accounts.forms import DayField
from campaign.models import Plan
from campaign.registrations.actions.filing import PlanPaper
from core.clock import VIETNAM
from office.files.contents import ACCEPTED
from units.households.forms.households import day


class PlanForm(forms.Form):
    """What the filer says of the paper."""

    filer = forms.ChoiceField(label="Gửi thay mặt")
    kind = forms.ChoiceField(label="Loại", choices=Plan.Kind.choices)
    year = forms.IntegerField(
        label="Năm", min_value=2000, max_value=2100, localize=False, help_text="Năm mà kế hoạch thuộc về."
    )
    title = forms.CharField(
        label="Trích yếu", max_length=300, help_text="Sửa cho đúng như văn bản nếu cổng ghi sẵn khác."
    )
    number = forms.CharField(label="Số, ký hiệu", max_length=60, help_text="Ví dụ: 45/KH-UBND")
    issued_on = DayField(label="Ngày ban hành", localize=True)
    goals = forms.CharField(
        label="Mục tiêu, chỉ tiêu nêu trong kế hoạch", required=False, max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}), help_text="Chỉ tiêu giảm nghèo từng năm ghi ở trang Chỉ tiêu.",
    )  # fmt: skip
    movements = forms.MultipleChoiceField(
        label="Gắn với phong trào", required=False, widget=forms.CheckboxSelectMultiple
    )
    file = forms.FileField(label="Tệp kế hoạch", required=False, help_text=f"Nhận {ACCEPTED}, không quá 20 MB.")

    def __init__(self, *args: Any, filers: list[tuple[str, str]], movements: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["filer"].choices = filers
        self.fields["movements"].choices = [(name, name) for name in movements]
        if not movements:
            del self.fields["movements"]
        if len(filers) == 1:
            self.fields["filer"].initial = filers[0][0]

    def paper(self) -> PlanPaper:
        """What was typed, as the actions take it."""
        data = self.cleaned_data
        return PlanPaper(
            data["title"],
            data["number"],
            data["issued_on"],
            data.get("received_at"),
            data["goals"],
            data.get("movements", ()),
        )


class PaperForm(PlanForm):
    """A plan that came on paper to one desk."""

    duty = forms.ChoiceField(label="Nhận tại")
    register_number = forms.CharField(label="Số công văn đến", max_length=60)
    received_on = day("Ngày đến")
    received_time = forms.TimeField(label="Giờ đến", initial="08:00", help_text="hh:mm", input_formats=["%H:%M"])
    field_order = ["duty", "filer", "register_number", "received_on", "received_time"]

    def __init__(self, *args: Any, duties: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["duty"].choices = duties
        self.fields["filer"].label = "Nơi gửi"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("received_on") and data.get("received_time"):
            data["received_at"] = datetime.combine(data["received_on"], data["received_time"], tzinfo=VIETNAM)
        return data


class FilerForm(forms.Form):
    """One that must send, or all of the register."""

    filer = forms.ChoiceField(label="Nơi gửi", required=False)
    on = day("Từ ngày")
    act = forms.CharField(
        label="Văn bản quy định", max_length=200, error_messages={"required": "Vui lòng ghi văn bản."}
    )

    def __init__(self, *args: Any, filers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["filer"].choices = [("", "Mọi nơi theo danh mục"), *filers]
