"""A person at a browser without a screen: reads what is shown, follows links and sends forms by their visible words.

Nothing here knows an address, a model or a field's name: links, buttons and fields are found by what the page calls them,
and a form is sent with every field that the page itself put into it.
"""

import io
import re
from collections.abc import Mapping
from typing import Any

import lxml.html
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from office.recount import recount_tables
from tests.test_canaries import said

OWN = "một câu ngắn của riêng tôi"  # what everybody here takes for a password
Value = str | bool | tuple[str, bytes]
PARTS = ("tr", "li", "article", "details", "section", "fieldset", "form", "div")


def tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\xa0", " ")).strip()


class Walker:
    """Somebody with a session of their own; every step leaves them on the page that answered."""

    def __init__(self) -> None:
        self.client = Client()
        self.address = "/"
        self.answer: Any = None
        self.doc: Any = None
        self._words = ""
        self.seen: list[tuple[str, str]] = []  # every page and message that was shown: address, words

    # ---- pages ----

    def open(self, address: str = "/") -> "Walker":
        """An address that was typed in or stands in a message; refusals are the test's failure."""
        self._arrived(self.client.get(address, follow=True), address)
        return self._good()

    def follow(self, label: str, near: str = "") -> "Walker":
        """The link of this name, where `near` is said beside it."""
        links = [one for one in self.doc.xpath("//a[@href]") if not one.get("href").startswith("#")]
        return self.open(self._joined(self._one(links, label, near, "liên kết").get("href")))

    def send(
        self,
        button: str,
        fields: Mapping[str, Value] | None = None,
        near: str = "",
        refused: str = "",
        every: Mapping[str, Value] | None = None,
    ) -> "Walker":
        """The form of this button, its fields filled in by their labels; `refused` is what the page must object.

        Labels of `every` stand once in each row of the form, and each of them is filled in.
        """
        buttons = self.doc.xpath("//button[not(@type='button')]|//input[@type='submit']")
        pressed = self._one(buttons, button, near, "nút")
        assert pressed.get("disabled") is None, f"{self.address}: nút «{button}» đang khóa. {self.words}"
        form = self._form_of(pressed)
        data = self._filled(form)
        for label, value in (fields or {}).items():
            self._fill(form, data, label, value)
        for label, value in (every or {}).items():
            for one in self._controls(form):
                if _label_of(one).startswith(label):
                    self._fill_one(one, data, label, value)
        if pressed.get("name"):
            data.setdefault(pressed.get("name"), []).append(pressed.get("value") or "")
        action = self._joined(pressed.get("formaction") or form.get("action") or self.address)
        if (form.get("method") or "get").lower() == "get":
            self._arrived(self.client.get(action.split("?")[0], data, follow=True), action)
        else:
            self._arrived(self.client.post(action, data, follow=True), action)
        if refused:
            assert refused in self.words, f"{self.address}: {self.words}"
            return self
        return self._good()

    def reads(self, *said: str) -> "Walker":
        """All of this stands on the page."""
        for words in said:
            assert words in self.words, f"{self.address}: không thấy «{words}» trong: {self.words}"
        return self

    def lacks(self, *said: str) -> "Walker":
        """None of this stands on the page."""
        for words in said:
            assert words not in self.words, f"{self.address}: thấy «{words}»"
        return self

    @property
    def words(self) -> str:
        """What the page says, without its menu."""
        if not self._words:
            doc = lxml.html.fromstring(self.answer.content)
            for one in doc.xpath("//script|//style|//template|//dialog|//*[@hidden]"):
                one.drop_tree()
            main = doc.xpath("//main")
            self._words = tidy(" ".join((main[0] if main else doc).itertext()))
        return self._words

    @property
    def links(self) -> dict[str, str]:
        """Where one can go from here: words of the link, address."""
        return {tidy(one.text_content()): one.get("href") for one in self.doc.xpath("//a[@href]")}

    @property
    def content(self) -> bytes:
        """What was downloaded."""
        return b"".join(self.answer) if self.answer.streaming else self.answer.content

    # ---- who it is ----

    def sign_in(self, slip: tuple[str, str]) -> "Walker":
        """With a slip at the first time, a password of their own is asked for and taken; later that one is used."""
        username, first = slip
        recount_tables()  # a server does so by itself; what one test has stored is not yet seen by it
        self.open("/dang-nhap/")
        self.send("Đăng nhập", {"Tên đăng nhập": username, "Mật khẩu": first})
        if "Đổi mật khẩu" in self.words and self.answer.status_code == 200 and "Nhập lại mật khẩu mới" in self.words:
            own = {"Mật khẩu đang dùng": first, "Mật khẩu mới": OWN, "Nhập lại mật khẩu mới": OWN}
            self.send("Đổi mật khẩu", own)
        assert "Đăng xuất" in tidy(self.doc.text_content()), self.words
        return self

    def slips(self) -> dict[str, tuple[str, str]]:
        """The slips that the page prints: whose, sign-in name and first password."""
        html = self.answer.content.decode()
        pattern = r"<h2>([^<]+)</h2>.*?Tên đăng nhập</dt>\s*<dd><b>([^<]+)</b>.*?slip-password\">([^<]+)<"
        return {name: (username, first) for name, username, first in re.findall(pattern, html, re.S)}

    # ---- behind it ----

    def _arrived(self, answer: Any, address: str) -> None:
        self.answer = answer
        chain = getattr(answer, "redirect_chain", [])
        self.address = chain[-1][0] if chain else address
        self._words = ""
        if self._is_page():
            self.doc = lxml.html.fromstring(answer.content)
            self.seen.append((self.address, tidy(" ".join(self.doc.itertext()))))

    def _is_page(self) -> bool:
        return bool(self.answer["Content-Type"].startswith("text/html"))

    def _good(self) -> "Walker":
        text = self.words[:1500] if self._is_page() else ""
        assert self.answer.status_code == 200, f"{self.answer.status_code} {self.address}: {text}"
        return self

    def _joined(self, href: str) -> str:
        href = href.split("#")[0] or self.address
        return self.address.split("?")[0] + href if href.startswith("?") else href

    def _one(self, items: list[Any], label: str, near: str, what: str) -> Any:
        named = [(one, tidy(one.get("aria-label") or one.text_content() or one.get("value") or "")) for one in items]
        found = [one for one, text in named if text == label] or [one for one, text in named if label in text]
        if near:
            found = [one for one in found if self._is_near(one, near, found)]
        there = [text for _, text in named][:40]
        assert found, (
            f"{self.address}: không có {what} «{label}»{near and f' cạnh «{near}»'}. Có: {there}. {self.words[:800]}"
        )
        return found[0]

    def _is_near(self, one: Any, near: str, others: list[Any]) -> bool:
        """The smallest part around it that says so holds none of the others."""
        for part in one.iterancestors(*PARTS):
            if near in tidy(part.text_content()):
                return sum(part in other.iterancestors() for other in others) == 1 or part.tag in (
                    "tr",
                    "li",
                    "article",
                )
        return False

    def _form_of(self, pressed: Any) -> Any:
        if pressed.get("form"):
            return self._root(pressed).get_element_by_id(pressed.get("form"))
        return next(pressed.iterancestors("form"))

    @staticmethod
    def _root(one: Any) -> Any:
        return one.getroottree().getroot()

    def _controls(self, form: Any) -> list[Any]:
        inside = form.xpath(".//input[@name]|.//textarea[@name]|.//select[@name]")
        if form.get("id"):
            outside = self._root(form).xpath("//*[@name and @form=$id]", id=form.get("id"))
            inside += [one for one in outside if one not in inside and one.tag != "button"]
        return [one for one in inside if one.get("disabled") is None]

    def _filled(self, form: Any) -> dict[str, list[Any]]:
        data: dict[str, list[Any]] = {}
        for one in self._controls(form):
            for value in _as_it_stands(one):
                data.setdefault(one.get("name"), []).append(value)
        return data

    def _fill(self, form: Any, data: dict[str, list[Any]], label: str, value: Value) -> None:
        controls = self._controls(form)
        named = [(one, _label_of(one)) for one in controls if one.get("type") != "hidden"]
        found = [one for one, text in named if text == label] or [one for one, text in named if label in text]
        assert found, f"{self.address}: không có ô «{label}». Có: {[text for _, text in named]}"
        self._fill_one(found[0], data, label, value)

    def _fill_one(self, one: Any, data: dict[str, list[Any]], label: str, value: Value) -> None:
        name = one.get("name")
        if one.get("type") == "radio":
            data[name] = [one.get("value")]
        elif one.get("type") == "checkbox":
            kept = [v for v in data.get(name, []) if v != (one.get("value") or "on")]
            data[name] = [*kept, one.get("value") or "on"] if value else kept
        elif one.get("type") == "file":
            assert isinstance(value, tuple)
            data[name] = [SimpleUploadedFile(*value)]
        elif one.tag == "select":
            options = [(opt.get("value") or "", tidy(opt.text_content())) for opt in one.iter("option")]
            fits = [v for v, text in options if text == value] or [v for v, text in options if str(value) in text]
            assert fits, f"{self.address}: ô «{label}» không có «{value}». Có: {[text for _, text in options]}"
            data[name] = [fits[0]]
        else:
            data[name] = [value]


