"""Publications of a year: the last one is what anyone reads; a correction is another one, with what it changes."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from campaign.evaluation.domain.year_days import last_day
from campaign.evaluation.province_units import province_on
from campaign.figures.words import Status
from campaign.models import Campaign, FigureSet, OfficialAct
from campaign.plan.provinces import lives
from campaign.poverty_standards.in_force import standard_for
from core.acts import why_no_reason
from core.numbers import format_date
from core.workflow import Refused
from reports.models import PublicYear
from reports.public.domain.frozen import Frozen, changes, once_kept_back, thaw
from reports.public.table import KeptBefore, public_table
from units import access
from units.map.domain.province_words import province_words


@dataclass(frozen=True)
class Edition:
    """One publication with its content."""

    row: PublicYear
    content: Frozen


def edition_of(campaign: Campaign, year: int) -> Edition | None:
    """What is public of a year; nothing before somebody published it."""
    row = PublicYear.objects.filter(campaign=campaign, year=year).select_related("published_by").first()
    return Edition(row, thaw(row.content)) if row is not None else None


def editions_of(campaign: Campaign) -> list[Edition]:
    """The newest publication of each year, the newest year first: one question."""
    found: dict[int, PublicYear] = {}
    for row in PublicYear.objects.filter(campaign=campaign).select_related("published_by"):
        found.setdefault(row.year, row)
    return [Edition(row, thaw(row.content)) for row in found.values()]


def ready(campaign: Campaign, year: int) -> Frozen:
    """What a publication today would say of a year."""
    earlier = _all(campaign, (year - 1, year, year + 1))
    kept = KeptBefore(
        once_kept_back(earlier[year], earlier[year + 1]), once_kept_back(earlier[year - 1], earlier[year])
    )
    table = public_table(campaign, year, kept)
    figures = FigureSet.objects.judging().of(campaign).filter(year=year, is_illustrative=True)
    return Frozen(table.rows, table.total, table.parts, table.apart, figures.exists(), _act_words(campaign, year))


def _all(campaign: Campaign, years: Sequence[int]) -> dict[int, list[Frozen]]:
    found: dict[int, list[Frozen]] = {year: [] for year in years}
    for row in PublicYear.objects.filter(campaign=campaign, year__in=years):
        found[row.year].append(thaw(row.content))
    return found


def _act_words(campaign: Campaign, year: int) -> str:
    """The province's act that makes the figures of a year official, if there is one."""
    rows = OfficialAct.objects.current().filter(
        campaign__province__in=lives(campaign.province_id),
        status=Status.OFFICIAL,
        standard__in=("", standard_for(campaign, year)),  # not that of the count which opens the next standard
    )
    act = rows.filter(first_year__lte=year, year__gte=year).order_by("-on").first()
    if act is None:
        return ""
    committee = province_words(province_on(campaign, act.on).kind).committee
    return f"{act.number} ngày {format_date(act.on)} của {committee}"


def committee_of(campaign: Campaign, year: int) -> str:
    """Whose act makes a year's figures official."""
    return province_words(province_on(campaign, last_day(year)).kind).committee


def publish(campaign: Campaign, year: int, *, by: User, note: str = "", seen: int = 0) -> PublicYear:
    """Freeze what is approved of a year for everybody. `seen` is how many publications the person knew of.

    Raises `Refused` without the right, without a figure, when nothing changes, when somebody published meanwhile, and
    for a correction without a word on it.
    """
    with audit.change(by) as trail:
        locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
        if not access.may(by, Permission.APPROVE_FIGURES, locked.province):
            raise Refused("Chỉ cơ quan thường trực công bố kết quả năm.")
        content, last = ready(campaign, year), edition_of(campaign, year)
        if not content.lines:
            raise Refused(f"Chưa có kết quả chính thức nào của năm {year} được duyệt để công bố.")
        number = last.row.number if last is not None else 0
        if number != seen:
            raise Refused(
                f"Trong lúc bạn mở trang, năm {year} vừa được công bố lần {number}. Vui lòng xem lại rồi công bố."
            )
        if last is not None and not changes(last.content, content):
            raise Refused(f"Không có gì khác lần công bố {number}.")
        if last is not None and (why := why_no_reason(note, "Vui lòng ghi lý do thay đổi so với lần công bố trước.")):
            raise Refused(*why)
        row = PublicYear.objects.create(
            campaign=campaign,
            year=year,
            number=number + 1,
            content=content.to_json(),
            note=note.strip(),
            published_by=by,
        )
        trail.add(
            "publish_year",
            row,
            old=last.content.to_json() if last is not None else None,
            new=row.content,
            summary=row.note,
        )
        return row
