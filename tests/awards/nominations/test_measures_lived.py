"""The measures of other provinces on stored figures: evaluate, the list of the eligible, dossiers, ranking by score."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from awards import actions
from awards.models import Nomination, Recognition, Round
from awards.nominations.dossiers import dossiers
from awards.nominations.proofs import proofs
from awards.ranking.domain.places import rank
from awards.ranking.standings import candidate
from awards.rounds.closing import deadline_of, set_closing
from campaign.evaluation import judging, whole_round
from campaign.models import Deadline
from campaign.plan.actions.definitions import store_definition
from core.findings import Outcome
from office.models import StoredFile
from tests import cast
from tests.awards.walking import decided, measured, pdf, propose, read, recommended

pytestmark = pytest.mark.django_db
FIGURES = {"22783": (400, 250), "22786": (400, 250), "22801": (400, 290), "22810": (400, 390)}
RATE = 'indicator = "poverty_rate"'
TARGET = 'except_for = "coastal_special"\nrule = "target_met"\nindicator = "poverty_rate"'


def _plan(province: cast.Province, *changes: tuple[str, str]) -> None:
    """Another version of the province's plan, in force at once."""
    text = cast.DEFINITION.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    store_definition(text, by=province.administrator)
    province.campaign.forget_definition()


def _criterion(rule: str) -> tuple[str, str]:
    """The commune's criterion about its target by another rule."""
    return TARGET, f'except_for = "coastal_special"\n{rule}'


def _outcomes(province: cast.Province) -> dict[str, Any]:
    rows = whole_round.judge_round(province.campaign, "annual-2022")
    return {row.unit.code: row.finding for row in rows if row.criterion == "Cc3" and row.unit.code in FIGURES}


def test_the_average_is_judged_once_over_the_window(
    province: cast.Province, capsys: pytest.CaptureFixture[str]
) -> None:
    measured(province, FIGURES)
    _plan(province, _criterion(f'rule = "average_reduction_at_least"\n{RATE}\nat_least = "11.00"'))
    found = _outcomes(province)
    assert {code: (item.outcome, item.actual) for code, item in found.items()} == {
        "22783": (Outcome.MET, Decimal("15.00")),
        "22786": (Outcome.MET, Decimal("15.00")),
        "22801": (Outcome.MET, Decimal("11.00")),
        "22810": (Outcome.NOT_MET, Decimal("1.00")),
    }
    call_command("evaluate", "--campaign", cast.CODE, "--round", "annual-2022", "--unit", "22801", "--format", "json")
    (row,) = [row for row in json.loads(capsys.readouterr().out) if row["criterion"] == "Cc3"]
    assert (row["outcome"], row["actual"], row["required"]) == ("met", "11.00", "11.00")


def test_places_are_taken_in_the_whole_class_whoever_is_asked_about(province: cast.Province) -> None:
    measured(province, FIGURES)
    _plan(province, _criterion(f'rule = "among_best"\n{RATE}\ntop = 2'))
    found = _outcomes(province)
    # the other communes have no figures yet: they may still come before
    assert {item.outcome for item in found.values()} == {Outcome.UNKNOWN, Outcome.NOT_MET}
    assert (found["22810"].outcome, found["22810"].actual) == (Outcome.NOT_MET, Decimal(4))
    plan = province.campaign.definition
    category = plan.find_category("commune")
    only = judging.judge_units(
        province.campaign, plan, category, plan.measured("commune"), [province.unit("22810")], [2022]
    )
    assert [row.finding for row in only if row.criterion == "Cc3"] == [found["22810"]]


def test_pages_tell_the_new_measures(province: cast.Province, client: Client) -> None:
    measured(province, FIGURES)
    _plan(province, _criterion('rule = "households_reduced_at_least"\nhouseholds = "poor"\nat_least = 120'))
    client.force_login(province.home)
    page = client.get("/khen-thuong/annual-2022/du-dieu-kien/?nhom=commune").content.decode()
    assert "150 hộ" in page
    assert "còn thiếu 10 hộ" in page
    rules = client.get("/the-le/").content.decode()
    assert "số hộ nghèo trong năm giảm ít nhất 120 hộ" in rules


TITLES = (
    'text = "Có các mô hình điển hình, đạt hiệu quả"\nrule = "documented"\nrecord = "exemplary_model"',
    'text = "Hai năm liền"\nrule = "titles_in_a_row"\ntitle = "Tập thể lao động xuất sắc"\nyears = 2',
)


def _paper(item: Nomination) -> Any:
    return next(part.paper for part in dossiers([read(item.pk)])[item.pk].parts if part.key == "Cc1.c")


