"""From an empty database to accounts that work: commands, pages and files alone, no row made by hand."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from core import clock

NEW = "một câu ngắn của riêng tôi"


def run(*arguments: object) -> str:
    out = StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue()


def text_of(page: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))  # type: ignore[attr-defined]


def enter(username: str, password: str) -> Client:
    """Somebody signs in with the slip and takes a password of their own."""
    client = Client()
    answer = client.post("/dang-nhap/", {"username": username, "password": password})
    assert answer.status_code == 302, text_of(answer)
    assert client.get("/tai-khoan/")["Location"] == "/doi-mat-khau/"
    said = {"old_password": password, "new_password": NEW, "again": NEW}
    assert client.post("/doi-mat-khau/", said)["Location"] == "/"
    assert client.get("/").status_code == 200
    return client


def slips(page: object) -> dict[str, tuple[str, str]]:
    """Whose slip: sign-in name and first password, as they are printed."""
    html = page.content.decode()  # type: ignore[attr-defined]
    found = re.findall(
        r"<h2>([^<]+)</h2>.*?Tên đăng nhập</dt>\s*<dd><b>([^<]+)</b>.*?slip-password\">([^<]+)<", html, re.S
    )
    return {name: (username, password) for name, username, password in found}


def agree(client: Client, address: str, name: str, content: bytes) -> object:
    """A file is shown and then agreed to, with what the page carries."""
    shown = client.post(address, {"file": SimpleUploadedFile(name, content)})
    assert shown.status_code == 200, text_of(shown)
    fields = dict(re.findall(r'name="(xem-truoc|dau-tep)" value="([^"]+)"', shown.content.decode()))
    assert set(fields) == {"xem-truoc", "dau-tep"}, text_of(shown)
    return client.post(address, {**fields, "dong-y": "1"})


@pytest.fixture
def on() -> Iterator[Callable[[date], None]]:
    """The portal's day, for the whole journey."""
    opened = []

    def stand(day: date) -> None:
        still = clock.at(day)
        still.__enter__()
        opened.append(still)

    yield stand
    for still in opened:
        still.__exit__(None, None, None)


# ---- three levels, from the console ----

THREE = """Mã;Tên;Loại;Mã cấp trên;Từ ngày;Văn bản;Ghi chú
990;Huyện Thượng;Huyện;99;;;huyen_ngheo
991;Thị xã Hạ;Thị xã;99;;;
992;Quận Trung;Quận;99;;;
99001;Xã Suối;xa;990;;;kv3
99002;Xã Đồi;Xã;990;;;"kv2=QĐ 861/QĐ-TTg"
99003;Phường Chợ;Phường;991;;;
99004;Thị trấn Ga;thi_tran;990;01/02/2022;NQ 5/NQ-HĐND;
99005;Phường Cảng;phuong;992;;;
;Bản Một;Bản;99001;;;thon_dbkk
;Buôn Hai;buon;99001;;;
;Tổ dân phố 1;Tổ dân phố;99003;;;
;Ấp Ba;Ấp;99002;;;
"""
PEOPLE = """Họ và tên,Vai trò,Mã đơn vị
Trần Thị Suối,Công chức cấp xã (Văn hóa - xã hội),99001
Lê Văn Chủ,"Chủ tịch UBND xã, phường, thị trấn",99001
Phan Thượng,Cán bộ cấp huyện,990
Già Làng,"Trưởng thôn, Trưởng khu phố",99001001
"""


@pytest.mark.django_db
def test_three_levels_from_the_console(on: Callable[[date], None]) -> None:
    on(date(2022, 3, 1))
    assert Client().get("/dang-nhap/")["Location"] == "/bat-dau/"
    assert "setup --code" in text_of(Client().get("/bat-dau/"))
    said = run(
        "setup",
        "--province",
        "99",
        "--name",
        "Tỉnh Thử",
        "--levels",
        3,
        "--admin",
        "Nguyễn Văn Quản",
        "--award-agency",
        "Sở Nội vụ",
        "--award-act",
        "12/QĐ-UBND",
        "--award-act-date",
        "05/01/2021",
        "--standing-agency",
        "Sở Lao động - Thương binh và Xã hội",
        "--standing-act",
        "Quyết định 13/QĐ-UBND",
        "--standing-act-date",
        "06/01/2021",
    )
    assert "Quyết định số 12/QĐ-UBND ngày 05/01/2021" in said
    username = re.search(r"Tên đăng nhập: (\S+)", said)[1]  # type: ignore[index]
    administrator = enter(username, re.search(r"Mật khẩu lần đầu: (\S+)", said)[1])  # type: ignore[index]
    again = run("setup", "--province", "99", "--name", "Tỉnh Thử", "--levels", 3, "--admin", "Nguyễn Văn Quản")
    assert "Mật khẩu lần đầu" not in again
    assert "đã là quản trị của Tỉnh Thử" in again

    page = text_of(administrator.get("/thiet-lap/"))
    assert "Cấp huyện Còn thiếu Chưa có đơn vị nào." in page
    assert "Sở Nội vụ, từ 05/01/2021" in page
    done = agree(administrator, "/nap-don-vi/", "don-vi.csv", THREE.encode())
    assert done.status_code == 302  # type: ignore[attr-defined]
    tree = text_of(administrator.get("/don-vi/"))
    for name in (
        "Huyện Thượng",
        "Thị xã Hạ",
        "Quận Trung",
        "Thị trấn Ga",
        "Bản Một",
        "Buôn Hai",
        "Tổ dân phố 1",
        "Ấp Ba",
    ):
        assert name in tree
    assert "minh họa" not in tree
    assert "từ 01/02/2022" in text_of(administrator.get("/don-vi/99004-2022-02-01/"))
    assert "đúng như tệp ghi" in text_of(
        administrator.post("/nap-don-vi/", {"file": SimpleUploadedFile("don-vi.csv", THREE.encode())})
    )
    page = text_of(administrator.get("/thiet-lap/"))
    assert "Cấp huyện Xong 3 đơn vị." in page
    assert "Công chức cấp xã (Văn hóa - xã hội) Còn thiếu 5 trên 5 nơi chưa có" in page

    people = slips(agree(administrator, "/nguoi-dung/nhap-danh-sach/", "nguoi.csv", PEOPLE.encode()))
    assert set(people) == {"Trần Thị Suối", "Lê Văn Chủ", "Phan Thượng", "Già Làng"}
    officer = enter(*people["Trần Thị Suối"])
    assert "Công chức cấp xã (Văn hóa - xã hội), Xã Suối" in text_of(officer.get("/tai-khoan/"))
    assert officer.get("/don-vi/99001-2021-01-01/ho/").status_code == 200
    assert officer.get("/don-vi/99003-2021-01-01/ho/").status_code == 404
    village = enter(*people["Già Làng"])
    assert "Bản Một" in text_of(village.get("/tai-khoan/"))
    assert "4 trên 5 nơi chưa có: Xã Đồi, Phường Chợ, Thị trấn Ga và Phường Cảng" in text_of(
        administrator.get("/thiet-lap/")
    )
    assert officer.get("/thiet-lap/").status_code == 403


