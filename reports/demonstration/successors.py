"""Who goes on in the demonstration from 01/07/2025: bodies of the new province, their duties, and who works there."""

from collections.abc import Mapping
from datetime import date

from accounts import audit
from accounts.models import User
from accounts.permissions import Duty, Role
from reports.demonstration.days import moment, unit_on
from units.models import DutyHolding, Membership, Organisation, OrganisationSuccession

SINCE = date(2025, 7, 1)
PROVINCE = "56"
ACT = "Sắp xếp cơ quan khi hợp nhất tỉnh (minh họa)"
K = Organisation.Kind
# code, name, short name, kind, what it took over: (body, function)
BODIES = (
    ("so-noi-vu-khanh-hoa", "Sở Nội vụ tỉnh Khánh Hòa", "SNV", K.DEPARTMENT, "so-noi-vu", "Thi đua, khen thưởng"),
    ("so-nnmt-khanh-hoa", "Sở Nông nghiệp và Môi trường tỉnh Khánh Hòa", "Sở NNMT", K.DEPARTMENT, "so-ldtbxh",
     "Giảm nghèo"),
    ("so-y-te-khanh-hoa", "Sở Y tế tỉnh Khánh Hòa", "", K.DEPARTMENT, "so-y-te", "Y tế"),
    ("mttq-khanh-hoa", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Khánh Hòa", "MTTQ", K.FRONT, "mttq", "Giám sát"),
)  # fmt: skip
DUTIES = {Duty.AWARD_AGENCY: "so-noi-vu-khanh-hoa", Duty.STANDING_AGENCY: "so-nnmt-khanh-hoa"}
# who goes on where; the others read what was theirs
SEATS: tuple[tuple[str, Role, str, str], ...] = (
    ("so-noi-vu", Role.HOME_AFFAIRS_OFFICER, PROVINCE, "so-noi-vu-khanh-hoa"),
    ("so-noi-vu-2", Role.HOME_AFFAIRS_LEADER, PROVINCE, "so-noi-vu-khanh-hoa"),
    ("so-ldtbxh-2", Role.LABOUR_LEADER, PROVINCE, "so-nnmt-khanh-hoa"),
    ("so-y-te", Role.AGENCY_OFFICER, PROVINCE, "so-y-te-khanh-hoa"),
    ("mttq", Role.FRONT_SUPERVISOR, PROVINCE, "mttq-khanh-hoa"),
    ("an-xuan", Role.ENTERPRISE_CONTACT, PROVINCE, "htx-an-xuan"),
    ("hoi-dong", Role.COUNCIL_MEMBER, PROVINCE, ""),
    ("thu-ky", Role.COUNCIL_SECRETARY, PROVINCE, ""),
    ("chu-tich", Role.CHAIRMAN, PROVINCE, ""),
    ("thanh-tra", Role.AUDITOR, PROVINCE, ""),
    ("quan-tri", Role.ADMINISTRATOR, PROVINCE, ""),
    ("vinh-hai", Role.COMMUNE_OFFICER, "22846", ""),
    ("lanh-dao-vinh-hai", Role.COMMUNE_LEADER, "22846", ""),
    ("phuoc-dai", Role.COMMUNE_OFFICER, "22801", ""),
    ("lanh-dao-phuoc-dai", Role.COMMUNE_LEADER, "22801", ""),
)


def sample_successors(people: Mapping[str, User], by: User) -> None:
    """Dated rows alone: before their day nothing of the demonstration changes."""
    with moment(2025, 7, 1, 8), audit.change(by) as trail:
        province = unit_on(PROVINCE, SINCE)
        bodies = {"htx-an-xuan": Organisation.objects.get(code="htx-an-xuan")}
        for code, name, short, kind, old, function in BODIES:
            bodies[code] = Organisation.objects.create(
                code=code,
                name=name,
                short_name=short,
                kind=kind,
                seat=province,
                is_requested=kind == K.FRONT,
                is_illustrative=True,
                valid_from=SINCE,
            )
            before = Organisation.objects.get(code=old)
            OrganisationSuccession.objects.create(
                from_organisation=before, to_organisation=bodies[code], on=SINCE, function=function, act=ACT
            )
            Organisation.objects.filter(pk=before.pk).update(valid_to=SINCE)
        for duty, code in DUTIES.items():
            DutyHolding.objects.filter(duty=duty, valid_to__gt=SINCE).update(valid_to=SINCE)
            DutyHolding.objects.create(duty=duty, organisation=bodies[code], valid_from=SINCE, act=ACT)
        for username, role, code, body in SEATS:
            row = Membership.objects.create(
                user=people[username],
                role=role,
                unit=unit_on(code, SINCE),
                organisation=bodies.get(body),
                valid_from=SINCE,
                act=ACT,
            )
            trail.add("set_role", row, label=f"{row.user}: {row}"[:300])
