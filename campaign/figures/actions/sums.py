"""A unit takes over the sums of the units directly below into its own figures, form by form, at once."""

from accounts import audit
from accounts.models import User
from campaign.evaluation.domain.year_days import map_day
from campaign.figures.actions.entering import save_sheet
from campaign.figures.actions.storing import year_end
from campaign.figures.sums import read_sums
from campaign.models import Campaign, FigureSet
from core.workflow import Refused, Stale
from units.models import Unit


def take_sums(
    campaign: Campaign, unit: Unit, year: int, *, seen: str, by: User, status: str, standard: str = ""
) -> FigureSet:
    """Store the sums that somebody has seen (`seen` is their fingerprint); what they do not hold stays as it was.

    Raises `Refused` while a unit below has not sent its figures, when nothing would change, when the set is locked or
    out of reach; `Stale` when the figures are others than those seen.
    """
    with audit.change(by):
        below = Unit.objects.in_force(map_day(year)).children_of(unit, map_day(year)).values("pk")
        rows = FigureSet.objects.current().filter(year=year, status=status, as_of=year_end(year))
        both = rows.filter(unit__in=below) | rows.filter(unit=unit)
        list(both.select_for_update(of=("self",)).order_by("pk"))  # all of them stay as they are meanwhile
        sums = read_sums(campaign, unit, year, status=status, standard=standard)
        if sums.unsent:
            raise Refused(f"Chưa cộng được, còn đơn vị chưa gửi số liệu. {'; '.join(sums.unsent)}.")
        if sums.fingerprint != seen:
            raise Stale("Số liệu đã thay đổi từ khi bạn mở trang.")
        if not sums.values:
            raise Refused("Không có ô nào thay đổi: số đang lưu đã bằng tổng của các đơn vị trực thuộc.")
        (item,) = save_sheet(
            campaign,
            year,
            {unit.pk: sums.values},
            {unit.pk: sums.edition},
            by=by,
            status=status,
            source=sums.source,
            standard=standard,
        )
        return item
