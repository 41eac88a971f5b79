"""The demonstration across the reforms: 01/11/2024, 01/03/2025, 01/07/2025, and the final review decided in January 2026.

People are at work on both sides of each day. By pages as the accounts that `demo` prints; docs/duong-di-nghiem-thu.md.
"""

import re
from datetime import date, datetime

import pytest

from core import clock
from core.clock import VIETNAM
from tests.journeys import steps
from tests.journeys.walker import Portal, Walker, run

PASSWORD = "thu-nghiem-2022"
BEGUN = "Nhân dân và cán bộ xã Phước Đại"  # by a commune that ended, in a round of the old province
AWARDED = "Nhân dân và cán bộ xã Bác Ái Đông"
ANNUAL, FINAL = "Đợt hằng năm 2024", "Đợt tổng kết năm 2025"
WRITTEN = {"Đạt": True, "Bản giấy đã xem": "số 9/KH-UBND ngày 05/01/2022 của UBND xã", "Lý do": "Có tài liệu."}


class Demonstration(Portal):
    """A portal whose accounts share a password that nobody has to change."""

    def enter(self, name: str) -> Walker:
        return self.visitor().sign_in((name, PASSWORD))


@pytest.mark.long
@pytest.mark.django_db
def test_work_goes_on_across_the_reforms_and_the_new_bodies_decide() -> None:
    portal = Demonstration()
    with clock.at(date(2024, 4, 12)):
        run("demo")
    with clock.at(date(2024, 10, 31)):
        people = sorted(set(re.findall(r"^  (\S+) {2,}", run("demo", "--accounts"), re.M)))
    assert len(people) > 40
    with clock.at(date(2024, 11, 1)):
        everybody_finds_a_desk(portal, people)
        portal.enter("phan-rang").follow("Đơn vị").reads("Phường Kinh Dinh").lacks("Phường Mỹ Hương", "Phường Tấn Tài")
    with clock.at(date(2025, 2, 20)):
        a_function_is_handed_over(portal)
    with clock.at(date(2025, 3, 1)):
        everybody_finds_a_desk(portal, people)
        duties_and_work_are_where_they_were(portal)
    with clock.at(datetime(2025, 6, 25, 9, tzinfo=VIETNAM)):
        officer = portal.enter("phuoc-dai")
        steps.dossier_made(officer, ANNUAL, "c) Cấp xã", "Xã Phước Đại")
        officer.reads("Gửi UBND cấp huyện")
        figures_are_begun_under_the_old_communes(portal)
    with clock.at(datetime(2025, 6, 30, 9, tzinfo=VIETNAM)):
        the_district_s_last_day(portal)
    with clock.at(date(2025, 7, 1)):
        everybody_finds_a_desk(portal, people)
        roles_are_carried_over(portal)
        figures_move_to_the_new_communes(portal)
    with clock.at(datetime(2025, 7, 2, 9, tzinfo=VIETNAM)):
        the_dossier_goes_on_under_the_new_commune(portal)
        the_figures_go_on_under_the_new_communes(portal)
    with clock.at(datetime(2025, 7, 3, 9, tzinfo=VIETNAM)):
        and_are_approved_without_a_district(portal)
    with clock.at(datetime(2026, 1, 20, 9, tzinfo=VIETNAM)):
        the_final_review_is_nominated(portal)
    with clock.at(datetime(2026, 1, 21, 9, tzinfo=VIETNAM)):
        and_decided_by_the_new_bodies(portal)


def everybody_finds_a_desk(portal: Demonstration, people: list[str]) -> None:
    """Nobody is locked out or told that they have no role: each account has a desk, with work or without."""
    for name in people:
        portal.enter(name).reads("Việc cần làm").lacks("chưa được giao vai trò")


def a_function_is_handed_over(portal: Demonstration) -> None:
    """Departments merge by an act, recorded before its day: shown first, then agreed to."""
    admin = portal.enter("quan-tri").follow("Cơ quan, cụm khối").follow("Nhiệm vụ").follow("Bàn giao nhiệm vụ")
    admin.send(
        "Xem trước",
        {
            "Cơ quan bàn giao": "Sở Lao động - Thương binh và Xã hội",
            "Cơ quan nhận": "Sở Y tế",
            "Chức năng": "Bảo trợ xã hội",
            "Từ ngày": "01/03/2025",
            "Văn bản": "Nghị quyết số 8/NQ-HĐND",
        },
    ).send("Ghi bàn giao").reads("Bảo trợ xã hội")