# ---- two levels with a special zone, from the first page ----


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Mã", "Tên", "Loại", "Mã cấp trên"])
    for row in (
        ("00101", "Xã Đồng", "Xã", "04"),
        ("00104", "Phường Bến", "Phường", "04"),
        ("00107", "Đặc khu Đảo", "Đặc khu", "04"),
        ("", "Thôn Cát", "Thôn", "00107"),
        ("", "Khu phố 1", "Khu phố", "00104"),
    ):
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.django_db
def test_two_levels_with_a_special_zone_from_the_first_page(on: Callable[[date], None], tmp_path: Path) -> None:
    on(date(2026, 3, 2))
    said = run("setup", "--code")
    code = re.search(r"\b[0-9a-f]{4}(-[0-9a-f]{4}){4}\b", said)[0]  # type: ignore[index]
    visitor = Client()
    start = {"code": "0000", "province": "04", "levels": "2", "full_name": "Hoàng Thị Quản"}
    refused = visitor.post("/bat-dau/", start)
    assert refused.status_code == 422
    assert "Mã không đúng hoặc đã hết hạn" in text_of(refused)
    begun = visitor.post("/bat-dau/", {**start, "code": code})
    assert begun.status_code == 200, text_of(begun)
    assert "Đã lập Tỉnh Cao Bằng (mã 04), từ 01/07/2025." in text_of(begun)
    administrator = enter(*slips(begun)["Hoàng Thị Quản"])
    assert visitor.post("/bat-dau/", {**start, "code": code})["Location"] == "/dang-nhap/"

    path = tmp_path / "don-vi.xlsx"
    path.write_bytes(_workbook())
    assert "Đã nạp 5 đơn vị" in run("load_units", path)
    assert "không có gì thay đổi" in run("load_units", path)
    assert administrator.get("/don-vi/00107-2025-07-01/").status_code == 200

    body = {
        "code": "so-noi-vu",
        "name": "Sở Nội vụ",
        "kind": "department",
        "valid_from": "01/07/2025",
        "seat": _option(administrator, "/co-quan/moi/", "Tỉnh Cao Bằng"),
    }
    assert administrator.post("/co-quan/moi/", body).status_code == 302
    for duty in ("award_agency", "standing_agency"):
        given = administrator.post(
            "/nhiem-vu/giao/",
            {
                "duty": duty,
                "body": _option(administrator, "/nhiem-vu/giao/", "Sở Nội vụ"),
                "on": "01/07/2025",
                "number": "5/QĐ-UBND",
                "dated": "01/07/2025",
            },
        )
        assert given.status_code == 302, text_of(given)
    second = administrator.post(
        "/nhiem-vu/giao/",
        {
            "duty": "award_agency",
            "body": _option(administrator, "/nhiem-vu/giao/", "Sở Nội vụ"),
            "on": "01/08/2025",
            "number": "6/QĐ-UBND",
            "dated": "01/08/2025",
        },
    )
    assert second.status_code == 422
    assert "dùng «Bàn giao nhiệm vụ» để chuyển" in text_of(second)
    page = text_of(administrator.get("/thiet-lap/"))
    assert "Cấp huyện" not in page
    assert "Cấp xã Xong 3 đơn vị." in page
    assert "Quyết định số 5/QĐ-UBND ngày 01/07/2025" in page

    opened = administrator.post(
        "/nguoi-dung/moi/",
        {
            "full_name": "Mai Văn Đảo",
            "role": "commune_officer",
            "valid_from": "02/03/2026",
            "username": "dao",
            "unit": _option(administrator, "/nguoi-dung/moi/", "Đặc khu Đảo"),
        },
    )
    officer = enter(*slips(opened)["Mai Văn Đảo"])
    assert "Đặc khu Đảo" in text_of(officer.get("/tai-khoan/"))
    lost = run("setup", "--new-password", "dao")
    enter("dao", re.search(r"Mật khẩu lần đầu: (\S+)", lost)[1])  # type: ignore[index]


def _option(client: Client, address: str, label: str) -> str:
    """The value behind a choice of a form, as the page offers it."""
    html = client.get(address).content.decode()
    return re.search(rf'<option value="([^"]*)"[^>]*>\s*{re.escape(label)}\s*<', html)[1]  # type: ignore[index]
