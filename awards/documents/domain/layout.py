"""The office's own templates: the layout of Nghị định 30/2020/NĐ-CP with a token wherever data stand. Pure.

`python -m awards.documents.domain.layout` writes them into `templates/` anew.
"""

import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell

from awards.documents.domain.kinds import KINDS, Kind
from office.documents.word import CENTER, JUSTIFY, add_line, add_rule, fill_cell, set_page, set_widths

FOLDER = Path(__file__).resolve().parent.parent / "templates"
BODY = 14.0
ARTICLE = re.compile(r"Điều \d+\.|\{\{dieu_\w+\}\}")  # "Điều 1." stands in bold

Line = tuple[str, bool, bool, float]  # text, bold, italic, size


def default_template(kind: str) -> bytes:
    """The template that holds until an office replaces it."""
    return (FOLDER / f"{kind}.docx").read_bytes()


def build(kind: Kind) -> bytes:
    """A template made anew."""
    sheet = _Sheet(kind)
    BODIES[kind.code](sheet)
    buffer = io.BytesIO()
    sheet.document.save(buffer)
    return buffer.getvalue()


class _Sheet:
    """A template that is being laid out."""

    def __init__(self, kind: Kind) -> None:
        self.kind, self.document = kind, Document()
        set_page(self.document)

    def head(self) -> None:
        table = self.document.add_table(rows=2, cols=2)
        set_widths(table, (6.2, 9.8))
        left, right = table.rows[0].cells
        fill_cell(left, [("{{co_quan_tren}}", False, False, 12), ("{{co_quan}}", True, False, 12)])
        add_rule(left, 2.1)
        title = [
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True, False, 12),
            ("Độc lập - Tự do - Hạnh phúc", True, False, 13),
        ]
        fill_cell(right, title)  # type: ignore[arg-type]
        add_rule(right, 2.05)
        left, right = table.rows[1].cells
        if "number" in self.kind.parts:
            fill_cell(left, [("{{so_ky_hieu}}", False, False, 13)])
        if "day" in self.kind.parts:
            fill_cell(right, [("{{dia_danh_ngay}}", False, True, 13)])

    def title(self) -> None:
        add_line(self.document, self.kind.title, bold=True, align=CENTER, before=12, after=0)
        add_line(self.document, "{{trich_yeu}}", bold=True, align=CENTER, after=2)
        self.rule()

    def rule(self) -> None:
        """A short line below the subject."""
        paragraph = add_line(self.document, "", align=CENTER, before=3, after=8)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Cm(6)
        paragraph.paragraph_format.line_spacing = Pt(6)
        borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
            top.set(qn(f"w:{name}"), value)
        borders.append(top)
        paragraph._p.get_or_add_pPr().append(borders)

    def center(
        self, text: str, *, bold: bool = True, italic: bool = False, size: float = BODY, before: float = 0
    ) -> None:
        add_line(self.document, text, bold=bold, italic=italic, size=size, align=CENTER, before=before)

    def text(self, *lines: str, italic: bool = False, bold: bool = False) -> None:
        for line in lines:
            article = ARTICLE.match(line)
            made = add_line(
                self.document,
                article[0] if article else line,
                italic=italic,
                bold=bold or bool(article),
                align=JUSTIFY,
                first=1.27,
            )
            if article:
                made.add_run(line[article.end() :]).font.size = Pt(BODY)

    def addressees(self) -> None:
        self.center("{{kinh_gui}}", bold=False)
        add_line(self.document, "{{noi_gui}}", left=5.0, after=2)

    def table(self, heads: Sequence[tuple[str, float]], *rows: Sequence[str], group: str = "") -> None:
        """A table whose rows repeat; `group` is the row above them, over the whole width."""
        table = self.document.add_table(rows=1, cols=len(heads))
        table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
        for cell, (title, _) in zip(table.rows[0].cells, heads, strict=True):
            fill_cell(cell, [(title, True, False, 12)])
        _repeats(table.rows[0])
        if group:
            cells = table.add_row().cells
            cells[0].merge(cells[-1])
            fill_cell(cells[0], [(group, True, False, 12)], None)
            cells[0].paragraphs[0].paragraph_format.keep_with_next = True  # never the last line of a page
        for row in rows:
            for at, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
                fill_cell(cell, [(text, False, False, 12)], CENTER if at == 0 or heads[at][1] <= 2.2 else None)
        set_widths(table, [width for _, width in heads])
        for row in table.rows:
            _whole(row)
            for cell in row.cells:
                look = cell.paragraphs[0].paragraph_format
                look.space_before = look.space_after = Pt(2)
        add_line(self.document, "", after=0, size=6)

    def _holds(self) -> None:
        """The last words before the signature go with it: no page has a signature alone."""
        for paragraph in self.document.paragraphs[-2:]:
            paragraph.paragraph_format.keep_with_next = paragraph.paragraph_format.keep_together = True

    def foot(self) -> None:
        self._holds()
        table = self.document.add_table(rows=1, cols=2)
        set_widths(table, (7.6, 8.4))
        left, right = table.rows[0].cells
        _whole(table.rows[0])
        if "recipients" in self.kind.parts:
            fill_cell(left, [("Nơi nhận:", True, True, 12), ("{{noi_nhan}}", False, False, 11)], None)
        self.signs(right, "{{ky}}", "{{nguoi_ky}}")

    def two_sign(self, left_title: str, left_name: str) -> None:
        """Minutes: the secretary on the left, who chairs on the right."""
        self._holds()
        table = self.document.add_table(rows=1, cols=2)
        set_widths(table, (8.0, 8.0))
        left, right = table.rows[0].cells
        _whole(table.rows[0])
        self.signs(left, left_title, left_name)
        self.signs(right, "{{ky}}", "{{nguoi_ky}}")
        below = self.document.add_table(rows=1, cols=1)
        set_widths(below, (16.0,))
        _whole(below.rows[0])
        fill_cell(below.rows[0].cells[0], [("Nơi nhận:", True, True, 12), ("{{noi_nhan}}", False, False, 11)], None)

    def signs(self, cell: _Cell, title: str, name: str) -> None:
        empty: list[Line] = [("", False, False, BODY)] * 4
        fill_cell(cell, [(title, True, False, BODY), *empty, (name, True, False, BODY)])

    def new_page(self) -> None:
        self.document.add_page_break()  # type: ignore[no-untyped-call]

    def list_page(self, title: str, heads: Sequence[tuple[str, float]], columns: Sequence[str]) -> None:
        self.center(title)
        self.center("{{kem_theo}}", bold=False, italic=True)
        self.rule()
        self.table(heads, columns, group="{{nhom.ten}}")
        self.text("{{ghi_chu}}", italic=True)


