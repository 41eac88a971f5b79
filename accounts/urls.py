"""Signing in and out, one's own account, the trail."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("dang-nhap/", views.SignIn.as_view(), name="sign_in"),
    path("dang-xuat/", views.sign_out, name="sign_out"),
    path("doi-mat-khau/", views.change_password, name="change_password"),
    path("tai-khoan/", views.me, name="me"),
    path("vai-tro/", views.act_as, name="act_as"),
    path("nhat-ky/", views.audit_trail, name="audit"),
]
