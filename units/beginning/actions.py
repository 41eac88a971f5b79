"""An empty portal begins: the province, its first administrator, the two agencies with their first duties.

`manage.py setup` and the first page of an empty portal fill the same `Start`; the same again changes nothing.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.crypto import constant_time_compare

from accounts import audit
from accounts.models import User
from accounts.permissions import Duty, Role
from core import clock
from core.acts import why_no_line
from core.numbers import format_date, is_digits
from core.text import folded, lower_first, same_name, tidy, too_long
from core.workflow import Refused
from units.beginning.words import is_of_lower_level, names_to_record, why_not_levels
from units.map.actions import map as map_actions
from units.map.domain.fitting import why_too_long
from units.map.domain.levels import CODE_DIGITS, Kind, Level
from units.map.domain.provinces import province
from units.models import Beginning, DutyHolding, Membership, Organisation, Unit
from units.organisations import actions as organisations
from units.people.actions import people
from units.people.actions.people import Opened, Opening, why_not_account

CODE_LIVES = timedelta(days=2)
BODY_NAME = 200  # letters that the column holds
WRONG_CODES = 10  # then the console has to print another
LEVELS = {3: "ba cấp: tỉnh, huyện, xã", 2: "hai cấp: tỉnh, xã"}
WRONG_CODE = "Mã không đúng hoặc đã hết hạn. Chạy manage.py setup --code trên máy chủ để in mã mới."


@dataclass(frozen=True)
class Agency:
    """A body that gets a duty: its name as the act writes it."""

    name: str
    act: str = ""  # "Quyết định số 12/QĐ-UBND ngày 01/03/2025"
    since: date | None = None  # the first day of the duty


@dataclass(frozen=True)
class Start:
    """What an office says of itself. Agencies may come later."""

    code: str
    name: str
    kind: Kind
    since: date
    levels: int
    full_name: str
    username: str = ""
    job_title: str = ""
    award: Agency | None = None
    standing: Agency | None = None


@dataclass
class Begun:
    """What was done, in sentences, and the administrator's slip when the account is new."""

    lines: list[str] = field(default_factory=list)
    opened: Opened | None = None


def is_empty() -> bool:
    """Nobody can sign in: no account but the built-in one."""
    return not User.objects.filter(is_builtin=False).exists()


# ---- the one-time code ----


def print_code() -> str:
    """A new code for the first page, told once; an earlier one is void. Raises `Refused` where somebody can sign in."""
    with audit.change(User.objects.command_line()) as trail:
        row = Beginning.objects.locked()
        if not is_empty():
            raise Refused("Cổng đã có tài khoản: thêm người ở trang Tài khoản; mất mật khẩu thì dùng --new-password.")
        code = "-".join(secrets.token_hex(2) for _ in range(5))
        row.code_digest, row.code_made_at, row.wrong_codes = _digest(code), clock.real_now(), 0
        row.save()
        trail.add("print_setup_code", row, label="Mã thiết lập")
        return code


def _digest(code: str) -> str:
    return hashlib.sha256("".join(code.split()).lower().replace("-", "").encode()).hexdigest()


def is_right_code(code: str) -> bool:
    """Whether a code is the one that waits; wrong ones are counted, and after ten of them it is void."""
    with audit.change(User.objects.command_line()):
        row = Beginning.objects.locked()
        made = row.code_made_at
        if (
            not row.code_digest
            or made is None
            or clock.real_now() - made > CODE_LIVES
            or row.wrong_codes >= WRONG_CODES
        ):
            return False
        if constant_time_compare(row.code_digest, _digest(code)):
            return True
        row.wrong_codes += 1
        row.save()
        return False


# ---- the start ----


