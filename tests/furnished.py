"""Two neighbouring districts, each with one of everything that people write, and the people who may look at it."""

import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import audit
from accounts.models import User
from accounts.permissions import Role
from awards import actions as awards
from awards.council.actions import preparing
from awards.decisions.actions.recognitions import Entry, recognise
from awards.documents.actions import papers
from awards.documents.actions.papers import begin_template, stage_template
from awards.documents.domain.kinds import KINDS
from awards.documents.domain.layout import default_template
from awards.documents.round_data import Room
from awards.documents.subjects import find
from awards.models import (
    AgendaItem,
    Award,
    AwardRevision,
    BlankLayout,
    Choice,
    CommentPeriod,
    CouncilMember,
    CouncilSession,
    Decision,
    Matter,
    Nomination,
    NominationTransition,
    NominationVersion,
    Objection,
    Opinion,
    Recusal,
    Reminder,
    ReplacedFile,
    Round,
    RuleChange,
    StandIn,
    Submission,
    SubmissionItem,
)
from awards.nominations.actions.evidence import keep_paper, link
from awards.workflow.states import State
from campaign.activities.actions import records
from campaign.figures.actions.entering import save_sheet
from campaign.models import (
    Comment,
    Explanation,
    FigureSet,
    FigureTransition,
    FilingDuty,
    Fund,
    FundHandover,
    LateEntry,
    OfficialAct,
    Plan,
    PlanFile,
    PlanReceipt,
    Record,
    RecordTransition,
)
from campaign.plan.actions import drafts as plan_drafts
from campaign.registrations.actions import filing
from core.findings import Source
from office.models import LongWork, Notice, StoredFile
from office.recount import recount_tables
from tests import cast
from tests.awards.walking import PDF, judged, pdf, propose, whole
from tests.people import person
from tests.remembered import remembered
from units.map.actions.map import derive_ancestry, found_unit
from units.map.actions.own_kinds import Adding, add_own_kind
from units.map.domain.levels import Kind
from units.models import (
    Bloc,
    BlocMember,
    ExitRegistration,
    Household,
    HouseholdHead,
    HouseholdYear,
    OwnKind,
    Reorganisation,
    Succession,
    SuccessionShare,
    Unit,
)
from units.people.actions.absences import Away, record_absence

DAY = date(2022, 12, 1)
ENDED_ON = date(2022, 10, 1)


@dataclass(frozen=True)
class Side:
    """A district with its communes and one village: four communes write, the first by its own officer."""

    district: str
    communes: tuple[str, str, str, str]
    officer: str
    leader: str
    commune_officer: str
    others: tuple[str, ...] = ()  # its other communes, that of a past time too

    @property
    def village(self) -> str:
        return f"{self.communes[0]}01"

    @property
    def units(self) -> frozenset[str]:
        return frozenset({self.district, *self.communes, self.village, *self.others})


BAC_AI = Side(
    "584",
    ("22801", "22804", "22798", "22795"),
    "bac_ai",
    "bac_ai_leader",
    "phuoc_dai",
    ("22899", "22783", "22786", "22789", "22792", "22807"),
)
NINH_SON = Side(
    "585",
    ("22819", "22822", "22828", "22825"),
    "ninh_son",
    "ninh_son_leader",
    "quang_son",
    ("22810", "22813", "22816", "22831"),
)
SIDES = (BAC_AI, NINH_SON)


@dataclass
class Furnished:
    """The province with everything in it; `people` by name."""

    province: cast.Province
    people: dict[str, User] = field(default_factory=dict)


def furnish(province: cast.Province) -> Furnished:
    """Write one of everything on both sides, and at the province what hangs on both."""
    found = _furnish(province)
    recount_tables()
    return found


