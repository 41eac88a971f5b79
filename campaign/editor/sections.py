"""The sections of a plan as an officer goes through them: which fields of the whole and which lists each holds. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.own_words import own_texts


@own_texts("title", "lead")
@dataclass(frozen=True)
class Section:
    """One page of the editor."""

    slug: str
    title: str
    lead: str
    keys: tuple[str, ...] = ()  # of the whole plan
    lists: tuple[str, ...] = ()


@dataclass(frozen=True)
class Listed:
    """A list of entries: its word in addresses, what it and one entry are called, which keys name an entry."""

    slug: str
    title: str
    one: str
    names: tuple[str, ...]
    marks: tuple[str, ...] = ("id",)  # keys by which the same entry is known in another version


SECTIONS = (
    Section("chung", "Thông tin chung", "Tên, giai đoạn, văn bản ban hành.", (
        "code", "name", "short_name", "province", "first_year", "last_year", "issuer", "document", "number", "issued")),
    Section("can-cu", "Căn cứ pháp lý", "Văn bản mà kế hoạch dựa vào; in ở phần căn cứ của văn bản khen thưởng.", lists=("legal_basis",)),
    Section("chi-tieu", "Chỉ tiêu chung", "Mục tiêu của cả phong trào, xét cho toàn tỉnh.", lists=("goal",)),
    Section("thanh-phan", "Thành phần tham gia", "Ai tham gia, ai phải gửi kế hoạch phát động.", lists=("participant",)),
    Section("viec", "Nội dung thi đua, trách nhiệm", "Việc mà kế hoạch giao; cổng lưu gì của từng việc.", lists=("provision",)),
    Section("doi-tuong", "Đối tượng và tiêu chí", "Ai được đề nghị khen và xét theo tiêu chí nào.", lists=("category",)),
    Section("hinh-thuc", "Hình thức khen thưởng", "Các hình thức và ai tặng.", lists=("award_form",)),
    Section("dot", "Đợt và số lượng", "Các đợt khen thưởng, năm xét, số lượng của từng đợt.", lists=("round",)),
    Section("nhom-so-luong", "Nhóm số lượng", "Số lượng tính chung cho nhóm nào. Không ghi: Tập thể và Cá nhân.",
            ("person_group",), ("group",)),
    Section("thoi-han", "Thời hạn", "Hạn gửi kế hoạch, hạn nhận hồ sơ; ngày mà hạn được đếm từ đó.", lists=("deadline", "event")),
    Section("duong-di", "Đường đi của hồ sơ", "Hồ sơ qua cấp nào trước khi đến cơ quan thi đua, khen thưởng.", lists=("route",)),
    Section("cach-hieu", "Cách hiểu chỗ để ngỏ", "Chỗ kế hoạch chưa nói rõ thì xét theo cách nào; hiện ở Thể lệ.", lists=("reading",)),
    Section("thiet-lap", "Thiết lập khác", "Chuẩn nghèo, đơn vị sau sắp xếp, nơi nhận, lý do không khen.", (
        "standard", "predecessors", "refusal_reasons", "recipients", "linked_movements", "peak_month")),
)  # fmt: skip
LISTS: Mapping[str, Listed] = {
    "legal_basis": Listed("can-cu", "Căn cứ", "căn cứ", ("number", "title"), ("number",)),
    "goal": Listed("chi-tieu", "Chỉ tiêu chung", "chỉ tiêu", ("id", "text")),
    "participant": Listed("thanh-phan", "Thành phần", "thành phần", ("name",), ("name",)),
    "provision": Listed("viec", "Nội dung, trách nhiệm", "nội dung", ("id", "text")),
    "category": Listed("doi-tuong", "Nhóm đối tượng", "nhóm đối tượng", ("letter", "title"), ("code",)),
    "criterion": Listed("tieu-chi", "Tiêu chí", "tiêu chí", ("id", "text")),
    "part": Listed("y", "Các ý", "ý", ("id", "text")),
    "award_form": Listed("hinh-thuc", "Hình thức khen thưởng", "hình thức", ("name",), ("code",)),
    "round": Listed("dot", "Đợt khen thưởng", "đợt", ("name",), ("code",)),
    "cap": Listed("so-luong", "Số lượng", "số lượng", ("id",), ("id", "group", "classes", "per_bloc", "per_district")),
    "group": Listed("nhom-so-luong", "Nhóm số lượng", "nhóm", ("label",), ("code",)),
    "deadline": Listed("han", "Hạn", "hạn", ("id", "label")),
    "event": Listed("su-kien", "Sự kiện để đếm ngày", "sự kiện", ("label",)),
    "route": Listed("duong-di", "Đường đi", "đường đi", (), ("classes", "since", "until")),
    "reading": Listed("cach-hieu", "Cách hiểu", "cách hiểu", ("id", "text")),
}  # fmt: skip
BY_SLUG = {section.slug: section for section in SECTIONS}
KEY_OF_SLUG = {item.slug: key for key, item in LISTS.items()}


def section_of(key: str) -> Section | None:
    """Where a key of the whole plan is filled in; nothing for one that no section has."""
    return next((item for item in SECTIONS if key in (*item.keys, *item.lists)), None)
