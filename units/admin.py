from office.read_only import show
from units.models import Classification, DutyHolding, Membership, Organisation, Placement, Succession, Unit

show(Unit, Placement, Classification, Succession, Organisation, DutyHolding, Membership)
