"""Long work, notices."""

from django.urls import path

from office import views

app_name = "office"
urlpatterns = [
    path("viec-dai/<id:pk>/", views.work, name="work"),
    path("viec-dai/<id:pk>/tep/", views.work_file, name="work_file"),
    path("thong-bao/", views.notices, name="notices"),
    path("hop-thu-cho/", views.waiting, name="outbox"),
    path("hop-thu-cho/<id:pk>/gui-lai/", views.mail_again, name="mail_again"),
    path("hop-thu-cho/<id:pk>/", views.waiting_one, name="outbox_one"),
]
