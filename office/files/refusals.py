"""Why a file is not taken, and the way out: one sentence for each cause. Pure."""

from typing import Final

_NOT = "nên không được nhận"
_PRINT = "Vui lòng mở tệp, chọn In rồi «Lưu thành PDF», và gửi bản PDF mới"
_WORD = "Vui lòng mở bằng Word hoặc Excel"

SENTENCES: Final[dict[str, str]] = {
    "empty": "Tệp rỗng (0 byte). Vui lòng kiểm tra lại tệp rồi gửi lại.",
    "unknown": "Tệp «{name}» không đúng loại. Cổng nhận {accepted}.",
    "virus": f"Tệp «{{name}}» chứa mã độc (mẫu thử EICAR) {_NOT}. Vui lòng quét vi-rút máy tính rồi gửi tệp sạch.",
    "busy": "Máy chủ đang đọc nhiều tệp khác nên chưa đọc được tệp «{name}». Vui lòng gửi lại sau ít phút.",
    "slow": "Tệp «{name}» quá phức tạp, đọc quá lâu. Vui lòng lưu lại tệp gọn hơn, hoặc chia thành nhiều tệp.",
    # ---- files of another kind ----
    "program": f"Tệp «{{name}}» là chương trình chạy được hoặc có chương trình bên trong {_NOT}. Cổng nhận {{accepted}}.",
    "page": f"Tệp «{{name}}» có nội dung trang web (HTML) {_NOT}. {_PRINT}.",
    "svg": "Tệp «{name}» là hình vẽ SVG, có thể chứa mã lệnh. Vui lòng xuất thành ảnh PNG rồi gửi lại.",
    "archive": "Tệp «{name}» là tệp nén (zip, rar, 7z). Vui lòng giải nén rồi gửi riêng từng tệp.",
    "picture": "Tệp «{name}» là ảnh {what}; cổng chưa nhận loại ảnh này. Vui lòng mở ảnh, lưu thành JPEG hoặc PNG rồi gửi.",
    "heic": (
        "Tệp «{name}» là ảnh HEIC của điện thoại. Vui lòng gửi ảnh JPEG: trên iPhone vào Cài đặt › Camera › Định dạng, "
        "chọn «Tương thích nhất» rồi chụp lại; hoặc mở ảnh trên máy tính và lưu thành JPEG."
    ),
    "film": "Tệp «{name}» là phim hoặc âm thanh. Cổng nhận {accepted}.",
    "text": "Tệp «{name}» là văn bản thuần hoặc XML. Vui lòng chép vào Word, lưu thành .docx hoặc PDF rồi gửi.",
    "rtf": "Tệp «{name}» là văn bản RTF. Vui lòng mở bằng Word, lưu thành .docx rồi gửi lại.",
    "postscript": f"Tệp «{{name}}» là PostScript. {_PRINT}.",
    "doc": "Tệp «{name}» là Word đời cũ (.doc). Vui lòng mở bằng Word, lưu thành .docx rồi gửi lại.",
    "xls": "Tệp «{name}» là Excel đời cũ (.xls). Vui lòng mở bằng Excel, lưu thành .xlsx rồi gửi lại.",
    "ppt": "Tệp «{name}» là trình chiếu PowerPoint. Vui lòng lưu thành PDF rồi gửi lại.",
    "msg": "Tệp «{name}» là thư Outlook. Vui lòng lưu riêng tệp đính kèm, hoặc in thư thành PDF rồi gửi.",
    "old_office": "Tệp «{name}» ở định dạng Office đời cũ. Vui lòng lưu thành .docx, .xlsx hoặc PDF rồi gửi lại.",
    "ods": "Tệp «{name}» là bảng tính OpenDocument (.ods). Vui lòng lưu thành .xlsx rồi gửi lại.",
    "odt": "Tệp «{name}» là văn bản OpenDocument (.odt). Vui lòng lưu thành .docx rồi gửi lại.",
    "odp": "Tệp «{name}» là trình chiếu hoặc hình vẽ OpenDocument. Vui lòng lưu thành PDF rồi gửi lại.",
    "xlsb": "Tệp «{name}» là Excel nhị phân (.xlsb). Vui lòng mở bằng Excel, lưu thành .xlsx rồi gửi lại.",
    "template": "Tệp «{name}» là tệp mẫu của Office (.dotx, .xltx). Vui lòng lưu thành .docx hoặc .xlsx rồi gửi lại.",
    # ---- PDF ----
    "pdf_damaged": (
        "Tệp PDF «{name}» bị hỏng hoặc bị cắt cụt. Vui lòng mở thử trên máy: nếu mở được thì in lại thành PDF, "
        "nếu không thì quét lại văn bản rồi gửi."
    ),
    "pdf_empty": f"Tệp PDF «{{name}}» không có trang nào. {_PRINT}.",
    "pdf_locked": "Tệp PDF «{name}» có mật khẩu mở. Vui lòng bỏ mật khẩu rồi gửi lại.",
    "pdf_heavy": f"Tệp PDF «{{name}}» quá phức tạp hoặc bung ra quá lớn. {_PRINT}, hoặc chia thành nhiều tệp.",
    "pdf_script": f"Tệp PDF «{{name}}» có mã lệnh JavaScript {_NOT}. {_PRINT}.",
    "pdf_launch": f"Tệp PDF «{{name}}» có lệnh mở chương trình trên máy người đọc (Launch) {_NOT}. {_PRINT}.",
    "pdf_sends": f"Tệp PDF «{{name}}» có lệnh gửi hoặc lấy dữ liệu (SubmitForm, ImportData) {_NOT}. {_PRINT}.",
    "pdf_fetches": f"Tệp PDF «{{name}}» tự mở địa chỉ hoặc tệp ở nơi khác {_NOT}. {_PRINT}.",
    "pdf_links": (
        f"Tệp PDF «{{name}}» có liên kết mở chương trình trên máy hoặc tệp ở thư mục mạng {_NOT}. "
        f"Vui lòng bỏ liên kết đó. {_PRINT}."
    ),
    "pdf_media": f"Tệp PDF «{{name}}» có phim, âm thanh hoặc nội dung tương tác (RichMedia) {_NOT}. {_PRINT}.",
    "pdf_form": f"Tệp PDF «{{name}}» là biểu mẫu động XFA, nhiều máy không mở được. {_PRINT}.",
    "pdf_files": "Tệp PDF «{name}» có tệp khác đính kèm bên trong. Vui lòng lưu riêng, bỏ tệp đính kèm rồi gửi từng tệp.",
    "pdf_polyglot": f"Tệp PDF «{{name}}» có nội dung lạ nối phía trước hoặc phía sau {_NOT}. {_PRINT}.",
    # ---- pictures ----
    "picture_damaged": "Ảnh «{name}» bị hỏng hoặc bị cắt cụt. Vui lòng chép lại ảnh từ máy chụp rồi gửi lại.",
    "picture_huge": (
        "Ảnh «{name}» quá lớn ({what} điểm ảnh; nhiều nhất 100 triệu điểm ảnh). Vui lòng thu nhỏ ảnh rồi gửi lại."
    ),
    "picture_hides": (
        f"Ảnh «{{name}}» có nội dung khác giấu bên trong (trang web, tệp nén hoặc chương trình) {_NOT}. "
        "Vui lòng mở ảnh, lưu thành ảnh mới rồi gửi."
    ),
    # ---- Word and Excel ----
    "damaged": f"Tệp «{{name}}» bị hỏng hoặc bị cắt cụt. {_WORD}, lưu lại rồi gửi.",
    "locked": "Tệp «{name}» có mật khẩu. Vui lòng bỏ mật khẩu rồi gửi lại.",
    "strange": f"Tệp «{{name}}» có cấu trúc bất thường {_NOT}. {_WORD}, lưu thành tệp mới rồi gửi.",
    "bomb": f"Tệp «{{name}}» bung ra quá lớn {_NOT}. Vui lòng bỏ bớt hình ảnh, hoặc chia thành nhiều tệp.",
    "macros": f"Tệp «{{name}}» có macro {_NOT}. {_WORD}, lưu thành .docx hoặc .xlsx (không có macro) rồi gửi.",
    "active": f"Tệp «{{name}}» có nút bấm hoặc điều khiển ActiveX {_NOT}. {_WORD}, xóa chúng, lưu lại rồi gửi.",
    "objects": f"Tệp «{{name}}» có đối tượng nhúng (OLE) {_NOT}. {_WORD}, chuyển đối tượng thành ảnh rồi gửi lại.",
    "fetches": (
        f"Tệp «{{name}}» tự tải nội dung từ nơi khác khi mở ({{what}}) {_NOT}. {_WORD}, "
        "gỡ liên kết hoặc mẫu gắn kèm (Tệp › Thông tin › Sửa liên kết), lưu lại rồi gửi."
    ),
    "commands": f"Tệp «{{name}}» có liên kết DDE, có thể chạy lệnh trên máy người đọc, {_NOT}. {_WORD}, xóa liên kết đó.",
    "nested": f"Tệp «{{name}}» có tệp nén bên trong {_NOT}. Vui lòng lấy ra và gửi riêng từng tệp.",
    # ---- lists that are read ----
    "not_excel": "Tệp «{name}» không phải là Excel. Vui lòng mở bằng Excel, lưu thành .xlsx rồi gửi.",
    "not_sheet": (
        "Tệp «{name}» là {what}, không phải bảng tính. Vui lòng lập bảng trong Excel, lưu thành .xlsx rồi gửi."
    ),
    "page_sheet": (
        "Tệp «{name}» là trang web (HTML) mang đuôi bảng tính, thường do phần mềm khác xuất ra. Vui lòng mở bằng Excel, "
        "chọn Lưu thành «Excel Workbook (.xlsx)» rồi gửi tệp đó."
    ),
    "old_letters": (
        "Tệp CSV «{name}» ở bảng mã cũ của Windows (ANSI, 1258), chữ Việt sẽ sai. Vui lòng mở bằng Excel, lưu thành .xlsx "
        "hoặc «CSV UTF-8» rồi gửi lại."
    ),
    "utf16_bare": (
        "Tệp CSV «{name}» ở bảng mã UTF-16 nhưng thiếu dấu đầu tệp (BOM) nên không đọc chắc được. Vui lòng mở bằng Excel, "
        "lưu thành .xlsx hoặc «CSV UTF-8» rồi gửi lại."
    ),
    "not_csv": "Tệp «{name}» không phải là {accepted}. Vui lòng lưu thành .xlsx rồi gửi lại.",
    "open_quote": (
        "Tệp CSV «{name}», dòng {what}: dấu ngoặc kép (\") mở mà không đóng đúng chỗ, các ô và dòng sau nó bị dính vào một ô. "
        "Vui lòng xóa dấu đó hoặc lưu thành .xlsx rồi gửi lại."
    ),
    "not_utf8": "Tệp «{name}» phải là {accepted} ở bảng mã UTF-8. Vui lòng lưu thành .xlsx rồi gửi lại.",
    "old_font": (
        "Tệp «{name}»: {what}, máy khác đọc không được. Vui lòng chuyển chữ sang Unicode (UniKey: chọn vùng chữ, sao chép, "
        "Ctrl+Shift+F9, dán lại; phông Times New Roman), lưu lại rồi gửi."
    ),
    "too_large": (
        "Tệp «{name}» có quá nhiều dòng hoặc cột, hoặc quá nhiều chữ (nhiều nhất 250.000 dòng, 200 cột). "
        "Vui lòng bỏ các dòng, cột trống ở cuối, hoặc chia thành nhiều tệp."
    ),
    "long_cell": "Tệp «{name}»: {what} có hơn 32.767 chữ, quá mức của Excel. Vui lòng rút ngắn ô đó rồi gửi lại.",
}  # fmt: skip


class Unfit(Exception):
    """A file that is not taken, for a cause of `SENTENCES`; `what` is the detail that its sentence names."""

    def __init__(self, cause: str, what: str = "") -> None:
        super().__init__(cause)
        self.cause, self.what = cause, what

    def sentence(self, name: str, *, accepted: str = "") -> str:
        """The refusal as the officer reads it, of a file with this name."""
        return SENTENCES[self.cause].format(name=name, what=self.what, accepted=accepted)
