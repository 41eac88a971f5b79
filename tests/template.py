"""One migrated database for a run of several workers; each works on a copy of it.

Migrations take some ten seconds of a core. The process that starts the workers does them once, while these gather
their tests, and says by a file when they are done.
"""

import shutil
import tempfile
import threading
import time
from pathlib import Path

from django.db import connection

from accounts import triggers

DONE, FAILED = "done", "failed"
PATIENCE = 600  # seconds: a machine that does ten things at once


class Template:
    """The database in preparation, as the starting process holds it."""

    def __init__(self) -> None:
        self.name = str(connection.creation._get_test_db_name())
        self.folder = Path(tempfile.mkdtemp(prefix="template-"))
        self._work = threading.Thread(target=self._prepare, daemon=True)
        self._work.start()

    def _prepare(self) -> None:
        try:
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            triggers.remove(connection)
            connection.close()
        except BaseException as error:
            (self.folder / FAILED).write_text(repr(error), encoding="utf-8")
        else:
            (self.folder / DONE).touch()

    def remove(self) -> None:
        """The run is over."""
        self._work.join()
        if (self.folder / DONE).exists():
            connection.creation.destroy_test_db(self.name, verbosity=0)
        shutil.rmtree(self.folder, ignore_errors=True)


def copy(name: str, folder: str, *, worker: str) -> None:
    """This worker's own database, as soon as the template is done."""
    _wait(Path(folder))
    connection.close()
    connection.settings_dict["NAME"] = name
    connection.creation.clone_test_db(worker, verbosity=0)
    connection.settings_dict.update(connection.creation.get_test_db_clone_settings(worker))


def remove_copy() -> None:
    """Nothing of this worker stays."""
    connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def _wait(folder: Path) -> None:
    until = time.monotonic() + PATIENCE
    while not (folder / DONE).exists():
        if (folder / FAILED).exists():
            raise RuntimeError((folder / FAILED).read_text(encoding="utf-8"))
        if time.monotonic() > until:
            raise TimeoutError("no template of the database")
        time.sleep(0.05)