@remembered
def _furnish(province: cast.Province) -> Furnished:
    _villages(province)
    found = Furnished(province, {**province.people, **_people(province)})
    for side in SIDES:
        _household(found, side)
        _figures(found, side)
        _plans(found, side)
        _records(found, side)
        _office(found, side)
        _map(found, side)
        _dossiers(found, side)
        _recognition(found, side)
    _bodies(found)
    _absences(found)
    _own_kind(found)
    _council(found)
    _papers(found)
    _plan_draft(found)
    return found


def _absences(found: Furnished) -> None:
    """An officer of each side's commune is away soon."""
    first = cast.EVENING.date() + timedelta(3)
    for name in ("phuoc_dai", "quang_son"):
        record_absence(found.people[name], Away(first, first + timedelta(2), "Nghỉ phép"), by=found.people[name])


def _own_kind(found: Furnished) -> None:
    """The administrator has added a kind of bodies that nothing uses yet."""
    said = Adding(OwnKind.For.BODIES, "Hội đặc thù", "5/QĐ-UBND", cast.START)
    add_own_kind(said, by=found.people["administrator"])


def _plan_draft(found: Furnished) -> None:
    """The award agency's officer writes the plan of another period."""
    by = found.people["home"]
    draft = plan_drafts.begin_smallest(found.province.unit("58"), first_year=2023, last_year=2024, by=by)
    plan_drafts.change(draft.pk, 1, lambda root: {**root, "document": "Kế hoạch"}, what="Thông tin chung", by=by)


def _villages(province: cast.Province) -> None:
    with audit.change(User.objects.command_line()) as trail:
        for side in SIDES:
            commune = province.unit(side.communes[0])
            found_unit(side.village, f"Thôn Một {side.district}", Kind.VILLAGE, parent=commune, trail=trail)
        gone = found_unit(
            "22899", "Xã Đã Hết", Kind.RURAL_COMMUNE, parent=province.unit("584"), valid_to=ENDED_ON, trail=trail
        )
        derive_ancestry()
    Succession.objects.create(from_unit=gone, to_unit=province.unit("22804"), on=ENDED_ON, act="NQ 2")


def _people(province: cast.Province) -> dict[str, User]:
    """Whom the cast lacks: those below the province, those of a unit that ended, those without a role."""
    seats = {
        "quang_son": (Role.COMMUNE_OFFICER, "22819"),
        "sister": (Role.COMMUNE_OFFICER, "22807"),
        "administrator_sister": (Role.ADMINISTRATOR, "22807"),
        "auditor_sister": (Role.AUDITOR, "22807"),
        "head_here": (Role.VILLAGE_HEAD, BAC_AI.village),
        "head_there": (Role.VILLAGE_HEAD, NINH_SON.village),
        "administrator_bac_ai": (Role.ADMINISTRATOR, "584"),
        "administrator_ninh_son": (Role.ADMINISTRATOR, "585"),
        "auditor_bac_ai": (Role.AUDITOR, "584"),
        "auditor_ninh_son": (Role.AUDITOR, "585"),
    }
    found = {name: person(name.replace("_", "-"), role, province.unit(code)) for name, (role, code) in seats.items()}
    gone = Unit.objects.get(code="22899")
    found["ended"] = person("ended", Role.COMMUNE_OFFICER, gone)
    found["no_role"] = person("no-role")
    return found


def kept(name: str, by: User) -> StoredFile:
    """A small file as it was handed in."""
    return StoredFile.keep(SimpleUploadedFile(name, PDF, "application/pdf"), by=by)


# ---- a side ----


def _household(found: Furnished, side: Side) -> None:
    village, by = found.province.unit(side.village), found.people[side.commune_officer]
    row = Household.objects.create(
        code=f"H{side.district}",
        village=village,
        head="Katơr Liên",
        address="Tổ 1",
        ethnicity="Raglai",
        spouse_ethnicity="Chu Ru",
        valid_from=cast.START,
    )
    HouseholdHead.objects.create(household=row, name="Katơr Cũ", valid_from=cast.START, act="Sổ hộ")
    HouseholdYear.objects.create(household=row, year=2022, status="poor")
    for year in (2021, 2022):
        ExitRegistration.objects.create(
            household=row,
            year=year,
            registered_on=cast.START,
            commitments="Chăn nuôi",
            support="Giống",
            lender="Ngân hàng",
            has_loan=True,
            loan=10_000_000,
            outcome_note="Ghi chú",
            recorded_by=by,
        )


