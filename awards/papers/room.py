"""A round with everything its documents are written from; each question is asked once. Read only."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from accounts.permissions import Duty
from awards.briefs import briefs
from awards.checks import checks, passed_over
from awards.dossiers import Dossier, dossiers
from awards.models import AgendaItem, Award, CouncilSession, Decision, Nomination, Opinion, Paper, Round
from awards.papers.content import CHAIR, Frame, Group, Named, symbol_words
from awards.regimes import Regime, regime_of
from awards.sessions import agreed_of
from awards.shown import Beside, seen, shown_of
from awards.state_level import AUTHORITIES, authority_of
from awards.states import HOLDING, State
from campaign import judging
from core import clock
from core.numbers import two_digits
from core.text import lower_first
from units.levels import Level
from units.models import DutyHolding

LISTED = HOLDING  # on the list or past it
READ = (
    "round__campaign__province", "round__version", "round__deadline", "unit", "organisation", "household__village",
    "bloc", "author", "holder_unit", "holder_organisation__seat",
)  # fmt: skip
MERIT_LENGTH = 600  # letters of a merit that a list prints
Key = tuple[str, int | None, int | None, int | None, str]  # of a paper: kind, nomination, session, decision, authority


class Room:
    """A round with everything its documents are written from; each question is asked once."""

    def __init__(self, award_round: Round) -> None:
        self.round, self.today = award_round, clock.today()
        self.plan = award_round.plan
        self._dossiers: dict[int, Dossier] = {}
        self._opinions: dict[int, list[Opinion]] = {}
        self._shown: dict[int, Beside] = {}

    # ---- what is asked of the database ----

    @cached_property
    def province(self) -> str:
        unit = judging.province_on(self.round.campaign, self.today)
        found: str = unit.bare_name
        return found

    @cached_property
    def agency(self) -> str:
        """Who holds the duty of awards today."""
        row = (
            DutyHolding.objects.in_force(self.today)
            .filter(duty=Duty.AWARD_AGENCY)
            .select_related("organisation")
            .first()
        )
        return row.organisation.name if row else "Sở Nội vụ"

    @cached_property
    def nominations(self) -> list[Nomination]:
        """Those on the list or past it, and those that were not awarded, in the order that lists print."""
        rows = Nomination.objects.filter(round=self.round, state__in=LISTED | {State.NOT_AWARDED}).select_related(*READ)
        return list(rows.order_by("sort_key", "pk"))

    @cached_property
    def listed(self) -> list[Nomination]:
        return [row for row in self.nominations if row.state in LISTED]

    @cached_property
    def refused(self) -> list[Nomination]:
        return [row for row in self.nominations if row.state == State.NOT_AWARDED]

    @cached_property
    def decisions(self) -> list[Decision]:
        rows = Decision.objects.filter(round=self.round, recalled_at=None).select_related("changes")
        rows = rows.prefetch_related("revisions__decision")
        return list(rows.order_by("signed_on", "pk"))

    @cached_property
    def awards(self) -> list[Award]:
        rows = Award.objects.filter(decision__in=self.decisions).select_related(
            "decision", "nomination__holder_unit", "nomination__holder_organisation", "revoked_by"
        )
        return sorted(rows.prefetch_related("revisions__decision"), key=lambda row: (row.nomination.sort_key, row.pk))

    @cached_property
    def sessions(self) -> list[CouncilSession]:
        rows = CouncilSession.objects.filter(round=self.round).prefetch_related("members")
        return list(rows.order_by("held_on", "pk"))

    @cached_property
    def items(self) -> list[AgendaItem]:
        rows = AgendaItem.objects.filter(session__in=self.sessions).select_related("nomination")
        return list(rows.prefetch_related("recusals__member").order_by("position", "pk"))

    @cached_property
    def papers(self) -> dict[Key, list[Paper]]:
        """Papers already made, the newest first, by what they are of."""
        found: dict[Key, list[Paper]] = {}
        for row in Paper.objects.filter(round=self.round).select_related("file", "signed", "made_by", "template__file"):
            found.setdefault(row.key, []).append(row)
        return found

    @cached_property
    def explained(self) -> dict[int, str]:
        """Dossiers on the list in spite of a miss or a warning, with the reason."""
        rows = [row for row in self.listed if row.override_reason]
        read = dossiers(rows) if rows else {}
        raised = checks(rows, read) if rows else {}
        said = {row.pk: (*read[row.pk].misses, *passed_over(raised[row.pk])) for row in rows}
        return {
            row.pk: f"{row.printed_name}: {'; '.join(said[row.pk])}; lý do trình: {row.override_reason}"
            for row in rows
            if said[row.pk]
        }

    @cached_property
    def disputed(self) -> dict[int, str]:
        """Dossiers on the list about which a body holds otherwise or did not answer, or something warns."""
        told = briefs(self.listed) if self.listed else {}
        return {
            row.pk: f"{row.printed_name}: {'; '.join(text.rstrip('.') for text in told[row.pk].disputes)}"
            for row in self.listed
            if told[row.pk].disputes
        }

    def look_at(self, rows: Sequence[Nomination]) -> None:
        """Read the dossiers and opinions of many at once, before each is written about."""
        self._dossiers.update(dossiers(rows))
        then = seen(rows)  # as it stood when it was appraised; until then as it stands
        self._shown.update({pk: item.lines for pk, item in then.items()})
        self._shown.update(shown_of([row for row in rows if row.pk not in then]))
        self._opinions.update({row.pk: [] for row in rows})
        for item in Opinion.objects.filter(nomination__in=rows).select_related("of"):
            self._opinions[item.nomination_id].append(item)

    def dossier(self, row: Nomination) -> Dossier:
        """A dossier as it was judged."""
        if row.pk not in self._dossiers:
            self.look_at([row])
        return self._dossiers[row.pk]

    def shown(self, row: Nomination, part: str) -> tuple[str, ...]:
        """What the portal held beside a part."""
        if row.pk not in self._shown:
            self.look_at([row])
        return tuple(line.label for line in self._shown[row.pk].get(part, ()))

    def opinions(self, row: Nomination) -> list[Opinion]:
        """The opinions asked about a dossier."""
        if row.pk not in self._opinions:
            self.look_at([row])
        return self._opinions[row.pk]

    # ---- words ----

    def regime(self, day: date | None = None, code: str = "") -> Regime:
        return regime_of(code, day or self.today)

    def frame(self, regime: Regime, form: str = "") -> Frame:
        plan = self.plan
        named = "Kế hoạch" + (f" số {plan.number}" if plan.number else "") + (f" {plan.issued}" if plan.issued else "")
        return Frame(
            province=self.province, agency=self.agency, symbol=symbol_words(self.agency), movement=plan.name,
            plan=f"{named} của {plan.issuer} về {lower_first(plan.name)}", round_name=self.round.name,
            form=plan.form_name(form or self.round.shape.award_form), year=self.today.year,
            bases=regime.confirmed_lines(self.round.campaign.province.code), note=regime.printed_note,
        )  # fmt: skip

    def authority_of(self, form: str) -> str:
        """To whom a form of award is submitted: the State by its name; whatever else a plan calls it is the chairman's."""
        return AUTHORITIES.get(authority_of(self.plan, form or self.round.shape.award_form), CHAIR)

    def form_of(self, authority: str) -> str:
        """The forms of the round that an authority gives; names of several are listed."""
        codes = dict.fromkeys([self.round.shape.award_form, *(row.form for row in self.listed if row.form)])
        mine = [self.plan.form_name(code) for code in codes if self.authority_of(code) == authority]
        return ", ".join(mine) or self.plan.form_name(self.round.shape.award_form)

    def paper_of(self, key: Key) -> Paper | None:
        """The newest one of a key."""
        return next(iter(self.papers.get(key, ())), None)

    def registered(self, kind: str) -> list[Paper]:
        """The newest of each key of a kind that has its number."""
        return [rows[0] for key, rows in self.papers.items() if key[0] == kind and rows[0].number]

    def groups(self, people: Sequence[tuple[str, Named]]) -> tuple[Group, ...]:
        return tuple(
            Group(group.label, tuple(item for code, item in people if code == group.code)) for group in self.plan.groups
        )

    def named(self, row: Nomination, votes: Mapping[int, str]) -> tuple[str, Named]:
        """A nominee as lists print it, with its group."""
        merit = " ".join(row.achievements.split())
        merit = merit if len(merit) <= MERIT_LENGTH else merit[:MERIT_LENGTH].rsplit(" ", 1)[0] + "…"
        form = self.plan.form_name(row.form or self.round.shape.award_form)
        return row.group, Named(row.printed_name, post_of(row), merit, form, votes.get(row.pk, ""))

    @cached_property
    def votes(self) -> dict[int, str]:
        """What the Council held, by nomination, in sessions that are closed."""
        return {
            pk: f"{two_digits(agree)}/{two_digits(whole)} đồng ý"
            for pk, (agree, whole) in agreed_of(self.listed).items()
        }


def post_of(row: Nomination) -> str:
    """Post and place of work; of a collective, who proposed it."""
    return row.person_title or str(row.holder)


def holder_words(row: Nomination) -> str:
    """Whoever carries a dossier, as a letter addresses it: of a locality its People's Committee."""
    unit = row.holder_unit
    if unit is None or unit.level == Level.VILLAGE:
        return str(row.holder)
    return f"Ủy ban nhân dân {lower_first(unit.name)}"
