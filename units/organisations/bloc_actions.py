"""Clusters and blocs: members and head by year, own programme and criteria (II.3, A12)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from core import clock
from core.own_words import in_own_words
from core.text import tidy
from core.workflow import Refused, Stale
from office.models import StoredFile
from units import access
from units.map.domain.levels import Level
from units.models import Bloc, BlocCriterion, BlocMember, BlocProgramme, Organisation, Unit

ARRANGES = (Permission.RECOMMEND, Permission.ADMINISTER)
_NOT_YOURS = "Chỉ cơ quan thi đua, khen thưởng và quản trị hệ thống của tỉnh lập, sắp xếp cụm, khối thi đua."


def may_arrange(by: User) -> bool:
    """The award agency and administrators of a province say who is in which bloc: blocs are the province's."""
    return access.over_a_province(by, ARRANGES)


def _outside(by: User, members: Sequence[Unit | Organisation]) -> list[str]:
    """Members of another province, in sentences."""
    places = [member if isinstance(member, Unit) else member.seat for member in members]
    rows = Unit.objects.filter(pk__in=[place.pk for place in places]).reached_by_any(by, ARRANGES)
    reached = set(rows.values_list("pk", flat=True))
    return [
        f"{member} nằm ngoài phạm vi của bạn."
        for member, place in zip(members, places, strict=True)
        if place.pk not in reached
    ]


def eligible_members(by: User, on: date) -> list[Unit | Organisation]:
    """Organisations, districts and communes of a day that somebody may put into a bloc."""
    places = Unit.objects.reached_by_any(by, ARRANGES)
    bodies = Organisation.objects.in_force(on).filter(seat__in=places).select_related("seat").order_by("sort_key")
    units = Unit.objects.in_force(on).filter(pk__in=places, level__in=(Level.DISTRICT, Level.COMMUNE))
    return [*bodies, *units.order_by("level", "code")]


def may_write(by: User, bloc: Bloc, year: int) -> bool:
    """A bloc's own programme is written by its head of that year, or by who arranges blocs."""
    if may_arrange(by):
        return True
    head = bloc.members.filter(year=year, is_head=True).select_related("unit").first()
    if head is None:
        return False
    if head.organisation_id:
        return head.organisation_id in access.own_organisations(by, Permission.FILE_PLAN)
    return access.may(by, Permission.FILE_PLAN, head.unit)


def found_bloc(name: str, kind: str, *, by: User) -> Bloc:
    """A new cluster or bloc. Raises `Refused`."""
    with audit.change(by) as trail:
        if not may_arrange(by):
            raise Refused(in_own_words(_NOT_YOURS))
        name = tidy(name)
        if not name or Bloc.objects.filter(name=name).exists():
            raise Refused("Tên cụm, khối còn trống hoặc đã có.")
        bloc = Bloc.objects.create(name=name, kind=kind)
        trail.add("found_bloc", bloc)
        return bloc


def set_members(
    bloc: Bloc, year: int, members: Sequence[Unit | Organisation], head: Unit | Organisation | None, *, by: User
) -> None:
    """Who is in a bloc in a year, and who leads it. Raises `Refused`; then nothing is stored."""
    with audit.change(by) as trail:
        bloc = Bloc.objects.select_for_update().get(pk=bloc.pk)
        standing = [row.member for row in _rows(bloc.members.filter(year=year))]
        refusals = _outside(by, [*standing, *members]) if may_arrange(by) else [in_own_words(_NOT_YOURS)]
        if head is not None and head not in members:
            refusals.append(f"{head} không phải thành viên nên không làm trưởng cụm, khối được.")
        others = BlocMember.objects.filter(year=year).exclude(bloc=bloc).select_related("bloc")
        taken = {(row.unit_id, row.organisation_id): row.bloc for row in others}
        for member in members:
            other = taken.get(_key(member))
            if other is not None:
                refusals.append(f"{member} đã thuộc {other} năm {year}; mỗi năm chỉ thuộc một cụm hoặc khối.")
        if refusals:
            raise Refused(*refusals)
        old = [str(member) for member in standing]
        bloc.members.filter(year=year).delete()
        for member in members:
            unit, organisation = (member, None) if isinstance(member, Unit) else (None, member)
            BlocMember.objects.create(
                bloc=bloc, year=year, unit=unit, organisation=organisation, is_head=member == head
            )
        trail.add("set_bloc_members", bloc, label=f"{bloc}, {year}", old=old, new=[str(m) for m in members])


def _rows(rows: Any) -> Any:
    return rows.select_related("unit", "organisation__seat")


def _key(member: Unit | Organisation) -> tuple[int | None, int | None]:
    return (member.pk, None) if isinstance(member, Unit) else (None, member.pk)


def copy_members(year: int, *, by: User) -> int:
    """Last year's members and heads again, for blocs that have none yet; those that are no more are left out."""
    with audit.change(by) as trail:
        if not may_arrange(by):
            raise Refused(in_own_words(_NOT_YOURS))
        on = date(year, 12, 31)
        have = set(BlocMember.objects.filter(year=year).values_list("bloc_id", flat=True))
        made = 0
        for row in _rows(BlocMember.objects.filter(year=year - 1).exclude(bloc__in=have)):
            if (
                _outside(by, [row.member])
                or not row.member.valid_from <= on < row.member.valid_to
                or BlocMember.objects.filter(year=year, unit=row.unit, organisation=row.organisation).exists()
            ):
                continue
            BlocMember.objects.create(
                bloc_id=row.bloc_id, year=year, unit=row.unit, organisation=row.organisation, is_head=row.is_head
            )
            made += 1
        trail.add("copy_bloc_members", label=f"Cụm, khối năm {year}", new=made)
        return made


def write_programme(
    bloc: Bloc,
    year: int,
    *,
    values: dict[str, Any],
    criteria: Sequence[tuple[str, Decimal]],
    file: UploadedFile | None = None,
    edition: int,
    by: User,
) -> BlocProgramme:
    """What a bloc set itself for a year. Raises `Stale` for the second editor, `Refused`."""
    with audit.change(by) as trail:
        Bloc.objects.select_for_update().get(pk=bloc.pk)
        refusals = [] if may_write(by, bloc, year) else ["Chỉ trưởng cụm, khối của năm đó ghi được chương trình."]
        if not values.get("content", "").strip():
            refusals.append("Vui lòng ghi nội dung thi đua.")
        refusals += [f"«{text}»: điểm tối đa phải lớn hơn 0." for text, points in criteria if points <= 0]
        if refusals:
            raise Refused(*refusals)
        row = bloc.programmes.filter(year=year).first()
        if (row.edition if row else 0) != edition:
            raise Stale("Chương trình này vừa được người khác thay đổi.")
        row = row or BlocProgramme(bloc=bloc, year=year, edition=0)
        for name, value in values.items():
            setattr(row, name, value)
        if file is not None:
            row.file = StoredFile.keep(file, by=by)
        row.recorded_by, row.changed_at, row.edition = by, clock.now(), row.edition + 1
        row.save()
        row.criteria.all().delete()
        BlocCriterion.objects.bulk_create(
            BlocCriterion(programme=row, text=tidy(text), points=points) for text, points in criteria
        )
        trail.add("write_bloc_programme", row, label=f"{bloc}, {year}", new=[text for text, _ in criteria])
        return row
