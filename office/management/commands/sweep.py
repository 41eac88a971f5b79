"""sweep: the portal's nightly work: removes what nobody needs any more, reminds whom dossiers wait for."""

from typing import Any

from django.core.management.base import CommandError

from accounts.commands import ToldCommand
from office.jobs.sweeping import SWEEPS


class Command(ToldCommand):
    help = (
        "Dọn tệp xem trước quá hạn, tệp mồ côi, phiên và việc đã cũ, bản soạn kế hoạch để lâu; nhắc người để hồ sơ quá hạn. "
        "Đặt chạy hằng đêm, cùng check_portal."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        failed = []
        for sweep in SWEEPS:
            try:
                self.stdout.write(f"{sweep.label}: {sweep.run()}")
            except Exception as error:  # one that fails does not keep the others
                failed.append(f"{sweep.label}: chưa làm được ({type(error).__name__}: {error}).")
        if failed:
            raise CommandError("\n".join(failed))
