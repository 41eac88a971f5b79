"""What the workflow of nominations needs to know, gathered for many at once; under the lock and before the click alike."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from accounts.models import User
from accounts.permissions import Permission
from awards.appraisal.checks import checks, passed_over, sentence
from awards.council.sessions import held
from awards.decisions.flips import moved_measures
from awards.decisions.told import GIVEN
from awards.law.domain.state_level import AUTHORITIES, authority_of
from awards.models import AgendaItem, Award, CommentPeriod, Nomination, Opinion
from awards.nominations.contents import having
from awards.nominations.dossiers import Dossier, dossiers
from awards.ranking.contests import contested
from awards.ranking.standings import why_ties_are_open
from awards.rounds import caps
from awards.subjects import remarked_places
from awards.workflow import stakes
from awards.workflow.ground import Road, roads, why_closed_for
from awards.workflow.people import hands
from awards.workflow.rivals import competing, why_not_against
from awards.workflow.road import why_not_confirm, why_not_district, why_not_submit
from awards.workflow.stakes import Stake, stakes_of
from awards.workflow.states import State
from awards.workflow.stood_in import stand_ins_of
from awards.workflow.table import NominationFacts
from awards.workflow.turns import BEFORE_DESK, LISTED, STOOD_IN
from campaign.open_remarks import open_remarks
from core import clock
from core.numbers import format_date
from core.once import reading
from core.own_words import in_own_words
from core.text import listed, lower_first
from units import access
from units.map.domain.levels import Level
from units.models import Unit

RELEASED = "Quyết định đã công bố; chỉ thay đổi bằng quyết định điều chỉnh hoặc hủy bỏ."
REVOCATION_RELEASED = (
    "Quyết định hủy bỏ đã công bố nên không thu hồi; hủy bỏ không đúng thì ban hành quyết định khôi phục khen thưởng."
)
OWN_NAME = (
    "Bạn trùng họ tên với người được đề nghị nên không ký, không quyết định hồ sơ này; cấp phó hoặc người khác có vai trò "
    "này thực hiện."
)
WHY_COUNCIL_CHOOSES = (
    "Ở đợt này Hội đồng chọn trong mọi hồ sơ đã thẩm định, chỗ được giữ khi Hội đồng chọn: dùng «Đưa ra Hội đồng chọn»."
)
WHY_LIST_CHOOSES = (
    "Ở đợt này hồ sơ giữ chỗ khi đưa vào danh sách, trước khi ra Hội đồng: dùng «Đưa vào danh sách trình»."
)
WHY_NO_RESULT = "Bước này chỉ theo kết quả của phiên họp Hội đồng đã kết thúc; thư ký ghi ở trang phiên họp."
_ASKED = (
    Permission.NOMINATE,
    Permission.CONFIRM_NOMINATION,
    Permission.APPRAISE,
    Permission.RECOMMEND,
    Permission.HOLD_SESSION,
    Permission.DECIDE,
)


@reading()
def nomination_facts(
    nominations: Sequence[Nomination],
    *,
    by: User,
    lock_caps: bool = False,
    has_decision: bool = False,
    has_result: bool = False,
    override_reason: str = "",
    read: Mapping[int, Dossier] | None = None,
) -> dict[int, NominationFacts]:
    """The facts of every nomination, by its pk; a fixed number of questions whatever their number.

    `lock_caps` locks the caps' rows first: a step that uses a cap asks under that lock.
    """
    boards = caps.boards(list({n.round_id: n.round for n in nominations}.values()), lock=lock_caps)
    found = read if read is not None else dossiers(nominations)
    places = {n.pk: n.place for n in nominations}
    ids = {unit.pk for unit in places.values()}
    reached = {permission: access.reached(by, permission, ids, model=Unit) for permission in _ASKED}
    own = {permission: access.own_organisations(by, permission) for permission in _ASKED}
    today = clock.today()
    walked = roads(nominations)
    stake = _stake(by)
    named = {pk for pk, users in stand_ins_of(nominations).items() if by in users}
    supervised = open_remarks("nomination", remarked_places(nominations))
    checked = checks(nominations, found)
    opinions, agendas, comments = _opinions(nominations), held(nominations), _comments(nominations)
    given = [n.pk for n in nominations if n.state in GIVEN]
    released = set(
        Award.objects.filter(nomination__in=given, decision__released_at__isnull=False).values_list(
            "nomination_id", flat=True
        )
        if given
        else ()
    )
    revoked = [n.pk for n in nominations if n.state == State.REVOKED]
    ended = set(
        Award.objects.filter(nomination__in=revoked, revoked_by__released_at__isnull=False).values_list(
            "nomination_id", flat=True
        )
        if revoked
        else ()
    )
    moved = moved_measures([n for n in nominations if n.state == State.AWARDED], found)
    ties = why_ties_are_open(nominations, boards)
    full = dict(zip((n.pk for n in nominations), boards.why_full(nominations), strict=True))
    closable = _why_not_close(nominations, by)
    works = any(reached[permission] or own[permission] for permission in (Permission.APPRAISE, Permission.RECOMMEND))
    against = competing(nominations, {by: stake.own}) if works and not by.is_builtin else {}
    listed_too = contested([n for n in nominations if n.pk in named and n.state in LISTED])
    result = {}
    for nomination in nominations:
        pk, place = nomination.pk, places[nomination.pk]
        allowed = frozenset(
            permission
            for permission in _ASKED
            if place.pk in reached[permission] or nomination.holder_organisation_id in own[permission]
        )
        if pk in named and (nomination.state in STOOD_IN or pk in listed_too):
            allowed |= {Permission.APPRAISE, Permission.RECOMMEND}
        dossier, road = found[pk], walked[pk]
        result[pk] = NominationFacts(
            state=nomination.state,
            allowed=allowed,
            authored_by_me=nomination.author_id == by.pk and not by.is_builtin,
            missing=dossier.missing,
            unjudged=dossier.unjudged,
            misses=dossier.misses,
            override_reason=override_reason or nomination.override_reason,
            conflict="" if by.is_builtin else stakes.conflict_of(nomination, stake.own if pk in named else stake, by),
            why_round_is_closed=why_closed_for(nomination),
            why_cap_is_full=full[pk],
            why_not_confirm=why_not_confirm(road.stops, road.level),
            why_not_district=why_not_district(road.stops, nomination.state),
            why_not_submit=_why_not_submit(nomination, road, by, stake),
            why_not_move_on=_why_not_move_on(nomination, road.stops),
            why_not_close=closable.get(pk, ""),
            why_opinion_lacks=_why_opinion_lacks(dossier, opinions[pk]),
            why_opinions_open=_why_opinions_open(opinions[pk]),
            why_reviewers_differ=_why_differ(dossier),
            why_checks_block=sentence(checked[pk]),
            warned=passed_over(checked[pk]),
            why_pending=sentence(checked[pk], "R13"),
            why_tie_is_open=ties.get(pk, ""),
            why_council_chooses=WHY_COUNCIL_CHOOSES if nomination.round.shape.council_chooses else "",
            why_list_chooses="" if nomination.round.shape.council_chooses else WHY_LIST_CHOOSES,
            why_result_waits=_why_result_waits(nomination, agendas.get(pk)),
            why_no_result="" if has_result else WHY_NO_RESULT,
            why_council=_why_council(nomination, agendas.get(pk)),
            why_comment=_why_comment(nomination, comments.get(pk, ()), today),
            why_no_comment=_why_no_comment(nomination),
            open_supervision=tuple(supervised.get(pk, ())),
            why_no_decision="" if has_decision else "Bước này chỉ theo quyết định có số, ngày và người ký.",
            why_released=RELEASED if pk in released else "",
            why_revocation_released=REVOCATION_RELEASED if pk in ended else "",
            why_given_elsewhere=sentence(checked[pk], "R11", "R12") if nomination.state == State.REVOKED else "",
            why_state_gave=_why_state_gave(nomination),
            why_nothing_moved="" if pk in moved else "Số liệu làm căn cứ không thay đổi từ lần chốt gần nhất.",
            why_not_ours=_why_not_ours(nomination),
            why_not_state=_why_not_state(nomination),
            why_rivals="" if pk in named else why_not_against(against.get((pk, by.pk))),
            why_own_name=OWN_NAME if not by.is_builtin and stakes.bears_name(nomination, by) else "",
        )
    return result


# ---- the road ----


def _why_not_submit(nomination: Nomination, road: Road, by: User, stake: Stake) -> str:
    """Every stop has confirmed; from a district its own leader submits."""
    why = why_not_submit(road.stops, nomination.state, road.level)
    if why or by.is_builtin or nomination.state != State.DISTRICT_REVIEW or road.level == "district":
        return why
    signs = any(
        seat.unit.level <= Level.DISTRICT and Permission.CONFIRM_NOMINATION in seat.permissions
        for seat in access.seats(by)
    )
    if not signs:
        return "Lãnh đạo UBND cấp huyện trình hồ sơ đã xét."
    return stakes.conflict_of(nomination, stake.own, by)  # who was of the commune does not review its dossier


def _why_not_close(nominations: Sequence[Nomination], by: User) -> dict[int, str]:
    """Why the award agency does not end a dossier that never reached it: somebody can still take it on."""
    early = [item for item in nominations if item.state in BEFORE_DESK]
    if not early or not access.holds(by, Permission.APPRAISE):
        return {}
    found = hands(early)
    return {
        item.pk: ""
        if why_closed_for(item) or not (people := found[item.pk].people)
        else f"Vẫn có người xử lý hồ sơ này: {listed([user.full_name for user in people[:3]])}."
        for item in early
    }


def _why_not_move_on(nomination: Nomination, stops: tuple[str, ...]) -> str:
    if "district" in stops:
        return "Cấp huyện vẫn đang xét hồ sơ này."
    return ""


# ---- who may judge ----


def why_not_mine(nominations: Sequence[Nomination], by: User) -> dict[int, str]:
    """Why somebody may not appraise each of many: of the nominee or holder, or its author; empty where they may."""
    stake = _stake(by)
    return {
        item.pk: stakes.conflict_of(item, stake, by) or ("Bạn lập hồ sơ này." if item.author_id == by.pk else "")
        for item in nominations
    }


def _stake(by: User) -> Stake:
    """What somebody belongs or belonged to by their seats."""
    return stakes_of({by.pk})[by.pk] if by.pk else Stake()


def conflict_of(nomination: Nomination, by: User) -> str:
    """Why somebody stands too near to a nominee to decide about it; empty where they do not."""
    return "" if by.is_builtin else stakes.conflict_of(nomination, _stake(by), by)


def _why_differ(dossier: Dossier) -> str:
    if not dossier.differing:
        return ""
    return f"Hai người thẩm định có nhận xét khác nhau: {lower_first('; '.join(dossier.differing))}. Cần kết luận chung, có lý do."


# ---- opinions ----

WAYS_OF_OPINIONS = (
    "Ở mục Ý kiến các cơ quan: ghi ý kiến nhận bằng văn bản, rút câu hỏi, hoặc bỏ qua khi đã quá hạn, có lý do."
)


def _opinions(nominations: Sequence[Nomination]) -> dict[int, list[Opinion]]:
    found: dict[int, list[Opinion]] = defaultdict(list)
    asked = having(nominations, "opinions")
    for row in Opinion.objects.filter(nomination__in=asked).select_related("of") if asked else ():
        found[row.nomination_id].append(row)
    return found


def _why_opinion_lacks(dossier: Dossier, opinions: Sequence[Opinion]) -> str:
    """Where figures are measured the standing agency has written what it holds of them."""
    spoken = any(row.on_figures and (row.answered_at or row.end == Opinion.End.PASSED) for row in opinions)
    if dossier.measured is None or spoken:
        return ""
    asked = any(row.on_figures and row.is_open for row in opinions)
    return (
        "Cơ quan thường trực chưa có ý kiến bằng văn bản về số liệu giảm nghèo của hồ sơ. "
        f"{WAYS_OF_OPINIONS if asked else 'Hỏi ở mục Ý kiến các cơ quan.'}"
    )


def _why_opinions_open(opinions: Sequence[Opinion]) -> str:
    waiting = [row for row in opinions if row.is_open and not row.on_figures]
    if not waiting:
        return ""
    names = "; ".join(f"{row.of} (hạn {format_date(row.due_on)})" for row in waiting)
    return f"Còn ý kiến chưa trả lời: {names}. {WAYS_OF_OPINIONS}"


# ---- the Council, comment, the decision ----


def _why_council(nomination: Nomination, item: AgendaItem | None) -> str:
    if not nomination.round.shape.council:
        return ""
    if item is None:
        return "Hội đồng Thi đua - Khen thưởng chưa biểu quyết hồ sơ này."
    if item.result != AgendaItem.Result.AGREED:
        return f"Hội đồng không thông qua hồ sơ này ({item.session}); đưa ra khỏi danh sách rồi ghi không khen thưởng."
    return ""


def _why_result_waits(nomination: Nomination, item: AgendaItem | None) -> str:
    if item is None or item.chosen is not None or nomination.state != State.CANDIDATE:
        return ""
    return f"Hội đồng đã biểu quyết hồ sơ này ({item.session}); thư ký ghi kết quả chọn ở trang phiên họp trước."


def _comments(nominations: Sequence[Nomination]) -> dict[int, list[CommentPeriod]]:
    found: dict[int, list[CommentPeriod]] = defaultdict(list)
    asking = [row for row in having(nominations, "comments") if row.round.shape.asks_comment]
    if not asking:
        return found
    rows = CommentPeriod.objects.filter(nomination__in=asking).order_by("pk").prefetch_related("objections")
    for row in rows:
        found[row.nomination_id].append(row)
    return found


def _why_comment(nomination: Nomination, periods: Sequence[CommentPeriod], today: date) -> str:
    """Where public comment is required, it has run to its end and every objection is answered."""
    if not nomination.round.shape.asks_comment:
        return ""
    if not periods:
        return "Hồ sơ này phải lấy ý kiến công khai trước khi trình."
    until = periods[-1].until
    if today <= until:
        return f"Đang lấy ý kiến công khai đến hết ngày {format_date(until)}."
    open_ones = sum(not row.answer for period in periods for row in period.objections.all())
    return f"Còn {open_ones} ý kiến công khai chưa được xử lý." if open_ones else ""


def _why_no_comment(nomination: Nomination) -> str:
    if nomination.round.shape.asks_comment:
        return ""
    return f"{nomination.round.name} không phải lấy ý kiến công khai: trình thẳng sau khi Hội đồng thông qua."


def _authority(nomination: Nomination) -> str:
    return authority_of(nomination.round.plan, nomination.form or nomination.round.shape.award_form)


def _why_not_ours(nomination: Nomination) -> str:
    """The chairman awards what is the province's to give."""
    authority = _authority(nomination)
    if not authority:
        return ""
    return f"Hình thức này do {AUTHORITIES[authority]} quyết định: lập tờ trình ở trang Trình cấp Nhà nước."


def _why_not_state(nomination: Nomination) -> str:
    return (
        ""
        if _authority(nomination)
        else in_own_words("Hình thức này do Chủ tịch UBND tỉnh quyết định, không trình cấp Nhà nước.")
    )


def _why_state_gave(nomination: Nomination) -> str:
    if nomination.state != State.AWARDED or not _authority(nomination):
        return ""
    return "Quyết định của cấp Nhà nước không thu hồi ở đây; ghi nhầm thì thu hồi việc ghi ở trang tờ trình."
