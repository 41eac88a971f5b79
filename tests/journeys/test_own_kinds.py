"""A province has a class of communes and a kind of bodies that no other has: from the act to the dossier, without code.

Commands of README, pages as the people concerned, files that an office can write.
"""

import re
from datetime import date
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from core import clock
from tests.journeys import offices, steps
from tests.journeys.walker import Portal, run

CODE = "an-toan-khu-2026-2030"
ROUND = "Đợt năm 2026 của Lâm Hải"
SAFE, SPECIAL = "Xã an toàn khu", "Hội đặc thù"
PLAN = f"""
[campaign]
code = "{CODE}"
name = "Phong trào thi đua (không có thật) của Lâm Hải, giai đoạn 2026 - 2030"
short_name = "Lâm Hải chung tay"
province = "97"
first_year = 2026
last_year = 2030
issuer = "Ủy ban nhân dân tỉnh Lâm Hải"
number = "15/QĐ-UBND"
issued = "ngày 12/01/2026"
refusal_reasons = ["Không đủ tiêu chuẩn"]

[[category]]
code = "xa"
letter = "1"
clause = "Điều 3.1"
title = "Xã, phường"
group = "collective"
level = "commune"

[[category.criterion]]
id = "X1"
clause = "Điều 3.1.a"
text = "Tỷ lệ hộ nghèo giảm trên 0,5 điểm %, với xã an toàn khu."
applies_to = "{SAFE}"
rule = "reduction_more_than"
indicator = "poverty_rate"
more_than = "0.50"

[[category.criterion]]
id = "X2"
clause = "Điều 3.1.b"
text = "Tỷ lệ hộ nghèo giảm trên 2 điểm %, với các xã còn lại."
except_for = "{SAFE}"
rule = "reduction_more_than"
indicator = "poverty_rate"
more_than = "2.00"

[[category]]
code = "hoi"
letter = "2"
clause = "Điều 3.2"
title = "Các hội đặc thù"
group = "collective"
bodies = ["{SPECIAL}"]

[[category.criterion]]
id = "H1"
clause = "Điều 3.2"
text = "Có đóng góp được ghi nhận."

[[award_form]]
code = "bang-khen"
name = "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh"
authority = "Chủ tịch Ủy ban nhân dân tỉnh"
clause = "Điều 4"

[[route]]
classes = ["xa", "hoi"]

[[round]]
code = "2026"
name = "{ROUND}"
kind = "annual"
year = 2026
window = [2026]
award_form = "bang-khen"
clause = "Điều 4"
cap = [{{ id = "S1", group = "collective", at_most = 5, clause = "Điều 4" }}]
"""
HEAD = ("Mã", "Tên", "Loại", "Mã cấp trên", "Ghi chú")


def _units(flag: str) -> bytes:
    rows = [("40001", "Xã Lâm 1", "Xã", "97", flag), ("40002", "Xã Lâm 2", "Xã", "97", "kv3")]
    return offices.table(HEAD, rows)


def _people() -> bytes:
    rows = [
        ("Lê Văn Sở", "Chuyên viên cơ quan thường trực", "97", "so"),
        ("Vũ Thị Khen", "Chuyên viên cơ quan thi đua, khen thưởng", "97", "so"),
        ("Đỗ Văn Hội", "Cán bộ đầu mối cơ quan, đơn vị", "97", "hoi-nguoi-mu"),
        ("Mai Văn Đoàn", "Cán bộ đầu mối cơ quan, đơn vị", "97", "doan"),
        ("Bùi Thị Một", "Công chức cấp xã (Văn hóa - xã hội)", "40001", ""),
        ("Bùi Thị Hai", "Công chức cấp xã (Văn hóa - xã hội)", "40002", ""),
    ]
    return offices.table(("Họ và tên", "Vai trò", "Mã đơn vị", "Mã cơ quan"), rows)


@pytest.mark.long
@pytest.mark.django_db
def test_an_own_class_and_an_own_kind_of_bodies_from_their_acts_to_the_dossiers(tmp_path: Path) -> None:
    portal = Portal()
    with clock.at(date(2026, 1, 5)):
        _begun(portal)
        _added(portal)
        _units_and_bodies(portal)
        _plan_is_loaded(portal, tmp_path)
        _plan_is_written_in_the_browser(portal)
    with clock.at(date(2027, 2, 10)):
        _judged(tmp_path)
        _told(portal)
        _nominated(portal)
        _not_taken_out(portal)


