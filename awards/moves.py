"""A round moved to another version of its plan: what would turn over, dossier by dossier. Read only."""

from collections.abc import Sequence
from dataclasses import dataclass

from awards.dossiers import Dossier, dossiers
from awards.flips import READ, paper_words, words_of
from awards.models import Nomination, Round
from awards.states import State
from campaign.definition import Definition
from campaign.models import DefinitionVersion


@dataclass(frozen=True)
class Turned:
    """One dossier of the round, and in sentences what would be judged otherwise."""

    nomination: Nomination
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Move:
    """What a move to a version would do, and what stands against it."""

    version: DefinitionVersion
    turned: tuple[Turned, ...]
    asked: int  # how many dossiers the round has
    why_not: tuple[str, ...]


def preview(award_round: Round, version: DefinitionVersion) -> Move:
    """Every dossier of the round judged by the version in force for it and by another."""
    rows = list(
        Nomination.objects.filter(round=award_round).exclude(state=State.WITHDRAWN).select_related(*READ).order_by("pk")
    )
    why_not = _why_not(award_round, version, rows)
    if why_not:
        return Move(version, (), len(rows), why_not)
    now = dossiers(rows)
    other = Round.objects.select_related("campaign", "deadline").get(pk=award_round.pk)
    other.version = version
    for row in rows:
        row.round = other
    then = dossiers(rows)
    turned = (Turned(row, tuple(_lines(now[row.pk], then[row.pk]))) for row in rows)
    return Move(version, tuple(item for item in turned if item.lines), len(rows), ())


def _why_not(award_round: Round, version: DefinitionVersion, rows: Sequence[Nomination]) -> tuple[str, ...]:
    """A version in which the round, a class or a group of its dossiers no longer is cannot take them."""
    plan: Definition = version.definition
    if version.pk == award_round.version_id:
        return ("Đợt này đang theo phiên bản đó.",)
    if version.campaign_id != award_round.campaign_id:
        return ("Phiên bản này là của phong trào khác.",)
    if award_round.code not in {item.code for item in plan.rounds}:
        return (f"{version} không còn {award_round.name.lower()}.",)
    found = []
    if not plan.round(award_round.code).council_chooses:
        found += [
            f"{row.printed_name} đang chờ Hội đồng chọn mà {version} không để Hội đồng chọn ở đợt này; "
            "ghi kết quả phiên họp hoặc rút khỏi danh sách đưa ra Hội đồng trước."
            for row in rows
            if row.state == State.CANDIDATE
        ]
    classes, groups = {item.code for item in plan.categories}, {item.code for item in plan.groups}
    for row in rows:
        if row.category not in classes:
            found.append(f"{version} không còn nhóm đối tượng của {row.printed_name}.")
        elif row.group not in groups:
            found.append(f"{version} không còn nhóm số lượng của {row.printed_name}.")
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
