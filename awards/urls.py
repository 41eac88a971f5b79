"""Rounds, nominations, decisions."""

from django.urls import path

from awards import views

app_name = "awards"
urlpatterns = [
    path("khen-thuong/", views.rounds, name="rounds"),
    path("khen-thuong/<slug:code>/", views.round_page, name="round"),
    path("khen-thuong/<slug:code>/du-dieu-kien/", views.eligible, name="eligible"),
    path("khen-thuong/<slug:code>/lap-ho-so/", views.nominate, name="nominate"),
    path("khen-thuong/<slug:code>/quyet-dinh/", views.decide, name="decide"),
    path("ho-so/<int:pk>/", views.nomination, name="nomination"),
    path("ho-so/<int:pk>/sua/", views.edit, name="edit"),
    path("ho-so/<int:pk>/nhan-xet/", views.judge, name="judge"),
    path("ho-so/<int:pk>/bao-cao/", views.report_file, name="report_file"),
    path("ho-so/<int:pk>/buoc/<str:step>/", views.step, name="step"),
]
