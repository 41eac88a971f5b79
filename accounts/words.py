"""Permissions and audit verbs as people read them."""

from accounts.permissions import Permission
from core.text import folded

P = Permission

PERMISSION_WORDS: dict[Permission, str] = {
    P.VIEW_UNITS: "Xem danh mục đơn vị",
    P.VIEW_FIGURES: "Xem kết quả giảm nghèo",
    P.ENTER_FIGURES: "Nhập kết quả giảm nghèo",
    P.CHECK_FIGURES: "Kiểm tra, xác nhận kết quả của cấp dưới",
    P.APPROVE_FIGURES: "Phê duyệt, trả lại, mở lại kết quả",
    P.VIEW_TARGETS: "Xem chỉ tiêu",
    P.ASSIGN_TARGETS: "Giao chỉ tiêu cho huyện, thành phố",
    P.ASSIGN_LOWER_TARGETS: "Giao chỉ tiêu cho xã, phường, thị trấn",
    P.VIEW_PLANS: "Xem kế hoạch thi đua",
    P.FILE_PLAN: "Gửi kế hoạch thi đua",
    P.ACKNOWLEDGE_PLAN: "Tiếp nhận, trả lại kế hoạch",
    P.VIEW_NOMINATIONS: "Xem hồ sơ khen thưởng",
    P.NOMINATE: "Lập hồ sơ đề nghị khen thưởng",
    P.CONFIRM_NOMINATION: "Xét và trình hồ sơ lên trên",
    P.GIVE_OPINION: "Cho ý kiến về số liệu",
    P.APPRAISE: "Thẩm định hồ sơ",
    P.RECOMMEND: "Đưa hồ sơ vào danh sách trình",
    P.VOTE: "Biểu quyết tại Hội đồng",
    P.DECIDE: "Ban hành quyết định khen thưởng",
    P.SUPERVISE: "Giám sát, kiến nghị",
    P.EXPORT: "Xuất Excel",
    P.VIEW_AUDIT: "Xem nhật ký",
    P.VIEW_HOUSEHOLDS: "Xem danh sách hộ",
    P.KEEP_HOUSEHOLDS: "Ghi, nhập danh sách hộ",
    P.ADMINISTER: "Quản trị tài khoản, đơn vị",
}

