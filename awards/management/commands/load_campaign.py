"""load_campaign FILE.toml"""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from accounts.commands import PortalCommand
from awards.actions import sync_rounds
from campaign.actions.definitions import store_definition
from campaign.definition import DefinitionErrors
from core.workflow import Refused


class Command(PortalCommand):
    help = "Kiểm tra và lưu một kế hoạch thi đua (TOML); nội dung như cũ thì không đổi gì."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE.toml")

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"]
        try:
            text = path.read_text(encoding="utf-8")
        except OSError:
            raise CommandError(f"Không đọc được tệp {path}.") from None
        except UnicodeDecodeError:
            raise CommandError(f"Tệp {path} phải ở bảng mã UTF-8.") from None
        by = self.actor(options)
        try:
            with transaction.atomic():
                version, is_new = store_definition(text, by=by)
                sync_rounds(version.campaign, by=by)
        except DefinitionErrors as found:
            raise self.refuse([f"{path.name}, {error}" for error in found.errors]) from None
        except Refused as refused:
            raise self.refuse(list(refused.reasons)) from None
        if is_new:
            self.stdout.write(f"Đã lưu {version.campaign.code}, phiên bản {version.number}, mã {version.digest[:12]}.")
        else:
            self.stdout.write(f"{version.campaign.code} không có gì thay đổi (phiên bản {version.number}).")
