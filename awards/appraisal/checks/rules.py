"""The checks of a dossier as a table of small functions on what was gathered of it. Pure.

What was read in its own text may block; what was not warns, whatever the table says.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from awards.law.domain.regimes import CONFIRMED, TO_CONFIRM, Regime
from campaign.definition.words import clause_words
from core.findings import Finding, Outcome
from core.numbers import format_date
from core.text import folded, listed, lower_first, opened, tidy

NAMESAKE = "trùng họ tên, chưa đủ căn cứ là một người"


class Severity(StrEnum):
    """What a check that hits does."""

    BLOCK = "block"  # the dossier may not be recommended
    WARN = "warn"  # it may, and everybody reads why it perhaps should not
    INFO = "info"


@dataclass(frozen=True)
class Check:
    """One check that hit."""

    id: str  # "R27"
    label: str
    severity: Severity
    message: str
    source: str
    confirmed: bool = True
    address: str = ""  # the dossier or figures that it is about, as the views name them
    asks_reason: bool = False  # milder than its rule: who passes over it writes why


# ---- what is gathered ----


@dataclass(frozen=True)
class Nominee:
    """Who is proposed: a unit of a level, a body, a firm, a household or a person."""

    kind: str
    name: str
    level: str = ""
    ended_on: date | None = None
    heirs: tuple[str, ...] = ()
    body: str = ""  # the kind of an organisation
    post: str = ""  # of a person
    of_business: str = ""  # of a person: the body that proposes them, where it does business
    is_outside: bool = False  # not managed by the province, itself or the body that a person works in


@dataclass(frozen=True)
class Elsewhere:
    """Another award, or dossier on its way, of the same nominee or of one that it came from or became."""

    name: str
    what: str  # "Bằng khen của Chủ tịch …, đợt hằng năm 2022"
    state: str  # in words: "Được khen thưởng theo Quyết định 512/QĐ-UBND"
    years: frozenset[int]
    category: str = ""
    same_round: bool = False
    is_state: bool = False
    decided_on: date | None = None
    is_given: bool = False
    only_the_name: bool = False  # a person: nothing but the name is the same
    address: str = ""


@dataclass(frozen=True)
class Pending:
    """A matter that the desk noted about the nominee."""

    kind: str
    about: str
    document: str
    opened_on: date
    concluded_on: date | None = None
    discipline_ends_on: date | None = None
    only_the_name: bool = False  # noted at a dossier of somebody of the same name


@dataclass(frozen=True)
class Measured:
    """A measured line of the sheet that applies to the nominee, year by year."""

    label: str
    years: tuple[tuple[int, Finding], ...]


@dataclass(frozen=True, kw_only=True)
class CheckFacts:
    """Everything that the checks read of one dossier."""

    nominee: Nominee
    category: str
    letter: str
    level: str  # that the class asks of a unit
    takes: tuple[str, ...]  # the kinds of nominees of the class, as the plan names them
    bodies: tuple[str, ...] = ()  # the kinds of organisations that it takes; empty: every kind
    not_posts: tuple[str, ...] = ()  # words of posts that it does not mean
    never_with: tuple[str, ...] = ()  # classes in which the same body does not stand in one round
    clause: str
    founding: str  # the kind of document that the plan is
    round_clause: str
    round_kind: str
    is_review: bool  # the round belongs to the interim or the final review
    ended_units: bool
    form: str
    form_name: str
    is_state_form: bool
    years: tuple[int, ...]
    run_years: int  # how long the movement has run by the round's year
    law: Regime
    today: date
    measured: tuple[Measured, ...] = ()
    unproven: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    matters: tuple[Pending, ...] = ()
    versions: int = 0
    returns: int = 0
    days_late: int = 0
    due_on: date | None = None
    interested: tuple[str, ...] = ()
    stood_aside: tuple[tuple[str, str], ...] = ()  # members of the Council in words, with the session's address


@dataclass(frozen=True)
class Hit:
    """What one rule says; it may be milder than its rule."""

    message: str
    severity: Severity | None = None
    source: str = ""
    mark: str = ""
    address: str = ""


Judge = Callable[[CheckFacts], Iterable[Hit]]

# ---- the nominee and its class ----

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
            f"{facts.nominee.name} không thuộc tỉnh quản lý về tổ chức, biên chế: tỉnh chỉ khen trong thẩm quyền, "
            f"không đề nghị {lower_first(facts.form_name)}."
        )


# ---- the form and the law of the day ----


def state_form_in_a_review(facts: CheckFacts) -> Iterator[Hit]:
    """State awards are proposed at the interim and the final review alone."""
    if facts.is_state_form and not facts.is_review:
        yield Hit(
            f"{facts.form_name} chỉ xét khi sơ kết, tổng kết Phong trào. Đổi hình thức đề nghị hoặc chuyển sang đợt "
            "sơ kết, tổng kết."
        )


def movement_is_long_enough(facts: CheckFacts) -> Iterator[Hit]:
    """Some forms ask that the movement has run for years."""
    asked = facts.law.years_needed(facts.form)
    if asked is not None and facts.run_years < asked.years:
        yield Hit(
            f"{facts.form_name} cần Phong trào đã kéo dài từ {asked.years} năm; tính đến đợt này là {facts.run_years} năm.",
            source=facts.law.decree,
            mark=asked.mark,
        )


def form_number_is_known(facts: CheckFacts) -> Iterator[Hit]:
    """The number of the report's form is data of the regime."""
    if facts.law.form_mark != CONFIRMED:
        yield Hit(
            f"Số hiệu mẫu báo cáo thành tích theo {facts.law.decree} {facts.law.form_number}: xem hướng dẫn của đợt "
            "trước khi in.",
            source=facts.law.decree,
            mark=TO_CONFIRM,
        )


