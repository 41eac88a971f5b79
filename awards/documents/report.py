"""The report of achievements (báo cáo thành tích) filled in from what the portal holds, for the nominee to finish in Word."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from docx import Document

from awards.documents.domain.phrases import HARD, OPEN_DAY, place_words, with_place
from awards.documents.round_data import Room, chains, holder_words, noun_of
from awards.law.domain.regimes import CONFIRMED, Regime
from awards.models import Nomination
from awards.nominations.dossiers import Dossier
from awards.nominations.history import GIVEN, History
from campaign.rules import reached
from core import clock
from core.numbers import format_date
from office.documents.word import CENTER, JUSTIFY, Grid, add_grid, add_line, add_rule, fill_cell, set_page, set_widths

BLANK = "…" * 26  # where the nominee writes
DONE = "records"  # lines that count activities; the others say how papers came
COLLECTIVE = ("Điện thoại, thư điện tử", "Cơ cấu tổ chức, tổng số cán bộ, công chức, viên chức, người lao động hoặc số hộ, số khẩu",
              "Chức năng, nhiệm vụ được giao; thuận lợi, khó khăn")  # fmt: skip
PERSON = ("Tên thường gọi, bí danh", "Ngày, tháng, năm sinh", "Giới tính", "Dân tộc, tôn giáo", "Quê quán", "Nơi thường trú",
          "Trình độ chuyên môn, nghiệp vụ", "Quá trình công tác, lao động, sản xuất")  # fmt: skip


def report(room: Room, dossier: Dossier, shown: dict[str, Sequence[Any]], earlier: History) -> bytes:
    """The .docx: what is known stands there with its source, the rest is left to the nominee."""
    item, document = dossier.nomination, Document()
    set_page(document)
    _head(document, room, item)
    add_line(document, "BÁO CÁO THÀNH TÍCH", bold=True, align=CENTER, before=12, after=0)
    form = room.plan.form_name(item.form or room.round.shape.award_form)
    add_line(document, f"Đề nghị tặng {form}", bold=True, align=CENTER, after=2)
    add_line(document, f"({form_words(dossier.regime)})", italic=True, align=CENTER, after=12)
    is_person = bool(item.person) or item.household_id is not None
    _say(document, "I. SƠ LƯỢC LÝ LỊCH" if is_person else "I. SƠ LƯỢC ĐẶC ĐIỂM, TÌNH HÌNH", bold=True)
    for line in _who(room, dossier, is_person=is_person):
        _say(document, line)
    _say(document, "II. THÀNH TÍCH ĐẠT ĐƯỢC", bold=True)
    _figures(document, dossier)
    _criteria(document, dossier, shown)
    if item.achievements.strip():
        _say(document, "3. Tóm tắt thành tích trong hồ sơ")
        for line in item.achievements.splitlines():
            if line.strip():
                _say(document, line.strip())
    _say(document, "III. CÁC HÌNH THỨC ĐÃ ĐƯỢC KHEN THƯỞNG", bold=True)
    _awards(document, earlier, item.earlier_awards)
    _foot(document, is_person=is_person)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def form_words(regime: Regime) -> str:
    """The number of the form where it was read in the law itself (R18); else a place for the pen."""
    if regime.form_mark == CONFIRMED:
        return f"{regime.form_number} kèm theo {regime.decree}"
    return f"Mẫu số …… kèm theo {regime.decree}"


def _say(document: Any, text: str, *, bold: bool = False, italic: bool = False) -> None:
    add_line(document, text, bold=bold, italic=italic, align=JUSTIFY, first=1.27, before=6 if bold else 0)


def _head(document: Any, room: Room, item: Nomination) -> None:
    """Who reports: the nominee itself where it is a body or a locality, of a person or household its holder."""
    own = item.organisation.name if item.organisation is not None else holder_words(item)
    table = document.add_table(rows=2, cols=2)
    set_widths(table, (6.2, 9.8))
    left, right = table.rows[0].cells
    fill_cell(left, [(f"{HARD}{'…' * 11}", False, False, 12), (own.upper(), True, False, 12)])
    nation = [("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True, False, 12), ("Độc lập - Tự do - Hạnh phúc", True, False, 13)]
    fill_cell(right, nation)
    add_rule(right, 2.05)
    day = f"{room.province_on(room.today)}, {OPEN_DAY} {room.today.year}"
    fill_cell(table.rows[1].cells[1], [(day, False, True, 13)])


def _who(room: Room, dossier: Dossier, *, is_person: bool) -> Iterator[str]:
    item = dossier.nomination
    chain = chains([item], room.today)[item.pk]
    if is_person:
        yield f"- Họ và tên{' chủ hộ' if noun_of(item) else ''}: {item.person or item.printed_name}"
        if item.person_title:
            yield f"- Chức vụ, đơn vị công tác: {with_place(item.person_title, chain)}"
        else:
            yield f"- Địa chỉ: {place_words(chain)}"
    else:
        yield f"- Tên tập thể: {item.printed_name}"
        yield f"- Địa chỉ: {place_words(chain)}"
    for label in PERSON if is_person else COLLECTIVE:
        yield f"- {label}:"
        yield BLANK


def _figures(document: Any, dossier: Dossier) -> None:
    """Figures by year with what was required and where they come from."""
    rows = []
    for part in dossier.parts:
        for year, finding in part.years:
            if not finding.is_about_others:
                got = reached(finding) or finding.reason
                asked = finding.asked or "chưa giao"
                working = f"{finding.working} = {got}" if finding.working and finding.actual is not None else got
                rows.append(
                    (
                        finding.period or str(year),
                        part.label,
                        working,
                        asked,
                        "; ".join(source.label for source in finding.sources),
                    )
                )
    _say(document, "1. Số liệu của các năm xét (cổng điền theo kết quả đã duyệt)")
    if not rows:
        _say(document, f"Không có số liệu tính được cho đối tượng này. {BLANK}")
        return
    heads = (("Năm", 1.5), ("Tiêu chuẩn", 2.0), ("Kết quả", 4.5), ("Yêu cầu", 2.8), ("Nguồn", 5.2))
    add_grid(document, Grid(heads, rows))


def _criteria(document: Any, dossier: Dossier, shown: dict[str, Sequence[Any]]) -> None:
    """Each standard in the plan's words, what the nominee did and has, and room to write.

    What the desk remarks of it (sent late, not sent, taken in by nobody) is no achievement and stays on the sheet.
    """
    _say(document, "2. Thành tích theo từng tiêu chuẩn")
    for view in dossier.criteria:
        if view.is_about_others:
            continue
        _say(document, f"{view.criterion.name}. {view.criterion.text}", italic=True)
        held = [paper.source.label for part in view.parts for paper in part.papers if paper.counts]
        held += [line.label for part in view.parts for line in shown.get(part.key, ()) if line.kind == DONE]
        for line in dict.fromkeys(held):
            _say(document, f"- {line.rstrip('.;')}.")
        _say(document, BLANK)


def _awards(document: Any, earlier: History, declared: str) -> None:
    rows = [
        (format_date(line.on), line.what, line.paper) for line in earlier.lines if line.kind == GIVEN
    ]  # newest first
    rows += [("", line.strip(), "tự khai trong hồ sơ") for line in declared.splitlines() if line.strip()]
    rows.append(("…", "…", "…"))
    add_grid(
        document,
        Grid((("Ngày", 2.6), ("Hình thức khen thưởng", 7.4), ("Số, ngày quyết định; cơ quan ban hành", 6.0)), rows),
    )


def _foot(document: Any, *, is_person: bool) -> None:
    table = document.add_table(rows=1, cols=2)
    set_widths(table, (8.0, 8.0))
    left, right = table.rows[0].cells
    fill_cell(left, [("XÁC NHẬN CỦA CẤP TRÊN TRỰC TIẾP", True, False, 13), *[("", False, False, 14)] * 4])
    fill_cell(
        right, [("NGƯỜI BÁO CÁO" if is_person else "THỦ TRƯỞNG ĐƠN VỊ", True, False, 13), *[("", False, False, 14)] * 4]
    )
    add_line(
        document,
        f"Mẫu do cổng điền ngày {format_date(clock.today())}; phần để trống do nơi báo cáo ghi.",
        italic=True,
        size=13,
        before=12,
    )
