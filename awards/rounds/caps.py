"""Caps: who holds the places of a round, and what may still enter. The current row is the lock."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from awards.models import Cap, Nomination, Round
from campaign.definition import Definition
from campaign.definition.schema import HALF_UP, UP
from campaign.definition.words import clause_words
from core.numbers import two_digits
from core.text import listed, lower_first
from units.map.domain.levels import Level
from units.models import Ancestry, Household, Organisation

Key = tuple[int, str, int | None]  # round, group, bloc


@dataclass(frozen=True)
class CapBoard:
    """One group of a round (in one bloc): the ceiling and who holds its places."""

    group: str
    label: str
    at_most: int | None  # None: not known until entered with its act
    clause: str
    holders: tuple[Nomination, ...]
    bloc: str = ""
    basis: str = ""
    act: str = ""  # that changed it
    scope: str = ""  # of a ceiling within the group's own: whose, in words
    code: str = ""  # names such a ceiling in a form: "collective.cap-12"

    @property
    def used(self) -> int:
        return len(self.holders)

    @property
    def left(self) -> int | None:
        return None if self.at_most is None else max(self.at_most - self.used, 0)

    @property
    def title(self) -> str:
        return ", ".join(filter(None, (self.label, self.bloc, self.scope)))

    @property
    def grounds(self) -> str:
        """Where the ceiling stands: a clause of the plan, the act that changed it; empty while neither is known."""
        clause = "" if self.act and self.clause == self.act[:60] else self.clause  # an act is never a "mục"
        return ", ".join([*([clause_words(clause)] if clause else ()), *([f"theo {self.act}"] if self.act else ())])

    @property
    def words(self) -> str:
        """The cap as documents print it: "05/05 tập thể"."""
        return f"{filled(self.used, self.at_most)} {lower_first(self.title)}"

    def why_full(self, round_name: str) -> str:
        """The refusal of one more, naming the clause and the holders; empty when a place is left."""
        group = lower_first(self.title)
        if self.at_most is None:
            return f"{round_name}: số lượng khen thưởng {group} chưa được xác định bằng văn bản."
        if self.used < self.at_most:
            return ""
        names = "; ".join(str(holder) for holder in self.holders)
        return (
            f"{round_name} đã đủ {two_digits(self.at_most)} {group} ({self.grounds}): {names}. "
            f"Bỏ bớt một {group} hoặc chờ đợt sau."
        )


def filled(used: int, at_most: int | None) -> str:
    """Places used of those there are: "05/07"."""
    return f"{two_digits(used)}/{'chưa xác định' if at_most is None else two_digits(at_most)}"


def of_percent(percent: Decimal, population: int, rounding: str = "") -> int:
    """The whole places that a percentage of a population gives: never rounded up unless the plan says so."""
    ways = {UP: ROUND_CEILING, HALF_UP: ROUND_HALF_UP}
    return int((percent * population / 100).to_integral_value(ways.get(rounding, ROUND_FLOOR)))


def key_of(nomination: Nomination) -> Key:
    """The ceiling that a nomination counts under."""
    return nomination.round_id, nomination.group, nomination.bloc_id


def lock_places(round_ids: Iterable[int]) -> None:
    """Whoever uses, changes or decides over places waits here: the round's row, then the ceilings in force.

    The round's row comes first because a ceiling that an act replaces is another row: who waited for the old one would
    not wait for who comes after, and where no ceiling is known there is none to wait for.
    """
    ids = sorted(set(round_ids))
    # no_key: decisions and choices point to the round while somebody else waits for it
    list(Round.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",), no_key=True))
    list(Cap.objects.current().filter(round__in=ids).order_by("pk").select_for_update(of=("self",)))


@dataclass(frozen=True)
class Inner:
    """A ceiling within that of its group: of some classes, of a district, or of all blocs together."""

    cap: int
    round: int
    group: str
    board: CapBoard
    classes: frozenset[str] = frozenset()  # empty: every class
    bloc: int | None = None
    district: int | None = None

    def counts(self, nomination: Nomination, district: int | None) -> bool:
        """A nomination, whose nominee stands in a district, takes one of its places."""
        return (
            (nomination.round_id, nomination.group) == (self.round, self.group)
            and (not self.classes or nomination.category in self.classes)
            and (self.bloc is None or nomination.bloc_id == self.bloc)
            and (self.district is None or district == self.district)
        )


class Boards(dict[Key, CapBoard]):
    """The board of each round, group and bloc; beside them the ceilings that hold within those of groups."""

    inner: tuple[Inner, ...] = ()

    def within(self, nominations: Sequence[Nomination]) -> list[list[Inner]]:
        """The inner ceilings that each of these counts under: asked for all of them at once."""
        if not self.inner:
            return [[] for _ in nominations]
        found = districts_of(nominations) if any(item.district for item in self.inner) else [None] * len(nominations)
        return [
            [item for item in self.inner if item.counts(nomination, district)]
            for nomination, district in zip(nominations, found, strict=True)
        ]

    def all_of(self, nominations: Sequence[Nomination]) -> list[list[CapBoard]]:
        """Every board that each of these takes a place of, the group's own first."""
        return [
            [board_of(self, nomination), *(item.board for item in inner)]
            for nomination, inner in zip(nominations, self.within(nominations), strict=True)
        ]

    def why_full(self, nominations: Sequence[Nomination]) -> list[str]:
        """The refusal of one more place for each of these, by whichever of its ceilings; empty where all have room."""
        return [
            " ".join(filter(None, (board.why_full(nomination.round.name) for board in every)))
            for nomination, every in zip(nominations, self.all_of(nominations), strict=True)
        ]


