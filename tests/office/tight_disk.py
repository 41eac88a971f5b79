"""A disk that is full after so many bytes: the portal's own storage on it."""

import errno
from collections.abc import Iterator

from django.core.files import File

from office.files.disk import WholeFiles


class _Filling(File):
    """Bytes of which the disk takes only the first ones."""

    def __init__(self, content: File, room: int) -> None:
        super().__init__(content.file, content.name)
        self.room = room

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        for piece in super().chunks(16):
            self.room -= len(piece)
            if self.room < 0:
                raise OSError(errno.ENOSPC, "No space left on device")
            yield piece


class TightDisk(WholeFiles):
    """Room for a few bytes."""

    room = 32

    def _save(self, name: str, content: File) -> str:
        return super()._save(name, _Filling(content, self.room))
