"""The checks of a dossier: each with its edge; what is confirmed blocks, what is not warns."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from awards import actions
from awards.appraisal.actions.matters import conclude, note
from awards.appraisal.checks import RULES, Severity, checks
from awards.appraisal.checks.rules import Rule, _said, run
from awards.appraisal.checks.terms import (
    OF_CLASS,
    OF_READING,
    OF_ROUND,
    CheckFacts,
    Elsewhere,
    Hit,
    Measured,
    Nominee,
    Pending,
    cited,
)
from awards.decisions.actions.decisions import decide
from awards.decisions.actions.submissions import Letter, send
from awards.law.domain.regimes import CONFIRMED, REGIMES, TO_CONFIRM
from awards.models import Award, Decision, Judgement, Matter, Nomination, Recognition
from awards.nominations.dossiers import dossiers
from awards.workflow.clocks import dossier_due
from awards.workflow.states import State
from awards.workflow.table import NOMINATION, checks_pass
from core import clock
from core.findings import Finding, Source
from core.workflow import Refused
from tests import cast
from tests.awards import bent
from tests.awards.walking import (
    accepted,
    appraised,
    complete,
    for_decision,
    held,
    propose,
    read,
    recommended,
    sent_back,
)
from units.models import Organisation

A, B, C = REGIMES
BLOCK, WARN, INFO = Severity.BLOCK, Severity.WARN, Severity.INFO
OLD, NEW = "22747", ("22750", date(2024, 12, 31))
OTHER = Elsewhere("Xã Phước Đại", "Bằng khen, đợt hằng năm 2021", "Được khen thưởng", frozenset({2022}))
SOURCE = (Source("figure_set", "7", "Kết quả 2022"),)


def facts(**more: Any) -> CheckFacts:
    """A commune's dossier to which no check objects."""
    values: dict[str, Any] = {
        "nominee": Nominee("unit", "Xã Phước Đại", "commune"),
        "category": "commune",
        "letter": "c",
        "level": "commune",
        "takes": ("unit",),
        "clause": "III.2.c",
        "founding": "Kế hoạch",
        "round_clause": "III.3.b",
        "round_kind": "annual",
        "is_review": False,
        "ended_units": False,
        "form": "bang_khen_province",
        "form_name": "Bằng khen của Chủ tịch UBND tỉnh",
        "is_state_form": False,
        "years": (2022,),
        "run_years": 2,
        "law": A,
        "today": date(2022, 12, 15),
    }
    return CheckFacts(**{**values, **more})


def test_a_check_of_the_plan_names_its_own_clause() -> None:
    """A Quyết định is one, its articles stand as it numbers them; our reading says that it is one."""
    told = facts(founding="Quyết định", clause="Điều 3.1", round_clause="Điều 4")
    assert [cited(source, told) for source in (OF_CLASS, OF_READING, OF_ROUND, "Thông lệ")] == [
        "Quyết định, Điều 3.1",
        "Quyết định, Điều 3.1 (cách hiểu)",
        "Quyết định, Điều 4",
        "Thông lệ",
    ]
    assert cited(OF_CLASS, facts()) == "Kế hoạch, mục III.2.c"


STATE = {"form": "huan_chuong_lao_dong", "form_name": "Huân chương Lao động", "is_state_form": True, "is_review": True}


def said(**more: Any) -> list[tuple[str, Severity]]:
    return [(check.id, check.severity) for check in run(facts(**more))]


def pending(**more: Any) -> tuple[Pending, ...]:
    values: dict[str, Any] = {
        "kind": "Đang thanh tra",
        "about": "thu chi",
        "document": "QĐ 5",
        "opened_on": date(2022, 5, 1),
    }
    return (Pending(**{**values, **more}),)


def measured(*findings: Finding) -> tuple[Measured, ...]:
    return (Measured("Cc3", tuple(enumerate(findings, 2022))),)


