"""A long list of households: first checked, then, once agreed, written."""

from datetime import date
from functools import partial

from accounts import audit
from accounts.models import User
from core import clock
from core.workflow import Refused
from office.jobs.long_work import Progress
from office.lists import staging
from office.models import LongWork
from office.tables.workbooks import WorkbookRefused, read_file
from units.households.actions.household_import import import_households, villages_of
from units.households.files import read_households
from units.households.list_rows import ParsedList
from units.map.domain.levels import Level
from units.map.domain.naming import Register
from units.models import Unit
from units.unit_lists.domain.file_titles import OF_END, Purpose
from units.unit_lists.registers import above_of, places_on, register_of

NOT_LIVING_HERE = (  # what words over households say of those that are no longer there, folded
    "chuyen di", "da chuyen", "khong con o dia phuong", "khong con cu tru", "da chet", "xoa ten", "cat khau", "xoa khau",
)  # fmt: skip


def read_list(
    content: bytes, name: str, unit: Unit, *, by: User, year: int | None = None, progress: Progress | None = None
) -> ParsedList:
    """The rows of a file of a year for the villages below a unit. Raises `Refused` for a file that cannot be read."""
    on = clock.today()
    villages = list(villages_of(unit, by=by, on=on))
    try:
        book = read_file(content, name)
    except WorkbookRefused as refused:
        raise Refused(str(refused)) from refused
    return read_households(
        book,
        {village.code: village.pk for village in villages},
        Register(
            {village.code: village.name for village in villages},
            cuts_speak=False,
            above=lambda codes: above_of(codes, on),
            places=lambda: places_on(on),
        ),
        foreign=partial(_outside, on=on),
        purpose=Purpose(
            year,
            places=register_of(Unit.objects.in_force(on).exclude(level=Level.VILLAGE), on),
            whole=OF_END,
            other_words=NOT_LIVING_HERE,
        ),
        progress=progress.tell if progress else lambda done, total: None,
    )


def _outside(text: str, *, on: date) -> str:
    """What a village is that the list names and somebody may not keep."""
    found = Unit.objects.in_force(on).at_level(Level.VILLAGE).filter(code=text).first()
    return f"{found.name} (mã {text}) không phải thôn, khu phố trong phạm vi của bạn." if found else ""


def import_work(work: LongWork, progress: Progress) -> str:
    """Check a list, or write it: `wanted` has unit, year and step."""
    unit = Unit.objects.get(pk=work.wanted["unit"])
    file, year = work.file, work.wanted["year"]
    assert file is not None
    by = User.objects.get(pk=work.asked_by_id)
    parsed = read_list(file.read(), file.name, unit, year=year, by=by, progress=progress)
    for note in parsed.notes:
        if note.asks:  # nobody looks on while a long list is written
            parsed.errors.append(f"{note} Vui lòng sửa hoặc bỏ phần đó trong tệp rồi gửi lại.")
    source = f"tệp {file.name}, sha256 {file.sha256}"
    if work.step == "check":
        show = partial(staging.show, file)
        done = import_households(unit, parsed, year=year, source=source, by=by, only_try=True, agreed=show)
        told = "".join(f" {note}" for note in parsed.notes)
        return f"Đã kiểm tra {file.name}, năm {year}: {_counts(done)}{told} Chưa lưu gì."
    progress.is_writing()
    try:
        with audit.change(by):
            agreed = partial(staging.compare, work.wanted["shown"])
            done = import_households(unit, parsed, year=year, source=source, by=by, agreed=agreed)
            result = f"Đã nhập {file.name}, năm {year}: {_counts(done)}"
            progress.ends(result)
    except staging.Moved as moved:
        import_households(
            unit, parsed, year=year, source=source, by=by, only_try=True, agreed=partial(progress.asks_again, moved)
        )
        return staging.MOVED
    return result


def _counts(done: dict[str, int]) -> str:
    return f"{done['new']} hộ mới, {done['changed']} hộ thay đổi, {done['unchanged']} hộ giữ nguyên."
