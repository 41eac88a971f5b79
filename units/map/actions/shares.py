"""How much of a split unit each successor took: versions, each with its act."""

from collections.abc import Mapping
from decimal import Decimal

from accounts import audit
from accounts.models import User
from core import clock
from core.text import tidy
from core.workflow import Refused
from units.map.actions import map as changes
from units.map.domain.lineage import share_faults
from units.models import Unit
from units.reorganisation.reach import may_reorganise
from units.replaced import tell_replaced


def enter_shares(unit: Unit, shares: Mapping[int, Decimal], *, act: str, by: User) -> None:
    """Say how much of a split unit each successor took (by succession pk, of 1), by an act. Raises `Refused`."""
    with audit.change(by) as trail:
        may_reorganise(by, [unit])
        steps = list(unit.successions.select_for_update().order_by("pk"))
        refusals = changes.why_no_act(act)
        if len(steps) < 2:
            refusals.append(f"{unit.name} không chia cho nhiều đơn vị nên không cần tỷ lệ chia.")
        missing = [step for step in steps if step.pk not in shares]
        if missing:
            refusals.append("Vui lòng ghi phần của mọi đơn vị nhận.")
        else:
            refusals.extend(share_faults([shares[step.pk] for step in steps]))
        if refusals:
            raise Refused(*refusals)
        now = clock.now()
        for step in steps:
            step.shares.filter(replaced_at=None).update(replaced_at=now)
            step.shares.create(share=shares[step.pk], act=tidy(act), recorded_by=by)
        trail.add(
            "enter_shares",
            unit,
            summary=act,
            new={str(step.to_unit_id): str(shares[step.pk]) for step in steps},
        )
        tell_replaced({unit.pk}, "Tỷ lệ chia của đơn vị", by=by)
