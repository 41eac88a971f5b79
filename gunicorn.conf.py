"""How gunicorn serves the portal; read by itself from this folder. The command line and WEB_CONCURRENCY go before it.

Threads, because a sync worker is held by one slow client. Measured in docs/performance.md, "Sign-in".
"""

import os
import socket
import struct
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

SILENCE = 5  # seconds in which a client that began a request sends nothing


class PatientWorker(ThreadWorker):
    """Says good-bye to a client in the thread that served it: waiting for its answer stops nobody else."""

    def handle(self, conn: TConn) -> Any:
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
threads = 16  # four workers: 64 at once, below the 100 connections of a PostgreSQL as it comes
worker_connections = threads  # a worker whose threads are all held takes nobody in: the others do
keepalive = 0  # a connection that waits for its next request would hold a thread's place; the proxy keeps them
timeout = 60  # seconds: a worker that does not answer at all is replaced
backlog = 512
