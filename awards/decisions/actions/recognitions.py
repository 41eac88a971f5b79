"""Giấy khen and awards from before the portal (Q0): entered with their decision by whoever gives or proposes them. No cap."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.files.uploadedfile import UploadedFile

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from awards.controls.domain.rule_acts import Act, why_no_act
from awards.decisions.domain.renames import why_not_printed, why_not_single
from awards.decisions.known_names import recipient_of
from awards.models import Nomination, Recognition
from awards.nominations.memory import Who, written
from campaign.models import Campaign
from core import clock
from core.acts import why_no_number
from core.numbers import format_date
from core.text import person_key, tidy
from core.workflow import Refused
from office.models import StoredFile
from units import access
from units.models import Household, Organisation, Unit

ENTERS = (Permission.NOMINATE, Permission.CONFIRM_NOMINATION, Permission.RECOMMEND)  # any of them


@dataclass(frozen=True)
class Entry:
    """A decision that praised somebody."""

    form: str
    level: str
    number: str
    signed_on: date
    name: str
    group: str
    merit: str
    years: Sequence[int] = ()
    unit: Unit | None = None
    organisation: Organisation | None = None
    household: Household | None = None
    birth_year: int | None = None  # of a person
    staff_code: str = ""
    scan: UploadedFile | None = field(default=None, compare=False)


def may_enter(by: User, place: Unit, holder: Organisation | None) -> bool:
    """For one's own unit and what stands in it, or for one's own organisation."""
    if by.is_builtin:
        return True
    if holder is not None:
        return any(holder.pk in access.own_organisations(by, permission) for permission in ENTERS)
    return any(access.may(by, permission, place) for permission in ENTERS)


def recognise(
    campaign: Campaign,
    entry: Entry,
    *,
    place: Unit,
    holder: Organisation | None = None,
    is_illustrative: bool = False,
    by: User,
) -> Recognition:
    """Enter it. Raises `Refused` with every objection, `office.files.contents.FileRefused`."""
    with audit.change(by) as trail:
        # the campaign's row is the lock: the same decision about the same name is entered once
        campaign = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
        refusals = _why_not(campaign, entry, place, holder, by)
        if refusals:
            raise Refused(*refusals)
        row: Recognition = Recognition.objects.create(
            campaign=campaign,
            form=tidy(entry.form)[:120],
            level=tidy(entry.level)[:120],
            number=tidy(entry.number)[:60],
            signed_on=entry.signed_on,
            name=tidy(entry.name)[:300],
            group=entry.group,
            merit=tidy(entry.merit)[:1000],
            years=sorted(set(entry.years)),
            unit=entry.unit,
            organisation=entry.organisation,
            household=entry.household,
            birth_year=entry.birth_year,
            staff_code=tidy(entry.staff_code)[:40],
            place=place,
            holder=holder,
            scan=StoredFile.keep(entry.scan, by=by) if entry.scan is not None else None,
            is_illustrative=is_illustrative,
            recorded_by=by,
        )
        trail.add("recognise", row, new=row.number)
        return row


def _why_not(campaign: Campaign, entry: Entry, place: Unit, holder: Organisation | None, by: User) -> list[str]:
    found = []
    if not may_enter(by, place, holder):
        found.append(f"Bạn không có quyền ghi khen thưởng cho {holder or place}.")
    if not all(map(tidy, (entry.form, entry.level, entry.number, entry.name, entry.merit))):
        found.append("Vui lòng ghi hình thức, cấp khen, số quyết định, tên và thành tích.")
    if tidy(entry.number):
        found += why_no_number(entry.number, what="Quyết định")
    if tidy(entry.name):
        found += _why_not_name(entry, place, holder)
    if entry.group not in {group.code for group in campaign.definition.groups}:
        found.append("Vui lòng chọn tập thể hay cá nhân.")
    if entry.signed_on > clock.today():
        found.append(f"Ngày ký {format_date(entry.signed_on)} ở sau hôm nay.")
    if (entry.birth_year or entry.staff_code) and (entry.unit or entry.organisation or entry.household):
        found.append("Năm sinh, mã cán bộ chỉ ghi khi khen cá nhân.")
    late = [year for year in entry.years if year > entry.signed_on.year]
    if late:
        found.append(f"Năm thành tích {', '.join(map(str, late))} ở sau năm ký quyết định.")
    if entry.unit is not None and holder is None:
        if not Unit.objects.filter(pk=entry.unit.pk).under(access.with_predecessors([place]), clock.today()).exists():
            found.append(f"{entry.unit} không thuộc {place}.")
    same = Recognition.objects.filter(
        campaign=campaign,
        number=tidy(entry.number),
        signed_on=entry.signed_on,
        search_key__in=[key[:300] for key in written(person_key(entry.name))],
    )
    own = Who(person=tidy(entry.name), birth_year=entry.birth_year, staff_code=entry.staff_code)
    if any(not own.is_known_other(row) for row in same):
        found.append(f"{entry.name} theo quyết định số {entry.number} ngày {format_date(entry.signed_on)} đã được ghi.")
    return found


def _why_not_name(entry: Entry, place: Unit, holder: Organisation | None) -> list[str]:
    """Of one whom the portal knows the name is theirs; of anybody else it is one name."""
    if not (entry.unit or entry.organisation or entry.household):
        return why_not_single(entry.name)
    thought = Nomination(
        unit=entry.unit,
        organisation=entry.organisation,
        household=entry.household,
        holder_unit=None if holder else place,
        holder_organisation=holder,
    )
    return why_not_printed(entry.name, recipient_of(thought))


def annul(pk: int, *, on: date, act: Act | None = None, mistake: str = "", by: User) -> Recognition:
    """An act took it back, or it was entered by mistake, which is said instead: it stays, marked. Raises `Refused`."""
    with audit.change(by) as trail:
        row: Recognition = (
            Recognition.objects.select_for_update(of=("self",)).select_related("place", "holder").get(pk=pk)
        )
        reasons = []
        if not may_enter(by, row.place, row.holder):
            reasons.append("Bạn không có quyền hủy bỏ bản ghi này.")
        if row.annulled_on is not None:
            reasons.append(f"Bản ghi đã hủy bỏ ngày {format_date(row.annulled_on)}.")
        if act is not None:
            reasons += why_no_act(act, today=clock.today(), since=row.signed_on, because="ngày ký quyết định khen")
        elif not tidy(mistake):
            reasons.append("Vui lòng ghi số, ngày, cơ quan ban hành của văn bản hủy bỏ, hoặc lý do ghi nhầm.")
        if not row.signed_on <= on <= clock.today():
            reasons.append(f"Ngày hủy bỏ phải từ ngày ký {format_date(row.signed_on)} đến hôm nay.")
        if reasons:
            raise Refused(*reasons)
        words = act.words if act is not None else f"Ghi nhầm: {tidy(mistake)}"
        row.annulled_on, row.annulled_by_act = on, words[:300]
        row.save()
        trail.add("annul_recognition", row, new=on, summary=words)
        return row
