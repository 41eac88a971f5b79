"""The balance of a round: exact shares of what is known, who comes again, who never came."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from awards import actions
from awards.models import Nomination, Round
from awards.ranking.balance_facts import balance
from awards.ranking.domain.balance import STAGES, ClassRow, Nominee, Share, Won, class_counts, repeats, sentence, share
from awards.workflow.states import State
from core import clock
from tests import cast
from tests.awards.walking import complete, decided, propose, recommended
from tests.test_access_matrix import _household
from units.map.domain.levels import Class
from units.models import Classification, HouseholdYear


def nominee(key: int, **traits: bool | None) -> Nominee:
    return Nominee(key, f"N{key}", "commune", is_listed=key > 1, is_awarded=key > 2, traits=traits)


@pytest.mark.parametrize(
    ("values", "found", "words", "gap"),
    [
        ([], Share(0, 0, 0), "không có", ""),
        ([None, None], Share(0, 0, 2), "chưa có thông tin", ""),
        ([True, None], Share(1, 1, 2), "01/01 (100,00 %)", "chưa biết 01"),
        ([True, False, False], Share(1, 3, 3), "01/03 (33,33 %)", ""),
        ([True, True, False], Share(2, 3, 3), "02/03 (66,67 %)", ""),  # half up
    ],
)
def test_a_share_is_of_what_is_known(values: list[bool | None], found: Share, words: str, gap: str) -> None:
    rows = [nominee(key, woman=value) for key, value in enumerate(values)] + [nominee(9)]  # whom it does not apply to
    got = share(rows, "woman", "nominated")
    assert (got, got.words, got.gap) == (found, words, gap)


@given(st.lists(st.tuples(st.sampled_from([True, False, None]), st.booleans(), st.booleans()), max_size=30))
def test_a_share_never_exceeds_what_it_is_of(rows: list[tuple[bool | None, bool, bool]]) -> None:
    people = [
        Nominee(key, "", "c", listed or awarded, awarded, {"woman": value})
        for key, (value, listed, awarded) in enumerate(rows)
    ]
    found = [share(people, "woman", stage) for stage in STAGES]
    assert all(0 <= row.having <= row.known <= row.asked for row in found)
    assert found[0].asked >= found[1].asked >= found[2].asked
    assert all(row.percent is None or Decimal(0) <= row.percent <= 100 for row in found)
    assert class_counts(people, "c") == tuple(row.asked for row in found)


def won(name: str, on: int, **more: Any) -> Won:
    return Won(name, f"Đợt {on}", date(on, 1, 1), **more)


def test_repeats_follow_predecessors() -> None:
    awards = [
        won("Phủ Hà", 2022, units=frozenset({1})),
        won("Thanh Sơn", 2023, units=frozenset({2})),
        won("Phủ Hà mới", 2024, units=frozenset({1, 2, 3})),
        won("Ông A", 2022, person="ong a"),
        won("Ông A", 2023, person="ong a"),
        won("Bà B", 2022, person="ba b", birth_year=1975),
        won("Bà B", 2023, person="ba b", birth_year=1975),
        won("Bà B", 2024, person="ba b", birth_year=1980),
        won("Bà C", 2022, person="ba c", staff_code="c1"),
        won("Bà C", 2023, person="ba c", staff_code="c1"),
        won("Một lần", 2022, household=5),
    ]
    assert [(row.name, row.times, row.rounds) for row in repeats(awards)] == [
        ("Phủ Hà mới", 3, ("Đợt 2022", "Đợt 2023", "Đợt 2024")),
        ("Bà B", 2, ("Đợt 2022", "Đợt 2023")),
        ("Bà C", 2, ("Đợt 2022", "Đợt 2023")),
    ]


def test_what_the_page_says_first() -> None:
    rows = [
        ClassRow("Cấp xã", "commune", 62, 18, (2, 1, 0), 60),
        ClassRow("Cấp huyện", "district", 7, 1, (0, 0, 0), 7),
        ClassRow("Cán bộ", "official", None, None, (0, 0, 0)),
    ]
    assert sentence("Đợt 2022", [], rows) == "Đợt 2022 chưa có hồ sơ nào được gửi."
    assert sentence("Đợt 2022", [nominee(1), nominee(2)], rows) == (
        "Đợt 2022: đề nghị 02, đưa vào danh sách trình 01, được khen 00 tập thể, cá nhân, hộ gia đình. "
        "Từ đầu Phong trào chưa lần nào được đề nghị: 60 trong 62 đơn vị cấp xã; cả 7 đơn vị cấp huyện."
    )


@pytest.mark.parametrize(
    ("title", "code", "said"),
    [
        ("Cấp xã", "commune", "60 trong 62 đơn vị cấp xã"),
        ("Xã, phường, đặc khu", "commune", "60 trong 62 xã, phường, đặc khu"),
        ("Các cơ quan, đơn vị cấp tỉnh", "agency", "60 trong 62 cơ quan, đơn vị cấp tỉnh"),
        ("UBND các xã", "village", "60 trong 62 UBND các xã"),
    ],
)
def test_a_class_is_called_as_its_plan_calls_it_whatever_its_code(title: str, code: str, said: str) -> None:
    row = ClassRow(title, code, 62, None, (2, 1, 0), 60)
    assert sentence("Đợt 2022", [nominee(1)], [row]).endswith(f"chưa lần nào được đề nghị: {said}.")


def _sent(item: Nomination, state: str = State.SUBMITTED, **more: Any) -> Nomination:
    Nomination.objects.filter(pk=item.pk).update(state=state, **more)
    return item


def _read(award_round: Round) -> Any:
    rows = Nomination.objects.filter(round=award_round).select_related("unit", "household__village", "holder_unit")
    return balance(award_round, list(rows))


def _shares(found: Any, trait: str) -> list[tuple[int, int, int]]:
    return [(row.having, row.known, row.asked) for row in (share(found.nominees, trait, stage) for stage in STAGES)]


def test_the_numbers_of_a_round(province: cast.Province) -> None:
    """Three communes, a household and a person; one commune by its own class, all of Bác Ái by its district's."""
    first, second, third = (propose(province, code) for code in ("22801", "22798", "22804"))
    draft = propose(province, "22807")
    _sent(first, State.AWARDED)
    _sent(second, State.RECOMMENDED)
    _sent(third)
    assert draft.state == State.DRAFT  # not proposed yet
    village = _household(province)
    household = actions.nominate(
        province.annual_2022,
        actions.Proposal("household", f"Hộ bà {village.head}", household=village, is_direct_worker=True),
        holder_unit=province.unit("22801"),
        by=province.phuoc_dai,
    )
    HouseholdYear.objects.create(household=village, year=2022, status="escaped", groups=0b100)
    _sent(household)
    person = complete(
        actions.nominate(
            province.annual_2022,
            actions.Proposal(
                "official", "Ông A", person="Ông A", person_title="công chức", sex="male", achievements="Tốt."
            ),
            holder_unit=province.unit("584"),
            by=province.bac_ai,
        )
    )
    _sent(person, State.RECOMMENDED)
    Classification.objects.all().delete()
    Classification.objects.create(
        unit=province.unit("22801"), value=Class.REGION_3, valid_from=date(2021, 1, 1), valid_to=date(2022, 1, 2)
    )
    Classification.objects.create(
        unit=province.unit("22798"), value=Class.REGION_3, valid_from=date(2022, 1, 2)
    )  # a day late
    Classification.objects.create(unit=province.unit("22804"), value=Class.REGION_2, valid_from=date(2021, 1, 1))
    province.approve(2022, "22801", 1000, 300, minority_households=501, minority_poor=300)
    province.approve(2022, "22798", 1000, 300, minority_households=500, minority_poor=300)
    found = _read(province.annual_2022)
    assert len(found.nominees) == 5
    assert _shares(found, "household") == [(1, 5, 5), (0, 3, 3), (0, 1, 1)]
    assert _shares(found, "direct_worker") == [(1, 1, 2), (0, 0, 1), (0, 0, 0)]
    assert _shares(found, "woman") == [(1, 2, 2), (0, 1, 1), (0, 0, 0)]
    assert _shares(found, "minority") == [(1, 3, 5), (1, 2, 3), (1, 1, 1)]  # 501 of 1000 is more than half, 500 is not
    assert _shares(found, "difficult") == [(2, 5, 5), (1, 3, 3), (1, 1, 1)]
    assert found.populations["difficult"].shown == "1/65 xã (1,54 %)"
    assert found.populations["minority"].shown == "chưa có số hộ DTTS được duyệt năm 2022"
    rows = {row.code: row for row in found.classes}
    assert (rows["commune"].population, rows["commune"].difficult, rows["commune"].counts, rows["commune"].never) == (
        65,
        1,
        (3, 2, 1),
        62,
    )
    assert (rows["district"].counts, rows["district"].never) == ((0, 0, 0), 7)
    assert (rows["official"].population, rows["official"].never) == (None, None)
    assert found.repeats == ()


