"""Who may do what: the whole access matrix on one page.

A permission is held in a unit's subtree (the membership's unit) between dates. Some belong to a duty: they
count only while the member's organisation holds it, so that nothing here changes when a department is merged.
"""

from enum import StrEnum

from core.own_words import in_own_words


class Permission(StrEnum):
    """Everything that can be allowed."""

    VIEW_UNITS = "view_units"
    VIEW_FIGURES = "view_figures"
    ENTER_FIGURES = "enter_figures"  # type counts into a sheet
    CHECK_FIGURES = "check_figures"  # the district's step: forward or return
    APPROVE_FIGURES = "approve_figures"  # lock, return, open a correction
    VIEW_TARGETS = "view_targets"
    ASSIGN_TARGETS = "assign_targets"  # the province to districts
    ASSIGN_LOWER_TARGETS = "assign_lower_targets"  # a district to its communes, a commune to its villages
    VIEW_PLANS = "view_plans"
    FILE_PLAN = "file_plan"
    ACKNOWLEDGE_PLAN = "acknowledge_plan"
    VIEW_NOMINATIONS = "view_nominations"
    NOMINATE = "nominate"
    CONFIRM_NOMINATION = "confirm_nomination"  # the head of the unit signs upwards
    GIVE_OPINION = "give_opinion"  # the standing agency's word on the figures
    APPRAISE = "appraise"
    RECOMMEND = "recommend"
    HOLD_SESSION = "hold_session"
    VOTE = "vote"
    DECIDE = "decide"
    KEEP_TEMPLATES = "keep_templates"  # of award documents
    SUPERVISE = "supervise"
    EXPORT = "export"
    VIEW_AUDIT = "view_audit"
    VIEW_HOUSEHOLDS = "view_households"
    KEEP_HOUSEHOLDS = "keep_households"  # enter, import, end households of one's villages
    VIEW_RECORDS = "view_records"  # activities, the Fund, help, supervision, models, reports of units
    KEEP_RECORDS = "keep_records"  # of one's own unit or organisation
    CONFIRM_HELP = "confirm_help"  # the receiving unit's word
    ANSWER_REMARK = "answer_remark"
    OVERRULE_REMARK = "overrule_remark"
    INSPECT = "inspect"
    LEAD_MOVEMENT = "lead_movement"  # answer obstacles, approve models, take reports
    ADMINISTER = "administer"


class Duty(StrEnum):
    """A function of the movement, held by an organisation between dates."""

    STANDING_AGENCY = "standing_agency"
    AWARD_AGENCY = "award_agency"

    @property
    def label(self) -> str:
        return DUTY_LABELS[self]


DUTY_LABELS = {
    Duty.STANDING_AGENCY: "Cơ quan thường trực chương trình giảm nghèo",
    Duty.AWARD_AGENCY: "Cơ quan thi đua, khen thưởng",
}


class Role(StrEnum):
    """What somebody is, in a unit or an organisation."""

    HOME_AFFAIRS_OFFICER = "home_affairs_officer"
    HOME_AFFAIRS_LEADER = "home_affairs_leader"
    LABOUR_OFFICER = "labour_officer"
    LABOUR_LEADER = "labour_leader"
    DISTRICT_OFFICER = "district_officer"
    DISTRICT_LEADER = "district_leader"
    COMMUNE_OFFICER = "commune_officer"
    COMMUNE_LEADER = "commune_leader"
    VILLAGE_HEAD = "village_head"
    AGENCY_OFFICER = "agency_officer"
    ENTERPRISE_CONTACT = "enterprise_contact"
    FRONT_SUPERVISOR = "front_supervisor"
    COUNCIL_MEMBER = "council_member"
    COUNCIL_SECRETARY = "council_secretary"
    CHAIRMAN = "chairman"
    PRESS_EDITOR = "press_editor"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    COMMAND_LINE = "command_line"

    @property
    def label(self) -> str:
        return in_own_words(ROLE_LABELS[self])


