"""One household: begun, edited, headed by another, ended; its years and its registrations to leave poverty."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Max

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from core import clock
from core.acts import why_no_reason
from core.clock import FOREVER
from core.numbers import format_date, read_id
from core.text import tidy
from core.workflow import Refused, Stale
from office.tables.codes import CodeRefused, differs_by_signs, letters_of, own_code, why_by_signs
from units import access
from units.households.states import Outcome, YearStatus, bits, is_minority
from units.map.domain.levels import Level
from units.models import ExitRegistration, Household, HouseholdHead, HouseholdYear, Unit

EDITED = ("address", "ethnicity", "spouse_ethnicity", "people")
POOR = frozenset({YearStatus.POOR, YearStatus.NEAR_POOR})
CHANGED = "Hộ này vừa được người khác thay đổi."


def _may_keep(by: User, village: Unit) -> None:
    if not access.may(by, Permission.KEEP_HOUSEHOLDS, village):
        raise Refused(f"{village.name} không thuộc phạm vi ghi danh sách hộ của bạn.")


def _locked(pk: int, by: User) -> Household:
    household = Household.objects.select_for_update(of=("self",)).select_related("village").get(pk=pk)
    _may_keep(by, household.village)
    return household


def next_code(village: Unit) -> str:
    """The village's code and a running number."""
    last = Household.objects.filter(village=village, code__startswith=village.code).aggregate(last=Max("code"))["last"]
    tail = (last or "").removeprefix(village.code)
    return f"{village.code}{(read_id(tail) or 0) + 1:03d}"


def _of_other_signs(code: str, by: User) -> str:
    """The code of a living household that is this one but for its signs, among those that somebody sees."""
    spelled = "^" + "-?".join(map(re.escape, letters_of(code))) + "$"
    alike = Household.objects.visible_to(by).filter(valid_to=FOREVER, code__regex=spelled)
    return differs_by_signs(code, alike.values_list("code", flat=True))


def found_household(
    village: Unit,
    *,
    head: str,
    valid_from: date,
    code: str = "",
    address: str = "",
    ethnicity: str = "",
    spouse_ethnicity: str = "",
    people: int = 1,
    by: User,
) -> Household:
    """Enter a household in a village from a day. Raises `Refused` with every objection."""
    with audit.change(by) as trail:
        village = Unit.objects.select_for_update().get(pk=village.pk)
        _may_keep(by, village)
        refusals = []
        try:
            code = own_code(code) or next_code(village)
        except CodeRefused as error:
            refusals.append(f"Mã hộ {error}")
        if village.level != Level.VILLAGE:
            refusals.append(f"{village.name} không phải thôn, khu phố; hộ được ghi ở thôn, khu phố.")
        if not village.valid_from <= valid_from < village.valid_to:
            refusals.append(f"{village.name} không tồn tại vào ngày {format_date(valid_from)}.")
        if not tidy(head):
            refusals.append("Vui lòng ghi họ và tên chủ hộ.")
        other = Household.objects.filter(code=code, valid_to=FOREVER).select_related("village").first()
        if other is not None:
            place = other.village.name if access.may(by, Permission.VIEW_HOUSEHOLDS, other.village) else "một thôn khác"
            refusals.append(f"Mã hộ {code} đang dùng ở {place}; một hộ không thể ở hai thôn.")
        elif twin := _of_other_signs(code, by):
            refusals.append(f"Mã hộ {why_by_signs(code, twin)}")
        if refusals:
            raise Refused(*refusals)
        household = Household.objects.create(
            code=code,
            village=village,
            head=tidy(head),
            address=tidy(address),
            ethnicity=tidy(ethnicity),
            spouse_ethnicity=tidy(spouse_ethnicity),
            is_minority=is_minority(tidy(ethnicity), tidy(spouse_ethnicity)),
            people=people,
            valid_from=valid_from,
        )
        HouseholdHead.objects.create(household=household, name=household.head, valid_from=valid_from)
        trail.add("found_household", household, label=f"Hộ {code}")
        return household


