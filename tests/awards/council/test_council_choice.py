"""The Council has more candidates than places: it votes, chooses between equals with minutes, and fills the places."""

from collections import Counter
from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from accounts.models import User
from awards import actions
from awards.controls.actions import controls
from awards.controls.actions.late import PastDecision, Recipient
from awards.council.actions import preparing
from awards.council.actions import sessions as council
from awards.council.actions.candidates import put_all
from awards.council.actions.results import WAY_OUT, settle
from awards.council.candidates import left_out, unspoken
from awards.council.domain.choosing import Voted
from awards.council.session_results import results_of
from awards.council.sessions import waiting
from awards.models import AgendaItem, Choice, CouncilSession, Judgement, Nomination, NominationTransition
from awards.nominations.proposals import Proposal
from awards.ranking.actions.choices import choose
from awards.ranking.standings import standings
from awards.workflow.facts import WHY_COUNCIL_CHOOSES, WHY_LIST_CHOOSES, WHY_NO_RESULT
from awards.workflow.states import State
from campaign.definition import DefinitionErrors, canonical, parse
from campaign.plan.actions.definitions import store_definition
from core.workflow import Refused, Stale
from tests import cast, proofs
from tests.awards import bent
from tests.awards.choosing import CODE, candidates, chooses, holding, minutes, names, states, voted
from tests.awards.rounds.test_caps_hold import Machine
from tests.awards.walking import at_the_door, held, pdf
from tests.remembered import remembered

# poor of 1,000 households: by the figures no two are equal
FIGURES = {code: (400, 250 + 5 * at) for at, code in enumerate(
    ("22783", "22786", "22789", "22792", "22795", "22798", "22801"))}  # fmt: skip
CODES = list(FIGURES)


# ---- the plan ----


def test_where_a_place_is_taken_stands_in_the_plan() -> None:
    shipped = cast.DEFINITION.read_text(encoding="utf-8")
    plan = parse(shipped)
    assert {item.places_taken for item in plan.rounds} == {"recommend"}
    assert "places_taken" not in canonical(plan)  # the text of plans stored before the word was known stays
    other = parse(shipped.replace(CODE, CODE + 'places_taken = "council"\n'))
    assert [item.code for item in other.rounds if item.council_chooses] == ["annual-2022"]
    assert parse(canonical(other)) == other


@pytest.mark.parametrize(
    ("line", "words"),
    [('places_taken = "chairman"', "phải là một trong: recommend, council."),
     ('places_taken = "council"\ncouncil = false', "Hội đồng chọn thì đợt phải qua Hội đồng (council = true).")],
)  # fmt: skip
def test_a_place_is_taken_in_one_of_two_ways(line: str, words: str) -> None:
    text = cast.DEFINITION.read_text(encoding="utf-8").replace(CODE, f"{CODE}{line}\n")
    with pytest.raises(DefinitionErrors) as found:
        parse(text)
    assert [(error.place, error.message) for error in found.value.errors] == [("round[1].places_taken", words)]


# ---- before the Council ----


def test_before_the_council_nobody_holds_a_place(province: cast.Province) -> None:
    found = candidates(province, FIGURES)
    assert set(states(found).values()) == {"CANDIDATE"}
    assert holding(province) == 0
    assert waiting(province.annual_2022).count() == 7
    board = standings(province.annual_2022)[0]
    assert (len(board.ranked), board.board.used) == (7, 0)


