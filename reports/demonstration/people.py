"""Who works in the demonstration: offices, the blocs that they are in, accounts and their roles."""

from django.contrib.auth.hashers import make_password

from accounts import audit
from accounts.models import User
from accounts.permissions import Duty, Role, role_words
from accounts.sign_in.passwords import SAMPLE_PASSWORD
from core import clock
from reports.demonstration.days import START, unit_on
from units.models import Bloc, BlocMember, DutyHolding, Membership, Organisation

PASSWORD = SAMPLE_PASSWORD  # of every sample account; the demonstration only

# (username, name, role, unit code or "", organisation code or "", words)
ACCOUNTS: tuple[tuple[str, str, Role, str, str], ...] = (
    ("so-noi-vu", "Đặng Thanh Mai", Role.HOME_AFFAIRS_OFFICER, "58", "so-noi-vu"),
    ("so-noi-vu-2", "Trần Văn Lộc", Role.HOME_AFFAIRS_LEADER, "58", "so-noi-vu"),
    ("so-ldtbxh", "Phạm Quốc Duy", Role.LABOUR_OFFICER, "58", "so-ldtbxh"),
    ("so-ldtbxh-2", "Lê Thị Thu Hà", Role.LABOUR_LEADER, "58", "so-ldtbxh"),
    ("bac-ai", "Pi Năng Thị Hương", Role.DISTRICT_OFFICER, "584", ""),
    ("lanh-dao-bac-ai", "Chamaléa Bình", Role.DISTRICT_LEADER, "584", ""),
    ("ninh-hai", "Nguyễn Thị Hạnh", Role.DISTRICT_OFFICER, "586", ""),
    ("lanh-dao-ninh-hai", "Võ Minh Tâm", Role.DISTRICT_LEADER, "586", ""),
    ("ninh-son", "Huỳnh Ngọc Sơn", Role.DISTRICT_OFFICER, "585", ""),
    ("lanh-dao-ninh-son", "Lê Công Bình", Role.DISTRICT_LEADER, "585", ""),
    ("ninh-phuoc", "Kiều Thị Lan", Role.DISTRICT_OFFICER, "587", ""),
    ("lanh-dao-ninh-phuoc", "Đàng Năng Tuấn", Role.DISTRICT_LEADER, "587", ""),
    ("thuan-bac", "Mang Thị Xuân", Role.DISTRICT_OFFICER, "588", ""),
    ("lanh-dao-thuan-bac", "Phan Văn Hiếu", Role.DISTRICT_LEADER, "588", ""),
    ("thuan-nam", "Trượng Thị Hoa", Role.DISTRICT_OFFICER, "589", ""),
    ("lanh-dao-thuan-nam", "Châu Thanh Hải", Role.DISTRICT_LEADER, "589", ""),
    ("phan-rang", "Bùi Thị Ngọc", Role.DISTRICT_OFFICER, "582", ""),
    ("lanh-dao-phan-rang", "Đỗ Hữu Phước", Role.DISTRICT_LEADER, "582", ""),
    ("phuoc-dai", "Katơr Thị Sáu", Role.COMMUNE_OFFICER, "22801", ""),
    ("vinh-hai", "Cao Văn Đê", Role.COMMUNE_OFFICER, "22846", ""),
    ("lanh-dao-vinh-hai", "Nguyễn Văn Thành", Role.COMMUNE_LEADER, "22846", ""),
    ("lanh-dao-phuoc-dai", "Pinăng Hồng", Role.COMMUNE_LEADER, "22801", ""),
    ("so-y-te", "Nguyễn Hoàng Nam", Role.AGENCY_OFFICER, "58", "so-y-te"),
    ("hoi-phu-nu", "Trần Thị Kim Cúc", Role.AGENCY_OFFICER, "58", "hoi-phu-nu"),
    ("mttq", "Lưu Thị Bích Thủy", Role.FRONT_SUPERVISOR, "58", "mttq"),
    ("mttq-bac-ai", "Pinăng Thị Thủy", Role.FRONT_SUPERVISOR, "584", "mttq-bac-ai"),
    ("mttq-phuoc-dai", "Chamaléa Thị Mai", Role.FRONT_SUPERVISOR, "22801", "mttq-phuoc-dai"),
    ("an-xuan", "Hán Văn Đạt", Role.ENTERPRISE_CONTACT, "58", "htx-an-xuan"),
    ("hoi-dong", "Ngô Văn Quý", Role.COUNCIL_MEMBER, "58", ""),
    ("thu-ky", "Trần Minh Khôi", Role.COUNCIL_SECRETARY, "58", ""),
    ("chu-tich", "Chủ tịch (tài khoản minh họa)", Role.CHAIRMAN, "58", ""),
    ("bao-chi", "Phạm Thị Vân", Role.PRESS_EDITOR, "58", "bao-ninh-thuan"),
    ("thanh-tra", "Lý Quốc Hùng", Role.AUDITOR, "58", ""),
    ("quan-tri", "Quản trị hệ thống", Role.ADMINISTRATOR, "58", ""),
    ("quan-tri-bac-ai", "Quản trị huyện Bác Ái", Role.ADMINISTRATOR, "584", ""),
)

