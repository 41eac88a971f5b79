"""A ceiling that is a share of those that qualify: counted from approved figures, by whoever leads the list."""

from dataclasses import dataclass

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from awards.models import Cap, Round
from awards.nominations.eligibility import MET, lines
from awards.rounds import caps
from awards.rounds.ceilings import basis_words
from campaign.definition import Cap as PlanCap
from campaign.definition.schema import QUALIFIED
from campaign.evaluation import judging, province_units
from core import clock
from core.numbers import two_digits
from core.workflow import Refused
from units import access


@dataclass(frozen=True)
class Counted:
    """How many units meet everything measured of the classes, and the places that the plan's share of them gives."""

    units: int
    at_most: int
    basis: str


def shares(award_round: Round) -> list[PlanCap]:
    """The ceilings of a round that are a share of those that qualify."""
    return [cap for cap in award_round.shape.caps if cap.of == QUALIFIED and cap.percent is not None]


def count_qualified(award_round: Round, cap: PlanCap) -> Counted:
    """Counts by the figures approved now; a unit that only lacks figures does not qualify yet."""
    plan, number = award_round.plan, 0
    for category in plan.categories:
        if category.code not in cap.classes and (cap.classes or category.group != cap.group):
            continue
        criteria, level = plan.measured(category.code), province_units.level_of(category)
        if not criteria or level is None:
            continue
        years = plan.window(award_round.shape, category)
        units = province_units.units_of_class(award_round.campaign, level, years)
        judged = judging.judge_units(award_round.campaign, plan, category, criteria, units, years)
        number += sum(line.place == MET for line in lines(judged, category, criteria))
    assert cap.percent is not None
    today = f"{clock.today():%d/%m/%Y}"
    basis = basis_words(cap, number, f"đơn vị đạt mọi tiêu chí đo được, đếm ngày {today}")
    return Counted(number, caps.of_percent(cap.percent, number, cap.rounding), basis[:200])


def set_qualified(award_round: Round, code: str, *, by: User) -> Cap:
    """Count those that qualify and make the share of them the ceiling; counted again, never below what is used.

    `code` is that of the ceiling in forms. Raises `Refused`: an act has set the number, or places are used.
    """
    access.needs(by, Permission.RECOMMEND, award_round.campaign.province)
    cap = next((item for item in shares(award_round) if code_of(item) == code), None)
    if cap is None:
        raise Refused("Đợt này không có số lượng tính theo số đơn vị đạt của nhóm đã chọn.")
    with audit.change(by) as trail:
        caps.lock_places([award_round.pk])
        scope = {"group": cap.group, "classes": ",".join(sorted(cap.classes)), "bloc": None, "district": None}
        now = Cap.objects.current().filter(round=award_round, **scope).first()
        if now is not None and now.act:
            raise Refused(f"Số lượng này đã được xác định bằng văn bản ({now.act}); chỉ thay đổi bằng văn bản.")
        counted = count_qualified(award_round, cap)
        used = _used(award_round, code)
        if counted.at_most < used:
            raise Refused(
                f"Theo số liệu hiện nay chỉ có {two_digits(counted.at_most)} chỗ ({counted.basis}), danh sách đang dùng "
                f"{two_digits(used)}. Bỏ bớt hồ sơ khỏi danh sách trước, hoặc xác định số lượng bằng văn bản."
            )
        if now is not None:
            if now.at_most == counted.at_most and now.basis == counted.basis:
                return now
            now.replaced_at = clock.now()
            now.save(update_fields=["replaced_at"])
        made: Cap = Cap.objects.create(
            round=award_round, **scope, at_most=counted.at_most, clause=cap.clause, basis=counted.basis
        )
        trail.add(
            "count_qualified",
            made,
            label=award_round.name,
            old=now.at_most if now else None,
            new=made.at_most,
            summary=counted.basis,
        )
        return made


def code_of(cap: PlanCap) -> str:
    """What names the ceiling in a form: of a whole group its code."""
    return caps.inner_code(cap.group, ",".join(sorted(cap.classes))) if cap.classes else cap.group


def _used(award_round: Round, code: str) -> int:
    boards = caps.boards([award_round])
    inner = next((item.board for item in boards.inner if item.board.code == code), None)
    if inner is not None:
        return inner.used
    own = boards.get((award_round.pk, code, None))
    return own.used if own is not None else 0
