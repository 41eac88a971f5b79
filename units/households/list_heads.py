"""The columns of a list of households: their heads as offices write them, and as the template does. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from office.tables.heads import Knows
from office.tables.whole_heads import by_whole_heads

# headers of offices, folded: whichever stands first in a header decides
HEADERS: Mapping[str, tuple[str, ...]] = {
    "code": ("ma ho",),
    "village_code": ("ma thon", "ma khu pho", "ma thon khu pho"),
    "village": ("thon", "khu pho", "ten thon"),
    "head": ("ho va ten chu ho", "ho ten chu ho", "chu ho", "ten chu ho"),
    "address": ("dia chi", "noi o"),
    "spouse_ethnicity": ("dan toc vo", "dan toc cua vo", "dan toc chong"),
    "ethnicity": ("dan toc",),
    "people": ("so nhan khau", "nhan khau", "so khau"),
    "status": ("ket qua ra soat", "ket qua", "phan loai ho", "loai ho"),
    "deprivations": ("chi so thieu hut", "thieu hut"),
    "causes": ("nguyen nhan",),
    "groups": ("nhom",),
}
_WHOLE: Mapping[str, tuple[str, ...]] = {  # further heads, word for word
    "code": ("ma so ho", "ma ho gia dinh", "ma ho ngheo", "ma ho ngheo can ngheo", "ma ho chu ho"),
    "village": ("thon khu pho", "ten thon khu pho", "thon to dan pho", "thon xom", "thon ban", "thon ap", "ma hoac ten thon",
                "thon khu pho noi o"),
    "head": ("ho va ten chu ho ngheo", "ho ten chu ho ngheo", "ho va ten chu ho ngheo can ngheo", "chu ho ho va ten"),
    "address": ("dia chi noi o", "dia chi thuong tru", "dia chi cu the", "noi o hien nay", "noi o hien tai", "dia chi ho"),
    "spouse_ethnicity": ("dan toc vo hoac chong", "dan toc vo chong", "dan toc cua vo hoac chong", "dan toc cua vo chong"),
    "ethnicity": ("dan toc chu ho", "dan toc cua chu ho"),
    "people": ("so nhan khau trong ho", "so nhan khau cua ho", "nhan khau trong ho", "so khau trong ho", "so nhan khau hien co"),
    "status": ("ket qua ra soat ho", "ket qua phan loai", "ket qua phan loai ho", "ket qua ra soat ho ngheo can ngheo",
               "ket qua ra soat cuoi nam", "ket qua cuoi nam", "phan loai ho cuoi nam"),
    "deprivations": ("chi so thieu hut dich vu xa hoi co ban", "thieu hut dich vu xa hoi co ban"),
    "causes": ("nguyen nhan ngheo", "nguyen nhan ngheo can ngheo"),
    "groups": ("nhom doi tuong", "nhom ho"),
}  # fmt: skip


def knows(year: int | None) -> Knows:
    """What the columns are by their whole heads."""
    return by_whole_heads(HEADERS, _WHOLE, year)


LABELS = {
    "code": "Mã hộ", "village": "Thôn, khu phố", "head": "Họ và tên chủ hộ", "address": "Địa chỉ",
    "ethnicity": "Dân tộc chủ hộ", "spouse_ethnicity": "Dân tộc vợ hoặc chồng", "people": "Số nhân khẩu",
    "status": "Kết quả rà soát", "deprivations": "Chỉ số thiếu hụt (số thứ tự, cách nhau dấu ;)",
    "causes": "Nguyên nhân nghèo (số thứ tự)", "groups": "Nhóm (số thứ tự)",
}  # fmt: skip
_OF_HOUSEHOLDS = (("head",), ("code",))
NEEDED = (*_OF_HOUSEHOLDS, ("village", "village_code"))
WITHOUT_VILLAGES = _OF_HOUSEHOLDS  # of a list whose villages stand in rows of their own


def template_rows(villages: Sequence[tuple[str, str]]) -> Iterator[list[str]]:
    """The first rows of an empty list: a village's code shows how it is written; nothing is said of a household."""
    for code, _ in villages[:3]:
        yield [code if name == "village" else "" for name in LABELS]
