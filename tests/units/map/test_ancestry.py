"""Ancestry against a slow and obvious re-computation, whatever is founded, moved, merged and undone."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts import audit
from accounts.models import User
from core import clock
from core.workflow import Refused
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import Kind
from units.models import Ancestry, Placement, Unit
from units.reorganisation.actions.reorganise import reorganise
from units.reorganisation.actions.undo import undo, why_not_undo
from units.reorganisation.actions.wishes import NewUnit, Wish

FIRST = date(2022, 1, 1)
DAYS = [FIRST + timedelta(days=30 * at) for at in range(1, 12)]


def _slowly(on: date) -> set[tuple[int, int, int]]:
    """Walk up from every unit, day by day, by the placements alone."""
    alive = {u.pk for u in Unit.objects.all() if u.valid_from <= on < u.valid_to}
    above = {p.unit_id: p.parent_id for p in Placement.objects.all() if p.valid_from <= on < p.valid_to}
    found = set()
    for pk in alive:
        depth, at = 0, pk
        while at in alive:
            found.add((at, pk, depth))
            if at not in above:
                break
            at, depth = above[at], depth + 1
    return found


def _stored(on: date) -> set[tuple[int, int, int]]:
    return set(Ancestry.objects.in_force(on).values_list("ancestor_id", "descendant_id", "depth"))


class AncestryIsExact(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_after_any_changes(self, data: st.DataObject) -> None:
        by = User.objects.command_line()
        with audit.change(by) as trail:
            top = found_unit("1", "Tỉnh Thử", Kind.PROVINCE, parent=None, valid_from=FIRST, trail=trail)
            middle = [
                found_unit(f"1{at}", f"Huyện {at}", Kind.RURAL_DISTRICT, parent=top, valid_from=FIRST, trail=trail)
                for at in range(2)
            ]
            for at in range(5):
                parent = data.draw(st.sampled_from([top, *middle]))
                found_unit(f"10{at}", f"Xã {at}", Kind.RURAL_COMMUNE, parent=parent, valid_from=FIRST, trail=trail)
            derive_ancestry()
        made = []
        with clock.at(clock.moment_on(date(2023, 6, 1), clock.now().time())):
            for number in range(data.draw(st.integers(1, 5))):
                on = data.draw(st.sampled_from(DAYS))
                standing = list(Unit.objects.in_force(on).filter(level=3).order_by("pk"))
                kind = data.draw(st.sampled_from(["merge", "move", "split", "end", "undo"]))
                parent = data.draw(st.sampled_from(list(Unit.objects.filter(level__lt=3).order_by("pk"))))
                fresh = [NewUnit(f"2{number}{at}", f"Xã mới {number}{at}", Kind.RURAL_COMMUNE) for at in range(2)]
                try:
                    if kind == "undo" and made:
                        row = data.draw(st.sampled_from(made))
                        if not why_not_undo(row):
                            undo(row.pk, reason="thử đã xem lại", by=by)
                            made.remove(row)
                    elif kind == "merge" and len(standing) > 1:
                        two = data.draw(st.permutations(standing))[:2]
                        made.append(reorganise(Wish("merge", on, "NQ", tuple(two), (fresh[0],), parent=parent), by=by))
                    elif kind == "split" and standing:
                        one = data.draw(st.sampled_from(standing))
                        made.append(reorganise(Wish("split", on, "NQ", (one,), tuple(fresh), parent=parent), by=by))
                    elif kind == "move" and standing:
                        one = data.draw(st.sampled_from(standing))
                        made.append(reorganise(Wish("move", on, "NQ", (one,), parent=parent), by=by))
                    elif kind == "end":
                        made.append(
                            reorganise(Wish("end", on, "NQ", (data.draw(st.sampled_from(middle)),), parent=top), by=by)
                        )
                except Refused:
                    pass
        for day in [FIRST, *DAYS, *(d - timedelta(days=1) for d in DAYS), date(2024, 1, 1)]:
            assert _stored(day) == _slowly(day), day
        whole = set(Ancestry.objects.values_list("ancestor_id", "descendant_id", "depth", "valid_from", "valid_to"))
        derive_ancestry()
        again = set(Ancestry.objects.values_list("ancestor_id", "descendant_id", "depth", "valid_from", "valid_to"))
        assert whole == again  # what was derived for a part is what is derived for all
