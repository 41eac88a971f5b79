"""Rounds, nominations, decisions."""

from django.urls import path

from awards.views import appraisal, closing, decisions, drafting, rounds

app_name = "awards"
urlpatterns = [
    path("khen-thuong/", rounds.rounds, name="rounds"),
    path("khen-thuong/<slug:code>/", rounds.round_page, name="round"),
    path("khen-thuong/<slug:code>/du-dieu-kien/", rounds.eligible, name="eligible"),
    path("khen-thuong/<slug:code>/lap-ho-so/", drafting.nominate, name="nominate"),
    path("khen-thuong/<slug:code>/han/", closing.closing, name="closing"),
    path("khen-thuong/<slug:code>/quyet-dinh/", decisions.decide, name="decide"),
    path("ho-so/<int:pk>/", appraisal.nomination, name="nomination"),
    path("ho-so/<int:pk>/sua/", drafting.edit, name="edit"),
    path("ho-so/<int:pk>/nhan-xet/", appraisal.judge, name="judge"),
    path("ho-so/<int:pk>/bao-cao/", appraisal.report_file, name="report_file"),
    path("ho-so/<int:pk>/buoc/<str:step>/", appraisal.step, name="step"),
]