def compared(actual: str, required: str) -> Finding:
    return Finding.compare(Decimal(actual), ">=", Decimal(required), unit="điểm %", sources=SOURCE)


def firm(kind: str) -> dict[str, Any]:
    return {
        "nominee": Nominee(kind, "HTX An Xuân"),
        "level": "",
        "category": "enterprise",
        "letter": "g",
        "takes": ("enterprise", "person"),
        "never_with": ("agency",),
    }


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, []),
        # R04
        ({"nominee": Nominee("unit", "Huyện Bác Ái", "district")}, [("R04", BLOCK)]),
        ({"nominee": Nominee("person", "Ông A")}, [("R04", BLOCK)]),
        (firm("firm"), []),
        (firm("person"), []),
        (firm("body"), [("R04", BLOCK)]),
        ({**firm("household"), "category": "lop-khac", "takes": ("household",)}, []),
        ({**firm("firm"), "takes": ("organisation",)}, []),
        ({"nominee": Nominee("firm", "Quỹ tín dụng", body="credit"), "level": "", "takes": ("organisation",),
          "bodies": ("cooperative",)}, [("R04", BLOCK)]),
        # a and g
        ({**firm("firm"), "elsewhere": (replace(OTHER, same_round=True, category="agency"),)}, [("R04g", BLOCK)]),
        ({**firm("firm"), "elsewhere": (replace(OTHER, years=frozenset({2020}), category="agency"),)}, []),
        # R05
        ({"unproven": ("Cc1, ý a",)}, [("R05", BLOCK)]),
        # R06-R08, R28
        ({"measured": measured(compared("5.01", "5.00"))}, [("R07", INFO)]),
        ({"measured": measured(compared("5.00", "5.00"))}, [("R07", INFO), ("R08", INFO)]),
        ({"measured": measured(compared("4.99", "5.00"))}, [("R07", INFO)]),
        ({"measured": measured(Finding.unknown("Chưa có kết quả."))}, [("R07", INFO)]),
        ({"measured": measured(Finding.not_applicable("Đổi chuẩn nghèo."))}, [("R28", INFO)]),
        (
            {"level": "district", "nominee": Nominee("unit", "Huyện A", "district"), "category": "district",
             "measured": measured(compared("5.01", "5.00"))},
            [("R06", INFO)],
        ),
        # R09
        (STATE | {"law": B, "run_years": 5}, [("R18", WARN), ("R15", INFO)]),
        (STATE | {"is_review": False}, [("R09", BLOCK), ("R10", WARN)]),
        # R10
        (STATE | {"run_years": 4}, [("R10", WARN)]),
        (STATE | {"run_years": 5}, []),
        # R11
        ({"elsewhere": (OTHER,)}, [("R11", WARN)]),
        ({"elsewhere": (replace(OTHER, years=frozenset({2021})),)}, []),
        ({"elsewhere": (replace(OTHER, years=frozenset()),)}, [("R11", WARN)]),
        ({"elsewhere": (replace(OTHER, same_round=True),)}, [("R11", BLOCK)]),
        ({"elsewhere": (replace(OTHER, same_round=True, only_the_name=True),)}, [("R11", WARN)]),
        # R13, R14
        ({"law": B, "matters": pending()}, [("R13", BLOCK), ("R18", WARN), ("R15", INFO)]),
        ({"matters": pending()}, [("R13", WARN)]),
        ({"law": B, "matters": pending(only_the_name=True)}, [("R13", WARN), ("R18", WARN), ("R15", INFO)]),
        ({"law": C, "matters": pending(concluded_on=date(2022, 6, 1))}, [("R18", WARN), ("R15", INFO)]),
        # R16
        (STATE | {"run_years": 5, "nominee": Nominee("unit", "X", "commune", is_outside=True)}, [("R16", BLOCK)]),
        ({"nominee": Nominee("unit", "X", "commune", is_outside=True)}, []),
        # R17, R19, R20, R23
        ({"missing": ("tờ trình",)}, [("R17", BLOCK)]),
        ({"returns": 1, "versions": 2}, [("R19", INFO)]),
        ({"days_late": 1, "due_on": date(2022, 12, 14)}, [("R20", WARN)]),
        ({"interested": ("Hồ sơ của chính cơ quan thẩm định.",)}, [("R23", WARN)]),
        # R27
        ({"nominee": Nominee("unit", "X", "commune", date(2022, 12, 15))}, [("R27", BLOCK)]),
        ({"nominee": Nominee("unit", "X", "commune", date(2022, 12, 16))}, []),
        ({"nominee": Nominee("unit", "X", "commune", date(2022, 12, 15)), "ended_units": True}, []),
    ],
)  # fmt: skip
def test_each_check_and_its_edge(more: dict[str, Any], expected: list[tuple[str, Severity]]) -> None:
    assert said(**more) == expected


