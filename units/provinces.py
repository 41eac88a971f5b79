"""The provinces of the country since 01/07/2025, by their official codes: what a list need not say again. Pure."""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

from units.levels import Kind


class ProvinceEntry(NamedTuple):
    """A province as the official list has it."""

    name: str
    kind: Kind


@cache
def provinces() -> dict[str, ProvinceEntry]:
    """Code → province, from the file beside this one (Nghị quyết 202/2025/QH15; codes of the state's list)."""
    with Path(__file__).with_name("provinces.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: ProvinceEntry(row["name"], Kind(row["kind"])) for row in csv.DictReader(file)}
