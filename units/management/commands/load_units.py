"""load_units UNITS.csv [--successors SUCC.csv]"""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts.commands import PortalCommand
from core.workflow import Refused
from units import loading
from units.unit_files import FileErrors, read_successions, read_units


class Command(PortalCommand):
    help = "Nạp danh mục đơn vị hành chính và bảng sáp nhập; nạp lại cùng tệp không đổi gì."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("units", type=Path, metavar="UNITS.csv")
        parser.add_argument("--successors", type=Path, metavar="SUCC.csv")

    def handle(self, *args: Any, **options: Any) -> None:
        errors: list[str] = []
        units, successions = [], []
        for path, read, into in (
            (options["units"], read_units, units),
            (options["successors"], read_successions, successions),
        ):
            if path is None:
                continue
            try:
                into.extend(read(path.read_bytes(), path.name))
            except OSError:
                errors.append(f"Không đọc được tệp {path}.")
            except FileErrors as found:
                errors.extend(found.errors)
        if errors:
            raise self.refuse(errors)
        try:
            done = loading.load(units, successions, by=self.actor(options))
        except (KeyError, ValueError) as error:
            raise CommandError(f"Bảng sáp nhập nhắc đến đơn vị không có: {error}. Chưa lưu gì.") from None
        except Refused as refused:
            raise self.refuse(list(refused.reasons)) from None
        if done.is_nothing:
            self.stdout.write("Danh mục đã có đủ, không có gì thay đổi.")
        else:
            self.stdout.write(
                f"Đã nạp {done.units} đơn vị, {done.classifications} phân loại, {done.successions} dòng sáp nhập."
            )
