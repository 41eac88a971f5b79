"""export_report LAYOUT --campaign C --year Y [--unit CODE] --output FILE"""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts import audit
from campaign.commands import CampaignCommand, year_end
from campaign.judging import province_on
from campaign.models import Campaign
from reports.official_results import export, layouts


class Command(CampaignCommand):
    help = "Xuất một biểu Excel chính thức."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("layout", nargs="?", metavar="LAYOUT")
        parser.add_argument("--list", action="store_true", help="liệt kê các biểu")
        parser.add_argument("--by", metavar="USER")
        parser.add_argument("--campaign", metavar="C")
        parser.add_argument("--year", type=int, metavar="Y")
        parser.add_argument("--unit", metavar="CODE")
        parser.add_argument("--output", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            known = Campaign.objects.filter(code=options["campaign"]).first() or Campaign.objects.current()
            for code, layout in layouts(known).items() if known else ():
                self.stdout.write(f"{code}  {layout.title}")
            return
        lacking = [name for name in ("campaign", "year", "output") if not options[name]]
        if lacking:
            raise CommandError(f"Thiếu: {', '.join('--' + name for name in lacking)}.")
        campaign, year = self.campaign(options), options["year"]
        if options["layout"] not in layouts(campaign):
            raise CommandError(f"Không có biểu «{options['layout']}». Các biểu: {', '.join(layouts(campaign))}.")
        unit = self.unit(options["unit"], year_end(year)) or province_on(campaign, year_end(year))
        try:
            export(options["layout"], campaign, year, unit, str(options["output"]))
        except OSError:
            raise CommandError(f"Không ghi được tệp {options['output']}.") from None
        audit.note(self.actor(options), "export", unit, summary=f"Biểu {options['layout']}, năm {year}")
        self.stdout.write(f"Đã ghi {options['output']}.")
