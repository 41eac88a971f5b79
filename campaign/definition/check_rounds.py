"""Checks of rounds, their ceilings, deadlines and roads."""

from collections.abc import Collection, Iterator
from datetime import date
from itertools import combinations

from campaign.definition.problems import UNREAD, DefinitionError, codes, unique, unknown
from campaign.definition.schema import (
    BOUNDS,
    DUTIES,
    LEVELS,
    MEMBER,
    PLACES_TAKEN,
    PLAN_KINDS,
    QUALIFIED,
    ROUND_KINDS,
    ROUNDINGS,
    STEPS,
    TERMS,
    Cap,
    Deadline,
    Definition,
    Round,
)

AFTER = 2  # years in which a period is still summed up
UNREAD_YEARS, UNREAD_DAY = (2000,), date(2000, 1, 1)  # stand for what could not be read
COUNTED = (*LEVELS[:-1], MEMBER, QUALIFIED)


def check_rounds(plan: Definition) -> Iterator[DefinitionError]:
    """Every round by itself, then what two rounds say of each other."""
    forms, classes = codes(item.code for item in plan.award_form), codes(item.code for item in plan.category)
    for number, item in enumerate(plan.round_, 1):
        place = f"round[{number}]"
        for form in (item.award_form, *item.other_forms):
            if form not in forms and form != UNREAD:
                yield DefinitionError(f"{place}.award_form", f"không có hình thức khen thưởng «{form}».")
        if item.kind not in (*ROUND_KINDS, UNREAD):
            yield DefinitionError(f"{place}.kind", f"phải là một trong: {', '.join(ROUND_KINDS)}.")
        if item.places_taken not in (*PLACES_TAKEN, UNREAD):
            yield DefinitionError(f"{place}.places_taken", f"phải là một trong: {', '.join(PLACES_TAKEN)}.")
        if item.council_chooses and not item.council:
            yield DefinitionError(f"{place}.places_taken", "Hội đồng chọn thì đợt phải qua Hội đồng (council = true).")
        yield from _check_windows(plan, item, place, classes)
        yield from _check_year(plan, item, place)
        yield from _check_terms(item, place)
        yield from check_caps(plan, item, place)
    yield from _overlaps(plan)
    yield from _collide(plan)


def _check_windows(plan: Definition, item: Round, place: str, classes: Collection[str]) -> Iterator[DefinitionError]:
    own = [(years, f"{place}.windows.{code}") for code, years in item.windows.items()]
    for years, where in ((item.window, f"{place}.window"), *own):
        if not years:
            yield DefinitionError(where, "phải có ít nhất một năm.")
        elif list(years) != sorted(set(years)):
            yield DefinitionError(where, "các năm phải tăng dần, mỗi năm một lần.")
        elif not plan.first_year <= years[0] <= years[-1] <= plan.last_year:
            yield DefinitionError(where, f"phải trong giai đoạn {plan.first_year} - {plan.last_year}.")
        elif plan.first_year <= item.year < years[-1]:
            later = ", ".join(str(year) for year in years if year > item.year)
            yield DefinitionError(where, f"đợt của năm {item.year} không xét được năm {later} ở sau đó.")
    for code in item.windows:
        if code not in classes:
            yield DefinitionError(f"{place}.windows.{code}", "không có nhóm đối tượng này.")


def _check_year(plan: Definition, item: Round, place: str) -> Iterator[DefinitionError]:
    """A round is held in the period or soon after it."""
    first, last = plan.first_year, plan.last_year + AFTER
    if item.year not in UNREAD_YEARS and plan.first_year <= plan.last_year and not first <= item.year <= last:
        yield DefinitionError(f"{place}.year", f"phải từ {first} đến {last}: trong giai đoạn, hoặc hai năm sau.")