def _figures(found: Furnished, side: Side) -> None:
    province, officer = found.province, found.people[side.officer]
    commune, district = side.communes[0], province.unit(side.district)
    for year, poor in ((2021, 360), (2022, 317)):
        province.approve(year, commune, 990, poor, 118)
    province.target(2022, commune, "4.00")
    province.target(2022, side.district, "4.00")
    counts = {"households": 8140, "poor": 3186, "near_poor": 1156}
    for code, by in ((side.district, officer), (side.communes[1], officer)):
        save_sheet(province.campaign, 2022, {province.unit(code).pk: counts}, {}, by=by)
    for row in FigureSet.objects.filter(unit__code__in=side.units, year=2022):
        Comment.objects.create(figure_set=row, field="poor", text="Xem lại", by=officer)
        Explanation.objects.create(
            figure_set=row, check_id="c1", seal="s", remark="Tăng nhanh", text="Vì tách hộ", by=officer
        )
        FigureTransition.objects.create(
            figure_set=row,
            step="return",
            source="submitted",
            target="draft",
            reason="Sai cột",
            role="Huyện",
            by=officer,
        )
    FigureSet.objects.filter(unit__code=side.communes[1]).update(state="submitted")
    LateEntry.objects.create(
        campaign=province.campaign,
        year=2021,
        standard="mdp-2022-2025",
        unit=district,
        until=date(2022, 12, 31),
        reason="Chưa kịp",
        scan=kept("mo-lai.pdf", found.people["labour"]),
        by=found.people["labour"],
    )


def _plans(found: Furnished, side: Side) -> None:
    province, officer, labour = found.province, found.people[side.officer], found.people["labour"]
    unit, paper = province.unit(side.district), filing.PlanPaper("Kế hoạch phát động", "1/KH", date(2022, 7, 20))
    plan = filing.file_plan(province.campaign, paper, kind="launch_plan", unit=unit, by=officer)
    Plan.objects.filter(pk=plan.pk).update(goals="Giảm nghèo", file=kept("ke-hoach.pdf", officer))
    PlanFile.objects.get_or_create(plan=plan, number=1, defaults={"file": kept("ke-hoach-1.pdf", officer)})
    PlanReceipt.objects.create(
        plan=plan, duty="standing_agency", received_at=plan.received_at, register_number="12", recorded_by=labour
    )
    FilingDuty.objects.create(
        campaign=province.campaign, kind="launch_plan", unit=unit, valid_from=cast.START, act="KH 1", recorded_by=labour
    )


def _record(found: Furnished, kind: str, by: User, draft: records.Draft, **owner: Any) -> Record:
    return records.write(found.province.campaign, kind, draft, by=by, uploads=[pdf("anh.pdf")], **owner)


