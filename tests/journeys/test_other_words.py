"""A province of two levels with other bodies and another plan: no page, paper, workbook or message says a word of the first."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from accounts.permissions import Role
from awards.documents.domain.kinds import KINDS
from awards.documents.domain.layout import default_template
from awards.documents.round_data import Room
from awards.documents.subjects import subjects
from awards.documents.telling import content_of, signed_of
from awards.models import Nomination, Round
from campaign.models import Campaign, Deadline, Plan
from campaign.plan.actions.definitions import store_definition
from campaign.registrations import follow_up
from core import clock
from office.models import Notice
from tests import cast
from tests.addresses import ROWS, WORDS, patterns
from tests.journeys.test_another_plan import CODE, PLAN, Place, place, walk_the_road
from tests.test_canaries import said
from units.models import Membership, Organisation, Unit

pytestmark = [pytest.mark.one_engine, pytest.mark.long]
__all__ = ["place"]
# of the first province: its bodies, clauses, places, plan; and the level that the second does not have
FIRST = re.compile(
    r"Sở Nội vụ|SỞ NỘI VỤ|\bSNV\b|LĐTBXH|Lao động - Thương binh|LAO ĐỘNG - THƯƠNG BINH|Ninh Thuận|NINH THUẬN|Bác Ái|Phan Rang"
    r"|Khánh Hòa|Phước|[Hh]uyện, thành phố|UBND huyện|[Mm]ục [IVX]+\b|\b[IVX]+\.\d\.[a-zđ]\b|666/QĐ-TTg|890/KH-UBND"
    r"|2\.02\d\b|ubnd|[Hh]uyện nghèo, xã"
)
EVENING = datetime(2022, 12, 22, 9, 0, tzinfo=clock.VIETNAM)


@pytest.fixture
def walked(place: Place, tmp_path: Path, sign_in: Callable[[User], Client]) -> Iterator[tuple[Place, Round]]:
    """Everything has happened: a decision is released, dossiers stand in many states, papers are registered."""
    award_round = walk_the_road(place, tmp_path, sign_in)
    for name, role in (("quan-tri", Role.ADMINISTRATOR), ("thanh-tra", Role.AUDITOR)):
        user = User.objects.create_user(f"mau-{name}", "mot-cau-ngan-de-nho", full_name=f"Người {name}")
        Membership.objects.create(user=user, role=role, unit=place.units["91"], valid_from=cast.START)
        place.people[name] = user
    with clock.at(EVENING):
        yield place, award_round


def _choices(word: str, text: str) -> tuple[Any, ...]:
    """What may stand for a word of an address here: rows of this province alone."""
    if word == "pk":
        begins = next(one for one in ROWS if text.startswith(one))
        return tuple(ROWS[begins]._base_manager.order_by("pk").values_list("pk", flat=True)[:1]) or (999_999,)
    if word == "slug":
        return (Unit.objects.bearing("9101", clock.today()).slug,)
    if word == "code" and text.startswith("khen-thuong/"):
        return ("dot-2022",)
    if word == "code" and text.startswith(("co-quan/", "lich-su-khen-thuong/co-quan/")):
        return ("so",)
    if word == "code":
        return ("9101",)
    if word == "key":
        return ("X3",)
    return (999_999,)


def addresses() -> list[str]:
    found = []
    for name, text, converters in patterns():
        words = {
            **WORDS[""],
            **{key: value for key, value in WORDS.get(name, {}).items() if key not in ("key", "code")},
        }
        if name == "awards:part":
            words["code"] = ("to-trinh",)
        for values in product(*(words.get(word) or _choices(word, text) for word in converters)):
            try:
                found.append(reverse(name, kwargs=dict(zip(converters, values, strict=True))))
            except NoReverseMatch:  # pragma: no cover (a word of another shape says so in the access matrix)
                continue
    lists = (
        "/ket-qua/2022/",
        "/chi-tieu/2022/",
        "/ke-hoach/",
        "/ke-hoach/theo-doi/",
        "/phong-trao/",
        "/khen-thuong/dot-2022/",
        "/khen-thuong/dot-2022/bang-so-luong/",
        "/khen-thuong/dot-2022/can-doi/",
        "/giay-khen/",
        "/phe-duyet/2022/",
        "/khen-thuong/dot-2022/du-dieu-kien/",
    )
    found += [f"{one}?tai=excel" for one in lists] + [
        "/ke-hoach/theo-doi/?tai=don-doc",
        "/ke-hoach/theo-doi/?tai=de-nghi",
    ]
    found += [
        "/khen-thuong/dot-2022/du-dieu-kien/?nhom=xa&tai=excel",
        "/bao-cao/F1/2022/?don-vi=91",
        "/bao-cao/tat-ca/2022/?don-vi=91",
        "/khen-thuong/dot-2022/lap-ho-so/?nhom=xa",
        "/khong-co-trang-nay/",
    ]
    for pk, state in Nomination.objects.order_by("-pk").values_list("pk", "state")[:3]:
        kind = "thong-bao-khong-khen" if state == "not_awarded" else "phieu-tham-dinh"
        found.append(f"/khen-thuong/dot-2022/van-ban/{kind}/?ve={pk}")
    return found


def _hits(text: str) -> set[str]:
    return {hit[0] for hit in FIRST.finditer(text)}


def test_no_word_of_the_first_and_the_own_words_of_the_second(
    walked: tuple[Place, Round], sign_in: Callable[[User], Client]
) -> None:
    """One province, walked once: what is asked of it stands below, each under its own name."""
    there, award_round = walked
    no_paper_or_template(award_round)
    papers_cite_the_plan_as_what_it_is(award_round)
    deadline = Deadline.objects.current().get(campaign=award_round.campaign, plan_kind=Plan.Kind.LAUNCH)
    no_message(there, award_round, deadline)
    a_commune_sees_no_step_to_a_district(there, award_round, sign_in)
    no_page_or_workbook(there, sign_in)
    who_must_file_is_what_the_plan_says(there, award_round, deadline)
    a_plan_that_names_nobody_means_the_communes(deadline)


def no_page_or_workbook(there: Place, sign_in: Callable[[User], Client]) -> None:
    where = [address for address in addresses() if not address.startswith("/huong-dan/")]  # the manual has its examples
    found, asked, own = [], 0, ""
    for name in ("two", "labour", "officer", "quan-tri"):
        client = sign_in(there.people[name])
        for address in where:
            response = client.get(address)
            assert response.status_code < 500, (name, address)
            asked += response.status_code == 200
            text = said(response)
            found += [f"{name} {address}: {hit}" for hit in sorted(_hits(text))]
            own += text if address == "/ke-hoach/" else ""
    assert "Gửi về Sở Tổ chức" in own and "Điều 5.9" in own
    assert asked > 200
    assert not found, "\n".join(found)


def no_paper_or_template(award_round: Round) -> None:
    found, kinds = [], set()
    for code in ("dot-2022", "chuyen-de-2022"):
        room = Room(Round.objects.get(campaign=award_round.campaign, code=code))
        for item in subjects(room):
            if not item.kind.is_by_template or item.why_not:
                continue
            kinds.add(item.kind.code)
            told = content_of(room, item, signed_of(room, item)).to_json()
            found += [f"{item.kind.code}: {hit}" for hit in sorted(_hits(str(told)))]
    for kind in KINDS.values():
        if kind.is_by_template:
            with zipfile.ZipFile(io.BytesIO(default_template(kind.code))) as archive:
                text = re.sub(r"<[^>]+>", "", archive.read("word/document.xml").decode())
            found += [f"mẫu {kind.code}: {hit}" for hit in sorted(_hits(text))]
        found += [f"từ khóa {kind.code}: {hit}" for line in kind.token_lines() for hit in sorted(_hits(" ".join(line)))]
    assert {"huong-dan", "to-trinh", "danh-sach", "quyet-dinh", "bien-ban-hop"} <= kinds
    assert not found, "\n".join(found)


def papers_cite_the_plan_as_what_it_is(award_round: Round) -> None:
    """A Quyết định is cited as one, after the acts that it rests on, in the order of law; clauses as it numbers them."""
    room = Room(award_round)
    paper = next(item for item in subjects(room) if item.kind.code == "quyet-dinh")
    lines = content_of(room, paper, signed_of(room, paper)).values["can_cu"]
    own = [line for line in lines if "không có thật" in line or "Tỉnh Mẫu" in line]
    assert (
        own[0] == "Căn cứ Nghị quyết số 88/2021/QH15 ngày 01 tháng 6 năm 2021 của Quốc hội về chủ trương không có thật;"
    )
    assert own[1].startswith("Căn cứ Kế hoạch số 77/KH-UBND ngày 01 tháng 12 năm 2021 của Ủy ban nhân dân tỉnh Mẫu về ")
    assert own[2].startswith("Căn cứ Quyết định số 01/QĐ-MAU ngày 10/01/2022 của Ủy ban nhân dân Tỉnh Mẫu về ")
    guidance = next(item for item in subjects(room) if item.kind.code == "huong-dan")
    told = content_of(room, guidance, signed_of(room, guidance)).values
    assert (told["dieu_khoan_so_luong"], told["van_ban"]) == ("Điều 4 của Quyết định", "Quyết định")


def no_message(there: Place, award_round: Round, deadline: Deadline) -> None:
    lines = follow_up.read(award_round.campaign, deadline)
    drafts, _ = follow_up.drafts(deadline, follow_up.open_lines(lines))
    texts = [f"{draft.subject}\n{draft.body}" for draft in drafts]
    texts += [f"{row.subject}\n{row.body}" for row in Notice.objects.all()]
    assert drafts and not [hit for text in texts for hit in _hits(text)]
    letter = follow_up.letter(deadline, lines, requested=False, issuer=there.bodies["so"], place="Mẫu")
    assert (
        letter.sections[0]
        .paragraphs[0]
        .startswith("Thực hiện Điều 5.9 Quyết định số 01/QĐ-MAU ngày 10/01/2022 của Ủy ban nhân dân Tỉnh Mẫu về ")
    )
    assert letter.signing == ("GIÁM ĐỐC",)


def who_must_file_is_what_the_plan_says(there: Place, award_round: Round, deadline: Deadline) -> None:
    """Every commune and every cooperative; the standing agency writes no letter to itself."""
    lines = follow_up.read(award_round.campaign, deadline)
    assert {line.unit.code for line in lines if line.unit} == {"9101", "9102", "9103", "9104", "9105"}
    assert {line.organisation.code for line in lines if line.organisation} == {"htx"}
    Organisation.objects.filter(code="so").update(must_file_plan=True)
    lines = follow_up.read(award_round.campaign, deadline)
    asked = follow_up.open_lines(lines, but={there.bodies["so"].pk})
    assert "so" in {line.organisation.code for line in lines if line.organisation}
    assert "so" not in {line.organisation.code for line in asked if line.organisation}


def a_plan_that_names_nobody_means_the_communes(deadline: Deadline) -> None:
    text = PLAN.read_text("utf-8").replace('level = "commune"\n\n[[participant]]', "\n[[participant]]")
    text = text.replace('bodies = ["cooperative"]\n', "", 1)
    store_definition(text, by=User.objects.command_line())
    lines = follow_up.read(Campaign.objects.get(code=CODE), deadline)
    assert {line.unit.code for line in lines if line.unit} == {"9101", "9102", "9103", "9104", "9105"}
    assert {line.organisation.code for line in lines if line.organisation} == {"so"}  # marked in the register


def a_commune_sees_no_step_to_a_district(there: Place, award_round: Round, sign_in: Callable[[User], Client]) -> None:
    item = Nomination.objects.filter(round=award_round, state="draft").first() or Nomination.objects.filter(
        round=award_round
    ).latest("pk")
    page = sign_in(there.officer).get(f"/ho-so/{item.pk}/").content.decode()
    assert "cấp huyện" not in page and "Gửi UBND" not in page
    listing = sign_in(there.two).get("/khen-thuong/dot-2022/").content.decode()
    assert "Cấp huyện đang xét" not in listing
