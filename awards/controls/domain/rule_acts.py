"""The act under which a rule is bent: what is no act is told, field by field. Pure."""

from dataclasses import dataclass
from datetime import date

from core.acts import why_no_issuer, why_no_number, why_no_signer
from core.days import why_too_early
from core.numbers import format_date
from core.text import tidy


@dataclass(frozen=True)
class Act:
    """A paper as its head says it, without its file."""

    number: str
    issued_on: date
    issuer: str

    @property
    def words(self) -> str:
        return f"{tidy(self.number)} ngày {format_date(self.issued_on)} của {tidy(self.issuer)}"


def why_no_act(act: Act, *, today: date, since: date, because: str = "là ngày đầu của kế hoạch") -> list[str]:
    """Every objection to what is said to be an act; `since` is the first day that it may bear, `because` says why."""
    found = [*why_no_number(act.number), *why_no_issuer(act.issuer, number=act.number)]
    if act.issued_on > today:
        found.append(f"Ngày văn bản {format_date(act.issued_on)} ở sau hôm nay.")
    why = why_too_early(act.issued_on, since=since, what="Ngày văn bản", because=because)
    return [*found, why] if why else found


def why_not_signed(what: str, number: str, signed_on: date, signer: str, *, today: date) -> list[str]:
    """Every objection to number, day and signer of a paper that is recorded as signed; `what` it is begins sentences."""
    if not tidy(number) or not tidy(signer):
        found = [f"{what} phải có số, ngày ký và người ký."]
    else:
        found = [*why_no_number(number, what=what), *why_no_signer(signer, number=number)]
    if signed_on > today:
        found.append(f"Ngày ký {format_date(signed_on)} ở sau hôm nay.")
    return found
