"""A dossier whole: its chain from the number in the golden book down to the counts, its papers behind it, with an index.

What is no PDF and no picture has a page of its own with name, size, SHA-256 and how it is opened, and lies in the file
as an attachment, byte for byte: nothing here turns Word or Excel into pages. Read only.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pikepdf

from awards.council.sessions import results
from awards.documents.domain.phrases import place_words, with_place
from awards.documents.round_data import Room, chains
from awards.documents.telling import appraised
from awards.models import Award, GoldenEntry, Nomination, Paper
from awards.nominations.dossiers import Dossier
from awards.workflow.table import step_words
from campaign.definition.words import clause_words
from campaign.models import FigureSet
from core import clock
from core.numbers import format_count, format_date, format_moment, format_rate, read_ids
from office.documents.pdf_pages import IMAGES, PDF, Text, Writer, laid_out
from office.files.contents import DOCX, XLSX
from office.models import StoredFile

MOST_BYTES = 80 * 1024 * 1024
MOST_PAGES = 1500
SHOWN = frozenset({PDF, *IMAGES})  # what has pages of its own
OPENED_WITH = {
    DOCX.media_type: "Microsoft Word, LibreOffice",
    XLSX.media_type: "Microsoft Excel, LibreOffice",
    PDF: "phần mềm đọc PDF",
}


class TooLarge(Exception):
    """The papers together are more than one file should hold; the message says what to do."""


@dataclass
class Part:
    """A part of the file: its heading, its lines, the files behind it."""

    title: str
    lines: list[Text]
    files: list[tuple[str, StoredFile]] = field(default_factory=list)  # what it is, the file


def whole(room: Room, item: Nomination) -> bytes:
    """The PDF. Raises `TooLarge`."""
    parts = [part for part in parts_of(room, item) if part.lines or part.files]
    if sum(file.size for part in parts for _, file in part.files) > MOST_BYTES:
        raise TooLarge("Các tệp của hồ sơ cộng lại quá 80 MB nên không ghép thành một PDF được. Vui lòng tải từng tệp.")
    writer, index = Writer(), []
    for part in parts:
        _add(writer, part, index)
        if writer.count > MOST_PAGES:
            raise TooLarge(f"Hồ sơ có quá {MOST_PAGES} trang nên không ghép thành một PDF được. Vui lòng tải từng tệp.")
    front = len(laid_out(_front(room, item, index, 0)))
    writer.draw(laid_out(_front(room, item, index, front)), at=0)
    writer.number_pages(f"Hồ sơ {item.pk}, {format_date(clock.today())} - trang {{at}}/{{all}}")
    return writer.finished(f"Hồ sơ {item.printed_name}, {room.round.name}")


Entry = tuple[str, int, str]  # what, its first page behind the index, what is said where the page is not its own


def _add(writer: Writer, part: Part, index: list[Entry]) -> None:
    """One part behind the others; a file that has no pages lies in the whole as an attachment, behind a page about it."""
    index.append((part.title, writer.count + 1, ""))
    writer.draw(laid_out([_head(part.title), *part.lines]))
    for what, file in part.files:
        at, said = writer.count + 1, ""
        if not _add_pages(writer, file):
            name = _attached(writer, file)
            said = "tệp đính kèm" if name else "không đọc được tệp"
            writer.draw(laid_out(_instead(what, file, name)))
        index.append((f"   {what}: {file.name}", at, said))


def _add_pages(writer: Writer, file: StoredFile) -> bool:
    """The pages of a file, where it has any that can be read."""
    try:
        if file.media_type == PDF:
            writer.add_pdf(file.read())
        elif file.media_type in IMAGES:
            writer.add_image(file.read())
    except (pikepdf.PdfError, OSError, ValueError):
        return False
    return file.media_type in SHOWN


def _attached(writer: Writer, file: StoredFile) -> str:
    """The name under which a file lies in the whole; nothing where its bytes are gone."""
    try:
        return writer.attach(file.name, file.read(), file.media_type)
    except OSError:
        return ""


def _instead(what: str, file: StoredFile, name: str) -> list[Text]:
    """The page that stands for a file without pages: what it is, how it is known again, how it is opened."""
    kind = OPENED_WITH.get(file.media_type, "phần mềm phù hợp")
    lines = [
        _head(what),
        Text(f"Tên tệp: {file.name}"),
        Text(f"Dung lượng: {format_count(file.size)} byte"),
        Text(f"SHA-256: {file.sha256}"),
    ]
    if not name:
        return [*lines, Text("Tệp không còn đọc được ở nơi lưu của cổng nên không kèm theo. Báo quản trị hệ thống.")]
    if file.media_type in SHOWN:
        lines.append(Text("Tệp không mở được thành trang khi ghép hồ sơ; bản gốc được kèm nguyên vẹn."))
    return [
        *lines,
        Text(f"Bản gốc nằm trong tệp PDF này dưới tên «{name}», nguyên vẹn từng byte."),
        Text(
            f"Cách mở: mở PDF này bằng Adobe Reader, Foxit hoặc Firefox, chọn mục «Tệp đính kèm» (biểu tượng ghim giấy), "
            f"lưu tệp ra máy rồi mở bằng {kind}. Cũng tải được tệp ở trang hồ sơ trên cổng."
        ),
    ]


def _head(text: str) -> Text:
    return Text(text, bold=True, size=14, before=6)


def _front(room: Room, item: Nomination, index: Sequence[Entry], front: int) -> list[Text]:
    """The first pages: what this is, and where each part begins."""
    lines = [
        Text("HỒ SƠ KHEN THƯỞNG", bold=True, size=16, before=12),
        Text(item.printed_name, bold=True, size=14, before=6),
        Text(f"{room.plan.name}; {room.round.shape.printed_words}"),
        Text(f"In từ cổng lúc {format_moment(clock.now().astimezone(clock.VIETNAM))}"),
        Text("MỤC LỤC", bold=True, size=13, before=14),
    ]
    for what, at, said in index:
        is_file = what.startswith(" ")
        text = f"{what.strip()} ({said})" if said else what.strip()
        lines.append(
            Text(
                text,
                indent=16 if is_file else 0,
                before=2,
                size=11 if is_file else 12,
                right=str(at + front) if at else "",
            )
        )
    return lines


# ---- what the parts hold ----


def parts_of(room: Room, item: Nomination) -> Iterator[Part]:
    """The parts of the file, from the award down to the counts, then all that lies in the dossier."""
    dossier = room.dossier(item)
    award = Award.objects.filter(nomination=item).select_related("decision__scan", "revoked_by__scan").first()
    yield Part("I. Hồ sơ", list(_said(room, item, dossier)))
    yield Part("II. Chuỗi căn cứ, từ khen thưởng đến số liệu", list(_chain(room, item, dossier, award)))
    yield _papers(dossier)
    yield _evidence(dossier)
    yield _sheet(room, dossier)
    yield _opinions(room, item)
    yield _votes(room, item)
    yield _decisions(room, item, award)
    yield Part(
        "IX. Diễn biến",
        [
            Text(
                f"{format_moment(row.at.astimezone(clock.VIETNAM))}: {step_words(row.step)}; {row.by.full_name or row.by.username}"
                f"{f'. {row.reason}' if row.reason else ''}"
            )
            for row in item.transitions.select_related("by").order_by("pk")
        ],
    )


def _said(room: Room, item: Nomination, dossier: Dossier) -> Iterator[Text]:
    chain = chains([item], room.today)[item.pk]
    place = with_place(item.person_title, chain) if item.person_title else place_words(chain)
    form = room.plan.form_name(item.form or room.round.shape.award_form)
    for label, text in (
        ("Tên ghi trong quyết định", item.printed_name),
        ("Chức vụ, địa chỉ", place),
        (
            "Nhóm đối tượng",
            f"{dossier.category.letter}) {dossier.category.title} ({clause_words(dossier.category.clause)})",
        ),
        ("Hình thức đề nghị", form),
        ("Nơi lập", str(item.holder)),
        ("Trạng thái", item.get_state_display()),
        (
            "Nhận đủ hồ sơ",
            format_date(item.accepted_at.astimezone(clock.VIETNAM).date()) if item.accepted_at else "chưa",
        ),
        ("Chế độ pháp luật", dossier.regime.name),
        ("Lý do trình khi còn điểm phải giải trình", item.override_reason),
        ("Không khen", f"{item.not_awarded_code}. {item.not_awarded_reason}".strip(". ")),
    ):
        if text:
            yield Text(f"{label}: {text}")
    for line in item.achievements.splitlines():
        yield Text(line)


def _chain(room: Room, item: Nomination, dossier: Dossier, award: Award | None) -> Iterator[Text]:
    """From above: number in the book, decision, submission, Council, sheet, then each figure down to its counts."""
    for entry in GoldenEntry.objects.filter(nomination=item).order_by("pk"):
        yield Text(f"Số sổ vàng {entry}{' (đã gạch: quyết định thu hồi)' if entry.struck_at else ''}.", bold=True)
    if award is not None:
        row = award.decision
        yield Text(
            f"Quyết định số {row.number} ngày {format_date(row.signed_on)}, {row.signer} ký"
            f"{', đã công bố' if row.released_at else ', chưa công bố'}."
        )
    for letter in room.registered("to-trinh"):
        yield Text(f"Tờ trình số {letter.number} ngày {format_date(letter.dated)}.")
    if (held := results([item]).get(item.pk)) is not None:
        yield Text(f"Hội đồng, phiên ngày {format_date(held[0].session.held_on)}: {held[0].held_words}, {held[1]}.")
    yield Text(f"Thẩm định: {dossier.verdict.label}.")
    for part in dossier.parts:
        for year, finding in part.years:
            if finding.is_about_others:
                continue
            told = finding.comparison or finding.measured or finding.reason
            yield Text(
                f"{part.label}, năm {year}: {told}{f' ({finding.working})' if finding.working else ''}",
                bold=True,
                before=6,
            )
            for source in finding.sources:
                yield Text(f"- {source.label}", indent=14, before=1)
            keys = [source.key for source in finding.sources if source.kind == "figure_set"]
            yield from _counts(read_ids(key for text in keys for key in text.split("+")))


def _counts(keys: Sequence[int]) -> Iterator[Text]:
    """The cells of the sets of figures that a finding used."""
    for row in FigureSet.objects.filter(pk__in=keys).select_related("unit").order_by("year", "unit__code"):
        counts = (("tổng số hộ", row.households), ("hộ nghèo", row.poor), ("hộ cận nghèo", row.near_poor))
        words = ", ".join(f"{label} {format_count(value)}" for label, value in counts if value is not None)
        if not words and row.poor_rate is not None:
            words = f"tỷ lệ hộ nghèo {format_rate(row.poor_rate)} %"
        act = f"; {row.approval_act}" if row.approval_act else ""
        yield Text(
            f"{row.unit.name}, năm {row.year}, phiên bản {row.number}: {words or 'không có ô nào'}{act}",
            indent=28,
            before=1,
        )


def _papers(dossier: Dossier) -> Part:
    part = Part("III. Thành phần hồ sơ", [])
    for view in dossier.papers:
        paper = view.paper
        told = "thiếu" if not view.is_there and view.part.required else "không có" if not view.is_there else "có"
        if paper is not None:
            told = paper.file.name if paper.file else f"bản giấy: {paper.on_paper}"
        part.lines.append(Text(f"- {view.part.label}: {told}"))
        if paper is not None and paper.file is not None:
            part.files.append((view.part.label, paper.file))
    return part


def _evidence(dossier: Dossier) -> Part:
    part = Part("IV. Minh chứng", [])
    for view in dossier.parts:
        for link in view.links:
            part.lines.append(Text(f"- {view.label}: {link.label}{f' (năm {link.year})' if link.year else ''}"))
            if link.file is not None:
                part.files.append((f"{view.label}, {link.label}", link.file))
    return part


def _sheet(room: Room, dossier: Dossier) -> Part:
    found = appraised(room, dossier)
    lines = []
    for line in found.lines:
        lines.append(Text(f"{line.code}. {line.text}", bold=True, before=6))
        lines.append(Text(f"Nhận xét: {line.outcome}. {line.grounds}", indent=14, before=1))
        if line.measured:
            lines.append(Text(f"Giấy tờ có, số liệu: {line.measured}", indent=14, before=1))
    lines.append(Text(f"Kết luận chung: {found.verdict}.", bold=True, before=8))
    lines += [Text(f"- {text}") for text in found.misses]
    return Part("V. Phiếu thẩm định", lines, _of(dossier.nomination, "phieu-tham-dinh", "Phiếu thẩm định đã ký"))


def _of(item: Nomination, kind: str, label: str) -> list[tuple[str, StoredFile]]:
    rows = Paper.objects.filter(nomination=item, kind=kind, signed__isnull=False).select_related("signed")
    return [(label, row.signed) for row in rows.order_by("-pk")[:1] if row.signed is not None]


def _opinions(room: Room, item: Nomination) -> Part:
    part = Part("VI. Ý kiến các cơ quan", [])
    for row in item.opinions.select_related("of", "file").order_by("pk"):
        said = f"{row.get_stance_display()}. {row.text}".strip() if row.stance else "chưa trả lời"
        part.lines.append(Text(f"- {row.of} (hỏi ngày {format_date(row.asked_on)}): {said}"))
        if row.file is not None:
            part.files.append((f"Ý kiến của {row.of}", row.file))
    return part


def _votes(room: Room, item: Nomination) -> Part:
    """What the Council held of it; how each voted is told nowhere."""
    part = Part("VII. Hội đồng", [])
    for row in item.agenda_items.select_related("session").prefetch_related("recusals__member").order_by("pk"):
        told = f"Phiên ngày {format_date(row.session.held_on)}, {row.session.name}: "
        if row.struck_reason:
            told += f"đưa ra khỏi chương trình: {row.struck_reason}"
        elif row.ended_at is None:
            told += "chưa kết thúc biểu quyết"
        else:
            told += f"đồng ý {row.agree}, không đồng ý {row.disagree}, trắng hoặc không hợp lệ {row.blank}; {row.held_words}"
        part.lines.append(Text(told))
        part.lines += [Text(f"- {r.member.name} không biểu quyết: {r.reason}", indent=14) for r in row.recusals.all()]
        if row.note:
            part.lines.append(Text(f"Ý kiến: {row.note}", indent=14))
        minutes = row.session.papers.filter(signed__isnull=False).select_related("signed").order_by("pk")
        part.files += [
            (f"Biên bản, phiên ngày {format_date(row.session.held_on)}", paper.signed)
            for paper in minutes
            if paper.signed
        ]
    return part


def _decisions(room: Room, item: Nomination, award: Award | None) -> Part:
    part = Part("VIII. Quyết định", [])
    if award is None:
        part.lines.append(Text("Chưa có quyết định khen thưởng."))
        return part
    decisions = [
        award.decision,
        *(row.decision for row in award.revisions.filter(decision__recalled_at=None).select_related("decision__scan")),
    ]
    decisions += [award.revoked_by] if award.revoked_by is not None else []
    for row in decisions:
        part.lines.append(
            Text(
                f"{row.get_kind_display()} số {row.number} ngày {format_date(row.signed_on)}, {row.signer} ký. {row.reason}"
            )
        )
        if row.scan is not None:
            part.files.append((f"Quyết định số {row.number}", row.scan))
    return part
