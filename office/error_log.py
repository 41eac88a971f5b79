"""Failures reach an administrator: what is logged as an error is also put down as a row that a page shows.

The row says when, where, of which request and user; no message, no value, no name. It is written after the work that
failed was rolled back; when the database itself is what failed, the line on stderr is all there is.
"""

import logging
from contextvars import ContextVar
from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from core import clock, logs

KEPT_OF_A_KIND = 50  # rows of one place; what fails in a loop pushes nothing else out
_is_writing: ContextVar[bool] = ContextVar("is_writing", default=False)


class Recorder(logging.Handler):
    """Puts down what is logged with an exception."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is None or _is_writing.get() or not apps.ready or connection.needs_rollback:
            return
        token = _is_writing.set(True)
        try:
            with transaction.atomic():
                _put_down(error, getattr(getattr(record, "request", None), "path", ""))
        except Exception:  # a log never breaks what it tells of
            logging.getLogger(__name__).error("Chưa ghi được lỗi vào trang Lỗi của cổng: cơ sở dữ liệu không nhận.")
        finally:
            _is_writing.reset(token)


def _put_down(error: BaseException, address: str) -> None:
    kept = apps.get_model("office", "ErrorRecord").objects
    row = kept.create(
        kind=logs.kind_of(error)[:100],
        place=logs.place_of(error)[:300],
        code=logs.request_code(),
        address=address.replace("\0", "")[:200],
        user_number=logs.user_number(),
    )
    oldest = clock.real_now() - timedelta(days=settings.ERRORS_KEPT_DAYS)
    kept.filter(at__lt=oldest).delete()
    alike = kept.filter(kind=row.kind, place=row.place).order_by("-pk")
    kept.filter(pk__in=list(alike.values_list("pk", flat=True)[KEPT_OF_A_KIND : KEPT_OF_A_KIND + 100])).delete()
