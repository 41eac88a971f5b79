"""A campaign as data: a whole plan in frozen dataclasses. The dataclasses are the schema of its TOML file.

`Use` lines name a rule of `campaign.rules`; the rule's parameters stand beside its name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from campaign.rules import RULES, explain
from campaign.shown_words import SHOWN_WORDS
from core.text import lower_first

LEVELS = ("province", "district", "commune", "village", "")
MEMBER = "member"  # of a cluster or bloc, units and organisations alike
BOUNDS = ("before", "on_or_before")
NOMINEES = ("unit", "organisation", "enterprise", "household", "person")
DUTIES = ("standing_agency", "award_agency")
PLACES_TAKEN = (ON_RECOMMENDING, BY_COUNCIL) = ("recommend", "council")


@dataclass(frozen=True)
class Use:
    """A line that may name a rule; `params` are the keys beside it that the rule asks for."""

    rule: str = "judged"
    params: Mapping[str, Any] = field(default_factory=dict, compare=True)

    @property
    def kind(self) -> str:
        """measured, documented, judged or reported, as the rule is."""
        return RULES[self.rule].kind

    @property
    def explanation(self) -> str:
        """How the line is judged, in words."""
        return explain(self)


@dataclass(frozen=True)
class LegalBasis:
    """An act that the plan rests on."""

    number: str
    title: str
    issued: date
    clause: str = ""
    cited: str = ""  # how papers of awards cite it; empty: they do not


@dataclass(frozen=True, kw_only=True)
class Goal(Use):
    """A goal of the movement (I.1)."""

    id: str
    clause: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Part(Use):
    """A lettered part of a criterion: one line of the appraisal sheet."""

    id: str
    text: str
    may_not_apply: str = ""  # when the reviewer may answer "không áp dụng"
    unless: str = ""  # a record of the portal beside which that answer is not taken
    shows: tuple[str, ...] = ()  # what the portal holds of the nominee that stands beside (`campaign.shown_words`)

    @property
    def shows_words(self) -> str:
        """What stands beside, in words."""
        return "; ".join(SHOWN_WORDS[name] for name in self.shows)


@dataclass(frozen=True, kw_only=True)
class Criterion(Use):
    """A criterion of a class with its official text; without parts it is its own only part."""

    id: str
    clause: str
    text: str
    applies_to: str = ""
    except_for: str = ""
    only_for: tuple[str, ...] = ()  # kinds of organisations that it is about; empty: every nominee
    may_not_apply: str = ""  # when the reviewer may answer "không áp dụng", of a criterion without parts
    unless: str = ""  # a record beside which that answer is not taken, of a criterion without parts
    shows: tuple[str, ...] = ()  # the same of a criterion without parts
    part: tuple[Part, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        only = Part(
            id="", text="", may_not_apply=self.may_not_apply, unless=self.unless, shows=self.shows, rule=self.rule,
            params=self.params,
        )  # fmt: skip
        return self.part or (only,)

    @property
    def is_measured(self) -> bool:
        return not self.part and self.kind == "measured"


@dataclass(frozen=True, kw_only=True)
class Category:
    """A class of nominees (III.2 a–g)."""

    code: str
    letter: str
    clause: str
    title: str
    group: str
    level: str = ""  # of the units; in a class of organisations where they have their seat
    bodies: tuple[str, ...] = ()  # kinds of the organisations; empty: every kind
    not_posts: tuple[str, ...] = ()  # words of posts whose holders the class does not mean
    never_with: tuple[str, ...] = ()  # classes in which the same organisation is not proposed in one round
    route: str = ""
    intro: str = ""
    any_of: tuple[str, ...] = ()  # criteria of which one is enough; empty: all
    nominees: tuple[str, ...] = ()  # who may be proposed; empty: units where it has a level, else organisations
    criterion: tuple[Criterion, ...] = ()

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return self.criterion

    @property
    def takes(self) -> tuple[str, ...]:
        """The kinds of nominees of the class."""
        return self.nominees or (("unit",) if self.level else ("organisation",))


@dataclass(frozen=True, kw_only=True)
class AwardForm:
    """A form of award and who gives it."""

    code: str
    name: str
    authority: str
    clause: str


@dataclass(frozen=True, kw_only=True)
class Group:
    """What a ceiling counts together."""

    code: str
    label: str
    is_person: bool = False


@dataclass(frozen=True, kw_only=True)
class Cap:
    """A ceiling of a round and group: a number, or a percentage of units or members, for the whole or each bloc.

    Without either it waits for its act.
    """

    id: str
    group: str
    clause: str
    at_most: int | None = None
    percent: Decimal | None = None
    of: str = ""  # what is counted on the last day of the round's year: the units of a level, or a bloc's members
    per_bloc: bool = False


@dataclass(frozen=True, kw_only=True)
class Route:
    """Through whose hands dossiers of these classes go before the award agency, between dates (half open)."""

    classes: tuple[str, ...]
    stops: tuple[str, ...] = ()  # levels that confirm, from below; those below the holder fall away
    clause: str = ""
    since: date | None = None
    until: date | None = None
    bloc_head: bool = False  # the head of a cluster or bloc may propose its members
    through_bloc_head: bool = False  # and nobody else may

    def covers(self, category: str, on: date) -> bool:
        return category in self.classes and (self.since or date.min) <= on < (self.until or date.max)


@dataclass(frozen=True, kw_only=True)
class Round:
    """An award round: its year and the window of years that must be met."""

    code: str
    name: str
    kind: str
    year: int
    window: tuple[int, ...]
    award_form: str
    clause: str
    windows: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # by category, where another
    cap: tuple[Cap, ...] = ()
    working_days: int = 17  # from the complete dossier to the result
    reviewers: int = 1  # who appraise apart from each other
    council: bool = True  # the Council holds a session about the list
    # where a place is taken; named later than plans were stored, so that the text of one without it stays what it was
    places_taken: str = field(default=ON_RECOMMENDING, metadata={"unwritten": True})
    comment_days: int = 0  # working days of public comment; 0: none is required
    other_forms: tuple[str, ...] = ()  # that a dossier of this round may be proposed for besides `award_form`
    state_level: bool = False  # proposed to the Prime Minister or the State President
    ended_units: bool = False  # units that are no more may be nominated, by the act that opens the round
    printed: str = ""  # what papers call it within a sentence; empty: the year of an annual one, else its name

    @property
    def printed_words(self) -> str:
        """ "năm 2023", "đợt sơ kết giữa kỳ năm 2023"."""
        return self.printed or (f"năm {self.year}" if self.kind == "annual" else lower_first(self.name))

    @property
    def caps(self) -> tuple[Cap, ...]:
        return self.cap

    @property
    def council_chooses(self) -> bool:
        """The Council has all candidates before it, more than places; what it chooses takes the places."""
        return self.places_taken == BY_COUNCIL


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """Something due to somebody by a day."""

    id: str
    clause: str
    label: str
    text: str
    on: date
    bound: str
    hard: bool
    plan_kind: str = ""  # the kind of plan that is due; or
    round_: str = ""  # the round whose dossiers are taken until then
    to: tuple[str, ...] = ()
    zone: str = "Asia/Ho_Chi_Minh"


@dataclass(frozen=True, kw_only=True)
class Participant:
    """Who takes part; organisations of the Front are requested, state bodies ordered."""

    name: str
    clause: str
    requested: bool = False
    files_plan: bool = False


@dataclass(frozen=True, kw_only=True)
class Provision:
    """Something that the plan has people do, and what the portal holds of it."""

    id: str
    clause: str
    text: str
    holds: str = ""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How an open text is read here; a setting."""

    id: str
    about: tuple[str, ...]
    text: str


