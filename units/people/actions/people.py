"""Accounts and roles: administrators of a unit open, hand over and close them in their own subtree."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from accounts import audit
from accounts.models import User
from accounts.permissions import OWN_ORGANISATION_ONLY, Permission, Role
from accounts.sign_in import door
from core import clock
from core.acts import why_no_reason
from core.clock import FOREVER
from core.numbers import format_date
from core.person_names import why_no_username
from core.text import folded, tidy, too_long
from core.workflow import Refused
from units import access
from units.map.domain.levels import Level
from units.models import Membership, Organisation, Unit
from units.reorganisation.actions.going_on import seat_goes_on

R, L = Role, Level
ALL_LEVELS = frozenset(Level)
# at which levels of unit a role is held
LEVELS_OF_ROLE: dict[Role, frozenset[Level]] = {
    R.HOME_AFFAIRS_OFFICER: frozenset({L.PROVINCE}), R.HOME_AFFAIRS_LEADER: frozenset({L.PROVINCE}),
    R.LABOUR_OFFICER: frozenset({L.PROVINCE}), R.LABOUR_LEADER: frozenset({L.PROVINCE}),
    R.DISTRICT_OFFICER: frozenset({L.DISTRICT}), R.DISTRICT_LEADER: frozenset({L.DISTRICT}),
    R.COMMUNE_OFFICER: frozenset({L.COMMUNE}), R.COMMUNE_LEADER: frozenset({L.COMMUNE}),
    R.VILLAGE_HEAD: frozenset({L.VILLAGE}),
    R.AGENCY_OFFICER: ALL_LEVELS, R.ENTERPRISE_CONTACT: ALL_LEVELS,
    R.FRONT_SUPERVISOR: frozenset({L.PROVINCE, L.DISTRICT, L.COMMUNE}),
    R.COUNCIL_MEMBER: frozenset({L.PROVINCE}), R.COUNCIL_SECRETARY: frozenset({L.PROVINCE}),
    R.CHAIRMAN: frozenset({L.PROVINCE}), R.PRESS_EDITOR: frozenset({L.PROVINCE}),
    R.AUDITOR: frozenset({L.PROVINCE, L.DISTRICT}), R.ADMINISTRATOR: frozenset({L.PROVINCE, L.DISTRICT, L.COMMUNE}),
}  # fmt: skip
NEEDS_ORGANISATION = OWN_ORGANISATION_ONLY | {
    R.HOME_AFFAIRS_OFFICER, R.HOME_AFFAIRS_LEADER, R.LABOUR_OFFICER, R.LABOUR_LEADER,
}  # fmt: skip
_LETTERS = "abcdeghkmnpqrstuvxy"  # none that is taken for another on paper


@dataclass(frozen=True)
class Opening:
    """A role to be given, to somebody new when there is no account of that name."""

    full_name: str
    role: Role
    unit: Unit
    organisation: Organisation | None = None
    job_title: str = ""
    username: str = ""
    valid_from: date | None = None
    valid_to: date = FOREVER
    place: str = ""  # of the list that it came by: its sheet and line


@dataclass(frozen=True)
class Opened:
    """What came of it; the first password is told once and kept nowhere."""

    user: User
    password: str
    membership: Membership


def first_password() -> str:
    """Sixteen signs that can be read off paper: "hame-2741-duxo-kape"."""

    def syllables(count: int) -> str:
        return "".join(secrets.choice(_LETTERS) + secrets.choice("aeiou") for _ in range(count))

    return f"{syllables(2)}-{secrets.randbelow(9000) + 1000}-{syllables(2)}-{syllables(2)}"


def proposed_username(full_name: str, taken: Collection[str]) -> str:
    """ "Nguyễn Văn Thành" is "thanh.nguyen-van", with a number when that is taken."""
    *before, last = folded(full_name).split() or ["nguoi-dung"]
    base = (last + ("." + "-".join(before) if before else ""))[:50]
    number, found = 1, base
    while found in taken or User.objects.filter(username__iexact=found).exists():
        number += 1
        found = f"{base}{number}"
    return found


# ---- who may ----


def administers(by: User, units: Sequence[Unit]) -> list[str]:
    """Why somebody does not administer these units, in sentences."""
    if by.is_builtin:
        return []
    reached = access.reached(by, Permission.ADMINISTER, [unit.pk for unit in units], model=Unit)
    return [f"{unit.name} nằm ngoài phạm vi quản trị của bạn." for unit in units if unit.pk not in reached]


def why_not_touch(user: User, *, by: User) -> list[str]:
    """Why an account is not somebody's to reset or close: it is their own, or works elsewhere too."""
    if user.pk == by.pk:
        return ["Bạn không tự thay đổi tài khoản của mình ở đây; để đổi mật khẩu, dùng mục «Đổi mật khẩu»."]
    if user.is_builtin or user.is_superuser or user.is_staff:
        return ["Tài khoản của hệ thống không thay đổi ở đây."]
    rows = list(user.memberships.select_related("unit"))
    held = [row for row in rows if row.valid_to > clock.today()] or rows  # of who has left: where they were
    outside = administers(by, [row.unit for row in held])
    if outside or not (held or by.is_builtin):
        return ["Tài khoản này còn vai trò ở nơi khác; quản trị cấp trên mới thay đổi được."]
    return []


