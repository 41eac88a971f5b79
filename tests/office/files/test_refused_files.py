"""No file that is refused breaks a page: every form with a file, sent as its owner is shown it, with each kind of bad file."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import CharField, FileField, Form

from core.workflow import Refused
from office.files.contents import FileRefused
from office.models import StoredFile
from office.pages import add_refusals
from tests import cast
from tests.papers import PDF
from tests.sent_forms import Sent
from tests.test_post_walk import SignIn, shown_forms, undone

BAD = {
    "damaged": ("tep.pdf", PDF[:40]),
    "a .doc": ("tep.doc", b"van ban"),
    "another extension": ("tep.docx", PDF),
    "empty": ("tep.pdf", b""),
}


class Minutes(Form):
    """A form whose file has a name of its own."""

    reason = CharField()
    minutes = FileField()


class Bare(Form):
    """A form without any file."""

    reason = CharField()


@pytest.mark.parametrize(("form", "place"), [(Minutes, "minutes"), (Bare, "__all__")])
def test_a_refused_file_stands_at_the_field_of_files_whatever_its_name(form: type[Form], place: str) -> None:
    typed = form({"reason": "Vì đã xem lại"})
    typed.full_clean()
    before = len(typed.errors.get(place, []))
    add_refusals(typed, FileRefused("Tệp hỏng."))
    assert list(typed.errors[place])[before:] == ["Tệp hỏng."]
    add_refusals(typed, Refused("Một.", "Hai."))
    assert list(typed.non_field_errors())[-2:] == ["Một.", "Hai."]


def _with(form: Sent, name: str, content: bytes) -> dict[str, list[Any]]:
    return {
        key: [
            SimpleUploadedFile(name, content, "application/pdf") if isinstance(value, SimpleUploadedFile) else value
            for value in values
        ]
        for key, values in form.data.items()
    }


@pytest.mark.django_db
def test_no_form_with_a_file_breaks_on_a_bad_one(province: cast.Province, sign_in: SignIn, settings: Any) -> None:
    """Over-large as well: the limit is made smaller than the file."""
    doors = shown_forms(province, sign_in)
    wanted = [
        (owner, form)
        for owner, form in doors.forms
        if owner and any(isinstance(value, SimpleUploadedFile) for values in form.data.values() for value in values)
    ]
    assert len({form.name for _, form in wanted}) > 15
    faults, before = [], StoredFile.objects.count()
    for owner, form in wanted:
        client = sign_in(doors.found.people[owner])
        client.raise_request_exception = False
        for what, (name, content) in {**BAD, "over-large": ("tep.pdf", PDF)}.items():
            settings.UPLOAD_LIMIT = 100 if what == "over-large" else 20 * 1024 * 1024
            with undone():
                status = client.post(form.address, _with(form, name, content)).status_code
                if status >= 500 or StoredFile.objects.count() != before:
                    faults.append(f"{owner} at {form.address}, {what}: {status}")
    assert not faults, "\n".join(faults)
