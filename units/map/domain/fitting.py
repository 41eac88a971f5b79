"""What no unit can be, in sentences: one judgement, asked by every file, page and step that makes or renames one. Pure."""

from datetime import date

from core.clock import FOREVER
from core.numbers import format_date, is_digits
from core.text import folded, tidy, too_long
from units.map.domain.levels import CODE_DIGITS, TWO_LEVELS_FROM, Kind, Level
from units.map.domain.naming import kind_of

CODE, NAME, ACT = 20, 120, 200  # letters that the columns hold
_HIGHER = frozenset(folded(kind.word) for kind in Kind if kind.level is not Level.VILLAGE)


def why_not_kind(name: str, kind: Kind) -> str:
    """Why a unit of this name is not of this kind. A village may be called after another kind of village: "Xóm Bằng"."""
    word = folded(kind_of(name))
    if word not in _HIGHER or word == folded(kind.word):
        return ""
    return f"tên «{tidy(name)}» không phải của loại «{kind.label}»; vui lòng sửa tên hoặc loại."


def why_short(code: str, level: Level | None) -> str:
    """Why a code is not one of the official list: Excel drops the zeros at the front; without a level two digits do."""
    digits = CODE_DIGITS.get(level, 0) if level is not None else 2
    if not code or not is_digits(code) or len(code) >= digits:
        return ""
    return (
        f"mã «{code}» thiếu số 0 ở đầu? Mã danh mục nhà nước của cấp này có {digits} chữ số, có thể là "
        f"{code.zfill(digits)}."
    )


def why_no_district(level: Level, begins: date, ends: date = FOREVER) -> list[str]:
    """Why no district begins on a day: since 01/07/2025 there is no such level."""
    if level is not Level.DISTRICT or begins < TWO_LEVELS_FROM or ends <= TWO_LEVELS_FROM:
        return []
    return [
        f"Từ {format_date(TWO_LEVELS_FROM)} không còn cấp huyện, nên không lập được đơn vị cấp huyện từ ngày "
        f"{format_date(begins)}. Đơn vị có từ trước thì ghi ngày thành lập trước ngày ấy."
    ]


def why_no_township(kind: Kind, begins: date, ends: date = FOREVER) -> list[str]:
    """Why no township begins on a day: since 01/07/2025 communes, wards and special zones alone are of its level."""
    if kind is not Kind.TOWNSHIP or begins < TWO_LEVELS_FROM or ends <= TWO_LEVELS_FROM:
        return []
    return [
        f"Từ {format_date(TWO_LEVELS_FROM)} không còn thị trấn, nên không lập được thị trấn từ ngày {format_date(begins)}; "
        "ghi xã, phường hoặc đặc khu. Thị trấn có từ trước thì ghi ngày thành lập trước ngày ấy."
    ]


def why_too_long(*, code: str = "", name: str = "", act: str = "") -> list[str]:
    """What the columns do not hold, each in its sentence."""
    told = (("Mã", code, CODE), ("Tên", tidy(name), NAME), ("Văn bản", tidy(act), ACT))
    return [f"{what} {problem}" for what, text, most in told if (problem := too_long(text, most))]