def boards(rounds: Sequence[Round], *, lock: bool = False) -> Boards:
    """The board of each round, group and bloc. With `lock` the places are locked first: whoever uses one waits.

    A group whose ceiling is not known has a board of its own, without a number.
    """
    if lock:
        lock_places(item.pk for item in rounds)
    caps = list(Cap.objects.current().filter(round__in=rounds).select_related("bloc", "district").order_by("pk"))
    by_key = {(cap.round_id, cap.group, cap.bloc_id): cap for cap in caps if not (cap.classes or cap.district_id)}
    held: list[Nomination] = []
    holders: dict[Key, list[Nomination]] = {}
    rows = Nomination.objects.holding_places().filter(round__in=rounds).select_related("bloc")
    for nomination in rows.order_by("sort_key", "pk"):
        held.append(nomination)
        holders.setdefault(key_of(nomination), []).append(nomination)
    found = Boards()
    for item in rounds:
        for group in item.plan.groups:
            blocs = {key[2] for key in (*by_key, *holders) if key[:2] == (item.pk, group.code)} or {None}
            for bloc in sorted(blocs, key=lambda pk: pk or 0):
                key = (item.pk, group.code, bloc)
                found[key] = _board(group.code, group.label, by_key.get(key), holders.get(key, []))
    plans = {item.pk: item.plan for item in rounds}
    found.inner = (*_inner(caps, by_key, held, plans), *_waiting(rounds, caps, held))
    return found


def _waiting(rounds: Sequence[Round], caps: Sequence[Cap], held: Sequence[Nomination]) -> Iterable[Inner]:
    """Ceilings of classes that the plan names and no number is known of yet: nobody takes a place under them."""
    known = {(cap.round_id, cap.group, cap.classes) for cap in caps}
    for item in rounds:
        for at, cap in enumerate(item.shape.caps, 1):
            classes = ",".join(sorted(cap.classes))
            if not cap.classes or not cap.is_waiting or (item.pk, cap.group, classes) in known:
                continue
            shape = Inner(
                -at, item.pk, cap.group, CapBoard(cap.group, "", None, cap.clause, ()), frozenset(cap.classes)
            )
            own = tuple(row for row in held if shape.counts(row, None))
            board = CapBoard(
                cap.group,
                item.plan.group_label(cap.group),
                None,
                cap.clause,
                own,
                scope=scope_words(item.plan, cap.classes),
                code=inner_code(cap.group, classes),
            )
            yield Inner(-at, item.pk, cap.group, board, shape.classes)


def inner_code(group: str, classes: str, bloc: int | None = None, district: int | None = None) -> str:
    """Names a ceiling within a group's own in a form: "collective.commune,village..12"."""
    return f"{group}.{classes}.{bloc or ''}.{district or ''}"


