"""The office's own templates: the layout of Nghị định 30/2020/NĐ-CP with a token wherever data stand. Pure.

`python -m awards.documents.domain.layout` writes them into `templates/` anew.
"""

import io
from collections.abc import Callable
from pathlib import Path

from awards.documents.domain.kinds import KINDS, Kind
from awards.documents.domain.sheet import Sheet

FOLDER = Path(__file__).resolve().parent.parent / "templates"


def default_template(kind: str) -> bytes:
    """The template that holds until an office replaces it."""
    return (FOLDER / f"{kind}.docx").read_bytes()


def build(kind: Kind) -> bytes:
    """A template made anew."""
    sheet = Sheet(kind)
    BODIES[kind.code](sheet)
    buffer = io.BytesIO()
    sheet.document.save(buffer)
    return buffer.getvalue()


NAMES = (("STT", 1.3), ("Tên tập thể, cá nhân, hộ gia đình", 7.2), ("Chức vụ, đơn vị công tác; địa chỉ", 7.5))
NAMES_ROW = ("{{muc.stt}}", "{{muc.ten}}", "{{muc.noi}}")
FULL = (
    ("STT", 1.3),
    ("Tên tập thể, cá nhân, hộ gia đình", 4.2),
    ("Chức vụ, đơn vị công tác; địa chỉ", 3.2),
    ("Tóm tắt thành tích", 5.3),
    ("Hội đồng xét", 2.0),
)
FULL_ROW = ("{{muc.stt}}", "{{muc.ten}}", "{{muc.noi}}", "{{muc.thanh_tich}}", "{{muc.phieu}}")
COUNTS = (
    ("STT", 1.3),
    ("Tên tập thể, cá nhân, hộ gia đình", 4.6),
    ("Đồng ý", 1.8),
    ("Không đồng ý", 1.9),
    ("Không hợp lệ, trắng", 2.1),
    ("Tỷ lệ (%)", 1.7),
    ("Kết quả", 2.6),
)
COUNTS_ROW = (
    "{{phieu.stt}}",
    "{{phieu.ten}}",
    "{{phieu.dong_y}}",
    "{{phieu.khong_dong_y}}",
    "{{phieu.khac}}",
    "{{phieu.ty_le}}",
    "{{phieu.ket_qua}}",
)


def _guidance(sheet: Sheet) -> None:
    sheet.head()
    sheet.title()
    sheet.text("{{can_cu}}", italic=True)
    sheet.text("{{so_noi_vu}} hướng dẫn công tác khen thưởng {{phong_trao}}, {{dot}} như sau:")
    for heading, lines in (
        ("I. Đối tượng và thành tích được xét", ("{{doi_tuong}}",)),
        ("II. Tiêu chuẩn khen thưởng (theo nguyên văn {{van_ban}})", ("{{tieu_chuan}}",)),
        (
            "III. Hình thức, số lượng khen thưởng ({{dieu_khoan_so_luong}})",
            ("Hình thức: {{hinh_thuc}}.", "{{so_luong}}"),
        ),
        ("IV. Trình tự", ("{{trinh_tu}}",)),
        ("V. Hồ sơ", ("Hồ sơ đề nghị gồm:", "{{ho_so}}")),
        (
            "VI. Thời hạn",
            (
                "{{mo_nhan}}",
                "Hạn nhận hồ sơ: {{han}}.",
                "Thời hạn giải quyết: {{thoi_han_giai_quyet}} kể từ ngày nhận đủ hồ sơ.",
            ),
        ),
        (
            "VII. Tổ chức thực hiện",
            (
                "Hướng dẫn này có hiệu lực {{hieu_luc}}.",
                "Các cơ quan, đơn vị, địa phương xét chọn, lập hồ sơ đúng đối tượng, tiêu chuẩn và gửi {{so_noi_vu}} đúng hạn. "
                "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị phản ánh về {{so_noi_vu}} để được hướng dẫn./.",
            ),
        ),
    ):
        sheet.text(heading, bold=True)
        sheet.text(*lines)
    sheet.text("{{ghi_chu}}", italic=True)
    sheet.foot()


def _appraisal(sheet: Sheet) -> None:
    sheet.head()
    sheet.title()
    sheet.text(
        "1. Tập thể, cá nhân: {{ten}}",
        "{{chuc_vu}}",
        "2. Nhóm đối tượng: {{nhom_doi_tuong}}",
        "3. Nơi lập hồ sơ: {{noi_lap}}; ngày nhận đủ hồ sơ: {{ngay_nhan}}",
        "4. Hình thức đề nghị: {{hinh_thuc}}, {{dot}}",
        "5. Thẩm định từng tiêu chí:",
    )
    heads = (("Tiêu chí", 1.6), ("Nội dung", 4.0), ("Giấy tờ có, số liệu", 4.8), ("Nhận xét", 1.8), ("Lý do", 3.8))
    sheet.table(heads, ("{{y.ma}}", "{{y.noi_dung}}", "{{y.so_lieu}}", "{{y.nhan_xet}}", "{{y.ly_do}}"))
    sheet.text("6. Ý kiến của các cơ quan được hỏi:", "{{y_kien}}", "7. Kết luận chung: {{ket_luan}}.")
    sheet.text("{{chua_dat}}", "{{ly_do_trinh}}", "{{thieu}}")
    sheet.foot()