K = Organisation.Kind
# (code, name, short name, kind, requested, must file, made up)
ORGANISATIONS = (
    ("so-noi-vu", "Sở Nội vụ", "SNV", K.DEPARTMENT, False, True, False),
    ("so-ldtbxh", "Sở Lao động - Thương binh và Xã hội", "Sở LĐTBXH", K.DEPARTMENT, False, True, False),
    ("so-y-te", "Sở Y tế", "", K.DEPARTMENT, False, True, False),
    ("so-gddt", "Sở Giáo dục và Đào tạo", "", K.DEPARTMENT, False, True, False),
    ("so-nnptnt", "Sở Nông nghiệp và Phát triển nông thôn", "", K.DEPARTMENT, False, True, False),
    ("so-xay-dung", "Sở Xây dựng", "", K.DEPARTMENT, False, True, False),
    ("so-tttt", "Sở Thông tin và Truyền thông", "", K.DEPARTMENT, False, True, False),
    ("ban-dan-toc", "Ban Dân tộc tỉnh", "", K.DEPARTMENT, False, True, False),
    ("mttq", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "MTTQ", K.FRONT, True, True, False),
    ("hoi-phu-nu", "Hội Liên hiệp Phụ nữ tỉnh", "", K.FRONT, True, True, False),
    ("hoi-nong-dan", "Hội Nông dân tỉnh", "", K.FRONT, True, True, False),
    ("tinh-doan", "Tỉnh đoàn Ninh Thuận", "", K.FRONT, True, True, False),
    ("bo-chqs", "Bộ Chỉ huy Quân sự tỉnh", "", K.ARMED_FORCES, False, True, False),
    ("cong-an", "Công an tỉnh", "", K.ARMED_FORCES, False, True, False),
    ("bao-ninh-thuan", "Báo Ninh Thuận", "", K.PRESS, False, True, False),
    ("dai-ptth", "Đài Phát thanh và Truyền hình tỉnh", "", K.PRESS, False, True, False),
    ("htx-an-xuan", "Hợp tác xã Nông nghiệp An Xuân", "", K.COOPERATIVE, False, False, True),
    ("dn-muoi-bien", "Công ty Muối Biển Xanh", "", K.ENTERPRISE, False, False, True),
)

# the Front in a district and a commune: it supervises there and nowhere else
LOCAL_FRONTS = (
    ("mttq-bac-ai", "Ủy ban Mặt trận Tổ quốc Việt Nam huyện Bác Ái", "584"),
    ("mttq-phuoc-dai", "Ủy ban Mặt trận Tổ quốc Việt Nam xã Phước Đại", "22801"),
)


def is_loaded() -> bool:
    """The demonstration is in the database."""
    return User.objects.filter(email__endswith="@mau.vn").exists()


