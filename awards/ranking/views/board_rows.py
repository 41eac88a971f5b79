"""The ceilings of a round as its board shows them: candidates row by row, places, choices, and the way of each into the list."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.text import slugify

from awards.controls.forms import CapForm
from awards.council.briefs import Brief, briefs
from awards.models import Choice, Nomination, Round
from awards.nominations.dossiers import Dossier
from awards.ranking.domain.places import Band, Ranked, Tie, passed_over
from awards.ranking.standings import Standing
from awards.ranking.views.ties import TieForm, chooser, tie_forms
from awards.rounds.caps import CapBoard
from awards.workflow.table import NOMINATION, NominationFacts
from core.numbers import two_digits
from core.text import listed, lower_first
from core.workflow import Step

PAGE = 50
SLOTS = 30  # more places than this are not drawn one by one
HEADS = {
    Band.NOT_MEASURED: "Không đo bằng số hoặc chưa đủ số liệu: các hồ sơ này ngang nhau",
    Band.MISSED: "Chưa đạt mức của tiêu chí: chỉ trình khi có lý do bằng văn bản",
}
# into what goes on, and out of it again
LISTS = ("recommend", "put_before_council", "take_back", "remove_from_list")


@dataclass(frozen=True)
class Row:
    """One candidate on the board."""

    place: Ranked
    nomination: Nomination
    rank: int | None  # of what is not measured there is none
    letter: str
    head: str  # of the band that begins here
    line: str  # of the ceiling that is drawn above
    tie: str
    chosen: bool | None  # taken or left among equals
    brief: Brief  # what others object or warn of
    step: Step | None
    refusals: tuple[str, ...]

    @property
    def is_ticked(self) -> bool:
        """It may be ticked to enter the list with others."""
        return self.step is not None and self.step.name == "recommend" and not self.refusals


@dataclass(frozen=True)
class Block:
    """One ceiling on the board."""

    standing: Standing
    page: Any
    page_name: str  # of its page in the address
    slots: tuple[bool, ...]
    ties: tuple[TieForm, ...]
    choices: tuple[tuple[Choice, str, str], ...]
    passed: tuple[str, ...]
    cap_form: CapForm


@dataclass(frozen=True)
class InnerBlock:
    """One ceiling within that of a group: whose it is, who holds its places, the form that changes it."""

    board: CapBoard
    cap_form: CapForm


def blocks_of(
    request: HttpRequest,
    award_round: Round,
    found: Sequence[Standing],
    facts: Mapping[int, NominationFacts],
    read: Mapping[int, Dossier],
    typed: Mapping[str, Any],
    forms: Mapping[str, CapForm],
) -> list[Block]:
    """The ceilings, each with its page; what is said of the dossiers of all pages is read at once."""
    pages = [(item, Paginator(placed(item), PAGE).get_page(request.GET.get(_page_name(item)))) for item in found]
    shown = [item.dossiers[place.key].nomination for item, page in pages for place, _ in page.object_list]
    notes = briefs(shown, read)
    may_choose = chooser(request.user, award_round, facts, read)
    return [_block(item, page, facts, notes, typed, forms.get(item.code), may_choose) for item, page in pages]


def _page_name(item: Standing) -> str:
    return f"trang-{item.code}"


def _block(
    item: Standing,
    page: Any,
    facts: Mapping[int, NominationFacts],
    notes: Mapping[int, Brief],
    typed: Mapping[str, Any],
    cap_form: CapForm | None,
    may_choose: Callable[[Tie], bool],
) -> Block:
    chooses = any(row.nomination.round.shape.council_chooses for row in item.dossiers.values())
    crossing = {tie.rank for tie in item.ties}
    rows, above = [], None
    for place, words in page.object_list:
        nomination = item.dossiers[place.key].nomination
        step, refusals = _next(item, place.key, facts[place.key])
        head = HEADS.get(place.band, "") if above is not place.band else ""
        above = place.band
        shows = place.band is not Band.NOT_MEASURED or place.rank in crossing
        letter = f"{item.dossiers[place.key].category.letter}) {item.dossiers[place.key].category.title}"
        is_measured = place.band is not Band.NOT_MEASURED
        rows.append(
            Row(
                place,
                nomination,
                place.rank if is_measured else None,
                letter,
                head,
                words,
                (place.tie if is_measured else "Ngang nhau") if shows and place.is_tied else "",
                item.chosen(place.key),
                notes[place.key],
                step,
                refusals,
            )
        )
    page.object_list = rows
    names = {row.key: row.candidate.name for scope in (*item.narrow, item) for row in scope.ranked}
    most = item.board.at_most
    return Block(
        item,
        page,
        _page_name(item),
        tuple(at < item.board.used for at in range(max(most, item.board.used))) if most and most <= SLOTS else (),
        () if chooses else tuple(tie_forms(item, names, typed, may_choose)),  # the Council chooses itself
        tuple((row, _names(row.taken, names), _names(row.left, names)) for row in item.choices),
        tuple(
            f"{row.candidate.name} ({row.candidate.words}) trong danh sách, còn "
            f"{listed(tuple(f'{other.candidate.name} ({other.candidate.words})' for other in better[:3]))}"
            f"{f' và {two_digits(len(better) - 3)} hồ sơ khác' if len(better) > 3 else ''} xếp trên mà chưa được đưa vào."
            for row, better in passed_over(item.ranked)
        ),
        cap_form or own_cap_form(item.code),
    )


def own_cap_form(code: str) -> CapForm:
    return CapForm(auto_id=f"id_{slugify(code)}_%s")


def _names(keys: Sequence[int], names: Mapping[int, str]) -> str:
    return "; ".join(names.get(key, "hồ sơ không còn trong bảng") for key in keys)


def placed(item: Standing) -> list[tuple[Ranked, str]]:
    """The candidates as shown, and the words of the ceiling above whom it is drawn.

    Of equals across the line those who hold a place or were chosen stand before the others.
    """
    most = item.board.at_most
    words = f"Không quá {two_digits(most or 0)} {lower_first(item.board.title)}"
    words += f" ({item.board.grounds})" if item.board.grounds else ""
    found: list[tuple[Ranked, str]] = []
    for place in sorted({row.rank for row in item.ranked}):
        equals = [row for row in item.ranked if row.rank == place]
        room = None if most is None else most - len(found)
        if room is None or not 0 <= room < len(equals):
            found += [(row, "") for row in equals]
            continue
        choice = item.choice_for(Tie(tuple(equals), room))
        first = {row.key for row in equals if row.holds} | set(choice.taken if choice else ())
        equals.sort(key=lambda row: row.key not in first)
        is_settled = len(first & {row.key for row in equals}) == room
        tie = (
            ""
            if is_settled or not room
            else (
                f": còn {two_digits(room)} chỗ cho {two_digits(len(equals))} hồ sơ "
                f"{'ngang nhau' if equals[0].band is Band.NOT_MEASURED else 'đồng hạng'}"
            )
        )
        at = room if is_settled else 0
        found += [(row, words + tie if number == at else "") for number, row in enumerate(equals)]
    return found


def _next(item: Standing, key: int, facts: NominationFacts) -> tuple[Step | None, tuple[str, ...]]:
    """Into the list, or out of it; with every objection, in few words where the board itself says it at length."""
    short = {
        facts.why_cap_is_full: "Số lượng chưa xác định" if item.board.at_most is None else "Đã đủ số lượng",
        facts.why_tie_is_open: "Hồ sơ ngang hàng khác đã được chọn" if item.chosen(key) is False else "Chờ lựa chọn",
    }
    for option in NOMINATION.options(facts):
        if option.step.name in LISTS and _is_way_of(option.step.name, facts):
            return option.step, tuple(short.get(text, text) for text in option.refusals)
    return None, ()


def _is_way_of(step: str, facts: NominationFacts) -> bool:
    """Of the two ways into a list the plan of a round has one."""
    closed = {"recommend": facts.why_council_chooses, "put_before_council": facts.why_list_chooses}
    return not closed.get(step)
