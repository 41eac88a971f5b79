"""The page of the appraisal sheet: what is open first, each fault at its line, what concerns a line beside it."""

from collections.abc import Callable, Iterator

import lxml.html
import pytest
from django.test import Client

from accounts.models import User
from awards import actions
from awards.appraisal.actions.judging import Word, judge_sheet
from awards.appraisal.open_points import open_points
from awards.models import Judgement, Nomination
from awards.nominations.dossiers import dossiers
from core.workflow import Refused
from tests import cast
from tests.awards.walking import accepted, propose, read, sent_back

SignIn = Callable[[User], Client]


@pytest.fixture
def item(province: cast.Province) -> Nomination:
    return accepted(province, propose(province, "22801"))


@pytest.fixture
def two_reviewers(province: cast.Province) -> Iterator[None]:
    shape = province.annual_2022.shape
    object.__setattr__(shape, "reviewers", 2)
    yield
    object.__setattr__(shape, "reviewers", 1)


def _page(client: Client, item: Nomination) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(client.get(f"/ho-so/{item.pk}/").content.decode())


def _texts(elements: list[lxml.html.HtmlElement]) -> list[str]:
    return [" ".join(element.text_content().split()) for element in elements]


def _open(item: Nomination, user: User) -> list[tuple[str, str]]:
    found = open_points(dossiers([read(item.pk)])[item.pk].criteria, user.pk)
    return [(point.label, point.words) for point in found]


def test_what_is_open_stands_first_and_leads_to_its_field(
    province: cast.Province, item: Nomination, sign_in: SignIn
) -> None:
    page = _page(sign_in(province.home), item)
    [box] = page.xpath("//*[@id='con-mo']")
    assert _texts(box.xpath(".//li"))[:3] == [
        "Tiêu chí 1, ý a: chưa nhận xét, chưa đủ giấy tờ",
        "Tiêu chí 1, ý b: chưa nhận xét",
        "Tiêu chí 1, ý c: chưa nhận xét, chưa đủ giấy tờ",
    ]
    targets = [link.get("href")[1:] for link in box.xpath(".//a")]
    assert targets[:3] == ["kl-Cc1.a", "kl-Cc1.b", "kl-Cc1.c"]
    assert [len(page.xpath(f"//*[@id='{name}']")) for name in targets] == [1] * len(targets)
    before = page.xpath("//*[@id='thanh-phan']/preceding::*[@id='phieu']")
    assert len(before) == 1  # the fields before the papers
    # who only reads is led to the line
    other = _page(sign_in(province.labour), item)
    assert [link.get("href") for link in other.xpath("//*[@id='con-mo']//a")][:1] == ["#Cc1.a"]


def test_papers_are_folded_once_they_are_complete(province: cast.Province, item: Nomination, sign_in: SignIn) -> None:
    [folded] = _page(sign_in(province.home), item).xpath("//*[@id='thanh-phan']/details")
    assert folded.get("open") is None
    Nomination.objects.filter(pk=item.pk).update(achievements="")
    [unfolded] = _page(sign_in(province.home), item).xpath("//*[@id='thanh-phan']/details")
    assert unfolded.get("open") is not None


def test_who_draws_up_a_dossier_sees_its_papers_before_the_criteria(province: cast.Province, sign_in: SignIn) -> None:
    item = sent_back(propose(province, "22801"))
    page = _page(sign_in(province.bac_ai), item)
    assert page.xpath("//*[@id='con-mo']") == []
    assert len(page.xpath("//article[@id='Cc1.a']/preceding::*[@id='thanh-phan']")) == 1
    assert page.xpath("//*[@id='thanh-phan']/details")[0].get("open") is not None


def test_a_check_stands_once_beside_the_line_that_it_is_about(
    province: cast.Province, item: Nomination, sign_in: SignIn
) -> None:
    page = _page(sign_in(province.home), item)
    beside = _texts(page.xpath("//article[@id='Cc1.a']//ul[@class='line-checks']/li"))
    assert len(beside) == 1 and "Không được trình" in beside[0] and "Tiêu chí 1, ý a" not in beside[0]
    block = _texts(page.xpath("//*[@id='kiem-tra']//li"))
    assert not [text for text in block if "Tiêu chí 1, ý a" in text]
    number = int(page.xpath("//*[@id='kiem-tra']//*[@class='unit']")[0].text_content())
    assert number == len(block) + len(page.xpath("//*[@class='line-checks']/li"))


