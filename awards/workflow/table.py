"""The road of a nomination, as one table."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from accounts.permissions import Permission as P
from awards.workflow.states import TONES
from awards.workflow.states import State as S
from campaign.figures.workflow import supervision_is_answered
from core.acts import why_no_reason
from core.own_words import in_own_words
from core.text import lower_first
from core.workflow import Guard, Step, Workflow


@dataclass(frozen=True)
class NominationFacts:
    """One nomination, seen by one person: what they may do, and every objection as a sentence (empty: none)."""

    state: str
    allowed: frozenset[str]
    authored_by_me: bool
    missing: tuple[str, ...]
    unjudged: tuple[str, ...]
    misses: tuple[str, ...]
    override_reason: str
    conflict: str
    why_round_is_closed: str
    why_cap_is_full: str
    why_not_confirm: str
    why_not_district: str
    why_not_submit: str
    why_not_move_on: str
    why_no_decision: str
    why_no_result: str
    why_opinion_lacks: str = ""
    why_opinions_open: str = ""
    why_reviewers_differ: str = ""
    why_checks_block: str = ""
    warned: tuple[str, ...] = ()  # what may be passed over only with a written reason
    why_pending: str = ""
    why_tie_is_open: str = ""
    why_council_chooses: str = ""
    why_list_chooses: str = ""
    why_result_waits: str = ""
    why_council: str = ""
    why_comment: str = ""
    why_no_comment: str = ""
    why_released: str = ""
    why_revocation_released: str = ""
    why_given_elsewhere: str = ""
    why_not_ours: str = ""
    why_not_state: str = ""
    why_state_gave: str = ""
    why_nothing_moved: str = ""
    why_not_close: str = ""
    why_own_name: str = ""
    why_rivals: str = ""
    open_supervision: tuple[str, ...] = ()

    def may(self, permission: str) -> bool:
        return permission in self.allowed


def _says(read: Callable[[NominationFacts], str]) -> Guard[NominationFacts]:
    """The objection that was gathered in one place of the facts."""
    return lambda facts: read(facts) or None


round_is_open = _says(lambda facts: facts.why_round_is_closed)  # dossiers are taken until the round closes
commune_confirms = _says(lambda facts: facts.why_not_confirm)
district_is_next = _says(lambda facts: facts.why_not_district)
road_is_walked = _says(lambda facts: facts.why_not_submit)  # through every hand that the plan's route names
district_is_no_more = _says(lambda facts: facts.why_not_move_on)
# of the nominee's own unit or organisation, or its holder's
reviewer_is_not_of_the_unit = _says(lambda facts: facts.conflict)
nothing_against_a_rival = _says(lambda facts: facts.why_rivals)  # who competes for the same places sets nobody back
standing_agency_has_spoken = _says(lambda facts: facts.why_opinion_lacks)  # its written opinion on the figures
opinions_are_in = _says(lambda facts: facts.why_opinions_open)
reviewers_agree = _says(lambda facts: facts.why_reviewers_differ)
# R04-R27: what may not go on, asked anew at every step up to the decision
checks_pass = _says(lambda facts: facts.why_checks_block)
# R13 alone: a discipline, an inspection, a complaint not yet concluded
nothing_is_pending = _says(lambda facts: facts.why_pending)
# between equals on the line somebody chose, with a reason
equals_are_chosen = _says(lambda facts: facts.why_tie_is_open)
cap_is_left = _says(lambda facts: facts.why_cap_is_full)  # the round has a place left in the group (III.3.b)
list_takes_places = _says(lambda facts: facts.why_council_chooses)  # where the plan has a place taken on recommending
council_chooses = _says(lambda facts: facts.why_list_chooses)  # where the plan has the Council choose among all
# what the Council held of a candidate is written down first
result_is_recorded = _says(lambda facts: facts.why_result_waits)
result_is_given = _says(lambda facts: facts.why_no_result)  # chosen or not only with the result of a closed session
council_has_agreed = _says(lambda facts: facts.why_council)
comment_is_asked = _says(lambda facts: facts.why_no_comment)  # the round's plan asks for public comment
comment_is_over = _says(lambda facts: facts.why_comment)
# awards come only from a decision with number, date and signer
decision_is_given = _says(lambda facts: facts.why_no_decision)
decision_is_not_released = _says(lambda facts: facts.why_released)
revocation_is_not_released = _says(lambda facts: facts.why_revocation_released)
# R11, R12: another award of the same was given meanwhile
nobody_took_its_place = _says(lambda facts: facts.why_given_elsewhere)
province_gives_it = _says(lambda facts: facts.why_not_ours)
figures_have_moved = _says(lambda facts: facts.why_nothing_moved)  # a correction turned over what the award rests on
# before the desk: no account can take it on, or its round takes no more
nobody_is_left = _says(lambda facts: facts.why_not_close)
state_gives_it = _says(lambda facts: facts.why_not_state)
province_gave_it = _says(lambda facts: facts.why_state_gave)
nobody_signs_for_themselves = _says(lambda facts: facts.why_own_name)  # nor for whoever bears their name


def dossier_is_complete(facts: NominationFacts) -> str | None:
    """The parts that a dossier must have."""
    if facts.missing:
        return f"Hồ sơ còn thiếu: {', '.join(facts.missing)}."
    return None


def every_part_is_judged(facts: NominationFacts) -> str | None:
    """A reviewer has said of every judged part what they hold, and why."""
    if facts.unjudged:
        return f"Còn {len(facts.unjudged)} ý chưa có nhận xét: {lower_first('; '.join(facts.unjudged))}."
    return None


def somebody_else_authored(facts: NominationFacts) -> str | None:
    """The author of a nomination never appraises or approves it."""
    if facts.authored_by_me:
        return "Bạn đã lập hồ sơ này nên không thể thẩm định hoặc trình khen thưởng; cần một người khác."
    return None


_EXPLAIN = "Muốn trình vẫn phải ghi lý do, ít nhất hai từ, để Hội đồng và Chủ tịch UBND tỉnh xem."


def miss_is_explained(facts: NominationFacts) -> str | None:
    """ "Phấn đấu": a measured miss may be recommended only with a written reason."""
    if facts.misses and why_no_reason(facts.override_reason, ""):
        return f"Tiêu chí chưa đạt: {'; '.join(facts.misses)}. {in_own_words(_EXPLAIN)}"
    return None


def warnings_are_explained(facts: NominationFacts) -> str | None:
    """R11 and what else would block if it were certain: passed over only with a written reason."""
    if facts.warned and why_no_reason(facts.override_reason, ""):
        return f"Điểm phải giải trình: {'; '.join(facts.warned)}. {in_own_words(_EXPLAIN)}"
    return None


class Door(StrEnum):
    """How a step is taken."""

    PAGE = "page"  # by the button of a dossier, or of a list
    PAPER = "paper"  # only with a decision, a tờ trình, an answer to it
    SESSION = "session"  # only with what a closed session of the Council came to, all of a ceiling together


class Effect(StrEnum):
    """What else a step does to its dossier; `awards.nominations.actions.effects` does it."""

    NONE = ""
    BIND = "bind"  # to the law of the day, and what is sent is kept
    KEEP_VERSION = "keep_version"
    START_CLOCK = "start_clock"
    STOP_CLOCK = "stop_clock"
    BEGIN_TERM = "begin_term"
    END_TERM = "end_term"
    OPEN_COMMENT = "open_comment"


@dataclass(frozen=True)
class DossierStep(Step[NominationFacts]):
    """A step of a dossier, with everything that is particular to it."""

    door: Door = Door.PAGE
    effect: Effect = Effect.NONE
    freezes: bool = False  # findings are kept as they are at this step
    gives_back: bool = False  # to the holder, who reads why


class DossierWorkflow(Workflow[NominationFacts]):
    """The table of dossiers: its steps bear more than those of other tables."""

    steps: dict[str, DossierStep]  # type: ignore[assignment]  # filled by the base class with what it is given

    def __init__(self, *steps: DossierStep, labels: Mapping[str, str], tones: Mapping[str, str]) -> None:
        super().__init__(*steps, labels=labels, tones=tones)

    def __iter__(self) -> Iterator[DossierStep]:
        return iter(self.steps.values())

    def __getitem__(self, name: str) -> DossierStep:
        return self.steps[name]

    def where(self, is_so: Callable[[DossierStep], bool]) -> frozenset[str]:
        """The names of the steps of which something holds."""
        return frozenset(step.name for step in self if is_so(step))


_OURS = (somebody_else_authored, reviewer_is_not_of_the_unit)
_WORKING = {
    S.UNDER_APPRAISAL,
    S.APPRAISED,
    S.CANDIDATE,
    S.RECOMMENDED,
    S.COUNCIL,
    S.COMMENT,
    S.FOR_DECISION,
    S.AT_STATE,
}

NOMINATION = DossierWorkflow(
    DossierStep("confirm", "Xác nhận hồ sơ", {S.DRAFT, S.RETURNED}, S.CONFIRMED, needs=P.CONFIRM_NOMINATION,
         guards=(round_is_open, dossier_is_complete, commune_confirms, nobody_signs_for_themselves), then="UBND cấp xã chịu trách nhiệm về thành tích.",
         verb="Xác nhận hồ sơ khen thưởng"),
    DossierStep("send_to_district", "Gửi UBND cấp huyện", {S.DRAFT, S.RETURNED, S.CONFIRMED}, S.DISTRICT_REVIEW, needs=P.NOMINATE,
         guards=(round_is_open, dossier_is_complete, district_is_next), then="UBND cấp huyện xét rồi trình cơ quan thi đua, khen thưởng.",
         effect=Effect.KEEP_VERSION, verb="Gửi hồ sơ lên UBND cấp huyện"),
    DossierStep("submit", "Trình cơ quan thi đua, khen thưởng", {S.DRAFT, S.RETURNED, S.CONFIRMED, S.DISTRICT_REVIEW}, S.SUBMITTED,
         needs=P.CONFIRM_NOMINATION, guards=(round_is_open, dossier_is_complete, road_is_walked, nobody_signs_for_themselves),
         then="Cơ quan thi đua, khen thưởng tiếp nhận và thẩm định.",
         effect=Effect.BIND, freezes=True, verb="Trình hồ sơ lên cơ quan thi đua, khen thưởng"),
    DossierStep("move_on", "Chuyển lên cơ quan thi đua, khen thưởng", {S.DISTRICT_REVIEW}, S.SUBMITTED, needs=P.APPRAISE, reason=True,
         guards=(district_is_no_more,), then="Cấp huyện không còn trên đường đi của hồ sơ.",
         verb="Chuyển hồ sơ lên cơ quan thi đua, khen thưởng"),
    DossierStep("close", "Kết thúc hồ sơ thiếu người xử lý", {S.DRAFT, S.RETURNED, S.CONFIRMED, S.DISTRICT_REVIEW}, S.WITHDRAWN,
         needs=P.APPRAISE, reason=True, throws_away=True, guards=(nobody_is_left,),
         then="Hồ sơ thôi xét; nơi lập, nếu còn, được thông báo lý do và có thể lập hồ sơ khác.", is_aside=True),
    DossierStep("return", "Trả lại để bổ sung", {S.SUBMITTED, S.UNDER_APPRAISAL, S.APPRAISED}, S.RETURNED, needs=P.APPRAISE, reason=True, throws_away=True,
         guards=(reviewer_is_not_of_the_unit, nothing_against_a_rival), then="Nơi lập hồ sơ nhận lý do và sửa được hồ sơ.",
         effect=Effect.STOP_CLOCK, gives_back=True, verb="Trả lại hồ sơ để bổ sung"),
    DossierStep("return_from_district", "Trả lại để bổ sung", {S.CONFIRMED, S.DISTRICT_REVIEW}, S.RETURNED,
         needs=P.CONFIRM_NOMINATION, reason=True, throws_away=True, then="Nơi lập hồ sơ nhận lý do và sửa được hồ sơ.",
         gives_back=True, verb="Trả lại hồ sơ để bổ sung"),
    DossierStep("accept", "Tiếp nhận, bắt đầu thẩm định", {S.SUBMITTED}, S.UNDER_APPRAISAL, needs=P.APPRAISE,
         guards=(dossier_is_complete, *_OURS), then="Thời hạn giải quyết bắt đầu; cơ quan thường trực được hỏi ý kiến về số liệu.",
         effect=Effect.START_CLOCK, verb="Tiếp nhận hồ sơ, bắt đầu thẩm định"),
    DossierStep("appraise", "Kết thúc thẩm định", {S.UNDER_APPRAISAL}, S.APPRAISED, needs=P.APPRAISE,
         guards=(every_part_is_judged, reviewers_agree, standing_agency_has_spoken, opinions_are_in,
                 supervision_is_answered, *_OURS),
         then="Kết luận từng tiêu chí được giữ nguyên như lúc này.",
         freezes=True, verb="Kết thúc thẩm định hồ sơ"),
    DossierStep("reopen", "Mở lại phiếu thẩm định", {S.APPRAISED}, S.UNDER_APPRAISAL, needs=P.APPRAISE, reason=True,
         guards=(*_OURS, nothing_against_a_rival),
         then="Nhận xét được sửa rồi kết thúc thẩm định lại; kết luận lần trước vẫn được giữ.", is_aside=True),
    DossierStep("recommend", "Đưa vào danh sách trình", {S.APPRAISED}, S.RECOMMENDED, needs=P.RECOMMEND,
         guards=(list_takes_places, *_OURS, supervision_is_answered, checks_pass, miss_is_explained,
                 warnings_are_explained, equals_are_chosen, cap_is_left),
         then="Hồ sơ giữ một chỗ trong số lượng khen thưởng của đợt.",
         freezes=True, verb="Đưa hồ sơ vào danh sách trình"),
    DossierStep("remove_from_list", "Đưa ra khỏi danh sách", {S.RECOMMENDED, S.COUNCIL, S.COMMENT}, S.APPRAISED, needs=P.RECOMMEND, reason=True, throws_away=True,
         guards=(nothing_against_a_rival,), then="Chỗ trong số lượng khen thưởng được trả lại.", is_aside=True,
         verb="Đưa hồ sơ ra khỏi danh sách"),
    DossierStep("put_before_council", "Đưa ra Hội đồng chọn", {S.APPRAISED}, S.CANDIDATE, needs=P.RECOMMEND,
         guards=(council_chooses, *_OURS, supervision_is_answered, checks_pass, miss_is_explained,
                 warnings_are_explained),
         then="Hồ sơ vào chương trình phiên họp tới; chưa giữ chỗ, Hội đồng chọn mới giữ chỗ.",
         freezes=True, verb="Đưa hồ sơ ra Hội đồng chọn"),
    DossierStep("leave_out", "Không đưa ra Hội đồng", {S.APPRAISED}, S.APPRAISED, needs=P.RECOMMEND, reason=True, throws_away=True,
         guards=(council_chooses, *_OURS, nothing_against_a_rival), then="Lý do được giữ ở hồ sơ; Hội đồng và Chủ tịch UBND tỉnh đọc được.",
         is_aside=True,
         verb="Không đưa hồ sơ ra Hội đồng"),
    DossierStep("take_back", "Rút khỏi danh sách đưa ra Hội đồng", {S.CANDIDATE}, S.APPRAISED, needs=P.RECOMMEND, reason=True, throws_away=True,
         guards=(result_is_recorded, nothing_against_a_rival), then="Hồ sơ trở lại «Đã thẩm định».", is_aside=True,
         verb="Rút hồ sơ khỏi danh sách đưa ra Hội đồng"),
    DossierStep("choose", "Hội đồng chọn", {S.CANDIDATE}, S.COUNCIL, needs=P.HOLD_SESSION,
         guards=(result_is_given, council_has_agreed, checks_pass, cap_is_left),
         then="Hồ sơ giữ một chỗ trong số lượng khen thưởng của đợt.",
         door=Door.SESSION, verb="Hội đồng chọn hồ sơ"),
    DossierStep("not_chosen", "Hội đồng không chọn", {S.CANDIDATE}, S.APPRAISED, needs=P.HOLD_SESSION, reason=True,
         guards=(result_is_given,), then="Hồ sơ trở lại «Đã thẩm định», kèm kết quả của phiên họp.", is_aside=True,
         door=Door.SESSION, verb="Hội đồng không chọn hồ sơ"),
    DossierStep("to_council", "Trình Hội đồng", {S.RECOMMENDED}, S.COUNCIL, needs=P.RECOMMEND,
         guards=(supervision_is_answered, checks_pass),
         then="Hồ sơ vào chương trình phiên họp của Hội đồng."),
    DossierStep("to_comment", "Lấy ý kiến công khai", {S.COUNCIL, S.RECOMMENDED}, S.COMMENT, needs=P.RECOMMEND,
         guards=(council_has_agreed, comment_is_asked, checks_pass), then="Tên đăng công khai đến hết thời hạn góp ý.",
         effect=Effect.OPEN_COMMENT, verb="Lấy ý kiến công khai về hồ sơ"),
    DossierStep("to_decision", "Trình Chủ tịch UBND tỉnh", {S.RECOMMENDED, S.COUNCIL, S.COMMENT}, S.FOR_DECISION,
         needs=P.RECOMMEND, guards=(council_has_agreed, comment_is_over, supervision_is_answered, checks_pass),
         then="Chủ tịch UBND tỉnh quyết định, hoặc ký tờ trình cấp Nhà nước.",
         freezes=True),
    DossierStep("return_to_list", "Chủ tịch trả lại danh sách", {S.FOR_DECISION}, S.APPRAISED, needs=P.DECIDE, reason=True, throws_away=True,
         then="Cơ quan thi đua, khen thưởng xem lại; chỗ trong số lượng được trả lại.", is_aside=True),
    DossierStep("award", "Ban hành quyết định", {S.FOR_DECISION}, S.AWARDED, needs=P.DECIDE,
         guards=(somebody_else_authored, nobody_signs_for_themselves, province_gives_it, decision_is_given, supervision_is_answered,
                 checks_pass),
         then="Tập thể, cá nhân trong danh sách được khen; hiện công khai sau khi công bố.",
         door=Door.PAPER, freezes=True, verb="Khen thưởng"),
    DossierStep("send_to_state", "Trình cấp Nhà nước", {S.FOR_DECISION}, S.AT_STATE, needs=P.DECIDE,
         guards=(somebody_else_authored, nobody_signs_for_themselves, state_gives_it, decision_is_given,
                 supervision_is_answered, checks_pass),
         then="Tờ trình gửi Thủ tướng Chính phủ hoặc Chủ tịch nước; chờ kết quả.",
         door=Door.PAPER, freezes=True, verb="Trình hồ sơ cấp Nhà nước"),
    DossierStep("award_by_state", "Ghi quyết định của cấp Nhà nước", {S.AT_STATE}, S.AWARDED, needs=P.RECOMMEND,
         guards=(decision_is_given,), then="Được khen theo quyết định của Thủ tướng Chính phủ hoặc Chủ tịch nước.",
         door=Door.PAPER, freezes=True, verb="Ghi quyết định khen thưởng của cấp Nhà nước"),
    DossierStep("return_from_state", "Cấp Nhà nước trả lại", {S.AT_STATE}, S.APPRAISED, needs=P.RECOMMEND, reason=True,
         guards=(decision_is_given,), then="Chỗ trong số lượng được trả lại; cơ quan thi đua, khen thưởng xem lại hồ sơ.", is_aside=True,
         door=Door.PAPER, verb="Cấp Nhà nước trả lại hồ sơ"),
    DossierStep("refuse_by_state", "Cấp Nhà nước không đồng ý khen", {S.AT_STATE}, S.NOT_AWARDED, needs=P.RECOMMEND, reason=True,
         guards=(decision_is_given,), is_aside=True,
         door=Door.PAPER),
    DossierStep("recall_from_state", "Thu hồi việc ghi tờ trình", {S.AT_STATE}, S.FOR_DECISION, needs=P.DECIDE, reason=True,
         guards=(decision_is_given,), then="Tờ trình ghi nhầm được giữ, đánh dấu thu hồi; hồ sơ chờ tờ trình khác.",
         is_aside=True,
         door=Door.PAPER, verb="Thu hồi việc ghi tờ trình cấp Nhà nước"),
    DossierStep("recall_state_award", "Thu hồi việc ghi quyết định của cấp Nhà nước", {S.AWARDED}, S.AT_STATE, needs=P.RECOMMEND,
         reason=True, guards=(decision_is_given, state_gives_it, decision_is_not_released),
         then="Quyết định ghi nhầm được giữ, đánh dấu thu hồi; hồ sơ lại chờ kết quả.", is_aside=True,
         door=Door.PAPER),
    DossierStep("recall_state_answer", "Thu hồi việc ghi trả lời của cấp Nhà nước", {S.APPRAISED, S.NOT_AWARDED}, S.AT_STATE,
         needs=P.RECOMMEND, reason=True, guards=(decision_is_given, state_gives_it, cap_is_left),
         then="Trả lời ghi nhầm được giữ, đánh dấu thu hồi; hồ sơ lại chờ kết quả.", is_aside=True,
         door=Door.PAPER),
    DossierStep("recall", "Thu hồi quyết định chưa công bố", {S.AWARDED}, S.FOR_DECISION, needs=P.DECIDE, reason=True,
         guards=(province_gave_it, decision_is_not_released), is_aside=True,
         door=Door.PAPER),
    DossierStep("revoke", "Hủy bỏ quyết định tặng", {S.AWARDED}, S.REVOKED, needs=P.DECIDE, reason=True,
         guards=(decision_is_given,), is_aside=True,
         door=Door.PAPER),
    DossierStep("recall_revocation", "Thu hồi quyết định hủy bỏ chưa công bố", {S.REVOKED}, S.AWARDED, needs=P.DECIDE, reason=True,
         guards=(revocation_is_not_released, nobody_took_its_place),
         then="Khen thưởng lại có hiệu lực như trước; quyết định hủy bỏ được giữ, đánh dấu thu hồi.", is_aside=True,
         door=Door.PAPER),
    DossierStep("restore", "Khôi phục khen thưởng", {S.REVOKED}, S.AWARDED, needs=P.DECIDE, reason=True,
         guards=(decision_is_given, nobody_took_its_place),
         then="Khen thưởng lại có hiệu lực theo quyết định khôi phục; quyết định hủy bỏ vẫn được giữ.", is_aside=True,
         door=Door.PAPER),
    DossierStep("keep_award", "Giữ nguyên khen thưởng", {S.AWARDED}, S.AWARDED, needs=P.DECIDE, reason=True, is_aside=True,
         guards=(figures_have_moved,),
         then="Lý do được giữ ở hồ sơ; điều chỉnh số liệu lần sau lại phải xem lại.",
         freezes=True, verb="Giữ nguyên khen thưởng sau khi số liệu điều chỉnh"),
    DossierStep("decline", "Không khen thưởng", {S.UNDER_APPRAISAL, S.APPRAISED}, S.NOT_AWARDED, needs=P.APPRAISE, reason=True, throws_away=True,
         guards=(*_OURS, nothing_against_a_rival), is_aside=True,
         effect=Effect.END_TERM),
    DossierStep("refuse", "Không đồng ý khen", {S.FOR_DECISION}, S.NOT_AWARDED, needs=P.DECIDE, reason=True, throws_away=True, is_aside=True,
         verb="Không đồng ý khen thưởng"),
    DossierStep("reconsider", "Xét lại", {S.NOT_AWARDED}, S.UNDER_APPRAISAL, needs=P.APPRAISE, reason=True, guards=_OURS,
         is_aside=True,
         effect=Effect.BEGIN_TERM, verb="Xét lại hồ sơ"),
    DossierStep("suspend", "Tạm dừng xét", _WORKING, S.SUSPENDED, needs=P.APPRAISE, reason=True,
         guards=(nothing_against_a_rival,),
         then="Có kỷ luật đang xem xét, thanh tra, kiểm tra, khiếu nại, tố cáo: ghi văn bản; chỗ trong số lượng được trả lại.",
         is_aside=True,
         effect=Effect.END_TERM, verb="Tạm dừng xét hồ sơ"),
    DossierStep("resume", "Tiếp tục xét", {S.SUSPENDED}, S.UNDER_APPRAISAL, needs=P.APPRAISE, reason=True,
         guards=(nothing_is_pending, *_OURS), then="Ghi ngày và văn bản kết luận; hồ sơ được thẩm định lại.",
         effect=Effect.BEGIN_TERM, verb="Tiếp tục xét hồ sơ"),
    DossierStep("withdraw", "Rút hồ sơ", {S.DRAFT, S.RETURNED, S.CONFIRMED, S.DISTRICT_REVIEW, S.SUBMITTED}, S.WITHDRAWN,
         needs=P.NOMINATE, reason=True, throws_away=True, is_aside=True,
         verb="Rút hồ sơ khen thưởng"),
    labels={state.value: str(state.label) for state in S},
    tones=TONES,
)  # fmt: skip
# what stands in the transitions of a dossier without being a step of it
EVENTS = {
    "nominate": "Lập hồ sơ đề nghị",
    "enter_past": "Nhập bù theo quyết định đã ban hành",
    "cancel_late": "Bỏ khen thưởng nhập bù sai",
}


def step_words(code: str) -> str:
    """What a transition of a dossier is called; a code that no version names any more stays as it was written."""
    return NOMINATION[code].label if code in NOMINATION.steps else EVENTS.get(code, code)


BY_DECISION = NOMINATION.where(lambda step: step.door is Door.PAPER)
BY_COUNCIL = NOMINATION.where(lambda step: step.door is Door.SESSION)
RETURNS = NOMINATION.where(lambda step: step.gives_back)
TAKEN_UP = NOMINATION.where(lambda step: step.effect is Effect.BEGIN_TERM)  # as it was, with a term of its own
VERBS = {f"nomination_{step.name}": step.said for step in NOMINATION}  # as the trail has them
