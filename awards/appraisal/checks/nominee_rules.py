"""Checks of the nominee: of its class, once in a round, alive, managed by the province. Pure."""

import re
from collections.abc import Iterator

from awards.appraisal.checks.terms import OF_CLASS, OF_READING, CheckFacts, Hit, Severity, cited
from core.numbers import format_date
from core.own_words import in_own_words
from core.text import folded, listed, lower_first, tidy

AS = {"unit": {"unit"}, "body": {"organisation"}, "firm": {"organisation", "enterprise"}, "household": {"household"},
      "person": {"person"}}  # fmt: skip
WORDS = {"unit": "địa phương", "body": "cơ quan, đơn vị", "firm": "doanh nghiệp, hợp tác xã, tổ chức tín dụng",
         "household": "hộ gia đình", "person": "cá nhân"}  # fmt: skip
LEVELS = {"province": "cấp tỉnh", "district": "cấp huyện", "commune": "cấp xã", "village": "thôn, khu phố"}


def fits_its_class(facts: CheckFacts) -> Iterator[Hit]:
    """A class takes the kinds of nominees that the plan says: units of its level, bodies of its kinds."""
    nominee = facts.nominee
    fits = bool(AS[nominee.kind] & set(facts.takes))
    if nominee.level and (facts.level or nominee.kind == "unit"):
        fits = fits and nominee.level == facts.level
    if nominee.body and facts.bodies:
        fits = fits and nominee.body in facts.bodies
    if not fits:
        what = LEVELS.get(nominee.level, "") if nominee.kind == "unit" else WORDS[nominee.kind]
        if nominee.kind == "body" and nominee.level not in ("", facts.level):
            what = f"{what} {LEVELS[nominee.level]}"
        yield Hit(
            f"{nominee.name} ({what}) không thuộc nhóm {facts.letter}. Rút hồ sơ này và lập lại đúng nhóm.",
            source=cited(OF_CLASS, facts),
        )


def post_is_meant(facts: CheckFacts) -> Iterator[Hit]:
    """An official is told apart from who holds a post that the class does not mean: a village head."""
    if not facts.not_posts:
        return
    held = f" {folded(facts.nominee.post)} "
    hit = next((post for post in facts.not_posts if f" {folded(post)} " in held), "") or post_of_a_village(
        facts.nominee.post
    )
    if not hit and facts.nominee.of_business:
        yield Hit(
            f"{facts.nominee.name} do {facts.nominee.of_business} đề nghị: người của đơn vị sản xuất, kinh doanh không là "
            f"cán bộ, công chức, viên chức của nhóm {facts.letter}. Xem lại nhóm; vẫn trình thì ghi lý do.",
            Severity.WARN,
            source=cited(OF_READING, facts),
        )
    if hit:
        yield Hit(
            f"{facts.nominee.name} ghi chức vụ “{facts.nominee.post}”: {hit} không thuộc nhóm {facts.letter}. Xem lại "
            "quyết định tuyển dụng, bổ nhiệm; vẫn trình thì ghi lý do.",
            Severity.WARN,
            source=cited(OF_READING, facts),
        )


_VILLAGES = frozenset(
    {
        ("thôn",),
        ("bản",),
        ("làng",),
        ("ấp",),
        ("buôn",),
        ("kp",),
        ("tdp",),
        ("khu", "phố"),
        ("khu", "dân", "cư"),
        ("tổ", "dân", "phố"),
    }
)
_ABOVE = frozenset({"xã", "phường", "huyện", "tỉnh", "sở", "ubnd", "phòng", "trấn"})
_NOT_A_PLACE = frozenset({"văn", "cơ", "xuất", "kịch"})  # "văn bản", "cơ bản"
_WITHOUT_A_PLACE = ("công an viên", "già làng", "người có uy tín")


def post_of_a_village(post: str) -> str:
    """What of a post says that it is one of a village ("T.thôn", "Trưởng KP 3"); nothing where a body above stands before."""
    words = re.findall(r"\w+", tidy(post).casefold())
    found = next((said for said in _WITHOUT_A_PLACE if f" {said} " in f" {' '.join(words)} "), "")
    if found:
        return found
    for at, word in enumerate(words):
        if word in _ABOVE:
            return ""
        place = next((name for name in _VILLAGES if tuple(words[at : at + len(name)]) == name), ())
        if place and not (word == "bản" and at and words[at - 1] in _NOT_A_PLACE) and words[at + 1 : at + 2] != ["đồ"]:
            return f"chức vụ ở {' '.join(place)}"
    return ""


def one_class_of_a_body(facts: CheckFacts) -> Iterator[Hit]:
    """The same body never stands in two classes of one round that the plan keeps apart (a and g)."""
    for other in facts.elsewhere:
        if other.same_round and other.category in facts.never_with:
            yield Hit(
                f"{other.name} đã có hồ sơ ở nhóm kia của đợt này. Chỉ xét ở một nhóm: rút một hồ sơ.",
                address=other.address,
            )


def unit_is_alive(facts: CheckFacts) -> Iterator[Hit]:
    """A unit, body or household that is no more is nominated only where the round says so with its act."""
    nominee = facts.nominee
    if nominee.ended_on is None or nominee.ended_on > facts.today or facts.ended_units:
        return
    heirs = f" Đơn vị kế thừa: {listed(nominee.heirs)}; thành tích cũ nêu trong báo cáo." if nominee.heirs else ""
    what = "hộ" if nominee.kind == "household" else "đơn vị"
    yield Hit(
        f"{nominee.name} không còn từ {format_date(nominee.ended_on)}; đợt này không tặng cho {what} đã kết thúc.{heirs}"
    )


def managed_by_the_province(facts: CheckFacts) -> Iterator[Hit]:
    """The province proposes to the State only those whom it manages."""
    if facts.is_state_form and facts.nominee.is_outside:
        yield Hit(
            f"{facts.nominee.name} {in_own_words('không thuộc tỉnh quản lý về tổ chức, biên chế: tỉnh chỉ khen')} trong "
            f"thẩm quyền, không đề nghị {lower_first(facts.form_name)}."
        )
