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
    (("on", "until", "due", "ngay", "signed_on", "issued_on", "held_on", "opened_on", "received_on", "answered_on", "dated",
      "effective_on", "concluded_on", "sent_on", "valid_from", "received_date", "asked_on"), "15/12/2022"),
    (("at_most", "year", "households", "people", "poor", "near_poor", "amount", "days"), "1"),
    (("at_least", "up_to", "own"), "1,00"),
    (("password", "new_password1", "new_password2", "old_password"), "mot-cau-khac-de-nho"),
    (("email",), "ai@vi-du.vn"),
)  # fmt: skip
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
        buttons = form.xpath(".//button[@name and not(@disabled)]") or [None]
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
        return [one.text_content().strip() or WORDS]
    kind = one.get("type", "text")
    if kind in {"submit", "button", "image", "reset"}:
        return []
    if kind == "file":
        return [chosen_file("tep.pdf")]
    if kind == "radio":
        return [one.get("value")] if one.get("checked") is not None or name not in data else []
    if kind == "checkbox":
        return [one.get("value") or "on"]
    return [one.get("value") or (_typed(name) if kind != "hidden" else "")]


def _typed(name: str) -> str:
    last = name.split("-")[-1]
    return next((text for names, text in TYPED if last in names or name in names), WORDS)
