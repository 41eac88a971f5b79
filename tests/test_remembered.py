"""What is put down again is what was prepared, and only where it was prepared from."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from accounts.models import User
from core import clock
from tests import cast, snapshot
from tests.remembered import SHELF, remembered
from units.models import Membership, Organisation

RAN: list[str] = []


@pytest.fixture(autouse=True)
def _fresh(province: cast.Province, monkeypatch: pytest.MonkeyPatch) -> None:
    """The province itself is there from before."""
    RAN.clear()
    monkeypatch.setattr(SHELF, "folder", None)
    monkeypatch.setattr(SHELF, "_held", {})


@remembered
def _prepared(province: cast.Province, name: str, given: Any = None) -> Organisation:
    RAN.append(name)
    Path(settings.MEDIA_ROOT).mkdir(exist_ok=True)
    (Path(settings.MEDIA_ROOT) / "tep.txt").write_text(name)
    Membership.objects.all().delete()
    return Organisation.objects.create(
        code="moi", name=name, kind=Organisation.Kind.DEPARTMENT, seat=province.unit("58"), valid_from=cast.START
    )


def _undo() -> None:
    """Back to the province, as the next test finds it."""
    for path in Path(settings.MEDIA_ROOT).glob("*.txt"):
        path.unlink()


def test_the_second_time_rows_files_and_answer_are_put_down(province: cast.Province) -> None:
    start = snapshot.read()
    made = _prepared(province, "Sở Mới")
    rows = snapshot.read()
    _empty(start)
    _undo()
    again = _prepared(province, "Sở Mới")
    assert RAN == ["Sở Mới"]
    assert (again.pk, again.name) == (made.pk, "Sở Mới")
    assert snapshot.read() == rows
    assert (Path(settings.MEDIA_ROOT) / "tep.txt").read_text() == "Sở Mới"
    assert not Membership.objects.exists()


def test_a_row_written_afterwards_follows_those_put_down(province: cast.Province) -> None:
    start = snapshot.read()
    _prepared(province, "Sở Mới")
    _empty(start)
    last = _prepared(province, "Sở Mới")
    seat = province.unit("58")
    kind = Organisation.Kind.DEPARTMENT
    assert (
        Organisation.objects.create(code="sau", name="Sau", kind=kind, seat=seat, valid_from=cast.START).pk
        == last.pk + 1
    )


@pytest.mark.parametrize("other", ["row", "words", "hour", "file"])
def test_from_another_beginning_it_is_prepared_anew(province: cast.Province, other: str) -> None:
    start = snapshot.read()
    _prepared(province, "Sở Mới")
    _empty(start)
    if other == "row":
        User.objects.filter(pk=province.home.pk).update(full_name="Người khác")
        _prepared(province, "Sở Mới")
    elif other == "words":
        _prepared(province, "Sở Khác")
    elif other == "hour":
        with clock.at(clock.now() + timedelta(hours=1)):
            _prepared(province, "Sở Mới")
    else:
        _prepared(province, "Sở Mới", given=object())  # what has no words of its own may be anything
    assert len(RAN) == 2


def test_by_a_running_clock_it_is_met_again_that_day(province: cast.Province) -> None:
    start, stood = snapshot.read(), clock._frozen.set(None)
    try:
        assert clock.now() < clock.now()
        _prepared(province, "Sở Mới")
        _empty(start)
        _prepared(province, "Sở Mới")
    finally:
        clock._frozen.reset(stood)
    assert RAN == ["Sở Mới"]


def test_workers_of_a_run_share_what_one_has_prepared(province: cast.Province, tmp_path: Path) -> None:
    start = snapshot.read()
    SHELF.folder = tmp_path
    made = _prepared(province, "Sở Mới")
    _empty(start)
    SHELF._held.clear()  # as another process
    assert _prepared(province, "Sở Mới").pk == made.pk
    assert RAN == ["Sở Mới"]
    assert not list(tmp_path.glob("*.door"))


def _empty(start: list[snapshot.Rows]) -> None:
    """The rows of a beginning, and no others."""
    with connection.cursor() as cursor:
        for part in snapshot.read():
            cursor.execute(f"delete from {connection.ops.quote_name(part.table)}")
    snapshot.write(start)
