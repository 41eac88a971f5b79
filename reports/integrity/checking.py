"""What must always hold, asked of the whole database."""

from django.conf import settings

from accounts import audit
from awards.models import Award, Round
from awards.rounds import caps
from campaign.figures.domain.checks import faults as count_faults
from campaign.figures.words import State
from campaign.models import FigureSet, FigureTransition
from office.backup import kept
from office.jobs import upkeep


def faults() -> list[str]:
    """Every fault as a Vietnamese sentence, the first bad row of each kind first."""
    found = [text for text in (audit.first_fault(),) if text]
    return [*found, *_caps(), *_figures(), *upkeep.faults(), *_backup()]


def _backup() -> list[str]:
    """The last good backup is recent; a demonstration needs none."""
    late = "" if settings.DEVELOPMENT else kept.why_late()
    return [late] if late else []


def _caps() -> list[str]:
    rounds = list(Round.objects.select_related("campaign", "version"))
    boards = caps.boards(rounds)
    found = []
    names = {item.pk: item.name for item in rounds}
    for (pk, group, bloc), board in boards.items():
        if board.used > (board.at_most or 0):
            limit = "chưa xác định" if board.at_most is None else board.at_most
            found.append(f"{names[pk]}: {board.title.lower()} dùng {board.used} chỗ, vượt mức {limit}.")
        given = Award.objects.filter(nomination__round=pk, group=group, nomination__bloc=bloc).count()
        if board.at_most is not None and given > board.at_most:
            found.append(f"{names[pk]}: đã khen {given} {board.title.lower()}, vượt mức {board.at_most}.")
    for item in boards.inner:
        if item.board.used > (item.board.at_most or 0):
            title, limit = item.board.title.lower(), item.board.at_most
            found.append(f"{names[item.round]}: {title} dùng {item.board.used} chỗ, vượt mức {limit}.")
    return found


def _figures() -> list[str]:
    found = []
    approved = FigureSet.objects.current().filter(state=State.APPROVED).select_related("unit")
    walked = set(FigureTransition.objects.filter(step="approve").values_list("figure_set_id", flat=True))
    for item in approved.iterator(chunk_size=1000):
        found.extend(f"Số liệu {item} (bản {item.number}): {fault.message}" for fault in count_faults(item.counts))
        if item.pk not in walked:
            found.append(f"Số liệu {item} (bản {item.number}) ở trạng thái đã duyệt mà không có bước phê duyệt.")
    return found
