"""The money of a Fund whose unit ended goes to the successor: one act, one row, nothing rewritten."""

from datetime import date

from accounts import audit
from accounts.models import User
from campaign import owners
from campaign.activities.actions.keeping import may_keep
from campaign.activities.funds import balance, takers
from campaign.models import Campaign, Fund, FundHandover
from campaign.owners import Owner
from core import clock
from core.acts import why_no_line
from core.numbers import format_count, format_date
from core.text import tidy
from core.workflow import Refused


def lock_funds(campaign: Campaign, *of: Owner) -> list[Fund]:
    """The rows of these Funds, locked in the order of their keys."""
    funds = [Fund.objects.get_or_create(campaign=campaign, unit=unit, organisation=body)[0] for unit, body in of]
    locked = {
        fund.pk: fund for fund in Fund.objects.select_for_update().filter(pk__in=[f.pk for f in funds]).order_by("pk")
    }
    return [locked[fund.pk] for fund in funds]


def takers_for(fund: Fund, *, by: User) -> list[Owner]:
    """For whom somebody may take over a Fund."""
    return [owner for owner in takers(fund, clock.today()) if may_keep(by, *owner)]


def take_over(pk: int, taker: Owner, *, amount: int, act: str, on: date, by: User) -> FundHandover:
    """Book money of an ended unit's Fund over to its successor's. Raises `Refused` with every objection."""
    with audit.change(by) as trail:
        seen = Fund.objects.select_related("campaign", "unit").get(pk=pk)
        allowed = {owners.key_of(*owner) for owner in takers_for(seen, by=by)}
        if owners.key_of(*taker) not in allowed:
            raise Refused(
                f"{taker[1] or taker[0]} không nhận được quỹ này: chỉ đơn vị kế thừa của nơi đã kết thúc nhận bàn giao."
            )
        source, target = lock_funds(seen.campaign, (seen.unit, None), taker)
        left = balance(seen.campaign, seen.unit, None)
        refusals = []
        refusals += why_no_line(act, what="văn bản bàn giao")
        if not seen.unit.valid_to <= on <= clock.today():
            refusals.append(f"Ngày bàn giao phải từ {format_date(seen.unit.valid_to)} đến hôm nay.")
        if not 0 < amount <= left:
            refusals.append(
                f"Quỹ của {seen.unit} còn {format_count(left)} đồng, không bàn giao được {format_count(amount)} đồng."
            )
        if refusals:
            raise Refused(*refusals)
        row = FundHandover.objects.create(
            source=source, target=target, amount=amount, act=tidy(act)[:200], on=on, recorded_by=by
        )
        trail.add(
            "hand_over_fund",
            row,
            label=f"{seen} bàn giao cho {taker[1] or taker[0]}"[:300],
            old={"amount": left},
            new={"amount": left - amount, "handed_over": amount},
            summary=f"{row.act} ngày {format_date(on)}",
        )
        return row
