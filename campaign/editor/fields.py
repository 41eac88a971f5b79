"""Every key of a plan as a field of a form: its label, what it is for, what it is typed or chosen as. Pure.

One table; kinds of input follow from the types of the schema. A key that the table lacks is found by its test.
"""

import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from campaign.definition import schema
from campaign.rules import RULES
from core.own_words import in_own_words, own_texts

KINDS: Mapping[str, type] = {  # the key of a list → what its entries are
    "legal_basis": schema.LegalBasis, "goal": schema.Goal, "participant": schema.Participant, "provision": schema.Provision,
    "group": schema.Group, "category": schema.Category, "criterion": schema.Criterion, "part": schema.Part,
    "event": schema.Event, "award_form": schema.AwardForm, "route": schema.Route, "round": schema.Round, "cap": schema.Cap,
    "deadline": schema.Deadline, "reading": schema.Reading,
}  # fmt: skip


@dataclass(frozen=True)
class Words:
    """What a field is called, what it is for, and where its choices come from (`editor.choices.OPTIONS`)."""

    label: str
    help: str = ""
    options: str = ""
    is_long: bool = False


@own_texts("label", "help")
@dataclass(frozen=True)
class Field:
    """One key of an entry as it is filled in."""

    key: str
    label: str
    help: str
    input: str  # line, text, number, money, rate, day, yes, one, many, lines, years, years_of, numbers_of
    options: str = ""
    is_required: bool = False
    default: Any = None
    of_rule: bool = False


