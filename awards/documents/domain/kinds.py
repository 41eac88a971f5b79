"""The documents of a round: which there are, who makes them, who may sign them, and every token that each offers. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from accounts.permissions import Permission as P
from core.own_words import own_texts


@own_texts("example")
@dataclass(frozen=True)
class Token:
    """A name that a template may hold, what it stands for, and an example."""

    name: str
    meaning: str
    example: str | tuple[str, ...]


@dataclass(frozen=True)
class TokenList:
    """A list whose rows a table repeats."""

    name: str
    meaning: str
    columns: tuple[Token, ...]
    above: str = ""  # the list whose lines it stands below


HEAD_TITLE = "{head}"


@dataclass(frozen=True)
class Signing:
    """How a document is signed: the lines above the name."""

    code: str
    printed: tuple[str, ...]  # HEAD_TITLE stands where the title of the body's head is printed

    def lines(self, head: str) -> tuple[str, ...]:
        """As they are printed, for a body whose head bears this title."""
        return tuple(line.replace(HEAD_TITLE, head.upper()) for line in self.printed)

    def label(self, head: str) -> str:
        """As a choice names them."""
        return " / ".join(self.lines(head))


SIGNINGS = {
    item.code: item
    for item in (
        Signing("chairman", ("CHỦ TỊCH",)),
        Signing("for_chairman", ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        Signing("acting_chairman", ("Q. CHỦ TỊCH",)),
        Signing("committee", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        Signing("committee_deputy", ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        Signing("director", (HEAD_TITLE,)),
        Signing("deputy_director", (f"KT. {HEAD_TITLE}", f"PHÓ {HEAD_TITLE}")),
        Signing("acting_director", (f"Q. {HEAD_TITLE}",)),
        Signing(
            "by_order", (f"TL. {HEAD_TITLE}", "TRƯỞNG PHÒNG")
        ),  # of letters alone, never of what is proposed or decided
        Signing("council", ("TM. HỘI ĐỒNG", "CHỦ TỊCH")),
        Signing("council_deputy", ("TM. HỘI ĐỒNG", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        Signing("minutes", ("CHỦ TRÌ",)),
        Signing("appraiser", ("NGƯỜI THẨM ĐỊNH",)),
    )
}
_CHAIRMAN = ("chairman", "for_chairman", "acting_chairman", "committee", "committee_deputy")
_DEPARTMENT = ("director", "deputy_director", "acting_director")
_LETTER = (*_DEPARTMENT, "by_order")
_MINUTES = ("minutes", "council", "council_deputy")

HEAD = (
    Token("co_quan_tren", "Cơ quan cấp trên (chữ hoa); để trống thì dòng này không in", "ỦY BAN NHÂN DÂN TỈNH A"),
    Token("co_quan", "Cơ quan ban hành (chữ hoa)", "SỞ B"),
    Token("so_ky_hieu", "Số, ký hiệu; chưa vào sổ thì để trống số", "Số: 15/TTr-SB"),
    Token("dia_danh_ngay", "Địa danh và ngày; chưa vào sổ thì để trống ngày", "A, ngày 20 tháng 4 năm 2023"),
    Token("trich_yeu", "Trích yếu nội dung", "Về việc tặng Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh"),
)
PLACE = (
    Token("tinh", "Tên tỉnh, thành phố", "tỉnh A"),
    Token("tinh_hoa", "Tên tỉnh, thành phố, chữ hoa", "TỈNH A"),
    Token(
        "phong_trao",
        "Tên đầy đủ của phong trào",
        "Phong trào thi đua “Vì người nghèo - Không để ai bị bỏ lại phía sau”",
    ),
    Token("dot", "Đợt khen thưởng, trong câu", "năm 2022"),
    Token("hinh_thuc", "Hình thức khen thưởng của đợt", "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh"),
    Token("so_noi_vu", "Cơ quan thi đua, khen thưởng", "Sở B"),
    Token("thu_truong", "Chức danh thủ trưởng và tên cơ quan thi đua, khen thưởng", "Thủ trưởng Sở B"),
)
COMMITTEE = (Token("uy_ban", "Ủy ban nhân dân tỉnh hoặc thành phố, trong câu", "Ủy ban nhân dân tỉnh"),)
BASES = (Token("can_cu", "Căn cứ, mỗi văn bản một dòng; chỉ văn bản đã kiểm chứng", ("Căn cứ Luật Thi đua, khen thưởng;", "Căn cứ Nghị định số 91/2017/NĐ-CP;")),)  # fmt: skip
FOOT = (
    Token("noi_nhan", "Nơi nhận, mỗi nơi một dòng", ("- Như Điều 3;", "- Lưu: VT, SB.")),
    Token("ky", "Thẩm quyền ký, mỗi cấp một dòng", ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
    Token("nguoi_ky", "Họ và tên người ký", "Nguyễn Văn An"),
)
NOTE = (Token("ghi_chu", "Ghi chú khen thưởng theo chuyên đề (R15); để trống thì không in", "Khen thưởng theo chuyên đề, không tính làm căn cứ xét khen công trạng."),)  # fmt: skip
TOTAL = (
    Token("tong_so", "Số tập thể, cá nhân, hộ gia đình, viết thành câu", "05 tập thể, 02 cá nhân, 01 hộ gia đình"),
    Token("doi_tuong_khen", "Những loại đối tượng có trong danh sách", "tập thể, cá nhân, hộ gia đình"),
    Token(
        "ten_danh_sach",
        "Tên danh sách kèm theo, chữ hoa",
        "DANH SÁCH TẬP THỂ, CÁ NHÂN ĐƯỢC TẶNG BẰNG KHEN CỦA CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH",
    ),
)
ADDRESSEE = (
    Token("kinh_gui", "Kính gửi một nơi; nhiều nơi thì chỉ là «Kính gửi:»", "Kính gửi: Ủy ban nhân dân xã C"),
    Token(
        "noi_gui",
        "Khi gửi nhiều nơi, mỗi nơi một dòng; gửi một nơi thì không in",
        ("- Sở Y tế;", "- Ủy ban nhân dân xã C."),
    ),
)
GROUP = TokenList("nhom", "Nhóm của danh sách", (
    Token("ten", "Tên nhóm có số thứ tự La Mã và số lượng", "I. TẬP THỂ (05)"),
))  # fmt: skip
ITEM = TokenList("muc", "Tập thể, cá nhân trong nhóm", (
    Token("stt", "Số thứ tự trong nhóm", "1"),
    Token("ten", "Tên như in trong quyết định", "Nhân dân và cán bộ xã C"),
    Token("noi", "Chức vụ, nơi công tác; địa chỉ đầy đủ vào ngày ký", "tỉnh A"),
    Token("thanh_tich", "Tóm tắt thành tích", "Tỷ lệ hộ nghèo giảm 4,02 điểm %"),
    Token("hinh_thuc", "Hình thức khen thưởng", "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh"),
    Token("phieu", "Kết quả xét của Hội đồng", "05/05 đồng ý"),
    Token("ghi_chu", "Ghi chú", ""),
), above="nhom")  # fmt: skip
LIST = (GROUP, ITEM)
_LIST_HEAD = (Token("kem_theo", "Dòng kèm theo văn bản nào", "(Kèm theo Quyết định số 512/QĐ-UBND ngày 19 tháng 5 năm 2023 của Chủ tịch Ủy ban nhân dân tỉnh A)"),)  # fmt: skip
_MEETING = (
    Token("phien", "Tên phiên họp", "Phiên họp xét khen thưởng đợt hằng năm 2022"),
    Token("ngay_hop", "Ngày họp, viết thành câu", "ngày 27 tháng 4 năm 2023"),
    Token("gio_khai_mac", "Giờ khai mạc; chưa ghi thì để trống", "14 giờ 00 phút"),
    Token("gio_be_mac", "Giờ bế mạc; chưa ghi thì để trống", "16 giờ 30 phút"),
    Token("dia_diem", "Địa điểm; chưa ghi thì để trống", "Phòng họp Ủy ban nhân dân tỉnh"),
    Token("chu_tri", "Người chủ trì", "Nguyễn Văn An"),
    Token("thu_ky", "Thư ký", "Trần Thị Bình"),
    Token("so_thanh_vien", "Số thành viên Hội đồng", "05"),
    Token("co_mat", "Số thành viên có mặt", "05"),
    Token("bang_van_ban", "Số thành viên vắng có ý kiến bằng văn bản", "00"),
    Token("vang", "Số thành viên vắng", "00"),
    Token("thanh_vien", "Thành viên, mỗi người một dòng", ("1. Nguyễn Văn An, Chủ tịch Hội đồng: có mặt;",)),
    Token("khong_bieu_quyet", "Ai không biểu quyết hồ sơ nào và lý do; để trống thì không in", ("Trần Văn Ba không biểu quyết hồ sơ Xã C: công tác tại xã.",)),
    Token("cach_bieu_quyet", "Cách biểu quyết và cách tính", "bỏ phiếu giấy, tính trên tổng số thành viên Hội đồng"),
)  # fmt: skip
VOTES = TokenList("phieu", "Kết quả biểu quyết từng hồ sơ", (
    Token("stt", "Số thứ tự", "1"),
    Token("ten", "Tên như in trong quyết định", "Nhân dân và cán bộ xã C"),
    Token("dong_y", "Số đồng ý", "05"),
    Token("khong_dong_y", "Số không đồng ý", "00"),
    Token("khac", "Số không hợp lệ, phiếu trắng", "00"),
    Token("ty_le", "Tỷ lệ đồng ý (%)", "100,00"),
    Token("ket_qua", "Kết quả", "Thông qua"),
))  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """A kind of document."""

    code: str
    label: str
    title: str  # as it stands on the paper: "TỜ TRÌNH"; nothing for a letter
    about: str  # what one of them is about: round, authority, nomination, session, decision
    symbol: str  # of its number: "TTr"
    makers: tuple[P, ...]
    signings: tuple[str, ...]
    tokens: tuple[Token, ...]
    lists: tuple[TokenList, ...] = ()
    parts: frozenset[str] = frozenset(
        {"number", "day", "subject", "recipients", "signature"}
    )  # that its layout must have
    is_by_template: bool = True

    @property
    def below(self) -> dict[str, str]:
        """The list below each list."""
        return {item.above: item.name for item in self.lists if item.above}

    def token_lines(self) -> Iterator[tuple[str, str, str]]:
        """Every token as a page lists it: as it is written, its meaning, an example."""
        for token in self.tokens:
            example = token.example if isinstance(token.example, str) else " ↵ ".join(token.example)
            yield f"{{{{{token.name}}}}}", token.meaning, example
        for item in self.lists:
            for token in item.columns:
                yield (
                    f"{{{{{item.name}.{token.name}}}}}",
                    f"{item.meaning}: {token.meaning.lower()}",
                    str(token.example),
                )

    def names(self) -> frozenset[str]:
        """Every token that a template of this kind may hold."""
        return frozenset(token.name for token in self.tokens) | {
            f"{item.name}.{token.name}" for item in self.lists for token in item.columns
        }


_OFFICE = (P.RECOMMEND,)
_DECIDES = (P.RECOMMEND, P.DECIDE)
_HOLDS = (P.HOLD_SESSION,)
_FRAME = (*HEAD, *PLACE, *FOOT)
_NO_DAY = frozenset({"number", "subject", "recipients", "signature"})

KINDS = {
    kind.code: kind
    for kind in (
        Kind("huong-dan", "Hướng dẫn công tác khen thưởng", "HƯỚNG DẪN", "round", "HD", _OFFICE, _DEPARTMENT, (
            *_FRAME, *BASES,
            Token("doi_tuong", "Nhóm đối tượng và các năm xét, mỗi nhóm một dòng", ("a) Cơ quan, đơn vị: xét thành tích năm 2022;",)),
            Token("so_luong", "Hình thức, số lượng và mục của kế hoạch, mỗi nhóm một dòng", ("- Tập thể: không quá 05;",)),
            Token("muc_so_luong", "Điều khoản về hình thức, số lượng, chỉ số hiệu", "III"),
            Token("dieu_khoan_so_luong", "Điều khoản về hình thức, số lượng và loại văn bản ban hành thể lệ", "… của Kế hoạch"),
            Token("van_ban", "Loại văn bản ban hành thể lệ", "Kế hoạch"),
            Token("tieu_chuan", "Tiêu chuẩn của từng nhóm theo nguyên văn kế hoạch, mỗi đoạn một dòng", ("b) Cấp huyện:", "- Triển khai, xây dựng Chương trình kế hoạch giảm hộ nghèo.")),
            Token("trinh_tu", "Nơi lập hồ sơ và các cấp hồ sơ đi qua, mỗi nhóm một dòng", ("c) Cấp xã: UBND cấp xã lập hồ sơ, trình Sở B;",)),
            Token("mo_nhan", "Ngày bắt đầu nhận hồ sơ; chưa ấn định thì không in", "Bắt đầu nhận hồ sơ: 01/3/2023."),
            Token("ho_so", "Thành phần hồ sơ, mỗi phần một dòng", ("- Báo cáo thành tích;",)),
            Token("han", "Hạn nhận hồ sơ; chưa ấn định thì ghi rõ", "trước ngày 15/3/2023"),
            Token("thoi_han_giai_quyet", "Số ngày làm việc giải quyết", "17 ngày làm việc"),
            Token("hieu_luc", "Ngày có hiệu lực", "kể từ ngày ký"),
            *NOTE,
        )),
        Kind("phieu-tham-dinh", "Phiếu thẩm định", "PHIẾU THẨM ĐỊNH", "nomination", "PTĐ", (P.APPRAISE, P.RECOMMEND),
             ("appraiser", *_DEPARTMENT), (
            *_FRAME,
            Token("ten", "Tên như in trong quyết định", "Nhân dân và cán bộ xã C"),
            Token("chuc_vu", "Chức vụ, nơi công tác; của tập thể để trống", ""),
            Token("nhom_doi_tuong", "Nhóm đối tượng", "c) Xã, phường, thị trấn"),
            Token("noi_lap", "Nơi lập hồ sơ", "Ủy ban nhân dân xã C"),
            Token("ngay_nhan", "Ngày nhận đủ hồ sơ", "12/03/2023"),
            Token("ket_luan", "Kết luận chung", "Đạt"),
            Token("chua_dat", "Điều chưa đạt; để trống thì không in", ("tiêu chí 2 chưa đủ căn cứ xác định",)),
            Token("ly_do_trinh", "Lý do vẫn trình; để trống thì không in", ""),
            Token("y_kien", "Ý kiến được hỏi, mỗi nơi một dòng", ("Sở E: Thống nhất. Số liệu đúng.",)),
            Token("thieu", "Thành phần hồ sơ còn thiếu; để trống thì không in", ""),
        ), (TokenList("y", "Từng ý của tiêu chí", (
            Token("ma", "Tiêu chí", "1, ý a"),
            Token("noi_dung", "Nội dung", "Tỷ lệ hộ nghèo giảm từ 1,5 điểm % trở lên"),
            Token("so_lieu", "Cổng đọc được: số đo và mức phải đạt, hoặc giấy tờ có và giấy tờ không tính", "3,98 / 1,50 điểm %"),
            Token("nhan_xet", "Nhận xét của người thẩm định, hoặc kết quả đo", "Đạt"),
            Token("ly_do", "Lý do của người thẩm định, những gì cổng ghi nhận", "Có tài liệu."),
        )),), frozenset({"day", "subject", "signature"})),
        Kind("to-trinh", "Tờ trình của cơ quan thi đua, khen thưởng kèm danh sách", "TỜ TRÌNH", "authority", "TTr", _OFFICE, _DEPARTMENT, (
            *_FRAME, *BASES, *ADDRESSEE, *TOTAL, *NOTE, *_LIST_HEAD,
            Token("tham_quyen", "Cấp quyết định khen thưởng", "Chủ tịch Ủy ban nhân dân tỉnh"),
            Token("de_nghi", "Câu đề nghị", "xem xét, quyết định tặng Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh"),
            Token("hoi_dong", "Kết quả họp Hội đồng; chưa họp thì để trống", "Hội đồng Thi đua - Khen thưởng tỉnh đã họp ngày 27 tháng 4 năm 2023."),
            Token("y_kien_khac", "Ý kiến khác, không thống nhất của cơ quan được hỏi; không có thì không in", ("Xã C: Bộ Chỉ huy quân sự tỉnh không thống nhất.",)),
            Token("giai_trinh", "Hồ sơ trình khi còn điểm phải giải trình và lý do; để trống thì không in", ("Xã C: tiêu chí 2 chưa đủ căn cứ; lý do trình: …",)),
        ), LIST),
        Kind("danh-sach", "Danh sách đề nghị khen thưởng", "DANH SÁCH", "round", "DS", _DECIDES, _DEPARTMENT, (
            *_FRAME, *TOTAL, *NOTE,
        ), LIST, frozenset({"day", "subject", "signature"})),
        Kind("bien-ban-hop", "Biên bản họp Hội đồng", "BIÊN BẢN", "session", "BB-HĐTĐKT", _HOLDS, _MINUTES, (
            *_FRAME, *_MEETING, *TOTAL[:1],
            Token("thao_luan", "Nội dung thảo luận do thư ký ghi ở trang phiên họp, mỗi đoạn một dòng", ("Các thành viên thống nhất với báo cáo thẩm định.",)),
            Token("y_kien", "Ý kiến của Hội đồng về từng hồ sơ; để trống thì không in", ("Xã C: cần bổ sung số liệu.",)),
        ), (VOTES,), _NO_DAY),
        Kind("bien-ban-kiem-phieu", "Biên bản kiểm phiếu", "BIÊN BẢN", "session", "BB-HĐTĐKT", _HOLDS, _MINUTES, (
            *_FRAME, *_MEETING,
            Token("phieu_phat", "Số phiếu phát ra", "05"),
            Token("phieu_thu", "Số phiếu thu về", "05"),
        ), (VOTES,), _NO_DAY),
        Kind("quyet-dinh", "Quyết định khen thưởng", "QUYẾT ĐỊNH", "decision", "QĐ-UBND", _DECIDES, _CHAIRMAN, (
            *_FRAME, *COMMITTEE, *BASES, *TOTAL, *NOTE, *_LIST_HEAD,
            Token("dieu_thuong", "Số của điều về tiền thưởng; chưa có mức tiền thì không in", "Điều 2."),
            Token("tien_thuong", "Mức tiền thưởng từng loại đối tượng và căn cứ; chưa có mức tiền thì không in", "Mức tiền thưởng kèm theo: mỗi tập thể 2.980.000 đồng (Hai triệu chín trăm tám mươi nghìn đồng), theo điểm b khoản 2 Điều 57 Nghị định này."),
            Token("dieu_hieu_luc", "Số của điều về hiệu lực", "Điều 3."),
            Token("dieu_thi_hanh", "Số của điều về thi hành", "Điều 4."),
            Token("xet_de_nghi", "Xét đề nghị của cơ quan thi đua, khen thưởng theo Tờ trình", "Theo đề nghị của Thủ trưởng Sở B tại Tờ trình số 15/TTr-SB ngày 28 tháng 4 năm 2023."),
        ), LIST),
        Kind("quyet-dinh-dieu-chinh", "Quyết định điều chỉnh", "QUYẾT ĐỊNH", "decision", "QĐ-UBND", _DECIDES, _CHAIRMAN, (
            *_FRAME, *COMMITTEE, *BASES,
            Token("quyet_dinh_goc", "Quyết định được điều chỉnh", "Quyết định số 512/QĐ-UBND ngày 19 tháng 5 năm 2023"),
            Token("ly_do", "Lý do", "Ghi sai tên."),
        ), (TokenList("sua", "Tên được điều chỉnh", (
            Token("stt", "Số thứ tự", "1"),
            Token("cu", "Tên đã ghi", "Nhân dân xã C"),
            Token("moi", "Tên điều chỉnh", "Nhân dân và cán bộ xã C"),
        )),)),
        Kind("quyet-dinh-huy-bo", "Quyết định hủy bỏ khen thưởng", "QUYẾT ĐỊNH", "decision", "QĐ-UBND", _DECIDES, _CHAIRMAN, (
            *_FRAME, *COMMITTEE, *BASES, *TOTAL,
            Token("quyet_dinh_goc", "Quyết định tặng", "Quyết định số 512/QĐ-UBND ngày 19 tháng 5 năm 2023"),
            Token("ly_do", "Lý do", "Có kết luận không đủ tiêu chuẩn."),
            Token("thu_hoi", "Hiện vật, tiền thưởng thu hồi; để trống thì không in", "Thu hồi Bằng khen và tiền thưởng."),
        ), LIST),
        Kind("thong-bao-khong-khen", "Thông báo không khen thưởng, có lý do", "THÔNG BÁO", "nomination", "TB", _OFFICE,
             _LETTER, (
            *_FRAME, *ADDRESSEE,
            Token("ten", "Tên như trong hồ sơ", "Nhân dân và cán bộ xã C"),
            Token("loai_ly_do", "Loại lý do", "Không đủ tiêu chuẩn"),
            Token("ly_do", "Lý do cụ thể", "Tỷ lệ hộ nghèo giảm 1,20 điểm %, chưa đạt 1,50 điểm %."),
        )),
        Kind("thong-bao-ket-qua", "Thông báo kết quả khen thưởng", "THÔNG BÁO", "round", "TB", _OFFICE, _LETTER, (
            *_FRAME, *ADDRESSEE, *TOTAL, *NOTE,
            Token("quyet_dinh", "Các quyết định tặng", "Quyết định số 512/QĐ-UBND ngày 19 tháng 5 năm 2023"),
            Token("khong_khen", "Số hồ sơ không được khen; để trống thì không in", "02 hồ sơ không được khen thưởng; lý do đã thông báo riêng."),
        ), LIST),
        Kind("bang-khen", "Bằng khen in trên phôi", "", "decision", "", _DECIDES, _CHAIRMAN, (),
             parts=frozenset(), is_by_template=False),
    )
}  # fmt: skip