def test_each_way_is_refused_where_the_plan_has_the_other(province: cast.Province) -> None:
    found = at_the_door(province, {CODES[0]: (400, 250), CODES[1]: (400, 250)})
    one, two = (row.pk for row in found.values())
    for step in ("put_before_council", "leave_out"):
        with pytest.raises(Refused) as refused:
            actions.advance([one], step, by=province.home, reason="Thử. Đã xem lại.")
        assert refused.value.reasons == (WHY_LIST_CHOOSES,)
    chooses(province)
    with pytest.raises(Refused) as refused:
        actions.advance([one], "recommend", by=province.home)
    assert refused.value.reasons[0] == WHY_COUNCIL_CHOOSES
    with pytest.raises(Refused, match="Hội đồng chọn trong mọi hồ sơ"):
        choose(province.annual_2022, "collective", [one], [two], "Thử.", province.home)
    for step in ("choose", "not_chosen"):
        with pytest.raises(Refused) as refused:
            actions.advance([one], step, by=province.home, reason="Thử. Đã xem lại.")
        assert refused.value.reasons == (WHY_NO_RESULT,)


def test_who_may_not_be_awarded_takes_no_place_and_the_others_do(province: cast.Province) -> None:
    found = candidates(province, {code: FIGURES[code] for code in CODES[:3]})
    keys = [row.pk for row in found.values()]
    session = voted(province, dict.fromkeys(keys, 8))
    gone = found[CODES[0]]
    gone.unit.valid_to = cast.EVENING.date()
    gone.unit.save()
    with pytest.raises(Refused) as refused:
        settle(session.pk, "collective", by=province.home)
    assert gone.printed_name in refused.value.reasons[0] and "không còn từ" in refused.value.reasons[0]
    assert refused.value.reasons[-1] == WAY_OUT
    assert holding(province) == 0  # all or nothing
    actions.advance([gone.pk], "suspend", by=province.home, reason="Xã đã kết thúc.")
    assert names(settle(session.pk, "collective", by=province.home)) == names([found[code] for code in CODES[1:3]])


def test_equals_go_before_the_council_without_a_choice(province: cast.Province) -> None:
    found = candidates(province, dict.fromkeys(CODES, (400, 250)))
    assert set(states(found).values()) == {"CANDIDATE"}


def test_the_agency_gives_all_and_says_why_it_leaves_one_out(province: cast.Province) -> None:
    found = at_the_door(province, FIGURES)
    chooses(province)
    award_round = province.annual_2022
    editions = {row.pk: row.edition for row in found.values()}
    first, miss = found[CODES[0]].pk, found[CODES[6]].pk
    setting = preparing.Setting("Phiên", cast.EVENING.date(), "Chủ tịch", "Thư ký")
    session = preparing.prepare(award_round, setting, [preparing.Member("A"), preparing.Member("B")], by=province.home)
    with pytest.raises(Refused, match="Còn hồ sơ đã thẩm định chưa đưa ra Hội đồng và chưa có lý do"):
        council.open_session(session.pk, edition=session.edition, by=province.home)
    with pytest.raises(Stale, match="đã thay đổi"):
        put_all(award_round, {first: 1}, {}, {}, by=province.home)
    with pytest.raises(Refused, match="lý do"):
        put_all(award_round, editions, {first: " "}, {}, by=province.home)
    assert set(states(found).values()) == {"APPRAISED"}  # all or nothing
    done = put_all(award_round, editions, {first: "Chờ kết luận thanh tra."}, {miss: "Xã mới."}, by=province.home)
    assert len(done) == 6
    assert states(found)[CODES[0]] == "APPRAISED"
    assert [(row.pk, why) for row, why in left_out(award_round)] == [(first, "Chờ kết luận thanh tra.")]
    assert not unspoken(award_round).exists()
    council.open_session(session.pk, edition=session.edition, by=province.home)
    assert AgendaItem.objects.filter(session=session).count() == 6


# ---- what the session came to ----


def _keys(rows: tuple[Voted, ...]) -> list[int]:
    return [row.key for row in rows]


@remembered
def _seven(province: cast.Province, votes: tuple[int, ...]) -> tuple[dict[str, Nomination], int]:
    found = candidates(province, FIGURES)
    agree = {found[code].pk: number for code, number in zip(CODES, votes, strict=True)}
    return found, voted(province, agree).pk


