"""The tables of docs/viet-the-le.md: every key of a definition from its dataclasses, rules, words, errors."""

import ast
import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from campaign.definition import schema
from campaign.profile.domain.shown_words import SHOWN_WORDS
from campaign.rules import BODY_WORDS, CLASS_WORDS, COUNT_WORDS, INDICATOR_WORDS, ORDERS, RECORD_WORDS, RULES

BEGIN, END = "<!-- bảng sinh tự động: bắt đầu -->", "<!-- bảng sinh tự động: hết -->"
ERRORS_IN = (
    "syntax.py",
    "reading.py",
    "checks.py",
    "problems.py",
    "check_criteria.py",
    "check_names.py",
    "check_rounds.py",
)
SECTIONS: tuple[tuple[str, type, str], ...] = (
    ("[campaign]", schema.Definition, "Phong trào: một lần, ở đầu tệp."),
    ("[[legal_basis]]", schema.LegalBasis, "Căn cứ pháp lý, in trong văn bản và trang Thể lệ."),
    ("[[goal]]", schema.Goal, "Chỉ tiêu chung của phong trào; `evaluate` tính các chỉ tiêu đo được."),
    ("[[participant]]", schema.Participant, "Thành phần tham gia."),
    ("[[provision]]", schema.Provision, "Nội dung, trách nhiệm khác của kế hoạch."),
    ("[[group]]", schema.Group, "Nhóm của số lượng khen thưởng. Không ghi: Tập thể (`collective`), Cá nhân (`individual`)."),
    ("[[category]]", schema.Category, "Nhóm đối tượng được khen."),
    ("[[category.criterion]]", schema.Criterion, "Tiêu chí của nhóm đứng ngay trên; thêm tham số của quy tắc đã chọn."),
    ("[[category.criterion.part]]", schema.Part, "Ý của tiêu chí đứng ngay trên: một dòng của phiếu thẩm định; thêm tham số của quy tắc."),
    ("[[event]]", schema.Event, "Ngày mà hạn được đếm từ đó: ngày trao thưởng, hội nghị."),
    ("[[award_form]]", schema.AwardForm, "Hình thức khen thưởng."),
    ("[[route]]", schema.Route, "Hồ sơ đi qua cấp nào trước khi đến cơ quan thi đua, khen thưởng. Không ghi: đi thẳng."),
    ("[[round]]", schema.Round, "Đợt khen thưởng."),
    ("cap = [ { … } ]", schema.Cap, "Số lượng của đợt đứng ngay trên, mỗi nhóm một dòng."),
    ("[[deadline]]", schema.Deadline, "Hạn gửi kế hoạch, hoặc hạn nhận hồ sơ của một đợt."),
    ("[[reading]]", schema.Reading, "Cách hiểu chỗ kế hoạch để ngỏ; hiện cạnh điều khoản."),
)  # fmt: skip
TYPES = {str: "chữ", int: "số nguyên", bool: "true, false", date: "ngày, ví dụ 2022-07-30", Decimal: 'số trong ngoặc kép, "4.00"'}  # fmt: skip
KINDS = {"measured": "đo được", "documented": "có giấy tờ", "judged": "người thẩm định", "reported": "báo cáo"}
PARAMETERS = {
    "indicator": "chỉ số", "points": 'điểm %, ví dụ "1.50"', "percent": 'phần trăm, ví dụ "50.00"', "class": "phân loại",
    "classes": "danh sách phân loại", "record": "loại bản ghi", "count": "số nguyên dương", "year": "năm",
    "flag": "true, false", "households": "loại hộ", "money": "số đồng nguyên, ví dụ 40000000", "text": "chữ",
    "choice": "một trong các cách",
}  # fmt: skip

