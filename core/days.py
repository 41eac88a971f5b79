"""Days that cannot be: a paper signed tomorrow, or before there was anything to decide. Pure."""

from datetime import date

from core.numbers import format_date


def why_not_yet(day: date | None, *, today: date, what: str) -> str:
    """Why a day on which something is said to have happened cannot be: it has not come. Else nothing.

    `what` names the day within a sentence: "ngày quyết định".
    """
    if day is None or day <= today:
        return ""
    return f"{what} {format_date(day)} chưa đến (hôm nay {format_date(today)})."


def why_too_early(day: date | None, *, since: date, what: str, because: str) -> str:
    """Why a day is too early; `because` says from when on and why. Else nothing."""
    if day is None or day >= since:
        return ""
    return f"{what} {format_date(day)} trước ngày {format_date(since)}, {because}."
