"""Units and households."""

from django.urls import path

from units.views import map as views

app_name = "units"
urlpatterns = [
    path("don-vi/", views.tree, name="tree"),
    path("don-vi/<str:slug>/", views.detail, name="detail"),
    path("don-vi/<str:slug>/ho/", views.households, name="households"),
    path("don-vi/<str:slug>/nguoi-dung/", views.people, name="people"),
]
