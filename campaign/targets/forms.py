"""The sheet of targets as it is sent: "584-at_least", "584-up_to", and which row was opened, "584-edition"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from campaign.models import Target
from campaign.targets.actions import Assignment
from core.numbers import NumberRefused, parse_date, parse_rate, read_id
from core.text import tidy
from office.lists.list_fields import WorkbookFile
from units.models import Unit

BOUNDS = {"at_least": "Giảm ít nhất", "up_to": "Đến"}


class DecisionField(forms.CharField):
    """A day as offices write it: ngày/tháng/năm."""

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        try:
            return parse_date(text) if text else None
        except NumberRefused as error:
            raise forms.ValidationError(f"{error}.") from None


class DecisionForm(forms.Form):
    """The decision that assigns: for the rows that are changed and for those that have none yet."""

    decision_number = forms.CharField(label="Số quyết định", max_length=60, required=False)
    decision_date = DecisionField(
        label="Ngày quyết định", required=False, widget=forms.TextInput(attrs={"placeholder": "ngày/tháng/năm"})
    )

    def clean_decision_number(self) -> str:
        return tidy(self.cleaned_data["decision_number"])

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if "decision_date" in data and bool(data.get("decision_number")) != bool(data.get("decision_date")):
            raise forms.ValidationError("Ghi cả số và ngày quyết định, hoặc để trống cả hai khi chưa có quyết định.")
        return data


class TargetFileForm(forms.Form):
    """A file of targets."""

    file = WorkbookFile(label="Tệp chỉ tiêu")


@dataclass
class TypedTargets:
    """What was typed, and every error with its cell."""

    assignments: list[Assignment] = field(default_factory=list)
    seen: dict[int, int] = field(default_factory=dict)  # unit pk → the row that stood when the page was opened
    raw: dict[tuple[str, str], str] = field(default_factory=dict)
    errors: dict[tuple[str, str], str] = field(default_factory=dict)


def read_targets(
    data: Mapping[str, str],
    units: Sequence[Unit],
    current: Mapping[int, Target],
    decision: Mapping[str, Any],
    *,
    indicator: str,
) -> TypedTargets:
    """The rows that would change; a row left as it stands keeps its decision."""
    typed = TypedTargets()
    for unit in units:
        if f"{unit.code}-at_least" not in data:
            continue
        typed.seen[unit.pk] = read_id(data.get(f"{unit.code}-edition")) or 0
        bounds = _bounds(typed, data, unit)
        if any((unit.code, name) in typed.errors for name in BOUNDS):
            continue
        assignment = _assignment(typed, unit, bounds, current.get(unit.pk), decision, indicator)
        if assignment is not None:
            typed.assignments.append(assignment)
    return typed


def _bounds(typed: TypedTargets, data: Mapping[str, str], unit: Unit) -> dict[str, Decimal | None]:
    bounds: dict[str, Decimal | None] = {}
    for name, label in BOUNDS.items():
        text = data.get(f"{unit.code}-{name}", "").strip()
        typed.raw[unit.code, name] = text
        try:
            bounds[name] = parse_rate(text)
        except NumberRefused as error:
            typed.errors[unit.code, name] = f"{unit.name}, {label.lower()}: {error}."
    low, high = bounds.get("at_least"), bounds.get("up_to")
    if not any((unit.code, name) in typed.errors for name in BOUNDS):
        if low is None and high is not None:
            typed.errors[unit.code, "at_least"] = f"{unit.name}: có mức đến nhưng thiếu mức giảm ít nhất."
        elif low is not None and high is not None and high < low:
            typed.errors[unit.code, "up_to"] = f"{unit.name}: mức đến nhỏ hơn mức giảm ít nhất."
    return bounds


def _assignment(
    typed: TypedTargets,
    unit: Unit,
    bounds: Mapping[str, Decimal | None],
    old: Target | None,
    decision: Mapping[str, Any],
    indicator: str,
) -> Assignment | None:
    """What to assign, or nothing when the row stays as it stands."""
    low, high = bounds["at_least"], bounds["up_to"]
    if low is None:
        if old is not None:
            typed.errors[unit.code, "at_least"] = (
                f"{unit.name}: chỉ tiêu đã giao không xóa được. Ghi mức mới kèm quyết định điều chỉnh."
            )
        return None
    number = decision.get("decision_number") or ""
    same = old is not None and (old.at_least, old.up_to) == (low, high)
    if same and (old.decision_number or not number):  # type: ignore[union-attr]  # same: there is one
        return None
    return Assignment(unit, low, high, indicator, number, decision.get("decision_date"))
