"""Who has no right somewhere changes nothing there: the owner's own forms, sent by strangers; fields that no page shows change nothing."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.test import Client

from accounts.models import User
from awards.models import Decision, Nomination, Opinion, RuleChange, StandIn, Submission
from campaign.models import FigureSet, Fund, LateEntry, Period, Plan, PlanDraft, Record
from office.models import LongWork, Notice
from tests import cast
from tests.addresses import addresses, patterns
from tests.furnished import BAC_AI, NINH_SON, Furnished, furnish, long_walk
from tests.marks import PORTAL, places_of
from tests.remembered import remembered
from tests.sent_forms import Sent, forms_of
from units.models import Household, OwnKind, Reorganisation

SignIn = Callable[[User], Client]

# ---- every address that takes a POST: whose form it is, and the page where the form stands ----

FORMS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "accounts:change_password": (("bac_ai", "/doi-mat-khau/"),),
    "accounts:sign_out": (("bac_ai", "/tai-khoan/"),),
    "office:notices": (("bac_ai", "/thong-bao/"),),
    "office:outbox": (("bac_ai", "/hop-thu-cho/"),),
    "office:outbox_one": (("bac_ai", "/hop-thu-cho/{notice}/"),),
    "units:classes": (("administrator", "/don-vi/{unit}/phan-loai/"),),
    "units:household_import": (("phuoc_dai", "/don-vi/{unit}/ho/nhap-tu-tep/"),),
    "units:household_new": (("phuoc_dai", "/don-vi/{unit}/ho/moi/"),),
    "units:household_year": (("phuoc_dai", "/ho/{household}/nam/2022/"),),
    "units:registration": (("phuoc_dai", "/ho/{household}/dang-ky/2023/"),),
    "units:registration_outcome": (("phuoc_dai", "/ho/{household}/dang-ky/2021/ket-qua/"),),
    "units:household_step": tuple(("phuoc_dai", f"/ho/{{household}}/{step}/") for step in ("sua", "chu-ho", "ket-thuc")),
    "units:reorganise": (("administrator", "/sap-xep/moi/hop-nhat/"), ("administrator", "/sap-xep/moi/doi-ten/")),
    "units:succession_table": (("administrator", "/sap-xep/bang/"),),
    "units:organisation_new": (("administrator", "/co-quan/moi/"),),
    "units:organisation_step": (("administrator", "/co-quan/so-y-te/sua/"),),
    "units:hand_over": (("administrator", "/nhiem-vu/ban-giao/"),),
    "units:blocs": (("home", "/cum-khoi/2022/"),),
    "units:bloc_members": (("home", "/cum-khoi/2022/{bloc}/thanh-vien/"),),
    "units:bloc_programme": (("home", "/cum-khoi/2022/{bloc}/chuong-trinh/"),),
    "units:unit_import": (("administrator", "/nap-don-vi/"),),
    "units:kind_new": (
        ("administrator", "/don-vi/phan-loai/moi/phan-loai/"), ("administrator", "/don-vi/phan-loai/moi/loai-co-quan/"),
    ),
    "units:kind": (("administrator", "/don-vi/phan-loai/{own_kind}/"),),
    "units:kind_remove": (("administrator", "/don-vi/phan-loai/{own_kind}/"),),
    "units:unit_new": (("administrator", "/don-vi/{unit}/them/"),),
    "units:unit_correct": (("administrator", "/don-vi/{unit}/sua-ghi-sai/"),),
    "units:duty_give": (("administrator", "/nhiem-vu/giao/"),),
    "units:absence_new": (("bac_ai", "/vang-mat/ghi/"),),
    "units:absence": (("phuoc_dai", "/vang-mat/{absence}/"),),
    "units:absence_end": (("phuoc_dai", "/vang-mat/{absence}/"),),
    "units:account_new": (("administrator", "/nguoi-dung/moi/"),),
    "units:account_import": (("administrator", "/nguoi-dung/nhap-danh-sach/"),),
    "units:account_step": (("administrator", "/nguoi-dung/{user}/dong/"),),
    "campaign:import": (("bac_ai", "/ket-qua/2022/nhap-tu-tep/"),),
    "campaign:sheet": (("bac_ai", "/ket-qua/2022/584/"),),
    "campaign:sheet_step": (("labour", "/ket-qua/2022/584/submit/"),),
    "campaign:comments": (("bac_ai", "/so-lieu/{figures}/y-kien/"),),
    "campaign:correct": (("labour", "/so-lieu/{approved}/mo-lai/"),),
    "campaign:household_check": (("phuoc_dai", "/doi-chieu-ho/2022/{unit}/"),),
    "campaign:standard_upload": (("labour", "/chuan-ngheo/tai-len/"),),
    "campaign:standard_year": (("labour", "/chuan-ngheo/nam/"),),
    "campaign:plan_drafts": (("home", "/the-le/soan/"),),
    "campaign:plan_section": (("home", "/the-le/soan/{plan_draft}/phan/chung/"), ("home", "/the-le/soan/{plan_draft}/phan/dot/")),
    "campaign:plan_entry": (("home", "/the-le/soan/{plan_draft}/muc/doi-tuong/1/tieu-chi/1/"),),
    "campaign:plan_draft_back": (("home", "/the-le/soan/{plan_draft}/"),),
    "campaign:plan_draft_take": (("home_leader", "/the-le/soan/{plan_draft}/"),),
    "campaign:plan_draft_drop": (("home", "/the-le/soan/{plan_draft}/bo/"),),
    "awards:plan_publish": (("home", "/the-le/soan/{plan_draft}/ban-hanh/"),),
    "campaign:period_open": (("labour", "/ky/mo/"),),
    "campaign:period_close": (("labour", "/ky/{period}/dong/"),),
    "campaign:period_act": (("labour", "/ky/{period}/van-ban/"),),
    "campaign:late": (("labour", "/nhap-bo-sung/2022/584/"),),
    "campaign:targets_unit": (("bac_ai", "/chi-tieu/2022/584/"),),
    "campaign:target_import": (("bac_ai", "/chi-tieu/2022/nhap-tu-tep/"),),
    "campaign:plan_new": (("bac_ai", "/ke-hoach/gui/"),),
    "campaign:plan_step": (("bac_ai", "/ke-hoach/{plan}/withdraw/"), ("labour", "/ke-hoach/{plan}/acknowledge/")),
    "campaign:plan_deadline": (("labour", "/ke-hoach/han/"),),
    "campaign:plan_paper": (("labour", "/ke-hoach/ban-giay/"),),
    "campaign:filers": (("labour", "/ke-hoach/phai-gui/"),),
    "campaign:filer_end": (("labour", "/ke-hoach/phai-gui/"),),
    "campaign:fund_take_over": (("bac_ai", "/phong-trao/so-quy/{fund}/ban-giao/"),),
    "campaign:report_deadlines": (("labour", "/phong-trao/han-bao-cao/"),),
    "campaign:record_new": tuple(("phuoc_dai", f"/phong-trao/ghi/{kind}/") for kind in ("tuyen-truyen", "tro-giup", "dien-hinh")),
    "campaign:record_edit": (("phuoc_dai", "/phong-trao/{record}/sua/"),),
    "campaign:record_file_drop": (("phuoc_dai", "/phong-trao/{record}/tep/{photo}/bo/"),),
    "campaign:record_step": (("phuoc_dai", "/phong-trao/{record}/buoc/record/"), ("phuoc_dai", "/phong-trao/{told}/buoc/reopen/")),
    "awards:nominate": (("bac_ai", "/khen-thuong/annual-2022/lap-ho-so/?nhom=commune&ai={nominee}"),),
    "awards:list_import": (("bac_ai", "/khen-thuong/annual-2022/nhap-danh-sach/"),),
    "awards:edit": (("bac_ai", "/ho-so/{draft}/sua/"),),
    "awards:part": (("bac_ai", "/ho-so/{draft}/thanh-phan/to-trinh/"),),
    "awards:evidence": (("bac_ai", "/ho-so/{draft}/minh-chung/Cc1.b/"),),
    "awards:unlink": (("bac_ai", "/ho-so/{draft}/minh-chung/Cc1.b/"),),
    "awards:step": (("bac_ai_leader", "/ho-so/{draft}/buoc/submit/"), ("bac_ai", "/ho-so/{draft}/buoc/withdraw/"),
                    ("home", "/ho-so/{waiting}/buoc/return/")),
    "awards:assign": (("home", "/khen-thuong/annual-2022/tham-dinh/giao/?cach=mot&ho-so={waiting}&nguoi={officer}"),),
    "awards:queue_step": (("home", "/khen-thuong/annual-2022/tham-dinh/buoc/return/?ho-so={waiting}"),),
    "awards:judge": (("home", "/ho-so/{waiting}/"),),
    "awards:ask": (("home", "/ho-so/{waiting}/"),),
    "awards:note_matter": (("home", "/ho-so/{waiting}/"),),
    "awards:conclude_matter": (("home", "/ho-so/{waiting}/"),),
    "awards:opinions": (("labour", "/y-kien/"),),
    "awards:opinion_note": (("home", "/y-kien/{opinion}/ghi-van-ban/"),),
    "awards:opinion_close": (("home", "/y-kien/{opinion}/ket-thuc/"),),
    "awards:record_objection": (("home", "/ho-so/{commented}/"),),
    "awards:answer_objection": (("home", "/ho-so/{commented}/"),),
    "awards:recognition_new": (("phuoc_dai", "/giay-khen/ghi/"),),
    "awards:recognition": (("phuoc_dai", "/giay-khen/{recognition}/"),),
    "awards:holidays": (("home", "/ngay-nghi/"),),
    "awards:late": (("home", "/khen-thuong/annual-2022/nhap-bu/"),),
    "awards:closing": (("home", "/khen-thuong/annual-2022/han/"),),
    "awards:change_cap": (("home", "/khen-thuong/annual-2022/bang-so-luong/"),),
    "awards:council_prepare": (("home", "/khen-thuong/annual-2022/hoi-dong/chuan-bi/"),),
    "awards:council_revise": (("home", "/phien-hop/{prepared}/sua/"),),
    "awards:council_step": (("home", "/phien-hop/{prepared}/buoc/mo/"),),
    "awards:council_presence": (("home", "/phien-hop/{open_session}/"),),
    "awards:council_act": (("home", "/phien-hop/{open_session}/ho-so/1/"), ("council", "/phien-hop/{open_session}/ho-so/1/")),
    "awards:rule_change": (("home_leader", "/thay-doi-quy-dinh/{rule_change}/"), ("home", "/thay-doi-quy-dinh/{rule_change}/")),
    "awards:decide": (("chairman", "/khen-thuong/annual-2022/quyet-dinh/"),),
    "awards:release": (("chairman", "/khen-thuong/annual-2022/cong-bo/"),),
    "awards:keep_scan": (("chairman", "/quyet-dinh/{decision}/"),),
    "awards:decision_change": (("chairman", "/quyet-dinh/{decision}/dieu-chinh/"), ("chairman", "/quyet-dinh/{decision}/huy-bo/")),
    "awards:submission": (("home_leader", "/to-trinh/{letter}/"),),
    "awards:submission_recall": (("chairman", "/to-trinh/{letter}/thu-hoi/"),),
    "awards:paper": (("home", "/khen-thuong/annual-2022/van-ban/huong-dan/"),),
    "awards:dossier_papers": (("home", "/khen-thuong/annual-2022/van-ban/phieu-tham-dinh/tung-ho-so/"),),
    "awards:all_papers": (("home", "/khen-thuong/annual-2022/van-ban/"),),
    "awards:register_paper": (("home", "/khen-thuong/annual-2022/van-ban/huong-dan/"),),
    "awards:keep_signed_paper": (("home", "/khen-thuong/annual-2022/van-ban/huong-dan/"),),
    "awards:paper_template": (("administrator", "/mau-van-ban/to-trinh/"),),
    "awards:use_template": (("administrator", "/mau-van-ban/to-trinh/"),),
    "awards:blank": (("administrator", "/mau-van-ban/bang-khen/"),),
    "awards:own_regime_upload": (("administrator", "/mau-van-ban/quy-che/tai-len/"),),
    "awards:paper_law": (("administrator", "/mau-van-ban/can-cu/?can-cu=tt-01-2024"),),
    "awards:council_discussion": (("home", "/phien-hop/{open_session}/"),),
}  # fmt: skip
# where the province is in no state to show the form: what it would send, written by hand
BY_HAND: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "awards:count_cap": ("/khen-thuong/annual-2022/bang-so-luong/dem/", {"nhom": "collective"}),
    "campaign:discard": ("/ket-qua/2022/bo-so-dang-nhap/", {"chon": "{figures}.1", "dong-y": "1"}),
    "accounts:act_as": ("/vai-tro/", {"vai": "0"}),
    "accounts:sign_in": ("/dang-nhap/", {"username": "bac-ai", "password": "khong-dung"}),
    "office:work": ("/viec-dai/{work}/", {}),
    "office:mail_again": ("/hop-thu-cho/{notice}/gui-lai/", {}),
    "units:shares": ("/don-vi/{unit}/ty-le-chia/", {"van-ban": "QĐ 1"}),
    "units:reorganisation_step": ("/sap-xep/{change}/hoan-tac/", {"ly-do": "Sai đã xem lại"}),
    "campaign:approve_step": ("/phe-duyet/2022/approve/", {"chon": "{figures}", "dong-y": "1"}),
    "campaign:remarks": ("/ket-qua/2022/can-xem-lai/", {"gt-{figures}:c1": "Vì tách hộ"}),
    "campaign:pasted": ("/ket-qua/2022/584/khoi-dan/", {"khoi": '{{"rows": []}}'}),
    "campaign:take_sums": ("/ket-qua/2022/584/lay-tong/", {"da-xem": "0"}),
    "campaign:figure_word": ("/so-lieu/{approved}/buoc/de-nghi-mo-lai/", {"bo": "{approved}", "reason": "Sót hộ"}),
    "campaign:baseline": ("/ky/so-lieu-nen/", {"bo": "{approved}", "number": "1/QĐ", "on": "15/12/2022"}),
    "campaign:remind": ("/ky/{period}/don-doc/", {"don-vi": "22801"}),
    "campaign:late_end": ("/nhap-bo-sung/{late}/ket-thuc/", {}),
    "campaign:plan_remind": ("/ke-hoach/theo-doi/nhac/", {"bo": "1"}),
    "campaign:report_remind": ("/phong-trao/han-bao-cao/1/nhac/", {"bo": "1"}),
    "awards:remind": ("/ho-so/{draft}/nhac/", {}),
    "awards:remind_all": ("/khen-thuong/annual-2022/nhac/", {"ho-so": "{draft}"}),
    "awards:stand_ins": ("/khen-thuong/annual-2022/nguoi-tham-dinh-thay/", {"ho-so": "{waiting}", "user": "{user}", "act": "1/UBND", "reason": "Vì đã xem lại"}),
    "awards:stand_in_end": ("/tham-dinh-thay/{stand_in}/thoi/", {"reason": "Vì đã xem lại"}),
    "awards:choose": ("/khen-thuong/annual-2022/bang-so-luong/chon/", {"lay": "{draft}", "trong": "{draft}", "reason": "Vùng khó"}),
    "awards:bulk_step": ("/khen-thuong/annual-2022/bang-so-luong/buoc/to_council/", {"phien-{waiting}": "1"}),
    "awards:candidates": ("/khen-thuong/annual-2022/dua-ra-hoi-dong/", {"ho-so-{waiting}": "1", "dua-{waiting}": "1"}),
    "awards:council_results": ("/phien-hop/{prepared}/ket-qua/", {"nhom": "collective", "lay": "{waiting}", "reason": "Chọn đã xem lại"}),
    "awards:return_list": ("/khen-thuong/annual-2022/tra-lai-danh-sach/", {"chon": "{waiting}", "reason": "Xem lại"}),
    "awards:plan_versions": ("/khen-thuong/annual-2022/phien-ban/", {"den": "1", "reason": "Sửa kế hoạch"}),
    "awards:late_cancel": ("/quyet-dinh/{decision}/bo-nhap-bu/", {"number": "9/UBND", "issued_on": "15/12/2022", "reason": "Sai đã xem lại"}),
    "awards:state_send": ("/khen-thuong/state-interim-2023/trinh-nha-nuoc/prime_minister/", {"ho-so": "{commented}"}),
    "awards:answer_recall": ("/to-trinh/{letter}/tra-loi/1/thu-hoi/", {"reason": "Ghi nhầm"}),
    "units:account": ("/nguoi-dung/{user}/", {"unit": "{unit}"}),
    "units:unit_remove": ("/don-vi/{unit}/go/", {"reason": "Nhầm đã xem lại"}),
    "units:carry_seats": ("/chuyen-vai-tro/", {"chon": "1", "noi-1": "1.0", "van-ban": "NQ 1"}),
}  # fmt: skip
# addresses without the key of a row: everybody has their own such form, so a stranger may write for their own place
ANYBODY_S = frozenset({
    "accounts:change_password", "accounts:sign_out", "accounts:sign_in", "accounts:act_as", "office:notices", "office:outbox", "units:reorganise",
    "units:account_new", "units:account_import", "units:absence_new", "campaign:import", "campaign:discard", "campaign:target_import", "campaign:plan_new", "campaign:record_new", "awards:nominate",
    "units:succession_table",
    "awards:list_import", "awards:recognition_new", "awards:opinions",
})  # fmt: skip
REFUSED = frozenset({403, 404, 405, 409, 422})

STRANGERS: Mapping[str, frozenset[str]] = {  # who sends, and whose rows they may change
    "ninh_son": NINH_SON.units,
    "administrator_ninh_son": NINH_SON.units,
    "auditor_ninh_son": NINH_SON.units,
    "sister": frozenset({"22807"}),
    "administrator_sister": frozenset({"22807"}),
    "health": frozenset({"so-y-te"}),
    "ended": frozenset({"22899"}),
}
FORGED = {
    "unit": "1", "status": "approved", "state": "approved", "author": "1", "approved_by": "1", "version": "99", "is_staff": "on",
    "is_superuser": "on", "holder_unit": "1", "by": "1", "recorded_by": "1", "is_illustrative": "on",
}  # fmt: skip
# answered with what is missing, since a machine filled it in: the right workbook, a day within the term, another value, somebody's own word
IDLE = frozenset({
    "accounts:change_password", "accounts:sign_out", "units:household_import", "units:registration_outcome", "units:account_import",
    "units:hand_over", "units:absence", "units:unit_import", "units:succession_table", "units:duty_give", "campaign:import", "campaign:target_import", "campaign:sheet", "campaign:targets_unit", "campaign:standard_upload", "campaign:standard_year", "campaign:period_open", "campaign:period_act",
    "campaign:late", "campaign:plan_new", "campaign:plan_paper", "campaign:filer_end", "campaign:record_file_drop", "awards:list_import", "awards:own_regime_upload",
    "awards:judge", "awards:recognition", "awards:late", "awards:decide", "awards:decision_change", "awards:council_step", "awards:council_presence",
    "awards:all_papers",
})  # fmt: skip

# ---- what a request changed ----

# of who came (every visit) and of what they sent (its key), and what is drawn by lot
TRACES = ("last_login", "created_at", "password", "content", "sha256", "size")
OWN_TRACES = frozenset({
    "accounts.SignInAttempt", "accounts.AuditEvent", "accounts.AuditPayload", "accounts.AuditHead", "office.Sending",
})  # fmt: skip
Table = dict[Any, dict[str, Any]]


def tables() -> dict[str, type[models.Model]]:
    """Every table of the portal but the trail, by its name in the database."""
    found = {}
    for app in PORTAL:
        for model in apps.get_app_config(app).get_models():
            if model._meta.label not in OWN_TRACES:
                found[model._meta.db_table] = model
    return found


TABLES = tables()


@dataclass
class Written:
    """The tables that statements changed."""

    names: set[str] = field(default_factory=set)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip()[:6].upper() in {"INSERT", "UPDATE", "DELETE", "COPY T"}:
            self.names |= {name for name in TABLES if f'"{name}"' in sql.split("WHERE")[0]}
        return execute(sql, params, many, context)


def contents(names: set[str]) -> dict[str, Table]:
    """The rows of these tables by key, without the traces that every visit leaves on who came."""
    found = {}
    for name in names:
        rows = TABLES[name]._base_manager.values()
        found[name] = {row[TABLES[name]._meta.pk.attname]: row for row in rows}
        for row in found[name].values():
            for trace in TRACES:
                row.pop(trace, None)
    return found


@contextmanager
def undone() -> Iterator[Written]:
    """What is written inside is recorded and taken back at the end."""
    written = Written()
    with transaction.atomic(), connection.execute_wrapper(written):
        yield written
        transaction.set_rollback(True)


def owners(names: set[str], before: dict[str, Table], after: dict[str, Table]) -> set[tuple[str, Any, frozenset[str]]]:
    """The rows that differ, and whose they are; asked while the new state still stands."""
    found = set()
    for name in names:
        for key in before[name].keys() | after[name].keys():
            if before[name].get(key) != after[name].get(key):
                row = TABLES[name]._base_manager.filter(pk=key).first()
                found.add(
                    (TABLES[name]._meta.label, key, places_of(row, open_too=True) if row else frozenset({"gone"}))
                )
    return found


# ---- the province and its forms ----


@dataclass
class Doors:
    """The province, the keys that addresses name, and the owners' forms."""

    found: Furnished
    keys: dict[str, Any]
    forms: list[tuple[str, Sent]]


