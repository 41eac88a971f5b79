"""A lower unit's list of proposals from a file: first what it would make and every error, then all of it or nothing."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from awards.models import Nomination, Round
from awards.nominations import nominees
from awards.nominations.actions.list_import import import_list, notes_of_list
from awards.nominations.domain.list_file import LABELS, ReadList, read_list
from awards.nominations.forms.dossiers import ListForm
from awards.nominations.register import classes_of, known, outside_of, purpose_of
from awards.scope import needs, round_or_404
from campaign.definition import Category
from core import clock
from core.workflow import Refused
from office.files.contents import shown_name
from office.lists import answered, list_errors, staging
from office.lists.list_files import ListColumn, list_file
from office.tables.workbooks import WorkbookRefused, read_file
from units.map.domain.levels import Level
from units.models import Unit
from units.unit_lists.registers import register_of

PURPOSE = "nominations"
LIMIT = 20 * 1024 * 1024


@require_http_methods(["GET", "POST"])
def list_import(request: HttpRequest, code: str) -> HttpResponse:
    """Upload, preview, confirm."""
    needs(request.user, Permission.NOMINATE)
    award_round = round_or_404(code)
    if request.GET.get("tai") == "mau":
        return _template(request, award_round)
    if request.GET.get("tai") == "loi":
        return list_errors.as_file(request, PURPOSE, "Lỗi trong danh sách đề nghị", name="loi-danh-sach")
    if request.method == "POST" and "dong-y" in request.POST:
        return _confirmed(request, award_round)
    form = ListForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"round": award_round, "form": form}
    if request.method == "POST" and form.is_valid():
        return _preview(request, award_round, form.cleaned_data["file"], context)
    return render(request, "awards/nominations/list_import.html", context, status=422 if form.errors else 200)


def _read(request: HttpRequest, award_round: Round, content: bytes, name: str) -> ReadList:
    """The rows of a file. Raises `WorkbookRefused`."""
    kept: dict[str, Any] = {}

    def register(code: str) -> Any:
        if code not in kept:
            kept[code] = known(request.user, award_round, code)
        return kept[code]

    today = clock.today()
    units = Unit.objects.in_force(today).exclude(level=Level.VILLAGE)
    purpose = purpose_of(award_round, register_of(units, today))
    return read_list(
        read_file(content, name), classes_of(award_round), register, outside_of(request.user), purpose=purpose
    )


def _preview(request: HttpRequest, award_round: Round, upload: UploadedFile, context: dict[str, Any]) -> HttpResponse:
    name = shown_name(upload.name or "")
    context["file_name"] = name
    staging.discard(request, PURPOSE)
    list_errors.forget(request, PURPOSE)
    if upload.size and upload.size > LIMIT:
        context["refusals"] = [f"Tệp {name} lớn hơn 20 MB. Vui lòng giảm dung lượng rồi gửi lại."]
        return render(request, "awards/nominations/list_import.html", context, status=422)
    return _shown(request, award_round, upload.read(), name, context)


def _shown(
    request: HttpRequest,
    award_round: Round,
    content: bytes,
    name: str,
    context: dict[str, Any],
    moved: tuple[staging.Difference, ...] = (),
) -> HttpResponse:
    """What a list would make, to be agreed to; with `moved` what differs from what was shown of it before."""
    try:
        done = _read(request, award_round, content, name)
        if done.errors:
            context |= list_errors.remember(request, PURPOSE, done.errors)
            return render(request, "awards/nominations/list_import.html", context, status=422)
        made = import_list(award_round, done.rows, source=name, only_try=True, by=request.user)
    except (WorkbookRefused, Refused) as refused:
        context["refusals"] = getattr(refused, "reasons", [str(refused)])
        return render(request, "awards/nominations/list_import.html", context, status=422)
    context["staged"] = staging.stage(
        request, PURPOSE, content, name, about={"round": award_round.pk}, shown=_lines(award_round, done, made)
    )
    titles = {item.code: f"{item.letter}) {item.title}" for item in award_round.plan.categories}
    context["notes"] = [*done.notes, *notes_of_list(award_round, made, request.user)]
    context["preview"] = [(row, item, titles[row.category]) for row, item in zip(done.rows, made, strict=True)]
    context["moved"] = moved
    return render(request, "awards/nominations/list_import.html", context, status=409 if moved else 200)


def _lines(award_round: Round, done: ReadList, made: Sequence[Nomination]) -> list[tuple[str, str]]:
    """Each dossier that a list makes: of whom, in which class, and who holds it."""
    return [
        (
            f"Dòng {row.line}",
            f"{item.printed_name}, nhóm {award_round.plan.find_category(item.category).letter}, "
            f"nơi lập {item.holder_unit or item.holder_organisation}{row.told and '; '}{row.told}",
        )
        for row, item in zip(done.rows, made, strict=True)
    ]


def _confirmed(request: HttpRequest, award_round: Round) -> HttpResponse:
    try:
        consent = staging.consented(request, PURPOSE, about={"round": award_round.pk})
        done = _read(request, award_round, consent.content, consent.name)
        if done.errors:
            raise Refused(*map(str, done.errors))
        answered.require(request, done.notes)
        with staging.using(consent):
            made = import_list(
                award_round,
                done.rows,
                source=consent.source,
                knows=request.POST.getlist(answered.FIELD),
                by=request.user,
            )
            consent.holds_for(_lines(award_round, done, made))
    except staging.Moved as moved:
        context: dict[str, Any] = {"round": award_round, "form": ListForm(), "file_name": consent.name}
        return _shown(request, award_round, consent.content, consent.name, context, moved.differences)
    except (Refused, WorkbookRefused) as refused:
        context = {"round": award_round, "form": ListForm(), "refusals": getattr(refused, "reasons", [str(refused)])}
        return render(request, "awards/nominations/list_import.html", context, status=staging.status_of(refused))
    messages.success(
        request, f"Đã lập {len(made)} hồ sơ nháp từ {consent.name}. Nộp thành phần hồ sơ rồi gửi lên trên."
    )
    return redirect("awards:round", code=award_round.code)


def _template(request: HttpRequest, award_round: Round) -> HttpResponse:
    classes = [item for item in award_round.plan.categories if nominees.is_open(request.user, award_round, item)]
    return template_file(
        f"Danh sách đề nghị khen thưởng, {award_round.name}",
        classes,
        name="mau-danh-sach-de-nghi",
        notes=["Có mã thì cổng tìm theo mã; không có mã thì tìm theo tên, có dấu hay không dấu đều được."],
    )


def template_file(title: str, classes: Sequence[Category], *, name: str, notes: Sequence[str]) -> HttpResponse:
    """An empty list with the heads that are looked for, and what may stand under them."""
    columns = [
        ListColumn(label, 40 if key in ("name", "achievements", "printed_name") else 18)
        for key, label in LABELS.items()
    ]
    told = ["Mỗi dòng một tập thể, hộ hoặc cá nhân.", *notes, "Nhóm đối tượng ghi chữ cái:"]
    return list_file(
        title, columns, [], name=name, notes=[*told, *(f"{item.letter}) {item.title}" for item in classes)]
    )
