"""Tỉnh Lâm Hải (there is none): two levels, 113 communes, from an empty database to an award across the new standard of 2027.

Without ORM, shell or fixture: commands of README, pages as the people concerned, files that an office can write.
The page docs/duong-di-nghiem-thu.md tells the same road.
"""

import io
import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from core import clock
from tests.journeys import offices, steps
from tests.journeys.steps import ONLY_F1, SCAN
from tests.journeys.walker import Portal, run

PLAN = Path(__file__).with_name("lam-hai-2026-2030.toml")
CODE = "lam-hai-2026-2030"
ROUND = "Đợt năm 2027 của Lâm Hải"
AWARDED, LEFT_OUT = "Nhân dân và cán bộ xã Lâm 1", "Nhân dân và cán bộ đặc khu Hòn Nhạn"
# of other provinces and of the levels that this one does not have
FOREIGN = re.compile(
    r"Sở Nội vụ|SỞ NỘI VỤ|\bSNV\b|LĐTBXH|Lao động - Thương binh|LAO ĐỘNG - THƯƠNG BINH|Nông nghiệp và Môi trường|Ninh Thuận"
    r"|NINH THUẬN|Bác Ái|Phan Rang|Khánh Hòa|Phước|[Hh]uyện, thành phố|UBND huyện|[Mm]ục [IVX]+\b|\b[IVX]+\.\d\.[a-zđ]\b"
    r"|666/QĐ-TTg|890/KH-UBND|KH-UBND ngày 0?2/0?7/2022|Quyết định tặng Bằng khen|[Hh]uyện nghèo, xã|[Cc]ấp huyện đang"
)


@pytest.mark.long
@pytest.mark.django_db
def test_from_an_empty_database_to_an_award_across_the_new_standard(tmp_path: Path) -> None:
    portal = Portal()
    with clock.at(date(2026, 1, 5)):
        begun(portal)
    with clock.at(date(2026, 1, 20)):
        prepared(portal, tmp_path)
    with clock.at(date(2026, 1, 21)):
        plan_is_filed(portal)
    with clock.at(date(2026, 11, 20)):
        two_periods_are_opened(portal)
    with clock.at(date(2026, 12, 16)):
        a_commune_enters_under_both_standards(portal)
        the_agency_enters_the_others(portal)
    with clock.at(date(2026, 12, 17)):
        approved_by_somebody_else(portal)
    with clock.at(date(2027, 12, 18)):
        the_first_year_of_the_new_standard(portal, tmp_path)
    with clock.at(date(2028, 2, 10)):
        nominated(portal, "Một", "Xã Lâm 1", "12,00 − 11,00")
        nominated(portal, "Đảo", "Đặc khu Hòn Nhạn", "8,80 − 7,00")
    with clock.at(date(2028, 2, 16)):
        appraised(portal)
    with clock.at(date(2028, 2, 20)):
        voted(portal)
    with clock.at(date(2028, 2, 26)):
        decided(portal)
        told_to_everybody(portal)
        nothing_is_of_another_province(portal)


