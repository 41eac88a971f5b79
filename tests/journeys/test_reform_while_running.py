"""A reform in a running portal: 193 communes become 67 on 01/07/2025 and the districts end, by one list with its act.

People, villages, households, open work and codes that are used again go on. By commands, pages and files alone.
"""

from datetime import date
from pathlib import Path

import pytest

from core import clock
from tests.journeys import offices, steps
from tests.journeys.test_three_levels import ROUND, begun
from tests.journeys.walker import Portal, run

OPEN = "Nhân dân và cán bộ xã Hà 2"


@pytest.mark.long
@pytest.mark.django_db
def test_193_communes_become_67(tmp_path: Path) -> None:
    portal = Portal()
    units, merged = tmp_path / "don-vi.csv", tmp_path / "sap-nhap.csv"
    units.write_bytes(offices.ha_tang_without_districts())
    merged.write_bytes(offices.ha_tang_successors())
    with clock.at(date(2022, 3, 1)):
        begun(portal)
    with clock.at(date(2025, 6, 10)):
        work_is_open(portal)
    with clock.at(date(2025, 6, 20)):
        shown_first_then_recorded(portal, units, merged)
        roles_are_carried_over_before_the_day(portal)
    with clock.at(date(2025, 6, 30)):
        portal.enter("Thào Thị Xã").reads("Xã Hà 2")  # the last day of the old commune
    with clock.at(date(2025, 7, 1)):
        the_map_of_the_day(portal)
        work_goes_on(portal)


def work_is_open(portal: Portal) -> None:
    """A household is on its register, a dossier is being made."""
    officer = portal.enter("Thào Thị Xã")
    officer.follow("Đơn vị").follow("Bản Suối Cạn").follow("Danh sách hộ")
    officer.follow("Ghi hộ").send(
        "Ghi hộ",
        {"Mã hộ": "H-01", "Họ và tên chủ hộ": "Sùng A Páo", "Số nhân khẩu": "4", "Ở thôn từ ngày": "01/01/2025"},
    )
    steps.dossier_made(officer, ROUND, "2) Xã, phường, thị trấn", "Xã Hà 2")


def shown_first_then_recorded(portal: Portal, units: Path, merged: Path) -> None:
    """The same command says what it would do and stores nothing; then it does that, and a second time nothing more."""
    counted = "67 đơn vị, 0 phân loại, 193 dòng sáp nhập, 204 đơn vị kết thúc, 2 đơn vị chuyển nơi trực thuộc"
    said = run("load_units", units, "--successors", merged, "--dry-run")
    assert f"Xem trước, chưa lưu gì: sẽ nạp {counted}." in said
    assert "Xã Hà 1 (mã 30001) thành Xã Đại Hà 1 (mã 30002)" in said  # the new one takes a code of an old one
    assert "Bản Suối Cạn (Xã Hà 2): thuộc Xã Đại Hà 1 từ 01/07/2025" in said
    portal.enter("Lò Văn Quản").follow("Đơn vị").reads("193 xã, phường, thị trấn").lacks("01/07/2025")
    assert f"Đã nạp {counted}." in run("load_units", units, "--successors", merged)
    assert "không có gì thay đổi" in run("load_units", units, "--successors", merged)
    portal.enter("Lò Văn Quản").follow("Đơn vị").reads("193 xã, phường, thị trấn", "01/07/2025")  # not before its day


def roles_are_carried_over_before_the_day(portal: Portal) -> None:
    """The administrator sees whose roles end, and sends those of the communes on by the act."""
    admin = portal.enter("Lò Văn Quản").follow("Chuyển 4 vai trò kết thúc theo đơn vị").reads("Xã Đại Hà 1")
    admin.send("Chuyển các vai trò đã đánh dấu", {"Văn bản": offices.ACT})


def the_map_of_the_day(portal: Portal) -> None:
    tree = portal.enter("Lò Văn Quản").follow("Đơn vị").reads("67 xã · 2 thôn, bản").lacks("Huyện Tang 2")
    tree.follow("Xã Đại Hà 1").reads("30002", "Bản Suối Cạn")


def work_goes_on(portal: Portal) -> None:
    """The officer of the old commune works in the new one: its village, its household, its dossier, no district asked."""
    officer = portal.enter("Thào Thị Xã").reads("Xã Đại Hà 1", OPEN)
    officer.follow("Đơn vị").follow("Bản Suối Cạn").follow("Danh sách hộ").reads("Sùng A Páo")
    leader = portal.enter("Thào Chủ Xã").follow(f"Ký xác nhận hồ sơ: {OPEN}")
    steps.step(leader, "Xác nhận hồ sơ").lacks("Gửi UBND cấp huyện")
    steps.step(leader, "Trình cơ quan thi đua, khen thưởng")
    portal.enter("Vàng Thị Đua").reads(f"Tiếp nhận hồ sơ: {OPEN}")
