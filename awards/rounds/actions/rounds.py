"""Rounds and their ceilings: made by the plan, changed under an act that two people stand for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accounts import audit
from accounts.models import User
from awards.controls.effects import Effect, place_lines
from awards.decisions import flips
from awards.models import Cap, Nomination, Round, RuleChange
from awards.rounds import caps, moves
from awards.rounds.caps import Boards, CapBoard, Key
from awards.rounds.ceilings import Ceiling, ceilings
from campaign.models import Campaign, Deadline, DefinitionVersion
from core import clock
from core.numbers import two_digits
from core.text import lower_first
from core.workflow import Refused
from units.models import Bloc, Unit


def sync_rounds(campaign: Campaign, *, by: User) -> None:
    """Make the rounds and first caps that the definition in force names; what stands is left alone."""
    plan = campaign.definition
    with audit.change(by) as trail:
        for item in plan.rounds:
            award_round, created = Round.objects.get_or_create(
                campaign=campaign, code=item.code, defaults={"name": item.name, "year": item.year}
            )
            if created:
                trail.add("open_round", award_round)
            due = next((due for due in plan.deadlines if due.round_ == item.code and not due.classes), None)
            if due is not None and award_round.deadline is None:
                award_round.deadline = Deadline.objects.current().get(campaign=campaign, code=due.id)
                award_round.save(update_fields=["deadline"])
            if award_round.version_id in (None, campaign.active_version.pk):  # else it has its own version's
                known = {_scope(row) for row in award_round.caps.all()}
                groups = {group for group, *_ in known}
                for ceiling in ceilings(award_round):
                    is_new = _scope(ceiling) not in known if ceiling.is_inner else ceiling.group not in groups
                    if is_new:
                        _begin(award_round, ceiling)


def _begin(award_round: Round, ceiling: Ceiling) -> Cap:
    made: Cap = Cap.objects.create(
        round=award_round,
        group=ceiling.group,
        bloc=ceiling.bloc,
        at_most=ceiling.at_most,
        clause=ceiling.clause,
        basis=ceiling.basis,
        classes=ceiling.classes,
        district=ceiling.district,
    )
    return made


def _scope(row: Cap | Ceiling) -> tuple[str, str, int | None, int | None]:
    """What a ceiling counts: its group, classes, bloc, district."""
    return row.group, row.classes, row.bloc.pk if row.bloc else None, row.district.pk if row.district else None


# ---- another ceiling ----


@dataclass(frozen=True)
class _About:
    """What a proposed ceiling is about: its board now, the key it has among the boards, the scope of its row."""

    boards: Boards
    key: Key | int
    board: CapBoard
    scope: Mapping[str, Any]


def _about(award_round: Round, what: Mapping[str, Any]) -> _About:
    """The ceiling that a proposal is about. Raises `Refused`."""
    group, classes = what["group"], what.get("classes", "")
    if group not in {item.code for item in award_round.plan.groups}:
        raise Refused("Kế hoạch không có nhóm này.")
    bloc = Bloc.objects.filter(pk=what["bloc"]).first() if what["bloc"] else None
    district = Unit.objects.filter(pk=what["district"]).first() if what.get("district") else None
    found = caps.boards([award_round])
    scope = {"group": group, "bloc": bloc, "classes": classes, "district": district}
    asked = (group, classes, bloc.pk if bloc else None, district.pk if district else None)
    code = caps.inner_code(*asked)
    inner = next((item for item in found.inner if item.board.code == code), None)
    if asked[1] or asked[3]:
        if inner is None:
            raise Refused("Đợt không còn số lượng riêng này.")
        return _About(found, inner.cap, inner.board, scope)
    own = Nomination(round=award_round, group=group, bloc=bloc)
    board = inner.board if inner is not None else caps.board_of(found, own)
    return _About(found, inner.cap if inner is not None else caps.key_of(own), board, scope)


def cap_effect(change: RuleChange) -> Effect:
    """Places before and after; never below what is used."""
    about = _about(change.round, change.what)
    board = about.board
    at_most, refusals = change.what["at_most"], []
    if at_most < board.used:
        refusals.append(
            f"Đợt này đã dùng {two_digits(board.used)} chỗ {lower_first(board.title)}, "
            f"không giảm xuống {two_digits(at_most)} được."
        )
    lines = place_lines(about.boards, at_most={about.key: at_most})
    own = tuple(line for line in lines if line[0] == board.title) or place_lines(
        caps.Boards({about.key: board}),
        at_most={about.key: at_most},  # type: ignore[dict-item]  # a board's key, whichever shape it has
    )
    return Effect(own, tuple(refusals))


def set_cap(change: RuleChange, by: User, trail: audit.Trail) -> None:
    """Another ceiling, as the change says; the places are locked by who confirms."""
    award_round, at_most = change.round, change.what["at_most"]
    about = _about(award_round, change.what)
    board = about.board
    award_round.caps.filter(**about.scope, replaced_at=None).update(replaced_at=clock.now())
    cap = Cap.objects.create(
        round=award_round, **about.scope, at_most=at_most, clause=board.clause, act=change.act[:200]
    )
    trail.add("set_cap", cap, label=award_round.name, old=board.at_most, new=at_most, summary=change.act)


# ---- another version of the plan ----


def _move(change: RuleChange) -> moves.Move:
    """What a move would do now. Raises `Refused` when the round was moved since."""
    if change.round.version_id != change.what["seen"]:
        raise Refused("Đợt vừa được chuyển sang phiên bản khác; đề nghị này không còn áp dụng được.")
    return moves.preview(change.round, DefinitionVersion.objects.get(pk=change.what["version"]))


def move_effect(change: RuleChange) -> Effect:
    """The settings that change, places before and after, the dossiers that change group, the findings that turn over."""
    return effect_of_move(_move(change))


def effect_of_move(move: moves.Move) -> Effect:
    """The same of a version that somebody looks at."""
    lines = [*move.settings, *((item.title, item.words) for item in move.places)]
    lines += [
        (item.nomination.printed_name, f"chuyển từ {item.was.lower()} sang {item.will.lower()}")
        for item in move.regrouped
    ]
    if not move.why_not:
        lines.append(("Nhận định", move.turned_words))
    lines += [(item.nomination.printed_name, " ".join(item.lines)) for item in move.turned]
    return Effect(tuple(lines), move.why_not)


def move_round(change: RuleChange, by: User, trail: audit.Trail) -> None:
    """Judge a round by another version of the plan from now on; what was frozen stays.

    Its ceilings are the version's, but for those that an act has changed; dossiers without a place count in their new
    group.
    """
    move, row = _move(change), change.round
    old, row.version = row.version, move.version
    row.save(update_fields=["version"])
    for item in move.regrouped:
        Nomination.objects.filter(pk=item.nomination.pk).update(group=item.group)
    _take_ceilings(row, move.ceilings)
    trail.add(
        "move_round",
        row,
        old=old.number if old else None,
        new=move.version.number,
        summary=f"{change.reason} ({len(move.turned)} hồ sơ thay đổi nhận định)",
    )
    flips.tell_of([item.nomination for item in move.turned], f"{row.name} được xét theo {move.version}", by)


def _take_ceilings(award_round: Round, given: tuple[Ceiling, ...]) -> None:
    """The plan's own ceilings are replaced by those of the new version; what an act changed stays."""
    current = Cap.objects.current().filter(round=award_round)
    acted = {_scope(row) for row in current.exclude(act="").select_related("bloc", "district")}
    current.filter(act="").update(replaced_at=clock.now())
    for item in given:
        if _scope(item) not in acted:
            _begin(award_round, item)
