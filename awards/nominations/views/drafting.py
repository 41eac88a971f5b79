"""A dossier is drawn up: the class, the nominee, what is said of them."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts import audit
from accounts.permissions import Permission
from awards import actions
from awards.models import Nomination, Round
from awards.nominations import nominees
from awards.nominations.carriers import why_not_carry
from awards.nominations.domain import declared
from awards.nominations.drafting import first_words
from awards.nominations.forms.dossiers import DeclaredRows, SaidForm
from awards.nominations.nominees import Choice, Holder
from awards.nominations.proposals import notes_of
from awards.nominations.views.merging import merge_page, merged, shown_texts
from awards.rounds.closing import why_closed
from awards.scope import needs, nomination_or_404, round_or_404
from awards.workflow.facts import nomination_facts
from awards.workflow.states import EDITABLE
from campaign.definition import Category
from core.numbers import read_id
from core.workflow import Refused, Stale
from office.lists.answered import FIELD
from office.once_only import creates
from office.pages import add_refusals
from units.models import Household, Organisation, Unit


@creates
@require_http_methods(["GET", "POST"])
def nominate(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a dossier: the class, then who, then what is said of them."""
    needs(request.user, Permission.NOMINATE)
    award_round = round_or_404(code)
    wanted = request.GET.get("nhom", "")
    category = next((item for item in award_round.plan.categories if item.code == wanted), None)
    if category is None:
        rows = [item for item in award_round.plan.categories if nominees.is_open(request.user, award_round, item)]
        context = {"round": award_round, "classes": rows, "why_closed": why_closed(award_round)}
        return render(request, "awards/nominations/nominate_class.html", context)
    chosen = nominees.choice(request.user, award_round, category, request.GET.get("ai", ""))
    if chosen is None:
        return _pick(request, award_round, category)
    return _draft(request, award_round, category, chosen)


def _pick(request: HttpRequest, award_round: Round, category: Category) -> HttpResponse:
    """Who: found by words; one that has a dossier in the round leads to it."""
    words = request.GET.get("tim", "").strip()
    found = nominees.choices(request.user, award_round, category, words=words)
    houses = sum(isinstance(item.subject, Household) for item in found)
    if houses:
        audit.note(request.user, "read_households", label="Chọn hộ để đề nghị khen thưởng", summary=f"{houses} hộ")
    taken = nominees.standing(award_round, found)
    context = {
        "round": award_round,
        "category": category,
        "words": words,
        "most": nominees.SHOWN,
        "rows": [(item, taken.get(item.key)) for item in found],
    }
    return render(request, "awards/nominations/nominate_who.html", context)


def _draft(request: HttpRequest, award_round: Round, category: Category, chosen: Choice) -> HttpResponse:
    initial = {
        "printed_name": "" if chosen.is_person else nominees.printed_name(chosen),
        "achievements": "" if chosen.is_person else first_words(award_round, category, chosen.subject),
        "form": award_round.shape.award_form,
    }
    form = _said(
        award_round,
        request.POST or None,
        initial=initial,
        is_person=chosen.is_person,
        asks_consent=chosen.is_person or isinstance(chosen.subject, Household),
        names=nominees.offered_names(chosen),
    )
    rows = DeclaredRows(request.POST or None, prefix="da-nhan")
    holder = nominees.holder_of(request.user, award_round, chosen)
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        proposal = _proposal(category, chosen, form.cleaned_data, rows)
        try:
            item = actions.nominate(
                award_round, proposal, **holder.arguments, knows=request.POST.getlist(FIELD), by=request.user
            )
        except Refused as refused:
            add_refusals(form, refused)
        else:
            messages.success(request, f"Đã lập hồ sơ của {item.printed_name}. Nộp thành phần hồ sơ rồi gửi lên trên.")
            return redirect("awards:nomination", pk=item.pk)
    wrong = bool(form.errors) or (rows.is_bound and not rows.is_valid())
    context = {
        "round": award_round,
        "category": category,
        "chosen": chosen,
        "form": form,
        "rows": rows,
        "form_name": "" if award_round.shape.other_forms else award_round.plan.form_name(award_round.shape.award_form),
        "why_not": () if form.is_bound else _why_not(award_round, category, chosen, holder),
        "notes": notes_of(award_round, _thought(category, chosen), holder.unit, holder.organisation, request.user),
        "button": "Lập hồ sơ",
        "keep": f"ho-so-{award_round.code}-{chosen.key}",
        "back": f"{reverse('awards:nominate', args=[award_round.code])}?nhom={category.code}",
    }
    return render(request, "awards/nominations/nominate.html", context, status=422 if wrong else 200)


def _thought(category: Category, chosen: Choice) -> actions.Proposal:
    """What is proposed as far as it is known before anyone types."""
    subject = None if chosen.is_person else chosen.subject
    return actions.Proposal(
        category.code,
        "" if chosen.is_person else nominees.printed_name(chosen),
        unit=subject if isinstance(subject, Unit) else None,
        organisation=subject if isinstance(subject, Organisation) else None,
        household=subject if isinstance(subject, Household) else None,
    )


