"""The entries of the navigation as data, and which of them stand in sight. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.permissions import Permission

P = Permission


@dataclass(frozen=True)
class Place:
    """One entry of the navigation: a task, who has it, and the addresses that belong to it."""

    label: str
    page: str
    needs: Permission | None = None
    area: str = ""  # whose cards it counts
    also: tuple[str, ...] = ()
    rank: int = 8  # the lower, the longer it stays in sight where there are many
    of_province: bool = False  # belongs to the whole portal: only for who holds it over a province
    when_asked: bool = False  # only for whose body was asked something


PLACES = (
    Place("Bàn làm việc", "reports:workbench", rank=0),
    Place("Kết quả giảm nghèo", "campaign:results", P.VIEW_FIGURES, "figures", ("/phe-duyet/", "/so-lieu/"), rank=2),
    Place("Tổng quan", "reports:overviews", P.VIEW_FIGURES, rank=6),
    Place("Kỳ số liệu", "campaign:periods", P.VIEW_FIGURES, also=("/nhap-bo-sung/", "/chuan-ngheo/")),
    Place("Chỉ tiêu", "campaign:targets", P.VIEW_TARGETS, "targets", rank=5),
    Place("Kế hoạch thi đua", "campaign:plans", P.VIEW_PLANS, "plans", rank=4),
    Place("Phong trào", "campaign:records", P.VIEW_RECORDS, "records", rank=3),
    Place("Khen thưởng", "awards:rounds", P.VIEW_NOMINATIONS, "awards", ("/ho-so/", "/ngay-nghi/"), rank=2),
    Place("Ý kiến được hỏi", "awards:opinions", area="opinions", rank=1, when_asked=True),
    Place("Báo cáo", "reports:reports", P.EXPORT, rank=7),
    Place("Thể lệ", "campaign:rules"),
    Place("Đơn vị", "units:tree", P.VIEW_UNITS, also=("/nap-don-vi/", "/ho/", "/dien-bien/", "/doi-chieu-ho/"), rank=6),
    Place("Cơ quan, cụm khối", "units:organisations", P.VIEW_UNITS, also=("/nhiem-vu/", "/cum-khoi/")),
    Place("Sắp xếp đơn vị", "units:reorganisations", P.ADMINISTER, "map", rank=5),
    Place("Tài khoản", "units:accounts", P.ADMINISTER, "seats", ("/chuyen-vai-tro/",), rank=2),
    Place("Nhật ký", "accounts:audit", P.VIEW_AUDIT),
    Place("Thiết lập", "reports:setup", P.ADMINISTER, rank=2, of_province=True),
    Place("Lỗi của cổng", "reports:errors", P.ADMINISTER, rank=5, of_province=True),
    Place("Công khai", "reports:public"),
)
IN_SIGHT = 7  # entries of the navigation, the one that holds the others among them


@dataclass(frozen=True)
class Entry:
    """A place as this person sees it: how much waits there, and whether some of it is late."""

    label: str
    url: str
    is_current: bool
    waiting: int = 0
    is_late: bool = False
    rank: int = 0


def in_sight(entries: Sequence[Entry]) -> tuple[list[Entry], list[Entry]]:
    """The entries that stand in sight and those under "Tra cứu", each in the order of the places."""
    if len(entries) <= IN_SIGHT:
        return list(entries), []
    first = sorted(entries, key=lambda entry: entry.rank)[: IN_SIGHT - 1]
    return [entry for entry in entries if entry in first], [entry for entry in entries if entry not in first]