def counts_not_as_merit(facts: CheckFacts) -> Iterator[Hit]:
    """Awards of a campaign are no ground for merit awards."""
    yield Hit("Kết quả khen thưởng theo chuyên đề không dùng làm căn cứ xét khen thưởng công trạng ở cấp trên.")


# ---- proof, figures, papers ----


def mandatory_lines_are_proven(facts: CheckFacts) -> Iterator[Hit]:
    """A line that papers must prove has its paper, and a reviewer's word that it meets the plan: clause by clause."""
    for line in facts.unproven:
        yield Hit(f"{opened(line)}. Cần có giấy tờ và nhận xét «Đạt».", source=cited(OF_CLASS, facts))


def _numbers(facts: CheckFacts) -> Iterator[Hit]:
    for line in facts.measured:
        for year, finding in line.years:
            if finding.outcome is Outcome.NOT_APPLICABLE:
                continue
            said = f"{finding.comparison}: {lower_first(finding.label)}" if finding.comparison else finding.said
            yield Hit(f"{line.label}, năm {year}: {said.rstrip('.')}.", address=_figures(finding))


def _figures(finding: Finding) -> str:
    keys = [source.key for source in finding.sources if source.kind == "figure_set" and "+" not in source.key]
    return f"figures:{keys[0]}" if keys else ""


def district_result(facts: CheckFacts) -> Iterator[Hit]:
    """What was measured of a district."""
    return _numbers(facts) if facts.level == "district" else iter(())


def local_result(facts: CheckFacts) -> Iterator[Hit]:
    """What was measured of a commune or a village."""
    return _numbers(facts) if facts.level != "district" else iter(())


def equal_is_met(facts: CheckFacts) -> Iterator[Hit]:
    """Where the result is exactly what was asked, the plan's reading of "đạt và vượt" decides."""
    for line in facts.measured:
        for year, finding in line.years:
            if finding.actual is None or finding.actual != finding.required:
                continue
            reading = "từ bằng trở lên" if finding.outcome is Outcome.MET else "phải cao hơn"
            yield Hit(
                f"{line.label}, năm {year}: bằng đúng mức yêu cầu, tính là {finding.outcome.label} (“đạt và vượt” hiểu là {reading})."
            )


def years_that_do_not_compare(facts: CheckFacts) -> Iterator[Hit]:
    """A year that cannot be computed by rule stays out of the verdict, with its reason."""
    for line in facts.measured:
        for year, finding in line.years:
            if finding.outcome is Outcome.NOT_APPLICABLE and finding.reason:
                yield Hit(f"{line.label}, năm {year} không tính vào kết luận: {lower_first(finding.reason)}")


def papers_are_complete(facts: CheckFacts) -> Iterator[Hit]:
    """Every part that the law of its day asks for."""
    if facts.missing:
        yield Hit(f"Hồ sơ còn thiếu: {listed(facts.missing)}. Nơi lập bổ sung, hoặc trả lại để bổ sung.")


