"""What only the chairman settles, since the award agency is near to it or competes: whom to name, equals, objections."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from accounts.permissions import Permission
from awards.models import Nomination, Objection
from awards.querysets import in_whole_provinces
from awards.ranking.contests import agency_may, out_of_reach, waiting_for_another
from awards.ranking.standings import READ, standings
from awards.rounds.campaigns import round_url, round_words
from awards.workflow.people import hands
from awards.workflow.stakes import conflict_of, stakes_of
from awards.workflow.states import State
from awards.workflow.stood_in import stand_ins_of
from awards.workflow.turns import LISTED, WITHOUT_CONFLICT
from core.numbers import two_digits
from core.text import listed
from office.todo import Card
from units import access
from units.people.absences import away

WITH = (*READ, "round__campaign__province")
SHOWN = 3  # names of one card


def chairman_cards(user: Any) -> list[Card]:
    """Of the award agency's own dossiers and their rivals; the objections also for whoever was named in its place."""
    found = _objections(user)
    if access.reach(user, Permission.DECIDE) == frozenset():
        return found
    rows = Nomination.objects.filter(
        in_whole_provinces(user, [Permission.DECIDE]), state__in=WITHOUT_CONFLICT | LISTED
    ).select_related(*WITH)
    items = list(rows.order_by("round_id", "pk"))
    return [*_rivals(items), *_equals(items), *found]


def names_of(items: Sequence[Nomination]) -> str:
    """The first of them by name, the others by number."""
    names, more = [row.printed_name for row in items[:SHOWN]], len(items) - SHOWN
    return f"{listed(names)} và {two_digits(more)} hồ sơ khác" if more > 0 else listed(names)


def _by_round(items: Sequence[Nomination]) -> list[list[Nomination]]:
    found: dict[int, list[Nomination]] = defaultdict(list)
    for item in items:
        found[item.round_id].append(item)
    return list(found.values())


def _rivals(items: Sequence[Nomination]) -> list[Card]:
    """Dossiers after the same places as the award agency's own, for which nobody is named; none that waits anyway."""
    waiting = waiting_for_another(items)
    turns = hands(waiting)
    waiting = [item for item in waiting if item.state in LISTED or turns[item.pk].lack is None]
    return [
        Card(
            f"Xem xét cử người thẩm định thay: {names_of(rows)}",
            f"{round_words(rows[0].round)}: cùng nhóm với hồ sơ của cơ quan thi đua, khen thưởng nên cơ quan này không làm "
            "bước bất lợi",
            round_url("awards:stand_ins", rows[0].round),
            "Cử người",
            "awards",
            count=len(rows),
        )
        for rows in _by_round(waiting)
    ]


def _equals(items: Sequence[Nomination]) -> list[Card]:
    """Equals between whom nobody who recommends may choose."""
    groups: dict[tuple[int, str], list[Nomination]] = defaultdict(list)
    for item in items:
        if item.state == State.APPRAISED and not item.round.shape.council_chooses:
            groups[item.round_id, item.group].append(item)
    found = []
    for (_, group), rows in groups.items():
        if agency_may(rows):  # between all of them, so between any
            continue
        read = {item.pk: item for item in rows}
        own = [item for item in standings(rows[0].round) if item.key[1] == group]
        ties = [[read[row.key] for row in tie.waiting if row.key in read] for item in own for tie in item.unanswered]
        found += [
            Card(
                f"Chọn giữa các hồ sơ đồng hạng: {names_of(tie)}",
                f"{round_words(tie[0].round)}: có hồ sơ của cơ quan thi đua, khen thưởng nên cơ quan này không chọn",
                round_url("awards:board", tie[0].round),
                "Mở bảng số lượng",
                "awards",
                count=len(tie),
            )
            for tie in ties
            if tie and not agency_may(tie)
        ]
    return found


def _objections(user: Any) -> list[Card]:
    """What the public said of a dossier of which nobody of the award agency may settle it: the stand-in, else the chairman."""
    rows = Objection.objects.filter(answer="", period__nomination__state__in=(State.COMMENT, State.SUSPENDED))
    keys = set(rows.values_list("period__nomination", flat=True))
    items = list(Nomination.objects.filter(pk__in=keys).select_related(*WITH).order_by("pk")) if keys else []
    named = stand_ins_of(items)
    if access.reach(user, Permission.DECIDE) == frozenset():
        items = [item for item in items if user in named.get(item.pk, ())]
    if not items:
        return []
    beyond = out_of_reach(items)
    absent = away({person.pk for people in named.values() for person in people})
    own = stakes_of({user.pk})[user.pk].own
    found = []
    for item in items:
        there = [person for person in named.get(item.pk, ()) if person.pk not in absent]
        if item.pk not in beyond or not (
            user in there
            if there
            else access.may(user, Permission.DECIDE, item.round.campaign.province) and not conflict_of(item, own, user)
        ):
            continue
        found.append(
            Card(
                f"Xử lý ý kiến công khai: {item.printed_name}",
                f"{round_words(item.round)}: cơ quan thi đua, khen thưởng không tự xử lý ý kiến về hồ sơ này",
                f"{reverse('awards:nomination', args=[item.pk])}#lay-y-kien",
                "Xử lý ý kiến",
                "awards",
            )
        )
    return found