def _as_it_stands(one: Any) -> list[str]:
    if one.tag == "select":
        options = one.xpath(".//option[not(@disabled)]")
        chosen = [opt for opt in options if opt.get("selected") is not None]
        if not chosen and one.get("multiple") is None:
            chosen = options[:1]
        return [opt.get("value") if opt.get("value") is not None else tidy(opt.text_content()) for opt in chosen]
    if one.tag == "textarea":
        return [one.text or ""]
    kind = one.get("type", "text")
    if kind in {"submit", "button", "image", "reset", "file"}:
        return []
    if kind in {"radio", "checkbox"}:
        return [one.get("value") or "on"] if one.get("checked") is not None else []
    return [one.get("value") or ""]


def _label_of(one: Any) -> str:
    if one.get("aria-label"):
        return tidy(one.get("aria-label"))
    root = one.getroottree().getroot()
    if one.get("id"):
        for label in root.xpath("//label[@for=$id]", id=one.get("id")):
            return tidy(label.text_content()).rstrip(" *")
    around = next(one.iterancestors("label"), None)
    return tidy(around.text_content()) if around is not None else ""


class Portal:
    """A portal at work: the slips that were printed in it, and all that anybody was shown."""

    def __init__(self) -> None:
        self.slips: dict[str, tuple[str, str]] = {}
        self.walkers: list[Walker] = []

    def visitor(self) -> Walker:
        """Somebody without an account."""
        self.walkers.append(Walker())
        return self.walkers[-1]

    def handed_out(self, walker: Walker) -> None:
        """The slips of a page go to their people."""
        self.slips |= walker.slips()

    def enter(self, name: str) -> Walker:
        """Somebody signs in, the first time with the slip and from then on with a password of their own."""
        username, word = self.slips[name]
        walker = self.visitor().sign_in((username, word))
        self.slips[name] = (username, OWN)
        return walker

    def shown(self) -> list[tuple[str, str]]:
        """Address and words of every page that was shown on the way."""
        return [page for walker in self.walkers for page in walker.seen]


