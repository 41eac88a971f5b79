from datetime import timedelta


def add_working_days(start, days, holidays, working=()):
    day = start
    while days > 0:
        day += timedelta(days=1)
        if day in working or (day.weekday() < 5 and day not in holidays):
            days -= 1
    return day


def working_days_between(start, end, holidays, working=()):
    if end < start:
        return -working_days_between(end, start, holidays, working)
    n, day = 0, start
    while day < end:
        day += timedelta(days=1)
        n += day in working or (day.weekday() < 5 and day not in holidays)
    return n
