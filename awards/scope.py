"""What the pages of awards share: who may open them, and the records they fetch."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from accounts.permissions import Duty, Permission
from awards.decisions.told import sees_decisions, told
from awards.models import Nomination, Round
from awards.nominations.contents import with_contents as with_dossier_contents
from awards.rounds.contents import with_contents
from awards.workflow.people import Hands
from awards.workflow.turns import Hand, Lack, Turn, Way
from campaign.models import Campaign
from core.own_words import in_own_words
from core.text import listed
from units import access
from units.map.holders import holder_of

# what the award agency has in hand, beside its name
_WORK = {Permission.APPRAISE: "thẩm định", Permission.RECOMMEND: "danh sách trình"}
_LACKS = {
    (Way.STAND_IN, Lack.GONE): "Không ai ở cơ quan này được thẩm định hồ sơ",
    (Way.STAND_IN, Lack.SPENT): "Hồ sơ còn cần người thẩm định thứ hai mà cơ quan này không còn ai",
    (Way.ACCOUNT, Lack.GONE): "Chưa có tài khoản nào làm được bước này",
}
_BY_LACK = {
    Lack.AWAY: "Những người đến lượt đều vắng quá hạn của bước",
    Lack.SILENT: "Những người đến lượt chưa xử lý dù đã quá hai lần hạn của bước",
}
_WAYS = {
    Way.STAND_IN: "chờ Chủ tịch UBND tỉnh cử người thẩm định thay.",
    Way.ACCOUNT: "quản trị hệ thống đã được báo để giao vai trò.",
}


def turn_words(turn: Turn | None) -> str:
    """Whose turn a dossier is, in words; nothing once it is over."""
    if turn is None:
        return ""
    return f"{agency_name()} ({_WORK[turn.permission]})" if turn.hand is Hand.AGENCY else turn.hand.label


def turn_people(hand: Hands | None) -> str:
    """Who they are, where they sit at home, and who of them is away; of the desk the body's name is enough."""
    if hand is None or hand.turn.hand not in (Hand.OFFICER, Hand.LEADER, Hand.DISTRICT):
        return ""
    return listed([hand.called(user) for user in hand.people[:3]])


def turn_way(hand: Hands | None) -> str:
    """How it goes on when none of them can act."""
    if hand is None or hand.way is None or hand.lack is None:
        return ""
    why = _BY_LACK.get(hand.lack) or _LACKS.get((hand.way, hand.lack), _LACKS[hand.way, Lack.GONE])
    return f"{why}: {in_own_words(_WAYS[hand.way])}"


def agency_name() -> str:
    """Who holds the duty today."""
    return str(holder_of(Duty.AWARD_AGENCY) or Hand.AGENCY.label)


SIZES = (10, 50, 250)  # rows a page
PAGE = 50


def page_size(request: HttpRequest) -> int:
    """How many rows somebody asked to see at once."""
    return next((size for size in SIZES if request.GET.get("sodong") == str(size)), PAGE)


def needs(user: Any, permission: Permission) -> None:
    """403 for a page that the role does not open; what it lists is cut to one's reach."""
    if not access.holds(user, permission):
        raise PermissionDenied


def round_or_404(code: str) -> Round:
    """A round of the campaign that is shown, with what it has (`awards.rounds.contents`). Raises `Http404`."""
    campaign = Campaign.objects.current()
    if campaign is None:
        raise Http404
    award_round: Round = get_object_or_404(
        with_contents(campaign.rounds.select_related("version", "deadline")), code=code
    )
    return award_round


# of the dossiers of one round: they share its object, with the whole plan in it
IN_ROUND = ("unit", "organisation", "household__village", "bloc", "holder_unit", "holder_organisation__seat", "author",
            "officer")  # fmt: skip
READ = ("round__campaign__province", "round__version", "round__deadline", *IN_ROUND)


def dossiers_of(award_round: Round, user: Any) -> Any:
    """The dossiers of a round that somebody may see, with all that its lists show."""
    return award_round.nominations.visible_in(award_round.campaign, user).select_related(*IN_ROUND)


def nomination_or_404(request: HttpRequest, pk: int) -> Nomination:
    """A dossier in reach, as its reader is told of it."""
    rows = Nomination.objects.readable_by(request.user).select_related(*READ)
    if request.method == "GET":  # a page that only reads; what a form changes is asked anew
        rows = with_dossier_contents(rows)
    return told([get_object_or_404(rows, pk=pk)], request.user)[0]


def say_errors(request: HttpRequest, form: Any) -> None:
    """The errors of a small form that stands on another page, as messages."""
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        messages.error(request, f"{label}: {' '.join(errors)}" if label else " ".join(errors))


def sees_caps(user: Any, award_round: Round) -> bool:
    """Somebody who sees how many places of a round are used, and by whom: over its whole province."""
    return sees_decisions(user, award_round)


def leads(user: Any, permission: Permission, award_round: Round) -> bool:
    """Somebody who holds a permission over the whole province of a round."""
    return access.may(user, permission, award_round.campaign.province)


def round_for(request: HttpRequest, permission: Permission, code: str) -> Round:
    """A round, for who holds a permission over its whole province. Raises `Http404`, `PermissionDenied`."""
    award_round = round_or_404(code)
    access.needs(request.user, permission, award_round.campaign.province)
    return award_round
