"""export_report LAYOUT --campaign C --year Y [--unit CODE] --output FILE"""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts import audit
from campaign.commands import CampaignCommand, year_end
from campaign.evaluation.province_units import province_on
from campaign.models import Campaign
from reports.exports.official_results import export, layouts


class Command(CampaignCommand):
    help = "Xuất một biểu Excel chính thức."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("layout", nargs="?", metavar="LAYOUT", help="mã biểu, xem --list")
        parser.add_argument("--list", action="store_true", help="liệt kê các biểu")
        parser.add_argument("--by", metavar="USER", help="tài khoản thực hiện (mặc định: dòng lệnh)")
        parser.add_argument("--campaign", metavar="C", help="mã phong trào")
        parser.add_argument("--year", type=int, metavar="Y", help="năm của biểu")
        parser.add_argument("--unit", metavar="CODE", help="mã đơn vị; mặc định: toàn địa bàn")
        parser.add_argument("--output", type=Path, metavar="FILE", help="tệp Excel sẽ ghi")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            known = self.campaign(options) if options["campaign"] else Campaign.objects.current()
            if known and not options["campaign"] and Campaign.objects.count() > 1:
                self.stderr.write(f"Phong trào {known.code} (của ngày hôm nay); phong trào khác: ghi --campaign.")
            for code, layout in layouts(known, options["year"] or known.last_year).items() if known else ():
                self.stdout.write(f"{code}  {layout.title}")
            return
        lacking = [name for name in ("campaign", "year", "output") if not options[name]]
        if lacking:
            raise CommandError(f"Thiếu: {', '.join('--' + name for name in lacking)}.")
        campaign = self.campaign(options)
        year = self.year(options, campaign)
        known_forms = layouts(campaign, year)
        if options["layout"] not in known_forms:
            raise CommandError(f"Không có biểu «{options['layout']}». Các biểu: {', '.join(known_forms)}.")
        unit = self.unit(options["unit"], year_end(year)) or province_on(campaign, year_end(year))
        try:
            export(options["layout"], campaign, year, unit, str(options["output"]))
        except OSError:
            raise CommandError(f"Không ghi được tệp {options['output']}.") from None
        audit.note(self.actor(options), "export", unit, summary=f"Biểu {options['layout']}, năm {year}")
        self.stdout.write(f"Đã ghi {options['output']}.")
