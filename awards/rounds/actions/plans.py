"""A plan comes into force with its rounds: the one road of a file and of a draft written in the browser."""

from accounts import audit
from accounts.models import User
from awards.controls.effects import Effect
from awards.models import Round, RuleChange
from awards.rounds.actions.rounds import sync_rounds
from awards.rounds.plan_effects import bends, effects
from campaign.definition import Definition, DefinitionErrors, parse
from campaign.models import Campaign, DefinitionVersion, PlanDraft
from campaign.plan.actions.definitions import province_of, store_definition, why_not_move
from campaign.plan.actions.drafts import CHANGED, GONE, lock, may_write_of, why_not_own
from campaign.plan.own_kinds import own_names
from campaign.poverty_standards.in_force import standard_years
from core.workflow import Refused, Stale


def put_in_force(text: str, *, by: User) -> tuple[DefinitionVersion, bool]:
    """Check a plan, store it as the version in force, make the rounds that it names; the same content changes nothing.

    Raises `DefinitionErrors` with every error and its place, `Refused` when its province is not loaded.
    """
    with audit.change(by):
        version, is_new = store_definition(text, by=by)
        sync_rounds(version.campaign, by=by)
        return version, is_new


def why_not_publish(plan: Definition, *, by: User) -> tuple[str, ...]:
    """Why somebody may not put a plan into force; nothing where they may.

    Its province is not on the portal, or not theirs; or its code is that of a campaign of a province that is not theirs.
    """
    try:
        provinces = [province_of(plan)]
    except Refused as refused:
        return refused.reasons
    standing = Campaign.objects.filter(code=plan.code).select_related("province").first()
    moves = why_not_move(standing, provinces[0]) if standing is not None else ""
    if standing is not None and standing.province not in provinces:
        provinces.append(standing.province)
    foreign = tuple(
        f"Bạn không soạn kế hoạch của {province}, mà bản này ghi mã đơn vị hoặc mã phong trào của nơi ấy."
        for province in provinces
        if not may_write_of(by, province)
    )
    return (*foreign, *([moves] if moves else []))


WANTS_TWO = "Bản này mở đợt, mở số lượng hoặc đổi quy định của đợt chưa có hồ sơ: ghi văn bản, kèm tệp và gửi người thứ hai xác nhận."
MOVED_ON = (
    "Bản soạn đã được sửa, bỏ hoặc chuyển cho người khác từ khi đề nghị: người đề nghị rút, xem lại và gửi đề nghị mới."
)


def campaign_of(plan: Definition) -> Campaign | None:
    """The campaign that a plan is a version of, where it stands already."""
    return Campaign.objects.filter(code=plan.code).select_related("province").first()


def publish(pk: int, edition: int | None, *, by: User) -> tuple[DefinitionVersion, bool]:
    """A draft comes into force and is a draft no more; one that bends a rule is proposed instead (`controls`).

    Raises `DefinitionErrors`, `Stale` where it was changed since it was shown, `Refused` with every reason.
    """
    with audit.change(by) as trail:
        draft = lock(pk, edition, by)
        plan = parse(draft.content, standards=standard_years().known, own=own_names())
        if reasons := (*why_not_own(draft, by), *why_not_publish(plan, by=by)):
            raise Refused(*reasons)
        if lines := bends(plan, campaign_of(plan)):
            raise Refused(WANTS_TWO, *(f"{place}: {words}." for place, words in lines))
        version, is_new = put_in_force(draft.content, by=by)
        trail.add("publish_plan_draft", draft, label=draft.name, new=version.digest)
        draft.delete()
        return version, is_new


# ---- a version that bends a rule: proposed, then put into force by the second person's word ----


def begun_change(pk: int, edition: int | None, *, by: User) -> tuple[Round, dict[str, int]]:
    """Where a version that bends a rule is proposed, and what of it is kept: the draft as it was shown, the plan in force.

    It stands at the first round that is still free, else at the newest. Raises `DefinitionErrors`, `Stale`, `Refused`.
    """
    # read without its lock, which the confirmation takes behind that of the places: it asks for this very edition again
    draft = PlanDraft.objects.visible_to(by).filter(pk=pk).first()
    if draft is None:
        raise Refused(GONE)
    if draft.edition != edition:
        raise Stale(CHANGED)
    plan = parse(draft.content, standards=standard_years().known, own=own_names())
    if reasons := (*why_not_own(draft, by), *why_not_publish(plan, by=by)):
        raise Refused(*reasons)
    campaign = campaign_of(plan)
    if campaign is None or not bends(plan, campaign):
        raise Refused("Bản này không mở đợt, không đổi quy định của đợt nào: ban hành ngay, không cần người thứ hai.")
    rounds = list(Round.objects.filter(campaign=campaign).order_by("year", "code"))
    place = next((row for row in rounds if row.version_id is None), rounds[-1])
    return place, {"draft": draft.pk, "edition": draft.edition, "seen": campaign.active_version.number}


def plan_effect(change: RuleChange) -> Effect:
    """What follows, and every rule that becomes another one. Raises `Refused` when the draft or the plan moved on."""
    draft, plan = _proposed(change)
    campaign = change.round.campaign
    lines = [("Bản soạn", f"{draft.name}, lần sửa {draft.edition}"), *effects(plan, campaign), *bends(plan, campaign)]
    return Effect(tuple(lines), why_not_publish(plan, by=change.asked_by))


def put_plan_in_force(change: RuleChange, by: User, trail: audit.Trail) -> None:
    """The draft comes into force as its two people read it."""
    list(PlanDraft.objects.select_for_update(of=("self",)).filter(pk=change.what["draft"]))
    draft, _ = _proposed(change)
    version, _ = put_in_force(draft.content, by=by)
    trail.add("publish_plan_draft", draft, label=draft.name, new=version.digest, summary=change.act)
    draft.delete()


def _proposed(change: RuleChange) -> tuple[PlanDraft, Definition]:
    said = change.what
    draft = PlanDraft.objects.filter(pk=said["draft"], edition=said["edition"], owner=change.asked_by_id).first()
    if draft is None:
        raise Refused(MOVED_ON)
    if change.round.campaign.active_version.number != said["seen"]:
        raise Refused("Kế hoạch vừa có phiên bản khác: người đề nghị rút, xem lại và gửi đề nghị mới.")
    try:
        plan = parse(draft.content, standards=standard_years().known, own=own_names())
    except DefinitionErrors as found:
        raise Refused(*(f"{one.where}: {one.message}" for one in found.errors)) from found
    if plan.code != change.round.campaign.code:
        raise Refused(MOVED_ON)
    return draft, plan
