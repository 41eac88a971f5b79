"""What waits for the Council, how far the dossiers of a session are, what the Council held. Read only."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count as Number
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from awards.council.domain.tally import Count, Roll, Rule, base, counted, result_words, share
from awards.council.domain.vote_rules import Usual, usual
from awards.law.domain.regimes import VoteRule
from awards.law.in_force import regime_of
from awards.models import AgendaItem, CouncilMember, CouncilSession, Nomination, NominationTransition, Recusal, Round
from awards.nominations.contents import having
from awards.workflow.states import BEFORE_COUNCIL, State
from core import clock
from core.once import once_each

Presence = CouncilMember.Presence
Result = AgendaItem.Result
LISTED = (State.RECOMMENDED, State.CANDIDATE)  # where a listing begins that the Council speaks about
SPOKEN = (Result.AGREED, Result.DECLINED)
VOTING = (Presence.PRESENT, Presence.WRITTEN)


def waiting(award_round: Round) -> QuerySet[Nomination]:
    """The dossiers that the Council has still to speak about and that stand on no other agenda."""
    rows = Nomination.objects.filter(round=award_round, state__in=BEFORE_COUNCIL)
    taken = AgendaItem.objects.filter(nomination__round=award_round).exclude(result=Result.STRUCK)
    taken = taken.exclude(chosen=False)  # whoever was not chosen went back: what is listed again is spoken about again
    on_agenda = taken.filter(session__state=CouncilSession.State.OPEN)
    return rows.exclude(pk__in=on_agenda.values("nomination")).exclude(
        pk__in=_newest(taken.filter(session__state=CouncilSession.State.CLOSED, result__in=SPOKEN)).values("nomination")
    )


def _newest(items: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    """Those since the dossier was last put on the list: a word about an earlier listing does not count any more."""
    listed = NominationTransition.objects.filter(nomination=OuterRef("nomination"), target__in=LISTED)
    at = Subquery(listed.order_by("-pk").values("at")[:1])
    rows = items.annotate(listed_at=at)
    return rows.filter(Q(listed_at=None) | Q(listed_at__lte=F("session__opened_at")))


def held(nominations: Collection[Nomination]) -> dict[int, AgendaItem]:
    """What the Council last held of each, since it was last put on the list; of closed sessions."""
    asked = {item.pk for item in having(nominations, "agenda")}
    return {pk: item for pk, item in once_each("held", asked, _held).items() if item is not None}


def _held(asked: set[int]) -> dict[int, AgendaItem | None]:
    rows = AgendaItem.objects.filter(
        nomination__in=asked, session__state=CouncilSession.State.CLOSED, result__in=SPOKEN
    )
    rows = _newest(rows).annotate(
        sat=Number("session__members", distinct=True), aside=Number("recusals", distinct=True)
    )
    found: dict[int, AgendaItem | None] = dict.fromkeys(asked)
    return found | {row.nomination_id: row for row in rows.select_related("session__round").order_by("pk")}


def law_of(award_round: Round, nominations: Iterable[Nomination] = ()) -> Usual:
    """How its session votes: by the regime that binds each dossier and its form; without dossiers by today's."""
    today, shape, rules = clock.today(), award_round.shape, []
    forms = {(row.regime, row.form or shape.award_form) for row in nominations}
    forms = forms or {("", form) for form in (shape.award_form, *shape.other_forms)}
    for code, form in sorted(forms):
        rule = regime_of(code, today).vote(form)
        rules.append(
            rule
            or VoteRule(
                form=form,
                method="open",
                denominator="all_members",
                mark="to_confirm",
                source="",
            )
        )
    return usual(rules)


def threshold_of(session: CouncilSession, form: str) -> Decimal | None:
    """How much must agree for a form of award at a session."""
    if form in session.thresholds:
        return None if session.thresholds[form] is None else Decimal(session.thresholds[form])
    return session.threshold


def rule_of(session: CouncilSession, item: AgendaItem | None = None) -> Rule:
    """What counts at a session, for a dossier its own threshold."""
    of_all = session.denominator == CouncilSession.Denominator.ALL
    return Rule(of_all, session.threshold if item is None else item.threshold, session.quorum)


