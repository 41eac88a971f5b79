"""Tỉnh Hà Tang (there is none): three levels, 11 districts, 193 communes, 2022-2023, from an empty database to an award.

Without ORM, shell or fixture, as tests/journeys/test_two_levels.py; docs/duong-di-nghiem-thu.md tells the road.
"""

import io
import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from core import clock
from tests.journeys import offices, steps
from tests.journeys.walker import Portal, run

PLAN = Path(__file__).with_name("ha-tang-2022-2025.toml")
CODE = "ha-tang-2022-2025"
ROUND, AWARDED = "Đợt năm 2023 của Hà Tang", "Nhân dân và cán bộ xã Hà 2"
# of other provinces; districts are this one's own
FOREIGN = re.compile(
    r"Sở Nội vụ|SỞ NỘI VỤ|\bSNV\b|LĐTBXH|Lao động - Thương binh|LAO ĐỘNG - THƯƠNG BINH|Nông nghiệp và Môi trường|Ninh Thuận"
    r"|NINH THUẬN|Bác Ái|Phan Rang|Khánh Hòa|Phước|Lâm Hải|huyện, thành phố|[Mm]ục [IVX]+\b|\b[IVX]+\.\d\.[a-zđ]\b"
    r"|666/QĐ-TTg|890/KH-UBND|Quyết định tặng Bằng khen|152/2025/NĐ-CP|[Đđ]ặc khu [A-ZĐ]"
)


@pytest.mark.long
@pytest.mark.django_db
def test_from_an_empty_database_to_an_award_in_three_levels(tmp_path: Path) -> None:
    portal = Portal()
    with clock.at(date(2022, 3, 1)):
        begun(portal)
        prepared(portal, tmp_path)
    with clock.at(date(2022, 4, 1)):
        steps.plan_filed(portal.enter("Hầu Cán Huyện"), "Phát động của huyện Tang 2", "8/KH-T2", "30/03/2022")
    with clock.at(date(2022, 12, 5)):
        a_commune_and_its_district_send_figures(portal)
        imported(tmp_path, 1, 2022, without=["30002"])
    with clock.at(date(2022, 12, 12)):
        approved(portal)
    with clock.at(date(2023, 12, 18)):
        imported(tmp_path, 2, 2023)
    with clock.at(date(2024, 2, 5)):
        nominated(portal)
    with clock.at(date(2024, 2, 20)):
        appraised_voted_and_decided(portal)
        told_to_everybody(portal)
        nothing_is_of_another_province(portal)


def begun(portal: Portal) -> None:
    """From the console, every item a parameter; then units and accounts from files, the plan from its own."""
    said = run(
        "setup",
        "--province",
        offices.HA_TANG,
        "--name",
        "Tỉnh Hà Tang",
        "--levels",
        3,
        "--admin",
        "Lò Văn Quản",
        "--award-agency",
        "Ban Thi đua tỉnh",
        "--award-act",
        "1/QĐ-HT",
        "--award-act-date",
        "05/01/2021",
        "--standing-agency",
        "Sở Dân sinh",
        "--standing-act",
        "2/QĐ-HT",
        "--standing-act-date",
        "05/01/2021",
    )
    found = re.search(r"Tên đăng nhập: (\S+)\s+Mật khẩu lần đầu: (\S+)", said)
    assert found is not None
    portal.slips["Lò Văn Quản"] = (found[1], found[2])
    admin = portal.enter("Lò Văn Quản").follow("Thiết lập").reads("Cấp huyện Còn thiếu", "Sở Dân sinh, từ 05/01/2021")
    admin.follow("Nạp danh mục").send("Xem trước", {"Tệp": ("don-vi.csv", offices.ha_tang_units())})
    admin.send("Nạp danh mục này").reads("11 huyện, thị xã · 193 xã, phường, thị trấn · 2 thôn, bản")
    steps.accounts_opened(admin, portal, offices.ha_tang_people(), 12)
    assert "phiên bản 1" in run("load_campaign", PLAN)
    admin.follow("Thiết lập").reads("Cấp huyện Xong 11 đơn vị", "Kế hoạch phong trào Xong")


def prepared(portal: Portal, tmp_path: Path) -> None:
    """The count at the end of 2021 under the standard of 2022, and what the province assigns its districts."""
    imported(tmp_path, 0, 2021, "--standard", "mdp-2022-2025")
    agency = portal.enter("Lý Văn Sinh").reads("Giao chỉ tiêu năm 2022: còn 11 đơn vị")
    steps.targets_assigned(agency, 2022, offices.ha_tang_targets(2022), 11)


