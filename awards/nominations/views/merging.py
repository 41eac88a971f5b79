"""Two people changed a dossier's text: when opened, stored now and typed side by side, and a choice for each field."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.models import AuditEvent
from awards.models import Nomination
from awards.nominations.forms.dossiers import SaidForm
from core import clock
from core.numbers import format_moment
from office.pages import Compared, conflict

STORED, MINE = "dang-luu", "cua-toi"
EARLIER = "Khen thưởng đã nhận"


def shown_texts(item: Nomination, form: SaidForm, names: Sequence[str]) -> dict[str, str]:
    """The fields as they stand, in words: what a page carries so that a later one knows what was opened."""
    return {name: _shown(form, name, _stored(item, name)) for name in names}


def merged(request: HttpRequest, item: Nomination, values: Mapping[str, Any]) -> dict[str, Any]:
    """What is to be stored: of each field the side that was chosen, without a choice what was typed."""
    return {
        name: _stored(item, name) if request.POST.get(_choice(name)) == STORED else value
        for name, value in values.items()
    }


def merge_page(request: HttpRequest, item: Nomination, form: SaidForm, values: Mapping[str, Any]) -> HttpResponse:
    """409: nothing is stored until somebody has chosen wherever both sides changed a field."""
    now = shown_texts(item, form, list(values))
    rows = [
        Compared(
            EARLIER if name == "earlier_awards" else str(form.fields[name].label),
            stored=now[name],
            typed=_shown(form, name, value),
            opened=_opened(request, name),
            name=_choice(name),
            codes=(STORED, MINE),
        )
        for name, value in values.items()
    ]
    left = {"edition", "csrfmiddlewaretoken"} | {row.name for row in rows} | {f"{name}-opened" for name in values}
    sent = [(name, str(value)) for name, many in request.POST.lists() if name not in left for value in many]
    return conflict(
        request,
        heading="Hồ sơ đã được người khác sửa trước khi bạn lưu",
        rows=[row for row in rows if row.differs],
        fields=[*sent, ("edition", str(item.edition)), *((f"{name}-opened", text) for name, text in now.items())],
        back=reverse("awards:nomination", args=[item.pk]),
        stored_by=_who_stored(item),
    )


def _choice(name: str) -> str:
    return f"giu-{name}"


def _opened(request: HttpRequest, name: str) -> str | None:
    text = request.POST.get(f"{name}-opened")
    return None if text is None else text.replace("\r\n", "\n")


def _stored(item: Nomination, name: str) -> Any:
    value = getattr(item, name)
    return value or item.round.shape.award_form if name == "form" else value


def _shown(form: SaidForm, name: str, value: Any) -> str:
    choices = {str(code): str(words) for code, words in getattr(form.fields.get(name), "choices", ())}
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, list | tuple):
        return "; ".join(choices.get(str(one), str(one)) for one in value)
    text = "" if value is None else str(value)
    return (choices.get(text, text) if text else "").replace("\r\n", "\n")


def _who_stored(item: Nomination) -> str:
    """Whoever wrote last about the dossier, and when."""
    rows = AuditEvent.objects.filter(subject_type=item._meta.label_lower, subject_id=str(item.pk))
    last = rows.order_by("-seq").first()
    return f"{last.actor_name}, {format_moment(last.at.astimezone(clock.VIETNAM))}" if last else ""
