"""The demonstration province: real units and published figures; everything else made up so that it adds up, and says so.

Records are walked to their states by the real actions, at the moments when they would have happened.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password

from accounts import audit
from accounts.models import User
from accounts.permissions import Duty, Role, role_words
from accounts.sign_in.passwords import SAMPLE_PASSWORD
from awards import actions as awards
from awards.law.actions.holidays import put_days
from awards.law.domain.holiday_files import read_days
from awards.models import Round
from awards.rounds.closing import set_closing
from campaign.figures.actions.entering import save_sheet
from campaign.figures.actions.importing import import_rows
from campaign.figures.actions.steps import advance
from campaign.figures.actions.storing import year_end
from campaign.models import Campaign, FigureSet, Plan
from campaign.plan.actions.definitions import store_definition
from campaign.poverty_standards.in_force import standard_for
from campaign.registrations.actions import filing, steps
from campaign.targets.actions import Assignment, assign
from core import clock
from core.numbers import half_up, is_digits, rate
from reports.demonstration.awards import sample_awards
from reports.demonstration.days import moment, unit_on
from reports.demonstration.households import sample_households
from reports.demonstration.periods import sample_cells, sample_periods, sample_village
from reports.demonstration.records import sample_records
from reports.demonstration.state_awards import sample_state
from reports.demonstration.successors import sample_successors
from units.map.actions import map as unit_actions
from units.map.domain.levels import Class, Kind
from units.models import (
    Bloc,
    BlocMember,
    DutyHolding,
    Membership,
    Organisation,
    Unit,
)
from units.organisations import bloc_actions as blocs
from units.unit_lists.domain.unit_files import read_successions, read_units
from units.unit_lists.loading import load

PASSWORD = SAMPLE_PASSWORD  # of every sample account; the demonstration only
DATA = Path(settings.ROOT) / "data"
DEFINITION = Path(settings.ROOT) / "campaign" / "definitions" / "ninh-thuan-2021-2025.toml"
SOURCE = "số liệu minh họa, khôi phục từ số đã công bố"
MADE_UP = "số liệu minh họa"
START = date(2021, 1, 1)

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

# district → households, poor, near-poor at the end of 2023; they add up to the published 7.874 (4,21 %) and 8.620 (4,61 %)
RESULTS_2023 = {
    "582": (49300, 400, 740), "584": (8250, 2690, 1000), "585": (26700, 1950, 1800), "586": (31100, 754, 1100),
    "587": (40580, 700, 2000), "588": (12600, 780, 980), "589": (18470, 600, 1000),
}  # fmt: skip
TARGETS_2023 = {
    "58": "1.50", "582": "0.25", "584": "4.00", "585": "2.00", "586": "1.00", "587": "1.40", "588": "3.50", "589": "2.20",
}  # fmt: skip
MINORITY_SHARE = {"582": 4, "584": 92, "585": 28, "586": 14, "587": 42, "588": 64, "589": 38}  # %, made up
COASTAL = ("22846", "22909", "22903")  # which communes are meant is not published: a choice
SPECIAL_VILLAGES = ("2280101", "2280102")


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


def load_demonstration() -> None:
    """Everything, once."""
    by = User.objects.command_line()
    with clock.at(datetime(2022, 7, 4, 8, tzinfo=clock.VIETNAM)):
        campaign = _map_and_plan(by)
        put_days(read_days((DATA / "holidays.csv").read_bytes(), "holidays.csv"), by=by)
        people = _people(by)
        _plans(campaign, by)
        _programme(by)
    sample_periods(campaign, by, people["so-ldtbxh"])
    _figures(campaign, people, by)
    sample_village(campaign, by)
    sample_records(campaign, people)  # before the dossiers: what an appraisal freezes names them
    sample_awards(campaign, people)
    sample_state(campaign, people)
    sample_successors(people, by)


# ---- the map, the plan, people ----


def _map_and_plan(by: User) -> Campaign:
    units = read_units((DATA / "ninh-thuan-units.csv").read_bytes(), "ninh-thuan-units.csv")
    successions = read_successions((DATA / "ninh-thuan-successors.csv").read_bytes(), "ninh-thuan-successors.csv")
    load(units, successions, by=by)
    version, _ = store_definition(DEFINITION.read_text(encoding="utf-8"), by=by)
    awards.sync_rounds(version.campaign, by=by)
    for code, opens, closes in (
        ("annual-2022", date(2023, 1, 10), date(2023, 3, 15)),
        ("annual-2023", date(2024, 1, 10), date(2024, 4, 30)),
    ):
        award_round = Round.objects.get(code=code)
        award_round.opens_on = opens
        award_round.save()
        set_closing(
            award_round, on=closes, bound="on_or_before", is_hard=True, act="Văn bản minh họa số MH-03/SNV", by=by
        )
    with audit.change(by) as trail:
        for code in COASTAL:
            unit_actions.classify_unit(
                unit_on(code, START),
                Class.COASTAL_SPECIAL,
                valid_from=START,
                valid_to=date(2024, 1, 1),
                act="lựa chọn minh họa",
                is_illustrative=True,
                trail=trail,
            )
        for code in ("22801", "22846"):
            commune = unit_on(code, START)
            for number in range(1, 6):
                village = unit_actions.found_unit(
                    f"{code}{number:02d}",
                    f"Thôn {number} (minh họa)",
                    Kind.VILLAGE,
                    parent=commune,
                    valid_to=commune.valid_to,
                    is_illustrative=True,
                    trail=trail,
                )
                if village.code in SPECIAL_VILLAGES:
                    unit_actions.classify_unit(
                        village,
                        Class.SPECIAL_VILLAGE,
                        valid_from=START,
                        act="lựa chọn minh họa",
                        is_illustrative=True,
                        trail=trail,
                    )
                sample_households(village, by)
        unit_actions.derive_ancestry()
    return version.campaign


def _people(by: User) -> dict[str, User]:
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


def _programme(by: User) -> None:
    """What one bloc set itself (A12)."""
    bloc = Bloc.objects.get(members__year=2022, members__organisation__code="so-y-te")
    blocs.write_programme(
        bloc,
        2022,
        values={
            "number": "MH-01/CTr-KTĐ",
            "issued_on": date(2022, 6, 20),
            "content": "Mỗi cơ quan nhận giúp một xã; ngày công giúp hộ nghèo sửa nhà (minh họa).",
        },
        criteria=[
            ("Nhận giúp một xã đặc biệt khó khăn", Decimal(40)),
            ("Vận động Quỹ Vì người nghèo", Decimal(30)),
            ("Tuyên truyền trong cơ quan", Decimal(30)),
        ],
        edition=0,
        by=by,
    )


# ---- plans ----


def _plans(campaign: Campaign, by: User) -> None:
    received = {
        "so-noi-vu": (7, 18),
        "so-ldtbxh": (7, 15),
        "so-y-te": (7, 22),
        "so-gddt": (7, 27),
        "so-nnptnt": (7, 29),
        "so-xay-dung": (7, 30),
        "so-tttt": (8, 3),
        "mttq": (7, 25),
        "hoi-phu-nu": (8, 5),
        "hoi-nong-dan": (7, 28),
        "bo-chqs": (7, 21),
        "bao-ninh-thuan": (7, 29),
        "582": (7, 20),
        "584": (8, 8),
        "585": (7, 26),
        "586": (7, 29),
        "587": (7, 19),
        "588": (7, 30),
    }
    standing, award = (User.objects.get(username=name) for name in ("so-ldtbxh", "so-noi-vu"))
    for number, (code, (month, day)) in enumerate(received.items(), 11):
        unit = unit_on(code, START) if is_digits(code) else None
        body = None if unit else Organisation.objects.get(code=code)
        with moment(2022, month, day, 10 + number % 6, number):
            paper = filing.PlanPaper(
                title=f"Phát động Phong trào thi đua vì người nghèo của {body or unit}",
                number=f"MH-{number}/KH",
                issued_on=date(2022, month, day - 2),
            )
            plan = filing.file_plan(
                campaign, paper, kind=Plan.Kind.LAUNCH, unit=unit, organisation=body, is_illustrative=True, by=by
            )
        if code in {"hoi-nong-dan", "588"}:
            continue
        with moment(2022, 8, 10, 9, number):
            steps.advance(plan.pk, "acknowledge_standing", by=standing, edition=1)
            if code not in {"584", "so-tttt"}:
                steps.advance(plan.pk, "acknowledge_award", by=award, edition=2)
    for code in ("584", "585", "587", "586", "588", "22849", "22868", "22873", "22894"):
        unit = unit_on(code, START)
        for year in (2022, 2023):
            paper = filing.PlanPaper(
                f"Kế hoạch giảm nghèo bền vững năm {year}", f"MH-{code[-3:]}/KH-UBND", date(2022, 6, 1)
            )
            filing.file_plan(campaign, paper, kind=Plan.Kind.POVERTY, unit=unit, year=year, is_illustrative=True, by=by)
    paper = filing.PlanPaper("Kế hoạch giảm nghèo của ngành y tế năm 2023", "MH-31/KH-SYT", date(2022, 6, 1))
    health = Organisation.objects.get(code="so-y-te")
    filing.file_plan(
        campaign, paper, kind=Plan.Kind.POVERTY, organisation=health, year=2023, is_illustrative=True, by=by
    )


# ---- figures ----


def share(total: int, weights: Sequence[int]) -> list[int]:
    """A total split by weights into whole numbers that add up to it (largest remainder)."""
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    rest = sorted(range(len(weights)), key=lambda at: (-(total * weights[at] % whole), at))
    for at in rest[: total - sum(parts)]:
        parts[at] += 1
    return parts


@dataclass(frozen=True)
class Split:
    """A district's counts and those of its communes, which add up to them."""

    district: dict[str, int]
    communes: list[tuple[Unit, dict[str, int]]]


