"""Standards on their pages: handed in, seen, kept, never replaced once used; from which year one counts, by an act."""

import re
from collections.abc import Callable
from html import unescape
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent, User
from campaign.models import FigureSet, StandardFile, YearStandard
from campaign.poverty_standards.actions import add_year, store_standard
from campaign.poverty_standards.in_force import standard_of, standard_title, standard_years
from core.workflow import Refused
from tests import cast
from tests.standards import NEW, NEXT, OLD

SignIn = Callable[[User], Client]
UPLOAD, YEAR = "/chuan-ngheo/tai-len/", "/chuan-ngheo/nam/"
ROW = {
    "first_year": "2025", "standard": OLD, "act": "NQ 1/NQ-HĐND", "signed": "01/12/2022", "body": "HĐND tỉnh", "note": "",
}  # fmt: skip


def _words(content: bytes) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", content.decode())).split())


def _send(client: Client, text: str) -> tuple[int, str, dict[str, str]]:
    answer = client.post(UPLOAD, {"file": SimpleUploadedFile("chuan.toml", text.encode())})
    fields = dict(re.findall(r'name="(xem-truoc|dau-tep)" value="([^"]+)"', answer.content.decode()))
    return answer.status_code, _words(answer.content), fields


@pytest.mark.parametrize("who", ["labour", "administrator"])
def test_a_standard_is_shown_and_then_kept(province: cast.Province, sign_in: SignIn, who: str) -> None:
    client = sign_in(province.people[who])
    status, words, fields = _send(client, NEXT)
    assert status == 200
    assert "Biểu 4 · Tổng hợp các chỉ số thiếu hụt dịch vụ xã hội cơ bản của hộ nghèo" in words
    assert "9=1-2-3-4+5+6+7+8" in words and "2.800.000 đồng" in words
    assert StandardFile.objects.count() == 0
    assert client.post(UPLOAD, {**fields, "dong-y": "1"}).status_code == 302
    row = StandardFile.objects.get()
    assert (row.code, row.number, row.first_year, row.last_year, row.content) == (NEW, 1, 2027, 2030, NEXT)
    found = standard_of(NEW)
    assert found is not None and found.lines == {"rural": 2_200_000, "urban": 2_800_000}
    assert AuditEvent.objects.filter(verb="store_standard").count() == 1
    assert client.get(f"/chuan-ngheo/{NEW}/tep/").content.decode() == NEXT
    assert client.get(f"/chuan-ngheo/{NEW}/").status_code == client.get("/chuan-ngheo/").status_code == 200


def test_all_errors_of_a_file_are_shown_and_nothing_is_kept(province: cast.Province, sign_in: SignIn) -> None:
    text = NEXT.replace('["poor_to_near{}", "2"', '["poor_to_near{}", "1"').replace(
        "last_year = 2030", "last_year = 2020"
    )
    status, words, fields = _send(sign_in(province.labour), text)
    assert (status, fields) == (422, {})
    assert "last_year : năm cuối 2020 trước năm đầu 2027." in words
    assert "biểu F2, cột 1 : đã có cột số 1 (poor_opening{})." in words
    assert StandardFile.objects.count() == 0


def test_bytes_that_are_no_text_are_refused(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.labour)
    answer = client.post(UPLOAD, {"file": SimpleUploadedFile("chuan.toml", b"\xff\xfe\x00code")})
    assert answer.status_code == 422
    assert "Tệp phải là chữ ở bảng mã UTF-8" in _words(answer.content)
    assert client.post(UPLOAD, {}).status_code == 422


def test_a_used_standard_takes_no_other_content(province: cast.Province) -> None:
    by = User.objects.command_line()
    store_standard(NEXT, by=by)
    other = NEXT.replace("rural = 2200000", "rural = 2300000")
    row, is_new = store_standard(other, by=by)
    assert (row.number, is_new) == (2, True)  # not used yet: another version
    assert store_standard(other, by=by)[1] is False
    unit = province.unit("22801")
    FigureSet.objects.create(unit=unit, year=2027, standard=NEW, as_of="2027-12-31", recorded_by=by)
    with pytest.raises(Refused, match=r"Chuẩn «mdp-2027-2030» đã được dùng \(1 bộ số liệu\)"):
        store_standard(NEXT, by=by)
    assert store_standard(other, by=by)[1] is False
    kept = [(row.number, row.replaced_at is None) for row in StandardFile.objects.order_by("number")]
    assert kept == [(1, False), (2, True)]


def test_the_code_of_a_shipped_standard_cannot_be_taken(province: cast.Province) -> None:
    with pytest.raises(Refused, match="Mã «mdp-2022-2025» là của chuẩn đi kèm cổng"):
        store_standard(NEXT.replace(NEW, OLD), by=User.objects.command_line())


