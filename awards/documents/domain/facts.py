"""What documents tell, as plain facts: who made them, of whom they speak, what was met, judged and given. Pure."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from campaign.definition.words import PLAN
from units.map.domain.heads import ANY
from units.map.domain.province_words import TINH, ProvinceWords

CHAIR = TINH.chairman  # the key that papers are kept by; `Frame.chair` is what they print


@dataclass(frozen=True)
class Frame:
    """What every document of a round repeats."""

    province: str  # its bare name
    agency: str  # who holds the duty of awards
    symbol: str  # its sign in numbers
    movement: str
    plan: str  # the plan as a basis names it
    round_name: str  # "năm 2023", as it stands in a sentence
    form: str
    year: int  # of the day on which it is made, for an open date
    bases: tuple[str, ...] = ()  # "Căn cứ …" of confirmed law and of the acts that the plan rests on
    note: str = ""  # R15, where it is due
    head: str = ANY  # the title of the agency's head
    founding: str = PLAN  # the kind of document that the plan is
    own: ProvinceWords = TINH  # how the province's authorities are called

    @property
    def chair(self) -> str:
        """To whom papers are written: "Chủ tịch Ủy ban nhân dân thành phố Cần Thơ"."""
        return f"{self.own.chairman} {self.province}"


@dataclass(frozen=True)
class Signed:
    """Number and day as registered, and who signs."""

    number: str = ""  # "15/TTr-SNV"; nothing while it is not registered
    day: date | None = None
    signing: str = ""
    signer: str = ""


@dataclass(frozen=True)
class Named:
    """One recipient or nominee."""

    name: str
    place: str = ""
    merit: str = ""
    form: str = ""
    votes: str = ""
    note: str = ""
    noun: str = ""  # what a sentence counts it as, where not by its group: "hộ gia đình"


@dataclass(frozen=True)
class Group:
    """A group of the plan with its people, in the order of the list."""

    label: str
    people: tuple[Named, ...]


@dataclass(frozen=True)
class Counted:
    """A dossier with its votes."""

    name: str
    agree: int
    disagree: int
    blank: int
    share: Decimal | None
    result: str
    note: str = ""


@dataclass(frozen=True)
class Meeting:
    """A session of the Council."""

    name: str
    held_on: date
    place: str
    chair: str
    secretary: str
    members: tuple[tuple[str, str, str], ...]  # name, post, presence in words
    numbers: tuple[int, int, int, int]  # all, present, in writing, absent
    method: str
    counts: tuple[Counted, ...]
    recusals: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    struck: tuple[str, ...] = ()  # taken off the agenda, with the reason
    chosen: tuple[str, ...] = ()  # what the Council chose after its votes, and why
    places: tuple[str, ...] = ()  # how many there were, by group
    left_out: tuple[str, ...] = ()  # appraised and not before it, with the reason
    began: time | None = None
    ended: time | None = None
    discussion: str = ""


@dataclass(frozen=True)
class Judged:
    """One line of an appraisal sheet."""

    code: str
    text: str
    measured: str
    outcome: str
    reason: str
    shown: tuple[str, ...] = ()  # what the portal held of the nominee

    @property
    def grounds(self) -> str:
        """The reason, then what the portal held."""
        held = f"Cổng ghi nhận: {'; '.join(line.rstrip('.') for line in self.shown)}." if self.shown else ""
        reason = self.reason.strip()
        if reason and held and reason[-1] not in ".;:":
            reason += "."
        return f"{reason} {held}".strip()


@dataclass(frozen=True)
class Appraised:
    """A nominee's dossier as it was appraised."""

    name: str
    post: str
    category: str
    holder: str
    received: date | None
    form: str
    lines: tuple[Judged, ...]
    opinions: tuple[str, ...]
    verdict: str
    misses: tuple[str, ...] = ()
    override: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Guidance:
    """What the guidance of a round tells."""

    classes: tuple[str, ...]
    caps: tuple[str, ...]
    papers: tuple[str, ...]
    closing: str
    working_days: int
    effective_on: date | None = None
    standards: tuple[str, ...] = ()  # III.2, class by class, as the plan words it
    routes: tuple[str, ...] = ()
    opening: str = ""
    clause: str = ""  # of the numbers
    days_words: str = "ngày làm việc"


@dataclass(frozen=True)
class Given:
    """A decision: of the list it gives, corrects or revokes."""

    groups: tuple[Group, ...] = ()
    submission: str = ""  # number and day of the submission it follows
    about: str = ""  # the earlier decision that it changes
    reason: str = ""
    recovered: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()  # old, new
    rewards: tuple[tuple[str, int], ...] = ()  # noun, đồng for each
    reward_basis: str = ""


@dataclass(frozen=True)
class Submitted:
    """A submission to the chairman, for one authority."""

    authority: str
    form: str
    groups: tuple[Group, ...]
    council: str = ""
    explained: tuple[str, ...] = ()
    disputed: tuple[str, ...] = ()  # what warns of a dossier, matters, remarks of supervision
    disagreed: tuple[str, ...] = ()  # bodies that were asked and see it otherwise


@dataclass(frozen=True)
class Told:
    """What holders are told: the result of a round, or why a nominee is not awarded."""

    to: tuple[str, ...]
    name: str = ""
    code: str = ""
    reason: str = ""
    groups: tuple[Group, ...] = ()
    decisions: tuple[str, ...] = ()
    refused: int = 0
    form: str = ""