def begin(start: Start, *, by: User, code: str = "") -> Begun:
    """Enter what is not there yet. Raises `Refused` with every objection; then nothing is stored.

    With a `code` as the first page of an empty portal: never where somebody can sign in already.
    """
    if code and not is_right_code(code):
        raise Refused(WRONG_CODE)
    with audit.change(by) as trail:
        row = Beginning.objects.locked()
        if code and not (is_empty() and constant_time_compare(row.code_digest, _digest(code))):
            raise Refused("Cổng đã được thiết lập. Vui lòng đăng nhập.")
        refusals = objections(start)
        if refusals:
            raise Refused(*(words for _, words in refusals))
        done = Begun()
        province = _province(start, done, trail)
        for duty, agency in ((Duty.AWARD_AGENCY, start.award), (Duty.STANDING_AGENCY, start.standing)):
            if agency is not None:
                _agency(duty, agency, province, done, by)
        _administrator(start, province, done, by)
        row.levels, row.done_at, row.code_digest = start.levels, row.done_at or clock.now(), ""
        row.save()
        return done


def objections(start: Start) -> list[tuple[str, str]]:
    """Everything that is wrong with a start: the part that is meant (a field of the page), and the sentence."""
    found = []
    if not is_digits(start.code) or len(start.code) < CODE_DIGITS[Level.PROVINCE]:
        words = f"Mã tỉnh, thành phố «{start.code}» phải là số của danh mục nhà nước, giữ số 0 ở đầu, ví dụ 04, 56."
        found.append(("province", words))
    if not tidy(start.name):
        found.append(("name", "Vui lòng ghi tên tỉnh, thành phố, ví dụ «Tỉnh An Bình», «Thành phố An Hải»."))
    found += [("province", words) for words in why_too_long(code=start.code)]
    found += [("name", words) for words in why_too_long(name=start.name)]
    found += [("full_name", words) for words in why_not_account(start.full_name, start.job_title, start.username)]
    if start.kind.level is not Level.PROVINCE or is_of_lower_level(start.name):
        found.append(("name", f"«{start.kind.label}» không phải là cấp tỉnh."))
    listed = province(start.code, start.since)
    if listed is not None and listed.since <= start.since and listed.kind is not start.kind:
        words = f"Mã {start.code} từ {format_date(listed.since)} là {listed.name}, không phải «{tidy(start.name)}»."
        found.append(("name", words))
    if start.levels not in LEVELS:
        found.append(("levels", "Số cấp chính quyền là 3 (cấp tỉnh, cấp huyện, cấp xã) hoặc 2 (cấp tỉnh, cấp xã)."))
    elif words := why_not_levels(start.levels, start.since):
        found.append(("levels", words))
    if start.since > clock.today():
        words = f"Ngày bắt đầu {format_date(start.since)} còn ở phía trước; quản trị chưa làm việc được."
        found.append(("since", words))
    if not tidy(start.full_name):
        found.append(("full_name", "Vui lòng ghi họ và tên người quản trị."))
    for key, words, agency in (
        ("award", "Cơ quan thi đua, khen thưởng", start.award),
        ("standing", "Cơ quan thường trực", start.standing),
    ):
        if agency is not None:
            found += [(f"{key}_agency", why) for why in _agency_objections(words, agency, start)]
    return found


def _agency_objections(words: str, agency: Agency, start: Start) -> list[str]:
    found = []
    if not tidy(agency.name):
        found.append(f"{words}: vui lòng ghi tên cơ quan.")
    if problem := too_long(tidy(agency.name), BODY_NAME):
        found.append(f"{words}: tên {problem}")
    found += [f"{words}: {lower_first(text)}" for text in why_no_line(agency.act, what="văn bản giao nhiệm vụ")]
    if agency.since is None:
        found.append(f"{words}: vui lòng ghi ngày bắt đầu giữ nhiệm vụ.")
    elif agency.since < start.since:
        found.append(f"{words}: nhiệm vụ không thể bắt đầu trước ngày đầu {format_date(start.since)}.")
    since = agency.since or start.since
    found += [f"{words}: {lower_first(text)}" for text in organisations.why_duty_not_yet(since, agency.act)]
    return found


