"""Figures, targets, plans, the rules of the movement."""

from django.urls import path

from campaign.views import (
    approval,
    entry,
    files,
    households,
    periods,
    plans,
    records,
    remarks,
    results,
    rollup,
    rules,
    series,
    sheet_files,
    targets,
)

app_name = "campaign"
urlpatterns = [
    # figures
    path("ket-qua/", results.newest, name="results"),
    path("ket-qua/<int:year>/", results.listing, name="year"),
    path("ket-qua/<int:year>/nhap-tu-tep/", files.import_file, name="import"),
    path("ket-qua/<int:year>/can-xem-lai/", remarks.remarks, name="remarks"),
    path("ket-qua/<int:year>/<str:code>/mau/", sheet_files.template, name="template"),
    path("ket-qua/<int:year>/<str:code>/phieu/", sheet_files.print_sheet, name="print_sheet"),
    path("ket-qua/<int:year>/<str:code>/tong-hop/", rollup.roll_up_page, name="roll_up"),
    path("so-lieu/<int:pk>/giai-trinh/", remarks.explain, name="explain"),
    path("so-lieu/<int:pk>/y-kien/", remarks.comments, name="comments"),
    path("ky/", periods.listing, name="periods"),
    path("ky/mo/", periods.open_one, name="period_open"),
    path("ky/so-lieu-nen/", periods.baseline, name="baseline"),
    path("ky/<int:pk>/", periods.period, name="period"),
    path("ky/<int:pk>/dong/", periods.close, name="period_close"),
    path("ky/<int:pk>/van-ban/", periods.act, name="period_act"),
    path("ky/<int:pk>/don-doc/", periods.remind, name="remind"),
    path("nhap-bo-sung/<int:pk>/ban-quet/", periods.late_scan, name="late_scan"),
    path("nhap-bo-sung/<int:pk>/ket-thuc/", periods.late_end, name="late_end"),
    path("nhap-bo-sung/<int:year>/<str:code>/", periods.late, name="late"),
    path("ket-qua/<int:year>/<str:code>/", entry.sheet, name="sheet"),
    path("ket-qua/<int:year>/<str:code>/<str:step>/", entry.sheet_step, name="sheet_step"),
    path("phe-duyet/<int:year>/", approval.approve, name="approve"),
    path("phe-duyet/<int:year>/<str:step>/", approval.approve_step, name="approve_step"),
    path("so-lieu/<int:pk>/", results.figure_set, name="figure_set"),
    path("doi-chieu-ho/<int:year>/<str:slug>/", households.household_check, name="household_check"),
    path("dien-bien/<str:slug>/", series.series, name="series"),
    path("so-lieu/<int:pk>/mo-lai/", results.correct, name="correct"),
    # targets
    path("chi-tieu/", targets.newest, name="targets"),
    path("chi-tieu/quyet-dinh/<int:pk>/", targets.scan, name="target_scan"),
    path("chi-tieu/<int:year>/", targets.sheet, name="targets_year"),
    path("chi-tieu/<int:year>/<str:code>/", targets.sheet, name="targets_unit"),
    # plans
    path("ke-hoach/", plans.listing, name="plans"),
    path("ke-hoach/gui/", plans.new, name="plan_new"),
    path("ke-hoach/<int:pk>/", plans.detail, name="plan"),
    path("ke-hoach/<int:pk>/tep/", plans.file, name="plan_file"),
    path("ke-hoach/<int:pk>/<str:step>/", plans.step, name="plan_step"),
    # what units do
    path("phong-trao/", records.listing, name="records"),
    path("phong-trao/so-quy/", records.fund, name="fund"),
    path("phong-trao/don-vi-giup-xa/", records.ties, name="ties"),
    path("phong-trao/ghi/<slug:kind>/", records.new, name="record_new"),
    path("phong-trao/<int:pk>/", records.detail, name="record"),
    path("phong-trao/<int:pk>/sua/", records.change, name="record_edit"),
    path("phong-trao/<int:pk>/tep/<int:number>/", records.file, name="record_file"),
    path("phong-trao/<int:pk>/buoc/<str:step>/", records.step, name="record_step"),
    # the rules
    path("the-le/", rules.page, name="rules"),
]
