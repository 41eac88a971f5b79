"""check_portal: the audit chain, caps, sums, orphaned files."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reports.checking import faults


class Command(BaseCommand):
    help = "Kiểm tra nhật ký, số lượng khen thưởng, số liệu và tệp; dừng với mã 1 khi có sai."

    def handle(self, *args: Any, **options: Any) -> None:
        found = faults(settings.MEDIA_ROOT)
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write("Cổng nguyên vẹn: nhật ký, số lượng khen thưởng, số liệu và tệp đều khớp.")
