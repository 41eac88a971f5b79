"""What a backup says of itself: its day, its schema, how many rows, and the digest of everything in it. Pure."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import PurePosixPath

FORMAT = 1
NAME = "ban-ke.json"  # the manifest inside the archive
FILES = "tep"  # the folder of handed-in files inside the archive
NAMES = re.compile(r"sao-luu-(\d{8}-\d{6})(?:-(\d+))?\.zip")
NAMED = 3


class Damaged(ValueError):
    """The backup cannot be used; the message says why in Vietnamese."""


@dataclass(frozen=True)
class Part:
    """One thing in the archive."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What was put in, and of which portal on which day."""

    made_at: str  # ISO, with its zone
    engine: str
    database: Part
    files: tuple[Part, ...]  # by their path in the folder of files
    missing: tuple[str, ...]  # files that the database names and the disk did not have
    migrations: tuple[str, ...]
    rows: Mapping[str, int]  # of each table

    @property
    def parts(self) -> tuple[Part, ...]:
        """Everything with its name in the archive, the database first."""
        return (self.database, *(Part(f"{FILES}/{part.name}", part.size, part.sha256) for part in self.files))

    @property
    def size(self) -> int:
        """Bytes when unpacked."""
        return sum(part.size for part in self.parts)

    @property
    def row_count(self) -> int:
        """Rows of all tables."""
        return sum(self.rows.values())

    def as_text(self) -> str:
        """JSON that `read` takes."""
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1, sort_keys=True)


def read(text: str) -> Manifest:
    """The manifest of an archive. Raises `Damaged` when it is none, is of a later kind, or names a path outside."""
    try:
        found = json.loads(text)
        if found.pop("format") != FORMAT:
            raise Damaged("Bản sao lưu do phiên bản mới hơn của cổng làm ra. Dùng mã nguồn của phiên bản ấy.")
        found["database"] = Part(**found["database"])
        found["files"] = tuple(Part(**part) for part in found["files"])
        for name in ("missing", "migrations"):
            found[name] = tuple(found[name])
        manifest = Manifest(**found)
        datetime.fromisoformat(manifest.made_at)
    except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as error:
        raise Damaged(
            "Bản kê trong tệp sao lưu không đọc được: tệp hỏng hoặc không phải bản sao lưu của cổng."
        ) from error
    outside = [part.name for part in manifest.files if not _is_inside(part.name)]
    if outside:
        raise Damaged(f"Bản kê ghi đường dẫn ra ngoài thư mục tệp: {outside[0]}. Không dùng tệp này.")
    return manifest


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(name) and not path.is_absolute() and not {"..", "."} & set(name.split("/")) and "\\" not in name


def why_other_schema(of_backup: Iterable[str], of_code: Iterable[str]) -> str:
    """Why the code in use cannot read the backup, in a sentence; nothing when both have the same migrations."""
    backup, code = set(of_backup), set(of_code)
    if later := sorted(backup - code):
        return (
            f"Bản sao lưu thuộc phiên bản mới hơn mã nguồn đang dùng (mã nguồn chưa có {_some(later)}). "
            "Lấy đúng mã nguồn của ngày sao lưu rồi làm lại."
        )
    if earlier := sorted(code - backup):
        return (
            f"Bản sao lưu thuộc phiên bản cũ hơn mã nguồn đang dùng (bản sao lưu chưa có {_some(earlier)}). "
            "Lấy đúng mã nguồn của ngày sao lưu, khôi phục, rồi mới nâng cấp."
        )
    return ""


def _some(names: list[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" và {more} bước nữa" if more > 0 else "")


def why_other_rows(then: Mapping[str, int], now: Mapping[str, int]) -> list[str]:
    """One sentence for each table that has not the rows that were backed up."""
    return [
        f"Bảng {name}: bản sao lưu có {then.get(name, 0)} dòng, cơ sở dữ liệu có {now.get(name, 0)} dòng."
        for name in sorted({*then, *now})
        if then.get(name, 0) != now.get(name, 0)
    ]


def beyond(names: Iterable[str], *, newest: str, keep: int) -> list[str]:
    """Which backups of a folder go when so many are kept, the oldest first.

    The one just made stays, even where the clock was set back; what is named otherwise is not ours.
    """
    found = {name: match for name in names if name != newest and (match := NAMES.fullmatch(name))}
    older = sorted(found, key=lambda name: (found[name][1], int(found[name][2] or 1)))
    return older[: max(0, len(older) + 1 - max(1, keep))]
