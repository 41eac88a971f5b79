"""A document of a round as bytes: its content in the template that counts. Read only."""

from dataclasses import dataclass
from typing import Any

from awards.documents.domain import blank, form
from awards.documents.domain.facts import Signed
from awards.documents.domain.filling import Content, fill
from awards.documents.domain.kinds import SIGNINGS, Kind
from awards.documents.domain.layout import default_template
from awards.documents.domain.phrases import OPEN_DAY, dated
from awards.documents.round_data import Room
from awards.documents.subjects import Subject
from awards.documents.telling import content_of, digest_of
from awards.models import BlankLayout, PaperTemplate
from core.own_words import in_own_words
from office.documents.word import day_words


@dataclass(frozen=True)
class Print:
    """A document as it will be stored."""

    content: bytes
    digest: str
    template: PaperTemplate | None

    def faults(self, kind: Kind) -> list[str]:
        """What its layout lacks."""
        return form.faults(self.content, title=kind.title, parts=kind.parts) if kind.is_by_template else []


def current_templates() -> dict[str, PaperTemplate]:
    """The templates that offices put in place of the portal's own, by kind."""
    rows = PaperTemplate.objects.filter(began_at__isnull=False, replaced_at=None).select_related("file")
    return {row.kind: row for row in rows}


def template_bytes(kind: Kind, row: PaperTemplate | None) -> bytes:
    """What a template is made of."""
    if row is None:
        return default_template(kind.code)
    with row.file.content.open("rb") as file:
        read: bytes = file.read()
    return read


def print_paper(room: Room, subject: Subject, signed: Signed, *, template: PaperTemplate | None = None) -> Print:
    """The document. Without a `template` the one that counts. Raises `UnknownToken`."""
    if not subject.kind.is_by_template:
        people = certificates(room, subject, signed)
        content = Content({str(at): tuple(words.values()) for at, words in enumerate(people)})
        return Print(blank.render(current_layout(), people), digest_of(content), None)
    content = content_of(room, subject, signed)
    row = template or current_templates().get(subject.kind.code)
    return Print(fill(template_bytes(subject.kind, row), content), digest_of(content), row)


def digest(room: Room, subject: Subject) -> str:
    """The mark of what a document would say now."""
    signed = Signed()
    if not subject.kind.is_by_template:
        people = certificates(room, subject, signed)
        return digest_of(Content({str(at): tuple(words.values()) for at, words in enumerate(people)}))
    return digest_of(content_of(room, subject, signed))


# ---- the blank of a Bằng khen ----


def current_layout() -> blank.Layout:
    """Where the words stand now."""
    row = BlankLayout.objects.filter(replaced_at=None).first()
    return blank.read_layout(row.layout) if row else blank.DEFAULT


def certificates(room: Room, subject: Subject, signed: Signed) -> list[dict[str, str]]:
    """The words of each recipient of a decision whose award stands, by group and name as printed."""
    decision = subject.decision
    assert decision is not None
    order = [group.code for group in room.plan.groups]
    rows = [row for row in room.awards if row.decision_id == decision.pk and row.revoked_by_id is None]
    merit = f"Đã có thành tích trong {room.plan.name}, {room.round.shape.printed_words}"
    shared = {
        "thanh_tich": merit,
        "ngay": f"{room.province_on(decision.signed_on)}, {day_words(decision.signed_on)}",
        "quyet_dinh": "Quyết định " + dated(decision.number, decision.signed_on).replace(" ngày", "\nngày", 1),
        "ky": "\n".join(
            SIGNINGS[signed.signing or subject.kind.signings[0]].lines(room.head_on(signed.day or room.today))
        ),
        "nguoi_ky": signed.signer,
    }
    shared = {key: value for key, value in shared.items() if key not in ("ky", "nguoi_ky") or signed.signing}
    rows.sort(key=lambda row: (order.index(row.group) if row.group in order else len(order), row.nomination.sort_key))
    return [
        {
            "ten": row.printed_name,
            "noi": room.place(row.nomination, decision.signed_on),
            "so_vang": f"Số sổ vàng: {room.numbers[row.nomination_id]}" if row.nomination_id in room.numbers else "",
            **shared,
        }
        for row in rows
    ]


def trial(layout: blank.Layout) -> bytes:
    """The trial page: made-up words on a grid, to be laid over a blank."""
    words: dict[str, Any] = {
        "ten": "Nguyễn Văn An",
        "noi": in_own_words("Công chức xã C, tỉnh A"),
        "so_vang": "Số sổ vàng: 12/2023",
        "thanh_tich": "Đã có thành tích trong Phong trào thi đua “Vì người nghèo - Không để ai bị bỏ lại phía sau”",
        "ngay": f"A, {OPEN_DAY} 2023",
        "quyet_dinh": "Quyết định số 512/QĐ-UBND\nngày 19 tháng 5 năm 2023",
        "ky": "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
        "nguoi_ky": "Trần Văn Bình",
    }
    return blank.render(layout, [words], grid=True)