def duties_and_work_are_where_they_were(portal: Demonstration) -> None:
    """What was not handed over stays: the standing agency still has its figures to approve."""
    duties = portal.enter("quan-tri").follow("Cơ quan, cụm khối").follow("Nhiệm vụ")
    duties.reads("Sở Lao động - Thương binh và Xã hội đang giữ")
    portal.enter("so-ldtbxh").reads("Phê duyệt")


def roles_are_carried_over(portal: Demonstration) -> None:
    """On the day the administrator of the old province is that of the new one, and sends everybody on at once."""
    admin = (
        portal.enter("quan-tri").reads("vai trò kết thúc theo đơn vị, cơ quan").follow("vai trò kết thúc theo đơn vị")
    )
    admin.reads("Đã kết thúc từ 01/07/2025", "Sở Nông nghiệp và Môi trường tỉnh Khánh Hòa")
    admin.send("Chuyển các vai trò đã đánh dấu", {"Văn bản": "Nghị quyết số 202/2025/QH15"})
    moved = portal.enter("so-ldtbxh").follow("Tài khoản của tôi")
    moved.reads(
        "Đang giữ Đơn vị Tỉnh Khánh Hòa Cơ quan Sở Nông nghiệp và Môi trường tỉnh Khánh Hòa Thời gian từ 01/07/2025 đến nay"
    )


def preliminary(walker: Walker, name: str = "") -> Walker:
    """The way to the sheet of 2025's preliminary figures: one's own, or that of a unit in the list."""
    walker.open().follow("Kết quả giảm nghèo").follow("Năm 2025").send("Lọc", {"Loại kết quả": "Kết quả sơ bộ"})
    return walker.follow(name or "Mở bảng nhập")


def typed(walker: Walker, name: str, households: str, poor: str, near_poor: str) -> Walker:
    counts = zip(("Tổng số hộ", "Hộ nghèo", "Hộ cận nghèo"), (households, poor, near_poor), strict=True)
    return walker.send("Lưu nháp", {f"{label}, {name}": value for label, value in counts if value})


def figures_are_begun_under_the_old_communes(portal: Portal) -> None:
    """Of 2025, preliminary: one commune sends, one sends and is sent back, the district types for two more."""
    agency = portal.enter("so-ldtbxh").follow("Kỳ số liệu").follow("Mở kỳ")
    agency.send("Xem", {"Năm": "2025", "Loại kết quả": "Kết quả sơ bộ"}).send("Mở kỳ 2025", steps.ONLY_F1)
    for name, place, counts in (
        ("vinh-hai", "Xã Vĩnh Hải", ("1.900", "80", "90")),
        ("phuoc-dai", "Xã Phước Đại", ("1.150", "330", "120")),
    ):
        officer = typed(preliminary(portal.enter(name)), place, *counts)
        officer.follow("Gửi (1").send("Gửi").reads("Đã gửi 1 bộ số liệu")
    district = portal.enter("bac-ai")
    typed(preliminary(district, "Xã Phước Thành"), "Xã Phước Thành", "850", "260", "70")
    typed(preliminary(district, "Xã Phước Hòa"), "Xã Phước Hòa", "500", "", "")
    leader = portal.enter("lanh-dao-bac-ai").follow("Kiểm tra số liệu 1 đơn vị đã gửi")
    leader.follow("Trả lại để chỉnh sửa (1").send("Trả lại để chỉnh sửa", {"Lý do": "Số hộ chưa khớp danh sách."})


def the_district_s_last_day(portal: Portal) -> None:
    """What the districts still have to see to: one has a commune's figures to check, in the other one is sent back."""
    portal.enter("ninh-hai").reads("Kiểm tra số liệu 1 đơn vị đã gửi")
    portal.enter("phuoc-dai").reads("Sửa số liệu bị trả lại: Xã Phước Đại", "Số hộ chưa khớp danh sách.")


def figures_move_to_the_new_communes(portal: Portal) -> None:
    """The desk of the administrator says that work waits; it is shown, then moved, once."""
    admin = portal.enter("quan-tri").follow("việc dở dang sang đơn vị mới")
    admin.reads(
        "Xã Vĩnh Hải, kết quả sơ bộ năm 2025, đã gửi",
        "chuyển sang Xã Vĩnh Hải, giữ nguyên mọi số đã nhập",
        "Xã Phước Đại, kết quả sơ bộ năm 2025, trả lại",
        "Xã Phước Thành, kết quả sơ bộ năm 2025",
        "chuyển sang Xã Bác Ái Đông, giữ nguyên mọi số đã nhập",
        BEGUN,
    )
    admin.send("Chuyển việc dở dang").reads("bản ghi dở dang sang đơn vị mới")
    admin.open().lacks("việc dở dang sang đơn vị mới Sắp xếp")


