"""What is said to be an act: its number, its signer, its line "number and day"; what is none is told. Pure."""

import re
from collections.abc import Iterable
from datetime import date

from core.days import why_not_yet
from core.findings import Reason
from core.numbers import format_date, parse_date
from core.text import folded, opened, tidy, too_long

# "9/UBND", "12/2022/QĐ-UBND", "MH-15/BTĐKT": something with a digit, a stroke, perhaps the year, who issued it
_NUMBER = re.compile(r"(?=[^/]*[1-9])[^\s/][^/]*/\s*(\d{4}/\s*)?(?=(?:[\W\d_]*[^\W\d_]){2})[^\W\d_].*")
NUMBER = 60  # letters of a number that records keep
LINE = 200  # letters of a line that records keep
_DAY = re.compile(r"(?<![\d/])\d{1,2}/\d{1,2}/\d{4}(?![\d/])")
_DAYS = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
_NUMBERED = re.compile(r"[^\s/]*\d[^\s/]*/\s*[^\s,;]+")
_BY = re.compile(r"\bcủa (?P<who>.+?)(?=,? số |,? ngày |$)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")


def why_no_number(number: str, *, what: str = "Văn bản", most: int = NUMBER) -> list[str]:
    """Why a number is none of an act: it has its digits and its sign, and is no longer than records keep; `what` begins
    the sentence."""
    if problem := too_long(tidy(number), most):
        return [Reason(f"{what}: số, ký hiệu {problem}", "number")]
    if _NUMBER.fullmatch(tidy(number)) is not None:
        return []
    return [Reason(f"{what} phải có số, ký hiệu, ví dụ 512/QĐ-UBND.", "number")]


def why_no_signer(signer: str, *, number: str = "") -> list[str]:
    """Why nobody signs like this: a name or an office has two words at least, and is not the number again."""
    words = _WORD.findall(signer)
    is_number = bool(number) and folded(signer) == folded(number)
    if len(words) > 1 and sum(map(len, words)) > 2 and not is_number and not any(map(str.isdigit, signer)):
        return []
    return [Reason("Vui lòng ghi họ tên hoặc chức vụ đầy đủ của người ký.", "signer")]


def why_no_issuer(issuer: str, *, number: str = "") -> list[str]:
    """Why nobody issues acts like this: a body has two words at least ("UBND tỉnh"), and is not the number again."""
    words = _WORD.findall(issuer)
    if len(words) > 1 and sum(map(len, words)) > 2 and folded(issuer) != folded(number):
        return []
    return [Reason("Vui lòng ghi cơ quan ban hành văn bản.", "issuer")]


def why_no_reason(reason: str, missing: str) -> list[str]:
    """Why something is no reason: it says why in two different words at least; `missing` asks for one."""
    words = [folded(word) for word in _WORD.findall(tidy(reason))]
    if len(set(words)) > 1 and sum(map(len, words)) > 3:
        return []
    if not tidy(reason):
        return [Reason(missing, "reason")]
    return [Reason(f"{missing} «{tidy(reason)[:40]}» chưa nói được vì sao: ghi ít nhất hai từ.", "reason")]


def why_no_line(act: str, *, what: str = "văn bản quyết định", most: int = LINE) -> list[str]:
    """Why one line does not tell an act ("NQ 12/NQ-HĐND ngày 9/12/2022"): it has a number and what bears it, and is no
    longer than records keep."""
    found: list[str] = []
    is_told = any(map(str.isdigit, act)) and sum(map(str.isalpha, act)) > 1
    if not is_told or not all(map(_is_day, _DAYS.findall(act))):
        found.append(Reason(f"Vui lòng ghi số, ký hiệu và ngày của {what}.", "act"))
    if problem := too_long(tidy(act), most):
        found.append(Reason(f"{opened(what)} {problem} Vui lòng ghi gọn số, ký hiệu, ngày.", "act"))
    return found


def why_no_whole_line(act: str, *, today: date, what: str = "văn bản") -> list[str]:
    """What one line lacks of an act ("12/BC-UBND ngày 05/12/2022 của UBND xã A"): number, day that has come, who issued it."""
    text = tidy(act)
    day = _DAY.search(text)
    before, behind = (text[: day.start()], text[day.end() :]) if day else (text, "")
    number = _NUMBERED.search(before) or _NUMBERED.search(behind)
    issuer = _BY.search(before) or (_BY.search(behind) if day else None)
    named = sum(map(str.isalpha, issuer["who"] if issuer else behind.replace("của", "")))
    lacks = [
        words
        for words, is_there in (
            ("số, ký hiệu", number is not None and not why_no_number(number[0])),
            ("ngày", day is not None),
            ("nơi ban hành", named > 2),
        )
        if not is_there
    ]
    if lacks:
        like = "12/BC-UBND ngày 05/12/2022 của UBND xã A"
        return [f"Vui lòng ghi {', '.join(lacks)} của {what}, ví dụ {like}."]
    assert day is not None, "said to lack it above"
    try:
        on = parse_date(day[0])
    except ValueError:
        return [f"Ngày {day[0]} của {what} không có trong lịch."]
    return [f"Ngày {format_date(on)} của {what} ở sau hôm nay."] if on > today else []


def why_act_not_yet(act: str, *, today: date, what: str) -> list[str]:
    """Why the day that a line tells of an act cannot be: it has not come; `what` begins the sentence."""
    days = [date(int(year), int(month), int(day)) for day, month, year in filter(_is_day, _DAYS.findall(act))]
    return [why for on in days if (why := why_not_yet(on, today=today, what=what))]


def why_act_later(act: str, on: date) -> list[str]:
    """Why the act that a line tells brings nothing about from a day on: it is of a later day. Of several one is enough."""
    first = min(
        (date(int(year), int(month), int(day)) for day, month, year in filter(_is_day, _DAYS.findall(act))), default=on
    )
    if first <= on:
        return []
    return [
        f"Văn bản ngày {format_date(first)} có sau ngày {format_date(on)} mà nó cho bắt đầu: sửa ngày văn bản, hoặc bắt đầu "
        f"từ {format_date(first)}."
    ]


def _is_day(parts: tuple[str, str, str]) -> bool:
    day, month, year = map(int, parts)
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def in_one_line(acts: Iterable[str], *, most: int = LINE) -> str:
    """Several acts as one line: each once, in their order; the first and how many others where they are too long."""
    told = list(dict.fromkeys(tidy(act) for act in acts if act.strip()))
    words = "; ".join(told)
    if len(words) <= most:
        return words
    more = f" và {len(told) - 1} văn bản khác" if len(told) > 1 else ""
    return told[0][: most - len(more)] + more