W = Words
CODE = "Chữ không dấu, số, gạch nối; không trùng. Đã dùng thì không đổi."
WORDS: Mapping[str, Words] = {
    "*.id": W("Mã", "Ngắn, không trùng; in cạnh nội dung, dùng khi nhắc đến mục này."),
    "*.clause": W("Mục của kế hoạch", "Viết như văn bản: 2.b hoặc Điều 4.1."),
    "*.text": W("Nguyên văn", "Chép đúng câu của kế hoạch.", is_long=True),
    "*.rule": W("Cách xét", "Cổng tự tính, tìm giấy tờ, hay để người thẩm định nhận xét.", "rules"),
    "*.may_not_apply": W("Được ghi “Không áp dụng” khi", "Để trống: không được ghi như vậy."),
    "*.unless": W("Trừ khi cổng đã có", "Có bản ghi này thì không được ghi “Không áp dụng”.", "papers"),
    "*.shows": W("Cổng hiện cạnh ý", "Những gì cổng đã ghi nhận, để người thẩm định đọc; không tự kết luận.", "shown"),
    "*.points": W("Số điểm", "Của bảng điểm, khi đạt. Để trống: tiêu chí bắt buộc, không tính điểm."),
    # the whole
    "Definition.code": W("Mã phong trào", "Chữ không dấu, số, gạch nối. Mã đang có: phiên bản mới của phong trào ấy. Mã mới: một phong trào mới bên cạnh."),
    "Definition.name": W("Tên đầy đủ", is_long=True),
    "Definition.short_name": W("Tên ngắn", "Trên đầu trang."),
    "Definition.province": W("Mã tỉnh", "Mã trong danh mục đơn vị hành chính."),
    "Definition.first_year": W("Từ năm"),
    "Definition.last_year": W("Đến năm", "Các năm xét của mọi đợt phải nằm trong giai đoạn này."),
    "Definition.standard": W("Chuẩn nghèo riêng", "Không chọn: theo văn bản của từng năm.", "standards"),
    "Definition.issuer": W("Cơ quan ban hành"),
    "Definition.document": W("Loại văn bản", "Kế hoạch, Quyết định, Hướng dẫn. Để trống: đọc từ số, ký hiệu."),
    "Definition.number": W("Số, ký hiệu"),
    "Definition.issued": W("Ngày ban hành", "Viết bằng chữ như kế hoạch: ngày 15/7/2022, tháng 7/2022."),
    "Definition.linked_movements": W("Phong trào gắn kết", "Mỗi dòng một phong trào, cuộc vận động."),
    "Definition.refusal_reasons": W("Lý do không khen", "Mỗi dòng một lý do mà người thẩm định chọn."),
    "Definition.recipients": W("Nơi nhận", "Mỗi dòng một nơi."),
    "Definition.person_group": W("Cá nhân tính vào", "Nhóm số lượng của một cá nhân có tên.", "groups"),
    "Definition.predecessors": W("Năm trước khi đơn vị thành lập", "Xét trên các đơn vị trước sắp xếp thế nào.", "predecessors"),
    "Definition.peak_month": W("Tháng cao điểm của Quỹ", "Hai dòng: ngày đầu và ngày cuối, ví dụ 17/10 và 18/11."),
    # its lists
    "LegalBasis.number": W("Số, ký hiệu"),
    "LegalBasis.title": W("Trích yếu", is_long=True),
    "LegalBasis.issued": W("Ngày ban hành"),
    "LegalBasis.clause": W("Mục nhắc đến", "Văn bản chỉ được nhắc trong một mục của kế hoạch thì ghi mục ấy."),
    "LegalBasis.cited": W("Viện dẫn là", "In nguyên như vậy ở phần căn cứ. Để trống: cổng viết theo số, ngày, trích yếu.", is_long=True),
    "Participant.name": W("Tên", "Như kế hoạch ghi."),
    "Participant.requested": W("Chỉ đề nghị", "Mặt trận, đoàn thể: không xếp vào danh sách gửi chậm."),
    "Participant.files_plan": W("Phải gửi kế hoạch phát động", "Chọn thêm cấp hoặc loại cơ quan để cổng biết là những ai."),
    "Participant.level": W("Cấp", "Của đơn vị; cùng loại cơ quan: cấp nơi cơ quan đóng trụ sở.", "levels"),
    "Participant.bodies": W("Loại cơ quan", "", "bodies"),
    "Provision.holds": W("Cổng lưu gì", "Hiện ở Thể lệ.", is_long=True),
    "Provision.records": W("Loại việc", "Trang ghi những việc này in mục của kế hoạch.", "records"),
    "Group.code": W("Mã", CODE),
    "Group.label": W("Tên nhóm", "Trên trang và văn bản: Tập thể, Cá nhân."),
    "Group.is_person": W("Là nhóm của cá nhân, hộ gia đình"),
    "Category.code": W("Mã", CODE),
    "Category.letter": W("Chữ đứng trước", "a, b, c hoặc 1, 2, 3."),
    "Category.title": W("Tên nhóm đối tượng"),
    "Category.group": W("Tính vào số lượng của", "", "groups"),
    "Category.level": W("Cấp của đơn vị", "Nhóm của tổ chức: cấp nơi tổ chức đóng trụ sở.", "levels"),
    "Category.nominees": W("Ai được đề nghị", "Không chọn: đơn vị của cấp đã chọn, không có cấp thì tổ chức.", "nominees"),
    "Category.bodies": W("Loại tổ chức", "Không chọn: mọi loại.", "bodies"),
    "Category.not_posts": W("Chức vụ không thuộc nhóm", "Mỗi dòng một chức vụ."),
    "Category.never_with": W("Không cùng một tổ chức với nhóm", "Trong một đợt.", "classes"),
    "Category.route": W("Nơi đề nghị", "Bằng lời, hiện ở Thể lệ."),
    "Category.intro": W("Lời dẫn", is_long=True),
    "Category.any_of": W("Đạt một là đủ", "Trong các tiêu chí này chỉ cần đạt một. Không chọn: phải đạt mọi tiêu chí.", "criteria"),
    "Category.score_at_least": W("Tổng điểm cần đạt", "Của bảng điểm. Để trống: không dùng bảng điểm."),
    "Criterion.applies_to": W("Chỉ áp dụng cho", "Theo phân loại của đơn vị ngày 01/01 của năm.", "classifications"),
    "Criterion.except_for": W("Không áp dụng cho", "Theo phân loại của đơn vị ngày 01/01 của năm.", "classifications"),
    "Criterion.only_for": W("Chỉ áp dụng cho loại tổ chức", "Không chọn: mọi nơi.", "bodies"),
    "Part.text": W("Ý", "Một dòng của phiếu thẩm định.", is_long=True),
    "Part.id": W("Chữ của ý", "a, b, c; không trùng trong tiêu chí."),
    "AwardForm.code": W("Mã", CODE),
    "AwardForm.name": W("Tên hình thức"),
    "AwardForm.authority": W("Ai tặng"),
    "Event.label": W("Tên sự kiện", "Ngày trao thưởng, hội nghị: hạn đếm từ ngày này."),
    "Event.on": W("Ngày"),
    "Route.classes": W("Nhóm đối tượng", "Mỗi nhóm mỗi ngày chỉ có một đường.", "classes"),
    "Route.stops": W("Cấp xác nhận", "Từ dưới lên. Không chọn: trình thẳng.", "stops"),
    "Route.since": W("Từ ngày", "Để trống: từ đầu."),
    "Route.until": W("Đến trước ngày", "Để trống: đến hết."),
    "Route.bloc_head": W("Trưởng cụm, khối được đề nghị thành viên"),
    "Route.through_bloc_head": W("Chỉ trưởng cụm, khối lập và trình", "Ai không ở cụm, khối nào thì tự lập."),
    "Round.code": W("Mã", CODE),
    "Round.name": W("Tên đợt"),
    "Round.printed": W("Tên trong câu của văn bản", "Ví dụ: đợt sơ kết giữa kỳ năm 2023. Để trống: theo năm hoặc tên đợt."),
    "Round.kind": W("Loại đợt", "", "round_kinds"),
    "Round.year": W("Năm của đợt"),
    "Round.window": W("Các năm xét thành tích", "Ví dụ: 2022, 2023. Năm nào cũng phải đạt."),
    "Round.windows": W("Năm xét riêng của nhóm", "Để trống: như mọi nhóm.", "classes"),
    "Round.award_form": W("Hình thức khen thưởng", "", "forms"),
    "Round.other_forms": W("Hình thức khác được đề nghị", "", "forms"),
    "Round.working_days": W("Số ngày giải quyết", "Ngày làm việc, từ khi nhận đủ hồ sơ."),
    "Round.reviewers": W("Số người thẩm định độc lập"),
    "Round.council": W("Qua Hội đồng"),
    "Round.places_taken": W("Chỗ trong số lượng", "", "places"),
    "Round.comment_days": W("Số ngày lấy ý kiến công khai", "0: không lấy ý kiến."),
    "Round.comment_until": W("Lấy ý kiến đến hết ngày", "Thay cho số ngày."),
    "Round.calendar_days": W("Thời hạn đếm mọi ngày", "Không chọn: đếm ngày làm việc.", "terms"),
    "Round.step_days": W("Số ngày của từng bước", "Để trống: không có hạn riêng.", "steps"),
    "Round.state_level": W("Trình khen thưởng cấp Nhà nước"),
    "Round.ended_units": W("Nhận đơn vị đã kết thúc", "Theo văn bản mở đợt."),
    "Cap.group": W("Nhóm số lượng", "", "groups"),
    "Cap.at_most": W("Không quá", "Số tuyệt đối. Để trống cả số và phần trăm: chờ văn bản."),
    "Cap.percent": W("Phần trăm", "Thay cho số tuyệt đối."),
    "Cap.of": W("Phần trăm của số", "", "counted"),
    "Cap.rounding": W("Ra số lẻ thì", "Không chọn: lấy phần nguyên.", "roundings"),
    "Cap.classes": W("Chỉ đếm nhóm đối tượng", "Là một phần trong số lượng chung của nhóm. Không chọn: mọi nhóm.", "classes"),
    "Cap.per_bloc": W("Mỗi cụm, khối có số lượng riêng"),
    "Cap.per_district": W("Mỗi đơn vị cấp huyện có số lượng riêng"),
    "Deadline.label": W("Tên hạn"),
    "Deadline.on": W("Ngày hạn", "Để trống nếu đếm từ một ngày khác."),
    "Deadline.bound": W("Tính đến", "«Trước ngày»: hết ngày liền trước. «Chậm nhất ngày»: kể cả ngày ấy.", "bounds"),
    "Deadline.hard": W("Quá hạn thì không nhận", "Không chọn: vẫn nhận và ghi số ngày trễ."),
    "Deadline.plan_kind": W("Hạn gửi", "Loại kế hoạch phải gửi; hoặc chọn đợt nhận hồ sơ.", "plan_kinds"),
    "Deadline.round": W("Hạn nhận hồ sơ của đợt", "", "rounds"),
    "Deadline.to": W("Gửi đến", "", "duties"),
    "Deadline.zone": W("Múi giờ"),
    "Deadline.days_before": W("Số ngày trước", "Trước hạn hay sự kiện chọn ở dưới."),
    "Deadline.days_after": W("Số ngày sau", "Sau hạn hay sự kiện chọn ở dưới."),
    "Deadline.of": W("Đếm từ", "", "days"),
    "Deadline.classes": W("Riêng cho nhóm đối tượng", "Không chọn: các nhóm còn lại.", "classes"),
    "Reading.about": W("Nói về", "Mục, tiêu chí, nhóm, đợt mà cách hiểu này giải thích.", "everything"),
    "Reading.text": W("Cách hiểu", "Hiện cạnh các mục trên ở Thể lệ.", is_long=True),
}  # fmt: skip
PARAMETERS: Mapping[str, Words] = {  # of rules
    "indicator": W("Chỉ số", "", "indicators"),
    "at_least": W("Ít nhất", "Mức quyết định."),
    "more_than": W("Trên", "Bằng mức này chưa đạt."),
    "band_to": W("Mức trên của khoảng", "Chỉ để hiện, không quyết định."),
    "at_most": W("Không quá"),
    "below": W("Phải dưới mức", "Bằng chưa đạt."),
    "by_year": W("Xét vào cuối năm", "Năm trước chưa đạt thì chưa kết luận."),
    "exceed": W("Phải vượt chỉ tiêu", "Bằng đúng chỉ tiêu chưa đạt."),
    "classification": W("Diện", "", "classifications"),
    "classifications": W("Các diện, tính riêng từng diện", "", "classifications"),
    "record": W("Giấy tờ", "", "papers"),
    "every_year": W("Đủ từng năm của đợt"),
    "households": W("Loại hộ", "", "households"),
    "top": W("Thứ hạng không quá"),
    "by": W("Xếp theo", "Không chọn: theo mức giảm bình quân.", "orders"),
    "title": W("Danh hiệu, hình thức", "Viết như quyết định tặng."),
    "years": W("Số năm liền"),
}
# of a parameter's kind its input, and the unit beside its label
PARAMETER_INPUTS = {
    "indicator": ("one", ""), "class": ("one", ""), "record": ("one", ""), "households": ("one", ""), "choice": ("one", ""),
    "classes": ("many", ""), "points": ("rate", "điểm %"), "percent": ("rate", "%"), "money": ("money", "đồng"), "flag": ("yes", ""),
    "count": ("number", ""), "year": ("number", ""), "text": ("line", ""),
}  # fmt: skip
_DEFAULTS = {"yes": False}  # of a parameter that may be left out
NOT_TYPED = {"rule", "params"}