# what the portal does with a key; one that every section has stands under "*"
MEANINGS: Mapping[str, str] = {
    "*.clause": "điều khoản của kế hoạch, in cạnh nội dung",
    "*.text": "nguyên văn, hiện ở Thể lệ và phiếu thẩm định",
    "*.id": "mã, không trùng; dùng trên trang, trong tệp và lệnh",
    "*.rule": "quy tắc xét (bảng «Quy tắc»); không ghi: người thẩm định nhận xét",
    "*.name": "tên, như kế hoạch ghi",
    "*.code": "mã, không trùng, không đổi về sau",
    "*.group": "nhóm của số lượng mà hồ sơ chiếm chỗ",
    "Definition.code": "mã của phong trào: các lệnh gọi bằng `--campaign`",
    "Definition.name": "tên đầy đủ",
    "Definition.short_name": "tên ngắn trên đầu trang",
    "Definition.province": "mã tỉnh trong danh mục đơn vị đã nạp",
    "Definition.first_year": "năm đầu; ngày 01/01 năm này là đầu kỳ của chỉ tiêu về phân loại",
    "Definition.last_year": "năm cuối; cửa sổ của đợt phải nằm trong giai đoạn",
    "Definition.standard": "chuẩn nghèo riêng của kế hoạch, dùng cho các năm mà tệp chuẩn ấy phủ; bỏ trống thì theo văn bản của từng năm",
    "Definition.issuer": "cơ quan ban hành",
    "Definition.document": "loại văn bản ban hành: Kế hoạch, Quyết định, Hướng dẫn; không ghi: theo ký hiệu của số (QĐ là Quyết định)",
    "Definition.number": "số, ký hiệu của văn bản",
    "Definition.predecessors": "năm trước khi đơn vị mới thành lập xét trên đơn vị trước sắp xếp: all (mọi đơn vị phải đạt), any (một là đủ), shown (chỉ nêu)",
    "Definition.issued": "ngày ban hành, viết bằng chữ như kế hoạch ghi",
    "Definition.linked_movements": "phong trào gắn kết: nhãn trên kế hoạch, hoạt động, hồ sơ",
    "Definition.refusal_reasons": "các lý do không khen mà người thẩm định chọn",
    "Definition.recipients": "nơi nhận báo cáo",
    "Definition.person_group": "nhóm của số lượng khi người được đề nghị là một cá nhân có tên",
    "Definition.peak_month": 'ngày đầu và ngày cuối của tháng cao điểm, ví dụ ["17/10", "18/11"]',
    "LegalBasis.number": "số, ký hiệu văn bản", "LegalBasis.title": "trích yếu", "LegalBasis.issued": "ngày ban hành",
    "LegalBasis.cited": "căn cứ như văn bản khen thưởng viện dẫn; không ghi: viện dẫn theo số, ngày, trích yếu; văn bản có clause mà không có cited thì chỉ hiện ở Thể lệ",
    "Participant.requested": "true: chỉ đề nghị (Mặt trận, đoàn thể), không xếp vào danh sách chậm",
    "Participant.files_plan": "true: phải gửi kế hoạch phát động; ghi thêm level hoặc bodies để cổng biết là những ai",
    "Participant.level": "cấp của đơn vị: district, commune, village; cùng bodies: cấp nơi cơ quan đóng trụ sở, không ghi: province",
    "Participant.bodies": "loại cơ quan: department, front, press…",
    "Provision.records": "loại việc của phong trào mà điều khoản này nói đến (tuyen-truyen, thu-quy, bao-cao…): cổng in điều khoản ở trang ghi việc ấy",
    "Provision.holds": "cổng lưu gì của điều khoản này",
    "Group.label": "chữ trên trang và văn bản", "Group.is_person": "true: nhóm của cá nhân, hộ",
    "Category.letter": "chữ hoặc số đứng trước tên nhóm", "Category.title": "tên nhóm",
    "Category.level": "cấp của đơn vị được xét: district, commune, village; nhóm nhận tổ chức: cấp nơi tổ chức đóng trụ sở (province: chỉ cấp tỉnh)",
    "Category.nominees": "ai được đề nghị: unit, organisation, enterprise, household, person; không ghi: đơn vị của cấp, hoặc tổ chức",
    "Category.bodies": "loại tổ chức được nhận; không ghi: mọi loại",
    "Category.not_posts": "chức vụ không thuộc nhóm: hồ sơ cá nhân ghi chức vụ ấy thì cổng lưu ý, vẫn trình phải ghi lý do",
    "Category.never_with": "nhóm mà cùng một tổ chức không được đề nghị trong một đợt",
    "Category.route": "nơi đề nghị, bằng lời, hiện ở Thể lệ",
    "Category.intro": "lời dẫn của kế hoạch",
    "Category.any_of": "các tiêu chí mà đạt một là đủ; tiêu chí khác vẫn phải đạt; không ghi: mọi tiêu chí",
    "Criterion.applies_to": "chỉ áp dụng cho đơn vị thuộc phân loại này vào ngày 01/01 của năm",
    "Criterion.except_for": "không áp dụng cho đơn vị thuộc phân loại này vào ngày 01/01 của năm",
    "Criterion.only_for": "chỉ áp dụng cho loại tổ chức này; nơi khác được ghi «Không áp dụng»",
    "*.shows": "những gì cổng hiện cạnh ý cho người thẩm định và nơi lập hồ sơ đọc, không tự kết luận (bảng «Ghi nhận hiện cạnh ý»)",
    "*.may_not_apply": "khi nào người thẩm định được ghi «Không áp dụng»; không ghi: không được",
    "*.unless": "bản ghi mà khi cổng có thì người thẩm định không được ghi «Không áp dụng», ví dụ loan (bảng «Loại bản ghi»)",
    "*.points": "điểm khi đạt, của bảng điểm; tiêu chí có points không bắt buộc đạt riêng, tổng điểm quyết định",
    "Category.score_at_least": "tổng điểm ít nhất của các tiêu chí, ý có points; cũng là thứ tự xếp hạng hồ sơ",
    "Event.label": "tên sự kiện", "Event.on": "ngày",
    "Round.calendar_days": "thời hạn tính mọi ngày thay vì ngày làm việc: working_days, comment_days, step_days",
    "Round.comment_until": "lấy ý kiến công khai đến hết ngày này, thay cho comment_days",
    "Round.step_days": "số ngày của từng bước, ví dụ { accept = 1, appraise = 10 }; quá hạn thì người đến lượt được nhắc: sign, send, district, amend, accept, opinion, appraise, recommend, council, submit, decide",
    "Cap.classes": "chỉ đếm các nhóm đối tượng này, trong số lượng chung của nhóm",
    "Cap.per_district": "true: mỗi đơn vị cấp huyện có số lượng riêng, trong số lượng chung của nhóm",
    "Cap.rounding": "percent ra số lẻ thì: down (lấy phần nguyên, khi không ghi), up, half_up",
    "Deadline.days_before": "số ngày trước hạn hay sự kiện ở `of`; thay cho on",
    "Deadline.days_after": "số ngày sau hạn hay sự kiện ở `of`; thay cho on",
    "Deadline.of": "mã hạn hoặc sự kiện để đếm ngày",
    "Deadline.classes": "hạn riêng của các nhóm đối tượng này; hạn không ghi classes là của các nhóm còn lại",
    "AwardForm.authority": "ai tặng",
    "Route.classes": "các nhóm đi đường này; một nhóm mỗi ngày chỉ có một đường",
    "Route.stops": "các cấp xác nhận, từ dưới lên: commune, district; cấp dưới nơi lập được bỏ qua",
    "Route.since": "từ ngày", "Route.until": "đến trước ngày",
    "Route.bloc_head": "true: trưởng cụm, khối được đề nghị thành viên của mình",
    "Route.through_bloc_head": "true: chỉ trưởng cụm, khối lập và trình hồ sơ của thành viên; ai không ở cụm, khối nào thì tự lập",
    "Round.kind": "annual, interim, final hoặc state", "Round.year": "năm của đợt",
    "Round.printed": "tên đợt trong câu của văn bản; không ghi: năm của đợt hằng năm, hoặc tên đợt",
    "Round.window": "các năm phải đạt, tăng dần; mọi năm đều phải đạt",
    "Round.windows": "cửa sổ khác của một nhóm, ví dụ { district = [2022] }",
    "Round.award_form": "mã hình thức khen thưởng", "Round.other_forms": "hình thức khác mà hồ sơ của đợt được đề nghị",
    "Round.working_days": "số ngày làm việc từ khi nhận đủ hồ sơ", "Round.reviewers": "số người thẩm định độc lập",
    "Round.council": "false: không qua Hội đồng", "Round.comment_days": "số ngày làm việc lấy ý kiến công khai; 0: không",
    "Round.places_taken": "recommend: hồ sơ giữ chỗ khi đưa vào danh sách trình, Hội đồng xét không nhiều hơn số chỗ; "
    "council: mọi hồ sơ đã thẩm định ra Hội đồng, hồ sơ được Hội đồng chọn mới giữ chỗ",
    "Round.state_level": "true: trình khen thưởng cấp Nhà nước",
    "Round.ended_units": "true: được đề nghị đơn vị đã kết thúc, theo văn bản mở đợt",
    "Cap.at_most": "số tuyệt đối, kể cả; không ghi số nào: chờ văn bản, chưa trình được",
    "Cap.percent": "phần trăm của số đếm theo `of`, làm tròn theo `rounding`",
    "Cap.of": "đếm gì: đơn vị cấp province, district, commune, village (của tỉnh, hoặc của cụm khi per_bloc), member: mọi thành viên của cụm, khối, hoặc qualified: đơn vị đạt mọi tiêu chí đo được",
    "Cap.per_bloc": "true: mỗi cụm, khối có số lượng riêng",
    "Deadline.label": "tên hạn", "Deadline.on": "ngày hạn; không ghi thì đếm từ `of`", "Deadline.bound": "before: trước ngày; on_or_before: chậm nhất ngày",
    "Deadline.hard": "true: quá hạn thì không nhận; false: nhận và ghi số ngày trễ",
    "Deadline.plan_kind": "loại kế hoạch phải gửi: launch_plan, poverty_plan", "Deadline.round": "đợt mà đây là hạn nhận hồ sơ",
    "Deadline.to": "gửi đến ai: standing_agency, award_agency", "Deadline.zone": "múi giờ",
    "Reading.about": "mã của tiêu chí, ý (Cb1.a), nhóm, đợt, hạn… mà cách hiểu này nói đến",
}  # fmt: skip


