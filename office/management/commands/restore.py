"""restore: a backup into an empty database and an empty folder of files."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts.commands import ToldCommand
from core.numbers import format_count
from core.workflow import Refused
from office.backup import restoring, writing


class Command(ToldCommand):
    help = (
        "Khôi phục cả cổng từ một tệp của manage.py backup, vào cơ sở dữ liệu trống (không chạy migrate trước) và thư mục tệp "
        "trống, bằng mã nguồn và AUDIT_KEY của ngày sao lưu. Xong thì đối chiếu số dòng, nhật ký, tệp."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="TỆP", help="tệp sao-luu-….zip")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = restoring.restore(Path(options["file"]))
        except Refused as refused:
            raise CommandError("\n".join(refused.reasons)) from refused
        found = done.manifest
        self.stdout.write(
            f"Đã khôi phục bản sao lưu ngày {writing.made_at(found):%d/%m/%Y lúc %H:%M}: "
            f"{format_count(found.row_count)} dòng của {format_count(len(found.rows))} bảng, "
            f"{format_count(len(found.files))} tệp."
        )
        if done.faults:
            raise CommandError("\n".join(["Đã khôi phục, nhưng có điều không khớp:", *done.faults]))
        self.stdout.write("Số dòng, nhật ký và tệp đều khớp. Chạy manage.py check_portal, rồi bật dịch vụ.")