def _pks(found: dict[str, Nomination], *at: int) -> list[int]:
    return [found[CODES[one]].pk for one in at]


def test_a_tie_at_the_line_is_chosen_in_with_minutes(province: cast.Province) -> None:
    found, pk = _seven(province, (9, 9, 9, 8, 7, 7, 3))
    kept = results_of(AgendaItem.objects.filter(session=pk).first().session)[0]
    assert (kept.result.places, kept.result.room, len(kept.result.equal)) == (5, 1, 2)
    taken = _pks(found, 0, 1, 2, 3, 5)
    with pytest.raises(Refused) as refused:
        settle(pk, "collective", taken, by=province.home)
    assert refused.value.reasons == (
        "Vui lòng ghi lý do lựa chọn của Hội đồng.",
        "Vui lòng đính kèm biên bản phiên họp có lựa chọn của Hội đồng.",
    )
    chosen = settle(pk, "collective", taken, reason="Xã khó khăn hơn.", minutes=minutes(), by=province.home)
    assert [row.pk for row in chosen] == taken
    assert list(states(found).values()) == ["COUNCIL"] * 4 + ["APPRAISED", "COUNCIL", "APPRAISED"]
    choice = Choice.objects.get()
    assert (choice.session_id, choice.taken, choice.left) == (pk, sorted(taken), _pks(found, 4))
    assert choice.minutes.name == "bien-ban.pdf"
    told = {row.nomination_id: row.reason for row in _last(found)}
    assert told[found[CODES[4]].pk] == "Hội đồng không chọn (Phiên chọn, 07/09 đồng ý): Xã khó khăn hơn."
    assert told[found[CODES[5]].pk] == "Hội đồng chọn (Phiên chọn, 07/09 đồng ý): Xã khó khăn hơn."
    assert told[found[CODES[6]].pk] == "Hội đồng không thông qua (Phiên chọn, 03/09 đồng ý)"
    assert not waiting(province.annual_2022).exists()
    with pytest.raises(Refused, match="đã ghi rồi"):
        settle(pk, "collective", taken, reason="Lại. Đã xem lại.", minutes=minutes(), by=province.home)
    # the road goes on as it does today
    actions.advance(taken, "to_decision", by=province.home)
    assert holding(province) == 5


def _last(found: dict[str, Nomination]) -> list:
    return [row.transitions.order_by("-pk").first() for row in found.values()]


def test_room_for_all_that_are_agreed_to_asks_no_choice(province: cast.Province) -> None:
    found, pk = _seven(province, (9, 8, 3, 7, 3, 3, 6))
    settle(pk, "collective", by=province.home)
    assert list(states(found).values()) == [
        "COUNCIL",
        "COUNCIL",
        "APPRAISED",
        "COUNCIL",
        "APPRAISED",
        "APPRAISED",
        "COUNCIL",
    ]
    assert not Choice.objects.exists()
    assert dict(AgendaItem.objects.values_list("chosen").order_by().distinct().values_list("chosen", "result")) == {
        True: "agreed",
        False: "declined",
    }


def test_nobody_but_the_council_s_secretary_records_it_and_only_after_the_session(province: cast.Province) -> None:
    _, pk = _seven(province, (9,) * 5 + (3, 3))
    with pytest.raises(Refused, match="Thư ký Hội đồng"):
        settle(pk, "collective", by=province.chairman)
    session = AgendaItem.objects.first().session
    session.state = "open"
    session.save()
    with pytest.raises(Refused, match="phiên họp chưa kết thúc"):
        settle(pk, "collective", by=province.home)


def test_places_lost_meanwhile_are_not_filled_twice(province: cast.Province) -> None:
    """The ceiling is lowered between the votes and the result: what is left then is filled."""
    found, pk = _seven(province, (9, 9, 9, 8, 8, 3, 3))
    bent.set_cap(province.annual_2022, "collective", 3, by=province.home)
    with pytest.raises(Refused, match="Cần chọn đúng 03 hồ sơ, đang chọn 05"):
        settle(pk, "collective", _pks(found, 0, 1, 2, 3, 4), reason="x đã xem lại", minutes=minutes(), by=province.home)
    settle(pk, "collective", _pks(found, 0, 1, 2), reason="Theo phiếu.", minutes=minutes(), by=province.home)
    assert holding(province) == 3


