"""What a dossier is made of: its papers, and what stands beside each part of the criteria."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from django.core.files.uploadedfile import UploadedFile

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from awards.models import DossierPaper, EvidenceLink, Nomination
from awards.nominations.actions.nominations import locked
from awards.nominations.dossiers import dossiers
from awards.nominations.offers import offers
from awards.nominations.proofs import SEEN
from awards.workflow.facts import nomination_facts
from awards.workflow.states import EDITABLE, State
from awards.workflow.table import NominationFacts
from core import clock
from core.findings import Source
from core.numbers import format_moment
from core.text import lower_first, tidy
from core.workflow import Overtaken, Refused
from office.models import StoredFile
from units import access

# while a dossier is appraised the desk may note a paper that came
TAKES_PAPERS = frozenset({State.SUBMITTED, State.UNDER_APPRAISAL})
ABOVE = frozenset({State.CONFIRMED, State.DISTRICT_REVIEW})  # the level that now has it adds its own papers


def why_not_keep(nomination: Nomination, facts: NominationFacts, by: User) -> str:
    """Who may add papers and evidence: the holder while it is drawn up, then the level and the desk that have it."""
    if facts.may(Permission.NOMINATE) and nomination.state in EDITABLE:
        return ""
    if facts.may(Permission.NOMINATE) and nomination.state in ABOVE and _sits_above(nomination, by):
        return ""
    if facts.may(Permission.APPRAISE) and nomination.state in TAKES_PAPERS and not facts.conflict:
        return ""
    return f"Hồ sơ đang ở trạng thái «{nomination.get_state_display()}», bạn không thêm được giấy tờ, minh chứng."


def _sits_above(nomination: Nomination, by: User) -> bool:
    return any(
        Permission.NOMINATE in seat.permissions and seat.unit.level < nomination.place.level
        for seat in access.seats(by)
        if seat.organisation is None
    )


def _may_keep(nomination: Nomination, by: User) -> None:
    if why := why_not_keep(nomination, nomination_facts([nomination], by=by)[nomination.pk], by):
        raise Refused(why)


SHARED = frozenset({"to-trinh", "bien-ban-xet"})  # one of them may speak of many dossiers
NO_OTHERS: Mapping[int, int] = MappingProxyType({})


def keep_paper(
    pk: int,
    part: str,
    *,
    file: UploadedFile | None = None,
    on_paper: str = "",
    others: Mapping[int, int] = NO_OTHERS,
    over: int | None = None,
    by: User,
) -> DossierPaper:
    """A paper of the dossier, as a file or noted as received on paper; an earlier one stays.

    `others`: dossiers of the same holder and round of which the same paper speaks; it is stored once and stands in all
    of them, or in none. Each bears the key of the paper that the page showed there, 0 for none; `over` is that of the
    dossier itself. Raises `Refused`, `office.files.contents.FileRefused`, `Overtaken` with every other paper that
    somebody put there since: nothing is replaced that was not shown.
    """
    with audit.change(by) as trail:
        rows = {row.pk: row for row in locked(sorted({pk, *others}))}
        nomination = rows[pk]
        _may_keep(nomination, by)
        known = {view.part.code: view.part for view in dossiers([nomination])[pk].papers if view.part.kind == "file"}
        if part not in known:
            raise Refused("Hồ sơ này không có thành phần đó.")
        if file is None and not tidy(on_paper):
            raise Refused("Vui lòng chọn tệp, hoặc ghi số, ngày của bản giấy.")
        if reasons := list(_why_not_shared(nomination, [rows[key] for key in rows if key != pk], part, by)):
            raise Refused(*reasons)
        kept = StoredFile.keep(file, by=by) if file is not None else None
        shown = {**others, **({pk: over} if over is not None else {})}
        since = [
            (_place(nomination, known[part].label, rows[key]), paper_words(now))
            for key, now in current_papers(rows, part).items()
            if key in shown and now.pk != shown[key] and not _is_same(now, kept, on_paper)
        ]
        if since:
            raise Overtaken(*since)
        made = {}
        for item in rows.values():
            DossierPaper.objects.filter(nomination=item, part=part, replaced_at=None).update(replaced_at=clock.now())
            made[item.pk] = DossierPaper.objects.create(
                nomination=item, part=part, file=kept, on_paper=tidy(on_paper)[:120], by=by
            )
            trail.add("keep_dossier_paper", item, new=known[part].label)
        return made[pk]


def current_papers(pks: Iterable[int], part: str) -> dict[int, DossierPaper]:
    """What stands as one part in each of these dossiers, by dossier: one question."""
    rows = DossierPaper.objects.filter(nomination__in=list(pks), part=part, replaced_at=None)
    return {row.nomination_id: row for row in rows.select_related("file", "by").order_by("nomination")}


def _place(asked: Nomination, label: str, row: Nomination) -> str:
    """How a refusal calls the part of one of many dossiers."""
    return label if row.pk == asked.pk else f"{row.printed_name}: {lower_first(label)}"


def _is_same(row: DossierPaper, file: StoredFile | None, on_paper: str) -> bool:
    """The same paper is handed in again."""
    if file is not None:
        return row.file is not None and row.file.sha256 == file.sha256
    return row.file is None and row.on_paper == tidy(on_paper)[:120]


def paper_words(row: DossierPaper) -> str:
    """A paper that is there, who put it there and when."""
    words = row.file.name if row.file is not None else f"Bản giấy: {row.on_paper}"
    return f"{words} ({row.by.full_name}, {format_moment(row.at.astimezone(clock.VIETNAM))})"


def _why_not_shared(nomination: Nomination, others: Sequence[Nomination], part: str, by: User) -> Iterator[str]:
    """One paper for many: of one holder and round, while each may still take it."""
    if others and part not in SHARED:
        yield "Chỉ tờ trình, biên bản xét dùng chung cho nhiều hồ sơ."
    facts = nomination_facts(others, by=by) if others else {}
    for item in others:
        if (item.round_id, item.holder) != (nomination.round_id, nomination.holder):
            yield f"{item.printed_name}: hồ sơ của nơi lập khác hoặc đợt khác."
        elif why := why_not_keep(item, facts[item.pk], by):
            yield f"{item.printed_name}: {why}"


def may_share(nomination: Nomination, part: str, by: User) -> list[Nomination]:
    """The other dossiers of its holder in the round that may take the same paper now."""
    if part not in SHARED:
        return []
    rows = (
        Nomination.objects.visible_to(by)
        .filter(
            round=nomination.round_id,
            holder_unit=nomination.holder_unit_id,
            holder_organisation=nomination.holder_organisation_id,
        )
        .exclude(pk=nomination.pk)
    )
    found = list(
        rows.filter(state__in=EDITABLE | TAKES_PAPERS | ABOVE)
        .select_related(
            "round__campaign__province",
            "round__version",
            "holder_unit",
            "holder_organisation__seat",
            "unit",
            "organisation",
            "household",
            "author",
            "bloc",
        )
        .distinct()
        .order_by("sort_key", "pk")
    )
    facts = nomination_facts(found, by=by) if found else {}
    return [row for row in found if not why_not_keep(row, facts[row.pk], by)]


def link(
    pk: int, part: str, source: Source, *, year: int | None = None, file: UploadedFile | None = None, by: User
) -> EvidenceLink:
    """Put something of the portal, or a paper, beside a part. Raises `Refused`, `office.files.contents.FileRefused`."""
    with audit.change(by) as trail:
        nomination = locked([pk])[0]
        _may_keep(nomination, by)
        reasons = []
        if part not in {view.key for view in dossiers([nomination])[pk].parts}:
            reasons.append("Nhóm này không có tiêu chí đó.")
        if source.kind == "paper":
            if not tidy(source.label):
                reasons.append("Vui lòng ghi tên minh chứng.")
            if file is None:
                reasons.append("Vui lòng chọn tệp minh chứng.")
        else:
            wanted = (source.kind, source.key)
            offer = next((row for row in offers(nomination) if (row.source.kind, row.source.key) == wanted), None)
            if offer is None:
                reasons.append("Minh chứng này không phải của tập thể, cá nhân được đề nghị trong các năm xét.")
            else:
                source, year, file = offer.source, offer.year, None
        standing = nomination.evidence.filter(part=part, kind=source.kind, key=source.key, removed_at=None)
        if source.kind != "paper" and standing.exists():
            reasons.append("Minh chứng này đã được gắn vào ý đó.")
        if reasons:
            raise Refused(*reasons)
        row = EvidenceLink.objects.create(
            nomination=nomination,
            part=part,
            kind=source.kind,
            key=source.key,
            label=tidy(source.label)[:300],
            year=year,
            file=StoredFile.keep(file, by=by) if file is not None else None,
            by=by,
        )
        trail.add("link_evidence", nomination, new=f"{part}: {row.label}")
        return row


def unlink(pk: int, link_pk: int, *, by: User) -> None:
    """Take something away from beside a part; that it stood there stays. Raises `Refused`."""
    with audit.change(by) as trail:
        nomination = locked([pk])[0]
        _may_keep(nomination, by)
        row = EvidenceLink.objects.filter(pk=link_pk, nomination=nomination, removed_at=None).first()
        if row is None:
            raise Refused("Minh chứng này không còn ở hồ sơ.")
        facts = nomination_facts([nomination], by=by)[pk]
        if row.kind == SEEN and not facts.may(Permission.APPRAISE):
            raise Refused("Bản giấy này do người thẩm định ghi, chỉ người thẩm định bỏ được.")
        if facts.why_rivals and row.by_id != by.pk:
            raise Refused(facts.why_rivals)
        row.removed_at = clock.now()
        row.save(update_fields=["removed_at"])
        trail.add("unlink_evidence", nomination, old=f"{row.part}: {row.label}")
