"""A plan is stored as an immutable version; what acts may amend is seeded from the first."""

from collections.abc import Sequence
from datetime import date, timedelta

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from campaign import definition as plan
from campaign.models import Campaign, Deadline, DefinitionVersion
from campaign.plan.class_nominees import impossible
from campaign.plan.outside_districts import left_out
from campaign.plan.own_kinds import hold_named, own_names
from campaign.plan.provinces import lives
from campaign.plan.worked_in import is_worked_in
from campaign.poverty_standards.in_force import standard_years
from core import clock
from core.numbers import format_date
from core.text import listed
from core.workflow import Refused
from units import access
from units.models import Unit

COUNTED = "đếm theo "  # how the act of a day begins that was counted anew from another


def store_definition(text: str, *, by: User) -> tuple[DefinitionVersion, bool]:
    """Check a plan and store it as the version in force; the same content again changes nothing.

    Raises `plan.DefinitionErrors` with every error and its place, `Refused` when its province is not loaded.
    """
    parsed = plan.parse(text, standards=standard_years().known, own=own_names())
    content, digest = plan.canonical(parsed), plan.digest(parsed)
    with audit.change(by) as trail:
        hold_named(parsed)
        province = province_of(parsed)
        if faults := [*left_out(parsed, province), *impossible(parsed)]:
            raise plan.DefinitionErrors(faults)
        campaign, _ = Campaign.objects.get_or_create(
            code=parsed.code,
            defaults={
                "name": parsed.name,
                "province": province,
                "first_year": parsed.first_year,
                "last_year": parsed.last_year,
            },
        )
        campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
        if why := why_not_move(campaign, province):
            raise Refused(why)
        current = campaign.versions.filter(replaced_at=None).first()
        if campaign.province_id != province.pk:
            trail.add("store_definition", campaign, label=campaign.name, old=campaign.province.slug, new=province.slug)
            campaign.province = province
            campaign.save()
        if current is not None and current.digest == digest:
            return current, False
        if current is not None:
            current.replaced_at = clock.now()
            current.save()
        version = DefinitionVersion.objects.create(
            campaign=campaign,
            number=campaign.versions.count() + 1,
            content=content,
            digest=digest,
            recorded_by=by,
        )
        campaign.name, campaign.first_year, campaign.last_year = parsed.name, parsed.first_year, parsed.last_year
        campaign.save()
        _retire(campaign, dropped_deadlines(campaign, current, parsed), trail)
        for item in parsed.deadlines:
            if not campaign.deadlines.current().filter(code=item.id).exists():
                Deadline.objects.create(
                    campaign=campaign,
                    code=item.id,
                    label=item.label,
                    plan_kind=item.plan_kind,
                    on=parsed.day_of(item),
                    bound=item.bound,
                    is_hard=item.hard,
                    act=item.clause,
                )
        trail.add("store_definition", version, label=campaign.name, new=digest)
        return version, True


def why_not_move(campaign: Campaign, province: Unit) -> str:
    """Why a campaign does not go to another province: people work in it, and neither province became the other."""
    own = campaign.province
    if province.pk in lives(own.pk) or own.pk in lives(province.pk) or not is_worked_in(campaign):
        return ""
    return (
        f"Phong trào mang mã «{campaign.code}» là của {own.name} và các đơn vị đã làm việc trong đó, không chuyển sang "
        f"{province.name} được: danh mục đơn vị không ghi nơi này kế tục nơi kia. Kế hoạch của {province.name} thì ghi code khác."
    )


def dropped_deadlines(campaign: Campaign, current: DefinitionVersion | None, parsed: plan.Definition) -> list[Deadline]:
    """The deadlines of plans that a new version no longer has, without those that an act of their own has moved since.

    A round keeps the deadline that it was opened with.
    """
    if current is None:
        return []
    clauses = {item.id: item.clause for item in current.definition.deadlines}
    kept = {item.id for item in parsed.deadlines}
    rows = campaign.deadlines.current().exclude(plan_kind="").filter(code__in=set(clauses) - kept).order_by("code")
    return [row for row in rows if row.act == clauses[row.code]]


