"""Choosing among equals: the only thing that ever breaks a tie, stored with its reason."""

from collections.abc import Collection, Mapping, Sequence

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from awards.models import Choice, Round
from awards.nominations.dossiers import Dossier
from awards.ranking.contests import agency_may
from awards.ranking.domain.places import why_not_choose
from awards.ranking.standings import Scope, Standing, standings
from awards.workflow.facts import WHY_COUNCIL_CHOOSES, nomination_facts
from core import clock
from core.acts import why_no_reason
from core.numbers import format_moment
from core.text import listed
from core.workflow import Overtaken, Refused
from units import access

# the chairman where everybody of the award agency is near to one of the equals
CHOOSES = (Permission.RECOMMEND, Permission.DECIDE)
AGENCY_CHOOSES = "Bạn không có quyền chọn giữa các hồ sơ này khi cơ quan thi đua, khen thưởng còn người chọn được."


def choose(
    award_round: Round,
    group: str,
    taken: Collection[int],
    left: Collection[int],
    reason: str,
    by: User,
    *,
    over: int | None = None,
) -> Choice:
    """Take some of those who are equal and leave the others, for a reason.

    `over` is the key of the newest choice that the page showed, 0 for none. Raises `Refused` with every objection,
    `Overtaken` with a choice that somebody stored since.
    """
    if not access.may_any(by, CHOOSES, award_round.campaign.province):
        raise Refused("Bạn không có quyền chọn giữa các hồ sơ đồng hạng.")
    with audit.change(by) as trail:
        # under the lock of the ceilings: nobody takes a place while it is being chosen for
        own = [item for item in standings(award_round, lock=True) if item.key[1] == group]
        asked = {*taken, *left}
        standing, scope = _where(own, asked)
        if standing is None or scope is None:
            raise Refused("Vui lòng chọn ít nhất một hồ sơ được lấy.")
        if award_round.shape.council_chooses:
            raise Refused(WHY_COUNCIL_CHOOSES)
        read = {pk: dossier for item in own for pk, dossier in item.dossiers.items()}
        others = [one for item in own for one in (item, *item.narrow) if one is not scope]
        refusals = why_not_choose(scope.ranked, taken, left, scope.board.left)
        refusals += filter(None, (one.why_too_many(taken) for one in others))
        refusals += why_no_reason(reason, "Vui lòng ghi lý do lựa chọn.")
        nominations = [read[pk].nomination for pk in asked if pk in read]
        facts = nomination_facts(nominations, by=by, read=read)
        if any(row.authored_by_me for row in facts.values()):
            refusals.append("Bạn đã lập một trong các hồ sơ này nên không thể lựa chọn; cần một người khác.")
        refusals += [row.conflict for row in facts.values() if row.conflict]
        if not access.may(by, Permission.RECOMMEND, award_round.campaign.province) and agency_may(nominations):
            refusals.append(AGENCY_CHOOSES)
        if refusals:
            raise Refused(*dict.fromkeys(refusals))
        newest = standing.newest_choice(asked)
        if newest is not None and over is not None and newest.pk != over:
            raise Overtaken(("Lựa chọn đang lưu", _told(newest, read)))
        choice = Choice.objects.create(
            round=award_round, group=group, taken=sorted(taken), left=sorted(left), reason=reason.strip()[:1000], by=by
        )
        names = {row.pk: row.printed_name for row in nominations}
        trail.add(
            "choose_among_equals",
            choice,
            label=award_round.name,
            summary=choice.reason,
            new={"taken": [names[pk] for pk in choice.taken], "left": [names[pk] for pk in choice.left]},
        )
        return choice


def _where(own: Sequence[Standing], asked: Collection[int]) -> tuple[Standing | None, Scope | None]:
    """The ceiling that a choice is for: one within the group's own where just these wait at it, else the group's."""
    for standing in own:
        for scope, tie in standing.narrow_ties:
            if {row.key for row in tie.waiting} == set(asked):
                return standing, scope
    standing = next((item for item in own if set(asked) & item.dossiers.keys()), None)
    return standing, standing


def _told(choice: Choice, read: Mapping[int, Dossier]) -> str:
    """A stored choice with its reason, who made it and when."""
    names = {pk: dossier.nomination.printed_name for pk, dossier in read.items()}
    taken = listed([names[pk] for pk in choice.taken if pk in names])
    when = format_moment(choice.at.astimezone(clock.VIETNAM))
    return f"lấy {taken}. {choice.reason} ({choice.by.full_name}, {when})"
