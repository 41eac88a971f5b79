"""A plan written in the browser, as the officer of the award agency does it: nothing of it is in force until it is published."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import lxml.html
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import audit
from accounts.models import AuditEvent, User
from awards.models import Round, RuleChange
from awards.rounds.actions.plans import publish
from campaign.definition import digest, parse
from campaign.editor import tree
from campaign.editor.fields import has_rule
from campaign.editor.typed import choices_of, fields_for
from campaign.models import Campaign, DefinitionVersion, PlanDraft
from campaign.plan.actions import drafts as actions
from campaign.plan.actions.draft_sweeping import drop_old_drafts, tell_of_old_drafts
from campaign.plan.forms import EntryForm, held
from core import clock
from core.clock import VIETNAM
from core.numbers import format_date
from core.workflow import Refused, Stale
from office.models import Notice
from tests import cast
from tests.awards import bent
from tests.campaign.editor.test_plan_tree import paths
from tests.papers import PDF
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import Kind
from units.models import Membership

SignIn = Callable[[User], Client]
TEXT = cast.DEFINITION.read_text(encoding="utf-8")
CB2 = "muc/doi-tuong/2/tieu-chi/2/"  # the poor district of class b: its rate falls by four points a year


def _words(answer: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def _held(client: Client, page: str, **typed: Any) -> dict[str, Any]:
    """The form of an entry as it was opened, with what is typed over it; nothing for a box that is not ticked."""
    form = next(
        one
        for one in lxml.html.fromstring(client.get(page).content).forms
        if "edition" in one.fields and "plan-form" in one.get("class", "")
    )
    said: dict[str, Any] = {}
    for name, value in form.form_values():
        said.setdefault(name, []).append(value)
    said |= {name: value if isinstance(value, list) else [value] for name, value in typed.items()}
    return {name: value for name, value in said.items() if value != [None]}


def _consent(page: Any) -> dict[str, Any]:
    """What the page of publishing sends."""
    return dict(
        next(one for one in lxml.html.fromstring(page.content).forms if "consent" in one.get("class", "")).form_values()
    )


@pytest.fixture
def officer(province: cast.Province, sign_in: SignIn) -> Client:
    return sign_in(province.home)


def _begun(client: Client, **said: Any) -> str:
    """A draft from the version in force, or as it is said; its address."""
    version = DefinitionVersion.objects.current().get(campaign__code=cast.CODE)
    answer = client.post("/the-le/soan/", {"start": version.pk, **said})
    assert answer.status_code == 302, _words(answer)
    return str(answer["Location"])


def test_from_the_version_in_force_to_the_next_one(officer: Client, province: cast.Province) -> None:
    province.approve(2021, "584", 1000, 100)
    province.approve(2022, "584", 1000, 65)  # 10,00 to 6,50: three and a half points
    assert "Soạn kế hoạch" in _words(officer.get("/the-le/"))
    draft = _begun(officer)
    page = draft + CB2
    assert 'value="4,00"' in officer.get(page).content.decode()
    assert "Không đạt 1" in _words(officer.get(page + "thu/", headers={"HX-Request": "true"}))

    # a slip is told at its field, in words; what was typed stays
    answer = officer.post(page, _held(officer, page, at_least="bốn"), follow=True)
    assert "Mục này còn 1 chỗ cần sửa" in _words(answer) and "«bốn» không phải là số." in _words(answer)
    assert 'value="bốn"' in answer.content.decode() and "is-invalid" in answer.content.decode()
    overview = officer.get(draft)
    assert "Nhóm đối tượng b, tiêu chí Cb2: Ít nhất" in _words(overview)
    assert f'href="{page}#id_at_least"' in overview.content.decode()
    assert "còn 1 chỗ cần sửa" in _words(officer.get(f"{draft}ban-hanh/"))
    assert "Sửa các chỗ ghi sai" in _words(officer.get(page + "thu/"))

    # mended, it says what it would come to on the newest figures
    answer = officer.post(page, _held(officer, page, at_least="3,5"), follow=True)
    assert "Kế hoạch không còn chỗ nào cần sửa." in _words(answer)
    assert "giảm ít nhất 3,50 điểm %" in _words(answer)
    assert "Đạt 1" in _words(officer.get(page + "thu/", headers={"HX-Request": "true"}))
    assert "Huyện Bác Ái" in _words(officer.get(page + "thu/"))
    assert Campaign.objects.get().active_version.number == 1  # nothing is in force yet

    # what differs and what follows is shown, agreed to, and stored like a file
    shown = officer.get(f"{draft}ban-hanh/")
    assert "Nhóm đối tượng b, tiêu chí Cb2 Ít nhất (điểm %) 4,00 3,50" in _words(shown)
    assert "Phong trào phiên bản mới, thay phiên bản 1" in _words(shown)
    # the rounds of the year have no dossier yet: another reading of theirs wants an act and a second person
    assert "Gửi người thứ hai xác nhận" in _words(shown) and "Ban hành vào cổng" not in _words(shown)
    act = {
        "number": "9/UBND-NC",
        "issued_on": "15/12/2022",
        "issuer": "Ủy ban nhân dân tỉnh",
        "reason": "Theo văn bản.",
    }
    file = SimpleUploadedFile("9.pdf", PDF, "application/pdf")
    answer = officer.post(f"{draft}ban-hanh/", _consent(shown) | act | {"file": file}, follow=True)
    assert "Chờ người thứ hai" in _words(answer)
    assert Campaign.objects.get().active_version.number == 1
    bent.confirmed(RuleChange.objects.get())
    assert "giảm ít nhất 3,50 điểm %" in _words(officer.get("/the-le/"))
    campaign = Campaign.objects.get()
    (found,) = (item for item in campaign.definition.find_category("district").criteria if item.id == "Cb2")
    assert found.params["at_least"] == Decimal("3.50")
    assert not PlanDraft.objects.exists()
    assert AuditEvent.objects.filter(verb="publish_plan_draft").count() == 1

    # the versions side by side
    versions = _words(officer.get("/the-le/phien-ban/"))
    assert "Từ phiên bản 1 đến phiên bản 2 1 chỗ khác" in versions and "4,00 3,50" in versions


def test_the_draft_as_a_file_is_what_an_upload_takes(officer: Client) -> None:
    draft = _begun(officer)
    taken = officer.get(f"{draft}tep/?tai=1")
    assert taken["Content-Disposition"] == f'attachment; filename="{cast.CODE}.toml"'
    assert digest(parse(taken.content.decode())) == digest(parse(TEXT))
    assert "[[category.criterion]]" in officer.get(f"{draft}tep/").content.decode()
    officer.post(f"{draft}bo/", {"edition": "1"})
    assert not PlanDraft.objects.exists()
    again = _begun(officer, start="tep", file=SimpleUploadedFile("ke-hoach.toml", taken.content))
    assert officer.get(f"{again}tep/?tai=1").content == taken.content


def test_a_file_with_faults_is_taken_and_each_is_shown_at_its_field(officer: Client) -> None:
    text = TEXT.replace('kind = "annual"', 'kind = "hang-nam"', 1).replace("hard = false", "hard = false\nla = 1", 1)
    draft = _begun(officer, start="tep", file=SimpleUploadedFile("ke-hoach.toml", text.encode()))
    words = _words(officer.get(draft))
    assert "Đợt hằng năm 2022: Loại đợt Phải là một trong: hằng năm, sơ kết, tổng kết, trình cấp Nhà nước." in words
    assert "Hạn D1: la Mục lạ, cổng không dùng; bỏ đi ở cuối trang." in words
    officer.post(f"{draft}muc/han/1/", _held(officer, f"{draft}muc/han/1/", **{"bo-khoa": "la"}))
    officer.post(f"{draft}muc/dot/1/", _held(officer, f"{draft}muc/dot/1/", kind="annual"))
    assert "Không còn chỗ nào cần sửa" in _words(officer.get(draft))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe", "Tệp phải là chữ ở bảng mã UTF-8"),
        (b"a = [", "tệp không đúng cú pháp TOML"),
        (b'[campaign]\ncode = "a"\ncode = "b"\n', "khóa «code» đã ghi ở dòng 2"),
        (b"# " + b"x" * 1_100_000, "Tệp lớn hơn 1 MB"),
        (b"", "Tệp rỗng"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_and_nothing_begins(officer: Client, content: bytes, words: str) -> None:
    answer = officer.post("/the-le/soan/", {"start": "tep", "file": SimpleUploadedFile("a.toml", content)})
    assert answer.status_code == 422 and words in _words(answer)
    assert not PlanDraft.objects.exists()


def test_a_new_plan_begins_with_the_least_and_becomes_a_campaign(officer: Client) -> None:
    assert officer.post("/the-le/soan/", {"start": "moi", "first_year": "2026"}).status_code == 422
    draft = _begun(officer, start="moi", first_year="2023", last_year="2024")
    assert "Không còn chỗ nào cần sửa" in _words(officer.get(draft))
    assert officer.post(f"{draft}ban-hanh/", _consent(officer.get(f"{draft}ban-hanh/"))).status_code == 302
    made = Campaign.objects.get(first_year=2023)
    assert (made.code, made.province.code) == ("phong-trao-58-2023-2024", "58")
    assert list(Round.objects.filter(campaign=made).values_list("code", flat=True)) == ["dot-2023"]


def test_new_plans_stand_side_by_side_each_under_its_name(officer: Client, province: cast.Province) -> None:
    first = _begun(officer, start="moi", first_year="2023", last_year="2024")
    second = _begun(officer, start="moi", first_year="2024", last_year="2024")
    words = _words(officer.get("/the-le/soan/"))
    assert "2023 - 2024" in words and "2024 - 2024" in words and first != second
    again = officer.post("/the-le/soan/", {"start": "moi", "first_year": "2023", "last_year": "2024"})
    assert again.status_code == 422 and "Bạn đang soạn một kế hoạch mới mang tên" in _words(again)
    assert PlanDraft.objects.filter(owner=province.home, plan="").count() == 2


def test_a_plan_of_a_province_that_will_have_ended_says_so_before_it_is_published(officer: Client) -> None:
    draft = _begun(officer, start="moi", first_year="2026", last_year="2030")
    words = _words(officer.get(f"{draft}ban-hanh/"))
    assert "kết thúc từ ngày 01/07/2025, trước năm 2026, nhập vào" in words and "Ban hành vào cổng" not in words
    assert officer.post(f"{draft}ban-hanh/", {"edition": "1"}).status_code == 422
    assert Campaign.objects.count() == 1


def test_lists_grow_move_and_shrink_and_the_last_change_is_taken_back(officer: Client) -> None:
    draft = _begun(officer)
    section = f"{draft}phan/dot/"
    answer = officer.post(section, {"edition": "1", "them": "round"})
    assert answer["Location"] == f"{draft}muc/dot/9/"
    assert "Chưa ghi, mục này bắt buộc." in _words(officer.get(answer["Location"]))
    officer.post(section, {"edition": "2", "len": "round.9"})
    names = [item.get("code") for item in (tree.read(PlanDraft.objects.get().content)[0] or {})["round"]]
    assert names[-2:] == ["dot-1", "state-final-2025"]
    answer = officer.post(section, {"edition": "3", "bo": "round.8"}, follow=True)
    assert "Đã bỏ Đợt 8" in _words(answer)
    assert digest(parse(PlanDraft.objects.get().content)) == digest(parse(TEXT))
    officer.post(f"{draft}hoan-tac/", {"edition": "4"})
    assert "dot-1" in PlanDraft.objects.get().content
    officer.post(f"{draft}hoan-tac/", {"edition": "5"})
    assert "dot-1" not in PlanDraft.objects.get().content
    assert officer.post(section, {"edition": "6", "bo": "round.99"}).status_code == 404
    assert officer.post(section, {"edition": "6", "them": "cap"}).status_code == 404


def test_a_second_tab_does_not_write_over_the_first(officer: Client) -> None:
    draft = _begun(officer)
    page = f"{draft}muc/hinh-thuc/1/"
    second = _held(officer, page, name="Giấy khen của Thủ trưởng")
    officer.post(page, _held(officer, page, name="Giấy khen của Giám đốc"))
    answer = officer.post(page, second)
    assert answer.status_code == 409
    assert "Giấy khen của Giám đốc" in _words(answer) and "Giấy khen của Thủ trưởng" in _words(answer)
    assert "Giám đốc" in PlanDraft.objects.get().content
    form = next(one for one in lxml.html.fromstring(answer.content).forms if "name" in one.fields)
    officer.post(page, dict(form.form_values()))
    assert "Thủ trưởng" in PlanDraft.objects.get().content.split("giay_khen")[1]


def test_what_changed_between_page_and_consent_is_shown_instead_of_stored(officer: Client) -> None:
    draft = _begun(officer)
    form = _consent(officer.get(f"{draft}ban-hanh/"))
    page = f"{draft}muc/hinh-thuc/1/"
    officer.post(page, _held(officer, page, name="Giấy khen khác"))
    answer = officer.post(f"{draft}ban-hanh/", form)
    assert answer.status_code == 409 and "lần sửa 2" in _words(answer)
    assert Campaign.objects.get().active_version.number == 1


def test_another_rule_shows_what_it_asks_before_anything_is_stored(officer: Client) -> None:
    draft = _begun(officer)
    part = officer.get(f"{draft}{CB2}?rule=titles_in_a_row&at_least=4,00")
    assert (
        "Danh hiệu, hình thức" in _words(part)
        and "Số năm liền" in _words(part)
        and "<html" not in part.content.decode()
    )
    assert PlanDraft.objects.get().edition == 1
    page = draft + CB2
    said = _held(officer, page) | {"rule": ["target_met"], "exceed": ["on"]}
    officer.post(page, said)
    stored = tree.at(tree.read(PlanDraft.objects.get().content)[0] or {}, tree.path_of("doi-tuong/2/tieu-chi/2"))
    assert (stored["rule"], stored["exceed"], stored.get("at_least")) == ("target_met", True, None)


def test_a_goal_is_tried_on_the_figures_of_the_province(officer: Client, province: cast.Province) -> None:
    draft = _begun(officer)
    page = f"{draft}muc/chi-tieu/1/thu/"
    assert "Chưa có số liệu chính thức nào được phê duyệt" in _words(officer.get(page))
    province.approve(2021, "58", 100_000, 9_000)
    province.approve(2022, "58", 100_000, 7_000)
    assert "Vượt" in _words(officer.get(page)) or "Đạt" in _words(officer.get(page))


@pytest.mark.one_engine
def test_a_trial_asks_the_same_number_of_questions_for_one_unit_and_for_many(
    officer: Client, province: cast.Province
) -> None:
    draft = _begun(officer)
    page = f"{draft}muc/doi-tuong/3/tieu-chi/3/thu/"
    communes = ["22795", "22798", "22801", "22804", "22819"]
    asked = []
    for at in (1, 4):
        for code in communes[:at]:
            for year, poor in ((2021, 100), (2022, 65)):
                province.approve(year, code, 1000, poor)
        communes = communes[at:]
        officer.get(page)  # what waits for somebody is counted once a minute
        with CaptureQueriesContext(connection) as found:
            assert officer.get(page).status_code == 200
        asked.append(len(found))
    assert asked[0] == asked[1]


def test_every_field_of_an_entry_stands_somewhere_on_its_page() -> None:
    """What a page leaves out would be sent as empty, and wiped out."""
    root, _ = tree.read(TEXT)
    assert root is not None
    for path in paths(root):
        kind, there = tree.kind_of(path), tree.at(root, path)
        asked = fields_for(kind, there)
        choices = {item.key: choices_of(item, root, there.get(item.key), {}) for item in asked}
        form = EntryForm(asked, choices, held(asked, there, 1), strays=["la"])
        shown = [*form.of_text]
        shown += [*form.of_rule, *form.beside, *form.rarely] if has_rule(kind) else form.unfilled
        shown += [] if has_rule(kind) else [field for _, own, _ in form.folded for field in own]
        assert sorted(field.name for field in shown) == sorted(set(form.fields) - {"edition", "opened"}), path


# ---- whose ----


def test_who_writes_plans_of_the_province_sees_whose_draft_it_is_and_changes_it(
    officer: Client, province: cast.Province, sign_in: SignIn
) -> None:
    draft = _begun(officer)
    for who in ("home_leader", "administrator"):
        other = sign_in(province.people[who])
        words = _words(other.get("/the-le/soan/"))
        assert "Người khác đang soạn" in words and f"của {province.home.full_name}, từ phiên bản 1, sửa lúc" in words
        assert "Đang soạn" not in words.replace("Người khác đang soạn", "")
        assert f"bởi {province.home.full_name}" in _words(other.get(draft))
    page = f"{draft}muc/hinh-thuc/1/"
    assert other.post(page, _held(other, page, name="Giấy khen của Giám đốc")).status_code == 302
    assert f"bởi {province.administrator.full_name}" in _words(officer.get("/the-le/soan/"))
    assert PlanDraft.objects.get().owner == province.home


def test_the_second_of_two_people_reads_what_the_first_one_wrote(
    officer: Client, province: cast.Province, sign_in: SignIn
) -> None:
    draft = _begun(officer)
    page = f"{draft}muc/hinh-thuc/1/"
    other = sign_in(province.home_leader)
    second = _held(other, page, name="Giấy khen của Thủ trưởng")
    officer.post(page, _held(officer, page, name="Giấy khen của Giám đốc"))
    answer = other.post(page, second)
    assert answer.status_code == 409
    words = _words(answer)
    assert f"{province.home.full_name} đã sửa bản soạn lúc" in words
    assert "Giấy khen của Giám đốc" in words and "Giấy khen của Thủ trưởng" in words
    form = next(one for one in lxml.html.fromstring(answer.content).forms if "name" in one.fields)
    assert other.post(page, dict(form.form_values())).status_code == 302
    assert "Thủ trưởng" in PlanDraft.objects.get().content
    # a button of a list, the last change taken back: told by whom, nothing done
    before = PlanDraft.objects.get().content
    for address, said in ((f"{draft}phan/dot/", {"them": "round"}), (f"{draft}hoan-tac/", {})):
        told = _words(officer.post(address, {"edition": "1", **said}, follow=True))
        assert f"{province.home_leader.full_name} vừa sửa bản soạn này lúc" in told
    assert PlanDraft.objects.get().content == before


def test_what_others_change_elsewhere_does_not_hold_a_form(
    officer: Client, province: cast.Province, sign_in: SignIn
) -> None:
    draft = _begun(officer)
    page, general = f"{draft}muc/hinh-thuc/1/", f"{draft}phan/chung/"
    other = sign_in(province.home_leader)
    form, whole = _held(other, page, name="Giấy khen của Giám đốc"), _held(other, general, short_name="Vì người nghèo")
    officer.post(f"{draft}{CB2}", _held(officer, f"{draft}{CB2}", at_least="3,5"))
    assert other.post(page, form).status_code == other.post(general, whole).status_code == 302
    content = PlanDraft.objects.get().content
    assert "Giám đốc" in content and "3.5" in content and "Vì người nghèo" in content


def test_an_entry_that_is_gone_leaves_what_was_typed(officer: Client, province: cast.Province, sign_in: SignIn) -> None:
    draft = _begun(officer)
    page = f"{draft}muc/dot/8/"
    form = _held(officer, page, name="Đợt tôi đang ghi")
    sign_in(province.home_leader).post(f"{draft}phan/dot/", {"edition": "1", "bo": "round.8"})
    answer = officer.post(page, form)
    assert answer.status_code == 409
    words = _words(answer)
    assert f"{province.home_leader.full_name} đã sửa bản soạn" in words and "không còn trong bản soạn" in words
    assert "Đợt tôi đang ghi" in words
    assert officer.post(f"{draft}muc/dot/8/", {}).status_code == officer.get(page).status_code == 404


def test_a_draft_is_taken_over_and_its_owner_is_told(officer: Client, province: cast.Province, sign_in: SignIn) -> None:
    draft = _begun(officer)
    other = sign_in(province.home_leader)
    assert "Nhận bản soạn trước" in _words(other.post(f"{draft}bo/", {"edition": "1"}))
    assert "Ban hành vào cổng" not in _words(other.get(f"{draft}ban-hanh/"))
    with pytest.raises(Refused, match="Nhận bản soạn trước"):
        publish(PlanDraft.objects.get().pk, 1, by=province.home_leader)
    assert other.post(f"{draft}nhan/", {"edition": "1"}).status_code == 302
    row = PlanDraft.objects.get()
    assert (row.owner, row.changed_by, row.edition) == (province.home_leader, province.home_leader, 2)
    notice = Notice.objects.get()
    assert (notice.to, notice.url, notice.written_by) == (province.home, draft, province.home_leader)
    assert f"{province.home_leader.full_name} nhận bản soạn" in notice.body and notice.sent_at is not None
    assert AuditEvent.objects.filter(verb="take_plan_draft").count() == 1
    # who pressed at the same time took it from nobody
    assert "vừa sửa bản soạn này" in _words(officer.post(f"{draft}nhan/", {"edition": "1"}, follow=True))
    assert "Bỏ bản soạn" not in _words(officer.get(draft))
    assert officer.get(f"{draft}tep/?tai=1").status_code == 200
    assert other.post(f"{draft}ban-hanh/", _consent(other.get(f"{draft}ban-hanh/"))).status_code == 302
    assert not PlanDraft.objects.exists()


def test_nobody_takes_a_second_draft_of_a_plan(officer: Client, province: cast.Province, sign_in: SignIn) -> None:
    draft = _begun(officer)
    other = sign_in(province.home_leader)
    _begun(other)
    answer = other.post(f"{draft}nhan/", {"edition": "1"}, follow=True)
    assert "Bạn đang có bản soạn riêng của kế hoạch này" in _words(answer)
    assert not Notice.objects.exists()
    assert officer.post(f"{draft}nhan/", {"edition": "1"}, follow=True).status_code == 200
    assert PlanDraft.objects.filter(owner=province.home).count() == 1


def test_a_draft_of_another_province_is_not_there(officer: Client, province: cast.Province, sign_in: SignIn) -> None:
    """An administrator below, and the award agency of another place."""
    draft = _begun(officer)
    with audit.change(User.objects.command_line()) as trail:
        other = found_unit("91", "Tỉnh Khác", Kind.PROVINCE, parent=None, trail=trail)
        derive_ancestry([other])
    Membership.objects.filter(user=province.home_leader).update(unit=other)
    Membership.objects.filter(user=province.administrator).update(unit=province.unit("584"))
    assert sign_in(province.home_leader).get(draft).status_code == 404
    assert sign_in(province.home_leader).post(f"{draft}nhan/", {"edition": "1"}).status_code == 404
    assert sign_in(province.administrator).get(draft).status_code == 403


# ---- left lying ----


def _nights(first: datetime, days: Iterable[int]) -> list[tuple[int, int]]:
    """What the nights so many days after a moment dropped and told of."""
    found = []
    for number in days:
        with clock.at(first + timedelta(days=number)):
            found.append((drop_old_drafts(), tell_of_old_drafts()))
    return found


def test_a_draft_that_nobody_changes_is_told_of_then_goes(province: cast.Province) -> None:
    first = clock.now()
    with clock.at(first):
        draft = actions.begin_from(DefinitionVersion.objects.get(), by=province.home)
    assert _nights(first, (0, 165, 166, 167, 179)) == [(0, 0), (0, 0), (0, 1), (0, 0), (0, 0)]
    notice = Notice.objects.get()
    goes = (first + timedelta(days=180)).astimezone(VIETNAM).date()
    assert notice.to == province.home and f"sau ngày {format_date(goes)}" in notice.body
    draft.refresh_from_db()
    assert draft.goes_on == goes
    assert _nights(first, (180, 181)) == [(1, 0), (0, 0)]
    assert not PlanDraft.objects.exists()
    assert AuditEvent.objects.filter(verb="sweep_plan_draft").count() == 1


def test_a_draft_is_told_of_a_fortnight_ahead_however_late_the_first_night_comes(province: cast.Province) -> None:
    first = clock.now()
    with clock.at(first):
        actions.begin_from(DefinitionVersion.objects.get(), by=province.home)
    assert _nights(first, (300, 313, 314)) == [(0, 1), (0, 0), (1, 0)]


def test_a_draft_that_is_saved_again_or_taken_over_stays(province: cast.Province) -> None:
    first = clock.now()
    with clock.at(first):
        draft = actions.begin_from(DefinitionVersion.objects.get(), by=province.home)
    assert _nights(first, (170,)) == [(0, 1)]
    with clock.at(first + timedelta(days=171)):
        actions.change(draft.pk, 1, lambda root: root, what="như cũ", by=province.home)
    assert _nights(first, (185, 336, 337)) == [(0, 0), (0, 0), (0, 1)]
    with clock.at(first + timedelta(days=340)):
        actions.take_over(draft.pk, 1, url="/the-le/soan/", by=province.home_leader)
    assert _nights(first, (360, 505, 506)) == [(0, 0), (0, 0), (0, 1)]
    assert Notice.objects.filter(to=province.home_leader).count() == 1


def test_what_was_published_is_never_swept(officer: Client, province: cast.Province) -> None:
    draft = _begun(officer)
    first = clock.now()
    officer.post(f"{draft}ban-hanh/", _consent(officer.get(f"{draft}ban-hanh/")))
    before = list(DefinitionVersion.objects.values())
    assert _nights(first, (166, 180, 400)) == [(0, 0)] * 3
    assert list(DefinitionVersion.objects.values()) == before


@pytest.mark.parametrize("who", ["labour", "bac_ai", "chairman", "health", "auditor"])
def test_who_writes_no_plans_is_refused(province: cast.Province, sign_in: SignIn, who: str) -> None:
    client = sign_in(province.people[who])
    assert client.get("/the-le/soan/").status_code == 403
    assert "Soạn kế hoạch" not in _words(client.get("/the-le/"))
    assert client.get("/the-le/phien-ban/").status_code == 200


def test_one_draft_of_a_plan_a_person(officer: Client, province: cast.Province) -> None:
    _begun(officer)
    version = DefinitionVersion.objects.get()
    answer = officer.post("/the-le/soan/", {"start": version.pk, "van-ghi": "1"})
    assert answer.status_code == 422 and "đang có một bản soạn dở" in _words(answer)
    with pytest.raises(Refused):
        actions.begin_from(version, by=province.home)


def test_nobody_publishes_a_plan_of_a_province_that_is_not_theirs(province: cast.Province) -> None:
    own = province.unit("58")
    draft = actions.begin_from(DefinitionVersion.objects.get(), by=province.home)
    with audit.change(User.objects.command_line()) as trail:
        other = found_unit("91", "Tỉnh Khác", Kind.PROVINCE, parent=None, trail=trail)
        derive_ancestry([other])
    changed = actions.change(
        draft.pk, 1, lambda root: {**root, "province": "91", "code": "khac"}, what="thử", by=province.home
    )
    with pytest.raises(Refused, match="Tỉnh Khác"):
        publish(changed.pk, changed.edition, by=province.home)
    stolen = actions.change(changed.pk, 2, lambda root: {**root, "code": cast.CODE}, what="thử", by=province.home)
    with pytest.raises(Refused, match="Tỉnh Khác"):
        publish(stolen.pk, stolen.edition, by=province.home)
    assert Campaign.objects.get().province == own
    assert PlanDraft.objects.count() == 1


def test_a_draft_that_is_gone_or_older_is_told(province: cast.Province) -> None:
    draft = actions.begin_from(DefinitionVersion.objects.get(), by=province.home)
    with pytest.raises(Stale):
        publish(draft.pk, 7, by=province.home)
    with pytest.raises(Refused, match="không còn"):
        actions.drop(draft.pk, 1, by=province.labour_leader)
    Membership.objects.filter(user=province.home).update(valid_to=date(2022, 1, 1))
    with pytest.raises(Refused, match="không còn soạn"):
        actions.drop(draft.pk, 1, by=User.objects.get(pk=province.home.pk))
