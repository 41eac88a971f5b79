"""A lower unit's list becomes drafts: all of them or none. Ceilings are not touched."""

from collections.abc import Sequence

from accounts import audit
from accounts.models import User
from awards import nominees
from awards.actions.nominations import Proposal, nominate
from awards.list_file import ListRow
from awards.models import Nomination, Round
from awards.nominees import Choice
from core.text import tidy
from core.workflow import Refused
from units.models import Household, Organisation, Unit


def import_list(
    award_round: Round, rows: Sequence[ListRow], *, source: str, only_try: bool = False, by: User
) -> list[Nomination]:
    """A draft for each row. With `only_try` nothing stays. Raises `Refused` with every objection and its line."""
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
                holder = nominees.holder_of(by, award_round, chosen)
                try:
                    made.append(nominate(award_round, _proposal(row, chosen), **holder.arguments, by=by))
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


class _Tried(Exception):
    """Everything was possible; nothing stays."""


def _proposal(row: ListRow, chosen: Choice) -> Proposal:
    subject = None if chosen.is_person else chosen.subject
    name = tidy(row.printed_name) or (row.name if chosen.is_person else nominees.printed_name(chosen, row.name))
    return Proposal(
        row.category, name,
        unit=subject if isinstance(subject, Unit) else None,
        organisation=subject if isinstance(subject, Organisation) else None,
        household=subject if isinstance(subject, Household) else None,
        person=row.name if chosen.is_person else "", person_title=row.title, achievements=row.achievements,
        earlier_awards=row.earlier_awards, has_consent=row.has_consent,
    )  # fmt: skip
