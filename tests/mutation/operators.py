"""What is changed: cosmic-ray's operators that bend a guard, and three of our own for tables and conditions."""

import ast
from collections.abc import Iterator

import parso
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator
from parso.tree import NodeOrLeaf

# The edge and the opposite of each comparison; the other permutations are caught wherever one of these two is.
CORE = (
    "ReplaceComparisonOperator_Eq_NotEq", "ReplaceComparisonOperator_NotEq_Eq",
    "ReplaceComparisonOperator_Lt_LtE", "ReplaceComparisonOperator_Lt_GtE",
    "ReplaceComparisonOperator_LtE_Lt", "ReplaceComparisonOperator_LtE_Gt",
    "ReplaceComparisonOperator_Gt_GtE", "ReplaceComparisonOperator_Gt_LtE",
    "ReplaceComparisonOperator_GtE_Gt", "ReplaceComparisonOperator_GtE_Lt",
    "ReplaceComparisonOperator_Is_IsNot", "ReplaceComparisonOperator_IsNot_Is",
    "ReplaceBinaryOperator_Add_Sub", "ReplaceBinaryOperator_Sub_Add", "ReplaceBinaryOperator_Mul_Div",
    "ReplaceBinaryOperator_Div_Mul", "ReplaceBinaryOperator_FloorDiv_Mul", "ReplaceBinaryOperator_Mod_Mul",
    "ReplaceBinaryOperator_BitOr_BitAnd", "ReplaceBinaryOperator_BitAnd_BitOr",
    "ReplaceUnaryOperator_Delete_Not", "ReplaceUnaryOperator_USub_UAdd",
    "AddNot", "ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceAndWithOr", "ReplaceOrWithAnd",
    "ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "NumberReplacer", "ZeroIterationForLoop",
)  # fmt: skip


ELEMENT = ("name", "atom_expr", "star_expr", "string")


class _Own(Operator):
    @classmethod
    def examples(cls) -> tuple[()]:
        return ()


class DropElement(_Own):
    """Leave one element out of a set or tuple of names: a guard, a state, a grant."""

    @staticmethod
    def _elements(node: NodeOrLeaf) -> list[tuple[NodeOrLeaf, int]]:
        """The named elements: whose child each is, and which one."""
        if node.type != "atom" or len(node.children) != 3 or node.children[0].value not in "({":
            return []
        inner = node.children[1]
        if inner.type in ELEMENT:
            return [(node, 1)] if node.children[0].value == "{" else []
        if inner.type not in ("testlist_comp", "dictorsetmaker") or getattr(inner.children[1], "value", "") != ",":
            return []
        return [(inner, at) for at in range(0, len(inner.children), 2) if inner.children[at].type in ELEMENT]

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
        for parent, at in self._elements(node):
            yield parent.children[at].start_pos, parent.children[at].end_pos

    def mutate(self, node: NodeOrLeaf, index: int) -> NodeOrLeaf:
        """The element becomes nothing at all: `*()`, which keeps every bracket and comma where it is."""
        parent, at = self._elements(node)[index]
        parent.children[at] = parso.parse(f"{parent.children[at].get_first_leaf().prefix}*()")
        return node


class TurnMembership(_Own):
    """`in` becomes `not in`, and the other way round."""

    @staticmethod
    def _places(node: NodeOrLeaf) -> list[int]:
        if node.type != "comparison":
            return []
        words = [" ".join(child.get_code().split()) for child in node.children]
        return [at for at, word in enumerate(words) if word in ("in", "not in")]

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
        for at in self._places(node):
            yield node.children[at].start_pos, node.children[at].end_pos

    def mutate(self, node: NodeOrLeaf, index: int) -> NodeOrLeaf:
        at = self._places(node)[index]
        node.children[at] = parso.parse(" in" if "not" in node.children[at].get_code() else " not in")
        return node


class DropCondition(_Own):
    """The condition of a comprehension always holds."""

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
        if node.type == "comp_if":
            yield node.children[1].start_pos, node.children[1].end_pos

    def mutate(self, node: NodeOrLeaf, index: int) -> NodeOrLeaf:
        node.children[1] = parso.parse(f" True{chr(10) * node.children[1].get_code().count(chr(10))}")
        return node


def operators() -> dict[str, Operator]:
    """Every operator by its name, in a fixed order."""
    core = {name: get_operator(f"core/{name}")() for name in CORE}
    return {**core, **{own.__name__: own() for own in (DropElement, TurnMembership, DropCondition)}}


def left_alone(source: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Stretches in which nothing is changed: annotations say nothing that runs, decorators make what runs."""
    found: list[ast.expr] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
            found.append(node.annotation)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found += [node.returns] if node.returns is not None else []
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found += [item for item in node.decorator_list if not isinstance(item, ast.Call) or is_dataclass(item)]
    return [((e.lineno, e.col_offset), (e.end_lineno or 0, e.end_col_offset or 0)) for e in found]


def is_dataclass(item: ast.Call) -> bool:
    """`@dataclass(frozen=True)`: whether it is frozen is no behaviour that a test asks."""
    return isinstance(item.func, ast.Name) and item.func.id == "dataclass"