VERB_WORDS: dict[str, str] = {
    "sign_in": "Đăng nhập",
    "sign_in_failed": "Đăng nhập không thành",
    "sign_in_locked": "Bị tạm khóa đăng nhập",
    "sign_out": "Đăng xuất",
    "change_password": "Đổi mật khẩu",
    "found_unit": "Lập đơn vị",
    "end_unit": "Kết thúc đơn vị",
    "rename_unit": "Đổi tên đơn vị",
    "place_unit": "Chuyển đơn vị",
    "classify_unit": "Phân loại đơn vị",
    "declassify_unit": "Bỏ phân loại đơn vị",
    "succeed_unit": "Sắp xếp, sáp nhập đơn vị",
    "reorganise": "Sắp xếp đơn vị",
    "undo_reorganisation": "Hoàn tác sắp xếp đơn vị",
    "carry_over": "Chuyển việc dở dang sang đơn vị mới",
    "enter_shares": "Ghi tỷ lệ chia đơn vị",
    "store_definition": "Lưu thể lệ phong trào",
    "set_deadline": "Thay đổi hạn",
    "open_round": "Mở đợt khen thưởng",
    "set_cap": "Thay đổi số lượng khen thưởng",
    "assign_target": "Giao chỉ tiêu",
    "enter_figures": "Nhập số liệu",
    "import_figures": "Nhập số liệu từ tệp",
    "submit": "Gửi số liệu",
    "check": "Xác nhận số liệu, gửi Sở LĐTBXH",
    "approve": "Phê duyệt số liệu",
    "return": "Trả lại để chỉnh sửa",
    "return_to_unit": "Trả lại để chỉnh sửa",
    "correct": "Mở lại số liệu đã duyệt",
    "file_plan": "Gửi kế hoạch",
    "acknowledge_standing": "Cơ quan thường trực tiếp nhận kế hoạch",
    "acknowledge_award": "Cơ quan thi đua tiếp nhận kế hoạch",
    "resubmit": "Gửi lại kế hoạch",
    "withdraw": "Rút kế hoạch",
    "nominate": "Lập hồ sơ khen thưởng",
    "edit_nomination": "Sửa hồ sơ khen thưởng",
    "judge": "Ghi nhận xét thẩm định",
    "nomination_send_to_district": "Gửi hồ sơ lên UBND huyện",
    "nomination_submit": "Trình hồ sơ lên Sở Nội vụ",
    "nomination_return": "Trả lại hồ sơ để bổ sung",
    "nomination_return_from_district": "Trả lại hồ sơ để bổ sung",
    "nomination_accept": "Tiếp nhận hồ sơ, bắt đầu thẩm định",
    "nomination_appraise": "Kết thúc thẩm định hồ sơ",
    "nomination_recommend": "Đưa hồ sơ vào danh sách trình",
    "nomination_remove_from_list": "Đưa hồ sơ ra khỏi danh sách",
    "nomination_award": "Khen thưởng",
    "nomination_decline": "Không khen thưởng",
    "nomination_withdraw": "Rút hồ sơ khen thưởng",
    "decide": "Ban hành quyết định khen thưởng",
    "export": "Xuất tệp",
    "import_households": "Nhập danh sách hộ từ tệp",
    "export_households": "Tải danh sách hộ",
    "read_household": "Xem một hộ",
    "found_household": "Ghi hộ mới",
    "edit_household": "Sửa thông tin hộ",
    "change_head": "Đổi chủ hộ",
    "end_household": "Kết thúc hộ",
    "record_household_year": "Ghi kết quả rà soát của hộ",
    "register_exit": "Ghi đăng ký thoát nghèo",
    "close_registration": "Ghi kết quả đăng ký thoát nghèo",
    "read_households": "Xem danh sách hộ",
    "open_account": "Mở tài khoản",
    "close_account": "Đóng tài khoản",
    "reopen_account": "Mở lại tài khoản",
    "reset_password": "Đặt lại mật khẩu",
    "end_role": "Kết thúc vai trò",
    "found_organisation": "Ghi cơ quan, tổ chức",
    "edit_organisation": "Sửa cơ quan, tổ chức",
    "end_organisation": "Kết thúc cơ quan, tổ chức",
    "hand_over_duty": "Bàn giao nhiệm vụ",
    "found_bloc": "Lập cụm, khối thi đua",
    "set_bloc_members": "Ghi thành viên cụm, khối",
    "copy_bloc_members": "Lấy thành viên cụm, khối năm trước",
    "write_bloc_programme": "Ghi chương trình cụm, khối",
    "set_role": "Giao vai trò",
}

# where the same step is said differently of another kind of record
OF_SUBJECT: dict[tuple[str, str], str] = {
    ("campaign.plan", "return"): "Trả lại kế hoạch để bổ sung",
    ("campaign.figureset", "return"): "Trả lại số liệu để chỉnh sửa",
    ("campaign.figureset", "return_to_unit"): "Trả lại số liệu để chỉnh sửa",
}


def told(verb: str, subject_type: str = "") -> str:
    """What was done, as people say it; never the name of the verb itself."""
    return OF_SUBJECT.get((subject_type, verb)) or VERB_WORDS.get(verb, "Cập nhật")


def verbs_saying(words: str) -> list[str]:
    """The verbs whose words hold what was typed, without accents or case."""
    typed = folded(words)
    told_all = [*VERB_WORDS.items(), *((verb, text) for (_, verb), text in OF_SUBJECT.items())]
    return sorted({verb for verb, text in told_all if typed and typed in folded(text)})
