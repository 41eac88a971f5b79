"""The start page, search, reports, public pages."""

from django.urls import path

from reports import views
from reports.guides import pages as guide_pages
from reports.integrity import error_records, health
from reports.public import crosswalk, open_data, publishing
from reports.public import pages as public
from reports.seeing import views as seeing
from reports.setup import page as setup_page

app_name = "reports"
urlpatterns = [
    path("", views.workbench, name="workbench"),
    path("tim/", views.search, name="search"),
    path("suc-khoe/", health.health, name="health"),
    path("thiet-lap/", setup_page.listed, name="setup"),
    path("loi/", error_records.listed, name="errors"),
    path("huong-dan/", guide_pages.guide, name="guides"),
    path("huong-dan/<slug:name>/", guide_pages.guide, name="guide"),
    path("huong-dan/<slug:folder>/<slug:name>.png", guide_pages.picture, name="guide_picture"),
    path("bao-cao/", views.reports, name="reports"),
    path("bao-cao/tong-hop/<year:year>/<slug:period>/", views.merged, name="merged"),
    path("bao-cao/du-lieu-phang/<year:year>/", views.export_flat, name="export_flat"),
    path("bao-cao/<str:layout>/<year:year>/", views.export_form, name="export"),
    path("tong-quan/", seeing.newest, name="overviews"),
    path("tong-quan/<year:year>/", seeing.overview, name="overview"),
    path("tong-quan/<year:year>/<str:code>/", seeing.overview_of, name="overview_of"),
    path("tong-quan/<year:year>/<str:code>/chieu/<id:number>/", seeing.slides, name="slide"),
    path("cong-bo/", publishing.years, name="publications"),
    path("cong-bo/<year:year>/", publishing.year, name="publication"),
    path("cong-khai/", public.newest, name="public"),
    path("cong-khai/khen-thuong/", public.awards_page, name="public_awards"),
    path("cong-khai/du-lieu/", public.data_page, name="public_data"),
    path("cong-khai/don-vi-cu-moi/", crosswalk.page, name="public_crosswalk"),
    path("cong-khai/don-vi-cu-moi.csv", crosswalk.as_csv, name="crosswalk_csv"),
    path("cong-khai/gioi-thieu/", public.about_page, name="public_about"),
    path("cong-khai/don-vi/<str:code>/", public.unit_page, name="public_unit"),
    path("cong-khai/du-lieu/ket-qua.csv", open_data.as_csv, name="open_csv"),
    path("cong-khai/du-lieu/ket-qua.json", open_data.as_json, name="open_json"),
    path("cong-khai/du-lieu/datapackage.json", open_data.package, name="open_package"),
    path("cong-khai/<year:year>/", public.year_page, name="public_year"),
    path("cong-khai/<year:year>/ket-qua.csv", open_data.as_csv, name="open_csv_year"),
    path("cong-khai/<year:year>/ket-qua.json", open_data.as_json, name="open_json_year"),
    path("cong-khai/<year:year>/ket-qua.xlsx", open_data.as_excel, name="open_excel_year"),
]
