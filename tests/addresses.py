"""Every address of the portal with the rows it may be asked for: data, so that a new address asks to be written down.

An address has words in it: the key of a row (by how the address begins), a code, a year, a step. Where no row of the province fits, the
address is asked for with a key that does not exist.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import product
from typing import Any

from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from awards.models import (
    AgendaItem,
    Choice,
    CouncilMember,
    CouncilSession,
    Decision,
    DossierPaper,
    EvidenceLink,
    Matter,
    Nomination,
    Objection,
    Opinion,
    Paper,
    PaperTemplate,
    Recognition,
    RegimeFile,
    ReplacedFile,
    RuleChange,
    StandIn,
    Submission,
    SubmissionItem,
)
from campaign.models import Deadline, FigureSet, FilingDuty, Fund, LateEntry, Period, Plan, PlanDraft, Record, Target
from core import clock
from office.models import LongWork, Notice
from tests.furnished import Side
from tests.marks import places_of
from units.models import Absence, Bloc, Household, OwnKind, Reorganisation, Unit

# how an address begins → whose key stands in it; the first that fits
ROWS: Mapping[str, type[Model]] = {
    "don-vi/phan-loai/": OwnKind, "viec-dai/": LongWork, "hop-thu-cho/": Notice, "sap-xep/": Reorganisation, "ho/": Household, "lich-su-khen-thuong/ho/": Household,
    "cum-khoi/": Bloc, "nguoi-dung/": User, "vang-mat/": Absence, "so-lieu/": FigureSet, "ky/": Period, "nhap-bo-sung/": LateEntry,
    "chi-tieu/quyet-dinh/": Target, "ke-hoach/phai-gui/": FilingDuty, "ke-hoach/": Plan, "phong-trao/so-quy/": Fund,
    "phong-trao/han-bao-cao/": Deadline, "phong-trao/": Record, "ho-so/": Nomination, "to-trinh/": Submission,
    "giay-khen/": Recognition, "quyet-dinh/": Decision, "thanh-phan/": DossierPaper, "minh-chung/": EvidenceLink, "y-kien/": Opinion,
    "tham-dinh-thay/": StandIn,
    "the-le/soan/": PlanDraft,
    "phien-hop/": CouncilSession, "thay-doi-quy-dinh/": RuleChange, "van-ban/": Paper, "ban-ky-da-thay/": ReplacedFile, "mau-van-ban/quy-che/": RegimeFile, "mau-van-ban/": PaperTemplate,
}  # fmt: skip
# what else stands in an address, by the name of the address or for all
WORDS: Mapping[str, Mapping[str, tuple[Any, ...]]] = {
    "": {"year": (2022,), "number": (1,), "position": (1,)},
    "units:reorganise": {"kind": ("hop-nhat",)},
    "units:reorganisation_step": {"step": ("hoan-tac",)},
    "units:household_step": {"step": ("sua",)},
    "units:registration_outcome": {"year": (2021,)},
    "units:organisation_step": {"step": ("sua",)},
    "units:kind_new": {"sort": ("phan-loai",)},
    "units:account_step": {"step": ("dong",)},
    "campaign:standard": {"code": ("mdp-2022-2025",)},
    "campaign:standard_file": {"code": ("mdp-2022-2025",)},
    "campaign:plan_section": {"section": ("chung", "doi-tuong")},
    "campaign:plan_entry": {"place": ("doi-tuong/1/tieu-chi/1", "dot/1")},
    "campaign:plan_trial": {"place": ("doi-tuong/1/tieu-chi/1",)},
    "campaign:sheet_step": {"step": ("submit",)},
    "campaign:approve_step": {"step": ("approve",)},
    "campaign:figure_word": {"word": ("de-nghi-mo-lai", "khong-mo-lai")},
    "campaign:plan_step": {"step": ("withdraw",)},
    "campaign:record_new": {"kind": ("tro-giup",)},
    "campaign:record_step": {"step": ("publish",)},
    "campaign:report_file": {"kind": ("excel",)},
    "awards:part": {"code": ("to-trinh",)},
    "awards:evidence": {"key": ("Cc1.b",)},
    "awards:step": {"step": ("recommend",)},
    "awards:bulk_step": {"step": ("to_council",)},
    "awards:queue_step": {"step": ("return",)},
    "awards:state_send": {"authority": ("prime_minister",)},
    "awards:decision_change": {"what": ("dieu-chinh",)},
    "awards:council_step": {"step": ("mo",)},
    "awards:council_act": {"act": ("bieu-quyet",)},
    "awards:paper": {"kind": ("huong-dan", "danh-sach", "to-trinh")},
    "awards:dossier_papers": {"kind": ("phieu-tham-dinh", "thong-bao-khong-khen")},
    "awards:paper_template": {"kind": ("quyet-dinh", "phieu-tham-dinh", "to-trinh")},
    "awards:use_template": {"kind": ("to-trinh",)},
    "awards:template_file": {"kind": ("to-trinh",)},
    "reports:merged": {"period": ("nam",)},
    "reports:export": {"layout": ("F1",)},
    "reports:guide": {"name": ("nhap-so-lieu",)},
    "reports:guide_picture": {"folder": ("anh",), "name": ("nhap-so-lieu",)},
}  # fmt: skip
ROUND, STATE_ROUND = ("annual-2022",), ("state-interim-2023",)
BODIES = ("so-y-te", "mttq")
# rows that belong to the one in the address
PARTS: Mapping[str, Callable[[Model], list[int]]] = {
    "matter": lambda row: _keys(Matter, nomination=row),
    "objection": lambda row: _keys(Objection, period__nomination=row),
    "link": lambda row: _keys(EvidenceLink, nomination=row),
    "item": lambda row: _keys(SubmissionItem, submission=row),
    "member": lambda row: _keys(CouncilMember, session=row),
    "choice": lambda row: _keys(Choice, session=row),
}
# lists and pages that say other things when asked otherwise; `{nomination}` and the like are keys of rows
QUESTIONS = (
    "/tim/?q=zq", "/ket-qua/2022/?cap=tat-ca", "/ket-qua/2022/?tai=excel&cap=tat-ca", "/ket-qua/2022/can-xem-lai/?tai=excel",
    "/chi-tieu/2022/?tai=excel", "/ke-hoach/?tim=zq", "/ke-hoach/?tai=excel", "/ke-hoach/theo-doi/?tai=excel",
    "/ke-hoach/theo-doi/?tai=don-doc", "/phong-trao/?tim=zq", "/phong-trao/?tai=excel", "/phong-trao/?nhom=quy",
    "/phong-trao/?nhom=dien-hinh", "/phong-trao/so-quy/?tai=excel", "/phong-trao/don-vi-giup-xa/?tai=excel",
    "/phe-duyet/2022/?tai=excel", "/khen-thuong/annual-2022/?tim=zq", "/khen-thuong/annual-2022/?sodong=200",
    "/khen-thuong/annual-2022/tham-dinh/?tim=zq", "/khen-thuong/annual-2022/tham-dinh/buoc/return/?ho-so={nomination}",
    "/khen-thuong/annual-2022/tham-dinh/giao/?ho-so={nomination}&cach=khong",
    "/khen-thuong/annual-2022/bang-so-luong/?tai=excel", "/khen-thuong/annual-2022/can-doi/?tai=excel",
    "/khen-thuong/annual-2022/can-doi/?tai=word", "/khen-thuong/annual-2022/du-dieu-kien/?nhom=commune",
    "/khen-thuong/annual-2022/du-dieu-kien/?nhom=commune&tai=excel", "/khen-thuong/annual-2022/lap-ho-so/?nhom=commune&tim=zq",
    "/khen-thuong/annual-2022/lap-ho-so/?nhom=household&tim=zq", "/khen-thuong/annual-2022/nhap-danh-sach/?tai=mau",
    "/khen-thuong/annual-2022/nhap-bu/?tai=mau", "/giay-khen/?tim=zq", "/giay-khen/?tai=excel", "/nguoi-dung/?q=zq", "/co-quan/?q=zq",
    "/nhat-ky/?q=zq", "/nhat-ky/?trang=2", "/ky/{period}/?tai=excel", "/bao-cao/F1/2022/?don-vi=584",
    "/khen-thuong/annual-2022/van-ban/phieu-tham-dinh/?ve={nomination}", "/khen-thuong/annual-2022/van-ban/bien-ban-hop/?ve={session}",
    "/khen-thuong/annual-2022/van-ban/bien-ban-kiem-phieu/?ve={session}", "/khen-thuong/annual-2022/van-ban/quyet-dinh/?ve={decision}",
    "/mau-van-ban/phieu-tham-dinh/?xem={nomination}&dot=annual-2022", "/mau-van-ban/bang-khen/?dot=annual-2022",
    "/don-vi/22801-2021-01-01/ho/?q=zq", "/don-vi/22801-2021-01-01/ho/?tai=excel", "/dien-bien/584-2021-01-01/?tai=excel",
    "/ket-qua/2022/584/tong-hop/?tai=excel", "/ket-qua/2022/can-xem-lai/?don-vi=584",
    "/khen-thuong/state-interim-2023/", "/khen-thuong/state-interim-2023/bang-so-luong/",
    "/khen-thuong/state-interim-2023/van-ban/danh-sach/", "/khong-co-trang-nay/", "/ho-so/999999/",
)  # fmt: skip


def _keys(model: type[Model], **of: Model) -> list[int]:
    return list(model._base_manager.filter(**of).order_by("pk").values_list("pk", flat=True))[:1]


def patterns() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Name, text and converters of every address but the technical administration's."""
    yield from _walk(get_resolver().url_patterns)


