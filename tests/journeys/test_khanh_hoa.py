"""Khánh Hòa: Ninh Thuận's past and its own in one portal, 65 communes of today, the plan of 2026-2030 beside both old ones.

The portal is Ninh Thuận's until 01/07/2025. In June the old Khánh Hòa is entered: units, people, plan, figures; its award
of 2024, which was decided on paper, afterwards. Without ORM, shell or fixture; docs/duong-di-nghiem-thu.md tells the road.
"""

import io
import re
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from core import clock
from core.clock import VIETNAM
from tests.journeys import khanh_hoa as files
from tests.journeys import steps
from tests.journeys.steps import SCAN
from tests.journeys.walker import Portal, Walker, run

ROUND, THEIR_ROUND = "Đợt hằng năm 2024", "Đợt năm 2024 của Khánh Hòa cũ"
AWARDED, THEIR_AWARDED = "Nhân dân và cán bộ xã Phước Đại", "Nhân dân và cán bộ xã Cũ 1 (minh họa)"
NINH_THUAN, OLD, TODAY = "2021–2025, Ninh Thuận", "2022–2025, Khánh Hòa", "2026–2030, Khánh Hòa"
WRITTEN = {"Đạt": True, "Bản giấy đã xem": "số 9/KH-UBND ngày 05/01/2022 của UBND xã", "Lý do": "Có tài liệu."}
# of one past: its units, clauses, forms, decisions, the bodies that it had
OF_NINH_THUAN = re.compile(
    r"[Tt]ỉnh Ninh Thuận|Bác Ái|Phước |Phan Rang|Ninh (Sơn|Hải|Phước)|Thuận (Bắc|Nam)|\bIII\.[23]\b|Bằng khen|7/QĐ-UBND-NT"
)
OF_OLD = re.compile(r"\(minh họa\)|[Tt]ỉnh Khánh Hòa cũ|Phần [1-4]\b|Bằng ghi công|88/QĐ-UBND-KH")


@pytest.mark.long
@pytest.mark.django_db
def test_both_pasts_and_the_campaign_of_today_in_one_portal(tmp_path: Path) -> None:
    portal = Portal()
    with clock.at(date(2025, 3, 10)):
        ninh_thuan_begins(portal, tmp_path)
    with clock.at(datetime(2025, 3, 12, 9, tzinfo=VIETNAM)):
        ninh_thuan_nominates(portal)
    with clock.at(datetime(2025, 3, 20, 9, tzinfo=VIETNAM)):
        ninh_thuan_decides(portal)
    with clock.at(date(2025, 6, 16)):
        the_old_khanh_hoa_is_entered(portal, tmp_path)
        both_provinces_end_into_one(portal, tmp_path)
    with clock.at(date(2025, 7, 1)):
        bodies_and_accounts_go_on(portal)
    with clock.at(datetime(2025, 7, 10, 9, tzinfo=VIETNAM)):
        the_award_of_the_old_khanh_hoa_is_entered(portal)
    with clock.at(date(2026, 1, 20)):
        the_new_campaign_stands_beside_them(portal, tmp_path)
        each_past_counts_its_own_area(portal)
    with clock.at(date(2026, 12, 20)):
        the_year_of_the_new_province(portal, tmp_path)
        series_go_through_both_pasts(portal)
        neither_past_speaks_of_the_other(portal)


def ninh_thuan_begins(portal: Portal, tmp_path: Path) -> None:
    """Its units as they stood then, its plan, two years of results, who works in it."""
    first_administrator(
        portal,
        "Tỉnh Ninh Thuận",
        "58",
        "Bá Văn Quản",
        "--award-agency",
        "Sở Nội vụ tỉnh Ninh Thuận",
        "--award-act",
        "1/QĐ-UBND",
        "--award-act-date",
        "05/01/2021",
        "--standing-agency",
        "Sở Lao động tỉnh Ninh Thuận",
        "--standing-act",
        "2/QĐ-UBND",
        "--standing-act-date",
        "05/01/2021",
    )
    load_units(tmp_path, files.as_known_then(units=True), files.as_known_then(units=False))
    assert "phiên bản 1" in run(
        "load_campaign", files.ROOT / "campaign" / "definitions" / f"{files.OF_NINH_THUAN}.toml"
    )
    for year in (2023, 2024):
        imported(tmp_path, files.OF_NINH_THUAN, year, files.ninh_thuan_results(year), 9)
    steps.accounts_opened(portal.enter("Bá Văn Quản"), portal, files.ninh_thuan_people(), 11)


