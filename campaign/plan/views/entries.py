"""One section or entry of a plan that is being written: filled in, its lists changed, tried on figures."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from campaign.editor import tree
from campaign.editor.choices import criteria_of
from campaign.editor.comparison import words
from campaign.editor.fields import Field, has_rule, lists_of
from campaign.editor.sections import BY_SLUG, LISTS, Section
from campaign.editor.told import place_words
from campaign.editor.tree import NoSuchEntry, Path
from campaign.editor.typed import choices_of, fields_for, filled, strays
from campaign.models import Campaign, PlanDraft
from campaign.plan.actions import drafts as actions
from campaign.plan.drafts import Draft
from campaign.plan.forms import EntryForm, held
from campaign.plan.trial import try_line
from campaign.plan.views.drafts import edition_of, find_draft, writers
from core import clock
from core.numbers import format_moment, read_id
from core.workflow import Overtaken, Refused, Stale
from office.pages import Compared, conflict, overtaken
from units import access
from units.map.actions.own_kinds import may_add

RULE = "rule"  # in the address of a part of the page: what another rule asks
TRIED = ("criterion", "goal")  # what figures can judge
OF_OWN_KINDS = ("classifications", "bodies")  # choices to which the administrator of the province may add


def _path(draft: Draft, place: str) -> Path:
    path = _said_path(place)
    if not _stands(draft, path):
        raise Http404
    return path


def _said_path(place: str) -> Path:
    try:
        return tree.path_of(place)
    except NoSuchEntry as error:
        raise Http404 from error


def _stands(draft: Draft, path: Path) -> bool:
    try:
        tree.at(draft.root, path)
    except NoSuchEntry:
        return False
    return True


@writers
@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """One section: the fields of the whole plan that belong to it, and its lists."""
    found = BY_SLUG.get(section)
    if found is None:
        raise Http404
    return _page(request, find_draft(request, pk), (), found)


@writers
@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, pk: int, place: str) -> HttpResponse:
    """One entry of a list: its text, how it is judged beside it, what it holds."""
    draft = find_draft(request, pk)
    if request.method == "POST" and "edition" in request.POST and not _stands(draft, _said_path(place)):
        return _gone(request, draft, _said_path(place))
    path = _path(draft, place)
    if RULE in request.GET:
        return _rule_part(request, draft, path)
    return _page(request, draft, path, None)


def _page(request: HttpRequest, draft: Draft, path: Path, about: Section | None) -> HttpResponse:
    kind, there = tree.kind_of(path), tree.at(draft.root, path)
    asked = _asked(kind, there, about)
    odd = strays(kind, there) if path else []
    if request.method == "POST":
        if (moved := _changed_list(request, draft, path)) is not None:
            return moved
        posted = _asked(kind, there, about, request.POST.get("rule"))
        form = EntryForm(posted, _choices(draft, there, posted), request.POST, strays=odd, here=request.path)
        if form.is_valid():
            return _saved(request, draft, path, about, form)
    else:
        data = held(asked, there, draft.row.edition, _mark(draft.root, path, about))
        form = EntryForm(asked, _choices(draft, there, asked), data, strays=odd, here=request.path)
        form.is_valid()
        form.tell(problem for problem in draft.of(path) if _is_here(problem.key, about))
    keys = lists_of(kind) if about is None else about.lists
    context = {
        "draft": draft,
        "form": form,
        "path": path,
        "section": about,
        "title": _title(draft, path, about),
        "crumbs": _crumbs(draft, path, about),
        "lists": [draft.listed(path, key) for key in keys],
        "has_rule": has_rule(kind),
        "line": _line(draft, path),
        "here": request.path,
        "has_form": bool(asked or form.errors),
        "trial": _trial_of(request, draft, path, there),
        "adds_kinds": may_add(request.user) and any(item.options in OF_OWN_KINDS for item in asked),
    }
    return render(request, "campaign/plan/plan_entry.html", context, status=422 if request.method == "POST" else 200)


def _asked(kind: type, there: dict[str, Any], about: Section | None, rule: str | None = None) -> tuple[Field, ...]:
    """What the page asks: of the whole plan only what belongs to the section."""
    return tuple(item for item in fields_for(kind, there, rule) if about is None or item.key in about.keys)


def _is_here(key: str, about: Section | None) -> bool:
    """Something to mend is about this very page: of the whole plan only what the section asks."""
    return about is None or key in (*about.keys, *about.lists)


def _title(draft: Draft, path: Path, about: Section | None) -> str:
    return about.title if about is not None else place_words(draft.root, path)


def _crumbs(draft: Draft, path: Path, about: Section | None) -> list[tuple[str, str]]:
    pk = draft.row.pk
    found = [(draft.row.name, reverse("campaign:plan_draft", args=[pk]))]
    if about is not None:
        return [*found, (about.title, "")]
    home = next(item for item in BY_SLUG.values() if path[0][0] in item.lists)
    found.append((home.title, reverse("campaign:plan_section", args=[pk, home.slug])))
    for depth in range(1, len(path)):
        address = tree.address_of(path[:depth])
        found.append((place_words(draft.root, path[:depth]), reverse("campaign:plan_entry", args=[pk, address])))
    return [*found, (place_words(draft.root, path), "")]


def _line(draft: Draft, path: Path) -> Any:
    """The criterion, part or goal as it can be read, to say how it is judged; nothing where it cannot."""
    if not has_rule(tree.kind_of(path)):
        return None
    found: Any = draft.plan
    for key, at in path:
        entries = getattr(found, key, ()) if found is not None else ()
        found = entries[at] if at < len(entries) else None
    place = tree.place_of(path)
    is_sound = not any(one == place or one.startswith(f"{place}.") for one in draft.bad_places)
    return found if path and is_sound and hasattr(found, "explanation") else None


def _trial_of(request: HttpRequest, draft: Draft, path: Path, there: dict[str, Any]) -> str:
    """Where an entry is tried on figures; nothing where there is nothing to try, or for who sees no figures."""
    if not path or path[-1][0] not in TRIED or there.get("part"):
        return ""
    if not access.may(request.user, Permission.VIEW_FIGURES, draft.row.province):
        return ""
    return reverse("campaign:plan_trial", args=[draft.row.pk, tree.address_of(path)])


def _rule_part(request: HttpRequest, draft: Draft, path: Path) -> HttpResponse:
    """What another rule asks, while it is chosen: a part of the page; what was typed under the same name stays."""
    kind, there = tree.kind_of(path), tree.at(draft.root, path)
    asked = tuple(item for item in fields_for(kind, there, request.GET[RULE]) if item.of_rule)
    form = EntryForm(asked, _choices(draft, there, asked), request.GET, here=request.path)
    return render(request, "campaign/plan/_plan_rule.html", {"form": form})


def _choices(draft: Draft, there: dict[str, Any], asked: Iterable[Field]) -> dict[str, dict[str, str]]:
    known = {**draft.portal, "criteria": criteria_of(there)}
    return {item.key: choices_of(item, draft.root, there.get(item.key), known) for item in asked}


def _changed_list(request: HttpRequest, draft: Draft, path: Path) -> HttpResponse | None:
    """An entry is added, moved or taken out of a list; nothing where the form is about the entry itself."""
    said = request.POST
    button = next((name for name in ("them", "len", "xuong", "bo") if name in said), None)
    if button is None:
        return None
    key, _, number = said[button].partition(".")
    if key not in lists_of(tree.kind_of(path)) or (button != "them" and read_id(number) is None):
        raise Http404
    own: Path = (*path, (key, (read_id(number) or 1) - 1))
    what = {"them": "thêm", "len": "chuyển lên", "xuong": "chuyển xuống", "bo": "bỏ"}[button]
    made: list[Path] = []

    def alter(root: tree.Root) -> tree.Root:
        if button == "them":
            changed, new = tree.with_new(root, path, key)
            made.append(new)
            return changed
        if button == "bo":
            return tree.without(root, own)
        return tree.moved(root, own, -1 if button == "len" else 1)

    try:
        name = LISTS[key].one if button == "them" else place_words(draft.root, own)
        actions.change(draft.row.pk, edition_of(request), alter, what=f"{what}: {name}"[:200], by=request.user)  # type: ignore[arg-type]  # signed in
    except NoSuchEntry as error:
        raise Http404 from error
    except Refused as refused:
        messages.error(request, str(refused))
    except Stale as stale:
        messages.error(request, f"{stale} Trang đã được tải lại với nội dung mới nhất; vui lòng xem rồi làm lại.")
    else:
        if made:
            return redirect("campaign:plan_entry", pk=draft.row.pk, place=tree.address_of(made[0]))
        told = (
            f"Đã bỏ {name}. Bỏ nhầm thì bấm «Hoàn tác» ở trang đầu của bản soạn."
            if button == "bo"
            else f"Đã {what} {name}."
        )
        messages.success(request, told)
    return redirect(f"{request.path}#ds-{key}")


def _saved(request: HttpRequest, draft: Draft, path: Path, about: Section | None, form: EntryForm) -> HttpResponse:
    kind = tree.kind_of(path)

    def alter(root: tree.Root) -> tree.Root:
        return tree.with_entry(root, path, filled(kind, tree.at(root, path), form.given, form.dropped))

    what, opened = _title(draft, path, about), form.cleaned_data["opened"]
    try:
        row = actions.change(
            draft.row.pk,
            form.cleaned_data["edition"],
            alter,
            what=what[:200],
            by=request.user,  # type: ignore[arg-type]  # signed in
            stands=lambda root: bool(opened) and _mark(root, path, about) == opened,
        )
    except Stale:
        return _conflict(request, draft, path, about, form)
    except NoSuchEntry as error:
        raise Http404 from error
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("campaign:plan_drafts")
    left = Draft(row)
    here = len([item for item in left.of(path) if _is_here(item.key, about)])
    if here:
        messages.warning(request, f"Đã lưu vào bản soạn. Mục này còn {here} chỗ cần sửa, ghi ở dưới.")
    elif left.problems:
        messages.success(request, f"Đã lưu vào bản soạn. Kế hoạch còn {len(left.problems)} chỗ khác cần sửa.")
    else:
        messages.success(request, "Đã lưu vào bản soạn. Kế hoạch không còn chỗ nào cần sửa.")
    return redirect(request.path)


def _mark(root: tree.Root, path: Path, about: Section | None) -> str:
    return tree.mark_of(root, path, about.keys if about is not None else ())


def _conflict(request: HttpRequest, draft: Draft, path: Path, about: Section | None, form: EntryForm) -> HttpResponse:
    """409: what somebody else, or another tab, has stored beside what was typed."""
    now = Draft(PlanDraft.objects.select_related("owner", "changed_by").get(pk=draft.row.pk))
    if not _stands(now, path):
        return _gone(request, now, path)
    there = tree.at(now.root, path)
    typed = filled(tree.kind_of(path), there, form.given, form.dropped)
    rows = [
        Compared(item.label, words(item, there.get(item.key), now.root), words(item, typed.get(item.key), now.root))
        for item in form.asked
    ]
    fields = [("edition", str(now.row.edition)), ("opened", _mark(now.root, path, about))]
    shown = {name for name, _ in fields}
    fields += [(name, value) for name in form.fields if name not in shown for value in request.POST.getlist(name)]
    return conflict(
        request,
        heading=_overtaken_words(now.row, request),
        rows=[row for row in rows if row.differs],
        fields=fields,
        back=request.path,
    )


def _gone(request: HttpRequest, draft: Draft, path: Path) -> HttpResponse:
    """409: the entry was taken out meanwhile; what was typed into it is shown."""
    asked = fields_for(tree.kind_of(path), {}, request.POST.get("rule"))
    typed = [(item.label, ", ".join(filter(None, request.POST.getlist(item.key)))) for item in asked]
    name = LISTS[path[-1][0]].one
    return overtaken(
        request,
        Overtaken((name[:1].upper() + name[1:], "không còn trong bản soạn")),
        typed=typed,
        heading=_overtaken_words(draft.row, request),
        back=reverse("campaign:plan_draft", args=[draft.row.pk]),
    )


def _overtaken_words(row: PlanDraft, request: HttpRequest) -> str:
    if row.changer == request.user:
        return "Bản soạn đã được sửa ở một thẻ khác trước khi bạn lưu"
    when = format_moment(row.changed_at.astimezone(clock.VIETNAM))
    return f"{row.changer.full_name} đã sửa bản soạn lúc {when}, trước khi bạn lưu"


@writers
def trial(request: HttpRequest, pk: int, place: str) -> HttpResponse:
    """How a criterion or a goal would judge the newest figures: counts beside it, or the whole list as a page."""
    draft = find_draft(request, pk)
    path = _path(draft, place)
    if path[-1][0] not in TRIED:
        raise Http404
    campaign = draft.campaign or Campaign.objects.filter(province=draft.row.province).order_by("-first_year").first()
    access.needs(request.user, Permission.VIEW_FIGURES, campaign.province if campaign else draft.row.province)
    found = try_line(draft.plan, draft.bad_places, campaign, path)
    context = {
        "draft": draft,
        "trial": found,
        "line": _line(draft, path),
        "title": place_words(draft.root, path),
        "address": tree.address_of(path),
        "here": request.path,
    }
    is_part = request.headers.get("HX-Request") == "true"
    return render(request, "campaign/plan/_plan_trial.html" if is_part else "campaign/plan/plan_trial.html", context)
