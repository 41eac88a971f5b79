"""The entry sheet as it is sent: cells named "584.poor", editions named "584.edition"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django import forms

from campaign.checks import faults
from campaign.figures import COUNTS
from campaign.sheets import TYPED, SheetRow
from core.numbers import NumberRefused, parse_count


@dataclass
class TypedSheet:
    """What somebody typed: values by unit pk, and every error with its cell."""

    values: dict[int, dict[str, int | None]] = field(default_factory=dict)
    editions: dict[int, int] = field(default_factory=dict)
    raw: dict[tuple[str, str], str] = field(default_factory=dict)  # (unit code, column) → as typed
    errors: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def is_valid(self) -> bool:
        return not self.errors


def read_typed(data: Mapping[str, str], rows: Sequence[SheetRow]) -> TypedSheet:
    """Every cell of the rows that may be edited; a broken identity belongs to one cell."""
    typed = TypedSheet()
    for row in rows:
        code = row.unit.code
        if not row.is_editable or f"{code}.edition" not in data:
            continue
        values: dict[str, int | None] = {}
        for name in TYPED:
            text = data.get(f"{code}.{name}", "").strip()
            typed.raw[code, name] = text
            try:
                values[name] = parse_count(text)
            except NumberRefused as error:
                typed.errors[code, name] = f"Chưa nhận {COUNTS[name]} của {row.unit.name}: {error}."
        if not any((code, name) in typed.errors for name in TYPED):
            for fault in faults(values):
                typed.errors.setdefault((code, fault.field), f"{row.unit.name}: {fault.message}")
        typed.values[row.unit.pk] = values
        edition = data.get(f"{code}.edition", "0")
        typed.editions[row.unit.pk] = int(edition) if edition.isdigit() else 0
    return typed


class ReasonForm(forms.Form):
    """Why a step is taken, when the table asks for it."""

    reason = forms.CharField(label="Lý do", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class UploadForm(forms.Form):
    """A file of results."""

    file = forms.FileField(label="Tệp Excel (.xlsx) hoặc CSV")
    status = forms.ChoiceField(
        label="Loại kết quả", choices=[("official", "Kết quả chính thức"), ("preliminary", "Kết quả sơ bộ")]
    )
