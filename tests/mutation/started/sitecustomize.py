"""Every Python that a test starts loads the mutant as well: `PYTHONPATH` names this folder."""

import runpy
from pathlib import Path

runpy.run_path(str(Path(__file__).resolve().parents[1] / "replace.py"))