def earlier_versions_stand(facts: CheckFacts) -> Iterator[Hit]:
    """What was sent before a return is kept beside what came after."""
    if facts.returns:
        yield Hit(
            f"Hồ sơ đã trả lại {facts.returns} lần; cổng giữ {facts.versions} bản đã gửi, không bản nào bị ghi đè."
        )


def is_in_time(facts: CheckFacts) -> Iterator[Hit]:
    """Working days run from the complete dossier."""
    if facts.days_late > 0:
        yield Hit(f"Quá hạn giải quyết {format_date(facts.due_on)} {facts.days_late} ngày làm việc.")


# ---- other awards, pending matters, interests ----


def one_achievement_one_award(facts: CheckFacts) -> Iterator[Hit]:
    """The same nominee, or whom it came from or became, is not awarded twice for the same years."""
    for other in facts.elsewhere:
        if other.same_round and other.category in facts.never_with:
            continue  # said by its own rule
        shared = sorted(set(facts.years) & other.years)
        if other.same_round:
            severity = Severity.WARN if other.only_the_name else Severity.BLOCK
            who = f"{NAMESAKE}; kiểm tra trước khi trình" if other.only_the_name else "rút một hồ sơ"
            yield Hit(
                f"{other.name} cũng có hồ sơ trong đợt này ({lower_first(other.state)}): {who}.",
                severity,
                address=other.address,
            )
        elif shared or not other.years:
            about = (
                f"cùng thành tích năm {listed(tuple(map(str, shared)))}" if shared else "chưa ghi năm của thành tích"
            )
            name = f" ({NAMESAKE})" if other.only_the_name else ""
            yield Hit(
                f"{other.name}{name}: {lower_first(other.what)}, {lower_first(other.state)}, {about}. "
                "Nêu rõ thành tích khác nhau trước khi trình.",
                Severity.WARN,
                address=other.address,
            )


def one_state_award_a_year(facts: CheckFacts) -> Iterator[Hit]:
    """Nobody receives two awards of the State in one calendar year; one on its way may be decided in it."""
    if not facts.is_state_form:
        return
    for other in facts.elsewhere:
        year = other.decided_on.year if other.decided_on else facts.today.year
        if other.is_state and not other.same_round and year == facts.today.year:
            severity = Severity.BLOCK if facts.law.two_state_awards == "block" and other.is_given else Severity.WARN
            yield Hit(
                f"{other.name}: {lower_first(other.what)}, {lower_first(other.state)} trong năm {year}. Một năm không đề nghị "
                "hai hình thức khen thưởng cấp Nhà nước.",
                Severity.WARN if other.only_the_name else severity,
                address=other.address,
            )


def nothing_is_pending(facts: CheckFacts) -> Iterator[Hit]:
    """While something is looked into nobody is awarded or proposed."""
    for row in facts.matters:
        if row.concluded_on is None:
            yield Hit(
                f"{row.kind} từ {format_date(row.opened_on)} ({row.document}): {row.about.rstrip('.')}"
                f"{f' ({NAMESAKE}). Kiểm tra trước khi trình.' if row.only_the_name else '. Tạm dừng xét; ghi ngày và văn bản kết luận rồi xét tiếp.'}",
                Severity.WARN if row.only_the_name else None,
                address="matter",
            )


def merit_begins_after_discipline(facts: CheckFacts) -> Iterator[Hit]:
    """After a discipline merit counts from its end."""
    ends = [row.discipline_ends_on for row in facts.matters if row.discipline_ends_on and not row.only_the_name]
    if ends and facts.years and date(min(facts.years), 1, 1) < max(ends):
        yield Hit(
            f"Thành tích chỉ tính từ ngày hết thời hạn kỷ luật {format_date(max(ends))}, đợt này xét từ năm {min(facts.years)}."
        )


def nobody_is_interested(facts: CheckFacts) -> Iterator[Hit]:
    """Whoever judges is not of the nominee."""
    for words in facts.interested:
        yield Hit(words)
    for words, address in facts.stood_aside:
        yield Hit(words, address=address)


# ---- the table ----


@dataclass(frozen=True)
class Rule:
    """One check: its source is a provision of the plan or the portal's; without one, of the law of the dossier's day."""

    id: str
    label: str
    severity: Severity
    judge: Judge
    source: str = ""
    mark: str = CONFIRMED


