"""Rounds, nominations, decisions."""

from django.urls import path

from awards.appraisal.views import opinions, queue
from awards.appraisal.views import sheet as appraisal
from awards.controls.views import late
from awards.council.views import ballots, candidates, results
from awards.council.views import sessions as council
from awards.decisions.views import decisions, returning, signed
from awards.desk_urls import desk_urls
from awards.law.views import holidays
from awards.nominations.views import drafting, eligible, list_import, parts
from awards.paper_urls import paper_urls
from awards.ranking.views import board
from awards.rounds.views import closing, plan_publish, plan_versions, rounds
from awards.workflow.views import reminding, stand_ins

app_name = "awards"
urlpatterns = [
    *desk_urls,
    path("khen-thuong/", rounds.rounds, name="rounds"),
    path("the-le/soan/<id:pk>/ban-hanh/", plan_publish.publish, name="plan_publish"),
    path("ngay-nghi/", holidays.holidays, name="holidays"),
    path("khen-thuong/<slug:code>/", rounds.round_page, name="round"),
    path("khen-thuong/<slug:code>/du-dieu-kien/", eligible.eligible, name="eligible"),
    path("khen-thuong/<slug:code>/lap-ho-so/", drafting.nominate, name="nominate"),
    path("khen-thuong/<slug:code>/nhap-danh-sach/", list_import.list_import, name="list_import"),
    path("khen-thuong/<slug:code>/nhap-bu/", late.late, name="late"),
    path("khen-thuong/<slug:code>/phien-ban/", plan_versions.plan_versions, name="plan_versions"),
    path("khen-thuong/<slug:code>/han/", closing.closing, name="closing"),
    path("khen-thuong/<slug:code>/quyet-dinh/", decisions.decide, name="decide"),
    path("khen-thuong/<slug:code>/tra-lai-danh-sach/", returning.return_list, name="return_list"),
    path("khen-thuong/<slug:code>/cong-bo/", decisions.release, name="release"),
    path("quyet-dinh/<id:pk>/", decisions.decision, name="decision"),
    path("quyet-dinh/<id:pk>/ban-ky/", decisions.scan, name="decision_scan"),
    path("ban-ky-da-thay/<id:pk>/", signed.replaced_file, name="replaced_file"),
    path("quyet-dinh/<id:pk>/luu-ban-ky/", decisions.keep_scan, name="keep_scan"),
    path("quyet-dinh/<id:pk>/<slug:what>/", decisions.change, name="decision_change"),
    path("ho-so/<id:pk>/", appraisal.nomination, name="nomination"),
    path("ho-so/<id:pk>/nhac/", reminding.remind, name="remind"),
    path("khen-thuong/<slug:code>/nhac/", reminding.remind_all, name="remind_all"),
    path("ho-so/<id:pk>/sua/", drafting.edit, name="edit"),
    path("ho-so/<id:pk>/thanh-phan/<slug:code>/", parts.part, name="part"),
    path("ho-so/<id:pk>/minh-chung/<str:key>/", parts.evidence, name="evidence"),
    path("ho-so/<id:pk>/minh-chung/<id:link>/bo/", parts.unlink, name="unlink"),
    path("ho-so/<id:pk>/cac-lan-gui/", parts.versions, name="versions"),
    path("thanh-phan/<id:pk>/tep/", parts.part_file, name="part_file"),
    path("minh-chung/<id:pk>/tep/", parts.evidence_file, name="evidence_file"),
    path("ho-so/<id:pk>/nhan-xet/", appraisal.judge, name="judge"),
    path("khen-thuong/<slug:code>/tham-dinh/", queue.queue, name="queue"),
    path("khen-thuong/<slug:code>/tham-dinh/giao/", queue.assign, name="assign"),
    path("khen-thuong/<slug:code>/tham-dinh/buoc/<str:step>/", queue.queue_step, name="queue_step"),
    path("khen-thuong/<slug:code>/thay-doi/", appraisal.changes, name="changes"),
    path("ho-so/<id:pk>/hoi-y-kien/", opinions.ask, name="ask"),
    path("y-kien/", opinions.opinions, name="opinions"),
    path("y-kien/<id:pk>/tep/", opinions.file, name="opinion_file"),
    path("y-kien/<id:pk>/ghi-van-ban/", opinions.note, name="opinion_note"),
    path("y-kien/<id:pk>/ket-thuc/", opinions.close, name="opinion_close"),
    path("khen-thuong/<slug:code>/nguoi-tham-dinh-thay/", stand_ins.stand_ins, name="stand_ins"),
    path("tham-dinh-thay/<id:pk>/thoi/", stand_ins.end, name="stand_in_end"),
    path("khen-thuong/<slug:code>/bang-so-luong/", board.board, name="board"),
    path("khen-thuong/<slug:code>/bang-so-luong/chon/", board.choose_among, name="choose"),
    path("khen-thuong/<slug:code>/bang-so-luong/so-luong/", board.change_cap, name="change_cap"),
    path("khen-thuong/<slug:code>/bang-so-luong/dem/", board.count_cap, name="count_cap"),
    path("khen-thuong/<slug:code>/bang-so-luong/buoc/<str:step>/", board.bulk_step, name="bulk_step"),
    path("khen-thuong/<slug:code>/dua-ra-hoi-dong/", candidates.candidates, name="candidates"),
    path("khen-thuong/<slug:code>/hoi-dong/", council.council, name="council"),
    path("khen-thuong/<slug:code>/hoi-dong/chuan-bi/", council.prepare, name="council_prepare"),
    path("phien-hop/<id:pk>/", council.session_page, name="council_session"),
    path("phien-hop/<id:pk>/ket-qua/", results.results, name="council_results"),
    path("phien-hop/<id:pk>/bien-ban/<id:choice>/", results.minutes, name="council_minutes"),
    path("phien-hop/<id:pk>/sua/", council.revise, name="council_revise"),
    path("phien-hop/<id:pk>/buoc/<slug:step>/", council.step, name="council_step"),
    path("phien-hop/<id:pk>/du-hop/", council.presence, name="council_presence"),
    path("phien-hop/<id:pk>/thao-luan/", council.discussion, name="council_discussion"),
    path("phien-hop/<id:pk>/y-kien/<id:member>/", council.paper, name="council_paper"),
    path("phien-hop/<id:pk>/ho-so/<id:position>/", ballots.item, name="council_item"),
    path("phien-hop/<id:pk>/ho-so/<id:position>/tien-do/", ballots.progress, name="council_progress"),
    path("phien-hop/<id:pk>/ho-so/<id:position>/<slug:act>/", ballots.act, name="council_act"),
    path("phien-hop/<id:pk>/trinh-chieu/<id:position>/", ballots.screen, name="council_screen"),
    path("ho-so/<id:pk>/buoc/<str:step>/", appraisal.step, name="step"),
    *paper_urls,
]
