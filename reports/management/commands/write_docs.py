"""write_docs: the generated pages of docs/."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from accounts.commands import ToldCommand
from core.own_words import TINH, FindWord
from reports.guides.generated_docs import pages


class Command(ToldCommand):
    help = "Ghi lại docs/rules.md, docs/workflows.md và các bảng của docs/viet-the-le.md từ các bảng trong mã nguồn."

    def own_word(self, options: Mapping[str, Any]) -> FindWord:
        return lambda on: TINH  # docs are of no province

    def handle(self, *args: Any, **options: Any) -> None:
        for path, text in pages(settings.ROOT).items():
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"Đã ghi {path.relative_to(settings.ROOT)}.")
