"""What units do in the movement, as data: each kind of record with its questions and its road. Pure.

Where a plan speaks of a kind is the plan's to say (`[[provision]] records`)

A new kind is a row here and nothing else; pages, forms, filters and Excel files read this table.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol


class AwardRound(Protocol):
    """What a report needs to know of a round of the plan."""

    @property
    def kind(self) -> str: ...
    @property
    def year(self) -> int: ...
    @property
    def window(self) -> tuple[int, ...]: ...


class Type(StrEnum):
    """What a question is answered with."""

    TEXT = "text"
    LONG = "long"
    CHOICE = "choice"
    COUNT = "count"
    MONEY = "money"  # whole đồng
    FLAG = "flag"


class Road(StrEnum):
    """Which workflow a kind of record takes."""

    NOTE = "note"
    HELP = "help"
    FUND = "fund"
    REMARK = "remark"
    INSPECTION = "inspection"
    OBSTACLE = "obstacle"
    STORY = "story"
    REPORT = "report"


COLUMNS = ("amount", "households", "people")  # answers that stand in columns, so that they can be added


@dataclass(frozen=True)
class Question:
    """One thing that is asked of a record."""

    key: str
    label: str
    type: Type = Type.TEXT
    choices: tuple[str, ...] = ()
    required: bool = False
    help: str = ""
    asked_of: frozenset[str] = frozenset()  # classes of owners (`OWNERS`); empty: everybody


@dataclass(frozen=True)
class Group:
    """A tab of the list."""

    code: str
    label: str
    lead: str


GROUPS = (
    Group("hoat-dong", "Hoạt động", "Tuyên truyền, sáng kiến, mô hình, việc đã làm cho hộ nghèo, báo chí."),
    Group("quy", "Quỹ Vì người nghèo", "Đợt vận động, đăng ký ủng hộ, thu và chi, tính bằng đồng."),
    Group("tro-giup", "Trợ giúp", "Ai giúp huyện, xã, thôn, hộ nào; nơi nhận xác nhận."),
    Group("giam-sat", "Giám sát, kiểm tra, vướng mắc", "Ý kiến giám sát phải được trả lời; không ai xóa được."),
    Group("dien-hinh", "Điển hình", "Phát hiện, bồi dưỡng, công nhận, nhân rộng."),
    Group("bao-cao", "Báo cáo của đơn vị", "Báo cáo sáu tháng, năm, sơ kết, tổng kết."),
)  # fmt: skip

FIELDS = (
    "Đầu tư vùng khó khăn", "Phòng chống thiên tai, biến đổi khí hậu", "Sản xuất, đất sản xuất", "Nhà ở, đất ở",
    "Việc làm, đào tạo nghề", "Y tế", "Giáo dục", "Nước sạch, vệ sinh", "Thông tin", "Vốn vay ưu đãi",
)  # fmt: skip
HELPERS = (
    "Cơ quan, đơn vị", "Tổ chức Đảng", "Thôn, cộng đồng", "Doanh nghiệp, doanh nhân", "Hộ khá giả",
    "Tổ chức, cá nhân ngoài tỉnh", "Tổ chức, cá nhân nước ngoài",
)  # fmt: skip
HELP_KINDS = ("Công sức", "Trí tuệ, kỹ thuật", "Của cải vật chất")
PERIODS: Mapping[str, str] = {  # of reports; the words stand in addresses and codes of deadlines
    "6-thang": "Sáu tháng đầu năm", "nam": "Cả năm", "so-ket": "Sơ kết", "tong-ket": "Tổng kết",
}  # fmt: skip
DRIVE = "dot-van-dong"  # pledges and receipts carry on a drive and are told apart by its peak month
PLACES, BODIES = "places", "bodies"
FRONT, PRESS, FIRMS = "front", "press", "firms"
CLASSES: Mapping[str, str] = {  # of owners whose reports are asked something of their own
    PLACES: "Các địa phương", BODIES: "Các sở, ban, ngành, cơ quan, đơn vị",
    FRONT: "Mặt trận Tổ quốc, các tổ chức chính trị - xã hội", PRESS: "Cơ quan báo chí",
    FIRMS: "Doanh nghiệp, hợp tác xã, tổ chức tín dụng",
}  # fmt: skip
Q, T = Question, Type
AMOUNT = Q("amount", "Số tiền (đồng)", T.MONEY, required=True)
VALUE = Q("amount", "Giá trị (đồng)", T.MONEY, help="Để trống nếu không tính được bằng tiền.")
HOUSEHOLDS = Q("households", "Số hộ nghèo, cận nghèo được thụ hưởng", T.COUNT)
MINORITY = Q("minority", "Vùng đồng bào dân tộc thiểu số và miền núi", T.FLAG)


@dataclass(frozen=True)
class Kind:
    """One kind of record."""

    code: str
    group: str
    label: str
    road: Road
    questions: tuple[Question, ...]
    about: str = ""  # label of the unit that it is about, where it is about one
    title: str = "Nội dung"  # what the line on the list says
    body: str = "Diễn giải"
    has_subject: bool = False  # it may point at a figure set or a nomination
    follows: str = ""  # the kind that it may carry on
    must_follow: bool = False  # begun only from a record of that kind

    def questions_of(self, owners: Collection[str]) -> tuple[Question, ...]:
        """What is asked of owners of these classes."""
        return tuple(item for item in self.questions if not item.asked_of or item.asked_of & set(owners))

    def question(self, key: str) -> Question | None:
        return next((item for item in self.questions if item.key == key), None)


KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("tuyen-truyen", "hoat-dong", "Tuyên truyền, vận động", Road.NOTE, (
            Q("how", "Hình thức", T.CHOICE, ("Hội nghị, tập huấn", "Truyền thanh", "Tài liệu, pa nô", "Mạng xã hội",
                                             "Vận động tại hộ", "Hình thức khác"), required=True),
            Q("audience", "Đối tượng"), Q("people", "Số người tham dự", T.COUNT),
        )),
        Kind("sang-kien", "hoat-dong", "Sáng kiến, đề xuất chính sách", Road.NOTE, (
            Q("what", "Loại", T.CHOICE, ("Sáng kiến", "Đề xuất chính sách"), required=True),
            Q("owner", "Tác giả"), Q("addressee", "Nơi nhận"), Q("effect", "Hiệu quả", T.LONG),
            Q("accepted", "Kết quả xem xét", T.CHOICE, ("Chưa xem xét", "Được chấp nhận", "Không được chấp nhận")),
        ), title="Tên sáng kiến, đề xuất"),
        Kind("mo-hinh", "hoat-dong", "Mô hình liên kết sản xuất, tạo việc làm", Road.NOTE, (
            Q("partner", "Đơn vị liên kết"), Q("product", "Sản phẩm, ngành nghề"),
            Q("households", "Số hộ nghèo, cận nghèo tham gia", T.COUNT, required=True),
            Q("amount", "Vốn đầu tư (đồng)", T.MONEY), MINORITY, Q("result", "Kết quả", T.LONG),
        ), title="Tên mô hình"),
        Kind("viec-lam", "hoat-dong", "Việc đã làm theo lĩnh vực", Road.NOTE, (
            Q("field", "Lĩnh vực", T.CHOICE, FIELDS, required=True), Q("amount", "Kinh phí (đồng)", T.MONEY),
            HOUSEHOLDS, MINORITY, Q("result", "Kết quả", T.LONG),
        )),
        Kind("ke-hoach-bao-chi", "hoat-dong", "Kế hoạch truyền thông của báo, đài", Road.NOTE, (
            Q("column", "Chuyên mục", required=True), Q("items", "Số tin, bài", T.COUNT),
            Q("minutes", "Thời lượng (phút)", T.COUNT), Q("until", "Thực hiện đến (ngày/tháng/năm)"),
        ), title="Tên kế hoạch, số văn bản"),
        Kind("bao-chi", "hoat-dong", "Chuyên mục, tin bài", Road.NOTE, (
            Q("column", "Chuyên mục", required=True), Q("items", "Số tin, bài", T.COUNT),
            Q("minutes", "Thời lượng (phút)", T.COUNT),
        ), follows="ke-hoach-bao-chi"),
        Kind(DRIVE, "quy", "Đợt vận động", Road.NOTE, (
            Q("amount", "Mục tiêu (đồng)", T.MONEY), Q("until", "Kết thúc (ngày/tháng/năm)"),
        ), title="Tên đợt vận động"),
        Kind("dang-ky-ung-ho", "quy", "Đăng ký ủng hộ", Road.NOTE, (
            Q("giver", "Người, đơn vị đăng ký", required=True), AMOUNT,
        ), follows=DRIVE),
        Kind("thu-quy", "quy", "Thu quỹ", Road.FUND, (
            Q("giver", "Người, đơn vị ủng hộ", required=True), AMOUNT, Q("voucher", "Số phiếu thu"),
        ), follows=DRIVE),
        Kind("chi-quy", "quy", "Chi quỹ", Road.FUND, (
            Q("purpose", "Mục đích chi", T.CHOICE, ("Nhà ở", "Sản xuất, con giống", "Khám chữa bệnh", "Học tập", "Tết, lễ",
                                                    "Cứu trợ", "Khác"), required=True),
            AMOUNT, HOUSEHOLDS, Q("voucher", "Số phiếu chi"),
        ), about="Chi cho địa phương"),
        Kind("tro-giup", "tro-giup", "Trợ giúp", Road.HELP, (
            Q("helper_kind", "Bên giúp là", T.CHOICE, HELPERS, required=True),
            Q("helper", "Tên bên giúp", help="Để trống nếu là chính đơn vị của bạn."),
            Q("help_kind", "Giúp bằng", T.CHOICE, HELP_KINDS, required=True), VALUE,
            Q("receiver", "Thôn, hộ được giúp"), HOUSEHOLDS, Q("result", "Kết quả", T.LONG),
        ), about="Giúp địa phương"),
        Kind("giam-sat", "giam-sat", "Ý kiến giám sát", Road.REMARK, (
            Q("what", "Giám sát về", T.CHOICE, ("Rà soát hộ nghèo", "Chính sách, dự án", "Xét khen thưởng",
                                                "Thực hiện phong trào"), required=True),
            Q("policy", "Tên chính sách, dự án"),
        ), about="Nơi được giám sát", title="Kiến nghị", has_subject=True),
        Kind("kiem-tra", "giam-sat", "Kiểm tra", Road.INSPECTION, (
            Q("team", "Đoàn kiểm tra", required=True), Q("conclusion", "Kết luận", T.LONG, required=True),
            Q("required_by", "Việc phải làm và thời hạn", T.LONG),
        ), about="Nơi được kiểm tra"),
        Kind("vuong-mac", "giam-sat", "Vướng mắc", Road.OBSTACLE, (
            Q("addressee", "Gửi đến", T.CHOICE, ("Cơ quan thường trực chương trình giảm nghèo",
                                                 "Cơ quan thi đua, khen thưởng"), required=True),
        ), title="Câu hỏi"),
        Kind("dien-hinh", "dien-hinh", "Điển hình, gương tiêu biểu", Road.STORY, (
            Q("what", "Là", T.CHOICE, ("Tập thể", "Cá nhân, hộ gia đình", "Mô hình, cách làm"), required=True),
            Q("name", "Tên điển hình", required=True),
            Q("consent", "Người được nêu đã đồng ý bằng văn bản cho đăng công khai", T.FLAG),
            HOUSEHOLDS,
        ), title="Tóm tắt một câu", body="Câu chuyện"),
        Kind("nhan-rong", "dien-hinh", "Học tập, nhân rộng", Road.NOTE, (
            HOUSEHOLDS, Q("amount", "Kinh phí (đồng)", T.MONEY), Q("result", "Kết quả", T.LONG),
        ), title="Việc làm theo điển hình", follows="dien-hinh", must_follow=True),
        Kind("bao-cao", "bao-cao", "Báo cáo", Road.REPORT, (
            Q("period", "Kỳ báo cáo", T.CHOICE, tuple(PERIODS.values()), required=True),
            Q("done", "Kết quả thực hiện", T.LONG, required=True),
            Q("people_know", "Công khai, lấy ý kiến người dân trong rà soát", T.LONG, asked_of=frozenset({PLACES})),
            Q("policies", "Chương trình, chính sách thuộc ngành đã tham mưu, thực hiện", T.LONG, asked_of=frozenset({BODIES})),
            Q("watched", "Vận động ủng hộ, giám sát, phản biện", T.LONG, asked_of=frozenset({FRONT})),
            Q("told", "Chuyên mục, tin bài, thời lượng", T.LONG, asked_of=frozenset({PRESS})),
            Q("work", "Việc làm, liên kết sản xuất, đóng góp an sinh", T.LONG, asked_of=frozenset({FIRMS})),
            Q("ways", "Cách làm hay, mô hình", T.LONG),
            Q("limits", "Tồn tại, nguyên nhân", T.LONG), Q("next", "Phương hướng, kiến nghị", T.LONG),
        ), title="Trích yếu", body="Số, ngày văn bản và ghi chú"),
    )
}  # fmt: skip


def of_group(code: str) -> list[Kind]:
    """The kinds of a tab, in their order."""
    return [kind for kind in KINDS.values() if kind.group == code]


def followers_of(code: str) -> list[Kind]:
    """The kinds that carry a kind on."""
    return [kind for kind in KINDS.values() if kind.follows == code]


ROUND_OF: Mapping[str, str] = {"so-ket": "interim", "tong-ket": "final"}  # whose window of years a report takes


def years_of(period: str, year: int, rounds: Iterable[AwardRound]) -> tuple[int, ...]:
    """The years that a report counts: its own; a sơ kết or tổng kết those of its round, else from the first judged on."""
    if period not in ROUND_OF:
        return (year,)
    rounds = tuple(rounds)
    for award_round in rounds:
        if award_round.kind == ROUND_OF[period] and award_round.year == year:
            return tuple(award_round.window)
    first = min((one for award_round in rounds for one in award_round.window), default=year)
    return tuple(range(min(first, year), year + 1))


def years_words(years: Sequence[int]) -> str:
    """ "năm 2022" or "các năm 2022 - 2025"."""
    return f"năm {years[0]}" if len(years) == 1 else f"các năm {years[0]} - {years[-1]}"


LAST_WORD = (1, 31)  # until then what happened in the year before is still written down without its paper


def is_past(on: date, today: date) -> bool:
    """A day of a year that is closed: what happened then is entered afterwards, with the scan of its paper."""
    return today > date(on.year + 1, *LAST_WORD)


def peak_word(on: date, peak: Sequence[tuple[int, int]]) -> str:
    """How a day stands to the peak month of the Fund: in it, after it in the same year, or nothing to say."""
    if is_peak(on, peak):
        return "trong tháng cao điểm"
    return "sau tháng cao điểm" if peak and peak[0] <= peak[1] < (on.month, on.day) else ""


def is_peak(on: date, peak: Sequence[tuple[int, int]]) -> bool:
    """In the peak month of the Fund, which a plan may lay over the new year; never without one."""
    if not peak:
        return False
    (first, last), day = peak, (on.month, on.day)
    return first <= day <= last if first <= last else day >= first or day <= last
