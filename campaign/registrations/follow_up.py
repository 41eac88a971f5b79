"""Who has not sent a plan or sent it late, by bloc; reminders to them, letters about them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission, Role, permissions_of
from campaign import owners
from campaign.definition.words import clause_words
from campaign.evaluation.province_units import province_on
from campaign.models import Campaign, Deadline, FilingDuty, Plan, Record
from campaign.registrations.domain.deadlines import Punctuality, Timeliness, punctuality
from campaign.registrations.filing import Filer, filers_by_plan
from core import clock
from core.numbers import format_date
from core.text import lower_first
from office.documents.word import Grid, Paper, Section
from office.models import Notice
from office.notices.outbox import Draft
from units.map.domain.heads import signing_lines
from units.map.domain.province_words import province_words
from units.models import BlocMember, Membership, Organisation, Unit

OPEN = frozenset({Timeliness.MISSING, Timeliness.LATE})
NO_BLOC = "Chưa xếp cụm, khối"


@dataclass(frozen=True)
class Line:
    """One that must send, with its plan or report and how that stands to the deadline."""

    unit: Unit | None
    organisation: Organisation | None
    sent: Plan | Record | None
    punctuality: Punctuality
    bloc: str
    reminded_at: datetime | None
    received_at: datetime | None = None  # as the deadline's reading counts it

    @property
    def filer(self) -> Unit | Organisation | None:
        return self.organisation or self.unit

    @property
    def addressee(self) -> str:
        """As letters write it: a place is written to at its committee."""
        return str(self.organisation) if self.organisation is not None else self.unit.committee if self.unit else ""

    @property
    def is_requested(self) -> bool:
        """The Front and the organisations are asked, never ranked among the late."""
        return self.organisation is not None and self.organisation.is_requested

    @property
    def is_returned(self) -> bool:
        """It was sent back and has not come again."""
        return self.sent is not None and self.sent.state == Plan.State.RETURNED

    @property
    def key(self) -> str:
        return owners.key_of(self.unit, self.organisation)

    @property
    def standing(self) -> str:
        """In words, as the letter says it; the requested are never called late."""
        if self.is_returned:
            return "đã trả lại để bổ sung"
        if self.is_requested:
            return "đã gửi" if self.sent else "chưa nhận được"
        return self.punctuality.label


def counted_moment(plan: Plan | None, deadline: Deadline) -> datetime | None:
    """The receipt that the deadline's reading counts."""
    if plan is None:
        return None
    return plan.received_at if deadline.counts == Deadline.Counts.COMPLETE else plan.first_received_at


def filers(campaign: Campaign, deadline: Deadline) -> list[Filer]:
    """Who must send on the deadline's day: the list that was written down, else whom the plan names."""
    return filers_of(campaign, [deadline])[deadline.pk]


def filers_of(campaign: Campaign, deadlines: Sequence[Deadline]) -> dict[int, list[Filer]]:
    """Who must send by each deadline, on its day; whoever sends the launch plan also reports. A fixed number of questions."""
    kinds = {item.plan_kind or Plan.Kind.LAUNCH for item in deadlines}
    duties = list(FilingDuty.objects.filter(campaign=campaign, kind__in=kinds).select_related("unit", "organisation"))
    found = {}
    for item in deadlines:
        kind = item.plan_kind or Plan.Kind.LAUNCH
        found[item.pk] = [(row.unit, row.organisation) for row in duties if row.kind == kind and _on(row, item.on)]
    unlisted = [item for item in deadlines if not found[item.pk]]
    if unlisted:
        rule = filers_by_plan(campaign, [item.on for item in unlisted])
        found |= {item.pk: rule[item.on] for item in unlisted}
    return found


def _on(row: Any, on: date) -> bool:
    return bool(row.valid_from <= on < row.valid_to)


Key = tuple[int | None, int | None]  # of unit and organisation


