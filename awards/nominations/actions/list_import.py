"""A lower unit's list becomes drafts: all of them or none. Ceilings are not touched."""

from collections.abc import Collection, Sequence

from accounts import audit
from accounts.models import User
from awards.models import Nomination, Round
from awards.nominations import nominees
from awards.nominations.actions.nominations import nominate
from awards.nominations.domain.list_file import ListRow
from awards.nominations.nominees import Choice
from awards.nominations.proposals import Proposal, notes_of
from core.text import tidy
from core.workflow import Refused
from office.tables.notes import Note
from units.models import Household, Organisation, Unit


def import_list(
    award_round: Round,
    rows: Sequence[ListRow],
    *,
    source: str,
    only_try: bool = False,
    knows: Collection[str] = (),
    by: User,
) -> list[Nomination]:
    """A draft for each row; `knows` are the keys of `notes_of_list` that were answered. With `only_try` nothing stays.

    Raises `Refused` with every objection and its line.
    """
    refusals: list[str] = []
    made: list[Nomination] = []
    try:
        with audit.change(by) as trail:
            for row in rows:
                category = award_round.plan.find_category(row.category)
                chosen = nominees.choice(by, award_round, category, row.key)
                if chosen is None:
                    refusals.append(f"Dòng {row.line}: «{row.name}» không còn trong phạm vi của bạn.")
                    continue
                holder, proposal = nominees.holder_of(by, award_round, chosen), _proposal(row, chosen)
                if only_try:  # what is asked stands beside the preview
                    knows = [note.key for note in notes_of(award_round, proposal, holder.unit, holder.organisation, by)]
                try:
                    made.append(nominate(award_round, proposal, **holder.arguments, knows=knows, by=by))
                except Refused as refused:
                    refusals += [f"Dòng {row.line}: {text}" for text in refused.reasons]
            if refusals:
                raise Refused(*refusals)
            if only_try:
                raise _Tried
            trail.add("import_nominations", award_round, label=award_round.name, new=len(made), summary=source)
    except _Tried:
        return made
    return made


def notes_of_list(award_round: Round, made: Sequence[Nomination], by: User) -> list[Note]:
    """What is asked before a list becomes drafts, each note once."""
    found = []
    for item in made:
        proposal = Proposal(
            item.category,
            item.printed_name,
            unit=item.unit,
            organisation=item.organisation,
            household=item.household,
            person=item.person,
        )
        found += notes_of(award_round, proposal, item.holder_unit, item.holder_organisation, by)
    return list(dict.fromkeys(found))


class _Tried(Exception):
    """Everything was possible; nothing stays."""


def _proposal(row: ListRow, chosen: Choice) -> Proposal:
    subject = None if chosen.is_person else chosen.subject
    name = tidy(row.printed_name) or (row.name if chosen.is_person else nominees.printed_name(chosen, row.name))
    return Proposal(
        row.category,
        name,
        unit=subject if isinstance(subject, Unit) else None,
        organisation=subject if isinstance(subject, Organisation) else None,
        household=subject if isinstance(subject, Household) else None,
        person=row.name if chosen.is_person else "",
        person_title=row.title,
        achievements=row.achievements,
        earlier_awards=row.earlier_awards,
        has_consent=row.has_consent,
        birth_year=row.birth_year,
        staff_code=row.staff_code,
    )
