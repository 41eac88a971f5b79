"""Units and households."""

from django.urls import path

from units.views import household_import, households, people, reorganise
from units.views import map as views

app_name = "units"
urlpatterns = [
    path("don-vi/", views.tree, name="tree"),
    path("don-vi/<str:slug>/", views.detail, name="detail"),
    path("don-vi/<str:slug>/phan-loai/", reorganise.classes, name="classes"),
    path("don-vi/<str:slug>/ty-le-chia/", reorganise.shares, name="shares"),
    path("don-vi/<str:slug>/ho/nhap-tu-tep/", household_import.import_list, name="household_import"),
    path("don-vi/<str:slug>/ho/nhap-tu-tep/mau/", household_import.template, name="household_template"),
    path("sap-xep/", reorganise.reorganisations, name="reorganisations"),
    path("sap-xep/moi/<str:kind>/", reorganise.wizard, name="reorganise"),
    path("sap-xep/<int:pk>/", reorganise.reorganisation, name="reorganisation"),
    path("sap-xep/<int:pk>/<str:step>/", reorganise.reorganisation_step, name="reorganisation_step"),
    path("don-vi/<str:slug>/ho/", households.households, name="households"),
    path("don-vi/<str:slug>/ho/moi/", households.new_household, name="household_new"),
    path("ho/<int:pk>/", households.household, name="household"),
    path("ho/<int:pk>/nam/<int:year>/", households.household_year, name="household_year"),
    path("ho/<int:pk>/dang-ky/<int:year>/", households.registration, name="registration"),
    path("ho/<int:pk>/dang-ky/<int:year>/ket-qua/", households.registration_outcome, name="registration_outcome"),
    path("ho/<int:pk>/<str:step>/", households.household_step, name="household_step"),
    path("don-vi/<str:slug>/nguoi-dung/", people.people, name="people"),
    path("nguoi-dung/", people.accounts, name="accounts"),
    path("nguoi-dung/moi/", people.new_account, name="account_new"),
    path("nguoi-dung/nhap-danh-sach/", people.import_accounts, name="account_import"),
    path("nguoi-dung/<int:pk>/", people.account, name="account"),
    path("nguoi-dung/<int:pk>/<str:step>/", people.account_step, name="account_step"),
]
