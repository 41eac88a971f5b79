"""A plan written in the browser: begun, changed step by step, taken back, taken over, dropped. Nothing of it is in force.

Whoever writes plans of the province changes a draft; only its owner lets it go or puts it into force.
"""

from collections.abc import Callable, Collection
from typing import Any

from django.db import IntegrityError

from accounts import audit
from accounts.models import User
from campaign.definition import DefinitionErrors
from campaign.definition.syntax import TOO_DEEP
from campaign.editor import tree
from campaign.models import Campaign, DefinitionVersion, PlanDraft
from campaign.querysets import PLAN_WRITERS as WRITERS
from core import clock
from core.numbers import format_moment
from core.own_words import in_own_words
from core.workflow import Refused, Stale
from office.notices.outbox import Draft as Message
from office.notices.outbox import post
from units import access
from units.map.domain.levels import Level
from units.models import Unit

MOST = 1024 * 1024  # characters of a plan
CHANGED = "Bản soạn này vừa được sửa ở nơi khác; chưa lưu gì."
OWN_OF_PLAN = "Bạn đang có bản soạn riêng của kế hoạch này: ban hành hoặc bỏ bản ấy trước khi nhận bản của người khác."
GONE = "Bản soạn này không còn: đã ban hành hoặc đã bỏ."


def may_write(user: object) -> bool:
    """Somebody writes plans: the award agency of a province, and its administrator."""
    return access.over_a_province(user, WRITERS)


def may_write_of(user: Any, province: Unit) -> bool:
    """Somebody writes plans of this very province."""
    return bool(user.is_builtin) or access.may_any(user, WRITERS, province)


def provinces_of(user: Any) -> list[Unit]:
    """The provinces of today for which somebody writes plans."""
    found = Unit.objects.in_force(clock.today()).at_level(Level.PROVINCE).order_by("code")
    wanted: Collection[int] = {pk for item in WRITERS for pk in access.reach(user, item) or ()}
    return list(found if user.is_builtin else found.filter(pk__in=wanted))


def begin_from(version: DefinitionVersion, *, by: User) -> PlanDraft:
    """A draft that begins as a stored version. Raises `Refused`."""
    campaign = version.campaign
    root, _ = tree.read(version.content)
    return _begin(root or {}, campaign.province, plan=campaign.code, version=version, by=by)


def begin_smallest(province: Unit, *, first_year: int, last_year: int, by: User) -> PlanDraft:
    """A draft of a new plan that says the least a plan says. Raises `Refused`."""
    below = Unit.objects.in_force(clock.today()).within(province, clock.today()).at_level(Level.DISTRICT)
    root = tree.smallest(
        province=province.code,
        name=_lower(province.name),
        first_year=first_year,
        last_year=last_year,
        level="district" if below.exists() else "commune",
    )
    return _begin(root, province, plan="", version=None, by=by)


def begin_from_file(text: str, *, by: User) -> PlanDraft:
    """A draft that begins as a file, with all that is wrong in it. Raises `DefinitionErrors` where it cannot be read, `Refused`."""
    if len(text) > MOST:
        raise Refused("Tệp lớn hơn 1 MB: một kế hoạch chỉ gồm chữ, thường dưới 100 KB.")
    root, errors = tree.read(text)
    if root is None or errors:
        raise DefinitionErrors(errors)
    try:
        tree.write(root)
    except (RecursionError, ValueError):
        raise Refused(f"Tệp {TOO_DEEP}") from None
    code = root.get("code")
    campaign = Campaign.objects.filter(code=code).first() if isinstance(code, str) else None
    current = campaign.versions.filter(replaced_at=None).first() if campaign is not None else None
    own = provinces_of(by)
    if campaign is None and not own:
        raise Refused("Bạn chưa được giao việc ở tỉnh, thành phố nào trên cổng.")
    province = campaign.province if campaign is not None else own[0]
    return _begin(root, province, plan=campaign.code if campaign is not None else "", version=current, by=by)


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]


def _begin(root: tree.Root, province: Unit, *, plan: str, version: DefinitionVersion | None, by: User) -> PlanDraft:
    try:
        with audit.change(by) as trail:
            if not may_write_of(by, province):
                raise Refused(
                    in_own_words("Chỉ cơ quan thi đua, khen thưởng và quản trị của tỉnh soạn kế hoạch của tỉnh.")
                )
            name = _name(root)
            if why := _why_not_another(by, plan, name):
                raise Refused(why)
            draft = PlanDraft.objects.create(
                owner=by,
                changed_by=by,
                plan=plan,
                based_on=version,
                province=province,
                name=name,
                content=tree.write(root),
            )
            trail.add("begin_plan_draft", draft, label=draft.name)
            return draft
    except IntegrityError as error:
        raise Refused("Bản soạn của kế hoạch này vừa được mở ở một thẻ khác.") from error


def _why_not_another(by: User, plan: str, name: str) -> str:
    """Of a plan that stands a person has one draft; new plans stand side by side, each under its own name."""
    own = PlanDraft.objects.filter(owner=by, plan=plan)
    if plan and own.exists():
        return "Bạn đang có một bản soạn dở của kế hoạch này. Mở tiếp, hoặc bỏ bản ấy trước khi soạn từ đầu."
    if not plan and own.filter(name=name).exists():
        return (
            f"Bạn đang soạn một kế hoạch mới mang tên «{name}». Mở tiếp bản ấy; hoặc đổi tên, đổi năm của nó rồi mở bản "
            "thứ hai."
        )
    return ""