def ninh_thuan_nominates(portal: Portal) -> None:
    """A commune's dossier, confirmed, sent to its district and by that to the province."""
    steps.dossier_made(portal.enter("Katơr Xã"), ROUND, "c) Cấp xã", "Xã Phước Đại")
    steps.step(portal.enter("Katơr Chủ").follow("Xem và ký"), "Xác nhận hồ sơ")
    steps.step(
        portal.enter("Katơr Xã").follow(f"Gửi UBND cấp huyện hồ sơ đã xác nhận: {AWARDED}"), "Gửi UBND cấp huyện"
    )
    steps.step(portal.enter("Pi Năng Lãnh").follow(AWARDED), "Trình cơ quan thi đua, khen thưởng")


def ninh_thuan_decides(portal: Portal) -> None:
    desk = portal.enter("Kiều Thi Đua").follow(f"Tiếp nhận hồ sơ: {AWARDED}")
    steps.step(desk, "Tiếp nhận, bắt đầu thẩm định").send("Lưu phiếu", every=WRITTEN)
    other = portal.enter("Chamaléa Sinh").follow("Cho ý kiến về 1 hồ sơ khen thưởng")
    other.send("Gửi ý kiến", {f"Chọn {AWARDED}": True, "Ý kiến": "Thống nhất"})
    steps.step(steps.dossier(desk, ROUND, AWARDED), "Kết thúc thẩm định")
    desk.follow("Đưa vào danh sách trình").send(
        "Đưa vào danh sách trình", {"Lý do trình": "Chỉ tiêu giao bằng văn bản giấy."}
    )
    steps.step(desk, "Trình Hội đồng")
    steps.ballot_counted(portal.enter("Đàng Thư Ký"), AWARDED, "Ông Trượng Chủ Tịch", 2)
    steps.step(steps.dossier(portal.enter("Kiều Thi Đua"), ROUND, AWARDED), "Trình Chủ tịch UBND tỉnh")
    steps.decided(portal.enter("Trượng Chủ Tịch"), AWARDED, "7/QĐ-UBND-NT", "20/03/2025")
    steps.released(portal.enter("Kiều Lãnh Đạo"), "7/QĐ-UBND-NT")


def the_old_khanh_hoa_is_entered(portal: Portal, tmp_path: Path) -> None:
    """Its units with what they become, its bodies, people, plan, two years of results."""
    first_administrator(portal, "Tỉnh Khánh Hòa", "56", "Lê Thị Quản")
    load_units(tmp_path, files.old_units(), files.old_successors())
    admin = portal.enter("Lê Thị Quản")
    for name, key in (
        ("Sở Nội vụ tỉnh Khánh Hòa", "so-noi-vu-khanh-hoa"),
        ("Sở Nông nghiệp tỉnh Khánh Hòa", "so-nong-nghiep-khanh-hoa"),
    ):
        admin.follow("Cơ quan, cụm khối").follow("Ghi cơ quan mới")
        admin.send("Ghi cơ quan này", {"Mã": key, "Tên": name, "Từ ngày": "01/01/2021", "Thuộc": "Tỉnh Khánh Hòa"})
    steps.accounts_opened(admin, portal, files.khanh_hoa_people(), 8)
    plan_loaded(tmp_path, files.plan_of_the_old())
    for year in (2023, 2024):
        imported(tmp_path, files.OLD, year, files.khanh_hoa_results(year), 44)


