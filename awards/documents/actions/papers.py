"""Papers of a round: made and kept with their hash, registered, the signed one put beside; templates replaced."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from awards.decisions.actions.signed import put
from awards.documents.domain.accepting import objections
from awards.documents.domain.blank import Layout, differences, read_layout, why_not_layout
from awards.documents.domain.kinds import KINDS, Kind
from awards.documents.printing import print_paper, template_bytes
from awards.documents.round_data import Room
from awards.documents.subjects import Subject
from awards.documents.telling import recorded_signer, signed_of
from awards.models import BlankLayout, Paper, PaperTemplate, ReplacedFile
from campaign.plan.leading import leads_portal
from core import clock
from core.acts import why_no_number
from core.numbers import format_date, format_moment
from core.own_words import in_own_words
from core.text import person_key, tidy
from core.workflow import Overtaken, Refused
from office.models import StoredFile
from units import access
from units.models import Unit


def may_make(user: Any, kind: Kind, province: Unit) -> bool:
    """Somebody may make, register and keep documents of a kind."""
    return access.may_any(user, kind.makers, province)


def _must_make(user: User, kind: Kind, province: Unit) -> None:
    if not may_make(user, kind, province):
        raise Refused(f"Bạn không có quyền lập {kind.label[:1].lower()}{kind.label[1:]}.")


def make(room: Room, subject: Subject, *, signing: str = "", signer: str = "", by: User) -> Paper:
    """Print a document and keep it with its hash. Raises `Refused`."""
    return make_all(room, [subject], signing=signing, signer=signer, by=by)[0]


def make_all(room: Room, subjects: Sequence[Subject], *, signing: str = "", signer: str = "", by: User) -> list[Paper]:
    """Print many documents: all or none. Raises `Refused`."""
    reasons = [f"{item.kind.label}, {item.label}: {item.why_not}" for item in subjects if item.why_not]
    if reasons:
        raise Refused(*reasons)
    for item in subjects:
        _must_make(by, item.kind, room.round.campaign.province)
        if signing and signing not in item.kind.signings:
            raise Refused(f"{item.kind.label} không ký theo thẩm quyền này.")
        if why := why_not_signer(item, signer):
            raise Refused(why)
    prints = []
    for item in subjects:
        signed = signed_of(room, item, signing=signing, signer=tidy(signer)[:120])
        prints.append((item, signed, print_paper(room, item, signed)))
    with audit.change(by) as trail:
        made = []
        for item, signed, printed in prints:
            last = room.paper_of(item.key)
            name = file_name(item, signed.number)
            paper = Paper.objects.create(
                round=room.round,
                kind=item.kind.code,
                nomination=item.nomination,
                session=item.session,
                decision=item.decision,
                authority=item.authority,
                signing=signed.signing,
                signer=signed.signer,
                number=last.number if last else "",
                dated=last.dated if last else None,
                effective_on=last.effective_on if last else None,
                digest=printed.digest,
                template=printed.template,
                file=StoredFile.keep(ContentFile(printed.content, name), by=by),
                made_by=by,
            )
            label = f"{item.kind.label}, {room.round.name}"
            trail.add("make_paper", paper, label=label, summary=item.label, new=paper.file.sha256)
            made.append(paper)
        return made


def why_not_signer(subject: Subject, signer: str) -> str:
    """Why a name may not stand below a decision or a Bằng khen: the decision records another. Titles are no names."""
    decision = subject.decision
    recorded = recorded_signer(decision) if decision is not None else ""
    if decision is None or not recorded or not tidy(signer) or person_key(recorded) == person_key(signer):
        return ""
    return f"Người ký ghi ở văn bản là «{tidy(signer)}», còn {decision} ghi «{recorded}» ký. Vui lòng ghi đúng người ký của quyết định."


def file_name(subject: Subject, number: str = "") -> str:
    """A name that people recognise and every system takes."""
    parts = [subject.kind.code, subject.about, number.replace("/", "-")]
    return "_".join(part for part in parts if part)[:100] + ".docx"


def registered(paper: Paper) -> str:
    """Number and day in the register; nothing before they are written."""
    return f"{paper.number} {format_date(paper.dated)}".strip()


def register(
    paper: Paper, *, number: str, dated: date, effective_on: date | None = None, over: str | None = None, by: User
) -> Paper:
    """Number and day as the register has them; printed the next time it is made.

    `over` is what the page showed in their place (`registered`). Raises `Refused`, `Overtaken`.
    """
    kind, number = KINDS[paper.kind], tidy(number)
    reasons = []
    if not number:
        reasons.append("Vui lòng ghi số, ký hiệu như trong sổ.")
    else:
        reasons += why_no_number(number)
    if dated > clock.today():
        reasons.append(f"Ngày văn bản {format_date(dated)} ở sau hôm nay.")
    if effective_on is not None and effective_on < dated:
        reasons.append("Ngày có hiệu lực không thể trước ngày văn bản.")
    if paper.decision_id is not None:
        reasons.append("Số và ngày của quyết định được ghi khi ban hành, không sửa ở đây.")
    if reasons:
        raise Refused(*reasons)
    with audit.change(by) as trail:
        _must_make(by, kind, paper.round.campaign.province)
        row = Paper.objects.select_for_update(of=("self",)).select_related("round").get(pk=paper.pk)
        others = Paper.objects.filter(number=number, dated=dated).exclude(
            kind=row.kind,
            nomination=row.nomination_id,
            session=row.session_id,
            round=row.round_id,
            authority=row.authority,
        )
        if others.exists():
            raise Refused(f"Số {number} ngày {format_date(dated)} đã có ở một văn bản khác.")
        old = registered(row)
        if over is not None and over != old:
            raise Overtaken(("Số, ngày", old or "(đã bỏ)"))
        row.number, row.dated, row.effective_on = number[:60], dated, effective_on
        row.save(update_fields=["number", "dated", "effective_on"])
        label = f"{kind.label}, {row.round.name}"
        trail.add("register_paper", row, label=label, old=old or None, new=f"{number} {format_date(dated)}")
        return row


def is_out(paper: Paper) -> bool:
    """Others have it: it is registered, or its decision is released."""
    return bool(paper.number) or (paper.decision is not None and paper.decision.released_at is not None)


def keep_signed(paper: Paper, scan: UploadedFile, *, reason: str = "", over: str | None = None, by: User) -> bool:
    """The signed paper as it came; a digital signature in it is kept, not verified. Whether another than stood there.

    An earlier one stays and wants a reason; `over` is the hash of what the page showed. Raises as `awards.decisions.actions.signed.put`.
    """
    kind = KINDS[paper.kind]
    with audit.change(by) as trail:
        _must_make(by, kind, paper.round.campaign.province)
        rows = Paper.objects.select_for_update(of=("self",)).select_related("round", "decision", "signed__stored_by")
        row = rows.get(pk=paper.pk)
        earlier = ReplacedFile(
            round=row.round,
            paper=row,
            what=f"{kind.label}, {row.round.name}"[:300],
            reason=reason,
            was_out=is_out(row),
            by=by,
        )
        was, row.signed = row.signed_id, put(scan, row.signed, earlier, over=over, trail=trail)
        row.save(update_fields=["signed"])
        return row.signed_id != was


# ---- templates ----


def may_keep_templates(user: Any) -> bool:
    """The system administrator of the province, and the leader of its award agency."""
    return leads_portal(user, Permission.KEEP_TEMPLATES)


def _must_keep(by: User) -> None:
    if not may_keep_templates(by):
        raise Refused(
            in_own_words("Chỉ quản trị hệ thống của tỉnh và lãnh đạo cơ quan thi đua, khen thưởng thay mẫu văn bản.")
        )


def stage_template(kind: Kind, upload: UploadedFile, *, note: str = "", by: User) -> PaperTemplate:
    """A template to be looked at first; it does not count yet. Raises `FileRefused`, `Refused` with every objection."""
    with audit.change(by) as trail:
        _must_keep(by)
        kept = StoredFile.keep(upload, by=by)
        with kept.content.open("rb") as file:
            found = objections(file.read(), kept.name, kind)
        if found:
            raise Refused(*dict.fromkeys(found))
        row: PaperTemplate = PaperTemplate.objects.create(kind=kind.code, file=kept, note=tidy(note)[:200], by=by)
        trail.add("stage_template", row, label=kind.label, new=kept.sha256)
        return row


def begin_template(pk: int, *, over: int | None = None, by: User) -> PaperTemplate:
    """From now on documents are printed from this one; an earlier one begins again as a new row.

    `over` is the key of the template that the page showed in use, 0 for the portal's own; unknown without a page. Raises
    `Refused`, `Overtaken` with what somebody else put in use since.
    """
    with audit.change(by) as trail:
        _must_keep(by)
        chosen = PaperTemplate.objects.get(pk=pk)
        kind, current = KINDS[chosen.kind], _current(chosen.kind)
        if current is not None and current.pk == pk:
            raise Refused("Mẫu này đang được dùng.")
        # read anew under the lock: who waited sees whether it has begun meanwhile
        row = PaperTemplate.objects.select_related("file").get(pk=pk)
        found = objections(template_bytes(kind, row), row.file.name, kind)
        if found:
            raise Refused(*dict.fromkeys(found))
        _end(current, over)
        if row.began_at is not None:
            row = PaperTemplate.objects.create(kind=row.kind, file=row.file, note=row.note, by=by, began_at=clock.now())
        else:
            row.began_at = clock.now()
            row.save(update_fields=["began_at"])
        trail.add("begin_template", row, label=kind.label, new=row.file.sha256)
        return row


def use_default(kind: Kind, *, over: int | None = None, by: User) -> None:
    """Back to the portal's own template. Raises as `begin_template`."""
    with audit.change(by) as trail:
        _must_keep(by)
        current = _current(kind.code)
        if current is None:
            raise Refused("Văn bản này đang dùng mẫu của cổng.")
        _end(current, over)
        trail.add("default_template", current, label=kind.label, old=current.file.sha256)


