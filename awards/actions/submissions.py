"""Awards of the State: the province proposes by a tờ trình to each authority and records what came back.

Lock order: cap, nomination, submission item, audit head.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile

from accounts import audit
from accounts.models import User
from awards import caps
from awards.actions.decisions import decide
from awards.actions.nominations import locked, take
from awards.facts import nomination_facts
from awards.models import Decision, Round, Submission, SubmissionItem
from awards.state_level import AUTHORITIES, authority_of
from awards.workflow import NOMINATION
from core import clock
from core.numbers import format_date
from core.text import lower_first, tidy
from core.workflow import Refused
from office.models import StoredFile

Result = SubmissionItem.Result
STEPS = {Result.RETURNED: "return_from_state", Result.REFUSED: "refuse_by_state"}


@dataclass(frozen=True)
class Letter:
    """A tờ trình as it was signed."""

    number: str
    signed_on: date
    signer: str
    sent_on: date | None = None
    note: str = ""
    scan: UploadedFile | None = None


def _why_not_letter(letter: Letter) -> list[str]:
    found = []
    if not tidy(letter.number) or not tidy(letter.signer):
        found.append("Tờ trình phải có số, ngày ký và người ký.")
    if letter.signed_on > clock.today():
        found.append(f"Ngày ký {format_date(letter.signed_on)} ở sau hôm nay.")
    if letter.sent_on is not None and not letter.signed_on <= letter.sent_on <= clock.today():
        found.append(f"Ngày gửi phải từ ngày ký {format_date(letter.signed_on)} đến hôm nay.")
    return found


def send(
    award_round: Round, authority: str, letter: Letter, pks: Sequence[int], *, is_illustrative: bool = False, by: User
) -> Submission:
    """The chairman proposes these to one authority: all of them or nothing. Raises `Refused`, `FileRefused`."""
    refusals = _why_not_letter(letter)
    if authority not in AUTHORITIES:
        refusals.append("Vui lòng chọn nơi trình: Thủ tướng Chính phủ hoặc Chủ tịch nước.")
    if not pks:
        refusals.append("Chưa chọn tập thể, cá nhân nào để trình.")
    if refusals:
        raise Refused(*refusals)
    with audit.change(by) as trail:
        boards = caps.boards([award_round], lock=True)
        nominations = locked(pks)
        if Submission.objects.filter(number=tidy(letter.number), signed_on=letter.signed_on).exists():
            refusals.append(f"Tờ trình số {letter.number} ngày {format_date(letter.signed_on)} đã có trong cổng.")
        facts = nomination_facts(nominations, by=by, has_decision=True)
        for item in nominations:
            whose = authority_of(item.round.plan, item.form or item.round.shape.award_form)
            if item.round_id != award_round.pk:
                refusals.append(f"{item.printed_name}: hồ sơ thuộc đợt khác.")
            elif whose and whose != authority:
                refusals.append(f"{item.printed_name}: thuộc thẩm quyền {AUTHORITIES[whose]}, lập tờ trình riêng.")
            else:
                step = NOMINATION["send_to_state"]
                refusals += [f"{item.printed_name}: {text}" for text in NOMINATION.refusals(step, facts[item.pk])]
        for board in caps.of_round(boards, award_round):
            if board.holders and (board.at_most is None or board.used > board.at_most):
                refusals.append(
                    f"Số lượng {lower_first(board.title)} chưa được xác định bằng văn bản."
                    if board.at_most is None
                    else f"Danh sách vượt số lượng {lower_first(board.title)} (mục {board.clause})."
                )
        if refusals:
            raise Refused(*refusals)
        made: Submission = Submission.objects.create(
            round=award_round, authority=authority, number=tidy(letter.number)[:60], signed_on=letter.signed_on,
            signer=tidy(letter.signer)[:120], sent_on=letter.sent_on, note=tidy(letter.note)[:500],
            scan=StoredFile.keep(letter.scan, by=by) if letter.scan is not None else None,
            is_illustrative=is_illustrative, recorded_by=by,
        )  # fmt: skip
        trail.add("send_to_state", made, label=f"{made}, {award_round.name}", new=len(nominations))
        for item in nominations:
            SubmissionItem.objects.create(submission=made, nomination=item)
            take(item, "send_to_state", by=by, reason=f"{made}, trình {AUTHORITIES[authority]}", trail=trail)
        return made


def _waiting(submission: Submission, keys: Sequence[int]) -> list[SubmissionItem]:
    """The items asked for, locked after their dossiers. Raises `Refused`."""
    if not keys:
        raise Refused("Chưa chọn tập thể, cá nhân nào.")
    rows = list(SubmissionItem.objects.filter(submission=submission, pk__in=keys).order_by("pk"))
    locked([row.nomination_id for row in rows])
    rows = list(
        SubmissionItem.objects.select_for_update(of=("self",)).filter(pk__in=[row.pk for row in rows]).order_by("pk")
    )
    if len(rows) != len(set(keys)) or any(row.result != Result.WAITING for row in rows):
        raise Refused("Chỉ ghi kết quả cho hồ sơ đang chờ của tờ trình này. Tải lại trang để xem kết quả đã ghi.")
    return rows


def record_award(
    submission: Submission, keys: Sequence[int], *, number: str, signed_on: date, signer: str,
    paper: UploadedFile | None = None, by: User,
) -> Decision:  # fmt: skip
    """The authority's decision: it awards these. Raises `Refused`, `FileRefused`."""
    if signed_on < submission.signed_on:
        raise Refused(f"Quyết định không thể ký trước tờ trình ngày {format_date(submission.signed_on)}.")
    with audit.change(by):
        rows = _waiting(submission, keys)
        kept = StoredFile.keep(paper, by=by) if paper is not None else None
        decision = decide(
            submission.round, number=number, signed_on=signed_on, signer=signer, step="award_by_state",
            pks=[row.nomination_id for row in rows], is_illustrative=submission.is_illustrative, by=by,
        )  # fmt: skip
        if kept is not None:
            decision.scan = kept
            decision.save(update_fields=["scan"])
        for row in rows:
            row.result, row.answered_on, row.decision, row.answered_by = Result.AWARDED, signed_on, decision, by
            row.answer, row.paper = f"Quyết định số {decision.number}"[:200], kept
            row.save()
        return decision