@pytest.mark.parametrize(
    ("ends", "severity", "law"),
    [
        (date(2022, 1, 1), None, C),  # on the first day of the window it is over
        (date(2022, 1, 2), BLOCK, C),
        (date(2022, 1, 2), WARN, B),
    ],
)
def test_merit_counts_from_the_end_of_a_discipline(ends: date, severity: Severity | None, law: Any) -> None:
    found = dict(said(law=law, matters=pending(concluded_on=date(2021, 6, 1), discipline_ends_on=ends)))
    assert found.get("R14") == severity


@pytest.mark.parametrize(
    ("law", "on", "given_", "severity"),
    [
        (A, date(2022, 1, 1), True, BLOCK),
        (A, date(2021, 12, 31), True, None),  # the year before
        (A, None, False, WARN),  # on its way: may be decided in the year
        (B, date(2022, 1, 1), True, WARN),
        (C, date(2022, 12, 15), True, WARN),
    ],
)
def test_two_state_awards_in_a_year(law: Any, on: date | None, given_: bool, severity: Severity | None) -> None:
    other = replace(OTHER, years=frozenset({2015}), is_state=True, decided_on=on, is_given=given_)
    assert dict(said(**STATE, run_years=5, law=law, elsewhere=(other,))).get("R12") == severity


@given(
    severity=st.sampled_from(list(Severity)),
    milder=st.sampled_from([None, *Severity]),
    mark=st.sampled_from(["", CONFIRMED, TO_CONFIRM]),
    own=st.sampled_from([CONFIRMED, TO_CONFIRM]),
)
def test_what_is_not_confirmed_never_blocks(severity: Severity, milder: Severity | None, mark: str, own: str) -> None:
    rule = Rule("R", "Thử", severity, lambda _: [Hit("Có.", milder, mark=mark)], "Nguồn", own)
    check = next(iter(_said(rule, facts())))
    assert check.confirmed == ((mark or own) == CONFIRMED)
    assert not (check.severity is BLOCK and not check.confirmed)


def test_the_table_is_whole() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    of_the_law = {rule.id for rule in RULES if not rule.source}
    assert {row.id for law in REGIMES for row in law.provision} == of_the_law
    assert {rule.id: rule.severity for rule in RULES if rule.severity is BLOCK and rule.mark != CONFIRMED} == {}


# ---- on real dossiers ----


def found(pk: int) -> dict[str, Severity]:
    item = read(pk)
    return {check.id: check.severity for check in checks([item], dossiers([item]))[pk]}


def recommend(province: cast.Province, nomination: Nomination) -> None:
    actions.advance([nomination.pk], "recommend", by=province.home, override_reason="Đã xem xét.")


def test_a_walked_dossier_passes(province: cast.Province) -> None:
    nomination = appraised(province, propose(province, "22801"))
    assert BLOCK not in found(nomination.pk).values()
    recommend(province, nomination)


def _another_class(province: cast.Province, nomination: Nomination) -> None:
    Nomination.objects.filter(pk=nomination.pk).update(unit=province.unit("584"))


