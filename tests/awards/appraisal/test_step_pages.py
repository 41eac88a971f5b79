"""The page that asks once before a step: places before and after, who is told, what leads back, what is thrown away."""

from collections.abc import Callable

import lxml.html
import pytest
from django.test import Client

from accounts.models import User
from awards import actions
from awards.appraisal.step_effects import places, rank_words, told, ways_back
from awards.models import Nomination
from awards.workflow.states import HOLDING
from awards.workflow.table import NOMINATION
from office.models import Notice
from tests import cast
from tests.awards.walking import accepted, appraised, propose, read

SignIn = Callable[[User], Client]

THROWS_AWAY = {
    "close", "return", "return_from_district", "remove_from_list", "leave_out", "take_back", "return_to_list",
    "decline", "refuse", "withdraw",
}  # fmt: skip


def test_which_steps_throw_something_away() -> None:
    assert {step.name for step in NOMINATION if step.throws_away} == THROWS_AWAY


@pytest.mark.parametrize(
    ("step", "state", "words"),
    [
        (
            "recommend", "appraised",
            ["Trở lại «Đã thẩm định» được bằng bước «Đưa ra khỏi danh sách», khi hồ sơ còn ở «Đã đưa vào danh sách trình»"
             " hoặc «Hội đồng đang xét» hoặc «Đang lấy ý kiến công khai»."],
        ),
        (
            "appraise", "under_appraisal",
            ["Trở lại «Đang thẩm định» được bằng bước «Mở lại phiếu thẩm định», khi hồ sơ còn ở «Đã thẩm định»."],
        ),
        ("withdraw", "submitted", ["Cổng không có bước nào đưa hồ sơ trở lại «Đã trình cơ quan thi đua, khen thưởng»."]),
        ("leave_out", "appraised", []),
    ],
)  # fmt: skip
def test_what_leads_back_is_read_from_the_table(step: str, state: str, words: list[str]) -> None:
    assert ways_back(NOMINATION[step], [state, state]) == words


def test_a_place_is_counted_before_and_after(province: cast.Province, sign_in: SignIn) -> None:
    item = appraised(province, propose(province, "22801"))
    [row] = places(item.round, [item], NOMINATION["recommend"])
    assert (row.before, row.after) == ("00/05", "01/05")
    assert rank_words(item, NOMINATION["recommend"]) == "Xếp hạng 01 trong 01 hồ sơ cùng số lượng."
    page = sign_in(province.home).get(f"/ho-so/{item.pk}/buoc/recommend/").content.decode()
    assert "<b>00/05</b> → <b>01/05</b>" in page and "Xếp hạng 01" in page
    Nomination.objects.filter(pk=item.pk).update(state="recommended")
    item = read(item.pk)
    assert item.state in HOLDING
    [row] = places(item.round, [item], NOMINATION["remove_from_list"])
    assert (row.before, row.after) == ("01/05", "00/05")
    assert places(item.round, [item], NOMINATION["to_council"]) == []  # keeps its place


def test_who_is_told_is_shown_once_and_gets_just_that(province: cast.Province, sign_in: SignIn) -> None:
    item = accepted(province, propose(province, "22801"))
    notice, asked = told([item], NOMINATION["decline"], province.home)
    assert asked.words.startswith("Sở Lao động - Thương binh và Xã hội không phải trả lời câu hỏi về ")
    assert notice.words == f"Không được khen thưởng: {item.printed_name}. Lý do: (như bạn ghi ở dưới)"
    page = sign_in(province.home).get(f"/ho-so/{item.pk}/buoc/decline/").content.decode()
    assert notice.people.replace("&", "&amp;") in page
    before = Notice.objects.count()
    actions.advance([item.pk], "decline", by=province.home, reason="Thiếu số liệu năm trước")
    people = {row.to.full_name for row in Notice.objects.order_by("pk")[before:]}
    assert people and all(f"{notice.people}, {asked.people}".count(f"{name} (") == 1 for name in people)
    # of many dossiers each person once
    more = [accepted(province, propose(province, code)) for code in ("22804", "22807")]
    both, of_both = told(more, NOMINATION["decline"], province.home)
    assert (both.people, of_both.people) == (notice.people, asked.people)
    assert told([item], NOMINATION["recommend"], province.home) == []


def test_what_throws_away_is_outlined_and_its_kind_of_reason_is_chosen_by_hand(
    province: cast.Province, sign_in: SignIn
) -> None:
    item = accepted(province, propose(province, "22801"))
    client = sign_in(province.home)
    page = lxml.html.fromstring(client.get(f"/ho-so/{item.pk}/buoc/decline/").content.decode())
    [button] = page.xpath("//main//form//button[@type='submit']")
    assert "btn-outline-danger" in button.get("class")
    options = page.xpath("//select[@name='reason_code']/option")
    assert (options[0].get("value"), options[0].text) == ("", "Chọn loại lý do")
    assert [option for option in options if option.get("selected")] in ([], [options[0]])
    sent = {"edition": str(item.edition), "reason": "Thiếu số liệu năm trước", "reason_code": ""}
    assert client.post(f"/ho-so/{item.pk}/buoc/decline/", sent).status_code == 422
    assert read(item.pk).state == "under_appraisal"
    steps = lxml.html.fromstring(client.get(f"/ho-so/{item.pk}/").content.decode())
    [link] = steps.xpath(f"//a[@href='/ho-so/{item.pk}/buoc/decline/']")
    assert "btn-outline-danger" in link.get("class")
