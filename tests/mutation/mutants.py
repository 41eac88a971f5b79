"""Mutants of a module: made from its source, put into functions that are already there, or loaded instead of it."""

import gc
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import _lru_cache_wrapper
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code

from tests.mutation.operators import left_alone, operators

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
    nodes = list(ast_nodes(get_ast(source)))
    # the bare star of keyword-only arguments is no multiplication
    alone += [
        (node.start_pos, node.end_pos) for node in nodes if node.type == "operator" and node.parent.type == "parameters"
    ]
    for name, operator in operators().items():
        places = [place for node in nodes for place in operator.mutation_positions(node)]
        for occurrence, (start, stop) in enumerate(places):
            if any(begin <= start and stop <= end for begin, end in alone):
                continue
            text = mutate_code(source, operator, occurrence)
            if text is None or text in seen or not _compiles(text):
                continue
            seen.add(text)
            yield Mutant(name, start[0], *_difference(source, text), text)


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
    old, new = (compile(text, str(path), "exec", dont_inherit=True) for text in (source, mutant.source))
    found: list[tuple[Key, CodeType, bool]] = []
    on_import = _compare(old, new, found, runs_on_import=True)
    if on_import or not found:
        return Change({}, None)
    innermost = next((key for key, _, is_own in reversed(found) if is_own), found[-1][0])
    return Change({key: code for key, code, _ in found}, innermost)


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