def run(*arguments: object) -> str:
    """A command of README, as it is typed; what it prints."""
    out = io.StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue()


def every_page(walker: Walker, known: set[str]) -> list[tuple[str, str]]:
    """Follow what the pages lead to, one of each kind of address that is not `known` yet; their addresses and words.

    Pages, papers and workbooks; what is asked for becomes known, so that the next person asks for the rest.
    """
    found: list[tuple[str, str]] = []
    waiting = ["/"]
    while waiting:
        address = waiting.pop(0)
        answer = walker.client.get(address, follow=True)
        assert answer.status_code < 500, address
        if answer.status_code != 200:
            continue
        found.append((address, said(answer)))
        if not answer["Content-Type"].startswith("text/html"):
            continue
        for link in lxml.html.fromstring(answer.content).xpath("//a[@href]"):
            target = _to(answer, address, link.get("href"))
            if target and _kind(target) not in known:
                known.add(_kind(target))
                waiting.append(target)
    return found


def _to(answer: Any, address: str, href: str) -> str:
    chain = getattr(answer, "redirect_chain", [])
    here = chain[-1][0] if chain else address
    href = href.split("#")[0]
    if href.startswith("?"):
        return here.split("?")[0] + href
    return href if href.startswith("/") and not href.startswith(("/dang-xuat/", "/admin/")) else ""


def _kind(address: str) -> str:
    """Addresses that differ in numbers, codes and what is asked for are of one kind."""
    page, _, question = address.partition("?")
    names = sorted(part.split("=")[0] for part in question.split("&") if part)
    parts = [re.sub(r"[\d-]*\d[\d-]*", "0", part) for part in page.split("/")]
    return f"{'/'.join(parts)}?{'&'.join(names)}"
