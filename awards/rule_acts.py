"""The act under which a rule is bent: what is no act is told, field by field. Pure."""

import re
from dataclasses import dataclass
from datetime import date

from core.days import why_too_early
from core.numbers import format_date
from core.text import tidy

# "9/UBND", "12/2022/QĐ-UBND", "MH-15/BTĐKT": something with a digit, a stroke, perhaps the year, who issued it
_NUMBER = re.compile(r"(?=[^/]*\d)[^\s/][^/]*/\s*(\d{4}/\s*)?[^\W\d_].*")


@dataclass(frozen=True)
class Act:
    """A paper as its head says it, without its file."""

    number: str
    issued_on: date
    issuer: str

    @property
    def words(self) -> str:
        return f"{tidy(self.number)} ngày {format_date(self.issued_on)} của {tidy(self.issuer)}"


def why_no_act(act: Act, *, today: date, since: date) -> list[str]:
    """Every objection to what is said to be an act; `since` is the first day of the plan's years."""
    found = []
    if _NUMBER.fullmatch(tidy(act.number)) is None:
        found.append("Văn bản phải có số, ký hiệu, ví dụ 512/QĐ-UBND.")
    if sum(letter.isalpha() for letter in act.issuer) < 3 or tidy(act.issuer) == tidy(act.number):
        found.append("Vui lòng ghi cơ quan ban hành văn bản.")
    if act.issued_on > today:
        found.append(f"Ngày văn bản {format_date(act.issued_on)} ở sau hôm nay.")
    why = why_too_early(act.issued_on, since=since, what="Ngày văn bản", because="là ngày đầu của kế hoạch")
    return [*found, why] if why else found
