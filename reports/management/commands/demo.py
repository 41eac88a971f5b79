"""demo [--reset] [--accounts]"""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser
from django.db import connection, transaction

from accounts import triggers
from accounts.commands import ToldCommand
from office.recount import recount_tables
from reports.demonstration import people, province


class Command(ToldCommand):
    help = "Nạp tỉnh minh họa với tài khoản mẫu, một lần; --reset làm lại từ đầu. Không chạy trên máy chủ thật."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", action="store_true", help="xóa hết và nạp lại")
        parser.add_argument("--accounts", action="store_true", help="chỉ in tài khoản mẫu")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEVELOPMENT:
            raise CommandError("Lệnh demo không chạy trên máy chủ thật (DEBUG đang tắt).")
        if options["accounts"]:
            self._print_accounts()
            return
        number = people.own_accounts()
        if number and not people.is_loaded():
            raise CommandError(
                f"Cơ sở dữ liệu này có {number} tài khoản không phải của bản trình diễn: không nạp, không xóa gì. "
                "Dùng một cơ sở dữ liệu khác (DATABASE_URL) cho bản trình diễn."
            )
        if options["reset"]:
            triggers.remove(connection)
            call_command("flush", interactive=False, verbosity=0)
            triggers.install(connection)
        if people.is_loaded():
            self.stdout.write("Bản trình diễn đã có sẵn; không có gì thay đổi.")
            return
        self.stdout.write("Đang nạp bản trình diễn tỉnh Ninh Thuận …")
        with transaction.atomic():
            province.load_demonstration()
        recount_tables()
        self.stdout.write(
            "Thật: danh mục đơn vị, phân loại, sáp nhập 2024 và 2025; tỷ lệ của tỉnh năm 2023 đã công bố.\n"
            "Khôi phục từ số đã công bố: số hộ, chỉ tiêu của huyện năm 2021 và 2022.\n"
            "Minh họa: số của xã, chỉ tiêu của xã và năm 2023, thôn, hộ, người, kế hoạch, hồ sơ, quyết định."
        )
        self._print_accounts()

    def _print_accounts(self) -> None:
        self.stdout.write(f"Tài khoản dùng thử (mật khẩu chung: {people.PASSWORD}):")
        for username, name, words in people.accounts():
            self.stdout.write(f"  {username:<20} {name:<30} {words}")
