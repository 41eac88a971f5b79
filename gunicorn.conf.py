"""How gunicorn serves the portal; read by itself from this folder. The command line and WEB_CONCURRENCY go before it.

Threads, because a sync worker is held by one slow client. Measured in docs/performance.md, "Sign-in". Even so it
belongs behind a proxy that takes requests in whole, as README says: who opens enough connections holds every thread
for `PATIENCE` seconds at a time.
"""

import errno
import os
import socket
import struct
import time
from typing import Any

from gunicorn.glogging import Logger
from gunicorn.workers.gthread import TConn, ThreadWorker

from core.logs import Line

SILENCE = 5  # seconds in which a client that began a request sends nothing
PATIENCE = 10  # seconds for a request, its head and its body, however it is sent
PACE = 20_000  # bytes a second: who sends so many is waited for longer, a large file on a slow line


class Lines(Logger):
    """gunicorn's own lines are lines of JSON like all others, and quote no request."""

    def _set_handler(self, log: Any, output: Any, fmt: Any, stream: Any = None) -> None:
        super()._set_handler(log, output, Line() if log is self.error_log else fmt, stream)


class Deadline:
    """Reads a connection as gunicorn does, and gives up on a client that drips."""

    def __init__(self, unreader: Any) -> None:
        self.read_more = unreader.chunk
        self.began = time.monotonic()
        self.received = 0

    def __call__(self, size_hint: int | None = None) -> bytes:
        """The next piece. Raises `OSError` as for a connection that was reset: gunicorn closes it without a word."""
        if time.monotonic() - self.began > PATIENCE + self.received / PACE:
            raise ConnectionResetError(errno.ECONNRESET, "too slow")
        piece = self.read_more(size_hint)
        self.received += len(piece)
        return bytes(piece)


class PatientWorker(ThreadWorker):
    """Gives a request its deadline, and says good-bye to a client in the thread that served it: that stops nobody else."""

    def handle(self, conn: TConn) -> Any:
        begin = conn.init

        def init() -> None:
            begin()
            unreader = getattr(conn.parser, "unreader", None)  # HTTP/2, which the portal does not serve, has none
            if unreader is not None and not isinstance(unreader.chunk, Deadline):
                unreader.chunk = Deadline(unreader)

        conn.init = init
        stays = super().handle(conn)
        if not stays:
            conn.close(graceful=True)
            conn.close = lambda **_: None  # the loop closes what it finds ended: it must not find an error
        return stays


def when_ready(server: Any) -> None:
    """A client that falls silent is dropped: connections take the time-out over from the socket that listens."""
    for listener in server.LISTENERS:
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", SILENCE, 0))


bind = "127.0.0.1:8000"
workers = int(os.environ.get("WEB_CONCURRENCY", "4"))
worker_class = PatientWorker
logger_class = Lines
threads = 16  # four workers: 64 at once, below the 100 connections of a PostgreSQL as it comes
worker_connections = threads  # a worker whose threads are all held takes nobody in: the others do
keepalive = 0  # a connection that waits for its next request would hold a thread's place; the proxy keeps them
timeout = 60  # seconds: a worker that does not answer at all is replaced
backlog = 512
