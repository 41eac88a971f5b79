"""Dossiers walked along their road by the people whose turn it is."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import audit
from accounts.models import User
from awards import actions
from awards.appraisal.actions.judging import Word, judge_sheet
from awards.appraisal.actions.opinions import answer
from awards.council.actions import ballots, preparing
from awards.council.actions import sessions as council
from awards.council.domain.tally import Count
from awards.models import (
    AgendaItem,
    CouncilSession,
    Decision,
    DossierPaper,
    EvidenceLink,
    Judgement,
    Nomination,
    Opinion,
    Round,
)
from awards.nominations.dossiers import dossiers
from awards.nominations.proofs import SEEN
from awards.workflow.states import State
from campaign.figures.actions.importing import import_rows
from campaign.figures.actions.storing import year_end
from campaign.targets.actions import Assignment, assign
from tests import cast
from tests.papers import PDF
from tests.remembered import remembered
from units.models import Unit


def pdf(name: str) -> SimpleUploadedFile:
    """A small whole PDF."""
    return SimpleUploadedFile(name, PDF, "application/pdf")


def read(pk: int) -> Nomination:
    """A nomination with what its dossier needs."""
    found: Nomination = Nomination.objects.select_related(
        "round__campaign",
        "round__version",
        "round__deadline",
        "unit",
        "organisation",
        "household",
        "author",
        "holder_unit",
        "holder_organisation__seat",
        "bloc",
    ).get(pk=pk)
    return found


@remembered
def complete(nomination: Nomination) -> Nomination:
    """Every paper that is asked for, received on paper: the rows of `keep_paper`, which weighs the whole dossier each time."""
    item = read(nomination.pk)
    with audit.change(item.author) as trail:
        for part in missing(item):
            DossierPaper.objects.create(nomination=item, part=part.code, on_paper="Bản giấy", by=item.author)
            trail.add("keep_dossier_paper", item, new=part.label)
    return read(nomination.pk)


def sent_back(nomination: Nomination) -> Nomination:
    """Returned to its holder, who may change it as before, while those above read it: a draft is the holder's alone."""
    Nomination.objects.filter(pk=nomination.pk).update(state=State.RETURNED)
    return read(nomination.pk)


def missing(item: Nomination) -> list[Any]:
    """The parts whose paper is asked for and is not there."""
    return [view.part for view in dossiers([item])[item.pk].papers if view.part.required and not view.is_there]


@remembered
def propose(
    province: cast.Province,
    code: str,
    category: str = "commune",
    *,
    award_round: Round | None = None,
    holder: Unit | None = None,
    by: Any = None,
    **more: Any,
) -> Nomination:
    """A complete dossier of a commune, held by its district."""
    unit = province.unit(code)
    more = {"achievements": "Thành tích.", **more}
    proposal = actions.Proposal(category, f"Nhân dân và cán bộ {unit.name}", unit=unit, **more)
    made = actions.nominate(
        award_round or province.annual_2022,
        proposal,
        holder_unit=holder or province.unit("584"),
        by=by or province.bac_ai,
    )
    return complete(made)


@remembered
def measured(province: cast.Province, poor: Mapping[str, tuple[int, int]], target: str = "10.00") -> None:
    """Approved figures of two years for communes of 1,000 households: poor in 2021 and in 2022."""
    by = User.objects.command_line()
    for year, at in ((2021, 0), (2022, 1)):
        rows = [
            (province.unit(code, year_end(year)), {"households": 1000, "poor": pair[at], "near_poor": 0})
            for code, pair in poor.items()
        ]
        import_rows(
            province.campaign,
            rows,
            year=year,
            status="official",
            as_of=year_end(year),
            standard=province.campaign.definition.standard,
            by=by,
            approve_act="phê duyệt theo văn bản",
            source="thử nghiệm",
        )
    aims = [
        Assignment(province.unit(code), Decimal(target), decision_number="12/QĐ-UBND", decision_date=date(2022, 1, 10))
        for code in poor
    ]
    assign(province.campaign, 2022, aims, by=by)


@remembered
def whole(province: cast.Province, pks: Iterable[int]) -> None:
    """Their papers and the reviewer's words, put there at once: nothing of the checks stands in the way."""
    found = dossiers([read(pk) for pk in pks])
    DossierPaper.objects.bulk_create(
        DossierPaper(nomination_id=pk, part=view.part.code, on_paper="Bản giấy", by=province.bac_ai)
        for pk, dossier in found.items()
        for view in dossier.papers
        if view.part.required and not view.is_there
    )
    EvidenceLink.objects.bulk_create(
        EvidenceLink(
            nomination_id=pk,
            part=view.key,
            kind=SEEN,
            label="Báo cáo 5/BC-UBND ngày 05/01/2022 của UBND xã",
            by=province.home,
        )
        for pk, dossier in found.items()
        for view in dossier.parts
        if view.paper is not None and not view.has_paper
    )
    Judgement.objects.bulk_create(
        Judgement(nomination_id=pk, part=view.key, outcome="met", reason="Có tài liệu.", by=province.home)
        for pk, dossier in found.items()
        for view in dossier.parts
        if view.asks_reviewer
    )


