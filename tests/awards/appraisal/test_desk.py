"""The desk of the award agency: who has which dossier in hand, the queue, many taken together, a person's awards, search."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import lxml.html
import pytest
from django.test import Client

from accounts.models import AuditEvent, User
from accounts.permissions import Role
from awards import actions
from awards.appraisal.actions.assigning import ONLY_DESK, assign, shares
from awards.appraisal.checks import Severity, checks
from awards.decisions.actions.recognitions import Entry, recognise
from awards.models import Award, Decision, Matter, Nomination, Paper, Round
from awards.nominations.domain.list_file import Known, read_list
from awards.nominations.dossiers import dossiers
from awards.nominations.history import history
from awards.nominations.memory import whos
from awards.todo import cards
from awards.workflow.people import hands
from awards.workflow.states import State
from core import clock
from core.text import person_key
from core.workflow import Refused, Stale
from office.models import StoredFile
from office.tables.workbooks import SheetData, Workbook
from reports.searching import number_of
from tests import cast
from tests.awards.walking import accepted, appraised, at_the_door, judged, pdf, propose, read, sent_back, spoken
from tests.people import person
from tests.remembered import remembered
from units.models import Membership

SignIn = Callable[[User], Client]
QUEUE = "/khen-thuong/annual-2022/tham-dinh/"
BOARD = "/khen-thuong/annual-2022/bang-so-luong/"
COMMUNES = ("22801", "22804", "22807", "22783", "22786")
SIX = ("22801", "22804", "22807", "22810", "22813", "22816")


@pytest.fixture
def other(province: cast.Province) -> User:
    """A third of the award agency."""
    return person(
        "noi-vu-ba", Role.HOME_AFFAIRS_OFFICER, province.unit("58"), organisation=province.bodies["so-noi-vu"]
    )


@remembered
def _accepted(province: cast.Province, number: int) -> list[Nomination]:
    return [accepted(province, propose(province, code)) for code in COMMUNES[:number]]


def _give(items: list[Nomination], user: User | None, by: User) -> list[Nomination]:
    return assign({item.pk: user for item in items}, editions={item.pk: read(item.pk).edition for item in items}, by=by)


def _told(user: User, item: Nomination) -> list[str]:
    return [card.what for card in cards(user) if item.printed_name in card.what]


# ---- who has it in hand ----


def test_the_officer_alone_is_told_while_they_can_act_and_it_is_not_overdue(province: cast.Province) -> None:
    [item] = _accepted(province, 1)
    both = {province.home.pk, province.home_leader.pk}
    assert hands([read(item.pk)])[item.pk].ids == both
    _give([item], province.home, by=province.home_leader)
    item = read(item.pk)
    assert hands([item])[item.pk].ids == {province.home.pk}
    assert (len(_told(province.home, item)), _told(province.home_leader, item)) == (1, [])
    # on the due day still theirs, the day after everybody's
    assert item.due_on is not None
    for days, expected in ((0, {province.home.pk}), (1, both)):
        with clock.at(item.due_on + timedelta(days=days)):
            assert hands([read(item.pk)])[item.pk].ids == expected


@pytest.mark.parametrize("why", ["account closed", "seat ended", "author"])
def test_who_cannot_act_has_nothing_in_hand(province: cast.Province, other: User, why: str) -> None:
    [item] = _accepted(province, 1)
    _give([item], other, by=province.home)
    assert hands([read(item.pk)])[item.pk].ids == {other.pk}
    if why == "account closed":
        User.objects.filter(pk=other.pk).update(is_active=False)
    elif why == "seat ended":
        Membership.objects.filter(user=other).update(valid_to=clock.today())
    else:
        Nomination.objects.filter(pk=item.pk).update(author=other)
    assert hands([read(item.pk)])[item.pk].ids == {province.home.pk, province.home_leader.pk}


def test_past_the_desk_the_list_is_everybody_s_again(province: cast.Province) -> None:
    item = appraised(province, propose(province, "22801"))
    _give([item], province.home, by=province.home)
    assert hands([read(item.pk)])[item.pk].ids == {province.home.pk}
    Nomination.objects.filter(pk=item.pk).update(state=State.RECOMMENDED)
    assert hands([read(item.pk)])[item.pk].ids == {province.home.pk, province.home_leader.pk}


def test_only_the_desk_gives_and_only_to_those_who_may_appraise(province: cast.Province, other: User) -> None:
    items = _accepted(province, 2)
    for by in (province.bac_ai, province.chairman, province.labour):
        with pytest.raises(Refused, match=ONLY_DESK):
            _give(items, province.home, by=by)
    with pytest.raises(Refused, match="không thẩm định ở cơ quan thi đua"):
        _give(items, province.labour, by=province.home)
    Nomination.objects.filter(pk=items[1].pk).update(author=other)
    with pytest.raises(Refused) as refused:
        _give(items, other, by=province.home)
    assert len(refused.value.reasons) == 1
    assert items[1].printed_name in refused.value.reasons[0]
    assert not Nomination.objects.exclude(officer=None).exists()  # all or none
    draft = propose(province, "22786")
    with pytest.raises(Refused, match="không giao người thụ lý"):
        _give([draft], province.home, by=province.home)


def test_giving_is_noted_and_the_second_of_two_is_stale(province: cast.Province) -> None:
    [item] = _accepted(province, 1)
    before = read(item.pk).edition
    _give([item], province.home, by=province.home_leader)
    event = AuditEvent.objects.filter(verb="assign_officer").latest("pk")
    assert (event.actor, event.subject_id) == (province.home_leader.username, str(item.pk))
    with pytest.raises(Stale):
        assign({item.pk: province.home_leader}, editions={item.pk: before}, by=province.home)
    with pytest.raises(Refused, match="đúng như vậy"):
        _give([item], province.home, by=province.home)
    _give([item], None, by=province.home)
    assert read(item.pk).officer is None


def test_the_unassigned_are_shared_out_evenly_and_never_to_who_stands_aside(
    province: cast.Province, other: User
) -> None:
    items = _accepted(province, 4)
    Nomination.objects.filter(pk__in=[items[0].pk, items[1].pk]).update(author=province.home)
    found = shares([read(item.pk) for item in items], [province.home, other])
    assert found == {
        items[0].pk: other,
        items[1].pk: other,
        items[2].pk: province.home,
        items[3].pk: province.home,
    }
    # nobody of those who take part may take it: it stays as it is
    assert shares([read(items[0].pk)], [province.home]) == {items[0].pk: None}


def test_the_page_shows_who_gets_what_before_it_gives(province: cast.Province, sign_in: SignIn, other: User) -> None:
    items = _accepted(province, 2)
    client = sign_in(province.home)
    assert "Chia, giao hồ sơ chưa giao" in client.get(QUEUE).content.decode()
    page = client.get(f"{QUEUE}giao/")
    assert page.status_code == 200
    address = f"{QUEUE}giao/?cach=deu&nguoi={province.home.pk}&nguoi={other.pk}"
    form = _form(client, address)
    answer = client.post(address, form)
    assert (answer.status_code, answer.url) == (302, QUEUE)
    assert {read(item.pk).officer for item in items} == {province.home, other}
    text = client.get(QUEUE).content.decode()
    assert province.home.full_name in text
    assert other.full_name in text
    # sent again from the old page: what it showed is no more
    assert client.post(address, form).status_code in (302, 409, 422)
    assert "Người thụ lý" in client.get(f"/ho-so/{items[0].pk}/").content.decode()
    for stranger in (province.bac_ai, province.chairman):
        assert sign_in(stranger).get(f"{QUEUE}giao/").status_code == 403


def test_what_another_gave_meanwhile_is_shown(province: cast.Province, sign_in: SignIn) -> None:
    [item] = _accepted(province, 1)
    client = sign_in(province.home)
    address = f"{QUEUE}giao/?cach=mot&ho-so={item.pk}&nguoi={province.home.pk}"
    form = _form(client, address)
    _give([item], province.home_leader, by=province.home_leader)
    answer = client.post(address, form)
    assert answer.status_code == 409
    assert province.home_leader.full_name in answer.content.decode()
    assert read(item.pk).officer == province.home_leader


def _form(client: Client, address: str) -> dict[str, Any]:
    """The hidden fields of the page that asks."""
    root = lxml.html.fromstring(client.get(address).content)
    form = next(form for form in root.forms if form.get("class") == "confirm")
    return {key: value for key, value in form.fields.items() if value is not None}


# ---- the queue ----


def _shown(client: Client, question: str) -> set[str]:
    """The names of the rows."""
    root = lxml.html.fromstring(client.get(f"{QUEUE}?{question}").content)
    return {" ".join(cell.text_content().split()) for cell in root.xpath("//tbody/tr/th/a")}


def test_the_queue_is_cut_to_what_is_asked(province: cast.Province, sign_in: SignIn) -> None:
    first, second, third = _accepted(province, 3)
    waiting = propose(province, "22813", holder=province.unit("585"), by=province.ninh_son)
    actions.advance([waiting.pk], "submit", by=province.ninh_son_leader)
    done = appraised(province, propose(province, "22786"))
    _give([first], province.home, by=province.home)
    _give([second], province.home_leader, by=province.home)
    Nomination.objects.filter(pk=third.pk).update(due_on=clock.today() - timedelta(days=1))
    client = sign_in(province.home)
    names = {item.pk: item.printed_name for item in (first, second, third, waiting, done)}
    for question, expected in {
        "": [first, second, third, waiting],
        "nguoi=toi": [first],
        f"nguoi={province.home_leader.pk}": [second],
        "nguoi=chua": [third, waiting],
        "tre=1": [third],
        "tt=submitted": [waiting],
        "tt=appraised": [done],
        "nhom=commune": [first, second, third, waiting],
        "nhom=district": [],
        "noi=bac+ai": [first, second, third],
        "noi=ninh+son": [waiting],
        "noi=khong+co": [],
        "tim=phuoc+dai": [first],
        "nguoi=khong-phai-so&tt=zq&nhom=zq": [first, second, third, waiting],
    }.items():
        assert _shown(client, question) == {names[item.pk] for item in expected}, question
    text = " ".join(client.get(QUEUE).content.decode().split())
    for words in ("Tất cả: 4", "Của tôi: 1", "Chưa giao: 2", "Quá hạn: 1"):
        assert words in text


def test_who_stands_aside_cannot_tick_and_reads_why(province: cast.Province, sign_in: SignIn) -> None:
    own, free = _accepted(province, 2)
    Nomination.objects.filter(pk=own.pk).update(author=province.home)
    root = lxml.html.fromstring(sign_in(province.home).get(QUEUE).content)
    assert root.xpath("//tbody//input[@name='ho-so']/@value") == [str(free.pk)]
    row = next(row for row in root.xpath("//tbody/tr") if own.printed_name in row.text_content())
    assert "Bạn lập hồ sơ này." in row.text_content()


# ---- many together ----


def _together(client: Client, step: str, items: list[Nomination], *, more: str = "", **typed: str) -> Any:
    """The page as it asks, then the answer to it."""
    address = f"{QUEUE}buoc/{step}/?" + "&".join(f"ho-so={item.pk}" for item in items) + more
    return client.post(address, _form(client, address) | typed)


def _states(items: list[Nomination]) -> list[str]:
    return [read(item.pk).state for item in items]


def test_ticked_dossiers_are_accepted_and_finished_together(province: cast.Province, sign_in: SignIn) -> None:
    items = [propose(province, code) for code in COMMUNES[:3]]
    actions.advance([item.pk for item in items], "submit", by=province.bac_ai_leader)
    client = sign_in(province.home)
    answer = _together(client, "accept", items, more="&loc=tt%3Dsubmitted")
    assert (answer.status_code, answer.url) == (302, f"{QUEUE}?tt=submitted")
    assert _states(items) == [State.UNDER_APPRAISAL] * 3
    for item in items[:2]:
        judged(province, item)
        spoken(province, item)
    # one is not judged: none goes, and it is named
    refused = _together(client, "appraise", items)
    assert refused.status_code == 422
    text = refused.content.decode()
    assert f"{items[2].printed_name}: Còn" in text
    assert f"{items[0].printed_name}: Còn" not in text
    assert _states(items) == [State.UNDER_APPRAISAL] * 3
    assert _together(client, "appraise", items[:2]).status_code == 302
    assert _states(items) == [State.APPRAISED, State.APPRAISED, State.UNDER_APPRAISAL]


def test_a_return_of_many_has_one_reason(province: cast.Province, sign_in: SignIn) -> None:
    items = _accepted(province, 2)
    client = sign_in(province.home)
    assert _together(client, "return", items).status_code == 422
    assert _states(items) == [State.UNDER_APPRAISAL] * 2
    assert _together(client, "return", items, reason="Thiếu báo cáo.").status_code == 302
    assert _states(items) == [State.RETURNED] * 2
    assert [item.transitions.latest("pk").reason for item in items] == ["Thiếu báo cáo."] * 2


def test_what_stands_aside_or_changed_takes_nothing_along(province: cast.Province, sign_in: SignIn) -> None:
    items = _accepted(province, 2)
    client = sign_in(province.home)
    address = f"{QUEUE}buoc/return/?ho-so={items[0].pk}&ho-so={items[1].pk}"
    page = _form(client, address)
    actions.advance([items[1].pk], "return", by=province.home_leader, reason="Trước. Đã xem lại.")
    answer = client.post(address, page | {"reason": "Sau. Đã xem lại."})
    assert answer.status_code == 409
    assert items[1].printed_name in answer.content.decode()
    assert _states(items) == [State.UNDER_APPRAISAL, State.RETURNED]
    # an edition alone moved, what the page showed did not
    page = _form(client, f"{QUEUE}buoc/return/?ho-so={items[0].pk}")
    Nomination.objects.filter(pk=items[0].pk).update(edition=99)
    answer = client.post(f"{QUEUE}buoc/return/?ho-so={items[0].pk}", page | {"reason": "Sau. Đã xem lại."})
    assert (answer.status_code, _states(items)[0]) == (422, State.UNDER_APPRAISAL)
    # editions of others than are ticked, with what was seen or without
    free = propose(province, "22807")
    free = accepted(province, free)
    address = f"{QUEUE}buoc/return/?ho-so={free.pk}"
    assert client.post(address, page | {"reason": "Sau. Đã xem lại."}).status_code == 409
    unseen = {name: value for name, value in page.items() if name != "da-xem"} | {"reason": "Sau. Đã xem lại."}
    assert client.post(address, unseen).status_code == 422
    assert read(free.pk).state == State.UNDER_APPRAISAL


def test_places_are_shown_before_and_after_and_hold(province: cast.Province, sign_in: SignIn) -> None:
    items = list(at_the_door(province, {code: (300 + at, 100) for at, code in enumerate(SIX)}).values())
    for item in items:
        spoken(province, item)
    client = sign_in(province.home)
    address = f"{QUEUE}buoc/recommend/?tu=bang&" + "&".join(f"ho-so={item.pk}" for item in items)
    text = " ".join(client.get(address).content.decode().split())
    assert "Chỗ tập thể: <b>00/05</b> → <b>06/05</b>" in text
    assert "còn 05 chỗ (mục III.3.b) cho 06 hồ sơ" in text
    assert _together(client, "recommend", items, more="&tu=bang").status_code == 422
    assert _states(items) == [State.APPRAISED] * 6
    best = sorted(items, key=lambda item: item.pk)[1:]  # the rank is by what was reached: the first did least
    answer = _together(client, "recommend", best, more="&tu=bang")
    assert (answer.status_code, answer.url) == (302, BOARD)
    assert _states(best) == [State.RECOMMENDED] * 5


def test_a_miss_is_refused_in_the_list_by_its_name(province: cast.Province, sign_in: SignIn) -> None:
    good = appraised(province, propose(province, "22801"))
    missed = appraised(province, propose(province, "22804"), "not_met")
    client = sign_in(province.home)
    page = client.get(f"{QUEUE}buoc/recommend/?ho-so={good.pk}&ho-so={missed.pk}").content.decode()
    assert f"{missed.printed_name}: " in page
    assert "Làm riêng hồ sơ này" in page
    _together(client, "recommend", [good, missed])
    assert _states([good, missed]) == [State.APPRAISED] * 2


def test_nothing_ticked_leads_back_and_other_steps_are_no_page(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.home)
    answer = client.get(f"{QUEUE}buoc/accept/")
    assert (answer.status_code, answer.url) == (302, QUEUE)
    for step in ("award", "decline", "khong-co"):
        assert client.get(f"{QUEUE}buoc/{step}/?ho-so=1").status_code == 404
    assert sign_in(province.bac_ai).get(f"{QUEUE}buoc/accept/").status_code == 403


def test_a_single_step_from_the_board_leads_back_to_it(province: cast.Province, sign_in: SignIn) -> None:
    item = appraised(province, propose(province, "22801"))
    client = sign_in(province.home)
    link = f"/ho-so/{item.pk}/buoc/recommend/?tiep=bang-so-luong"
    assert link in client.get(BOARD).content.decode()
    typed = {"edition": str(read(item.pk).edition), "override_reason": "Đã xem xét."}
    assert client.post(link, typed).url == BOARD
    typed = {"edition": str(read(item.pk).edition), "reason": "Xem lại."}
    assert client.post(f"/ho-so/{item.pk}/buoc/remove_from_list/?tiep=//x.vn", typed).url == f"/ho-so/{item.pk}/"


# ---- cards ----


def _cards(user: User) -> list[tuple[str, str, int]]:
    return [(card.what, card.url, card.count) for card in cards(user) if card.area == "awards"]


def test_the_chairman_s_list_is_one_card_that_opens_the_list(province: cast.Province, sign_in: SignIn) -> None:
    items = list(at_the_door(province, dict.fromkeys(COMMUNES[:3], (300, 100))).values())
    for number, words in ((1, items[0].printed_name), (3, "03 hồ sơ")):
        Nomination.objects.filter(pk__in=[item.pk for item in items[:number]]).update(state=State.FOR_DECISION)
        address = "/khen-thuong/annual-2022/quyet-dinh/"
        assert _cards(province.chairman) == [(f"Ban hành quyết định cho danh sách: {words}", address, number)]
    assert sign_in(province.chairman).get(address).status_code == 200


def test_the_list_that_goes_to_the_council_is_one_card(province: cast.Province) -> None:
    items = list(at_the_door(province, dict.fromkeys(COMMUNES[:3], (300, 100))).values())
    Nomination.objects.filter(pk__in=[item.pk for item in items]).update(state=State.RECOMMENDED)
    assert ("Trình Hội đồng: 03 hồ sơ", BOARD, 3) in _cards(province.home)


def test_more_than_five_of_a_step_are_one_card_that_opens_the_queue(
    province: cast.Province, sign_in: SignIn, other: User
) -> None:
    items = list(at_the_door(province, dict.fromkeys(SIX, (300, 100))).values())
    five, whole = [item.pk for item in items[:5]], [item.pk for item in items]
    Nomination.objects.filter(pk__in=five).update(state=State.UNDER_APPRAISAL)
    assert sorted(card[1] for card in _cards(province.home)) == sorted(f"/ho-so/{pk}/" for pk in whole)
    Nomination.objects.filter(pk__in=whole).update(state=State.UNDER_APPRAISAL)
    assert _cards(province.home) == [("Thẩm định: 06 hồ sơ", f"{QUEUE}?tt=under_appraisal", 6)]
    Nomination.objects.filter(pk__in=whole).update(officer=province.home)
    [card] = _cards(province.home)
    assert card == ("Thẩm định: 06 hồ sơ", f"{QUEUE}?tt=under_appraisal&nguoi=toi", 6)
    assert len(_shown(sign_in(province.home), card[1].partition("?")[2])) == 6
    assert _cards(other) == []


def test_many_at_home_open_the_list_of_the_round(province: cast.Province, sign_in: SignIn) -> None:
    items = [propose(province, code, holder=province.unit("584")) for code in (*COMMUNES, "22789")]
    [card] = _cards(province.bac_ai_leader)
    assert card == ("Ký trình hồ sơ: 06 hồ sơ", "/khen-thuong/annual-2022/?tt=draft", 6)
    text = sign_in(province.bac_ai_leader).get(card[1]).content.decode()
    assert all(item.printed_name in text for item in items)


# ---- a person's awards ----

NAMESAKE = "trùng họ tên, chưa đủ căn cứ là một người"
HISTORY_OF = (  # of a dossier and another one: whether they are one person, as (year, code) and (year, code)
    (((1975, ""), (1975, "")), True),
    (((1975, "CB-001"), (1980, "cb 001")), True),
    (((None, "CB-001"), (1980, "CB001")), True),
    (((1975, ""), (1980, "")), False),
    (((1975, ""), (None, "")), False),
    (((None, ""), (None, "")), False),
    (((None, "A1"), (None, "A2")), False),
    (((1975, "A1"), (None, "")), False),
)


def _official(
    province: cast.Province,
    year: int | None = None,
    code: str = "",
    *,
    name: str = "Katơr Thị Ba",
    round_code: str = "annual-2022",
) -> Nomination:
    award_round = Round.objects.get(code=round_code)
    Round.objects.filter(pk=award_round.pk).update(version=award_round.campaign.active_version)
    item = Nomination.objects.create(
        round=award_round,
        category="official",
        group="individual",
        state=State.APPRAISED,
        person=name,
        person_title=f"công chức {Nomination.objects.count()}",
        birth_year=year,
        staff_code=code,
        printed_name=f"Bà {name}",
        achievements="Tốt.",
        holder_unit=province.unit("22801"),
        author=province.phuoc_dai,
        form=award_round.shape.award_form,
    )
    return read(item.pk)


@remembered
def _awarded_official(province: cast.Province, item: Nomination, number: str, *, released: bool = True) -> Award:
    decision = Decision.objects.create(
        round=item.round,
        number=number,
        signed_on=date(2022, 12, 1),
        signer="Chủ tịch",
        recorded_by=province.chairman,
        released_at=clock.now() if released else None,
    )
    Nomination.objects.filter(pk=item.pk).update(state=State.AWARDED)
    return Award.objects.create(
        decision=decision,
        nomination=item,
        form=item.form,
        printed_name=item.printed_name,
        public_name=item.printed_name,
        group="individual",
        category="official",
    )


def _checked(item: Nomination, rule: str) -> list[str]:
    return [row.message for row in checks([item], dossiers([item]))[item.pk] if row.id == rule]


@pytest.mark.parametrize(("two", "is_one"), HISTORY_OF)
def test_a_person_is_known_by_more_than_the_name(province: cast.Province, two: Any, is_one: bool) -> None:
    before = _official(province, *two[0], name="KATƠR THỊ BA")
    award = _awarded_official(province, before, "512/QĐ-UBND")
    item = _official(province, *two[1], round_code="interim-2023")
    found = history(whos([item])[item.pk], province.home, but=item.pk)
    assert found.given == (1 if is_one else 0)
    assert [line.note for line in found.namesakes] == ([] if is_one else [NAMESAKE])
    hits = _checked(item, "R11")
    is_known_other = None not in (two[0][0], two[1][0]) and not is_one
    assert len(hits) == (0 if is_known_other else 1)
    assert all((NAMESAKE in words) is not is_one for words in hits)
    assert award.printed_name in "".join(line.name for line in (*found.lines, *found.namesakes))


def test_another_dossier_of_the_round_blocks_only_when_it_is_the_same_person(province: cast.Province) -> None:
    _official(province, 1975)
    same, namesake = _official(province, 1975), _official(province)
    found = {
        item.pk: {
            (row.severity, NAMESAKE in row.message)
            for row in checks([item], dossiers([item]))[item.pk]
            if row.id == "R11"
        }
        for item in (same, namesake)
    }
    assert found[same.pk] == {(Severity.BLOCK, False), (Severity.WARN, True)}
    assert found[namesake.pk] == {(Severity.WARN, True)}


def test_a_matter_of_a_namesake_warns_and_one_s_own_counts(province: cast.Province) -> None:
    own, namesake = _official(province, 1975), _official(province)
    for item in (own, namesake):
        Matter.objects.create(
            nomination=item,
            kind=Matter.Kind.choices[0][0],
            about="thu chi",
            document="QĐ 5",
            opened_on=date(2022, 5, 1),
            recorded_by=province.home,
        )
    assert sorted(NAMESAKE in words for words in _checked(own, "R13")) == [False, True]
    assert sorted(NAMESAKE in words for words in _checked(namesake, "R13")) == [False, True]


def test_recognitions_of_a_person(province: cast.Province) -> None:
    for number, year in (("1/QĐ", 1975), ("2/QĐ", None)):
        entry = Entry(
            "Giấy khen",
            "Chủ tịch UBND huyện",
            number,
            date(2022, 6, 1),
            "Katơr Thị Ba",
            "individual",
            "Tốt",
            birth_year=year,
        )
        recognise(province.campaign, entry, place=province.unit("22801"), by=province.phuoc_dai)
    item = _official(province, 1975)
    found = history(whos([item])[item.pk], province.home, but=item.pk)
    assert [line.paper.split()[2] for line in found.lines] == ["1/QĐ"]
    assert [line.paper.split()[2] for line in found.namesakes] == ["2/QĐ"]
    with pytest.raises(Refused, match="chỉ ghi khi khen cá nhân"):
        entry = Entry(
            "Giấy khen",
            "Chủ tịch",
            "3/QĐ",
            date(2022, 6, 1),
            "Xã Phước Đại",
            "collective",
            "Tốt",
            unit=province.unit("22801"),
            birth_year=1975,
        )
        recognise(province.campaign, entry, place=province.unit("22801"), by=province.phuoc_dai)


def test_the_page_of_a_person_and_nothing_of_it_in_public(province: cast.Province, sign_in: SignIn) -> None:
    before = _official(province, 1975, "CB-77")
    _awarded_official(province, before, "512/QĐ-UBND")
    item, unknown = _official(province, 1975, round_code="interim-2023"), _official(province, round_code="interim-2023")
    item, unknown = sent_back(item), sent_back(unknown)
    page = sign_in(province.home).get(f"/ho-so/{item.pk}/lich-su/").content.decode()
    assert "sinh năm 1975" in page
    assert "512/QĐ-UBND" in page
    assert "chưa nối được" in sign_in(province.home).get(f"/ho-so/{unknown.pk}/lich-su/").content.decode()
    assert f"/ho-so/{item.pk}/lich-su/" in sign_in(province.home).get(f"/ho-so/{item.pk}/").content.decode()
    assert sign_in(province.ninh_son).get(f"/ho-so/{item.pk}/lich-su/").status_code == 404
    commune = sent_back(propose(province, "22804"))
    assert sign_in(province.home).get(f"/ho-so/{commune.pk}/lich-su/").status_code == 404
    public = Client().get("/cong-khai/2022/").content.decode()
    assert before.printed_name in public
    assert "1975" not in public
    assert "CB-77" not in public


def test_year_of_birth_and_code_are_written_with_the_dossier(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.phuoc_dai)
    address = f"/khen-thuong/annual-2022/lap-ho-so/?nhom=official&ai=p-{_person_key(client)}"
    typed = {
        "person": "Katơr Thị Ba",
        "person_title": "Công chức",
        "printed_name": "Bà Katơr Thị Ba",
        "achievements": "Tốt.",
        "staff_code": "CB 9",
        "da-nhan-TOTAL_FORMS": "0",
        "da-nhan-INITIAL_FORMS": "0",
    }
    for wrong in ("1899", "2020", "abc"):
        assert client.post(address, typed | {"birth_year": wrong}).status_code == 422
    assert client.post(address, typed | {"birth_year": "1975"}).status_code == 302
    item = Nomination.objects.get(person="Katơr Thị Ba")
    assert (item.birth_year, item.staff_code) == (1975, "CB 9")
    page = client.get(f"/ho-so/{item.pk}/sua/").content.decode()
    assert 'value="1975"' in page


def _person_key(client: Client) -> str:
    root = lxml.html.fromstring(client.get("/khen-thuong/annual-2022/lap-ho-so/?nhom=official").content)
    [link] = [href for href in root.xpath("//a/@href") if "ai=p-" in href][:1]
    return str(link).partition("ai=p-")[2]


def test_a_list_may_carry_them() -> None:
    head = ("Nhóm đối tượng", "Mã", "Tên", "Chức vụ", "Năm sinh", "Mã cán bộ")
    known = [Known("p-1", "Cá nhân", is_person=True), Known("u-1", "Xã A", "1")]

    def rows(*cells: Any) -> Any:
        book = Workbook((SheetData("Danh sách", (head, *cells)),))
        return read_list(book, {"e": "official"}, lambda code: known)

    found = rows(
        ("e", None, "Trần Thị Hoa", "Trưởng phòng", 1975, "CB-1"), ("e", None, "Lê Văn Nam", "Phó phòng", None, None)
    )
    assert not found.errors
    assert [(row.birth_year, row.staff_code) for row in found.rows] == [(1975, "CB-1"), (None, "")]
    wrong = rows(
        ("e", None, "Trần Thị Hoa", "Trưởng phòng", "05/06/1975", None), ("e", "1", "Xã A", None, None, "CB-1")
    )
    assert [(error.row, error.column) for error in wrong.errors] == [(2, "E"), (3, "F")]


# ---- numbers and links ----


def _found(client: Client, words: str) -> list[str]:
    root = lxml.html.fromstring(client.get("/tim/", {"q": words}).content)
    return [str(href) for href in root.xpath("//section[contains(@class,'found')]//li/a/@href")]


def test_a_decision_is_found_by_its_number(province: cast.Province, sign_in: SignIn) -> None:
    released = _awarded_official(province, _official(province), "512/QĐ-UBND").decision
    kept = _awarded_official(province, _official(province, name="Trần B"), "513/QĐ-UBND", released=False).decision
    home, commune, press = (sign_in(who) for who in (province.home, province.phuoc_dai, province.press))
    for words in ("512/QĐ-UBND", "512/qd", "512"):
        assert f"/quyet-dinh/{released.pk}/" in _found(home, words)
        assert "/khen-thuong/annual-2022/" in _found(commune, words)
        assert "/cong-khai/2022/" in _found(press, words)
    assert f"/quyet-dinh/{kept.pk}/" in _found(home, "513/QĐ-UBND")
    assert (_found(commune, "513/QĐ-UBND"), _found(press, "513/QĐ-UBND")) == ([], [])
    assert _found(home, "12/QĐ-UBND") == []  # not the end of another number
    assert _found(home, "qđ-ubnd") == []


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("512", "512"), ("MH 512", "MH 512"), ("512/QĐ-UBND", "512/QĐ-UBND"), ("QĐ 512", "512"), ("qd so 512", "512"),
        ("Quyết định số MH-512", "MH-512"), ("Số: 512", "512"), ("Quyết định hủy bỏ 700/QĐ-UBND", "700/QĐ-UBND"),
        ("Quyết định số 512/QĐ-UBND ngày 15/12/2022", "512/QĐ-UBND"), ("512/QĐ-UBND, ký ngày 15/12/2022", "512/QĐ-UBND"),
        ("Tờ trình số 5/TTr-SNV", "5/TTr-SNV"), ("Quyết định", "Quyết định"), ("Sở Y tế", "Y tế"), ("", ""),
    ],
)  # fmt: skip
def test_a_number_out_of_how_pages_print_it(words: str, number: str) -> None:
    assert number_of(words) == number


def test_a_decision_is_found_as_every_page_prints_it(province: cast.Province, sign_in: SignIn) -> None:
    decision = _awarded_official(province, _official(province), "512/QĐ-UBND").decision
    other = _awarded_official(province, _official(province, name="Trần B"), "700/QĐ-UBND").decision
    home = sign_in(province.home)
    for words in ("Quyết định số 512/QĐ-UBND", "QĐ 512", "Quyết định 512/QĐ-UBND ngày 15/12/2022", "số 512"):
        found = _found(home, words)
        assert f"/quyet-dinh/{decision.pk}/" in found and f"/quyet-dinh/{other.pk}/" not in found, words


def test_a_paper_is_found_by_its_number_by_whoever_reads_it(province: cast.Province, sign_in: SignIn) -> None:
    file = StoredFile.keep(pdf("a.pdf"), by=province.home)
    about: dict[str, Any] = {"round": province.annual_2022, "file": file, "made_by": province.home}
    paper = Paper.objects.create(kind="to-trinh", number="77/TTr-SNV", dated=date(2022, 12, 1), **about)
    Paper.objects.create(kind="to-trinh", **about)
    assert _found(sign_in(province.home), "77/ttr") == [f"/van-ban/{paper.pk}/tai/"]
    assert sign_in(province.home).get(f"/van-ban/{paper.pk}/tai/").status_code == 200
    assert _found(sign_in(province.phuoc_dai), "77/TTr-SNV") == []


def test_dossier_and_decision_lead_to_each_other(province: cast.Province, sign_in: SignIn) -> None:
    item = _official(province)
    decision = _awarded_official(province, item, "512/QĐ-UBND").decision
    home = sign_in(province.home)
    assert f'href="/quyet-dinh/{decision.pk}/"' in home.get(f"/ho-so/{item.pk}/").content.decode()
    assert f'href="/ho-so/{item.pk}/"' in home.get(f"/quyet-dinh/{decision.pk}/").content.decode()
    page = sign_in(province.phuoc_dai).get(f"/ho-so/{item.pk}/").content.decode()
    assert "512/QĐ-UBND" in page
    assert f'href="/quyet-dinh/{decision.pk}/"' not in page  # which the commune may not open


@pytest.mark.parametrize(
    ("who", "reads"),
    [
        ("home", True),
        ("chairman", True),
        ("council", True),
        ("bac_ai", False),
        ("bac_ai_leader", False),
        ("labour", False),
    ],
)
def test_a_denunciation_is_read_by_who_judges_and_decides(
    who: str, reads: bool, province: cast.Province, sign_in: SignIn
) -> None:
    """Neither of the nominee itself nor of another of the same name does the holder read it, or who wrote it."""
    accused, namesake = _official(province, 1975), _official(province)
    matter = Matter.objects.create(
        nomination=accused,
        kind="complaint",
        about="Bị tố cáo nhận tiền",
        document="Đơn tố cáo của bà H.",
        opened_on=date(2022, 12, 1),
        recorded_by=province.home,
    )
    client = sign_in(getattr(province, who))
    for item in (accused, namesake):
        page = client.get(f"/ho-so/{item.pk}/")
        assert page.status_code == 200
        text = page.content.decode()
        assert (matter.about in text, matter.document in text) == (reads, reads)


def test_a_person_is_found_however_the_name_was_written(province: cast.Province) -> None:
    """R11: with a word of address, in capitals, with the post at its end; the surname Bá is no word of address."""
    first = _official(province, 1980, "CB-001", name="Bà NGUYỄN THỊ LAN")
    Nomination.objects.filter(pk=first.pk).update(
        printed_name="Bà NGUYỄN THỊ LAN, Phó Trưởng phòng", search_key="ba nguyen thi lan pho truong phong"
    )
    again = _official(province, 1980, "CB-001", name="Nguyễn Thị Lan")
    assert [row.severity for row in checks([again], dossiers([again]))[again.pk] if row.id == "R11"] == [Severity.BLOCK]
    assert [person_key(name) for name in ("Bà Lan", "ông Bá Văn An", "Bá Văn An", "Bà")] == [
        "lan",
        "ba van an",
        "ba van an",
        "ba",
    ]