def read(campaign: Campaign, deadline: Deadline) -> list[Line]:
    """Everyone who must send a plan."""
    plans = Plan.objects.standing().filter(campaign=campaign, kind=deadline.plan_kind)
    found = {(plan.unit_id, plan.organisation_id): (plan, counted_moment(plan, deadline)) for plan in plans}
    return line_up(campaign, {deadline: found})[deadline.pk]


def line_up(
    campaign: Campaign, sent: Mapping[Deadline, Mapping[Key, tuple[Plan | Record, datetime | None]]]
) -> dict[int, list[Line]]:
    """By deadline everyone who must send, with what they sent and when they were reminded: five questions at most."""
    expected = filers_of(campaign, list(sent))
    members = BlocMember.objects.filter(year__in={item.on.year for item in sent}).select_related("bloc")
    blocs = {(row.year, row.unit_id, row.organisation_id): row.bloc.name for row in members}
    notices = Notice.objects.filter(about__startswith="kh:").exclude(sent_at=None)
    reminded = dict(notices.order_by("sent_at").values_list("about", "sent_at"))
    lines: dict[int, list[Line]] = {}
    for deadline, found in sent.items():
        lines[deadline.pk] = []
        for unit, body in expected[deadline.pk]:
            key = (unit.pk if unit else None, body.pk if body else None)
            paper, moment = found.get(key, (None, None))
            stands = punctuality(moment, on=deadline.on, bound=deadline.bound)
            about = _about(deadline, owners.key_of(unit, body))
            bloc = blocs.get((deadline.on.year, *key), NO_BLOC)
            lines[deadline.pk].append(Line(unit, body, paper, stands, bloc, reminded.get(about), moment))
        lines[deadline.pk].sort(key=lambda line: line.bloc)
    return lines


def _about(deadline: Deadline, key: str) -> str:
    return f"kh:{deadline.code}:{key}"


def what(deadline: Deadline) -> str:
    """What is due, as letters and reminders call it."""
    return "kế hoạch phát động thi đua" if deadline.plan_kind else deadline.label[:1].lower() + deadline.label[1:]


def _where(deadline: Deadline) -> str:
    """The page on which it is sent."""
    return reverse("campaign:plan_new") if deadline.plan_kind else reverse("campaign:record_new", args=["bao-cao"])


def drafts(deadline: Deadline, lines: Sequence[Line]) -> tuple[list[Draft], list[Line]]:
    """A message to everybody who files for each, and those for whom nobody has an account."""
    today = clock.today()
    seats = Membership.objects.in_force(today).filter(user__is_active=True).select_related("user")
    people: dict[str, list[User]] = {}
    for seat in seats:
        if Permission.FILE_PLAN not in permissions_of(Role(seat.role), set()):
            continue
        people.setdefault(owners.key(seat.unit_id, seat.organisation_id), []).append(seat.user)
    found, without = [], []
    for line in lines:
        told = people.get(line.key, [])
        if not told:
            without.append(line)
        asks = "Kính đề nghị" if line.is_requested else "Yêu cầu"
        for user in told:
            told_of = (
                f"{what(deadline).capitalize()} của đơn vị đã được trả lại để bổ sung"
                if line.is_returned
                else f"Cổng chưa nhận được {what(deadline)} của đơn vị"
            )
            body = (
                f"Kính gửi {user.full_name}, {line.filer}.\n{told_of} (hạn "
                f"{deadline.get_bound_display()} {format_date(deadline.on)}). {asks} gửi trên cổng trong thời gian sớm nhất."
            )
            subject = f"{'Đề nghị' if line.is_requested else 'Đôn đốc'}: gửi {what(deadline)}"
            about = _about(deadline, line.key)
            found.append(Draft(user, str(line.filer), subject, body, _where(deadline), about))
    return found, without


def basis_words(deadline: Deadline) -> str:
    """What it is due by: the act that changed it, else the plan with its clause, which is what it was seeded with."""
    plan = deadline.campaign.definition
    clause = next((item.clause for item in plan.deadlines if item.id == deadline.code), "")
    if not deadline.plan_kind or deadline.act not in ("", clause):
        return deadline.act
    return " ".join(filter(None, (clause_words(clause), plan.named, f"của {plan.issuer} về {lower_first(plan.name)}")))