def test_the_command_checks_tries_and_keeps(province: cast.Province, tmp_path: Path) -> None:
    path, out = tmp_path / "chuan.toml", StringIO()
    path.write_text(NEXT.replace('weight = "remark"', 'weight = "x"', 1), encoding="utf-8")
    with pytest.raises(CommandError, match=r"chuan.toml, phép kiểm tra C4.2: weight phải là một trong"):
        call_command("load_standard", path)
    path.write_text(NEXT, encoding="utf-8")
    call_command("load_standard", path, "--dry-run", stdout=out)
    assert "Tệp đúng: mdp-2027-2030" in out.getvalue()
    assert StandardFile.objects.count() == 0
    call_command("load_standard", path, stdout=out)
    call_command("load_standard", path, stdout=out)
    assert out.getvalue().splitlines()[1:] == [
        "Đã lưu chuẩn mdp-2027-2030, phiên bản 1.",
        "Chuẩn mdp-2027-2030, phiên bản 1 không có gì thay đổi.",
    ]


# ---- from which year ----


def test_a_row_is_added_after_its_effects_were_seen(province: cast.Province, sign_in: SignIn) -> None:
    store_standard(
        NEXT.replace(NEW, "rieng").replace("first_year = 2027", "first_year = 2025"), by=User.objects.command_line()
    )
    province.approve(2022, "22801", 100, 10)
    client = sign_in(province.labour)
    row = {**ROW, "standard": "rieng"}
    answer = client.post(YEAR, row)
    assert answer.status_code == 200
    words, title = _words(answer.content), standard_title("rieng")
    assert f"Năm 2025 từ «Chuẩn nghèo đa chiều giai đoạn 2022-2025» sang «{title}»" in words
    assert "so với năm 2024: không so sánh được (hai chuẩn nghèo khác nhau)" in words
    assert f"rà soát thêm số đầu kỳ theo «{title}»" in words
    assert (
        "kế hoạch nêu chuẩn riêng «Chuẩn nghèo đa chiều giai đoạn 2022-2025» cho các năm 2025: các năm ấy không đổi"
        in words
    )
    assert YearStandard.objects.count() == 0
    seen = re.search(r'name="da-xem" value="([^"]+)"', answer.content.decode())
    assert seen is not None
    assert client.post(YEAR, {**row, "dong-y": "1", "da-xem": seen[1]}).status_code == 302
    assert [standard_years().of(year) for year in (2024, 2025, 2026, 2027)] == [OLD, "rieng", "rieng", NEW]
    assert "NQ 1/NQ-HĐND ngày 01/12/2022 của HĐND tỉnh" in _words(client.get("/chuan-ngheo/").content)


def test_a_row_of_the_same_year_is_replaced_and_stays_readable(province: cast.Province, sign_in: SignIn) -> None:
    given = {"act": "NQ 1", "signed": cast.EVENING.date(), "body": "HĐND", "by": province.labour}
    add_year(2023, OLD, **given)
    add_year(2023, OLD, **{**given, "act": "NQ 2"})
    assert [row.act for row in YearStandard.objects.current()] == ["NQ 2"]
    assert "NQ 1" in _words(sign_in(province.labour).get("/chuan-ngheo/").content).partition("Dòng đã thay")[2]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"act": ""}, "Vui lòng ghi số văn bản."),
        ({"signed": "01/12/2023"}, "Ngày văn bản 01/12/2023 chưa đến"),
        ({"first_year": "2030"}, "» chỉ dùng cho các năm 2022 - 2026"),
        ({"first_year": "12"}, "ghi một năm trong khoảng 2000 - 2100"),
        ({"standard": "khong-co"}, "khong-co"),
    ],
    ids=["without an act", "an act of tomorrow", "a file that does not cover it", "no year", "an unknown standard"],
)
def test_a_row_that_cannot_stand_is_refused(
    province: cast.Province, sign_in: SignIn, change: dict[str, str], words: str
) -> None:
    answer = sign_in(province.labour).post(YEAR, {**ROW, **change, "dong-y": "1"})
    assert answer.status_code == 422
    assert words in _words(answer.content)
    assert YearStandard.objects.count() == 0


def test_others_neither_see_nor_keep_standards(province: cast.Province, sign_in: SignIn) -> None:
    for who in ("bac_ai", "phuoc_dai", "home", "auditor"):
        assert sign_in(province.people[who]).get("/chuan-ngheo/").status_code == 403, who
    with pytest.raises(Refused, match="Chỉ cơ quan thường trực và quản trị của tỉnh"):
        store_standard(NEXT, by=province.bac_ai)
    with pytest.raises(Refused, match="Chỉ cơ quan thường trực và quản trị của tỉnh"):
        add_year(2023, OLD, act="NQ 1", signed=cast.EVENING.date(), body="HĐND", by=province.bac_ai)


def test_the_list_asks_a_fixed_number_of_questions(province: cast.Province, sign_in: SignIn) -> None:
    client, asked = sign_in(province.labour), []
    client.get("/chuan-ngheo/")  # the first visit of a session asks more
    for number in (0, 1, 2):
        if number:
            store_standard(NEXT.replace(NEW, f"chuan-{number}"), by=User.objects.command_line())
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/chuan-ngheo/").status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] == asked[2]
