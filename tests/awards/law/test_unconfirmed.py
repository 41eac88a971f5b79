"""What nobody has confirmed: gathered on one page, and said nowhere else."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client

from accounts.models import User
from awards.law.domain.regimes import CONFIRMED, REGIMES
from awards.law.domain.unconfirmed import open_points
from awards.models import ConfirmedBasis
from campaign.poverty_standards.domain.year_standards import shipped
from tests import cast

SignIn = Callable[[User], Client]
ROOT = Path(__file__).resolve().parents[3]
PAGE = "/mau-van-ban/chua-xac-nhan/"
FORMS = {"bang_khen_province": "Bằng khen của tỉnh"}
DOUBTS = re.compile(
    r"chưa (được )?kiểm chứng|chưa đọc (được điều|nguyên|toàn)|không thấy tỷ lệ|suy từ|theo hiểu biết|chưa thống nhất giữa"
    r"|đã công bố \(An Giang\)",
    re.IGNORECASE,
)


def _whats(**more: object) -> list[str]:
    points = open_points(REGIMES, shipped(), forms=FORMS, checks={}, **more)  # type: ignore[arg-type]
    return [point.what for point in points]


def test_every_mark_of_the_law_is_a_point_and_what_is_confirmed_is_none() -> None:
    marks = [
        row for law in REGIMES for row in (*law.bases, *law.vote_, *law.provision, *law.length) if row.mark != CONFIRMED
    ]
    points = open_points(REGIMES, forms=FORMS, checks={})
    of_marks = [point for point in points if point.group != "Mẫu và ghi chú in kèm"]
    assert sum(len(point.laws) for point in of_marks) == len(marks) > 10
    sure = [
        replace(
            law,
            bases=tuple(replace(row, mark=CONFIRMED) for row in law.bases),
            vote_=tuple(replace(row, mark=CONFIRMED) for row in law.vote_),
            provision=tuple(replace(row, mark=CONFIRMED) for row in law.provision),
            length=tuple(replace(row, mark=CONFIRMED) for row in law.length),
            form_mark=CONFIRMED,
            merit_mark=CONFIRMED,
        )
        for law in REGIMES
    ]
    assert open_points(sure, forms=FORMS, checks={}) == []


def test_what_the_office_has_read_is_no_point_any_more() -> None:
    act = "Thông tư số 01/2024/TT-BNV của Bộ Nội vụ"
    assert act in _whats()
    assert act not in _whats(confirmed={"tt-01-2024"})


def test_a_standard_and_a_custom_are_points_too() -> None:
    whats = _whats(customs=[("Xung đột lợi ích", "Thông lệ")])
    assert "Xung đột lợi ích · Thông lệ" in whats
    assert any("Nghị định số 351/2025/NĐ-CP" in what for what in whats)


@pytest.mark.django_db
def test_the_page_is_for_who_confirms_and_says_what_would_confirm(province: cast.Province, sign_in: SignIn) -> None:
    text = sign_in(province.administrator).get(PAGE).content.decode()
    assert "Thông tư số 01/2024/TT-BNV" in text and "Ngày ban hành chưa thống nhất giữa các nguồn" in text
    assert "Bản gốc của văn bản" in text and "/mau-van-ban/can-cu/" in text
    assert sign_in(province.home_leader).get(PAGE).status_code == 200
    assert sign_in(province.home).get(PAGE).status_code == 403
    ConfirmedBasis.objects.create(code="tt-01-2024", text="Thông tư", source="Công báo", by=province.home_leader)
    assert "Ngày ban hành chưa thống nhất" not in sign_in(province.administrator).get(PAGE).content.decode()


def test_no_other_page_and_no_paper_says_a_doubt() -> None:
    """Templates, code that writes sentences, and every field of the data that is shown but for `doubt`."""
    skipped = {"awards/law/domain/unconfirmed.py", "templates/awards/law/unconfirmed.html"}
    found = []
    files = [*(ROOT / "templates").rglob("*.html")]
    for app in ("awards", "campaign", "units", "office", "reports", "accounts"):
        files += [path for path in (ROOT / app).rglob("*") if path.suffix in (".py", ".toml")]
    for path in files:
        name = str(path.relative_to(ROOT))
        if "migrations" in path.parts or name in skipped:
            continue
        text = re.sub(r'\bdoubt = "[^"]*"', "", path.read_text(encoding="utf-8"))
        found += [f"{name}: {hit.group(0)}" for hit in DOUBTS.finditer(text)]
    assert found == ["awards/law/domain/own_regimes.py: chưa đọc nguyên"]  # told to who loads a regulation
