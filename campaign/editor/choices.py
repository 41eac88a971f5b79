"""What a field of a plan may be chosen from, by the words that officers read. Pure."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from campaign.activities.domain.records import KINDS as RECORD_KINDS
from campaign.definition.schema import DEFAULT_GROUPS, LEVEL_WORDS
from campaign.profile.domain.shown_words import SHOWN_WORDS
from campaign.rules import BODY_WORDS, CLASS_WORDS, COUNT_WORDS, INDICATOR_WORDS, ORDERS, RECORD_WORDS

Root = Mapping[str, Any]
Words = Mapping[str, str]

NOMINEES = {
    "unit": "địa phương", "organisation": "cơ quan, đơn vị", "enterprise": "doanh nghiệp",
    "household": "hộ gia đình", "person": "cá nhân",
}  # fmt: skip
ROUND_KINDS = {"annual": "hằng năm", "interim": "sơ kết", "final": "tổng kết", "state": "trình cấp Nhà nước"}
COUNTED = {**LEVEL_WORDS, "member": "thành viên của cụm, khối", "qualified": "đơn vị đạt tiêu chí đo được"}
ROUNDINGS = {"down": "lấy phần nguyên", "up": "làm tròn lên", "half_up": "từ nửa trở lên thì làm tròn lên"}
TERMS = {"working_days": "giải quyết hồ sơ", "comment_days": "lấy ý kiến công khai", "step_days": "từng bước"}
STEPS = {
    "sign": "ký ở nơi lập", "send": "gửi cấp huyện", "district": "cấp huyện xét", "amend": "bổ sung hồ sơ bị trả lại",
    "accept": "tiếp nhận", "opinion": "lấy ý kiến", "appraise": "thẩm định", "recommend": "đưa vào danh sách",
    "council": "Hội đồng xét", "submit": "trình", "decide": "quyết định",
}  # fmt: skip
PLACES = {"recommend": "giữ khi đưa vào danh sách trình", "council": "giữ khi Hội đồng chọn"}
BOUNDS = {"before": "trước ngày", "on_or_before": "chậm nhất ngày"}
DUTIES = {"standing_agency": "cơ quan thường trực", "award_agency": "cơ quan thi đua, khen thưởng"}
PLAN_KINDS = {"launch_plan": "kế hoạch phát động", "poverty_plan": "kế hoạch giảm nghèo"}
PREDECESSORS = {
    "all": "mọi đơn vị trước sắp xếp phải đạt",
    "any": "một đơn vị đạt là đủ",
    "shown": "chỉ nêu, không tính",
}
STOPS = {"commune": "cấp xã", "district": "cấp huyện"}
RULE_WORDS = {
    "judged": "Người thẩm định nhận xét",
    "documented": "Có giấy tờ",
    "reported": "Báo cáo, cổng không tính",
    "target_met": "Đạt chỉ tiêu được giao",
    "target_share_at_least": "Đạt một phần chỉ tiêu được giao",
    "reduction_at_least": "Tỷ lệ giảm ít nhất … điểm % một năm",
    "reduction_more_than": "Tỷ lệ giảm trên … điểm % một năm",
    "average_reduction_at_least": "Tỷ lệ giảm bình quân cả giai đoạn ít nhất … điểm %",
    "rate_at_most": "Tỷ lệ không quá một mức",
    "households_reduced_at_least": "Số hộ giảm ít nhất …",
    "households_share_reduced_at_least": "Số hộ giảm ít nhất … phần trăm",
    "among_best": "Trong tốp đầu của nhóm",
    "money_at_least": "Số tiền trên giấy tờ ít nhất …",
    "households_helped_at_least": "Số hộ được giúp trên giấy tờ ít nhất …",
    "titles_in_a_row": "Danh hiệu nhiều năm liền",
    "every_unit_left_class": "Mọi đơn vị đã thoát khỏi một diện",
    "share_left_class": "Một phần đơn vị đã thoát khỏi một diện",
    "every_district_reduction_at_least": "Tỷ lệ giảm ở mỗi huyện thuộc một diện",
}


def rows(root: Any, key: str) -> list[Mapping[str, Any]]:
    """The entries of a list of a tree; what is no table is left out."""
    found = root.get(key, []) if isinstance(root, Mapping) else []
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list) else []


def _named(key: str, code: str, label: str) -> Callable[[Root], Words]:
    def found(root: Root) -> Words:
        return {str(item[code]): str(item.get(label) or item[code]) for item in rows(root, key) if item.get(code)}

    return found


def _classes(root: Root) -> Words:
    return {
        str(item["code"]): f"{item.get('letter') or '…'}) {item.get('title') or item['code']}"
        for item in rows(root, "category")
        if item.get("code")
    }


def _groups(root: Root) -> Words:
    return _named("group", "code", "label")(root) or {item.code: item.label for item in DEFAULT_GROUPS}


def _days(root: Root) -> Words:
    return {**_named("event", "id", "label")(root), **_named("deadline", "id", "label")(root)}


def _criteria(root: Root) -> Words:
    return {code: words for category in rows(root, "category") for code, words in criteria_of(category).items()}


def criteria_of(category: Any) -> dict[str, str]:
    """The criteria of one class."""
    return {str(item["id"]): f"{item['id']}: {_short(item)}" for item in rows(category, "criterion") if item.get("id")}


def _short(item: Mapping[str, Any]) -> str:
    text = str(item.get("text") or item.get("label") or item.get("name") or item.get("title") or "")
    return text if len(text) <= 80 else f"{text[:79]}…"


def _everything(root: Root) -> Iterator[tuple[str, str]]:
    """Everything that a reading may be about, in the order of the plan."""
    for key, code in (("goal", "id"), ("provision", "id"), ("event", "id"), ("deadline", "id")):
        yield from ((str(item[code]), f"{item[code]}: {_short(item)}") for item in rows(root, key) if item.get(code))
    for category in rows(root, "category"):
        if category.get("code"):
            yield str(category["code"]), f"Nhóm {category.get('letter') or '…'}) {_short(category)}"
        for criterion in rows(category, "criterion"):
            if not criterion.get("id"):
                continue
            yield str(criterion["id"]), f"{criterion['id']}: {_short(criterion)}"
            for part in rows(criterion, "part"):
                if part.get("id"):
                    yield f"{criterion['id']}.{part['id']}", f"{criterion['id']}, ý {part['id']}: {_short(part)}"
    for item in rows(root, "round"):
        if item.get("code"):
            yield str(item["code"]), _short(item)
        for cap in rows(item, "cap"):
            if cap.get("id"):
                yield str(cap["id"]), f"Số lượng {cap['id']}"


def _of(words: Words) -> Callable[[Root], Words]:
    return lambda _: words


OPTIONS: Mapping[str, Callable[[Root], Words]] = {
    "levels": _of(LEVEL_WORDS),
    "stops": _of(STOPS),
    "nominees": _of(NOMINEES),
    "bodies": _of(BODY_WORDS),
    "classifications": _of(CLASS_WORDS),
    "papers": _of(RECORD_WORDS),
    "indicators": _of(INDICATOR_WORDS),
    "households": _of(COUNT_WORDS),
    "orders": _of(ORDERS),
    "shown": _of(SHOWN_WORDS),
    "records": _of({code: kind.label for code, kind in RECORD_KINDS.items()}),
    "round_kinds": _of(ROUND_KINDS),
    "places": _of(PLACES),
    "terms": _of(TERMS),
    "steps": _of(STEPS),
    "counted": _of(COUNTED),
    "roundings": _of(ROUNDINGS),
    "bounds": _of(BOUNDS),
    "duties": _of(DUTIES),
    "plan_kinds": _of(PLAN_KINDS),
    "predecessors": _of(PREDECESSORS),
    "rules": _of(RULE_WORDS),
    "groups": _groups,
    "classes": _classes,
    "criteria": _criteria,
    "forms": _named("award_form", "code", "name"),
    "rounds": _named("round", "code", "name"),
    "days": _days,
    "everything": lambda root: dict(_everything(root)),
}


def all_words() -> dict[str, str]:
    """Every code that is a word of the portal itself, and how an officer reads it."""
    found: dict[str, str] = {}
    for words in (
        LEVEL_WORDS,
        NOMINEES,
        BODY_WORDS,
        CLASS_WORDS,
        RECORD_WORDS,
        INDICATOR_WORDS,
        COUNT_WORDS,
        SHOWN_WORDS,
        ROUND_KINDS,
        PLACES,
        TERMS,
        STEPS,
        COUNTED,
        ROUNDINGS,
        BOUNDS,
        DUTIES,
        PLAN_KINDS,
        PREDECESSORS,
        RULE_WORDS,
    ):
        found |= {code: label for code, label in words.items() if code not in found}
    return found
