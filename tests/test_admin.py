"""Django's admin shows and never changes."""

import pytest
from django.contrib import admin
from django.test import Client

from accounts.models import User
from tests import cast
from units.models import Unit


def test_every_model_is_read_only(province: cast.Province) -> None:
    root = User.objects.create_superuser("root", "mot-cau-ngan-de-nho")
    client = Client()
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    unit = province.unit("584")
    assert client.get(f"/admin/units/unit/{unit.pk}/change/").status_code == 200
    assert client.post(f"/admin/units/unit/{unit.pk}/change/", {"name": "Khác"}).status_code == 403
    assert client.post(f"/admin/units/unit/{unit.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.get("/admin/units/unit/add/").status_code == 403
    assert Unit.objects.get(pk=unit.pk).name == "Huyện Bác Ái"


def test_no_model_of_ours_is_changed_in_the_admin() -> None:
    ours = {"accounts", "office", "units", "campaign", "awards", "reports"}
    open_ones = [
        model.__name__
        for model, options in admin.site._registry.items()
        if model._meta.app_label in ours and type(options).__name__ != "ReadOnlyAdmin"
    ]
    assert open_ones == []


@pytest.mark.parametrize("name", ["bac_ai", "home", "administrator"])
def test_officers_do_not_enter_the_admin(province: cast.Province, sign_in, name: str) -> None:
    assert sign_in(province.people[name]).get("/admin/").status_code == 302