def _inner(
    caps: Sequence[Cap], by_key: Mapping[Key, Cap], held: Sequence[Nomination], plans: Mapping[int, Definition]
) -> Iterable[Inner]:
    """Ceilings of classes and districts; where blocs have their own, the one of the group holds for all of them."""
    in_blocs = {key[:2] for key in by_key if key[2] is not None}
    asked = [
        cap
        for cap in caps
        if cap.classes or cap.district_id or (cap.bloc_id is None and (cap.round_id, cap.group) in in_blocs)
    ]
    districts = districts_of(held) if any(cap.district_id for cap in asked) else [None] * len(held)
    for cap in asked:
        plan, classes = plans[cap.round_id], frozenset(filter(None, cap.classes.split(",")))
        blank = CapBoard(cap.group, plan.group_label(cap.group), cap.at_most, cap.clause, ())
        shape = Inner(cap.pk, cap.round_id, cap.group, blank, classes, cap.bloc_id, cap.district_id)
        own = tuple(row for row, where in zip(held, districts, strict=True) if shape.counts(row, where))
        yield Inner(
            cap.pk,
            cap.round_id,
            cap.group,
            CapBoard(
                cap.group,
                blank.label,
                cap.at_most,
                cap.clause,
                own,
                cap.bloc.name if cap.bloc else "",
                cap.basis,
                cap.act,
                scope_words(plan, classes, cap.district.name if cap.district else ""),
                inner_code(cap.group, cap.classes, cap.bloc_id, cap.district_id),
            ),
            classes,
            cap.bloc_id,
            cap.district_id,
        )


def scope_words(plan: Definition, classes: Collection[str], district: str = "") -> str:
    """Whose an inner ceiling is: "Xã, phường, thị trấn; Huyện Ninh Phước"; of all blocs together "mọi cụm, khối"."""
    titles = [lower_first(item.title) for item in plan.categories if item.code in classes]
    return ", ".join(filter(None, (f"nhóm {listed(titles)}" if titles else "", district))) or "cộng mọi cụm, khối"


def districts_of(nominations: Sequence[Nomination]) -> list[int | None]:
    """The district in which each nominee stands in the year of its round; of one that moved the last. A fixed number of
    questions.

    Of a person that of whoever proposes them; where no district stood that year, nothing.
    """
    villages = dict(
        Household.objects.filter(pk__in={row.household_id for row in nominations if row.household_id}).values_list(
            "pk", "village"
        )
    )
    bodies = {row.organisation_id or row.holder_organisation_id for row in nominations} - {None}
    seats = dict(Organisation.objects.filter(pk__in=bodies).values_list("pk", "seat"))
    places = [
        row.unit_id
        or villages.get(row.household_id or 0)
        or seats.get(row.organisation_id or 0)
        or row.holder_unit_id
        or seats.get(row.holder_organisation_id or 0)
        for row in nominations
    ]
    above: dict[int, list[tuple[date, date, int]]] = {}
    rows = Ancestry.objects.filter(descendant__in=set(places) - {None}, ancestor__level=Level.DISTRICT)
    for place, district, since, until in rows.order_by("valid_from").values_list(
        "descendant", "ancestor", "valid_from", "valid_to"
    ):
        above.setdefault(place, []).append((since, until, district))
    found: list[int | None] = []
    for row, place in zip(nominations, places, strict=True):
        first, last = date(row.round.year, 1, 1), date(row.round.year, 12, 31)
        stood = [district for since, until, district in above.get(place or 0, ()) if since <= last and until > first]
        found.append(stood[-1] if stood else None)
    return found


def _board(code: str, label: str, cap: Cap | None, holders: list[Nomination]) -> CapBoard:
    bloc = cap.bloc if cap is not None else holders[0].bloc if holders else None
    return CapBoard(
        code,
        label,
        cap.at_most if cap else None,
        cap.clause if cap else "",
        tuple(holders),
        bloc.name if bloc else "",
        cap.basis if cap else "",
        cap.act if cap else "",
    )


def board_of(boards: Mapping[Key, CapBoard], nomination: Nomination) -> CapBoard:
    """The board that a nomination counts under; of a bloc that has no ceiling, one that is not known."""
    found = boards.get(key_of(nomination))
    if found is not None:
        return found
    return _board(nomination.group, nomination.round.plan.group_label(nomination.group), None, [])


def of_round(boards: Boards, award_round: Round) -> list[CapBoard]:
    """The boards of one round, in the order of the plan's groups; after each group the ceilings within it."""
    found = []
    for group in award_round.plan.groups:
        key = (award_round.pk, group.code)
        found += [board for (pk, code, _), board in boards.items() if (pk, code) == key]
        found += [item.board for item in boards.inner if (item.round, item.group) == key]
    return found