def test_a_ceiling_that_is_not_known_waits_for_its_act(province: cast.Province) -> None:
    _, pk = _seven(province, (9,) * 7)
    province.annual_2022.caps.all().delete()
    with pytest.raises(Refused, match="chưa được xác định bằng văn bản nên chưa ghi được kết quả"):
        settle(pk, "collective", by=province.home)


def test_two_sessions_share_the_places(province: cast.Province) -> None:
    found = candidates(province, dict(list(FIGURES.items())[:4]))
    first = voted(province, {})
    more = {code: FIGURES[code] for code in CODES[4:]}
    made = at_the_door(province, more)
    chooses(province)
    actions.advance(
        [row.pk for row in made.values()], "put_before_council", by=province.home, override_reason="Tốt. Đã xem lại."
    )
    second = voted(province, {})
    assert [len(results_of(row)[0].dossiers) for row in (first, second)] == [4, 3]
    settle(first.pk, "collective", by=province.home)
    pks = [row.pk for row in made.values()]
    with pytest.raises(Refused, match="Cần chọn đúng 01 hồ sơ"):
        settle(second.pk, "collective", pks, reason="x đã xem lại", minutes=minutes(), by=province.home)
    settle(second.pk, "collective", pks[:1], reason="Chọn. Đã xem lại.", minutes=minutes(), by=province.home)
    assert holding(province) == 5
    assert set(states(found).values()) == {"COUNCIL"}


# ---- ways out ----


def test_a_candidate_of_a_closed_session_is_not_taken_back_before_its_result(province: cast.Province) -> None:
    found, pk = _seven(province, (9,) * 5 + (3, 3))
    with pytest.raises(Refused, match="thư ký ghi kết quả chọn"):
        actions.advance(_pks(found, 0), "take_back", by=province.home, reason="Thử. Đã xem lại.")
    actions.advance(_pks(found, 0), "suspend", by=province.home, reason="Có đơn.")
    settle(pk, "collective", by=province.home)  # what was suspended is passed over
    assert states(found)[CODES[0]] == "SUSPENDED"
    assert holding(province) == 4


def test_one_taken_back_leaves_an_open_agenda_and_comes_again(province: cast.Province) -> None:
    found = candidates(province, dict(list(FIGURES.items())[:2]))
    setting = preparing.Setting("Phiên", cast.EVENING.date(), "Chủ tịch", "Thư ký")
    session = preparing.prepare(
        province.annual_2022, setting, [preparing.Member("A"), preparing.Member("B")], by=province.home
    )
    council.open_session(session.pk, edition=session.edition, by=province.home)
    pk = found[CODES[0]].pk
    actions.advance([pk], "take_back", by=province.home, reason="Xem lại.")
    assert AgendaItem.objects.get(nomination=pk).result == "struck"
    actions.advance([pk], "put_before_council", by=province.home)
    assert list(waiting(province.annual_2022)) == [found[CODES[0]]]


def test_not_chosen_once_may_be_before_the_council_again(province: cast.Province) -> None:
    found, pk = _seven(province, (9,) * 5 + (3, 3))
    settle(pk, "collective", by=province.home)
    again = _pks(found, 5)
    actions.advance(again, "put_before_council", by=province.home, override_reason="Bổ sung.")
    session = voted(province, {})
    kept = results_of(session)[0]
    assert (kept.result.places, _keys(kept.result.agreed)) == (0, again)
    settle(session.pk, "collective", [], reason="Đã đủ.", minutes=minutes(), by=province.home)
    assert Nomination.objects.get(pk=again[0]).state == State.APPRAISED