def both_provinces_end_into_one(portal: Portal, tmp_path: Path) -> None:
    """The list of Ninh Thuận again, now with 2025; neither province is other than it was before the day."""
    rows = [files.ROOT / "data" / f"ninh-thuan-{name}.csv" for name in ("units", "successors")]
    assert "đơn vị kết thúc" in run("load_units", rows[0], "--successors", rows[1])
    portal.enter("Bá Văn Quản").follow("Đơn vị").reads("Tỉnh Ninh Thuận", "Huyện Bác Ái")
    portal.enter("Cao Thị Xã").reads("Xã Cũ 1 (minh họa)")


def bodies_and_accounts_go_on(portal: Portal) -> None:
    """Duties go to the bodies of the new province, the roles of both old ones on by one act; nobody is locked out."""
    people = {name: portal.enter(name) for name in portal.slips}
    everybody_finds_a_desk(people)
    admin = people["Bá Văn Quản"]
    for old, new, duty in (
        ("Sở Nội vụ tỉnh Ninh Thuận", "Sở Nội vụ tỉnh Khánh Hòa", "Cơ quan thi đua, khen thưởng"),
        ("Sở Lao động tỉnh Ninh Thuận", "Sở Nông nghiệp tỉnh Khánh Hòa", "Cơ quan thường trực"),
    ):
        admin.open().follow("Cơ quan, cụm khối").follow("Nhiệm vụ").follow("Bàn giao nhiệm vụ").send(
            "Xem trước",
            {
                duty: True,
                "Cơ quan bàn giao": old,
                "Cơ quan nhận": new,
                "Chức năng": duty,
                "Từ ngày": files.MERGER,
                "Văn bản": files.ACT,
            },
        ).send("Ghi bàn giao").reads(f"{new} đang giữ")
        admin.open().follow("Cơ quan, cụm khối").follow(old).follow("Kết thúc")
        admin.send("Ghi kết thúc", {"Kết thúc từ ngày": files.MERGER, "Văn bản": files.ACT})
    admin.open().follow("vai trò kết thúc theo đơn vị").send(
        "Chuyển các vai trò đã đánh dấu",
        {
            "Văn bản": files.ACT,
            "Chuyển Pi Năng Huyện": True,
            "Nơi tiếp tục của Pi Năng Huyện": "Xã Bác Ái Đông",
            "Chuyển Pi Năng Lãnh": True,
            "Nơi tiếp tục của Pi Năng Lãnh": "Xã Bác Ái Tây",
            "Chuyển Cao Cán Huyện": True,
            "Nơi tiếp tục của Cao Cán Huyện": "Xã Mới 3 (minh họa)",
        },
    )
    everybody_finds_a_desk(people)
    for name in ("Kiều Thi Đua", "Huỳnh Thi Đua"):
        people[name].follow("Tài khoản của tôi").reads("Sở Nội vụ tỉnh Khánh Hòa Thời gian từ 01/07/2025 đến nay")


def the_award_of_the_old_khanh_hoa_is_entered(portal: Portal) -> None:
    """Decided on paper in February: the department of today enters it, its leader confirms."""
    desk = in_campaign(portal.enter("Huỳnh Thi Đua"), OLD).follow("Khen thưởng").follow(THEIR_ROUND).follow("Nhập bù")
    desk.send(
        "Xem trước",
        {
            "Số quyết định": "88/QĐ-UBND-KH",
            "Ngày ký": "25/02/2025",
            "Người ký": "Chủ tịch UBND tỉnh Khánh Hòa",
            "Cơ quan ban hành": "Ủy ban nhân dân tỉnh Khánh Hòa",
            "Ngày công bố": "26/02/2025",
            "Lý do nhập bù": "Ký trước khi tỉnh dùng cổng này.",
            "Bản quét quyết định": SCAN,
            "Nhóm": "2) Xã, phường, thị trấn",
            "Tên": "Xã Cũ 1 (minh họa)",
        },
    ).send("Gửi người thứ hai xác nhận 01 tập thể")
    leader = portal.enter("Huỳnh Lãnh Đạo").follow("Xác nhận thay đổi")
    leader.send("Xác nhận, áp dụng ngay")
    steps.dossier(in_campaign(leader, OLD), THEIR_ROUND, THEIR_AWARDED).reads("nhập bù")


