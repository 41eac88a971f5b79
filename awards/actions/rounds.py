"""Rounds and their ceilings."""

from collections.abc import Iterator

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from awards import caps
from awards.models import Cap, Nomination, Round
from campaign import judging
from campaign.definition import Cap as PlanCap
from campaign.models import Campaign
from core import clock
from core.numbers import format_count, format_rate, two_digits
from core.workflow import Refused
from units import access
from units.levels import Level
from units.models import Bloc, BlocMember, Unit

LEVELS = {"province": Level.PROVINCE, "district": Level.DISTRICT, "commune": Level.COMMUNE, "village": Level.VILLAGE}


def sync_rounds(campaign: Campaign, *, by: User) -> None:
    """Make the rounds and first caps that the definition in force names; what stands is left alone."""
    plan = campaign.definition
    with audit.change(by) as trail:
        for item in plan.rounds:
            award_round, created = Round.objects.get_or_create(
                campaign=campaign, code=item.code, defaults={"name": item.name, "year": item.year}
            )
            if created:
                trail.add("open_round", award_round)
            for cap in item.caps:
                if award_round.caps.filter(group=cap.group).exists():
                    continue
                for bloc in _blocs(award_round, cap):
                    _first(award_round, cap, bloc)


def _blocs(award_round: Round, cap: PlanCap) -> Iterator[Bloc | None]:
    """Whose ceiling it is: the round's, or that of each bloc that has members in the year."""
    if not cap.per_bloc:
        yield None
        return
    keys = BlocMember.objects.filter(year=award_round.year).values_list("bloc", flat=True)
    yield from Bloc.objects.filter(pk__in=set(keys)).order_by("pk")


def _first(award_round: Round, cap: PlanCap, bloc: Bloc | None) -> None:
    """The first ceiling: the plan's number, or its percentage of the units there are on the round's last day."""
    at_most, basis = cap.at_most, ""
    if cap.percent is not None:
        number = population(award_round, cap.of)
        at_most = caps.of_percent(cap.percent, number)
        basis = f"{format_rate(cap.percent)} % của {format_count(number)} {Level(LEVELS[cap.of]).label.lower()}"
    if at_most is not None:
        Cap.objects.create(
            round=award_round, group=cap.group, bloc=bloc, at_most=at_most, clause=cap.clause, basis=basis
        )


def population(award_round: Round, level: str) -> int:
    """How many units of a level the province has on the last day of the round's year."""
    on = judging.last_day(award_round.year)
    province = judging.province_on(award_round.campaign, on)
    return Unit.objects.in_force(on).under([province.pk], on).filter(level=LEVELS[level]).count()


def set_cap(award_round: Round, group: str, at_most: int, *, act: str, bloc: Bloc | None = None, by: User) -> Cap:
    """An act changes a cap; never below what is used. Raises `Refused`."""
    if not act.strip():
        raise Refused("Thay đổi số lượng khen thưởng phải có văn bản.")
    if group not in {item.code for item in award_round.plan.groups}:
        raise Refused("Kế hoạch không có nhóm này.")
    if not access.may(by, Permission.RECOMMEND, award_round.campaign.province):
        raise Refused("Bạn không có quyền thay đổi số lượng khen thưởng.")
    with audit.change(by) as trail:
        board = caps.board_of(
            caps.boards([award_round], lock=True), Nomination(round=award_round, group=group, bloc=bloc)
        )
        if at_most < board.used:
            raise Refused(
                f"Đợt này đã dùng {two_digits(board.used)} chỗ {board.title.lower()}, "
                f"không giảm xuống {two_digits(at_most)} được."
            )
        award_round.caps.filter(group=group, bloc=bloc, replaced_at=None).update(replaced_at=clock.now())
        cap = Cap.objects.create(
            round=award_round, group=group, bloc=bloc, at_most=at_most, clause=board.clause or act[:60], act=act[:200]
        )
        trail.add("set_cap", cap, label=award_round.name, old=board.at_most, new=at_most, summary=act)
        return cap
