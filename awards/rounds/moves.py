"""A round moved to another version of its plan: places before and after, and what would turn over. Read only."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from awards.decisions.flips import READ, paper_words, words_of
from awards.models import Cap, Nomination, Round
from awards.nominations.dossiers import Dossier, dossiers
from awards.rounds import caps
from awards.rounds.ceilings import Ceiling, ceilings
from awards.rounds.domain.plan_settings import changed_settings
from awards.workflow.states import FINAL, HOLDING, State
from campaign.definition import Definition
from campaign.models import DefinitionVersion
from core.numbers import two_digits
from core.text import lower_first

UNDECIDED = HOLDING - FINAL  # they hold a place, and nothing is decided


@dataclass(frozen=True)
class Turned:
    """One dossier of the round, and in sentences what would be judged otherwise."""

    nomination: Nomination
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Regrouped:
    """A dossier that would count in another group of places."""

    nomination: Nomination
    was: str  # labels of the groups
    will: str
    group: str  # the code of the new one


@dataclass(frozen=True)
class Places:
    """One group of places: as it is now, and as it would be."""

    title: str
    was: str  # "05/05", nothing for a group that is new
    will: str  # nothing for a group that is no more

    @property
    def words(self) -> str:
        return f"nay {self.was or 'không có'}, sẽ {self.will or 'không còn'}"


@dataclass(frozen=True)
class Move:
    """What a move to a version would do, and what stands against it."""

    version: DefinitionVersion
    turned: tuple[Turned, ...]
    asked: int  # how many dossiers the round has
    why_not: tuple[str, ...]
    places: tuple[Places, ...] = ()
    regrouped: tuple[Regrouped, ...] = ()
    ceilings: tuple[Ceiling, ...] = ()  # that the version gives where no act has changed the present one
    settings: tuple[tuple[str, str], ...] = ()  # of the round that the version has otherwise, with now and then

    @property
    def turned_words(self) -> str:
        return f"{two_digits(len(self.turned))}/{two_digits(self.asked)} hồ sơ thay đổi nhận định"


def preview(award_round: Round, version: DefinitionVersion) -> Move:
    """Every dossier and place of the round by the version in force for it and by another."""
    rows = list(
        Nomination.objects.filter(round=award_round).exclude(state=State.WITHDRAWN).select_related(*READ).order_by("pk")
    )
    why_not = _why_not(award_round, version, rows)
    settings = _settings(award_round, version)
    if why_not:
        return Move(version, (), len(rows), why_not, settings=settings)
    other = Round.objects.select_related("campaign", "deadline").get(pk=award_round.pk)
    other.version = version
    regrouped = _regrouped(award_round.plan, version.definition, rows)
    given = tuple(ceilings(other))
    places, why_not = _places(award_round, other, rows, {item.nomination.pk: item for item in regrouped}, given)
    why_not = (*_why_not_regroup(award_round, other, rows, regrouped), *why_not)
    now = dossiers(rows)
    for row in rows:
        row.round = other
    then = dossiers(rows)
    turned = (Turned(row, tuple(_lines(now[row.pk], then[row.pk]))) for row in rows)
    found = tuple(item for item in turned if item.lines)
    return Move(version, found, len(rows), why_not, places, regrouped, given, settings)


def _settings(award_round: Round, version: DefinitionVersion) -> tuple[tuple[str, str], ...]:
    """What is set otherwise, where the version has the round at all."""
    if version.campaign_id != award_round.campaign_id:
        return ()
    if award_round.code not in {item.code for item in version.definition.rounds}:
        return ()
    return changed_settings(award_round.plan, version.definition, award_round.code)


def _regrouped(old: Definition, new: Definition, rows: Sequence[Nomination]) -> tuple[Regrouped, ...]:
    """The dossiers whose class, or whose being a person, counts in another group by the new version."""
    found = []
    for row in rows:
        group = new.person_group if row.person else new.find_category(row.category).group
        if group != row.group:
            found.append(Regrouped(row, old.group_label(row.group), new.group_label(group), group))
    return tuple(found)


def _why_not_regroup(
    award_round: Round, other: Round, rows: Sequence[Nomination], regrouped: Sequence[Regrouped]
) -> list[str]:
    """Who holds a place holds it in its group; a ceiling of each bloc is not made of one of the round, nor back."""
    found = [
        f"{item.nomination.printed_name} đang giữ một chỗ {lower_first(item.was)}; "
        f"phiên bản này tính vào {lower_first(item.will)}."
        for item in regrouped
        if item.nomination.state in HOLDING
    ]
    now, then = _per_bloc(award_round), _per_bloc(other)
    moved = {item.nomination.pk: item.group for item in regrouped}
    names = [row.printed_name for row in rows if (row.group in now) != (moved.get(row.pk, row.group) in then)]
    if names:
        found.append(f"Phiên bản này tính số lượng theo cụm, khối khác với nay; đã có hồ sơ: {'; '.join(names)}.")
    return found


def _per_bloc(award_round: Round) -> set[str]:
    return {cap.group for cap in award_round.shape.caps if cap.per_bloc}


def _places(
    award_round: Round,
    other: Round,
    rows: Sequence[Nomination],
    regrouped: Mapping[int, Regrouped],
    given: Sequence[Ceiling],
) -> tuple[tuple[Places, ...], tuple[str, ...]]:
    """Each group now and then, and who would hold more places than there are. An act that changed a ceiling stands."""
    boards = caps.boards([award_round])
    current = Cap.objects.current().filter(round=award_round, classes="", district=None)
    acts = {(row.group, row.bloc_id): row for row in current.exclude(act="")}
    planned = {(item.group, item.bloc.pk if item.bloc else None): item for item in given if not item.is_inner}
    holders: dict[tuple[str, int | None], list[str]] = defaultdict(list)
    for row in rows:
        if row.state in HOLDING:
            group = regrouped[row.pk].group if row.pk in regrouped else row.group
            holders[group, row.bloc_id].append(row.printed_name)
    before = {key[1:]: board for key, board in boards.items()}
    groups = {group.code: group.label for group in other.plan.groups}
    labels = {item.code: item.label for item in award_round.plan.groups} | groups
    keys = list(dict.fromkeys([*before, *((code, None) for code in groups if not _has(before, code)), *planned]))
    found, why_not = [], []
    for key in keys:
        held, board, act, plan = holders.get(key, []), before.get(key), acts.get(key), planned.get(key)
        at_most = act.at_most if act is not None else plan.at_most if plan is not None else None
        bloc = board.bloc if board is not None else plan.bloc.name if plan is not None and plan.bloc else ""
        title = f"{labels[key[0]]}, {bloc}" if bloc else labels[key[0]]
        was = "" if board is None else caps.filled(board.used, board.at_most)
        found.append(Places(title, was, caps.filled(len(held), at_most) if key[0] in groups else ""))
        if held and (at_most is None or len(held) > at_most):
            limit = "không có số lượng" if at_most is None else f"chỉ có {two_digits(at_most)}"
            why_not.append(
                f"Phiên bản này {limit} {lower_first(title)}, đang giữ {two_digits(len(held))} chỗ: {'; '.join(held)}."
            )
    inner, why_not_inner = _inner_places(award_round, other, rows, regrouped, given, boards)
    return (*found, *inner), (*why_not, *why_not_inner)


def _inner_places(
    award_round: Round,
    other: Round,
    rows: Sequence[Nomination],
    regrouped: Mapping[int, Regrouped],
    given: Sequence[Ceiling],
    boards: caps.Boards,
) -> tuple[list[Places], list[str]]:
    """The same of the ceilings within those of groups; one that an act changed stands as it is."""
    holding = [row for row in rows if row.state in HOLDING]
    districts = caps.districts_of(holding) if any(item.district for item in given) else [None] * len(holding)
    by_cap = {item.cap: item for item in boards.inner}
    acted = {
        (row.group, row.classes, row.bloc_id, row.district_id): row
        for row in Cap.objects.current().filter(round=award_round, pk__in=by_cap).exclude(act="")
    }
    found, why_not = [], []
    for item in given:
        if not item.is_inner:
            continue
        scope = (
            item.group,
            item.classes,
            item.bloc.pk if item.bloc else None,
            item.district.pk if item.district else None,
        )
        at_most = acted[scope].at_most if scope in acted else item.at_most
        classes = set(filter(None, item.classes.split(",")))
        held = [
            row.printed_name
            for row, district in zip(holding, districts, strict=True)
            if (regrouped[row.pk].group if row.pk in regrouped else row.group) == item.group
            and (not classes or row.category in classes)
            and scope[2] in (None, row.bloc_id)
            and scope[3] in (None, district)
        ]
        title = f"{other.plan.group_label(item.group)}, {caps.scope_words(other.plan, classes, item.district.name if item.district else '')}"
        now = next((one.board for one in by_cap.values() if one.board.title == title), None)
        was = "" if now is None else caps.filled(now.used, now.at_most)
        found.append(Places(title, was, caps.filled(len(held), at_most)))
        if len(held) > at_most:
            why_not.append(
                f"Phiên bản này chỉ có {two_digits(at_most)} {lower_first(title)}, đang giữ {two_digits(len(held))} chỗ: "
                f"{'; '.join(held)}."
            )
    return found, why_not


def _has(before: Mapping[tuple[str, int | None], caps.CapBoard], code: str) -> bool:
    return any(group == code for group, _ in before)


def _why_not(award_round: Round, version: DefinitionVersion, rows: Sequence[Nomination]) -> tuple[str, ...]:
    """A version in which the round or a class of its dossiers no longer is cannot take them."""
    plan: Definition = version.definition
    if version.pk == award_round.version_id:
        return ("Đợt này đang theo phiên bản đó.",)
    if version.campaign_id != award_round.campaign_id:
        return ("Phiên bản này là của phong trào khác.",)
    if award_round.code not in {item.code for item in plan.rounds}:
        return (f"{version} không còn {lower_first(award_round.name)}.",)
    found = []
    chooses = plan.round(award_round.code).council_chooses
    if chooses and not award_round.shape.council_chooses:
        found += [
            f"{row.printed_name} đang giữ chỗ từ khi được đưa vào danh sách trình; {version} để Hội đồng chọn trong mọi "
            "hồ sơ. Đưa ra khỏi danh sách trước, có lý do, rồi sau khi chuyển đưa ra Hội đồng chọn."
            for row in rows
            if row.state in UNDECIDED
        ]
    if not chooses:
        found += [
            f"{row.printed_name} đang chờ Hội đồng chọn mà {version} không để Hội đồng chọn ở đợt này; "
            "ghi kết quả phiên họp hoặc rút khỏi danh sách đưa ra Hội đồng trước."
            for row in rows
            if row.state == State.CANDIDATE
        ]
    classes = {item.code for item in plan.categories}
    found += [
        f"{version} không còn nhóm đối tượng của {row.printed_name}." for row in rows if row.category not in classes
    ]
    return tuple(found)


def _lines(now: Dossier, then: Dossier) -> list[str]:
    old, new = {part.key: part for part in now.parts}, {part.key: part for part in then.parts}
    found = []
    for key, part in new.items():
        before = old.get(key)
        if before is None:
            will_be = words_of(part.finding) if part.finding is not None else "chờ người thẩm định nhận xét"
            found.append(f"{part.label}: ý mới, sẽ là {will_be}.")
        elif part.finding is not None and before.finding is not None:
            was, will = before.finding, part.finding
            if (was.outcome, was.actual, was.required) != (will.outcome, will.actual, will.required):
                found.append(f"{part.label}: nay là {words_of(was)}, sẽ là {words_of(will)}.")
        elif part.paper is not None and before.paper is not None:
            if part.paper.outcome is not before.paper.outcome:
                found.append(f"{part.label}: nay {paper_words(before.paper)}, sẽ {paper_words(part.paper)}.")
        elif part.asks_reviewer != before.asks_reviewer:
            found.append(f"{part.label}: cách xét đổi, cần người thẩm định nhận xét lại.")
    found += [f"{before.label}: không còn trong phiên bản này." for key, before in old.items() if key not in new]
    if not found and now.verdict is not then.verdict:
        found.append(f"Kết luận chung: nay là {now.verdict.label}, sẽ là {then.verdict.label}.")
    return found