def _doubt(province: cast.Province, nomination: Nomination) -> None:
    actions.advance([nomination.pk], "decline", by=province.home, reason="Thử. Đã xem lại.")
    actions.advance([nomination.pk], "reconsider", by=province.home, reason="Thử. Đã xem lại.")
    actions.judge(nomination.pk, "Cc1.a", "unknown", "Chưa thấy kế hoạch.", by=province.home)
    actions.advance([nomination.pk], "appraise", by=province.home)


def _state_form(province: cast.Province, nomination: Nomination) -> None:
    Nomination.objects.filter(pk=nomination.pk).update(form="huan_chuong_lao_dong")


def _paper_gone(province: cast.Province, nomination: Nomination) -> None:
    nomination.dossier_papers.filter(part="to-trinh").update(replaced_at=nomination.changed_at)


def _pending_under_b(province: cast.Province, nomination: Nomination) -> None:
    Nomination.objects.filter(pk=nomination.pk).update(regime="B")
    note(
        nomination.pk,
        "inspection",
        "Thu chi quỹ",
        document="QĐ 5/QĐ-TTr",
        opened_on=date(2022, 12, 1),
        by=province.home,
    )


def _ended(province: cast.Province, nomination: Nomination) -> None:
    nomination.unit.valid_to = date(2022, 12, 15)
    nomination.unit.save()


def _predecessor_too(province: cast.Province, nomination: Nomination) -> None:
    other = propose(province, "22798")
    Nomination.objects.filter(pk=nomination.pk).update(unit=province.unit(*NEW))
    Nomination.objects.filter(pk=other.pk).update(unit=province.unit(OLD))


def _disciplined(province: cast.Province, nomination: Nomination) -> None:
    Nomination.objects.filter(pk=nomination.pk).update(regime="C")
    matter = note(
        nomination.pk, "discipline", "Khiển trách", document="QĐ 5", opened_on=date(2022, 3, 1), by=province.home
    )
    conclude(
        matter.pk,
        on=date(2022, 3, 1),
        document="QĐ 6",
        conclusion="Khiển trách.",
        discipline_ends_on=date(2022, 6, 1),
        by=province.home,
    )


def _to_the_state(province: cast.Province, nomination: Nomination) -> None:
    state = province.campaign.rounds.get(code="state-interim-2023")
    if not state.caps.exists():
        bent.set_cap(state, "collective", 3, by=province.home)
    Nomination.objects.filter(pk=nomination.pk).update(round=state, form="bang_khen_prime_minister")


def _state_award_given(province: cast.Province, nomination: Nomination) -> None:
    _to_the_state(province, nomination)
    Recognition.objects.create(
        campaign=province.campaign,
        form="Bằng khen của Thủ tướng Chính phủ",
        level="Thủ tướng Chính phủ",
        number="9/QĐ-TTg",
        signed_on=date(2022, 2, 1),
        unit=nomination.unit,
        name="X",
        group="collective",
        merit="Tốt",
        years=[2015],
        place=province.unit("58"),
        recorded_by=province.home,
    )


def _outside(province: cast.Province, nomination: Nomination) -> None:
    _to_the_state(province, nomination)
    Organisation.objects.filter(code="so-y-te").update(is_managed_outside=True)
    Nomination.objects.filter(pk=nomination.pk).update(
        unit=None, organisation=province.bodies["so-y-te"], category="agency"
    )
    item = read(nomination.pk)
    for part in dossiers([item])[item.pk].parts:
        Judgement.objects.create(
            nomination=item, part=part.key, outcome="met", reason="Tốt đã xem lại", by=province.home
        )


BREAKS: dict[str, Callable[[cast.Province, Nomination], None]] = {
    "R04": _another_class, "R05": _doubt, "R09": _state_form, "R11": _predecessor_too, "R12": _state_award_given,
    "R13": _pending_under_b, "R14": _disciplined, "R16": _outside, "R17": _paper_gone, "R27": _ended,
}  # fmt: skip