def test_titles_come_from_what_is_recognised(province: cast.Province) -> None:
    """By others, or with its decision: what the nominee wrote down itself proves nothing, and the sheet says so."""
    measured(province, FIGURES)
    _plan(province, TITLES)
    item = propose(province, "22801")
    assert _paper(item).outcome is Outcome.UNKNOWN
    row = Recognition.objects.create(
        campaign=province.campaign,
        form="Tập thể Lao động xuất sắc",
        level="UBND tỉnh",
        number="1/QĐ",
        signed_on=date(2022, 3, 1),
        unit=province.unit("22801"),
        name="Xã",
        group="collective",
        merit="x",
        years=[2021, 2022],
        place=province.unit("22801"),
        recorded_by=province.phuoc_dai,
        search_key="xa",
    )
    assert _paper(item).outcome is Outcome.UNKNOWN
    part = next(part for part in dossiers([read(item.pk)])[item.pk].parts if part.key == "Cc1.c")
    assert "nơi được khen tự ghi, chưa có bản quét quyết định" in part.paper_words
    met = (Outcome.MET, "Có «Tập thể lao động xuất sắc» các năm 2021, 2022.")
    with transaction.atomic():
        Recognition.objects.filter(pk=row.pk).update(scan=StoredFile.keep(pdf("1.pdf"), by=province.phuoc_dai))
        assert (_paper(item).outcome, _paper(item).reason) == met
        transaction.set_rollback(True)
    Recognition.objects.filter(pk=row.pk).update(place=province.unit("58"))
    assert (_paper(item).outcome, _paper(item).reason) == met


def test_an_award_that_is_not_released_is_no_title_yet(province: cast.Province) -> None:
    """The holder reads the sheet of its next dossier: decided is not released."""
    made = decided(province, [recommended(province, "22801")])
    _plan(province, TITLES)
    then = Round.objects.get(code="annual-2023")
    then.version = then.campaign.active_version
    then.save()
    unit = province.unit("22801")
    said = {"category": "commune", "group": "collective", "printed_name": "Xã", "author": province.bac_ai}
    item = read(Nomination.objects.create(round=then, unit=unit, holder_unit=unit, **said).pk)
    assert proofs([item])[item.pk]["title"] == []
    actions.release([made], unsigned_reason="Bản ký gửi sau.", by=province.chairman)
    assert [paper.whose for paper in proofs([item])[item.pk]["title"]] == [f"tặng {made.awards.get().printed_name}"]


def test_a_score_table_decides_and_ranks(province: cast.Province) -> None:
    measured(province, {**FIGURES, "22789": (400, 395)})
    _plan(
        province,
        (TARGET, f'points = "60.00"\n{TARGET}'),
        ('title = "Cấp xã"', 'title = "Cấp xã"\nscore_at_least = "60.00"'),
    )
    good, bad = (dossiers([item])[item.pk] for item in (propose(province, "22801"), propose(province, "22789")))
    assert (good.score.outcome, good.score.actual) == (Outcome.MET, Decimal("60.00"))  # type: ignore[union-attr]
    assert (bad.score.outcome, bad.score.actual) == (Outcome.NOT_MET, Decimal(0))  # type: ignore[union-attr]
    assert "tổng điểm không đạt (0,00 điểm < 60,00 điểm)" in bad.misses
    assert not any("tiêu chí 3" in text for text in bad.misses)
    assert [row.key for row in rank(map(candidate, (bad, good)))] == [good.nomination.pk, bad.nomination.pk]


def test_a_class_has_its_own_deadline_and_days_counted_from_another_follow_it(province: cast.Province) -> None:
    due = (
        '[[deadline]]\nid = "{}"\nclause = "V"\nlabel = "Nhận hồ sơ"\ntext = "x"\nbound = "on_or_before"\nhard = true\n'
        'round = "annual-2022"\n{}\n\n'
    )
    first = due.format("N1", "on = 2023-03-15") + due.format("N2", 'days_before = 10\nof = "N1"\nclasses = ["village"]')
    _plan(province, ("[[award_form]]", f"{first}[[award_form]]"))
    award_round = Round.objects.get(pk=province.annual_2022.pk)
    row = Deadline.objects.current().get(campaign=province.campaign, code="N1")
    Round.objects.filter(pk=award_round.pk).update(deadline=row)

    def days() -> list[date]:
        fresh = Round.objects.select_related("campaign", "deadline").get(pk=award_round.pk)
        return [deadline_of(fresh, code).on for code in ("commune", "village")]  # type: ignore[union-attr]

    assert days() == [date(2023, 3, 15), date(2023, 3, 5)]
    fresh = Round.objects.select_related("campaign", "deadline").get(pk=award_round.pk)
    set_closing(fresh, on=date(2023, 3, 25), bound="on_or_before", is_hard=True, act="12/SNV", by=province.home)
    assert days() == [date(2023, 3, 25), date(2023, 3, 15)]
