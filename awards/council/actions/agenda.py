"""A dossier that leaves the Council leaves every agenda that is still open. Lock order: nomination, session, item."""

from accounts import audit
from awards.models import AgendaItem, CouncilSession, Nomination

OPEN = CouncilSession.State.OPEN


def strike(nomination: Nomination, reason: str, *, trail: audit.Trail) -> None:
    """Strike it from the open sessions, with the reason; what was held of the others stands."""
    items = AgendaItem.objects.filter(nomination=nomination).exclude(result=AgendaItem.Result.STRUCK)
    pks = set(items.filter(session__state=OPEN).values_list("session_id", flat=True))
    # asked again under the lock: it may have been closed meanwhile
    for session in CouncilSession.objects.select_for_update().filter(pk__in=pks, state=OPEN).order_by("pk"):
        item = items.select_for_update().get(session=session)
        old = {"agree": item.agree, "disagree": item.disagree, "blank": item.blank} if item.ended_at else None
        item.agree = item.disagree = item.blank = None
        item.result, item.struck_reason = AgendaItem.Result.STRUCK, reason[:300]
        item.save()
        item.ballots.all().delete()
        trail.add("strike_item", session, label=f"{session}: {nomination}", summary=reason, old=old)
