"""Who must send a plan is written down, one more is added, one need not send any more."""

from datetime import date

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from campaign.models import Campaign, FilingDuty
from campaign.registrations.filing import Filer, filers_by_plan
from core.acts import why_no_line
from core.workflow import Refused
from units import access
from units.models import Organisation, Unit


def filers_by_rule(campaign: Campaign, on: date) -> list[Filer]:
    """Whom the plan names and the organisations that the register marks, as they stood on a day."""
    return filers_by_plan(campaign, [on])[on]


def list_filers(campaign: Campaign, kind: str, *, on: date, act: str, by: User) -> int:
    """Write down who must send, from the register; those listed already stay. Raises `Refused`."""
    with audit.change(by) as trail:
        _may_list(campaign, by)
        if why := why_no_line(act, what="văn bản quy định nơi phải gửi"):
            raise Refused(*why)
        standing = FilingDuty.objects.in_force(on).filter(campaign=campaign, kind=kind)
        known = set(standing.values_list("unit_id", "organisation_id"))
        rows = [
            FilingDuty(
                campaign=campaign,
                kind=kind,
                unit=unit,
                organisation=body,
                valid_from=on,
                act=act.strip()[:200],
                recorded_by=by,
            )
            for unit, body in filers_by_rule(campaign, on)
            if (unit.pk if unit else None, body.pk if body else None) not in known
        ]
        FilingDuty.objects.bulk_create(rows)
        trail.add("list_filers", None, label=f"{len(rows)} nơi phải gửi kế hoạch", summary=act)
        return len(rows)


def add_filer(
    campaign: Campaign,
    kind: str,
    *,
    unit: Unit | None = None,
    organisation: Organisation | None = None,
    on: date,
    act: str,
    by: User,
) -> FilingDuty:
    """One more that must send from a day on. Raises `Refused`."""
    with audit.change(by) as trail:
        _may_list(campaign, by)
        if why := why_no_line(act, what="văn bản quy định nơi phải gửi"):
            raise Refused(*why)
        rows = FilingDuty.objects.in_force(on).filter(
            campaign=campaign, kind=kind, unit=unit, organisation=organisation
        )
        if rows.exists():
            raise Refused(f"{organisation or unit} đã có trong danh sách.")
        row = FilingDuty.objects.create(
            campaign=campaign,
            kind=kind,
            unit=unit,
            organisation=organisation,
            valid_from=on,
            act=act.strip()[:200],
            recorded_by=by,
        )
        trail.add("add_filer", row, label=str(row.filer), new=on, summary=act)
        return row


def end_filer(pk: int, *, on: date, act: str, by: User) -> None:
    """It need not send any more from a day on. Raises `Refused`."""
    with audit.change(by) as trail:
        row = FilingDuty.objects.select_for_update(of=("self",)).select_related("campaign__province").get(pk=pk)
        _may_list(row.campaign, by)
        if why := why_no_line(act, what="văn bản"):
            raise Refused(*why)
        if not row.valid_from < on < row.valid_to:
            raise Refused("Ngày kết thúc phải sau ngày bắt đầu.")
        row.valid_to = on
        row.save(update_fields=["valid_to"])
        trail.add("end_filer", row, label=str(row.filer), new=on, summary=act)


def _may_list(campaign: Campaign, by: User) -> None:
    if not access.may(by, Permission.ACKNOWLEDGE_PLAN, campaign.province):
        raise Refused("Chỉ hai cơ quan nhận kế hoạch lập danh sách nơi phải gửi.")
