"""The lines of reports and plans: what was due, what came and when, what is missing."""

from collections.abc import Iterator
from datetime import datetime

from campaign.models import Deadline, Plan, Record
from campaign.profile.domain import shown_words as words
from campaign.profile.ledger import Ledger, Whose, keys_of
from campaign.registrations.domain.deadlines import is_over, punctuality
from campaign.registrations.follow_up import Line, counted_moment
from campaign.registrations.report_deadlines import PREFIX
from core import clock
from core.findings import Source
from units.models import Organisation, Unit


def report_lines(ledger: Ledger, whose: Whose) -> Iterator[Source]:
    """Each report that was due in the years, late and missing ones too; then those that no act asked for."""
    told = set()
    due = {item.code: item for item in ledger.deadlines if item.code.startswith(PREFIX)}
    for deadline in due.values():
        if int(deadline.code.rsplit(":", 1)[1]) not in whose.years:
            continue
        for unit, body in ledger.filers[deadline.pk]:
            owner = keys_of(unit, body)
            if owner not in whose.owners:
                continue
            told.add((owner, deadline.code))
            found = ledger.receipts.get((owner, deadline.code))
            came = (found.record, found.counted(deadline)) if found is not None else (None, None)
            line = _stands(deadline, unit, body, *came)
            yield whose.line(owner, _sent(deadline, deadline.label, line), "record", _key(line))
    for (owner, code), found in sorted(ledger.receipts.items(), key=lambda pair: pair[1].first):
        record = found.record
        if owner not in whose.owners or record.year not in whose.years or (owner, code) in told:
            continue
        asked = due.get(code)
        what = f"Báo cáo {record.details['period'].lower()} {record.year}"
        if asked is None:
            text = words.undated_line(what, found.first.astimezone(clock.VIETNAM).date())
            text = words.noted(text, is_illustrative=record.is_illustrative)
        else:
            line = _stands(asked, record.unit, record.organisation, record, found.counted(asked))
            text = _sent(asked, what, line)
        yield whose.line(owner, text, "record", str(record.pk))


def plan_lines(ledger: Ledger, whose: Whose) -> Iterator[Source]:
    """The plans of the years with how they came; the launch plan that was due and is not there."""
    due = {(item.plan_kind, item.on.year): item for item in ledger.deadlines if item.plan_kind}
    for owner in whose.owners:
        for row in ledger.plans.get(owner, ()):
            if row.year not in whose.years:
                continue
            what = f"{row.get_kind_display()} năm {row.year}, số {row.number}"
            deadline = due.get((row.kind, row.year))
            if deadline is None:
                text = words.sent_line(what, row.get_state_display())
                text = words.noted(text, is_illustrative=row.is_illustrative)
            else:
                text = _sent(
                    deadline, what, _stands(deadline, row.unit, row.organisation, row, counted_moment(row, deadline))
                )
            yield whose.line(owner, text, "plan", str(row.pk))
    for (kind, year), deadline in due.items():
        for unit, body in ledger.filers[deadline.pk] if year in whose.years else ():
            owner = keys_of(unit, body)
            sent = any((row.kind, row.year) == (kind, year) for row in ledger.plans.get(owner, ()))
            if owner in whose.owners and not sent:
                what = f"{Plan.Kind(kind).label} năm {year}"
                yield whose.line(owner, _sent(deadline, what, _stands(deadline, unit, body, None, None)), "plan")


def _stands(
    deadline: Deadline,
    unit: Unit | None,
    body: Organisation | None,
    paper: Plan | Record | None,
    moment: datetime | None,
) -> Line:
    """How one that must send stands to the deadline, as the follow-up says it."""
    stands = punctuality(moment, on=deadline.on, bound=deadline.bound)
    return Line(unit, body, paper, stands, "", None, moment)


def _sent(deadline: Deadline, what: str, line: Line) -> str:
    if line.sent is None and not is_over(clock.now(), on=deadline.on, bound=deadline.bound):
        return words.not_due_line(what, bound=deadline.get_bound_display(), on=deadline.on)
    made_up = line.sent is not None and line.sent.is_illustrative
    return words.noted(words.sent_line(what, line.standing), is_illustrative=made_up)


def _key(line: Line) -> str:
    return str(line.sent.pk) if line.sent is not None else ""
