"""Units and households."""

from django.urls import path

from units.beginning import views as beginning
from units.households.views import household_import, households
from units.map.views import corrections, own_kinds
from units.map.views import map as views
from units.organisations.views import blocs, organisations
from units.people.views import absences, account_changes, account_lists, people
from units.reorganisation.views import carrying, reorganise, succession_table
from units.unit_lists import views as unit_import

app_name = "units"
urlpatterns = [
    path("bat-dau/", beginning.begin, name="begin"),
    path("don-vi/", views.tree, name="tree"),
    path("nap-don-vi/", unit_import.import_units, name="unit_import"),
    path("don-vi/phan-loai/", own_kinds.kinds, name="kinds"),
    path("don-vi/phan-loai/moi/<str:sort>/", own_kinds.kind_new, name="kind_new"),
    path("don-vi/phan-loai/<id:pk>/", own_kinds.kind, name="kind"),
    path("don-vi/phan-loai/<id:pk>/bo/", own_kinds.kind_remove, name="kind_remove"),
    path("don-vi/<str:slug>/", views.detail, name="detail"),
    path("don-vi/<str:slug>/them/", corrections.new_unit, name="unit_new"),
    path("don-vi/<str:slug>/sua-ghi-sai/", corrections.correct, name="unit_correct"),
    path("don-vi/<str:slug>/go/", corrections.remove, name="unit_remove"),
    path("don-vi/<str:slug>/phan-loai/", reorganise.classes, name="classes"),
    path("don-vi/<str:slug>/ty-le-chia/", reorganise.shares, name="shares"),
    path("don-vi/<str:slug>/ho/nhap-tu-tep/", household_import.import_list, name="household_import"),
    path("don-vi/<str:slug>/ho/nhap-tu-tep/mau/", household_import.template, name="household_template"),
    path("sap-xep/", reorganise.reorganisations, name="reorganisations"),
    path("sap-xep/moi/<str:kind>/", reorganise.wizard, name="reorganise"),
    path("sap-xep/bang/", succession_table.upload, name="succession_table"),
    path("sap-xep/<id:pk>/bang/", succession_table.download_table, name="reorganisation_file"),
    path("sap-xep/<id:pk>/", reorganise.reorganisation, name="reorganisation"),
    path("sap-xep/<id:pk>/<str:step>/", reorganise.reorganisation_step, name="reorganisation_step"),
    path("don-vi/<str:slug>/ho/", households.households, name="households"),
    path("don-vi/<str:slug>/ho/moi/", households.new_household, name="household_new"),
    path("ho/<id:pk>/", households.household, name="household"),
    path("ho/<id:pk>/nam/<year:year>/", households.household_year, name="household_year"),
    path("ho/<id:pk>/dang-ky/<year:year>/", households.registration, name="registration"),
    path("ho/<id:pk>/dang-ky/<year:year>/ket-qua/", households.registration_outcome, name="registration_outcome"),
    path("ho/<id:pk>/<str:step>/", households.household_step, name="household_step"),
    path("don-vi/<str:slug>/nguoi-dung/", people.people, name="people"),
    path("co-quan/", organisations.organisations, name="organisations"),
    path("co-quan/moi/", organisations.new_organisation, name="organisation_new"),
    path("co-quan/<slug:code>/", organisations.organisation, name="organisation"),
    path("co-quan/<slug:code>/<str:step>/", organisations.organisation_step, name="organisation_step"),
    path("nhiem-vu/", organisations.duties, name="duties"),
    path("nhiem-vu/giao/", beginning.give, name="duty_give"),
    path("nhiem-vu/ban-giao/", organisations.hand_over, name="hand_over"),
    path("cum-khoi/", blocs.newest, name="blocs_newest"),
    path("cum-khoi/<year:year>/", blocs.blocs, name="blocs"),
    path("cum-khoi/<year:year>/<id:pk>/", blocs.bloc, name="bloc"),
    path("cum-khoi/<year:year>/<id:pk>/thanh-vien/", blocs.members, name="bloc_members"),
    path("cum-khoi/<year:year>/<id:pk>/chuong-trinh/", blocs.programme, name="bloc_programme"),
    path("cum-khoi/<year:year>/<id:pk>/tep/", blocs.programme_file, name="bloc_file"),
    path("vang-mat/", absences.absences, name="absences"),
    path("vang-mat/ghi/", absences.absence_new, name="absence_new"),
    path("vang-mat/<id:pk>/", absences.absence, name="absence"),
    path("vang-mat/<id:pk>/ket-thuc/", absences.absence_end, name="absence_end"),
    path("chuyen-vai-tro/", carrying.carry, name="carry_seats"),
    path("nguoi-dung/", people.accounts, name="accounts"),
    path("nguoi-dung/moi/", account_changes.new_account, name="account_new"),
    path("nguoi-dung/nhap-danh-sach/", account_lists.import_accounts, name="account_import"),
    path("nguoi-dung/<id:pk>/", people.account, name="account"),
    path("nguoi-dung/<id:pk>/<str:step>/", account_changes.account_step, name="account_step"),
]
