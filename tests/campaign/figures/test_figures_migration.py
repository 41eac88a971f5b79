"""Sets of two campaigns become versions of one; where they differ the migration stops, names them and changes nothing."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from core import clock

BEFORE, AFTER = [("campaign", "0002_reopened")], [("campaign", "0004_standards_by_year")]
PLAN = 'code = "{}"\nstandard = "mdp-2022-2025"\n'


def _migrate(to: list[tuple[str, str]]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(to)
    return MigrationExecutor(connection).loader.project_state(to).apps


@pytest.fixture
def old(transactional_db: None) -> Iterator[Any]:
    """The tables as they were before; in the end everything is gone and the tables are those of today."""
    apps = _migrate(BEFORE)
    yield apps
    executor = MigrationExecutor(connection)
    if ("campaign", "0004_standards_by_year") not in executor.loader.applied_migrations:
        for name in ("FigureTransition", "FigureSet", "LateEntry", "Period"):
            apps.get_model("campaign", name).objects.all().delete()
    executor.migrate(executor.loader.graph.leaf_nodes())


class Old:
    """Rows of the old tables."""

    def __init__(self, apps: Any) -> None:
        self.apps = apps
        get = apps.get_model
        self.user = get("accounts", "User").objects.create(username="cu")
        self.unit = get("units", "Unit").objects.create(
            code="91", name="Tỉnh Mẫu", kind="tinh", level=1, valid_from=date(2021, 1, 1), valid_to=date.max
        )
        self.campaigns = []
        for code, first in (("cu", 2021), ("moi", 2026)):
            campaign = get("campaign", "Campaign").objects.create(
                code=code, name=code, province=self.unit, first_year=first, last_year=first + 4
            )
            get("campaign", "DefinitionVersion").objects.create(
                campaign=campaign, number=1, content=PLAN.format(code), digest=code, recorded_by=self.user
            )
            self.campaigns.append(campaign)

    def figures(self, campaign: int, poor: int, *, state: str = "approved", number: int = 1, **more: Any) -> int:
        row = self.apps.get_model("campaign", "FigureSet").objects.create(
            campaign=self.campaigns[campaign],
            unit=self.unit,
            year=2025,
            standard="mdp-2022-2025",
            status="official",
            as_of=date(2025, 12, 31),
            number=number,
            state=state,
            households=1000,
            poor=poor,
            near_poor=1,
            recorded_by=self.user,
            approved_at=clock.now() if state == "approved" else None,
            **more,
        )
        return int(row.pk)

    def cell(self, figure_set: int, value: int) -> None:
        self.apps.get_model("campaign", "Cell").objects.create(
            figure_set_id=figure_set, indicator="poor_new", value=value
        )


def _standing(apps: Any) -> list[tuple[int, int, str, bool]]:
    rows = apps.get_model("campaign", "FigureSet").objects.order_by("number")
    return [(row.pk, row.number, row.state, row.replaced_at is None) for row in rows]


def test_the_same_figures_in_two_campaigns_become_versions(old: Any) -> None:
    rows = Old(old)
    first, second = rows.figures(0, 30), rows.figures(1, 30)
    new = _migrate(AFTER)
    assert _standing(new) == [(first, 1, "approved", False), (second, 2, "approved", True)]


def test_what_judges_stays_and_what_is_worked_on_comes_after_it(old: Any) -> None:
    rows = Old(old)
    gone = rows.figures(0, 40, replaced_at=clock.now())
    draft, judging = rows.figures(1, 31, state="draft"), rows.figures(0, 30, number=2)
    new = _migrate(AFTER)
    assert _standing(new) == [
        (gone, 1, "approved", False),
        (judging, 2, "approved", True),
        (draft, 3, "draft", True),
    ]


@pytest.mark.parametrize("case", ["counts", "cells", "drafts"])
def test_figures_that_differ_stop_it_and_nothing_changes(old: Any, case: str) -> None:
    rows = Old(old)
    state = "draft" if case == "drafts" else "approved"
    first = rows.figures(0, 30, state=state)
    second = rows.figures(1, 30 if case == "cells" else 31, state=state)
    for pk, value in ((first, 1), (second, 2)):
        rows.cell(pk, value)
    with pytest.raises(Exception, match="Hai phong trào giữ hai số liệu khác nhau") as found:
        _migrate(AFTER)
    assert "Tỉnh Mẫu (91), năm 2025, mdp-2022-2025: cu, bản 1" in str(found.value)
    assert "30 hộ nghèo / 1000 hộ" in str(found.value)
    kept = old.get_model("campaign", "FigureSet").objects.order_by("pk").values_list("pk", "campaign__code", "number")
    assert list(kept) == [(first, "cu", 1), (second, "moi", 1)]
    old.get_model("campaign", "Cell").objects.all().delete()


def test_periods_late_entries_and_acts_take_their_plan_s_standard(old: Any) -> None:
    rows = Old(old)
    campaign = rows.campaigns[0]
    old.get_model("campaign", "Period").objects.create(
        campaign=campaign, year=2025, due=date(2025, 12, 20), opened_by=rows.user
    )
    for number, owner in enumerate(rows.campaigns):  # open in both: the one that lasts longer stays
        old.get_model("campaign", "LateEntry").objects.create(
            campaign=owner,
            year=2025,
            unit=rows.unit,
            until=date(2026, 1, 10 + number),
            reason="Sót đã xem lại",
            by=rows.user,
        )
    new = _migrate(AFTER)
    assert list(new.get_model("campaign", "Period").objects.values_list("standard", flat=True)) == ["mdp-2022-2025"]
    late = new.get_model("campaign", "LateEntry").objects.order_by("until")
    assert [(row.standard, row.ended_at is None) for row in late] == [("mdp-2022-2025", False), ("mdp-2022-2025", True)]