def _records(found: Furnished, side: Side) -> None:
    """A draft, a recorded one, an unpublished and a published story, the Fund and help from one's own agency."""
    by, unit, on = found.people[side.commune_officer], found.province.unit(side.communes[0]), DAY
    told = {"how": "Truyền thanh", "audience": "Hộ nghèo"}
    _record(found, "tuyen-truyen", by, records.Draft(on, "Còn nháp", "Diễn giải", answers=told), unit=unit)
    made = _record(found, "tuyen-truyen", by, records.Draft(on, "Phát thanh", "Diễn giải", answers=told), unit=unit)
    records.advance(made.pk, "record", by=by, edition=made.edition)
    story = {"what": "Tập thể", "name": "Tổ hợp tác"}
    for step in ("propose", "publish"):
        draft = records.Draft(on, f"Điển hình {step}", "Câu chuyện", answers=story)
        row = records.advance(_record(found, "dien-hinh", by, draft, unit=unit).pk, "propose", by=by, edition=1)
        if step == "publish":
            for taken in ("approve", "publish"):
                row = records.advance(row.pk, taken, by=found.people["home"], edition=row.edition)
    gift = records.Draft(on, "Ủng hộ", "Sổ", answers={"giver": "Bà Ba", "amount": 5_000_000, "voucher": "PT 1"})
    entry = _record(found, "thu-quy", by, gift, unit=unit)
    records.advance(entry.pk, "record", by=by, edition=entry.edition)
    for row in Record.objects.filter(unit=unit):
        RecordTransition.objects.create(
            record=row, step="note", source=row.state, target=row.state, reason="Đã xem", role="Huyện", by=by
        )
    _handover(found, side)


def _handover(found: Furnished, side: Side) -> None:
    """The Fund of one commune goes to its sister; that of a unit that ended waits for a taker."""
    campaign, by = found.province.campaign, found.people[side.officer]
    source, target = (
        Fund.objects.get_or_create(campaign=campaign, unit=found.province.unit(code))[0] for code in side.communes[:2]
    )
    FundHandover.objects.create(source=source, target=target, amount=1_000, act="BB 1", on=DAY, recorded_by=by)
    gone = Unit.objects.get(code="22899")
    if side == BAC_AI:
        Record.objects.create(
            campaign=campaign,
            kind="thu-quy",
            unit=gone,
            year=2022,
            on=date(2022, 6, 1),
            title="Thu",
            state="recorded",
            amount=9_000,
            details={"giver": "Ông Sáu"},
            recorded_by=by,
        )
        Fund.objects.create(campaign=campaign, unit=gone)


def _office(found: Furnished, side: Side) -> None:
    officer = found.people[side.officer]
    for to, by in ((officer, found.people["labour"]), (found.people[side.commune_officer], officer)):
        for sent_at in (None, cast.EVENING):
            Notice.objects.create(
                to=to,
                place="Nơi nhận",
                subject="Nhắc",
                body="Gửi số liệu",
                mail_error="Lỗi thư",
                written_by=by,
                sent_at=sent_at,
            )
    for step in ("check", "file"):
        LongWork.objects.create(
            kind="household_import",
            label="Nhập hộ",
            asked_by=officer,
            state="done",
            result="Xong việc",
            errors=["Dòng 2: sai mã hộ"],
            wanted={"step": step, "back": "/"},
            file=kept("ket-qua.pdf", officer),
        )


def _map(found: Furnished, side: Side) -> None:
    """A reorganisation that names units of the side alone, and a split with its shares."""
    units, by = [found.province.unit(code) for code in side.communes[:2]], User.objects.command_line()
    row = Reorganisation.objects.create(
        kind="merge",
        on=date(2023, 6, 1),
        act=f"NQ {side.district}",
        title=f"Hợp nhất {side.district}",
        recorded_by=by,
    )
    row.units.set(units)
    step = Succession.objects.filter(from_unit=units[0]).first()
    if step is not None:
        SuccessionShare.objects.create(succession=step, share=1, act="NQ chia", recorded_by=by)