def _keys(found: Furnished) -> dict[str, Any]:
    commune, district = found.province.unit("22801"), found.province.unit("584")
    mine = Nomination.objects.filter(holder_unit=district)
    draft = Record.objects.get(unit=commune, state="draft")
    sessions = {row.state: row.pk for row in apps.get_model("awards.CouncilSession").objects.all()}
    return {
        "unit": commune.slug,
        "household": Household.objects.get(village__code=BAC_AI.village).pk,
        "work": LongWork.objects.filter(asked_by=found.people["bac_ai"], wanted__step="check")[0].pk,
        "notice": Notice.objects.get(written_by=found.people["bac_ai"], sent_at=None).pk,
        "change": Reorganisation.objects.filter(units=commune)[0].pk,
        "bloc": apps.get_model("units.Bloc").objects.get().pk,
        "user": found.people["phuoc_dai"].pk,
        "officer": found.people["home"].pk,
        "figures": FigureSet.objects.get(unit=district).pk,
        "approved": FigureSet.objects.get(unit=commune, year=2022).pk,
        "period": Period.objects.get(year=2022, status="official").pk,
        "plan": Plan.objects.get(unit=district).pk,
        "fund": Fund.objects.get(unit__code="22899").pk,
        "record": draft.pk,
        "photo": draft.files.get().pk,
        "told": Record.objects.get(unit=commune, kind="tuyen-truyen", state="recorded").pk,
        "draft": mine.get(unit=commune, state="draft").pk,
        "waiting": mine.get(state="under_appraisal").pk,
        "commented": mine.get(state="public_comment").pk,
        "recognition": apps.get_model("awards.Recognition").objects.get(unit=commune).pk,
        "prepared": sessions["preparing"],
        "open_session": sessions["open"],
        "decision": Decision.objects.get(kind="award").pk,
        "letter": Submission.objects.get(number="584/TTr").pk,
        "late": LateEntry.objects.get(unit=district).pk,
        "opinion": Opinion.objects.get(nomination__in=mine, answered_at=None, ended_at=None).pk,
        "stand_in": StandIn.objects.get(nomination__in=mine).pk,
        "absence": found.people["phuoc_dai"].absences.get().pk,
        "own_kind": OwnKind.objects.get().pk,
        "nominee": f"u-{found.province.unit('22807').pk}",
        "rule_change": RuleChange.objects.get().pk,
        "plan_draft": PlanDraft.objects.get().pk,
    }


