"""Colleagues at one draft at once, in processes: each part that somebody wrote stays, one takes it over, one sweeps it."""

import sys
from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import User
from campaign.editor import tree
from campaign.models import DefinitionVersion, PlanDraft
from campaign.plan.actions import drafts as actions
from campaign.plan.actions.draft_sweeping import drop_old_drafts
from core import clock
from core.workflow import Refused, Stale
from office.models import Notice
from tests import cast
from tests.units.reorganisation.test_races import _race

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(sys.platform == "win32", reason="needs fork"),
]


@pytest.fixture
def province(db: None) -> cast.Province:
    with clock.at(cast.EVENING):
        return cast.make_province(reforms=False)


@pytest.fixture
def draft(province: cast.Province) -> PlanDraft:
    with clock.at(cast.EVENING):
        return actions.begin_from(DefinitionVersion.objects.get(), by=province.home)


def _told(act: Callable[[], object]) -> Callable[[], str]:
    def work() -> str:
        try:
            act()
        except Stale:
            return "stale"
        except Refused as refused:
            return str(refused)
        return "done"

    return work


def _writes(draft: PlanDraft, number: int, by: User) -> Callable[[], object]:
    """A form of one entry, opened before anybody wrote, each with an entry of its own."""
    path: tree.Path = (("round", number),)
    mark = tree.mark_of(tree.read(draft.content)[0], path)

    def alter(root: tree.Root) -> tree.Root:
        return tree.with_entry(root, path, {**tree.at(root, path), "name": f"Đợt của {by.username}"})

    return lambda: actions.change(
        draft.pk, 1, alter, what="đợt", by=by, stands=lambda root: tree.mark_of(root, path) == mark
    )


def test_two_parts_are_both_kept_and_one_part_is_written_once(province: cast.Province, draft: PlanDraft) -> None:
    people = (province.home, province.home_leader, province.administrator)
    apart = [_told(_writes(draft, number, by)) for number, by in enumerate(people)]
    assert _race(apart) == {"done": 3}
    content = PlanDraft.objects.get().content
    assert [f"Đợt của {by.username}" in content for by in people] == [True] * 3
    again = PlanDraft.objects.get()
    together = [_told(_writes(again, 3, by)) for by in people]
    assert _race(together) == {"done": 1, "stale": 2}


def test_a_draft_is_taken_over_by_one(province: cast.Province, draft: PlanDraft) -> None:
    def take(by: User) -> Callable[[], str]:
        return _told(lambda: actions.take_over(draft.pk, 1, url="/the-le/soan/", by=by))

    assert _race([take(province.home_leader), take(province.administrator)]) == {"done": 1, "stale": 1}
    row = PlanDraft.objects.get()
    assert row.owner in (province.home_leader, province.administrator) and row.edition == 2
    assert Notice.objects.get().to == province.home


def test_a_draft_is_swept_once_or_saved(province: cast.Province, draft: PlanDraft) -> None:
    PlanDraft.objects.update(changed_at=cast.EVENING - timedelta(days=200), told_at=cast.EVENING - timedelta(days=20))
    save = _told(_writes(draft, 0, province.home))
    swept = [lambda: f"swept {drop_old_drafts()}"] * 2
    found = _race([save, *swept])
    left = PlanDraft.objects.count()
    expected = {"done": 1, "swept 0": 2} if left else {actions.GONE: 1, "swept 0": 1, "swept 1": 1}
    assert found == expected
