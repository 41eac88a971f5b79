"""Records of the movement: written, changed while a draft, and moved along their road."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from campaign.activities.actions.funds import lock_funds
from campaign.activities.actions.keeping import may_keep
from campaign.activities.domain import records
from campaign.activities.domain.records import COLUMNS, Road
from campaign.activities.domain.roads import EDITABLE, RecordFacts
from campaign.activities.funds import balance
from campaign.activities.turns import gives
from campaign.models import Campaign, Record, RecordFile, RecordTransition
from campaign.plan.provinces import why_no_place
from campaign.registrations.domain.deadlines import is_over
from campaign.registrations.report_deadlines import deadline_of
from core import clock
from core.findings import Reason
from core.numbers import format_count, format_date
from core.text import tidy
from core.workflow import Refused, Stale
from office.models import StoredFile
from units import access
from units.models import Organisation, Unit

FILES = 10  # that one record keeps
LACKS_SCAN = "Việc của năm đã qua là nhập bù, cần bản quét văn bản làm căn cứ."


@dataclass(frozen=True)
class Draft:
    """What somebody writes of a record."""

    on: date
    title: str
    body: str = ""
    about: Unit | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    movements: Sequence[str] = ()
    subject: tuple[str, int, str] | None = None  # type, key, words
    year: int | None = None  # that a report is about; else the day's


_WHERE = (Permission.CONFIRM_HELP, Permission.ANSWER_REMARK, Permission.OVERRULE_REMARK, Permission.INSPECT,
          Permission.LEAD_MOVEMENT)  # fmt: skip


def facts_of(record: Record, *, by: User) -> RecordFacts:
    """What somebody may do with a record, and what stands against it."""
    allowed: set[str] = {permission for permission in _WHERE if access.may(by, permission, record.place)}
    if may_keep(by, record.unit, record.organisation):
        allowed.add(Permission.KEEP_RECORDS)
        if access.may(by, Permission.SUPERVISE, record.place):
            allowed.add(Permission.SUPERVISE)
    person = record.kind_of.road == Road.STORY and record.details.get("what") == "Cá nhân, hộ gia đình"
    return RecordFacts(
        record.state,
        frozenset(allowed),
        record.recorded_by_id == by.pk and not by.is_builtin,
        gives(by, record),
        _why_overdrawn(record),
        bool(person and not record.details.get("consent")),
    )


def _why_overdrawn(record: Record) -> str:
    """Why the next step of an entry would leave less than nothing."""
    if record.kind_of.road != Road.FUND:
        return ""
    left = balance(record.campaign, record.unit, record.organisation)
    takes = (record.kind == "chi-quy" and record.state == "draft") or (
        record.kind == "thu-quy" and record.state == "recorded"
    )
    if takes and (record.amount or 0) > left:
        short = f"Quỹ của {record.owner} còn {format_count(left)} đồng, không đủ {format_count(record.amount)} đồng."
        todo = "Ghi sổ khoản thu trước, hoặc sửa số tiền chi." if record.kind == "chi-quy" else "Hủy khoản chi trước."
        return f"{short} {todo}"
    return ""


def write(
    campaign: Campaign,
    kind: str,
    draft: Draft,
    *,
    unit: Unit | None = None,
    organisation: Organisation | None = None,
    uploads: Sequence[UploadedFile] = (),
    is_late: bool = False,
    scan: UploadedFile | None = None,
    is_illustrative: bool = False,
    by: User,
) -> Record:
    """Begin a record as a draft. Raises `Refused`, `office.files.contents.FileRefused`; then nothing is stored."""
    with audit.change(by) as trail:
        if not may_keep(by, unit, organisation):
            raise Refused("Bạn không có quyền ghi thay đơn vị này.")
        if why := why_no_place(campaign, unit, organisation):
            raise Refused(*why)
        _check_office(kind, draft, by)
        _check(campaign, draft, unit)
        if records.KINDS[kind].must_follow and draft.subject is None:
            raise Refused(f"Mở trang {_followed(kind)} rồi ghi từ đó.")
        is_late = is_late or scan is not None or records.is_past(draft.on, clock.today())
        if is_late and scan is None:
            raise Refused(LACKS_SCAN)
        record = Record(
            campaign=campaign,
            kind=kind,
            unit=unit,
            organisation=organisation,
            is_late=is_late,
            recorded_by=by,
            scan=StoredFile.keep(scan, by=by) if is_late and scan else None,
            is_illustrative=is_illustrative,
        )
        _fill(record, draft)
        record.save()
        _keep_files(record, uploads, by)
        RecordTransition.objects.create(record=record, step="write", source="", target="draft", by=by, role=_role(by))
        trail.add("write_record", record, new=_plain(record))
        return record


def edit(pk: int, draft: Draft, *, edition: int, uploads: Sequence[UploadedFile] = (), by: User) -> Record:
    """Change a draft. Raises `Refused`, `Stale`, `office.files.contents.FileRefused`."""
    with audit.change(by) as trail:
        record = _locked(pk, edition)
        if not may_keep(by, record.unit, record.organisation):
            raise Refused("Bạn không có quyền ghi thay đơn vị này.")
        if record.state not in EDITABLE:
            raise Refused(f"Bản ghi đang ở trạng thái «{record.state_label}», không sửa được. Mở lại trước khi sửa.")
        _check_office(record.kind, draft, by)
        _check(record.campaign, draft, record.unit)
        if not record.is_late and draft.on.year != record.on.year and records.is_past(draft.on, clock.today()):
            raise Refused(f"{LACKS_SCAN} Bỏ bản nháp này rồi ghi lại kèm bản quét.")
        old = _plain(record)
        _fill(record, draft)
        record.edition += 1
        record.save()
        _keep_files(record, uploads, by)
        trail.add("edit_record", record, old=old, new=_plain(record))
        return record


def may_drop_files(record: Record) -> bool:
    """What was never sent may lose a file; what was sent once keeps all of them."""
    return record.state == "draft" and not record.transitions.exclude(step="write").exists()


def drop_file(pk: int, number: int, *, edition: int, by: User) -> Record:
    """Take a photo or paper off a draft and throw it away. Raises `Refused`, `Stale`."""
    with audit.change(by) as trail:
        record = _locked(pk, edition)
        if not may_keep(by, record.unit, record.organisation):
            raise Refused("Bạn không có quyền ghi thay đơn vị này.")
        if not may_drop_files(record):
            raise Refused("Bản ghi đã được gửi đi, ảnh và tệp của nó được giữ nguyên. Thêm tệp đúng ở nút Sửa.")
        kept = record.files.select_related("file").filter(pk=number).first()
        if kept is None:
            raise Refused("Tệp này không còn ở bản nháp.")
        stored = kept.file
        kept.delete()
        stored.discard()
        record.edition += 1
        record.save(update_fields=["edition"])
        trail.add("drop_record_file", record, old={"name": stored.name, "sha256": stored.sha256})
        return record


def advance(pk: int, step: str, *, by: User, edition: int, reason: str = "") -> Record:
    """Take one step. Raises `Refused` with every objection, `Stale`. Entries of a Fund lock the Fund first."""
    with audit.change(by) as trail:
        seen = Record.objects.select_related("unit", "organisation").get(pk=pk)
        if seen.kind_of.road == Road.FUND:
            lock_funds(seen.campaign, (seen.unit, seen.organisation))
        record = _locked(pk, edition)
        move = record.road.check(step, facts_of(record, by=by), reason=reason)
        if step == "file":
            _refuse_after_hard_deadline(record)
        source = record.state
        record.state, record.edition = move.target, record.edition + 1
        record.save(update_fields=["state", "edition"])
        RecordTransition.objects.create(
            record=record, step=step, source=source, target=record.state, reason=reason.strip(), by=by, role=_role(by)
        )
        trail.add(f"record_{step}", record, old=source, new=record.state, summary=reason)
        return record


def _refuse_after_hard_deadline(record: Record) -> None:
    deadline = deadline_of(record)
    if deadline is not None and deadline.is_hard and is_over(clock.now(), on=deadline.on, bound=deadline.bound):
        raise Refused(f"Đã hết hạn nhận: {deadline.get_bound_display()} {format_date(deadline.on)} ({deadline.act}).")


def _locked(pk: int, edition: int) -> Record:
    rows = Record.objects.select_for_update(of=("self",)).select_related(
        "unit", "organisation__seat", "about", "campaign"
    )
    record: Record = rows.get(pk=pk)
    if record.edition != edition:
        raise Stale("Bản ghi đã được người khác cập nhật.")
    return record


# roads that only some offices take: what is needed, and who they are
_OFFICES = {
    Road.REMARK: (Permission.SUPERVISE, "Chỉ Mặt trận Tổ quốc và các tổ chức giám sát ghi ý kiến giám sát."),
    Road.INSPECTION: (Permission.INSPECT, "Chỉ hai cơ quan được giao theo dõi, kiểm tra ghi kết luận kiểm tra."),
}


def _followed(kind: str) -> str:
    return records.KINDS[records.KINDS[kind].follows].label.lower()


def _check_office(kind: str, draft: Draft, by: User) -> None:
    """Whoever supervises or inspects does so within their own reach."""
    needed = _OFFICES.get(records.KINDS[kind].road)
    if needed is None:
        return
    permission, words = needed
    if not access.holds(by, permission):
        raise Refused(words)
    if draft.about is not None and not access.may(by, permission, draft.about):
        words = f"{draft.about.name} nằm ngoài phạm vi của bạn. Chọn địa phương trong phạm vi của bạn."
        raise Refused(Reason(words, "about"))


def _check(campaign: Campaign, draft: Draft, owner: Unit | None) -> None:
    reasons: list[str] = [
        Reason(f"{unit.name} chưa có hoặc không còn vào ngày {format_date(draft.on)}.", field)
        for unit, field in ((owner, "owner"), (draft.about, "about"))
        if unit is not None and not unit.valid_from <= draft.on < unit.valid_to
    ]
    if draft.on > clock.today():
        reasons.append(Reason(f"Ngày {format_date(draft.on)} ở sau hôm nay.", "on"))
    if draft.year is not None and draft.year > draft.on.year:
        reasons.append(Reason(f"Báo cáo của năm {draft.year} không thể lập ngày {format_date(draft.on)}.", "year"))
    if not campaign.first_year <= (draft.year or draft.on.year) <= campaign.last_year:
        reasons.append(f"Phong trào chỉ có các năm {campaign.first_year} - {campaign.last_year}.")
    if not tidy(draft.title):
        reasons.append(Reason("Vui lòng ghi nội dung.", "title"))
    if reasons:
        raise Refused(*reasons)


def _fill(record: Record, draft: Draft) -> None:
    kind = records.KINDS[record.kind]
    record.on, record.year = draft.on, draft.year or draft.on.year
    record.title, record.body = tidy(draft.title)[:300], draft.body.strip()
    record.about = draft.about if kind.about else None
    if draft.subject is not None and (kind.has_subject or kind.follows):
        record.subject_type, record.subject_id, record.subject_label = draft.subject
    for key in COLUMNS:
        setattr(record, key, draft.answers.get(key) if kind.question(key) else None)
    record.details = {
        item.key: draft.answers[item.key]
        for item in kind.questions
        if item.key not in COLUMNS and draft.answers.get(item.key) not in (None, "")
    }
    record.movements = list(draft.movements)


def _keep_files(record: Record, uploads: Sequence[UploadedFile], by: User) -> None:
    if not uploads:
        return
    if record.files.count() + len(uploads) > FILES:
        raise Refused(f"Mỗi bản ghi giữ nhiều nhất {FILES} tệp.")
    RecordFile.objects.bulk_create(RecordFile(record=record, file=StoredFile.keep(item, by=by)) for item in uploads)


def _plain(record: Record) -> dict[str, Any]:
    return {
        "on": record.on,
        "year": record.year,
        "title": record.title,
        "amount": record.amount,
        "households": record.households,
        "about": record.about.code if record.about else "",
        **record.details,
    }


def _role(by: User) -> str:
    seats = access.seats(by)
    return seats[0].label[:200] if seats else ""