def record_answer(
    submission: Submission, keys: Sequence[int], result: str, *, answered_on: date, answer: str, reason: str,
    reason_code: str = "", paper: UploadedFile | None = None, by: User,
) -> list[SubmissionItem]:  # fmt: skip
    """Returned for completion, or held not to meet the standard: with the paper and its reason. Raises `Refused`."""
    reasons = []
    if result not in STEPS:
        reasons.append("Vui lòng chọn kết quả: trả lại để bổ sung hoặc không đủ tiêu chuẩn.")
    if not tidy(answer):
        reasons.append("Vui lòng ghi số, ngày của văn bản trả lời.")
    if not reason.strip():
        reasons.append("Vui lòng ghi lý do.")
    if not submission.signed_on <= answered_on <= clock.today():
        reasons.append(f"Ngày trả lời phải từ ngày trình {format_date(submission.signed_on)} đến hôm nay.")
    if reasons:
        raise Refused(*reasons)
    with audit.change(by) as trail:
        rows = _waiting(submission, keys)
        nominations = {item.pk: item for item in locked([row.nomination_id for row in rows])}
        facts = nomination_facts(list(nominations.values()), by=by, has_decision=True)
        step = NOMINATION[STEPS[Result(result)]]
        refusals = [text for pk in nominations for text in NOMINATION.refusals(step, facts[pk])]
        if refusals:
            raise Refused(*dict.fromkeys(refusals))
        kept = StoredFile.keep(paper, by=by) if paper is not None else None
        for row in rows:
            row.result, row.answered_on, row.answered_by, row.paper = result, answered_on, by, kept
            row.answer, row.reason = tidy(answer)[:200], reason.strip()[:1000]
            row.save()
            item = nominations[row.nomination_id]
            if result == Result.REFUSED:
                item.not_awarded_reason, item.not_awarded_code = reason.strip()[:200], reason_code
            take(item, step.name, by=by, reason=f"{row.answer}: {row.reason}"[:1000], trail=trail)
        return rows