def own_accounts() -> int:
    """How many accounts are real people's: neither the portal's own nor the demonstration's."""
    return User.objects.filter(is_builtin=False).exclude(email__endswith="@mau.vn").count()


def accounts() -> list[tuple[str, str, str]]:
    """Sample accounts: username, name, role and place in words."""
    rows = Membership.objects.in_force(clock.today()).filter(user__email__endswith="@mau.vn")
    rows = rows.select_related("user", "unit", "organisation")
    return [
        (row.user.username, row.user.full_name, role_words(Role(row.role), row.organisation or row.unit))
        for row in rows.order_by("user_id")
    ]


def sample_people(by: User) -> dict[str, User]:
    """Organisations with their blocs and duties, and everybody who works there; by their usernames."""
    province = unit_on("58", START)
    blocs = {
        kind: Bloc.objects.get_or_create(name=f"Khối thi đua {kind.label}", defaults={"is_illustrative": True})[0]
        for kind in K
    }
    bodies = {}
    for code, name, short, kind, requested, files, made_up in ORGANISATIONS:
        bodies[code] = Organisation.objects.create(
            code=code,
            name=name,
            short_name=short,
            kind=kind,
            seat=province,
            is_requested=requested,
            must_file_plan=files,
            is_illustrative=made_up,
            valid_from=START,
        )
        for year in (2022, 2023, 2024):
            first = not BlocMember.objects.filter(bloc=blocs[kind], year=year).exists()
            BlocMember.objects.create(bloc=blocs[kind], year=year, organisation=bodies[code], is_head=first)
    local = {}
    for code, name, unit_code in LOCAL_FRONTS:
        seat = unit_on(unit_code, START)
        local[code] = Organisation.objects.create(
            code=code,
            name=name,
            kind=K.FRONT,
            seat=seat,
            is_requested=True,
            must_file_plan=False,
            valid_from=START,
            valid_to=seat.valid_to,
        )
    DutyHolding.objects.create(
        duty=Duty.STANDING_AGENCY, organisation=bodies["so-ldtbxh"], valid_from=START, act="Kế hoạch phát động, mục V.1"
    )
    DutyHolding.objects.create(
        duty=Duty.AWARD_AGENCY, organisation=bodies["so-noi-vu"], valid_from=START, act="Kế hoạch phát động, mục V.4"
    )
    password = make_password(PASSWORD)
    people = {}
    with audit.change(by) as trail:
        for username, name, role, unit_code, body in ACCOUNTS:
            unit, member = unit_on(unit_code, START), (bodies | local).get(body)
            user = User(
                username=username,
                full_name=name,
                email=f"{username}@mau.vn",
                password=password,
                job_title=f"{role.label}, {member or unit}"[:120],
            )
            user.save()
            row = Membership.objects.create(
                user=user, role=role, unit=unit, organisation=member, valid_from=START, valid_to=unit.valid_to
            )
            trail.add("set_role", row, label=f"{name}: {row}"[:300])
            people[username] = user
        # whoever must send the launch plan has somebody who can: the two departments' officers, else a contact
        desks = {body: people[username] for username, _, _, _, body in reversed(ACCOUNTS) if body}
        for code, body in bodies.items():
            user = desks.get(code)
            if user is None:
                label = f"{Role.AGENCY_OFFICER.label}, {body}"[:120]
                user = User(
                    username=code,
                    full_name=f"Đầu mối {body.name}",
                    email=f"{code}@mau.vn",
                    password=password,
                    job_title=label,
                )
                user.save()
            if not user.memberships.filter(role__in=(Role.AGENCY_OFFICER, Role.ENTERPRISE_CONTACT)).exists():
                business = body.kind in {K.ENTERPRISE, K.COOPERATIVE, K.CREDIT}
                role = Role.ENTERPRISE_CONTACT if business else Role.AGENCY_OFFICER
                row = Membership.objects.create(
                    user=user, role=role, unit=province, organisation=body, valid_from=START, valid_to=province.valid_to
                )
                trail.add("set_role", row, label=f"{user}: {row}"[:300])
    return people