def _walk(entries: list[Any], prefix: str = "", space: str = "") -> Iterator[tuple[str, str, dict[str, Any]]]:
    for entry in entries:
        text = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver) and entry.app_name != "admin":
            yield from _walk(entry.url_patterns, text, f"{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", text, entry.pattern.converters


def addresses(side: Side, *, most: int = 1) -> dict[str, list[str]]:
    """Of each name the addresses that ask for rows of a side, of the province or of nobody in particular.

    `most` is how many rows of a kind are asked for; rows in another state come first.
    """
    _of_side.cache_clear()  # keys of another test's rows
    slugs = [Unit.objects.bearing(code, clock.today()).slug for code in (side.district, side.communes[0])]
    found: dict[str, list[str]] = {}
    for name, text, converters in patterns():
        words = {**WORDS[""], **WORDS.get(name, {})}
        found[name] = []
        for row in _rows(text, side, most) if "pk" in converters else [None]:
            choices = [_choices(word, text, row, words, slugs, side) for word in converters]
            found[name] += [
                reverse(name, kwargs=dict(zip(converters, values, strict=True))) for values in product(*choices)
            ]
    return found


def _choices(
    word: str, text: str, row: Any, words: Mapping[str, tuple[Any, ...]], slugs: list[str], side: Side
) -> tuple[Any, ...]:
    """What may stand for one word of an address. Raises `KeyError` for a word that nobody declared."""
    if word == "pk":
        return (row.pk if row is not None else 999_999,)
    if word in words:
        return words[word]
    if word in PARTS:
        return tuple(PARTS[word](row)) or (999_999,) if row is not None else (999_999,)
    if word == "slug":
        return tuple(slugs) if text.startswith("don-vi/") and "/ho/" not in text else tuple(slugs[1:])
    if word == "code" and text.startswith("khen-thuong/"):
        return STATE_ROUND if "trinh-nha-nuoc" in text else ROUND
    if word == "code" and text.startswith(("co-quan/", "lich-su-khen-thuong/co-quan/")):
        return BODIES
    if word == "code":
        return side.district, side.communes[0]
    raise KeyError(f"Say in tests/addresses.py what may stand for <{word}> in {text}")


def _rows(text: str, side: Side, most: int) -> list[Any]:
    """Rows of a side or of the province, of different states first."""
    begins = next((one for one in ROWS if text.startswith(one)), None)
    if begins is None:
        raise KeyError(f"Say in tests/addresses.py whose key stands in {text}")
    rows = _of_side(ROWS[begins], side)
    states = {getattr(row, "state", ""): row for row in reversed(rows)}
    first = sorted(states.values(), key=lambda row: row.pk)
    if text.removeprefix(begins).count("/") == 1:  # the page of the row itself
        most = max(most, len(first))
    return (first + [row for row in rows if row not in first])[:most] or [None]


@cache
def _of_side(model: type[Model], side: Side) -> list[Any]:
    people = {f"@{name.replace('_', '-')}" for name in (side.officer, side.leader, side.commune_officer)}
    mine = side.units | people | {"58"}
    return [row for row in model._base_manager.order_by("pk") if not (there := places_of(row)) or there & mine]


def questions(side: Side) -> list[str]:
    """The addresses with a question mark, about rows of a side."""
    mine = [
        row
        for row in Nomination.objects.order_by("pk")
        if places_of(row) & side.units and row.state == "under_appraisal"
    ]
    item = AgendaItem.objects.order_by("pk").first()
    keys = {
        "nomination": mine[0].pk,
        "session": item.session_id if item else 0,
        "decision": Decision.objects.values_list("pk", flat=True)[0],
        "period": Period.objects.values_list("pk", flat=True)[0],
    }
    return [one.format(**keys) for one in QUESTIONS]