def _dossiers(found: Furnished, side: Side) -> None:
    """A draft with papers, one that is judged and asked about, a household, a person, two at the State."""
    province, officer = found.province, found.people[side.officer]
    district, (first, second, third, fourth) = province.unit(side.district), side.communes
    common = {"holder": district, "by": officer}
    draft = propose(province, first, earlier_awards="Giấy khen 2020", **common)
    keep_paper(draft.pk, "to-trinh", file=pdf("to-trinh.pdf"), by=officer)
    link(draft.pk, "Cc1.b", Source("paper", "", "Biên bản họp"), file=pdf("bien-ban.pdf"), by=officer)
    waiting = propose(province, second, **common)
    awards.advance([waiting.pk], "submit", by=found.people[side.leader])
    awards.advance([waiting.pk], "accept", by=province.home)
    judged(province, waiting)
    Opinion.objects.create(
        nomination=waiting,
        of=province.bodies["so-ldtbxh"],
        about="Số liệu",
        asked_on=DAY,
        due_on=DAY,
        asked_by=province.home,
        stance="agree",
        text="Đúng số liệu",
        file=kept("y-kien.pdf", province.labour),
        answered_at=cast.EVENING,
        answered_by=province.labour,
        paper="45/SLĐ",
        received_on=DAY,
    )
    Matter.objects.create(
        nomination=waiting,
        kind="complaint",
        about="Đơn của ông Tư",
        document="Đơn 1",
        opened_on=DAY,
        concluded_on=DAY,
        conclusion="Không đúng",
        conclusion_document="KL 1",
        recorded_by=province.home,
    )
    Matter.objects.create(
        nomination=waiting, kind="press", about="Bài báo", document="Số báo 1", opened_on=DAY, recorded_by=province.home
    )
    Opinion.objects.filter(nomination=waiting, answered_at=None).update(
        end="passed", end_reason="Không trả lời", ended_at=cast.EVENING, ended_by=province.home
    )
    Opinion.objects.create(
        nomination=waiting,
        of=province.bodies["so-ldtbxh"],
        about="Còn hỏi thêm",
        asked_on=DAY,
        due_on=DAY,
        asked_by=province.home,
    )
    StandIn.objects.create(
        nomination=waiting,
        user=province.labour_leader,
        valid_from=DAY,
        act="CV 30",
        reason="Cùng cơ quan",
        named_by=province.chairman,
        ended_at=cast.EVENING,
        ended_by=province.chairman,
        end_reason="Chuyển việc",
    )
    Reminder.objects.create(nomination=waiting, on=DAY, since=DAY, people="Người thẩm định", by=province.home)
    household = Household.objects.get(village__code=side.village)
    people = (
        ({"household": household, "category": "household"}, "Hộ Katơr Liên"),
        ({"person": "Trần Văn Tư", "person_title": "công chức", "category": "official"}, "Ông Trần Văn Tư"),
        ({"unit": province.unit(third), "category": "commune"}, f"Nhân dân xã {third}"),
        ({"unit": province.unit(fourth), "category": "commune"}, f"Nhân dân xã {fourth}"),
    )
    for at, (who, name) in enumerate(people):
        group = "individual" if at in (0, 1) else "collective"
        state = (State.DRAFT, State.NOT_AWARDED, State.COUNCIL, State.COUNCIL)[at]
        row = Nomination.objects.create(
            round=province.annual_2022,
            group=group,
            printed_name=name,
            achievements="Thành tích",
            holder_unit=district,
            author=officer,
            form="bang_khen_province",
            state=state,
            earlier_awards="Không",
            **who,
            not_awarded_reason="Chưa đủ" if state == State.NOT_AWARDED else "",
        )
        NominationVersion.objects.create(nomination=row, number=1, content={"achievements": "Đã ghi ở đây"}, by=officer)
        NominationTransition.objects.create(
            nomination=row,
            step="submit",
            source="draft",
            target="submitted",
            reason="Kèm công văn",
            role="Huyện",
            by=officer,
        )
    _at_state(found, side, household)