def words_of(kind: type, key: str) -> Words:
    """What a key of a kind is called. Raises `KeyError`."""
    return WORDS.get(f"{kind.__name__}.{key}") or WORDS[f"*.{key}"]


def lists_of(kind: type) -> tuple[str, ...]:
    """The keys under which a kind holds entries of its own."""
    hints = get_type_hints(kind)
    return tuple(item.name.rstrip("_") for item in fields(kind) if _entries(hints[item.name]) is not None)


def _entries(hint: Any) -> type | None:
    return next((item for item in get_args(hint) if hasattr(item, "__dataclass_fields__")), None)


@cache
def fields_of(kind: type) -> tuple[Field, ...]:
    """The fields of a kind in the order of its schema, those that must be filled first; its rule's own apart."""
    hints = get_type_hints(kind)
    found = [
        _field(kind, item.name.rstrip("_"), hints[item.name], item)
        for item in fields(kind)
        if item.name not in NOT_TYPED and _entries(hints[item.name]) is None
    ]
    return tuple(sorted(found, key=lambda item: not item.is_required))


def _field(kind: type, key: str, hint: Any, item: Any) -> Field:
    words = words_of(kind, key)
    is_required = item.default is MISSING and item.default_factory is MISSING
    default = None if is_required else item.default if item.default is not MISSING else item.default_factory()
    return Field(key, words.label, words.help, _input(hint, words), words.options, is_required, default)


