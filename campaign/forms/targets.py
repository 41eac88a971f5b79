"""The sheet of targets as it is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms

from campaign.actions.targets import Assignment
from core.numbers import NumberRefused, parse_rate


class DecisionForm(forms.Form):
    """The decision that assigns the targets of a year."""

    decision_number = forms.CharField(label="Số quyết định", max_length=60, required=False)
    decision_date = forms.DateField(label="Ngày quyết định", required=False, localize=True)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if bool(data.get("decision_number")) != bool(data.get("decision_date")):
            raise forms.ValidationError("Ghi cả số và ngày quyết định, hoặc để trống cả hai khi chưa có quyết định.")
        return data


@dataclass
class TypedTargets:
    """What was typed, and every error by unit code and column."""

    assignments: list[Assignment] = field(default_factory=list)
    raw: dict[tuple[str, str], str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def read_targets(data: Mapping[str, str], units: Sequence[Any], decision: Mapping[str, Any]) -> TypedTargets:
    """The rows with a lower bound typed; an empty row assigns nothing."""
    typed = TypedTargets()
    for unit in units:
        bounds: dict[str, Decimal | None] = {}
        for name in ("at_least", "up_to"):
            text = data.get(f"{unit.code}.{name}", "").strip()
            typed.raw[unit.code, name] = text
            try:
                bounds[name] = parse_rate(text)
            except NumberRefused as error:
                typed.errors[unit.code] = f"{unit.name}: {error}."
        if unit.code in typed.errors:
            continue
        low, high = bounds["at_least"], bounds["up_to"]
        if low is None and high is not None:
            typed.errors[unit.code] = f"{unit.name}: có mức trên nhưng thiếu mức giảm ít nhất."
        elif low is not None:
            typed.assignments.append(
                Assignment(
                    unit,
                    low,
                    high,
                    decision_number=decision.get("decision_number") or "",
                    decision_date=decision.get("decision_date"),
                )
            )
    return typed