def roll_of(members: Sequence[CouncilMember], recused: Collection[int] = ()) -> Roll:
    """Who sits now; `recused` are the members who stand aside."""
    there = [row.pk for row in members if row.presence in VOTING]
    return Roll(
        len(members),
        sum(row.presence == Presence.PRESENT for row in members),
        sum(row.presence == Presence.WRITTEN for row in members),
        sum(pk in recused for pk in there),
        sum(row.pk in recused for row in members if row.presence not in VOTING),
    )


def roll_when_ended(item: AgendaItem, members: int, recusals: int) -> Roll:
    """The roll that was kept when the vote on a dossier ended."""
    recused = item.recused or 0
    return Roll(members, item.present or 0, item.written or 0, recused, recusals - recused)


@dataclass(frozen=True)
class Line:
    """One dossier of a session and how far its vote is."""

    item: AgendaItem
    session: CouncilSession
    members: tuple[CouncilMember, ...]
    recusals: tuple[Recusal, ...]
    voted: frozenset[int]  # members

    @property
    def is_struck(self) -> bool:
        return self.item.result == Result.STRUCK

    @property
    def is_ended(self) -> bool:
        return self.item.ended_at is not None

    @property
    def is_open(self) -> bool:
        """It may be voted on."""
        return self.session.state == CouncilSession.State.OPEN and not self.is_struck and not self.is_ended

    @property
    def recused(self) -> frozenset[int]:
        return frozenset(row.member_id for row in self.recusals)

    @property
    def roll(self) -> Roll:
        if self.is_ended:
            return roll_when_ended(self.item, len(self.members), len(self.recusals))
        return roll_of(self.members, self.recused)

    @property
    def voters(self) -> list[CouncilMember]:
        """Who may vote on it now."""
        return [row for row in self.members if row.presence in VOTING and row.pk not in self.recused]

    @property
    def lacking(self) -> list[CouncilMember]:
        """Who may vote and has not."""
        return [row for row in self.voters if row.pk not in self.voted]

    @property
    def cast(self) -> int:
        return self.count.cast if self.count and self.is_ended else len(self.voted)

    @property
    def count(self) -> Count | None:
        """The counts; before its vote has ended only of an open ballot, counted from the votes."""
        if self.is_struck:
            return None
        if self.is_ended:
            return _count(self.item)
        if self.session.method != CouncilSession.Method.OPEN or not self.voted:
            return None
        return counted(vote.word for vote in self.item.votes.all())

    @property
    def share(self) -> Decimal | None:
        return share(self.count, rule_of(self.session, self.item), self.roll) if self.count else None

    @property
    def words(self) -> str:
        """The result as minutes state it; nothing before the vote has ended."""
        if not self.is_ended or self.count is None:
            return ""
        return result_words(self.count, rule_of(self.session, self.item), self.roll)


def lines(session: CouncilSession, items: Sequence[AgendaItem] | None = None) -> list[Line]:
    """The agenda with its votes: a fixed number of questions whatever its length."""
    rows = list(
        session.items.select_related(
            "nomination__round__campaign",
            "nomination__round__version",
            "nomination__unit",
            "nomination__organisation",
            "nomination__household",
            "nomination__holder_unit",
            "nomination__holder_organisation",
            "nomination__bloc",
        ).prefetch_related("recusals__member", "votes")
        if items is None
        else items
    )
    members = tuple(session.members.select_related("user", "paper"))
    return [
        Line(row, session, members, tuple(row.recusals.all()), frozenset(vote.member_id for vote in row.votes.all()))
        for row in rows
    ]


def results(nominations: Collection[Nomination]) -> dict[int, tuple[AgendaItem, str]]:
    """What the Council held of each, with the words of the minutes: one question for a whole list."""
    return {
        pk: (item, result_words(_count(item), rule_of(item.session, item), _roll(item)))
        for pk, item in held(nominations).items()
    }


def agreed_of(nominations: Collection[Nomination]) -> dict[int, tuple[int, int]]:
    """How many agreed, of how many, as the Council last held of each; never of a vote that is still open."""
    return {pk: votes_of(item) for pk, item in held(nominations).items()}


def votes_of(item: AgendaItem) -> tuple[int, int]:
    """How many agreed, of how many, on an item as `held` gives it."""
    return item.agree or 0, base(rule_of(item.session, item), _roll(item))


def _count(item: AgendaItem) -> Count:
    return Count(item.agree or 0, item.disagree or 0, item.blank or 0)


def _roll(item: AgendaItem) -> Roll:
    return roll_when_ended(item, item.sat, item.aside)  # type: ignore[attr-defined]  # annotated
