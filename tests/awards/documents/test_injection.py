"""R9: nothing typed becomes a formula, a template or markup, in any document, workbook or page of awards."""

import html
import io
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from accounts.models import User
from awards.documents import pdf
from awards.documents.domain import blank
from awards.documents.domain.filling import Content, Row, fill
from awards.documents.domain.kinds import KINDS
from awards.documents.domain.layout import default_template
from awards.documents.domain.samples import sample
from awards.documents.printing import certificates, print_paper
from awards.documents.round_data import READ, Room
from awards.documents.subjects import Subject, of_nomination, subjects
from awards.documents.telling import signed_of
from awards.models import AgendaItem, Award, AwardRevision, Choice, CouncilMember, CouncilSession, Decision, Nomination
from awards.workflow.states import State
from core import clock
from office.documents.word import Grid, Paper, Section, plain, render
from office.lists.list_files import ListColumn, list_file
from reports.exports.merged import merge
from tests import cast
from tests.awards.payloads import PAYLOADS
from units.map.domain.levels import Level
from units.models import Unit

SignIn = Callable[[User], Client]
DAY = date(2022, 12, 15)
EVALUATED = "1337"  # 7 × 191: only a template language writes it
BY_TEMPLATE = [kind.code for kind in KINDS.values() if kind.is_by_template]


def lines(content: bytes) -> list[str]:
    """The text of every paragraph, as Word holds it."""
    body = Document(io.BytesIO(content)).element.body
    return [
        "".join("\t" if t.tag == qn("w:tab") else t.text or "" for t in p.iter(qn("w:t"), qn("w:tab")))
        for p in body.iter(qn("w:p"))
    ]


def shown(payload: str) -> str:
    """A payload as one line of a document shows it: its letters, without what no document may hold."""
    return "".join(plain(payload).split())


def squeezed(content: bytes) -> str:
    return "".join("".join(line.split()) for line in lines(content))


def test_there_are_forty_payloads_and_more() -> None:
    assert len(PAYLOADS) == len(set(PAYLOADS)) >= 40


# ---- each token of each document ----


@pytest.mark.parametrize("code", BY_TEMPLATE)
def test_every_token_of_every_document_takes_every_payload_as_text(code: str) -> None:
    template = default_template(code)
    for payload in PAYLOADS:
        content = _all(sample(KINDS[code]), payload)
        made = fill(template, content)
        text = squeezed(made)
        assert shown(payload) in text, payload
        assert EVALUATED not in text, payload
        fields = {mark.text for mark in Document(io.BytesIO(made)).element.body.iter(qn("w:instrText"))}
        assert fields == set()


def _all(content: Content, payload: str) -> Content:
    def row(item: Row) -> Row:
        return Row(dict.fromkeys(item.values, payload), tuple(map(row, item.below)))

    values = {
        name: (payload, payload) if isinstance(value, tuple) else payload for name, value in content.values.items()
    }
    return replace(content, values=values, lists={name: tuple(map(row, rows)) for name, rows in content.lists.items()})


def test_a_payload_on_the_blank_and_in_letters_is_text() -> None:
    for payload in PAYLOADS:
        made = blank.render(blank.DEFAULT, [dict.fromkeys(blank.SPOTS, payload)])
        assert shown(payload) in squeezed(made), payload
        letter = Paper(
            payload,
            payload,
            payload,
            payload,
            DAY,
            payload,
            kind="BÁO CÁO",
            addressees=[payload] * 2,
            bases=[payload],
            sections=[Section(payload, [payload], Grid([(payload, 5.0)], [[payload]]))],
            recipients=[payload],
            signing=[payload],
            signer=payload,
        )
        assert shown(payload).casefold() in squeezed(render(letter)).casefold(), payload


# ---- lists as workbooks ----


def test_a_list_as_a_workbook_has_no_formula_and_keeps_numbers() -> None:
    columns = [ListColumn(payload) for payload in PAYLOADS]
    rows = [list(PAYLOADS), [-5] * len(PAYLOADS), [Decimal("-1.25")] * len(PAYLOADS)]
    answer = list_file("=1+1", columns, rows, name="thu", notes=["=1+1"])
    cells = list(_cells(answer.content))
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert sorted({cell.value for cell in cells if cell.data_type == "n" and cell.value is not None}) == [-5, -1.25]
    assert sum(cell.data_type == "n" and cell.value is not None for cell in cells) == 2 * len(PAYLOADS)