def _repeats(row: object) -> None:
    """The head of a table stands on every page that it reaches."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # type: ignore[attr-defined]


def _whole(row: object) -> None:
    """A row is not cut by the end of a page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # type: ignore[attr-defined]


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


def _guidance(sheet: _Sheet) -> None:
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


def _appraisal(sheet: _Sheet) -> None:
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
    heads = (("Tiêu chí", 1.6), ("Nội dung", 4.2), ("Giấy tờ có, số liệu", 4.2), ("Nhận xét", 2.0), ("Lý do", 4.0))
    sheet.table(heads, ("{{y.ma}}", "{{y.noi_dung}}", "{{y.so_lieu}}", "{{y.nhan_xet}}", "{{y.ly_do}}"))
    sheet.text("6. Ý kiến của các cơ quan được hỏi:", "{{y_kien}}", "7. Kết luận chung: {{ket_luan}}.")
    sheet.text("{{chua_dat}}", "{{ly_do_trinh}}", "{{thieu}}")
    sheet.foot()


def _submission(sheet: _Sheet) -> None:
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


def _list(sheet: _Sheet) -> None:
    sheet.head()
    sheet.title()
    sheet.table(FULL, FULL_ROW, group="{{nhom.ten}}")
    sheet.text("Tổng cộng: {{tong_so}}.")
    sheet.text("{{ghi_chu}}", italic=True)
    sheet.foot()


def _minutes(sheet: _Sheet) -> None:
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


def _ballots(sheet: _Sheet) -> None:
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


def _decision_head(sheet: _Sheet) -> None:
    sheet.head()
    sheet.title()
    sheet.center("CHỦ TỊCH ỦY BAN NHÂN DÂN {{tinh_hoa}}")
    sheet.text("{{can_cu}}", italic=True)


def _decision(sheet: _Sheet) -> None:
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


def _revision(sheet: _Sheet) -> None:
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


def _revocation(sheet: _Sheet) -> None:
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


def _refusal(sheet: _Sheet) -> None:
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


def _result(sheet: _Sheet) -> None:
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


BODIES: dict[str, Callable[[_Sheet], None]] = {
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
