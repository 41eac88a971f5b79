"""setup: from an empty database to the first administrator, by questions, by options, or by a code for the first page."""

import sys
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.urls import reverse

from accounts.commands import PortalCommand
from accounts.models import User
from core.numbers import NumberRefused, format_date, parse_date
from core.workflow import Refused
from units.beginning import actions as beginning
from units.beginning.actions import LEVELS, Agency, Begun, Start
from units.beginning.words import act_words, kind_of_province, official_name, proposed_name, proposed_since
from units.people.actions import people

HELP = """Bắt đầu một cổng trống: lập tỉnh, người quản trị đầu tiên, hai cơ quan giữ nhiệm vụ.

Ba cách:
  manage.py setup                          hỏi từng mục (cửa sổ lệnh)
  manage.py setup --code                   in mã dùng một lần; điền trên trang đầu của cổng
  manage.py setup --province 56 --admin "Nguyễn Văn A" …   mọi mục là tham số, không hỏi

Chạy lại với cùng thông tin không đổi gì. Mật khẩu lần đầu chỉ in một lần, người quản trị đổi khi đăng nhập.
Quản trị mất mật khẩu: manage.py setup --new-password TÊN_ĐĂNG_NHẬP.
Sau đó: nạp đơn vị (load_units --help), rồi theo trang «Thiết lập» của cổng. Hướng dẫn: docs/cai-dat.md."""


class Command(PortalCommand):
    help = HELP

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--code", action="store_true", help="in mã dùng một lần cho trang đầu của cổng trống")
        parser.add_argument("--new-password", metavar="TÊN", help="đặt lại mật khẩu của một tài khoản và in một lần")
        parser.add_argument("--province", metavar="MÃ", help="mã tỉnh, thành phố của danh mục nhà nước, ví dụ 56")
        parser.add_argument("--name", metavar="TÊN", help="tên tỉnh, thành phố; mặc định theo danh mục nhà nước")
        parser.add_argument(
            "--levels", type=int, choices=sorted(LEVELS), help="số cấp chính quyền: 2 (tỉnh, xã) hoặc 3"
        )
        parser.add_argument("--from", dest="since", metavar="NGÀY", help="ngày đầu của tỉnh trên cổng (ngày/tháng/năm)")
        parser.add_argument("--admin", metavar="HỌ_TÊN", help="người quản trị đầu tiên")
        parser.add_argument("--username", metavar="TÊN", help="tên đăng nhập; mặc định đặt theo họ tên")
        parser.add_argument("--title", metavar="CHỨC_VỤ", help="chức vụ của người quản trị")
        for key, words in (("award", "thi đua, khen thưởng"), ("standing", "thường trực giảm nghèo")):
            parser.add_argument(f"--{key}-agency", metavar="TÊN", help=f"cơ quan {words}")
            parser.add_argument(f"--{key}-act", metavar="SỐ", help="số văn bản giao nhiệm vụ ấy")
            parser.add_argument(f"--{key}-act-date", metavar="NGÀY", help="ngày của văn bản")
            parser.add_argument(f"--{key}-from", metavar="NGÀY", help="giữ nhiệm vụ từ ngày; mặc định ngày của văn bản")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["new_password"]:
                self._new_password(options["new_password"])
            elif options["code"] or not (options["province"] or self._is_asked()):
                self._print_code()
            else:
                self._begin(self._asked() if not options["province"] else options)
        except Refused as refused:
            raise self.refuse(list(refused.reasons)) from None

    @staticmethod
    def _is_asked() -> bool:
        """Somebody sits at the console."""
        return sys.stdin is not None and sys.stdin.isatty()

    def _new_password(self, username: str) -> None:
        user = User.objects.filter(username__iexact=username, is_builtin=False).first()
        if user is None:
            raise CommandError(f"Không có tài khoản «{username}».")
        password = people.reset_password(user, by=User.objects.command_line())
        self.stdout.write(
            f"Tên đăng nhập: {user.username}\nMật khẩu lần đầu: {password}\nChỉ in một lần; đổi khi đăng nhập."
        )

    def _print_code(self) -> None:
        code = beginning.print_code()
        self.stdout.write(
            f"Mở trang {_address()}{reverse('units:begin')} và nhập mã dùng một lần (hiệu lực 2 ngày):\n\n    {code}\n"
        )

    def _begin(self, given: dict[str, Any]) -> None:
        done = beginning.begin(_Reading(self, given).start(), by=User.objects.command_line())
        self._tell(done)

    def _tell(self, done: Begun) -> None:
        for line in done.lines:
            self.stdout.write(line)
        if done.opened is not None:
            self.stdout.write(
                f"\nĐịa chỉ: {_address()}/\nTên đăng nhập: {done.opened.user.username}\n"
                f"Mật khẩu lần đầu: {done.opened.password}\nChỉ in một lần; đổi khi đăng nhập."
            )
        self.stdout.write("\nTiếp theo: load_units để nạp đơn vị, rồi trang «Thiết lập» của cổng nói còn thiếu gì.")

    def _asked(self) -> dict[str, Any]:
        """The answers at the console, by the names of the options."""
        found: dict[str, Any] = {}
        found["province"] = self._ask("Mã tỉnh, thành phố (danh mục nhà nước, ví dụ 56)")
        proposed = proposed_name(found["province"], proposed_since(2))
        name = self._ask("Tên tỉnh, thành phố", proposed)
        found["name"] = "" if name == proposed else name  # the day said below decides
        found["levels"] = self._ask("Số cấp chính quyền: 2 (tỉnh, xã) hoặc 3 (tỉnh, huyện, xã)", "2")
        levels = 3 if found["levels"] == "3" else 2
        found["since"] = self._ask("Ngày đầu của tỉnh, thành phố trên cổng", format_date(proposed_since(levels)))
        found["admin"] = self._ask("Họ và tên người quản trị đầu tiên")
        found["title"] = self._ask("Chức vụ", "", may_be_left=True)
        found["username"] = self._ask("Tên đăng nhập (Enter: đặt theo họ tên)", "", may_be_left=True)
        for key, words in (("award", "Cơ quan thi đua, khen thưởng"), ("standing", "Cơ quan thường trực giảm nghèo")):
            found[f"{key}_agency"] = self._ask(f"{words} (Enter: để sau)", "", may_be_left=True)
            if found[f"{key}_agency"]:
                found[f"{key}_act"] = self._ask("  Số văn bản giao nhiệm vụ")
                found[f"{key}_act_date"] = self._ask("  Ngày văn bản (ngày/tháng/năm)")
                found[f"{key}_from"] = self._ask("  Giữ nhiệm vụ từ ngày", found[f"{key}_act_date"])
        return found

    def _ask(self, words: str, default: str = "", *, may_be_left: bool = False) -> str:
        while True:
            self.stdout.write(f"{words}{f' [{default}]' if default else ''}: ", ending="")
            self.stdout.flush()
            try:
                said = input().strip() or default
            except EOFError:
                raise CommandError("Chưa trả lời hết; chưa lưu gì.") from None
            if said or may_be_left:
                return said


