"""Consent is for what was shown: somebody wrote in between, and the form answers what differs and stores nothing."""

from typing import Any

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from accounts.permissions import Role
from awards import actions as awards
from awards.models import Decision, Nomination, RuleChange
from campaign.figures.actions.entering import save_sheet
from campaign.models import FigureSet
from office.lists import staging
from office.models import LongWork, StagedFile, StoredFile
from office.seen import FIELD, sealed
from tests import cast
from tests.awards.walking import decided, for_decision, pdf, recommended
from tests.consent import agree
from tests.office.lists.test_staging import (
    FIGURES,
    LATE,
    NOMINATIONS,
    PEOPLE,
    SignIn,
    _figures,
    _file,
    _households,
    _late,
    _nominations,
    _page_of,
    administrator,
    commune,
)
from units.households.actions.households import edit_household
from units.models import Household, Organisation, Unit
from units.people.actions.people import Opening, open_account

__all__ = ["administrator", "commune"]  # fixtures
Lines = list[tuple[str, str]]


def _moved(response: Any) -> list[tuple[str, str, str]]:
    return [(row.place, row.then, row.now) for row in response.context["moved"]]


def _rename(code: str) -> None:
    Unit.objects.filter(code=code).update(name="Xã Phước Đại Mới")


# ---- files ----


def test_figures_typed_meanwhile_are_listed_and_the_same_file_is_shown_anew(
    province: cast.Province, sign_in: SignIn
) -> None:
    client, unit = sign_in(province.bac_ai), province.unit("22801")
    shown = client.post(FIGURES, _figures(88))
    typed = {"households": 1946, "poor": 90, "near_poor": 113}
    save_sheet(province.campaign, 2022, {unit.pk: typed}, {}, by=province.phuoc_dai)
    refused = client.post(FIGURES, agree(shown))
    assert refused.status_code == 409
    assert _moved(refused) == [
        (
            "Xã Phước Đại (22801)",
            "mới: tổng số hộ 1.946; hộ nghèo 88; hộ cận nghèo 113",
            "thay đổi: hộ nghèo 90 → 88",
        )
    ]
    assert "Bản xem trước mới của tệp ds.csv" in refused.content.decode()
    assert FigureSet.objects.get().poor == 90
    assert client.post(FIGURES, agree(shown)).status_code == 409  # the older page is no consent any more
    assert FigureSet.objects.get().poor == 90
    assert client.post(FIGURES, agree(refused)).status_code == 302
    assert FigureSet.objects.get().poor == 88
    assert not StagedFile.objects.exists()


def test_figures_of_others_that_change_nothing_of_what_was_shown_do_not_matter(
    province: cast.Province, sign_in: SignIn
) -> None:
    client = sign_in(province.bac_ai)
    shown = client.post(FIGURES, _figures(88))
    typed = {"households": 900, "poor": 90, "near_poor": 13}
    save_sheet(province.campaign, 2022, {province.unit("22783").pk: typed}, {}, by=province.bac_ai)
    assert client.post(FIGURES, agree(shown)).status_code == 302


def _household(code: str, head: str, by: User) -> None:
    row = Household.objects.get(code=code)
    edit_household(row.pk, edition=row.edition, values={"address": "Tổ 5"}, by=by)


def _address(text: str) -> dict[str, Any]:
    return {"file": _file(f"Mã hộ,Mã thôn,Họ và tên chủ hộ,Địa chỉ\nH1,2280101,Katơr Liên,{text}\n"), "year": "2022"}


def test_a_household_corrected_meanwhile(province: cast.Province, commune: Unit, sign_in: SignIn) -> None:
    client, page = sign_in(province.phuoc_dai), _page_of(commune)
    client.post(page, agree(client.post(page, _households())))
    shown = client.post(page, _address("Tổ 1"))
    _household("H1", "", province.phuoc_dai)
    refused = client.post(page, agree(shown))
    assert (refused.status_code, Household.objects.get().address) == (409, "Tổ 5")
    assert _moved(refused) == [("Hộ H1, Thôn Tà Lú", "thay đổi: địa chỉ trống → Tổ 1", "thay đổi: địa chỉ Tổ 5 → Tổ 1")]
    assert client.post(page, agree(refused)).status_code == 302
    assert Household.objects.get().address == "Tổ 1"


