"""All papers of a round in one archive: at once when they are few, as long work when they are many."""

import io
import zipfile
from collections.abc import Callable, Iterable

from awards.models import Paper, Round
from office.jobs.long_work import Progress
from office.models import LongWork

ZIP = "application/zip"
AT_ONCE = 20  # files that a page waits for


def newest(award_round: Round) -> list[Paper]:
    """The newest paper of each thing, in the order that they were made."""
    found: dict[object, Paper] = {}
    for row in Paper.objects.filter(round=award_round).select_related("file", "signed"):
        found.setdefault(row.key, row)
    return sorted(found.values(), key=lambda row: row.pk)


def pack(papers: Iterable[Paper], tell: Callable[[int], object] = lambda _: None) -> bytes:
    """An archive of the papers, and of the signed ones beside them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for at, row in enumerate(papers, 1):
            for file, folder in ((row.file, ""), (row.signed, "ban-ky/")):
                if file is not None:
                    with file.content.open("rb") as source:
                        archive.writestr(f"{folder}{row.pk:05d}_{file.name}", source.read())
            tell(at)
    return buffer.getvalue()


def pack_work(work: LongWork, progress: Progress) -> str:
    """The archive as long work: kept for whoever asked."""
    award_round = Round.objects.get(pk=work.wanted["round"])
    rows = newest(award_round)
    content = pack(rows, lambda at: progress.tell(at, len(rows)))
    progress.is_writing()
    result = f"Đã gom {len(rows)} văn bản."
    progress.hands_over(content, f"van-ban_{award_round.code}.zip", ZIP, result)
    return result
