"""What checks are told of a dossier, and how they answer: facts, hits, how hard they are, what they cite. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from awards.law.domain.regimes import Regime
from campaign.definition.words import clause_words
from core.findings import Finding
from core.text import opened

NAMESAKE = "trùng họ tên, chưa đủ căn cứ là một người"


class Severity(StrEnum):
    """What a check that hits does."""

    BLOCK = "block"  # the dossier may not be recommended
    WARN = "warn"  # it may, and everybody reads why it perhaps should not
    INFO = "info"


@dataclass(frozen=True)
class Check:
    """One check that hit."""

    id: str  # "R27"
    label: str
    severity: Severity
    message: str
    source: str
    confirmed: bool = True
    address: str = ""  # the dossier or figures that it is about, as the views name them
    asks_reason: bool = False  # milder than its rule: who passes over it writes why
    line: str = ""  # the label of the line of the sheet that it is about: shown beside it

    @property
    def beside_line(self) -> str:
        """What is said where the label of the line already stands."""
        return opened(self.message.removeprefix(self.line).lstrip(":, "))


@dataclass(frozen=True)
class Nominee:
    """Who is proposed: a unit of a level, a body, a firm, a household or a person."""

    kind: str
    name: str
    level: str = ""
    ended_on: date | None = None
    heirs: tuple[str, ...] = ()
    body: str = ""  # the kind of an organisation
    post: str = ""  # of a person
    of_business: str = ""  # of a person: the body that proposes them, where it does business
    is_outside: bool = False  # not managed by the province, itself or the body that a person works in


@dataclass(frozen=True)
class Elsewhere:
    """Another award, or dossier on its way, of the same nominee or of one that it came from or became."""

    name: str
    what: str  # "Bằng khen của Chủ tịch …, đợt hằng năm 2022"
    state: str  # in words: "Được khen thưởng theo Quyết định 512/QĐ-UBND"
    years: frozenset[int]
    category: str = ""
    same_round: bool = False
    is_state: bool = False
    decided_on: date | None = None
    is_given: bool = False
    only_the_name: bool = False  # a person: nothing but the name is the same
    address: str = ""


@dataclass(frozen=True)
class Pending:
    """A matter that the desk noted about the nominee."""

    kind: str
    about: str
    document: str
    opened_on: date
    concluded_on: date | None = None
    discipline_ends_on: date | None = None
    only_the_name: bool = False  # noted at a dossier of somebody of the same name


@dataclass(frozen=True)
class Measured:
    """A measured line of the sheet that applies to the nominee, year by year."""

    label: str
    years: tuple[tuple[int, Finding], ...]


@dataclass(frozen=True, kw_only=True)
class CheckFacts:
    """Everything that the checks read of one dossier."""

    nominee: Nominee
    category: str
    letter: str
    level: str  # that the class asks of a unit
    takes: tuple[str, ...]  # the kinds of nominees of the class, as the plan names them
    bodies: tuple[str, ...] = ()  # the kinds of organisations that it takes; empty: every kind
    not_posts: tuple[str, ...] = ()  # words of posts that it does not mean
    never_with: tuple[str, ...] = ()  # classes in which the same body does not stand in one round
    clause: str
    founding: str  # the kind of document that the plan is
    round_clause: str
    round_kind: str
    is_review: bool  # the round belongs to the interim or the final review
    ended_units: bool
    form: str
    form_name: str
    is_state_form: bool
    years: tuple[int, ...]
    run_years: int  # how long the movement has run by the round's year
    law: Regime
    today: date
    measured: tuple[Measured, ...] = ()
    unproven: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    matters: tuple[Pending, ...] = ()
    versions: int = 0
    returns: int = 0
    days_late: int = 0
    due_on: date | None = None
    interested: tuple[str, ...] = ()
    stood_aside: tuple[tuple[str, str], ...] = ()  # members of the Council in words, with the session's address


@dataclass(frozen=True)
class Hit:
    """What one rule says; it may be milder than its rule."""

    message: str
    severity: Severity | None = None
    source: str = ""
    mark: str = ""
    address: str = ""
    line: str = ""


Judge = Callable[[CheckFacts], Iterable[Hit]]
# of the plan itself, by the words of its version: the clause of the class, our reading of it, the clause of the round
OF_CLASS, OF_READING, OF_ROUND = "class", "reading", "round"


def cited(source: str, facts: CheckFacts) -> str:
    """A source as people read it; of the plan its kind of document and its own clause."""
    if source not in (OF_CLASS, OF_READING, OF_ROUND):
        return source
    clause = clause_words(facts.round_clause if source == OF_ROUND else facts.clause)
    words = ", ".join(filter(None, (facts.founding, clause)))
    return f"{words} (cách hiểu)" if source == OF_READING else words