@remembered
def at_the_door(
    province: cast.Province, poor: Mapping[str, tuple[int, int]], *, but: Collection[str] = ()
) -> dict[str, Nomination]:
    """Communes with figures whose dossiers are appraised; set there directly: walking them is another test's work.

    Those of `but` get figures alone.
    """
    measured(province, poor)
    award_round = province.annual_2022
    Round.objects.filter(pk=award_round.pk).update(version=award_round.campaign.active_version)
    units = {code: province.unit(code) for code in poor if code not in but}
    made = {
        code: Nomination.objects.create(
            round=award_round,
            category="commune",
            group="collective",
            state=State.APPRAISED,
            unit=unit,
            printed_name=f"Nhân dân và cán bộ {unit}",
            achievements="Thành tích.",
            holder_unit=unit,
            author=province.bac_ai,
            form=award_round.shape.award_form,
        )
        for code, unit in units.items()
    }
    whole(province, [item.pk for item in made.values()])
    return made


@remembered
def accepted(province: cast.Province, nomination: Nomination) -> Nomination:
    actions.advance([nomination.pk], "submit", by=province.bac_ai_leader)
    return actions.advance([nomination.pk], "accept", by=province.home)[0]


@remembered
def spoken(province: cast.Province, nomination: Nomination, stance: str = "agree") -> None:
    """The standing agency answers about the figures."""
    waiting = Opinion.objects.filter(nomination=nomination, answered_at=None, on_figures=True)
    if waiting.exists():
        answer(list(waiting.values_list("pk", flat=True)), stance, "Số liệu đúng.", by=province.labour)


@remembered
def judged(province: cast.Province, nomination: Nomination, outcome: str = "met") -> Nomination:
    """A word on every part of the sheet, as the page sends them: together."""
    item = read(nomination.pk)
    words = {
        part.key: Word(
            outcome,
            "Có tài liệu.",
            seen="" if part.paper is None or part.has_paper else "Báo cáo 5/BC-UBND ngày 05/01/2022 của UBND xã",
        )
        for part in dossiers([item])[item.pk].parts
        if part.asks_reviewer
    }
    if words:
        judge_sheet(item.pk, words, by=province.home)
    return item


@remembered
def appraised(province: cast.Province, nomination: Nomination, outcome: str = "met") -> Nomination:
    accepted(province, nomination)
    judged(province, nomination, outcome)
    spoken(province, nomination)
    return actions.advance([nomination.pk], "appraise", by=province.home)[0]


@remembered
def recommended(province: cast.Province, code: str) -> Nomination:
    nomination = appraised(province, propose(province, code))
    return actions.advance([nomination.pk], "recommend", by=province.home, override_reason="Đã xem xét.")[0]


@remembered
def held(
    province: cast.Province, nominations: Sequence[Nomination], *, agree: int = 3, disagree: int = 0
) -> CouncilSession:
    """A session of three members that votes on paper about these."""
    actions.advance([item.pk for item in nominations], "to_council", by=province.home)
    setting = preparing.Setting(
        "Phiên thử", date(2022, 12, 15), "Chủ tịch", "Thư ký", method=CouncilSession.Method.PAPER
    )
    members = [preparing.Member(name) for name in ("Ủy viên Một", "Ủy viên Hai", "Ủy viên Ba")]
    session = preparing.prepare(nominations[0].round, setting, members, by=province.home)
    session = council.open_session(session.pk, edition=session.edition, by=province.home)
    for item in AgendaItem.objects.filter(session=session):
        ballots.record_counts(item.pk, Count(agree, disagree), by=province.home)
    return council.close_session(session.pk, edition=session.edition, by=province.home)


@remembered
def for_decision(province: cast.Province, nominations: Sequence[Nomination]) -> None:
    held(province, nominations)
    actions.advance([item.pk for item in nominations], "to_decision", by=province.home)


@remembered
def decided(province: cast.Province, nominations: Sequence[Nomination], number: str = "512/QĐ-UBND") -> Decision:
    """From the list to a decision."""
    for_decision(province, nominations)
    return actions.decide(
        nominations[0].round,
        number=number,
        signed_on=date(2022, 12, 15),
        signer="Chủ tịch UBND tỉnh",
        pks=[item.pk for item in nominations],
        by=province.chairman,
    )
