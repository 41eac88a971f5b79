"""What is read beside a line of a sheet that has no file of its own: the files of the whole dossier."""

from collections.abc import Mapping

from awards.appraisal.lines import PartView
from awards.nominations.dossiers import Dossier
from awards.nominations.files import part_files
from core.findings import Source
from office.files.beside import FileBeside

Own = Mapping[Source, tuple[FileBeside, ...]]


def offered(dossier: Dossier, own: Own) -> dict[str, list[FileBeside]]:
    """By the key of each line that asks a reviewer and has no file of its own to read: those of the whole dossier."""
    common = [file for file in part_files(dossier.papers).values() if file.shown_at]
    return {part.key: common for part in dossier.parts if part.asks_reviewer and common and not _has_own(part, own)}


def _has_own(part: PartView, own: Own) -> bool:
    links = [Source("evidence", str(row.pk), row.label) for row in part.links]
    sources = [*(paper.source for paper in (*part.papers, *part.contrary)), *links]
    return any(file.shown_at for source in sources for file in own.get(source, ()))
