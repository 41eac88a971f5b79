"""Forms of plans."""

from typing import Any

from django import forms

from campaign.models import Plan
from office.contents import ACCEPTED


class PlanForm(forms.Form):
    """What the filer says of the paper."""

    filer = forms.ChoiceField(label="Gửi thay mặt")
    kind = forms.ChoiceField(label="Loại", choices=Plan.Kind.choices)
    year = forms.IntegerField(
        label="Năm", min_value=2021, max_value=2030, localize=False, help_text="Kế hoạch phát động thuộc năm 2022."
    )
    title = forms.CharField(label="Trích yếu", max_length=300)
    number = forms.CharField(label="Số, ký hiệu", max_length=60, help_text="Ví dụ: 45/KH-UBND")
    issued_on = forms.DateField(label="Ngày ban hành", localize=True, help_text="dd/mm/yyyy")
    file = forms.FileField(label="Tệp kế hoạch", required=False, help_text=f"Nhận {ACCEPTED}, không quá 20 MB.")

    def __init__(self, *args: Any, filers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["filer"].choices = filers
        if len(filers) == 1:
            self.fields["filer"].initial = filers[0][0]
