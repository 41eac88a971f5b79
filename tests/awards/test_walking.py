"""The steps that tests take at once leave what the steps of the page leave."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from accounts.models import AuditEvent
from awards import actions
from awards.models import DossierPaper, EvidenceLink, Judgement, Nomination
from awards.nominations.actions.evidence import keep_paper
from awards.nominations.dossiers import dossiers
from tests import cast
from tests.awards.walking import accepted, complete, judged, missing, propose, read

ROWS = {
    DossierPaper: ("part", "file", "on_paper", "by", "replaced_at"),
    EvidenceLink: ("part", "kind", "key", "label", "by", "removed_at"),
    Judgement: ("part", "outcome", "reason", "settles", "by", "replaced_at"),
    AuditEvent: ("actor", "role", "unit_code", "verb", "subject_type", "subject_id", "summary", "payload_digest"),
}


def _left(do: Callable[[], object]) -> dict[str, list[Any]]:
    """What stands afterwards, then all is as before."""
    with transaction.atomic():
        do()
        found = {model.__name__: sorted(model.objects.values_list(*names), key=repr) for model, names in ROWS.items()}
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
def test_papers_noted_together_are_those_that_the_action_keeps(province: cast.Province) -> None:
    unit = province.unit("22801")
    proposal = actions.Proposal("commune", unit.name, unit=unit, achievements="Thành tích.")
    item = actions.nominate(province.annual_2022, proposal, holder_unit=province.unit("584"), by=province.bac_ai)

    def one_by_one() -> None:
        for part in missing(read(item.pk)):
            keep_paper(item.pk, part.code, on_paper="Bản giấy", by=province.bac_ai)

    assert len(missing(read(item.pk))) > 1
    assert _left(lambda: complete(item)) == _left(one_by_one)


@pytest.mark.django_db
def test_words_sent_together_are_those_said_one_by_one(province: cast.Province) -> None:
    item: Nomination = accepted(province, propose(province, "22801"))

    def one_by_one() -> None:
        for part in dossiers([read(item.pk)])[item.pk].parts:
            if part.asks_reviewer:
                seen = "" if part.paper is None or part.has_paper else "Báo cáo 5/BC-UBND ngày 05/01/2022 của UBND xã"
                actions.judge(item.pk, part.key, "met", "Có tài liệu.", seen=seen, by=province.home)

    assert _left(lambda: judged(province, item)) == _left(one_by_one)
