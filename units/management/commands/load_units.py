"""load_units UNITS [--successors SUCC] [--correct REASON] [--remove REASON] [--own-codes] [--dry-run]"""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from accounts.commands import PortalCommand
from accounts.models import User
from core.workflow import Refused
from office.tables.workbooks import ACCEPTED
from units.map.actions.corrections import remove_units
from units.map.lives import Lives
from units.map.own_kinds import known_classes
from units.map.standing import standing_levels
from units.unit_lists import loading
from units.unit_lists.domain.file_reading import FileErrors
from units.unit_lists.domain.succession_files import Scanned, scan_successions
from units.unit_lists.domain.unit_files import HELP, ScannedUnits, UnitRow, scan_units
from units.unit_lists.loading import Faults
from units.unit_lists.unit_loading import Loaded


class Command(PortalCommand):
    help = f"Nạp danh mục đơn vị hành chính và bảng sáp nhập; nạp lại cùng tệp không đổi gì.\n\n{HELP}"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("units", type=Path, metavar="UNITS", help=f"tệp danh mục: {ACCEPTED}")
        parser.add_argument("--successors", type=Path, metavar="SUCC", help="bảng sáp nhập, chia tách")
        parser.add_argument(
            "--correct", metavar="LÝ_DO", default="", help="sửa chỗ cổng đang ghi sai theo tệp, không phải đổi tên"
        )
        parser.add_argument(
            "--remove", metavar="LÝ_DO", default="", help="gỡ các đơn vị trong tệp, nếu không có gì gắn vào chúng"
        )
        parser.add_argument("--own-codes", action="store_true", help="mã do tỉnh tự đặt, không theo danh mục nhà nước")
        parser.add_argument("--dry-run", action="store_true", help="xem trước, không lưu gì")

    def handle(self, *args: Any, **options: Any) -> None:
        units, table = self._read(options)
        by = self.actor(options)
        try:
            if options["remove"]:
                self._remove(list(units.rows), options["remove"], by, is_tried=options["dry_run"])
                return
            act = loading.preview if options["dry_run"] else loading.load
            faults = Faults.of(units, table)
            done = act(units.rows, table.rows, by=by, reason=options["correct"], faults=faults)
        except FileErrors as found:
            raise self.refuse(found.errors) from None
        except Refused as refused:
            raise self.refuse(list(refused.reasons)) from None
        self._tell(done, is_tried=options["dry_run"])

    def _read(self, options: dict[str, Any]) -> tuple[ScannedUnits, Scanned]:
        errors: list[str] = []
        units = ScannedUnits([], [])
        table = Scanned([], [])
        for path, kind in ((options["units"], "units"), (options["successors"], "successions")):
            if path is None:
                continue
            try:
                content = path.read_bytes()
                if kind == "units":
                    units = scan_units(
                        content,
                        path.name,
                        standing=standing_levels(),
                        own_codes=options["own_codes"],
                        classes=known_classes(),
                    )
                else:
                    table = scan_successions(content, path.name)
            except OSError:
                errors.append(f"Không đọc được tệp {path}.")
            except FileErrors as found:
                errors.extend(found.errors)
        if errors or (options["remove"] and units.errors):  # of what cannot be read nothing can be asked
            raise self.refuse([*errors, *units.errors, *table.errors])
        return units, table

    def _remove(self, rows: list[UnitRow], reason: str, by: User, *, is_tried: bool) -> None:
        lives = Lives()
        found, errors = [], []
        for row in rows:
            unit = lives.named(row)
            if unit is None:
                errors.append(f"{row.place}: không có {row.name} (mã {row.code or 'trống'}) trên cổng.")
            else:
                found.append(unit)
        if errors:
            raise self.refuse(errors)
        if is_tried:
            self.stdout.write(f"Xem trước: sẽ gỡ {len(found)} đơn vị nếu không có gì gắn vào chúng.")
            return
        self.stdout.write(f"Đã gỡ {remove_units(found, reason=reason, by=by)} đơn vị.")

    def _tell(self, done: Loaded, *, is_tried: bool) -> None:
        for note in done.notes:
            self.stdout.write(f"Lưu ý: {note}")
        if is_tried:
            for place, words in done.lines:
                self.stdout.write(f"{place}: {words}")
        if done.is_nothing:
            self.stdout.write("Danh mục đã có đủ, không có gì thay đổi.")
            return
        more = "".join(
            f", {number} {words}"
            for number, words in (
                (done.ended, "đơn vị kết thúc"),
                (done.moved, "đơn vị chuyển nơi trực thuộc"),
                (done.corrected, "đơn vị sửa ghi sai"),
            )
            if number
        )
        word = "Xem trước, chưa lưu gì: sẽ nạp" if is_tried else "Đã nạp"
        self.stdout.write(
            f"{word} {done.units} đơn vị, {done.classifications} phân loại, {done.successions} dòng sáp nhập{more}."
        )
