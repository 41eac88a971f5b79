"""import_targets FILE.csv --campaign C --year Y"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from campaign.commands import CampaignCommand
from campaign.evaluation.domain.year_days import map_day
from campaign.figures.domain.counts import INDICATORS
from campaign.models import Campaign, Target
from campaign.targets.actions import Assignment, assign
from campaign.targets.targets_file import read_targets
from campaign.targets.targets_unsaid import Standing, with_standing
from core.workflow import Refused, Stale
from office.tables.workbooks import WorkbookRefused, read_file
from units.models import Unit

_INDICATORS = "\n".join(f"  {code:27}{label}" for code, (_, _, label) in INDICATORS.items())
HELP = f"""Nhập chỉ tiêu được giao của một năm từ tệp Excel, OpenDocument hoặc CSV.

Dòng đầu là tiêu đề, viết bằng mã hoặc bằng chữ; mỗi dòng một đơn vị, một chỉ số.
  unit_code, unit_name       Mã đơn vị, Đơn vị: có một trong hai
  at_least                   Giảm ít nhất (điểm %): phải có
  indicator                  Chỉ số; để trống: hỏi lại, hiểu là tỷ lệ hộ nghèo
  up_to                      Đến (điểm %), nếu giao một khoảng
  decision_number            Số quyết định
  decision_date              Ngày quyết định
Chỉ số, ghi mã hoặc chữ:
{_INDICATORS}"""


class Command(CampaignCommand):
    help = HELP

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE", help="tệp chỉ tiêu (.xlsx, .xls, .ods, .csv)")
        parser.add_argument("--year", type=int, required=True, metavar="Y", help="năm của chỉ tiêu")
        parser.add_argument(
            "--accept-left", action="store_true", help="đồng ý bỏ những số mà tệp có và cổng không nhập"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        campaign = self.campaign(options)
        year = self.year(options, campaign)
        on = map_day(year)
        register = self.register(campaign, on)
        try:
            parsed = read_targets(
                read_file(self.content(options["file"]), options["file"].name), register=register, year=year
            )
        except WorkbookRefused as error:
            raise self.refuse([str(error)]) from None
        if parsed.errors:
            raise self.refuse([str(error) for error in parsed.errors])
        units = {unit.code: unit for unit in Unit.objects.in_force(on).filter(code__in=[r.code for r in parsed.rows])}
        given, unsaid = with_standing(parsed.rows, self._standing(campaign, year, units.values()), register)
        self.agreed([*parsed.notes, *unsaid], options)
        rows = [
            Assignment(units[r.code], r.at_least, r.up_to, r.indicator, r.decision_number, r.decision_date)
            for r in given
            if not r.is_as_given
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
        without = sum(not r.decision_number for r in given)
        if without:
            self.stdout.write(f"{without} chỉ tiêu chưa có số quyết định.")

    def _standing(self, campaign: Campaign, year: int, units: Iterable[Unit]) -> Standing:
        """What is assigned now to the units of a file."""
        rows = Target.objects.current().assigned().filter(campaign=campaign, year=year, unit__in=units)
        return {(row.unit.code, row.indicator): row.aim for row in rows.select_related("unit")}
