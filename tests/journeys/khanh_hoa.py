"""Files of Khánh Hòa as its office writes them: both pasts, 65 communes of today, results of each, three plans.

Units of Ninh Thuận are those of `data/`. Of the old Khánh Hòa and of today's other 41 communes nothing real is loaded:
their names are made up and say so; so are all figures.
"""

import csv
import io
from pathlib import Path

from tests.journeys.offices import Row, table

ROOT = Path(__file__).resolve().parents[2]
OLD, NEW = "khanh-hoa-2022-2025", "khanh-hoa-2026-2030"
OF_NINH_THUAN = "ninh-thuan-2021-2025"
MERGER = "01/07/2025"
ACT = "Nghị quyết số 202/2025/QH15"
UNIT_HEAD = ("Mã", "Tên", "Loại", "Mã cấp trên", "Ghi chú")
RESULT_HEAD = ("Mã đơn vị", "Tổng số hộ", "Nhân khẩu", "Hộ nghèo", "Hộ cận nghèo")

# ---- the old Khánh Hòa: 4 districts, 44 communes, of which 41 became; every name is made up ----

DISTRICTS = [
    ("568", "Thành phố Biển Xanh"),
    ("569", "Huyện Núi Trầm"),
    ("570", "Huyện Đồng Cát"),
    ("571", "Huyện Vịnh Sâu"),
]
COMMUNES = [(f"22{300 + at}", f"Xã Cũ {at}", DISTRICTS[at % 4][0]) for at in range(1, 45)]
# the first three of today were made of two each, every other of one; each takes the code of its first
MEMBERS = [COMMUNES[0:2], COMMUNES[2:4], COMMUNES[4:6], *([one] for one in COMMUNES[6:])]
KINDS = {39: "Phường", 40: "Phường", 41: "Đặc khu"}
TODAY = [
    (members[0][0], f"{KINDS.get(at, 'Xã')} Mới {at}", KINDS.get(at, "Xã")) for at, members in enumerate(MEMBERS, 1)
]


def made_up(name: str) -> str:
    """A name that nobody takes for a real one."""
    return f"{name} (minh họa)"


def old_units() -> bytes:
    """The old province with its districts and communes, each with the day on which it ended."""
    ends = f"het_hieu_luc={MERGER}"
    rows: list[Row] = [("56", "Tỉnh Khánh Hòa", "Tỉnh", "", f"{ends};nhap_vao=56")]
    rows += [(code, made_up(name), name.rsplit(" ", 2)[0], "56", ends) for code, name in DISTRICTS]
    rows += [(code, made_up(name), "Xã", above, ends) for code, name, above in COMMUNES]
    return table(UNIT_HEAD, rows)


def old_successors() -> bytes:
    """What each old commune became."""
    rows = [
        (MERGER, code, new, made_up(name), kind, "toan_bo", "NQ 1667/NQ-UBTVQH15", "56")
        for (new, name, kind), members in zip(TODAY, MEMBERS, strict=True)
        for code, *_ in members
    ]
    return table(("Ngày", "Mã cũ", "Mã mới", "Tên mới", "Loại mới", "Phần", "Văn bản", "Mã cấp trên mới"), rows)


# ---- Ninh Thuận, as data/ has it ----


def of_ninh_thuan(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((ROOT / "data" / f"ninh-thuan-{name}.csv").read_text(encoding="utf-8"))))


def as_known_then(*, units: bool) -> bytes:
    """The list and the table of Ninh Thuận as its office wrote them before anybody spoke of 2025."""
    rows = of_ninh_thuan("units" if units else "successors")
    if not units:
        rows = [row for row in rows if row["effective_date"] < "2025"]
    for row in rows if units else ():
        row["flags"] = ";".join(
            part for part in row["flags"].split(";") if "2025" not in part and part != "nhap_vao=56"
        )
    return table(tuple(rows[0]), [tuple(row.values()) for row in rows])


# ---- who works ----


def ninh_thuan_people() -> bytes:
    """Of the two agencies, the province, the Council, a district, one of its communes."""
    award, standing = "so-noi-vu-tinh-ninh-thuan", "so-lao-dong-tinh-ninh-thuan"
    rows: list[Row] = [
        ("Chamaléa Sinh", "Chuyên viên cơ quan thường trực", "58", standing),
        ("Chamaléa Lãnh", "Lãnh đạo cơ quan thường trực", "58", standing),
        ("Kiều Thi Đua", "Chuyên viên cơ quan thi đua, khen thưởng", "58", award),
        ("Kiều Lãnh Đạo", "Lãnh đạo cơ quan thi đua, khen thưởng", "58", award),
        ("Trượng Chủ Tịch", "Chủ tịch UBND tỉnh", "58", ""),
        ("Đàng Thư Ký", "Thư ký Hội đồng", "58", ""),
        ("Đàng Ủy Viên", "Thành viên Hội đồng TĐKT", "58", ""),
        ("Pi Năng Huyện", "Cán bộ cấp huyện", "584", ""),
        ("Pi Năng Lãnh", "Lãnh đạo UBND cấp huyện", "584", ""),
        ("Katơr Xã", "Công chức cấp xã (Văn hóa - xã hội)", "22801", ""),
        ("Katơr Chủ", "Chủ tịch UBND cấp xã", "22801", ""),
    ]
    return table(("Họ và tên", "Vai trò", "Mã đơn vị", "Mã cơ quan"), rows)