OF_PROVINCES = {  # lists to which a province adds
    "Phân loại": "Hoặc tên một phân loại mà tỉnh đã thêm, ví dụ `Xã an toàn khu`.",
    "Loại tổ chức": "Hoặc tên một loại mà tỉnh đã thêm, ví dụ `Hội đặc thù`.",
}


def tables(root: Path) -> str:
    """Everything between the two marks of the page."""
    parts = ["## Các mục và khóa\n"]
    for head, kind, words in SECTIONS:
        parts.append(
            f"### `{head}`\n\n{words}\n\n| khóa | kiểu | bắt buộc, mặc định | cổng dùng làm gì |\n|---|---|---|---|"
        )
        parts += [f"| `{key}` | {_type(hint)} | {default} | {meaning} |" for key, hint, default, meaning in keys(kind)]
        parts.append("")
    parts.append("## Quy tắc\n\n| `rule` | loại | tham số | cổng xét thế nào |\n|---|---|---|---|")
    for name, rule in sorted(RULES.items()):
        given = "; ".join(
            f"`{key}` ({PARAMETERS[item.kind]}{'' if item.is_required else ', không bắt buộc'})"
            for key, item in rule.parameters.items()
        )
        parts.append(
            f"| `{name}` | {KINDS[rule.kind]} | {given or 'không'} | {rule.explain(_sample(rule.parameters))} |"
        )
    for title, known in (
        ("Chỉ số", INDICATOR_WORDS),
        ("Loại hộ", COUNT_WORDS),
        ("Cách xếp hạng", ORDERS),
        ("Phân loại", CLASS_WORDS),
        ("Loại bản ghi", RECORD_WORDS),
        ("Loại tổ chức", BODY_WORDS),
        ("Ghi nhận hiện cạnh ý", SHOWN_WORDS),
    ):
        parts.append(f"\n## {title}\n\n| mã | nghĩa |\n|---|---|")
        parts += [f"| `{code}` | {words} |" for code, words in known.items()]
        if title in OF_PROVINCES:
            parts.append(f"\n{OF_PROVINCES[title]}")
    parts.append("\n## Mọi lỗi có thể gặp\n\nDấu … là chỗ của tệp. Mỗi lỗi đi kèm nơi có lỗi.\n")
    parts += [f"- {message}" for message in errors(root)]
    return "\n".join(parts) + "\n"