def the_new_campaign_stands_beside_them(portal: Portal, tmp_path: Path) -> None:
    """All three in the switch, whichever area somebody comes from; the count of 2025 is entered once for all."""
    plan_loaded(tmp_path, files.plan_of_today())
    imported(tmp_path, files.NEW, 2025, files.results_of_today(2025), 65)
    for name in ("Kiều Thi Đua", "Huỳnh Thi Đua", "Katơr Xã", "Cao Thị Xã"):
        desk = portal.enter(name)
        assert {label for label in desk.links if label.startswith("Phong trào 2")} == {
            f"Phong trào {TODAY} (đang diễn ra)",
            f"Phong trào {OLD} (đã kết thúc)",
            f"Phong trào {NINH_THUAN} (đang xét tổng kết)",
        }


def each_past_counts_its_own_area(portal: Portal) -> None:
    """Of 2025, which both old campaigns end with: 24 communes and 41, on pages, in workbooks, on the public page."""
    agency = portal.enter("Ngô Văn Nông")
    for campaign, area, poor, number, own, foreign in (
        (NINH_THUAN, "Địa bàn tỉnh Ninh Thuận cũ", 24 * 180, 24, "Xã Bác Ái Đông", "Xã Mới 1 (minh họa)"),
        (OLD, "Địa bàn tỉnh Khánh Hòa cũ", 41 * 60, 41, "Xã Mới 1 (minh họa)", "Xã Bác Ái Đông"),
    ):
        in_campaign(agency, campaign).follow("Báo cáo").follow("Excel biểu 1 năm 2025")
        cells = workbook(agency)
        assert {f"Tổng cộng {area[:1].lower()}{area[1:]}", poor, own} <= cells
        assert foreign not in cells
        steps.published(in_campaign(agency, campaign), 2025)
        public = portal.visitor().open("/cong-khai/").follow(campaign).follow("Năm 2025")
        public.reads(area, f"còn {poor:,} hộ nghèo".replace(",", ".")).lacks(foreign)
        agency.open().follow("Kết quả giảm nghèo").reads(f"{number} đơn vị").lacks(foreign)


def the_year_of_the_new_province(portal: Portal, tmp_path: Path) -> None:
    """65 communes, their total, the fall against the end of 2025."""
    imported(tmp_path, files.NEW, 2026, files.results_of_today(2026), 65)
    poor = 24 * 150 + 41 * 50
    chairman = portal.enter("Võ Chủ Tịch").reads("65/65 xã, phường, đặc khu")
    chairman.reads(f"{poor:,}".replace(",", "."))
    chairman.follow("Đơn vị").reads("65 xã, phường, đặc khu", "Xã Bác Ái Đông", "Đặc khu Mới 41 (minh họa)").lacks(
        "Huyện"
    )
    agency = portal.enter("Ngô Thị Lãnh").follow("Báo cáo").follow("Excel biểu 1 năm 2026")
    cells = workbook(agency)
    assert {
        "Tổng cộng Tỉnh Khánh Hòa",
        poor,
        "Xã Bác Ái Đông",
        "Đặc khu Mới 41 (minh họa)",
        "SỞ NÔNG NGHIỆP TỈNH KHÁNH HÒA",
    } <= cells
    steps.published(in_campaign(portal.enter("Ngô Thị Lãnh"), TODAY), 2026)
    public = portal.visitor().open("/cong-khai/").follow(TODAY).follow("Năm 2026")
    public.reads(f"Tỉnh Khánh Hòa còn {poor:,} hộ nghèo".replace(",", "."))


def series_go_through_both_pasts(portal: Portal) -> None:
    """A commune of today from its old ones, of either past; the province from both provinces."""
    reader = portal.enter("Ngô Văn Nông").follow("Đơn vị").follow("Xã Bác Ái Đông").follow("Diễn biến các năm")
    reader.reads("Xã Phước Thành", "Xã Phước Đại", "15,00", "9,00", "7,50")
    reader.open().follow("Đơn vị").follow("Xã Mới 1 (minh họa)").follow("Diễn biến các năm")
    reader.reads("Xã Cũ 1 (minh họa)", "Xã Cũ 2 (minh họa)", "7,00", "6,00", "5,00")
    reader.open().follow("Đơn vị").follow("Tỉnh Khánh Hòa").follow("Diễn biến các năm").lacks("cổng chưa có số liệu")
    reader.reads("Tỉnh Ninh Thuận")


