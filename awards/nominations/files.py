"""The files of a dossier that can be read beside what is judged of it."""

from collections.abc import Iterable

from django.urls import reverse

from awards.models import DossierPaper, EvidenceLink, Nomination
from awards.nominations.contents import having
from awards.nominations.law_papers import PaperView
from office.files.beside import FileBeside


def part_files(papers: Iterable[PaperView]) -> dict[str, FileBeside]:
    """What was handed in as a part of the dossier, by the code of the part: the report, the minutes, the letter."""
    return {view.part.code: _file("awards:part_file", view.paper) for view in papers if view.paper and view.paper.file}


def files_of(item: Nomination) -> list[FileBeside]:
    """Every file that stands in a dossier today: its parts, then what was put beside its criteria."""
    found: list[FileBeside] = []
    if having([item], "dossier_papers"):
        rows = DossierPaper.objects.filter(nomination=item, replaced_at=None, file__isnull=False)
        found += [_file("awards:part_file", row) for row in rows.select_related("file")]
    if having([item], "links"):
        links = EvidenceLink.objects.filter(nomination=item, removed_at=None, file__isnull=False)
        found += [_file("awards:evidence_file", row) for row in links.select_related("file")]
    return found


def _file(name: str, row: DossierPaper | EvidenceLink) -> FileBeside:
    return FileBeside(reverse(name, args=[row.pk]), row.file.name, row.file.media_type)
