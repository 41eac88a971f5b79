"""write_docs: the generated pages of docs/."""

from typing import Any

from django.conf import settings

from accounts.commands import ToldCommand
from reports.guides.generated_docs import pages


class Command(ToldCommand):
    help = "Ghi lại docs/rules.md, docs/workflows.md và các bảng của docs/viet-the-le.md từ các bảng trong mã nguồn."

    def handle(self, *args: Any, **options: Any) -> None:
        for path, text in pages(settings.ROOT).items():
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"Đã ghi {path.relative_to(settings.ROOT)}.")
