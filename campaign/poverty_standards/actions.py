"""A standard handed in by an office is stored as it was, and from which year which standard counts is said by an act."""

import hashlib
from collections.abc import Collection
from datetime import date

from django.db import IntegrityError
from django.db.models import Count

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from campaign.models import DefinitionVersion, FigureSet, Period, StandardFile, YearStandard
from campaign.poverty_standards.domain.standard import Standard
from campaign.poverty_standards.domain.standard_check import StandardFault, check
from campaign.poverty_standards.in_force import shipped_standards, standard_years
from core import clock
from core.days import why_not_yet
from core.numbers import format_count
from core.own_words import in_own_words
from core.text import tidy
from core.workflow import Refused
from units import access

YEARS = range(2000, 2101)


class StandardFaults(Refused):
    """Everything that is wrong with a file, each error with its place."""

    def __init__(self, faults: tuple[StandardFault, ...]) -> None:
        super().__init__(*map(str, faults))
        self.faults = faults


def may_keep(user: object) -> bool:
    """Whether somebody keeps standards: the standing agency and the administrator."""
    return access.over_a_province(user, [Permission.APPROVE_FIGURES, Permission.ADMINISTER])


def read_standard(text: str) -> Standard:
    """A checked standard that may be stored. Raises `StandardFaults`; `Refused` for a code that cannot be taken."""
    found = check(text)
    if found.standard is None:
        raise StandardFaults(found.faults)
    code = found.standard.code
    if code in shipped_standards():
        raise Refused(f"Mã «{code}» là của chuẩn đi kèm cổng. Đặt mã khác ở mục code.")
    current = StandardFile.objects.current().filter(code=code).first()
    if current is not None and current.digest != digest(text) and (why := why_used(code)):
        raise Refused(
            f"Chuẩn «{code}» đã được dùng ({why}) nên nội dung không thay được: số liệu đã nhập theo các biểu của nó. "
            "Nếu văn bản sửa chuẩn, đặt mã mới và ghi năm bắt đầu ở trang Chuẩn nghèo theo năm."
        )
    return found.standard


def digest(text: str) -> str:
    """SHA-256 of a file as it was handed in."""
    return hashlib.sha256(text.encode()).hexdigest()


def uses(codes: Collection[str]) -> dict[str, str]:
    """What stands on each standard already, of those that may no longer be replaced: three questions."""
    found: dict[str, str] = {}
    for version in DefinitionVersion.objects.current().select_related("campaign"):
        if version.definition.standard in codes:
            found[version.definition.standard] = f"kế hoạch {version.campaign} đang nêu"
    opened = Period.objects.filter(standard__in=codes).order_by().values_list("standard", flat=True).distinct()
    found |= dict.fromkeys(opened, "đã mở kỳ số liệu")
    sets = FigureSet.objects.filter(standard__in=codes).order_by().values_list("standard").annotate(Count("pk"))
    return found | {code: f"{format_count(number)} bộ số liệu" for code, number in sets}


def why_used(code: str) -> str:
    """What stands on a standard already; nothing while it may still be replaced."""
    return uses([code]).get(code, "")


def store_standard(text: str, *, by: User) -> tuple[StandardFile, bool]:
    """Store a file as a version of its standard; the same content again changes nothing. Raises `Refused`."""
    try:
        with audit.change(by) as trail:
            _may_keep(by)
            standard, mark = read_standard(text), digest(text)
            versions = list(StandardFile.objects.select_for_update(of=("self",)).filter(code=standard.code))
            current = next((row for row in versions if row.replaced_at is None), None)
            if current is not None and current.digest == mark:
                return current, False
            if current is not None:
                current.replaced_at = clock.now()
                current.save(update_fields=["replaced_at"])
            row = StandardFile.objects.create(
                code=standard.code,
                number=max((row.number for row in versions), default=0) + 1,
                title=standard.title[:300],
                first_year=standard.first_year,
                last_year=standard.last_year,
                content=text,
                digest=mark,
                recorded_by=by,
            )
            trail.add("store_standard", row, label=standard.title[:200], new=mark)
            return row, True
    except IntegrityError as error:
        raise Refused("Chuẩn này vừa được người khác tải lên; vui lòng xem lại danh sách.") from error


def add_year(
    first_year: int | None, standard: str, *, act: str, signed: date | None, body: str, note: str = "", by: User
) -> YearStandard:
    """From a year on a standard counts, by an act; a row of the same year is replaced. Raises `Refused`."""
    try:
        with audit.change(by) as trail:
            _may_keep(by)
            if refusals := why_not_add(first_year, standard, act=act, signed=signed, body=body):
                raise Refused(*refusals)
            old = YearStandard.objects.select_for_update(of=("self",)).current().filter(first_year=first_year).first()
            if old is not None:
                old.replaced_at = clock.now()
                old.save(update_fields=["replaced_at"])
            row = YearStandard.objects.create(
                first_year=first_year,
                standard=standard,
                act=tidy(act),
                signed=signed,
                body=tidy(body),
                note=tidy(note)[:500],
                recorded_by=by,
            )
            trail.add(
                "set_year_standard",
                row,
                label=str(row),
                old=old.standard if old else None,
                new=standard,
                summary=row.act,
            )
            return row
    except IntegrityError as error:
        raise Refused("Dòng của năm này vừa được người khác ghi; vui lòng xem lại bảng.") from error


def why_not_add(first_year: int | None, standard: str, *, act: str, signed: date | None, body: str) -> list[str]:
    """Every reason why a row cannot stand, as people are told."""
    found = []
    years = standard_years()
    if first_year is None or first_year not in YEARS:
        found.append(f"Từ năm: ghi một năm trong khoảng {YEARS[0]} - {YEARS[-1]}.")
    if why := years.why_unknown(standard):
        found.append(f"Chuẩn nghèo: {why}")
    elif standard in years.files and first_year is not None:
        first, last = years.files[standard]
        if not first <= first_year <= last:
            found.append(f"Chuẩn nghèo: tệp của «{years.name(standard)}» chỉ dùng cho các năm {first} - {last}.")
    if not tidy(act):
        found.append("Số văn bản: vui lòng ghi số của văn bản ấn định chuẩn.")
    elif len(tidy(act)) > 120:
        found.append("Số văn bản: không quá 120 ký tự.")
    if not tidy(body) or len(tidy(body)) > 200:
        found.append("Cơ quan ban hành: vui lòng ghi tên cơ quan, không quá 200 ký tự.")
    if signed is None:
        found.append("Ngày văn bản: vui lòng ghi ngày/tháng/năm.")
    elif why := why_not_yet(signed, today=clock.today(), what="Ngày văn bản"):
        found.append(why)
    return found


def _may_keep(by: User) -> None:
    if not by.is_builtin and not may_keep(by):
        raise Refused(in_own_words("Chỉ cơ quan thường trực và quản trị của tỉnh quản lý chuẩn nghèo."))
