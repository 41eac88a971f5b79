"""Papers of a dossier part by part, evidence beside criteria, what was sent each time."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from awards import actions
from awards.models import DossierPaper, EvidenceLink, Nomination
from awards.nominations.actions.evidence import keep_paper, link, unlink
from awards.nominations.dossiers import dossiers
from awards.nominations.offers import offers
from awards.nominations.versions import compared, sent
from campaign.registrations.actions import filing
from core.changes import Piece, changes
from core.findings import Outcome, Source
from core.workflow import Refused
from tests import cast
from tests.awards.walking import PDF, accepted, complete, pdf, propose, read, sent_back

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def _draft(province: cast.Province, **more: object) -> Nomination:
    commune = province.unit("22801")
    return actions.nominate(
        province.annual_2022,
        actions.Proposal(
            "commune", "Nhân dân và cán bộ xã Phước Đại", unit=commune, achievements="Thành tích.", **more
        ),
        holder_unit=province.unit("584"),
        by=province.bac_ai,
    )


def test_a_paper_that_came_meanwhile_is_not_replaced_unread(province: cast.Province, sign_in: SignIn) -> None:
    item, client = _draft(province), sign_in(province.bac_ai)
    page = f"/ho-so/{item.pk}/thanh-phan/bien-ban-xet/"
    shown = {"dang-luu": client.get(page).context["current"]}
    first, second = "số 12/BB-UBND ngày 05/01/2022", "số 13/BB-UBND ngày 06/01/2022"
    assert client.post(page, {**shown, "on_paper": first}).status_code == 302
    answer = client.post(page, {**shown, "on_paper": second})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert f"Bản giấy: {first} ({province.bac_ai.full_name}, " in text and f"Bản giấy: {second}" in text
    assert client.post(page, {**shown, "on_paper": first}).status_code == 302  # the same again is no quarrel
    shown = {"dang-luu": client.get(page).context["current"]}
    assert client.post(page, {**shown, "on_paper": second}).status_code == 302  # who has read it replaces it
    kept = DossierPaper.objects.filter(nomination=item, part="bien-ban-xet", replaced_at=None)
    assert list(kept.values_list("on_paper", flat=True)) == [second]


def _plan(province: cast.Province, code: str, kind: str = "poverty_plan", year: int = 2022) -> Source:
    paper = filing.PlanPaper("Kế hoạch giảm nghèo", "7/KH", date(year, 2, 20))
    by = User.objects.command_line()
    unit = province.unit(code)
    made = filing.file_plan(province.campaign, paper, kind=kind, unit=unit, year=year, by=by)
    return Source("plan", str(made.pk), "")


def test_the_regime_says_which_parts_are_missing_and_the_number_of_the_form(province: cast.Province) -> None:
    item = _draft(province)
    dossier = dossiers([read(item.pk)])[item.pk]
    assert dossier.missing == (
        "báo cáo thành tích",
        "biên bản họp xét khen thưởng",
        "tờ trình kèm danh sách của nơi trình",
    )
    notes = {view.part.code: view.form_note for view in dossier.papers if view.form_note}
    assert notes == {"bao-cao-thanh-tich": "Mẫu số 07, phụ lục Nghị định 91/2017/NĐ-CP"}
    assert dossiers([complete(item)])[item.pk].missing == ()


def test_a_newer_paper_takes_the_place_and_the_earlier_stays_within_reach(
    province: cast.Province, sign_in: SignIn
) -> None:
    item = _draft(province)
    first = keep_paper(item.pk, "to-trinh", file=pdf("to-trinh-1.pdf"), by=province.bac_ai)
    client = sign_in(province.bac_ai)
    answer = client.post(f"/ho-so/{item.pk}/thanh-phan/to-trinh/", {"on_paper": "số 12/TTr-UBND", "file": ""})
    assert answer.status_code == 302
    current = DossierPaper.objects.get(nomination=item, replaced_at=None)
    assert (current.on_paper, current.by) == ("số 12/TTr-UBND", province.bac_ai)
    page = client.get(f"/ho-so/{item.pk}/thanh-phan/to-trinh/").content.decode()
    assert "to-trinh-1.pdf" in page
    assert "bản hiện dùng" in page
    assert b"".join(client.get(f"/thanh-phan/{first.pk}/tep/").streaming_content) == PDF
    assert sign_in(province.home).get(f"/thanh-phan/{first.pk}/tep/").status_code == 404  # not sent on yet
    sent_back(item)
    assert sign_in(province.home).get(f"/thanh-phan/{first.pk}/tep/").status_code == 200
    assert sign_in(province.ninh_son).get(f"/thanh-phan/{first.pk}/tep/").status_code == 404


def test_a_part_is_a_file_or_a_note_and_never_nothing(province: cast.Province, sign_in: SignIn) -> None:
    item = _draft(province)
    client = sign_in(province.bac_ai)
    assert client.post(f"/ho-so/{item.pk}/thanh-phan/to-trinh/", {"on_paper": " "}).status_code == 422
    assert client.get(f"/ho-so/{item.pk}/thanh-phan/khong-co/").status_code == 404
    assert client.get(f"/ho-so/{item.pk}/thanh-phan/bao-cao-tom-tat/").status_code == 404
    broken = SimpleUploadedFile("to-trinh.pdf", b"khong phai pdf")
    answer = client.post(f"/ho-so/{item.pk}/thanh-phan/to-trinh/", {"file": broken})
    assert "là văn bản thuần" in answer.content.decode()
    with pytest.raises(Refused, match="không có thành phần đó"):
        keep_paper(item.pk, "bao-cao-tom-tat", on_paper="x", by=province.bac_ai)
    assert not DossierPaper.objects.exists()


def test_who_has_the_dossier_adds_papers(province: cast.Province) -> None:
    item = propose(province, "22801", holder=province.unit("22801"), by=province.phuoc_dai)
    keep_paper(item.pk, "to-trinh", on_paper="xã", by=province.phuoc_dai)
    actions.advance([item.pk], "confirm", by=province.phuoc_dai_leader)
    actions.advance([item.pk], "send_to_district", by=province.phuoc_dai)
    with pytest.raises(Refused, match="Cấp huyện đang xét"):
        keep_paper(item.pk, "to-trinh", on_paper="xã sửa", by=province.phuoc_dai)
    keep_paper(item.pk, "to-trinh", on_paper="huyện", by=province.bac_ai)
    actions.advance([item.pk], "submit", by=province.bac_ai_leader)
    with pytest.raises(Refused, match="Đã trình cơ quan thi đua, khen thưởng"):
        keep_paper(item.pk, "to-trinh", on_paper="huyện sửa", by=province.bac_ai)
    keep_paper(item.pk, "sang-kien", on_paper="nhận tại bộ phận một cửa", by=province.home)
    with pytest.raises(Refused, match="không thêm được"):
        keep_paper(item.pk, "sang-kien", on_paper="x", by=province.labour)


def test_evidence_is_offered_of_the_nominee_and_its_years_only(province: cast.Province) -> None:
    item = read(_draft(province).pk)
    own, other = _plan(province, "22801"), _plan(province, "22804")
    early = _plan(province, "22801", year=2021)
    assert [(row.source.key, row.year) for row in offers(item)] == [(own.key, 2022)]
    for source in (other, early, Source("plan", "999", "Kế hoạch bịa"), Source("award", own.key, "x")):
        with pytest.raises(Refused, match="không phải của tập thể, cá nhân"):
            link(item.pk, "Cc1.b", source, by=province.bac_ai)
    row = link(item.pk, "Cc1.b", own, by=province.bac_ai)
    assert (row.label, row.year) == ("Kế hoạch giảm nghèo, số 7/KH, năm 2022", 2022)
    with pytest.raises(Refused, match="đã được gắn"):
        link(item.pk, "Cc1.b", own, by=province.bac_ai)
    unlink(item.pk, row.pk, by=province.bac_ai)
    assert EvidenceLink.objects.get().removed_at is not None
    link(item.pk, "Cc1.b", own, by=province.bac_ai)


def test_a_yearly_grade_is_asked_for_every_year(province: cast.Province) -> None:
    item = complete(
        actions.nominate(
            province.annual_2022,
            actions.Proposal(
                "official", "Bà Lan", person="Bà Lan", person_title="Công chức", achievements="Thành tích."
            ),
            holder_unit=province.unit("584"),
            by=province.bac_ai,
        )
    )
    grade = Source("paper", "", "Xếp loại 2022")
    with pytest.raises(Refused, match="chọn tệp minh chứng"):
        link(item.pk, "Ce1.c", grade, year=2022, by=province.bac_ai)
    link(item.pk, "Ce1.c", grade, year=2021, file=pdf("xep-loai.pdf"), by=province.bac_ai)
    part = next(view for view in dossiers([read(item.pk)])[item.pk].parts if view.key == "Ce1.c")
    assert (part.paper.outcome, part.paper.reason) == (
        Outcome.UNKNOWN,
        "Còn thiếu xếp loại hoàn thành xuất sắc nhiệm vụ năm 2022.",
    )
    assert [paper.why_not for paper in part.papers] == ["giấy tờ năm 2021, không phải năm xét"]
    link(item.pk, "Ce1.c", grade, year=2022, file=pdf("xep-loai.pdf"), by=province.bac_ai)
    part = next(view for view in dossiers([read(item.pk)])[item.pk].parts if view.key == "Ce1.c")
    assert (part.has_paper, part.outcome) == (True, None)  # the paper is there, nobody has judged it


def test_the_page_of_evidence_links_unlinks_and_leads_to_each_source(province: cast.Province, sign_in: SignIn) -> None:
    item = _draft(province)
    plan = _plan(province, "22801")
    client = sign_in(province.bac_ai)
    page = f"/ho-so/{item.pk}/minh-chung/Cc1.b/"
    assert "Kế hoạch giảm nghèo, số 7/KH" in client.get(page).content.decode()
    client.post(page, {"chon": [f"plan:{plan.key}"]})
    client.post(page, {"giay": "1", "label": "Biên bản nghiệm thu", "year": "2022", "file": pdf("nghiem-thu.pdf")})
    first, second = EvidenceLink.objects.order_by("pk")
    sheet = client.get(f"/ho-so/{item.pk}/").content.decode()
    assert f'<a href="/ke-hoach/{plan.key}/">Kế hoạch giảm nghèo' in sheet
    assert f'<a href="/minh-chung/{second.pk}/tep/">Biên bản nghiệm thu</a>' in sheet
    assert client.get(f"/minh-chung/{second.pk}/tep/").status_code == 200
    assert sign_in(province.ninh_son).get(f"/minh-chung/{second.pk}/tep/").status_code == 404
    assert client.post(f"/ho-so/{item.pk}/minh-chung/{first.pk}/bo/").status_code == 302
    first.refresh_from_db()
    assert first.removed_at is not None
    assert client.get(f"/ho-so/{item.pk}/minh-chung/Cz9/").status_code == 404


def test_a_source_leads_only_whom_it_is_open_to(province: cast.Province, sign_in: SignIn) -> None:
    province.approve(2021, "22801", 960, 360)
    figures = province.approve(2022, "22801", 990, 317)
    province.target(2022, "22801", "2.00")
    item = sent_back(_draft(province))
    assert f'href="/so-lieu/{figures.pk}/"' in sign_in(province.home).get(f"/ho-so/{item.pk}/").content.decode()


def test_words_that_changed() -> None:
    assert changes("Giảm 1,5 điểm năm 2022", "Giảm 1,9 điểm năm 2022") == (
        Piece("same", "Giảm "),
        Piece("out", "1,5"),
        Piece("in", "1,9"),
        Piece("same", " điểm năm 2022"),
    )
    assert changes("", "") == ()
    assert changes("Một", "") == (Piece("out", "Một"),)


def test_what_changed_since_it_was_returned_is_shown_beside_the_reason(
    province: cast.Province, sign_in: SignIn
) -> None:
    item = accepted(province, propose(province, "22801", achievements="Giảm 120 hộ nghèo."))
    assert [row.words for row in sent(item)] == ["lần gửi thứ 1"]
    actions.advance([item.pk], "return", by=province.home, reason="Số hộ chưa khớp.")
    now = read(item.pk)
    actions.edit(item.pk, {"achievements": "Giảm 102 hộ nghèo."}, edition=now.edition, by=province.bac_ai)
    keep_paper(item.pk, "to-trinh", on_paper="số 15/TTr", by=province.bac_ai)
    first, second = sent(read(item.pk))
    assert (first.returned.reason, second.words) == ("Số hộ chưa khớp.", "bản hiện nay")
    lines = compared(first.content, second.content, {"to-trinh": "Tờ trình"})
    assert [row.label for row in lines] == ["Tóm tắt thành tích", "Thành phần hồ sơ"]
    for reader in (province.bac_ai, province.home):
        page = sign_in(reader).get(f"/ho-so/{item.pk}/cac-lan-gui/").content.decode()
        for words in ("Lý do trả lại: Số hộ chưa khớp.", "<del>120</del>", "<ins>102</ins>"):
            assert words in page
    actions.advance([item.pk], "submit", by=province.bac_ai_leader)
    assert [row.number for row in sent(read(item.pk))] == [1, 2]
