"""Whom a step with figures sends a notice, and in which words: whoever must act on it."""

from collections.abc import Collection, Sequence

from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission, Role, permissions_of
from campaign.figures.requests import words_about
from campaign.models import FigureSet
from core import clock
from office.notices.outbox import Draft
from units.map.domain.levels import Level
from units.models import Ancestry, Membership

# step → subject and what happened, of one set
WORDS: dict[str, tuple[str, str]] = {
    "return": ("Số liệu bị trả lại", "được trả lại để chỉnh sửa"),
    "return_to_unit": ("Số liệu bị trả lại", "được trả lại để chỉnh sửa"),
    "correct": ("Số liệu được mở lại để sửa", "được mở lại để sửa"),
    "refuse_reopen": ("Không mở lại số liệu", "không được mở lại theo đề nghị"),
}


def drafts(step: str, sets: Sequence[FigureSet], reason: str) -> list[Draft]:
    """The messages that a step brings with it; none for steps that send figures on."""
    if step not in WORDS or not sets:
        return []
    subject, happened = WORDS[step]
    people = _askers(sets) if step == "refuse_reopen" else who_corrects({item.unit_id for item in sets})
    found = []
    for item in sets:
        time = f" Số liệu {item.time_to_correct}." if item.time_to_correct else ""
        kind = item.get_status_display().lower()
        body = f"{kind.capitalize()} năm {item.year} của {item.unit.name} {happened}.{time}\nLý do: {reason.strip()}"
        page = reverse("campaign:figure_set", args=[item.pk])
        url = page if step == "refuse_reopen" else reverse("campaign:sheet", args=[item.year, item.unit.code])
        for user in people.get(item.pk if step == "refuse_reopen" else item.unit_id, ()):
            head = f"{subject}: {item.unit.name}, năm {item.year}"
            found.append(Draft(user, item.unit.name, head, body, url, f"so-lieu:{item.pk}:{item.unit.code}"))
    return found


def _askers(sets: Sequence[FigureSet]) -> dict[int, list[User]]:
    """Whoever asked last about each set, by its pk."""
    found = {}
    for pk, rows in words_about(sets).items():
        asked = [row.by for row in rows if row.step == "ask_reopen"]
        found[pk] = asked[-1:]
    return found


def who_corrects(units: Collection[int]) -> dict[int, list[User]]:
    """By unit who types its figures: the officers of the unit and of those above it, below the province."""
    today = clock.today()
    rows = Ancestry.objects.in_force(today).filter(descendant__in=units)
    above: dict[int, list[int]] = {}
    for pk, ancestor, level in rows.order_by("depth").values_list("descendant_id", "ancestor_id", "ancestor__level"):
        if level > Level.PROVINCE or pk == ancestor:
            above.setdefault(pk, []).append(ancestor)
    seated = {ancestor for ancestors in above.values() for ancestor in ancestors}
    seats = (
        Membership.objects.in_force(today)
        .filter(unit__in=seated, organisation=None, user__is_active=True)
        .select_related("user")
    )
    people: dict[int, list[User]] = {}
    for seat in seats.order_by("pk"):
        if Permission.ENTER_FIGURES in permissions_of(Role(seat.role), set()):
            people.setdefault(seat.unit_id, []).append(seat.user)
    return {
        pk: list(dict.fromkeys(user for ancestor in ancestors for user in people.get(ancestor, ())))
        for pk, ancestors in above.items()
    }


def addressees(step: str, sets: Sequence[FigureSet]) -> list[str]:
    """ "Nguyễn Văn A (Xã Phước Đại)": whom the step would tell, for the page that asks before it."""
    return list(dict.fromkeys(f"{draft.to.full_name} ({draft.place})" for draft in drafts(step, sets, "")))