def _begun(portal: Portal) -> None:
    code = re.search(r"\b[0-9a-f]{4}(-[0-9a-f]{4}){4}\b", run("setup", "--code"))
    assert code is not None
    start = (
        portal.visitor()
        .open()
        .send(
            "Thiết lập cổng",
            {
                "Mã dùng một lần": code[0],
                "Mã tỉnh": "97",
                "Tên tỉnh": "Tỉnh Lâm Hải",
                "hai cấp: tỉnh, xã": True,
                "Họ và tên người quản trị": "Phan Thị Quản",
            },
        )
    )
    portal.handed_out(start)


def _added(portal: Portal) -> None:
    """From the list of units to both lists; a file with the class is refused before, and says what there is."""
    admin = portal.enter("Phan Thị Quản").follow("Đơn vị").follow("Nạp danh mục")
    admin.send("Xem trước", {"Tệp": ("don-vi.csv", _units(SAFE))}, refused=f"không biết ghi chú «{SAFE}»")
    admin.follow("Phân loại, loại cơ quan").reads("Xã khu vực III", "có sẵn", "Hợp tác xã")
    admin.follow("Thêm phân loại đơn vị").send(
        "Thêm phân loại đơn vị",
        {
            "Tên": "xã an toàn khu",
            "Dùng cho đơn vị cấp": "Cấp xã",
            "Số, ký hiệu văn bản": "20/QĐ-TTg",
            "Ngày văn bản": "01/09/2025",
        },
    ).reads(f"Đã thêm «{SAFE}»", "xa_an_toan_khu", "20/QĐ-TTg ngày 01/09/2025")
    admin.follow("Thêm phân loại đơn vị").send(
        "Thêm phân loại đơn vị",
        {
            "Tên": "Xã khu vực III",
            "Dùng cho đơn vị cấp": "Cấp xã",
            "Số, ký hiệu văn bản": "20/QĐ-TTg",
            "Ngày văn bản": "01/09/2025",
        },
        refused="trùng với mục có sẵn của cổng «Xã khu vực III»",
    )
    admin.follow("Thiết lập").follow("Xem, thêm").follow("Thêm loại cơ quan, tổ chức")
    admin.send(
        "Thêm loại cơ quan, tổ chức",
        {
            "Tên": SPECIAL,
            "Số, ký hiệu văn bản": "30/QĐ-UBND",
            "Ngày văn bản": "01/10/2025",
        },
    ).reads(f"Đã thêm «{SPECIAL}»")


def _units_and_bodies(portal: Portal) -> None:
    admin = portal.enter("Phan Thị Quản").follow("Đơn vị").follow("Nạp danh mục").reads(f"xa_an_toan_khu ({SAFE})")
    admin.send("Xem trước", {"Tệp": ("don-vi.csv", _units(f"{SAFE}=20/QĐ-TTg"))})
    admin.reads(f"xếp Xã Lâm 1 vào «{SAFE}» từ 01/09/2025").send("Nạp danh mục này").reads(SAFE)
    for name, key, kind in (
        ("Sở Phát triển nông thôn", "so", "Sở, ban, ngành"),
        ("Hội Người mù tỉnh", "hoi-nguoi-mu", SPECIAL),
        ("Tỉnh đoàn", "doan", "Mặt trận Tổ quốc, đoàn thể"),
    ):
        admin.follow("Cơ quan, cụm khối").follow("Ghi cơ quan mới")
        said = {"Mã": key, "Tên": name, "Loại": kind, "Từ ngày": "01/07/2025", "Thuộc": "Tỉnh Lâm Hải"}
        admin.send("Ghi cơ quan này", said).reads(f"{kind}, thuộc Tỉnh Lâm Hải")
    admin.follow("Cơ quan, cụm khối").reads(f"{SPECIAL} 1 Hội Người mù tỉnh")
    for duty in ("Cơ quan thi đua, khen thưởng", "Cơ quan thường trực"):
        admin.follow("Thiết lập").follow("Giao nhiệm vụ").send(
            "Giao nhiệm vụ",
            {
                "Nhiệm vụ": duty,
                "Cơ quan nhận": "Sở Phát triển nông thôn",
                "Từ ngày": "01/07/2025",
                "Số văn bản": "11/QĐ-UBND",
                "Ngày văn bản": "01/07/2025",
            },
        )
    steps.accounts_opened(admin, portal, _people(), 6)


