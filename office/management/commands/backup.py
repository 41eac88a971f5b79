"""backup: one file with the database and the files handed in, read again after writing."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from accounts.commands import PortalCommand
from core.numbers import format_count
from core.workflow import Refused
from office.backup import writing


class Command(PortalCommand):
    help = (
        "Sao lưu cả cổng vào một tệp .zip: cơ sở dữ liệu (SQLite, hoặc PostgreSQL bằng pg_dump) và các tệp đã nộp, kèm bản kê\n"
        "có số dòng và dấu sha256 của từng phần. Ghi xong thì đọc lại và đối chiếu rồi mới đặt tên tệp; hỏng thì không để lại gì.\n"
        "Cổng vẫn chạy trong lúc sao lưu. Không có AUDIT_KEY trong tệp: cất khóa ấy riêng. Khôi phục bằng manage.py restore TỆP."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--to", metavar="THƯ_MỤC", help="nơi để bản sao lưu (mặc định: BACKUP_FOLDER)")
        parser.add_argument("--keep", metavar="SỐ", type=int, help="giữ bao nhiêu bản ở đó (mặc định: BACKUPS_KEPT)")

    def handle(self, *args: Any, **options: Any) -> None:
        keep = settings.BACKUPS_KEPT if options["keep"] is None else options["keep"]
        if keep < 1:
            raise CommandError("Phải giữ ít nhất một bản sao lưu. Chưa làm gì.")
        folder = Path(options["to"] or settings.BACKUP_FOLDER).absolute()
        try:
            made = writing.make(folder, keep=keep, by=self.actor(options))
        except Refused as refused:
            raise CommandError("\n".join(refused.reasons)) from refused
        found = made.manifest
        self.stdout.write(
            f"Đã sao lưu vào {made.path}\n"
            f"{format_count(found.row_count)} dòng của {format_count(len(found.rows))} bảng, "
            f"{format_count(len(found.files))} tệp; đã đọc lại, khớp bản kê.\nsha256 {made.sha256}"
        )
        for name in found.missing:
            self.stdout.write(f"Cần xem: tệp {name} mất hoặc khác trong kho tệp lúc sao lưu.")
        if made.removed:
            self.stdout.write(f"Giữ {format_count(keep)} bản mới nhất, đã xóa: {', '.join(made.removed)}.")
        if found.missing:
            raise CommandError(
                f"Đã sao lưu, nhưng {format_count(len(found.missing))} tệp mất hoặc khác trong kho tệp (nêu ở trên). "
                "Xem lại FILES_FOLDER và ổ đĩa; các bản cũ còn những tệp ấy được giữ lại."
            )
