"""Between preview and consent: whose file, of which page and session, which bytes; and when it goes."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client, RequestFactory
from openpyxl import Workbook as Book

from accounts import audit
from accounts.models import User
from accounts.permissions import Role
from awards.models import Nomination, RuleChange
from campaign.models import FigureSet, Period
from core import clock
from core.workflow import Refused
from office.lists import staging
from office.models import StagedFile, StoredFile
from tests import cast
from tests.awards.walking import pdf
from tests.consent import agree
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import Kind
from units.models import Household, Membership, Unit

SignIn = Callable[[User], Client]
FIGURES = "/ket-qua/2022/nhap-tu-tep/"
PEOPLE = "/nguoi-dung/nhap-danh-sach/"
NOMINATIONS = "/khen-thuong/annual-2022/nhap-danh-sach/"
LATE = "/khen-thuong/annual-2022/nhap-bu/"


def _file(text: str, name: str = "ds.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def _figures(poor: int = 88) -> dict[str, Any]:
    return {"file": _file(f"unit_code,households,poor,near_poor\n22801,1946,{poor},113\n"), "status": "official"}


def _households(code: str = "H1") -> dict[str, Any]:
    return {"file": _file(f"Mã hộ,Mã thôn,Họ và tên chủ hộ\n{code},2280101,Katơr Liên\n"), "year": "2022"}


def _people(name: str = "Katơr Một") -> dict[str, Any]:
    head = "Họ và tên,Chức vụ,Vai trò,Mã đơn vị\n"
    return {"file": _file(f"{head}{name},công chức,Công chức cấp xã (Văn hóa - xã hội),22801\n")}


def _nominations(name: str = "Xã Phước Đại", code: str = "") -> dict[str, Any]:
    book, buffer = Book(), io.BytesIO()
    for row in (("Nhóm", "Tên tập thể, cá nhân", "Mã", "Tóm tắt thành tích"), ("c", name, code, "Tốt")):
        book.active.append(row)
    book.save(buffer)
    return {"file": SimpleUploadedFile("ds.xlsx", buffer.getvalue())}


def _late(number: str = "77/QĐ-UBND") -> dict[str, Any]:
    return {
        "number": number,
        "signed_on": "01/12/2022",
        "signer": "Chủ tịch",
        "released_on": "02/12/2022",
        "issuer": "Ủy ban nhân dân tỉnh",
        "reason": "Ký trước khi có cổng.",
        "nguoi-TOTAL_FORMS": "1",
        "nguoi-INITIAL_FORMS": "0",
        "nguoi-0-category": "commune",
        "nguoi-0-name": "phuoc dai",
        "scan": pdf("77.pdf"),
    }


@pytest.fixture
def commune(province: cast.Province) -> Unit:
    """Phước Đại with a village."""
    with audit.change(User.objects.command_line()) as trail:
        found_unit("2280101", "Thôn Tà Lú", Kind.VILLAGE, parent=province.unit("22801"), trail=trail)
        derive_ancestry()
    return province.unit("22801")


@pytest.fixture
def administrator(province: cast.Province) -> User:
    """The administrator of Bác Ái."""
    user = User.objects.create_user("quan-tri-bac-ai", "mot-cau-ngan-de-nho", full_name="Quản Trị Bác Ái")
    unit = province.unit("584")
    Membership.objects.create(
        user=user, role=Role.ADMINISTRATOR, unit=unit, valid_from=cast.START, valid_to=unit.valid_to
    )
    return user


def _page_of(unit: Unit) -> str:
    return f"/don-vi/{unit.slug}/ho/nhap-tu-tep/"


def _on_disk() -> list[Path]:
    return [path for path in Path(django_settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def _told(response: Any) -> list[str]:
    """What the page says, and that it is no success."""
    said = [str(message) for message in response.context["messages"]]
    return said or [*response.context.get("errors", ()), *response.context.get("refusals", ())]


# ---- two tabs ----


@pytest.mark.parametrize("page", ["figures", "households", "people", "nominations", "late"])
def test_the_older_of_two_tabs_stores_nothing_and_the_newer_what_it_showed(
    page: str, province: cast.Province, commune: Unit, administrator: User, sign_in: SignIn
) -> None:
    who, address, older, newer, stored = {
        "figures": (
            province.bac_ai,
            FIGURES,
            _figures(88),
            _figures(99),
            lambda: list(FigureSet.objects.values_list("poor", flat=True)),
        ),
        "households": (
            province.phuoc_dai,
            _page_of(commune),
            _households("H1"),
            _households("H2"),
            lambda: list(Household.objects.values_list("code", flat=True)),
        ),
        "people": (
            administrator,
            PEOPLE,
            _people("Katơr Một"),
            _people("Katơr Hai"),
            lambda: list(User.objects.filter(full_name__startswith="Katơr").values_list("full_name", flat=True)),
        ),
        "nominations": (
            province.bac_ai,
            NOMINATIONS,
            _nominations(),
            _nominations("Xã Phước Thắng"),
            lambda: list(Nomination.objects.values_list("unit__name", flat=True)),
        ),
        "late": (
            province.home,
            LATE,
            _late(),
            _late("78/QĐ-UBND"),
            lambda: list(RuleChange.objects.values_list("number", flat=True)),
        ),
    }[page]
    client = sign_in(who)
    first, second = client.post(address, older), client.post(address, newer)
    assert (first.status_code, second.status_code) == (200, 200)
    refused = client.post(address, agree(first), follow=True)
    assert (_told(refused), stored(), refused.status_code) == ([staging.REPLACED], [], 409)
    client.post(address, agree(second), follow=True)  # its message is read, too
    shown = {
        "figures": 99,
        "households": "H2",
        "people": "Katơr Hai",
        "nominations": "Xã Phước Thắng",
        "late": "78/QĐ-UBND",
    }
    assert stored() == [shown[page]]
    assert not StagedFile.objects.exists()
    again = client.post(address, agree(second), follow=True)
    assert (_told(again), stored(), again.status_code) == ([staging.GONE], [shown[page]], 409)


# ---- whose, where, which bytes ----


@pytest.fixture
def shown(province: cast.Province, sign_in: SignIn) -> tuple[Client, dict[str, str]]:
    """A preview of figures, and the form under it."""
    client = sign_in(province.bac_ai)
    return client, agree(client.post(FIGURES, _figures()))


def _refused(client: Client, form: dict[str, str], address: str = FIGURES) -> str:
    answer = client.post(address, form, follow=True)
    (told,) = _told(answer)
    assert answer.status_code in (409, 422)
    assert not FigureSet.objects.exists()
    return told


def test_nobody_else_and_no_other_session_consents(
    province: cast.Province, shown: tuple[Client, dict[str, str]], sign_in: SignIn
) -> None:
    _, form = shown
    assert _refused(sign_in(province.labour), form) == staging.GONE
    assert _refused(sign_in(province.bac_ai), form) == staging.GONE
    assert StagedFile.objects.count() == 1


@pytest.mark.parametrize("key", ["", "x", "²" * 50, "a" * 100_000], ids=["none", "another", "odd", "100,000 letters"])
def test_a_key_that_is_none_of_ours(shown: tuple[Client, dict[str, str]], key: str) -> None:
    client, form = shown
    assert _refused(client, {**form, "xem-truoc": key}) == (staging.REPLACED if key else staging.GONE)


def test_a_preview_of_another_year(shown: tuple[Client, dict[str, str]]) -> None:
    client, form = shown
    assert _refused(client, form, FIGURES.replace("2022", "2021")) == staging.ELSEWHERE


def test_the_unit_of_a_household_list_is_that_of_its_preview(
    province: cast.Province, commune: Unit, sign_in: SignIn
) -> None:
    client = sign_in(province.bac_ai)
    form = agree(client.post(_page_of(commune), _households()))
    refused = client.post(_page_of(province.unit("584")), form, follow=True)
    assert (_told(refused), Household.objects.count()) == ([staging.ELSEWHERE], 0)
    client.post(_page_of(commune), form)
    assert Household.objects.count() == 1


def test_the_mark_of_the_form_is_that_of_the_file(shown: tuple[Client, dict[str, str]]) -> None:
    client, form = shown
    assert _refused(client, {**form, "dau-tep": staging.fingerprint(b"another")}) == staging.CHANGED
    with StoredFile.objects.get().content.open("r+b") as file:
        file.seek(30)
        file.write(b"7")
    assert _refused(client, form) == staging.CHANGED


def test_a_file_that_was_lost_is_told(shown: tuple[Client, dict[str, str]]) -> None:
    client, form = shown
    _on_disk()[0].unlink()
    assert _refused(client, form) == staging.GONE


def test_the_mark_is_of_the_state_too() -> None:
    assert len({staging.fingerprint(b"a"), staging.fingerprint(b"a", [("s", "")]), staging.fingerprint(b"as")}) == 3


def test_of_two_consents_at_once_one_has_the_file(
    shown: tuple[Client, dict[str, str]], province: cast.Province
) -> None:
    consent = staging.Consent(StagedFile.objects.select_related("file", "owner").get(), b"")
    with staging.using(consent):
        pass
    with pytest.raises(Refused) as refused, staging.using(consent):
        raise AssertionError("stored twice")
    assert refused.value.reasons == (staging.GONE,)


def test_a_refusal_while_storing_leaves_the_preview_as_it_was(
    shown: tuple[Client, dict[str, str]], django_capture_on_commit_callbacks: Any
) -> None:
    client, form = shown
    Period.objects.filter(year=2022).update(closed_at=cast.EVENING)
    with django_capture_on_commit_callbacks(execute=True):
        assert "2022" in _refused(client, form)
    assert (StagedFile.objects.count(), len(_on_disk())) == (1, 1)


# ---- when it goes ----


def test_a_day_later_nobody_consents_and_the_sweep_takes_it(
    shown: tuple[Client, dict[str, str]], django_capture_on_commit_callbacks: Any
) -> None:
    client, form = shown
    with django_capture_on_commit_callbacks(execute=True):
        call_command("sweep", verbosity=0)
    assert (StagedFile.objects.count(), len(_on_disk())) == (1, 1)
    StagedFile.objects.update(staged_at=clock.real_now() - timedelta(hours=24))
    assert _refused(client, form) == staging.GONE
    with django_capture_on_commit_callbacks(execute=True):
        call_command("sweep")
    assert (StagedFile.objects.count(), StoredFile.objects.count(), _on_disk()) == (0, 0, [])


def test_signing_out_takes_what_this_session_previewed(
    shown: tuple[Client, dict[str, str]],
    province: cast.Province,
    sign_in: SignIn,
    django_capture_on_commit_callbacks: Any,
) -> None:
    client, _ = shown
    elsewhere = sign_in(province.bac_ai)
    form = agree(elsewhere.post(FIGURES, _figures(99)))
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/dang-xuat/")
    assert (StagedFile.objects.count(), len(_on_disk())) == (1, 1)
    elsewhere.post(FIGURES, form)
    assert FigureSet.objects.get().poor == 99


def test_the_next_preview_takes_the_earlier_one_also_when_it_has_errors(
    shown: tuple[Client, dict[str, str]], django_capture_on_commit_callbacks: Any
) -> None:
    client, _ = shown
    with django_capture_on_commit_callbacks(execute=True):
        client.post(FIGURES, _figures(99))
    assert (StagedFile.objects.count(), len(_on_disk())) == (1, 1)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(FIGURES, {"file": _file("unit_code,poor\n22801,x\n"), "status": "official"})
    assert (StagedFile.objects.count(), _on_disk()) == (0, [])


def test_previews_for_other_purposes_stand_beside_each_other(
    province: cast.Province, commune: Unit, sign_in: SignIn
) -> None:
    client = sign_in(province.bac_ai)
    figures = agree(client.post(FIGURES, _figures()))
    households = agree(client.post(_page_of(commune), _households()))
    client.post(FIGURES, figures)
    client.post(_page_of(commune), households)
    assert (FigureSet.objects.count(), Household.objects.count()) == (1, 1)


def test_what_is_used_is_gone_from_the_disk_once_it_is_stored(
    shown: tuple[Client, dict[str, str]], django_capture_on_commit_callbacks: Any
) -> None:
    client, form = shown
    with django_capture_on_commit_callbacks(execute=True):
        client.post(FIGURES, form)
    assert (FigureSet.objects.count(), StoredFile.objects.count(), _on_disk()) == (1, 0, [])


def test_a_page_that_forgets_to_let_go_still_keeps_one(province: cast.Province) -> None:
    request = RequestFactory().post(FIGURES)
    request.user, request.session = province.bac_ai, SessionStore("phien")
    for content in (b"a", b"b"):
        staging.stage(request, "figures", content, "ds.csv", about={})
    assert [row.file.read() for row in StagedFile.objects.all()] == [b"b"]