def letter(deadline: Deadline, lines: Sequence[Line], *, requested: bool, issuer: Organisation, place: str) -> Paper:
    """The letter about those who have not sent: an order to state bodies, a request to the Front and organisations."""
    asked = [line for line in lines if line.is_requested == requested]
    verb = "đề nghị" if requested else "đôn đốc"
    heads = [("TT", 1.2), ("Cơ quan, đơn vị, địa phương", 8.3), ("Tình trạng đến nay", 4.0), ("Cụm, khối thi đua", 3.0)]
    rows = [
        [str(at), line.addressee, line.standing, "" if line.bloc == NO_BLOC else line.bloc]
        for at, line in enumerate(asked, 1)
    ]
    due = f"{deadline.get_bound_display()} {format_date(deadline.on)}"
    basis = basis_words(deadline)
    opening = (
        f"Thực hiện {basis}, các cơ quan, đơn vị, địa phương gửi {what(deadline)} {due}. Đến ngày {format_date(clock.today())}, "
        f"{len(asked)} nơi trong danh sách dưới đây chưa gửi."
    )
    thing = "kế hoạch" if deadline.plan_kind else "báo cáo"
    if requested:
        opening = opening.replace("dưới đây chưa gửi", f"dưới đây chưa có {thing} trên cổng")
    closing = (
        f"{issuer} trân trọng đề nghị quý cơ quan quan tâm gửi {thing} để tổng hợp, theo dõi chung."
        if requested
        else f"{issuer} yêu cầu các cơ quan, đơn vị, địa phương gửi {thing} trước ngày làm việc thứ năm kể từ ngày "
        "nhận được văn bản này; đơn vị gửi muộn nêu rõ lý do."
    )
    province = province_on(deadline.campaign, clock.today())
    return Paper(
        above=province.committee,
        issuer=str(issuer),
        number="Số:        /",
        place=place,
        day=clock.today(),
        subject=f"{verb} gửi {what(deadline)}",
        addressees=_addressees(asked),
        sections=(Section("", (opening,), Grid(heads, rows)), Section("", (closing,))),
        recipients=("Như trên", f"UBND {province_words(province.kind).word} (báo cáo)"),
        signing=signing_lines(issuer.name, getattr(issuer, "kind", "")),
    )


NAMED = 12  # more addressees are named in the list alone


def _addressees(lines: Sequence[Line]) -> list[str]:
    if len(lines) > NAMED:
        return ["Các cơ quan, đơn vị, địa phương có tên trong danh sách"]
    return [line.addressee for line in lines]


def open_lines(lines: Sequence[Line], *, but: Collection[int] = ()) -> list[Line]:
    """Those to be reminded: nothing sent, or the plan was returned and has not come again.

    `but`: organisations that nobody writes to, since they are the ones who remind.
    """
    return [
        line
        for line in lines
        if (line.sent is None or line.is_returned) and (line.organisation is None or line.organisation.pk not in but)
    ]


def late_or_missing(lines: Sequence[Line]) -> list[Line]:
    """What the follow-up page lists: missing, returned and late; the requested never for being late."""
    return [
        line
        for line in lines
        if line.sent is None or line.is_returned or (line.punctuality.timeliness in OPEN and not line.is_requested)
    ]


def by_bloc(lines: Sequence[Line]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.bloc, []).append(line)
    return found


def totals(lines: Sequence[Line]) -> dict[str, Any]:
    """Expected, in time, late and missing, of those who are ranked; how many are asked and sent nothing."""
    ranked = [line for line in lines if not line.is_requested]
    return {
        "expected": len(ranked),
        "missing": sum(line.sent is None for line in ranked),
        "late": sum(line.punctuality.timeliness is Timeliness.LATE for line in ranked),
        "asked": sum(line.is_requested and line.sent is None for line in lines),
    }
