"""A plan that is being written, as its pages read it: its tree, what is wrong in it, its sections and lists."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from campaign.definition import Definition, DefinitionError, examine
from campaign.definition.words import founding_kind
from campaign.editor import tree
from campaign.editor.comparison import Differs, differences
from campaign.editor.fields import lists_of
from campaign.editor.sections import LISTS, SECTIONS, Listed, Section
from campaign.editor.told import Problem, name_of, problems
from campaign.editor.tree import Path, address_of
from campaign.models import Campaign, DefinitionVersion, PlanDraft
from campaign.plan.class_nominees import absent, impossible
from campaign.plan.outside_districts import left_out
from campaign.plan.own_kinds import own_names
from campaign.poverty_standards.in_force import standard_title, standard_years
from core.text import lower_first


@dataclass(frozen=True)
class Row:
    """One entry of a list."""

    name: str
    address: str
    mark: str  # as its buttons send it
    problems: int
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class List:
    """A list of entries on a page."""

    key: str
    about: Listed
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Standing:
    """A section as the overview shows it."""

    section: Section
    entries: str
    problems: int


@dataclass(frozen=True)
class Placed:
    """Something to mend, and the address of the page and field where it is mended."""

    problem: Problem
    address: str  # of an entry; empty: the section's page
    anchor: str


class Draft:
    """A draft with what its pages ask of it; each is found once."""

    def __init__(self, row: PlanDraft) -> None:
        self.row = row

    @cached_property
    def root(self) -> tree.Root:
        return tree.read(self.row.content)[0] or {}

    @cached_property
    def _examined(self) -> tuple[Definition | None, list[DefinitionError]]:
        plan, errors = examine(self.row.content, standards=standard_years().known, own=own_names())
        more = [*left_out(plan, self.row.province), *impossible(plan)] if plan is not None and not errors else []
        return plan, errors or more

    @property
    def plan(self) -> Definition | None:
        """The plan as far as it can be read."""
        return self._examined[0]

    @property
    def bad_places(self) -> list[str]:
        """Where something is wrong, as the checks name it."""
        return [error.place for error in self._examined[1]]

    @cached_property
    def problems(self) -> list[Problem]:
        return problems(self.root, self._examined[1])

    @cached_property
    def placed(self) -> list[Placed]:
        """Everything to mend with where that is done."""
        return [self._placed(problem) for problem in self.problems]

    def _placed(self, problem: Problem) -> Placed:
        path = problem.path
        while path and not _stands(self.root, path):
            path = path[:-1]
        is_list = problem.key in lists_of(tree.kind_of(path))
        anchor = f"ds-{problem.key}" if is_list else f"id_{problem.key}" if problem.key else ""
        return Placed(problem, address_of(path), anchor)

    @cached_property
    def doubts(self) -> list[Placed]:
        """Classes that mean nobody in the province today: told, and no hindrance."""
        found = absent(self.plan, self.row.province) if self.plan is not None and not self.problems else []
        return [self._placed(problem) for problem in problems(self.root, found)]

    @property
    def portal(self) -> Mapping[str, Mapping[str, str]]:
        """Choices that the portal knows and no plan."""
        own = own_names()
        return {
            "standards": {code: f"{standard_title(code)} ({code})" for code in standard_years().known},
            "classifications": own.class_choices,
            "bodies": own.body_choices,
        }

    @cached_property
    def sections(self) -> list[Standing]:
        wrong = Counter(problem.section for problem in self.problems)
        return [Standing(item, self._counted(item), wrong[item.slug]) for item in SECTIONS]

    def _counted(self, section: Section) -> str:
        found = [(LISTS[key].one, len(self.entries((), key))) for key in section.lists]
        return ", ".join(f"{number} {one}" for one, number in found)

    def entries(self, path: Path, key: str) -> list[Any]:
        """The entries of a list."""
        found = tree.at(self.root, path).get(key, [])
        return found if isinstance(found, list) else []

    def listed(self, path: Path, key: str) -> List:
        """One list of an entry, or of the whole plan."""
        wrong = Counter(problem.path[: len(path) + 1] for problem in self.problems if len(problem.path) > len(path))
        entries, rows = self.entries(path, key), []
        for number in range(len(entries)):
            own = (*path, (key, number))
            rows.append(
                Row(
                    name_of(self.root, own),
                    address_of(own),
                    f"{key}.{number + 1}",
                    wrong[own],
                    not number,
                    number == len(entries) - 1,
                )
            )
        return List(key, LISTS[key], tuple(rows))

    def of(self, path: Path) -> list[Problem]:
        """What is wrong with one entry itself."""
        return [problem for problem in self.problems if problem.path == path]

    # ---- beside what is in force ----

    @cached_property
    def campaign(self) -> Campaign | None:
        """The campaign that the draft would be a version of."""
        code = self.root.get("code")
        return Campaign.objects.filter(code=code).first() if isinstance(code, str) else None

    @cached_property
    def current(self) -> DefinitionVersion | None:
        """The version that it would replace."""
        return self.campaign.versions.filter(replaced_at=None).first() if self.campaign is not None else None

    @cached_property
    def differences(self) -> list[Differs]:
        """What it says otherwise than the version in force; nothing where there is none."""
        return differences(tree.read(self.current.content)[0] or {}, self.root) if self.current is not None else []

    @property
    def founding(self) -> str:
        """What the plan is called in a sentence: "kế hoạch", "quyết định"."""
        said = [self.root.get(key, "") for key in ("document", "number")]
        return lower_first(founding_kind(*(item if isinstance(item, str) else "" for item in said)))


def _stands(root: tree.Root, path: Path) -> bool:
    try:
        tree.at(root, path)
    except tree.NoSuchEntry:
        return False
    return True
