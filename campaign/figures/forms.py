"""The entry sheet as it is sent: cells named "584-poor", the edition that was opened "584-edition"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django import forms

from campaign.figures.domain.checks import faults
from campaign.figures.labels import field_label
from campaign.figures.sheets import SheetRow
from campaign.figures.words import Status
from core.numbers import NumberRefused, parse_count, read_id
from office.lists.list_fields import WorkbookFile


@dataclass
class TypedSheet:
    """What somebody typed: counts by unit pk, and every error with its cell."""

    values: dict[int, dict[str, int | None]] = field(default_factory=dict)
    editions: dict[int, int] = field(default_factory=dict)
    raw: dict[tuple[str, str], str] = field(default_factory=dict)  # (unit code, column) → as typed
    opened: dict[tuple[str, str], int | None] = field(default_factory=dict)  # as it stood when the page was opened
    errors: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def is_valid(self) -> bool:
        return not self.errors


def read_typed(data: Mapping[str, str], rows: Sequence[SheetRow], columns: Sequence[str]) -> TypedSheet:
    """Every cell of the rows that were sent as fields; a broken identity belongs to one cell.

    A row that has been locked meanwhile is read too: the action says so and nothing typed is lost.
    """
    typed = TypedSheet()
    for row in rows:
        code = row.unit.code
        if not row.may_enter or f"{code}-edition" not in data:
            continue
        typed.editions[row.unit.pk] = read_id(data[f"{code}-edition"]) or 0
        typed.values[row.unit.pk] = _read_row(typed, data, row, columns)
    return typed


def _read_row(
    typed: TypedSheet, data: Mapping[str, str], row: SheetRow, columns: Sequence[str]
) -> dict[str, int | None]:
    code = row.unit.code
    opened = dict(zip(columns, data.get(f"{code}-opened", "").split(";"), strict=False))
    values: dict[str, int | None] = {}
    for name in columns:
        if f"{code}-{name}" not in data:
            continue
        text = data[f"{code}-{name}"].strip()
        typed.raw[code, name] = text
        typed.opened[code, name] = read_id(opened.get(name))
        try:
            values[name] = parse_count(text)
        except NumberRefused as error:
            typed.errors[code, name] = f"Chưa nhận {field_label(name, row.standard)} của {row.name}: {error}."
    if not any((code, name) in typed.errors for name in columns):
        standing = row.item.counts if row.item else {}
        for fault in faults({**standing, **values}):
            cell = fault.field if fault.field in values else next(iter(values), fault.field)
            typed.errors.setdefault((code, cell), f"{row.name}: {fault.message}")
    return values


class ReasonForm(forms.Form):
    """Why a step is taken, when the table asks for it."""

    reason = forms.CharField(label="Lý do", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class UploadForm(forms.Form):
    """A file of results."""

    file = WorkbookFile(label="Tệp số liệu")
    status = forms.ChoiceField(label="Loại kết quả", choices=Status.choices, initial=Status.OFFICIAL)
