"""Forms of standards: a file, and from which year which one counts."""

from collections.abc import Sequence
from typing import Any

from django import forms

from office.lists.list_fields import ListFile
from units.households.forms.households import day


class StandardFileForm(forms.Form):
    """A file of a standard."""

    file = ListFile(
        label="Tệp chuẩn nghèo (.toml)", help_text="Cách viết: tài liệu «Viết chuẩn nghèo».",
        error_messages={"required": "Vui lòng chọn tệp.", "empty": "Tệp rỗng."},
    )  # fmt: skip


class YearStandardForm(forms.Form):
    """From a year on a standard counts, by an act."""

    first_year = forms.IntegerField(label="Từ năm", error_messages={"required": "Vui lòng ghi năm."})
    standard = forms.ChoiceField(label="Chuẩn nghèo")
    act = forms.CharField(
        label="Số văn bản", max_length=120, help_text="Ví dụ: Nghị định số 07/2021/NĐ-CP.",
        error_messages={"required": "Vui lòng ghi số văn bản."},
    )  # fmt: skip
    signed = day("Ngày văn bản")
    body = forms.CharField(
        label="Cơ quan ban hành", max_length=200, error_messages={"required": "Vui lòng ghi cơ quan ban hành."}
    )
    note = forms.CharField(label="Ghi chú", max_length=500, required=False)

    def __init__(self, *args: Any, standards: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["standard"].choices = list(standards)