def the_figures_go_on_under_the_new_communes(portal: Portal) -> None:
    """Two whole ones are one sheet of their sum; where a part is lacking nothing is sent as if it were the whole."""
    officer = preliminary(portal.enter("phuoc-dai")).reads("Xã Bác Ái Đông", "chuyển từ")
    officer.follow("Gửi (1").send("Gửi").reads("Đã gửi 1 bộ số liệu")
    other = preliminary(portal.enter("vinh-hai")).reads("Xã Vĩnh Hải", "chưa có của Xã Nhơn Hải, Xã Thanh Hải")
    typed(other, "Xã Vĩnh Hải", "6.100", "240", "260").follow("Gửi (1").send("Gửi").reads("Đã gửi 1 bộ số liệu")


def and_are_approved_without_a_district(portal: Portal) -> None:
    """The standing agency of the new province has both; what the old communes had typed is still there to read."""
    leader = preliminary(portal.enter("so-ldtbxh-2"), "Phê duyệt").follow("Xem trước cả 2 bộ đang chờ")
    leader.send("Phê duyệt").reads("Đã phê duyệt 2 bộ số liệu")
    leader.open().follow("Kết quả giảm nghèo").follow("Năm 2025").send("Lọc", {"Loại kết quả": "Kết quả sơ bộ"})
    leader.reads("Xã Bác Ái Đông Đã duyệt, khóa số liệu 2.000 590 190")


def the_dossier_goes_on_under_the_new_commune(portal: Demonstration) -> None:
    """Begun by a commune that is no more: the successor confirms it and sends it, and no district is asked."""
    portal.enter("phuoc-dai").reads(BEGUN)
    leader = portal.enter("lanh-dao-phuoc-dai").follow(f"Ký xác nhận hồ sơ: {BEGUN}")
    steps.step(leader, "Xác nhận hồ sơ").lacks("Gửi UBND cấp huyện")
    steps.step(leader, "Trình cơ quan thi đua, khen thưởng")
    portal.enter("so-noi-vu").reads(f"Tiếp nhận hồ sơ: {BEGUN}")


def the_final_review_is_nominated(portal: Demonstration) -> None:
    steps.dossier_made(portal.enter("phuoc-dai"), FINAL, "c) Cấp xã", "Xã Bác Ái Đông")
    leader = portal.enter("lanh-dao-phuoc-dai").follow(f"Ký xác nhận hồ sơ: {AWARDED}")
    steps.step(leader, "Xác nhận hồ sơ")
    steps.step(leader, "Trình cơ quan thi đua, khen thưởng")


def and_decided_by_the_new_bodies(portal: Demonstration) -> None:
    """Appraised by the department of the new province, its standing agency asked, voted, decided, released, public."""
    desk = portal.enter("so-noi-vu").follow(f"Tiếp nhận hồ sơ: {AWARDED}")
    steps.step(desk, "Tiếp nhận, bắt đầu thẩm định").send("Lưu phiếu", every=WRITTEN)
    other = portal.enter("so-ldtbxh-2").follow("Cho ý kiến về").reads("Ý kiến được hỏi")
    other.send("Gửi ý kiến", {f"Chọn {AWARDED}": True, "Ý kiến": "Thống nhất"})
    steps.step(steps.dossier(desk, FINAL, AWARDED), "Kết thúc thẩm định")
    desk.follow("Đưa vào danh sách trình").reads("Phải giải trình")  # the dossier leads to where the reason is written
    desk.send("Đưa vào danh sách trình", {"Lý do trình": "Số liệu của các xã trước sắp xếp đang được đối chiếu."})
    steps.step(desk, "Trình Hội đồng")
    steps.ballot_counted(portal.enter("thu-ky"), AWARDED, "Chủ tịch Hội đồng", 1)
    steps.step(steps.dossier(desk, FINAL, AWARDED), "Trình Chủ tịch UBND tỉnh")
    steps.decided(portal.enter("chu-tich"), AWARDED, "15/QĐ-UBND", "21/01/2026")
    steps.released(portal.enter("so-noi-vu-2"), "15/QĐ-UBND")
    portal.visitor().open("/cong-khai/").reads(AWARDED)
