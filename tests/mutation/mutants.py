"""Mutants of a module: made from its source, put into functions that are already there, or loaded instead of it."""

import ast
import gc
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import _lru_cache_wrapper, lru_cache
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator

from tests.mutation.operators import is_dataclass, left_alone, operators

Stretch = tuple[tuple[int, int], tuple[int, int]]  # line and column of its begin and its end
Key = tuple[str, int, int]  # qualified name, line, column of its first instruction: which function it is
IN_PLACE = ("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>")


@dataclass(frozen=True)
class Mutant:
    """One small change. `was` and `now` are the changed lines without their indentation."""

    operator: str
    line: int
    was: str
    now: str
    source: str

    def __str__(self) -> str:
        return f"{self.line}: {self.was}  →  {self.now}  ({self.operator})"


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a source that Python can read."""
    alone = left_alone(source)
    seen = {source}
    lines = source.splitlines(keepends=True)
    for name, operator in operators().items():
        for first, last in _pieces(source):
            for line, piece in _mutants_of(lines, first, last, operator, alone):
                text = "".join(lines[: first - 1]) + piece + "".join(lines[last:])
                if text not in seen and _compiles(text):
                    seen.add(text)
                    yield Mutant(name, line, *_difference(source, text), text)


def _pieces(source: str) -> list[tuple[int, int]]:
    """First and last line of each statement, of a class those of its body: to read one again for each mutant is quick."""

    def found(body: Sequence[ast.stmt]) -> Iterator[tuple[int, int]]:
        for item in body:
            first = min([item.lineno, *(one.lineno for one in getattr(item, "decorator_list", ()))])
            if isinstance(item, ast.ClassDef) and not _has_words(item):
                yield from found(item.body)
            else:
                yield first, item.end_lineno or first

    return list(found(ast.parse(source).body))


def _has_words(item: ast.ClassDef) -> bool:
    """Something in the head of a class that may be changed."""
    calls = [one for one in (*item.decorator_list, *item.bases) if isinstance(one, ast.Call) and not is_dataclass(one)]
    return bool(calls or item.keywords) or item.body[0].lineno == item.lineno


def _mutants_of(
    lines: Sequence[str], first: int, last: int, operator: Operator, alone: Sequence[Stretch]
) -> Iterator[tuple[int, str]]:
    """The line and the changed text of a piece, for each place at which an operator can change it."""
    piece = "".join(lines[first - 1 : last])
    head = "class _:\n" if piece[:1].isspace() else ""
    before = first - 1 - bool(head)  # lines above what is read
    nodes = _nodes(head + piece)
    # the bare star of keyword-only arguments is no multiplication
    stars = [node for node in nodes if node.type == "operator" and node.parent.type == "parameters"]
    kept = [
        *alone,
        *(
            ((node.start_pos[0] + before, node.start_pos[1]), (node.end_pos[0] + before, node.end_pos[1]))
            for node in stars
        ),
    ]
    places = [place for node in nodes for place in operator.mutation_positions(node)]
    for occurrence, (start, stop) in enumerate(places):
        start, stop = (start[0] + before, start[1]), (stop[0] + before, stop[1])
        if any(begin <= start and stop <= end for begin, end in kept):
            continue
        text = mutate_code(head + piece, operator, occurrence)
        if text is not None:
            yield start[0], text.removeprefix(head)


@lru_cache(maxsize=1_000)
def _nodes(piece: str) -> tuple[Any, ...]:
    return tuple(ast_nodes(get_ast(piece)))


def _compiles(text: str) -> bool:
    try:
        compile(text, "mutant", "exec")
    except SyntaxError:
        return False
    return True


def _difference(old: str, new: str) -> tuple[str, str]:
    rows = [(a.strip(), b.strip()) for a, b in zip(old.splitlines(), new.splitlines(), strict=False) if a != b]
    now = " ".join(" ".join(b for _, b in rows).split())  # a new number brings a space along
    return " ".join(a for a, _ in rows), now.replace("( ", "(").replace("[ ", "[")


# ---- where a mutant lives ----


@dataclass(frozen=True)
class Change:
    """What a mutant changes: functions by their key, the innermost of them, or something that runs on import."""

    functions: dict[Key, CodeType]
    innermost: Key | None

    @property
    def is_in_functions(self) -> bool:
        return self.innermost is not None


def change_of(source: str, mutant: Mutant, path: Path) -> Change:
    """Compare the module as it is with the mutant."""
    old, new = _as_it_is(source, str(path)), compile(mutant.source, str(path), "exec", dont_inherit=True)
    found: list[tuple[Key, CodeType, bool]] = []
    on_import = _compare(old, new, found, runs_on_import=True)
    if on_import or not found:
        return Change({}, None)
    innermost = next((key for key, _, is_own in reversed(found) if is_own), found[-1][0])
    return Change({key: code for key, code, _ in found}, innermost)


@lru_cache(maxsize=1)
def _as_it_is(source: str, path: str) -> CodeType:
    return compile(source, path, "exec", dont_inherit=True)


def _compare(old: CodeType, new: CodeType, found: list[tuple[Key, CodeType, bool]], *, runs_on_import: bool) -> bool:
    """Collect the functions that differ; true when something differs that has run before a test begins."""
    is_own = _own(old) != _own(new)
    if runs_on_import and is_own:
        return True
    if not runs_on_import and old != new:
        found.append((key_of(old), new, is_own))
    for one, other in zip(_inner(old), _inner(new), strict=False):
        on_import = runs_on_import and (not one.co_flags & CO_OPTIMIZED or one.co_name in IN_PLACE)
        if _compare(one, other, found, runs_on_import=on_import):
            return True
    return False


def _inner(code: CodeType) -> list[CodeType]:
    return [item for item in code.co_consts if isinstance(item, CodeType)]


def _own(code: CodeType) -> tuple[object, ...]:
    """What a piece of code does itself, without the pieces within it."""
    plain = tuple((type(item), repr(item)) for item in code.co_consts if not isinstance(item, CodeType))
    return (
        code.co_code,
        code.co_names,
        code.co_varnames,
        code.co_freevars,
        code.co_exceptiontable,
        plain,
        len(_inner(code)),
    )


def key_of(code: CodeType) -> Key:
    """Which function a code is of, whatever happens to it."""
    column = next((start for _, _, start, _ in code.co_positions() if start is not None), 0)
    return code.co_qualname, code.co_firstlineno, column


class Functions:
    """The functions of a module as they are in memory, and all that remembers answers of functions."""

    def __init__(self, path: Path) -> None:
        known = gc.get_objects()  # asked by type(), since a lazy object would be looked up by isinstance()
        self.by_key: dict[Key, list[FunctionType]] = {}
        for item in known:
            if type(item) is FunctionType and item.__code__.co_filename == str(path):
                self.by_key.setdefault(key_of(item.__code__), []).append(item)
        self.remembering = [item for item in known if type(item) is _lru_cache_wrapper]

    def take(self, codes: Mapping[Key, CodeType]) -> bool:
        """Work by the changed codes from now on, for good: in a child process. False when none of them is here."""
        for cache in self.remembering:
            cache.cache_clear()  # what was remembered was found by the code as it was
        changed = [(item, code) for key, code in codes.items() for item in self.by_key.get(key, ())]
        for item, code in changed:
            item.__code__ = code
        return bool(changed)


def remembering_in(path: Path) -> "list[_lru_cache_wrapper[Any]]":
    """What remembers answers of a module's functions."""
    caches = [item for item in gc.get_objects() if type(item) is _lru_cache_wrapper]
    functions = [cache for cache in caches if type(cache.__wrapped__) is FunctionType]  # or a class, or built in
    return [cache for cache in functions if cache.__wrapped__.__code__.co_filename == str(path)]


def codes_of(source: str, path: Path) -> Collection[Key]:
    """The keys of all functions of a module."""

    def walk(code: CodeType) -> Iterator[Key]:
        for item in _inner(code):
            yield key_of(item)
            yield from walk(item)

    return set(walk(compile(source, str(path), "exec", dont_inherit=True)))