def _at_state(found: Furnished, side: Side, household: Household) -> None:
    """One whose letter is away, one about whom the public is heard."""
    province, officer, home = found.province, found.people[side.officer], found.province.home
    award_round = Round.objects.get(code="state-interim-2023")
    rows = [
        Nomination.objects.create(
            round=award_round,
            category="commune",
            group="collective",
            unit=province.unit(code),
            printed_name=f"Xã {code}",
            achievements="Thành tích",
            holder_unit=province.unit(side.district),
            author=officer,
            state=state,
            form="bang_khen_prime_minister",
        )
        for code, state in zip(side.communes[2:], (State.AT_STATE, State.COMMENT), strict=True)
    ]
    letter = Submission.objects.create(
        round=award_round,
        authority="prime_minister",
        number=f"{side.district}/TTr",
        signed_on=DAY,
        signer="Chủ tịch",
        note="Ghi chú",
        scan=kept("to-trinh.pdf", home),
        recorded_by=home,
    )
    SubmissionItem.objects.create(submission=letter, nomination=rows[0], paper=kept("tra-loi.pdf", home))
    period = CommentPeriod.objects.create(nomination=rows[1], opened_on=DAY, until=date(2022, 12, 31), by=home)
    Objection.objects.create(
        period=period, said_by="Ông Năm", text="Chưa đúng", received_on=DAY, answer="", recorded_by=home
    )


def _recognition(found: Furnished, side: Side) -> None:
    unit, by = found.province.unit(side.communes[0]), found.people[side.commune_officer]
    entry = Entry(
        "Giấy khen",
        "Chủ tịch UBND huyện",
        "7/QĐ-UBND",
        date(2022, 6, 1),
        unit.name,
        "collective",
        "Tốt",
        unit=unit,
    )
    row = recognise(found.province.campaign, entry, place=unit, by=by)
    type(row).objects.filter(pk=row.pk).update(scan=kept("giay-khen.pdf", by))


# ---- the province ----


def _bodies(found: Furnished) -> None:
    """Sở Y tế sits in a bloc, files a plan, keeps a record and proposes itself; a cooperative keeps a record."""
    province, health = found.province, found.province.health
    body = province.bodies["so-y-te"]
    bloc = Bloc.objects.create(name="Khối thử")
    BlocMember.objects.create(bloc=bloc, year=2022, organisation=province.bodies["mttq"], is_head=True)
    BlocMember.objects.create(bloc=bloc, year=2022, organisation=body)
    paper = filing.PlanPaper("Kế hoạch của Sở", "2/KH", date(2022, 7, 20))
    filing.file_plan(province.campaign, paper, kind="launch_plan", organisation=body, by=health)
    for by, owner in (
        (health, body),
        (province.enterprise, province.bodies["htx"]),
        (province.press, province.bodies["bao"]),
    ):
        draft = records.Draft(DAY, "Việc đã làm", "Diễn giải", answers={"how": "Truyền thanh"})
        made = _record(found, "tuyen-truyen", by, draft, organisation=owner)
        records.advance(made.pk, "record", by=by, edition=made.edition)
    proposal = awards.Proposal("agency", "Sở Y tế", organisation=body, achievements="Thành tích.")
    awards.nominate(province.annual_2022, proposal, holder_organisation=body, by=health)
    OfficialAct.objects.create(
        campaign=province.campaign,
        first_year=2021,
        year=2021,
        number="9/QĐ",
        on=DAY,
        scan=kept("van-ban.pdf", province.labour),
        recorded_by=province.labour,
    )


def _council(found: Furnished) -> None:
    """A closed session that agreed on one of each side, a decision about it, and a session that votes on the others."""
    province = found.province
    rows = list(Nomination.objects.filter(state=State.COUNCIL).order_by("pk"))
    whole(province, [row.pk for row in rows])
    first, second = rows[0::2], rows[1::2]
    for name, items, state in (
        ("Phiên một", first, "closed"),
        ("Phiên hai", second, "open"),
        ("Phiên ba", [], "preparing"),
    ):
        setting = preparing.Setting(name, DAY, "Chủ tịch", "Thư ký")
        members = [preparing.Member("Ủy viên Một", "Giám đốc", user=province.council), preparing.Member("Ủy viên Hai")]
        session = preparing.prepare(province.annual_2022, setting, members, by=province.home)
        CouncilSession.objects.filter(pk=session.pk).update(state=state, place="Phòng họp 1", departs="Theo quy chế")
        for at, row in enumerate(items, start=1):
            item = AgendaItem.objects.create(session=session, nomination=row, position=at, note="Đã bàn kỹ")
            member = CouncilMember.objects.filter(session=session).order_by("pk")[1]
            Recusal.objects.create(item=item, member=member, reason="Người nhà")
            if state == "closed":
                AgendaItem.objects.filter(pk=item.pk).update(
                    agree=2, disagree=0, blank=0, result="agreed", ended_at=cast.EVENING
                )
    taken, left = [row.pk for row in first], [row.pk for row in second]
    Choice.objects.create(
        round=province.annual_2022, group="collective", taken=taken, left=left, reason="Vùng khó", by=province.home
    )
    _decide(found, first)