def test_a_round_with_candidates_does_not_move_to_a_plan_without_the_choice(province: cast.Province) -> None:
    candidates(province, dict(list(FIGURES.items())[:1]))
    award_round = province.annual_2022
    other = province.campaign.versions.get(number=1)
    with pytest.raises(Refused, match="đang chờ Hội đồng chọn mà"):
        said = {"act": bent.act("12/HD-SNV"), "file": pdf("12.pdf"), "reason": "Thử. Đã xem lại."}
        controls.propose_move(award_round, other, seen=award_round.version_id, **said, by=province.home)


def test_what_no_reason_helps_is_named_unticked_and_asks_for_none(
    province: cast.Province, sign_in: Callable[[User], Client]
) -> None:
    found = at_the_door(province, dict(list(FIGURES.items())[:2]))
    chooses(province)
    blocked, free = (row.pk for row in found.values())
    Judgement.objects.filter(nomination=blocked).delete()
    page = sign_in(province.home).get("/khen-thuong/annual-2022/dua-ra-hoi-dong/")
    rows = {row.item.pk: row for row in page.context["rows"]}
    assert (rows[blocked].is_given, rows[free].is_given) == (False, True)
    text = page.content.decode()
    assert "Không đưa ra được:</b>" in text
    assert "Cảnh báo:" not in text
    assert (f'name="dua-{blocked}"' in text, f'name="dua-{free}"' in text) == (False, True)
    assert f'name="giai-trinh-{blocked}"' not in text
    assert f'name="ly-do-{blocked}"' in text  # why it stays out is asked


def test_a_round_with_undecided_holders_does_not_move_to_the_council_s_choice(province: cast.Province) -> None:
    found = at_the_door(province, dict(list(FIGURES.items())[:2]))
    held_one, _ = found.values()
    actions.advance([held_one.pk], "recommend", by=province.home)
    award_round = province.annual_2022
    shipped = cast.DEFINITION.read_text(encoding="utf-8")
    other, _ = store_definition(
        shipped.replace(CODE, CODE + 'places_taken = "council"\n'), by=User.objects.command_line()
    )
    said = {"act": bent.act("12/HD-SNV"), "file": pdf("12.pdf"), "reason": "Hội đồng chọn.", "by": province.home}
    with pytest.raises(Refused) as refused:
        controls.propose_move(award_round, other, seen=award_round.version_id, **said)
    assert [held_one.printed_name in text for text in refused.value.reasons] == [True]
    assert "đang giữ chỗ từ khi được đưa vào danh sách trình" in refused.value.reasons[0]
    actions.advance([held_one.pk], "remove_from_list", by=province.home, reason="Để Hội đồng chọn.")
    change = controls.propose_move(award_round, other, seen=award_round.version_id, **said)
    lines = dict(change.preview)
    assert lines["Chỗ trong số lượng"] == "nay giữ khi đưa vào danh sách trình, sẽ giữ khi Hội đồng chọn"
    assert lines["Nhận định"] == "00/02 hồ sơ thay đổi nhận định"
    bent.confirmed(change)
    award_round.refresh_from_db()
    assert award_round.version == other


def test_where_places_are_taken_on_recommending_all_is_as_it_was(province: cast.Province) -> None:
    found = at_the_door(province, dict(list(FIGURES.items())[:2]))
    actions.advance([row.pk for row in found.values()], "recommend", by=province.home)
    session = held(province, list(found.values()))
    assert results_of(session) == []
    assert set(states(found).values()) == {"COUNCIL"}


# ---- any interleaving ----

PRESSES = st.tuples(
    st.sampled_from([
        *("put_before_council",) * 6, *("vote", "settle") * 5, *("cap",) * 3, "suspend", "take_back", "remove_from_list",
        "decide", "to_decision", "to_decision", "return_to_list", "reconsider", "decline", "recall_decision", "leave_out",
        "late", "recommend",
    ]),
    st.integers(0, 5), st.integers(0, 6),
)  # fmt: skip