def _province(start: Start, done: Begun, trail: audit.Trail) -> Unit:
    alive = Unit.objects.in_force(clock.today()).filter(code=start.code).first()
    if alive is None:
        made = map_actions.found_unit(
            start.code, start.name, start.kind, parent=None, valid_from=start.since, trail=trail
        )
        map_actions.derive_ancestry([made])
        done.lines.append(f"Đã lập {made.name} (mã {made.code}), từ {format_date(made.valid_from)}.")
        done.lines += names_to_record(start.code, start.since, clock.today())
        return made
    lives = Unit.objects.filter(code=start.code, level=Level.PROVINCE)
    if alive.level != Level.PROVINCE or not lives.filter(name=tidy(start.name)).exists():
        raise Refused(
            f"Mã {start.code} trên cổng là {alive.name}, không phải «{start.name}». Ghi sai thì sửa ở trang Đơn vị, «Sửa ghi sai»."
        )
    done.lines.append(f"{alive.name} đã có, từ {format_date(alive.valid_from)}.")
    return alive


def _agency(duty: Duty, agency: Agency, province: Unit, done: Begun, by: User) -> None:
    assert agency.since is not None
    held = DutyHolding.objects.in_force(clock.today()).filter(duty=duty).select_related("organisation").first()
    if held is not None:
        if held.organisation.name != tidy(agency.name):
            raise Refused(
                f"Nhiệm vụ «{duty.label}» đang do {held.organisation} giữ; chuyển sang «{agency.name}» bằng «Bàn giao nhiệm vụ» ở "
                "trang Nhiệm vụ."
            )
        done.lines.append(f"{held.organisation} đã giữ nhiệm vụ «{duty.label}».")
        return
    body = Organisation.objects.filter(name=tidy(agency.name), valid_to__gt=clock.today(), seat=province).first()
    if body is None:
        body = organisations.found_organisation(
            _free_code(agency.name),
            province,
            valid_from=agency.since,
            values={"name": tidy(agency.name), "kind": Organisation.Kind.DEPARTMENT},
            by=by,
        )
        done.lines.append(f"Đã ghi cơ quan {body}.")
    elif body.valid_from > agency.since:
        body.valid_from = agency.since  # both duties of one body, the second from an earlier day
        body.save()
    organisations.give_duty(duty, body, on=agency.since, act=agency.act, by=by)
    done.lines.append(f"Đã giao «{duty.label}» cho {body} từ {format_date(agency.since)}, {tidy(agency.act)}.")


def _free_code(name: str) -> str:
    base = "-".join(folded(name).replace(",", " ").replace("-", " ").split())[:36] or "co-quan"
    number, found = 1, base
    while Organisation.objects.filter(code=found).exists():
        number += 1
        found = f"{base}-{number}"
    return found


def _administrator(start: Start, province: Unit, done: Begun, by: User) -> None:
    rows = Membership.objects.in_force(clock.today()).filter(role=Role.ADMINISTRATOR, unit=province)
    held = [row.user for row in rows.select_related("user").order_by("pk") if row.user.is_active]
    same = [user for user in held if same_name(user.full_name, start.full_name)]
    if held and not same:
        raise Refused(
            f"{province.name} đã có người quản trị: {', '.join(user.full_name for user in held)}. Thêm người ở trang Tài khoản; "
            "mất mật khẩu thì dùng manage.py setup --new-password TÊN_ĐĂNG_NHẬP."
        )
    if same:
        done.lines.append(f"{same[0].full_name} ({same[0].username}) đã là quản trị của {province.name}.")
        return
    opening = Opening(start.full_name, Role.ADMINISTRATOR, province, job_title=start.job_title, username=start.username)
    done.opened = people.open_account(opening, by=by)
    done.lines.append(f"Đã mở tài khoản quản trị {done.opened.user.username} cho {done.opened.user.full_name}.")