def keys(kind: type) -> Iterator[tuple[str, Any, str, str]]:
    """The keys of a section in the order of its dataclass: name, type, default, what the portal does with it."""
    hints = get_type_hints(kind)
    for item in sorted(
        fields(kind), key=lambda item: item.default is not MISSING or item.default_factory is not MISSING
    ):
        if item.name == "params" or _is_section(hints[item.name]):
            continue
        key = item.name.rstrip("_")
        if item.default is MISSING and item.default_factory is MISSING:
            default = "**bắt buộc**"
        else:
            value = item.default if item.default is not MISSING else item.default_factory()  # type: ignore[misc]  # one of both is set
            default = _default(value)
        yield key, hints[item.name], default, MEANINGS.get(f"{kind.__name__}.{key}") or MEANINGS[f"*.{key}"]


def _is_section(hint: Any) -> bool:
    return any(hasattr(arg, "__dataclass_fields__") for arg in get_args(hint))


def _default(value: object) -> str:
    if value in (None, "", ()) or value == {}:
        return "không"
    return f"`{str(value).lower()}`" if isinstance(value, bool) else f"`{value}`"


def _type(hint: Any) -> str:
    if get_origin(hint) is types.UnionType:
        return _type(get_args(hint)[0])
    if get_origin(hint) is tuple:
        return f"danh sách {_type(get_args(hint)[0])}"
    return TYPES.get(hint, "bảng")