def begun(portal: Portal) -> None:
    """Province, first administrator, units, agencies with their duties, accounts, plan."""
    code = re.search(r"\b[0-9a-f]{4}(-[0-9a-f]{4}){4}\b", run("setup", "--code"))
    assert code is not None
    start = portal.visitor().open().reads("Cổng này chưa có tài khoản nào")
    start.send(
        "Thiết lập cổng",
        {
            "Mã dùng một lần": code[0],
            "Mã tỉnh": "97",
            "Tên tỉnh": "Tỉnh Lâm Hải",
            "hai cấp: tỉnh, xã": True,
            "Họ và tên người quản trị": "Phan Thị Quản",
        },
    ).reads("Đã lập Tỉnh Lâm Hải (mã 97), từ 01/07/2025.")
    portal.handed_out(start)
    admin = portal.enter("Phan Thị Quản").follow("Thiết lập").reads("Cấp xã Còn thiếu", "Kế hoạch phong trào Còn thiếu")
    admin.follow("Nạp danh mục").send("Xem trước", {"Tệp": ("don-vi.csv", offices.lam_hai_units())})
    admin.send("Nạp danh mục này").reads("113 xã, phường, đặc khu · 2 thôn, khu phố", "Đặc khu Hòn Nhạn")
    for name, key, duty, act in (
        ("Văn phòng Thi đua - Khen thưởng", "van-phong-khen-thuong", "Cơ quan thi đua, khen thưởng", "11/QĐ-UBND"),
        ("Sở Phát triển nông thôn", "so-phat-trien", "Cơ quan thường trực", "12/QĐ-UBND"),
    ):
        admin.follow("Cơ quan, cụm khối").follow("Ghi cơ quan mới")
        admin.send("Ghi cơ quan này", {"Mã": key, "Tên": name, "Từ ngày": "01/07/2025", "Thuộc": "Tỉnh Lâm Hải"})
        admin.follow("Thiết lập").follow("Giao nhiệm vụ").send(
            "Giao nhiệm vụ",
            {
                "Nhiệm vụ": duty,
                "Cơ quan nhận": name,
                "Từ ngày": "01/07/2025",
                "Số văn bản": act,
                "Ngày văn bản": "01/07/2025",
            },
        ).reads(f"{name} đang giữ 01/07/2025")
    steps.accounts_opened(admin, portal, offices.lam_hai_people(), 16)
    assert "phiên bản 1" in run("load_campaign", PLAN)
    admin.follow("Thiết lập").reads("Cấp xã Xong 113 đơn vị", "Kế hoạch phong trào Xong").lacks("Cấp huyện")


def prepared(portal: Portal, tmp_path: Path) -> None:
    """The standard that no law has written yet (made up), targets of the year, the base year with its act."""
    agency = portal.enter("Lê Văn Sở").reads("Giao chỉ tiêu năm 2026: còn 113 đơn vị")
    agency.follow("Kỳ số liệu").follow("Chuẩn nghèo theo năm").reads("cổng chưa có tệp của chuẩn này")
    text = agency.follow("Tải về").content.decode()
    agency.open().follow("Kỳ số liệu").follow("Chuẩn nghèo theo năm").follow("Tải tệp chuẩn lên")
    agency.send("Xem trước", {"Tệp chuẩn": ("chuan-2027.toml", offices.standard_of_2027(text))})
    agency.reads("KHÔNG CÓ THẬT", "Mức thu nhập khu vực nông thôn: 2.200.000 đồng").send("Lưu chuẩn này").reads(
        "Đã lưu chuẩn mdp-2027-2030"
    )
    steps.targets_assigned(agency, 2026, offices.lam_hai_targets(2026), 113)
    imported = tmp_path / "ket-qua-2025.csv"
    imported.write_bytes(offices.lam_hai_results(0))
    said = run("import_results", "--campaign", CODE, "--year", 2025, "--status", "official", imported)
    assert "113 mới" in said
    agency.follow("Kỳ số liệu").follow("Phê duyệt số liệu nền").send(
        "Phê duyệt 113 bộ",
        {
            "Số văn bản": "40/QĐ-UBND",
            "Ngày văn bản": "19/01/2026",
            "Bản quét": SCAN,
        },
    ).reads("113 bộ, theo 40/QĐ-UBND")


def plan_is_filed(portal: Portal) -> None:
    commune = portal.enter("Bùi Thị Một").reads("Gửi kế hoạch phát động thi đua", "hạn 28/02/2026")
    steps.plan_filed(commune, "Phát động thi đua của xã Lâm 1", "3/KH-XL1", "20/01/2026")
    commune.reads("đã được gửi đến Sở Phát triển nông thôn và Văn phòng Thi đua - Khen thưởng")
    for name, button in (("Lê Văn Sở", "Cơ quan thường trực tiếp nhận"), ("Vũ Thị Khen", "Cơ quan thi đua tiếp nhận")):
        receiver = portal.enter(name).follow("Tiếp nhận 1 kế hoạch thi đua").reads("Chưa gửi: 114").follow("Xã Lâm 1")
        steps.step(receiver, button).reads("tiếp nhận hôm nay")