B, W, INFO = Severity.BLOCK, Severity.WARN, Severity.INFO
# of the plan itself, by the words of its version: the clause of the class, our reading of it, the clause of the round
OF_CLASS, OF_READING, OF_ROUND = "class", "reading", "round"
RULES: tuple[Rule, ...] = (
    Rule("R04", "Đúng nhóm đối tượng", B, fits_its_class, OF_CLASS),
    Rule("R04e", "Đúng là cán bộ, công chức, viên chức", B, post_is_meant, OF_CLASS),
    Rule("R04g", "Chỉ xét ở một nhóm", B, one_class_of_a_body, OF_CLASS),
    Rule("R05", "Minh chứng của tiêu chí bắt buộc", B, mandatory_lines_are_proven, OF_CLASS),
    Rule("R06", "Kết quả đo được của cấp huyện", INFO, district_result, OF_CLASS),
    Rule("R07", "Kết quả đo được của cấp xã, thôn", INFO, local_result, OF_CLASS),
    Rule("R08", "Bằng đúng mức yêu cầu", INFO, equal_is_met, OF_READING),
    Rule("R09", "Khen thưởng cấp Nhà nước khi sơ kết, tổng kết", B, state_form_in_a_review, OF_ROUND),
    Rule("R10", "Thời gian của Phong trào", W, movement_is_long_enough, "Luật Thi đua, khen thưởng", TO_CONFIRM),
    Rule("R11", "Một thành tích, một khen thưởng", B, one_achievement_one_award),
    Rule("R12", "Hai khen thưởng cấp Nhà nước trong một năm", B, one_state_award_a_year),
    Rule("R13", "Vụ việc đang xem xét", B, nothing_is_pending),
    Rule("R14", "Thời hạn kỷ luật", B, merit_begins_after_discipline),
    Rule("R15", "Không tính vào công trạng", INFO, counts_not_as_merit),
    Rule("R16", "Thuộc tỉnh quản lý", B, managed_by_the_province),
    Rule("R17", "Đủ thành phần hồ sơ", B, papers_are_complete),
    Rule("R18", "Số hiệu mẫu báo cáo", W, form_number_is_known, "Chế độ pháp luật của hồ sơ", TO_CONFIRM),
    Rule("R19", "Các bản đã gửi", INFO, earlier_versions_stand, "Sổ hồ sơ của cổng"),
    Rule("R20", "Thời hạn giải quyết", W, is_in_time, "Quy trình đã công bố của cơ quan thi đua, khen thưởng", TO_CONFIRM),
    Rule("R23", "Xung đột lợi ích", W, nobody_is_interested, "Thông lệ", TO_CONFIRM),
    Rule("R27", "Đơn vị còn tồn tại", B, unit_is_alive, "Dữ liệu đơn vị; Thông tư 15/2025/TT-BNV"),
    Rule("R28", "Năm không so sánh được", INFO, years_that_do_not_compare, OF_READING),
)  # fmt: skip


def cited(source: str, facts: CheckFacts) -> str:
    """A source as people read it; of the plan its kind of document and its own clause."""
    if source not in (OF_CLASS, OF_READING, OF_ROUND):
        return source
    clause = clause_words(facts.round_clause if source == OF_ROUND else facts.clause)
    words = ", ".join(filter(None, (facts.founding, clause)))
    return f"{words} (cách hiểu)" if source == OF_READING else words


def run(facts: CheckFacts) -> tuple[Check, ...]:
    """Every check that hits, what blocks first."""
    found = [check for rule in RULES for check in _said(rule, facts)]
    order = list(Severity)
    return tuple(sorted(found, key=lambda check: order.index(check.severity)))


def _said(rule: Rule, facts: CheckFacts) -> Iterator[Check]:
    source, mark = rule.source, rule.mark
    if not source:
        provision = facts.law.provision_for(rule.id)
        if provision is None:
            return  # the law of its day says nothing of it
        source, mark = provision.source, provision.mark
    for hit in rule.judge(facts):
        confirmed = (hit.mark or mark) == CONFIRMED
        severity = hit.severity or rule.severity
        if severity is Severity.BLOCK and not confirmed:
            severity = Severity.WARN
        asks_reason = rule.severity is Severity.BLOCK and severity is Severity.WARN
        yield Check(
            rule.id,
            rule.label,
            severity,
            hit.message,
            hit.source or cited(source, facts),
            confirmed,
            hit.address,
            asks_reason,
        )
