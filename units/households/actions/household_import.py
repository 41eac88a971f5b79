"""A list of households stored at once: all of it or nothing, and the same list again changes nothing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from core import clock
from core.clock import FOREVER
from core.text import folded, name_key, tidy
from core.workflow import Refused
from office.bulk import insert_rows, reserve_ids, update_rows
from office.tables.codes import by_letters, differs_by_signs, letters_of, why_by_signs
from units import access
from units.households.effects import lines_of, year_words
from units.households.list_rows import HouseholdRow, ParsedList
from units.households.states import YearStatus, is_minority, numbers
from units.map.domain.levels import Level
from units.models import Household, HouseholdHead, HouseholdYear, Unit

SHOWN = 100
MANY = 5_000  # codes that are new: from here on read all that live elsewhere at once

FIELDS = ("head", "address", "ethnicity", "spouse_ethnicity", "people")
YEAR_FIELDS = ("status", "people", "deprivations", "causes", "groups")


@dataclass
class Plan:
    """What a list would do: rows to make and to alter, as plain values."""

    new: list[HouseholdRow] = field(default_factory=list)
    changed: list[tuple[int, HouseholdRow, tuple[Any, ...], str]] = field(
        default_factory=list
    )  # key, row, values, old head
    told: list[tuple[HouseholdRow, str]] = field(default_factory=list)  # those that change, and what changes
    new_years: list[tuple[int, HouseholdRow]] = field(default_factory=list)
    changed_years: list[tuple[int, tuple[Any, ...]]] = field(default_factory=list)
    unchanged: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """How many households are new, changed and unchanged."""
        return {"new": len(self.new), "changed": self._changed, "unchanged": self.unchanged}

    def lines(self, villages: Mapping[int, Unit]) -> list[tuple[str, str]]:
        """Every household that would be made or altered and how; of very long lists the sums of each village."""
        return lines_of(self.new, self.told, {pk: unit.name for pk, unit in villages.items()})

    _changed: int = 0


def villages_of(unit: Unit, *, by: User, on: date) -> QuerySet[Unit]:
    """The villages below a unit whose households somebody keeps."""
    return (
        Unit.objects.reached_by(by, Permission.KEEP_HOUSEHOLDS, on)
        .in_force(on)
        .within(unit, on)
        .at_level(Level.VILLAGE)
    )


def plan_import(rows: Sequence[HouseholdRow], villages: Mapping[int, Unit], year: int) -> Plan:
    """Compare a list with what stands. Raises `Refused` for a code that lives in a village outside."""
    living: dict[str, tuple[Any, ...]] = {
        row[0]: row[1:]
        for row in Household.objects.filter(village__in=villages, valid_to=FOREVER)
        .values_list("code", "pk", "village_id", *FIELDS)
        .iterator(20_000)
    }
    years: dict[int, tuple[Any, ...]] = {
        row[0]: row[1:]
        for row in HouseholdYear.objects.filter(household__village__in=villages, year=year)
        .values_list("household_id", "pk", *YEAR_FIELDS)
        .iterator(20_000)
    }
    fresh = [row for row in rows if row.code not in living]
    _refuse_elsewhere(fresh)
    plan, errors = Plan(), _of_other_signs(fresh, living)
    for row in rows:
        standing = living.get(row.code)
        if standing is None:
            plan.new.append(row)
            continue
        pk, village, *old = standing
        if village != row.village:
            errors.append(
                f"Dòng {row.line}: hộ {row.code} đang ở {villages[village].name}; một hộ không thể ở hai thôn. "
                "Kết thúc hộ ở thôn cũ trước, hoặc sửa mã."
            )
            continue
        said = row[3:8]  # head … people, in the order of FIELDS
        values = said if said == standing[2:] else _over(said, old)
        is_changed = values != standing[2:]
        differences = _differences(_WORDS, old, values) if is_changed else []
        if is_changed:
            plan.changed.append((pk, row, values, old[0]))
        if row.status is not None:
            seen = years.get(pk)
            if seen is None:
                plan.new_years.append((pk, row))
                differences.append(f"năm {year}: {year_words(row)}")
                is_changed = True
            else:
                year_values = _year_values(row, seen[1:])
                if year_values != seen[1:]:
                    plan.changed_years.append((seen[0], year_values))
                    differences += _differences(_YEAR_WORDS, seen[1:], year_values)
                    is_changed = True
        if is_changed:
            plan._changed += 1
            plan.told.append((row, "; ".join(differences)))
        else:
            plan.unchanged += 1
    if errors:
        raise Refused(*errors[:SHOWN])
    return plan


def _of_other_signs(fresh: Sequence[HouseholdRow], living: Iterable[str]) -> list[str]:
    """New codes that differ by their signs alone from one that lives there: one household may not become two."""
    standing = by_letters(living) if fresh else {}
    return [
        f"Dòng {row.line}: mã hộ {why_by_signs(row.code, twin)}"
        for row in fresh
        if (twin := differs_by_signs(row.code, standing.get(letters_of(row.code), ())))
    ]


_WORDS: tuple[tuple[str, Callable[[Any], str]], ...] = (
    ("chủ hộ", str), ("địa chỉ", str), ("dân tộc chủ hộ", str), ("dân tộc vợ hoặc chồng", str), ("nhân khẩu", str),
)  # fmt: skip
_YEAR_WORDS: tuple[tuple[str, Callable[[Any], str]], ...] = (
    ("kết quả", lambda value: YearStatus(value).label.lower()), ("nhân khẩu của năm", str),
    *((name, lambda mask: ";".join(map(str, numbers(mask)))) for name in ("thiếu hụt", "nguyên nhân", "nhóm")),
)  # fmt: skip


def _differences(
    words: Sequence[tuple[str, Callable[[Any], str]]], old: Sequence[Any], new: Sequence[Any]
) -> list[str]:
    """What changes, as "địa chỉ Thôn 1 → Thôn 2"."""
    return [
        f"{name} {show(was) or 'trống'} → {show(now) or 'trống'}"
        for (name, show), was, now in zip(words, old, new, strict=True)
        if was != now
    ]


def _over(said: Sequence[Any], old: Sequence[Any]) -> tuple[Any, ...]:
    """What the list says, and what stands where it says nothing."""
    return tuple(was if new is None else new for new, was in zip(said, old, strict=True))


def _year_values(row: HouseholdRow, old: Sequence[Any]) -> tuple[Any, ...]:
    return _over((row.status, row.people, row.deprivations, row.causes, row.groups), old)


def _refuse_elsewhere(fresh: Sequence[HouseholdRow]) -> None:
    """A new code must not live in a village outside the list's reach; whose it is is not told."""
    codes = {row.code: row.line for row in fresh}
    if len(codes) > MANY:
        taken = codes.keys() & set(
            Household.objects.filter(valid_to=FOREVER).values_list("code", flat=True).iterator(20_000)
        )
    else:
        taken, listed = set(), list(codes)
        for at in range(0, len(listed), 500):
            rows = Household.objects.filter(valid_to=FOREVER, code__in=listed[at : at + 500])
            taken |= set(rows.values_list("code", flat=True))
    if taken:
        found = sorted(taken, key=lambda code: codes[code])[:SHOWN]
        raise Refused(
            *(
                f"Dòng {codes[code]}: mã hộ {code} đang dùng ở một thôn ngoài phạm vi này; một hộ không thể ở hai thôn."
                for code in found
            )
        )