def imported(tmp_path: Path, at: int, year: int, *more: str, without: tuple[str, ...] | list[str] = ()) -> None:
    file = tmp_path / f"ket-qua-{year}.csv"
    file.write_bytes(offices.ha_tang_results(at, without=without))
    options = ("--campaign", CODE, "--year", year, "--status", "official", "--approve", "--source", "Báo cáo 9/BC-SDS")
    assert "đã phê duyệt" in run("import_results", *options, *more, file)


def a_commune_and_its_district_send_figures(portal: Portal) -> None:
    """One enters, the level above confirms and sends on."""
    agency = portal.enter("Lý Văn Sinh").follow("Kỳ số liệu").follow("Mở kỳ").send("Mở kỳ 2022", steps.ONLY_F1)
    agency.reads("0/204 đơn vị đã gửi")
    officer = portal.enter("Thào Thị Xã")
    steps.figures_entered(officer, "Nhập, gửi kết quả rà soát năm 2022", "Xã Hà 2", ("500", "90", "30"))
    portal.enter("Lý Thị Giám").lacks("Phê duyệt 1 bộ")  # the district comes first
    district = portal.enter("Hầu Chủ Huyện").follow("Kiểm tra số liệu 1 đơn vị đã gửi")
    district.follow("Xác nhận, gửi cơ quan thường trực (1").send("Xác nhận, gửi cơ quan thường trực")


def approved(portal: Portal) -> None:
    leader = portal.enter("Lý Thị Giám").follow("Phê duyệt 1 bộ số liệu năm 2022")
    leader.send("Phê duyệt").reads("Đã phê duyệt 1 bộ số liệu")


def nominated(portal: Portal) -> None:
    """By the commune; its chairman, then the district, then the province's desk."""
    steps.dossier_made(portal.enter("Thào Thị Xã"), ROUND, "2) Xã, phường, thị trấn", "Xã Hà 2")
    steps.step(portal.enter("Thào Chủ Xã").follow("Xem và ký"), "Xác nhận hồ sơ")
    officer = portal.enter("Thào Thị Xã").follow(f"Gửi UBND cấp huyện hồ sơ đã xác nhận: {AWARDED}")
    steps.step(officer, "Gửi UBND cấp huyện")
    district = portal.enter("Hầu Chủ Huyện").follow(AWARDED)
    steps.step(district, "Trình cơ quan thi đua, khen thưởng")


def appraised_voted_and_decided(portal: Portal) -> None:
    desk = portal.enter("Vàng Thị Đua").follow(f"Tiếp nhận hồ sơ: {AWARDED}")
    steps.step(desk, "Tiếp nhận, bắt đầu thẩm định").reads("20,00 − 18,00", "18,00 − 15,60")
    other = portal.enter("Lý Văn Sinh").follow("Cho ý kiến về 1 hồ sơ khen thưởng")
    other.send("Gửi ý kiến", {f"Chọn {AWARDED}": True, "Ý kiến": "Thống nhất"})
    for name in ("Kết thúc thẩm định", "Đưa vào danh sách trình", "Trình Hội đồng"):
        steps.step(steps.dossier(desk, ROUND, AWARDED), name)
    steps.ballot_counted(portal.enter("Sùng Thư Ký"), AWARDED, "Ông Cù Chủ Tịch", 3)
    steps.step(steps.dossier(desk, ROUND, AWARDED), "Trình Chủ tịch UBND tỉnh")
    steps.decided(portal.enter("Cù Chủ Tịch"), AWARDED, "77/QĐ-UBND", "20/02/2024")
    steps.released(portal.enter("Vàng Văn Trưởng"), "77/QĐ-UBND")


def told_to_everybody(portal: Portal) -> None:
    steps.published(portal.enter("Lý Thị Giám"), 2023)
    portal.visitor().open("/cong-khai/").reads(AWARDED, "Tỉnh Hà Tang", "Huyện Tang 2")
    agency = portal.enter("Lý Thị Giám").follow("Báo cáo").follow("Excel biểu 1 năm 2023")
    cells = {cell.value for row in openpyxl.load_workbook(io.BytesIO(agency.content))["F1"].iter_rows() for cell in row}
    assert {"Huyện Tang 2", "Xã Hà 2", 193 * 78, "SỞ DÂN SINH"} <= cells


def nothing_is_of_another_province(portal: Portal) -> None:
    """Every page that was shown, and all that pages lead to afterwards: pages, papers, workbooks, messages."""
    assert (
        steps.foreign_words(portal, ("Vàng Văn Trưởng", "Lý Thị Giám", "Lò Văn Quản", "Hầu Chủ Huyện"), FOREIGN) == []
    )
