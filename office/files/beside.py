"""Files that are read in a pane beside what is judged: which kinds a browser shows by itself, and where. Pure."""

from dataclasses import dataclass
from typing import Final

from office.files.contents import DOCX, JPEG, PDF, PNG, XLSX, Kind
from office.files.packages import OLE_SIGN, ZIP_SIGN
from office.files.pictures import JPEG_SIGN, PNG_SIGN

ASKED = "xem"  # in the address of a file: to be read in its place instead of downloaded
SIGN_WITHIN = 1024  # bytes from the beginning that tell the kind; a PDF may begin that late
_SHOWN: Final = {kind.media_type: kind for kind in (PDF, PNG, JPEG)}
_TAKEN: Final = {kind.media_type: kind for kind in (DOCX, XLSX)}
_AS_WIDE_AS_THE_PANE = {PDF.media_type: "#view=FitH&navpanes=0"}  # viewers that do not know it pass it over


def shown_kind(beginning: bytes) -> Kind | None:
    """The kind of a file that browsers show by themselves, from its first bytes; nothing for every other file."""
    if beginning.startswith(PNG_SIGN):
        return PNG
    if beginning.startswith(JPEG_SIGN):
        return JPEG
    if beginning.startswith((ZIP_SIGN, OLE_SIGN)):
        return None
    return PDF if b"%PDF-" in beginning[:SIGN_WITHIN] else None


@dataclass(frozen=True)
class FileBeside:
    """A kept file that belongs to a line: the address of its download, and how it can be read beside it."""

    address: str
    name: str
    media_type: str

    @property
    def shown_at(self) -> str:
        """Where it is read in the pane; empty: it can only be downloaded."""
        if self.media_type not in _SHOWN:
            return ""
        return f"{self.address}?{ASKED}=1{_AS_WIDE_AS_THE_PANE.get(self.media_type, '')}"

    @property
    def is_picture(self) -> bool:
        """Shown as a picture of the page itself, fitted to the pane; everything else in a frame."""
        return self.media_type in (PNG.media_type, JPEG.media_type)

    @property
    def why_not(self) -> str:
        """Why it is not read in the pane; empty where it is."""
        if self.shown_at:
            return ""
        kind = _TAKEN.get(self.media_type)
        return f"Tệp {kind.name if kind else 'này'} trình duyệt không tự mở được: tải về để xem."