def _check_terms(item: Round, place: str) -> Iterator[DefinitionError]:
    yield from unknown(item.calendar_days, TERMS, f"{place}.calendar_days", "thời hạn")
    for step, days in item.step_days.items():
        if step not in STEPS:
            yield DefinitionError(f"{place}.step_days.{step}", f"không có bước này. Có: {', '.join(STEPS)}.")
        elif days < 1:
            yield DefinitionError(f"{place}.step_days.{step}", "phải từ 1 ngày trở lên.")
    if item.comment_until is not None and item.comment_days:
        yield DefinitionError(f"{place}.comment_until", "chỉ ghi comment_days hoặc comment_until.")
    for name in ("working_days", "reviewers"):
        if getattr(item, name) < 1:
            yield DefinitionError(f"{place}.{name}", "phải từ 1 trở lên.")
    if item.comment_days < 0:
        yield DefinitionError(f"{place}.comment_days", "không được âm.")


def _overlaps(plan: Definition) -> Iterator[DefinitionError]:
    """The same kind of award by the same clause in one year is one round, written twice."""
    for (one, first), (other, second) in combinations(enumerate(plan.round_, 1), 2):
        same = [(item.kind, item.year, item.award_form, item.clause) for item in (first, second)]
        if same[0] == same[1] and UNREAD not in same[0] and first.code != second.code:
            yield DefinitionError(
                f"round[{other}]",
                f"trùng với round[{one}] («{first.code}»): cùng loại {first.kind}, năm {first.year}, hình thức và điều khoản. "
                "Sửa year, clause, hoặc bỏ một đợt.",
            )


def _like(item: Round) -> tuple[str, str, str]:
    return item.kind, item.award_form, item.clause


def _collide(plan: Definition) -> Iterator[DefinitionError]:
    """Two rounds give by one clause one form to one group for one year: nobody could say which of them a year is for."""
    for number, later in enumerate(plan.round_, 1):
        for earlier in plan.round_[: number - 1]:
            years = sorted(set(earlier.window) & set(later.window))
            groups = {cap.group for cap in earlier.caps} & {cap.group for cap in later.caps}
            is_alike = _like(earlier) == _like(later) and earlier.year != later.year  # of one year: `_overlaps`
            if years and groups and is_alike and UNREAD not in (*groups, later.kind, later.award_form):
                yield DefinitionError(
                    f"round[{number}].window",
                    f"đợt «{later.code}» và đợt «{earlier.code}» cùng loại, cùng hình thức và nhóm ({', '.join(sorted(groups))}), "
                    f"cùng tính năm {', '.join(map(str, years))}. Mỗi năm chỉ một đợt như vậy.",
                )


# ---- ceilings ----


def check_caps(plan: Definition, item: Round, place: str) -> Iterator[DefinitionError]:
    """The ceilings of a round: of groups and classes there are, one for each group and scope."""
    groups = codes(group.code for group in plan.groups)
    at: dict[object, str] = {}
    for number, cap in enumerate(item.caps, 1):
        where = f"{place}.cap[{number}]"
        if cap.group not in groups and cap.group != UNREAD:
            yield DefinitionError(f"{where}.group", f"phải là một trong: {', '.join(groups)}.")
        yield from _check_amount(cap, where)
        yield from _check_scope(plan, cap, where)
        if cap.scope in at and cap.group != UNREAD:
            yield DefinitionError(
                where,
                f"nhóm «{cap.group}» đã có số lượng cùng phạm vi ở {at[cap.scope]}; mỗi nhóm và phạm vi chỉ một số lượng, "
                "bỏ một trong hai.",
            )
        at.setdefault(cap.scope, where)
    yield from _check_whole(plan, item, place)


def _check_amount(cap: Cap, where: str) -> Iterator[DefinitionError]:
    if cap.at_most is not None and cap.percent is not None:
        yield DefinitionError(where, "chỉ ghi at_most hoặc percent.")
    if cap.percent is None and cap.of:
        yield DefinitionError(f"{where}.of", "chỉ ghi of cùng percent; số tuyệt đối (at_most) không đếm gì.")
    elif cap.percent is not None and cap.of not in (*COUNTED, UNREAD):
        yield DefinitionError(f"{where}.of", f"percent cần of là một trong: {', '.join(COUNTED)}.")
    if cap.of == MEMBER and not cap.per_bloc:
        yield DefinitionError(f"{where}.of", "member là thành viên của cụm, khối nên cần per_bloc = true.")
    if cap.at_most is not None and cap.at_most < 1:
        yield DefinitionError(
            f"{where}.at_most",
            "phải từ 1 trở lên; chưa biết số lượng thì không ghi at_most, không khen nhóm này thì bỏ dòng.",
        )
    if cap.percent is not None and not cap.percent:
        yield DefinitionError(f"{where}.percent", "phải lớn hơn 0; không khen nhóm này thì bỏ dòng.")
    if cap.rounding and cap.percent is None:
        yield DefinitionError(f"{where}.rounding", "chỉ ghi cùng percent.")
    elif cap.rounding not in ("", *ROUNDINGS, UNREAD):
        yield DefinitionError(f"{where}.rounding", f"phải là một trong: {', '.join(ROUNDINGS)}.")


