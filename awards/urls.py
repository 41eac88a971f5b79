"""Rounds, nominations, decisions."""

from django.urls import path

from awards.desk_urls import desk_urls
from awards.paper_urls import paper_urls
from awards.views import appraisal, ballots, board, closing, council, decisions, drafting, opinions, parts, rounds

app_name = "awards"
urlpatterns = [
    *desk_urls,
    path("khen-thuong/", rounds.rounds, name="rounds"),
    path("khen-thuong/<slug:code>/", rounds.round_page, name="round"),
    path("khen-thuong/<slug:code>/du-dieu-kien/", rounds.eligible, name="eligible"),
    path("khen-thuong/<slug:code>/lap-ho-so/", drafting.nominate, name="nominate"),
    path("khen-thuong/<slug:code>/han/", closing.closing, name="closing"),
    path("khen-thuong/<slug:code>/quyet-dinh/", decisions.decide, name="decide"),
    path("khen-thuong/<slug:code>/cong-bo/", decisions.release, name="release"),
    path("quyet-dinh/<int:pk>/", decisions.decision, name="decision"),
    path("quyet-dinh/<int:pk>/ban-ky/", decisions.scan, name="decision_scan"),
    path("quyet-dinh/<int:pk>/luu-ban-ky/", decisions.keep_scan, name="keep_scan"),
    path("quyet-dinh/<int:pk>/<slug:what>/", decisions.change, name="decision_change"),
    path("ho-so/<int:pk>/", appraisal.nomination, name="nomination"),
    path("ho-so/<int:pk>/sua/", drafting.edit, name="edit"),
    path("ho-so/<int:pk>/thanh-phan/<slug:code>/", parts.part, name="part"),
    path("ho-so/<int:pk>/minh-chung/<str:key>/", parts.evidence, name="evidence"),
    path("ho-so/<int:pk>/minh-chung/<int:link>/bo/", parts.unlink, name="unlink"),
    path("ho-so/<int:pk>/cac-lan-gui/", parts.versions, name="versions"),
    path("thanh-phan/<int:pk>/tep/", parts.part_file, name="part_file"),
    path("minh-chung/<int:pk>/tep/", parts.evidence_file, name="evidence_file"),
    path("ho-so/<int:pk>/nhan-xet/", appraisal.judge, name="judge"),
    path("khen-thuong/<slug:code>/tham-dinh/", appraisal.queue, name="queue"),
    path("khen-thuong/<slug:code>/thay-doi/", appraisal.changes, name="changes"),
    path("ho-so/<int:pk>/hoi-y-kien/", opinions.ask, name="ask"),
    path("y-kien/", opinions.opinions, name="opinions"),
    path("y-kien/<int:pk>/tep/", opinions.file, name="opinion_file"),
    path("khen-thuong/<slug:code>/bang-so-luong/", board.board, name="board"),
    path("khen-thuong/<slug:code>/bang-so-luong/chon/", board.choose_among, name="choose"),
    path("khen-thuong/<slug:code>/bang-so-luong/so-luong/", board.change_cap, name="change_cap"),
    path("khen-thuong/<slug:code>/bang-so-luong/buoc/<str:step>/", board.bulk_step, name="bulk_step"),
    path("khen-thuong/<slug:code>/hoi-dong/", council.council, name="council"),
    path("khen-thuong/<slug:code>/hoi-dong/chuan-bi/", council.prepare, name="council_prepare"),
    path("phien-hop/<int:pk>/", council.session_page, name="council_session"),
    path("phien-hop/<int:pk>/sua/", council.revise, name="council_revise"),
    path("phien-hop/<int:pk>/buoc/<slug:step>/", council.step, name="council_step"),
    path("phien-hop/<int:pk>/du-hop/", council.presence, name="council_presence"),
    path("phien-hop/<int:pk>/y-kien/<int:member>/", council.paper, name="council_paper"),
    path("phien-hop/<int:pk>/ho-so/<int:position>/", ballots.item, name="council_item"),
    path("phien-hop/<int:pk>/ho-so/<int:position>/tien-do/", ballots.progress, name="council_progress"),
    path("phien-hop/<int:pk>/ho-so/<int:position>/<slug:act>/", ballots.act, name="council_act"),
    path("phien-hop/<int:pk>/trinh-chieu/<int:position>/", ballots.screen, name="council_screen"),
    path("ho-so/<int:pk>/buoc/<str:step>/", appraisal.step, name="step"),
    *paper_urls,
]
