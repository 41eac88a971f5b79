"""The roads of records, as tables. Steps that answer carry what was said as their reason."""

from dataclasses import dataclass

from accounts.permissions import Permission as P
from campaign.activities.domain.records import Road
from core.workflow import Step, Workflow

KEEP = P.KEEP_RECORDS


@dataclass(frozen=True)
class RecordFacts:
    """One record, seen by one person."""

    state: str
    allowed: frozenset[str]
    written_by_me: bool = False
    given_by_mine: bool = False  # my own unit or body is the side that helps
    why_overdrawn: str = ""
    lacks_consent: bool = False

    def may(self, permission: str) -> bool:
        return permission in self.allowed


def balance_covers(facts: RecordFacts) -> str | None:
    """What is spent is there, and what was received is not taken back after it was spent."""
    return facts.why_overdrawn or None


def somebody_else_wrote(facts: RecordFacts) -> str | None:
    """Nobody confirms what they wrote themselves."""
    if facts.written_by_me:
        return "Bạn đã ghi việc này nên cần một người khác của nơi nhận xác nhận."
    return None


def somebody_else_received(facts: RecordFacts) -> str | None:
    """Help is confirmed by who received it."""
    return "Đơn vị của bạn là bên giúp nên nơi nhận xác nhận." if facts.given_by_mine else None


def consent_is_given(facts: RecordFacts) -> str | None:
    """A person or household is named in public only with their consent."""
    if facts.lacks_consent:
        return "Cần đồng ý bằng văn bản của người, hộ được nêu trước khi đăng công khai."
    return None


# the look of a state's pill; one that is not named is plain
TONES = {
    "recorded": "ok", "confirmed": "ok", "disputed": "bad", "raised": "due", "answered": "wait", "overruled": "due",
    "asked": "wait", "concluded": "due", "followed": "wait", "proposed": "wait", "approved": "ok", "published": "ok",
    "filed": "wait", "accepted": "ok", "returned": "bad",
}  # fmt: skip
_DRAFT = {"draft": "Bản nháp", "removed": "Đã bỏ"}


def _remove(*sources: str) -> Step[RecordFacts]:
    return Step(
        "remove",
        "Bỏ bản nháp",
        {"draft", *sources},
        "removed",
        needs=KEEP,
        then="Bản nháp không còn trong danh sách.",
        is_aside=True,
    )


