"""rollup --campaign C --year Y [--unit CODE] [--format table|json]"""

import json
from typing import Any

from django.core.management.base import CommandParser

from campaign.commands import CampaignCommand, year_end
from campaign.evaluation.province_units import province_on
from campaign.figures.rollup import roll_up
from core.numbers import format_count, format_rate


class Command(CampaignCommand):
    help = "Cộng số liệu của một đơn vị và các đơn vị trực thuộc."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--year", type=int, required=True, metavar="Y", help="năm của số liệu")
        parser.add_argument("--unit", metavar="CODE", help="mã đơn vị; mặc định: toàn địa bàn")
        parser.add_argument("--format", choices=("table", "json"), default="table", help="cách in")

    def handle(self, *args: Any, **options: Any) -> None:
        campaign = self.campaign(options)
        year = self.year(options, campaign)
        unit = self.unit(options["unit"], year_end(year)) or province_on(campaign, year_end(year))
        lines = roll_up(campaign, year, unit)
        if options["format"] == "json":
            self.stdout.write(json.dumps([line.to_json() for line in lines], ensure_ascii=False, indent=1))
            return
        for line in lines:
            entered = "chưa có"
            if line.entered is not None:
                item = line.entered
                counted = "chỉ có tỷ lệ" if item.poor is None else f"{format_count(item.poor)} hộ nghèo"
                entered = f"{counted}, {format_rate(item.poverty_rate)} %"
            summed = line.shortage or "không có đơn vị dưới"
            if line.summed is not None:
                total = line.summed
                summed = f"{format_count(total.counts['poor'])} hộ nghèo, {format_rate(total.poor_rate)} %"
            self.stdout.write(f"{line.unit.code:>6}  {line.unit.name}: nhập {entered}; cộng {summed}")