def _sample(parameters: Mapping[str, Any]) -> dict[str, Any]:
    values = {
        "indicator": "poverty_rate",
        "points": Decimal("1.50"),
        "percent": Decimal(50),
        "class": "poor_district",
        "classes": ("region_3",),
        "record": "poverty_plan",
        "count": 2,
        "year": 2025,
        "flag": True,
        "households": "poor",
        "money": 40_000_000,
        "text": "Lao động tiên tiến",
        "choice": "reduction",
    }
    return {key: values[item.kind] for key, item in parameters.items()}


def errors(root: Path) -> list[str]:
    """Every sentence that a definition may be answered with, read from the source itself."""
    found: dict[str, None] = {}
    for name in ERRORS_IN:
        tree = ast.parse((root / "campaign" / "definition" / name).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"DefinitionError", "_Bad"}
            ):
                for argument in node.args[-1:]:
                    if isinstance(argument, ast.JoinedStr | ast.Constant):
                        found[_words(argument)] = None
    return sorted(found)


def _words(node: ast.JoinedStr | ast.Constant) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)


def page(root: Path) -> str:
    """The page as it should be: its own prose, the tables written anew between the marks."""
    text = (root / "docs" / "viet-the-le.md").read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    return f"{before}{BEGIN}\n\n{tables(root)}\n{END}{rest.split(END)[1]}"