@pytest.mark.parametrize("check", BREAKS)
def test_what_blocks_stops_the_recommendation(
    province: cast.Province, check: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    nomination = appraised(province, propose(province, "22801"))
    BREAKS[check](province, nomination)
    assert found(nomination.pk)[check] is BLOCK
    message = next(
        row.message
        for row in checks([read(nomination.pk)], dossiers([read(nomination.pk)]))[nomination.pk]
        if row.id == check
    )
    with pytest.raises(Refused) as refused:
        recommend(province, nomination)
    assert message in refused.value.reasons[0]
    # the control: without the guard nothing stops it
    step = NOMINATION["recommend"]
    without = replace(step, guards=tuple(g for g in step.guards if g is not checks_pass))
    monkeypatch.setitem(NOMINATION.steps, "recommend", without)
    recommend(province, nomination)
    assert read(nomination.pk).state == State.RECOMMENDED


ARISES = ("R13", "R14", "R17", "R27")  # what may come up of a dossier that was recommended in good order


def _to(step: str, province: cast.Province, nomination: Nomination) -> None:
    """As far as the step that is asked about."""
    if step == "to_decision":
        held(province, [nomination])
    elif step != "to_council":
        for_decision(province, [nomination])


def _taken(step: str, province: cast.Province, nomination: Nomination) -> None:
    if step == "award":
        decide(
            province.annual_2022,
            number="5/QĐ-UBND",
            signed_on=date(2022, 12, 15),
            signer="Trần Quốc Nam",
            pks=[nomination.pk],
            by=province.chairman,
        )
    else:
        actions.advance([nomination.pk], step, by=province.home)


@pytest.mark.parametrize("check", ARISES)
@pytest.mark.parametrize("step", ["to_council", "to_decision", "award"])
def test_what_blocks_stops_every_step_up_to_the_decision(
    province: cast.Province, step: str, check: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    nomination = recommended(province, "22801")
    _to(step, province, nomination)
    before = read(nomination.pk).state
    BREAKS[check](province, nomination)
    message = next(
        row.message
        for row in checks([read(nomination.pk)], dossiers([read(nomination.pk)]))[nomination.pk]
        if row.id == check
    )
    with pytest.raises(Refused) as refused:
        _taken(step, province, nomination)
    assert message in " ".join(refused.value.reasons)
    assert read(nomination.pk).state == before
    # the control: without the guard nothing stops it
    move = NOMINATION[step]
    monkeypatch.setitem(
        NOMINATION.steps, step, replace(move, guards=tuple(g for g in move.guards if g is not checks_pass))
    )
    _taken(step, province, nomination)
    assert read(nomination.pk).state == move.target


def test_the_chairman_reads_whom_the_decision_cannot_name_and_decides_the_rest(
    province: cast.Province, sign_in: Callable[[User], Client]
) -> None:
    gone, stays = recommended(province, "22801"), recommended(province, "22783")
    for_decision(province, [gone, stays])
    address = "/khen-thuong/annual-2022/quyet-dinh/"
    client = sign_in(province.chairman)
    assert "Chưa ban hành được với các hồ sơ sau" not in client.get(address).content.decode()
    _ended(province, gone)
    page = " ".join(client.get(address).content.decode().split())
    stopped = page[page.index("Chưa ban hành được với các hồ sơ sau") :].partition("</div>")[0]
    assert gone.printed_name in stopped and "không còn từ 15/12/2022" in stopped
    assert stays.printed_name not in stopped
    actions.advance([gone.pk], "return_to_list", by=province.chairman, reason="Xã đã kết thúc.")
    assert "Chưa ban hành được với các hồ sơ sau" not in client.get(address).content.decode()
    _taken("award", province, stays)
    assert read(stays.pk).state == State.AWARDED


def test_the_letter_to_the_state_names_whom_it_cannot_propose(
    province: cast.Province, sign_in: Callable[[User], Client]
) -> None:
    nomination = recommended(province, "22801")
    _to_the_state(province, nomination)
    Nomination.objects.filter(pk=nomination.pk).update(state=State.FOR_DECISION)
    _ended(province, nomination)
    page = sign_in(province.chairman).get("/khen-thuong/state-interim-2023/trinh-nha-nuoc/").content.decode()
    stopped = page[page.index("Chưa trình được các hồ sơ sau") :].partition("</div>")[0]
    assert nomination.printed_name in stopped and "không còn từ 15/12/2022" in stopped
    letter = Letter("5/TTr-UBND", date(2022, 12, 15), "Trần Quốc Nam")
    with pytest.raises(Refused, match="không còn từ 15/12/2022"):
        send(read(nomination.pk).round, "prime_minister", letter, [nomination.pk], by=province.chairman)


def test_what_is_not_confirmed_does_not_stop_it(province: cast.Province) -> None:
    nomination = appraised(province, propose(province, "22801"))
    note(nomination.pk, "complaint", "Đơn tố cáo", document="Đơn 3", opened_on=date(2022, 12, 1), by=province.home)
    assert found(nomination.pk)["R13"] is WARN  # no provision of before 2024 was read
    recommend(province, nomination)


def test_a_matter_stops_every_later_step_until_it_is_concluded(province: cast.Province) -> None:
    nomination = appraised(province, propose(province, "22801"))
    Nomination.objects.filter(pk=nomination.pk).update(regime="B")
    recommend(province, nomination)
    matter = note(
        nomination.pk, "inspection", "Thu chi", document="QĐ 5", opened_on=date(2022, 12, 1), by=province.home
    )
    with pytest.raises(Refused, match="Đang thanh tra, kiểm tra có dấu hiệu vi phạm từ 01/12/2022"):
        actions.advance([nomination.pk], "to_council", by=province.home)
    actions.advance([nomination.pk], "suspend", by=province.home, reason="QĐ 5 đã xem lại")
    with pytest.raises(Refused, match="Đang thanh tra"):
        actions.advance([nomination.pk], "resume", by=province.home, reason="Xong. Đã xem lại.")
    with pytest.raises(Refused, match="số, ký hiệu và ngày của văn bản kết luận"):
        conclude(matter.pk, on=date(2022, 12, 10), document=" ", conclusion="Không vi phạm.", by=province.home)
    conclude(matter.pk, on=date(2022, 12, 10), document="KL 6/KL-TTr", conclusion="Không vi phạm.", by=province.home)
    assert (
        actions.advance([nomination.pk], "resume", by=province.home, reason="KL 6 đã xem lại")[0].state
        == State.UNDER_APPRAISAL
    )
    assert "R13" not in found(nomination.pk)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"document": " "}, "văn bản"),
        ({"opened_on": date(2022, 12, 16)}, "sau hôm nay"),
        ({"kind": "khác"}, "loại vụ việc"),
        ({"about": ""}, "nội dung"),
    ],
)
def test_a_matter_is_noted_whole(province: cast.Province, values: dict[str, Any], words: str) -> None:
    nomination = appraised(province, propose(province, "22801"))
    whole = {"kind": "press", "about": "Bài báo", "document": "Báo A", "opened_on": date(2022, 12, 15)} | values
    with pytest.raises(Refused, match=words):
        note(nomination.pk, whole.pop("kind"), whole.pop("about"), **whole, by=province.home)
    with pytest.raises(Refused, match="không có quyền"):
        note(nomination.pk, "press", "Bài báo", document="A", opened_on=date(2022, 12, 15), by=province.bac_ai)
    assert Matter.objects.count() == 0