def _check_scope(plan: Definition, cap: Cap, where: str) -> Iterator[DefinitionError]:
    if cap.is_waiting and (cap.per_district or (cap.per_bloc and cap.percent is not None)):
        yield DefinitionError(
            where, "số lượng của từng huyện, từng khối phải có at_most, hoặc percent của số đếm được ngay."
        )
    if cap.per_bloc and cap.per_district:
        yield DefinitionError(f"{where}.per_district", "chỉ ghi per_bloc hoặc per_district.")
    yield from unique(f"{where}.classes", list(cap.classes))
    by_code = {item.code: item for item in plan.category}
    for code in cap.classes:
        if code not in by_code:
            if UNREAD not in by_code and code != UNREAD:
                yield DefinitionError(f"{where}.classes", f"không có nhóm đối tượng «{code}».")
        elif cap.group not in _groups_of(plan, code):
            yield DefinitionError(f"{where}.classes", f"nhóm đối tượng «{code}» không tính vào nhóm «{cap.group}».")
    if cap.of == QUALIFIED and not any(
        item.is_measured
        for category in plan.category
        if category.code in cap.classes or (not cap.classes and category.group == cap.group)
        for item in category.criteria
    ):
        yield DefinitionError(
            f"{where}.of", "qualified đếm đơn vị đạt tiêu chí đo được; các nhóm này không có tiêu chí ấy."
        )


def _groups_of(plan: Definition, code: str) -> set[str]:
    """The groups that nominees of a class may count in."""
    category = next(item for item in plan.category if item.code == code)
    return {category.group} | ({plan.person_group} if "person" in category.takes else set())


def _check_whole(plan: Definition, item: Round, place: str) -> Iterator[DefinitionError]:
    """A group whose ceilings are only those of classes has one for each of its classes."""
    for group in {cap.group for cap in item.caps if cap.is_inner}:
        own = [cap for cap in item.caps if cap.group == group]
        if any(not cap.is_inner for cap in own) or any(cap.per_district and not cap.classes for cap in own):
            continue
        told = {code for cap in own for code in cap.classes}
        lacking = [one.code for one in plan.category if group in _groups_of(plan, one.code) and one.code not in told]
        if lacking and UNREAD not in (group, *lacking):
            yield DefinitionError(
                f"{place}.cap",
                f"nhóm «{group}» chỉ có số lượng riêng, thiếu của: {', '.join(lacking)}. Ghi thêm, hoặc ghi số lượng chung của nhóm.",
            )


# ---- deadlines and roads ----


