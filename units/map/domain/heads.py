"""What the head of a body is called, by its name and its kind: a row more, and another body signs as it should. Pure."""

from collections.abc import Mapping

from core.text import folded

BY_NAME: tuple[tuple[str, str], ...] = (  # how a name begins → its head; the longer before the shorter
    ("Bộ Chỉ huy", "Chỉ huy trưởng"), ("Bộ Tư lệnh", "Tư lệnh"), ("Ủy ban", "Chủ tịch"), ("UBND", "Chủ tịch"),
    ("Văn phòng", "Chánh Văn phòng"), ("Thanh tra", "Chánh Thanh tra"), ("Chi cục", "Chi cục trưởng"), ("Cục", "Cục trưởng"),
    ("Ban", "Trưởng ban"), ("Phòng", "Trưởng phòng"), ("Liên đoàn", "Chủ tịch"), ("Liên minh", "Chủ tịch"), ("Hội", "Chủ tịch"),
    ("Tỉnh đoàn", "Bí thư"), ("Thành đoàn", "Bí thư"), ("Đoàn", "Bí thư"), ("Báo", "Tổng Biên tập"), ("Trường", "Hiệu trưởng"),
    ("Sở", "Giám đốc"), ("Công an", "Giám đốc"), ("Đài", "Giám đốc"), ("Trung tâm", "Giám đốc"), ("Bệnh viện", "Giám đốc"),
)  # fmt: skip
BY_KIND: Mapping[str, str] = {
    "party": "Trưởng ban", "front": "Chủ tịch", "armed_forces": "Chỉ huy trưởng", "press": "Tổng Biên tập",
    "committee": "Chủ tịch",
}  # fmt: skip
ANY = "Giám đốc"  # of a department, an enterprise, a cooperative, a bank
TITLES = tuple(dict.fromkeys([*(title for _, title in BY_NAME), *BY_KIND.values(), ANY]))


def head_of(name: str, kind: str = "") -> str:
    """The title of the head of a body: "Giám đốc" of a Sở, "Chủ tịch" of an Ủy ban, "Trưởng ban" of a Ban."""
    words = f"{folded(name)} "
    named = next((title for start, title in BY_NAME if words.startswith(f"{folded(start)} ")), "")
    return named or BY_KIND.get(kind, ANY)


def signing_lines(name: str, kind: str = "", *, deputy: bool = False) -> tuple[str, ...]:
    """How the head signs: "GIÁM ĐỐC"; a deputy "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"."""
    title = head_of(name, kind).upper()
    return (f"KT. {title}", f"PHÓ {title}") if deputy else (title,)
