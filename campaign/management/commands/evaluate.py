"""evaluate --campaign C --round R [--unit CODE] [--format table|json]"""

import json
from decimal import Decimal
from typing import Any

from django.core.management.base import CommandError, CommandParser

from campaign.commands import CampaignCommand, year_end
from campaign.definition.words import clause_words
from campaign.evaluation import judging, whole_round


class Command(CampaignCommand):
    help = "Xét các đơn vị của một đợt theo các tiêu chí đo được, và các chỉ tiêu chung của phong trào."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--round", required=True, metavar="R", dest="round_code", help="mã đợt, như trong kế hoạch")
        parser.add_argument("--unit", metavar="CODE", help="chỉ một đơn vị")
        parser.add_argument("--format", choices=("table", "json"), default="table", help="cách in")

    def handle(self, *args: Any, **options: Any) -> None:
        campaign = self.campaign(options)
        plan = campaign.definition
        if options["round_code"] not in {item.code for item in plan.rounds}:
            known = ", ".join(item.code for item in plan.rounds)
            raise CommandError(f"Không có đợt «{options['round_code']}». Đang có: {known}.")
        last = max(plan.round(options["round_code"]).window)
        only = self._only(campaign, options["unit"], plan, options["round_code"], last)
        rows = whole_round.judge_round(campaign, options["round_code"], only=only)
        if options["format"] == "json":
            self.stdout.write(json.dumps([self._row(row) for row in rows], ensure_ascii=False, indent=1))
            return
        for row in rows:
            finding = row.finding
            sources = "; ".join(source.label for source in finding.sources)
            self.stdout.write(
                f"{row.unit.code:>6}  {row.unit.name}, {row.criterion} ({clause_words(row.clause)}), {row.year}: "
                f"{finding.label}. {finding.said}" + (f" [{sources}]" if sources else "")
            )

    def _only(self, campaign: Any, code: str | None, plan: Any, round_code: str, last: int) -> Any:
        """The unit asked for, on the last day of any class's window (districts ended before the others)."""
        if code is None:
            return None
        award_round = plan.round(round_code)
        years = sorted({max(plan.window(award_round, category)) for category in plan.categories}, reverse=True)
        for year in years:
            try:
                return self.unit(code, year_end(year))
            except CommandError:
                continue
        return self.unit(code, year_end(last))

    def _row(self, row: judging.Judged) -> dict[str, Any]:
        finding = row.finding
        return {
            "unit": row.unit.code,
            "unit_valid_from": row.unit.valid_from.isoformat(),
            "category": row.category,
            "criterion": row.criterion,
            "year": row.year,
            "outcome": finding.outcome.value,
            "actual": _number(finding.actual),
            "required": _number(finding.required),
            "source": "; ".join(source.label for source in finding.sources) or finding.reason,
        }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"
