"""Days that cannot be are refused wherever they come in: page, sheet, file, command."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from campaign.figures.actions.entering import save_sheet
from campaign.figures.words import Status, why_not_yet
from campaign.models import FigureSet, Plan, Target
from campaign.periods.actions import record_act
from campaign.registrations.actions.filing import PlanPaper, file_plan
from campaign.registrations.report_deadlines import set_report_deadline
from campaign.targets.actions import Assignment, assign
from core import clock
from core.days import why_not_yet as why_not_come
from core.days import why_too_early
from core.workflow import Refused
from tests import cast

SignIn = Callable[[User], Client]
APRIL = date(2024, 4, 12)
WHY = (
    "Kết quả chính thức năm 2024 là số đến 31/12/2024; rà soát định kỳ bắt đầu ngày 01/09/2024, trước ngày đó chưa có số "
    "để ghi. Số đến nay ghi ở kết quả sơ bộ, hoặc chọn năm 2023."
)
CSV = b"unit_code,households,poor,near_poor\n22801,100,10,5\n"


@pytest.mark.parametrize(
    ("status", "as_of", "today", "is_refused"),
    [
        (Status.OFFICIAL, date(2024, 12, 31), date(2024, 8, 31), True),
        (Status.OFFICIAL, date(2024, 12, 31), date(2024, 9, 1), False),
        (Status.OFFICIAL, date(2024, 12, 31), date(2025, 2, 1), False),
        (Status.PRELIMINARY, date(2024, 12, 31), APRIL, False),
        (Status.OFFICIAL, date(2024, 4, 12), APRIL, False),
        (Status.OFFICIAL, date(2024, 4, 13), APRIL, True),
        (Status.PRELIMINARY, date(2024, 10, 15), APRIL, True),
    ],
    ids=["before the review", "its first day", "afterwards", "preliminary", "today", "tomorrow", "a day to come"],
)
def test_when_figures_of_a_day_can_be_known(status: str, as_of: date, today: date, is_refused: bool) -> None:
    assert bool(why_not_yet(2024, status, as_of, today=today)) is is_refused


@given(st.dates(), st.dates())
def test_a_day_has_come_or_has_not(day: date, today: date) -> None:
    assert bool(why_not_come(day, today=today, what="ngày ký")) is (day > today)
    assert bool(why_too_early(day, since=today, what="ngày ký", because="vì sao")) is (day < today)


def test_nothing_is_said_of_no_day() -> None:
    assert (
        why_not_come(None, today=APRIL, what="ngày ký") == why_too_early(None, since=APRIL, what="", because="") == ""
    )


# ---- official figures of a year that has not ended ----


def test_the_sheet_is_locked_and_says_what_can_be_done(province: cast.Province, sign_in: SignIn) -> None:
    with clock.at(APRIL):
        client = sign_in(province.bac_ai)
        page = " ".join(client.get("/ket-qua/2024/584/").content.decode().split())
        assert WHY in page
        assert 'name="22801-poor"' not in page
        with pytest.raises(Refused, match="rà soát định kỳ bắt đầu ngày 01/09/2024"):
            save_sheet(
                province.campaign, 2024, {province.unit("22801", APRIL).pk: {"households": 1}}, {}, by=province.bac_ai
            )
        assert 'name="22801-poor"' in client.get("/ket-qua/2024/584/?loai=so-bo").content.decode()
    assert not FigureSet.objects.exists()


def test_a_file_is_refused_on_the_page(province: cast.Province, sign_in: SignIn) -> None:
    with clock.at(APRIL):
        upload = SimpleUploadedFile("tep.csv", CSV)
        answer = sign_in(province.bac_ai).post("/ket-qua/2024/nhap-tu-tep/", {"file": upload, "status": "official"})
    assert answer.status_code == 422
    assert WHY in " ".join(answer.content.decode().split())


@pytest.mark.parametrize("more", [(), ("--dry-run",), ("--approve",)], ids=["stored", "tried", "approved"])
def test_the_command_is_refused_too(province: cast.Province, tmp_path: Path, more: tuple[str, ...]) -> None:
    path = tmp_path / "tep.csv"
    path.write_bytes(CSV)
    words = [str(path), "--campaign", cast.CODE, "--year", "2024", "--status", "official", *more]
    with clock.at(APRIL), pytest.raises(CommandError, match="rà soát định kỳ bắt đầu ngày 01/09/2024"):
        call_command("import_results", *words, stdout=StringIO())
    assert not FigureSet.objects.exists()


# ---- papers ----


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2022, 12, 16), "Ngày quyết định 16/12/2022 chưa đến"),
        (date(2020, 12, 31), "Ngày quyết định 31/12/2020 trước ngày 01/01/2021"),
    ],
    ids=["tomorrow", "long before"],
)
def test_a_decision_on_targets(province: cast.Province, day: date, words: str) -> None:
    row = Assignment(province.unit("584"), Decimal(1), decision_number="1/QĐ", decision_date=day)
    for by in (province.labour, User.objects.command_line()):
        with pytest.raises(Refused, match=words):
            assign(province.campaign, 2022, [row], by=by)
    assert not Target.objects.exists()


def test_an_act_on_results_comes_after_the_review_began(province: cast.Province) -> None:
    province.approve(2021, "584", 100, 10)
    for day, words in ((date(2021, 8, 31), "ngày bắt đầu rà soát năm 2021"), (date(2022, 12, 16), "chưa đến")):
        with pytest.raises(Refused, match=words):
            record_act(province.campaign, 2021, Status.OFFICIAL, number="1/QĐ", on=day, by=province.labour)
    record_act(province.campaign, 2021, Status.OFFICIAL, number="1/QĐ", on=date(2021, 12, 20), by=province.labour)


def test_a_plan_issued_long_before_the_movement(province: cast.Province) -> None:
    paper = PlanPaper("Kế hoạch", "1/KH", date(2019, 12, 31))
    with pytest.raises(Refused, match=r"Ngày ban hành 31/12/2019 trước ngày 01/01/2020"):
        file_plan(province.campaign, paper, kind=Plan.Kind.LAUNCH, unit=province.unit("584"), by=province.bac_ai)


def test_a_report_is_not_due_before_its_year(province: cast.Province) -> None:
    with pytest.raises(Refused, match=r"Hạn 31/12/2021 trước năm báo cáo 2022"):
        set_report_deadline(
            province.campaign,
            "nam",
            2022,
            on=date(2021, 12, 31),
            bound="before",
            is_hard=False,
            act="CV 1",
            by=province.labour,
        )