def two_periods_are_opened(portal: Portal) -> None:
    """The last year before the new standard is counted under both."""
    agency = portal.enter("Lê Văn Sở").follow("Kỳ số liệu").follow("Mở kỳ").send("Mở kỳ 2026", ONLY_F1)
    agency.reads("0/113 đơn vị đã gửi", "Số liệu theo chuẩn nghèo đa chiều giai đoạn 2022-2025")
    agency.follow("Kỳ số liệu").follow("Mở kỳ").send("Xem", {"Chuẩn nghèo": "2027-2030"}).send("Mở kỳ 2026", ONLY_F1)
    agency.reads("0/113 đơn vị đã gửi", "Số liệu theo chuẩn nghèo đa chiều giai đoạn 2027-2030")
    agency.follow("Xã Lâm 1").reads("Kết quả rà soát năm 2026, xã Lâm 1")
    assert "chuan=mdp-2027-2030" in agency.address  # the sheet of this period, not of the other


def a_commune_enters_under_both_standards(portal: Portal) -> None:
    """Two pieces of work wait on its desk, each leads to its own sheet."""
    commune = portal.enter("Bùi Thị Một")
    for work, poor in (
        ("Nhập, gửi kết quả rà soát năm 2026", "70"),
        ("Nhập, gửi số đầu kỳ cuối năm 2026 theo chuẩn nghèo đa chiều giai đoạn 2027-2030", "120"),
    ):
        steps.figures_entered(commune.open().reads(work), work, "Xã Lâm 1", ("1.000", poor, "40"))
    commune.open().reads("Không có việc nào đang chờ bạn.")


def the_agency_enters_the_others(portal: Portal) -> None:
    """From the file of 112 communes, under each of the two standards; then it sends them on."""
    agency = portal.enter("Lê Văn Sở")
    for at, standard in ((1, "giai đoạn 2022-2025"), (2, "giai đoạn 2027-2030")):
        agency.open().follow("Kết quả giảm nghèo").send("Lọc", {"Chuẩn nghèo": standard}).follow("Nhập từ Excel").reads(
            standard
        )
        file = (f"ket-qua-{at}.csv", offices.lam_hai_results(at, without=["40001"]))
        agency.send("Xem trước", {"Tệp": file, "Loại kết quả": "Kết quả chính thức"}).reads("112 mới")
        agency.send("Nhập 112 đơn vị").reads("112 đơn vị mới").follow("Bảng số liệu của tỉnh")
        agency.follow("Gửi (112/114 đơn vị)").send("Gửi").reads("Đã gửi 112 bộ số liệu")


def approved_by_somebody_else(portal: Portal) -> None:
    leader = portal.enter("Lê Thị Giám")
    for work in ("Phê duyệt 113 bộ số liệu năm 2026", "Phê duyệt 113 bộ số đầu kỳ cuối năm 2026"):
        leader.open().follow(work).send("Phê duyệt").reads("Đã phê duyệt 113 bộ số liệu")
    leader.open().lacks("Phê duyệt 113 bộ")


def the_first_year_of_the_new_standard(portal: Portal, tmp_path: Path) -> None:
    steps.targets_assigned(portal.enter("Lê Văn Sở"), 2027, offices.lam_hai_targets(2027), 113)
    imported = tmp_path / "ket-qua-2027.csv"
    imported.write_bytes(offices.lam_hai_results(3))
    options = ("--campaign", CODE, "--year", 2027, "--status", "official", "--approve", "--source", "Báo cáo 99/BC-SPT")
    assert "113 mới, 0 thay đổi, 0 giữ nguyên, đã phê duyệt" in run("import_results", *options, imported)
    said = run("evaluate", "--campaign", CODE, "--round", "lam-hai-2027", "--unit", "40001")
    assert "2026: Đạt. 1,00 điểm %" in said and "2027: Đạt. 1,00 điểm %" in said  # 12,00 - 11,00, not 7,00 - 11,00