@pytest.fixture(autouse=True)
def _long_walk() -> Iterator[None]:
    with long_walk():
        yield


@pytest.fixture
def doors(province: cast.Province, sign_in: SignIn) -> Doors:
    return shown_forms(province, sign_in)


@remembered
def shown_forms(province: cast.Province, sign_in: SignIn) -> Doors:
    """The province furnished; each form as its owner is shown it."""
    found = furnish(province)
    keys, forms = _keys(found), []
    for name, pages in FORMS.items():
        for owner, page in pages:
            seen = {}
            for form in forms_of(sign_in(found.people[owner]), page.format(**keys)):
                if form.name == name:
                    seen[form.key] = form
            forms += [(owner, form) for form in seen.values()]
    for name, (address, data) in BY_HAND.items():
        filled = {key.format(**keys): [value.format(**keys)] for key, value in data.items()}
        forms.append(("", Sent(name, address.format(**keys), filled)))
    return Doors(found, keys, forms)


def test_every_address_that_takes_a_post_is_declared(province: cast.Province, sign_in: SignIn) -> None:
    furnish(province)
    client, takes = sign_in(province.administrator), set()
    for name, several in addresses(BAC_AI).items():
        if name in FORMS or name in BY_HAND:
            continue
        with undone() as written:
            status = client.post(several[0]).status_code
            if status != 405 and written.names:
                takes.add(name)
    assert takes == set()
    assert (FORMS.keys() | BY_HAND.keys()) <= {name for name, _, _ in patterns()}


