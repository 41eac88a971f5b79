"""Who gets what at every address: one table, which a new address cannot escape."""

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts import audit
from accounts.models import User
from awards import actions as awards
from awards.council.actions import preparing
from awards.decisions.actions.recognitions import Entry, recognise
from awards.models import AgendaItem, CouncilSession, Nomination, Recognition
from awards.nominations.actions.evidence import keep_paper, link
from awards.workflow.states import State
from campaign.activities.actions import records
from campaign.figures.actions.entering import save_sheet
from campaign.models import DefinitionVersion, FigureSet, Period, Record
from campaign.plan.actions import drafts as plan_drafts
from campaign.registrations.actions import filing
from core.findings import Source
from office.models import LongWork
from tests import access_people, cast
from tests.access_people import LIKE, LIKE_BUT
from tests.awards.walking import pdf
from tests.remembered import remembered
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import Kind
from units.models import Bloc, BlocMember, ExitRegistration, Household, Reorganisation

PEOPLE = ("bac_ai", "ninh_son", "phuoc_dai", "home", "labour", "health", "front", "press", "auditor", "chairman")
OK, TO, NO, GONE, BAD, NOT = 200, 302, 403, 404, 400, 405


def _row(*codes: int) -> dict[str, int]:
    return dict(zip(PEOPLE, codes, strict=True))


ALL_OK = _row(*[OK] * 10)
ALL_TO = _row(*[TO] * 10)
ALL_NOT = _row(*[NOT] * 10)  # POST only

