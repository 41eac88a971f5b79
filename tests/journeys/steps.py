"""Steps of the road that are the same in every province: one line of a journey each."""

import os
import re

from tests.journeys.walker import Portal, Walker, every_page
from tests.papers import PDF

SCAN = ("ban-quet.pdf", PDF)
OF_ONE_PLACE = ("/huong-dan/", "/mau-van-ban/chua-xac-nhan/")  # the manual's examples; whose rules and acts were read
ONLY_F1 = {"Gồm mọi thôn": False, **{f"Biểu {number} ·": False for number in range(2, 14)}}


def accounts_opened(admin: Walker, portal: Portal, file: bytes, number: int) -> None:
    """From a list; the slips go to their people."""
    admin.follow("Tài khoản").follow("Nhập danh sách").send("Xem trước", {"Tệp danh sách": ("can-bo.csv", file)})
    portal.handed_out(admin.send(f"Mở {number} tài khoản"))


def targets_assigned(agency: Walker, year: int, file: bytes, number: int) -> None:
    agency.follow("Chỉ tiêu").reads(f"Chỉ tiêu giảm nghèo năm {year}").follow("Nhập từ tệp")
    agency.send("Xem trước", {"Tệp": (f"chi-tieu-{year}.csv", file)}).send(f"Giao {number} chỉ tiêu")
    agency.reads(f"Đã giao {number}/{number}")


def plan_filed(filer: Walker, title: str, number: str, day: str) -> None:
    filer.follow("Gửi kế hoạch").send(
        "Gửi kế hoạch",
        {
            "Trích yếu": title,
            "Số, ký hiệu": number,
            "Ngày ban hành": day,
            "Tệp kế hoạch": SCAN,
        },
    ).reads("Kế hoạch đã được gửi đến", "Đúng hạn")


def figures_entered(officer: Walker, work: str, name: str, counts: tuple[str, str, str]) -> None:
    """From the desk to the sheet, typed, sent on."""
    fields = {
        f"{label}, {name}": value
        for label, value in zip(("Tổng số hộ", "Hộ nghèo", "Hộ cận nghèo"), counts, strict=True)
    }
    officer.open().follow(work).send("Lưu nháp", fields).follow("Gửi (1").send("Gửi").reads("Đã gửi 1 bộ số liệu")


def dossier_made(officer: Walker, award_round: str, category: str, name: str) -> None:
    """Proposed, with its papers received on paper."""
    officer.follow("Khen thưởng").follow(award_round).follow("Lập hồ sơ đề nghị").follow(category).follow(name).lacks(
        ". ."
    )
    officer.send("Lập hồ sơ", {"Tóm tắt thành tích": "Giảm nghèo đúng chỉ tiêu hai năm liền."})
    for part in ("Nộp báo cáo thành tích", "Nộp biên bản họp", "Nộp tờ trình"):
        officer.follow(part).send("Lưu vào hồ sơ", {"Hoặc bản giấy": "số 5/UBND"})
    officer.reads("đủ thành phần bắt buộc")


def step(walker: Walker, name: str) -> Walker:
    """One step of a dossier: its link, then its button."""
    return walker.follow(name).send(name)


def dossier(walker: Walker, award_round: str, name: str) -> Walker:
    """The way to a dossier from anywhere."""
    return walker.open().follow("Khen thưởng").follow(award_round).follow(name)


def ballot_counted(secretary: Walker, name: str, chair: str, votes: int) -> None:
    """A session prepared from the desk, opened, its paper ballot counted, ended."""
    secretary.follow("Chuẩn bị phiên họp Hội đồng: 01 hồ sơ").follow("Chuẩn bị phiên họp")
    secretary.send("Ghi phiên họp", {"Chủ trì": chair, "Bỏ phiếu giấy": True, "Tổng số thành viên": True})
    step(secretary, "Mở phiên họp").follow(name)
    secretary.send("Ghi kết quả", {"Đồng ý": str(votes), "Không đồng ý": "0"}).follow("Phiên ")
    step(secretary, "Kết thúc phiên họp").reads("01 hồ sơ thông qua, chờ trình Chủ tịch UBND tỉnh")


def decided(chairman: Walker, name: str, number: str, day: str) -> None:
    chairman.follow(f"Ban hành quyết định cho danh sách: {name}")
    chairman.send("Ban hành quyết định", {"Số quyết định": number, "Ngày ký": day, "Người ký": "Chủ tịch tỉnh"})


def released(leader: Walker, number: str) -> None:
    """The desk says that a signed decision waits to be made public."""
    leader.follow(f"Công bố quyết định {number}")
    leader.send("Công bố các quyết định", {f"Quyết định tặng số {number}": True, "Lý do": "Bản ký gửi sau."})
    leader.reads("Đã công bố 01 quyết định").open().lacks(f"Công bố quyết định {number}")


def foreign_words(portal: Portal, people: tuple[str, ...], pattern: re.Pattern[str]) -> list[str]:
    """Where a word of another province was shown on the way, or stands in what pages lead to afterwards, and which.

    Pages, papers, workbooks, messages; what is read afterwards does not depend on the engine, so the first one alone does it.
    """
    pages, known = portal.shown(), set[str]()
    if not os.environ.get("DATABASE_ONLY"):
        asked = [page for name in people for page in every_page(portal.enter(name), known)]
        asked += every_page(portal.visitor(), known)
        assert len(asked) > 180
        pages += [page for page in asked if not page[0].startswith(OF_ONE_PLACE)]
    return sorted({f"{address}: {hit[0]}" for address, text in pages for hit in pattern.finditer(text)})


def published(agency: Walker, year: int) -> None:
    """The standing agency looks at what everybody will read of a year, and publishes it."""
    agency.follow("Kết quả giảm nghèo").follow("Công bố").follow("Công bố").follow(f"Xem trước năm {year}")
    agency.send("Công bố", {}).reads(f"Đã công bố kết quả năm {year}, lần 1")
    agency.open()