@pytest.mark.long
def test_strangers_change_nothing_with_the_owner_s_own_forms(doors: Doors, sign_in: SignIn) -> None:
    missing = sorted(set(FORMS) - {form.name for _, form in doors.forms})
    assert not missing, f"No owner is shown the form of {missing}, so that nothing would be sent"
    faults = []
    whole = set(TABLES)
    start = contents(whole)
    for stranger, places in STRANGERS.items():
        client = sign_in(doors.found.people[stranger])
        client.raise_request_exception = False
        session = client.cookies["sessionid"].value
        own = places | {f"@{doors.found.people[stranger].username}"}
        for _, form in doors.forms:
            with undone() as written:
                client.cookies["sessionid"] = session  # one of the forms signs out
                response = form.send(client)
                changed = owners(written.names, {name: start[name] for name in written.names}, contents(written.names))
            foreign = sorted(
                f"{label}#{key} of {'+'.join(sorted(whose))}" for label, key, whose in changed if not whose & own
            )
            fits = response.status_code in REFUSED or (form.name in ANYBODY_S and response.status_code < 400)
            if foreign or not fits:
                faults.append(f"{stranger} at {form.address}: {response.status_code} {foreign[:4]}")
    assert contents(whole) == start
    assert not faults, "\n".join(faults)


