"""The page Thiết lập: what is missing is said with where it is done, and goes when it is done."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from accounts import audit
from accounts.models import AuditEvent, User
from accounts.permissions import Duty
from awards.law.actions.confirming import RegulationAct, load_regime
from awards.models import Holiday
from core import clock
from reports.setup.list import Matter, Standing, chapters
from tests import cast
from tests.awards.law.test_own_regimes import OWN
from units.map.actions.map import derive_ancestry
from units.models import DutyHolding, Membership, Placement

S = Standing


def matters(province: cast.Province) -> dict[str, Matter]:
    return {matter.title: matter for chapter in chapters(province.administrator) for matter in chapter.matters}


def test_the_province_of_the_tests(province: cast.Province) -> None:
    found = matters(province)
    assert (found["Cấp huyện"].standing, found["Cấp huyện"].words) == (S.DONE, "7 đơn vị.")
    assert found["Cấp xã"].words == "65 đơn vị."
    assert found["Thôn, khu phố"].standing == S.LOOK
    assert found["Quản trị của tỉnh"].standing == S.LOOK  # one alone
    assert found["Chủ tịch UBND tỉnh"].standing == S.DONE
    assert found["Công chức cấp xã (Văn hóa - xã hội)"].standing == S.MISSING
    assert "Phường Đô Vinh" in found["Công chức cấp xã (Văn hóa - xã hội)"].words
    assert found["Kế hoạch phong trào"].standing == S.DONE
    assert found["Chuẩn nghèo năm 2022"].standing == S.DONE


def test_a_duty_that_nobody_holds_is_missing(province: cast.Province) -> None:
    label = Duty.AWARD_AGENCY.label
    assert matters(province)[label].words.startswith("Sở Nội vụ, từ")
    DutyHolding.objects.filter(duty=Duty.AWARD_AGENCY).update(valid_to=clock.today())
    found = matters(province)[label]
    assert (found.standing, found.url) == (S.MISSING, "/nhiem-vu/giao/")
    DutyHolding.objects.filter(duty=Duty.AWARD_AGENCY).update(valid_to=clock.today() + timedelta(days=90))
    assert matters(province)[label].standing == S.LOOK
    DutyHolding.objects.filter(duty=Duty.AWARD_AGENCY).update(valid_to=clock.today() + timedelta(days=91))
    assert matters(province)[label].standing == S.DONE


def test_days_off_of_this_year_and_the_next(province: cast.Province) -> None:
    Holiday.objects.all().delete()
    found = matters(province)
    assert (found["Ngày nghỉ năm 2022"].standing, found["Ngày nghỉ năm 2023"].standing) == (S.MISSING, S.LOOK)
    Holiday.objects.create(on=date(2022, 9, 1), name="Quốc khánh")
    Holiday.objects.create(on=date(2022, 9, 2), name="Quốc khánh")
    assert matters(province)["Ngày nghỉ năm 2022"].standing == S.DONE


def test_districts_are_not_asked_for_after_the_law_ended_them(province: cast.Province) -> None:
    with clock.at(date(2025, 7, 1)):
        assert "Cấp huyện" not in matters(province)
        assert matters(province)["Chuẩn nghèo năm 2026"].standing == S.DONE
    with clock.at(date(2026, 12, 1)):
        found = matters(province)
        assert found["Chuẩn nghèo năm 2027"].standing == S.LOOK
        assert found["Kế hoạch phong trào"].standing == S.MISSING


def test_a_unit_without_a_place_is_named(province: cast.Province) -> None:
    assert "Nơi trực thuộc" not in matters(province)
    ward = province.unit("22738")
    Placement.objects.filter(unit=ward).delete()
    derive_ancestry([ward])
    assert matters(province)["Nơi trực thuộc"].words == "1 đơn vị không có nơi trực thuộc: Phường Đô Vinh."


@pytest.mark.parametrize(
    ("change", "title", "standing"),
    [
        ({"MAIL_SERVER": ""}, "Thư điện tử", S.LOOK),
        ({"MAIL_SERVER": "smtp://x", "PORTAL_ADDRESS": ""}, "Thư điện tử", S.LOOK),
        ({"MAIL_SERVER": "smtp://x", "PORTAL_ADDRESS": "https://a.vn"}, "Thư điện tử", S.DONE),
        ({"SECRET_KEY": "abc"}, "Khóa SECRET_KEY, AUDIT_KEY", S.MISSING),
        ({"SECRET_KEY": "Zk3v-9QhTn_x2LrWm8PbYc5JdFg7SaEu4KoXi1Vt", "AUDIT_KEY": "t7Rw_bN4qXc-Ue9KzLm2Hs6DyGp5JfVa8ToQi3Bx"},
         "Khóa SECRET_KEY, AUDIT_KEY", S.DONE),
    ],
)  # fmt: skip
def test_the_server(
    province: cast.Province, settings: Any, change: dict[str, str], title: str, standing: Standing
) -> None:
    for name, value in change.items():
        setattr(settings, name, value)
    assert matters(province)[title].standing == standing


def test_the_worker_and_the_backup_as_far_as_the_portal_knows(province: cast.Province) -> None:
    DBTaskResult.objects.all().delete()
    found = matters(province)
    assert (found["Tiến trình việc dài"].standing, found["Sao lưu"].standing) == (S.UNKNOWN, S.MISSING)
    audit.note(province.administrator, "backup", label="sao-luu-20221215-010000.zip")
    found = matters(province)
    assert found["Sao lưu"].standing == S.DONE
    assert "sao-luu-20221215-010000.zip" in found["Sao lưu"].words
    AuditEvent.objects.filter(verb="backup").update(real_at=clock.real_now() - timedelta(days=3))
    found = matters(province)
    assert (found["Sao lưu"].standing, found["Sao lưu"].command) == (S.LOOK, "manage.py backup")
    assert "đã quá 2 ngày" in found["Sao lưu"].words


def test_the_page_is_for_who_administers_the_province(
    province: cast.Province, sign_in: Callable[[User], Client]
) -> None:
    page = sign_in(province.administrator).get("/thiet-lap/")
    assert page.status_code == 200
    assert f"Còn thiếu {page.context['missing']} việc" in page.content.decode()
    assert "Thiết lập" in sign_in(province.administrator).get("/").content.decode()
    assert "Thiết lập" not in sign_in(province.home).get("/").content.decode()
    Membership.objects.filter(user=province.administrator).update(unit=province.unit("584"))
    assert sign_in(province.administrator).get("/thiet-lap/").status_code == 403


def test_the_regulation_that_counts_today_is_named_not_the_one_loaded_last(province: cast.Province) -> None:
    def told(day: date) -> str:
        with clock.at(day):
            (matter,) = [
                matter
                for chapter in chapters(province.administrator)
                for matter in chapter.matters
                if matter.title == "Quy chế khen thưởng của tỉnh"
            ]
        return matter.words

    assert told(date(2025, 1, 1)).startswith("Chưa ghi quy chế riêng")
    later = OWN.replace("QC1", "QC2").replace("2026-01-01", "2028-01-01").replace("2024-03-01", "2026-01-01")
    for number, text in (("22/2025/QĐ-UBND", later), ("15/2024/QĐ-UBND", OWN)):
        act = RegulationAct(number, date(2022, 2, 1), "UBND tỉnh")
        load_regime(text, name="qc.toml", act=act, by=User.objects.command_line())
    assert told(date(2025, 1, 1)) == "15/2024/QĐ-UBND, 01/02/2022, UBND tỉnh."
    assert told(date(2026, 1, 1)) == "22/2025/QĐ-UBND, 01/02/2022, UBND tỉnh."
    assert told(date(2028, 1, 1)).startswith("Hôm nay không quy chế riêng nào có hiệu lực")
