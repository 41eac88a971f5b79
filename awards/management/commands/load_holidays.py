"""load_holidays FILE.csv"""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts.commands import PortalCommand
from awards.law.actions.holidays import put_days
from awards.law.domain.holiday_files import HolidayErrors, read_days
from core.workflow import Refused

HELP = """Nạp bảng ngày nghỉ, ngày làm bù; nạp lại cùng tệp không đổi gì, thời hạn đang chạy được tính lại.

Tệp CSV hoặc Excel, ba cột, dòng đầu là tiêu đề:
  ngay    2027-01-01 hoặc 01/01/2027
  ten     tên ngày nghỉ
  loai    nghi (nghỉ) hoặc lam-bu (ngày thứ Bảy, Chủ nhật làm bù)
Cần cho mỗi năm có thời hạn tính theo ngày làm việc. Mẫu: data/holidays.csv. Chi tiết: docs/cai-dat.md, mục Ngày nghỉ."""


class Command(PortalCommand):
    help = HELP

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE.csv", help="tệp ngày nghỉ")

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"]
        try:
            days = read_days(path.read_bytes(), path.name)
            moved = put_days(days, by=self.actor(options))
        except OSError:
            raise CommandError(f"Không đọc được tệp {path}.") from None
        except HolidayErrors as found:
            raise self.refuse(found.errors) from None
        except Refused as refused:
            raise self.refuse(list(refused.reasons)) from None
        self.stdout.write(f"Bảng ngày nghỉ có đủ {len(days)} ngày của tệp; {moved} thời hạn được tính lại.")