def neither_past_speaks_of_the_other(portal: Portal) -> None:
    """Public pages, rounds, decisions, plan, list of results, workbook of 2024 of each: no unit, clause, body of the other."""
    desk = portal.enter("Huỳnh Lãnh Đạo")
    for campaign, award_round, awarded, number, foreign in (
        (NINH_THUAN, ROUND, AWARDED, "7/QĐ-UBND-NT", OF_OLD),
        (OLD, THEIR_ROUND, THEIR_AWARDED, "88/QĐ-UBND-KH", OF_NINH_THUAN),
    ):
        public = portal.visitor().open("/cong-khai/").follow(campaign).follow("Năm 2024").reads(awarded, number)
        told = [page_words(public)]
        in_campaign(desk, campaign)
        for way in (
            ("Thể lệ",),
            ("Kết quả giảm nghèo",),
            ("Khen thưởng",),
            ("Khen thưởng", award_round),
            ("Khen thưởng", award_round, "Đủ điều kiện"),
            ("Khen thưởng", award_round, number),
            ("Khen thưởng", award_round, awarded),
            ("Báo cáo",),
            ("Chỉ tiêu",),
            ("Kế hoạch thi đua",),
        ):
            desk.open()
            for link in way:
                desk.follow(link)
            told.append(page_words(desk))
        agency = in_campaign(portal.enter("Ngô Văn Nông"), campaign)
        agency.follow("Báo cáo").follow("Excel biểu 1 năm 2024")
        told.append(("F1 2024", " ".join(map(str, workbook(agency)))))
        assert [f"{address}: {hit[0]}" for address, text in told for hit in foreign.finditer(text)] == []


# ---- what recurs ----


def first_administrator(portal: Portal, name: str, code: str, admin: str, *more: str) -> None:
    said = run("setup", "--province", code, "--name", name, "--levels", 3, "--admin", admin, *more)
    found = re.search(r"Tên đăng nhập: (\S+)\s+Mật khẩu lần đầu: (\S+)", said)
    assert found is not None
    portal.slips[admin] = (found[1], found[2])


def load_units(tmp_path: Path, units: bytes, successors: bytes) -> None:
    listed, table = tmp_path / "don-vi.csv", tmp_path / "sap-nhap.csv"
    listed.write_bytes(units)
    table.write_bytes(successors)
    assert "Đã nạp" in run("load_units", listed, "--successors", table)


def plan_loaded(tmp_path: Path, plan: bytes) -> None:
    file = tmp_path / "the-le.toml"
    file.write_bytes(plan)
    assert "phiên bản 1" in run("load_campaign", file)


def imported(tmp_path: Path, campaign: str, year: int, content: bytes, number: int) -> None:
    file = tmp_path / f"ket-qua-{year}.csv"
    file.write_bytes(content)
    options = ("--campaign", campaign, "--year", year, "--status", "official", "--approve", "--illustrative")
    assert f"{number} mới, 0 thay đổi, 0 giữ nguyên, đã phê duyệt" in run("import_results", *options, file)


def everybody_finds_a_desk(people: dict[str, Walker]) -> None:
    for walker in people.values():
        walker.open().reads("Việc cần làm").lacks("chưa được giao vai trò")


def in_campaign(walker: Walker, campaign: str) -> Walker:
    """The switch at the head of every page."""
    return walker.open().follow(f"Phong trào {campaign}")


def page_words(walker: Walker) -> tuple[str, str]:
    return walker.address, walker.words


def workbook(walker: Walker) -> set[object]:
    """What the cells of a downloaded workbook say."""
    book = openpyxl.load_workbook(io.BytesIO(walker.content))
    return {cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
