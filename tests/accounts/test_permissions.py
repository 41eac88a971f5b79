"""The access matrix asked from the other side: for each permission, who holds it, with and without the duty."""

import pytest

from accounts.permissions import (
    DUTY_BOUND,
    DUTY_LABELS,
    GRANTS,
    OWN_ORGANISATION_ONLY,
    ROLE_LABELS,
    Duty,
    Permission,
    Role,
    label_at,
    permissions_at,
    permissions_of,
    role_words,
)

HOME = {"home_affairs_officer", "home_affairs_leader"}
LABOUR = {"labour_officer", "labour_leader"}
PROVINCE = HOME | LABOUR
DISTRICT = {"district_officer", "district_leader"}
COMMUNE = {"commune_officer", "commune_leader"}
OFFICES = DISTRICT | COMMUNE
OFFICERS = {"district_officer", "commune_officer"}
BODIES = {"agency_officer", "enterprise_contact"}
COUNCIL = {"council_member", "council_secretary"}
LOOKERS = PROVINCE | OFFICES | COUNCIL | {"front_supervisor", "chairman", "auditor"}

HOLDERS: dict[str, set[str]] = {
    "view_units": LOOKERS | BODIES | {"village_head", "press_editor", "administrator"},
    "view_figures": LOOKERS | {"village_head"},
    "enter_figures": OFFICERS | {"labour_officer"},
    "check_figures": DISTRICT,
    "approve_figures": LABOUR,
    "view_targets": LOOKERS | {"village_head"},
    "assign_targets": LABOUR,
    "assign_lower_targets": {"district_officer", "commune_officer"},
    "view_plans": LOOKERS | BODIES,
    "file_plan": OFFICERS | BODIES,
    "acknowledge_plan": PROVINCE,
    "view_nominations": LOOKERS | BODIES,
    "nominate": OFFICERS | BODIES,
    "confirm_nomination": {"district_leader", "commune_leader"} | BODIES,
    "give_opinion": LABOUR,
    "appraise": HOME,
    "recommend": HOME,
    "hold_session": HOME | {"council_secretary"},
    "vote": COUNCIL,
    "decide": {"chairman"},
    "keep_templates": {"home_affairs_leader", "administrator"},
    "supervise": {"front_supervisor"},
    "export": LOOKERS,
    "view_audit": {"home_affairs_leader", "labour_leader", "auditor", "administrator"},
    "view_households": OFFICES | {"village_head"},
    "keep_households": OFFICERS | {"village_head"},
    "view_records": LOOKERS | BODIES | {"village_head", "press_editor"},
    "keep_records": PROVINCE | OFFICERS | BODIES | {"village_head", "front_supervisor", "press_editor"},
    "confirm_help": OFFICES,
    "answer_remark": PROVINCE | OFFICES,
    "overrule_remark": {"home_affairs_leader", "labour_leader", "chairman"},
    "inspect": PROVINCE,
    "lead_movement": PROVINCE,
    "administer": {"administrator"},
}
NEVER_BY_COMMAND = {"vote", "decide", "hold_session"}  # a person's own word
# what an officer of a department loses with its duty
LOST = {
    "approve_figures", "assign_targets", "acknowledge_plan", "give_opinion", "appraise", "recommend", "hold_session",
    "inspect", "lead_movement", "overrule_remark", "keep_templates",
}  # fmt: skip
DUTIES = {**dict.fromkeys(HOME, Duty.AWARD_AGENCY), **dict.fromkeys(LABOUR, Duty.STANDING_AGENCY)}


@pytest.mark.parametrize("permission", list(Permission))
def test_who_holds_a_permission(permission: Permission) -> None:
    found = {str(role) for role, granted in GRANTS.items() if permission in granted}
    command = set() if permission in NEVER_BY_COMMAND else {"command_line"}
    assert found == HOLDERS[permission] | command


@pytest.mark.parametrize("role", list(Role))
def test_a_duty_takes_its_permissions_along(role: Role) -> None:
    """Whose department holds the other duty, or none, keeps what belongs to no duty."""
    own = DUTIES.get(role)
    assert permissions_of(role, set(Duty)) == GRANTS[role]
    for duties in (set(), {Duty.AWARD_AGENCY}, {Duty.STANDING_AGENCY}):
        lost = LOST if own is not None and own not in duties else set()
        assert permissions_of(role, duties) == GRANTS[role] - lost


def test_the_lists_beside_the_matrix() -> None:
    assert DUTY_BOUND == LOST
    assert BODIES | {"press_editor"} == OWN_ORGANISATION_ONLY
    assert (set(ROLE_LABELS), set(DUTY_LABELS), set(GRANTS)) == (set(Role), set(Duty), set(Role))
    assert [duty.label for duty in Duty] == list(DUTY_LABELS.values())


def test_what_hangs_on_no_unit_needs_a_seat_over_a_whole_province() -> None:
    duties = {Duty.AWARD_AGENCY}
    holders = [role for role in Role if Permission.KEEP_TEMPLATES in permissions_of(role, duties)]
    assert holders != []
    for role in Role:
        everything = permissions_of(role, duties)
        assert permissions_at(role, duties, 1) == everything
        for level in (0, 2, 3, 4):
            assert permissions_at(role, duties, level) == everything - {Permission.KEEP_TEMPLATES}


@pytest.mark.parametrize(
    ("role", "place", "label", "words"),
    [
        (Role.CHAIRMAN, "Tỉnh Cà Mau", "Chủ tịch UBND tỉnh", "Chủ tịch UBND tỉnh, Tỉnh Cà Mau"),
        (Role.CHAIRMAN, "Thành phố Cần Thơ", "Chủ tịch UBND thành phố", "Chủ tịch UBND thành phố, Thành phố Cần Thơ"),
        (Role.CHAIRMAN, None, "Chủ tịch UBND tỉnh", "Chủ tịch UBND tỉnh"),
        (Role.DISTRICT_LEADER, "Thành phố Phan Rang", "Lãnh đạo UBND cấp huyện", "Lãnh đạo UBND cấp huyện, Thành phố Phan Rang"),
    ],
    ids=["a tỉnh", "a city", "nowhere", "another role in a city"],
)  # fmt: skip
def test_the_chairman_of_a_city_is_called_so(role: Role, place: str | None, label: str, words: str) -> None:
    assert (label_at(role, place), role_words(role, place)) == (label, words)