def nominated(portal: Portal, who: str, place: str, fall: str) -> None:
    """An officer makes the dossier, the chairman of the commune confirms and sends it."""
    officer = portal.enter(f"Bùi Thị {who}")
    steps.dossier_made(officer, ROUND, "1) Xã, phường, đặc khu", place)
    officer.reads(fall)
    assert any("so với số đầu kỳ" in words for _, words in officer.seen)  # the first words of the dossier say so
    leader = portal.enter(f"Phạm Văn {who}").follow("Xem và ký")
    steps.step(leader, "Xác nhận hồ sơ")
    steps.step(leader, "Trình cơ quan thi đua, khen thưởng").lacks("cấp huyện")


def appraised(portal: Portal) -> None:
    """Received, judged, the standing agency asked; one is listed, the ceiling keeps the other out."""
    desk = portal.enter("Vũ Thị Khen")
    for name in (AWARDED, LEFT_OUT):
        steps.step(desk.open().follow(f"Tiếp nhận hồ sơ: {name}"), "Tiếp nhận, bắt đầu thẩm định")
        desk.send("Lưu phiếu", {"Đạt": True, "Lý do": "Có biên bản họp dân."})
    other = portal.enter("Lê Văn Sở").follow("Cho ý kiến về 2 hồ sơ khen thưởng")
    other.send("Gửi ý kiến", {f"Chọn {AWARDED}": True, f"Chọn {LEFT_OUT}": True, "Ý kiến": "Thống nhất"})
    for name in (LEFT_OUT, AWARDED):
        steps.step(steps.dossier(desk, ROUND, name), "Kết thúc thẩm định")
    steps.step(steps.step(desk, "Đưa vào danh sách trình"), "Trình Hội đồng")
    steps.dossier(desk, ROUND, LEFT_OUT).reads("đã đủ 01 tập thể (Điều 4.1)").follow("Không khen thưởng")
    desk.send("Không khen thưởng", {"Loại lý do": "Hết số lượng", "Lý do": "Đã đủ 01 tập thể."})


def voted(portal: Portal) -> None:
    """The secretary prepares and opens the session, enters the count of a paper ballot, ends it."""
    steps.ballot_counted(portal.enter("Đỗ Thư Ký"), AWARDED, "Ông Trần Chủ Tịch", 4)
    steps.step(steps.dossier(portal.enter("Vũ Thị Khen"), ROUND, AWARDED), "Trình Chủ tịch UBND tỉnh")


def decided(portal: Portal) -> None:
    """The chairman decides; it is public only once somebody releases it, and the desk says that it waits."""
    steps.decided(portal.enter("Trần Chủ Tịch"), AWARDED, "512/QĐ-UBND", "26/02/2028")
    portal.visitor().open("/cong-khai/").lacks(AWARDED)
    steps.released(portal.enter("Vũ Văn Chánh"), "512/QĐ-UBND")


def told_to_everybody(portal: Portal) -> None:
    """The public page, the workbook."""
    steps.published(portal.enter("Lê Thị Giám"), 2027)
    public = portal.visitor().open("/cong-khai/").reads(AWARDED, "Tỉnh Lâm Hải còn 9.085 hộ nghèo", "giảm 1,51 điểm %")
    public.lacks("Đặc khu Hòn Nhạn được")
    agency = portal.enter("Lê Thị Giám").follow("Báo cáo").follow("Excel biểu 1 năm 2027")
    cells = {cell.value for row in openpyxl.load_workbook(io.BytesIO(agency.content))["F1"].iter_rows() for cell in row}
    assert {"Xã Lâm 1", "Đặc khu Hòn Nhạn", 9085, "SỞ PHÁT TRIỂN NÔNG THÔN"} <= cells


def nothing_is_of_another_province(portal: Portal) -> None:
    """Every page that was shown, and all that pages lead to afterwards: pages, papers, workbooks, messages."""
    assert steps.foreign_words(portal, ("Vũ Văn Chánh", "Lê Thị Giám", "Phan Thị Quản", "Bùi Thị Một"), FOREIGN) == []