def check_deadlines(plan: Definition) -> Iterator[DefinitionError]:
    """Deadlines: a day, or days counted from something that has one; of one thing, for classes there are."""
    rounds, classes = codes(item.code for item in plan.round_), codes(item.code for item in plan.category)
    known = codes([*(item.id for item in plan.event), *(item.id for item in plan.deadline)])
    at: dict[object, str] = {}
    whole: dict[object, str] = {}
    for number, item in enumerate(plan.deadline, 1):
        place = f"deadline[{number}]"
        if item.bound not in (*BOUNDS, UNREAD):
            yield DefinitionError(f"{place}.bound", f"phải là một trong: {', '.join(BOUNDS)}.")
        for duty in item.to:
            if duty not in (*DUTIES, UNREAD):
                yield DefinitionError(f"{place}.to", f"không có nhiệm vụ «{duty}».")
        if bool(item.plan_kind) == bool(item.round_):
            yield DefinitionError(place, "ghi plan_kind (hạn gửi kế hoạch) hoặc round (hạn nhận hồ sơ).")
        if item.plan_kind not in ("", UNREAD, *PLAN_KINDS):
            yield DefinitionError(f"{place}.plan_kind", f"phải là một trong: {', '.join(PLAN_KINDS)}.")
        if item.round_ and item.round_ not in rounds and item.round_ != UNREAD:
            yield DefinitionError(f"{place}.round", f"không có đợt «{item.round_}».")
        if item.plan_kind and item.classes:
            yield DefinitionError(
                f"{place}.classes", "hạn gửi kế hoạch là của mọi cơ quan, đơn vị; không chia theo nhóm."
            )
        if not item.classes and (item.round_ or item.plan_kind):
            key = (item.round_, item.plan_kind)
            if key in whole:
                what = f"đợt «{item.round_}»" if item.round_ else "loại kế hoạch này"
                yield DefinitionError(
                    place, f"{what} đã có hạn ở {whole[key]}; mỗi đợt, mỗi loại kế hoạch một hạn chung."
                )
            whole.setdefault(key, place)
        for code in item.classes:
            if code not in classes and code != UNREAD:
                yield DefinitionError(f"{place}.classes", f"không có nhóm đối tượng «{code}».")
            of_class = (item.round_, item.plan_kind, code)
            if of_class in at:
                yield DefinitionError(f"{place}.classes", f"nhóm «{code}» đã có hạn này ở {at[of_class]}.")
            at.setdefault(of_class, place)
        yield from _check_day(plan, item, place, known)


def _check_day(plan: Definition, item: Deadline, place: str, known: Collection[str]) -> Iterator[DefinitionError]:
    counted = [days for days in (item.days_before, item.days_after) if days is not None]
    if (item.on is not None) + len(counted) != 1:
        yield DefinitionError(f"{place}.on", "ghi một trong: on (một ngày), days_before, days_after.")
        return
    first, last = plan.first_year - 1, plan.last_year + AFTER
    is_read = item.on is not None and item.on != UNREAD_DAY and plan.first_year <= plan.last_year
    if is_read and not first <= item.on.year <= last:  # type: ignore[union-attr]  # it is a day
        yield DefinitionError(f"{place}.on", f"phải trong các năm từ {first} đến {last}, quanh giai đoạn của kế hoạch.")
    if any(days < 0 for days in counted):
        yield DefinitionError(place, "số ngày không được âm.")
    if bool(counted) != bool(item.of):
        yield DefinitionError(f"{place}.of", "ghi cùng days_before hoặc days_after: hạn hay sự kiện để đếm ngày.")
    elif item.of and item.of not in known and item.of != UNREAD:
        yield DefinitionError(f"{place}.of", f"không có hạn hay sự kiện «{item.of}».")
    elif counted:
        try:
            plan.day_of(item)
        except ValueError:
            yield DefinitionError(f"{place}.of", "các hạn đếm vòng quanh nhau, không hạn nào có ngày.")
        except OverflowError:
            yield DefinitionError(place, "số ngày quá lớn, không có ngày nào như vậy.")
        except KeyError:
            return  # told where it stands


def check_routes(plan: Definition) -> Iterator[DefinitionError]:
    """Roads of dossiers: through levels there are, one on a day."""
    classes = codes(item.code for item in plan.category)
    for number, route in enumerate(plan.route, 1):
        for code in route.classes:
            if code not in classes and code != UNREAD:
                yield DefinitionError(f"route[{number}].classes", f"không có nhóm đối tượng «{code}».")
        for level in route.stops:
            if level not in ("commune", "district", UNREAD):
                yield DefinitionError(f"route[{number}].stops", "phải là một trong: commune, district.")
        if route.since is not None and route.until is not None and route.since >= route.until:
            yield DefinitionError(f"route[{number}].until", "phải sau since.")
    yield from _routes_overlap(plan)


def _routes_overlap(plan: Definition) -> Iterator[DefinitionError]:
    """One road on a day: no class has two."""
    days = {day for item in plan.route for day in (item.since, item.until) if day is not None} | {date.min}
    for category in plan.category:
        for day in sorted(days):
            if sum(item.covers(category.code, day) for item in plan.route) > 1:
                yield DefinitionError("route", f"nhóm «{category.code}» có hai đường đi cùng một ngày.")
                break
