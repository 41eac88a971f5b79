"""A plan is stored as an immutable version; what acts may amend is seeded from the first."""

from datetime import date

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from campaign import definition as plan
from campaign.models import Campaign, Deadline, DefinitionVersion
from core import clock
from core.workflow import Refused
from units import access
from units.models import Unit


def store_definition(text: str, *, by: User) -> tuple[DefinitionVersion, bool]:
    """Check a plan and store it as the version in force; the same content again changes nothing.

    Raises `plan.DefinitionErrors` with every error and its place, `Refused` when its province is not loaded.
    """
    parsed = plan.parse(text)
    content, digest = plan.canonical(parsed), plan.digest(parsed)
    with audit.change(by) as trail:
        province = (
            Unit.objects.filter(code=parsed.province, valid_from__lte=date(parsed.last_year, 12, 31))
            .order_by("valid_from")
            .first()
        )
        if province is None:
            raise Refused(f"Chưa có tỉnh mang mã {parsed.province}. Hãy nạp danh mục đơn vị trước (load_units).")
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
        current = campaign.versions.filter(replaced_at=None).first()
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
        for item in parsed.deadlines:
            if not campaign.deadlines.filter(code=item.id).exists():
                Deadline.objects.create(
                    campaign=campaign, code=item.id, label=item.label, plan_kind=item.plan_kind, on=item.on,
                    bound=item.bound, is_hard=item.hard, act=item.clause,
                )  # fmt: skip
        trail.add("store_definition", version, label=campaign.name, new=digest)
        return version, True


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
            campaign=old.campaign, code=old.code, label=old.label, plan_kind=old.plan_kind, on=on, bound=bound,
            is_hard=is_hard, act=act, counts=counts or old.counts,
        )  # fmt: skip
        trail.add("set_deadline", new, label=old.label, old=old.on, new=on, summary=act)
        return new
