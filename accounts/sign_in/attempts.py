"""How long the next sign-in waits: pure judgement over the wrong passwords of the last hours.

Nobody can be shut out from elsewhere. Who is acquainted (this browser, or this address, has signed in to this name
before) is judged by their own mistakes alone. A stranger is judged by their address over all names as well; and when a
name, or the portal, is being guessed at from many places, a stranger knocks first and is let in a little later,
counted from their own knock, which nobody else can prolong.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(hours=2)  # older mistakes are forgotten

OWN_FREE = 5  # mistakes with one name from one place before the first wait
PRESSED_FREE = 2  # the same for a stranger while the name or the portal is under attack
ADDRESS_FREE = 30  # mistakes of one address over all names: a whole office may share one
FIRST_WAIT = timedelta(minutes=1)  # doubles with each mistake after a wait
LONGEST_WAIT = timedelta(minutes=15)

NAME_PRESSED = 20  # mistakes with one name from all places: an attack
PORTAL_PRESSED = 600  # mistakes over all names from all places
KNOCK_WAIT = timedelta(seconds=15)  # for each time that the pressure is reached
LONGEST_KNOCK = timedelta(seconds=60)


@dataclass(frozen=True)
class Mistakes:
    """How many wrong passwords, and when the last of them."""

    count: int = 0
    last: datetime | None = None


@dataclass(frozen=True)
class Facts:
    """What was tried within the window. A place is a known browser, else an address."""

    now: datetime
    own: Mistakes = Mistakes()  # this name, this place
    address: Mistakes = Mistakes()  # this address, any name
    name_count: int = 0  # this name, any place
    portal_count: int = 0
    knocked: datetime | None = None  # when this place first asked for this name under pressure
    is_acquainted: bool = False

    @property
    def pressure(self) -> int:
        """How many times over the limit the name or the portal is; 0 for none, and for who is acquainted."""
        over = max(self.name_count // NAME_PRESSED, self.portal_count // PORTAL_PRESSED)
        return 0 if self.is_acquainted else over

    @property
    def free(self) -> int:
        return PRESSED_FREE if self.pressure else OWN_FREE


@dataclass(frozen=True)
class Verdict:
    """How many seconds to wait (0: try now), and how many mistakes are left before the next wait."""

    wait: int
    left: int


def judge(facts: Facts) -> Verdict:
    """The longest of the waits that hold now."""
    waits = [_pause(facts.own, facts.free, facts.now)]
    left = facts.free - facts.own.count
    if not facts.is_acquainted:
        waits += [_pause(facts.address, ADDRESS_FREE, facts.now), _knock(facts)]
        left = min(left, ADDRESS_FREE - facts.address.count)
    longest = max(timedelta(0), *waits)
    return Verdict(wait=-(-longest // timedelta(seconds=1)), left=max(left, 0))


def _pause(mistakes: Mistakes, free: int, now: datetime) -> timedelta:
    """What is left of the wait after the last mistake; below nothing when it is over."""
    if mistakes.last is None or mistakes.count < free:
        return timedelta(0)
    doublings = min(mistakes.count - free, 10)
    return mistakes.last + min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT) - now


def _knock(facts: Facts) -> timedelta:
    """What is left of a stranger's wait under pressure, since their own first knock; below nothing when it is over."""
    whole = min(KNOCK_WAIT * facts.pressure, LONGEST_KNOCK)
    return (facts.knocked or facts.now) + whole - facts.now