def _name(root: tree.Root) -> str:
    for key in ("short_name", "name", "code"):
        if isinstance(root.get(key), str) and root[key].strip():
            years = [str(root[at]) for at in ("first_year", "last_year") if isinstance(root.get(at), int)]
            return f"{root[key].strip()[:200]}{f', {years[0]} - {years[1]}' if len(years) == 2 else ''}"
    return "Kế hoạch chưa đặt tên"


def change(
    pk: int,
    edition: int | None,
    alter: Callable[[tree.Root], tree.Root],
    *,
    what: str,
    by: User,
    stands: Callable[[tree.Root], bool] | None = None,
) -> PlanDraft:
    """Change a draft's tree; what was before it can be taken back once.

    `stands` says that what the form is about is still as it was shown: then it does not matter that another part was
    changed meanwhile. Raises `Stale` where it does, `Refused` where the draft is no more, `tree.NoSuchEntry` where the
    change is about nothing that stands there.
    """
    with audit.change(by) as trail:
        draft = _locked(pk, by)
        root, _ = tree.read(draft.content)
        if draft.edition != edition and not (stands is not None and stands(root or {})):
            raise Stale(_who_changed(draft, by))
        changed = alter(root or {})
        content = tree.write(changed)
        if content == draft.content:
            _stay(draft)
            return draft
        if len(content) > MOST:
            raise Refused("Kế hoạch dài quá 1 triệu chữ; chưa lưu gì.")
        draft.before, draft.content, draft.name = draft.content, content, _name(changed)
        _keep(draft, by)
        trail.add("change_plan_draft", draft, label=draft.name, summary=what)
        return draft


def take_back(pk: int, edition: int | None, *, by: User) -> PlanDraft:
    """The draft as it was before its last change; done again, as it was after it. Raises `Stale`, `Refused`."""
    with audit.change(by) as trail:
        draft = lock(pk, edition, by)
        if not draft.before:
            raise Refused("Chưa có thay đổi nào để hoàn tác.")
        draft.before, draft.content = draft.content, draft.before
        draft.name = _name(tree.read(draft.content)[0] or {})
        _keep(draft, by)
        trail.add("change_plan_draft", draft, label=draft.name, summary="hoàn tác")
        return draft


def take_over(pk: int, edition: int | None, *, url: str, by: User) -> PlanDraft:
    """A draft becomes somebody else's who writes plans there; whose it was is told, with `url`. Raises `Stale`, `Refused`."""
    try:
        with audit.change(by) as trail:
            draft = lock(pk, edition, by)
            before = draft.owner
            if before == by:
                raise Refused("Bản soạn này đã là của bạn.")
            if draft.plan and PlanDraft.objects.filter(owner=by, plan=draft.plan).exists():
                raise Refused(OWN_OF_PLAN)
            draft.owner = by
            _keep(draft, by)
            trail.add("take_plan_draft", draft, label=draft.name, old=before.username, new=by.username)
            words = (
                f"{by.full_name} nhận bản soạn «{draft.name}» của bạn để soạn tiếp. Bạn vẫn mở và sửa được bản ấy; người "
                "nhận ban hành hoặc bỏ."
            )
            title = "Bản soạn kế hoạch của bạn có người nhận"
            post([Message(before, str(draft.province), title, words, url=url, about=f"plan_draft:{draft.pk}")], by=by)
            return draft
    except IntegrityError as error:
        raise Refused(OWN_OF_PLAN) from error


def why_not_own(draft: PlanDraft, by: User) -> tuple[str, ...]:
    """Why somebody neither lets go of a draft nor puts it into force: it is another's."""
    if draft.owner == by:
        return ()
    return (f"Bản soạn này của {draft.owner.full_name}. Nhận bản soạn trước, ở trang đầu của bản soạn.",)


def drop(pk: int, edition: int | None, *, by: User) -> None:
    """Let go of a draft of one's own. Raises `Stale`, `Refused`."""
    with audit.change(by) as trail:
        draft = lock(pk, edition, by)
        if reasons := why_not_own(draft, by):
            raise Refused(*reasons)
        trail.add("drop_plan_draft", draft, label=draft.name)
        draft.delete()


def lock(pk: int, edition: int | None, by: User) -> PlanDraft:
    """A draft under a lock, as it was shown. Raises `Stale`, `Refused`."""
    draft = _locked(pk, by)
    if draft.edition != edition:
        raise Stale(_who_changed(draft, by))
    return draft


def _locked(pk: int, by: User) -> PlanDraft:
    # joined to nobody: who waited for the lock would find a row of another owner no more
    rows = PlanDraft.objects.visible_to(by).select_for_update(of=("self",))
    draft: PlanDraft | None = rows.filter(pk=pk).first()
    if draft is None:
        raise Refused(GONE)
    if not may_write_of(by, draft.province):
        raise Refused(in_own_words("Bạn không còn soạn kế hoạch của tỉnh này."))
    return draft


def _who_changed(draft: PlanDraft, by: User) -> str:
    if draft.changer == by:
        return CHANGED
    when = format_moment(draft.changed_at.astimezone(clock.VIETNAM))
    return f"{draft.changer.full_name} vừa sửa bản soạn này lúc {when}; chưa lưu gì."


def _stay(draft: PlanDraft) -> None:
    """Saved again as it stands: its owner was told that it goes, and keeps it."""
    if draft.told_at is not None:
        draft.changed_at, draft.told_at = clock.now(), None
        draft.save(update_fields=["changed_at", "told_at"])


def _keep(draft: PlanDraft, by: User) -> None:
    draft.edition += 1
    draft.changed_at, draft.changed_by, draft.told_at = clock.now(), by, None
    draft.save(update_fields=["owner", "before", "content", "name", "edition", "changed_at", "changed_by", "told_at"])
