"""Django's admin shows records and changes none: state changes only through actions."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """For the system administrator: look, do not touch."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


def show(*kinds: type[models.Model]) -> None:
    """Enter models in the admin, read-only."""
    for kind in kinds:
        admin.site.register(kind, ReadOnlyAdmin)
