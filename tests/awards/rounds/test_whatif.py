"""What if: another ceiling, another threshold, a corrected figure. Names who enters and leaves; stores nothing."""

import hashlib
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from awards import actions
from awards.appraisal.actions.matters import note
from awards.models import Cap, Judgement, Matter, Nomination
from awards.ranking.actions.choices import choose
from awards.ranking.domain.places import Band
from awards.ranking.standings import standings
from awards.rounds.whatif import Answer, Corrected, Trial, what_if
from awards.workflow.states import State
from campaign.activities.actions import records
from core.workflow import Refused
from tests import cast, proofs
from tests.awards import bent
from tests.awards.choosing import candidates, chooses
from tests.awards.ranking.test_board import FIGURES, URL
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
    province: cast.Province,
    door: dict[str, Nomination],
    trial: Trial,
    entering: list[str],
    leaving: list[str],
    contested: list[str],
) -> None:
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


# ---- who holds a place keeps it ----


def test_a_place_more_goes_to_those_who_wait_and_a_tie_is_a_tie(
    province: cast.Province, door: dict[str, Nomination]
) -> None:
    """Four hold, two are equal for the fifth: with six places both enter, with five somebody must choose."""
    held = [door[code].pk for code in ("22783", "22786", "22792", "22801")]
    Nomination.objects.filter(pk__in=held).update(state=State.RECOMMENDED)
    now = _ask(province, Trial(caps={"collective": 5}))
    assert (now.entering, now.leaving, now.changes) == ((), (), False)
    assert [row.key for row in now.before.entering] == [door["22789"].pk]
    six = _ask(province, Trial(caps={"collective": 6}))
    assert _codes(six.contested, door) == ["22795", "22798"]
    assert (six.entering, six.leaving, six.room) == ((), (), 1)
    seven = _ask(province, Trial(caps={"collective": 7}))
    assert (_codes(seven.entering, door), seven.contested) == (["22795", "22798"], ())


def test_a_stored_choice_between_equals_counts(province: cast.Province, door: dict[str, Nomination]) -> None:
    choose(province.annual_2022, "collective", [door["22798"].pk], [door["22795"].pk], "Khó hơn.", by=province.home)
    answer = _ask(province, Trial(caps={"collective": 4}))
    assert _codes(answer.leaving, door) == ["22798"]
    assert answer.contested == ()


def test_fewer_places_than_are_held_name_the_lowest_and_equals_as_equals(
    province: cast.Province, door: dict[str, Nomination], sign_in: SignIn
) -> None:
    rows = Nomination.objects.filter(pk__in=[door[code].pk for code in ("22792", "22795", "22798", "22801")])
    rows.update(state=State.RECOMMENDED)
    Nomination.objects.filter(pk=door["22801"].pk).update(state=State.AWARDED)  # leaves no list
    answer = _ask(province, Trial(caps={"collective": 3}))
    assert answer.is_below_used
    assert (answer.out.lowest, _codes(answer.out.equal, door), answer.out.number) == ((), ["22795", "22798"], 1)
    two = _ask(province, Trial(caps={"collective": 1}))
    assert (_codes(two.out.lowest, door), two.out.equal) == (["22792", "22795", "22798"], ())
    words = sign_in(province.home).get(URL, {"thu": "1", "so-collective": "3"}).content.decode()
    assert "Không đặt được mức 03: 04 hồ sơ đang giữ chỗ." in words
    assert "cần chọn 01 để đưa ra" in words


def test_where_the_council_chooses_the_answer_is_whom_it_would_have_before_it(
    province: cast.Province, sign_in: SignIn
) -> None:
    found = candidates(province, FIGURES)
    answer = _ask(province, Trial(caps={"collective": 6}))
    assert ({row.key for row in answer.candidates}, answer.places) == ({row.pk for row in found.values()}, 6)
    assert (answer.entering, answer.leaving, answer.contested) == ((), (), ())
    words = sign_in(province.home).get(URL, {"thu": "1", "so-collective": "6"}).content.decode()
    assert "<b>07 ứng viên</b>" in words and "06 chỗ" in words


def test_what_is_blocked_or_left_out_is_not_before_the_council(
    province: cast.Province, door: dict[str, Nomination]
) -> None:
    chooses(province)
    blocked, out, *rest = (row.pk for row in door.values())
    Judgement.objects.filter(nomination=blocked).delete()
    actions.advance([out], "leave_out", by=province.home, reason="Chờ kết luận.")
    answer = _ask(province, Trial(caps={"collective": 3}))
    assert {row.key for row in answer.candidates} == set(rest)


# ---- compared with really doing it ----

TWINS = {"22783": (400, 250), "22786": (400, 250), "22789": (400, 260), "22792": (400, 260), "22795": (400, 260),
         "22798": (400, 270), "22801": (400, 320)}  # fmt: skip
SETS = st.sets(st.sampled_from(sorted(TWINS)))


def _press(province: cast.Province, pk: int) -> str:
    """Press «Đưa vào danh sách»; says why it was refused, or nothing."""
    try:
        with transaction.atomic():
            actions.advance([pk], "recommend", by=province.home)
    except Refused as refused:
        return str(refused)
    return ""


