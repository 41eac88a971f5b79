"""Forms of a dossier: what is said, its papers, its evidence."""

from collections.abc import Sequence
from typing import Any

from django import forms

from office.contents import ACCEPTED

FILE = f"Nhận {ACCEPTED}, không quá 20 MB."


class PaperForm(forms.Form):
    """A paper as a file, or the note that it came on paper."""

    file = forms.FileField(label="Tệp", required=False, help_text=FILE)
    on_paper = forms.CharField(
        label="Hoặc bản giấy: số, ngày", max_length=120, required=False,
        help_text="Ghi khi đã nhận bản giấy, ví dụ: số 12/TTr-UBND ngày 05/03/2024.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("file") and not data.get("on_paper", "").strip():
            self.add_error("file", "Vui lòng chọn tệp, hoặc ghi số, ngày của bản giấy.")
        return data


class EvidenceForm(forms.Form):
    """A paper beside a part of a criterion."""

    label = forms.CharField(
        label="Tên minh chứng", max_length=300, help_text="Ví dụ: Kết quả xếp loại cán bộ năm 2023, hoàn thành xuất sắc nhiệm vụ.",
        error_messages={"required": "Vui lòng ghi tên minh chứng."},
    )  # fmt: skip
    year = forms.TypedChoiceField(label="Của năm", coerce=int, empty_value=None, required=False)
    file = forms.FileField(label="Tệp", help_text=FILE, error_messages={"required": "Vui lòng chọn tệp minh chứng."})

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", "không theo năm"), *((year, year) for year in years)]
        self.fields["year"].initial = years[-1] if len(years) == 1 else ""