def _cells(content: bytes) -> Iterator[Any]:
    for row in load_workbook(io.BytesIO(content)).active.iter_rows():
        yield from row


# ---- a round whose every typed field is a payload ----


@pytest.fixture
def round_(province: cast.Province) -> cast.Province:
    """Written past the actions, which would tidy some of it: what an older portal or another hand may have stored."""
    codes = list(Unit.objects.in_force(DAY).filter(level=Level.COMMUNE).order_by("code")[: len(PAYLOADS)])
    assert len(codes) == len(PAYLOADS)
    award_round, by = province.annual_2022, province.home
    plan = award_round.plan
    for place, (payload, unit) in enumerate(zip(PAYLOADS, codes, strict=True)):
        state = State.NOT_AWARDED if place % 4 == 0 else State.FOR_DECISION if place % 4 == 1 else State.AWARDED
        item = Nomination.objects.create(
            round=award_round,
            category="commune",
            group=plan.find_category("commune").group,
            unit=unit,
            printed_name=payload,
            holder_unit=province.unit("584"),
            author=by,
            state=state,
            is_illustrative=False,
        )
        raw = payload.replace("\x00", "")  # no database keeps it
        Nomination.objects.filter(pk=item.pk).update(
            printed_name=raw[:300],
            achievements=raw * 3,
            person_title=raw[:200],
            override_reason=raw[:1000],
            not_awarded_code=raw[:100],
            not_awarded_reason=raw[:200],
            earlier_awards=raw,
        )
    nominations = list(Nomination.objects.filter(round=award_round))
    session = CouncilSession.objects.create(
        round=award_round,
        name=PAYLOADS[0],
        held_on=DAY,
        place=PAYLOADS[15],
        chair=PAYLOADS[26],
        secretary=PAYLOADS[27],
        state=CouncilSession.State.CLOSED,
        method=CouncilSession.Method.PAPER,
        recorded_by=by,
    )
    for place, payload in enumerate(PAYLOADS):
        raw = payload.replace("\x00", "")
        CouncilMember.objects.create(session=session, name=f"{raw[:100]}{place}", title=raw[:200])
    for place, item in enumerate(nominations):
        AgendaItem.objects.create(
            session=session,
            nomination=item,
            position=place,
            agree=1,
            disagree=0,
            blank=0,
            result="agreed",
            note=item.not_awarded_reason,
        )
    decision = Decision.objects.create(
        round=award_round,
        number=PAYLOADS[1][:60],
        signed_on=DAY,
        signer=PAYLOADS[24],
        recorded_by=by,
        released_at=clock.now(),
    )
    awards = [
        Award.objects.create(
            decision=decision,
            nomination=item,
            form="bang_khen_province",
            printed_name=item.printed_name,
            public_name=item.printed_name,
            group=item.group,
            category=item.category,
        )
        for item in nominations
        if item.state == State.AWARDED
    ]
    for kind in (Decision.Kind.REVISE, Decision.Kind.REVOKE):
        for place, payload in enumerate(PAYLOADS[:3]):
            made = Decision.objects.create(
                round=award_round,
                kind=kind,
                number=f"{place}{kind}/QĐ",
                signed_on=DAY,
                signer=payload[:120],
                changes=decision,
                reason=payload,
                recorded_by=by,
                released_at=clock.now(),
            )
            if kind == Decision.Kind.REVISE:
                AwardRevision.objects.create(award=awards[place], decision=made, old=payload, new=payload)
            else:
                Award.objects.filter(pk=awards[-1 - place].pk).update(revoked_by=made, recovered=payload[:300])
    for payload in PAYLOADS:
        Choice.objects.create(
            round=award_round,
            group="collective",
            taken=[nominations[1].pk],
            left=[nominations[2].pk],
            reason=payload.replace("\x00", ""),
            by=by,
        )
    return province


