"""Sizes of the long proofs: a seeded sample in every run, the whole under `run.py prove`, written to docs/proofs.md."""

import os
from pathlib import Path

from django.db import connection

FULL = os.environ.get("PROVE") == "full"


def size(*, full: int, sample: int) -> int:
    """How often, in this run."""
    return full if FULL else sample


def report(text: str) -> None:
    """A line for docs/proofs.md."""
    if FULL:
        with (Path(__file__).resolve().parent.parent / "var" / "proofs.txt").open("a", encoding="utf-8") as file:
            file.write(f"- {connection.vendor}: {text}\n")
