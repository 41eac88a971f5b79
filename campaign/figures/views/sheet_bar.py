"""What stands around the grid of an entry sheet: the list of forms, the next step, where something is still open."""

from collections.abc import Sequence
from dataclasses import dataclass

from campaign.figures.domain.form_sheets import View, views
from campaign.figures.sheets import Offer, Sheet, SheetRow
from campaign.poverty_standards.in_force import standard_of


@dataclass(frozen=True)
class FormChoice:
    """One form in the list: how many of the units have filled it in."""

    view: View
    filled: int
    expected: int

    @property
    def is_whole(self) -> bool:
        return self.filled == self.expected


def form_choices(sheet: Sheet) -> list[FormChoice]:
    """The headline and every form of the standard; nothing where there is only one to choose."""
    standard = standard_of(sheet.standard)
    found = views(standard) if standard is not None else []
    expected = sheet.expected or 1
    return [FormChoice(view, sheet.filled(view), expected) for view in found] if len(found) > 1 else []


def next_offer(offers: Sequence[Offer]) -> Offer | None:
    """The step that stands in the bar: the first that leads on for some row, else the first that waits."""
    onward = [offer for offer in offers if not offer.step.reason]
    return next((offer for offer in onward if offer.open), next(iter(onward), None))


@dataclass(frozen=True)
class StillOpen:
    """How many units cannot go yet, and where the first of them lacks something."""

    number: int
    name: str
    place: str  # the part of the page


def still_open(sheet: Sheet, offer: Offer | None) -> StillOpen | None:
    if offer is None or not offer.closed:
        return None
    row = min((row for row, _ in offer.closed), key=lambda row: sheet.rows.index(row) or len(sheet.rows))
    return StillOpen(len(offer.closed), row.name, _empty_cell(sheet, row) or f"ly-do-{offer.step.name}")


def _empty_cell(sheet: Sheet, row: SheetRow) -> str:
    if not row.is_editable:
        return ""
    return next((f"o-{row.unit.code}-{key}" for key in sheet.view.typed if row.stored(key) is None), "")
