"""Who must send a plan, who has not, reminders and letters; a paper plan noted at a desk."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_list_or_404, get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts import audit
from accounts.permissions import DUTY_LABELS, Duty, Permission
from campaign import owners
from campaign.evaluation.province_units import province_on
from campaign.models import Campaign, Deadline, FilingDuty, Plan
from campaign.registrations import follow_up
from campaign.registrations.actions import filing_duties, receiving, steps
from campaign.registrations.filing import rule_words
from campaign.registrations.forms.plans import FilerForm, PaperForm
from campaign.scope import campaign_for
from core import clock
from core.numbers import read_id
from core.workflow import Refused
from office.documents.word import DOCX
from office.documents.word import render as render_paper
from office.files.contents import FileRefused
from office.files.responses import attachment
from office.lists.list_files import ListColumn, list_file
from office.notices import outbox
from office.once_only import creates
from office.pages import add_refusals, refusals_as_messages
from units import access
from units.map.domain.levels import Level
from units.models import Organisation, Unit


def _deadline(campaign: Campaign) -> Deadline:
    return get_list_or_404(Deadline.objects.current().order_by("on"), campaign=campaign, plan_kind=Plan.Kind.LAUNCH)[0]


def follow(request: HttpRequest) -> HttpResponse:
    """Missing and late by bloc, who was reminded when; as a file, as letters."""
    campaign = campaign_for(request.user, Permission.ACKNOWLEDGE_PLAN)
    deadline = _deadline(campaign)
    lines = follow_up.read(campaign, deadline)
    shown = follow_up.late_or_missing(lines)
    kind = request.GET.get("tai", "")
    if kind == "excel":
        return excel(request, deadline, shown)
    if kind in LETTERS:
        return letter(request, deadline, shown, kind, reverse("campaign:follow_up"))
    context = {
        "deadline": deadline,
        "blocs": list(follow_up.by_bloc(shown).items()),
        "totals": follow_up.totals(lines),
        **reminders(lines, but=access.own_organisations(request.user)),
        "is_listed": FilingDuty.objects.in_force(deadline.on)
        .filter(campaign=campaign, kind=deadline.plan_kind)
        .exists(),
    }
    return render(request, "campaign/registrations/follow_up.html", context)


LETTERS = {"don-doc": False, "de-nghi": True}  # word in the address → to those who are asked


def reminders(lines: Sequence[follow_up.Line], *, but: Collection[int]) -> dict[str, Any]:
    """How many are to be reminded, and by which letter; who reminds writes no letter to themselves."""
    waiting = follow_up.open_lines(lines, but=but)
    letters = [(word, sum(line.is_requested == asks for line in waiting)) for word, asks in LETTERS.items()]
    return {"to_remind": len(waiting), "letters": letters}


def excel(request: HttpRequest, deadline: Deadline, lines: Sequence[follow_up.Line]) -> HttpResponse:
    """Who stands how to a deadline, as a file."""
    audit.note(request.user, "export", label=f"{deadline.label}, {len(lines)} dòng")
    columns = [
        ListColumn("Cụm, khối", 28),
        ListColumn("Nơi gửi", 40),
        ListColumn("Tình trạng", 24),
        ListColumn("Số, ký hiệu", 18),
        ListColumn("Nhận ngày", 18),
        ListColumn("Đã nhắc", 18),
    ]
    rows = [
        [
            line.bloc,
            str(line.filer),
            line.standing,
            line.sent.number if isinstance(line.sent, Plan) else "",
            _day(line.received_at),
            _day(line.reminded_at),
        ]
        for line in lines
    ]
    return list_file(deadline.label, columns, rows, name="theo-doi-han")


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(clock.VIETNAM).date() if moment else None


def letter(
    request: HttpRequest, deadline: Deadline, lines: Sequence[follow_up.Line], kind: str, back: str
) -> HttpResponse:
    """The letter about those who have not sent, as a Word file; none where nobody is to be written to."""
    requested = LETTERS[kind]
    waiting = follow_up.open_lines(lines, but=access.own_organisations(request.user))
    if not any(line.is_requested == requested for line in waiting):
        messages.info(request, "Không có nơi nào cần gửi công văn: mọi nơi trong danh sách này đã gửi.")
        return redirect(back)
    seat = next(seat for seat in access.seats(request.user) if Permission.ACKNOWLEDGE_PLAN in seat.permissions)
    place = province_on(deadline.campaign, clock.today()).bare_name
    paper = follow_up.letter(deadline, waiting, requested=requested, issuer=seat.organisation or seat.unit, place=place)
    audit.note(request.user, "make_letter", deadline, label=paper.subject)
    return attachment(render_paper(paper), f"cong-van-{kind}.docx", DOCX)


@require_http_methods(["GET", "POST"])
def remind(request: HttpRequest) -> HttpResponse:
    """The messages before they are written into the outbox; nothing is sent here."""
    campaign = campaign_for(request.user, Permission.ACKNOWLEDGE_PLAN)
    deadline = _deadline(campaign)
    return remind_page(request, deadline, follow_up.read(campaign, deadline), reverse("campaign:follow_up"))


def remind_page(
    request: HttpRequest, deadline: Deadline, everybody: Sequence[follow_up.Line], back: str
) -> HttpResponse:
    """Whom to remind of a deadline, with the words; chosen ones go into the outbox."""
    lines = follow_up.open_lines(everybody, but=access.own_organisations(request.user))
    if request.method == "POST":
        chosen = set(request.POST.getlist("bo"))
        drafts, _ = follow_up.drafts(deadline, [line for line in lines if line.key in chosen])
        kept = outbox.write(drafts, by=request.user)
        messages.success(
            request, f"Đã soạn {len(kept)} thông báo vào hộp thư chờ gửi. Chưa gửi gì; đọc lại rồi bấm Gửi."
        )
        return redirect("office:outbox")
    drafts, without = follow_up.drafts(deadline, lines)
    return render(
        request,
        "campaign/registrations/plan_remind.html",
        {"lines": lines, "drafts": drafts, "without": without, "deadline": deadline, "back": back},
    )


@creates
@require_http_methods(["GET", "POST"])
def filers(request: HttpRequest) -> HttpResponse:
    """Who must send, between dates, by which act."""
    campaign = campaign_for(request.user, Permission.ACKNOWLEDGE_PLAN)
    deadline = _deadline(campaign)
    form = FilerForm(request.POST or None, filers=_filer_choices(), initial={"on": deadline.on})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with refusals_as_messages(request):
            if data["filer"]:
                unit, body = owners.find(data["filer"])
                filing_duties.add_filer(
                    campaign,
                    deadline.plan_kind,
                    unit=unit,
                    organisation=body,
                    on=data["on"],
                    act=data["act"],
                    by=request.user,
                )
                messages.success(request, f"Đã thêm {body or unit}.")
            else:
                number = filing_duties.list_filers(
                    campaign, deadline.plan_kind, on=data["on"], act=data["act"], by=request.user
                )
                messages.success(request, f"Đã ghi {number} nơi phải gửi theo danh mục.")
        return redirect("campaign:filers")
    rows = FilingDuty.objects.filter(campaign=campaign, kind=deadline.plan_kind).select_related("unit", "organisation")
    context = {
        "form": form,
        "rows": rows,
        "deadline": deadline,
        "rule": [] if rows else filing_duties.filers_by_rule(campaign, deadline.on),
        "rule_words": rule_words(campaign.definition, deadline.on),
    }
    return render(request, "campaign/registrations/filers.html", context, status=422 if form.errors else 200)


@require_http_methods(["POST"])
def filer_end(request: HttpRequest, pk: int) -> HttpResponse:
    """One need not send any more."""
    campaign = campaign_for(request.user, Permission.ACKNOWLEDGE_PLAN)
    row = get_object_or_404(FilingDuty, pk=pk, campaign=campaign)
    form = FilerForm(request.POST, filers=[])
    if not form.is_valid():
        messages.error(request, "Ghi ngày dạng ngày/tháng/năm và văn bản trước khi bỏ một nơi khỏi danh sách.")
        return redirect("campaign:filers")
    with refusals_as_messages(request):
        filing_duties.end_filer(pk, on=form.cleaned_data["on"], act=form.cleaned_data["act"], by=request.user)
        messages.success(request, f"{row.filer} không còn phải gửi từ ngày đã ghi.")
    return redirect("campaign:filers")


def _filer_choices() -> list[tuple[str, str]]:
    today = clock.today()
    units = Unit.objects.in_force(today).filter(level__in=(Level.DISTRICT, Level.COMMUNE)).order_by("level", "code")
    bodies = Organisation.objects.in_force(today).order_by("kind", "sort_key")
    return owners.choices([*((None, body) for body in bodies), *((unit, None) for unit in units)])


def _paper_initial(request: HttpRequest, deadline: Deadline) -> dict[str, Any]:
    """A returned plan that comes again is half written already."""
    asked = read_id(request.GET.get("ke-hoach"))
    plan = Plan.objects.visible_to(request.user).filter(pk=asked).first() if asked is not None else None
    if plan is None:
        return {"year": deadline.on.year, "kind": Plan.Kind.LAUNCH}
    return {
        "filer": owners.key(plan.unit_id, plan.organisation_id),
        "kind": plan.kind,
        "year": plan.year,
        "title": plan.title,
        "number": plan.number,
        "issued_on": plan.issued_on,
        "goals": plan.goals,
        "movements": plan.movements,
    }


@creates
@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest) -> HttpResponse:
    """A desk notes a plan that came on paper, with its number in the register."""
    campaign = campaign_for(request.user, Permission.ACKNOWLEDGE_PLAN)
    deadline = _deadline(campaign)
    held: list[tuple[str, str]] = [(duty.value, DUTY_LABELS[duty]) for duty in sorted(steps.duties_of(request.user))]
    expected = list(dict.fromkeys([*owners.choices(follow_up.filers(campaign, deadline)), *_filer_choices()]))
    form = PaperForm(
        request.POST or None,
        request.FILES or None,
        filers=expected,
        duties=held,
        movements=campaign.definition.linked_movements,
        initial=_paper_initial(request, deadline),
    )
    if request.method == "POST" and form.is_valid():
        data: dict[str, Any] = form.cleaned_data
        unit, body = owners.find(data["filer"])
        try:
            plan = receiving.receive_paper(
                campaign,
                form.paper(),
                duty=Duty(data["duty"]),
                register_number=data["register_number"],
                kind=data["kind"],
                unit=unit,
                organisation=body,
                year=data["year"],
                upload=data["file"],
                by=request.user,
            )
        except (Refused, FileRefused) as refused:
            add_refusals(form, refused)
        else:
            messages.success(request, f"Đã ghi nhận bản giấy của {plan.filer}.")
            return redirect("campaign:plan", pk=plan.pk)
    return render(request, "campaign/registrations/plan_paper.html", {"form": form}, status=422 if form.errors else 200)
