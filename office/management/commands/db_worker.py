"""db_worker: long work and mail, one after another; also takes up what a dead worker left."""

from typing import Any

from django_tasks_db.management.commands import db_worker

from office.jobs.rescue import watching


class Command(db_worker.Command):
    help = "Làm các việc dài và gửi thư đang chờ trong hàng; nhận lại việc của tiến trình đã dừng giữa chừng."

    def handle(self, *args: Any, **options: Any) -> None:
        with watching():
            super().handle(*args, **options)
