"""Somebody appraises in the place of the award agency, named by the chairman. Lock order: nomination, audit head."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from awards.models import Nomination, Round, StandIn
from awards.nominations.actions.nominations import locked
from awards.ranking.contests import waiting_for_another
from awards.workflow.actions.telling import tell_ended, tell_named
from awards.workflow.people import candidates, hands, why_not_stand_in
from awards.workflow.turns import WITHOUT_CONFLICT
from core import clock
from core.acts import why_no_line, why_no_reason
from core.clock import FOREVER
from core.own_words import in_own_words
from core.text import tidy
from core.workflow import Refused
from units import access

ONLY_CHAIRMAN = "Chỉ Chủ tịch UBND tỉnh cử, thôi cử người thẩm định thay."


def stuck(nominations: Sequence[Nomination]) -> list[Nomination]:
    """The dossiers on the desk for which the chairman may name somebody: nobody may appraise them, all who may are away,
    have said everything, or have left it lying for twice the days of its step.
    """
    waiting = [item for item in nominations if item.state in WITHOUT_CONFLICT]
    found = hands(waiting)
    return [item for item in waiting if item.pk in found and found[item.pk].lack is not None]


def name_stand_in(
    pks: Collection[int], user: User, *, act: str, reason: str, until: date | None = None, by: User
) -> list[StandIn]:
    """Name somebody for dossiers that the award agency cannot appraise itself: all or none. Raises `Refused`."""
    with audit.change(by) as trail:
        items = locked(pks)
        refusals = _why_not_name(items, user, act, reason, until, by)
        if refusals:
            raise Refused(*refusals)
        made, ended = [], []
        for item in items:
            # whoever was named before and can no longer act makes room
            for old in StandIn.objects.select_for_update(of=("self",)).filter(nomination=item, ended_at=None):
                old.nomination = item
                _end(old, "Cử người khác.", by, trail)
                ended.append(old)
            row = StandIn.objects.create(
                nomination=item,
                user=user,
                act=tidy(act)[:200],
                reason=reason.strip()[:1000],
                valid_from=clock.today(),
                valid_to=until + timedelta(days=1) if until else FOREVER,
                named_by=by,
            )
            trail.add("name_stand_in", item, new=user.full_name, summary=f"{row.act}: {reason}")
            made.append(row)
        tell_ended(ended, by)
        tell_named(made, by)
        return made


def _why_not_name(
    items: Sequence[Nomination], user: User, act: str, reason: str, until: date | None, by: User
) -> list[str]:
    if not items:
        return ["Chưa chọn hồ sơ nào."]
    if not all(may_name(by, item.round) for item in items):
        return [in_own_words(ONLY_CHAIRMAN)]
    found = why_no_line(act, what="văn bản cử người")
    found += why_no_reason(reason, "Vui lòng ghi lý do.")
    if until is not None and until < clock.today():
        found.append("Ngày cuối phải từ hôm nay trở đi.")
    provinces = {item.round.campaign.province for item in items}
    if user == by or not all(user in candidates(province) for province in provinces):
        found.append(f"{user} không phải công chức cơ quan cấp tỉnh có thể thẩm định thay.")
    waiting = [*stuck(items), *waiting_for_another(items)]
    for item in items:
        if item not in waiting:
            found.append(f"{item.printed_name}: đã có người thẩm định được, không cần cử người thay.")
        elif why := why_not_stand_in(item, user):
            found.append(why)
    return found


def end_stand_in(pk: int, reason: str, *, by: User) -> StandIn:
    """Somebody stands in no longer: what they wrote stays. Raises `Refused`."""
    if why := why_no_reason(reason, "Vui lòng ghi lý do thôi cử."):
        raise Refused(*why)
    with audit.change(by) as trail:
        item = locked([StandIn.objects.get(pk=pk).nomination_id])[0]
        row: StandIn = StandIn.objects.select_for_update(of=("self",)).select_related("user").get(pk=pk)
        if not may_name(by, item.round):
            raise Refused(in_own_words(ONLY_CHAIRMAN))
        if row.ended_at is not None:
            raise Refused(f"{row.user} đã thôi thẩm định thay hồ sơ này.")
        row.nomination = item
        _end(row, reason, by, trail)
        tell_ended([row], by)
        return row


def _end(row: StandIn, reason: str, by: User, trail: audit.Trail) -> None:
    row.ended_at, row.ended_by, row.end_reason = clock.now(), by, reason.strip()[:1000]
    row.save()
    trail.add("end_stand_in", row.nomination, old=row.user.full_name, summary=reason)


def may_name(by: User, award_round: Round) -> bool:
    """Somebody decides over the whole province of a round."""
    return access.may(by, Permission.DECIDE, award_round.campaign.province)