def test_a_recognition_of_the_same_years_warns(province: cast.Province) -> None:
    nomination = propose(province, "22801")
    Recognition.objects.create(
        campaign=province.campaign,
        form="Giấy khen",
        level="Chủ tịch UBND huyện Bác Ái",
        number="7/QĐ-UBND",
        signed_on=date(2022, 11, 1),
        unit=province.unit("22801"),
        name="Xã Phước Đại",
        group="collective",
        merit="Tốt",
        years=[2022],
        place=province.unit("584"),
        recorded_by=province.bac_ai,
    )
    assert found(nomination.pk)["R11"] is WARN
    Recognition.objects.update(years=[2021])
    assert "R11" not in found(nomination.pk)


def test_predecessor_and_successor_are_one_nominee(province: cast.Province) -> None:
    """Phường Thanh Sơn went into the new Phủ Hà on 01/11/2024: an award of the one is seen at the other."""
    old, new = province.unit(OLD), province.unit(*NEW)
    earlier = propose(province, "22801")
    Nomination.objects.filter(pk=earlier.pk).update(unit=old, state=State.AWARDED)
    decision = Decision.objects.create(
        round=province.annual_2022,
        number="1/QĐ",
        signed_on=date(2022, 12, 1),
        signer="Lê Văn An",
        recorded_by=province.chairman,
    )
    Award.objects.create(
        decision=decision,
        nomination=earlier,
        form="bang_khen_province",
        printed_name="Cũ",
        public_name="Cũ",
        group="collective",
        category="commune",
    )
    other = propose(province, "22798")
    Nomination.objects.filter(pk=other.pk).update(
        unit=new, round=province.annual_2022.campaign.rounds.get(code="final-2025")
    )
    assert found(other.pk)["R11"] is WARN


