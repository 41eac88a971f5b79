"""Addresses: readable, stable, Vietnamese without accents."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("office.urls")),
    path("", include("units.urls")),
    path("", include("campaign.urls")),
    path("", include("awards.urls")),
    path("", include("reports.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "reports.integrity.errors.bad_request"
handler403 = "reports.integrity.errors.forbidden"
handler404 = "reports.integrity.errors.not_found"
handler500 = "reports.integrity.errors.server_error"
