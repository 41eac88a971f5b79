"""Addresses of papers and of their templates."""

from django.urls import path

from awards.decisions.views import golden
from awards.documents.views import paper_templates, papers
from awards.law.views import own_regimes, paper_law, unconfirmed
from awards.nominations.views import whole

paper_urls = [
    path("khen-thuong/<slug:code>/van-ban/", papers.papers, name="papers"),
    path("khen-thuong/<slug:code>/van-ban/tat-ca/", papers.all_papers, name="all_papers"),
    path("khen-thuong/<slug:code>/van-ban/<slug:kind>/", papers.paper, name="paper"),
    path("khen-thuong/<slug:code>/van-ban/<slug:kind>/tung-ho-so/", papers.dossier_papers, name="dossier_papers"),
    path("van-ban/<id:pk>/tai/", papers.file, name="paper_file"),
    path("van-ban/<id:pk>/pdf/", papers.as_pdf, name="paper_pdf"),
    path("van-ban/<id:pk>/ban-ky/", papers.signed_file, name="paper_signed"),
    path("van-ban/<id:pk>/vao-so/", papers.register, name="register_paper"),
    path("van-ban/<id:pk>/luu-ban-ky/", papers.keep_signed, name="keep_signed_paper"),
    path("mau-van-ban/", paper_templates.templates, name="paper_templates"),
    path("mau-van-ban/can-cu/", paper_law.paper_law, name="paper_law"),
    path("mau-van-ban/chua-xac-nhan/", unconfirmed.listing, name="unconfirmed"),
    path("ho-so/<id:pk>/mau-bao-cao/", whole.report_form, name="report_form"),
    path("ho-so/<id:pk>/mau-to-trinh/", whole.letter_form, name="letter_form"),
    path("ho-so/<id:pk>/day-du/", whole.whole_dossier, name="whole_dossier"),
    path("so-vang/", golden.golden_book, name="golden_book"),
    path("mau-van-ban/bang-khen/", paper_templates.blank, name="blank"),
    path("mau-van-ban/bang-khen/trang-thu/", paper_templates.blank_trial, name="blank_trial"),
    path("mau-van-ban/quy-che/", own_regimes.listing, name="own_regimes"),
    path("mau-van-ban/quy-che/tai-len/", own_regimes.upload, name="own_regime_upload"),
    path("mau-van-ban/quy-che/<id:pk>/tep/", own_regimes.file, name="own_regime_file"),
    path("mau-van-ban/<slug:kind>/", paper_templates.template, name="paper_template"),
    path("mau-van-ban/<slug:kind>/dung/", paper_templates.use_template, name="use_template"),
    path("mau-van-ban/<slug:kind>/tep/<id:pk>/", paper_templates.template_file, name="template_file"),
]