def _really(province: cast.Province, door: dict[str, Nomination], at_most: int) -> tuple[set[int], set[int]]:
    """Set the ceiling, then press «Đưa vào danh sách» from the top: who got in, who was told to wait for a choice."""
    bent.set_cap(province.annual_2022, "collective", at_most, by=province.home)
    (standing,) = [item for item in standings(province.annual_2022) if item.key[1] == "collective"]
    taken = {key for choice in standing.choices for key in choice.taken}
    inside: set[int] = set()
    held = sum(row.holds for row in standing.ranked)
    order = sorted(standing.ranked, key=lambda row: (row.rank, row.key in taken))
    for rank in sorted({row.rank for row in order}):
        equals = [row.key for row in order if row.rank == rank and not row.holds]
        if any(row.band is Band.MISSED for row in order if row.rank == rank):
            break
        if held + len(inside) >= at_most:
            break
        crowd = set()
        for pk in equals:
            if held + len(inside) >= at_most:
                break
            words = _press(province, pk)
            if not words:
                inside.add(pk)
            elif "Cần ghi lựa chọn" in words and "không đủ chỗ tập thể, " in words:
                crowd.add(pk)
            elif "Cần ghi lựa chọn" in words:
                return inside, set(equals) - inside
        if crowd:
            return inside, crowd
    return inside, set()


def _complaint(province: cast.Province, item: Nomination) -> Matter:
    said = {"document": "Đơn 3", "opened_on": date(2022, 12, 1)}
    return note(item.pk, "complaint", "Đơn tố cáo", **said, by=province.home)


@pytest.mark.parametrize("held_up_by", ["a complaint", "a remark"])
def test_what_is_held_up_takes_no_place_before_it_is_settled(
    province: cast.Province, door: dict[str, Nomination], held_up_by: str
) -> None:
    if held_up_by == "a complaint":
        _complaint(province, door["22792"])
    else:
        about = door["22792"].unit
        draft = records.Draft(date(2022, 12, 10), "Còn sót hộ", about=about, answers={"what": "Rà soát"}, year=2022)
        body = province.front.memberships.get().organisation
        made = records.write(province.campaign, "giam-sat", draft, organisation=body, by=province.front)
        records.advance(made.pk, "send", by=province.front, edition=1)
    answer = _ask(province, Trial(caps={"collective": 6}))
    assert door["22792"].pk not in {row.key for row in (*answer.before.entering, *answer.after.entering)}
    assert "22792" not in _codes(answer.entering, door)
    assert _press(province, door["22792"].pk) != ""


def test_a_ceiling_within_the_group_s_own_is_not_passed(province: cast.Province, door: dict[str, Nomination]) -> None:
    Cap.objects.create(round=province.annual_2022, group="collective", at_most=1, clause="III.4", classes="commune")
    answer = _ask(province, Trial(caps={"collective": 7}))
    assert (_codes(answer.before.entering, door), answer.entering) == (["22783"], ())


@pytest.mark.race
def test_what_if_agrees_with_setting_the_ceiling_and_walking_the_list(province: cast.Province) -> None:
    door = at_the_door(province, TWINS)
    pks = {code: row.pk for code, row in door.items()}
    seen = Counter()

    @settings(
        max_examples=proofs.size(full=400, sample=30),
        deadline=None,
        derandomize=not proofs.FULL,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        SETS,
        st.integers(-2, 3),
        st.booleans(),
        st.lists(st.tuples(SETS, SETS), max_size=1),
        st.sets(st.sampled_from(sorted(TWINS)), max_size=2),
        st.one_of(st.none(), st.integers(0, 4)),
        st.booleans(),
    )
    def agree(
        holding: set[str],
        more: int,
        has_room: bool,
        choices: list[tuple[set[str], set[str]]],
        held_up: set[str],
        inner: int | None,
        is_of_district: bool,
    ) -> None:
        with transaction.atomic():
            for code in sorted(held_up):
                _complaint(province, door[code])
            if inner is not None:
                whose = {"district": province.unit("584")} if is_of_district else {"classes": "commune"}
                Cap.objects.create(
                    round=province.annual_2022, group="collective", at_most=inner, clause="III.4", **whose
                )
            # first the ceiling as it stands, then choices while all wait, then who holds
            bent.set_cap(province.annual_2022, "collective", 5, by=province.home)
            for one, other in choices:
                with suppress(Refused):
                    choose(
                        province.annual_2022,
                        "collective",
                        [pks[c] for c in one],
                        [pks[c] for c in other - one],
                        "Thử.",
                        by=province.home,
                    )
            held = sorted(holding)[: 5 if has_room else 7]
            if len(held) > 5:
                bent.set_cap(province.annual_2022, "collective", len(held), by=province.home)
            Nomination.objects.filter(pk__in=[pks[code] for code in held]).update(state=State.RECOMMENDED)
            at_most = max(len(held) + more, 0)
            answer = _ask(province, Trial(caps={"collective": at_most}))
            if at_most < len(held):
                assert answer.is_below_used and not answer.after.entering
                with pytest.raises(Refused, match="không giảm xuống"):
                    bent.set_cap(province.annual_2022, "collective", at_most, by=province.home)
                gone = len(held) - at_most
                assert len(answer.out.lowest) + answer.out.number == gone
                assert {row.key for row in answer.out.everybody} <= {pks[code] for code in held}
                seen["below"] += 1
            else:
                supposed = {row.key for row in answer.after.entering}, {row.key for row in answer.contested}
                assert supposed == _really(province, door, at_most)
                seen["contested" if answer.contested else "settled"] += 1
            transaction.set_rollback(True)

    agree()
    assert min(seen[word] for word in ("below", "contested", "settled")) > 0, seen
