"""A round with everything its documents are written from; each question is asked once. Read only."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property

from accounts.permissions import Duty
from awards.appraisal.checks import checks, passed_over
from awards.council.briefs import briefs
from awards.council.sessions import agreed_of
from awards.decisions.told import WITH_CHANGES
from awards.documents.domain.facts import CHAIR, Frame, Group, Named
from awards.documents.domain.phrases import place_words, symbol_words, with_place
from awards.law.domain.regimes import Regime
from awards.law.domain.state_level import AUTHORITIES, authority_of
from awards.law.in_force import regime_of
from awards.models import (
    AgendaItem,
    Award,
    ConfirmedBasis,
    CouncilSession,
    Decision,
    GoldenEntry,
    Nomination,
    Opinion,
    Paper,
    RewardRate,
    Round,
)
from awards.nominations.dossiers import Dossier, dossiers
from awards.nominations.shown import Beside, seen, shown_of
from awards.workflow.states import HOLDING, State
from campaign.definition.words import in_order_of_law
from campaign.evaluation import province_units
from core import clock
from core.numbers import two_digits
from core.text import lower_first
from units.map.domain.heads import head_of
from units.map.domain.levels import TWO_LEVELS_FROM, Level
from units.map.domain.province_words import ProvinceWords, province_words
from units.map.holders import holder_of
from units.map.sisters import marks_within
from units.models import Ancestry, Unit

LISTED = HOLDING  # on the list or past it
READ = (
    "round__campaign__province", "round__version", "round__deadline", "unit", "organisation", "household__village",
    "bloc", "author", "holder_unit", "holder_organisation__seat", "organisation__seat",
)  # fmt: skip
NO_AGENCY = "…………"  # nobody holds the duty: for the pen, never a guess
HOUSEHOLD = "hộ gia đình"
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
        self._places: dict[date, dict[int, tuple[str, ...]]] = {}
        self._provinces: dict[date, Unit] = {}
        self._agencies: dict[date, tuple[str, str]] = {}

    # ---- what is asked of the database ----

    def province_on(self, day: date) -> str:
        """The name of the province on a day."""
        return self._province(day).bare_name

    def words_on(self, day: date) -> ProvinceWords:
        """How its authorities are called on that day."""
        return province_words(self._province(day).kind)

    def _province(self, day: date) -> Unit:
        if day not in self._provinces:
            self._provinces[day] = province_units.province_on(self.round.campaign, day)
        return self._provinces[day]

    def agency_on(self, day: date) -> str:
        """Who held the duty of awards on a day, by the name of the day; an open place where nobody did."""
        return self._agency(day)[0]

    def head_on(self, day: date) -> str:
        """What the head of that body is called."""
        return head_of(*self._agency(day))

    def _agency(self, day: date) -> tuple[str, str]:
        if day not in self._agencies:
            body = holder_of(Duty.AWARD_AGENCY, day)
            self._agencies[day] = (body.name, body.kind) if body else (NO_AGENCY, "")
        return self._agencies[day]

    @cached_property
    def confirmed(self) -> dict[str, str]:
        """The acts that the office itself has read, by their code in `regimes.toml`."""
        rows = ConfirmedBasis.objects.filter(replaced_at=None)
        return dict(rows.values_list("code", "text"))

    @cached_property
    def numbers(self) -> dict[int, str]:
        """The numbers of the golden book, by nomination."""
        rows = GoldenEntry.objects.standing().filter(decision__in=self.decisions)
        return {row.nomination_id: str(row) for row in rows}

    def rewards(self, form: str, day: date) -> dict[str, RewardRate]:
        """What goes with a form of award that is signed on a day, by whom it is for."""
        rows = RewardRate.objects.filter(form=form, since__lte=day, replaced_at=None).order_by("since", "pk")
        return {row.recipient: row for row in rows}

    # ---- places in full ----

    def _chains(self, day: date) -> dict[int, tuple[str, ...]]:
        """By nomination the places that it stands in on a day, from below; of all dossiers of the round at once."""
        if day not in self._places:
            known = {row.pk: row for row in (*self.nominations, *(award.nomination for award in self.awards))}
            self._places[day] = chains(list(known.values()), day)
        return self._places[day]

    def place(self, row: Nomination, day: date) -> str:
        """Post and place of work of a person, the address of a household or collective: in full, as on a day."""
        found = self._chains(day)
        chain = found[row.pk] if row.pk in found else chains([row], day)[row.pk]
        if row.person_title:
            return with_place(row.person_title, chain)
        return place_words(chain, row.printed_name)

    @cached_property
    def nominations(self) -> list[Nomination]:
        """Those on the list or past it, and those that were not awarded, in the order that lists print."""
        rows = Nomination.objects.filter(round=self.round, state__in=LISTED | {State.NOT_AWARDED}).select_related(*READ)
        return list(rows.order_by("sort_key", "pk"))

    @cached_property
    def listed(self) -> list[Nomination]:
        return [row for row in self.nominations if row.state in LISTED]

    @cached_property
    def waiting(self) -> list[Nomination]:
        """Those of the list that no decision has taken up."""
        return [row for row in self.listed if row.state not in (State.AWARDED, State.REVOKED)]

    def submitted(self, day: date | None) -> list[Nomination]:
        """Whom a letter of a day submits: what waits for a decision; once nothing does, what was decided on or after it."""
        if self.waiting:
            return self.waiting
        signed = {row.nomination_id: row.decision.signed_on for row in self.awards}
        given = [row for row in self.listed if row.state == State.AWARDED]
        return [row for row in given if day is None or row.pk not in signed or day <= signed[row.pk]]

    @cached_property
    def bound_by(self) -> str:
        """The code of the law that binds every dossier of the list; empty where there are several, or none yet."""
        codes = {row.regime for row in self.listed}
        return codes.pop() if len(codes) == 1 else ""

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
            *(f"nomination__{name}" for name in READ if not name.startswith("round")),
            "nomination__round",
            "decision",
            "revoked_by",
        )
        return sorted(rows.prefetch_related(*WITH_CHANGES), key=lambda row: (row.nomination.sort_key, row.pk))

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
            row.pk: f"{about(row, said[row.pk])}; lý do trình: {row.override_reason.rstrip('.; ')}"
            for row in rows
            if said[row.pk]
        }

    @cached_property
    def disputed(self) -> dict[int, str]:
        """Dossiers on the list about which a body holds otherwise or did not answer, or something warns."""
        told = briefs(self.listed) if self.listed else {}
        return {row.pk: about(row, told[row.pk].disputes) for row in self.listed if told[row.pk].disputes}

    def look_at(self, rows: Sequence[Nomination]) -> None:
        """Read the dossiers and opinions of many at once, before each is written about."""
        self._dossiers.update(dossiers(rows))
        then = seen(rows)  # as it stood when it was appraised; until then as it stands
        self._shown.update({pk: item.lines for pk, item in then.items()})
        self._shown.update(shown_of([row for row in rows if row.pk not in then]))
        self._opinions.update({row.pk: [] for row in rows})
        for item in Opinion.objects.filter(nomination__in=rows).select_related("of"):
            self._opinions[item.nomination_id].append(item)

    def knows(self, row: Nomination) -> bool:
        """Its dossier and opinions were already read."""
        return row.pk in self._opinions

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

    def left_out(self, day: date | None = None, code: str = "") -> tuple[str, ...]:
        """The acts that papers of a day leave out because nobody has read them: asked of who drafts, never printed."""
        day = day or self.today
        return self.regime(day, code).left_out(self.round.campaign.province.code, day, self.confirmed)

    def frame(self, regime: Regime, form: str = "", day: date | None = None) -> Frame:
        plan, day = self.plan, day or self.today
        agency, province = self.agency_on(day), self.round.campaign.province.code
        return Frame(
            province=self.province_on(day),
            agency=agency,
            symbol=symbol_words(agency),
            movement=plan.name,
            plan=f"{plan.named} của {plan.issuer} về {lower_first(plan.name)}",
            round_name=self.round.shape.printed_words,
            form=plan.form_name(form or self.round.shape.award_form),
            year=self.today.year,
            bases=in_order_of_law([*regime.cited(province, day, self.confirmed), *plan.cited(self._issuing_province)]),
            note=regime.printed_note,
            head=self.head_on(day),
            founding=plan.founding,
            own=self.words_on(day),
        )

    @property
    def _issuing_province(self) -> str:
        """The province as the acts that the plan rests on name it: by its own life, not by what it became."""
        return lower_first(self.round.campaign.province.name)

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

    def made(self, kind: str) -> list[Paper]:
        """Every paper of a kind that was made."""
        return [row for key, rows in self.papers.items() if key[0] == kind for row in rows]

    def groups(self, people: Sequence[tuple[str, Named]]) -> tuple[Group, ...]:
        return tuple(
            Group(group.label, tuple(item for code, item in people if code == group.code)) for group in self.plan.groups
        )

    def named(self, row: Nomination, votes: Mapping[int, str], day: date | None = None) -> tuple[str, Named]:
        """A nominee as lists print it, with its group."""
        merit = " ".join(row.achievements.split())
        merit = merit if len(merit) <= MERIT_LENGTH else merit[:MERIT_LENGTH].rsplit(" ", 1)[0] + "…"
        form = self.plan.form_name(row.form or self.round.shape.award_form)
        place = self.place(row, day or self.today)
        return row.group, Named(row.printed_name, place, merit, form, votes.get(row.pk, ""), noun=noun_of(row))

    @cached_property
    def votes(self) -> dict[int, str]:
        """What the Council held, by nomination, in sessions that are closed."""
        return {
            pk: f"{two_digits(agree)}/{two_digits(whole)} đồng ý"
            for pk, (agree, whole) in agreed_of(self.listed).items()
        }


def about(row: Nomination, lines: Sequence[str]) -> str:
    """A nominee and what is said of it; a sentence that begins with its name says it once."""
    own = f"{row.printed_name}: "
    return own + "; ".join(text[len(own) :] if text.startswith(own) else text for text in map(_unended, lines))


def _unended(text: str) -> str:
    return text.rstrip(".; ")


def noun_of(row: Nomination) -> str:
    """What a sentence counts a nominee as, where not by its group."""
    return HOUSEHOLD if row.household_id is not None else ""


def chains(rows: Sequence[Nomination], day: date) -> dict[int, tuple[str, ...]]:
    """By nomination the places it stands in, from below: as on a day, or on the last day of a place that has ended."""
    anchors = {row.pk: _anchor(row) for row in rows}
    by_day: dict[date, set[int]] = {}
    for unit, _ in anchors.values():
        by_day.setdefault(min(day, unit.valid_to - timedelta(1)), set()).add(unit.pk)
    found: dict[int, list[tuple[int, str]]] = {}
    for on, pks in by_day.items():
        pairs = Ancestry.objects.in_force(on).filter(descendant__in=pks).order_by("depth")
        above = [(row.descendant_id, row.ancestor_id, row.depth) for row in pairs]
        names = {unit.pk: unit.shown_name for unit in Unit.objects.filter(pk__in={pk for _, pk, _ in above}).named(on)}
        for pk, ancestor, depth in above:
            found.setdefault(pk, []).append((depth, lower_first(names[ancestor])))
        if on >= TWO_LEVELS_FROM:  # until then a district tells two of one name apart
            alone = {unit.pk: unit for unit, start in anchors.values() if start and unit.pk in pks}
            for pk, mark in marks_within(alone.values(), on).items():
                found[pk].insert(1, (1, mark))
    return {
        pk: tuple(name for depth, name in found.get(unit.pk, ()) if depth >= start)
        for pk, (unit, start) in anchors.items()
    }


def _anchor(row: Nomination) -> tuple[Unit, int]:
    """Where a nominee stands, and from how far above its places are told: a unit's own name is not its address."""
    if row.unit is not None:
        return row.unit, 1
    if row.household is not None:
        return row.household.village, 0
    body = row.organisation or row.holder_organisation
    return (body.seat if body is not None else row.holder_unit), 0


def holder_words(row: Nomination) -> str:
    """Whoever carries a dossier, as a letter addresses it: of a locality its People's Committee."""
    unit = row.holder_unit
    if unit is None or unit.level == Level.VILLAGE:
        return str(row.holder)
    return f"Ủy ban nhân dân {lower_first(unit.name)}"
