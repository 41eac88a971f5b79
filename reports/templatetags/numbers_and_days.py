"""How every page writes numbers and days.

A builtin library: templates use it without loading it.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django import template

from core import clock
from core.numbers import format_count, format_date, format_rate
from core.numbers import two_digits as format_two_digits

register = template.Library()

SOON = 3  # days before a date on which it is marked as near


@register.filter
def count(value: int | None) -> str:
    """11015 as "11.015"."""
    return "" if value is None or value == "" else format_count(int(value))


@register.filter
def rate(value: Decimal | None) -> str:
    """5.93 as "5,93"; the unit stands in the head of the table."""
    return "" if value is None or value == "" else format_rate(Decimal(value))


@register.filter
def points(value: Decimal | None) -> str:
    """1.89 as "1,89 điểm %"."""
    return f"{rate(value)} điểm %" if rate(value) else ""


@register.filter
def two_digits(value: int | None) -> str:
    """A small count as documents print it: 5 as "05"."""
    return "" if value is None or value == "" else format_two_digits(int(value))


@register.filter
def year(value: object) -> str:
    """A year or a key as plain digits: 2022, never 2.022."""
    return "" if value is None else str(value)


def _local(value: date | datetime) -> date:
    return value.astimezone(clock.VIETNAM).date() if isinstance(value, datetime) else value


@register.filter
def day(value: date | datetime | None) -> str:
    """15/11/2022; an open end is nothing."""
    return "" if not value or value == clock.FOREVER else format_date(_local(value))


@register.filter
def until(valid_to: date | None) -> str:
    """The first day on which something dated no longer is; nothing when it has no end."""
    return day(valid_to)


@register.filter
def last_day(valid_to: date | None) -> str:
    """The last day of something dated: "30/06/2025", or "đến nay" when it has no end."""
    if not valid_to:
        return ""
    return "đến nay" if valid_to == clock.FOREVER else format_date(valid_to - timedelta(days=1))


@register.filter
def moment(value: datetime | None) -> str:
    """ "hôm nay 16:20", "hôm qua 09:55", else "14/12/2022 16:20"."""
    if not value:
        return ""
    local = value.astimezone(clock.VIETNAM)
    named = {0: "hôm nay", 1: "hôm qua"}.get((clock.today() - local.date()).days)
    return f"{named or format_date(local.date())} {local:%H:%M}"


@register.filter
def days_left(value: date | datetime | None) -> str:
    """ "còn 3 ngày", "hôm nay", "trễ 2 ngày"."""
    if not value:
        return ""
    days = (_local(value) - clock.today()).days
    if days == 0:
        return "hôm nay"
    return f"còn {format_count(days)} ngày" if days > 0 else f"trễ {format_count(-days)} ngày"


@register.filter
def days_tone(value: date | datetime | None) -> str:
    """The class that marks a date: late, soon, or none."""
    if not value:
        return ""
    days = (_local(value) - clock.today()).days
    return "late" if days < 0 else "soon" if days <= SOON else ""