def import_households(
    unit: Unit,
    parsed: ParsedList,
    *,
    year: int,
    source: str,
    by: User,
    is_illustrative: bool = False,
    only_try: bool = False,
    agreed: Callable[[list[tuple[str, str]]], object] = lambda lines: None,
) -> dict[str, int]:
    """Store a list of a unit's villages for a year: how many households were new, changed and unchanged.

    `agreed` reads what would be done, under the lock and before anything is written. Raises `Refused` with every
    error, and whatever `agreed` raises; then nothing is stored.
    """
    if parsed.errors:
        raise Refused(*parsed.errors)
    if year > clock.today().year:
        raise Refused(f"Năm {year} chưa đến nên chưa nhập được kết quả rà soát.")
    if not access.holds(by, Permission.KEEP_HOUSEHOLDS):
        raise Refused("Bạn không có quyền ghi danh sách hộ.")
    villages = {row.pk: row for row in villages_of(unit, by=by, on=clock.today())}
    if not {row.village for row in parsed.rows} <= villages.keys():
        raise Refused("Có thôn, khu phố nằm ngoài phạm vi của bạn.")
    if only_try:
        plan = plan_import(parsed.rows, villages, year)
        agreed(plan.lines(villages))
        return plan.counts
    with audit.change(by) as trail:
        Unit.objects.select_for_update().get(pk=unit.pk)  # two lists of one unit follow each other
        plan = plan_import(parsed.rows, villages, year)
        agreed(plan.lines(villages))
        _write(plan, villages, year, is_illustrative)
        done = plan.counts
        trail.add("import_households", unit, new={**done, "year": year}, summary=source[:500])
        return done