def _input(hint: Any, words: Words) -> str:
    if get_origin(hint) is types.UnionType:
        hint = get_args(hint)[0]
    if get_origin(hint) is tuple:
        if get_args(hint)[0] is int:
            return "years"
        return "many" if words.options else "lines"
    if get_origin(hint) is not None:  # a table by class or by step
        return "years_of" if get_origin(get_args(hint)[1]) is tuple else "numbers_of"
    if hint is str:
        return "one" if words.options else "text" if words.is_long else "line"
    return {int: "number", bool: "yes", Decimal: "rate", date: "day"}[hint]


def rule_field(kind: type) -> Field:
    """The choice of a rule, of a kind that has one."""
    words = words_of(kind, "rule")
    return Field("rule", words.label, words.help, "one", words.options, default="judged", of_rule=True)


def has_rule(kind: type) -> bool:
    """Entries of a kind name a rule."""
    return issubclass(kind, schema.Use)


@cache
def fields_of_rule(rule: str) -> tuple[Field, ...]:
    """What a rule asks for; nothing for a name that is no rule."""
    return tuple(_fields_of_rule(rule)) if rule in RULES else ()


def _fields_of_rule(rule: str) -> Iterator[Field]:
    for key, item in RULES[rule].parameters.items():
        words = PARAMETERS[key]
        kind, unit = PARAMETER_INPUTS[item.kind]
        label = f"{words.label} ({unit})" if unit else words.label
        yield Field(key, label, words.help, kind, words.options, item.is_required, _DEFAULTS.get(kind), of_rule=True)


def label_of(kind: type, key: str) -> str:
    """What people call a key of a kind; of one that nobody knows the key itself."""
    try:
        return in_own_words(words_of(kind, key).label)
    except KeyError:
        return in_own_words(PARAMETERS[key].label) if key in PARAMETERS else key