ROLE_LABELS = {
    Role.HOME_AFFAIRS_OFFICER: "Chuyên viên cơ quan thi đua, khen thưởng",
    Role.HOME_AFFAIRS_LEADER: "Lãnh đạo cơ quan thi đua, khen thưởng",
    Role.LABOUR_OFFICER: "Chuyên viên cơ quan thường trực",
    Role.LABOUR_LEADER: "Lãnh đạo cơ quan thường trực",
    Role.DISTRICT_OFFICER: "Cán bộ cấp huyện",
    Role.DISTRICT_LEADER: "Lãnh đạo UBND cấp huyện",
    Role.COMMUNE_OFFICER: "Công chức cấp xã (Văn hóa - xã hội)",
    Role.COMMUNE_LEADER: "Chủ tịch UBND cấp xã",
    Role.VILLAGE_HEAD: "Trưởng thôn, Trưởng khu phố",
    Role.AGENCY_OFFICER: "Cán bộ đầu mối cơ quan, đơn vị",
    Role.ENTERPRISE_CONTACT: "Đầu mối doanh nghiệp",
    Role.FRONT_SUPERVISOR: "Cán bộ Mặt trận Tổ quốc (giám sát)",
    Role.COUNCIL_MEMBER: "Thành viên Hội đồng TĐKT",
    Role.COUNCIL_SECRETARY: "Thư ký Hội đồng",
    Role.CHAIRMAN: "Chủ tịch UBND tỉnh",
    Role.PRESS_EDITOR: "Phóng viên, biên tập viên (Báo, Đài PT-TH)",
    Role.AUDITOR: "Thanh tra, kiểm tra (chỉ xem)",
    Role.ADMINISTRATOR: "Quản trị hệ thống",
    Role.COMMAND_LINE: "Dòng lệnh",
}

# of roles of a duty, while the body does not hold it
WITHOUT_DUTY = {
    Role.HOME_AFFAIRS_OFFICER: "Chuyên viên",
    Role.HOME_AFFAIRS_LEADER: "Lãnh đạo",
    Role.LABOUR_OFFICER: "Chuyên viên",
    Role.LABOUR_LEADER: "Lãnh đạo",
}

# of roles that are called otherwise where the province is a city
OF_A_CITY = {Role.CHAIRMAN: "Chủ tịch UBND thành phố"}
CITY = "Thành phố "


def label_at(role: Role, place: object) -> str:
    """What a role is called at a place: "Chủ tịch UBND thành phố" at "Thành phố Cần Thơ"."""
    label = ROLE_LABELS[role]
    return OF_A_CITY.get(role, label) if str(place).startswith(CITY) else label


def role_words(role: Role, place: object, *, holds_duty: bool = True) -> str:
    """A role in its place: of a duty with who holds it, "Lãnh đạo cơ quan thường trực (Sở Y tế)"."""
    if role in WITHOUT_DUTY and place and holds_duty:
        return f"{role.label} ({place})"
    label = WITHOUT_DUTY.get(role, label_at(role, place)) if place else role.label
    return f"{label}, {place}" if place and str(place) not in label else label


P = Permission
_LOOK = {P.VIEW_UNITS, P.VIEW_FIGURES, P.VIEW_TARGETS}
_LOOK_ALL = _LOOK | {P.VIEW_PLANS, P.VIEW_NOMINATIONS, P.VIEW_RECORDS, P.EXPORT}
_LEADS = {P.KEEP_RECORDS, P.ANSWER_REMARK, P.INSPECT, P.LEAD_MOVEMENT}
_LOCAL = {P.KEEP_RECORDS, P.CONFIRM_HELP, P.ANSWER_REMARK}
_OWN_RECORDS = {P.VIEW_RECORDS, P.KEEP_RECORDS}
_HOUSEHOLDS = {P.VIEW_HOUSEHOLDS, P.KEEP_HOUSEHOLDS}
_OWN_BODY = _OWN_RECORDS | {
    P.VIEW_UNITS,
    P.VIEW_PLANS,
    P.FILE_PLAN,
    P.VIEW_NOMINATIONS,
    P.NOMINATE,
    P.CONFIRM_NOMINATION,
}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.HOME_AFFAIRS_OFFICER: frozenset(
        _LOOK_ALL | _LEADS | {P.ACKNOWLEDGE_PLAN, P.APPRAISE, P.RECOMMEND, P.HOLD_SESSION}
    ),
    Role.HOME_AFFAIRS_LEADER: frozenset(
        _LOOK_ALL
        | _LEADS
        | {
            P.OVERRULE_REMARK,
            P.ACKNOWLEDGE_PLAN,
            P.APPRAISE,
            P.RECOMMEND,
            P.HOLD_SESSION,
            P.KEEP_TEMPLATES,
            P.VIEW_AUDIT,
        }
    ),
    Role.LABOUR_OFFICER: frozenset(
        _LOOK_ALL | _LEADS | {P.ENTER_FIGURES, P.APPROVE_FIGURES, P.ASSIGN_TARGETS, P.ACKNOWLEDGE_PLAN, P.GIVE_OPINION}
    ),
    Role.LABOUR_LEADER: frozenset(
        _LOOK_ALL
        | _LEADS
        | {P.OVERRULE_REMARK, P.APPROVE_FIGURES, P.ASSIGN_TARGETS, P.ACKNOWLEDGE_PLAN, P.GIVE_OPINION, P.VIEW_AUDIT}
    ),
    Role.DISTRICT_OFFICER: frozenset(
        _LOOK_ALL
        | _LOCAL
        | _HOUSEHOLDS
        | {P.ENTER_FIGURES, P.CHECK_FIGURES, P.ASSIGN_LOWER_TARGETS, P.FILE_PLAN, P.NOMINATE}
    ),
    Role.DISTRICT_LEADER: frozenset(
        _LOOK_ALL | {P.CONFIRM_HELP, P.ANSWER_REMARK, P.CHECK_FIGURES, P.CONFIRM_NOMINATION, P.VIEW_HOUSEHOLDS}
    ),
    Role.COMMUNE_OFFICER: frozenset(
        _LOOK_ALL | _LOCAL | _HOUSEHOLDS | {P.ENTER_FIGURES, P.ASSIGN_LOWER_TARGETS, P.FILE_PLAN, P.NOMINATE}
    ),
    Role.COMMUNE_LEADER: frozenset(
        _LOOK_ALL | {P.CONFIRM_HELP, P.ANSWER_REMARK, P.CONFIRM_NOMINATION, P.VIEW_HOUSEHOLDS}
    ),
    Role.VILLAGE_HEAD: frozenset(_LOOK | _HOUSEHOLDS | _OWN_RECORDS),
    Role.AGENCY_OFFICER: frozenset(_OWN_BODY),
    Role.ENTERPRISE_CONTACT: frozenset(_OWN_BODY),
    Role.FRONT_SUPERVISOR: frozenset(_LOOK_ALL | {P.SUPERVISE, P.KEEP_RECORDS}),
    Role.COUNCIL_MEMBER: frozenset(_LOOK_ALL | {P.VOTE}),
    Role.COUNCIL_SECRETARY: frozenset(_LOOK_ALL | {P.VOTE, P.HOLD_SESSION}),
    Role.CHAIRMAN: frozenset(_LOOK_ALL | {P.DECIDE, P.OVERRULE_REMARK}),
    Role.PRESS_EDITOR: frozenset({P.VIEW_UNITS} | _OWN_RECORDS),
    Role.AUDITOR: frozenset(_LOOK_ALL | {P.VIEW_AUDIT}),
    Role.ADMINISTRATOR: frozenset({P.VIEW_UNITS, P.ADMINISTER, P.KEEP_TEMPLATES, P.VIEW_AUDIT}),
    Role.COMMAND_LINE: frozenset(Permission) - {P.VOTE, P.DECIDE, P.HOLD_SESSION},
}

