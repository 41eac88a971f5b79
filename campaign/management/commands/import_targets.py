"""import_targets FILE.csv --campaign C --year Y"""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from campaign.actions.targets import Assignment, assign
from campaign.commands import CampaignCommand, year_end
from campaign.targets_file import read_targets
from core.workflow import Refused, Stale
from office.workbooks import WorkbookRefused, read_file
from units.models import Unit


class Command(CampaignCommand):
    help = "Nhập chỉ tiêu được giao từ tệp: unit_code,indicator,at_least[,up_to][,decision_number,decision_date]."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--year", type=int, required=True, metavar="Y")
        parser.add_argument(
            "--accept-left", action="store_true", help="đồng ý bỏ những số mà tệp có và cổng không nhập"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        campaign, year = self.campaign(options), options["year"]
        on = year_end(year)
        try:
            parsed = read_targets(
                read_file(self.content(options["file"]), options["file"].name),
                register=self.register(on),
                year=year,
            )
        except WorkbookRefused as error:
            raise self.refuse([str(error)]) from None
        if parsed.errors:
            raise self.refuse([str(error) for error in parsed.errors])
        self.agreed(parsed.notes, options)
        units = {unit.code: unit for unit in Unit.objects.in_force(on).filter(code__in=[r.code for r in parsed.rows])}
        rows = [
            Assignment(units[r.code], r.at_least, r.up_to, r.indicator, r.decision_number, r.decision_date)
            for r in parsed.rows
        ]
        try:
            done = assign(campaign, year, rows, by=self.actor(options))
        except Refused as refused:
            raise self.refuse(list(refused.reasons)) from None
        except Stale as stale:
            raise self.refuse([f"{stale} Vui lòng chạy lại lệnh."]) from None
        self.stdout.write(
            f"Chỉ tiêu năm {year}: {done['new']} mới, {done['changed']} thay đổi, {done['unchanged']} giữ nguyên."
        )
        without = sum(not r.decision_number for r in parsed.rows)
        if without:
            self.stdout.write(f"{without} chỉ tiêu chưa có số quyết định.")
