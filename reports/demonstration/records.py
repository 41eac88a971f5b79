"""Made-up records of the movement for the demonstration: each says on its page that it is made up."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from accounts.models import User
from accounts.permissions import Permission
from campaign.activities.actions.records import Draft, advance, write
from campaign.models import Campaign, Record
from campaign.registrations.report_deadlines import set_report_deadline
from core import clock
from units import access
from units.models import Unit

# writer, kind, day, about (unit code or ""), line, answers, steps as (who, step, reason)
Step = tuple[str, str, str]
ROWS: tuple[tuple[str, str, date, str, str, Mapping[str, Any], tuple[Step, ...]], ...] = (
    ("vinh-hai", "tuyen-truyen", date(2022, 9, 14), "", "Họp thôn Cầu Gãy về chính sách vay vốn hộ nghèo",
     {"how": "Hội nghị, tập huấn", "audience": "Hộ nghèo, cận nghèo", "people": 64}, (("vinh-hai", "record", ""),)),
    ("ninh-hai", "mo-hinh", date(2023, 3, 20), "", "Tổ hợp tác trồng nho gắn với Hợp tác xã An Xuân",
     {"partner": "Hợp tác xã Nông nghiệp An Xuân", "product": "Nho", "households": 18, "amount": 420_000_000,
      "result": "12 hộ có thu nhập ổn định sau vụ đầu."}, (("ninh-hai", "record", ""),)),
    ("bac-ai", "viec-lam", date(2023, 5, 8), "", "Hỗ trợ bồn chứa nước cho hộ nghèo vùng cao",
     {"field": "Nước sạch, vệ sinh", "amount": 336_000_000, "households": 112, "minority": True}, (("bac-ai", "record", ""),)),
    ("bao-chi", "bao-chi", date(2023, 10, 17), "", "Chuyên mục Vì người nghèo, quý III năm 2023",
     {"column": "Vì người nghèo", "items": 12, "minutes": 0}, (("bao-chi", "record", ""),)),
    ("so-y-te", "sang-kien", date(2023, 4, 4), "", "Khám lưu động kết hợp rà soát bảo hiểm y tế hộ cận nghèo",
     {"what": "Sáng kiến", "owner": "Phòng Nghiệp vụ Y", "addressee": "Sở Y tế", "accepted": "Được chấp nhận"},
     (("so-y-te", "record", ""),)),
    ("mttq", "dot-van-dong", date(2022, 10, 17), "", "Tháng cao điểm Vì người nghèo năm 2022",
     {"amount": 3_000_000_000, "until": "18/11/2022"}, (("mttq", "record", ""),)),
    ("mttq", "dang-ky-ung-ho", date(2022, 10, 17), "", "Đăng ký tại lễ phát động", {"giver": "Công ty Muối Biển Xanh",
     "amount": 200_000_000}, (("mttq", "record", ""),)),
    ("mttq", "thu-quy", date(2022, 10, 28), "", "Thu theo đăng ký", {"giver": "Công ty Muối Biển Xanh",
     "amount": 200_000_000, "voucher": "PT-2022-118"}, (("mttq", "record", ""),)),
    ("mttq", "thu-quy", date(2023, 2, 3), "", "Cán bộ, công chức ủng hộ một ngày lương",
     {"giver": "Khối thi đua các cơ quan tỉnh", "amount": 146_500_000}, (("mttq", "record", ""),)),
    ("mttq", "chi-quy", date(2022, 12, 20), "584", "Xây ba căn nhà Đại đoàn kết", {"purpose": "Nhà ở",
     "amount": 180_000_000, "households": 3}, (("mttq", "record", ""),)),
    ("so-y-te", "tro-giup", date(2023, 6, 1), "22801", "Khám, cấp thuốc cho hộ nghèo xã Phước Đại",
     {"helper_kind": "Cơ quan, đơn vị", "help_kind": "Công sức", "amount": 45_000_000, "households": 86},
     (("so-y-te", "record", ""), ("bac-ai", "confirm", ""))),
    ("an-xuan", "tro-giup", date(2023, 8, 12), "22846", "Bao tiêu nho cho hộ cận nghèo Vĩnh Hải",
     {"helper_kind": "Doanh nghiệp, doanh nhân", "help_kind": "Của cải vật chất", "amount": 120_000_000, "households": 18},
     (("an-xuan", "record", ""),)),
    ("mttq", "giam-sat", date(2023, 11, 20), "22846", "Niêm yết kết quả rà soát ở thôn Thái An chậm ba ngày",
     {"what": "Rà soát hộ nghèo"}, (("mttq", "send", ""), ("ninh-hai", "answer", "Đã niêm yết lại đủ bảy ngày, biên bản kèm theo."),
                                    ("mttq", "close", ""))),
    ("mttq", "giam-sat", date(2023, 12, 4), "584", "Vốn hỗ trợ sinh kế năm 2023 giải ngân chậm ở ba xã",
     {"what": "Chính sách, dự án", "policy": "Đa dạng hóa sinh kế"}, (("mttq", "send", ""),)),
    ("mttq-phuoc-dai", "giam-sat", date(2023, 11, 28), "22801", "Hai hộ mới tách chưa được rà soát ở thôn 3",
     {"what": "Rà soát hộ nghèo"}, (("mttq-phuoc-dai", "send", ""),)),
    ("so-noi-vu", "kiem-tra", date(2023, 9, 27), "586", "Kiểm tra thực hiện phong trào tại huyện Ninh Hải",
     {"team": "Đoàn kiểm tra thi đua - khen thưởng tỉnh", "conclusion": "Thực hiện đủ nội dung; hồ sơ mô hình còn thiếu.",
      "required_by": "Bổ sung hồ sơ mô hình trước 31/12/2023."}, (("so-noi-vu", "conclude", ""),)),
    ("vinh-hai", "vuong-mac", date(2023, 10, 9), "", "Hộ chuyển đến trong năm tính vào nơi cư trú mới từ khi nào?",
     {"addressee": "Cơ quan thường trực chương trình giảm nghèo"},
     (("vinh-hai", "send", ""), ("so-ldtbxh", "answer", "Tính ở nơi cư trú tại thời điểm rà soát cuối năm."))),
    ("ninh-hai", "dien-hinh", date(2023, 7, 27), "", "Cả thôn góp công làm đường vào khu sản xuất",
     {"what": "Tập thể", "name": "Thôn Cầu Gãy, xã Vĩnh Hải"},
     (("ninh-hai", "propose", ""), ("so-noi-vu", "approve", ""), ("so-noi-vu", "publish", ""))),
    ("ninh-hai", "bao-cao", date(2023, 7, 5), "", "Báo cáo phong trào sáu tháng đầu năm 2023",
     {"period": "Sáu tháng đầu năm", "done": "Hộ nghèo giảm theo kế hoạch; 18 hộ tham gia mô hình.",
      "next": "Đề nghị tiếp tục hỗ trợ vốn vay."}, (("ninh-hai", "file", ""), ("so-ldtbxh", "accept", ""))),
    ("so-y-te", "bao-cao", date(2023, 7, 8), "", "Báo cáo phong trào sáu tháng đầu năm 2023 của ngành y tế",
     {"period": "Sáu tháng đầu năm", "done": "Khám lưu động cho 86 hộ nghèo xã Phước Đại."},
     (("so-y-te", "file", ""), ("so-ldtbxh", "accept", ""))),
    ("so-y-te", "viec-lam", date(2023, 9, 12), "", "Tập huấn dinh dưỡng cho bà mẹ hộ nghèo, hộ cận nghèo",
     {"field": "Y tế", "amount": 60_000_000, "households": 140, "minority": True,
      "movements": ("Toàn dân đoàn kết xây dựng đời sống văn hóa",)}, (("so-y-te", "record", ""),)),
    ("mttq", "thu-quy", date(2023, 10, 25), "", "Công chức, viên chức ngành y tế ủng hộ tháng cao điểm năm 2023",
     {"giver": "Sở Y tế", "amount": 12_500_000, "voucher": "PT-2023-204"}, (("mttq", "record", ""),)),
    ("vinh-hai", "tro-giup", date(2023, 10, 17), "2284602", "Đoàn viên, thanh niên góp công sửa nhà ở thôn 2",
     {"helper_kind": "Thôn, cộng đồng", "help_kind": "Công sức", "households": 4}, (("vinh-hai", "record", ""),)),
)  # fmt: skip
# when reports of 2023 were due: period, day
DUE = (("6-thang", date(2023, 7, 5)), ("nam", date(2023, 12, 20)))


def sample_records(campaign: Campaign, people: Mapping[str, User]) -> None:
    """Each on its own day, by the account that would write it; first, by when reports are due."""
    for period, on in DUE:
        with clock.at(datetime(2023, 2, 1, 9, tzinfo=clock.VIETNAM)):
            set_report_deadline(
                campaign,
                period,
                on.year,
                on=on,
                bound="on_or_before",
                is_hard=False,
                act="Văn bản minh họa số MH-03/SNV",
                by=people["so-ldtbxh"],
            )
    for who, kind, on, code, line, answers, steps in ROWS:
        by = people[who]
        with clock.at(datetime.combine(on, time(10), tzinfo=clock.VIETNAM)):
            seat = next(seat for seat in access.seats(by) if Permission.KEEP_RECORDS in seat.permissions)
            about = Unit.objects.bearing(code, on) if code else None
            said = {key: value for key, value in answers.items() if key != "movements"}
            draft = Draft(on, line, about=about, answers=said, movements=answers.get("movements", ()))
            item = write(
                campaign,
                kind,
                draft,
                organisation=seat.organisation,
                unit=None if seat.organisation else seat.unit,
                is_illustrative=True,
                by=by,
            )
        for actor, step, reason in steps:
            with clock.at(datetime.combine(on, time(15), tzinfo=clock.VIETNAM)):
                access.forget(people[actor])
                item = advance(item.pk, step, by=people[actor], edition=item.edition, reason=reason)
    assert Record.objects.filter(is_illustrative=True).count() == len(ROWS)