def _why_not(award_round: Round, category: Category, chosen: Choice, holder: Holder) -> list[str]:
    """What would refuse the dossier whatever is typed, said before anyone types."""
    carrier = holder.unit or holder.organisation
    if carrier is None or chosen.is_person:
        return []
    return why_not_carry(award_round, category.code, chosen.subject, carrier)


def _said(
    award_round: Round,
    data: Any,
    *,
    is_person: bool,
    asks_consent: bool,
    initial: dict[str, Any],
    names: Sequence[str] = (),
) -> SaidForm:
    plan, shape = award_round.plan, award_round.shape
    award_forms = [(code, plan.form_name(code)) for code in (shape.award_form, *shape.other_forms)]
    return SaidForm(
        data,
        initial=initial,
        is_person=is_person,
        asks_consent=asks_consent,
        award_forms=award_forms,
        movements=plan.linked_movements,
        names=names,
    )


def _declared(rows: Any) -> str:
    return declared.written([form.row for form in rows.forms])


def _proposal(category: Category, chosen: Choice, data: dict[str, Any], rows: Any) -> actions.Proposal:
    subject = None if chosen.is_person else chosen.subject
    name = data["printed_name"] or (data["person"] if chosen.is_person else nominees.printed_name(chosen))
    return actions.Proposal(
        category.code,
        name,
        unit=subject if isinstance(subject, Unit) else None,
        organisation=subject if isinstance(subject, Organisation) else None,
        household=subject if isinstance(subject, Household) else None,
        person=data.get("person", ""),
        person_title=data.get("person_title", ""),
        birth_year=data.get("birth_year"),
        staff_code=data.get("staff_code", ""),
        achievements=data["achievements"],
        earlier_awards=_declared(rows),
        movements=data.get("movements", ()),
        form=data.get("form", ""),
        has_consent=data.get("has_consent", False),
        sex=data.get("sex", ""),
        is_direct_worker=data.get("is_direct_worker"),
    )


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a dossier that is being drawn up."""
    item = nomination_or_404(request, pk)
    if item.state not in EDITABLE:
        messages.error(request, f"Hồ sơ đang ở trạng thái «{item.get_state_display()}» nên không sửa được.")
        return redirect("awards:nomination", pk=pk)
    if not nomination_facts([item], by=request.user)[pk].may(Permission.NOMINATE):
        messages.error(request, f"{item.holder} lập hồ sơ này nên bạn không sửa được.")
        return redirect("awards:nomination", pk=pk)
    form = _said(
        item.round,
        request.POST or None,
        is_person=bool(item.person),
        asks_consent=bool(item.person or item.household_id),
        initial={name: getattr(item, name) for name in (*SAID, "form")}
        | {
            "form": item.form or item.round.shape.award_form,
            "is_direct_worker": {True: "co", False: "khong"}.get(item.is_direct_worker, ""),
        },
    )
    form.fields.pop("person", None)  # a dossier is of one person; another is another dossier
    form.fields["printed_name"].required = True
    standing = [vars(row) for row in declared.read(item.earlier_awards)]
    rows = DeclaredRows(request.POST or None, prefix="da-nhan", initial=standing)
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        values = {name: form.cleaned_data[name] for name in (*SAID, "form") if name in form.cleaned_data}
        values["earlier_awards"] = _declared(rows)
        edition = request.POST.get("edition", "")
        try:
            actions.edit(pk, merged(request, item, values), edition=read_id(edition) or 0, by=request.user)
        except Stale:
            return merge_page(request, item, form, values)
        except Refused as refused:
            add_refusals(form, refused)
        else:
            messages.success(request, "Hồ sơ đã được lưu.")
            return redirect("awards:nomination", pk=pk)
    wrong = bool(form.errors) or (rows.is_bound and not rows.is_valid())
    context = {
        "item": item,
        "form": form,
        "rows": rows,
        "button": "Lưu hồ sơ",
        "edition": request.POST.get("edition", item.edition),
        "opened": _opened_fields(request, item, form),
        "back": reverse("awards:nomination", args=[pk]),
    }
    return render(request, "awards/nominations/edit.html", context, status=422 if wrong else 200)


def _opened_fields(request: HttpRequest, item: Nomination, form: SaidForm) -> dict[str, str]:
    """What each field held when the page was opened: a page that comes back with errors keeps what the first one had."""
    names = [name for name in (*SAID, "form") if name in form.fields]
    shown = shown_texts(item, form, [*names, "earlier_awards"])
    return {f"{name}-opened": request.POST.get(f"{name}-opened", text) for name, text in shown.items()}


SAID = (
    "printed_name",
    "person_title",
    "birth_year",
    "staff_code",
    "achievements",
    "movements",
    "has_consent",
    "sex",
    "is_direct_worker",
)
