"""Four nominees who are no commune: a household, a mass organisation, an official, the award agency itself.

Each from the start page to the decision that is printed, by people who follow only links and forms that they see.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

from accounts import audit
from accounts.models import User
from accounts.permissions import Role
from office.recount import recount_tables
from tests import cast
from tests.journeys import steps
from tests.journeys.walker import Value, Walker
from tests.papers import PDF
from tests.people import person
from units.households.actions.households import found_household
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import Kind

ROUND = "Đợt hằng năm 2022"
SIGN = "Trình cơ quan thi đua, khen thưởng"
PAPER = {"Tên minh chứng": "Kết quả xếp loại, kế hoạch năm 2022", "Của năm": "2022", "Tệp": ("minh-chung.pdf", PDF)}


@dataclass(frozen=True)
class Road:
    """Who proposes whom, and who signs on the way, each with their step."""

    officer: User
    category: str
    nominee: str
    printed: str
    signers: Sequence[tuple[User, str]]
    said: dict[str, Value]
    evidence: Sequence[str] = ()
    is_own: bool = False
    counted: str = "tập thể"


def _enter(user: User) -> Walker:
    walker = Walker()
    walker.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    recount_tables()
    return walker.open()


def _of_body(province: cast.Province, code: str, username: str, is_own: bool = False) -> Road:
    body = province.bodies[code]
    officer = person(username, Role.AGENCY_OFFICER, province.unit("58"), organisation=body)
    return Road(officer, "a)", body.name, body.name, [(officer, SIGN)], {}, ["Tiêu chí 1, ý a"], is_own)


def _mass_organisation(province: cast.Province) -> Road:
    return _of_body(province, "mttq", "can-bo-mat-tran")


def _award_agency(province: cast.Province) -> Road:
    return _of_body(province, "so-noi-vu", "van-phong-so-noi-vu", is_own=True)


def _official(province: cast.Province) -> Road:
    said: dict[str, Value] = {"Họ và tên": "Nguyễn Thị Lan", "Chức vụ": "Công chức Phòng Lao động huyện Bác Ái"}
    return Road(
        province.bac_ai,
        "e)",
        "Một cá nhân",
        "Nguyễn Thị Lan",
        [(province.bac_ai_leader, SIGN)],
        said,
        ["Tiêu chí 1, ý c"],
        counted="cá nhân",
    )


def _household(province: cast.Province) -> Road:
    with audit.change(User.objects.command_line()) as trail:
        village = found_unit("2280101", "Thôn Tà Lú", Kind.VILLAGE, parent=province.unit("22801"), trail=trail)
        derive_ancestry()
    found_household(village, head="Katơr Thị Liên", valid_from=cast.START, by=province.phuoc_dai)
    signers = [
        (province.phuoc_dai_leader, "Xác nhận hồ sơ"),
        (province.phuoc_dai, "Gửi UBND cấp huyện"),
        (province.bac_ai_leader, SIGN),
    ]
    said: dict[str, Value] = {"Hộ gia đình bà Katơr Thị Liên": True}
    return Road(
        province.phuoc_dai,
        "đ)",
        "Katơr Thị Liên",
        "Hộ gia đình bà Katơr Thị Liên",
        signers,
        said,
        ["Tiêu chí 1, ý a", "Tiêu chí 1, ý c", "Tiêu chí 2, ý a"],
        counted="hộ gia đình",
    )


@pytest.mark.long
@pytest.mark.one_engine
@pytest.mark.django_db
@pytest.mark.parametrize("of", [_household, _mass_organisation, _official, _award_agency])
def test_from_the_start_page_to_the_printed_decision(
    of: Callable[[cast.Province], Road], province: cast.Province
) -> None:
    road = of(province)
    officer = _enter(road.officer).follow("Khen thưởng").follow(ROUND).follow("Lập hồ sơ đề nghị").follow(road.category)
    officer.follow(road.nominee)
    said: dict[str, Value] = {"Tóm tắt thành tích": "Vận động giúp 40 hộ thoát nghèo.", **road.said}
    if road.is_own:
        officer.send("Lập hồ sơ", said, refused="Chủ tịch UBND tỉnh phải cử người thẩm định thay")
        said = {"Sở Nội vụ: không ai": True}
    officer.send("Lập hồ sơ", said)
    for part in ("Nộp báo cáo thành tích", "Nộp biên bản họp", "Nộp tờ trình"):
        officer.follow(part).send("Lưu vào hồ sơ", {"Hoặc bản giấy": "số 5/TTr ngày 05/12/2022"})
    for part in road.evidence:
        officer.follow(f"Gắn minh chứng cho {part}").send("Gắn giấy tờ", PAPER)
        officer.open().follow("Khen thưởng").follow(ROUND).follow(road.printed)
    for signer, button in road.signers:
        steps.step(steps.dossier(_enter(signer), ROUND, road.printed), button)
    reviewer = province.home
    if road.is_own:
        chairman = _enter(province.chairman).follow("Cử người thẩm định thay")
        chairman.send(
            "Cử người thẩm định thay",
            {
                "Sở Nội vụ": True,
                "Người thẩm định thay": "Health",
                "Văn bản cử người": "Số 30/UBND-NC ngày 15/12/2022",
                "Lý do": "Hồ sơ của chính Sở Nội vụ.",
            },
        )
        reviewer = province.health
    desk = steps.step(_enter(reviewer).follow(f"Tiếp nhận hồ sơ: {road.printed}"), "Tiếp nhận, bắt đầu thẩm định")
    desk.send("Lưu phiếu", every={"Đạt": True, "Lý do": "Có biên bản xét, đã kiểm tra."})
    steps.step(desk, "Kết thúc thẩm định")
    steps.step(desk.open().follow(f"Đưa vào danh sách trình: {road.printed}"), "Đưa vào danh sách trình")
    steps.step(steps.dossier(_enter(province.home), ROUND, road.printed), "Trình Hội đồng")
    steps.ballot_counted(_enter(province.council_secretary), road.printed, "Ông Trần Quốc Nam", 2)
    steps.step(steps.dossier(_enter(province.home), ROUND, road.printed), "Trình Chủ tịch UBND tỉnh")
    chairman = _enter(province.chairman)
    steps.decided(chairman, road.printed, "512/QĐ-UBND", "15/12/2022")
    chairman.follow("In văn bản").reads("QUYẾT ĐỊNH", f"cho 01 {road.counted}", road.printed)
    chairman.send("Lập và lưu").reads("512/QĐ-UBND")
    steps.released(_enter(province.home_leader), "512/QĐ-UBND")
    steps.dossier(_enter(road.officer), ROUND, road.printed).reads("Được khen thưởng", "512/QĐ-UBND")