class Chooser(Machine):
    """The machine of the ceilings in a round where the Council chooses: sessions vote, results are recorded late or never."""

    def special(self, which: int, size: int) -> dict[str, Callable[[], object]]:
        return super().special(which, size) | {
            "vote": lambda: self._vote(which, size),
            "settle": self._settle,
            "late": lambda: self._late(which),
        }

    def _vote(self, which: int, size: int) -> None:
        """The one pressed for has the fewest votes; of the others more or fewer are equal."""
        for row in unspoken(self.round):
            actions.advance([row.pk], "leave_out", by=self.province.home, reason="Thử. Đã xem lại.")
        voted(self.province, {pk: 6 if pk == self.pks[which] else 9 - (pk % max(size, 1)) % 3 for pk in self.pks})

    def _settle(self) -> None:
        """The oldest session that nobody has recorded."""
        for session in CouncilSession.objects.filter(round=self.round).order_by("pk"):
            for kept in results_of(session):
                taken = [row.key for row in kept.result.agreed[: kept.result.places]]
                settle(
                    session.pk, kept.code, taken, reason="Thử. Đã xem lại.", minutes=minutes(), by=self.province.home
                )
                return
        raise LookupError

    def _late(self, which: int) -> None:
        """A decision of the past about a commune that has no dossier."""
        unit = self.province.unit(("22804", "22807", "22810")[which % 3])
        paper = PastDecision(f"{which}/QĐ", cast.EVENING.date(), "Chủ tịch", cast.EVENING.date())
        said = Proposal("commune", f"Nhân dân và cán bộ {unit.name}", unit=unit)
        made = bent.enter_past(self.round, paper, [Recipient(said, holder_unit=unit)], by=self.province.home)
        for award in made.awards.all():  # entered by no step of the table
            self.states[award.nomination_id] = State.AWARDED
        newest = (
            NominationTransition.objects.filter(nomination__in=made.awards.values("nomination")).order_by("pk").last()
        )
        self.seen = max(self.seen, newest.pk if newest else 0)


@pytest.mark.race
def test_any_order_of_votes_results_ceilings_and_steps_keeps_the_ceiling(province: cast.Province) -> None:
    found = at_the_door(province, {code: (400, 250 + 5 * at) for at, code in enumerate(CODES[:6])})
    chooses(province)
    bent.set_cap(province.annual_2022, "collective", 3, by=province.home)
    pks, seen = [row.pk for row in found.values()], Counter[str]()

    @settings(
        max_examples=proofs.size(full=600, sample=3),
        deadline=None,
        derandomize=not proofs.FULL,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    @example(
        [
            *(("put_before_council", at, 0) for at in range(5)),
            ("vote", 4, 3),
            ("late", 0, 0),
            ("cap", 0, 2),
            ("settle", 0, 0),
            ("settle", 0, 0),
            ("to_decision", 0, 0),
            ("cap", 0, 4),
            ("put_before_council", 3, 0),
            ("vote", 0, 2),
            ("settle", 0, 0),
        ]
    )
    @given(st.lists(PRESSES, min_size=8, max_size=24))
    def walk(presses: list[tuple[str, int, int]]) -> None:
        with transaction.atomic():
            run, before = (
                Chooser(province, pks),
                max(NominationTransition.objects.values_list("pk", flat=True), default=0),
            )
            for press in presses:
                run.press(*press)
            seen.update(NominationTransition.objects.filter(pk__gt=before).values_list("step", flat=True))
            transaction.set_rollback(True)

    walk()
    assert seen["choose"] and seen["put_before_council"] and not seen["recommend"], seen
    proofs.report(
        f"R3 có Hội đồng chọn: {seen.total()} bước được thực hiện, {seen['choose']} lần chọn, 0 lần vượt số lượng"
    )
