"""What was sent each time and what has changed since, with the reason of each return beside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from awards.models import Nomination, NominationTransition, NominationVersion
from awards.nominations.proofs import SEEN
from awards.workflow.table import RETURNS
from core.changes import Piece, changes

# what the holder may change while a dossier is drawn up
SAID = ("printed_name", "person_title", "achievements", "earlier_awards", "movements", "has_consent")
LABELS = {
    "printed_name": "Tên ghi trong quyết định",
    "person": "Họ và tên",
    "person_title": "Chức vụ, nơi công tác",
    "birth_year": "Năm sinh",
    "staff_code": "Mã cán bộ",
    "form": "Hình thức khen thưởng",
    "achievements": "Tóm tắt thành tích",
    "earlier_awards": "Khen thưởng đã nhận (tự khai)",
    "movements": "Phong trào liên quan",
    "has_consent": "Đồng ý công khai tên",
    "papers": "Thành phần hồ sơ",
    "evidence": "Minh chứng",
}


@dataclass(frozen=True)
class Sent:
    """The dossier as it stood once: sent on, or as it is now."""

    number: int  # 0: as it is now
    content: Mapping[str, Any]
    at: datetime
    by: str = ""
    returned: NominationTransition | None = None  # how it came back

    @property
    def words(self) -> str:
        return f"lần gửi thứ {self.number}" if self.number else "bản hiện nay"


@dataclass(frozen=True)
class Changed:
    """One field of a dossier in two versions."""

    label: str
    pieces: tuple[Piece, ...]

    @property
    def is_same(self) -> bool:
        return all(piece.kind == "same" for piece in self.pieces)


def content_of(nomination: Nomination) -> dict[str, Any]:
    """All that a dossier says and holds, as versions keep it."""
    content: dict[str, Any] = {name: getattr(nomination, name) for name in (*SAID, "person", "form")}
    if nomination.person:
        content |= {"birth_year": str(nomination.birth_year or ""), "staff_code": nomination.staff_code}
    papers = nomination.dossier_papers.filter(replaced_at=None).select_related("file")
    content["papers"] = {
        row.part: f"{row.file.name}, {row.file.sha256[:12]}" if row.file else row.on_paper for row in papers
    }
    linked = nomination.evidence.filter(removed_at=None).exclude(
        kind=SEEN
    )  # what the reviewer noted is not the holder's
    content["evidence"] = [f"{row.part}: {row.label}" for row in linked]
    return content


def sent(nomination: Nomination) -> list[Sent]:
    """Every version in the order it was sent, then the dossier as it is when that differs from the last."""
    rows = list(NominationVersion.objects.filter(nomination=nomination).select_related("by").order_by("number"))
    returns = list(nomination.transitions.filter(step__in=RETURNS).select_related("by").order_by("pk"))
    found = []
    for at, row in enumerate(rows):
        until = rows[at + 1].at if at + 1 < len(rows) else None
        back = [item for item in returns if item.at >= row.at and (until is None or item.at <= until)]
        found.append(Sent(row.number, row.content, row.at, row.by.full_name, back[-1] if back else None))
    now = content_of(nomination)
    if found and compared(found[-1].content, now, {}):
        found.append(Sent(0, now, nomination.changed_at))
    return found


def compared(old: Mapping[str, Any], new: Mapping[str, Any], names: Mapping[str, str]) -> list[Changed]:
    """The fields that differ, with the words that changed; `names` are what codes of parts and forms are called."""
    rows = [
        Changed(label, changes(_text(old.get(key), names), _text(new.get(key), names))) for key, label in LABELS.items()
    ]
    return [row for row in rows if not row.is_same]


def _text(value: Any, names: Mapping[str, str]) -> str:
    """A stored value as people read it."""
    if value is True or value is False:
        return "Có" if value else "Không"
    if isinstance(value, Mapping):
        return "\n".join(f"{names.get(key, key)}: {said}" for key, said in sorted(value.items()))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "\n".join(map(str, value))
    return names.get(value, str(value)) if value else ""
