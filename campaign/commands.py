"""What the campaign's commands share: the campaign and units by their codes."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts.commands import PortalCommand
from campaign.evaluation.domain.year_days import last_day
from campaign.models import Campaign
from campaign.plan.own_word import word_of
from campaign.plan.provinces import area_words, of_area
from core.own_words import FindWord
from office.tables.notes import Note
from units.map.domain.naming import Register
from units.models import Unit
from units.unit_lists.registers import register_of


class CampaignCommand(PortalCommand):
    """A command about one campaign."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--campaign", required=True, metavar="C", help="mã phong trào")

    def own_word(self, options: Mapping[str, Any]) -> FindWord:
        found = Campaign.objects.filter(code=options.get("campaign")).first()
        return super().own_word(options) if found is None else partial(word_of, found)

    def campaign(self, options: dict[str, Any]) -> Campaign:
        """Raises `CommandError` for an unknown code."""
        found = Campaign.objects.filter(code=options["campaign"]).first()
        if found is None:
            known = ", ".join(Campaign.objects.values_list("code", flat=True)) or "chưa có"
            raise CommandError(f"Không có phong trào mang mã «{options['campaign']}». Đang có: {known}.")
        return found

    def year(self, options: dict[str, Any], campaign: Campaign) -> int:
        """The year that is asked for: of the period, or the one that it is measured from. Raises `CommandError`."""
        first, last = campaign.first_year - 1, campaign.last_year
        if not first <= options["year"] <= last:
            raise CommandError(f"--year: năm {options['year']} không thuộc {campaign.code}; ghi từ {first} đến {last}.")
        return int(options["year"])

    def unit(self, code: str | None, on: date) -> Unit | None:
        """The unit that bore a code on a day. Raises `CommandError`."""
        if code is None:
            return None
        found = Unit.objects.in_force(on).filter(code=code).first()
        if found is None:
            raise CommandError(f"Không có đơn vị mang mã «{code}» ngày {on:%d/%m/%Y}.")
        return found

    def register(self, campaign: Campaign, on: date) -> Register:
        """Every unit of the campaign's area on a day, as files mean them; those of other provinces are refused."""
        own = of_area(campaign, Unit.objects.in_force(on), on)
        return register_of(own, on, with_others=True, elsewhere=lambda code: area_words(campaign, on))

    def agreed(self, notes: Sequence[Note], options: dict[str, Any]) -> None:
        """Tell what of a file is not taken. Raises `CommandError` when figures are left out and nobody has said so."""
        asks = [str(note) for note in notes if note.asks]
        for note in notes:
            self.stdout.write(f"Lưu ý: {note}")
        if asks and not options["accept_left"]:
            raise self.refuse([*asks, "Kiểm tra rồi chạy lại với --accept-left nếu đúng ý."])

    def content(self, path: Path) -> bytes:
        """Raises `CommandError` when the file cannot be read."""
        try:
            return path.read_bytes()
        except OSError:
            raise CommandError(f"Không đọc được tệp {path}.") from None


def year_end(year: int) -> date:
    """The as-of date of a year's official results."""
    return last_day(year)
