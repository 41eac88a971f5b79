"""What a plan is called and how it is cited: its clauses, its kind of document, the acts that it rests on. Pure."""

import re
from collections.abc import Iterable
from datetime import date

from core.text import lower_first, opened
from units.map.domain.province_words import words_by_name

PLAN = "Kế hoạch"
_KINDS = (  # the sign in a number → the kind of document
    ("QĐ", "Quyết định"), ("HD", "Hướng dẫn"), ("KH", PLAN), ("CT", "Chỉ thị"), ("NQ", "Nghị quyết"), ("NĐ", "Nghị định"),
    ("TT", "Thông tư"), ("QC", "Quy chế"), ("TB", "Thông báo"), ("ĐA", "Đề án"), ("CTr", "Chương trình"),
)  # fmt: skip
_ISSUERS = (  # the sign of who issued it → as it is cited
    ("QH", "Quốc hội"), ("UBTVQH", "Ủy ban Thường vụ Quốc hội"), ("CP", "Chính phủ"), ("TTg", "Thủ tướng Chính phủ"),
    ("TW", "Ban Chấp hành Trung ương Đảng"),
)  # fmt: skip
# in which order acts are cited: by who issued them, then by kind
_RANKS = (
    r"^Hiến pháp|^(Bộ )?[Ll]uật ", r"^Pháp lệnh|Quốc hội|/QH\d|/UBTVQH", r"^Nghị định", r"/NQ-CP|của Chính phủ", r"/QĐ-TTg|/CT-TTg|Thủ tướng",
    r"^Thông tư|Bộ trưởng|/TT-", r"/TW\b|Trung ương", r"/TU\b|Tỉnh ủy|Thành ủy", r"/NQ-HĐND|Hội đồng nhân dân",
    r"^Quyết định|/QĐ-", r"^Chỉ thị|/CT-", r"^Kế hoạch|/KH-",
)  # fmt: skip
_NAMED = re.compile(r"(mục|điều|khoản|điểm|phần|chương|phụ lục|đoạn)\b", re.IGNORECASE)


def clause_words(clause: str) -> str:
    """A clause as a sentence names it: "III.2" is "mục III.2", "Điều 4.1" stands as it is; of none nothing."""
    return clause if not clause or _NAMED.match(clause) else f"mục {clause}"


def clauses_words(clauses: Iterable[str]) -> str:
    """Several clauses in one place: each once, lists among them taken apart; of none nothing."""
    parts = dict.fromkeys(part.strip() for clause in clauses for part in clause.split(",") if part.strip())
    return clause_words(", ".join(parts))


def common_clause(clauses: Iterable[str]) -> str:
    """What several clauses stand below: of "III.2.a", "III.2.b" it is "III.2"; where nothing is common, all of them."""
    parts = [clause.split(".") for clause in dict.fromkeys(clauses) if clause]
    if len(parts) == 1:
        return ".".join(parts[0])
    common = []
    for step in zip(*parts, strict=False):
        if len(set(step)) > 1:
            break
        common.append(step[0])
    return ".".join(common) or ", ".join(".".join(part) for part in parts)


def kind_of_number(number: str) -> str:
    """The kind of document that a number is of: "1167/QĐ-UBND" is a Quyết định; nothing where its sign says none."""
    signs = re.findall(r"[A-ZĐ][A-Za-zĐ]*", number)
    return next((kind for sign in signs for known, kind in _KINDS if sign == known), "")


def founding_kind(said: str, number: str) -> str:
    """What kind of document the plan is: as it says itself, else by its number; a Kế hoạch where neither tells."""
    return said or kind_of_number(number) or PLAN


def act_words(number: str, issued: date, title: str, province: str) -> str:
    """An act as papers cite it, by its number; `province` is the name that its bodies bear."""
    signs = re.findall(r"[A-ZĐ][A-Za-zĐ]*", number)
    kind = kind_of_number(number) or ("Nghị quyết" if "QH" in signs else "Văn bản")
    by = next((name for sign in signs for known, name in _ISSUERS if sign == known), "")
    if not by and signs:
        own = {
            "UBND": f"Ủy ban nhân dân {province}",
            "HĐND": f"Hội đồng nhân dân {province}",
            "TU": f"Ban Thường vụ {words_by_name(province).party}",
        }
        by = own.get(signs[-1], "")
    month = f"{issued.month:02d}" if issued.month < 3 else str(issued.month)
    dated = f"số {number} ngày {issued.day:02d} tháng {month} năm {issued.year}"
    if title.startswith("Luật "):
        return f"{title} {dated}"
    return f"{kind} {dated}{f' của {by}' if by else ''} về {lower_first(title)}"


def in_order_of_law(lines: Iterable[str]) -> tuple[str, ...]:
    """Acts in the order in which they are cited: laws, decrees, the Prime Minister's, the province's; equals as they come."""
    return tuple(sorted(dict.fromkeys(lines), key=_rank))


def _rank(line: str) -> int:
    text = opened(line.removeprefix("Căn cứ ").strip())
    return next((at for at, pattern in enumerate(_RANKS) if re.search(pattern, text)), len(_RANKS))
