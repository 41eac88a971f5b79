"""Whose turn a record is: a card only for whom it is addressed to, an open step on the page that it leads to."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.permissions import Permission
from campaign.activities.actions import records as actions
from campaign.activities.actions.records import Draft, facts_of
from campaign.activities.domain.roads import ROADS
from campaign.activities.todo import record_cards
from campaign.activities.turns import TURNS
from campaign.models import Deadline, Record
from campaign.registrations.report_deadlines import set_report_deadline
from core import clock
from core.workflow import Refused
from tests import cast

SignIn = Callable[[User], Client]
REMARK = {"what": "Rà soát hộ nghèo"}
HELP = {"helper_kind": "Cơ quan, đơn vị", "help_kind": "Công sức"}
CONCLUSION = {"team": "Đoàn số 1", "conclusion": "Còn chậm ở hai xã"}
DAY = date(2022, 10, 20)


def _taken(
    province: cast.Province, kind: str, step: str, by: User, *, about: str = "", on: date = DAY, **answers: Any
) -> Record:
    """Written by somebody for their own unit or body, and sent on by one step."""
    seat = by.memberships.get()
    unit = None if seat.organisation_id else seat.unit
    draft = Draft(on, "Việc thử", about=province.unit(about) if about else None, answers=answers)
    made = actions.write(province.campaign, kind, draft, unit=unit, organisation=seat.organisation, by=by)
    return actions.advance(made.pk, step, by=by, edition=made.edition)


def _turned_to(province: cast.Province, row: Record) -> set[str]:
    """Who of the cast has a card that leads to a record."""
    address = f"/phong-trao/{row.pk}/"
    return {
        name
        for name, user in province.people.items()
        if address in {card.url for card in record_cards(user, province.campaign)}
    }


@pytest.mark.parametrize(
    ("kind", "step", "by", "about", "answers", "whose"),
    [
        ("giam-sat", "send", "front", "22801", REMARK, {"phuoc_dai", "phuoc_dai_leader"}),
        ("giam-sat", "send", "front", "584", REMARK, {"bac_ai", "bac_ai_leader"}),
        ("giam-sat", "send", "front", "58", REMARK, {"labour", "labour_leader"}),
        ("giam-sat", "send", "front", "58", {"what": "Xét khen thưởng"}, {"home", "home_leader"}),
        ("kiem-tra", "conclude", "labour", "584", CONCLUSION, {"bac_ai", "bac_ai_leader"}),
        ("tro-giup", "record", "health", "22801", HELP, {"phuoc_dai", "phuoc_dai_leader"}),
        ("tro-giup", "record", "bac_ai", "22801", HELP, {"phuoc_dai", "phuoc_dai_leader"}),
        ("tro-giup", "record", "phuoc_dai", "22801", HELP, {"bac_ai", "bac_ai_leader"}),
        ("tro-giup", "record", "phuoc_dai", "22801", HELP | {"helper": "Công ty Nam Sơn"}, {"phuoc_dai_leader"}),
    ],
    ids=[
        "a remark on a commune",
        "a remark on a district",
        "a remark on the province goes to who reviews",
        "a remark on awards goes to the award agency",
        "a conclusion, not to who inspected",
        "help from a department",
        "help from the district, which reaches the commune too",
        "help by the commune itself is confirmed above it",
        "help that somebody else gave, written down by the commune",
    ],
)
def test_a_card_is_for_whom_it_is_meant(
    province: cast.Province, kind: str, step: str, by: str, about: str, answers: dict[str, Any], whose: set[str]
) -> None:
    row = _taken(province, kind, step, province.people[by], about=about, **answers)
    assert _turned_to(province, row) == whose


def test_who_gave_help_does_not_confirm_it(province: cast.Province) -> None:
    row = _taken(province, "tro-giup", "record", province.phuoc_dai, about="22801", **HELP)
    for step, reason in (("confirm", ""), ("dispute", "Chưa nhận được")):
        with pytest.raises(Refused, match="bên giúp nên nơi nhận xác nhận"):
            actions.advance(row.pk, step, by=province.phuoc_dai_leader, edition=row.edition, reason=reason)
    actions.advance(row.pk, "confirm", by=province.bac_ai, edition=row.edition)


def test_what_comes_back_turns_to_who_wrote_it(province: cast.Province) -> None:
    given = _taken(province, "tro-giup", "record", province.health, about="22801", **HELP)
    given = actions.advance(given.pk, "dispute", by=province.phuoc_dai, edition=given.edition, reason="Chưa nhận được")
    found = _taken(province, "kiem-tra", "conclude", province.home, about="584", **CONCLUSION)
    found = actions.advance(found.pk, "answer", by=province.bac_ai, edition=found.edition, reason="Đã khắc phục xong")
    assert (_turned_to(province, given), _turned_to(province, found)) == ({"health"}, {"home", "home_leader"})


def test_every_card_opens_a_step_and_every_open_turn_is_of_somebody(province: cast.Province, sign_in: SignIn) -> None:
    """Over all roads: whoever has a card may take a step there; whoever wrote the last word has none."""
    rows = [
        _taken(province, "giam-sat", "send", province.front, about="22801", **REMARK),
        _taken(province, "kiem-tra", "conclude", province.home, about="584", **CONCLUSION),
        _taken(province, "tro-giup", "record", province.health, about="22801", **HELP),
        _taken(province, "vuong-mac", "send", province.bac_ai, addressee="Cơ quan thi đua, khen thưởng"),
        _taken(province, "dien-hinh", "propose", province.bac_ai, what="Tập thể", name="Tổ hợp tác"),
        _taken(
            province, "bao-cao", "file", province.bac_ai, period="Cả năm", done="Đã làm xong", on=date(2022, 12, 10)
        ),
    ]
    for row in rows:
        whose = _turned_to(province, row)
        assert whose, row.kind
        for name in whose:
            user = province.people[name]
            options = row.road.options(facts_of(row, by=user))
            assert [option.step.name for option in options if option.is_open], (row.kind, name)
            assert sign_in(user).get(f"/phong-trao/{row.pk}/").status_code == 200
    obstacle = _turned_to(province, rows[3])
    assert obstacle == {"home", "home_leader"}


def test_the_turns_are_states_of_their_roads() -> None:
    for turn in TURNS:
        assert turn.state in ROADS[turn.road].labels
        assert any(
            turn.state in step.sources and step.needs == turn.needs
            for step in ROADS[turn.road].steps.values()
        ) or turn.needs == Permission.KEEP_RECORDS  # fmt: skip


# ---- reports that are owed ----


@pytest.fixture
def due(province: cast.Province) -> Deadline:
    """Reports of the year 2022 are due before 20/12/2022."""
    return set_report_deadline(
        province.campaign, "nam", 2022, on=date(2022, 12, 20), bound="before", is_hard=False,
        act="Công văn số 88/SNV-TĐKT ngày 01/12/2022 của Sở Nội vụ", by=province.home,
    )  # fmt: skip


def _owed(province: cast.Province, name: str) -> list[tuple[str, str, date | None]]:
    cards = record_cards(province.people[name], province.campaign)
    return [(card.what, card.whose, card.due) for card in cards if "ghi/bao-cao" in card.url]


def test_who_owes_a_report_has_a_card_until_it_is_sent(province: cast.Province, due: Deadline) -> None:
    words = ("Gửi báo cáo cả năm 2022", "Huyện Bác Ái", date(2022, 12, 19))
    assert _owed(province, "bac_ai") == [words]
    assert _owed(province, "health") == [("Gửi báo cáo cả năm 2022", "Sở Y tế", date(2022, 12, 19))]
    assert [_owed(province, name) for name in ("home", "labour", "chairman", "press", "auditor")][:3] == [[], [], []]
    ((_, _, requested),) = _owed(province, "front")
    assert requested is None
    _taken(province, "bao-cao", "file", province.bac_ai, period="Cả năm", done="Đã làm xong", on=date(2022, 12, 10))
    assert _owed(province, "bac_ai") == []


def test_nobody_is_asked_long_before_or_after_a_day_that_takes_none(province: cast.Province, due: Deadline) -> None:
    with clock.at(date(2022, 10, 1)):
        assert _owed(province, "bac_ai") == []
    Deadline.objects.filter(pk=due.pk).update(is_hard=True, on=date(2022, 12, 1))
    assert _owed(province, "bac_ai") == []


def test_the_page_of_deadlines_shows_a_body_its_own_lines(
    province: cast.Province, due: Deadline, sign_in: SignIn
) -> None:
    client = sign_in(province.health)
    page = client.get("/phong-trao/han-bao-cao/")
    lines = [(str(line.filer), line.punctuality.label) for board, _ in page.context["boards"] for line in board.lines]
    assert lines == [("Sở Y tế", "Chưa gửi")]
    assert "Huyện Bác Ái" not in page.content.decode()
    assert "/phong-trao/ghi/bao-cao/?nam=2022&amp;ky=nam" in page.content.decode()
    assert client.get("/phong-trao/ghi/bao-cao/?nam=2022&ky=nam").status_code == 200
    assert client.post("/phong-trao/han-bao-cao/", {}).status_code == 403
    assert sign_in(province.auditor).get("/phong-trao/han-bao-cao/").status_code == 403
