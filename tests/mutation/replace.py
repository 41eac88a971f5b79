"""A pytest plugin: one module is loaded from a mutant instead of its own file, for what runs on import.

`pytest -p tests.mutation.replace TESTS` with MUTATE=path and MUTANT=file.
"""

import os
import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import Any

PATH = Path(__file__).resolve().parents[2] / os.environ["MUTATE"]
SOURCE = Path(os.environ["MUTANT"]).read_text(encoding="utf-8")


class Mutated(SourceFileLoader):
    """Loads the mutant; nothing is kept on the disk."""

    def get_code(self, fullname: str) -> CodeType:
        return compile(SOURCE, self.path, "exec", dont_inherit=True)


class Finder(MetaPathFinder):
    """Finds the module where it is and loads it from its mutant."""

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.origin is None or Path(spec.origin).resolve() != PATH:
            return None
        spec.loader = Mutated(fullname, str(PATH))
        return spec


sys.meta_path.insert(0, Finder())