def _submission(sheet: Sheet) -> None:
    sheet.head()
    sheet.title()
    sheet.addressees()
    sheet.text("{{can_cu}}", italic=True)
    sheet.text(
        "{{hoi_dong}}",
        "{{so_noi_vu}} đã thẩm định hồ sơ đề nghị khen thưởng {{phong_trao}}, {{dot}}. Qua thẩm định, {{tong_so}} đủ điều kiện "
        "đề nghị tặng {{hinh_thuc}}.",
        "{{so_noi_vu}} kính trình {{de_nghi}} cho {{tong_so}} có thành tích trong {{phong_trao}}, {{dot}} (có danh sách kèm theo).",
        "{{giai_trinh}}",
        "{{y_kien_khac}}",
        "{{so_noi_vu}} kính đề nghị xem xét, quyết định./.",
    )
    sheet.foot()
    sheet.new_page()
    sheet.list_page("{{ten_danh_sach}}", FULL, FULL_ROW)


def _list(sheet: Sheet) -> None:
    sheet.head()
    sheet.title()
    sheet.table(FULL, FULL_ROW, group="{{nhom.ten}}")
    sheet.text("Tổng cộng: {{tong_so}}.")
    sheet.text("{{ghi_chu}}", italic=True)
    sheet.foot()


def _minutes(sheet: Sheet) -> None:
    sheet.head()
    sheet.title()
    sheet.text(
        "1. Thời gian, địa điểm: khai mạc lúc {{gio_khai_mac}}, {{ngay_hop}}, tại {{dia_diem}}.",
        "2. Chủ trì: {{chu_tri}}. Thư ký: {{thu_ky}}.",
        "3. Thành phần: tổng số {{so_thanh_vien}} thành viên; có mặt {{co_mat}}; vắng có ý kiến bằng văn bản "
        "{{bang_van_ban}}; vắng {{vang}}.",
        "{{thanh_vien}}",
        "4. Nội dung: xét {{tong_so}} đề nghị tặng {{hinh_thuc}}, {{dot}}.",
        "5. Thảo luận:",
        "{{thao_luan}}",
        "6. Cách biểu quyết: {{cach_bieu_quyet}}.",
        "{{khong_bieu_quyet}}",
        "7. Kết quả biểu quyết:",
    )
    sheet.table(COUNTS, COUNTS_ROW)
    sheet.text("{{y_kien}}")
    sheet.text(
        "Cuộc họp bế mạc lúc {{gio_be_mac}}, {{ngay_hop}}. Biên bản được thông qua và lập thành 02 bản có giá trị như nhau./."
    )
    sheet.two_sign("THƯ KÝ", "{{thu_ky}}")


def _ballots(sheet: Sheet) -> None:
    sheet.head()
    sheet.title()
    sheet.text(
        "1. Thời gian, địa điểm: {{ngay_hop}}, tại {{dia_diem}}.",
        "2. Tổng số thành viên Hội đồng: {{so_thanh_vien}}; có mặt {{co_mat}}; vắng có ý kiến bằng văn bản {{bang_van_ban}}; vắng {{vang}}.",
        "3. Cách biểu quyết: {{cach_bieu_quyet}}.",
        "4. Số phiếu phát ra: {{phieu_phat}}; số phiếu thu về: {{phieu_thu}}.",
        "{{khong_bieu_quyet}}",
        "5. Kết quả kiểm phiếu:",
    )
    sheet.table(COUNTS, COUNTS_ROW)
    sheet.text("Biên bản được lập thành 02 bản có giá trị như nhau./.")
    sheet.two_sign("NGƯỜI KIỂM PHIẾU", "{{thu_ky}}")


def _decision_head(sheet: Sheet) -> None:
    sheet.head()
    sheet.title()
    sheet.center("CHỦ TỊCH ỦY BAN NHÂN DÂN {{tinh_hoa}}")
    sheet.text("{{can_cu}}", italic=True)


