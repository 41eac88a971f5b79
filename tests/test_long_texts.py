"""Every field of every form says something longer than any column holds: an answer, never a failure page.

PostgreSQL refuses such a text by itself; SQLite keeps it, so that what is saved is measured here.
"""

import random
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import DataError, connection, models, transaction
from django.db.models.signals import pre_save

from tests.test_access_matrix import MATRIX, subjects
from tests.test_hostile_requests import ROUTES, SEED, Desk, desk, openers, some, told

__all__ = ["desk", "subjects"]  # fixtures
DAY, LINE = "01/12/2022", "QĐ 12/QĐ-UBND ngày 01/12/2022"
LONG = ("Xã QĐ 12/QĐ-UBND ngày 01/12/2022 " + "x" * 3000, "9" * 1500)
DAYS = re.compile(r"ngay|date|_on$|^on$|valid|from|until|since|dated")
LEFT_OUT = {"accounts:sign_out"}


class Texts(HTMLParser):
    """The POST forms of a page: what a person may leave as it is, and the fields that they type into."""

    def __init__(self, page: str, at: str) -> None:
        super().__init__()
        self.at, self.found = at, list[tuple[str, dict[str, Any], list[str]]]()
        self.select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = said.get("method", "").lower() == "post"
            if self.open:
                action = said.get("action") or self.at
                self.found.append((action if action[0] == "/" else self.at.partition("?")[0] + action, {}, []))
        if not self.found or not getattr(self, "open", False):
            return
        _, values, typed = self.found[-1]
        name, kind = said.get("name", ""), said.get("type", "text")
        if tag == "option" and self.select and said.get("value"):
            if "selected" in said or not values.get(self.select):
                values[self.select] = said["value"]
        elif not name or name == "csrfmiddlewaretoken":
            return
        elif tag == "select":
            self.select = name
            values.setdefault(name, "")
        elif tag == "textarea" or (tag == "input" and kind in {"text", "search", "tel", "email"}):
            typed.append(name)
            values[name] = said.get("value") or (DAY if DAYS.search(name) else LINE)
        elif tag == "input" and kind in {"radio", "checkbox"}:
            if "checked" in said or name not in values:
                values[name] = said.get("value", "on")
        elif tag in {"input", "button"} and kind != "file":
            values.setdefault(name, said.get("value", "") or "1")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = False
        elif tag == "select":
            self.select = ""


@pytest.fixture
def measured() -> Iterator[None]:
    """What is saved fits its columns, on an engine that would keep anything."""

    def measure(instance: models.Model, **_: Any) -> None:
        for field in instance._meta.concrete_fields:
            value = getattr(instance, field.attname)
            if isinstance(field, models.CharField) and isinstance(value, str) and field.max_length:
                if len(value) > field.max_length:
                    raise DataError(f"{instance._meta.label}.{field.name}: {len(value)} > {field.max_length}")

    pre_save.connect(measure)
    yield
    pre_save.disconnect(measure)


def typed_fields(desk: Desk, subjects: dict[str, int]) -> Iterator[tuple[str, str, dict[str, Any], str]]:
    """Every field that a person types into, once: where it goes, whose it is, what else the form says."""
    seen = set[tuple[str, str]]()
    for name in ROUTES:
        if name in LEFT_OUT:
            continue
        address, who = MATRIX[name][0].format(**subjects), openers(name)[-1]
        page = desk.ask(who, "get", address)
        if page.status_code != 200 or not page["Content-Type"].startswith("text/html"):
            continue
        for action, values, typed in Texts(page.content.decode(), address).found:
            for field in typed:
                key = (re.sub(r"\d+", "0", action), re.sub(r"\d+", "0", field))
                if "dang-xuat" not in action and key not in seen:
                    seen.add(key)
                    yield action, who, values, field


@pytest.mark.long
@pytest.mark.proof
@pytest.mark.usefixtures("measured")
def test_no_text_is_too_long_for_the_portal(desk: Desk, subjects: dict[str, int]) -> None:
    """Each field alone, with all others as they stand on the page or as one would fill them in."""
    draw, fields = random.Random(SEED), 0
    for action, who, values, field in typed_fields(desk, subjects):
        fields += 1
        for long in some(draw, LONG, sample=1):
            desk.ask(who, "post", action, {**values, field: long})
    assert fields > 100
    told(desk, "trường của biểu mẫu quá dài")


OLD = "Vì lý do Hé nghÌo"  # words of today in front: enough of them for any reason


@pytest.mark.long
@pytest.mark.proof
def test_no_text_in_an_old_font_is_kept(desk: Desk, subjects: dict[str, int]) -> None:
    """Each field alone is typed for an old font: an answer, and no table that holds any of it afterwards."""
    tables, kept = set[str](), set[tuple[str, str, str]]()

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE")) and "nghÌo" in str(params):
            tables.add(sql.split('"')[1])
        return execute(sql, params, many, context)

    for action, who, values, field in typed_fields(desk, subjects):
        tables.clear()
        said = values | {field: f"{OLD} {LINE}" if values[field] == LINE else OLD}
        with transaction.atomic():
            with connection.execute_wrapper(look):
                answer = desk.clients[who].post(action, said)
            kept |= {(action, field, "a failure page")} if answer.status_code >= 500 else set()
            kept |= {(action, field, table) for table in tables if _holds(table, "nghÌo")}
            transaction.set_rollback(True)
    assert "\n".join(map(str, sorted(kept))) == ""


def _holds(table: str, text: str) -> bool:
    """A refused change was taken back and left nothing; a note that somebody was refused may repeat what they typed."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        return any(text in str(value) for row in cursor.fetchall() for value in row)