def test_fields_that_no_page_shows_change_nothing(doors: Doors, sign_in: SignIn) -> None:
    """The owner sends the form twice, once with more in it: the same rows stand afterwards."""
    faults, idle = [], set(FORMS)
    for owner, form in doors.forms:
        if not owner:
            continue
        client = sign_in(doors.found.people[owner])
        shown, session = {}, client.cookies["sessionid"].value
        for forged in (False, True):
            _number_anew()
            with undone() as written:
                client.cookies["sessionid"] = session
                status = form.send(client, **(FORGED if forged else {})).status_code
                shown[forged] = written.names, contents(written.names)
                assert status < 500, f"{owner} at {form.address}"
        if shown[False] != shown[True]:
            faults.append(f"{owner} at {form.address}: {shown[False][0]} and forged {shown[True][0]}")
        if shown[False][0]:
            idle.discard(form.name)
    assert not faults, "\n".join(faults)
    assert idle == IDLE, idle ^ IDLE


def _number_anew() -> None:
    """New rows get the same keys again: a rollback does not give back the numbers that PostgreSQL has drawn."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), list(TABLES.values())):
            cursor.execute(sql)


def test_head_is_answered_as_get(province: cast.Province, sign_in: SignIn) -> None:
    found, faults = furnish(province), []
    where = [several[0] for several in addresses(BAC_AI).values()]
    for person in ("administrator_ninh_son", ""):
        client = sign_in(found.people[person]) if person else Client()
        for address in where:
            asked, told = client.get(address), client.head(address)
            if (asked.status_code, asked.headers.get("Location")) != (told.status_code, told.headers.get("Location")):
                faults.append(f"{person or 'anonymous'} at {address}: GET {asked.status_code}, HEAD {told.status_code}")
    assert not faults, "\n".join(faults)