def _why_not_give(opening: Opening, user: User | None, by: User) -> list[str]:
    unit, role = opening.unit, opening.role
    found = administers(by, [unit])
    if user is not None and user.pk == by.pk:
        found.append("Bạn không tự giao hoặc thay đổi vai trò của mình.")
    if role not in LEVELS_OF_ROLE:
        found.append(f"Vai trò «{role.label}» không giao cho người.")
    elif Level(unit.level) not in LEVELS_OF_ROLE[role]:
        found.append(f"Vai trò «{role.label}» không dành cho {unit.name}.")
    if role in NEEDS_ORGANISATION and opening.organisation is None:
        found.append(f"Vai trò «{role.label}» cần chọn cơ quan.")
    if opening.organisation is not None and opening.organisation.seat_id != unit.pk:
        found.append(f"{opening.organisation} không thuộc {unit.name}.")
    start, end = _dates(opening)
    if not unit.valid_from <= start < unit.valid_to:
        found.append(f"{unit.name} không tồn tại vào ngày {format_date(start)}.")
    elif start >= end:
        found.append("Ngày kết thúc phải sau ngày bắt đầu.")
    elif user is not None:
        rows = user.memberships.filter(role=role, unit=unit, organisation=opening.organisation)
        if rows.filter(valid_from__lt=end, valid_to__gt=start).exists():
            found.append(f"{user.full_name} đã có vai trò «{role.label}» ở đây trong thời gian này.")
    return found


def _dates(opening: Opening) -> tuple[date, date]:
    """A role never outlives its unit."""
    return opening.valid_from or clock.today(), min(opening.valid_to, opening.unit.valid_to)


def why_not_account(full_name: str, job_title: str, username: str) -> list[str]:
    """What of an account the columns do not hold or nobody can sign in under, each in its sentence."""
    told = (("Họ và tên", full_name, 120), ("Chức vụ", job_title, 120), ("Tên đăng nhập", username, 60))
    found = [f"{what} {problem}" for what, text, most in told if (problem := too_long(tidy(text), most))]
    problem = why_no_username(tidy(username))
    return [*found, problem] if problem else found


# ---- changes ----


def open_account(opening: Opening, *, by: User) -> Opened:
    """A new account with its first role. Raises `Refused` with every objection."""
    return open_accounts([opening], by=by)[0]


def open_accounts(openings: Sequence[Opening], *, by: User) -> list[Opened]:
    """Accounts of a whole list: all or none. Raises `Refused`, each objection with its line when there are many."""
    with audit.change(by) as trail:
        opened = []
        for opening, username in zip(openings, _usernames(openings, by), strict=True):
            password = first_password()
            user = User(
                username=username,
                full_name=tidy(opening.full_name),
                job_title=tidy(opening.job_title),
                must_change_password=True,
            )
            user.set_password(password)
            user.save()
            trail.add("open_account", user, unit=opening.unit)
            opened.append(Opened(user, password, _give(opening, user, trail)))
        return opened


def why_not_open(openings: Sequence[Opening], *, by: User) -> list[str]:
    """Every objection that opening these accounts would meet, so that a preview promises what holds."""
    return _named(openings, by)[1]


def _usernames(openings: Sequence[Opening], by: User) -> list[str]:
    """The name that each will sign in with. Raises `Refused` with every objection."""
    names, refusals = _named(openings, by)
    if refusals:
        raise Refused(*refusals)
    return names


def _named(openings: Sequence[Opening], by: User) -> tuple[list[str], list[str]]:
    """The name that each will sign in with, and every objection with its place, or whose it is when there are many."""
    refusals: list[str] = []
    taken: dict[str, None] = {}
    for opening in openings:
        objections = _why_not_give(opening, None, by)
        if not tidy(opening.full_name):
            objections.append("Vui lòng ghi họ và tên.")
        objections += why_not_account(opening.full_name, opening.job_title, opening.username)
        username = tidy(opening.username).lower() or proposed_username(opening.full_name, taken.keys())
        if username in taken or User.objects.filter(username__iexact=username).exists():
            objections.append(f"Tên đăng nhập «{username}» đã có người dùng.")
        taken[username] = None
        whose = f"{opening.full_name}: " if len(openings) > 1 else ""
        refusals += [f"{opening.place}{whose}{text}" for text in objections]
    return list(taken), refusals


