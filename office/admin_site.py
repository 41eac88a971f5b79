"""Puts the portal's own admin site in the place of Django's: `admin.site` everywhere."""

from django.contrib.admin.apps import AdminConfig


class OwnDoorConfig(AdminConfig):
    default_site = "office.read_only.OwnDoor"
