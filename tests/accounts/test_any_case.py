"""However it is typed: the trail is searched and names are signed in with without accents or capitals mattering."""

from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client

from accounts import audit, triggers
from accounts.models import AuditEvent, SignInAttempt, User
from core.workflow import Refused
from tests import cast
from units.people.actions.people import Opening, open_account

SignIn = Callable[[User], Client]
PASSWORD = "mot-cau-ngan-de-nho"
MIGRATION = "accounts.migrations.0005_searched_and_named_in_any_case"


def _found(client: Client, words: str) -> list[str]:
    return [row.summary for row, _ in client.get("/nhat-ky/", {"q": words}).context["rows"]]


@pytest.mark.parametrize(
    "words",
    ["Xã Phước Đại", "xã phước đại", "xa phuoc dai", "XÃ PHƯỚC ĐẠI", "Xa\u0303 Phước Đại", "phuoc  xa", "đại nhập-thử"],
    ids=["as written", "small", "bare", "capitals", "composed otherwise", "other order", "of two columns"],
)
def test_the_trail_is_searched_like_every_other_list(words: str, province: cast.Province, sign_in: SignIn) -> None:
    audit.note(province.labour, "thu", province.unit("22801"), summary="Nhập thử")
    client = sign_in(province.auditor)
    assert _found(client, words)[0] == "Nhập thử"
    assert _found(client, words) == _found(client, words.swapcase())
    assert _found(client, f"{words} không có") == []


def test_the_trail_is_searched_by_who_did_it(province: cast.Province, sign_in: SignIn) -> None:
    audit.note(province.labour, "thu", summary="Việc của Sở")
    User.objects.filter(pk=province.labour.pk).update(full_name="Trần Thị Ái", search_key="tran thi ai")
    assert _found(sign_in(province.auditor), "ái trần") == ["Việc của Sở"]  # by the name of today


def test_older_rows_are_given_their_key_and_the_chain_stays_whole(province: cast.Province) -> None:
    audit.note(province.labour, "thu", province.unit("22801"), summary="Nhập thử")
    AuditEvent.objects.update(search_key="")
    try:
        import_module(MIGRATION).fold_trail(apps, SimpleNamespace(connection=connection))
        assert AuditEvent.objects.order_by("-seq")[0].search_key.endswith("xa phuoc dai nhap thu")
        assert not AuditEvent.objects.filter(search_key="").exists()
        assert audit.first_fault() is None
        with pytest.raises(DatabaseError), transaction.atomic():
            AuditEvent.objects.update(search_key="")
    finally:
        triggers.remove(connection)


@pytest.mark.parametrize("typed", ["thanh.nguyen", "Thanh.Nguyen", " THANH.NGUYEN ", "ｔｈａｎｈ.nguyen"])
@pytest.mark.parametrize("kept", ["thanh.nguyen", "Thanh.Nguyen"])
def test_capitals_do_not_matter_at_the_door(kept: str, typed: str, db: None) -> None:
    User.objects.create_user(kept, PASSWORD, full_name="Nguyễn Thanh")
    client = Client()
    client.post("/dang-nhap/", {"username": typed, "password": PASSWORD})
    assert "_auth_user_id" in client.session


def test_mistakes_with_a_name_count_together_however_it_is_typed(db: None) -> None:
    User.objects.create_user("thanh", PASSWORD, full_name="Nguyễn Thanh")
    for typed in ("thanh", "Thanh", "THANH"):
        Client().post("/dang-nhap/", {"username": typed, "password": "khong-dung"})
    assert len(set(SignInAttempt.objects.values_list("name", flat=True))) == 1
    assert set(AuditEvent.objects.filter(verb="sign_in_failed").values_list("subject_label", flat=True)) == {"thanh"}


def test_a_name_is_one_whatever_its_capitals(province: cast.Province) -> None:
    opening = Opening("Katơr Một", "commune_officer", province.unit("22801"), username="Kator.Mot")  # type: ignore[arg-type]
    opened = open_account(opening, by=province.administrator)
    assert opened.user.username == "kator.mot"
    with pytest.raises(Refused, match="đã có người dùng"):
        open_account(opening, by=province.administrator)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("KATOR.MOT", PASSWORD, full_name="Khác")


def test_names_that_differ_in_capitals_alone_are_parted_when_the_portal_is_renewed(db: None, capsys: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("drop index username_any_case")  # as it was before
    for name in ("nam", "Nam", "NAM", "nam2"):
        User.objects.create_user(name, PASSWORD, full_name=name)
    import_module(MIGRATION).part_names(apps, None)
    names = list(User.objects.filter(username__istartswith="nam").order_by("pk").values_list("username", flat=True))
    assert names == ["nam", "Nam2", "NAM3", "nam22"]