def _decide(found: Furnished, rows: list[Nomination]) -> None:
    """Signed and not yet released: nobody below knows of it."""
    province = found.province
    decision = Decision.objects.create(
        round=province.annual_2022,
        number="512/QĐ-UBND",
        signed_on=DAY,
        signer="Chủ tịch",
        reason="Khen năm 2022",
        scan=kept("quyet-dinh.pdf", province.chairman),
        recorded_by=province.chairman,
    )
    ReplacedFile.objects.create(
        round=province.annual_2022,
        decision=decision,
        what=str(decision),
        reason="Thiếu trang 2",
        was_out=True,
        file=kept("quyet-dinh-thieu-trang.pdf", province.chairman),
        by=province.chairman,
    )
    later = Decision.objects.create(
        round=province.annual_2022,
        number="600/QĐ-UBND",
        signed_on=DAY,
        signer="Chủ tịch",
        reason="In sai tên",
        kind="revise",
        changes=decision,
        recorded_by=province.chairman,
    )
    for row in rows:
        award = Award.objects.create(
            decision=decision,
            nomination=row,
            form=row.form,
            printed_name=row.printed_name,
            public_name=row.printed_name,
            group=row.group,
            category=row.category,
        )
        AwardRevision.objects.create(award=award, decision=later, old="Tên cũ", new="Tên mới")
    for row in rows:
        NominationTransition.objects.create(
            nomination=row,
            step="award",
            source="submitted_for_decision",
            target="awarded",
            by=province.chairman,
            reason=f"Quyết định số {decision.number}",
            role="Chủ tịch",
        )
    Nomination.objects.filter(pk__in=[row.pk for row in rows]).update(state=State.AWARDED)
    RuleChange.objects.create(
        round=province.annual_2022,
        kind="cap",
        what={"group": "collective", "bloc": None, "at_most": 6},
        number="9/UBND-NC",
        issued_on=DAY,
        issuer="UBND tỉnh",
        file=kept("cong-van.pdf", province.home),
        reason="Thêm một tập thể",
        preview=[["Tập thể", "nay 01/05, sẽ 01/06"]],
        asked_by=province.home,
    )


def _papers(found: Furnished) -> None:
    """Papers of the round and of single dossiers, a replaced template, a moved blank."""
    province = found.province
    room = Room(province.annual_2022)
    for code in ("huong-dan", "danh-sach"):
        subject = find(room, KINDS[code], "")
        if subject is not None and not subject.why_not:
            papers.make(room, subject, by=province.home)
    template = SimpleUploadedFile("mau.docx", default_template("to-trinh"))
    staged = stage_template(KINDS["to-trinh"], template, note="Mẫu mới", by=found.people["administrator"])
    begin_template(staged.pk, by=found.people["administrator"])
    BlankLayout.objects.create(layout={}, by=found.people["administrator"], replaced_at=cast.EVENING)


@contextmanager
def long_walk() -> Iterator[None]:
    """Thousands of pages and refusals are asked for on purpose: no log of them is kept, cycles are collected seldom."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 20, 20)
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
        gc.set_threshold(*usual)
