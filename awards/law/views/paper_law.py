"""What papers cite and the money they name: acts that the office has read itself, amounts by form and recipient."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from awards.documents.actions.papers import may_keep_templates
from awards.documents.forms import BasisForm, RewardForm
from awards.law.actions import confirming as actions
from awards.models import ConfirmedBasis, RewardRate
from campaign.models import Campaign
from core.numbers import read_id
from core.workflow import Overtaken, Refused
from office.pages import add_refusals, overtaken, refusals_as_messages


@require_http_methods(["GET", "POST"])
def paper_law(request: HttpRequest) -> HttpResponse:
    """Every act that waits for the office's own reading, and the amounts in force."""
    if not may_keep_templates(request.user):
        raise PermissionDenied
    names = {form.code: form.name for row in Campaign.objects.all() for form in row.definition.award_form}
    what = request.POST.get("viec", "")
    basis = BasisForm(request.POST if what == "can-cu" else None)
    reward = RewardForm(request.POST if what == "tien" else None, forms_=list(names.items()))
    beside: tuple[tuple[str, str], ...] = ()  # what somebody else wrote since the page was shown
    if what in ("can-cu", "tien"):
        form = basis if what == "can-cu" else reward
        if form.is_valid():
            try:
                _keep(request, what, form.cleaned_data)
            except Refused as refused:
                add_refusals(form, refused)
            except Overtaken as found:
                beside = found.stored
            else:
                messages.success(request, "Đã ghi. Văn bản lập từ bây giờ in theo nội dung này.")
                return redirect("awards:paper_law")
    elif request.method == "POST":
        try:
            with refusals_as_messages(request):
                _drop(request, what)
                messages.success(request, "Đã bỏ. Văn bản lập từ bây giờ không in nội dung này.")
        except Overtaken as found:
            typed = [("Bạn định", "thôi in căn cứ này")]
            return overtaken(request, found, heading="Người khác vừa sửa căn cứ", typed=typed, back=request.path)
        return redirect("awards:paper_law")
    confirmed = {row.code: row for row in ConfirmedBasis.objects.filter(replaced_at=None).select_related("by")}
    wanted = request.POST.get("code", "") if what == "can-cu" else request.GET.get("can-cu", "")
    known = actions.open_bases()
    if wanted in known and not basis.is_bound:
        row = confirmed.get(wanted)
        basis = BasisForm(
            initial={
                "code": wanted,
                "text": row.text if row else known[wanted].text,
                "source": row.source if row else "",
            }
        )
    context = {
        "bases": [(item, confirmed.get(code)) for code, item in known.items()],
        "overtaken": beside,
        "chosen": known.get(wanted),
        "chosen_row": confirmed.get(wanted),
        "newest_reward": RewardRate.objects.aggregate(Max("pk"))["pk__max"] or 0,
        "basis_form": basis,
        "reward_form": reward,
        "rewards": [
            (names.get(row.form, row.form), row)
            for row in RewardRate.objects.filter(replaced_at=None).select_related("by")
        ],
    }
    wrong = basis.errors if what == "can-cu" else reward.errors if what == "tien" else None
    return render(request, "awards/law/paper_law.html", context, status=409 if beside else 422 if wrong else 200)


def _drop(request: HttpRequest, what: str) -> None:
    if what == "bo-can-cu":
        actions.open_basis(request.POST.get("code", ""), over=_over(request), by=request.user)
    else:
        actions.drop_reward(read_id(request.POST.get("muc", "")) or 0, by=request.user)


def _over(request: HttpRequest) -> int | None:
    """The key of what the page showed."""
    return read_id(request.POST.get("dang-co", ""))


def _keep(request: HttpRequest, what: str, data: dict[str, object]) -> None:
    if what == "can-cu":
        actions.confirm_basis(
            str(data["code"]), text=str(data["text"]), source=str(data["source"]), over=_over(request), by=request.user
        )
        return
    actions.set_reward(
        str(data["form"]),
        str(data["recipient"]),
        amount=data["amount"] or 0,
        basis=str(data["basis"]),
        since=data["since"],
        over=_over(request),
        by=request.user,
    )
