"""What a replaced figure turned over: findings now against those frozen at the last step; their holders are told."""

from collections.abc import Collection, Mapping, Sequence

from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission, Role, permissions_of
from awards.models import Assessment, Nomination
from awards.nominations.contents import having
from awards.nominations.dossiers import Dossier, dossiers
from awards.workflow.states import State
from core import clock
from core.findings import Finding, Outcome
from office.models import Notice
from units.models import Membership

SILENT = frozenset({State.DRAFT, State.WITHDRAWN})
READ = (
    "round__campaign", "round__version", "unit", "organisation", "household", "holder_unit",
    "holder_organisation__seat", "author",
)  # fmt: skip


def flipped(nominations: Sequence[Nomination], read: Mapping[int, Dossier] | None = None) -> dict[int, list[str]]:
    """By nomination, one sentence for each part whose finding is another than the one frozen last."""
    return _flipped(nominations, read, kinds=None)


def moved_measures(
    nominations: Sequence[Nomination], read: Mapping[int, Dossier] | None = None
) -> dict[int, list[str]]:
    """The same of measured parts alone: what corrected figures turned over."""
    return _flipped(nominations, read, kinds=frozenset({"measured"}))


def _flipped(
    nominations: Sequence[Nomination], read: Mapping[int, Dossier] | None, *, kinds: frozenset[str] | None
) -> dict[int, list[str]]:
    nominations = having(nominations, "assessments")
    if not nominations:
        return {}
    newest: dict[int, Assessment] = {}
    for row in Assessment.objects.filter(nomination__in=nominations).order_by("pk"):
        newest[row.nomination_id] = row
    asked = [item for item in nominations if item.pk in newest]
    found = read if read is not None else dossiers(asked)
    return {item.pk: lines for item in asked if (lines := _lines(newest[item.pk], found[item.pk], kinds))}


def _lines(frozen: Assessment, dossier: Dossier, kinds: frozenset[str] | None) -> list[str]:
    old = {row["part"]: row for row in frozen.findings}
    found = []
    for part in dossier.parts:
        if kinds is not None and part.part.kind not in kinds:
            continue
        then = old.get(part.key, {})
        # what was frozen before papers and judgements were told apart stands under "finding"
        for before, now in (
            (then.get("finding"), part.finding),
            (then.get("paper") or then.get("finding"), part.paper),
        ):
            if now is None or not before:
                continue
            was, words = Finding.from_json(before), paper_words if now is part.paper else words_of
            if (was.outcome, was.actual, was.required) != (now.outcome, now.actual, now.required):
                found.append(f"{part.label}: lúc thẩm định là {words(was)}, nay là {words(now)}.")
    return found


def paper_words(finding: Finding) -> str:
    """Whether the papers of a line are there, as notices say it."""
    return {Outcome.MET: "có giấy tờ", Outcome.NOT_MET: "giấy tờ nói ngược lại"}.get(finding.outcome, "chưa có giấy tờ")


def words_of(finding: Finding) -> str:
    """A finding as notices say it: the outcome and what was compared."""
    return f"{finding.label} ({finding.comparison})" if finding.comparison else finding.label


def tell(units: Collection[int], what: str, by: User) -> None:
    """What judgement reads of units was replaced: whoever holds a dossier about them reads what turned over, once."""
    tell_of(list(Nomination.objects.filter(unit__in=units).select_related(*READ)), what, by)


def tell_of(nominations: Sequence[Nomination], what: str, by: User) -> None:
    """Their holders read what turned over since it was frozen; the same again is not told twice."""
    rows = [item for item in nominations if item.state not in SILENT]
    changed = flipped(rows) if rows else {}
    last: dict[str, str] = {}
    for about, body in (
        Notice.objects.filter(about__in=[f"flip:{pk}" for pk in changed]).order_by("pk").values_list("about", "body")
    ):
        last[about] = body
    for item in rows:
        if item.pk not in changed:
            continue
        body, about = "\n".join(changed[item.pk])[:3800], f"flip:{item.pk}"
        if last.get(about, "").endswith(body):
            continue
        for user in _holders(item):
            Notice.objects.create(
                to=user,
                place=str(item.holder)[:200],
                subject=f"Nhận định thay đổi: {item.printed_name}"[:200],
                body=f"{what}; nhận định của hồ sơ thay đổi:\n{body}",
                about=about,
                written_by=by,
                sent_at=clock.now(),
                url=reverse("awards:nomination", args=[item.pk]),
            )


def _holders(item: Nomination) -> list[User]:
    """Its author, and who nominates for its holder."""
    seats = Membership.objects.in_force(clock.today()).filter(user__is_active=True).select_related("user")
    seats = (
        seats.filter(organisation=item.holder_organisation_id)
        if item.holder_organisation_id
        else seats.filter(unit=item.holder_unit_id, organisation=None)
    )
    users = {item.author_id: item.author} if not item.author.is_builtin else {}
    for seat in seats:
        if Permission.NOMINATE in permissions_of(Role(seat.role), set()):
            users[seat.user_id] = seat.user
    return list(users.values())