def _give(opening: Opening, user: User, trail: audit.Trail, stands_in_for: Membership | None = None) -> Membership:
    start, end = _dates(opening)
    row = Membership.objects.create(
        user=user,
        role=opening.role,
        unit=opening.unit,
        organisation=opening.organisation,
        valid_from=start,
        valid_to=end,
        stands_in_for=stands_in_for,
    )
    access.forget(user)
    new = {"from": start, "to": end}
    trail.add("set_role", row, label=f"{user.full_name}: {row}"[:300], new=new)
    seat_goes_on(row, trail)
    return row


def give_role(user: User, opening: Opening, *, by: User) -> Membership:
    """Another role for somebody who has an account. Raises `Refused`."""
    with audit.change(by) as trail:
        user = User.objects.select_for_update().get(pk=user.pk)
        refusals = _why_not_give(opening, user, by)
        if refusals:
            raise Refused(*refusals)
        return _give(opening, user, trail)


def _own_row(pk: int, by: User) -> Membership:
    row = Membership.objects.select_for_update(of=("self",)).select_related("user", "unit", "organisation").get(pk=pk)
    refusals = administers(by, [row.unit])
    if row.user_id == by.pk:
        refusals.append("Bạn không tự giao hoặc thay đổi vai trò của mình.")
    if refusals:
        raise Refused(*refusals)
    return row


def end_role(pk: int, *, on: date, reason: str, by: User) -> Membership:
    """A role ends on a day. Raises `Refused`."""
    with audit.change(by) as trail:
        row = _own_row(pk, by)
        _end(row, on, reason, trail)
        return row


def _end(row: Membership, on: date, reason: str, trail: audit.Trail) -> None:
    refusals = why_no_reason(reason, "Vui lòng ghi lý do.")
    if not row.valid_from < on < row.valid_to:
        refusals.append(
            f"Ngày {format_date(on)} phải sau ngày bắt đầu ({format_date(row.valid_from)}) và trước ngày đã hết hạn."
        )
    if refusals:
        raise Refused(*refusals)
    old, row.valid_to = row.valid_to, on
    row.save()
    access.forget(row.user)
    label = f"{row.user.full_name}: {row}"[:300]
    trail.add("end_role", row, label=label, old=old, new=on, summary=reason)


def hand_over(pk: int, user: User, *, on: date, reason: str, by: User) -> Membership:
    """One person's role goes to another on a day. Raises `Refused`."""
    with audit.change(by) as trail:
        row = _own_row(pk, by)
        opening = Opening(
            user.full_name, Role(row.role), row.unit, row.organisation, valid_from=on, valid_to=row.valid_to
        )
        refusals = _why_not_give(opening, user, by)
        if refusals:
            raise Refused(*refusals)
        _end(row, on, reason, trail)
        return _give(opening, user, trail)


def stand_in(pk: int, user: User, *, valid_from: date, valid_to: date, by: User) -> Membership:
    """A substitute from a day until before another, with the same role. Raises `Refused`."""
    with audit.change(by) as trail:
        row = _own_row(pk, by)
        opening = Opening(
            user.full_name, Role(row.role), row.unit, row.organisation, valid_from=valid_from, valid_to=valid_to
        )
        refusals = _why_not_give(opening, user, by)
        if user.pk == row.user_id:
            refusals.append("Người thay phải là người khác.")
        if valid_from < row.valid_from or valid_to > row.valid_to:
            refusals.append("Thời gian thay phải nằm trong thời gian của vai trò được thay.")
        if valid_to == FOREVER:
            refusals.append("Việc thay thế cần có ngày kết thúc.")
        if refusals:
            raise Refused(*refusals)
        return _give(opening, user, trail, row)


def reset_password(user: User, *, by: User) -> str:
    """A new first password, told once; every open session of the person ends. Raises `Refused`."""
    with audit.change(by) as trail:
        locked = User.objects.select_for_update().get(pk=user.pk)
        refusals = why_not_touch(locked, by=by)
        if refusals:
            raise Refused(*refusals)
        password = first_password()
        locked.set_password(password)
        locked.must_change_password = True
        locked.save(update_fields=["password", "must_change_password"])
        door.open_again(locked)
        trail.add("reset_password", locked)
        return password


def open_sign_in(user: User, *, by: User) -> None:
    """End the waits after wrong passwords, so that the person may sign in at once. Raises `Refused`."""
    with audit.change(by) as trail:
        refusals = why_not_touch(user, by=by)
        if refusals:
            raise Refused(*refusals)
        door.open_again(user)
        trail.add("open_sign_in", user)


def set_active(user: User, is_active: bool, *, reason: str, by: User) -> None:
    """Close an account, or open it again; its history stays. Raises `Refused`."""
    with audit.change(by) as trail:
        locked = User.objects.select_for_update().get(pk=user.pk)
        refusals = why_not_touch(locked, by=by)
        refusals += why_no_reason(reason, "Vui lòng ghi lý do.")
        if refusals:
            raise Refused(*refusals)
        locked.is_active = is_active
        locked.save(update_fields=["is_active"])
        trail.add("reopen_account" if is_active else "close_account", locked, summary=reason)
