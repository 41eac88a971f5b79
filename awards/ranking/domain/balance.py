"""Who is in a list and who is not (R30): shares of what is known, never of what is guessed. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.numbers import format_count, format_rate, half_up, two_digits
from core.text import lower_first

STAGES = {"nominated": "Đề nghị", "listed": "Đưa vào danh sách trình", "awarded": "Được khen"}


@dataclass(frozen=True)
class Trait:
    """Something that the law asks attention for, and of whom it can be said."""

    code: str
    label: str
    about: str


TRAITS = (
    Trait("direct_worker", "Trực tiếp lao động, sản xuất", "cá nhân, hộ gia đình; nơi lập hồ sơ ghi"),
    Trait("household", "Hộ gia đình", "trong cả danh sách"),
    Trait("minority", "Đồng bào dân tộc thiểu số", "hộ DTTS; địa phương có trên nửa số hộ là hộ DTTS"),
    Trait("woman", "Phụ nữ", "cá nhân, chủ hộ; nơi lập hồ sơ ghi hoặc theo rà soát hộ"),
    Trait("difficult", "Địa bàn đặc biệt khó khăn", "phân loại ngày 01/01, của địa phương hoặc cấp trên của nó"),
)


@dataclass(frozen=True)
class Nominee:
    """One dossier as the balance sees it. A trait that is absent does not apply; one that is None is not known."""

    key: int
    name: str
    category: str
    is_listed: bool
    is_awarded: bool
    traits: Mapping[str, bool | None]

    def reached(self, stage: str) -> bool:
        return {"nominated": True, "listed": self.is_listed, "awarded": self.is_awarded}[stage]


@dataclass(frozen=True)
class Share:
    """How many have a trait, of those of whom it is known, of those it applies to."""

    having: int
    known: int
    asked: int

    @property
    def unknown(self) -> int:
        return self.asked - self.known

    @property
    def percent(self) -> Decimal | None:
        return half_up(Decimal(self.having * 100) / self.known) if self.known else None

    @property
    def words(self) -> str:
        """ "02/05 (40,00 %)", or that nothing is known."""
        if not self.asked:
            return "không có"
        if not self.known:
            return "chưa có thông tin"
        return f"{two_digits(self.having)}/{two_digits(self.known)} ({format_rate(self.percent)} %)"

    @property
    def gap(self) -> str:
        return f"chưa biết {two_digits(self.unknown)}" if self.known and self.unknown else ""


def share(nominees: Iterable[Nominee], trait: str, stage: str) -> Share:
    """The share of a trait among those who reached a stage."""
    values = [row.traits[trait] for row in nominees if trait in row.traits and row.reached(stage)]
    return Share(sum(value is True for value in values), sum(value is not None for value in values), len(values))


@dataclass(frozen=True)
class Population:
    """What a share is laid beside; without numbers it says why there are none."""

    having: int | None = None
    of: int | None = None
    words: str = ""

    @property
    def shown(self) -> str:
        if self.having is None or not self.of:
            return self.words
        percent = format_rate(half_up(Decimal(self.having * 100) / self.of))
        return f"{format_count(self.having)}/{format_count(self.of)} {self.words} ({percent} %)"


@dataclass(frozen=True)
class TraitRow:
    """One trait over the stages, beside the population."""

    trait: Trait
    shares: tuple[Share, ...]  # in the order of STAGES
    population: Population


def trait_rows(nominees: Sequence[Nominee], populations: Mapping[str, Population]) -> list[TraitRow]:
    """Every trait, in the order of the table."""
    return [
        TraitRow(trait, tuple(share(nominees, trait.code, stage) for stage in STAGES), populations[trait.code])
        for trait in TRAITS
    ]


@dataclass(frozen=True)
class ClassRow:
    """One class of nominees: how many there are, how many came how far, how many never came at all."""

    label: str
    code: str
    population: int | None  # None: not known
    difficult: int | None
    counts: tuple[int, ...]  # in the order of STAGES
    never: int | None = None  # never proposed since the campaign began


def class_counts(nominees: Sequence[Nominee], category: str) -> tuple[int, ...]:
    own = [row for row in nominees if row.category == category]
    return tuple(sum(row.reached(stage) for row in own) for stage in STAGES)


@dataclass(frozen=True)
class Won:
    """One award standing, by whom and where."""

    name: str
    round_name: str
    on: date
    units: frozenset[int] = frozenset()
    organisations: frozenset[int] = frozenset()
    household: int | None = None
    person: str = ""
    birth_year: int | None = None
    staff_code: str = ""

    def is_same(self, other: "Won") -> bool:
        """The same nominee, or one that came from the other; persons by name with year of birth or staff code."""
        return bool(
            self.units & other.units
            or self.organisations & other.organisations
            or (self.household is not None and self.household == other.household)
            or (self.person and self.person == other.person and self._is_known_as(other))
        )

    def _is_known_as(self, other: "Won") -> bool:
        return bool(
            (self.birth_year and self.birth_year == other.birth_year)
            or (self.staff_code and self.staff_code == other.staff_code)
        )


@dataclass(frozen=True)
class Repeat:
    """Somebody awarded more than once."""

    name: str  # the newest
    rounds: tuple[str, ...]

    @property
    def times(self) -> int:
        return len(self.rounds)


def repeats(awards: Sequence[Won]) -> list[Repeat]:
    """Those awarded more than once, who was most often first."""
    groups: list[list[Won]] = []
    for award in sorted(awards, key=lambda row: row.on):
        mine = [group for group in groups if any(award.is_same(row) for row in group)]
        groups = [group for group in groups if group not in mine]
        groups.append([row for group in mine for row in group] + [award])
    found = [Repeat(group[-1].name, tuple(row.round_name for row in group)) for group in groups if len(group) > 1]
    return sorted(found, key=lambda row: (-row.times, row.name))


def sentence(round_name: str, nominees: Sequence[Nominee], classes: Sequence[ClassRow]) -> str:
    """What the page says first."""
    if not nominees:
        return f"{round_name} chưa có hồ sơ nào được gửi."
    numbers = [sum(row.reached(stage) for row in nominees) for stage in STAGES]
    parts = [f"{words.lower()} {two_digits(number)}" for words, number in zip(STAGES.values(), numbers, strict=True)]
    never = [_never_words(row) for row in classes if row.never is not None and row.population]
    tail = f" Từ đầu Phong trào chưa lần nào được đề nghị: {'; '.join(never)}." if never else ""
    return f"{round_name}: {', '.join(parts)} tập thể, cá nhân, hộ gia đình.{tail}"


def in_sentence(title: str) -> str:
    """The members of a class after a number: "Cấp xã" are "đơn vị cấp xã", "Các cơ quan" are "cơ quan"."""
    words = lower_first(title.removeprefix("Các "))
    return f"đơn vị {words}" if words.startswith("cấp ") else words


def _never_words(row: ClassRow) -> str:
    words = in_sentence(row.label)
    if row.never == row.population:
        return f"cả {format_count(row.population)} {words}"
    return f"{format_count(row.never)} trong {format_count(row.population)} {words}"
