"""Until when a round takes dossiers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from awards.rounds.closing import set_closing
from awards.scope import round_for
from campaign.models import Deadline
from campaign.registrations.forms.deadlines import DeadlineForm
from core.numbers import format_date, read_id
from core.workflow import Overtaken
from office.pages import overtaken, refusals_as_messages


@require_http_methods(["GET", "POST"])
def closing(request: HttpRequest, code: str) -> HttpResponse:
    """Set or move the closing date; every date that stood stays to be read."""
    award_round = round_for(request, Permission.RECOMMEND, code)
    form = DeadlineForm(request.POST or None, initial={"bound": Deadline.Bound.ON_OR_BEFORE, "is_hard": True})
    if request.method == "POST" and form.is_valid():
        over = read_id(request.POST.get("dang-co", ""))
        try:
            with refusals_as_messages(request):
                row = set_closing(award_round, **form.cleaned_data, over=over, by=request.user)
                messages.success(
                    request, f"{award_round.name}: nhận hồ sơ {row.get_bound_display()} {format_date(row.on)}."
                )
        except Overtaken as found:
            typed = [("Bạn định ghi", f"{format_date(form.cleaned_data['on'])}, theo {form.cleaned_data['act']}")]
            return overtaken(request, found, heading="Người khác vừa đổi hạn", typed=typed, back=request.path)
        return redirect("awards:round", code=code)
    code_of = award_round.deadline.code if award_round.deadline else ""
    rows = Deadline.objects.filter(campaign=award_round.campaign, code=code_of).order_by("-pk")
    context = {"round": award_round, "form": form, "rows": rows}
    return render(request, "awards/rounds/closing.html", context, status=422 if form.errors else 200)
