"""A workflow as one table: steps, where they lead, what they need, what may object."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from core.acts import why_no_reason
from core.own_words import in_own_words, own_texts


class Facts(Protocol):
    """What every workflow asks of the gathered facts, beside what its guards read."""

    @property
    def state(self) -> str: ...

    def may(self, permission: str) -> bool:
        """Whether the person who asks has a permission on this record."""
        ...


F = TypeVar("F", bound=Facts)
Guard = Callable[[F], str | None]


class Refused(Exception):
    """The step may not be taken; `reasons` are Vietnamese sentences, every objection at once.

    One that is about a single field is a `Reason` and stands beside it.
    """

    def __init__(self, *reasons: str) -> None:
        super().__init__(*reasons)
        self.reasons: tuple[str, ...] = reasons

    def __str__(self) -> str:
        return " ".join(self.reasons)


class Stale(Exception):
    """Somebody else changed the record since it was opened; nothing was stored."""


class Overtaken(Stale):
    """Somebody stored other content where this one was to stand; `stored` says at each place what, who and when."""

    def __init__(self, *stored: tuple[str, str]) -> None:
        super().__init__("Người khác vừa ghi: " + "; ".join(f"{place}: {words}" for place, words in stored))
        self.stored: tuple[tuple[str, str], ...] = stored


@own_texts("label", "then")
@dataclass(frozen=True)
class Step(Generic[F]):
    """One arrow of the workflow.

    `needs` is the permission; a `reason` must be typed when asked; `guards` take the gathered facts
    and answer with the sentence of a refusal, or nothing; `then` says what will happen.
    """

    name: str
    label: str
    sources: Collection[str]
    target: str
    needs: str
    guards: tuple[Guard[F], ...] = ()
    reason: bool = False
    then: str = ""
    verb: str = ""  # how the trail says it; default: the label
    is_aside: bool = False  # never the first thing to press
    throws_away: bool = False  # work or a place is given up: its button looks like a warning

    @property
    def said(self) -> str:
        """The step as the trail says that it was taken."""
        return self.verb or self.label


@dataclass(frozen=True)
class Option(Generic[F]):
    """A step as offered to somebody: open when there are no refusals."""

    step: Step[F]
    refusals: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        return not self.refusals


class Workflow(Generic[F]):
    """The table; `labels` gives each state its words, `tones` the look of its pill: ok, wait, due, bad or plain."""

    def __init__(self, *steps: Step[F], labels: Mapping[str, str], tones: Mapping[str, str] | None = None) -> None:
        self.steps = {step.name: step for step in steps}
        self._labels = labels
        self.tones = tones or {}

    @property
    def labels(self) -> dict[str, str]:
        """State → its words."""
        return {state: in_own_words(words) for state, words in self._labels.items()}

    def __iter__(self) -> Iterator[Step[F]]:
        return iter(self.steps.values())

    def __getitem__(self, name: str) -> Step[F]:
        return self.steps[name]

    def ways_back(self, step: Step[F], state: str) -> tuple[Step[F], ...]:
        """The steps that lead from where a step ends to the state from which it was taken."""
        if state == step.target:
            return ()
        return tuple(back for back in self if step.target in back.sources and back.target == state)

    def refusals(self, step: Step[F], facts: F) -> tuple[str, ...]:
        """Every objection to a step, in the order of the table.

        Guards are asked one after another, and none at all where the state is another.
        """
        found = []
        labels = self.labels
        if not facts.may(step.needs):
            found.append("Tài khoản của bạn không có quyền thực hiện bước này.")
        if facts.state not in step.sources:
            states = " hoặc ".join(f"«{labels[state]}»" for state in sorted(step.sources))
            found.append(f"Bước này cần trạng thái {states}; hiện là «{labels[facts.state]}».")
            return tuple(found)
        found.extend(text for guard in step.guards if (text := guard(facts)))
        return tuple(found)

    def options(self, facts: F) -> tuple[Option[F], ...]:
        """The steps that lead on from the present state for somebody with the permission."""
        return tuple(
            Option(step, self.refusals(step, facts))
            for step in self
            if facts.state in step.sources and facts.may(step.needs)
        )

    def check(self, name: str, facts: F, *, reason: str = "") -> Step[F]:
        """The step, if nothing objects. Raises `Refused` with every objection."""
        step = self.steps.get(name)
        if step is None:
            raise Refused("Không có bước này.")
        found = list(self.refusals(step, facts))
        if step.reason:
            found += why_no_reason(reason, f"Vui lòng ghi lý do khi chọn «{step.label}».")
        if found:
            raise Refused(*found)
        return step
