"""Forms of the board: what is supposed in a trial, a changed ceiling."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField

from awards.models import Nomination
from awards.ranking.standings import Standing
from awards.rounds.whatif import FIGURES, Corrected, Trial, thresholds
from core.numbers import NumberRefused, format_rate, parse_count, parse_rate, two_digits
from core.text import lower_first


class NumberText(forms.CharField):
    """A number as offices write it; blank is nothing."""

    def __init__(self, *args: Any, is_rate: bool = False, most: int = 2_000_000_000, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal" if is_rate else "numeric", "size": 8})
        super().__init__(*args, required=False, max_length=20, widget=widget, **kwargs)
        self.is_rate, self.most = is_rate, most

    def clean(self, value: Any) -> int | Decimal | None:
        text = super().clean(value)
        try:
            return parse_rate(text) if self.is_rate else parse_count(text, most=self.most)
        except NumberRefused as error:
            raise forms.ValidationError(f"{str(error)[:1].upper()}{str(error)[1:]}.") from None


class TrialForm(forms.Form):
    """Everything that may be supposed of a round; each field may stay empty."""

    unit = forms.ChoiceField(label="Đơn vị", required=False)
    year = forms.ChoiceField(label="Năm", required=False)
    figure = forms.ChoiceField(label="Số liệu", choices=[("", "Chọn"), *FIGURES.items()], required=False)
    value = NumberText(label="Nếu là")

    def __init__(self, data: Any, *, standings: Sequence[Standing], years: Sequence[int]) -> None:
        super().__init__(data)
        self.standings, self.criteria = standings, thresholds(standings)
        for item in standings:
            now = "chưa xác định" if item.board.at_most is None else two_digits(item.board.at_most)
            label = f"Số lượng {lower_first(item.board.title)} (nay {now})"
            self.fields[f"so-{item.code}"] = NumberText(label=label, most=10_000)
        for category, criterion, value in self.criteria:
            now = f"nay {format_rate(value)}" if value is not None else "nay theo chỉ tiêu giao"
            label = f"Mức giảm, {lower_first(category.title)}, {lower_first(criterion.name)} ({now}), điểm %"
            self.fields[f"muc-{criterion.id}"] = NumberText(label=label, is_rate=True)
        units = {row.unit_id: row.printed_name for row in self.nominations() if row.unit_id}
        self.fields["unit"].choices = [("", "Chọn"), *((str(pk), name) for pk, name in units.items())]
        self.fields["year"].choices = [("", "Chọn"), *((str(year), str(year)) for year in years)]

    def nominations(self) -> Iterator[Nomination]:
        """The candidates in the order of the board."""
        for item in self.standings:
            for row in item.ranked:
                yield item.dossiers[row.key].nomination

    @property
    def cap_fields(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name.startswith("so-")]

    @property
    def threshold_fields(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name.startswith("muc-")]

    @property
    def figure_fields(self) -> list[BoundField]:
        return [self[name] for name in ("unit", "year", "figure", "value")]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        given = [found.get(name) not in (None, "") for name in ("unit", "year", "figure", "value")]
        if any(given) and not all(given) and not self.errors:
            raise forms.ValidationError("Muốn thử sửa một số liệu cần chọn đủ đơn vị, năm, số liệu và nhập số mới.")
        return found

    def trial(self) -> Trial:
        """What is supposed, of a valid form."""
        data = self.cleaned_data
        caps = {item.code: data[f"so-{item.code}"] for item in self.standings}
        levels = {criterion.id: data[f"muc-{criterion.id}"] for _, criterion, _ in self.criteria}
        figure = (
            Corrected(int(data["unit"]), int(data["year"]), data["figure"], data["value"]) if data["unit"] else None
        )
        return Trial(
            {code: value for code, value in caps.items() if value is not None},
            {code: value for code, value in levels.items() if value is not None},
            figure,
        )
