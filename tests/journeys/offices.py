"""Files as offices write them: lists of units, people, targets and results of provinces that do not exist."""

import csv
import io
from collections.abc import Iterable, Sequence

Row = Sequence[object]


def table(head: Row, rows: Iterable[Row]) -> bytes:
    """A list as a spreadsheet writes it in Vietnam: parted by semicolons."""
    out = io.StringIO()
    written = csv.writer(out, delimiter=";")
    written.writerows([head, *rows])
    return out.getvalue().encode("utf-8-sig")


# ---- Tỉnh Lâm Hải: two levels since 01/07/2025; 96 xã, 16 phường, 1 đặc khu ----

LAM_HAI = "97"
XA = [(f"40{at:03}", f"Xã Lâm {at}") for at in range(1, 97)]
PHUONG = [(f"40{at:03}", f"Phường Hải {at}") for at in range(97, 113)]
DAC_KHU = ("40113", "Đặc khu Hòn Nhạn")
ALL = [*XA, *PHUONG, DAC_KHU]


def lam_hai_units() -> bytes:
    """Every commune, ward and the special zone, and a village and a quarter of each of two; villages have no code."""
    rows: list[Row] = [(code, name, "Xã", LAM_HAI, "kv3" if code == "40002" else "") for code, name in XA]
    rows += [(code, name, "Phường", LAM_HAI, "") for code, name in PHUONG]
    rows += [(*DAC_KHU, "Đặc khu", LAM_HAI, "xa_dao")]
    rows += [("", "Thôn Bãi Sậy", "Thôn", "40001", ""), ("", "Khu phố Chợ Mới", "Khu phố", "40097", "")]
    return table(("Mã", "Tên", "Loại", "Mã cấp trên", "Ghi chú"), rows)


def lam_hai_people() -> bytes:
    """Who works: of two agencies, the province, the Council, three communes."""
    so, van_phong = "so-phat-trien", "van-phong-khen-thuong"
    rows: list[Row] = [
        ("Lê Văn Sở", "Chuyên viên cơ quan thường trực", LAM_HAI, so),
        ("Lê Thị Giám", "Lãnh đạo cơ quan thường trực", LAM_HAI, so),
        ("Vũ Thị Khen", "Chuyên viên cơ quan thi đua, khen thưởng", LAM_HAI, van_phong),
        ("Vũ Văn Chánh", "Lãnh đạo cơ quan thi đua, khen thưởng", LAM_HAI, van_phong),
        ("Trần Chủ Tịch", "Chủ tịch UBND tỉnh", LAM_HAI, ""),
        ("Đỗ Thư Ký", "Thư ký Hội đồng", LAM_HAI, ""),
        *((f"Hồ Ủy Viên {at}", "Thành viên Hội đồng TĐKT", LAM_HAI, "") for at in "ABC"),
        ("Mai Văn Thanh", "Thanh tra, kiểm tra (chỉ xem)", LAM_HAI, ""),
    ]
    for name, code in (("Một", "40001"), ("Hai", "40002"), ("Đảo", DAC_KHU[0])):
        rows += [(f"Bùi Thị {name}", "Công chức cấp xã (Văn hóa - xã hội)", code, "")]
        rows += [(f"Phạm Văn {name}", "Chủ tịch UBND cấp xã", code, "")]
    return table(("Họ và tên", "Vai trò", "Mã đơn vị", "Mã cơ quan"), rows)


def lam_hai_targets(year: int) -> bytes:
    """What the province assigns its communes: 1 point a year, 2 of xã Lâm 2."""
    rows = [
        (code, "Tỷ lệ hộ nghèo", "2,00" if code == "40002" else "1,00", f"{year % 100}/QĐ-UBND", f"15/01/{year}")
        for code, _ in ALL
    ]
    return table(("Mã đơn vị", "Chỉ số", "Giảm ít nhất (điểm %)", "Số quyết định", "Ngày quyết định"), rows)


# of 1,000 households: poor at the end of 2025 and 2026 (standard of 2022), at the end of 2026 and 2027 (that of 2027)
USUAL = (80, 65, 95, 80)
POOR = {"40001": (80, 70, 120, 110), "40002": (90, 75, 130, 105), DAC_KHU[0]: (60, 45, 88, 70)}


def lam_hai_results(at: int, *, without: Iterable[str] = ()) -> bytes:
    """A year's outcome of the survey, one row a commune; those `without` enter their own."""
    left = frozenset(without)
    rows = [(code, "1.000", "4.000", POOR.get(code, USUAL)[at], 40) for code, _ in ALL if code not in left]
    return table(("Mã đơn vị", "Tổng số hộ", "Nhân khẩu", "Hộ nghèo", "Hộ cận nghèo"), rows)


def standard_of_2027(text: str) -> bytes:
    """The standard of 2022-2025 as it is downloaded, rewritten for 2027: its indicators are MADE UP, no law says them yet."""
    for before, after in (
        ('code = "mdp-2022-2025"', 'code = "mdp-2027-2030"'),
        ("giai đoạn 2022-2025", "giai đoạn 2027-2030 (KHÔNG CÓ THẬT, để thử)"),
        ("Nghị định 07/2021/NĐ-CP", "Nghị định số 351/2025/NĐ-CP"),
        ("first_year = 2022", "first_year = 2027"),
        ("last_year = 2026", "last_year = 2030"),
        ("rural = 1500000", "rural = 2200000"),
        ("urban = 2000000", "urban = 2800000"),
    ):
        assert before in text
        text = text.replace(before, after)
    return text.encode()


