"""A plan comes into force with its rounds: the one road of a file and of a draft written in the browser."""

from accounts import audit
from accounts.models import User
from awards.actions.rounds import sync_rounds
from campaign.actions.definitions import province_of, store_definition
from campaign.actions.plan_drafts import lock, may_write_of, why_not_own
from campaign.definition import Definition, parse
from campaign.models import Campaign, DefinitionVersion
from campaign.own_kinds import own_names
from campaign.standards_in_force import standard_years
from core.workflow import Refused


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
    if standing is not None and standing.province not in provinces:
        provinces.append(standing.province)
    return tuple(
        f"Bạn không soạn kế hoạch của {province}, mà bản này ghi mã tỉnh hoặc mã phong trào của nơi ấy."
        for province in provinces
        if not may_write_of(by, province)
    )


def publish(pk: int, edition: int | None, *, by: User) -> tuple[DefinitionVersion, bool]:
    """A draft comes into force and is a draft no more.

    Raises `DefinitionErrors`, `Stale` where it was changed since it was shown, `Refused` with every reason.
    """
    with audit.change(by) as trail:
        draft = lock(pk, edition, by)
        plan = parse(draft.content, standards=standard_years().known, own=own_names())
        if reasons := (*why_not_own(draft, by), *why_not_publish(plan, by=by)):
            raise Refused(*reasons)
        version, is_new = put_in_force(draft.content, by=by)
        trail.add("publish_plan_draft", draft, label=draft.name, new=version.digest)
        draft.delete()
        return version, is_new
