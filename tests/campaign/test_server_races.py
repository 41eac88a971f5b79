"""Officers in one sheet over HTTP, on a running portal: one is stored, the others are told and keep what they typed."""

import http.client
import random
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from campaign.figures.actions.entering import save_sheet
from campaign.models import FigureEdit, FigureSet
from core import clock
from tests import cast, proofs

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ROUNDS = proofs.size(full=200, sample=3)
PAGE = "/ket-qua/2022/22801/"
TOKEN = "a" * 32
Answer = tuple[int, str]


@dataclass(frozen=True)
class Officer:
    """Somebody with a browser open."""

    host: str
    session: str

    def save(self, poor: str) -> Answer:
        """Send the sheet as it was opened on its first edition."""
        body = {"csrfmiddlewaretoken": TOKEN, "22801-edition": "1", "22801-opened": "1000;88;113;;", "22801-poor": poor}
        talk = http.client.HTTPConnection(self.host, timeout=120)
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        talk.request("POST", PAGE, urlencode(body), headers)
        answer = talk.getresponse()
        found = (answer.status, answer.read().decode())
        talk.close()
        return found


@pytest.fixture
def item(db: None) -> Iterator[tuple[cast.Province, FigureSet]]:
    """Phước Đại's sheet, typed and not yet sent, on the working day of the whole portal."""
    clock.set_working_date(cast.EVENING.date())
    try:
        province = cast.make_province(reforms=False)
        unit = province.unit("22801")
        values = {"households": 1000, "poor": 88, "near_poor": 113}
        (found,) = save_sheet(province.campaign, 2022, {unit.pk: values}, {}, by=province.phuoc_dai)
        yield province, found
    finally:
        clock.set_working_date(None)


def _officer(live_server: Any, user: User) -> Officer:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return Officer(urlsplit(live_server.url).netloc, client.cookies[settings.SESSION_COOKIE_NAME].value)


def _at_once(works: list[Callable[[], Answer]]) -> list[Answer]:
    gate, answers = threading.Barrier(len(works)), [(0, "")] * len(works)

    def run(at: int) -> None:
        gate.wait(60)
        answers[at] = works[at]()

    threads = [threading.Thread(target=run, args=(at,)) for at in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _again(row: FigureSet) -> None:
    FigureEdit.objects.filter(figure_set=row).delete()
    FigureSet.objects.filter(pk=row.pk).update(edition=1, poor=88)


def test_of_two_to_twenty_editors_one_is_stored_and_the_rest_keep_what_they_typed(
    item: tuple[cast.Province, FigureSet], live_server: Any
) -> None:
    province, row = item
    people = [_officer(live_server, user) for user in (province.phuoc_dai, province.bac_ai)]
    chance, told = random.Random(11), 0
    for _ in range(ROUNDS):
        _again(row)
        typed = chance.sample(range(100, 800), chance.randint(2, 20))
        answers = _at_once(
            [(lambda who=people[at % 2], poor=poor: who.save(str(poor))) for at, poor in enumerate(typed)]
        )
        assert Counter(status for status, _ in answers) == {302: 1, 409: len(typed) - 1}
        row.refresh_from_db()
        won = typed[[status for status, _ in answers].index(302)]
        assert (row.poor, row.edition) == (won, 2)
        assert list(FigureEdit.objects.filter(figure_set=row).values_list("old", "new")) == [("88", str(won))]
        for poor, (status, page) in zip(typed, answers, strict=True):
            if status == 409:
                assert re.search(rf"<(input|td|strong)[^>]*>?[^<]*\b{poor}\b", page), poor
                assert "đã được người khác sửa trước khi bạn lưu" in page
                told += 1
    proofs.report(
        f"R5: {ROUNDS} lượt, 2-20 người sửa một ô qua HTTP: 0 số bị mất, {told} người nhận lại số đã gõ (409)"
    )


def test_a_double_click_is_one_change(item: tuple[cast.Province, FigureSet], live_server: Any) -> None:
    province, row = item
    officer = _officer(live_server, province.phuoc_dai)
    for _ in range(ROUNDS):
        _again(row)
        answers = _at_once([lambda: officer.save("77")] * 3)
        assert {status for status, _ in answers} == {302}
        row.refresh_from_db()
        assert (row.poor, row.edition) == (77, 2)
        assert FigureEdit.objects.filter(figure_set=row).count() == 1
    proofs.report(f"R5: {ROUNDS} lượt bấm ba lần liền: một thay đổi mỗi lượt")
