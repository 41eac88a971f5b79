"""import_results FILE.(xlsx|csv) --campaign C --year Y --status preliminary|official"""

import hashlib
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from campaign.commands import CampaignCommand, year_end
from campaign.evaluation.domain.year_days import map_day
from campaign.figure_files import file_effects
from campaign.figure_files.results_file import read_any
from campaign.figures.actions.importing import import_rows
from campaign.figures.domain.counts import COUNTS, RATES
from campaign.figures.words import Status
from campaign.poverty_standards.in_force import standard_for, standard_of, standard_years
from core.numbers import NumberRefused, parse_date
from core.workflow import Refused, Stale
from office.tables.workbooks import WorkbookRefused, read_file
from units.models import Unit

_COLUMNS = "\n".join(f"  {code:27}{label}" for code, label in (COUNTS | RATES).items())
HELP = f"""Nhập kết quả rà soát hộ nghèo của một năm từ tệp Excel, OpenDocument hoặc CSV.

Dòng đầu của bảng là tiêu đề, viết bằng mã hoặc bằng chữ; mỗi dòng một đơn vị. Các biểu của chuẩn nghèo cũng nhận.
  unit_code, unit_name       Mã đơn vị, Đơn vị: có một trong hai
  year                       Năm: không bắt buộc, dòng của năm khác không nhập
{_COLUMNS}
Có số hộ nghèo thì phải có tổng số hộ; tỷ lệ ghi khi không có số hộ, hoặc để đối chiếu.

Năm gốc: nhập được năm trước năm đầu của phong trào (--year), để tính mức giảm của năm đầu.
Nhập lại cùng tệp không đổi gì. Chi tiết: docs/huong-dan/nhap-tu-tep.md."""


class Command(CampaignCommand):
    help = HELP

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE", help="tệp kết quả (.xlsx, .xls, .ods, .csv)")
        parser.add_argument("--year", type=int, required=True, metavar="Y", help="năm của số liệu")
        parser.add_argument(
            "--status", choices=Status.values, required=True, help="sơ bộ (preliminary) hoặc chính thức (official)"
        )
        parser.add_argument(
            "--as-of", metavar="DATE", help="ngày của số liệu (mặc định 31/12; ngày khác: không dùng để xét)"
        )
        parser.add_argument("--standard", metavar="S", help="chuẩn nghèo (mặc định: chuẩn dùng cho năm ấy)")
        parser.add_argument(
            "--accept-left", action="store_true", help="đồng ý bỏ những số mà tệp có và cổng không nhập"
        )
        parser.add_argument("--dry-run", action="store_true", help="chỉ kiểm tra, không lưu")
        parser.add_argument("--approve", action="store_true", help="phê duyệt theo văn bản")
        parser.add_argument("--illustrative", action="store_true", help="đánh dấu số liệu minh họa")
        parser.add_argument("--source", default="", help="nguồn của số liệu")

    def handle(self, *args: Any, **options: Any) -> None:
        campaign, path = self.campaign(options), options["file"]
        year = self.year(options, campaign)
        try:
            as_of = parse_date(options["as_of"]) if options["as_of"] else year_end(year)
        except NumberRefused as error:
            raise CommandError(f"--as-of: {error}.") from None
        if as_of.year != year:
            raise CommandError(f"--as-of phải trong năm {year}.")
        standard = options["standard"] or standard_for(campaign, year)
        if why := standard_years(campaign.definition).why_unusable(year, standard):
            raise CommandError(f"--standard: {why}" if options["standard"] else why)
        content = self.content(path)
        on = as_of if options["as_of"] else map_day(year)  # the map of the page
        try:
            parsed = read_any(
                read_file(content, path.name),
                standard=standard_of(standard),
                year=year,
                status=options["status"],
                register=self.register(campaign, on),
            )
        except WorkbookRefused as error:
            raise self.refuse([str(error)]) from None
        if parsed.errors:
            raise self.refuse([str(error) for error in parsed.errors])
        units = {u.code: u for u in Unit.objects.in_force(on).filter(code__in=[r.code for r in parsed.rows])}
        rows = [(units[r.code], r.values) for r in parsed.rows]
        held = {units[row.code].pk: row.held for row in parsed.rows if row.held is not None}
        more = file_effects.notes(rows, year, options["status"], standard=standard, held=held)
        self.agreed([*parsed.notes, *more], options)
        digest = hashlib.sha256(content).hexdigest()
        try:
            done = import_rows(
                campaign,
                rows,
                year=year,
                status=options["status"],
                as_of=as_of,
                standard=standard,
                by=self.actor(options),
                approve_act="phê duyệt theo văn bản" if options["approve"] else "",
                source=f"{options['source'] or 'tệp ' + path.name}, sha256 {digest}",
                is_illustrative=options["illustrative"],
                only_try=options["dry_run"],
            )
        except Refused as refused:
            raise self.refuse(list(refused.reasons)) from None
        except Stale as stale:
            raise self.refuse([f"{stale} Vui lòng chạy lại lệnh."]) from None
        if options["dry_run"]:
            self.stdout.write(
                f"Tệp đúng: {len(parsed.rows)} đơn vị; sẽ có {done['new']} mới, {done['changed']} thay đổi, "
                f"{done['unchanged']} giữ nguyên. Chưa lưu gì (--dry-run)."
            )
            return
        self.stdout.write(
            f"Kết quả năm {year}: {done['new']} mới, {done['changed']} thay đổi, {done['unchanged']} giữ nguyên"
            + (", đã phê duyệt." if options["approve"] else ".")
        )