def _plan_is_loaded(portal: Portal, tmp_path: Path) -> None:
    """A name that nobody added is refused at its place, with those that there are."""
    file = tmp_path / "ke-hoach.toml"
    file.write_text(PLAN.replace(SAFE, "Xã an toàn", 1), encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        run("load_campaign", file)
    assert "category[1].criterion[1].applies_to: không có phân loại «Xã an toàn»." in str(refused.value)
    assert f"island_commune, {SAFE}." in str(refused.value)
    file.write_text(PLAN, encoding="utf-8")
    assert "phiên bản 1" in run("load_campaign", file)
    assert "không có gì thay đổi" in run("load_campaign", file)


def _plan_is_written_in_the_browser(portal: Portal) -> None:
    """The same names are chosen there, and a rule asks for an own class."""
    admin = portal.enter("Phan Thị Quản").follow("Thể lệ").follow("Soạn kế hoạch").send("Mở bản soạn")
    admin.lacks("chỗ cần sửa").follow("Đối tượng").follow("1) Xã, phường").follow("X2")
    admin.reads("thêm theo văn bản ở Phân loại, loại cơ quan")
    admin.send("Lưu vào bản soạn", {"Không áp dụng cho": "không ghi", "Chỉ áp dụng cho": SAFE})
    admin.reads("Kế hoạch không còn chỗ nào cần sửa")


def _judged(tmp_path: Path) -> None:
    for year, poor in ((2025, 100), (2026, 90)):
        file = tmp_path / f"{year}.csv"
        rows = [(code, "1.000", "4.000", poor, 40) for code in ("40001", "40002")]
        file.write_bytes(offices.table(("Mã đơn vị", "Tổng số hộ", "Nhân khẩu", "Hộ nghèo", "Hộ cận nghèo"), rows))
        options = ("--campaign", CODE, "--year", year, "--status", "official", "--approve", "--source", "Báo cáo 9/BC")
        run("import_results", *options, file)
    said = run("evaluate", "--campaign", CODE, "--round", "2026")
    assert re.search(rf"Xã Lâm 1, X1 [^\n]*2026: Vượt\.[^\n]*{SAFE} từ 01/09/2025, 20/QĐ-TTg", said), said
    assert f"Xã Lâm 1 là {SAFE[0].lower()}{SAFE[1:]} tại ngày 01/01/2026." in said
    assert "Xã Lâm 2 không phải xã an toàn khu tại ngày 01/01/2026." in said
    assert re.search(r"Xã Lâm 2, X2 [^\n]*2026: Không đạt", said), said


def _told(portal: Portal) -> None:
    """Thể lệ says whom a criterion and a class are about."""
    portal.enter("Bùi Thị Một").follow("Thể lệ").reads(
        "Chỉ áp dụng cho xã an toàn khu.", "Không áp dụng cho xã an toàn khu.", "Loại tổ chức: hội đặc thù."
    )


def _nominated(portal: Portal) -> None:
    """Each commune is judged by its own criterion; of the bodies only the one of the kind may be proposed."""
    for who, place, says in (
        ("Bùi Thị Một", "Xã Lâm 1", "Xã Lâm 1 là xã an toàn khu tại ngày 01/01/2026."),
        ("Bùi Thị Hai", "Xã Lâm 2", "Xã Lâm 2 không phải xã an toàn khu tại ngày 01/01/2026."),
    ):
        officer = portal.enter(who).follow("Khen thưởng").follow(ROUND).follow("Lập hồ sơ đề nghị")
        officer.lacks("Các hội đặc thù").follow("1) Xã, phường").follow(place)
        officer.send("Lập hồ sơ", {"Tóm tắt thành tích": "Giảm nghèo."}).reads(says)
    league = portal.enter("Mai Văn Đoàn").follow("Khen thưởng").follow(ROUND).follow("Lập hồ sơ đề nghị")
    league.lacks("Các hội đặc thù")
    club = portal.enter("Đỗ Văn Hội").follow("Khen thưởng").follow(ROUND).follow("Lập hồ sơ đề nghị")
    club.follow("2) Các hội đặc thù").follow("Hội Người mù tỉnh")
    club.send("Lập hồ sơ", {"Tóm tắt thành tích": "Dạy nghề."}).reads("Hội Người mù tỉnh")


def _not_taken_out(portal: Portal) -> None:
    """What is used says where, and ends by an act; what bears it goes on."""
    admin = portal.enter("Phan Thị Quản").follow("Đơn vị").follow("Phân loại, loại cơ quan").follow(SAFE)
    admin.reads("1 đơn vị được xếp", "giai đoạn 2026 - 2030, phiên bản 1", "1 bản soạn kế hoạch").lacks(
        "Bỏ mục thêm nhầm"
    )
    admin.send("Ghi kết thúc", {"Kết thúc từ ngày": "01/01/2027", "Văn bản": "3/QĐ-TTg ngày 01/12/2026"})
    admin.reads("kết thúc từ 01/01/2027, 3/QĐ-TTg ngày 01/12/2026")
    portal.enter("Bùi Thị Một").follow("Thể lệ").reads("Chỉ áp dụng cho xã an toàn khu.")
