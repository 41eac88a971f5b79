"""Addresses of matters, public comment, state awards, Giấy khen, history, balance and of what bends a rule."""

from django.urls import path

from awards.appraisal.views import matters
from awards.controls.views import controls
from awards.council.views import comments
from awards.decisions.views import recognitions, state
from awards.nominations.views import memory
from awards.ranking.views import balance

desk_urls = [
    path("ho-so/<id:pk>/vu-viec/", matters.note, name="note_matter"),
    path("ho-so/<id:pk>/vu-viec/<id:matter>/", matters.conclude, name="conclude_matter"),
    path("ho-so/<id:pk>/gop-y/", comments.record, name="record_objection"),
    path("ho-so/<id:pk>/gop-y/<id:objection>/", comments.answer, name="answer_objection"),
    path("khen-thuong/<slug:code>/trinh-nha-nuoc/", state.state, name="state"),
    path("khen-thuong/<slug:code>/trinh-nha-nuoc/<slug:authority>/", state.state_send, name="state_send"),
    path("to-trinh/<id:pk>/", state.submission, name="submission"),
    path("to-trinh/<id:pk>/thu-hoi/", state.submission_recall, name="submission_recall"),
    path("to-trinh/<id:pk>/tra-loi/<id:item>/thu-hoi/", state.answer_recall, name="answer_recall"),
    path("to-trinh/<id:pk>/tep/", state.submission_file, name="submission_file"),
    path("to-trinh/<id:pk>/tra-loi/<id:item>/", state.answer_file, name="answer_file"),
    path("khen-thuong/<slug:code>/can-doi/", balance.balance, name="balance"),
    path("giay-khen/", recognitions.recognitions, name="recognitions"),
    path("giay-khen/ghi/", recognitions.recognition_new, name="recognition_new"),
    path("giay-khen/<id:pk>/", recognitions.recognition, name="recognition"),
    path("giay-khen/<id:pk>/tep/", recognitions.recognition_scan, name="recognition_scan"),
    path("lich-su-khen-thuong/don-vi/<str:slug>/", memory.unit, name="history_unit"),
    path("lich-su-khen-thuong/co-quan/<slug:code>/", memory.organisation, name="history_organisation"),
    path("lich-su-khen-thuong/ho/<id:pk>/", memory.household, name="history_household"),
    path("thay-doi-quy-dinh/", controls.rule_changes, name="rule_changes"),
    path("thay-doi-quy-dinh/<id:pk>/", controls.rule_change, name="rule_change"),
    path("thay-doi-quy-dinh/<id:pk>/tep/", controls.rule_change_file, name="rule_change_file"),
    path("quyet-dinh/<id:pk>/bo-nhap-bu/", controls.cancel_late, name="late_cancel"),
    path("ho-so/<id:pk>/lich-su/", memory.person, name="history_person"),
    path("cong-khai/lay-y-kien/", comments.listed, name="comment_public"),
]
