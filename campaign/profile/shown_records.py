"""The lines of records of the movement: activities, models, initiatives, help, drives, the Fund, linked movements."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from campaign import owners
from campaign.activities.domain import records
from campaign.activities.domain.records import DRIVE, KINDS
from campaign.activities.domain.roads import COUNTED
from campaign.models import Plan, Record
from campaign.profile.domain import shown_words as words
from campaign.profile.domain.shown_words import Tally
from campaign.profile.ledger import DISPUTED, HELP, PLEDGE, RECEIPT, USE, Ledger, Whose, grouped
from core.findings import Source

INITIATIVE, ACCEPTED = "sang-kien", "Được chấp nhận"
MODELS = ("mo-hinh", "dien-hinh", "nhan-rong")
ACTIVITIES = tuple(kind.code for kind in records.of_group("hoat-dong") if kind.code not in {INITIATIVE, *MODELS})


def _tally(rows: Sequence[Record]) -> Tally:
    return words.tally((row.amount, row.households, row.is_illustrative) for row in rows)


def _sum(rows: Sequence[Record], kind: str) -> int:
    return sum(row.amount or 0 for row in rows if row.kind == kind)


def _made_up(rows: Sequence[Record | Plan]) -> bool:
    return any(row.is_illustrative for row in rows)


def _kinds(ledger: Ledger, whose: Whose, kinds: Sequence[str]) -> Iterator[Source]:
    """One line a kind and owner, with its sums."""
    for owner in whose.owners:
        for code in kinds:
            rows = ledger.of(whose, owner, code)
            if rows:
                kind = KINDS[code]
                query = whose.listed(owner, kind.group, code)
                yield whose.line(owner, words.sum_line(kind.label, _tally(rows)), "records", query)


def activity_lines(ledger: Ledger, whose: Whose) -> Iterator[Source]:
    yield from _kinds(ledger, whose, ACTIVITIES)


def model_lines(ledger: Ledger, whose: Whose) -> Iterator[Source]:
    """Models that are recorded, stories that are acknowledged, what was carried on elsewhere."""
    yield from _kinds(ledger, whose, MODELS)


def initiative_lines(ledger: Ledger, whose: Whose) -> Iterator[Source]:
    """How many, and how many of them were accepted."""
    kind = KINDS[INITIATIVE]
    for owner in whose.owners:
        rows = ledger.of(whose, owner, INITIATIVE)
        if rows:
            accepted = sum(row.details.get("accepted") == ACCEPTED for row in rows)
            more = f"{accepted} được chấp nhận" if accepted else "chưa có kết quả được chấp nhận"
            text = words.sum_line(kind.label, _tally(rows), noun="bản ghi", more=more)
            yield whose.line(owner, text, "records", whose.listed(owner, kind.group, INITIATIVE))


def help_lines(ledger: Ledger, whose: Whose) -> Iterator[Source]:
    """Help given by the nominee; help that others gave to it."""
    group = KINDS[HELP].group
    for owner in whose.owners:
        given = [row for row in ledger.by_owner.get(owner, ()) if row.kind == HELP and row.year in whose.years]
        if given:
            yield whose.line(owner, _helped("Đã trợ giúp", given), "records", whose.listed(owner, group))
    for owner in whose.owners:
        got = [
            row
            for row in ledger.rows
            if row.kind == HELP and row.year in whose.years and row.about_id is not None and row.about_id == owner[0]
        ]
        got = [row for row in got if (row.unit_id, row.organisation_id) not in whose.owners]
        if got:
            query = urlencode({"nhom": group, "ve": owners.key(*owner)})
            yield whose.line(owner, _helped("Đã được trợ giúp", got), "records", query)


def _helped(label: str, rows: Sequence[Record]) -> str:
    states = [row.state for row in rows]
    return words.help_line(
        label,
        _tally([row for row in rows if row.state in COUNTED]),
        confirmed=states.count("confirmed"),
        waiting=states.count("recorded"),
        disputed=states.count(DISPUTED),
    )


def drive_lines(ledger: Ledger, whose: Whose) -> Iterator[Source]:
    """Drives of the nominee with what they brought; what it pledged and gave to those of others."""
    own = {row.pk for owner in whose.owners for row in ledger.of(whose, owner, DRIVE)}
    for owner in whose.owners:
        for drive in ledger.of(whose, owner, DRIVE):
            carried = ledger.following.get(drive.pk, [])
            text = _money(f"Đợt vận động «{drive.title}»", carried, is_illustrative=_made_up([drive, *carried]))
            yield whose.line(owner, text, "record", str(drive.pk))
        joined = [row for row in ledger.of(whose, owner, PLEDGE, RECEIPT) if row.subject_type == "record"]
        for pk, rows in grouped(joined, lambda row: row.subject_id or 0).items():
            if pk not in own:
                text = _money(f"Hưởng ứng đợt vận động «{rows[0].subject_label}»", rows, is_illustrative=_made_up(rows))
                yield whose.line(owner, text, "record", str(pk))
    names = whose.givers
    gifts = [
        row
        for row in ledger.rows
        if row.kind in (PLEDGE, RECEIPT)
        and row.year in whose.years
        and row.details.get("giver") in names
        and (row.unit_id, row.organisation_id) not in whose.owners
    ]
    for (giver, fund), rows in grouped(gifts, lambda row: (row.details["giver"], row.owner)).items():
        text = _money(f"Ủng hộ ghi ở sổ của {fund}, tên người ủng hộ «{giver}»", rows, is_illustrative=_made_up(rows))
        query = whose.listed((rows[0].unit_id, rows[0].organisation_id), KINDS[RECEIPT].group, tim=giver)
        where = ("record", str(rows[0].pk)) if len(rows) == 1 else ("records", query)
        yield whose.line(names[giver], text, *where)


def _money(label: str, rows: Sequence[Record], *, is_illustrative: bool) -> str:
    sums = [("đã nhận", _sum(rows, RECEIPT)), ("đã đăng ký", _sum(rows, PLEDGE))]
    return words.money_line(label, sums, is_illustrative=is_illustrative)


def fund_lines(ledger: Ledger, whose: Whose) -> Iterator[Source]:
    """What came into the nominee's own Fund and went out of it, year by year."""
    for owner in whose.owners:
        entries = ledger.of(whose, owner, PLEDGE, RECEIPT, USE)
        for year, rows in sorted(grouped(entries, lambda row: row.year).items()):
            sums = [
                ("đã nhận", _sum(rows, RECEIPT)),
                ("đã sử dụng", _sum(rows, USE)),
                ("đã đăng ký", _sum(rows, PLEDGE)),
            ]
            label = f"Quỹ Vì người nghèo năm {year}"
            text = words.money_line(label, sums, is_illustrative=_made_up(rows))
            yield whose.line(owner, text, "records", whose.listed(owner, KINDS[RECEIPT].group, year=year))


def movement_lines(ledger: Ledger, whose: Whose) -> Iterator[Source]:
    """By linked movement how much is tagged with it, in the order of the plan."""
    for owner in whose.owners:
        tagged: dict[str, list[Record | Plan]] = {name: [] for name in ledger.plan.linked_movements}
        rows: list[Record | Plan] = [*ledger.of(whose, owner, *KINDS)]
        rows += [row for row in ledger.plans.get(owner, ()) if row.year in whose.years]
        for row in rows:
            for name in row.movements:
                tagged.setdefault(name, []).append(row)
        for name, found in tagged.items():
            if found:
                plans = [row for row in found if isinstance(row, Plan)]
                text = words.movement_line(
                    name, records=len(found) - len(plans), plans=len(plans), is_illustrative=_made_up(found)
                )
                kind = "plan" if plans and len(found) == 1 else "record"
                key = str(found[0].pk) if len(found) == 1 else ""
                yield whose.line(owner, text, kind, key)