def khanh_hoa_people() -> bytes:
    """The same of the old Khánh Hòa, whose bodies hold the duties from the merger on."""
    award, standing = "so-noi-vu-khanh-hoa", "so-nong-nghiep-khanh-hoa"
    rows: list[Row] = [
        ("Ngô Văn Nông", "Chuyên viên cơ quan thường trực", "56", standing),
        ("Ngô Thị Lãnh", "Lãnh đạo cơ quan thường trực", "56", standing),
        ("Huỳnh Thi Đua", "Chuyên viên cơ quan thi đua, khen thưởng", "56", award),
        ("Huỳnh Lãnh Đạo", "Lãnh đạo cơ quan thi đua, khen thưởng", "56", award),
        ("Võ Chủ Tịch", "Chủ tịch UBND tỉnh", "56", ""),
        ("Cao Cán Huyện", "Cán bộ cấp huyện", "569", ""),
        ("Cao Thị Xã", "Công chức cấp xã (Văn hóa - xã hội)", "22301", ""),
        ("Cao Chủ Xã", "Chủ tịch UBND cấp xã", "22301", ""),
    ]
    return table(("Họ và tên", "Vai trò", "Mã đơn vị", "Mã cơ quan"), rows)


# ---- figures: of 1,000 households in each unit ----

NINH_THUAN_DISTRICTS = ("582", "584", "585", "586", "587", "588", "589")
PHUOC = ("22798", "22801")  # two of Bác Ái that became one


def _results(rows: list[Row]) -> bytes:
    return table(RESULT_HEAD, rows)


def ninh_thuan_results(year: int) -> bytes:
    """Each district, and the two communes that a commune of today was made of."""
    poor = {2023: 120, 2024: 100}[year]
    return _results(
        [
            *((code, 9000, 36000, 9 * poor, 400) for code in NINH_THUAN_DISTRICTS),
            *((code, 1000, 4000, poor + 50, 60) for code in PHUOC),
        ]
    )


def khanh_hoa_results(year: int) -> bytes:
    """Every commune of the old province."""
    poor = {2023: 80, 2024: 70}[year]
    return _results([(code, 1000, 4000, poor, 40) for code, *_ in COMMUNES])


def results_of_today(year: int) -> bytes:
    """Every commune of today: the 24 of Ninh Thuận's area, the 41 others."""
    here, there = {2025: (90, 60), 2026: (75, 50)}[year]
    came = dict.fromkeys(row["new_code"] for row in of_ninh_thuan("successors") if row["effective_date"] > "2025")
    return _results(
        [
            *((code, 2000, 8000, 2 * here, 60) for code in came),
            *((code, 1000, 4000, there, 40) for code, *_ in TODAY),
        ]
    )


# ---- plans ----


def _rewritten(name: str, *pairs: tuple[str, str]) -> bytes:
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    for before, after in pairs:
        assert before in text, before
        text = text.replace(before, after)
    return text.encode()


def plan_of_the_old() -> bytes:
    """A plan of 2022-2025 that the old Khánh Hòa might have had: made up."""
    return _rewritten(
        "ha-tang-2022-2025.toml",
        ("ha-tang-2022-2025", OLD),
        ('province = "93"', 'province = "56"'),
        ("ha-tang-2023", "khanh-hoa-2024"),
        ("Đợt năm 2023 của Hà Tang", "Đợt năm 2024 của Khánh Hòa cũ"),
        ("year = 2023", "year = 2024"),
        ("window = [2022, 2023]", "window = [2024]"),
        ("Hà Tang không còn hộ đói", "Biển xanh không còn hộ đói"),
        ("HD-UBND", "HD-UBND-KH"),
        ("Hà Tang", "Khánh Hòa"),
    )


def plan_of_today() -> bytes:
    """A plan of 2026-2030 of the province as it is: made up."""
    return _rewritten(
        "lam-hai-2026-2030.toml",
        ("lam-hai-2026-2030", NEW),
        ('province = "97"', 'province = "56"'),
        ("lam-hai-2027", "khanh-hoa-2027"),
        ("lam-hai-2030", "khanh-hoa-2030"),
        ("Lâm Hải", "Khánh Hòa"),
    )