# Roles whose member sees only what belongs to their own organisation, not the whole unit's subtree.
OWN_ORGANISATION_ONLY = frozenset({Role.AGENCY_OFFICER, Role.ENTERPRISE_CONTACT, Role.PRESS_EDITOR})

# A permission that follows a duty, by role: without the duty on the day it does not count.
DUTY_OF_ROLE: dict[Role, Duty] = {
    Role.HOME_AFFAIRS_OFFICER: Duty.AWARD_AGENCY,
    Role.HOME_AFFAIRS_LEADER: Duty.AWARD_AGENCY,
    Role.LABOUR_OFFICER: Duty.STANDING_AGENCY,
    Role.LABOUR_LEADER: Duty.STANDING_AGENCY,
}
DUTY_BOUND = frozenset(
    {
        P.APPROVE_FIGURES, P.ASSIGN_TARGETS, P.ACKNOWLEDGE_PLAN, P.GIVE_OPINION, P.APPRAISE, P.RECOMMEND, P.HOLD_SESSION, P.INSPECT,
        P.LEAD_MOVEMENT, P.OVERRULE_REMARK, P.KEEP_TEMPLATES,
    }
)  # fmt: skip


# what somebody still reads of the past once their unit or body has ended; households and exports are not of it
OF_THE_PAST = frozenset(
    {P.VIEW_UNITS, P.VIEW_FIGURES, P.VIEW_TARGETS, P.VIEW_PLANS, P.VIEW_NOMINATIONS, P.VIEW_RECORDS}
)  # fmt: skip
PROVINCE = 1  # the level of the highest units
# what hangs on no unit of its own: only a seat over a whole province allows it
OVER_A_PROVINCE = frozenset({P.KEEP_TEMPLATES})


def permissions_at(role: Role, duties: frozenset[Duty] | set[Duty], level: int) -> frozenset[Permission]:
    """What a role allows in a unit of a level."""
    found = permissions_of(role, duties)
    return found if level == PROVINCE else found - OVER_A_PROVINCE


def permissions_of(role: Role, duties: frozenset[Duty] | set[Duty]) -> frozenset[Permission]:
    """What a role allows while the member's organisation holds these duties."""
    granted = GRANTS[role]
    duty = DUTY_OF_ROLE.get(role)
    return granted if duty is None or duty in duties else granted - DUTY_BOUND