def _every_document(province: cast.Province) -> Iterator[tuple[Subject, bytes]]:
    room = Room(province.annual_2022)
    found = subjects(room)
    rows = list(Nomination.objects.filter(round=room.round, state=State.NOT_AWARDED).select_related(*READ)[:6])
    found += [of_nomination(KINDS[code], row) for row in rows for code in ("phieu-tham-dinh", "thong-bao-khong-khen")]
    for item in found:
        if not item.why_not:
            yield item, print_paper(room, item, signed_of(room, item, signer=PAYLOADS[16])).content


def test_every_document_of_such_a_round_opens_and_evaluates_nothing(round_: cast.Province) -> None:
    made = {item.kind.code: content for item, content in _every_document(round_)}
    assert set(made) == set(KINDS)
    for code, content in made.items():
        assert EVALUATED not in squeezed(content), code
    for code, state in (("danh-sach", State.FOR_DECISION), ("quyet-dinh", State.AWARDED)):
        listed = squeezed(made[code])
        named = Nomination.objects.filter(state=state)
        assert named and [row.pk for row in named if shown(row.printed_name) not in listed] == []


@pytest.mark.one_engine
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_them_too(round_: cast.Province) -> None:
    made = {item.kind.code: content for item, content in _every_document(round_)}
    for code in ("danh-sach", "bien-ban-hop", "bang-khen"):
        assert pdf.convert(made[code]).startswith(b"%PDF-"), code


def test_workbooks_of_such_a_round_have_no_formula(round_: cast.Province, sign_in: SignIn) -> None:
    round_.approve(2021, "22801", 960, 360)
    round_.approve(2022, "22801", 960, 480)  # poverty rose: a negative number
    round_.target(2022, "22801", "4.00")
    client = sign_in(round_.home_leader)
    for address in (
        "/khen-thuong/annual-2022/bang-so-luong/?tai=excel",
        "/khen-thuong/annual-2022/du-dieu-kien/?nhom=commune&tai=excel",
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        cells = list(_cells(answer.content))
        assert [cell.coordinate for cell in cells if cell.data_type == "f"] == [], address
    assert any(cell.data_type == "n" and cell.value is not None and cell.value < 0 for cell in cells)


RAW = re.compile(r"<script>alert|<img src=x|<b>đậm|</w:t>|<!ENTITY|<a>|<%=|href=[\"']?javascript:", re.IGNORECASE)


def test_pages_of_such_a_round_show_it_as_text(round_: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(round_.home_leader)
    decision = Decision.objects.get(kind=Decision.Kind.AWARD)
    session = CouncilSession.objects.get()
    nomination = Nomination.objects.filter(printed_name__contains="<script>").get()
    root = "/khen-thuong/annual-2022/"
    addresses = [
        root,
        f"{root}bang-so-luong/",
        f"{root}van-ban/",
        f"{root}van-ban/danh-sach/",
        f"{root}van-ban/quyet-dinh/?ve={decision.pk}",
        f"{root}van-ban/bien-ban-hop/?ve={session.pk}",
        f"{root}van-ban/bang-khen/?ve={decision.pk}",
        f"{root}van-ban/phieu-tham-dinh/tung-ho-so/",
        f"{root}van-ban/thong-bao-khong-khen/tung-ho-so/",
        f"/quyet-dinh/{decision.pk}/",
        f"/ho-so/{nomination.pk}/",
        "/mau-van-ban/danh-sach/",
        "/cong-khai/2022/",
    ]
    seen = ""
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        page = answer.content.decode()
        assert RAW.findall(page.replace('href="javascript', "!")) == [], address
        assert EVALUATED not in page, address
        seen += page
    assert html.escape("<script>alert(1)</script>") in seen


def test_the_merged_report_holds_it_as_text(round_: cast.Province) -> None:
    made = render(merge(round_.campaign, 2022, "nam", issuer=round_.bodies["so-noi-vu"]))
    assert EVALUATED not in squeezed(made)


def test_certificates_hold_each_name_once(round_: cast.Province) -> None:
    room = Room(round_.annual_2022)
    item = next(item for item in subjects(room) if item.kind.code == "bang-khen")
    people = certificates(room, item, signed_of(room, item))
    assert len(people) == sum(row.revoked_by_id is None for row in room.awards)