def edit_household(pk: int, *, edition: int, values: Mapping[str, Any], by: User) -> Household:
    """Correct address, ethnicity or the number of people. Raises `Stale` for the second editor, `Refused`."""
    with audit.change(by) as trail:
        household = _locked(pk, by)
        if household.edition != edition:
            raise Stale(CHANGED)
        old = {name: getattr(household, name) for name in EDITED}
        for name in EDITED:
            if name in values:
                setattr(household, name, tidy(values[name]) if isinstance(values[name], str) else values[name])
        household.is_minority = is_minority(household.ethnicity, household.spouse_ethnicity)
        household.edition += 1
        household.save()
        new = {name: getattr(household, name) for name in EDITED}
        trail.add("edit_household", household, label=f"Hộ {household.code}", old=old, new=new)
        return household


def change_head(pk: int, name: str, *, on: date, by: User) -> Household:
    """Another person heads the household from a day; the earlier one stays in its history. Raises `Refused`."""
    with audit.change(by) as trail:
        household = _locked(pk, by)
        current = household.heads.filter(valid_to=household.valid_to).first()
        refusals = []
        if not tidy(name):
            refusals.append("Vui lòng ghi họ và tên chủ hộ mới.")
        if not household.valid_from < on < household.valid_to or (current is not None and current.valid_from >= on):
            refusals.append(f"Ngày {format_date(on)} phải sau ngày chủ hộ hiện nay bắt đầu và khi hộ còn.")
        if on > clock.today():
            refusals.append(f"Ngày {format_date(on)} chưa đến.")
        if refusals:
            raise Refused(*refusals)
        if current is not None:
            current.valid_to = on
            current.save()
        else:
            HouseholdHead.objects.create(
                household=household, name=household.head, valid_from=household.valid_from, valid_to=on
            )
        HouseholdHead.objects.create(household=household, name=tidy(name), valid_from=on, valid_to=household.valid_to)
        old, household.head = household.head, name
        household.edition += 1
        household.save()
        trail.add("change_head", household, label=f"Hộ {household.code}", old=old, new=name)
        return household


def end_household(pk: int, *, on: date, reason: str, by: User) -> Household:
    """The household is no more in the village from a day. Raises `Refused`."""
    with audit.change(by) as trail:
        household = _locked(pk, by)
        refusals = []
        refusals += why_no_reason(
            reason, "Vui lòng ghi lý do, ví dụ: chuyển đi; chủ hộ chết, hộ không còn; nhập vào hộ khác."
        )
        if household.valid_to != FOREVER:
            refusals.append(f"Hộ đã kết thúc từ ngày {format_date(household.valid_to)}.")
        elif not household.valid_from < on <= clock.today():
            refusals.append(f"Ngày {format_date(on)} phải sau ngày ghi hộ và không sau hôm nay.")
        if refusals:
            raise Refused(*refusals)
        household.heads.filter(valid_to=FOREVER, valid_from__lt=on).update(valid_to=on)
        household.valid_to = on
        household.edition += 1
        household.save()
        trail.add("end_household", household, label=f"Hộ {household.code}", summary=reason)
        return household


def record_year(
    pk: int,
    year: int,
    *,
    status: str,
    people: int | None,
    deprivations: Iterable[int] = (),
    causes: Iterable[int] = (),
    groups: Iterable[int] = (),
    edition: int,
    by: User,
) -> HouseholdYear:
    """What the survey of a year found; sets as numbers counted from 1. Raises `Stale`, `Refused`."""
    with audit.change(by) as trail:
        household = _locked(pk, by)
        if year > clock.today().year:
            raise Refused(f"Năm {year} chưa đến.")
        if not household.valid_from.year <= year <= household.valid_to.year:
            raise Refused(f"Năm {year} hộ chưa có hoặc không còn ở thôn này.")
        row = household.years.filter(year=year).first()
        if (row.edition if row else 0) != edition:
            raise Stale(CHANGED)
        old = {"status": row.status, "deprivations": row.deprivations, "causes": row.causes} if row else None
        row = row or HouseholdYear(household=household, year=year, edition=0)
        row.status, row.people = status, people
        row.deprivations, row.causes, row.groups = bits(deprivations), bits(causes), bits(groups)
        row.edition += 1
        row.save()
        new = {"status": row.status, "deprivations": row.deprivations, "causes": row.causes}
        label = f"Hộ {household.code}, năm {year}"
        trail.add("record_household_year", household, label=label, old=old, new=new)
        return row


