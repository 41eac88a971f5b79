"""A campaign as data: a whole plan in frozen dataclasses. The dataclasses are the schema of its TOML file.

`Use` lines name a rule of `campaign.rules`; the rule's parameters stand beside its name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar

from campaign.definition.words import (
    act_words,
    clause_words,
    clauses_words,
    common_clause,
    founding_kind,
    in_order_of_law,
)
from campaign.evaluation.domain.predecessors import ALL
from campaign.profile.domain.shown_words import SHOWN_WORDS
from campaign.rules import RULES, TITLE, YEAR, body_words, class_words, explain
from core.text import lower_first

LEVELS = ("province", "district", "commune", "village", "")
LEVEL_WORDS = {"province": "cấp tỉnh", "district": "cấp huyện", "commune": "cấp xã", "village": "thôn, khu phố"}
MEMBER = "member"  # of a cluster or bloc, units and organisations alike
QUALIFIED = "qualified"  # units of the group's classes that meet everything measured
ROUNDINGS = (DOWN, UP, HALF_UP) = ("down", "up", "half_up")
ROUND_KINDS = ("annual", "interim", "final", "state")
PLAN_KINDS = ("launch_plan", "poverty_plan")
TERMS = ("working_days", "comment_days", "step_days")
STEPS = (
    "sign", "send", "district", "amend", "accept", "opinion", "appraise", "recommend", "council", "submit", "decide",
)  # fmt: skip
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
    def over(self) -> str:
        """Whether a measured line is asked of each year, or once of a unit's or a class's whole window."""
        return RULES[self.rule].over

    @property
    def record(self) -> str:
        """What a documented line looks for among papers; empty where it looks for none."""
        return "" if self.kind != "documented" else self.params.get("record", TITLE)

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
    clause: str = ""  # where the text names it; such an act is cited only in the words of `cited`
    cited: str = ""  # how papers of awards cite it; empty: by its number, day and title


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
    shows: tuple[
        str, ...
    ] = ()  # what the portal holds of the nominee that stands beside (`campaign.profile.domain.shown_words`)
    points: Decimal | None = None  # of the score table, when it is met

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
    points: Decimal | None = None  # the same
    part: tuple[Part, ...] = ()
    number: ClassVar[int] = 0  # its place within its class, from 1: given by the class, written nowhere

    @property
    def name(self) -> str:
        """What people call it beside others of its class: "Tiêu chí 2"."""
        return f"Tiêu chí {self.number or self.id}"

    def part_name(self, letter: str) -> str:
        """ "Tiêu chí 1, ý b"; the criterion's own where it has no letters."""
        return f"{self.name}, ý {letter}" if letter else self.name

    @property
    def parts(self) -> tuple[Part, ...]:
        only = Part(
            id="",
            text="",
            may_not_apply=self.may_not_apply,
            unless=self.unless,
            shows=self.shows,
            rule=self.rule,
            params=self.params,
            points=self.points,
        )
        return self.part or (only,)

    @property
    def about_words(self) -> str:
        """Whom it is asked of, as a sentence; nothing where it is asked of every nominee."""
        said = (
            f"Chỉ áp dụng cho {class_words(self.applies_to)}." if self.applies_to else "",
            f"Không áp dụng cho {class_words(self.except_for)}." if self.except_for else "",
            f"Chỉ áp dụng cho loại tổ chức: {'; '.join(map(body_words, self.only_for))}." if self.only_for else "",
        )
        return " ".join(filter(None, said))

    @property
    def is_measured(self) -> bool:
        return not self.part and self.kind == "measured"

    @property
    def is_yearly(self) -> bool:
        """Asked of each year by itself."""
        return self.over == YEAR

    @property
    def is_scored(self) -> bool:
        """It counts by its points, whether or not it is met."""
        return any(part.points is not None for part in self.parts)


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
    score_at_least: Decimal | None = None  # of the lines that carry points together; they then decide by their sum
    nominees: tuple[str, ...] = ()  # who may be proposed; empty: units where it has a level, else organisations
    criterion: tuple[Criterion, ...] = ()

    def __post_init__(self) -> None:
        for number, item in enumerate(self.criterion, 1):
            object.__setattr__(item, "number", number)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return self.criterion

    @property
    def any_of_words(self) -> str:
        """The criteria of which one is enough, within a sentence: "tiêu chí 1, tiêu chí 2"."""
        return ", ".join(lower_first(item.name) for item in self.criterion if item.id in self.any_of)

    @property
    def bodies_words(self) -> str:
        """The kinds of bodies that it means, within a sentence; nothing where it means every kind."""
        return "; ".join(map(body_words, self.bodies))

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

    Without either it waits for its act. With `classes`, or for each district, it holds within the group's own ceiling.
    """

    id: str
    group: str
    clause: str
    at_most: int | None = None
    percent: Decimal | None = None
    of: str = ""  # what is counted on the last day of the round's year: the units of a level, or a bloc's members
    per_bloc: bool = False
    # named later than plans were stored, so that the text of one without them stays what it was
    classes: tuple[str, ...] = ()  # it counts only nominees of these classes
    per_district: bool = field(default=False, metadata={"unwritten": True})
    rounding: str = ""  # of a percentage that gives no whole number: down unless it says otherwise

    @property
    def scope(self) -> tuple[str, tuple[str, ...], bool, bool]:
        """What it counts: a group has one ceiling for each."""
        return self.group, tuple(sorted(self.classes)), self.per_bloc, self.per_district

    @property
    def is_waiting(self) -> bool:
        """The plan itself says no number: an act does, or the count of those that qualify."""
        return self.at_most is None and (self.percent is None or self.of == QUALIFIED)

    @property
    def is_inner(self) -> bool:
        """It holds beside the ceiling of the group, for a part of it."""
        return bool(self.classes) or self.per_district

    @property
    def of_words(self) -> str:
        """What a percentage is of: the units of a level, the members of a bloc."""
        return "thành viên" if self.of == MEMBER else f"đơn vị {LEVEL_WORDS.get(self.of, self.of)}"


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
    calendar_days: tuple[str, ...] = ()  # of these terms every day counts: working_days, comment_days, step_days
    comment_until: date | None = None  # public comment is open until this day, not for a number of days
    step_days: Mapping[str, int] = field(default_factory=dict)  # how long single steps of a dossier may take
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
    def asks_comment(self) -> bool:
        """The public is asked before a decision."""
        return bool(self.comment_days or self.comment_until)

    @property
    def term_words(self) -> str:
        """What the days from a complete dossier to the result are called."""
        return self.days_words("working_days")

    def days_words(self, term: str) -> str:
        """What the days of a term are called."""
        return "ngày" if term in self.calendar_days else "ngày làm việc"

    @property
    def council_chooses(self) -> bool:
        """The Council has all candidates before it, more than places; what it chooses takes the places."""
        return self.places_taken == BY_COUNCIL


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """Something due to somebody by a day: a date, or so many days before or after another deadline or event.

    Of several deadlines of one round a class has that which names it, else the one that names none.
    """

    id: str
    clause: str
    label: str
    text: str
    on: date | None = None
    bound: str
    hard: bool
    plan_kind: str = ""  # the kind of plan that is due; or
    round_: str = ""  # the round whose dossiers are taken until then
    to: tuple[str, ...] = ()
    zone: str = "Asia/Ho_Chi_Minh"
    days_before: int | None = None
    days_after: int | None = None
    of: str = ""  # id of the deadline or event that the days are counted from
    classes: tuple[str, ...] = ()  # the classes of nominees that it is for; empty: the others


@dataclass(frozen=True, kw_only=True)
class Event:
    """A day that deadlines are counted from: the award day, a conference."""

    id: str
    label: str
    on: date


@dataclass(frozen=True, kw_only=True)
class Participant:
    """Who takes part; organisations of the Front are requested, state bodies ordered."""

    name: str
    clause: str
    requested: bool = False
    files_plan: bool = False
    level: str = ""  # of the units that it means; of bodies the level at which they sit, the province unless said
    bodies: tuple[str, ...] = ()  # the kinds of bodies that it means

    @property
    def seat_level(self) -> str:
        """Where its bodies sit."""
        return self.level or "province"


@dataclass(frozen=True, kw_only=True)
class Provision:
    """Something that the plan has people do, and what the portal holds of it."""

    id: str
    clause: str
    text: str
    holds: str = ""
    records: tuple[
        str, ...
    ] = ()  # the kinds of records of the movement that it is about (`campaign.activities.domain.records`)


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
    standard: str = ""  # its own poverty standard; without one the acts say which counts in each year
    issuer: str
    document: str = ""  # what the plan is: "Kế hoạch", "Quyết định", "Hướng dẫn"; empty: as its number says
    number: str = ""
    issued: str = ""
    legal_basis: tuple[LegalBasis, ...] = ()
    goal: tuple[Goal, ...] = ()
    participant: tuple[Participant, ...] = ()
    provision: tuple[Provision, ...] = ()
    category: tuple[Category, ...] = ()
    award_form: tuple[AwardForm, ...] = ()
    round_: tuple[Round, ...] = ()
    event: tuple[Event, ...] = ()
    deadline: tuple[Deadline, ...] = ()
    reading: tuple[Reading, ...] = ()
    linked_movements: tuple[str, ...] = ()
    refusal_reasons: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    group: tuple[Group, ...] = ()
    route: tuple[Route, ...] = ()
    person_group: str = "individual"  # of a person named in a class that counts another group
    # how years before a unit's birth count: on all its predecessors, any of them, or told alone; written only where another
    predecessors: str = field(default=ALL, metadata={"unwritten": True})
    peak_month: tuple[str, ...] = ()  # of the Fund, first and last day: "17/10", "18/11"

    @property
    def founding(self) -> str:
        """What kind of document the plan is: "Kế hoạch", "Quyết định", "Hướng dẫn"."""
        return founding_kind(self.document, self.number)

    @property
    def named(self) -> str:
        """The plan as sentences name it: "Kế hoạch số 12/KH-UBND ngày …"; without a number by its kind and day."""
        return " ".join(filter(None, (self.founding, f"số {self.number}" if self.number else "", self.issued)))

    @property
    def bases_in_order(self) -> tuple[LegalBasis, ...]:
        """The acts that the plan rests on, in the order of law."""
        lines = {item: item.cited or act_words(item.number, item.issued, item.title, "") for item in self.legal_basis}
        order = in_order_of_law(lines.values())
        return tuple(sorted(lines, key=lambda item: order.index(lines[item])))

    def cited(self, province: str) -> tuple[str, ...]:
        """The acts that the plan rests on as papers cite them; those named within the text alone are not cited."""
        lines = [
            item.cited or act_words(item.number, item.issued, item.title, province)
            for item in self.legal_basis
            if item.cited or not item.clause
        ]
        return in_order_of_law(f"Căn cứ {line}" for line in lines)

    @property
    def standards_clause(self) -> str:
        """Where the classes of nominees and their criteria stand, as a sentence names it."""
        return clause_words(common_clause(item.clause for item in self.category))

    @property
    def goals_clause(self) -> str:
        """Where the goals of the movement stand."""
        return clauses_words(item.clause for item in self.goal)

    @property
    def awards_clause(self) -> str:
        """Where the forms of award and their numbers stand, of the rounds that the province decides."""
        return clause_words(common_clause(item.clause for item in self.round_ if not item.state_level))

    @property
    def awards_words(self) -> str:
        """What the province's own rounds give and where their numbers stand, as a sentence."""
        forms = dict.fromkeys(self.form_name(item.award_form) for item in self.round_ if not item.state_level)
        if not forms:
            return ""
        numbers = f", số lượng theo {self.awards_clause} của {lower_first(self.founding)}" if self.awards_clause else ""
        return f"{', '.join(forms)}{numbers}."

    @property
    def recognitions_clause(self) -> str:
        """Where the awards stand that no round gives: Giấy khen of heads at each level."""
        given = {code for item in self.round_ for code in (item.award_form, *item.other_forms)}
        return clauses_words(item.clause for item in self.award_form if item.code not in given)

    def records_clause(self, kinds: Iterable[str]) -> str:
        """Where the plan speaks of these kinds of records; nothing where it does not."""
        wanted = set(kinds)
        return clauses_words(item.clause for item in self.provision if wanted & set(item.records))

    @property
    def files_plan(self) -> tuple[Participant, ...]:
        """Who must file a plan, as far as the plan says which units or bodies it means."""
        return tuple(item for item in self.participant if item.files_plan and (item.level or item.bodies))

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

    def day_of(self, deadline: Deadline) -> date:
        """The day of a deadline as the plan gives it, counted where it is relative. Raises `KeyError`, `ValueError`."""
        days = {item.id: item.on for item in self.event} | {item.id: item.on for item in self.deadline if item.on}
        by_id = {item.id: item for item in self.deadline}

        def find(item: Deadline, seen: tuple[str, ...]) -> date:
            if item.on is not None:
                return item.on
            if item.id in seen:
                raise ValueError(item.id)
            start = days.get(item.of) or find(by_id[item.of], (*seen, item.id))
            return start - timedelta(item.days_before or 0) + timedelta(item.days_after or 0)

        return find(deadline, ())

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
