"""Figures, targets, plans, the rules of the movement."""

from django.urls import path

from campaign.activities.views import funds, record_lists, records, writing
from campaign.figure_files.views import files, pasted, sheet_files
from campaign.figures.views import (
    approval,
    discarding,
    entry,
    figure_sets,
    households,
    remarks,
    results,
    rollup,
    series,
    sums,
)
from campaign.periods.views import closing, late_entries, official_acts, period, periods, reminding
from campaign.plan.views import drafts as plan_drafts
from campaign.plan.views import entries as plan_entries
from campaign.plan.views import rules
from campaign.plan.views import versions as plan_versions
from campaign.poverty_standards import views as standards
from campaign.registrations.views import deadlines, follow_up, plans
from campaign.targets.views import target_files, targets

app_name = "campaign"
urlpatterns = [
    # figures
    path("ket-qua/", results.newest, name="results"),
    path("ket-qua/<year:year>/", results.listing, name="year"),
    path("ket-qua/<year:year>/nhap-tu-tep/", files.import_file, name="import"),
    path("ket-qua/<year:year>/bo-so-dang-nhap/", discarding.discard_drafts, name="discard"),
    path("ket-qua/<year:year>/can-xem-lai/", remarks.remarks, name="remarks"),
    path("ket-qua/<year:year>/<str:code>/mau/", sheet_files.template, name="template"),
    path("ket-qua/<year:year>/<str:code>/khoi-dan/", pasted.judge, name="pasted"),
    path("ket-qua/<year:year>/<str:code>/phieu/", sheet_files.print_sheet, name="print_sheet"),
    path("ket-qua/<year:year>/<str:code>/tong-hop/", rollup.roll_up_page, name="roll_up"),
    path("so-lieu/<id:pk>/y-kien/", remarks.comments, name="comments"),
    path("chuan-ngheo/", standards.listing, name="standards"),
    path("chuan-ngheo/nam/", standards.add_year, name="standard_year"),
    path("chuan-ngheo/tai-len/", standards.upload, name="standard_upload"),
    path("chuan-ngheo/<slug:code>/", standards.detail, name="standard"),
    path("chuan-ngheo/<slug:code>/tep/", standards.file, name="standard_file"),
    path("ky/", periods.listing, name="periods"),
    path("ky/mo/", periods.open_one, name="period_open"),
    path("ky/so-lieu-nen/", official_acts.baseline, name="baseline"),
    path("ky/<id:pk>/", period.period, name="period"),
    path("ky/<id:pk>/dong/", closing.close, name="period_close"),
    path("ky/<id:pk>/van-ban/", official_acts.act, name="period_act"),
    path("ky/<id:pk>/don-doc/", reminding.remind, name="remind"),
    path("nhap-bo-sung/<id:pk>/ban-quet/", late_entries.late_scan, name="late_scan"),
    path("nhap-bo-sung/<id:pk>/ket-thuc/", late_entries.late_end, name="late_end"),
    path("nhap-bo-sung/<year:year>/<str:code>/", late_entries.late, name="late"),
    path("ket-qua/<year:year>/<str:code>/", entry.sheet, name="sheet"),
    path("ket-qua/<year:year>/<str:code>/lay-tong/", sums.take_sums, name="take_sums"),
    path("ket-qua/<year:year>/<str:code>/<str:step>/", entry.sheet_step, name="sheet_step"),
    path("phe-duyet/<year:year>/", approval.approve, name="approve"),
    path("phe-duyet/<year:year>/<str:step>/", approval.approve_step, name="approve_step"),
    path("so-lieu/<id:pk>/", figure_sets.figure_set, name="figure_set"),
    path("doi-chieu-ho/<year:year>/<str:slug>/", households.household_check, name="household_check"),
    path("dien-bien/<str:slug>/", series.series, name="series"),
    path("so-lieu/<id:pk>/buoc/<slug:word>/", figure_sets.word, name="figure_word"),
    path("so-lieu/<id:pk>/mo-lai/", figure_sets.correct, name="correct"),
    # targets
    path("chi-tieu/", targets.newest, name="targets"),
    path("chi-tieu/quyet-dinh/<id:pk>/", targets.scan, name="target_scan"),
    path("chi-tieu/<year:year>/", targets.sheet, name="targets_year"),
    path("chi-tieu/<year:year>/nhap-tu-tep/", target_files.import_file, name="target_import"),
    path("chi-tieu/<year:year>/<str:code>/", targets.sheet, name="targets_unit"),
    path("chi-tieu/<year:year>/<str:code>/mau/", targets.template, name="target_template"),
    # plans
    path("ke-hoach/", plans.listing, name="plans"),
    path("ke-hoach/gui/", plans.new, name="plan_new"),
    path("ke-hoach/theo-doi/", follow_up.follow, name="follow_up"),
    path("ke-hoach/theo-doi/nhac/", follow_up.remind, name="plan_remind"),
    path("ke-hoach/han/", deadlines.plan_deadline, name="plan_deadline"),
    path("ke-hoach/phai-gui/", follow_up.filers, name="filers"),
    path("ke-hoach/phai-gui/<id:pk>/bo/", follow_up.filer_end, name="filer_end"),
    path("ke-hoach/ban-giay/", follow_up.paper, name="plan_paper"),
    path("ke-hoach/<id:pk>/", plans.detail, name="plan"),
    path("ke-hoach/<id:pk>/tep/", plans.file, name="plan_file"),
    path("ke-hoach/<id:pk>/tep/<id:number>/", plans.file, name="plan_version"),
    path("ke-hoach/<id:pk>/<str:step>/", plans.step, name="plan_step"),
    # what units do
    path("phong-trao/", record_lists.listing, name="records"),
    path("phong-trao/so-quy/", funds.fund, name="fund"),
    path("phong-trao/so-quy/<id:pk>/ban-giao/", funds.take_over, name="fund_take_over"),
    path("phong-trao/don-vi-giup-xa/", record_lists.ties, name="ties"),
    path("phong-trao/han-bao-cao/", deadlines.report_deadlines, name="report_deadlines"),
    path("phong-trao/han-bao-cao/<id:pk>/nhac/", deadlines.report_remind, name="report_remind"),
    path("phong-trao/han-bao-cao/<id:pk>/tai/<slug:kind>/", deadlines.report_file, name="report_file"),
    path("phong-trao/ghi/<slug:kind>/", writing.new, name="record_new"),
    path("phong-trao/<id:pk>/", records.detail, name="record"),
    path("phong-trao/<id:pk>/sua/", writing.change, name="record_edit"),
    path("phong-trao/<id:pk>/tep/<id:number>/", records.file, name="record_file"),
    path("phong-trao/<id:pk>/tep/<id:number>/bo/", records.drop_file, name="record_file_drop"),
    path("phong-trao/<id:pk>/buoc/<str:step>/", records.step, name="record_step"),
    # the rules
    path("the-le/", rules.page, name="rules"),
    path("the-le/phien-ban/", plan_versions.versions, name="rule_versions"),
    path("the-le/soan/", plan_drafts.drafts, name="plan_drafts"),
    path("the-le/soan/<id:pk>/", plan_drafts.overview, name="plan_draft"),
    path("the-le/soan/<id:pk>/tep/", plan_drafts.file, name="plan_draft_file"),
    path("the-le/soan/<id:pk>/hoan-tac/", plan_drafts.take_back, name="plan_draft_back"),
    path("the-le/soan/<id:pk>/nhan/", plan_drafts.take_over, name="plan_draft_take"),
    path("the-le/soan/<id:pk>/bo/", plan_drafts.drop, name="plan_draft_drop"),
    path("the-le/soan/<id:pk>/phan/<slug:section>/", plan_entries.section, name="plan_section"),
    path("the-le/soan/<id:pk>/muc/<path:place>/thu/", plan_entries.trial, name="plan_trial"),
    path("the-le/soan/<id:pk>/muc/<path:place>/", plan_entries.entry, name="plan_entry"),
]