def _current(kind: str) -> PaperTemplate | None:
    """The template in use, none for the portal's own; all of the kind are locked, since one that is looked at may begin."""
    rows = PaperTemplate.objects.filter(kind=kind).select_for_update(of=("self",)).select_related("file", "by")
    return next((row for row in rows.order_by("pk") if row.began_at is not None and row.replaced_at is None), None)


def _end(current: PaperTemplate | None, over: int | None) -> None:
    if over is not None and over != (current.pk if current is not None else 0):
        raise Overtaken(("Mẫu đang dùng", _told_template(current)))
    if current is not None:
        current.replaced_at = clock.now()
        current.save(update_fields=["replaced_at"])


def _told_template(row: PaperTemplate | None) -> str:
    if row is None:
        return "Mẫu của cổng"
    began = format_moment((row.began_at or row.recorded_at).astimezone(clock.VIETNAM))
    return f"{row.file.name} ({row.by.full_name} tải lên, dùng từ {began})"


def set_blank(layout: Layout, *, over: int | None = None, by: User) -> BlankLayout:
    """Where the words of a Bằng khen stand from now on.

    `over` is the key of the places that the page showed, 0 for the portal's own; unknown without a page. Raises `Refused`,
    `Overtaken` with the places that somebody else stored since.
    """
    found = why_not_layout(layout)
    if found:
        raise Refused(*found)
    with audit.change(by) as trail:
        _must_keep(by)
        now = BlankLayout.objects.select_for_update(of=("self",)).filter(replaced_at=None).select_related("by").first()
        if over is not None and now is not None and now.pk != over and now.layout != layout.to_json():
            at = format_moment(now.recorded_at.astimezone(clock.VIETNAM))
            other = "; ".join(differences(read_layout(now.layout), layout))
            raise Overtaken(("Vị trí in Bằng khen", f"{other} ({now.by.full_name} ghi {at})"))
        BlankLayout.objects.filter(replaced_at=None).update(replaced_at=clock.now())
        row: BlankLayout = BlankLayout.objects.create(layout=layout.to_json(), by=by)
        trail.add("set_blank", row, label="Vị trí in Bằng khen", new=layout.to_json())
        return row