def _decision(sheet: Sheet) -> None:
    _decision_head(sheet)
    sheet.text("{{xet_de_nghi}}", italic=True)
    sheet.center("QUYẾT ĐỊNH:", before=6)
    sheet.text(
        "Điều 1. Tặng {{hinh_thuc}} cho {{tong_so}} có thành tích trong {{phong_trao}}, {{dot}} (có danh sách kèm theo).",
        "{{dieu_thuong}} {{tien_thuong}}",
        "{{dieu_hieu_luc}} Quyết định này có hiệu lực kể từ ngày ký.",
        "{{dieu_thi_hanh}} Chánh Văn phòng {{uy_ban}}, {{thu_truong}}, thủ trưởng các cơ quan, đơn vị liên quan và "
        "{{doi_tuong_khen}} có tên tại Điều 1 căn cứ Quyết định thi hành./.",
    )
    sheet.foot()
    sheet.new_page()
    sheet.list_page("{{ten_danh_sach}}", NAMES, NAMES_ROW)


def _revision(sheet: Sheet) -> None:
    _decision_head(sheet)
    sheet.text("Theo đề nghị của {{thu_truong}}.", italic=True)
    sheet.center("QUYẾT ĐỊNH:", before=6)
    sheet.text("Điều 1. Điều chỉnh tên ghi trong danh sách kèm theo {{quyet_dinh_goc}} như sau:")
    sheet.table(
        (("STT", 1.3), ("Tên đã ghi", 7.3), ("Tên điều chỉnh", 7.4)), ("{{sua.stt}}", "{{sua.cu}}", "{{sua.moi}}")
    )
    sheet.text(
        "Lý do: {{ly_do}}",
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký. Các nội dung khác của {{quyet_dinh_goc}} không thay đổi.",
        "Điều 3. Chánh Văn phòng {{uy_ban}}, {{thu_truong}}, thủ trưởng các cơ quan, đơn vị liên quan và các tập "
        "thể, cá nhân, hộ gia đình có tên tại Điều 1 căn cứ Quyết định thi hành./.",
    )
    sheet.foot()


def _revocation(sheet: Sheet) -> None:
    _decision_head(sheet)
    sheet.text("Theo đề nghị của {{thu_truong}}.", italic=True)
    sheet.center("QUYẾT ĐỊNH:", before=6)
    sheet.text("Điều 1. Hủy bỏ việc tặng {{hinh_thuc}} tại {{quyet_dinh_goc}} đối với {{tong_so}} sau đây:")
    sheet.table(NAMES, NAMES_ROW, group="{{nhom.ten}}")
    sheet.text(
        "Lý do: {{ly_do}}",
        "{{thu_hoi}}",
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
        "Điều 3. Chánh Văn phòng {{uy_ban}}, {{thu_truong}}, thủ trưởng các cơ quan, đơn vị liên quan và "
        "{{doi_tuong_khen}} có tên tại Điều 1 căn cứ Quyết định thi hành./.",
    )
    sheet.foot()


def _refusal(sheet: Sheet) -> None:
    sheet.head()
    sheet.title()
    sheet.addressees()
    sheet.text(
        "Qua thẩm định, xét duyệt hồ sơ đề nghị tặng {{hinh_thuc}} trong {{phong_trao}}, {{dot}}, {{so_noi_vu}} thông báo:",
        "{{ten}} không được khen thưởng trong đợt này.",
        "Loại lý do: {{loai_ly_do}}.",
        "Lý do: {{ly_do}}",
        "{{so_noi_vu}} thông báo để đơn vị biết và thông tin đến tập thể, cá nhân được đề nghị./.",
    )
    sheet.foot()


def _result(sheet: Sheet) -> None:
    sheet.head()
    sheet.title()
    sheet.addressees()
    sheet.text(
        "{{so_noi_vu}} thông báo kết quả khen thưởng {{phong_trao}}, {{dot}}:",
        "{{tong_so}} được tặng {{hinh_thuc}} theo {{quyet_dinh}}:",
    )
    sheet.table(NAMES, NAMES_ROW, group="{{nhom.ten}}")
    sheet.text("{{khong_khen}}")
    sheet.text("{{ghi_chu}}", italic=True)
    sheet.text(
        "{{so_noi_vu}} thông báo để các cơ quan, đơn vị, địa phương biết, phối hợp tổ chức công bố, trao thưởng./."
    )
    sheet.foot()


BODIES: dict[str, Callable[[Sheet], None]] = {
    "huong-dan": _guidance, "phieu-tham-dinh": _appraisal, "to-trinh": _submission, "danh-sach": _list,
    "bien-ban-hop": _minutes, "bien-ban-kiem-phieu": _ballots, "quyet-dinh": _decision,
    "quyet-dinh-dieu-chinh": _revision, "quyet-dinh-huy-bo": _revocation, "thong-bao-khong-khen": _refusal,
    "thong-bao-ket-qua": _result,
}  # fmt: skip


def write_all() -> None:
    """Write every template anew."""
    for code in BODIES:
        (FOLDER / f"{code}.docx").write_bytes(build(KINDS[code]))


if __name__ == "__main__":
    write_all()