def test_a_long_list_asks_again_on_the_page_of_its_work(
    province: cast.Province,
    commune: Unit,
    sign_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    client, page = sign_in(province.phuoc_dai), _page_of(commune)
    client.post(page, agree(client.post(page, _households())))
    monkeypatch.setattr("units.households.views.household_import.LONG", 10)
    with django_capture_on_commit_callbacks(execute=True):
        check = client.post(page, _address("Tổ 1"))["Location"]
    _household("H1", "", province.phuoc_dai)
    consent = agree(client.get(check))
    with django_capture_on_commit_callbacks(execute=True):
        write = client.post(check, consent)["Location"]
    asked = client.get(write)
    assert Household.objects.get().address == "Tổ 5"
    work = LongWork.objects.get(pk=asked.context["work"].pk)
    assert (work.state, work.errors) == (
        "done",
        ["Hộ H1, Thôn Tà Lú: khi xem trước thay đổi: địa chỉ trống → Tổ 1; bây giờ thay đổi: địa chỉ Tổ 5 → Tổ 1."],
    )
    assert staging.MOVED in asked.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        last = client.post(write, agree(asked))["Location"]
    assert Household.objects.get().address == "Tổ 1"
    assert "1 hộ thay đổi" in client.get(last).content.decode()
    assert (StagedFile.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_an_account_opened_meanwhile(province: cast.Province, administrator: User, sign_in: SignIn) -> None:
    client = sign_in(administrator)
    file = _file(
        "Họ và tên,Chức vụ,Vai trò,Mã đơn vị\n"
        "Katơr Một,công chức,Công chức cấp xã (Văn hóa - xã hội),22801\n"
        "Katơr Hai,công chức,Công chức cấp xã (Văn hóa - xã hội),22801\n"
    )
    shown = client.post(PEOPLE, {"file": file})
    opening = Opening("Katơr Một", Role.COMMUNE_OFFICER, province.unit("22801"))
    open_account(opening, by=administrator)
    refused = client.post(PEOPLE, agree(shown))
    role = "Công chức cấp xã (Văn hóa - xã hội), công chức"
    assert (refused.status_code, _moved(refused)) == (
        409,
        [("Katơr Một, Xã Phước Đại", role, "không có dòng này")],
    )
    assert not User.objects.filter(full_name="Katơr Hai").exists()
    assert client.post(PEOPLE, agree(refused)).status_code == 200
    assert User.objects.filter(full_name__startswith="Katơr").count() == 2


def test_a_nominee_renamed_meanwhile(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.bac_ai)
    shown = client.post(NOMINATIONS, _nominations("", "22801"))
    _rename("22801")
    refused = client.post(NOMINATIONS, agree(shown))
    assert refused.status_code == 409
    assert [place for place, _, _ in _moved(refused)] == ["Dòng 2"]
    assert not Nomination.objects.exists()
    client.post(NOMINATIONS, agree(refused))
    assert Nomination.objects.get().printed_name == "Nhân dân và cán bộ xã Phước Đại Mới"


def test_a_past_award_renamed_meanwhile(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.home)
    shown = client.post(LATE, {**_late(), "nguoi-0-name": "", "nguoi-0-code": "22801"})
    _rename("22801")
    refused = client.post(LATE, agree(shown))
    assert refused.status_code == 409
    assert [place for place, _, _ in _moved(refused)] == ["Người thứ 1"]
    assert not Decision.objects.exists()
    assert client.post(LATE, agree(refused)).status_code == 302
    assert (RuleChange.objects.get().file is not None, Decision.objects.exists()) == (True, False)


# ---- lists of a page ----


def _fields(page: Any, *, having: str = FIELD) -> dict[str, Any]:
    (form,) = [one for one in lxml.html.fromstring(page.content).forms if having in one.fields]
    return {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


def test_a_decision_is_for_the_list_that_was_shown(province: cast.Province, sign_in: SignIn) -> None:
    for_decision(province, [recommended(province, code) for code in ("22801", "22783")])
    client, page = sign_in(province.chairman), "/khen-thuong/annual-2022/quyet-dinh/"
    form = {
        **_fields(client.get(page)),
        "number": "512/QĐ-UBND",
        "signed_on": "15/12/2022",
        "signer": "Chủ tịch",
        "ho-so": list(Nomination.objects.values_list("pk", flat=True)),
    }
    row = Nomination.objects.get(unit__code="22801")
    Nomination.objects.filter(pk=row.pk).update(printed_name="Xã Phước Đại")
    refused = client.post(page, form)
    assert (refused.status_code, Decision.objects.count()) == (409, 0)
    votes = "03/03 thành viên, 100,00 %, cần số đồng ý nhiều hơn số không đồng ý (00): thông qua"
    shown = f"Tập thể; {votes}; tiêu chí 3 chưa đủ căn cứ xác định"
    assert [(place, then, now) for place, then, now in _moved(refused)] == [
        ("Xã Phước Đại", "không có dòng này", shown),
        ("Nhân dân và cán bộ Xã Phước Đại", shown, "không có dòng này"),
    ]
    assert client.post(page, {**form, FIELD: _fields(refused)[FIELD]}).status_code == 302


def test_a_release_is_of_the_decisions_that_were_shown(province: cast.Province, sign_in: SignIn) -> None:
    made = decided(province, [recommended(province, "22801")])
    client, page = sign_in(province.home_leader), "/khen-thuong/annual-2022/cong-bo/"
    form = {**_fields(client.get(page)), "chon": [made.pk]}
    awards.recall(made, "Sai ngày.", by=province.chairman)
    refused = client.post(page, form)
    assert refused.status_code == 409
    assert _moved(refused) == [(str(made), "01 tập thể, cá nhân", "không có dòng này")]


def test_a_merger_is_for_the_records_that_were_shown(db: None, on_deadline_evening: None, sign_in: SignIn) -> None:
    province = cast.make_province(reforms=False)
    client, page = sign_in(province.administrator), "/sap-xep/moi/hop-nhat/?cap=xa"
    form = {
        "ngay": "01/12/2022",
        "van-ban": "NQ 1",
        "ma-0": "22999",
        "ten-moi-0": "Xã Đại Chính",
        "loai-0": "xa",
        "cu": [province.unit(code).pk for code in ("22801", "22798")],
        "noi-truc-thuoc": province.unit("584").pk,
        "buoc": "xem",
    }
    shown = client.post(page, form)
    assert shown.status_code == 200
    values = {"households": 1946, "poor": 90, "near_poor": 113}
    save_sheet(province.campaign, 2022, {province.unit("22801").pk: values}, {}, by=province.phuoc_dai)
    mark = _fields(shown)[FIELD]
    refused = client.post(page, {**form, "buoc": "ghi", FIELD: mark})
    assert refused.status_code == 409
    assert {then for _, then, _ in _moved(refused)} == {"không có dòng này"}
    assert not Unit.objects.filter(name="Xã Đại Chính").exists()
    done = client.post(page, {**form, "buoc": "ghi", FIELD: _fields(refused)[FIELD]})
    assert done.status_code == 302, _moved(done)


@pytest.mark.parametrize("kind", ["baseline", "plan version", "letter", "duty"])
def test_other_lists_that_changed(kind: str, province: cast.Province, sign_in: SignIn) -> None:
    """What was shown is another list: the step answers with every row that differs and does nothing."""
    other = sealed([("Dòng khác", "việc khác")])
    farming = Organisation.objects.exclude(pk__in=[body.pk for body in province.bodies.values()]).first()
    who, address, form = {
        "baseline": (province.labour, "/ky/so-lieu-nen/", {"bo": "1", "number": "1", "on": "15/12/2022"}),
        "plan version": (
            province.home,
            "/khen-thuong/annual-2022/phien-ban/?den=1",
            {
                "reason": "Sửa đã xem lại",
                "number": "12/HD-SNV",
                "issued_on": "15/12/2022",
                "issuer": "Sở Nội vụ",
                "file": pdf("12.pdf"),
            },
        ),
        "letter": (
            province.chairman,
            "/khen-thuong/state-interim-2023/trinh-nha-nuoc/prime_minister/",
            {
                "prime_minister-number": "1",
                "prime_minister-signed_on": "01/12/2022",
                "prime_minister-signer": "Chủ tịch",
            },
        ),
        "duty": (
            province.administrator,
            "/nhiem-vu/ban-giao/",
            {
                "duties": ["standing_agency"],
                "old": province.bodies["so-ldtbxh"].pk,
                "new": (farming or province.bodies["so-y-te"]).pk,
                "function": "x",
                "on": "01/03/2025",
                "act": "QĐ 1",
                "buoc": "ghi",
            },
        ),
    }[kind]
    refused = sign_in(who).post(address, {**form, FIELD: other})
    assert refused.status_code == 409
    assert ("Dòng khác", "việc khác", "không có dòng này") in _moved(refused)


@pytest.mark.parametrize("mark", ["x", "a:b", sealed([])[:-1]], ids=["a word", "two", "cut"])
def test_a_mark_that_is_not_ours_is_refused(mark: str, province: cast.Province, sign_in: SignIn) -> None:
    client, page = sign_in(province.home_leader), "/khen-thuong/annual-2022/cong-bo/"
    answer = client.post(page, {FIELD: mark, "chon": "1"})
    assert staging.CHANGED in answer.content.decode()


lines = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz")), max_size=6)


@given(lines, lines)
def test_differences_are_exactly_the_places_that_differ(then: Lines, now: Lines) -> None:
    def at(rows: Lines, place: str) -> list[str]:
        return [words for where, words in rows if where == place]

    found = [row.place for row in staging.differences(then, now)]
    assert sorted(found) == sorted({place for place in "abcd" if at(then, place) != at(now, place)})
