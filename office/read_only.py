"""Django's admin shows records and changes none: state changes only through actions.

It stands behind the portal's own door: signing in, leaving and passwords are the portal's pages, with their limits
and their trail. Only what the portal itself puts in is shown, never a library's tables (payloads of long work, groups).
"""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts import audit
from accounts.middleware import to_sign_in


class OwnDoor(admin.AdminSite):
    """The site."""

    def register(self, kinds: Any, admin_class: Any = None, **options: Any) -> None:
        if getattr(admin_class, "is_ours", False):
            super().register(kinds, admin_class, **options)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.user.is_authenticated:
            raise PermissionDenied
        return to_sign_in(request)

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("reports:workbench")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("accounts:change_password")


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in its stubs alone
    """For the system administrator: look, do not touch."""

    is_ours = True

    def changelist_view(self, request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        """What is read here is noted as what is read on the portal's own pages."""
        response: HttpResponse = super().changelist_view(request, *args, **more)
        audit.note(request.user, "read_admin", label=str(self.opts.verbose_name_plural))
        return response

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **more: Any
    ) -> HttpResponse:
        response: HttpResponse = super().changeform_view(request, object_id, *args, **more)
        audit.note(request.user, "read_admin", label=f"{self.opts.verbose_name}, số {object_id}")
        return response

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Nothing is asked by a field's name in the address: what is hidden could be guessed letter by letter."""
        return False

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


def show(*kinds: type[models.Model], hidden: Sequence[str] = ()) -> None:
    """Enter models in the admin, read-only; `hidden` names the fields that nobody reads there."""
    for kind in kinds:
        admin.site.register(kind, ReadOnlyAdmin, exclude=tuple(hidden))
