"""The holder of a dossier is told what became of it, as whoever stands in is told that they do.

Returned, refused, withdrawn, ended, awarded once released, revoked. Whoever had it in hand or was asked about it is told
when others take it away.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.urls import reverse

from accounts.models import User
from awards.appraisal.asking import ASKED_IN, ASKED_WITH, answerers
from awards.models import Award, Decision, Nomination, Opinion, StandIn
from awards.rounds.campaigns import round_url
from awards.workflow.desks import holder_people
from awards.workflow.people import hands
from awards.workflow.table import DossierStep
from core.clock import FOREVER
from core.numbers import format_date, two_digits
from office.notices.outbox import Draft, post

SUBJECTS = {
    "return": "Hồ sơ bị trả lại để bổ sung",
    "return_from_district": "Hồ sơ bị trả lại để bổ sung",
    "decline": "Không được khen thưởng",
    "refuse": "Không được khen thưởng",
    "refuse_by_state": "Không được khen thưởng cấp Nhà nước",
    "close": "Kết thúc hồ sơ",
    "withdraw": "Hồ sơ được rút",
    "reconsider": "Hồ sơ được xét lại",
    "not_chosen": "Hội đồng không chọn",
}
# what is no result yet
GOES_ON = {"not_chosen": "Hồ sơ trở lại cơ quan thi đua, khen thưởng; kết quả cuối cùng được báo sau."}


def tell_step(item: Nomination, step: str, reason: str, by: User) -> None:
    """After a step that its holder has to know of at once; what a decision says is told when it is released."""
    post(step_notices(item, step, reason, by), by=by)


def step_notices(item: Nomination, step: str, reason: str, by: User) -> list[Draft]:
    """What `tell_step` sends, and to whom: a page shows it before."""
    if step not in SUBJECTS:
        return []
    told = f"{SUBJECTS[step]}: {item.printed_name}. Lý do: {reason}"
    goes_on = f"{'' if told.endswith('.') else '.'} {GOES_ON[step]}" if step in GOES_ON else ""
    return _notices(item, SUBJECTS[step], told + goes_on, by)


def _is_off_the_road(step: DossierStep) -> bool:
    return step.is_aside or step.gives_back


def hands_before(item: Nomination, step: DossierStep, by: User) -> list[User]:
    """Who has a dossier in hand that somebody else is about to take out of it, by a step that is not on its road."""
    if not _is_off_the_road(step):
        return []
    found = hands([item]).get(item.pk)
    people = found.people if found is not None else ()
    return [] if by in people else list(people)


def tell_taken(item: Nomination, step: DossierStep, reason: str, by: User, had: Sequence[User]) -> None:
    """Those of `had` whose turn it is no more learn why, and the bodies that need not answer any more."""
    still = hands([item]).get(item.pk) if had else None
    told = [user for user in had if still is None or user.pk not in still.ids]
    post(taken_notices(item, step, reason, by, told, after=item.state), by=by)


def taken_notices(
    item: Nomination, step: DossierStep, reason: str, by: User, had: Sequence[User], *, after: str
) -> list[Draft]:
    """What `tell_taken` sends to those whose turn it is no more, and to bodies that need not answer in the state `after` it."""
    own = set(holder_people(item)) if step.name in SUBJECTS and had else set()
    why = f"{step.said}. Lý do: {reason}".rstrip(".")
    body = f"{item.printed_name}: {by.full_name} đã làm bước «{why}». Bạn không phải xử lý hồ sơ này nữa."
    found = _to([user for user in had if user not in own], item, "Hồ sơ không còn chờ bạn", body, by)
    if _is_off_the_road(step) and after not in ASKED_IN:
        found += unasked_notices(Opinion.objects.waiting().filter(nomination=item), why, by)
    return found


def tell_unasked(rows: Any, why: str, by: User) -> None:
    """Whoever would have answered a question learns that nobody waits for it any more."""
    post(unasked_notices(rows, why, by), by=by)


def unasked_notices(rows: Any, why: str, by: User) -> list[Draft]:
    """The same, not sent yet."""
    asked = list(rows.select_related(*ASKED_WITH).order_by("pk"))
    able = answerers(asked) if asked else {}
    found: list[Draft] = []
    for row in asked:
        body = f"{row.of} không phải trả lời câu hỏi về {row.nomination.printed_name} nữa. {why}."
        # the dossier of a question that is withdrawn is not theirs to read any more
        found += _to(able[row.pk], row.nomination, "Không phải cho ý kiến nữa", body, by, reverse("awards:opinions"))
    return found


def tell_reassigned(item: Nomination, old: User | None, by: User) -> None:
    """An officer learns that a dossier was given to somebody else."""
    new = item.officer.full_name if item.officer else "không ai, cả cơ quan cùng xử lý"
    body = f"{item.printed_name}: {by.full_name} giao cho {new}. Bạn không còn thụ lý hồ sơ này."
    post_to([old] if old is not None else [], item, "Hồ sơ giao người khác", body, by)


def tell_released(decision: Decision, awards: Iterable[Award], by: User) -> None:
    """A decision became public: whoever proposed those whom it awards, corrects or revokes learns of it the same minute."""
    paper = f"{decision} ngày {format_date(decision.signed_on)}"
    for award in awards:
        if award.decision_id == decision.pk:
            subject, words = "Được khen thưởng", f"{award.printed_name} được khen thưởng theo {paper}."
        elif award.decision.released_at is None:
            continue  # nobody outside has heard of it
        elif award.revoked_by_id == decision.pk:
            subject, words = "Hủy bỏ quyết định tặng", f"Khen thưởng của {award.printed_name} bị hủy bỏ theo {paper}."
        elif decision.kind == Decision.Kind.RESTORE:
            subject, words = (
                "Khôi phục khen thưởng",
                f"Khen thưởng của {award.printed_name} được khôi phục theo {paper}.",
            )
        else:
            subject, words = (
                "Điều chỉnh quyết định tặng",
                f"Tên ghi trong quyết định là {award.printed_name}, theo {paper}.",
            )
        _tell(award.nomination, subject, words, by)


def tell_named(rows: Sequence[StandIn], by: User) -> None:
    """Whoever is named in the place of the award agency learns for which dossiers, by which act and until when: one notice."""
    _tell_stand_ins(
        rows, "Bạn được cử thẩm định thay", lambda row: f"theo {row.act}{_until(row)}. Lý do: {row.reason}", by
    )


def tell_ended(rows: Sequence[StandIn], by: User) -> None:
    """They are so no longer, and why."""
    _tell_stand_ins(rows, "Bạn thôi thẩm định thay", lambda row: f"lý do: {row.end_reason}", by)


def _until(row: StandIn) -> str:
    return "" if row.valid_to == FOREVER else f", đến hết ngày {format_date(row.valid_to - timedelta(days=1))}"


def _tell_stand_ins(rows: Sequence[StandIn], subject: str, words: Callable[[StandIn], str], by: User) -> None:
    found: dict[User, list[StandIn]] = defaultdict(list)
    for row in rows:
        found[row.user].append(row)
    drafts = []
    for user, own in found.items():
        item = own[0].nomination
        names = item.printed_name if len(own) == 1 else f"{two_digits(len(own))} hồ sơ"
        lines = [f"- {row.nomination.printed_name}: {words(row)}".rstrip(".") + "." for row in own]
        url = reverse("awards:nomination", args=[item.pk]) if len(own) == 1 else round_url("awards:round", item.round)
        body = "\n".join([f"{subject}:", *lines, f"{item.round.name}."])
        drafts.append(Draft(user, str(item.holder), f"{subject}: {names}", body, url, f"stand-in:{item.round_id}"))
    post(drafts, by=by)


def _tell(item: Nomination, subject: str, body: str, by: User) -> None:
    post(_notices(item, subject, body, by), by=by)


def _notices(item: Nomination, subject: str, body: str, by: User) -> list[Draft]:
    return _to(holder_people(item), item, subject, body, by)


def _to(people: Iterable[User], item: Nomination, subject: str, body: str, by: User, url: str = "") -> list[Draft]:
    """A notice about a dossier, which it opens unless another `url` does; nobody is told of what they did themselves."""
    place, url = str(item.holder), url or reverse("awards:nomination", args=[item.pk])
    return [
        Draft(user, place, f"{subject}: {item.printed_name}", f"{body}\n{item.round.name}.", url, f"result:{item.pk}")
        for user in people
        if user != by
    ]


def post_to(people: Iterable[User], item: Nomination, subject: str, body: str, by: User, url: str = "") -> None:
    """The same, sent."""
    post(_to(people, item, subject, body, by, url), by=by)
