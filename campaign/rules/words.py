"""Words for what rules ask about, as a plan's file names it. Own classes and kinds of bodies are named by their words."""

from core.text import lower_first

POINTS = "điểm %"

INDICATOR_WORDS = {
    "poverty_rate": "tỷ lệ hộ nghèo",
    "near_poverty_rate": "tỷ lệ hộ cận nghèo",
    "combined_poverty_rate": "tỷ lệ nghèo đa chiều (nghèo và cận nghèo)",
    "minority_poverty_rate": "tỷ lệ hộ nghèo dân tộc thiểu số",
    "minority_area_poverty_rate": "tỷ lệ hộ nghèo vùng dân tộc thiểu số và miền núi",
}
COUNT_WORDS = {
    "poor": "hộ nghèo",
    "near_poor": "hộ cận nghèo",
    "minority_poor": "hộ nghèo dân tộc thiểu số",
}
CLASS_WORDS = {
    "poor_district": "huyện nghèo",
    "coastal_special": "xã đặc biệt khó khăn vùng bãi ngang",
    "region_1": "xã khu vực I",
    "region_2": "xã khu vực II",
    "region_3": "xã khu vực III",
    "special_village": "thôn đặc biệt khó khăn",
    "poor_commune": "xã nghèo",
    "border_commune": "xã biên giới",
    "island_commune": "xã đảo",
}
RECORD_WORDS = {
    "poverty_plan": "chương trình, kế hoạch giảm nghèo",
    "exemplary_model": "mô hình điển hình",
    "exit_registration": "đơn tự nguyện đăng ký thoát nghèo",
    "escape_recognition": "quyết định công nhận thoát nghèo",
    "assistance": "kết quả giúp đỡ hộ nghèo, hộ cận nghèo",
    "grade_excellent": "xếp loại hoàn thành xuất sắc nhiệm vụ",
    "loan": "vốn vay ghi khi đăng ký thoát nghèo",
    "paper": "giấy tờ do nơi lập hồ sơ gắn vào",
    "title": "danh hiệu, hình thức khen thưởng đã được tặng",
}
BODY_WORDS = {
    "department": "sở, ban, ngành",
    "party": "cơ quan Đảng",
    "front": "Mặt trận Tổ quốc, đoàn thể",
    "armed_forces": "lực lượng vũ trang",
    "press": "báo chí, phát thanh - truyền hình",
    "enterprise": "doanh nghiệp",
    "cooperative": "hợp tác xã",
    "credit": "ngân hàng, tổ chức tín dụng",
    "committee": "Ủy ban nhân dân",
    "school": "trường học, cơ sở giáo dục",
    "hospital": "bệnh viện, cơ sở y tế",
}


def class_words(value: str) -> str:
    """A class of units within a sentence; one that a province added by its name."""
    return CLASS_WORDS.get(value) or lower_first(value)


def body_words(value: str) -> str:
    """A kind of bodies within a sentence; one that a province added by its name."""
    return BODY_WORDS.get(value) or lower_first(value)