# name: (address, status of a GET by each of PEOPLE in order). Subjects are Bác Ái's (584) or its Phước Đại's (22801)
#                                bac_ai ninh_son phuoc_dai home labour health front press auditor chairman
OWN_AND_PROVINCE = _row(OK, GONE, GONE, OK, OK, GONE, OK, GONE, OK, OK)
OWN_COMMUNE_TOO = _row(OK, GONE, OK, OK, OK, GONE, OK, GONE, OK, OK)
WHO_SEES_FIGURES = _row(OK, OK, OK, OK, OK, NO, OK, NO, OK, OK)
KEEPS = _row(OK, GONE, OK, GONE, GONE, GONE, GONE, GONE, GONE, GONE)
AUDIT_ONLY = _row(NO, NO, NO, NO, NO, NO, NO, NO, OK, NO)
SEES_584 = _row(OK, GONE, GONE, OK, OK, NO, OK, NO, OK, OK)
STANDING_AGENCY = _row(NO, NO, NO, NO, OK, NO, NO, NO, NO, NO)
DESKS = _row(NO, NO, NO, OK, OK, NO, NO, NO, NO, NO)
PAPERS = _row(NO, NO, NO, OK, NO, NO, NO, NO, OK, OK)
HOLDS_SESSIONS = _row(NO, NO, NO, OK, NO, NO, NO, NO, NO, NO)
SEES_SESSIONS = _row(GONE, GONE, GONE, OK, GONE, GONE, GONE, GONE, OK, OK)
MATRIX: dict[str, tuple[str, dict[str, int]]] = {
    "accounts:sign_in": ("/dang-nhap/", ALL_TO),
    "accounts:sign_out": ("/dang-xuat/", ALL_NOT),
    "accounts:change_password": ("/doi-mat-khau/", ALL_OK),
    "accounts:me": ("/tai-khoan/", ALL_OK),
    "accounts:act_as": ("/vai-tro/", ALL_NOT),
    "accounts:audit": ("/nhat-ky/", _row(NO, NO, NO, NO, NO, NO, NO, NO, OK, NO)),
    "units:begin": ("/bat-dau/", ALL_TO),
    "units:tree": ("/don-vi/", ALL_OK),
    "units:unit_import": ("/nap-don-vi/", _row(*[NO] * 10)),
    "units:unit_new": ("/don-vi/584-2021-01-01/them/", _row(*[NO] * 10)),
    "units:unit_correct": ("/don-vi/584-2021-01-01/sua-ghi-sai/", _row(*[NO] * 10)),
    "units:unit_remove": ("/don-vi/584-2021-01-01/go/", _row(*[NO] * 10)),
    "units:duty_give": ("/nhiem-vu/giao/", _row(*[NO] * 10)),
    "units:carry_seats": ("/chuyen-vai-tro/", _row(*[NO] * 10)),
    "units:absences": ("/vang-mat/", ALL_OK),
    "units:absence_new": ("/vang-mat/ghi/", ALL_OK),
    "units:absence": ("/vang-mat/1/", _row(*[GONE] * 10)),
    "units:absence_end": ("/vang-mat/1/ket-thuc/", ALL_NOT),
    "units:kinds": ("/don-vi/phan-loai/", _row(*[NO] * 10)),
    "units:kind_new": ("/don-vi/phan-loai/moi/phan-loai/", _row(*[NO] * 10)),
    "units:kind": ("/don-vi/phan-loai/1/", _row(*[NO] * 10)),
    "units:kind_remove": ("/don-vi/phan-loai/1/bo/", ALL_NOT),
    "units:detail": ("/don-vi/584-2021-01-01/", ALL_OK),
    "units:households": ("/don-vi/22801-2021-01-01/ho/", _row(OK, GONE, OK, GONE, GONE, GONE, GONE, GONE, GONE, GONE)),
    "units:organisations": ("/co-quan/", ALL_OK),
    "units:organisation_new": ("/co-quan/moi/", _row(*[NO] * 10)),
    "units:organisation": ("/co-quan/so-y-te/", ALL_OK),
    "units:organisation_step": ("/co-quan/so-y-te/sua/", _row(*[NO] * 10)),
    "units:duties": ("/nhiem-vu/", ALL_OK),
    "units:hand_over": ("/nhiem-vu/ban-giao/", _row(*[NO] * 10)),
    "units:blocs_newest": ("/cum-khoi/", ALL_TO),
    "units:blocs": ("/cum-khoi/2022/", ALL_OK),
    "units:bloc": ("/cum-khoi/2022/{bloc}/", ALL_OK),
    "units:bloc_members": ("/cum-khoi/2022/{bloc}/thanh-vien/", _row(NO, NO, NO, OK, NO, NO, NO, NO, NO, NO)),
    "units:bloc_programme": ("/cum-khoi/2022/{bloc}/chuong-trinh/", _row(NO, NO, NO, OK, NO, OK, NO, NO, NO, NO)),
    "units:bloc_file": ("/cum-khoi/2022/{bloc}/tep/", _row(*[GONE] * 10)),
    "units:accounts": ("/nguoi-dung/", _row(*[NO] * 10)),
    "units:account_new": ("/nguoi-dung/moi/", _row(*[NO] * 10)),
    "units:account_import": ("/nguoi-dung/nhap-danh-sach/", _row(*[NO] * 10)),
    "units:account": ("/nguoi-dung/1/", _row(*[NO] * 10)),
    "units:account_step": ("/nguoi-dung/1/dong/", _row(*[NO] * 10)),
    "units:household_new": ("/don-vi/22801-2021-01-01/ho/moi/", KEEPS),
    "units:household": ("/ho/{household}/", KEEPS),
    "units:household_year": ("/ho/{household}/nam/2022/", KEEPS),
    "units:registration": ("/ho/{household}/dang-ky/2022/", KEEPS),
    "units:registration_outcome": ("/ho/{household}/dang-ky/2021/ket-qua/", KEEPS),
    "units:household_step": ("/ho/{household}/sua/", KEEPS),
    "units:household_import": ("/don-vi/22801-2021-01-01/ho/nhap-tu-tep/", KEEPS),
    "units:household_template": ("/don-vi/22801-2021-01-01/ho/nhap-tu-tep/mau/", KEEPS),
    "office:work": ("/viec-dai/{work}/", _row(OK, *[GONE] * 9)),
    "office:work_file": ("/viec-dai/{work}/tep/", _row(*[GONE] * 10)),
    "units:people": ("/don-vi/584-2021-01-01/nguoi-dung/", _row(NO, NO, NO, NO, NO, NO, NO, NO, OK, NO)),
    "units:classes": ("/don-vi/584-2021-01-01/phan-loai/", _row(*[NO] * 10)),
    "units:shares": ("/don-vi/22768-2021-01-01/ty-le-chia/", _row(*[NO] * 10)),
    "units:reorganisations": ("/sap-xep/", AUDIT_ONLY),
    "units:reorganise": ("/sap-xep/moi/hop-nhat/", _row(*[NO] * 10)),
    "units:reorganisation": ("/sap-xep/{change}/", AUDIT_ONLY),
    "units:succession_table": ("/sap-xep/bang/", _row(*[NO] * 10)),
    "units:reorganisation_file": ("/sap-xep/{change}/bang/", _row(*[NO] * 8, GONE, NO)),
    "units:reorganisation_step": ("/sap-xep/{change}/hoan-tac/", ALL_NOT),
    "campaign:results": ("/ket-qua/", _row(TO, TO, TO, TO, TO, NO, TO, NO, TO, TO)),
    "campaign:year": ("/ket-qua/2022/", WHO_SEES_FIGURES),
    "campaign:import": ("/ket-qua/2022/nhap-tu-tep/", _row(OK, OK, OK, NO, OK, NO, NO, NO, NO, NO)),
    "campaign:discard": ("/ket-qua/2022/bo-so-dang-nhap/", _row(OK, OK, OK, NO, OK, NO, NO, NO, NO, NO)),
    "campaign:sheet": ("/ket-qua/2022/584/", _row(OK, GONE, GONE, OK, OK, NO, OK, NO, OK, OK)),
    "campaign:sheet_step": ("/ket-qua/2022/584/check/", _row(OK, GONE, GONE, TO, TO, NO, TO, NO, TO, TO)),
    "campaign:remarks": ("/ket-qua/2022/can-xem-lai/", WHO_SEES_FIGURES),
    "campaign:template": ("/ket-qua/2022/584/mau/", SEES_584),
    "campaign:print_sheet": ("/ket-qua/2022/584/phieu/", SEES_584),
    "campaign:pasted": ("/ket-qua/2022/584/khoi-dan/", ALL_NOT),
    "campaign:roll_up": ("/ket-qua/2022/584/tong-hop/", SEES_584),
    "campaign:take_sums": ("/ket-qua/2022/584/lay-tong/", _row(OK, GONE, GONE, NO, OK, NO, NO, NO, NO, NO)),
    "campaign:figure_word": (
        "/so-lieu/{figures}/buoc/de-nghi-mo-lai/",
        _row(OK, GONE, OK, NO, OK, GONE, NO, GONE, NO, NO),
    ),
    "campaign:comments": ("/so-lieu/{figures}/y-kien/", _row(OK, GONE, OK, OK, OK, NO, OK, NO, OK, OK)),
    "campaign:standards": ("/chuan-ngheo/", STANDING_AGENCY),
    "campaign:standard_year": ("/chuan-ngheo/nam/", STANDING_AGENCY),
    "campaign:standard_upload": ("/chuan-ngheo/tai-len/", STANDING_AGENCY),
    "campaign:standard": ("/chuan-ngheo/mdp-2022-2025/", STANDING_AGENCY),
    "campaign:standard_file": ("/chuan-ngheo/mdp-2022-2025/tep/", STANDING_AGENCY),
    "campaign:periods": ("/ky/", WHO_SEES_FIGURES),
    "campaign:period_open": ("/ky/mo/", STANDING_AGENCY),
    "campaign:baseline": ("/ky/so-lieu-nen/", STANDING_AGENCY),
    "campaign:period": ("/ky/{period}/", WHO_SEES_FIGURES),
    "campaign:period_close": ("/ky/{period}/dong/", STANDING_AGENCY),
    "campaign:period_act": ("/ky/{period}/van-ban/", STANDING_AGENCY),
    "campaign:remind": ("/ky/{period}/don-doc/", STANDING_AGENCY),
    "campaign:late": ("/nhap-bo-sung/2022/584/", STANDING_AGENCY),
    "campaign:late_scan": ("/nhap-bo-sung/1/ban-quet/", _row(GONE, GONE, GONE, GONE, GONE, NO, GONE, NO, GONE, GONE)),
    "campaign:late_end": ("/nhap-bo-sung/1/ket-thuc/", ALL_NOT),
    "office:notices": ("/thong-bao/", ALL_OK),
    "office:outbox": ("/hop-thu-cho/", ALL_OK),
    "office:mail_again": ("/hop-thu-cho/1/gui-lai/", ALL_NOT),
    "office:outbox_one": ("/hop-thu-cho/1/", _row(*[GONE] * 10)),
    "campaign:approve": ("/phe-duyet/2022/", _row(NO, NO, NO, NO, OK, NO, NO, NO, NO, NO)),
    "campaign:approve_step": ("/phe-duyet/2022/approve/", _row(NO, NO, NO, NO, OK, NO, NO, NO, NO, NO)),
    "campaign:figure_set": ("/so-lieu/{figures}/", OWN_COMMUNE_TOO),
    "campaign:household_check": ("/doi-chieu-ho/2022/22801-2021-01-01/", KEEPS),
    "campaign:series": ("/dien-bien/584-2021-01-01/", _row(OK, GONE, GONE, OK, OK, NO, OK, NO, OK, OK)),
    "campaign:correct": ("/so-lieu/{figures}/mo-lai/", _row(NO, GONE, NO, NO, OK, GONE, NO, GONE, NO, NO)),
    "campaign:targets": ("/chi-tieu/", _row(TO, TO, TO, TO, TO, NO, TO, NO, TO, TO)),
    "campaign:targets_year": ("/chi-tieu/2022/", WHO_SEES_FIGURES),
    "campaign:target_scan": ("/chi-tieu/quyet-dinh/1/", _row(GONE, GONE, GONE, GONE, GONE, NO, GONE, NO, GONE, GONE)),
    "campaign:targets_unit": ("/chi-tieu/2022/584/", _row(OK, GONE, GONE, OK, OK, NO, OK, NO, OK, OK)),
    "campaign:target_import": ("/chi-tieu/2022/nhap-tu-tep/", _row(OK, OK, OK, NO, OK, NO, NO, NO, NO, NO)),
    "campaign:target_template": ("/chi-tieu/2022/584/mau/", _row(OK, GONE, GONE, NO, OK, NO, NO, NO, NO, NO)),
    "campaign:plans": ("/ke-hoach/", _row(OK, OK, OK, OK, OK, OK, OK, NO, OK, OK)),
    "campaign:plan_new": ("/ke-hoach/gui/", _row(OK, OK, OK, NO, NO, OK, NO, NO, NO, NO)),
    "campaign:plan_version": ("/ke-hoach/{plan}/tep/1/", _row(*[GONE] * 10)),
    "campaign:follow_up": ("/ke-hoach/theo-doi/", DESKS),
    "campaign:plan_remind": ("/ke-hoach/theo-doi/nhac/", DESKS),
    "campaign:filers": ("/ke-hoach/phai-gui/", DESKS),
    "campaign:filer_end": ("/ke-hoach/phai-gui/1/bo/", ALL_NOT),
    "campaign:plan_paper": ("/ke-hoach/ban-giay/", DESKS),
    "campaign:plan": ("/ke-hoach/{plan}/", OWN_AND_PROVINCE),
    "campaign:plan_file": ("/ke-hoach/{plan}/tep/", _row(*[GONE] * 10)),
    "campaign:plan_step": ("/ke-hoach/{plan}/return/", OWN_AND_PROVINCE),
    "campaign:records": ("/phong-trao/", ALL_OK),
    "campaign:fund": ("/phong-trao/so-quy/", ALL_OK),
    "campaign:fund_take_over": (
        "/phong-trao/so-quy/0/ban-giao/",
        _row(GONE, GONE, GONE, GONE, GONE, GONE, GONE, GONE, NO, NO),
    ),
    "campaign:ties": ("/phong-trao/don-vi-giup-xa/", ALL_OK),
    "campaign:plan_deadline": ("/ke-hoach/han/", DESKS),
    "campaign:report_remind": ("/phong-trao/han-bao-cao/0/nhac/", _row(NO, NO, NO, GONE, GONE, NO, NO, NO, NO, NO)),
    "campaign:report_file": ("/phong-trao/han-bao-cao/0/tai/excel/", _row(NO, NO, NO, GONE, GONE, NO, NO, NO, NO, NO)),
    "campaign:report_deadlines": ("/phong-trao/han-bao-cao/", _row(OK, OK, OK, OK, OK, OK, OK, OK, NO, NO)),
    "campaign:record_new": ("/phong-trao/ghi/tro-giup/", _row(OK, OK, OK, OK, OK, OK, OK, OK, NO, NO)),
    "campaign:record": ("/phong-trao/{record}/", OWN_COMMUNE_TOO),
    "campaign:record_edit": ("/phong-trao/{record}/sua/", _row(OK, GONE, OK, *[GONE] * 7)),
    "campaign:record_file": ("/phong-trao/{record}/tep/1/", _row(*[GONE] * 10)),
    "campaign:record_file_drop": ("/phong-trao/{record}/tep/1/bo/", _row(*[GONE] * 10)),
    "campaign:record_step": ("/phong-trao/{record}/buoc/reopen/", OWN_COMMUNE_TOO),
    "campaign:rules": ("/the-le/", ALL_OK),
    "campaign:rule_versions": ("/the-le/phien-ban/", ALL_OK),
    "campaign:plan_drafts": ("/the-le/soan/", HOLDS_SESSIONS),
    "campaign:plan_draft": ("/the-le/soan/{plan_draft}/", HOLDS_SESSIONS),
    "campaign:plan_draft_file": ("/the-le/soan/{plan_draft}/tep/", HOLDS_SESSIONS),
    "campaign:plan_draft_back": ("/the-le/soan/{plan_draft}/hoan-tac/", ALL_NOT),
    "campaign:plan_draft_take": ("/the-le/soan/{plan_draft}/nhan/", ALL_NOT),
    "campaign:plan_draft_drop": ("/the-le/soan/{plan_draft}/bo/", HOLDS_SESSIONS),
    "campaign:plan_section": ("/the-le/soan/{plan_draft}/phan/chung/", HOLDS_SESSIONS),
    "campaign:plan_entry": ("/the-le/soan/{plan_draft}/muc/doi-tuong/1/tieu-chi/1/", HOLDS_SESSIONS),
    "campaign:plan_trial": ("/the-le/soan/{plan_draft}/muc/doi-tuong/1/tieu-chi/1/thu/", HOLDS_SESSIONS),
    "awards:plan_publish": ("/the-le/soan/{plan_draft}/ban-hanh/", HOLDS_SESSIONS),
    "awards:rounds": ("/khen-thuong/", _row(OK, OK, OK, OK, OK, OK, OK, NO, OK, OK)),
    "awards:round": ("/khen-thuong/annual-2022/", _row(OK, OK, OK, OK, OK, OK, OK, NO, OK, OK)),
    "awards:eligible": ("/khen-thuong/annual-2022/du-dieu-kien/?nhom=district", WHO_SEES_FIGURES),
    "awards:nominate": ("/khen-thuong/annual-2022/lap-ho-so/", _row(OK, OK, OK, NO, NO, OK, NO, NO, NO, NO)),
    "awards:holidays": ("/ngay-nghi/", _row(OK, OK, OK, OK, OK, OK, OK, NO, OK, OK)),
    "awards:list_import": ("/khen-thuong/annual-2022/nhap-danh-sach/", _row(OK, OK, OK, NO, NO, OK, NO, NO, NO, NO)),
    "awards:late": ("/khen-thuong/annual-2022/nhap-bu/", _row(NO, NO, NO, OK, NO, NO, NO, NO, NO, NO)),
    "awards:closing": ("/khen-thuong/annual-2022/han/", _row(NO, NO, NO, OK, NO, NO, NO, NO, NO, NO)),
    "awards:plan_versions": ("/khen-thuong/annual-2022/phien-ban/", _row(NO, NO, NO, OK, NO, NO, NO, NO, NO, NO)),
    "awards:rule_changes": ("/thay-doi-quy-dinh/", AUDIT_ONLY),
    "awards:rule_change": ("/thay-doi-quy-dinh/1/", _row(*[GONE] * 10)),
    "awards:rule_change_file": ("/thay-doi-quy-dinh/1/tep/", _row(*[GONE] * 10)),
    "awards:late_cancel": ("/quyet-dinh/1/bo-nhap-bu/", _row(*[GONE] * 10)),
    "awards:decide": ("/khen-thuong/annual-2022/quyet-dinh/", _row(NO, NO, NO, NO, NO, NO, NO, NO, NO, OK)),
    "awards:return_list": ("/khen-thuong/annual-2022/tra-lai-danh-sach/", _row(NO, NO, NO, NO, NO, NO, NO, NO, NO, OK)),
    "awards:release": ("/khen-thuong/annual-2022/cong-bo/", _row(NO, NO, NO, OK, NO, NO, NO, NO, NO, OK)),
    "awards:decision": ("/quyet-dinh/1/", _row(*[GONE] * 10)),
    "awards:decision_scan": ("/quyet-dinh/1/ban-ky/", _row(*[GONE] * 10)),
    "awards:replaced_file": ("/ban-ky-da-thay/1/", _row(*[GONE] * 10)),
    "awards:keep_scan": ("/quyet-dinh/1/luu-ban-ky/", ALL_NOT),
    "awards:decision_change": ("/quyet-dinh/1/thu-hoi/", _row(*[GONE] * 10)),
    "awards:queue": ("/khen-thuong/annual-2022/tham-dinh/", _row(NO, NO, NO, OK, NO, NO, NO, NO, NO, NO)),
    "awards:assign": ("/khen-thuong/annual-2022/tham-dinh/giao/", _row(NO, NO, NO, OK, NO, NO, NO, NO, NO, NO)),
    "awards:queue_step": (
        "/khen-thuong/annual-2022/tham-dinh/buoc/accept/",
        _row(NO, NO, NO, TO, NO, NO, NO, NO, NO, NO),
    ),
    "awards:changes": ("/khen-thuong/annual-2022/thay-doi/", _row(OK, OK, OK, OK, OK, OK, OK, NO, OK, OK)),
    "awards:board": ("/khen-thuong/annual-2022/bang-so-luong/", _row(NO, NO, NO, OK, NO, NO, NO, NO, OK, OK)),
    "awards:choose": ("/khen-thuong/annual-2022/bang-so-luong/chon/", ALL_NOT),
    "awards:change_cap": ("/khen-thuong/annual-2022/bang-so-luong/so-luong/", ALL_NOT),
    "awards:count_cap": ("/khen-thuong/annual-2022/bang-so-luong/dem/", ALL_NOT),
    "awards:bulk_step": (
        "/khen-thuong/annual-2022/bang-so-luong/buoc/to_council/",
        _row(NO, NO, NO, OK, NO, NO, NO, NO, NO, NO),
    ),
    "awards:ask": ("/ho-so/{nomination}/hoi-y-kien/", ALL_NOT),
    "awards:opinions": ("/y-kien/", ALL_OK),
    "awards:opinion_file": ("/y-kien/1/tep/", _row(*[GONE] * 10)),
    "awards:opinion_note": ("/y-kien/1/ghi-van-ban/", _row(*[GONE] * 10)),
    "awards:opinion_close": ("/y-kien/1/ket-thuc/", _row(*[GONE] * 10)),
    "awards:stand_ins": (
        "/khen-thuong/annual-2022/nguoi-tham-dinh-thay/",
        _row(NO, NO, NO, OK, NO, NO, NO, NO, OK, OK),
    ),
    "awards:stand_in_end": ("/tham-dinh-thay/1/thoi/", _row(*[GONE] * 10)),
    "awards:nomination": ("/ho-so/{nomination}/", OWN_COMMUNE_TOO),
    "awards:edit": ("/ho-so/{nomination}/sua/", _row(OK, GONE, TO, TO, TO, GONE, TO, GONE, TO, TO)),
    "awards:judge": ("/ho-so/{nomination}/nhan-xet/", ALL_NOT),
    "awards:part": ("/ho-so/{nomination}/thanh-phan/to-trinh/", OWN_COMMUNE_TOO),
    "awards:part_file": ("/thanh-phan/{dossier_paper}/tep/", OWN_COMMUNE_TOO),
    "awards:evidence": ("/ho-so/{nomination}/minh-chung/Cc1.b/", OWN_COMMUNE_TOO),
    "awards:evidence_file": ("/minh-chung/{evidence}/tep/", OWN_COMMUNE_TOO),
    "awards:remind": ("/ho-so/{nomination}/nhac/", ALL_NOT),
    "awards:remind_all": ("/khen-thuong/annual-2022/nhac/", ALL_NOT),
    "awards:unlink": ("/ho-so/{nomination}/minh-chung/1/bo/", ALL_NOT),
    "awards:versions": ("/ho-so/{nomination}/cac-lan-gui/", OWN_COMMUNE_TOO),
    "awards:note_matter": ("/ho-so/{nomination}/vu-viec/", ALL_NOT),
    "awards:conclude_matter": ("/ho-so/{nomination}/vu-viec/1/", ALL_NOT),
    "awards:record_objection": ("/ho-so/{nomination}/gop-y/", ALL_NOT),
    "awards:answer_objection": ("/ho-so/{nomination}/gop-y/1/", ALL_NOT),
    "awards:state": ("/khen-thuong/state-interim-2023/trinh-nha-nuoc/", _row(NO, NO, NO, OK, NO, NO, NO, NO, OK, OK)),
    "awards:state_send": ("/khen-thuong/state-interim-2023/trinh-nha-nuoc/prime_minister/", ALL_NOT),
    "awards:submission": ("/to-trinh/1/", _row(*[GONE] * 10)),
    "awards:submission_recall": ("/to-trinh/1/thu-hoi/", _row(*[GONE] * 10)),
    "awards:answer_recall": ("/to-trinh/1/tra-loi/1/thu-hoi/", _row(*[GONE] * 10)),
    "awards:submission_file": ("/to-trinh/1/tep/", _row(*[GONE] * 10)),
    "awards:answer_file": ("/to-trinh/1/tra-loi/1/", _row(*[GONE] * 10)),
    "awards:balance": ("/khen-thuong/annual-2022/can-doi/", _row(NO, NO, NO, OK, NO, NO, NO, NO, OK, OK)),
    "awards:recognitions": ("/giay-khen/", _row(OK, OK, OK, OK, OK, OK, OK, NO, OK, OK)),
    "awards:recognition_new": ("/giay-khen/ghi/", _row(OK, OK, OK, OK, NO, OK, NO, NO, NO, NO)),
    "awards:recognition": ("/giay-khen/{recognition}/", OWN_COMMUNE_TOO),
    "awards:recognition_scan": ("/giay-khen/{recognition}/tep/", _row(*[GONE] * 10)),
    "awards:history_unit": (
        "/lich-su-khen-thuong/don-vi/584-2021-01-01/",
        _row(OK, OK, OK, OK, OK, OK, OK, NO, OK, OK),
    ),
    "awards:history_organisation": (
        "/lich-su-khen-thuong/co-quan/so-y-te/",
        _row(OK, OK, OK, OK, OK, OK, OK, NO, OK, OK),
    ),
    "awards:history_household": (
        "/lich-su-khen-thuong/ho/{household}/",
        _row(OK, GONE, OK, GONE, GONE, GONE, GONE, NO, GONE, GONE),
    ),
    "awards:history_person": ("/ho-so/{person}/lich-su/", OWN_COMMUNE_TOO),
    "awards:comment_public": ("/cong-khai/lay-y-kien/", ALL_OK),
    "awards:step": ("/ho-so/{nomination}/buoc/submit/", OWN_COMMUNE_TOO),
    "awards:papers": ("/khen-thuong/annual-2022/van-ban/", PAPERS),
    "awards:all_papers": ("/khen-thuong/annual-2022/van-ban/tat-ca/", ALL_NOT),
    "awards:paper": ("/khen-thuong/annual-2022/van-ban/huong-dan/", PAPERS),
    "awards:dossier_papers": ("/khen-thuong/annual-2022/van-ban/phieu-tham-dinh/tung-ho-so/", PAPERS),
    "awards:paper_file": ("/van-ban/1/tai/", _row(*[GONE] * 10)),
    "awards:paper_pdf": ("/van-ban/1/pdf/", _row(*[GONE] * 10)),
    "awards:paper_signed": ("/van-ban/1/ban-ky/", _row(*[GONE] * 10)),
    "awards:register_paper": ("/van-ban/1/vao-so/", ALL_NOT),
    "awards:keep_signed_paper": ("/van-ban/1/luu-ban-ky/", ALL_NOT),
    "awards:paper_templates": ("/mau-van-ban/", _row(*[NO] * 10)),
    "awards:paper_template": ("/mau-van-ban/quyet-dinh/", _row(*[NO] * 10)),
    "awards:use_template": ("/mau-van-ban/quyet-dinh/dung/", ALL_NOT),
    "awards:template_file": ("/mau-van-ban/quyet-dinh/tep/0/", _row(*[NO] * 10)),
    "awards:own_regimes": ("/mau-van-ban/quy-che/", _row(*[NO] * 10)),
    "awards:own_regime_upload": ("/mau-van-ban/quy-che/tai-len/", _row(*[NO] * 10)),
    "awards:own_regime_file": ("/mau-van-ban/quy-che/1/tep/", _row(*[NO] * 10)),
    "awards:paper_law": ("/mau-van-ban/can-cu/", _row(*[NO] * 10)),
    "awards:unconfirmed": ("/mau-van-ban/chua-xac-nhan/", _row(*[NO] * 10)),
    "awards:golden_book": ("/so-vang/", PAPERS),
    "awards:report_form": ("/ho-so/{nomination}/mau-bao-cao/", OWN_COMMUNE_TOO),
    "awards:letter_form": ("/ho-so/{nomination}/mau-to-trinh/", OWN_COMMUNE_TOO),
    "awards:whole_dossier": ("/ho-so/{nomination}/day-du/", _row(GONE, GONE, GONE, OK, GONE, GONE, GONE, GONE, OK, OK)),
    "awards:council_discussion": ("/phien-hop/{session}/thao-luan/", ALL_NOT),
    "awards:blank": ("/mau-van-ban/bang-khen/", _row(*[NO] * 10)),
    "awards:blank_trial": ("/mau-van-ban/bang-khen/trang-thu/", _row(*[NO] * 10)),
    # in this round places are taken on recommending: the page is not there for who may
    "awards:candidates": ("/khen-thuong/annual-2022/dua-ra-hoi-dong/", _row(NO, NO, NO, GONE, NO, NO, NO, NO, NO, NO)),
    "awards:council": ("/khen-thuong/annual-2022/hoi-dong/", _row(NO, NO, NO, OK, NO, NO, NO, NO, OK, OK)),
    "awards:council_prepare": ("/khen-thuong/annual-2022/hoi-dong/chuan-bi/", HOLDS_SESSIONS),
    "awards:council_session": ("/phien-hop/{session}/", SEES_SESSIONS),
    "awards:council_revise": ("/phien-hop/{session}/sua/", _row(GONE, GONE, GONE, OK, GONE, GONE, GONE, GONE, NO, NO)),
    "awards:council_results": (
        "/phien-hop/{session}/ket-qua/",
        _row(GONE, GONE, GONE, OK, GONE, GONE, GONE, GONE, NO, NO),
    ),
    "awards:council_minutes": ("/phien-hop/{session}/bien-ban/1/", _row(*[GONE] * 10)),
    "awards:council_step": (
        "/phien-hop/{session}/buoc/mo/",
        _row(GONE, GONE, GONE, OK, GONE, GONE, GONE, GONE, NO, NO),
    ),
    "awards:council_presence": ("/phien-hop/{session}/du-hop/", ALL_NOT),
    "awards:council_paper": ("/phien-hop/{session}/y-kien/1/", _row(*[GONE] * 10)),
    "awards:council_item": ("/phien-hop/{open_session}/ho-so/1/", SEES_SESSIONS),
    "awards:council_progress": ("/phien-hop/{open_session}/ho-so/1/tien-do/", SEES_SESSIONS),
    "awards:council_act": ("/phien-hop/{open_session}/ho-so/1/bieu-quyet/", ALL_NOT),
    "awards:council_screen": ("/phien-hop/{open_session}/trinh-chieu/1/", SEES_SESSIONS),
    "reports:workbench": ("/", ALL_OK),
    "reports:search": ("/tim/?q=bac+ai", ALL_OK),
    "reports:health": ("/suc-khoe/", ALL_OK),
    "reports:errors": ("/loi/", _row(*[NO] * 10)),
    "reports:setup": ("/thiet-lap/", _row(*[NO] * 10)),
    "reports:guides": ("/huong-dan/", ALL_OK),
    "reports:guide": ("/huong-dan/nhap-so-lieu/", ALL_OK),
    "reports:guide_picture": ("/huong-dan/anh/nhap-so-lieu.png", ALL_OK),
    "reports:reports": ("/bao-cao/", WHO_SEES_FIGURES),
    "reports:merged": ("/bao-cao/tong-hop/2022/nam/", DESKS),
    "reports:export_flat": ("/bao-cao/du-lieu-phang/2022/", WHO_SEES_FIGURES),
    "reports:export": ("/bao-cao/F1/2022/?don-vi=584", _row(OK, GONE, GONE, OK, OK, NO, OK, NO, OK, OK)),
    "reports:overviews": ("/tong-quan/", _row(TO, TO, TO, TO, TO, NO, TO, NO, TO, TO)),
    "reports:overview": ("/tong-quan/2022/", _row(OK, OK, TO, OK, OK, NO, OK, NO, OK, OK)),
    "reports:overview_of": ("/tong-quan/2022/584/", SEES_584),
    "reports:slide": ("/tong-quan/2022/584/chieu/1/", SEES_584),
    "reports:publications": ("/cong-bo/", STANDING_AGENCY),
    "reports:publication": ("/cong-bo/2022/", STANDING_AGENCY),
    "reports:public": ("/cong-khai/", ALL_TO),
    "reports:public_awards": ("/cong-khai/khen-thuong/", ALL_OK),
    "reports:public_data": ("/cong-khai/du-lieu/", ALL_OK),
    "reports:public_about": ("/cong-khai/gioi-thieu/", ALL_OK),
    "reports:public_crosswalk": ("/cong-khai/don-vi-cu-moi/", ALL_OK),
    "reports:crosswalk_csv": ("/cong-khai/don-vi-cu-moi.csv", ALL_OK),
    "reports:public_unit": ("/cong-khai/don-vi/584/", _row(*[GONE] * 10)),
    "reports:open_csv": ("/cong-khai/du-lieu/ket-qua.csv", ALL_OK),
    "reports:open_json": ("/cong-khai/du-lieu/ket-qua.json", ALL_OK),
    "reports:open_package": ("/cong-khai/du-lieu/datapackage.json", ALL_OK),
    "reports:open_csv_year": ("/cong-khai/2022/ket-qua.csv", _row(*[GONE] * 10)),
    "reports:open_json_year": ("/cong-khai/2022/ket-qua.json", _row(*[GONE] * 10)),
    "reports:open_excel_year": ("/cong-khai/2022/ket-qua.xlsx", _row(*[GONE] * 10)),
    "reports:public_year": ("/cong-khai/2022/", ALL_OK),
}
PUBLIC = {
    "accounts:sign_in",
    "units:begin",
    "awards:comment_public",
    "reports:health",
    "reports:public",
    "reports:public_awards",
    "reports:public_data",
    "reports:public_about",
    "reports:public_crosswalk",
    "reports:crosswalk_csv",
    "reports:public_unit",
    "reports:open_csv",
    "reports:open_json",
    "reports:open_package",
    "reports:open_csv_year",
    "reports:open_json_year",
    "reports:open_excel_year",
    "reports:public_year",
}