def _split(district: Unit, counts: tuple[int, int, int], year: int) -> Split:
    on = year_end(year)
    communes = list(Unit.objects.in_force(on).children_of(district, on).order_by("code"))
    codes = [int(unit.code) for unit in communes]
    size = [80 + code * 37 % 60 for code in codes]
    depth = [s * (80 + code * 53 % 45) for s, code in zip(size, codes, strict=True)]
    columns = {
        "households": share(counts[0], size),
        "poor": share(counts[1], depth),
        "near_poor": share(counts[2], [d + s * 20 for d, s in zip(depth, size, strict=True)]),
    }
    portion = MINORITY_SHARE[district.code]
    rows = []
    for at, unit in enumerate(communes):
        households, poor, near = (columns[name][at] for name in ("households", "poor", "near_poor"))
        minority = households * portion // 100
        rows.append(
            (
                unit,
                {
                    "households": households,
                    "people": households * 39 // 10,
                    "poor": poor,
                    "near_poor": near,
                    "average_households": households // 9,
                    "poor_people": poor * 44 // 10,
                    "near_poor_people": near * 43 // 10,
                    "average_people": households * 41 // 90,
                    "minority_households": minority,
                    "minority_poor": min(poor, minority, poor * (portion + 6) // 100),
                },
            )
        )
    whole = {name: sum(row[name] for _, row in rows) for name in rows[0][1]}
    return Split(whole, rows)


def _counts() -> dict[int, dict[str, tuple[int, int, int]]]:
    found: dict[int, dict[str, tuple[int, int, int]]] = {2023: dict(RESULTS_2023)}
    with (DATA / "reconstructed-results.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            counts = tuple(int(row[name]) for name in ("households", "poor", "near_poor"))
            found.setdefault(int(row["year"]), {})[row["unit_code"]] = counts  # type: ignore[assignment]
    return found


def _figures(campaign: Campaign, people: Mapping[str, User], by: User) -> None:
    counts = _counts()
    splits = {
        year: {code: _split(unit_on(code, year_end(year)), row, year) for code, row in counts[year].items()}
        for year in (2021, 2022, 2023)
    }
    for year, when in ((2021, (2022, 7, 5)), (2022, (2022, 12, 19)), (2023, (2023, 12, 19))):
        with moment(*when):
            open_codes = {"584", "586"} if year == 2023 else set()
            rows: list[tuple[Unit, Mapping[str, int | Decimal]]] = []
            for code, split in splits[year].items():
                if code in open_codes:
                    continue
                rows.append((unit_on(code, year_end(year)), split.district))
                rows.extend(split.communes)
            import_rows(
                campaign,
                rows,
                year=year,
                status="official",
                as_of=year_end(year),
                standard=standard_for(campaign, year),
                by=by,
                approve_act="phê duyệt theo văn bản (minh họa)",
                source=SOURCE,
                is_illustrative=True,
            )
    _assign_targets(campaign, splits, by)
    _published_2023(campaign, by)
    with moment(2023, 12, 15, 15, 20):
        _enter(campaign, 2023, splits[2023]["586"], "586", people["ninh-hai"], complete=True)
        sample_cells(campaign, 2023, [unit for unit, _ in splits[2023]["586"].communes], people["ninh-hai"])
        _enter(campaign, 2023, splits[2023]["584"], "584", people["bac-ai"], complete=False)
    with moment(2023, 12, 15, 16, 40):
        pks = FigureSet.objects.current().filter(year=2023, state="draft", recorded_by=people["ninh-hai"])
        advance(list(pks.values_list("pk", flat=True)), "check", by=people["ninh-hai"])


def _enter(campaign: Campaign, year: int, split: Split, code: str, by: User, *, complete: bool) -> None:
    """A district types its sheet; the last commune is still to come when it is not complete."""
    names = ("households", "poor", "near_poor", "minority_households", "minority_poor")
    communes = split.communes if complete else split.communes[:-2]
    entries = {unit.pk: {name: row[name] for name in names} for unit, row in communes}
    if complete:
        entries[unit_on(code, year_end(year)).pk] = {name: split.district[name] for name in names}
    save_sheet(campaign, year, entries, {}, by=by)
    FigureSet.objects.filter(recorded_by=by, year=year).update(is_illustrative=True, source=MADE_UP)


def _published_2023(campaign: Campaign, by: User) -> None:
    """The province's printed rates of 2023: real, without a number of all households."""
    with moment(2024, 1, 8), (DATA / "published-figures.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["year"] == "2023" and row["unit_code"] == "58"]
        printed = {row["indicator"]: row for row in rows}
        values = {
            "poor_rate": Decimal(printed["ty_le_ngheo.c2022"]["value"]),
            "near_poor_rate": Decimal(printed["ty_le_can_ngheo.c2022"]["value"]),
        }
        import_rows(
            campaign,
            [(unit_on("58", year_end(2023)), values)],
            year=2023,
            status="official",
            as_of=year_end(2023),
            standard=standard_for(campaign, 2023),
            by=by,
            approve_act="số đã công bố",
            source=printed["ty_le_ngheo.c2022"]["source"],
        )


def _assign_targets(campaign: Campaign, splits: Mapping[int, Mapping[str, Split]], by: User) -> None:
    with (DATA / "reconstructed-targets-2022.csv").open(encoding="utf-8") as file:
        first = [
            Assignment(unit_on(row["unit_code"], year_end(2022)), Decimal(row["at_least"]))
            for row in csv.DictReader(file)
        ]
    second = [
        Assignment(
            unit_on(code, year_end(2023)),
            Decimal(value),
            decision_number="MH-01/QĐ-UBND",
            decision_date=date(2023, 1, 10),
        )
        for code, value in TARGETS_2023.items()
    ]
    with moment(2022, 8, 2):
        assign(campaign, 2022, first + list(_commune_targets(splits, 2022)), by=by)
    with moment(2023, 1, 30):
        assign(campaign, 2023, second + list(_commune_targets(splits, 2023)), by=by)


def _commune_targets(splits: Mapping[int, Mapping[str, Split]], year: int) -> Iterator[Assignment]:
    """Made-up targets of communes: most are reached, every fifth is missed, every seventh met exactly."""
    for code, split in splits[year].items():
        before = {unit.code: row for unit, row in splits[year - 1][code].communes}
        for unit, row in split.communes:
            old = before[unit.code]
            then, now = rate(old["poor"], old["households"]), rate(row["poor"], row["households"])
            fell = (then or Decimal(0)) - (now or Decimal(0))
            number = int(unit.code)
            aim = fell + Decimal("0.20") if number % 5 == 0 else fell if number % 7 == 0 else fell * 9 / 10
            yield Assignment(
                unit,
                max(half_up(aim), Decimal("0.00")),
                decision_number=f"MH-{code}/QĐ-UBND",
                decision_date=date(year, 1, 20) if year > 2022 else date(2022, 8, 1),
            )
