"""load_regime FILE.toml --act-number N --act-date D --act-issuer I [--dry-run]"""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts.commands import PortalCommand
from awards.law.actions.confirming import RegulationAct, load_regime
from awards.law.domain.own_regimes import RegimeErrors
from core.numbers import NumberRefused, parse_date
from core.workflow import Refused


class Command(PortalCommand):
    help = (
        "Nạp quy chế thi đua, khen thưởng của tỉnh (TOML, dạng như awards/law/regimes.toml), theo văn bản ban hành. "
        "Luật có sẵn là nền: tệp chỉ ghi những gì quy chế nói khác, từ ngày nào. Xem docs/quy-che-khen-thuong.md."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE.toml")
        parser.add_argument("--act-number", metavar="N", default="", help="số, ký hiệu văn bản ban hành quy chế")
        parser.add_argument("--act-date", metavar="D", default="", help="ngày văn bản, ngày/tháng/năm")
        parser.add_argument("--act-issuer", metavar="I", default="", help="cơ quan ban hành")
        parser.add_argument("--dry-run", action="store_true", help="kiểm tra và xem trước, không lưu gì")

    def handle(self, *args: Any, **options: Any) -> None:
        path, only_try = options["file"], options["dry_run"]
        try:
            text = path.read_text(encoding="utf-8")
        except OSError:
            raise CommandError(f"Không đọc được tệp {path}.") from None
        except UnicodeDecodeError:
            raise CommandError(f"Tệp {path} phải ở bảng mã UTF-8.") from None
        act, errors = None, []
        try:
            if options["act_date"]:
                act = RegulationAct(options["act_number"], parse_date(options["act_date"]), options["act_issuer"])
        except NumberRefused as refused:
            errors.append(f"--act-date: {refused}.")
        try:
            # of a day that cannot be read the file is judged all the same
            is_tried = only_try or bool(errors)
            lines = load_regime(text, name=path.name, act=act, by=self.actor(options), only_try=is_tried)
        except RegimeErrors as found:
            errors += [f"{path.name}, {error}" for error in found.errors]
        except Refused as refused:
            errors += refused.reasons
        if errors:
            raise self.refuse(errors)
        for line in lines:
            self.stdout.write(line)
        self.stdout.write("Chỉ xem trước, chưa lưu gì." if only_try else "Đã nạp quy chế.")