def _names(patterns: list, prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.app_name == "admin":
                continue
            yield from _names(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else prefix)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"


def test_every_address_is_declared() -> None:
    assert set(_names(get_resolver().url_patterns)) == set(MATRIX)


def _bloc(province: cast.Province) -> Bloc:
    """Sở Y tế leads it."""
    bloc = Bloc.objects.create(name="Khối thử")
    BlocMember.objects.create(bloc=bloc, year=2022, organisation=province.bodies["so-y-te"], is_head=True)
    return bloc


def _household(province: cast.Province) -> Household:
    with audit.change(User.objects.command_line()) as trail:
        village = found_unit("2280101", "Thôn Một", Kind.VILLAGE, parent=province.unit("22801"), trail=trail)
        derive_ancestry()
    found = Household.objects.create(code="H1", village=village, head="Katơr Liên", valid_from=cast.START)
    ExitRegistration.objects.create(
        household=found, year=2021, registered_on=cast.START, commitments="Chăn nuôi", recorded_by=province.phuoc_dai
    )
    return found


def _session(province: cast.Province) -> CouncilSession:
    """Prepared."""
    setting = preparing.Setting("Phiên thử", date(2022, 12, 15), "Chủ tịch", "Thư ký")
    members = [preparing.Member("Ủy viên Một"), preparing.Member("Ủy viên Hai")]
    return preparing.prepare(province.annual_2022, setting, members, by=province.home)


def _open_session(province: cast.Province, nomination: Nomination) -> CouncilSession:
    """Open, with the nomination on its agenda. Set there directly: its road is another test's."""
    session = _session(province)
    AgendaItem.objects.create(session=session, nomination=nomination, position=1)
    CouncilSession.objects.filter(pk=session.pk).update(state="open")
    return session


def _recognition(province: cast.Province) -> Recognition:
    """Of Phước Đại, entered by the commune."""
    entry = Entry(
        "Giấy khen",
        "Chủ tịch UBND huyện",
        "7/QĐ-UBND",
        date(2022, 6, 1),
        "Xã Phước Đại",
        "collective",
        "Tốt",
        unit=province.unit("22801"),
    )
    return recognise(province.campaign, entry, place=province.unit("22801"), by=province.phuoc_dai)


def _person(province: cast.Province) -> Nomination:
    """An official of Bác Ái's Phước Đại, proposed by the commune."""
    proposal = awards.Proposal("official", "Bà Katơr Thị Ba", person="Katơr Thị Ba", person_title="Công chức")
    return awards.nominate(province.annual_2022, proposal, holder_unit=province.unit("22801"), by=province.phuoc_dai)


def _record(province: cast.Province) -> Record:
    """Of Phước Đại, recorded."""
    draft = records.Draft(cast.EVENING.date(), "Phát thanh về chính sách", answers={"how": "Truyền thanh"})
    made = records.write(province.campaign, "tuyen-truyen", draft, unit=province.unit("22801"), by=province.phuoc_dai)
    return records.advance(made.pk, "record", by=province.phuoc_dai, edition=1)


@pytest.fixture
@remembered
def subjects(province: cast.Province) -> dict[str, int]:
    """A set, a plan and a nomination of Bác Ái."""
    commune, district = province.unit("22801"), province.unit("584")
    province.approve(2021, "22801", 960, 360, 120)
    figures = province.approve(2022, "22801", 990, 317, 118)
    save_sheet(
        province.campaign,
        2022,
        {district.pk: {"households": 8140, "poor": 3186, "near_poor": 1156}},
        {},
        by=province.bac_ai,
    )
    plan = filing.file_plan(
        province.campaign,
        filing.PlanPaper("Kế hoạch phát động", "1/KH", date(2022, 7, 20)),
        kind="launch_plan",
        unit=district,
        by=province.bac_ai,
    )
    nomination = awards.nominate(
        province.annual_2022,
        awards.Proposal("commune", "Nhân dân và cán bộ xã Phước Đại", unit=commune, achievements="Thành tích."),
        holder_unit=district,
        by=province.bac_ai,
    )
    person = _person(province)
    # what is only drawn up is its holder's: returned it may be changed alike, and those above read it
    Nomination.objects.filter(pk__in=[nomination.pk, person.pk]).update(state=State.RETURNED)
    source = Source("paper", "", "Biên bản")
    return {
        "dossier_paper": keep_paper(nomination.pk, "to-trinh", file=pdf("a.pdf"), by=province.bac_ai).pk,
        "evidence": link(nomination.pk, "Cc1.b", source, file=pdf("b.pdf"), by=province.bac_ai).pk,
        "figures": figures.pk,
        "plan": plan.pk,
        "nomination": nomination.pk,
        "person": person.pk,
        "bloc": _bloc(province).pk,
        "household": _household(province).pk,
        "recognition": _recognition(province).pk,
        "work": LongWork.objects.create(kind="household_import", label="Việc dài", asked_by=province.bac_ai).pk,
        "period": Period.objects.get(year=2022, status="official").pk,
        "plan_draft": plan_drafts.begin_from(DefinitionVersion.objects.get(), by=province.home).pk,
        "record": _record(province).pk,
        "session": _session(province).pk,
        "open_session": _open_session(province, nomination).pk,
        "change": Reorganisation.objects.earliest("on").pk,
    }


APPS = sorted({name.partition(":")[0] for name in MATRIX})


def _expected(name: str) -> dict[str, int]:
    """What everybody is answered at an address: the cast, those below the province, those who are like one of the cast."""
    rows = MATRIX[name][1]
    like = {who: LIKE_BUT.get((name, who), rows[other]) for who, other in LIKE.items()}
    return {**rows, **access_people.expected()[name], **like}


def test_every_address_says_what_those_below_the_province_get() -> None:
    assert set(access_people.expected()) == set(MATRIX)


@pytest.mark.long
@pytest.mark.one_engine
@pytest.mark.parametrize("app", APPS)
def test_each_person_at_each_address(
    app: str, province: cast.Province, subjects: dict[str, int], sign_in: Callable[[User], Client]
) -> None:
    access_people.add_people(province)
    stranger = Client()
    clients = {who: sign_in(province.people[who]) for who in _expected("accounts:me")}
    wrong = {}
    for name in [name for name in MATRIX if name.startswith(f"{app}:")]:
        address, expected = MATRIX[name][0].format(**subjects), _expected(name)
        ways = (address, f"{address}?xem=1") if address.endswith("/tep/") else (address,)  # taken, or read beside
        for way in ways:
            found = {who: clients[who].get(way).status_code for who in expected}
            wrong |= {(name, who, way): (found[who], code) for who, code in expected.items() if found[who] != code}
        answer = stranger.get(address)
        code = TO if name not in PUBLIC else OK if name == "accounts:sign_in" else expected["bac_ai"]
        if answer.status_code != code or (
            name not in PUBLIC and not answer["Location"].startswith("/dang-nhap/?next=")
        ):
            wrong[name, "stranger", address] = (answer.status_code, code)
    assert wrong == {}  # (name, who, address): (answered, expected)


def test_a_foreign_page_and_a_missing_page_are_the_same(
    province: cast.Province, subjects: dict[str, int], sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(province.ninh_son)
    token = re.compile(rb'name="(csrfmiddlewaretoken|lan-gui)" value="[^"]+"')
    foreign, missing = (token.sub(b"", client.get(f"/so-lieu/{pk}/").content) for pk in (subjects["figures"], 999999))
    assert foreign == missing


def test_a_sister_s_names_and_figures_never_show(
    province: cast.Province, subjects: dict[str, int], sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(province.ninh_son)
    for address in (
        "/",
        "/ket-qua/2022/?cap=0",
        "/ke-hoach/",
        "/khen-thuong/annual-2022/",
        "/chi-tieu/2022/",
        "/khen-thuong/annual-2022/du-dieu-kien/?nhom=commune",
    ):
        page = client.get(address).content.decode()
        assert "Phước Đại" not in page, address
        assert "3.186" not in page, address
    found = client.get("/tim/?q=phuoc+dai").content.decode()
    assert "Nhân dân và cán bộ" not in found


def test_a_sister_cannot_write(
    province: cast.Province, subjects: dict[str, int], sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(province.ninh_son)
    before = list(FigureSet.objects.order_by("pk").values())
    for address, data in (
        ("/ket-qua/2022/584/", {"584.edition": "1", "584.poor": "1"}),
        (f"/so-lieu/{subjects['figures']}/mo-lai/", {"reason": "thử đã xem lại"}),
        (f"/ke-hoach/{subjects['plan']}/withdraw/", {"reason": "thử đã xem lại", "edition": "1"}),
        (f"/ho-so/{subjects['nomination']}/sua/", {"edition": "1", "printed_name": "Khác"}),
        (f"/ho-so/{subjects['nomination']}/nhan-xet/", {"o-Cc1.b": "met", "r-Cc1.b": "thử đã xem lại"}),
        (f"/ho-so/{subjects['nomination']}/buoc/submit/", {"edition": "1"}),
    ):
        assert client.post(address, data).status_code in {403, 404}, address
    assert list(FigureSet.objects.order_by("pk").values()) == before
