"""Two communes of one name in one province, since the districts ended: lists and papers tell them apart, files ask."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import audit
from accounts.models import User
from awards.documents.round_data import chains
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import TWO_LEVELS_FROM, Kind
from units.map.sisters import marks, marks_within, names_apart
from units.models import Placement, Unit
from units.unit_lists.registers import register_of

BEFORE = date(2025, 6, 30)
NAME = "Xã Phước Tiến"


@pytest.fixture
def communes(db: None) -> list[Unit]:
    """Two districts with a commune of one name each and one of its own; the districts end."""
    with audit.change(User.objects.command_line()) as trail:
        province = found_unit("98", "Tỉnh Thử", Kind.PROVINCE, parent=None, trail=trail)
        made = []
        for code, name in (("980", "Huyện Bắc"), ("981", "Huyện Nam")):
            district = found_unit(
                code, name, Kind.RURAL_DISTRICT, parent=province, valid_to=TWO_LEVELS_FROM, trail=trail
            )
            commune = found_unit(f"{code}01", NAME, Kind.RURAL_COMMUNE, parent=district, trail=trail)
            Placement.objects.filter(unit=commune).update(valid_to=TWO_LEVELS_FROM)
            Placement.objects.create(unit=commune, parent=province, valid_from=TWO_LEVELS_FROM)
            made.append(commune)
        made.append(found_unit("98003", "Xã Riêng", Kind.RURAL_COMMUNE, parent=province, trail=trail))
        derive_ancestry()
    return made


def test_the_district_that_was_tells_them_apart(communes: list[Unit]) -> None:
    one, other, alone = communes
    assert names_apart(communes, TWO_LEVELS_FROM) == {
        one.pk: f"{NAME} (huyện Bắc cũ)",
        other.pk: f"{NAME} (huyện Nam cũ)",
        alone.pk: "Xã Riêng",
    }
    assert marks(communes, BEFORE) == {one.pk: "huyện Bắc", other.pk: "huyện Nam"}
    Placement.objects.filter(valid_from__lt=TWO_LEVELS_FROM).update(parent=Unit.objects.get(code="980"))
    assert marks(communes, TWO_LEVELS_FROM) == {one.pk: "mã 98001", other.pk: "mã 98101"}


def test_one_that_stands_by_itself_is_told_from_whoever_bears_its_name(communes: list[Unit]) -> None:
    one, _, alone = communes
    assert marks_within([one, alone], TWO_LEVELS_FROM) == {one.pk: "huyện Bắc cũ"}
    with CaptureQueriesContext(connection) as asked:
        assert marks([one, alone], TWO_LEVELS_FROM) == {}
    assert len(asked) == 0


def test_papers_name_the_district_that_was(communes: list[Unit]) -> None:
    rows: list[Any] = [SimpleNamespace(pk=at, unit=unit) for at, unit in enumerate(communes)]
    assert chains(rows, TWO_LEVELS_FROM) == {
        0: ("huyện Bắc cũ", "tỉnh Thử"),
        1: ("huyện Nam cũ", "tỉnh Thử"),
        2: ("tỉnh Thử",),
    }
    assert chains(rows, BEFORE)[0] == ("huyện Bắc", "tỉnh Thử")


def test_a_file_with_the_bare_name_asks_for_the_code(communes: list[Unit]) -> None:
    meant = register_of(Unit.objects.in_force(TWO_LEVELS_FROM), TWO_LEVELS_FROM).find("", NAME)
    assert meant.code is None
    assert "có hơn một đơn vị mang tên" in meant.problem and "(mã 98001)" in meant.problem