# ---- Tỉnh Hà Tang: three levels, 11 districts, 193 communes, 2022 ----

HA_TANG = "93"
DISTRICTS = [(f"{930 + at}", f"{'Thị xã' if at == 1 else 'Huyện'} Tang {at}") for at in range(1, 12)]
COMMUNES = [  # code, name, kind, district: 18 in each of six districts, 17 in each of five
    (f"30{number:03}", f"{kind} Hà {number}", kind, DISTRICTS[(number - 1) % 11][0])
    for number in range(1, 194)
    for kind in ("Phường" if number == 12 else "Thị trấn" if number == 13 else "Xã",)
]


def ha_tang_units() -> bytes:
    """The whole province of 2022 in one list, with two villages."""
    kinds = [
        (code, name, name.rsplit(" ", 2)[0], HA_TANG, "huyen_ngheo" if code == "932" else "")
        for code, name in DISTRICTS
    ]
    rows: list[Row] = [*kinds, *((code, name, kind, above, "") for code, name, kind, above in COMMUNES)]
    rows += [("", "Bản Suối Cạn", "Bản", "30002", ""), ("", "Thôn Gốc Đa", "Thôn", "30003", "")]
    return table(("Mã", "Tên", "Loại", "Mã cấp trên", "Ghi chú"), rows)


def ha_tang_people() -> bytes:
    """Who works: of two agencies, the province, the Council, a district, one of its communes."""
    so, ban = "so-dan-sinh", "ban-thi-dua-tinh"
    rows: list[Row] = [
        ("Lý Văn Sinh", "Chuyên viên cơ quan thường trực", HA_TANG, so),
        ("Lý Thị Giám", "Lãnh đạo cơ quan thường trực", HA_TANG, so),
        ("Vàng Thị Đua", "Chuyên viên cơ quan thi đua, khen thưởng", HA_TANG, ban),
        ("Vàng Văn Trưởng", "Lãnh đạo cơ quan thi đua, khen thưởng", HA_TANG, ban),
        ("Cù Chủ Tịch", "Chủ tịch UBND tỉnh", HA_TANG, ""),
        ("Sùng Thư Ký", "Thư ký Hội đồng", HA_TANG, ""),
        *((f"Giàng Ủy Viên {at}", "Thành viên Hội đồng TĐKT", HA_TANG, "") for at in "AB"),
        ("Hầu Cán Huyện", "Cán bộ cấp huyện", "932", ""),
        ("Hầu Chủ Huyện", "Lãnh đạo UBND cấp huyện", "932", ""),
        ("Thào Thị Xã", "Công chức cấp xã (Văn hóa - xã hội)", "30002", ""),
        ("Thào Chủ Xã", "Chủ tịch UBND cấp xã", "30002", ""),
    ]
    return table(("Họ và tên", "Vai trò", "Mã đơn vị", "Mã cơ quan"), rows)


def ha_tang_targets(year: int) -> bytes:
    """What the province assigns its districts."""
    rows = [(code, "Tỷ lệ hộ nghèo", "1,00", f"{year % 100}/QĐ-HT", f"20/01/{year}") for code, _ in DISTRICTS]
    return table(("Mã đơn vị", "Chỉ số", "Giảm ít nhất (điểm %)", "Số quyết định", "Ngày quyết định"), rows)


def ha_tang_results(at: int, *, without: Iterable[str] = ()) -> bytes:
    """A year's outcome, one row a commune of 500 households: poor at the end of 2021, 2022, 2023."""
    left = frozenset(without)
    rows = [(code, 500, 2000, (100, 90, 78)[at], 30) for code, *_ in COMMUNES if code not in left]
    return table(("Mã đơn vị", "Tổng số hộ", "Nhân khẩu", "Hộ nghèo", "Hộ cận nghèo"), rows)


# ---- the reform of Hà Tang on 01/07/2025: 193 communes into 67, no districts ----

_SIZES = [3] * 59 + [2] * 8
MERGED = [COMMUNES[sum(_SIZES[:at]) : sum(_SIZES[: at + 1])] for at in range(len(_SIZES))]
ACT = "Nghị quyết số 9999/NQ-UBTVQH15"


def ha_tang_without_districts() -> bytes:
    """The districts as they stand in the list, with the day on which they end."""
    rows = [(code, name, name.rsplit(" ", 2)[0], HA_TANG, "het_hieu_luc=01/07/2025") for code, name in DISTRICTS]
    return table(("Mã", "Tên", "Loại", "Mã cấp trên", "Ghi chú"), rows)


def ha_tang_successors() -> bytes:
    """Each old commune and the new one that it goes into whole; the new one takes the code of its second member."""
    rows = [
        ("01/07/2025", code, members[1][0], f"Xã Đại Hà {at}", "Xã", "toan_bo", ACT, HA_TANG)
        for at, members in enumerate(MERGED, 1)
        for code, *_ in members
    ]
    head = ("Ngày", "Mã cũ", "Mã mới", "Tên mới", "Loại mới", "Phần", "Văn bản", "Mã cấp trên mới")
    return table(head, rows)