def register_exit(
    pk: int,
    year: int,
    *,
    registered_on: date,
    commitments: str,
    support: str = "",
    loan: int | None = None,
    lender: str = "",
    by: User,
) -> ExitRegistration:
    """A household registers of its own will to leave poverty in a year (A7). Raises `Refused`."""
    with audit.change(by) as trail:
        household = _locked(pk, by)
        before = household.years.filter(year=year - 1).first()
        refusals = []
        if before is not None and before.status not in POOR:
            refusals.append(
                f"Cuối năm {year - 1} hộ là «{before.get_status_display().lower()}» nên không đăng ký thoát nghèo {year}."
            )
        if household.registrations.filter(year=year).exists():
            refusals.append(f"Hộ đã đăng ký thoát nghèo năm {year}.")
        if registered_on > clock.today() or not household.valid_from <= registered_on < household.valid_to:
            refusals.append("Ngày đăng ký không sau hôm nay và trong thời gian hộ ở thôn.")
        if not commitments.strip():
            refusals.append("Vui lòng ghi cam kết của hộ.")
        if loan is not None and loan <= 0:
            refusals.append("Số tiền vay phải lớn hơn 0 đồng; không vay thì để trống.")
        if refusals:
            raise Refused(*refusals)
        row = ExitRegistration.objects.create(
            household=household,
            year=year,
            registered_on=registered_on,
            commitments=commitments.strip(),
            support=support.strip(),
            has_loan=loan is not None,
            loan=loan,
            lender=tidy(lender),
            recorded_by=by,
        )
        label = f"Hộ {household.code}, năm {year}"
        trail.add("register_exit", household, label=label)
        return row


def close_registration(pk: int, outcome: str, *, on: date, note: str = "", edition: int, by: User) -> ExitRegistration:
    """What came of a registration; a household that is no more has not failed. Raises `Stale`, `Refused`."""
    with audit.change(by) as trail:
        row = ExitRegistration.objects.select_for_update(of=("self",)).select_related("household__village").get(pk=pk)
        _may_keep(by, row.household.village)
        if row.edition != edition:
            raise Stale(CHANGED)
        found = row.household.years.filter(year=row.year).first()
        refusals = []
        if on > clock.today() or on < row.registered_on:
            refusals.append("Ngày xác định kết quả phải từ ngày đăng ký đến hôm nay.")
        if outcome in {Outcome.ESCAPED, Outcome.NEAR_POOR} and found is None:
            refusals.append(f"Chưa có kết quả rà soát năm {row.year} của hộ nên chưa xác định được là thoát nghèo.")
        if outcome == Outcome.ESCAPED and found is not None and found.status in POOR:
            refusals.append(
                f"Kết quả rà soát năm {row.year} của hộ là «{found.get_status_display().lower()}», không phải thoát nghèo."
            )
        if outcome == Outcome.NEAR_POOR and found is not None and found.status != YearStatus.NEAR_POOR:
            refusals.append(f"Kết quả rà soát năm {row.year} của hộ không phải cận nghèo.")
        if refusals:
            raise Refused(*refusals)
        old, row.outcome = row.outcome, outcome
        row.outcome_on, row.outcome_note = on, tidy(note)
        row.edition += 1
        row.save()
        household = row.household
        label = f"Hộ {household.code}, năm {row.year}"
        trail.add("close_registration", household, label=label, old=old, new=outcome)
        return row