def test_the_same_name_is_only_a_hint(province: cast.Province) -> None:
    person = actions.Proposal(
        "official", "Ông Chamaléa Bình", person="Chamaléa Bình", person_title="công chức", achievements="Tốt"
    )
    first = complete(
        actions.nominate(province.annual_2022, person, holder_unit=province.unit("584"), by=province.bac_ai)
    )
    again = replace(person, person_title="Phó trưởng phòng")
    second = complete(
        actions.nominate(province.annual_2022, again, holder_unit=province.unit("584"), by=province.bac_ai)
    )
    assert (found(first.pk)["R11"], found(second.pk)["R11"]) == (WARN, WARN)


def test_the_questions_do_not_grow(province: cast.Province, sign_in: Callable[[User], Client]) -> None:
    pks = [propose(province, code).pk for code in ("22801", "22798", "22804", "22807")]
    counts = []
    for some in (pks[:1], pks):
        items = [read(pk) for pk in some]
        known = dossiers(items)
        with CaptureQueriesContext(connection) as queries:
            checks(items, known)
        counts.append(len(queries))
    assert counts[0] == counts[1] == 7
    sent_back(read(pks[0]))
    page = sign_in(province.home).get(f"/ho-so/{pks[0]}/").content.decode()
    assert "Minh chứng của tiêu chí bắt buộc" in page


@pytest.mark.parametrize(("ends", "begins"), [("suspend", "resume"), ("decline", "reconsider")])
def test_what_is_taken_up_again_has_a_new_term(ends: str, begins: str, province: cast.Province) -> None:
    """While nobody works on it no day is due; months later it is not late by the days of before (R20)."""
    item = accepted(province, propose(province, "22801"))
    first = read(item.pk).due_on
    assert first is not None
    actions.advance([item.pk], ends, by=province.home, reason="QĐ 5 đã xem lại")
    assert read(item.pk).due_on is None
    later = clock.at(first + timedelta(days=90))
    with later:
        assert "R20" not in found(item.pk)
        actions.advance([item.pk], begins, by=province.home, reason="KL 6 đã xem lại")
        again = read(item.pk)
        assert again.due_on == dossier_due(again.round.shape, clock.today())
        assert "R20" not in found(item.pk)
    assert again.accepted_at == read(item.pk).accepted_at
