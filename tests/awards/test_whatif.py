"""What if: another ceiling, another threshold, a corrected figure. Names who enters and leaves; stores nothing."""

import hashlib
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.apps import apps
from django.test import Client

from accounts.models import User
from awards.models import Nomination
from awards.standings import standings
from awards.whatif import Answer, Corrected, Trial, what_if
from core.workflow import Refused
from tests import cast
from tests.awards.test_board import FIGURES, URL
from tests.awards.walking import at_the_door

SignIn = Callable[[User], Client]


@pytest.fixture
def door(province: cast.Province) -> dict[str, Nomination]:
    return at_the_door(province, FIGURES)


def _ask(province: cast.Province, trial: Trial) -> Answer:
    return what_if(province.annual_2022, standings(province.annual_2022), trial)[0]


def _codes(rows: tuple, door: dict[str, Nomination]) -> list[str]:
    by_key = {item.pk: code for code, item in door.items()}
    return sorted(by_key[row.key] for row in rows)


@pytest.mark.parametrize(
    ("trial", "entering", "leaving", "contested"),
    [
        (Trial(caps={"collective": 6}), ["22795", "22798"], [], []),
        (Trial(caps={"collective": 3}), [], ["22792"], []),
        (Trial(caps={"collective": 0}), [], ["22783", "22786", "22789", "22792"], []),
        (Trial(thresholds={"Cc3": Decimal("12.50")}), [], ["22792"], []),
        (Trial(thresholds={"Cc3": Decimal("8.00")}), [], [], ["22795", "22798"]),
        (Trial({"collective": 7}, {"Cc3": Decimal("8.00")}), ["22795", "22798", "22801"], [], []),
    ],
    ids=["if 6", "if 3", "if 0", "a higher threshold", "a lower threshold", "both"],
)
def test_who_enters_and_who_leaves(
    province: cast.Province, door: dict[str, Nomination], trial: Trial, entering: list[str], leaving: list[str],
    contested: list[str],
) -> None:  # fmt: skip
    answer = _ask(province, trial)
    found = (answer.entering, answer.leaving, answer.contested)
    assert [_codes(rows, door) for rows in found] == [entering, leaving, contested]


@pytest.mark.parametrize(("code", "year", "poor"), [("22801", 2022, 200), ("22783", 2022, 305), ("22792", 2021, 450)])
def test_a_corrected_figure_agrees_with_really_correcting_it(
    province: cast.Province, door: dict[str, Nomination], code: str, year: int, poor: int
) -> None:
    unit = province.unit(code)
    answer = _ask(province, Trial(figure=Corrected(unit.pk, year, "poor", poor)))
    supposed = {row.key: (row.rank, row.candidate.words) for row in answer.ranked}
    province.approve(year, code, 1000, poor)
    real = {row.key: (row.rank, row.candidate.words) for row in standings(province.annual_2022)[0].ranked}
    assert supposed == real
    assert [move.after.key for move in answer.moves if move.after.key == door[code].pk] == [door[code].pk]


def test_a_corrected_figure_brings_in_and_puts_out(province: cast.Province, door: dict[str, Nomination]) -> None:
    better = _ask(province, Trial(figure=Corrected(province.unit("22801").pk, 2022, "poor", 200)))
    worse = _ask(province, Trial(figure=Corrected(province.unit("22783").pk, 2022, "poor", 305)))
    assert _codes(better.entering, door) == ["22801"]
    assert (_codes(better.leaving, door), better.contested) == ([], ())
    assert (_codes(worse.entering, door), _codes(worse.leaving, door)) == (["22795", "22798"], ["22783"])


def test_figures_that_cannot_be_are_refused(province: cast.Province, door: dict[str, Nomination]) -> None:
    with pytest.raises(Refused, match=r"1\.001\) nhiều hơn tổng số hộ \(1\.000\)"):
        _ask(province, Trial(figure=Corrected(province.unit("22801").pk, 2022, "poor", 1001)))
    with pytest.raises(Refused, match="chưa có kết quả chính thức được duyệt"):
        _ask(province, Trial(figure=Corrected(province.unit("22804").pk, 2022, "poor", 1)))


def test_fewer_places_than_are_held_is_said(province: cast.Province, door: dict[str, Nomination]) -> None:
    Nomination.objects.filter(pk__in=[door["22783"].pk, door["22786"].pk]).update(state="recommended")
    assert [_ask(province, Trial(caps={"collective": number})).is_below_used for number in (1, 2)] == [True, False]


def _everything() -> str:
    """One sum over every row of every table."""
    total = hashlib.sha256()
    for model in sorted(apps.get_models(include_auto_created=True), key=lambda item: item._meta.db_table):
        if model._meta.managed and model._meta.db_table != "django_session":
            total.update(repr((model._meta.db_table, sorted(map(repr, model._base_manager.values_list())))).encode())
    return total.hexdigest()


def test_a_trial_on_the_page_names_names_and_stores_nothing(
    province: cast.Province, door: dict[str, Nomination], sign_in: SignIn
) -> None:
    client = sign_in(province.home)
    client.get(URL)
    before = _everything()
    unit = province.unit("22801").pk
    page = client.get(
        URL,
        {
            "thu": "1",
            "so-collective": "6",
            "muc-Cc3": "9,5",
            "unit": unit,
            "year": "2022",
            "figure": "poor",
            "value": "200",
        },
    )
    assert _everything() == before
    answer = page.context["answers"][0]
    assert _codes(answer.entering, door) == ["22801"]
    assert _codes(answer.contested, door) == ["22795", "22798"]
    words = page.content.decode()
    assert "Tập thể: nếu số lượng là 06" in words
    assert "Nhân dân và cán bộ Xã Phước Đại: hạng 6 (90,00 %) → hạng 1 (210,53 %)" in words


def test_bad_numbers_are_named_and_nothing_is_computed(
    province: cast.Province, door: dict[str, Nomination], sign_in: SignIn
) -> None:
    page = sign_in(province.home).get(URL, {"thu": "1", "so-collective": "sáu", "muc-Cc3": "1,234", "unit": ""})
    assert page.status_code == 422
    assert set(page.context["trial"].errors) == {"so-collective", "muc-Cc3"}
    assert page.context["answers"] == []
    half = sign_in(province.home).get(URL, {"thu": "1", "value": "5"})
    assert "cần chọn đủ đơn vị, năm, số liệu" in half.content.decode()
