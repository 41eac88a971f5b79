"""The official layouts by their codes."""

from core.sheets import Sheet
from reports.layouts.official_results import F1

LAYOUTS: dict[str, Sheet] = {F1.code: F1}