class _Reading:
    """The options as one start, with every error."""

    def __init__(self, command: Command, given: dict[str, Any]) -> None:
        self.command, self.given = command, given
        self.errors: list[str] = []

    def _text(self, key: str) -> str:
        return str(self.given.get(key) or "").strip()

    def _day(self, key: str, words: str) -> date | None:
        text = self._text(key)
        try:
            return parse_date(text) if text else None
        except NumberRefused as error:
            self.errors.append(f"{words}: {error}.")
            return None

    def _agency(self, key: str, words: str) -> Agency | None:
        name = self._text(f"{key}_agency")
        on = self._day(f"{key}_act_date", f"{words}, ngày văn bản")
        since = self._day(f"{key}_from", f"{words}, từ ngày") or on
        return Agency(name, act_words(self._text(f"{key}_act"), on), since) if name else None

    def _is_unread(self, part: str) -> bool:
        """A day of this agency could not be read: nothing more is said of it."""
        return any(error.startswith(part) for error in self.errors)

    def start(self) -> Start:
        """Raises `CommandError` with every error of what was typed."""
        code = self._text("province")
        levels = int(self._text("levels")) if self._text("levels") in {"2", "3"} else 2
        since = self._day("since", "Ngày đầu của tỉnh") or proposed_since(levels)
        name = official_name(code, self._text("name") or proposed_name(code, since), since)
        start = Start(
            code,
            name,
            kind_of_province(name),
            since,
            levels,
            self._text("admin"),
            self._text("username"),
            self._text("title"),
            self._agency("award", "Cơ quan thi đua, khen thưởng"),
            self._agency("standing", "Cơ quan thường trực"),
        )
        if self.errors:
            told = [words for _, words in beginning.objections(start)]
            rest = [words for words in told if not self._is_unread(words.partition(":")[0])]
            raise self.command.refuse([*self.errors, *rest])
        return start


def _address() -> str:
    """The portal as people open it."""
    if settings.PORTAL_ADDRESS:
        return str(settings.PORTAL_ADDRESS).rstrip("/")
    host = next(iter(settings.ALLOWED_HOSTS), "127.0.0.1")
    return f"http://{host}:8000" if settings.DEVELOPMENT else f"https://{host}"
