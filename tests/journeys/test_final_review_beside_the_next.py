"""January 2026: the final review of the period that ended is decided while the next period runs."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from accounts.models import User
from accounts.permissions import Duty, Role
from awards import actions
from awards.council.actions import ballots, preparing
from awards.council.actions import sessions as council
from awards.council.domain.tally import Count
from awards.models import AgendaItem, CouncilSession, Decision, GoldenEntry, Nomination, Round
from awards.workflow.states import State
from campaign.models import Campaign
from core import clock
from core.clock import VIETNAM
from tests import cast
from tests.awards.walking import complete, judged, spoken
from tests.campaigns import NEXT_CODE, load_next
from tests.people import organisation, person
from units.models import DutyHolding, Unit

NOW = datetime(2026, 1, 20, 9, tzinfo=VIETNAM)
REFORM = date(2025, 7, 1)
SIGNED = date(2026, 1, 20)
SEATS = {
    "home": (Role.HOME_AFFAIRS_OFFICER, "so-noi-vu-moi"), "home_leader": (Role.HOME_AFFAIRS_LEADER, "so-noi-vu-moi"),
    "labour": (Role.LABOUR_OFFICER, "so-nong-nghiep"), "labour_leader": (Role.LABOUR_LEADER, "so-nong-nghiep"),
    "chairman": (Role.CHAIRMAN, ""), "council_secretary": (Role.COUNCIL_SECRETARY, ""),
    "commune": (Role.COMMUNE_OFFICER, ""), "commune_leader": (Role.COMMUNE_LEADER, ""),
}  # fmt: skip


@pytest.fixture
def commune(province: cast.Province) -> Unit:
    """One of those that were made of old ones on the day of the reform."""
    return Unit.objects.filter(valid_from=REFORM, predecessions__from_unit__code="22801").get()


@pytest.fixture
def successors(province: cast.Province, commune: Unit) -> cast.Province:
    """The people of the province that took the old one in, with the duties of its departments."""
    seat = Unit.objects.bearing("56", REFORM)
    bodies = {
        "so-noi-vu-moi": organisation("so-noi-vu-moi", "Sở Nội vụ Khánh Hòa", seat),
        "so-nong-nghiep": organisation("so-nong-nghiep", "Sở Nông nghiệp và Môi trường", seat),
    }
    DutyHolding.objects.update(valid_to=REFORM)
    DutyHolding.objects.create(duty=Duty.AWARD_AGENCY, organisation=bodies["so-noi-vu-moi"], valid_from=REFORM)
    DutyHolding.objects.create(duty=Duty.STANDING_AGENCY, organisation=bodies["so-nong-nghiep"], valid_from=REFORM)
    people = {
        name: person(
            f"{name.replace('_', '-')}-moi",
            role,
            commune if name.startswith("commune") else seat,
            organisation=bodies.get(body),
        )
        for name, (role, body) in SEATS.items()
    }
    return cast.Province(province.campaign, {**province.people, **people}, {**province.bodies, **bodies})


def test_nomination_to_decision_in_january(
    successors: cast.Province, commune: Unit, client: Client, sign_in: Callable[[User], Client]
) -> None:
    with clock.at(NOW):
        load_next()
        assert Campaign.objects.current().code == NEXT_CODE
        final = Round.objects.get(code="final-2025")
        by = successors.people
        officer = sign_in(by["commune"])
        assert officer.get(f"/khen-thuong/{final.code}/lap-ho-so/").status_code == 200
        item = _nominated(final, commune, by["commune"])
        actions.advance([item.pk], "confirm", by=by["commune_leader"])
        cards = sign_in(by["commune_leader"]).get("/").content.decode()
        assert "Đợt tổng kết năm 2025, phong trào 2021–2025" in cards
        actions.advance([item.pk], "submit", by=by["commune_leader"])
        actions.advance([item.pk], "accept", by=by["home"])
        judged(successors, item)
        spoken(successors, item)
        for step in ("appraise", "recommend", "to_council"):
            actions.advance([item.pk], step, by=by["home"], override_reason="Đã xem xét.")
        _voted(final, by["home"])
        actions.advance([item.pk], "to_decision", by=by["home"])
        decision = actions.decide(
            final, number="12/QĐ-UBND", signed_on=SIGNED, signer="Chủ tịch UBND tỉnh", pks=[item.pk], by=by["chairman"]
        )
        actions.release([decision], unsigned_reason="Bản ký gửi sau.", by=by["home_leader"])
        assert Nomination.objects.get(pk=item.pk).state == State.AWARDED
        assert GoldenEntry.objects.get(nomination=item).province.code == "56"  # the book of those who sign
        public = client.get("/cong-khai/2025/").content.decode()
        assert item.printed_name in public
        assert client.get("/cong-khai/")["Location"] == "/cong-khai/2025/"
        reader = sign_in(by["home"])
        for address in (f"/quyet-dinh/{decision.pk}/", f"/ho-so/{item.pk}/", "/khen-thuong/final-2025/bang-so-luong/"):
            answer = reader.get(address)
            assert answer.status_code == 200, address
            assert answer.context["frame"].campaign == successors.campaign, address
    assert Decision.objects.get().round == final


def _nominated(final: Round, commune: Unit, by: User) -> Nomination:
    proposal = actions.Proposal(
        "commune", f"Nhân dân và cán bộ {commune.name}", unit=commune, achievements="Thành tích."
    )
    return complete(actions.nominate(final, proposal, holder_unit=commune, by=by))


def _voted(final: Round, by: User) -> None:
    setting = preparing.Setting("Phiên thử", SIGNED, "Chủ tịch", "Thư ký", method=CouncilSession.Method.PAPER)
    members = [preparing.Member(name) for name in ("Ủy viên Một", "Ủy viên Hai", "Ủy viên Ba")]
    session = preparing.prepare(final, setting, members, by=by)
    session = council.open_session(session.pk, edition=session.edition, by=by)
    for row in AgendaItem.objects.filter(session=session):
        ballots.record_counts(row.pk, Count(3, 0), by=by)
    council.close_session(session.pk, edition=session.edition, by=by)
