"""load_standard FILE.toml [--dry-run]"""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts.commands import PortalCommand
from campaign.poverty_standards.actions import read_standard, store_standard
from campaign.poverty_standards.domain.standard_check import check
from core.workflow import Refused


class Command(PortalCommand):
    help = "Kiểm tra và lưu một tệp chuẩn nghèo (TOML, xem docs/viet-chuan-ngheo.md); nội dung như cũ thì không đổi gì."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE.toml")
        parser.add_argument("--dry-run", action="store_true", help="chỉ kiểm tra, không lưu")

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"]
        try:
            text = path.read_text(encoding="utf-8-sig")
        except OSError:
            raise CommandError(f"Không đọc được tệp {path}.") from None
        except UnicodeDecodeError:
            raise CommandError(f"Tệp {path} phải ở bảng mã UTF-8.") from None
        try:
            standard = read_standard(text)
            for note in check(text).notes:
                self.stdout.write(f"Lưu ý: {note}")
            if options["dry_run"]:
                words = f"{len(standard.forms)} biểu, {len(standard.checks)} phép kiểm tra"
                self.stdout.write(f"Tệp đúng: {standard.code}, {words}. Chưa lưu gì (--dry-run).")
                return
            row, is_new = store_standard(text, by=self.actor(options))
        except Refused as refused:
            raise self.refuse([f"{path.name}, {reason}" for reason in refused.reasons]) from None
        self.stdout.write(f"Đã lưu chuẩn {row}." if is_new else f"Chuẩn {row} không có gì thay đổi.")
