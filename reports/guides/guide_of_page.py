"""Which guide, and which part of it, tells what is done on a page: data, so that a page asks for nothing more."""

from collections.abc import Mapping

from reports.guides.reading import address_of

Part = tuple[str, str]  # a guide and a heading of it; an empty one: from its beginning

PARTS: Mapping[Part, tuple[str, ...]] = {
    ("nhap-so-lieu", ""): (
        "campaign:sheet", "campaign:sheet_step", "campaign:take_sums", "campaign:year", "campaign:print_sheet",
        "campaign:discard", "units:households", "units:household_new", "units:household", "campaign:household_check",
    ),
    ("nhap-tu-tep", "xem-trước-và-đồng-ý"): (
        "campaign:target_import", "units:household_import", "awards:list_import", "units:account_import",
    ),
    ("nhap-tu-tep", "cột-của-tệp-kết-quả"): ("campaign:import",),
    ("nhap-tu-tep", "năm-gốc-trước-năm-đầu-của-phong-trào"): ("campaign:baseline",),
    ("giao-chi-tieu", ""): ("campaign:targets_year", "campaign:targets_unit"),
    ("phe-duyet-so-lieu", "cơ-quan-thường-trực-phê-duyệt"): (
        "campaign:approve", "campaign:approve_step", "campaign:periods", "campaign:period", "campaign:period_open",
        "campaign:period_close", "campaign:late",
    ),
    ("phe-duyet-so-lieu", "huyện-kiểm-tra-số-của-xã"): ("campaign:remarks", "campaign:comments", "campaign:roll_up"),
    ("tong-quan", "đọc-trang"): ("reports:overview", "reports:overview_of"),
    ("tong-quan", "trình-chiếu-ở-cuộc-họp"): ("reports:slide",),
    ("cong-bo-ket-qua", ""): ("reports:publications",),
    ("cong-bo-ket-qua", "công-bố-lần-đầu"): ("reports:publication",),
    ("dieu-chinh-so-lieu", "đề-nghị-mở-lại"): ("campaign:correct",),
    ("dieu-chinh-so-lieu", "sửa-và-gửi-lại"): ("campaign:figure_set",),
    ("nop-ke-hoach", "gửi-kế-hoạch"): ("campaign:plan_new", "campaign:plan", "campaign:plans"),
    ("nop-ke-hoach", "tiếp-nhận-theo-dõi-hai-sở"): (
        "campaign:follow_up", "campaign:plan_paper", "campaign:filers", "campaign:plan_deadline",
    ),
    ("ghi-hoat-dong", ""): ("campaign:records", "campaign:record", "campaign:record_edit", "campaign:record_new"),
    ("quy-va-giup-do", "quỹ"): ("campaign:fund", "campaign:fund_take_over"),
    ("quy-va-giup-do", "giúp-đỡ"): ("campaign:ties",),
    ("bao-cao", "đơn-vị-gửi-báo-cáo"): ("campaign:report_deadlines",),
    ("bao-cao", "hai-sở-theo-dõi-và-tổng-hợp"): ("reports:reports", "reports:merged"),
    ("giam-sat", "mặt-trận-đoàn-thể-nêu-ý-kiến"): ("awards:opinions",),
    ("soan-ke-hoach", "mở-bản-soạn"): ("campaign:plan_drafts",),
    ("soan-ke-hoach", "đi-qua-từng-phần"): ("campaign:plan_draft", "campaign:plan_section", "campaign:plan_draft_file"),
    ("soan-ke-hoach", "tiêu-chí-kế-hoạch-nói-gì-cổng-xét-thế-nào"): ("campaign:plan_entry", "campaign:plan_trial"),
    ("soan-ke-hoach", "ban-hành"): ("awards:plan_publish",),
    ("de-nghi-khen-thuong", "lập-hồ-sơ"): ("awards:nominate", "awards:edit", "awards:rounds", "awards:round"),
    ("de-nghi-khen-thuong", "xem-ai-đủ-điều-kiện"): ("awards:eligible",),
    ("de-nghi-khen-thuong", "nộp-thành-phần-hồ-sơ"): ("awards:part", "awards:evidence"),
    ("tham-dinh-va-trinh", "thẩm-định"): ("awards:queue", "awards:nomination", "awards:changes"),
    ("tham-dinh-va-trinh", "bảng-số-lượng"): ("awards:board",),
    ("tham-dinh-va-trinh", "phiên-họp-hội-đồng"): (
        "awards:council", "awards:council_prepare", "awards:council_session", "awards:council_item",
    ),
    ("tham-dinh-va-trinh", "trình-quyết-định-công-bố"): ("awards:decide", "awards:decision", "awards:release"),
    ("tham-dinh-va-trinh", "văn-bản"): ("awards:papers", "awards:paper"),
    ("hoi-dong-chon", "trước-phiên-họp"): ("awards:candidates",),
    ("hoi-dong-chon", "ghi-kết-quả"): ("awards:council_results",),
    ("nguoi-thu-hai", ""): ("awards:rule_changes", "awards:rule_change"),
    ("cai-dat", "3-trang-thiết-lập"): ("reports:setup",),
    ("cai-dat", "4-tài-khoản-vai-trò"): ("units:accounts", "units:account_new", "units:duties", "units:organisations"),
    ("cai-dat", "5-ngày-nghỉ"): ("awards:holidays",),
    ("danh-muc-don-vi", "tệp"): ("units:tree", "units:unit_import", "units:kinds"),
    ("danh-muc-don-vi", "bảng-sáp-nhập"): ("units:succession_table",),
    ("danh-muc-don-vi", "ghi-một-lần-sắp-xếp-vào-cổng-đang-chạy"): ("units:reorganisations", "units:reorganise"),
    ("hoi-dap", ""): ("reports:workbench",),
    ("viet-chuan-ngheo", "các-bước"): ("campaign:standards", "campaign:standard", "campaign:standard_upload"),
    ("viet-chuan-ngheo", "năm-nào-dùng-chuẩn-nào"): ("campaign:standard_year",),
    ("nhieu-phong-trao", ""): ("campaign:rule_versions",),
    ("quy-che-khen-thuong", ""): ("awards:own_regimes", "awards:own_regime_upload"),
    ("viet-the-le", ""): ("campaign:rules",),
}  # fmt: skip
_OF = {page: part for part, pages in PARTS.items() for page in pages}


def guide_of(page: str) -> str:
    """The address of the part of a guide that tells what is done on a page, by the page's name; nothing for others."""
    return address_of(*_OF[page]) if page in _OF else ""
