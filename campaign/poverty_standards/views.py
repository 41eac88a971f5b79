"""Poverty standards: which one counts in which year and by which act; files of standards read, kept and handed out."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import audit
from campaign.models import StandardFile, YearStandard
from campaign.poverty_standards import actions
from campaign.poverty_standards.domain.standard import FOLDER, Standard
from campaign.poverty_standards.domain.standard_check import Checked, check
from campaign.poverty_standards.domain.year_standards import YearRow
from campaign.poverty_standards.effects import effects
from campaign.poverty_standards.forms import StandardFileForm, YearStandardForm
from campaign.poverty_standards.in_force import parsed, shipped_standards, standard_of, standard_title, standard_years
from core.workflow import Refused
from office import seen
from office.files.contents import shown_name
from office.files.responses import attachment
from office.lists import answered, staging
from office.once_only import creates
from office.tables.notes import Note

PURPOSE = "standard"
LIMIT = 1024 * 1024
TOML = "application/toml"


@dataclass(frozen=True)
class Listed:
    """A standard as the list shows it."""

    standard: Standard
    source: str
    why_used: str


def _keeper(request: HttpRequest) -> None:
    if not actions.may_keep(request.user):
        raise PermissionDenied


def listing(request: HttpRequest) -> HttpResponse:
    """The years with their standards and acts, then the standards that have a file."""
    _keeper(request)
    years = standard_years()
    uploaded = {row.code: row for row in StandardFile.objects.current().select_related("recorded_by")}
    standards = shipped_standards() | {code: parsed(row) for code, row in uploaded.items()}
    used = actions.uses(standards)
    listed = [Listed(standards[code], _source(uploaded.get(code)), used.get(code, "")) for code in sorted(standards)]
    rows = [
        (row, row.title or getattr(standards.get(row.standard), "title", ""), years.why_unusable(row.first_year))
        for row in reversed(years.rows)
    ]
    replaced = YearStandard.objects.exclude(replaced_at=None).select_related("recorded_by")
    context = {"rows": rows, "standards": listed, "replaced": list(replaced)}
    return render(request, "campaign/poverty_standards/standards.html", context)


def _source(row: StandardFile | None) -> str:
    return f"tải lên, phiên bản {row.number}, {row.recorded_by.full_name}" if row is not None else "đi kèm cổng"


def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One standard: its forms with columns and formulas, its checks."""
    _keeper(request)
    found = standard_of(code)
    if found is None:
        raise Http404
    return render(request, "campaign/poverty_standards/standard.html", {"standard": found, "notes": ()})


def file(request: HttpRequest, code: str) -> HttpResponse:
    """The file of a standard as it was handed in."""
    _keeper(request)
    row = StandardFile.objects.current().filter(code=code).first()
    if code in shipped_standards():
        text = (FOLDER / f"{code}.toml").read_text(encoding="utf-8")
    elif row is not None:
        text = row.content
    else:
        raise Http404
    audit.note(request.user, "export", label=f"Tệp chuẩn nghèo {code}")
    return attachment(text.encode(), f"{code}.toml", TOML)


# ---- a file handed in ----


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """A file of a standard: every error, or what it holds; then, once agreed, kept."""
    _keeper(request)
    form = StandardFileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    try:
        if request.method == "POST" and "dong-y" in request.POST:
            return _agreed(request)
        if request.method == "POST" and form.is_valid():
            given = form.cleaned_data["file"]
            if given.size > LIMIT:
                raise Refused("Tệp lớn hơn 1 MB: tệp chuẩn chỉ gồm chữ, thường dưới 100 KB.")
            staging.discard(request, PURPOSE)
            return _shown(request, given.read(), shown_name(given.name or ""), context)
    except actions.StandardFaults as found:
        context["faults"] = found.faults
    except Refused as refused:
        context["reasons"] = refused.reasons
        return render(
            request, "campaign/poverty_standards/standard_upload.html", context, status=staging.status_of(refused)
        )
    return render(
        request,
        "campaign/poverty_standards/standard_upload.html",
        context,
        status=422 if request.method == "POST" else 200,
    )