DEFAULT_GROUPS = (
    Group(code="collective", label="Tập thể"),
    Group(code="individual", label="Cá nhân", is_person=True),
)


@dataclass(frozen=True, kw_only=True)
class Definition:
    """A whole plan."""

    code: str
    name: str
    short_name: str
    province: str
    first_year: int
    last_year: int
    standard: str
    issuer: str
    number: str = ""
    issued: str = ""
    legal_basis: tuple[LegalBasis, ...] = ()
    goal: tuple[Goal, ...] = ()
    participant: tuple[Participant, ...] = ()
    provision: tuple[Provision, ...] = ()
    category: tuple[Category, ...] = ()
    award_form: tuple[AwardForm, ...] = ()
    round_: tuple[Round, ...] = ()
    deadline: tuple[Deadline, ...] = ()
    reading: tuple[Reading, ...] = ()
    linked_movements: tuple[str, ...] = ()
    refusal_reasons: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    group: tuple[Group, ...] = ()
    route: tuple[Route, ...] = ()
    person_group: str = "individual"  # of a person named in a class that counts another group
    peak_month: tuple[str, ...] = ()  # of the Fund, first and last day: "17/10", "18/11"

    @property
    def groups(self) -> tuple[Group, ...]:
        """What ceilings count, in the order that pages show."""
        return self.group or DEFAULT_GROUPS

    def group_label(self, code: str) -> str:
        """The words of a group; of one that is no more, its code."""
        return next((item.label for item in self.groups if item.code == code), code)

    def stops(self, category: str, on: date) -> tuple[str, ...]:
        """The levels that confirm a dossier of this class on a day, from below."""
        return next((item.stops for item in self.route if item.covers(category, on)), ())

    def is_proposed_by_bloc_heads(self, category: str, on: date) -> bool:
        """On a day the head of a bloc may propose its members in this class."""
        return any(item.bloc_head or item.through_bloc_head for item in self.route if item.covers(category, on))

    def goes_through_bloc_head(self, category: str, on: date) -> bool:
        """On a day the members of a bloc are proposed by its head alone."""
        return any(item.through_bloc_head for item in self.route if item.covers(category, on))

    @property
    def goals(self) -> tuple[Goal, ...]:
        return self.goal

    @property
    def categories(self) -> tuple[Category, ...]:
        return self.category

    @property
    def rounds(self) -> tuple[Round, ...]:
        return self.round_

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        return self.deadline

    @cached_property
    def _rounds(self) -> dict[str, Round]:
        return {item.code: item for item in self.round_}

    @cached_property
    def _categories(self) -> dict[str, Category]:
        return {item.code: item for item in self.category}

    def form_name(self, code: str) -> str:
        """The words of a form of award; of one that the plan does not name, its code."""
        return next((item.name for item in self.award_form if item.code == code), code)

    def round(self, code: str) -> Round:
        """A round by its code. Raises `KeyError`."""
        return self._rounds[code]

    def find_category(self, code: str) -> Category:
        """A class of nominees by its code. Raises `KeyError`."""
        return self._categories[code]

    def window(self, award_round: Round, category: Category) -> tuple[int, ...]:
        """The years that a class must meet in a round."""
        return award_round.windows.get(category.code, award_round.window)

    def measured(self, category: str) -> tuple[Criterion, ...]:
        """The measured criteria of a class."""
        return tuple(item for item in self.find_category(category).criteria if item.is_measured)

    def readings_of(self, *ids: str) -> tuple[Reading, ...]:
        """Our readings about any of these ids."""
        return tuple(item for item in self.reading if set(item.about) & set(ids))

    @cached_property
    def peak(self) -> tuple[tuple[int, int], ...]:
        """The first and last day of the peak month of the Fund, as (month, day)."""
        return tuple((int(text[3:]), int(text[:2])) for text in self.peak_month)

    @property
    def indicators(self) -> tuple[str, ...]:
        """Every indicator that a goal or criterion measures."""
        lines: list[Use] = [*self.goal, *(c for k in self.category for c in k.criteria)]
        return tuple(dict.fromkeys(line.params["indicator"] for line in lines if "indicator" in line.params))
