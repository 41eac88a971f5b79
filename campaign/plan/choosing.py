"""The campaigns of the portal, read once a page, and which of them its reader sees."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from campaign.plan.asked import Asked
from campaign.plan.domain import choice
from campaign.plan.provinces import is_within
from units import access
from units.map.passages import province_ids, province_kin


@dataclass
class Campaigns:
    """Every campaign with its definition in force, the newest first."""

    rows: dict[int, Any]  # key → campaign
    options: list[choice.Campaign]

    def row(self, option: choice.Campaign | None) -> Any:
        return self.rows[option.pk] if option is not None else None

    def near(self, user: Any) -> list[choice.Campaign]:
        """Those of somebody's province; one question at most, none while all are of one province."""
        if choice.is_one_family(self.options):
            return self.options
        units = [seat.unit for seat in access.seats(user)]
        return choice.side_by_side(self.options, province_ids(units) if units else None)

    def shown(self, asked: Asked, *, on: date) -> choice.Campaign | None:
        """That of what the address names, else the one wished, else the one of the day. Raises `choice.Unclear`."""
        if len(self.options) < 2:
            return choice.first(self.options, on=on)
        near, wish, named = self.near(asked.user), asked.wish, asked.find_named()
        if named.owners:
            for among in (near, self.options):
                if (found := choice.owning(among, named.owners, on=on, wish=wish)) is not None:
                    return found
        if named.year is None:
            return choice.chosen(near, on=on, wish=wish)
        for among in (self._within(near, named.units), near):
            if (found := choice.of_year(among, named.year, on=on, wish=wish)) is not None:
                return found
        return choice.chosen(near, on=on, wish=wish)

    def _within(self, options: list[choice.Campaign], units: Collection[int]) -> list[choice.Campaign]:
        """Of several provinces' campaigns those that some of these units are of."""
        if not units or len({self.rows[item.pk].province_id for item in options}) < 2:
            return options
        return [item for item in options if any(is_within(self.rows[item.pk], pk) for pk in units)]


def read_campaigns(versions: Any) -> Campaigns:
    """Campaigns by their definitions in force: one question, a second one where they are of several provinces."""
    found = versions.filter(number__gte=1, replaced_at=None).select_related("campaign__province")
    rows = {row.campaign_id: row.campaign.under(row) for row in found}
    ordered = sorted(rows.values(), key=lambda item: (-item.first_year, item.code))
    provinces = {item.province_id for item in ordered}
    kin = province_kin(provinces) if len(provinces) > 1 else {}
    options = [item.option(kin[item.province_id].all if kin else ()) for item in ordered]
    return Campaigns(rows, options)