ROADS: dict[Road, Workflow[RecordFacts]] = {
    Road.NOTE: Workflow(
        Step("record", "Ghi nhận", {"draft"}, "recorded", needs=KEEP, then="Việc này vào danh sách và được tính vào tổng."),
        Step("reopen", "Mở lại để sửa", {"recorded"}, "draft", needs=KEEP, reason=True),
        _remove(),
        labels={**_DRAFT, "recorded": "Đã ghi nhận"},
        tones=TONES,
    ),
    Road.FUND: Workflow(
        Step("record", "Ghi sổ", {"draft"}, "recorded", needs=KEEP, guards=(balance_covers,), then="Số tiền vào sổ quỹ."),
        Step("cancel", "Hủy bút toán", {"recorded"}, "cancelled", needs=KEEP, guards=(balance_covers,), reason=True,
             then="Bút toán vẫn còn trong sổ, ghi là đã hủy."),
        _remove(),
        labels={**_DRAFT, "recorded": "Đã ghi sổ", "cancelled": "Đã hủy"},
        tones=TONES,
    ),
    Road.HELP: Workflow(
        Step("record", "Ghi nhận, gửi nơi nhận xác nhận", {"draft"}, "recorded", needs=KEEP),
        Step("confirm", "Xác nhận đã nhận", {"recorded", "disputed"}, "confirmed", needs=P.CONFIRM_HELP,
             guards=(somebody_else_wrote, somebody_else_received)),
        Step("dispute", "Không đúng thực tế", {"recorded", "confirmed"}, "disputed", needs=P.CONFIRM_HELP,
             guards=(somebody_else_received,), reason=True),
        Step("reopen", "Mở lại để sửa", {"recorded", "disputed"}, "draft", needs=KEEP, reason=True),
        _remove(),
        labels={**_DRAFT, "recorded": "Chờ nơi nhận xác nhận", "confirmed": "Nơi nhận đã xác nhận",
                "disputed": "Nơi nhận không xác nhận"},
        tones=TONES,
    ),
    Road.REMARK: Workflow(
        Step("send", "Gửi ý kiến", {"draft"}, "raised", needs=P.SUPERVISE,
             then="Ai phê duyệt tiếp theo đều thấy và phải trả lời; không ai xóa được ý kiến này."),
        Step("answer", "Trả lời", {"raised"}, "answered", needs=P.ANSWER_REMARK, reason=True),
        Step("again", "Chưa đồng ý, nêu lại", {"answered", "overruled"}, "raised", needs=P.SUPERVISE, reason=True),
        Step("close", "Đồng ý với trả lời", {"answered"}, "closed", needs=P.SUPERVISE),
        Step("overrule", "Không tiếp thu, nêu lý do", {"raised", "answered"}, "overruled", needs=P.OVERRULE_REMARK, reason=True),
        _remove(),
        labels={**_DRAFT, "raised": "Chờ trả lời", "answered": "Đã trả lời", "closed": "Đã đồng ý",
                "overruled": "Không tiếp thu, có lý do"},
        tones=TONES,
    ),
    Road.INSPECTION: Workflow(
        Step("conclude", "Ban hành kết luận", {"draft"}, "concluded", needs=P.INSPECT),
        Step("answer", "Báo cáo việc đã khắc phục", {"concluded"}, "followed", needs=P.ANSWER_REMARK, reason=True),
        Step("again", "Chưa đạt, yêu cầu làm tiếp", {"followed"}, "concluded", needs=P.INSPECT, reason=True),
        Step("close", "Kết thúc theo dõi", {"followed"}, "closed", needs=P.INSPECT),
        _remove(),
        labels={**_DRAFT, "concluded": "Đã kết luận, chờ khắc phục", "followed": "Đã báo cáo khắc phục",
                "closed": "Đã kết thúc"},
        tones=TONES,
    ),
    Road.OBSTACLE: Workflow(
        Step("send", "Gửi câu hỏi", {"draft"}, "asked", needs=KEEP),
        Step("answer", "Trả lời", {"asked"}, "answered", needs=P.LEAD_MOVEMENT, reason=True),
        Step("again", "Hỏi thêm", {"answered"}, "asked", needs=KEEP, reason=True),
        _remove(),
        labels={**_DRAFT, "asked": "Chờ trả lời", "answered": "Đã trả lời"},
        tones=TONES,
    ),
    Road.STORY: Workflow(
        Step("foster", "Đưa vào bồi dưỡng", {"draft"}, "fostering", needs=KEEP),
        Step("propose", "Đề nghị công nhận", {"draft", "fostering"}, "proposed", needs=KEEP),
        Step("approve", "Công nhận", {"proposed"}, "approved", needs=P.LEAD_MOVEMENT),
        Step("return", "Trả lại để bổ sung", {"proposed"}, "fostering", needs=P.LEAD_MOVEMENT, reason=True),
        Step("publish", "Đăng công khai", {"approved"}, "published", needs=P.LEAD_MOVEMENT, guards=(consent_is_given,)),
        Step("unpublish", "Gỡ khỏi trang công khai", {"published"}, "approved", needs=P.LEAD_MOVEMENT, reason=True),
        _remove("fostering"),
        labels={**_DRAFT, "fostering": "Đang bồi dưỡng", "proposed": "Đề nghị công nhận", "approved": "Đã công nhận",
                "published": "Đã đăng công khai"},
        tones=TONES,
    ),
    Road.REPORT: Workflow(
        Step("file", "Gửi báo cáo", {"draft", "returned"}, "filed", needs=KEEP),
        Step("accept", "Tiếp nhận", {"filed"}, "accepted", needs=P.LEAD_MOVEMENT),
        Step("return", "Trả lại để bổ sung", {"filed", "accepted"}, "returned", needs=P.LEAD_MOVEMENT, reason=True),
        _remove(),
        labels={**_DRAFT, "filed": "Đã gửi", "accepted": "Đã tiếp nhận", "returned": "Trả lại để bổ sung"},
        tones=TONES,
    ),
}  # fmt: skip
EDITABLE = frozenset({"draft", "fostering", "returned"})
OPEN_REMARK = "raised"
HIDDEN = frozenset({"draft", "removed"})  # seen by those who keep it alone
COUNTED = frozenset({"recorded", "confirmed", "approved", "published", "accepted", "filed"})