def kept_deadlines(campaign: Campaign, parsed: plan.Definition) -> list[tuple[Deadline, date]]:
    """The deadlines that go on as they stand although a plan gives another day, with that day."""
    days = {item.id: parsed.day_of(item) for item in parsed.deadlines}
    rows = campaign.deadlines.current().filter(code__in=days).order_by("code")
    return [(row, days[row.code]) for row in rows if row.on != days[row.code]]


def _retire(campaign: Campaign, rows: Sequence[Deadline], trail: audit.Trail) -> None:
    for row in rows:
        campaign.deadlines.filter(pk=row.pk).update(replaced_at=clock.now())
        trail.add("drop_deadline", row, label=row.label, old=format_date(row.on))


def province_of(parsed: plan.Definition) -> Unit:
    """The life of the province's code that stood when the period began, or the first that began in it.

    Raises `Refused`, naming what the province became, when none did.
    """
    begin, end = date(parsed.first_year, 1, 1), date(parsed.last_year, 12, 31)
    lives = Unit.objects.filter(code=parsed.province).order_by("valid_from")
    found = lives.filter(valid_from__lte=end, valid_to__gt=begin).first()
    if found is not None:
        return found
    last = lives.filter(valid_to__lte=begin).last()
    if last is None:
        raise Refused(f"Chưa có tỉnh, thành phố mang mã {parsed.province}. Hãy nạp danh mục đơn vị trước (load_units).")
    heirs = [f"{step.to_unit} (mã {step.to_unit.code})" for step in last.successions.select_related("to_unit")]
    raise Refused(
        f"{last} (mã {last.code}) kết thúc từ ngày {format_date(last.valid_to)}, trước năm {parsed.first_year}"
        + (
            f", nhập vào {listed(heirs)}. Ghi province là mã ấy."
            if heirs
            else ". Ghi province là mã tỉnh, thành phố của giai đoạn này."
        )
    )


def set_deadline(
    deadline: Deadline, *, on: date, bound: str, is_hard: bool, act: str, by: User, counts: str = ""
) -> Deadline:
    """An act moves a deadline: a new row; what was received is classed again, nothing rewritten."""
    if not act.strip():
        raise Refused("Thay đổi hạn phải có văn bản.")
    with audit.change(by) as trail:
        if not access.may(by, Permission.ACKNOWLEDGE_PLAN, deadline.campaign.province):
            raise Refused("Chỉ hai cơ quan nhận kế hoạch đổi hạn gửi kế hoạch.")
        old = Deadline.objects.select_for_update().get(pk=deadline.pk)
        old.replaced_at = clock.now()
        old.save()
        new = Deadline.objects.create(
            campaign=old.campaign,
            code=old.code,
            label=old.label,
            plan_kind=old.plan_kind,
            on=on,
            bound=bound,
            is_hard=is_hard,
            act=act,
            counts=counts or old.counts,
        )
        trail.add("set_deadline", new, label=old.label, old=old.on, new=on, summary=act)
        follow(old.campaign, new, act, trail)
        return new


def follow(campaign: Campaign, moved: Deadline, act: str, trail: audit.Trail) -> None:
    """What the plan counts from a deadline moves with it, unless an act has given it a day of its own."""
    for item in campaign.definition.deadlines:
        row = (
            Deadline.objects.current().filter(campaign=campaign, code=item.id).first()
            if item.of == moved.code
            else None
        )
        if row is None or (row.act != item.clause and not row.act.startswith(COUNTED)):
            continue
        on = moved.on - timedelta(item.days_before or 0) + timedelta(item.days_after or 0)
        row.replaced_at = clock.now()
        row.save(update_fields=["replaced_at"])
        new = Deadline.objects.create(
            campaign=campaign,
            code=row.code,
            label=row.label,
            plan_kind=row.plan_kind,
            on=on,
            bound=row.bound,
            is_hard=row.is_hard,
            act=f"{COUNTED}{item.clause}, {act}"[:200],
            counts=row.counts,
        )
        trail.add("set_deadline", new, label=row.label, old=row.on, new=on, summary=new.act)
        follow(campaign, new, act, trail)
