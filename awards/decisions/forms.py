"""Forms of recognitions."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms import DayField
from awards.controls.domain.rule_acts import Act
from awards.nominations.domain.list_file import OLDEST, why_no_birth_year
from core.acts import why_no_issuer, why_no_number, why_no_reason
from office.files.contents import ACCEPTED

YEAR = re.compile(r"^(19|20)\d{2}$")
OTHER = "khac"


class RecognitionForm(forms.Form):
    """A Giấy khen, or an award from before the portal, with its decision."""

    form = forms.CharField(label="Hình thức", max_length=120, initial="Giấy khen")
    level = forms.CharField(label="Cấp khen", max_length=120, help_text="Ví dụ: Chủ tịch UBND xã.")
    number = forms.CharField(label="Số quyết định", max_length=60)
    signed_on = DayField(label="Ngày ký", localize=True)
    nominee = forms.ChoiceField(label="Được khen")
    household = forms.CharField(
        label="Mã hộ (khi khen hộ gia đình)", max_length=40, required=False,
        help_text="Hộ trong danh sách của cổng; không có mã thì chỉ ghi tên.",
    )  # fmt: skip
    name = forms.CharField(label="Tên ghi trong quyết định", max_length=300)
    birth_year = forms.IntegerField(
        label="Năm sinh (cá nhân)", required=False, min_value=OLDEST, help_text="Không bắt buộc; không công khai."
    )
    staff_code = forms.CharField(label="Mã cán bộ (cá nhân)", max_length=40, required=False)
    group = forms.ChoiceField(label="Là")
    merit = forms.CharField(label="Thành tích", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)
    years = forms.CharField(
        label="Các năm của thành tích", required=False, help_text="Cách nhau bằng dấu phẩy: 2022, 2023."
    )
    scan = forms.FileField(label="Bản quét quyết định", required=False, help_text=f"Nhận {ACCEPTED}, không quá 20 MB.")

    def __init__(
        self, *args: Any, nominees: list[tuple[str, str]], groups: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nominee"].choices = [*nominees, (OTHER, "Cá nhân, hộ gia đình, tập thể khác (ghi tên ở dưới)")]
        self.fields["group"].choices = groups

    def clean_birth_year(self) -> int | None:
        year: int | None = self.cleaned_data["birth_year"]
        if year is not None and (why := why_no_birth_year(year)):
            raise ValidationError(why)
        return year

    def clean_years(self) -> list[int]:
        words = [word for word in re.split(r"[\s,;]+", self.cleaned_data["years"]) if word]
        wrong = [word for word in words if not YEAR.match(word)]
        if wrong:
            raise ValidationError(f"«{', '.join(wrong)}» không phải là năm. Ghi như: 2022, 2023.")
        return [int(word) for word in words]


class AnnulForm(forms.Form):
    """Why it no longer counts: the act that took it back, or that it was entered by mistake."""

    on = DayField(label="Hủy bỏ ngày", localize=True)
    is_mistake = forms.BooleanField(label="Ghi nhầm vào cổng, không có văn bản hủy bỏ", required=False)
    number = forms.CharField(
        label="Số, ký hiệu văn bản hủy bỏ", max_length=60, required=False, help_text="Ví dụ: 512/QĐ-UBND"
    )
    issued_on = DayField(label="Ngày văn bản", localize=True, required=False)
    issuer = forms.CharField(label="Cơ quan ban hành", max_length=200, required=False)
    mistake = forms.CharField(label="Lý do ghi nhầm", max_length=280, required=False)

    def clean(self) -> dict[str, Any]:
        """A whole act, or what the mistake was; each objection at its field."""
        data = super().clean() or {}
        if data.get("is_mistake"):
            for why in why_no_reason(data.get("mistake", ""), "Vui lòng ghi lý do ghi nhầm."):
                self.add_error("mistake", why)
            return data
        number, issuer = data.get("number", ""), data.get("issuer", "")
        for why in why_no_number(number):
            self.add_error("number", why)
        for why in why_no_issuer(issuer, number=number):
            self.add_error("issuer", why)
        if not data.get("issued_on") and "issued_on" not in self.errors:
            self.add_error("issued_on", "Vui lòng ghi ngày văn bản.")
        return data

    @property
    def said(self) -> dict[str, Any]:
        """What the action takes of it."""
        data = self.cleaned_data
        if data["is_mistake"]:
            return {"on": data["on"], "mistake": data["mistake"]}
        return {"on": data["on"], "act": Act(data["number"], data["issued_on"], data["issuer"])}
