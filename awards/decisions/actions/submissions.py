"""Awards of the State: the province proposes by a tờ trình to each authority and records what came back.

Lock order: cap, nomination, submission item, audit head.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile

from accounts import audit
from accounts.models import User
from awards.controls.domain.rule_acts import why_not_signed
from awards.decisions.actions.decisions import decide, why_stopped
from awards.decisions.actions.recalling import changed_later
from awards.decisions.actions.striking import strike_awards
from awards.law.domain.state_level import AUTHORITIES, authority_of
from awards.models import Decision, Round, Submission, SubmissionItem
from awards.nominations.actions.nominations import locked, take
from awards.rounds import caps
from awards.workflow.facts import nomination_facts
from awards.workflow.table import NOMINATION, step_words
from core import clock
from core.acts import why_no_line, why_no_reason
from core.numbers import format_date
from core.text import listed, lower_first, tidy
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
    found = why_not_signed("Tờ trình", letter.number, letter.signed_on, letter.signer, today=clock.today())
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
        same = Submission.objects.filter(number=tidy(letter.number), signed_on=letter.signed_on, recalled_at=None)
        if same.exists():
            refusals.append(f"Tờ trình số {letter.number} ngày {format_date(letter.signed_on)} đã có trong cổng.")
        stopped = why_stopped(nominations, "send_to_state", by=by)
        for item in nominations:
            whose = authority_of(item.round.plan, item.form or item.round.shape.award_form)
            if item.round_id != award_round.pk:
                refusals.append(f"{item.printed_name}: hồ sơ thuộc đợt khác.")
            elif whose and whose != authority:
                refusals.append(f"{item.printed_name}: thuộc thẩm quyền {AUTHORITIES[whose]}, lập tờ trình riêng.")
            else:
                refusals += [f"{item.printed_name}: {text}" for text in stopped.get(item.pk, ())]
        for board in caps.of_round(boards, award_round):
            if board.holders and (board.at_most is None or board.used > board.at_most):
                refusals.append(
                    f"Số lượng {lower_first(board.title)} chưa được xác định bằng văn bản."
                    if board.at_most is None
                    else f"Danh sách vượt số lượng {lower_first(board.title)} ({board.grounds})."
                )
        if refusals:
            raise Refused(*refusals)
        made: Submission = Submission.objects.create(
            round=award_round,
            authority=authority,
            number=tidy(letter.number)[:60],
            signed_on=letter.signed_on,
            signer=tidy(letter.signer)[:120],
            sent_on=letter.sent_on,
            note=tidy(letter.note)[:500],
            scan=StoredFile.keep(letter.scan, by=by) if letter.scan is not None else None,
            is_illustrative=is_illustrative,
            recorded_by=by,
        )
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
    if len(rows) != len(set(keys)) or any(row.result != Result.WAITING or row.recalled_at for row in rows):
        raise Refused("Chỉ ghi kết quả cho hồ sơ đang chờ của tờ trình này. Tải lại trang để xem kết quả đã ghi.")
    return rows


def record_award(
    submission: Submission,
    keys: Sequence[int],
    *,
    number: str,
    signed_on: date,
    signer: str,
    paper: UploadedFile | None = None,
    by: User,
) -> Decision:
    """The authority's decision: it awards these. Raises `Refused`, `FileRefused`."""
    if signed_on < submission.signed_on:
        raise Refused(f"Quyết định không thể ký trước tờ trình ngày {format_date(submission.signed_on)}.")
    with audit.change(by):
        rows = _waiting(submission, keys)
        kept = StoredFile.keep(paper, by=by) if paper is not None else None
        decision = decide(
            submission.round,
            number=number,
            signed_on=signed_on,
            signer=signer,
            step="award_by_state",
            pks=[row.nomination_id for row in rows],
            is_illustrative=submission.is_illustrative,
            by=by,
        )
        if kept is not None:
            decision.scan = kept
            decision.save(update_fields=["scan"])
        for row in rows:
            row.result, row.answered_on, row.decision, row.answered_by = Result.AWARDED, signed_on, decision, by
            row.answer, row.paper = f"Quyết định số {decision.number}"[:200], kept
            row.save()
        return decision


def record_answer(
    submission: Submission,
    keys: Sequence[int],
    result: str,
    *,
    answered_on: date,
    answer: str,
    reason: str,
    reason_code: str = "",
    paper: UploadedFile | None = None,
    by: User,
) -> list[SubmissionItem]:
    """Returned for completion, or held not to meet the standard: with the paper and its reason. Raises `Refused`."""
    reasons = []
    if result not in STEPS:
        reasons.append("Vui lòng chọn kết quả: trả lại để bổ sung hoặc không đủ tiêu chuẩn.")
    reasons += why_no_line(answer, what="văn bản trả lời")
    reasons += why_no_reason(reason, "Vui lòng ghi lý do.")
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


# ---- what was typed wrong ----


