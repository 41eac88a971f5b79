"""Until when a round takes dossiers: a deadline like every other, set and moved by an act, never rewritten."""

from datetime import date

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from awards.models import Round
from campaign.models import Deadline
from campaign.plan.actions.definitions import follow
from campaign.registrations.domain.deadlines import is_over
from core import clock
from core.acts import why_no_line
from core.numbers import format_date
from core.once import once
from core.workflow import Overtaken, Refused
from units import access


def deadline_of(award_round: Round, category: str = "") -> Deadline | None:
    """Until when a round takes dossiers of a class: the class's own deadline where the plan gives it one."""
    codes = {
        code: item.id for item in award_round.plan.deadlines if item.round_ == award_round.code for code in item.classes
    }
    if category not in codes:
        return award_round.deadline
    rows = once(
        ("deadlines of classes", award_round.campaign_id),
        lambda: {row.code: row for row in Deadline.objects.current().filter(campaign=award_round.campaign_id)},
    )
    found: Deadline | None = rows.get(codes[category], award_round.deadline)
    return found


def why_closed(award_round: Round, category: str = "") -> str:
    """Why the round takes no dossier (of a class) any more; empty while it does. A soft deadline refuses nothing."""
    due = deadline_of(award_round, category)
    if due is None or not due.is_hard or not is_over(clock.now(), on=due.on, bound=due.bound):
        return ""
    return f"{award_round.name} đã hết hạn nhận hồ sơ: {due.get_bound_display()} {format_date(due.on)} ({due.act})."


def set_closing(
    award_round: Round, *, on: date, bound: str, is_hard: bool, act: str, by: User, over: int | None = None
) -> Deadline:
    """Set or move the closing date of a round: a new row each time, with its act.

    `over` is the key of the date that the page showed, 0 for none. Raises `Refused`, `Overtaken`.
    """
    if why := why_no_line(act, what="văn bản ấn định hạn nhận hồ sơ"):
        raise Refused(*why)
    with audit.change(by) as trail:
        if not access.may(by, Permission.RECOMMEND, award_round.campaign.province):
            raise Refused("Chỉ cơ quan thi đua, khen thưởng ấn định hạn nhận hồ sơ của đợt.")
        row = Round.objects.select_for_update(of=("self",)).select_related("deadline").get(pk=award_round.pk)
        old = row.deadline
        if old is not None and over is not None and old.pk != over:
            told = f"{old.get_bound_display()} {format_date(old.on)}, theo {old.act}"
            raise Overtaken(("Hạn nhận hồ sơ", told))
        code = old.code if old is not None else f"dot:{row.pk}"
        Deadline.objects.current().filter(campaign=row.campaign_id, code=code).update(replaced_at=clock.now())
        new = Deadline.objects.create(
            campaign_id=row.campaign_id,
            code=code,
            label=f"Nhận hồ sơ {row.name[:1].lower()}{row.name[1:]}",
            on=on,
            bound=bound,
            is_hard=is_hard,
            act=act.strip()[:200],
        )
        row.deadline = new
        row.save(update_fields=["deadline"])
        trail.add("set_deadline", new, label=new.label, old=old.on if old else None, new=on, summary=act)
        follow(row.campaign, new, act, trail)
        for other in Round.objects.filter(campaign=row.campaign_id, deadline__replaced_at__isnull=False):
            other.deadline = Deadline.objects.current().get(campaign=row.campaign_id, code=other.deadline.code)
            other.save(update_fields=["deadline"])
        return new
