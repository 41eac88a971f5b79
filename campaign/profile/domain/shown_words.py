"""What the portal holds of a nominee, in the lines that stand beside a part that a reviewer judges. Pure.

A plan names by these words what each part shows (`shows`); who gathers it is `campaign.profile.shown`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.numbers import format_count, format_date, format_rate
from core.text import lower_first

SHOWN_WORDS: Mapping[str, str] = {
    "reports": "báo cáo của đơn vị, đúng hạn, trễ, chưa gửi",
    "plans": "kế hoạch đã gửi, hạn gửi",
    "movements": "việc gắn với phong trào, cuộc vận động khác",
    "drives": "đợt vận động, số đăng ký và đã nhận",
    "fund": "thu, chi Quỹ Vì người nghèo",
    "help": "trợ giúp đã làm, đã được nhận",
    "activities": "hoạt động đã ghi nhận",
    "initiatives": "sáng kiến, đề xuất chính sách",
    "models": "mô hình, điển hình",
    "deprivations": "chỉ số thiếu hụt dịch vụ xã hội cơ bản",
    "targets": "chỉ tiêu được giao, chỉ tiêu tự đặt",
}  # fmt: skip
NOUNS: Mapping[str, str] = {  # as the line says that names what is not there
    "reports": "báo cáo", "plans": "kế hoạch", "movements": "việc gắn với phong trào khác", "drives": "đợt vận động",
    "fund": "thu, chi quỹ", "help": "trợ giúp", "activities": "hoạt động", "initiatives": "sáng kiến",
    "models": "mô hình, điển hình", "deprivations": "chỉ số thiếu hụt", "targets": "chỉ tiêu",
}  # fmt: skip
MADE_UP = "số liệu minh họa"
ARROW = "\u00a0→\u00a0"  # stays on the line of its numbers


@dataclass(frozen=True)
class Tally:
    """Some records of one owner, added."""

    number: int = 0
    amount: int = 0
    households: int = 0
    is_illustrative: bool = False

    def words(self, noun: str = "việc") -> str:
        """ "2 việc, 165.000.000 đồng, 104 lượt hộ"; what is none is left out."""
        parts = [f"{format_count(self.number)} {noun}"]
        if self.amount:
            parts.append(f"{format_count(self.amount)} đồng")
        if self.households:
            parts.append(f"{format_count(self.households)} lượt hộ")
        return ", ".join(parts)


def tally(rows: Iterable[tuple[int | None, int | None, bool]]) -> Tally:
    """Rows of amount, households and whether they are made up."""
    found = list(rows)
    return Tally(
        len(found),
        sum(amount or 0 for amount, _, _ in found),
        sum(households or 0 for _, households, _ in found),
        any(made_up for _, _, made_up in found),
    )


def noted(text: str, *notes: str, is_illustrative: bool = False) -> str:
    """A line with its notes in brackets; one about made-up records says so."""
    said = [*filter(None, notes), *([MADE_UP] if is_illustrative else [])]
    return f"{text} ({'; '.join(said)})" if said else text


def of_predecessor(text: str, name: str) -> str:
    """A line about records of what the nominee came from."""
    return f"{name} (trước sắp xếp): {lower_first(text)}"


def nothing(names: Sequence[str]) -> str:
    """What was looked for and is not there."""
    return f"Cổng chưa có ghi nhận nào về {'; '.join(NOUNS[name] for name in names)}."


# ---- reports and plans ----


def sent_line(what: str, standing: str) -> str:
    """A report or plan with how it stands to its deadline: "Báo cáo cả năm 2022: trễ 3 ngày"."""
    return f"{what}: {lower_first(standing)}"


def not_due_line(what: str, *, bound: str, on: date) -> str:
    """Nothing came yet, and nothing had to."""
    return f"{what}: chưa gửi, chưa hết hạn ({bound} {format_date(on)})"


def undated_line(what: str, on: date) -> str:
    """It came, and no act says by when it was due."""
    return f"{what}: đã gửi ngày {format_date(on)}, chưa đặt hạn"


# ---- records ----


def sum_line(label: str, found: Tally, *, noun: str = "việc", more: str = "") -> str:
    """A kind of record with its sums."""
    return noted(f"{label}: {found.words(noun)}", more, is_illustrative=found.is_illustrative)


def help_line(label: str, counted: Tally, *, confirmed: int, waiting: int, disputed: int) -> str:
    """Help, and how much of it those who received it have confirmed; what they dispute is not in the sums."""
    said = [
        f"{word} {format_count(number)}"
        for number, word in (
            (confirmed, "nơi nhận đã xác nhận"),
            (waiting, "chờ nơi nhận xác nhận"),
            (disputed, "không tính việc nơi nhận không xác nhận:"),
        )
        if number
    ]
    return sum_line(label, counted, more="; ".join(said))


def money_line(label: str, sums: Sequence[tuple[str, int]], *, is_illustrative: bool) -> str:
    """Several sums of money, each with its word: "Đợt vận động «…»: 12.500.000 đồng đã nhận"."""
    words = [f"{format_count(amount)} đồng {word}" for word, amount in sums if amount]
    return noted(f"{label}: {', '.join(words) if words else 'chưa có khoản nào'}", is_illustrative=is_illustrative)


def movement_line(name: str, *, records: int, plans: int, is_illustrative: bool) -> str:
    """A linked movement with what is tagged with it."""
    parts = [f"{format_count(n)} {word}" for n, word in ((records, "việc"), (plans, "kế hoạch")) if n]
    return noted(f"«{name}»: {', '.join(parts)}", is_illustrative=is_illustrative)


# ---- figures ----


@dataclass(frozen=True)
class Aim:
    """A target of a year, as assigned or as the unit set it itself."""

    at_least: str
    decision: str = ""


def aim_line(year: int, indicator: str, assigned: Aim | None, own: Aim | None) -> str:
    """The assigned target beside the own one."""
    words = f"được giao giảm {assigned.at_least} điểm % ({assigned.decision})" if assigned else "chưa được giao"
    if own is not None:
        words += f", tự đặt giảm {own.at_least} điểm %"
    return f"Chỉ tiêu năm {year}, {indicator}: {words}"


Series = Sequence[int | None]  # households at the end of each year that is told


def deprivations_head(whose: str, years: Sequence[int], *notes: str) -> str:
    """What the lines below count, and at the end of which years."""
    return noted(f"Số {whose} thiếu hụt, cuối năm {ARROW.join(map(str, years))}", *notes)


def deprivation_line(dimension: str, columns: Sequence[tuple[str, Series]]) -> str:
    """The indicators of one dimension over the years: "Y tế: dinh dưỡng 14 → 8, bảo hiểm y tế 12 → 7"."""
    words = ", ".join(
        f"{label} {ARROW.join('chưa có' if value is None else format_count(value) for value in series)}"
        for label, series in columns
    )
    return f"{dimension}: {words}"


def points(value: object) -> str:
    """Percentage points as lines print them."""
    return format_rate(value)  # type: ignore[arg-type]  # a Decimal where it is a rate
