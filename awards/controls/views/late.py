"""Decisions of earlier rounds entered afterwards: the paper, its scan and its list; preview, then all or nothing."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from awards.controls.actions.controls import effect_of, propose_late
from awards.controls.actions.late import PastDecision, Recipient, holder_then
from awards.models import Round
from awards.nominations.domain.list_file import LABELS, ListRow, ReadList, read_list
from awards.nominations.forms.dossiers import LateForm, TypedRows
from awards.nominations.nominees import Choice, printed_name
from awards.nominations.proposals import Proposal
from awards.nominations.register import classes_of, known_then, purpose_of, subject_then
from awards.nominations.views.list_import import LIMIT, template_file
from awards.scope import round_for
from core.workflow import Refused
from office.files.contents import FileRefused, kind_of, shown_name
from office.lists import answered, list_errors, staging
from office.pages import add_refusals
from office.tables.workbooks import Area, SheetData, Workbook, WorkbookRefused, read_file
from units.models import Household, Organisation, Unit

PURPOSE = "past_decision"
SAID = ("number", "signed_on", "signer", "issuer", "released_on", "reason")
TYPED = ("category", "name", "code", "title", "printed_name")


@require_http_methods(["GET", "POST"])
def late(request: HttpRequest, code: str) -> HttpResponse:
    """The decision and its list, typed or from a file."""
    award_round = round_for(request, Permission.RECOMMEND, code)
    if request.GET.get("tai") == "mau":
        return template_file(
            f"Danh sách đã khen thưởng, {award_round.name}",
            award_round.plan.categories,
            name="mau-nhap-bu",
            notes=["Đơn vị, cơ quan, hộ tìm theo mã hoặc tên có hiệu lực ngày ký quyết định."],
        )
    if request.GET.get("tai") == "loi":
        return list_errors.as_file(request, PURPOSE, "Lỗi trong danh sách đề nghị", name="loi-danh-sach")
    if request.method == "POST" and "dong-y" in request.POST:
        return _confirmed(request, award_round)
    form = LateForm(request.POST or None, request.FILES or None)
    rows = _typed_rows(award_round, request.POST or None)
    context: dict[str, Any] = {"round": award_round, "form": form, "rows": rows}
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        return _preview(request, award_round, form, rows, context)
    wrong = bool(form.errors) or (rows.is_bound and not rows.is_valid())
    return render(request, "awards/controls/late.html", context, status=422 if wrong else 200)


def _typed_rows(award_round: Round, data: Any = None) -> Any:
    return TypedRows(data, prefix="nguoi", form_kwargs={"classes": _classes(award_round)})


def _classes(award_round: Round) -> list[tuple[str, str]]:
    return [(item.code, f"{item.letter}) {item.title}") for item in award_round.plan.categories]


def _preview(
    request: HttpRequest, award_round: Round, form: LateForm, rows: Any, context: dict[str, Any]
) -> HttpResponse:
    data = form.cleaned_data
    scan = data["scan"]
    staging.discard(request, PURPOSE)
    list_errors.forget(request, PURPOSE)
    try:
        if scan.size > LIMIT or (data["file"] and data["file"].size > LIMIT):
            raise Refused("Tệp lớn hơn 20 MB. Vui lòng giảm dung lượng rồi gửi lại.")
        content = scan.read()
        kind_of(content, scan.name or "")
        plain = _read(data, rows)
    except (WorkbookRefused, Refused, FileRefused) as refused:
        if isinstance(refused, FileRefused):
            add_refusals(form, refused, file="scan")
        context["refusals"] = getattr(refused, "reasons", [str(refused)])
        return render(request, "awards/controls/late.html", context, status=422)
    return _shown(request, award_round, content, shown_name(scan.name or ""), data, plain, context)


def _shown(
    request: HttpRequest,
    award_round: Round,
    content: bytes,
    name: str,
    data: dict[str, Any],
    plain: list[list[Any]],
    context: dict[str, Any],
    moved: tuple[staging.Difference, ...] = (),
) -> HttpResponse:
    """Whom a decision would enter, to be agreed to; with `moved` what differs from what was shown of it before."""
    try:
        done = _match(award_round, plain, data["signed_on"])
        if done.errors:
            context |= list_errors.remember(request, PURPOSE, done.errors)
            return render(request, "awards/controls/late.html", context, status=422)
        recipients = _recipients(award_round, done.rows, data["signed_on"])
        proposed = propose_late(
            award_round,
            _paper(data),
            recipients,
            file=SimpleUploadedFile(name, content),
            reason=data["reason"],
            by=request.user,
            only_try=True,
        )
    except (Refused, FileRefused) as refused:
        context["refusals"] = getattr(refused, "reasons", [str(refused)])
        return render(request, "awards/controls/late.html", context, status=422)
    said = {one: str(data[one]) for one in SAID}
    context["staged"] = staging.stage(
        request,
        PURPOSE,
        content,
        name,
        about={"round": award_round.pk},
        said={"paper": said, "rows": plain},
        shown=_lines(award_round, recipients),
    )
    context["effect"] = effect_of(proposed)
    titles = dict(_classes(award_round))
    context["preview"] = [(row, item, titles[row.category]) for row, item in zip(done.rows, recipients, strict=True)]
    context |= {"said": data, "notes": done.notes, "moved": moved}
    return render(request, "awards/controls/late.html", context, status=409 if moved else 200)


def _lines(award_round: Round, recipients: list[Recipient]) -> list[tuple[str, str]]:
    """Each award that would be entered: of whom, in which class, and who holds the dossier."""
    titles = dict(_classes(award_round))
    return [
        (
            f"Người thứ {number}",
            f"{item.proposal.printed_name}, nhóm {titles[item.proposal.category]}, "
            f"hồ sơ của {item.holder_unit or item.holder_organisation}",
        )
        for number, item in enumerate(recipients, 1)
    ]


def _read(data: dict[str, Any], rows: Any) -> list[list[Any]]:
    """The list of a file and the rows that were typed, as plain sheets that can wait."""
    sheets = list(read_file(data["file"].read(), shown_name(data["file"].name)).sheets) if data["file"] else []
    typed = [form.cells for form in rows.forms if form.cells]
    if typed:
        sheets.append(SheetData("Dòng nhập tay", (tuple(LABELS[name] for name in TYPED), *typed)))
    if not sheets:
        raise Refused("Vui lòng chọn tệp danh sách hoặc nhập từng dòng.")
    return [
        [
            sheet.name,
            sheet.is_hidden,
            sorted(sheet.hidden_rows),
            [[str(cell) if cell is not None else "" for cell in row] for row in sheet.rows],
            [list(area) for area in sheet.merged],
            sorted(map(list, sheet.struck)),
            [[*place, text] for place, text in sheet.remarks.items()],
        ]
        for sheet in sheets
    ]


def _match(award_round: Round, plain: list[list[Any]], on: date) -> ReadList:
    kept: dict[str, Any] = {}

    def register(code: str) -> Any:
        if code not in kept:
            kept[code] = known_then(award_round, code, on)
        return kept[code]

    sheets = [
        SheetData(
            name,
            tuple(tuple(cell or None for cell in row) for row in rows),
            is_hidden,
            frozenset(hidden),
            merged=tuple(Area(*ends) for ends in merged),
            struck=frozenset((row, at) for row, at in struck),
            remarks={(row, at): text for row, at, text in remarks},
        )
        for name, is_hidden, hidden, rows, merged, struck, remarks in plain
    ]
    return read_list(
        Workbook(tuple(sheets)), classes_of(award_round), register, purpose=purpose_of(award_round, proposes=False)
    )


def _recipients(award_round: Round, rows: list[ListRow], on: date) -> list[Recipient]:
    found = []
    for row in rows:
        subject, is_person = subject_then(row.key), row.key.startswith("p-")
        place = subject.village.name if isinstance(subject, Household) else ""
        chosen = Choice(row.key, row.name, place, subject)
        named = None if is_person else subject
        proposal = Proposal(
            row.category,
            row.printed_name or (row.name if is_person else printed_name(chosen, row.name)),
            unit=named if isinstance(named, Unit) else None,
            organisation=named if isinstance(named, Organisation) else None,
            household=named if isinstance(named, Household) else None,
            person=row.name if is_person else "",
            person_title=row.title,
            achievements=row.achievements,
            earlier_awards=row.earlier_awards,
            has_consent=row.has_consent,
            birth_year=row.birth_year,
            staff_code=row.staff_code,
        )
        if isinstance(subject, Organisation):
            found.append(Recipient(proposal, holder_organisation=subject))
        else:
            unit = subject.village if isinstance(subject, Household) else subject
            found.append(Recipient(proposal, holder_unit=holder_then(unit, on)))
    return found


def _paper(said: dict[str, Any]) -> PastDecision:
    return PastDecision(said["number"], said["signed_on"], said["signer"], said["released_on"], said["issuer"])


def _confirmed(request: HttpRequest, award_round: Round) -> HttpResponse:
    try:
        consent = staging.consented(request, PURPOSE, about={"round": award_round.pk})
        said, rows = consent.said["paper"], consent.said["rows"]
        said |= {name: date.fromisoformat(said[name]) for name in ("signed_on", "released_on")}
        done = _match(award_round, rows, said["signed_on"])
        if done.errors:
            raise Refused(*map(str, done.errors))
        answered.require(request, done.notes)
        recipients = _recipients(award_round, done.rows, said["signed_on"])
        scan = SimpleUploadedFile(consent.name, consent.content)
        with staging.using(consent):
            consent.holds_for(_lines(award_round, recipients))
            made = propose_late(
                award_round, _paper(said), recipients, file=scan, reason=said["reason"], by=request.user
            )
    except staging.Moved as moved:
        context: dict[str, Any] = {"round": award_round, "form": LateForm(), "rows": _typed_rows(award_round)}
        return _shown(request, award_round, consent.content, consent.name, said, rows, context, moved.differences)
    except (Refused, FileRefused) as refused:
        context = {"round": award_round, "form": LateForm(), "rows": _typed_rows(award_round)}
        context["refusals"] = getattr(refused, "reasons", [str(refused)])
        return render(request, "awards/controls/late.html", context, status=staging.status_of(refused))
    messages.success(
        request, f"Đã gửi đề nghị nhập bù {len(recipients)} tập thể, cá nhân; áp dụng khi người thứ hai xác nhận."
    )
    return redirect("awards:rule_change", pk=made.pk)
