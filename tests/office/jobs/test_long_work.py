"""Long work: who holds it, what happens when its worker dies, what its page says, when its file goes."""

import os
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.test import Client
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from core import clock
from core.workflow import Refused
from office.jobs import long_work, rescue
from office.jobs.long_work import WORKS, Lost, Progress, start
from office.models import PREVIEW, LongWork, StagedFile, StoredFile
from tests import cast

SignIn = Callable[[User], Client]
Commits = Any


@pytest.fixture
def by(db: None) -> User:
    return User.objects.create_user("nguoi-gui", "mot-cau-ngan-de-nho", full_name="Người Gửi")


@pytest.fixture
def queue(settings: Any) -> None:
    """The queue of a real portal, which no worker reads here."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.LONG_WORK_BEAT = 0.01


@pytest.fixture
def work() -> Iterator[dict[str, Any]]:
    """A kind of work that does what a test says."""
    told: dict[str, Any] = {"do": lambda item, progress: "Xong."}
    WORKS["thu"] = lambda item, progress: told["do"](item, progress)
    yield told
    del WORKS["thu"]


def _start(by: User, *, file: bool = False, **wanted: Any) -> LongWork:
    kept = StoredFile.store(b"a,b", "ds.csv", "text/csv", by=by) if file else None
    return start("thu", "Việc thử", by=by, wanted={"step": "write", **wanted}, file=kept)


def _on_disk() -> list[Path]:
    return [path for path in Path(django_settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def _taken_and_left(item: LongWork, *, attempts: int = 1) -> LongWork:
    """As a worker leaves it that dies."""
    LongWork.objects.filter(pk=item.pk).update(
        state="running", attempts=attempts, beat_at=clock.real_now() - timedelta(minutes=5)
    )
    item.refresh_from_db()
    return item


def _two_looks() -> None:
    watch = rescue.Watch()
    watch.look()
    time.sleep(0.02)
    watch.look()


# ---- a worker that dies ----


def test_a_work_whose_worker_died_waits_again_and_the_second_time_for_a_person(
    by: User, queue: None, work: dict[str, Any], django_capture_on_commit_callbacks: Commits
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        item = _taken_and_left(_start(by))
        _two_looks()
    item.refresh_from_db()
    assert (item.state, item.attempts, DBTaskResult.objects.ready().count()) == ("waiting", 1, 2)
    _taken_and_left(item, attempts=2)
    _two_looks()
    item.refresh_from_db()
    assert item.state == "interrupted"
    assert item.result == (
        "Máy chủ dừng giữa chừng 2 lần khi làm việc này; chưa lưu gì. "
        "Bấm «Chạy lại»; nếu vẫn gián đoạn, báo người quản trị hệ thống."
    )


def test_a_beat_between_two_looks_is_a_sign_of_life(by: User, queue: None, work: dict[str, Any]) -> None:
    """One that was only held up: SQLite has one writer, a machine may sleep."""
    item = _taken_and_left(_start(by))
    watch = rescue.Watch()
    watch.look()
    time.sleep(0.02)
    LongWork.objects.filter(pk=item.pk).update(beat_at=clock.real_now() - timedelta(minutes=4))  # still old, but later
    watch.look()
    item.refresh_from_db()
    assert item.state == "running"
    watch = rescue.Watch()
    watch.look()
    LongWork.objects.filter(pk=item.pk).update(beat_at=clock.real_now() + timedelta(hours=1))
    time.sleep(0.02)
    watch.look()
    item.refresh_from_db()
    assert item.state == "running"


def test_a_worker_that_comes_back_after_another_took_over_stores_nothing(by: User, work: dict[str, Any]) -> None:
    item = _taken_and_left(_start(by))
    late = Progress(item)
    LongWork.objects.filter(pk=item.pk).update(attempts=2, beat_at=clock.real_now())
    with pytest.raises(Lost):
        late.is_writing()
    with pytest.raises(Lost):
        late.ends("Đã nhập")
    with pytest.raises(Lost):
        late.hands_over(b"x", "a.zip", "application/zip", "Đã gom")
    assert (StoredFile.objects.count(), _on_disk()) == (0, [])
    item.refresh_from_db()
    assert (item.state, item.result) == ("running", "")


def test_a_work_that_no_row_of_the_queue_waits_for_is_queued_again(
    by: User, queue: None, work: dict[str, Any], django_capture_on_commit_callbacks: Commits
) -> None:
    item = _start(by)  # its process died before the row of the queue was written
    LongWork.objects.update(queued_at=clock.real_now() - timedelta(minutes=5))
    for _ in range(2):  # the second look finds it queued
        with django_capture_on_commit_callbacks(execute=True):
            rescue.queue_again()
        assert DBTaskResult.objects.ready().count() == 1
    item.refresh_from_db()
    assert item.task == str(DBTaskResult.objects.get().pk)


def test_a_worker_says_that_it_lives_also_while_a_work_is_silent(
    transactional_db: None, settings: Any, work: dict[str, Any]
) -> None:
    settings.LONG_WORK_BEAT = 0.05
    by = User.objects.create_user("nguoi-gui", "mot-cau-ngan-de-nho", full_name="Người Gửi")
    seen = []

    def sleep(item: LongWork, progress: Progress) -> str:
        for _ in range(100):
            time.sleep(0.05)
            beat = LongWork.objects.values_list("beat_at", flat=True).get(pk=item.pk)
            if beat > item.beat_at:
                seen.append(beat)
                break
        return "Xong."

    work["do"] = sleep
    item = _start(by)
    item.refresh_from_db()
    assert (item.state, item.attempts, len(seen)) == ("done", 1, 1)


# ---- its page ----


def _page(client: Client, item: LongWork) -> tuple[str, str | None]:
    """What it says, and after how many seconds it asks again by itself."""
    answer = client.get(f"/viec-dai/{item.pk}/")
    refresh = answer.headers.get("Refresh")
    return answer.content.decode(), refresh and refresh.partition(";")[0]


def test_the_page_of_a_work_that_waits(by: User, queue: None, work: dict[str, Any], sign_in: SignIn) -> None:
    client, item = sign_in(by), _start(by)
    text, refresh = _page(client, item)
    assert ("Trang tự tải lại sau 2 giây" in text, refresh, "Chưa có tiến trình" in text) == (True, "2", False)
    LongWork.objects.update(queued_at=clock.real_now() - timedelta(minutes=2))
    assert _page(client, item)[1] == "10"
    LongWork.objects.update(queued_at=clock.real_now() - timedelta(minutes=7, seconds=5))
    text, refresh = _page(client, item)
    assert "Chưa có tiến trình nào nhận việc này (đã chờ 7 phút). Báo người quản trị hệ thống" in text
    assert refresh == "10"


def test_the_page_of_an_interrupted_work_lets_it_run_again(
    by: User, work: dict[str, Any], sign_in: SignIn, django_capture_on_commit_callbacks: Commits
) -> None:
    client, item = sign_in(by), _taken_and_left(_start(by, file=True), attempts=2)
    text, refresh = _page(client, item)
    assert ("Gián đoạn" in text, "đã dừng" in text, refresh) == (True, True, "2")
    rescue.take_up(item.pk, item.beat_at)
    text, refresh = _page(client, item)
    assert ("Chạy lại</button>" in text, "chưa lưu gì" in text, refresh) == (True, True, None)
    stranger = sign_in(User.objects.create_user("nguoi-khac", "mot-cau-ngan-de-nho", full_name="Người Khác"))
    assert stranger.post(f"/viec-dai/{item.pk}/", {"chay-lai": "1"}).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/viec-dai/{item.pk}/", {"chay-lai": "1"})
    item.refresh_from_db()
    assert (item.state, item.result, item.attempts) == ("done", "Xong.", 3)
    with pytest.raises(Refused, match="không còn ở trạng thái gián đoạn"):
        long_work.again(item.pk, by=by)


# ---- its file ----


def _refuse(item: LongWork, progress: Progress) -> str:
    raise Refused("Dòng 2: thiếu mã.")


def _fail(item: LongWork, progress: Progress) -> str:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("do", "state", "says"),
    [
        (lambda item, progress: "Đã nhập.", "done", "Đã nhập."),
        (_refuse, "refused", "Chưa lưu gì: có 1 lỗi."),
        (_fail, "refused", "Đĩa của máy chủ đã đầy hoặc không cho ghi: chưa lưu gì."),
    ],
    ids=["done", "refused", "full disk"],
)
def test_the_list_of_a_work_goes_when_it_ends_and_what_it_was_stays_known(
    do: Any, state: str, says: str, by: User, work: dict[str, Any], django_capture_on_commit_callbacks: Commits
) -> None:
    work["do"] = do
    with django_capture_on_commit_callbacks(execute=True):
        item = _start(by, file=True)
    item.refresh_from_db()
    assert (item.state, item.result.startswith(says), item.file) == (state, True, None)
    assert {"name", "size", "sha256"} == set(item.file_facts)
    assert (item.file_facts["name"], item.file_facts["size"]) == ("ds.csv", 3)
    assert (StoredFile.objects.count(), _on_disk()) == (0, [])


def test_what_a_work_made_waits_a_week(
    by: User, work: dict[str, Any], sign_in: SignIn, django_capture_on_commit_callbacks: Commits
) -> None:
    def make(item: LongWork, progress: Progress) -> str:
        progress.hands_over(b"PK", "van-ban.zip", "application/zip", "Đã gom 30 văn bản.")
        return "Đã gom 30 văn bản."

    work["do"] = make
    with django_capture_on_commit_callbacks(execute=True):
        item = _start(by, step="file")
    client = sign_in(by)
    answer = client.get(f"/viec-dai/{item.pk}/tep/")
    assert (b"".join(answer.streaming_content), answer["Content-Type"]) == (b"PK", "application/zip")
    call_command("sweep")
    assert StoredFile.objects.count() == 1
    LongWork.objects.update(beat_at=clock.real_now() - timedelta(days=7, seconds=1))
    with django_capture_on_commit_callbacks(execute=True):
        call_command("sweep")
    assert (StoredFile.objects.count(), _on_disk()) == (0, [])
    assert client.get(f"/viec-dai/{item.pk}/tep/").status_code == 404
    assert "Cổng không còn giữ tệp van-ban.zip. Để tải, vui lòng lập lại tệp." in _page(client, item)[0]


def test_a_list_that_was_let_go_of_before_its_turn_is_refused(
    by: User, work: dict[str, Any], queue: None, django_capture_on_commit_callbacks: Commits
) -> None:
    item = _start(by, file=True, step="check")
    with django_capture_on_commit_callbacks(execute=True):
        StoredFile.objects.get().discard()  # its person signed out
    long_work.run.func(item.pk)
    item.refresh_from_db()
    assert (item.state, item.errors) == ("refused", [long_work.FILE_GONE])


# ---- what check_portal says, and the sweep ----


def _faults() -> list[str]:
    try:
        call_command("check_portal")
    except CommandError as error:
        return str(error).splitlines()
    return []


def test_check_portal_tells_every_leftover_and_the_sweep_takes_it(
    province: cast.Province, queue: None, work: dict[str, Any], django_capture_on_commit_callbacks: Commits
) -> None:
    by = province.bac_ai
    assert _faults() == []
    staged, unowned, lost = (StoredFile.store(name.encode(), name, PREVIEW, by=by) for name in ("a", "b", "c"))
    StagedFile.objects.create(
        owner=by,
        file=staged,
        session="x",
        fingerprint="y",
        purpose="figures",
        staged_at=clock.real_now() - timedelta(days=2, seconds=1),
    )
    orphan = Path(django_settings.MEDIA_ROOT) / "2022" / "mo-coi"
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"x")
    assert len(_faults()) == 2  # the orphan is too young: its row may still come
    an_hour_ago = time.time() - 3_601
    os.utime(orphan, (an_hour_ago, an_hour_ago))
    Path(lost.content.path).unlink()
    start("thu", "Việc thử", by=by, wanted={}, file=lost)
    waiting, silent = LongWork.objects.get(), _taken_and_left(_start(by))
    LongWork.objects.filter(pk=waiting.pk).update(queued_at=clock.real_now() - timedelta(minutes=11))
    moment = f"{(clock.real_now() - timedelta(minutes=11)).astimezone(clock.VIETNAM):%H:%M ngày %d/%m/%Y}"
    sweep = "Chạy manage.py sweep và đặt lệnh này chạy hằng đêm."
    worker = "Kiểm tra tiến trình manage.py db_worker: phải luôn có một tiến trình chạy."
    assert _faults() == [
        f"Thiếu tệp «c» ({lost.content.name}) trong kho tệp. Lấy lại tệp này từ bản sao lưu.",
        f"Tệp không thuộc hồ sơ nào: 2022/mo-coi. {sweep}",
        f"1 tệp xem trước đã quá hai ngày chưa được dọn. {sweep}",
        f"1 tệp xem trước không còn phiên nào chờ. {sweep}",
        f"Việc dài số {waiting.pk} chờ từ {moment} mà chưa có tiến trình nào nhận. {worker}",
        f"Việc dài số {silent.pk} gián đoạn: tiến trình đang làm đã dừng. {worker}",
    ]
    with django_capture_on_commit_callbacks(execute=True):
        call_command("sweep")
    assert [text.split(".")[0] for text in _faults()] == [
        f"Thiếu tệp «c» ({lost.content.name}) trong kho tệp",
        f"Việc dài số {waiting.pk} chờ từ {moment} mà chưa có tiến trình nào nhận",
        f"Việc dài số {silent.pk} gián đoạn: tiến trình đang làm đã dừng",
    ]
    assert not StoredFile.objects.filter(pk__in=[staged.pk, unowned.pk]).exists()


def test_a_paper_that_a_newer_one_replaced_is_no_leftover(by: User) -> None:
    kept = StoredFile.store(b"%PDF", "quyet-dinh.pdf", "application/pdf", by=by)
    call_command("sweep")
    assert (StoredFile.objects.get(), _faults()) == (kept, [])


def test_the_sweep_ends_old_sessions_and_old_rows_of_the_queue(
    by: User, queue: None, work: dict[str, Any], sign_in: SignIn, django_capture_on_commit_callbacks: Commits
) -> None:
    old, fresh = sign_in(by), sign_in(by)
    old.session.model.objects.filter(pk=old.session.session_key).update(
        expire_date=clock.real_now() - timedelta(seconds=1)
    )
    with django_capture_on_commit_callbacks(execute=True):
        _start(by)
        _start(by)
        _start(by)
    done, left, fresh_row = DBTaskResult.objects.order_by("enqueued_at")
    old_enough = clock.real_now() - timedelta(days=14, seconds=1)
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=clock.real_now())
    DBTaskResult.objects.filter(pk=done.pk).update(finished_at=old_enough)
    DBTaskResult.objects.filter(pk=left.pk).update(status="RUNNING", started_at=old_enough, finished_at=None)
    call_command("sweep")
    assert list(old.session.model.objects.values_list("pk", flat=True)) == [fresh.session.session_key]
    assert list(DBTaskResult.objects.values_list("pk", flat=True)) == [fresh_row.pk]
