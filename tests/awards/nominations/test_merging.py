"""Two people change one dossier's text: three columns with who and when, a choice for each field, nothing overwritten."""

from collections.abc import Callable

import lxml.html
import pytest
from django.test import Client

from accounts.models import User
from accounts.permissions import Role
from awards import actions
from tests import cast
from tests.awards.walking import propose, read, sent_back
from tests.people import person

SignIn = Callable[[User], Client]


@pytest.fixture
def other(province: cast.Province) -> User:
    """A second officer of the district that holds the dossier."""
    return person("bac-ai-hai", Role.DISTRICT_OFFICER, province.unit("584"))


def _form(client: Client, pk: int) -> dict[str, str]:
    """What the page of the form would send untouched."""
    page = lxml.html.fromstring(client.get(f"/ho-so/{pk}/sua/").content.decode())
    [form] = [form for form in page.forms if "printed_name" in form.fields]
    return {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


def _fields(page: lxml.html.HtmlElement) -> dict[str, str]:
    [form] = [form for form in page.forms if "edition" in form.fields]
    return {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


def test_each_field_that_both_changed_is_chosen_and_the_rest_merges(
    province: cast.Province, other: User, sign_in: SignIn
) -> None:
    item = sent_back(propose(province, "22801", achievements="Bản đầu,\nhai dòng."))
    client, pk = sign_in(province.bac_ai), item.pk
    mine = _form(client, pk) | {"achievements": "Bản của tôi", "movements": []}
    named = {"printed_name": "Tập thể xã Phước Đại"}
    theirs = named | {"achievements": "Bản của người khác"}
    actions.edit(pk, theirs, edition=item.edition, by=other)

    answer = client.post(f"/ho-so/{pk}/sua/", mine)
    page = lxml.html.fromstring(answer.content.decode())
    assert answer.status_code == 409
    heads = [" ".join(cell.text_content().split()) for cell in page.xpath("//thead//th")]
    assert heads[1] == "Khi bạn mở"
    assert heads[2].startswith(f"Đang lưu{other.full_name}, ")
    rows = {
        row.xpath("th")[0].text_content().strip(): [" ".join(td.text_content().split()) for td in row.xpath("td")]
        for row in page.xpath("//table[contains(@class, 'merge')]//tbody/tr")
    }
    assert rows["Tóm tắt thành tích"][:3] == ["Bản đầu, hai dòng.", "Bản của người khác", "Bản của tôi"]
    [merged] = [cells for cells in rows.values() if cells[1] == named["printed_name"]]
    assert merged[3] == "Lấy nội dung đang lưu, bạn không sửa"
    assert [button.text_content().strip() for button in page.xpath("//main//form//button")] == ["Lưu lựa chọn"]

    again = _fields(page)
    assert "giu-achievements" not in again  # nothing is chosen for whoever does not look
    client.post(f"/ho-so/{pk}/sua/", again | {"giu-achievements": "cua-toi"})
    assert (read(pk).printed_name, read(pk).achievements) == (named["printed_name"], "Bản của tôi")

    # the other side is chosen: what was typed is left
    stale = mine | {"achievements": "Bản thứ ba"}
    page = lxml.html.fromstring(client.post(f"/ho-so/{pk}/sua/", stale).content.decode())
    client.post(f"/ho-so/{pk}/sua/", _fields(page) | {"giu-achievements": "dang-luu"})
    assert read(pk).achievements == "Bản của tôi"


def test_a_choice_that_is_overtaken_asks_anew(province: cast.Province, other: User, sign_in: SignIn) -> None:
    item = sent_back(propose(province, "22801", achievements="Bản đầu"))
    client, pk = sign_in(province.bac_ai), item.pk
    mine = _form(client, pk) | {"achievements": "Bản của tôi"}
    actions.edit(pk, {"achievements": "Bản hai"}, edition=item.edition, by=other)
    first = lxml.html.fromstring(client.post(f"/ho-so/{pk}/sua/", mine).content.decode())
    actions.edit(pk, {"achievements": "Bản ba"}, edition=item.edition + 1, by=other)
    answer = client.post(f"/ho-so/{pk}/sua/", _fields(first) | {"giu-achievements": "cua-toi"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert all(words in text for words in ("Bản hai", "Bản ba", "Bản của tôi"))
    assert read(pk).achievements == "Bản ba"


def test_a_page_that_came_back_with_errors_still_knows_what_was_opened(
    province: cast.Province, other: User, sign_in: SignIn
) -> None:
    item = sent_back(propose(province, "22801", achievements="Bản đầu"))
    client, pk = sign_in(province.bac_ai), item.pk
    mine = _form(client, pk) | {"achievements": "Bản của tôi", "printed_name": ""}
    actions.edit(pk, {"achievements": "Bản hai"}, edition=item.edition, by=other)
    answer = client.post(f"/ho-so/{pk}/sua/", mine)
    back = _fields(lxml.html.fromstring(answer.content.decode()))
    assert answer.status_code == 422
    assert (back["edition"], back["achievements-opened"]) == (str(item.edition), "Bản đầu")
