"""What others hold of a dossier is read wherever somebody decides: in few words first, and by one reading for a whole list."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from awards.appraisal.actions.matters import note
from awards.council.briefs import brief, briefs, opinion_words
from awards.documents.round_data import Room
from awards.models import AgendaItem, Judgement, Nomination, Opinion, Recognition
from awards.workflow.states import State
from core import clock
from tests import cast
from tests.awards.council.test_council import opened
from tests.awards.walking import at_the_door, read

SignIn = Callable[[User], Client]
CODE, OTHER = "22783", "22786"
WORDS = (
    "không thống nhất.", "Còn nợ đọng", "chưa trả lời, hạn 20/12/2022", "giấy khen", "Đơn tố cáo", "Chưa kết luận.",
    "Giải ngân 30 %", "Lý do vẫn trình:", "Thành tích khác.",
)  # fmt: skip


@pytest.fixture
def disputed(province: cast.Province) -> Nomination:
    """One body disagrees, one has not answered, an earlier award warns, a matter is open, two reviewers differ."""
    found = at_the_door(province, {CODE: (400, 250), OTHER: (400, 270)})
    item = found[CODE]
    bodies = [province.bodies["so-y-te"], province.bodies["so-ldtbxh"]]
    said = {"stance": "disagree", "text": "Còn nợ đọng.", "answered_at": clock.now(), "answered_by": province.health}
    for body, more in zip(bodies, (said, {}), strict=True):
        Opinion.objects.create(
            nomination=item,
            of=body,
            about="Hỏi",
            asked_on=date(2022, 12, 1),
            due_on=date(2022, 12, 20),
            asked_by=province.home,
            **more,
        )
    Recognition.objects.create(
        campaign=province.campaign,
        form="Giấy khen",
        level="Chủ tịch UBND huyện Bác Ái",
        number="7/QĐ-UBND",
        signed_on=date(2022, 11, 1),
        unit=province.unit(CODE),
        name="Xã",
        group="collective",
        merit="Tốt",
        years=[2022],
        place=province.unit("584"),
        recorded_by=province.bac_ai,
    )
    note(
        item.pk,
        "complaint",
        "Đơn tố cáo",
        document="Đơn ngày 01/12/2022",
        opened_on=date(2022, 12, 1),
        by=province.home,
    )
    one = Judgement.objects.filter(nomination=item).first()
    assert one is not None
    Judgement.objects.create(
        nomination=item, part=one.part, outcome="not_met", reason="Giải ngân 30 %", by=province.people["labour"]
    )
    Nomination.objects.filter(pk=item.pk).update(override_reason="Thành tích khác.")
    return read(item.pk)


def test_short_first_then_all_of_it(disputed: Nomination) -> None:
    told = brief(disputed)
    assert [(row.of.name, bool(row.answered_at)) for row in told.opinions] == [
        ("Sở Y tế", True),
        (told.opinions[1].of.name, False),
    ]
    assert len(told.matters) == 1 and told.matters[0].about == "Đơn tố cáo"
    (part,) = [row for row in told.held if row.differs]
    assert {what for _, what, _ in part.words} == {"Đạt", "Không đạt"}
    assert told.override_reason == "Thành tích khác."
    assert any("giấy khen" in text for text in (*told.misses, *told.warnings))
    for words in ("01 ý kiến khác", "01 ý kiến chưa trả lời", " cảnh báo", "01 vụ việc chưa kết luận"):
        assert words in told.headline, told.headline
    assert opinion_words(told.opinions[0]).startswith("Sở Y tế: không thống nhất. Còn nợ đọng")
    assert any("Đơn ngày 01/12/2022" in text for text in told.disputes)


def test_a_dossier_of_which_nobody_says_anything_says_so(province: cast.Province) -> None:
    item = at_the_door(province, {CODE: (400, 250)})[CODE]
    told = brief(read(item.pk))
    assert (told.is_contested, told.headline) == (False, "Không có ý kiến khác, cảnh báo, vụ việc")


def _says_all(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert [words for words in WORDS if words not in page] == [], address


def test_it_is_read_wherever_somebody_decides(province: cast.Province, disputed: Nomination, sign_in: SignIn) -> None:
    home, chairman = sign_in(province.home), sign_in(province.chairman)
    _says_all(home, f"/ho-so/{disputed.pk}/buoc/recommend/")
    _says_all(home, "/khen-thuong/annual-2022/bang-so-luong/")
    rows = Nomination.objects.filter(pk=disputed.pk)
    rows.update(state=State.COUNCIL)
    session = opened(province, ("22801",))
    position = AgendaItem.objects.get(session=session, nomination=disputed).position
    member = sign_in(province.council)
    _says_all(member, f"/phien-hop/{session.pk}/ho-so/{position}/")
    _says_all(member, f"/phien-hop/{session.pk}/trinh-chieu/{position}/")
    rows.update(state=State.FOR_DECISION)
    _says_all(chairman, "/khen-thuong/annual-2022/quyet-dinh/")
    _says_all(chairman, "/khen-thuong/annual-2022/tra-lai-danh-sach/")
    annex = Room(province.annual_2022).disputed[disputed.pk]
    assert "Đơn ngày 01/12/2022" in annex  # what bodies hold stands in a paragraph of its own


def test_a_whole_list_asks_as_much_as_one(province: cast.Province, disputed: Nomination) -> None:
    rows = [read(pk) for pk in Nomination.objects.values_list("pk", flat=True)]
    numbers = []
    for some in ([disputed], rows):
        with CaptureQueriesContext(connection) as asked:
            briefs(some)
        numbers.append(len(asked))
    assert numbers[1] <= numbers[0]


def test_the_chairman_returns_some_or_all_from_the_list(province: cast.Province, sign_in: SignIn) -> None:
    found = at_the_door(province, {"22783": (400, 250), "22786": (400, 260), "22789": (400, 270)})
    Nomination.objects.update(state=State.FOR_DECISION)
    pks = [row.pk for row in found.values()]
    client, url = sign_in(province.chairman), "/khen-thuong/annual-2022/tra-lai-danh-sach/"
    shown = {f"ho-so-{row.pk}": row.edition for row in Nomination.objects.all()}
    assert "Chưa chọn hồ sơ nào" in client.post(url, {**shown, "reason": "Xem lại."}).content.decode()
    assert "Vui lòng ghi lý do" in client.post(url, {**shown, "chon": pks[:1], "reason": " "}).content.decode()
    stale = client.post(url, {**shown, f"ho-so-{pks[0]}": 99, "chon": pks[:1], "reason": "Xem lại."})
    assert (stale.status_code, Nomination.objects.filter(state=State.APPRAISED).count()) == (422, 0)
    assert client.post(url, {**shown, "chon": pks[:2], "reason": "Xem lại."}).status_code == 302
    states = dict(Nomination.objects.values_list("pk", "state"))
    assert [states[pk] for pk in pks] == [State.APPRAISED, State.APPRAISED, State.FOR_DECISION]
    assert client.post(url, {**shown, "chon": pks[2:], "reason": "Trả hết."}).status_code == 302
    assert not Nomination.objects.filter(state=State.FOR_DECISION).exists()