def _text(content: bytes) -> str:
    """Raises `Refused`."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("Tệp phải là chữ ở bảng mã UTF-8 (lưu lại bằng Notepad, chọn UTF-8).") from None


def _shown(request: HttpRequest, content: bytes, name: str, context: dict[str, Any]) -> HttpResponse:
    standard = actions.read_standard(_text(content))
    found = check(_text(content))
    context |= {"standard": standard, "notes": _notes(found), "file_name": name}
    context["staged"] = staging.stage(request, PURPOSE, content, name, about={}, shown=_lines(found))
    return render(request, "campaign/poverty_standards/standard_upload.html", context)


def _notes(found: Checked) -> list[Note]:
    return [Note("Cả tệp", words, asks=True) for words in found.notes]


def _lines(found: Checked) -> list[tuple[str, str]]:
    standard = found.standard
    assert standard is not None
    used = actions.why_used(standard.code)
    return [("chuẩn", f"{standard.code}: {standard.title}"), ("đang dùng", used), *(("lưu ý", w) for w in found.notes)]


def _agreed(request: HttpRequest) -> HttpResponse:
    consent = staging.consented(request, PURPOSE, about={})
    text = _text(consent.content)
    with staging.using(consent):
        found = check(text)
        if found.standard is not None:
            consent.holds_for(_lines(found))
            answered.require(request, _notes(found))
        row, is_new = actions.store_standard(text, by=request.user)
    if is_new:
        messages.success(request, f"Đã lưu chuẩn {row}. Ghi từ năm nào dùng chuẩn này ở bảng Chuẩn nghèo theo năm.")
    else:
        messages.info(request, f"Chuẩn {row} đã có đúng như tệp, không đổi gì.")
    return redirect("campaign:standards")


# ---- from which year ----


def _choices() -> list[tuple[str, str]]:
    """Each standard by its title; where two bear the same, by the years of its file too."""
    years = standard_years()
    titles = [years.name(code) for code in years.known]
    spans = {code: f" (tệp dùng cho {first} - {last})" for code, (first, last) in years.files.items()}
    return [
        (code, f"{title}{spans.get(code, '') if titles.count(title) > 1 else ''}")
        for code, title in zip(years.known, titles, strict=True)
    ]


@creates
@require_http_methods(["GET", "POST"])
def add_year(request: HttpRequest) -> HttpResponse:
    """From a year on a standard counts, by an act: first what that changes, then, once agreed, the row."""
    _keeper(request)
    form = YearStandardForm(request.POST or None, standards=_choices())
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        refusals = actions.why_not_add(
            given["first_year"], given["standard"], act=given["act"], signed=given["signed"], body=given["body"]
        )
        if refusals:
            context["reasons"] = refusals
            return render(request, "campaign/poverty_standards/standard_year.html", context, status=422)
        row = YearRow(first_year=given["first_year"], standard=given["standard"], act=given["act"], body=given["body"])
        shown = effects(row)
        lines = [(one.place, one.words) for one in shown]
        context |= {"row": row, "effects": shown, "seen_mark": seen.sealed(lines)}
        if "dong-y" in request.POST:
            try:
                seen.still(request, lines)
                actions.add_year(**given, by=request.user)
            except staging.Moved as moved:
                context["moved"] = moved.differences
                return render(request, "campaign/poverty_standards/standard_year.html", context, status=409)
            except Refused as refused:
                context["reasons"] = refused.reasons
                return render(request, "campaign/poverty_standards/standard_year.html", context, status=422)
            messages.success(request, f"Từ năm {row.first_year} dùng «{standard_title(row.standard)}», theo {row.act}.")
            return redirect("campaign:standards")
        return render(request, "campaign/poverty_standards/standard_year.html", context)
    status = 422 if request.method == "POST" else 200
    return render(request, "campaign/poverty_standards/standard_year.html", context, status=status)