def test_an_error_names_its_line_and_leads_to_its_field(
    province: cast.Province, item: Nomination, sign_in: SignIn
) -> None:
    client = sign_in(province.home)
    sent = {"o-Cc1.b": "met", "r-Cc1.b": "", "r-Cc1.c": "Chưa thấy mô hình nào"}
    answer = client.post(f"/ho-so/{item.pk}/nhan-xet/", sent)
    page = lxml.html.fromstring(answer.content.decode())
    links = page.xpath("//*[@class='error-summary']//a")
    assert answer.status_code == 422
    assert [(link.get("href"), text) for link, text in zip(links, _texts(links), strict=True)] == [
        ("#ld-Cc1.b", "Tiêu chí 1, ý b: vui lòng ghi lý do của nhận xét."),
        ("#kl-Cc1.c", "Tiêu chí 1, ý c: vui lòng chọn một kết luận."),
    ]
    [field] = page.xpath("//textarea[@id='ld-Cc1.b']")
    [words] = page.xpath(f"//*[@id='{field.get('aria-describedby')}']")
    assert (field.get("aria-invalid"), _texts([words])) == ("true", ["Vui lòng ghi lý do của nhận xét."])
    assert not Judgement.objects.exists()
    # one word alone is named as well
    with pytest.raises(Refused) as refused:
        judge_sheet(item.pk, {"Cc1.b": Word("met", "")}, by=province.home)
    assert refused.value.reasons == ("Tiêu chí 1, ý b: vui lòng ghi lý do của nhận xét.",)


def test_a_word_closes_its_point(province: cast.Province, item: Nomination) -> None:
    actions.judge(item.pk, "Cc1.b", "met", "Báo cáo nêu đủ", by=province.home)
    assert [label for label, _ in _open(item, province.home)] == ["Tiêu chí 1, ý a", "Tiêu chí 1, ý c"]


def test_two_reviewers_words_stand_side_by_side(
    province: cast.Province, item: Nomination, two_reviewers: None, sign_in: SignIn
) -> None:
    actions.judge(item.pk, "Cc1.b", "met", "Báo cáo nêu đủ", by=province.home)
    assert dict(_open(item, province.home))["Tiêu chí 1, ý b"] == "chờ người thẩm định khác"
    assert dict(_open(item, province.home_leader))["Tiêu chí 1, ý b"] == "chưa nhận xét"
    actions.judge(item.pk, "Cc1.b", "not_met", "Báo cáo thiếu số", by=province.home_leader)
    assert dict(_open(item, province.home))["Tiêu chí 1, ý b"] == "hai nhận xét khác nhau, cần kết luận chung"
    page = _page(sign_in(province.home), item)
    assert len(page.xpath("//article[@id='Cc1.b']//div[@class='side-by-side']/p")) == 2


def test_a_word_over_another_s_is_chosen_line_by_line(
    province: cast.Province, item: Nomination, sign_in: SignIn
) -> None:
    client, address = sign_in(province.home_leader), f"/ho-so/{item.pk}/nhan-xet/"
    actions.judge(item.pk, "Cc1.b", "met", "Báo cáo nêu đủ", by=province.home)
    [first] = _page(client, item).xpath("//input[@name='n-Cc1.b']/@value")
    actions.judge(item.pk, "Cc1.b", "unknown", "Báo cáo thiếu trang", by=province.home)
    mine = {"n-Cc1.b": first, "o-Cc1.b": "not_met", "r-Cc1.b": "Báo cáo sai số"}
    answer = client.post(address, mine)
    page = lxml.html.fromstring(answer.content.decode())
    assert answer.status_code == 409
    [row] = page.xpath("//form[@id='phieu']//table[contains(@class, 'merge')]/tbody/tr")
    cells = _texts(row.xpath("td"))
    assert cells[0] == "Đạt: Báo cáo nêu đủ" and cells[2] == "Không đạt: Báo cáo sai số"
    assert cells[1].startswith(f"Chưa đủ căn cứ xác định: Báo cáo thiếu trang ({province.home.full_name}, ")
    assert page.xpath("//input[@name='lay-Cc1.b'][@checked]") == []
    [form] = page.xpath("//form[@id='phieu']")
    again = {name: value for name, value in form.form_values() if "Cc1.b" in name}
    # without a choice nothing is stored
    assert client.post(address, again).status_code == 409
    assert Judgement.objects.get(replaced_at=None).reason == "Báo cáo thiếu trang"
    assert client.post(address, {**again, "lay-Cc1.b": "dang-luu"}).status_code == 302  # nothing else was typed
    client.post(address, again | {"lay-Cc1.b": "dang-luu", "o-Cc1.c": "unknown", "r-Cc1.c": "Chưa thấy mô hình"})
    assert set(Judgement.objects.filter(replaced_at=None).values_list("reason", flat=True)) == {
        "Báo cáo thiếu trang",
        "Chưa thấy mô hình",
    }
    assert client.post(address, again | {"lay-Cc1.b": "cua-toi"}).status_code == 302
    assert Judgement.objects.get(part="Cc1.b", replaced_at=None).reason == "Báo cáo sai số"
