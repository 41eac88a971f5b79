"""Rounds and their ceilings."""

from collections.abc import Iterator

from django.db.models import Q

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from awards import caps, flips, moves
from awards.models import Cap, Nomination, Round
from campaign import judging
from campaign.definition import Cap as PlanCap
from campaign.definition import Definition
from campaign.definition.schema import MEMBER
from campaign.models import Campaign, Deadline, DefinitionVersion
from core import clock
from core.numbers import format_count, format_rate, two_digits
from core.workflow import Refused, Stale
from units import access
from units.levels import Level
from units.models import Bloc, BlocMember, Organisation, Unit

LEVELS = {"province": Level.PROVINCE, "district": Level.DISTRICT, "commune": Level.COMMUNE, "village": Level.VILLAGE}
BELOW_A_CLUSTER = (Level.COMMUNE, Level.VILLAGE)  # whose households count in a cluster that they are members of


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
            due = next((due for due in plan.deadlines if due.round_ == item.code), None)
            if due is not None and award_round.deadline is None:
                award_round.deadline = Deadline.objects.current().get(campaign=campaign, code=due.id)
                award_round.save(update_fields=["deadline"])
            for cap in item.caps:
                if award_round.caps.filter(group=cap.group).exists():
                    continue
                for bloc in _blocs(award_round, cap):
                    _first(award_round, cap, bloc)


def _blocs(award_round: Round, cap: PlanCap) -> Iterator[Bloc | None]:
    """Whose ceiling it is: the round's, or that of each bloc that in the year has members whom the group is for."""
    if not cap.per_bloc:
        yield None
        return
    keys = BlocMember.objects.filter(_counted(award_round.plan, cap.group), year=award_round.year)
    yield from Bloc.objects.filter(pk__in=set(keys.values_list("bloc", flat=True))).order_by("pk")


def _counted(plan: Definition, group: str) -> Q:
    """The members of blocs from whom nominees of a group may come."""
    found = Q(pk__in=())
    for category in plan.categories:
        takes = set(category.takes) if category.group == group else set()
        if "unit" in takes:
            found |= Q(unit__level=LEVELS[category.level])
        if "household" in takes:
            found |= Q(unit__level__in=BELOW_A_CLUSTER)
        if {"organisation", "enterprise"} & takes:
            bodies = Q(organisation__kind__in=category.bodies) if category.bodies else Q(organisation__isnull=False)
            found |= bodies & Q(organisation__seat__level=LEVELS[category.level]) if category.level else bodies
        if "person" in category.takes and group == plan.person_group:
            found |= Q(pk__isnull=False)
    return found


def _first(award_round: Round, cap: PlanCap, bloc: Bloc | None) -> None:
    """The first ceiling: the plan's number, or its percentage of the units there are on the round's last day."""
    at_most, basis = cap.at_most, ""
    if cap.percent is not None:
        number = population(award_round, cap.of, bloc)
        at_most = caps.of_percent(cap.percent, number)
        whose = f" của {bloc}" if bloc is not None else ""
        what = "thành viên" if cap.of == MEMBER else Level(LEVELS[cap.of]).label.lower()
        basis = f"{format_rate(cap.percent)} % của {format_count(number)} {what}{whose}"
    if at_most is not None:
        Cap.objects.create(
            round=award_round, group=cap.group, bloc=bloc, at_most=at_most, clause=cap.clause, basis=basis
        )


def population(award_round: Round, of: str, bloc: Bloc | None = None) -> int:
    """How many a percentage is of, on the last day of the round's year: units of a level, of a bloc, or its members."""
    on = judging.last_day(award_round.year)
    members = BlocMember.objects.filter(bloc=bloc, year=award_round.year) if bloc is not None else None
    if of == MEMBER and members is not None:
        bodies = Organisation.objects.in_force(on).filter(pk__in=members.values("organisation"))
        return Unit.objects.in_force(on).filter(pk__in=members.values("unit")).count() + bodies.count()
    province = judging.province_on(award_round.campaign, on)
    units = Unit.objects.in_force(on).under([province.pk], on).filter(level=LEVELS[of])
    return (units if members is None else units.filter(pk__in=members.values("unit"))).count()


def move_round(award_round: Round, version: DefinitionVersion, *, reason: str, seen: int | None, by: User) -> Round:
    """Judge a round by another version of the plan from now on; what was frozen stays. Raises `Refused`, `Stale`.

    `seen` is the version that the preview was made against.
    """
    if not reason.strip():
        raise Refused("Vui lòng ghi lý do chuyển đợt sang phiên bản khác.")
    with audit.change(by) as trail:
        if not access.may(by, Permission.RECOMMEND, award_round.campaign.province):
            raise Refused("Chỉ cơ quan thi đua, khen thưởng chuyển đợt sang phiên bản khác của kế hoạch.")
        row = Round.objects.select_for_update(of=("self",)).select_related("campaign", "version").get(pk=award_round.pk)
        if row.version_id != seen:
            raise Stale("Đợt vừa được chuyển sang phiên bản khác.")
        move = moves.preview(row, version)
        if move.why_not:
            raise Refused(*move.why_not)
        old, row.version = row.version, version
        row.save(update_fields=["version"])
        trail.add(
            "move_round", row, old=old.number if old else None, new=version.number,
            summary=f"{reason.strip()} ({len(move.turned)} hồ sơ thay đổi nhận định)",
        )  # fmt: skip
        flips.tell_of([item.nomination for item in move.turned], f"{row.name} được xét theo {version}", by)
        return row


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
            round=award_round, group=group, bloc=bloc, at_most=at_most, clause=board.clause, act=act[:200]
        )
        trail.add("set_cap", cap, label=award_round.name, old=board.at_most, new=at_most, summary=act)
        return cap
