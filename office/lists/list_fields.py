"""The field of a form that takes a file to be read: what comes in by it was looked at before anything reads or keeps it."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from office.files import marks, packages, scanning
from office.files.contents import FileRefused, kind_of, shown_name
from office.files.refusals import Unfit
from office.tables.workbooks import ACCEPTED

_VIRUS = (marks.EICAR, marks.EICAR.decode().encode("utf-16-le"), marks.EICAR.decode().encode("utf-16-be"))


class ListFile(forms.FileField):
    """A list, a table or a text that the portal reads; with `is_kept` it is stored afterwards and handed out again."""

    def __init__(self, *, is_kept: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.is_kept = is_kept

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The upload, read from its beginning again. Raises `ValidationError` with why it is not taken."""
        upload = super().clean(data, initial)
        if upload:
            name = upload.name or ""
            if upload.size > settings.UPLOAD_LIMIT:
                most = settings.UPLOAD_LIMIT // 1024 // 1024
                raise ValidationError(
                    f"Tệp {shown_name(name)} lớn hơn {most} MB. Vui lòng giảm dung lượng rồi gửi lại."
                )
            try:
                look(upload.read(), name, is_kept=self.is_kept)
            except FileRefused as refused:
                raise ValidationError(str(refused)) from None
            upload.seek(0)
        return upload


class WorkbookFile(ListFile):
    """A list or a table of figures: the field says itself which kinds of files are read."""

    def __init__(self, *, label: str = "Tệp danh sách", more: str = "", **kwargs: Any) -> None:
        most = settings.UPLOAD_LIMIT // 1024 // 1024
        kwargs.setdefault("error_messages", {"required": "Vui lòng chọn tệp.", "empty": "Tệp rỗng."})
        super().__init__(label=label, help_text=f"Nhận {ACCEPTED}, không quá {most} MB. {more}".strip(), **kwargs)


def look(content: bytes, name: str, *, is_kept: bool = False) -> None:
    """A file that will be read hides nothing; one that will be kept is as clean as any other paper of the portal.

    Whether it is a list at all is said by who reads it. Raises `FileRefused`.
    """
    try:
        _look(content)
        if is_kept and _is_excel(content):
            kind_of(content, name)
    except Unfit as unfit:
        raise FileRefused(unfit.sentence(shown_name(name), accepted=ACCEPTED)) from None
    scanning.check(content, name)


def _look(content: bytes) -> None:
    if any(sign in content for sign in _VIRUS):
        raise Unfit("virus")
    if content.startswith(packages.ZIP_SIGN):
        packages.look(content)
    elif content.startswith(packages.OLE_SIGN) and (found := marks.hidden(content)) in ("page", "program"):
        raise Unfit(found)


def _is_excel(content: bytes) -> bool:
    """A workbook of today's Excel: OpenDocument and the old Excel are no papers, but are read."""
    if not content.startswith(packages.ZIP_SIGN):
        return False
    with packages.opened(content) as archive:
        return "[Content_Types].xml" in archive.namelist()
