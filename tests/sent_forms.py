"""Forms as a browser sends them: every field of the page, what was left empty filled in, files chosen, one button pressed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import lxml.html
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve

from tests.awards.walking import PDF

Data = dict[str, list[Any]]
# what somebody types into an empty field, by words of its name; the first that fits
TYPED: tuple[tuple[tuple[str, ...], str], ...] = (
    (("time",), "08:00"),
    (("on", "until", "due", "ngay", "date", "from", "dated", "first", "last"), "15/12/2022"),
    (("most", "year", "households", "people", "poor", "amount", "loan"), "1"),
    (("least", "own"), "1,00"),
    (("password", "again"), "mot-cau-khac-de-nho"),
    (("code",), "ma-moi"),
    (("years",), "2022"),
    (("number",), "12/VB-UBND"),
    (("paper", "act", "document", "ban", "answer"), "Công văn 12/CV-UBND"),
    (("signer",), "Lê Văn An"),
)  # fmt: skip
LISTS = frozenset({"chon", "bo", "ho-so", "tb", "cu", "duties", "don-vi"})  # of rows: somebody ticks the ones they mean
BESIDE = frozenset(
    {"reason", "text", "content", "ly-do", "van-ban", "ngay", "ten", "y-kien", "answer", "at_most", "act", "number"}
)
WORDS = "Lời đã ghi"


@dataclass(frozen=True)
class Sent:
    """One form, ready to be sent: by the name of its address."""

    name: str
    address: str
    data: Data = field(hash=False)

    @property
    def key(self) -> tuple[str, ...]:
        """Forms of one name that ask for other fields are other forms."""
        return self.name, *sorted({one.split("-")[-1] for one in self.data})

    def send(self, client: Client, **forged: Any) -> Any:
        """Send it, with further fields that no page shows."""
        data = {name: [_again(value) for value in values] for name, values in self.data.items()}
        for name, value in forged.items():
            data.setdefault(name, [value])
        return client.post(self.address, data)


def _again(value: Any) -> Any:
    """A file is read to its end when it is sent: the next time another one like it."""
    return chosen_file(value.name) if isinstance(value, SimpleUploadedFile) else value


def chosen_file(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, "application/pdf")


def forms_of(client: Client, page: str) -> Iterator[Sent]:
    """The forms of a page that somebody is shown; one for each button that carries a name."""
    response = client.get(page)
    if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
        return
    for form in lxml.html.fromstring(response.content).forms:
        if form.method.upper() != "POST":
            continue
        action = (form.action or page).split("#")[0]
        address = page.split("?")[0] + action if action.startswith("?") else action
        pressed = form.xpath(".//button[not(@disabled) and not(@type='button')]")
        buttons = [
            *(one for one in pressed if one.get("name")),
            *[None][: any(not one.get("name") for one in pressed) or not pressed],
        ]
        for button in buttons:
            data = _filled(form)
            if button is not None:
                data[button.get("name")] = [button.get("value") or ""]
            yield Sent(resolve(address.split("?")[0]).view_name, address, data)


def _filled(form: Any) -> Data:
    data: Data = {}
    for one in form.xpath(".//input[@name]|.//textarea[@name]|.//select[@name]"):
        name = one.get("name")
        if one.get("disabled") is not None or name == "csrfmiddlewaretoken":
            continue
        for value in _values(one, name, data):
            data.setdefault(name, []).append(value)
    return data


def _values(one: Any, name: str, data: Data) -> list[Any]:
    if one.tag == "select":
        options = [option.get("value") or "" for option in one.xpath(".//option[not(@disabled)]")]
        chosen = [option.get("value") or "" for option in one.xpath(".//option[@selected]")]
        return [value for value in chosen if value] or [value for value in options if value][:1]
    if one.tag == "textarea":
        return [one.text_content().strip() or (WORDS if _is_asked(one) else "")]
    kind = one.get("type", "text")
    if kind in {"submit", "button", "image", "reset"}:
        return []
    if kind == "file":
        return [chosen_file("tep.pdf")]
    if kind == "radio":
        return [one.get("value")] if one.get("checked") is not None or name not in data else []
    if kind == "checkbox":
        return [one.get("value") or "on"] if one.get("checked") is not None or _is_asked(one) or name in LISTS else []
    return [one.get("value") or (_typed(name) if kind != "hidden" and _is_asked(one) else "")]


def _is_asked(one: Any) -> bool:
    """A field that must be filled in; pages that are not Django's forms say so by a word beside it."""
    return one.get("required") is not None or one.get("name") in BESIDE


def _typed(name: str) -> str:
    last = name.replace("-", "_").split("_")[-1]
    return next((text for names, text in TYPED if last in names), WORDS)
