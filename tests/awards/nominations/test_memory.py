"""Giấy khen, and the award history of a nominee over rounds, units and what it came from."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from awards import actions
from awards.controls.domain.rule_acts import Act
from awards.decisions.actions.recognitions import Entry, annul, recognise
from awards.models import Award, Decision, Nomination, Recognition
from awards.nominations.history import DECLARED, GIVEN, ON_ITS_WAY, REVOKED, history
from awards.nominations.memory import who, whos
from awards.workflow.states import State
from core import clock
from core.workflow import Refused
from tests import cast
from tests.awards.walking import decided, propose, recommended
from tests.papers import PDF
from units.map.domain.lineage import kin
from units.models import OrganisationSuccession, Unit


def entry(province: cast.Province, **more: Any) -> Entry:
    values: dict[str, Any] = {
        "form": "Giấy khen",
        "level": "Chủ tịch UBND huyện Bác Ái",
        "number": "7/QĐ-UBND",
        "signed_on": date(2022, 11, 1),
        "name": "Xã Phước Đại",
        "group": "collective",
        "merit": "Giảm nghèo tốt.",
        "years": (2022,),
        "unit": province.unit("22801"),
    }
    return Entry(**{**values, **more})


def praised(province: cast.Province, **more: Any) -> Recognition:
    return recognise(province.campaign, entry(province, **more), place=province.unit("584"), by=province.bac_ai)


# ---- Giấy khen ----


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"number": " "}, "số quyết định"),
        ({"merit": ""}, "thành tích"),
        ({"group": "khác"}, "tập thể hay cá nhân"),
        ({"signed_on": date(2022, 12, 16)}, "ở sau hôm nay"),
        ({"years": (2023,)}, "ở sau năm ký"),
    ],
)
def test_a_recognition_is_whole(province: cast.Province, values: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        praised(province, **values)
    assert Recognition.objects.count() == 0


def test_it_is_entered_for_one_s_own(province: cast.Province) -> None:
    with pytest.raises(Refused, match="không có quyền"):
        recognise(province.campaign, entry(province), place=province.unit("584"), by=province.ninh_son)
    with pytest.raises(Refused, match="không thuộc"):
        recognise(
            province.campaign,
            entry(province, unit=province.unit("22813")),
            place=province.unit("584"),
            by=province.bac_ai,
        )
    own = entry(province, unit=None, organisation=province.bodies["so-y-te"], name="Sở Y tế")
    seat, body = province.unit("58"), province.bodies["so-y-te"]
    assert recognise(province.campaign, own, place=seat, holder=body, by=province.health).holder == body
    with pytest.raises(Refused, match="không có quyền"):
        recognise(province.campaign, entry(province, number="8"), place=seat, holder=body, by=province.enterprise)


def test_it_is_entered_once_and_has_no_cap(province: cast.Province) -> None:
    praised(province)
    with pytest.raises(Refused, match="đã được ghi"):
        praised(province, name="  xã phước đại ")
    for number in range(1, 13):
        praised(province, number=f"{number}/QĐ", unit=None, name=f"Ông {number}", group="individual")
    assert Recognition.objects.count() == 13


def test_a_person_of_one_list_is_entered_once_however_addressed_and_a_namesake_of_another_age_too(
    province: cast.Province,
) -> None:
    said: dict[str, Any] = {"unit": None, "group": "individual"}
    praised(province, **said, name="Ông Nguyễn Văn A", birth_year=1970)
    with pytest.raises(Refused, match="đã được ghi"):
        praised(province, **said, name="NGUYỄN VĂN A")
    praised(province, **said, name="Nguyễn Văn A", birth_year=1995)
    assert Recognition.objects.count() == 2


def test_it_is_annulled_by_an_act_and_stays(province: cast.Province) -> None:
    row, act = praised(province), Act("9/QĐ-UBND", date(2022, 12, 1), "UBND huyện Bác Ái")
    for values, words in (
        ({"act": None}, "văn bản hủy bỏ, hoặc lý do ghi nhầm"),
        ({"act": None, "mistake": " "}, "văn bản hủy bỏ, hoặc lý do ghi nhầm"),
        ({"act": replace(act, number="9")}, "phải có số, ký hiệu"),
        ({"act": replace(act, issuer="x")}, "cơ quan ban hành"),
        ({"act": replace(act, issued_on=date(2022, 12, 16))}, "ở sau hôm nay"),
        ({"act": replace(act, issued_on=date(2022, 10, 31))}, "trước ngày 01/11/2022, ngày ký quyết định khen"),
        ({"on": date(2022, 10, 31)}, "từ ngày ký"),
        ({"on": date(2022, 12, 16)}, "đến hôm nay"),
    ):
        with pytest.raises(Refused, match=words):
            annul(row.pk, **{"on": date(2022, 12, 1), "act": act, **values}, by=province.bac_ai)
    with pytest.raises(Refused, match="không có quyền"):
        annul(row.pk, on=date(2022, 12, 1), act=act, by=province.ninh_son)
    annul(row.pk, on=date(2022, 12, 1), act=act, by=province.bac_ai)
    assert Recognition.objects.get().annulled_by_act == "9/QĐ-UBND ngày 01/12/2022 của UBND huyện Bác Ái"
    with pytest.raises(Refused, match="đã hủy bỏ"):
        annul(row.pk, on=date(2022, 12, 1), act=act, by=province.bac_ai)
    assert [line.kind for line in history(who(province.unit("22801")), province.home).lines] == [REVOKED]


def test_the_pages(province: cast.Province, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(province.bac_ai)
    said = {
        "form": "Giấy khen",
        "level": "Chủ tịch UBND huyện",
        "number": "7/QĐ-UBND",
        "signed_on": "01/11/2022",
        "nominee": f"u-{province.unit('22801').pk}",
        "name": "Xã Phước Đại",
        "group": "collective",
        "merit": "Tốt.",
        "years": "2021, 2022",
        "scan": SimpleUploadedFile("qd.pdf", PDF, "application/pdf"),
    }
    assert client.post("/giay-khen/ghi/", {**said, "years": "hai"}).status_code == 422
    assert client.post("/giay-khen/ghi/", {**said, "household": "KHONG-CO"}).status_code == 422
    said["scan"] = SimpleUploadedFile("qd.pdf", PDF, "application/pdf")
    assert client.post("/giay-khen/ghi/", said).status_code == 302
    row = Recognition.objects.get()
    assert (row.years, row.unit, row.place, row.scan is not None) == (
        [2021, 2022],
        province.unit("22801"),
        province.unit("584"),
        True,
    )
    assert client.get(f"/giay-khen/{row.pk}/tep/").status_code == 200
    for query, hits in (
        ("", True),
        ("?tim=phuoc+dai", True),
        ("?tim=7/Q", True),
        ("?tim=khong", False),
        ("?nam=2022", True),
        ("?nam=2021", False),
        ("?nhom=individual", False),
    ):
        assert ("Xã Phước Đại</a>" in client.get(f"/giay-khen/{query}").content.decode()) == hits, query
    assert client.get("/giay-khen/?tai=excel")["Content-Disposition"] == 'attachment; filename="giay-khen.xlsx"'
    assert "Xã Phước Đại" not in sign_in(province.ninh_son).get("/giay-khen/").content.decode()
    annulled = {"on": "01/12/2022", "number": "9", "issued_on": "01/12/2022", "issuer": "UBND huyện Bác Ái"}
    wrong = client.post(f"/giay-khen/{row.pk}/", annulled)
    assert wrong.status_code == 422
    assert wrong.context["form"].errors == {"number": ["Văn bản phải có số, ký hiệu, ví dụ 512/QĐ-UBND."]}
    assert 'value="UBND huyện Bác Ái"' in wrong.content.decode()
    wrong = client.post(f"/giay-khen/{row.pk}/", {"on": "01/12/2022"}).context["form"]
    assert set(wrong.errors) == {"number", "issued_on", "issuer"}
    wrong = client.post(f"/giay-khen/{row.pk}/", {"on": "01/12/2022", "is_mistake": "on"}).context["form"]
    assert wrong.errors == {"mistake": ["Vui lòng ghi lý do ghi nhầm."]}
    assert client.post(f"/giay-khen/{row.pk}/", {**annulled, "number": "9/QĐ-UBND"}).status_code == 302
    text = client.get(f"/giay-khen/{row.pk}/").content.decode()
    assert "Đã hủy bỏ ngày 01/12/2022" in text and "9/QĐ-UBND ngày 01/12/2022 của UBND huyện Bác Ái" in text


# ---- kin ----


def test_kin_goes_back_and_forth_but_never_across() -> None:
    arrows = [(1, 3), (2, 3), (3, 5), (4, 5)]
    found = kin(arrows, [1, 3, 5])
    assert (found[1].before, found[1].after) == (frozenset(), {3, 5})
    assert (found[3].before, found[3].after) == ({1, 2}, {5})
    assert (found[5].before, found[5].after) == ({1, 2, 3, 4}, frozenset())


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=20))
def test_before_and_after_mirror_each_other(arrows: list[tuple[int, int]]) -> None:
    found = kin(arrows, range(9))
    assert {(a, b) for a in found for b in found[a].after} == {(a, b) for b in found for a in found[b].before}
    assert all(one not in found[one].all for one in found)


# ---- history ----


def _awarded(province: cast.Province, unit: Unit, on: date, name: str, round_code: str = "annual-2022") -> Award:
    """An award as of a decision of that day; its dossier is walked nowhere."""
    award_round = province.campaign.rounds.get(code=round_code)
    item = Nomination.objects.create(
        round=award_round,
        category="commune",
        group="collective",
        state=State.AWARDED,
        unit=unit,
        printed_name=name,
        holder_unit=province.unit("582", date(2022, 12, 31)),
        author=province.bac_ai,
    )
    decision = Decision.objects.create(
        round=award_round,
        number=f"{item.pk}/QĐ-UBND",
        signed_on=on,
        signer="Chủ tịch",
        recorded_by=province.chairman,
        released_at=clock.now(),
    )
    return Award.objects.create(
        decision=decision,
        nomination=item,
        form="bang_khen_province",
        printed_name=name,
        public_name=name,
        group="collective",
        category="commune",
    )


def _lives(province: cast.Province) -> tuple[Unit, Unit, Unit]:
    """Phường Phủ Hà until 2024, the one born of it and Thanh Sơn on 01/11/2024, and what took that in on 01/07/2025."""
    old, middle = province.unit("22747"), province.unit("22750", date(2024, 12, 31))
    after = middle.successions.get().to_unit
    assert (middle.valid_from, after.valid_from) == (date(2024, 11, 1), date(2025, 7, 1))
    return old, middle, after


def test_names_stay_as_printed_over_both_reforms(province: cast.Province) -> None:
    old, middle, after = _lives(province)
    _awarded(province, old, date(2022, 12, 1), "Nhân dân và cán bộ phường Phủ Hà")
    _awarded(province, middle, date(2022, 12, 2), "Nhân dân và cán bộ phường Phủ Hà (mới)", "annual-2023")
    lines = history(who(after), province.home, of_unit=after).lines
    assert [(line.kind, line.name, line.note) for line in lines] == [
        (GIVEN, "Nhân dân và cán bộ phường Phủ Hà (mới)", "đơn vị trước sắp xếp: Phường Phủ Hà, kết thúc 01/07/2025"),
        (GIVEN, "Nhân dân và cán bộ phường Phủ Hà", "đơn vị trước sắp xếp: Phường Phủ Hà, kết thúc 01/11/2024"),
    ]
    seen = history(who(old), province.home, of_unit=old).lines
    assert [line.note for line in seen] == ["đơn vị kế thừa: Phường Phủ Hà, từ 01/11/2024", ""]
    sister = province.unit("22750")  # Thanh Sơn, the other predecessor, was never awarded itself
    assert [line.name for line in history(who(sister), province.home).lines] == [
        "Nhân dân và cán bộ phường Phủ Hà (mới)"
    ]


def test_an_organisation_carries_what_it_took_over(province: cast.Province) -> None:
    old, new = province.bodies["so-ldtbxh"], province.bodies["so-y-te"]
    OrganisationSuccession.objects.create(
        from_organisation=old, to_organisation=new, on=date(2025, 3, 1), function="Trợ giúp", act="NQ 1"
    )
    recognise(
        province.campaign,
        entry(province, unit=None, organisation=old, name=old.name),
        place=province.unit("58"),
        holder=old,
        by=User.objects.command_line(),
    )
    assert [line.name for line in history(who(new), province.home).lines] == [old.name]


def test_given_revoked_declared_and_on_its_way(province: cast.Province) -> None:
    nomination = recommended(province, "22801")
    decision = decided(province, [nomination])
    Nomination.objects.filter(pk=nomination.pk).update(earlier_awards="Bằng khen năm 2019 (số 3/QĐ)")
    subject = who(province.unit("22801"))
    assert [line.kind for line in history(subject, province.bac_ai).lines] == [ON_ITS_WAY, DECLARED]
    assert [line.kind for line in history(subject, province.home).lines] == [GIVEN, DECLARED]
    assert history(subject, province.ninh_son).lines == ()  # not released: the award agency alone knows
    actions.release([decision], unsigned_reason="Bản ký gửi sau.", by=province.home_leader)
    assert [line.kind for line in history(subject, province.ninh_son).lines] == [GIVEN]
    actions.revoke(
        decision,
        [decision.awards.get().pk],
        number="9/QĐ",
        signed_on=date(2022, 12, 15),
        signer="Lê Văn An",
        reason="Gian dối.",
        by=province.chairman,
    )
    line = next(row for row in history(subject, province.home).lines if row.kind == REVOKED)
    assert line.note == "hủy bỏ theo Quyết định 9/QĐ ngày 15/12/2022"
    other = propose(province, "22798")
    assert [row.kind for row in history(who(province.unit("22798")), province.bac_ai).lines] == [ON_ITS_WAY]
    assert history(who(province.unit("22798")), province.bac_ai, but=other.pk).lines == ()


def test_a_person_s_history_holds_the_award_of_the_dossier_that_asks(
    province: cast.Province, sign_in: Callable[[User], Client]
) -> None:
    """An old dossier says neither year of birth nor staff code: its own award is no namesake's."""
    own, other = (
        Nomination.objects.create(
            round=province.annual_2022,
            category="official",
            group="individual",
            state=State.AWARDED,
            author=province.bac_ai,
            person="Katơr Thị Ba",
            person_title=post,
            printed_name="Bà Katơr Thị Ba",
            achievements="Tốt",
            holder_unit=province.unit("584"),
            form="bang_khen_province",
        )
        for post in ("Công chức xã Phước Đại", "Công chức xã Phước Chính")
    )
    for number, item in (("512/QĐ-UBND", own), ("700/QĐ-UBND", other)):
        decision = Decision.objects.create(
            round=item.round,
            number=number,
            signed_on=date(2022, 12, 15),
            signer="Trần Quốc Nam",
            released_at=clock.now(),
            unsigned_reason="Bản ký gửi sau.",
            recorded_by=province.chairman,
        )
        Award.objects.create(
            decision=decision,
            nomination=item,
            form=item.form,
            printed_name=item.printed_name,
            public_name=item.printed_name,
            group=item.group,
            category=item.category,
        )
    found = history(whos([own])[own.pk], province.home)
    assert [line.paper for line in found.lines] == ["Quyết định 512/QĐ-UBND ngày 15/12/2022"]
    assert [line.paper for line in found.namesakes] == ["Quyết định 700/QĐ-UBND ngày 15/12/2022"]
    page = sign_in(province.home).get(f"/ho-so/{own.pk}/lich-su/").content.decode()
    assert "Chưa có khen thưởng nào" not in page
    assert page.index("512/QĐ-UBND") < page.index("Trùng họ tên") < page.index("700/QĐ-UBND")


def test_the_history_asks_the_same_for_one_and_many(province: cast.Province, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(province.bac_ai)
    address = f"/lich-su-khen-thuong/don-vi/{province.unit('22801').slug}/"
    client.get(address)
    counts = []
    for number in range(1, 4, 2):
        for part in range(number):
            praised(province, number=f"{number}-{part}/QĐ")
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address).content.decode()
        counts.append(len(queries))
        assert "Giấy khen của Chủ tịch UBND huyện Bác Ái" in page
    assert counts[0] == counts[1]


def test_a_dossier_shows_what_came_before_it(province: cast.Province, sign_in: Callable[[User], Client]) -> None:
    praised(province)
    nomination = propose(province, "22801")
    page = sign_in(province.bac_ai).get(f"/ho-so/{nomination.pk}/").content.decode()
    assert "Giấy khen của Chủ tịch UBND huyện Bác Ái" in page