@pytest.mark.parametrize(("year", "times"), [(1970, [2]), (1971, [])], ids=["of an age", "a namesake"])
def test_a_person_awarded_twice_is_one_however_addressed(province: cast.Province, year: int, times: list[int]) -> None:
    items = [recommended(province, code) for code in ("22801", "22804")]
    decided(province, items)
    for item, person, born in zip(items, ("Ông Nguyễn Văn A", "Nguyễn Văn A"), (1970, year), strict=True):
        Nomination.objects.filter(pk=item.pk).update(unit=None, person=person, birth_year=born)
    assert [row.times for row in _read(province.annual_2022).repeats] == times


def test_a_successor_of_one_proposed_was_proposed(province: cast.Province) -> None:
    item = propose(province, "22801")
    _sent(item, unit=province.unit("22747"))
    final = province.campaign.rounds.get(code="annual-2024")
    before = {row.code: row.never for row in _read(province.annual_2022).classes}["commune"]
    with clock.at(datetime(2024, 12, 15, 9, 0, tzinfo=clock.VIETNAM)):
        after = {row.code: (row.population, row.never) for row in _read(final).classes}["commune"]
    assert (before, after) == (64, (62, 61))  # five wards became two on 01/11/2024


def test_the_page_and_its_files(province: cast.Province, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(province.home)
    client.get("/khen-thuong/annual-2022/can-doi/")
    counts = []
    for codes in (("22801",), ("22798", "22804")):
        for code in codes:
            _sent(propose(province, code))
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/khen-thuong/annual-2022/can-doi/").content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert "đề nghị 03, đưa vào danh sách trình 00" in page
    assert (
        client.get("/khen-thuong/annual-2022/can-doi/?tai=excel")["Content-Disposition"]
        == 'attachment; filename="can-doi.xlsx"'
    )
    assert client.get("/khen-thuong/annual-2022/can-doi/?tai=chua-de-nghi").status_code == 200
