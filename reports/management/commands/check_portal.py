"""check_portal: the audit chain, caps, sums, files, work that nobody does."""

from typing import Any

from django.core.management.base import CommandError

from accounts.commands import ToldCommand
from reports.integrity.checking import faults


class Command(ToldCommand):
    help = "Kiểm tra nhật ký, số lượng khen thưởng, số liệu, tệp và việc dài; dừng với mã 1 khi có sai."

    def handle(self, *args: Any, **options: Any) -> None:
        found = faults()
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write(
            "Cổng nguyên vẹn: nhật ký, số lượng khen thưởng, số liệu và tệp đều khớp, không việc dài nào bị bỏ lại."
        )
