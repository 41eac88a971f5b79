"""The list, the queue and the eligibility page ask the database the same however much there is; never more than now."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from awards.appraisal.actions.matters import note
from awards.models import Nomination
from awards.nominations.actions.nominations import locked
from awards.nominations.dossiers import dossiers
from awards.scope import nomination_or_404
from awards.workflow.facts import nomination_facts
from awards.workflow.states import State
from tests import cast
from tests.awards.walking import at_the_door
from units import access
from units.models import Unit

pytestmark = pytest.mark.django_db
ROUND = "/khen-thuong/annual-2022"


def _questions(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    ("page", "most"),
    [("/", 18), ("/tham-dinh/", 28), ("/du-dieu-kien/?nhom=commune", 14)],
    ids=["list", "queue", "eligible"],
)
def test_as_many_questions_for_a_few_as_for_many(page: str, most: int, province: cast.Province, client: Client) -> None:
    on = cast.EVENING.date()
    communes = Unit.objects.in_force(on).within(province.unit("58"), on).filter(level=3).order_by("code")
    codes = list(communes.values_list("code", flat=True)[:40])
    client.force_login(province.home)
    client.get(ROUND + page)  # what is read once a process
    found = []
    for some in (codes[:4], codes[4:]):
        rows = at_the_door(province, {code: (400, 250 + at) for at, code in enumerate(some)})
        Nomination.objects.filter(pk__in=[row.pk for row in rows.values()]).update(state=State.UNDER_APPRAISAL)
        sizes = [f"{ROUND}{page}{'&' if '?' in page else '?'}sodong={size}" for size in (10, 50, 250)]
        found += [_questions(client, address) for address in sizes]
    assert set(found) == {found[0]}
    assert found[0] <= most


def test_a_dossier_asks_nothing_about_what_it_has_not(province: cast.Province, client: Client) -> None:
    """Once what stands beside every dossier, once whether it has any of the rest; nothing twice."""
    row = at_the_door(province, {"22801": (400, 250)})["22801"]
    Nomination.objects.filter(pk=row.pk).update(state=State.UNDER_APPRAISAL)
    client.force_login(province.home)
    address = f"/ho-so/{row.pk}/"
    client.get(address)  # what is read once a process
    bare = _questions(client, address)
    assert bare <= 43
    about, paper = "Đơn phản ánh về số hộ thoát nghèo", "12/ĐN ngày 03/12/2022 của công dân"
    note(row.pk, "complaint", about, document=paper, opened_on=date(2022, 12, 3), by=province.home)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address)
    assert about in page.content.decode()
    asked = [row["sql"] for row in queries]
    assert len(asked) == len(set(asked)) <= bare + 3


@pytest.mark.parametrize(("method", "seen"), [("get", []), ("post", ["met"])])
def test_what_comes_while_a_form_is_answered_is_seen(province: cast.Province, method: str, seen: list[str]) -> None:
    """A page that only reads is of one moment; a form that is refused shows what others wrote meanwhile."""
    row = at_the_door(province, {"22801": (400, 250)})["22801"]
    row.judgements.all().delete()
    request = getattr(RequestFactory(), method)("/")
    request.user = province.home
    item = nomination_or_404(request, row.pk)
    item.judgements.create(part="Cc1.a", outcome="met", reason="Đủ giấy tờ", by=province.home)
    found = dossiers([item])[item.pk]
    assert [word.outcome for part in found.parts for word in part.judgements] == seen


def test_what_a_step_asks_before_it_is_taken(province: cast.Province) -> None:
    """One reading for all its facts: nothing twice, the rights of all steps in one question."""
    rows = at_the_door(province, {"22801": (400, 250), "22804": (400, 260)})
    pks = [row.pk for row in rows.values()]
    Nomination.objects.filter(pk__in=pks).update(state=State.UNDER_APPRAISAL)
    found = []
    for items in (pks, pks[:1], pks):  # the first reads what is read once a process
        access.forget(province.home)
        with transaction.atomic(), CaptureQueriesContext(connection) as queries:
            nomination_facts(locked(items), by=province.home, lock_caps=True)
        found.append(len(queries))
    assert found[1] == found[2] <= 34
