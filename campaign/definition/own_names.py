"""The classes of units and kinds of bodies that a province added: a plan may name them beside those of the portal. Pure.

An own one is named by its words. Only what is stored anew is checked against the names that there are: a stored plan is read as it is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from campaign.definition.schema import Definition, Use
from campaign.rules import BODY_WORDS, CLASS_WORDS, RULES


@dataclass(frozen=True)
class OwnNames:
    """Own names, of classes and of kinds of bodies."""

    classes: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()

    @property
    def known_classes(self) -> tuple[str, ...]:
        """Every class that a plan may name."""
        return (*CLASS_WORDS, *self.classes)

    @property
    def known_bodies(self) -> tuple[str, ...]:
        """Every kind of bodies that a plan may name."""
        return (*BODY_WORDS, *self.bodies)

    @property
    def class_choices(self) -> dict[str, str]:
        """The classes as a form offers them."""
        return CLASS_WORDS | {name: name for name in self.classes}

    @property
    def body_choices(self) -> dict[str, str]:
        """The kinds of bodies as a form offers them."""
        return BODY_WORDS | {name: name for name in self.bodies}


NO_OWN = OwnNames()


def asked_classes(line: Use) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The parameters of a line's rule that name classes, with what they name."""
    for key, parameter in RULES[line.rule].parameters.items():
        if parameter.kind == "class" and key in line.params:
            yield key, (line.params[key],)
        elif parameter.kind == "classes":
            yield key, tuple(line.params.get(key, ()))


def named_in(plan: Definition) -> OwnNames:
    """The names that a plan uses and the portal does not have itself."""
    criteria = [item for category in plan.category for item in category.criteria]
    lines: list[Use] = [*plan.goal, *criteria, *(part for item in criteria for part in item.part)]
    classes = [name for line in lines for _, names in asked_classes(line) for name in names]
    classes += [name for item in criteria for name in (item.applies_to, item.except_for)]
    bodies = [name for item in plan.participant for name in item.bodies]
    bodies += [name for category in plan.category for name in category.bodies]
    bodies += [name for item in criteria for name in item.only_for]
    return OwnNames(_others(classes, CLASS_WORDS), _others(bodies, BODY_WORDS))


def _others(names: Iterable[str], built_in: Iterable[str]) -> tuple[str, ...]:
    known = {"", *built_in}
    return tuple(dict.fromkeys(name for name in names if name not in known))
