"""What each document says, out of plain facts: without a database, without Word."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest

from awards.documents.domain import content
from awards.documents.domain.facts import (
    CHAIR,
    Appraised,
    Counted,
    Frame,
    Given,
    Group,
    Guidance,
    Judged,
    Meeting,
    Named,
    Signed,
    Submitted,
    Told,
)
from awards.documents.domain.filling import Content, Row
from awards.documents.domain.kinds import KINDS
from awards.documents.domain.phrases import bulleted, dated, kinds_words, place_words, symbol_words, total, with_place

FRAME = Frame(
    "Ninh Thuận", "Sở Nội vụ", "SNV", "Phong trào thi đua", "Kế hoạch 3054/KH-UBND", "Đợt hằng năm 2022", "Bằng khen", 2023,
    bases=("Căn cứ Luật",), note="Khen theo chuyên đề.",
)  # fmt: skip
OPEN = Signed()
DONE = Signed("15/TTr-SNV", date(2023, 4, 28), "deputy_director", "Trần Thị Bình")
SPACES, GAP = "\u00a0" * 8, "\u00a0" * 6
OPEN_DAY = f"ngày{GAP}tháng{GAP}năm"
PLACES = (
    Group("Tập thể", (Named("Xã A", "Huyện A", "Giảm nghèo", "Bằng khen", "05/05", "Ghi"), Named("Xã B"))),
    Group("Hộ gia đình", ()),
    Group("Cá nhân", (Named("Bà C"),)),
)


def names(found: Content, name: str = "nhom") -> list[str]:
    return [row.values["ten"] for row in found.lists[name]]


# ---- words ----


def test_only_groups_that_have_somebody_are_counted() -> None:
    assert total(PLACES) == "02 tập thể, 01 cá nhân"
    assert total(()) == ""


def test_a_number_that_is_not_registered_stays_open() -> None:
    assert dated("15/TTr-SNV", date(2023, 4, 9)) == "số 15/TTr-SNV ngày 09 tháng 4 năm 2023"
    assert dated("", None, "TTr-SNV") == f"số {SPACES}/TTr-SNV {OPEN_DAY}"


def test_lines_of_a_list_end_with_a_full_stop() -> None:
    assert bulleted(["a", "b", "c"]) == ("- a;", "- b;", "- c.")
    assert (bulleted(["a"]), bulleted([])) == (("- a.",), ())


def test_the_sign_of_a_body_is_of_its_first_letters() -> None:
    assert symbol_words("Sở Lao động - Thương binh và Xã hội") == "SLĐTBXH"


@pytest.mark.parametrize(
    ("reason", "shown", "grounds"),
    [
        ("Đủ tài liệu", (), "Đủ tài liệu"),
        ("Đủ tài liệu", ("một.", "hai"), "Đủ tài liệu. Cổng ghi nhận: một; hai."),
        ("Đủ.", ("một",), "Đủ. Cổng ghi nhận: một."),
        (" Gồm: ", ("một",), "Gồm: Cổng ghi nhận: một."),
        ("Một;", ("một",), "Một; Cổng ghi nhận: một."),
        ("a.b", ("một",), "a.b. Cổng ghi nhận: một."),
        (".a", ("một",), ".a. Cổng ghi nhận: một."),
        ("", ("một",), "Cổng ghi nhận: một."),
        ("", (), ""),
    ],
)
def test_the_grounds_are_the_reason_and_what_the_portal_held(reason: str, shown: tuple[str, ...], grounds: str) -> None:
    assert Judged("Cc1", "Ý", "", "Đạt", reason, shown).grounds == grounds


# ---- the frame ----


def test_a_list_with_all_its_tokens() -> None:
    found = content.list_paper(FRAME, DONE, PLACES)
    assert found == Content(
        {
            "co_quan_tren": ("ỦY BAN NHÂN DÂN", "TỈNH NINH THUẬN"),
            "co_quan": ("SỞ NỘI VỤ",),
            "so_ky_hieu": "Số: 15/TTr-SNV",
            "dia_danh_ngay": "Ninh Thuận, ngày 28 tháng 4 năm 2023",
            "trich_yeu": "Tập thể, cá nhân đề nghị tặng Bằng khen, đợt hằng năm 2022",
            "tinh": "tỉnh Ninh Thuận",
            "tinh_hoa": "TỈNH NINH THUẬN",
            "phong_trao": "Phong trào thi đua",
            "dot": "đợt hằng năm 2022",
            "hinh_thuc": "Bằng khen",
            "so_noi_vu": "Sở Nội vụ",
            "thu_truong": "Giám đốc Sở Nội vụ",
            "ghi_chu": "Khen theo chuyên đề.",
            "noi_nhan": ("- Lưu: VT, SNV.",),
            "ky": ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
            "nguoi_ky": "Trần Thị Bình",
            "tong_so": "02 tập thể, 01 cá nhân",
            "doi_tuong_khen": "tập thể, cá nhân",
            "ten_danh_sach": "DANH SÁCH TẬP THỂ, CÁ NHÂN BẰNG KHEN",
        },
        {
            "nhom": (
                Row(
                    {"ten": "I. TẬP THỂ (02)"},
                    (
                        Row(
                            {
                                "stt": "1",
                                "ten": "Xã A",
                                "noi": "Huyện A",
                                "thanh_tich": "Giảm nghèo",
                                "hinh_thuc": "Bằng khen",
                                "phieu": "05/05",
                                "ghi_chu": "Ghi",
                            }
                        ),
                        Row(
                            {
                                "stt": "2",
                                "ten": "Xã B",
                                "noi": "",
                                "thanh_tich": "",
                                "hinh_thuc": "",
                                "phieu": "",
                                "ghi_chu": "",
                            }
                        ),
                    ),
                ),
                Row(
                    {"ten": "II. CÁ NHÂN (01)"},
                    (
                        Row(
                            {
                                "stt": "1",
                                "ten": "Bà C",
                                "noi": "",
                                "thanh_tich": "",
                                "hinh_thuc": "",
                                "phieu": "",
                                "ghi_chu": "",
                            }
                        ),
                    ),
                ),
            )
        },
        {"nhom": "muc"},
    )


@pytest.mark.parametrize(
    ("code", "made"),
    [
        ("huong-dan", content.guidance(FRAME, OPEN, Guidance((), (), (), "", 17))),
        ("phieu-tham-dinh", content.appraisal(FRAME, OPEN, Appraised("", "", "", "", None, "", (), (), ""))),
        ("to-trinh", content.submission(FRAME, OPEN, Submitted(CHAIR, "", ()))),
        ("danh-sach", content.list_paper(FRAME, OPEN, ())),
        ("quyet-dinh", content.decision(FRAME, OPEN, Given())),
        ("quyet-dinh-dieu-chinh", content.revision(FRAME, OPEN, Given())),
        ("quyet-dinh-huy-bo", content.revocation(FRAME, OPEN, Given())),
        ("thong-bao-khong-khen", content.refusal(FRAME, OPEN, Told(("Sở A",)))),
        ("thong-bao-ket-qua", content.result(FRAME, OPEN, Told(("Sở A",)))),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_document_says_every_token_of_its_kind_and_no_other(code: str, made: Content) -> None:
    assert set(made.values) == {token.name for token in KINDS[code].tokens}
    assert made.below == KINDS[code].below
    assert made.values["dia_danh_ngay"] == f"Ninh Thuận, {OPEN_DAY} 2023"


def test_a_decision_is_the_province_s_and_minutes_are_the_council_s() -> None:
    ours = content.decision(FRAME, OPEN, Given()).values
    assert (ours["co_quan_tren"], ours["co_quan"]) == ((), ("ỦY BAN NHÂN DÂN", "TỈNH NINH THUẬN"))
    assert (ours["so_ky_hieu"], ours["ky"]) == (f"Số: {SPACES}/QĐ-UBND", ("CHỦ TỊCH",))
    council = content.minutes(FRAME, OPEN, MEETING).values
    assert (council["co_quan_tren"], council["co_quan"], council["so_ky_hieu"], council["ky"]) == (
        ("ỦY BAN NHÂN DÂN", "TỈNH NINH THUẬN"),
        ("HỘI ĐỒNG", "THI ĐUA - KHEN THƯỞNG"),
        f"Số: {SPACES}/BB-HĐTĐKT",
        ("CHỦ TRÌ",),
    )
    office = content.list_paper(FRAME, OPEN, ()).values
    assert (office["so_ky_hieu"], office["ky"]) == (f"Số: {SPACES}/DS-SNV", ("GIÁM ĐỐC",))


def test_groups_after_the_tenth_are_counted_in_figures() -> None:
    groups = [Group(f"Nhóm {at}", (Named("A"),)) for at in range(1, 13)]
    heads = [name.partition(".")[0] for name in names(content.list_paper(FRAME, OPEN, groups))]
    assert heads == ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "11", "12"]


# ---- each kind ----


def test_guidance() -> None:
    facts = Guidance(
        ("a) Xã;",), ("Tập thể: 05",), ("Báo cáo", "Biên bản"), "trước ngày 15/3/2023", 17, date(2023, 2, 1)
    )
    values = content.guidance(FRAME, DONE, facts).values
    assert {
        name: values[name] for name in ("doi_tuong", "so_luong", "ho_so", "han", "thoi_han_giai_quyet", "hieu_luc")
    } == {
        "doi_tuong": ("a) Xã;",),
        "so_luong": ("- Tập thể: 05.",),
        "ho_so": ("- Báo cáo;", "- Biên bản."),
        "han": "trước ngày 15/3/2023",
        "thoi_han_giai_quyet": "17 ngày làm việc",
        "hieu_luc": "từ ngày 01 tháng 02 năm 2023",
    }
    assert values["noi_nhan"] == (
        "- Ủy ban nhân dân tỉnh (báo cáo);",
        "- Các sở, ban, ngành, đoàn thể tỉnh;",
        "- Ủy ban nhân dân các địa phương;",
        "- Lãnh đạo Sở Nội vụ;",
        "- Lưu: VT, SNV.",
    )
    assert values["trich_yeu"] == "Công tác khen thưởng Phong trào thi đua, đợt hằng năm 2022"
    assert values["can_cu"] == ("Căn cứ Luật;", "Căn cứ Kế hoạch 3054/KH-UBND.")
    bare = content.guidance(FRAME, DONE, replace(facts, closing="", effective_on=None)).values
    assert (bare["han"], bare["hieu_luc"]) == ("chưa ấn định", "kể từ ngày ký")


def test_an_appraisal_sheet() -> None:
    lines = (Judged("Cc1", "Ý một", "3,98", "Đạt", "Có tài liệu."),)
    facts = Appraised(
        "Xã A",
        "Chủ tịch xã",
        "c) Xã",
        "Huyện A",
        date(2023, 3, 12),
        "Bằng khen",
        lines,
        ("Sở B: thống nhất",),
        "Đạt",
        misses=("Cc2", "Cc3"),
        override="Thiên tai",
        missing=("Biên bản", "Tờ trình"),
    )
    found = content.appraisal(FRAME, DONE, facts)
    told = (
        "ten",
        "chuc_vu",
        "nhom_doi_tuong",
        "noi_lap",
        "ngay_nhan",
        "ket_luan",
        "chua_dat",
        "ly_do_trinh",
        "y_kien",
        "thieu",
        "trich_yeu",
    )
    assert [found.values[name] for name in told] == [
        "Xã A",
        "Chức vụ, nơi công tác: Chủ tịch xã",
        "c) Xã",
        "Huyện A",
        "12/03/2023",
        "Đạt",
        "Điều chưa đạt: Cc2; Cc3.",
        "Lý do vẫn trình: Thiên tai",
        ("- Sở B: thống nhất.",),
        "Hồ sơ còn thiếu: Biên bản, Tờ trình.",
        "Hồ sơ đề nghị tặng Bằng khen",
    ]
    assert found.lists == {
        "y": (Row({"ma": "Cc1", "noi_dung": "Ý một", "so_lieu": "3,98", "nhan_xet": "Đạt", "ly_do": "Có tài liệu."}),)
    }
    bare = content.appraisal(FRAME, DONE, Appraised("Xã A", "", "c) Xã", "Huyện A", None, "Bằng khen", (), (), "Đạt"))
    assert [bare.values[name] for name in ("chuc_vu", "ngay_nhan", "chua_dat", "ly_do_trinh", "y_kien", "thieu")] == [
        "",
        "chưa nhận",
        "",
        "",
        ("Chưa hỏi ý kiến cơ quan nào.",),
        "",
    ]


def test_a_submission_to_the_chairman_and_one_to_a_higher_authority() -> None:
    ours = content.submission(FRAME, DONE, Submitted(CHAIR, "Bằng khen", PLACES, "Đã họp.", ("Xã B: Cc2",)))
    told = (
        "kinh_gui",
        "noi_gui",
        "tong_so",
        "tham_quyen",
        "de_nghi",
        "hoi_dong",
        "giai_trinh",
        "kem_theo",
        "noi_nhan",
        "trich_yeu",
    )
    assert [ours.values[name] for name in told] == [
        "Kính gửi: Chủ tịch Ủy ban nhân dân tỉnh Ninh Thuận",
        (),
        "02 tập thể, 01 cá nhân",
        CHAIR,
        "Chủ tịch Ủy ban nhân dân tỉnh xem xét, quyết định tặng Bằng khen",
        "Đã họp.",
        ("Hồ sơ trình khi còn điểm phải giải trình:", "- Xã B: Cc2."),
        "(Kèm theo Tờ trình số 15/TTr-SNV ngày 28 tháng 4 năm 2023 của Sở Nội vụ)",
        (
            "- Như trên;",
            "- Thường trực Hội đồng Thi đua - Khen thưởng tỉnh;",
            "- Lãnh đạo Sở Nội vụ;",
            "- Lưu: VT, SNV.",
        ),
        "Về việc đề nghị tặng Bằng khen trong Phong trào thi đua, đợt hằng năm 2022",
    ]
    assert names(ours) == ["I. TẬP THỂ (02)", "II. CÁ NHÂN (01)"]
    state = content.submission(FRAME, OPEN, Submitted("Chủ tịch nước", "Huân chương", ())).values
    assert state["de_nghi"] == "Chủ tịch Ủy ban nhân dân tỉnh xem xét, trình Chủ tịch nước tặng Huân chương"
    assert (state["giai_trinh"], state["hinh_thuc"]) == ((), "Huân chương")
    assert state["kem_theo"] == f"(Kèm theo Tờ trình số {SPACES}/TTr-SNV {OPEN_DAY} của Sở Nội vụ)"


MEETING = Meeting(
    "Phiên 1", date(2023, 4, 27), "", "Ông Chủ trì", "Bà Thư ký",
    (("Ông A", "Giám đốc", "có mặt"), ("Bà B", "", "vắng")), (9, 5, 2, 1), "bỏ phiếu kín",
    (Counted("Xã A", 5, 1, 1, Decimal("71.43"), "Thông qua", "cần bổ sung"), Counted("Xã B", 2, 3, 0, None, "Không")),
    recusals=("Ông A không biểu quyết",), groups=PLACES, struck=("Xã D: thiếu hồ sơ",),
)  # fmt: skip


def test_minutes() -> None:
    found = content.minutes(FRAME, DONE, MEETING)
    told = (
        "phien",
        "ngay_hop",
        "dia_diem",
        "chu_tri",
        "thu_ky",
        "so_thanh_vien",
        "co_mat",
        "bang_van_ban",
        "vang",
        "thanh_vien",
        "cach_bieu_quyet",
        "khong_bieu_quyet",
        "nguoi_ky",
        "tong_so",
        "y_kien",
        "trich_yeu",
    )
    assert [found.values[name] for name in told] == [
        "Phiên 1",
        "ngày 27 tháng 4 năm 2023",
        "\u00a0" * 20,
        "Ông Chủ trì",
        "Bà Thư ký",
        "09",
        "05",
        "02",
        "01",
        ("- Ông A, Giám đốc: có mặt;", "- Bà B: vắng."),
        "bỏ phiếu kín",
        ("- Ông A không biểu quyết.",),
        "Ông Chủ trì",
        "02 tập thể, 01 cá nhân",
        ("- Xã A: cần bổ sung;", "- Đưa ra khỏi chương trình: Xã D: thiếu hồ sơ."),
        "Họp Hội đồng Thi đua - Khen thưởng tỉnh xét khen thưởng đợt hằng năm 2022",
    ]
    assert found.lists == {
        "phieu": (
            Row(
                {
                    "stt": "1",
                    "ten": "Xã A",
                    "dong_y": "05",
                    "khong_dong_y": "01",
                    "khac": "01",
                    "ty_le": "71,43",
                    "ket_qua": "Thông qua",
                }
            ),
            Row(
                {
                    "stt": "2",
                    "ten": "Xã B",
                    "dong_y": "02",
                    "khong_dong_y": "03",
                    "khac": "00",
                    "ty_le": "",
                    "ket_qua": "Không",
                }
            ),
        )
    }
    assert content.minutes(FRAME, DONE, replace(MEETING, place="Hội trường")).values["dia_diem"] == "Hội trường"


def test_minutes_tell_how_many_places_there_were_and_who_was_left_out() -> None:
    facts = replace(MEETING, places=("không quá 02 tập thể",), left_out=("Xã E: chưa có mô hình",))
    assert content.minutes(FRAME, DONE, facts).values["y_kien"] == (
        "- Số lượng khen thưởng của đợt khi họp: không quá 02 tập thể;",
        "- Xã A: cần bổ sung;",
        "- Đã thẩm định, không đưa ra Hội đồng: Xã E: chưa có mô hình;",
        "- Đưa ra khỏi chương trình: Xã D: thiếu hồ sơ.",
    )


def test_the_count_of_ballots() -> None:
    found = content.ballots(FRAME, DONE, MEETING)
    assert (found.values["phieu_phat"], found.values["phieu_thu"]) == ("07", "07")  # present and in writing; 5 + 1 + 1
    assert found.values["trich_yeu"] == "Kiểm phiếu xét khen thưởng đợt hằng năm 2022"
    assert content.ballots(FRAME, DONE, replace(MEETING, counts=())).values["phieu_thu"] == "00"


DECIDED = ("- Như Điều 3;", "- Thường trực Tỉnh ủy, Thường trực Hội đồng nhân dân tỉnh;",
           "- Chủ tịch, các Phó Chủ tịch Ủy ban nhân dân tỉnh;", "- Sở Nội vụ;", "- Lưu: VT.")  # fmt: skip


def test_a_decision() -> None:
    facts = Given(PLACES, submission="số 15/TTr-SNV ngày 28 tháng 4 năm 2023")
    values = content.decision(FRAME, Signed("512/QĐ-UBND", date(2023, 5, 19)), facts).values
    assert values["kem_theo"] == (
        "(Kèm theo Quyết định số 512/QĐ-UBND ngày 19 tháng 5 năm 2023 của Chủ tịch Ủy ban nhân dân tỉnh Ninh Thuận)"
    )
    assert values["xet_de_nghi"] == (
        "Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 15/TTr-SNV ngày 28 tháng 4 năm 2023."
    )
    assert (values["trich_yeu"], values["noi_nhan"]) == ("Về việc tặng Bằng khen", DECIDED)
    alone = content.decision(FRAME, Signed("512/QĐ-UBND", date(2023, 5, 19)), Given()).values["xet_de_nghi"]
    assert alone == "Theo đề nghị của Giám đốc Sở Nội vụ."  # signed: no empty place for a letter that is not known
    open_ = content.decision(FRAME, OPEN, Given()).values["xet_de_nghi"]
    assert open_ == f"Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số {SPACES}/TTr-SNV {OPEN_DAY}."


def test_a_decision_that_corrects_and_one_that_revokes() -> None:
    about = "Quyết định số 512/QĐ-UBND"
    changed = content.revision(FRAME, DONE, Given(about=about, reason="Sai tên.", names=(("A", "B"), ("C", "D"))))
    assert changed.lists == {
        "sua": (
            Row({"stt": "1", "cu": "A", "moi": "B"}),
            Row({"stt": "2", "cu": "C", "moi": "D"}),
        )
    }
    assert (changed.values["trich_yeu"], changed.values["quyet_dinh_goc"], changed.values["ly_do"]) == (
        f"Về việc điều chỉnh tên trong {about}",
        about,
        "Sai tên.",
    )
    taken = content.revocation(
        FRAME, DONE, Given(PLACES, about=about, reason="Gian dối.", recovered=("Tiền", "Bằng", "Tiền"))
    )
    assert (taken.values["thu_hoi"], taken.values["trich_yeu"], taken.values["tong_so"]) == (
        "Thu hồi: Tiền; Bằng",
        f"Về việc hủy bỏ khen thưởng tại {about}",
        "02 tập thể, 01 cá nhân",
    )
    assert content.revocation(FRAME, DONE, Given()).values["thu_hoi"] == ""
    assert changed.values["noi_nhan"] == taken.values["noi_nhan"] == DECIDED


def test_what_holders_are_told() -> None:
    facts = Told(("Huyện A",), "Xã A", "Không đủ tiêu chuẩn", "Chưa đạt.", form="Huân chương")
    refused = content.refusal(FRAME, DONE, facts).values
    assert [
        refused[name] for name in ("kinh_gui", "noi_gui", "ten", "loai_ly_do", "ly_do", "hinh_thuc", "noi_nhan")
    ] == [
        "Kính gửi: Huyện A",
        (),
        "Xã A",
        "Không đủ tiêu chuẩn",
        "Chưa đạt.",
        "Huân chương",
        ("- Như trên;", "- Lãnh đạo Sở Nội vụ;", "- Lưu: VT, SNV."),
    ]
    assert content.refusal(FRAME, DONE, replace(facts, form="")).values["hinh_thuc"] == "Bằng khen"
    result = content.result(
        FRAME, DONE, Told(("Huyện A", "Huyện B"), groups=PLACES, decisions=("Một", "Hai"), refused=2)
    ).values
    assert [result[name] for name in ("kinh_gui", "noi_gui", "quyet_dinh", "tong_so", "khong_khen", "noi_nhan")] == [
        "Kính gửi:",
        ("- Huyện A;", "- Huyện B."),
        "Một; Hai",
        "02 tập thể, 01 cá nhân",
        "02 hồ sơ không được khen thưởng; lý do đã thông báo riêng.",
        ("- Như trên;", "- Ủy ban nhân dân tỉnh (báo cáo);", "- Lãnh đạo Sở Nội vụ;", "- Lưu: VT, SNV."),
    ]
    assert content.result(FRAME, DONE, Told(("Huyện A",))).values["khong_khen"] == ""


# ---- whom a document speaks of ----

HOUSES = (
    Group("Tập thể", (Named("Xã A"),)),
    Group("Cá nhân", (Named("Hộ B", noun="hộ gia đình"), Named("Bà C"), Named("Ông D"))),
)


def test_households_are_counted_as_households() -> None:
    assert total(HOUSES) == "01 tập thể, 02 cá nhân, 01 hộ gia đình"
    assert kinds_words(HOUSES) == "tập thể, cá nhân, hộ gia đình"
    assert names(content.decision(FRAME, OPEN, Given(HOUSES))) == [
        "I. TẬP THỂ (01)",
        "II. CÁ NHÂN, HỘ GIA ĐÌNH (02 cá nhân, 01 hộ gia đình)",
    ]
    own = (Group("Hộ gia đình", (Named("Hộ B", noun="hộ gia đình"),)),)
    assert (total(own), names(content.decision(FRAME, OPEN, Given(own)))) == ("01 hộ gia đình", ["I. HỘ GIA ĐÌNH (01)"])


def test_the_list_is_named_after_whom_it_holds_and_the_form() -> None:
    frame = replace(FRAME, form="Bằng khen của Chủ tịch")
    ours = content.submission(frame, OPEN, Submitted(CHAIR, "Bằng khen của Chủ tịch", HOUSES)).values
    assert ours["ten_danh_sach"] == "DANH SÁCH TẬP THỂ, CÁ NHÂN, HỘ GIA ĐÌNH ĐỀ NGHỊ TẶNG BẰNG KHEN CỦA CHỦ TỊCH"
    given = content.decision(frame, OPEN, Given(PLACES)).values
    assert given["ten_danh_sach"] == "DANH SÁCH TẬP THỂ, CÁ NHÂN ĐƯỢC TẶNG BẰNG KHEN CỦA CHỦ TỊCH"


# ---- places ----


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("", "thôn Tà Lú, xã Phước Đại, huyện Bác Ái, tỉnh Ninh Thuận"),
        ("Hộ gia đình ông Katơr Liên, Thôn Tà Lú, xã Phước Đại", "huyện Bác Ái, tỉnh Ninh Thuận"),
        ("Nhân dân và cán bộ thôn Tà Lú", "xã Phước Đại, huyện Bác Ái, tỉnh Ninh Thuận"),
        ("Nhân dân xã Phước Đại", "thôn Tà Lú, xã Phước Đại, huyện Bác Ái, tỉnh Ninh Thuận"),
    ],
    ids=["nothing said", "two said", "the first said", "a later one said"],
)
def test_a_place_is_told_in_full_and_not_twice(said: str, words: str) -> None:
    chain = ("thôn Tà Lú", "xã Phước Đại", "huyện Bác Ái", "tỉnh Ninh Thuận")
    assert place_words(chain, said) == words


def test_a_post_goes_on_with_the_places_above() -> None:
    chain = ("xã Phước Đại", "huyện Bác Ái", "tỉnh Ninh Thuận")
    assert with_place("Chủ tịch UBND xã Phước Đại", chain) == (
        "Chủ tịch UBND xã Phước Đại, huyện Bác Ái, tỉnh Ninh Thuận"
    )
    assert with_place("Phó Giám đốc Sở Y tế", ("tỉnh Ninh Thuận",)) == "Phó Giám đốc Sở Y tế, tỉnh Ninh Thuận"


# ---- bases, money, hours, discussion ----


def test_bases_end_with_a_full_stop_unless_a_proposal_follows() -> None:
    assert content.decision(FRAME, OPEN, Given()).values["can_cu"] == (
        "Căn cứ Luật;",
        "Căn cứ Kế hoạch 3054/KH-UBND;",
    )
    for made in (
        content.submission(FRAME, OPEN, Submitted(CHAIR, "", ())),
        content.guidance(FRAME, OPEN, Guidance((), (), (), "", 17)),
    ):
        assert made.values["can_cu"] == ("Căn cứ Luật;", "Căn cứ Kế hoạch 3054/KH-UBND.")


def test_money_is_an_article_of_its_own_where_the_office_entered_it() -> None:
    told = ("dieu_thuong", "tien_thuong", "dieu_hieu_luc", "dieu_thi_hanh")
    bare = content.decision(FRAME, OPEN, Given(PLACES))
    assert [bare.values[name] for name in told] == ["", "", "Điều 2.", "Điều 3."]
    paid = content.decision(
        FRAME,
        OPEN,
        Given(PLACES, rewards=(("tập thể", 2_980_000), ("cá nhân", 1_490_000)), reward_basis="Điều 57"),
    )
    assert [paid.values[name] for name in told] == [
        "Điều 2.",
        "Mức tiền thưởng kèm theo: mỗi tập thể 2.980.000 đồng (Hai triệu chín trăm tám mươi nghìn đồng); mỗi cá nhân "
        "1.490.000 đồng (Một triệu bốn trăm chín mươi nghìn đồng), theo Điều 57.",
        "Điều 3.",
        "Điều 4.",
    ]
    assert (bare.values["noi_nhan"][0], paid.values["noi_nhan"][0]) == ("- Như Điều 3;", "- Như Điều 4;")


def test_guidance_tells_standards_routes_and_when_it_opens() -> None:
    facts = Guidance(
        (),
        (),
        (),
        "",
        17,
        standards=("b) Cấp huyện:", "- Giảm nghèo."),
        routes=("b) Cấp huyện: trình Sở",),
        opening="01/03/2023",
        clause="III.3.b",
    )
    values = content.guidance(FRAME, DONE, facts).values
    assert [values[name] for name in ("tieu_chuan", "trinh_tu", "mo_nhan", "muc_so_luong")] == [
        ("b) Cấp huyện:", "- Giảm nghèo."),
        ("b) Cấp huyện: trình Sở.",),
        "Bắt đầu nhận hồ sơ: 01/03/2023.",
        "III.3.b",
    ]
    assert content.guidance(FRAME, DONE, replace(facts, opening="")).values["mo_nhan"] == ""


def test_a_submission_tells_who_sees_it_otherwise() -> None:
    told = content.submission(FRAME, OPEN, Submitted(CHAIR, "", (), disagreed=("Xã A: Sở B không thống nhất",)))
    assert told.values["y_kien_khac"] == (
        "Ý kiến khác của cơ quan được hỏi:",
        "- Xã A: Sở B không thống nhất.",
    )
    assert content.submission(FRAME, OPEN, Submitted(CHAIR, "", ())).values["y_kien_khac"] == ()


def test_minutes_tell_hours_and_what_was_said() -> None:
    held = replace(MEETING, began=time(14, 5), ended=time(16, 30), discussion="Ông A: đồng ý.\n\n Bà B: bổ sung.\n")
    values = content.minutes(FRAME, DONE, held).values
    assert [values[name] for name in ("gio_khai_mac", "gio_be_mac", "thao_luan", "noi_nhan")] == [
        "14 giờ 05 phút",
        "16 giờ 30 phút",
        ("Ông A: đồng ý.", "Bà B: bổ sung."),
        (
            "- Chủ tịch Ủy ban nhân dân tỉnh (báo cáo);",
            "- Thành viên Hội đồng Thi đua - Khen thưởng tỉnh;",
            "- Sở Nội vụ;",
            "- Lưu: VT, SNV.",
        ),
    ]
    bare = content.minutes(FRAME, DONE, MEETING).values
    assert (bare["gio_khai_mac"], bare["thao_luan"]) == (f"{GAP}giờ{GAP}phút", ("Không có ý kiến khác.",))