def _write(plan: Plan, villages: Mapping[int, Unit], year: int, is_illustrative: bool) -> None:
    first = {pk: max(date(year, 1, 1), unit.valid_from) for pk, unit in villages.items()}
    keys = reserve_ids(Household, len(plan.new))
    insert_rows(
        Household,
        (
            "id",
            "code",
            "village",
            *FIELDS,
            "is_minority",
            "valid_from",
            "valid_to",
            "is_illustrative",
            "edition",
            "sort_key",
            "search_key",
        ),
        (_new_values(pk, row, first[row.village], is_illustrative) for pk, row in zip(keys, plan.new, strict=True)),
    )
    insert_rows(
        HouseholdHead,
        ("household", "name", "valid_from", "valid_to", "act"),
        ((pk, tidy(row.head), first[row.village], FOREVER, "") for pk, row in zip(keys, plan.new, strict=True)),
    )
    fresh_years = ((pk, row) for pk, row in zip(keys, plan.new, strict=True) if row.status is not None)
    insert_rows(
        HouseholdYear,
        ("household", "year", *YEAR_FIELDS, "edition"),
        _year_rows([*fresh_years, *plan.new_years], year),
    )
    update_rows(
        Household,
        (*FIELDS, "is_minority", "sort_key", "search_key"),
        (
            (*values, is_minority(values[2], values[3]), name_key(values[0])[:200], folded(values[0]), pk)
            for pk, _, values, _ in plan.changed
        ),
    )
    update_rows(HouseholdYear, YEAR_FIELDS, ((*values, pk) for pk, values in plan.changed_years))
    _change_heads([(pk, row.head) for pk, row, _, old in plan.changed if row.head != old], date(year, 1, 1))


def _new_values(pk: int, row: HouseholdRow, first: date, is_illustrative: bool) -> tuple[Any, ...]:
    head, own, spouse = row.head, row.ethnicity or "", row.spouse_ethnicity or ""
    return (
        pk,
        row.code,
        row.village,
        head,
        row.address or "",
        own,
        spouse,
        row.people or 1,
        is_minority(own, spouse),
        first,
        FOREVER,
        is_illustrative,
        1,
        name_key(head)[:200],
        folded(head),
    )


def _year_rows(rows: Iterable[tuple[int, HouseholdRow]], year: int) -> Iterable[tuple[Any, ...]]:
    for pk, row in rows:
        yield (
            pk,
            year,
            row.status or YearStatus.NOT_POOR,
            row.people,
            row.deprivations or 0,
            row.causes or 0,
            row.groups or 0,
            1,
        )


def _change_heads(changed: Sequence[tuple[int, str]], on: date) -> None:
    """A list that names another head: the earlier one stays in the household's history."""
    for pk, name in changed:
        current = HouseholdHead.objects.filter(household=pk, valid_to=FOREVER).first()
        if current is not None and current.valid_from >= on:
            current.name = tidy(name)
            current.save()
            continue
        if current is not None:
            current.valid_to = on
            current.save()
        HouseholdHead.objects.create(household_id=pk, name=tidy(name), valid_from=on)
