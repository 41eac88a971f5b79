"""The parts that the law of its day asks of a dossier, which of them are there, and what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from awards.law.domain.regimes import CONFIRMED, DossierPart, Regime
from awards.law.in_force import regime_of, regimes
from awards.models import DossierPaper, Nomination
from awards.nominations.contents import having
from core import clock

MAKERS = {
    "nominee": "Tập thể, cá nhân được đề nghị",
    "holder": "Nơi lập, trình hồ sơ",
    "agency": "Cơ quan thi đua, khen thưởng",
}
REPORT = "bao-cao-thanh-tich"  # the part that is written on the form of the decree


@dataclass(frozen=True)
class PaperView:
    """One part of the dossier that the law of its day asks for."""

    part: DossierPart
    paper: DossierPaper | None
    is_there: bool
    form_note: str = ""  # the number of its form, as far as it is known

    @property
    def maker(self) -> str:
        return MAKERS[self.part.maker]


def missing_of(nominations: Sequence[Nomination]) -> dict[int, tuple[str, ...]]:
    """What each dossier lacks of its required parts: nothing else of it is read."""
    if not nominations:
        return {}
    kept, today, law = kept_papers(nominations), clock.today(), regimes()
    return {
        item.pk: missing_in(item, papers_asked(item, regime_of(item.regime, today, law), kept.get(item.pk, {})))
        for item in nominations
    }


def missing_in(nomination: Nomination, papers: Sequence[PaperView]) -> tuple[str, ...]:
    found = [view.part.label.lower() for view in papers if view.part.required and not view.is_there]
    if nomination.person and not nomination.person_title.strip():
        found.append("chức vụ, nơi công tác")
    return tuple(found)


def kept_papers(nominations: Sequence[Nomination]) -> dict[int, dict[str, DossierPaper]]:
    found: dict[int, dict[str, DossierPaper]] = {}
    asked = having(nominations, "dossier_papers")
    if not asked:
        return found
    for row in DossierPaper.objects.filter(nomination__in=asked, replaced_at=None).select_related("file"):
        found.setdefault(row.nomination_id, {})[row.part] = row
    return found


def papers_asked(nomination: Nomination, regime: Regime, kept: Mapping[str, DossierPaper]) -> tuple[PaperView, ...]:
    """The parts that the law of its day asks of a dossier of its level and class, and whether each is there."""
    level = "state" if nomination.round.shape.state_level else "province"
    found = []
    for part in regime.parts(level, nomination.category):
        paper = kept.get(part.code)
        is_there = paper is not None or part.kind == "made"
        if part.kind == "text":
            is_there = bool(nomination.achievements.strip())
        found.append(PaperView(part, paper, is_there, _form_note(regime) if part.code == REPORT else ""))
    return tuple(found)


def _form_note(regime: Regime) -> str:
    if regime.form_mark != CONFIRMED:
        return f"Phụ lục {regime.decree}; ghi số hiệu mẫu theo hướng dẫn của đợt"
    return f"{regime.form_number}, phụ lục {regime.decree}"
