"""load_campaign FILE.toml"""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts.commands import PortalCommand
from awards.models import Round
from awards.rounds.actions.plans import put_in_force
from campaign.definition import DefinitionErrors
from campaign.models import Campaign
from campaign.plan.actions.definitions import kept_deadlines
from campaign.plan.class_nominees import absent
from core import clock
from core.numbers import format_date
from core.workflow import Refused

HELP = """Kiểm tra và lưu một kế hoạch thi đua (TOML); nội dung như cũ thì không đổi gì.

Mọi mục, quy tắc và lỗi của tệp: docs/viet-the-le.md. Mã (code) mới là một phong trào mới, bên cạnh các phong trào đang có;
mã cũ là phiên bản mới của phong trào ấy: docs/nhieu-phong-trao.md. Tỉnh phải có trên cổng trước (load_units)."""


class Command(PortalCommand):
    help = HELP

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE.toml", help="tệp kế hoạch, chữ thuần UTF-8")

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"]
        try:
            text = path.read_text(encoding="utf-8")
        except OSError:
            raise CommandError(f"Không đọc được tệp {path}.") from None
        except UnicodeDecodeError:
            raise CommandError(f"Tệp {path} phải ở bảng mã UTF-8.") from None
        by = self.actor(options)
        try:
            version, is_new = put_in_force(text, by=by)
        except DefinitionErrors as found:
            raise self.refuse([f"{path.name}, {error}" for error in found.errors]) from None
        except Refused as refused:
            raise self.refuse(list(refused.reasons)) from None
        campaign = version.campaign
        shared = Round.objects.filter(code__in=campaign.rounds.values("code")).exclude(campaign=campaign)
        for row in shared.select_related("campaign").order_by("code", "campaign__code"):
            self.stdout.write(
                f"Lưu ý: đợt «{row.code}» có cả ở phong trào {row.campaign.code}; địa chỉ của đợt mở theo phong trào đang chọn."
            )
        for kept, day in kept_deadlines(campaign, campaign.definition):
            self.stdout.write(
                f"Lưu ý: hạn «{kept.label}» giữ ngày {format_date(kept.on)} đang dùng, tệp ghi {format_date(day)}; dời hạn "
                "bằng văn bản ở trang Hạn."
            )
        for doubt in absent(campaign.definition, campaign.province):
            self.stdout.write(f"Lưu ý: {path.name}, {doubt}")
        first = Campaign.objects.first_on(clock.today())
        if first is not None and first.pk != campaign.pk:
            self.stdout.write(f"Hôm nay cổng mở ra ở phong trào {first.code}; {campaign.code} có trong nút Phong trào.")
        if is_new:
            self.stdout.write(f"Đã lưu {version.campaign.code}, phiên bản {version.number}, mã {version.digest[:12]}.")
        else:
            self.stdout.write(f"{version.campaign.code} không có gì thay đổi (phiên bản {version.number}).")