def why_letter_stays(letter: Submission) -> list[str]:
    """Why the record of a tờ trình is not taken back: answers stand on it."""
    if letter.recalled_at is not None:
        return ["Việc ghi tờ trình này đã được thu hồi."]
    rows = letter.items.filter(recalled_at=None).exclude(result=Result.WAITING).select_related("nomination")
    names = [row.nomination.printed_name for row in rows]
    return [f"Đã ghi kết quả của {listed(names)}: thu hồi việc ghi các kết quả đó trước."] if names else []


def recall_letter(letter: Submission, reason: str, *, by: User) -> None:
    """A tờ trình recorded wrongly, while nobody has answered it: it stays, and its dossiers wait for another. Raises `Refused`."""
    if why := why_no_reason(reason, "Vui lòng ghi lý do thu hồi."):
        raise Refused(*why)
    with audit.change(by) as trail:
        row = Submission.objects.select_for_update(of=("self",)).select_related("round").get(pk=letter.pk)
        nominations = locked(list(row.items.filter(recalled_at=None).values_list("nomination_id", flat=True)))
        items = list(row.items.select_for_update(of=("self",)).filter(recalled_at=None).order_by("pk"))
        refusals = why_letter_stays(row)
        if not refusals:
            facts = nomination_facts(nominations, by=by, has_decision=True)
            step = NOMINATION["recall_from_state"]
            refusals = [text for item in nominations for text in NOMINATION.refusals(step, facts[item.pk])]
        if refusals:
            raise Refused(*dict.fromkeys(refusals))
        for one in (row, *items):
            one.recalled_at, one.recalled_by, one.recall_reason = clock.now(), by, reason.strip()[:1000]
            one.save()
        trail.add("recall_letter", row, label=f"{row}, {row.round.name}", new=len(items), summary=reason)
        for item in nominations:
            take(item, "recall_from_state", by=by, reason=f"{row}: {reason}"[:1000], trail=trail)


def why_answer_stays(row: SubmissionItem) -> list[str]:
    """Why the record of an answer is not taken back: something later stands on it."""
    if row.recalled_at is not None or row.result == Result.WAITING:
        return ["Chưa có kết quả nào được ghi để thu hồi."]
    if row.decision is not None:
        later = changed_later(row.decision)
        return [f"{later} đã thay đổi quyết định này."] if later is not None else []
    last = row.nomination.transitions.order_by("-pk").first()
    if last is None or last.step != STEPS[Result(row.result)]:
        label = step_words(last.step) if last is not None else ""
        return [
            f"Sau khi ghi kết quả này hồ sơ đã qua bước «{label}», nên kết quả được giữ; trình lại bằng tờ trình khác."
        ]
    return []


def together(row: SubmissionItem) -> list[SubmissionItem]:
    """The answers that are taken back with one: those of the same decision."""
    rows = SubmissionItem.objects.filter(recalled_at=None).select_related("nomination", "decision").order_by("pk")
    return list(rows.filter(decision=row.decision_id) if row.decision_id else rows.filter(pk=row.pk))


def recall_answer(row: SubmissionItem, reason: str, *, by: User) -> list[SubmissionItem]:
    """An answer recorded wrongly, while nothing later stands on it: it stays, and its dossiers wait again. Raises `Refused`.

    A decision is taken back whole, with everyone it names.
    """
    if why := why_no_reason(reason, "Vui lòng ghi lý do thu hồi."):
        raise Refused(*why)
    with audit.change(by) as trail:
        decision = Decision.objects.select_for_update().filter(pk=row.decision_id).first()
        caps.boards([row.submission.round], lock=True)
        nominations = {item.pk: item for item in locked([one.nomination_id for one in together(row)])}
        list(SubmissionItem.objects.select_for_update(of=("self",)).filter(nomination__in=nominations).order_by("pk"))
        rows = [one for one in together(row) if one.nomination_id in nominations]
        if not rows:
            raise Refused("Việc ghi kết quả này đã được thu hồi.")
        refusals = [text for one in rows for text in why_answer_stays(one)]
        if not refusals:
            facts = nomination_facts(list(nominations.values()), by=by, has_decision=True)
            step = NOMINATION["recall_state_award" if decision is not None else "recall_state_answer"]
            refusals = [text for pk in nominations for text in NOMINATION.refusals(step, facts[pk])]
        if refusals:
            raise Refused(*dict.fromkeys(refusals))
        if decision is not None:
            strike_awards(list(decision.awards.all()), reason.strip(), by=by)
            decision.recalled_at = clock.now()
            decision.save(update_fields=["recalled_at"])
            trail.add("recall_decision", decision, label=f"{decision}, {row.submission.round.name}", summary=reason)
        for one in rows:
            one.recalled_at, one.recalled_by, one.recall_reason = clock.now(), by, reason.strip()[:1000]
            one.save()
            SubmissionItem.objects.create(submission_id=one.submission_id, nomination_id=one.nomination_id)
            item = nominations[one.nomination_id]
            item.not_awarded_reason = item.not_awarded_code = ""
            take(item, step.name, by=by, reason=f"{one.answer}: {reason}"[:1000], trail=trail)
        return rows
