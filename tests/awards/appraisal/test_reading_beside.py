"""A paper read beside the criterion that it proves: how it is handed out, to whom, and where the sheet offers it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import AuditEvent, User
from awards.models import DossierPaper, EvidenceLink, Nomination
from office.models import StoredFile
from tests import cast
from tests.awards.walking import accepted, propose
from tests.office.pictures import jpeg, png
from tests.papers import pdf

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
READ = {"sandbox", "default-src 'none'", "style-src 'unsafe-inline'", "frame-ancestors 'self'"}


def _beside(item: Nomination, key: str, file: StoredFile) -> EvidenceLink:
    return EvidenceLink.objects.create(
        nomination=item, part=key, kind="paper", key="", label=file.name, year=2022, file=file, by=item.author
    )


def _kept(name: str, content: bytes, by: User) -> StoredFile:
    return StoredFile.keep(SimpleUploadedFile(name, content), by=by)


def _policy(answer: Any) -> set[str]:
    return {part.strip() for part in answer["Content-Security-Policy"].split(";")}


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("kế hoạch.pdf", pdf(), "application/pdf"),
        ("ảnh.png", png(), "image/png"),
        ("ảnh.jpg", jpeg(), "image/jpeg"),
    ],
)
def test_a_pdf_or_picture_is_shown_within_our_pages_alone(
    province: cast.Province, sign_in: SignIn, name: str, content: bytes, media_type: str
) -> None:
    item = accepted(province, propose(province, "22801"))
    row = _beside(item, "Cc1.b", _kept(name, content, item.author))
    StoredFile.objects.filter(pk=row.file_id).update(media_type="text/html")  # what was written down decides nothing
    client = sign_in(province.home)
    answer = client.get(f"/minh-chung/{row.pk}/tep/?xem=1")
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Type"] == media_type
    assert answer["Content-Disposition"].startswith("inline; ")
    assert _policy(answer) == READ
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")
    taken = client.get(f"/minh-chung/{row.pk}/tep/")
    assert taken["Content-Disposition"].startswith("attachment; ")
    assert taken["X-Frame-Options"] == "DENY"
    assert _policy(taken) == {"sandbox", "default-src 'none'"}


def test_every_other_file_stays_an_attachment_whatever_it_is_called(province: cast.Province, sign_in: SignIn) -> None:
    item = accepted(province, propose(province, "22801"))
    page = StoredFile.store(b"<html><script>alert(1)</script>", "anh.png", "image/png", by=item.author)
    row = _beside(item, "Cc1.b", page)
    answer = sign_in(province.home).get(f"/minh-chung/{row.pk}/tep/?xem=1")
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert (answer["X-Frame-Options"], _policy(answer)) == ("DENY", {"sandbox", "default-src 'none'"})


def test_who_may_not_see_the_dossier_reads_nothing_of_it_beside_another(
    province: cast.Province, sign_in: SignIn
) -> None:
    item = propose(province, "22801")
    row = _beside(item, "Cc1.b", _kept("ke-hoach.pdf", pdf(), item.author))
    for who in ("ninh_son", "home"):  # of a sister district; a draft is its holder's alone
        assert sign_in(province.people[who]).get(f"/minh-chung/{row.pk}/tep/?xem=1").status_code == 404
    stranger = Client().get(f"/minh-chung/{row.pk}/tep/?xem=1")
    assert stranger["Location"].startswith("/dang-nhap/?next=")
    assert stranger["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("way", ["", "?xem=1"])
def test_reading_a_paper_about_a_person_is_noted(province: cast.Province, sign_in: SignIn, way: str) -> None:
    item = accepted(province, propose(province, "22801"))
    row = _beside(item, "Cc1.b", _kept("ke-hoach.pdf", pdf(), item.author))
    part = item.dossier_papers.filter(replaced_at=None).first()
    DossierPaper.objects.filter(pk=part.pk).update(file=row.file)
    client, noted = sign_in(province.home), AuditEvent.objects.filter(verb="read_paper")
    client.get(f"/minh-chung/{row.pk}/tep/{way}")
    assert not noted.exists()  # of a commune: nobody's own paper
    Nomination.objects.filter(pk=item.pk).update(unit=None, person="Katơr Liên", person_title="Chủ tịch UBND xã")
    client.get(f"/minh-chung/{row.pk}/tep/{way}")
    client.get(f"/thanh-phan/{part.pk}/tep/{way}")
    found = [(event.actor, event.subject_id, event.summary) for event in noted]
    assert found == [(province.home.username, str(item.pk), "ke-hoach.pdf")] * 2


def test_a_line_offers_its_own_papers_and_without_any_those_of_the_dossier(
    province: cast.Province, sign_in: SignIn
) -> None:
    item = accepted(province, propose(province, "22801"))
    own = _beside(item, "Cc1.b", _kept("anh-mo-hinh.png", png(), item.author))
    word = _beside(item, "Cc1.c", StoredFile.store(b"PK", "bang-ke.docx", WORD, by=item.author))
    report = item.dossier_papers.get(part="bao-cao-thanh-tich", replaced_at=None)
    file = _kept("bao-cao.pdf", pdf(), item.author)
    DossierPaper.objects.filter(pk=report.pk).update(file=file)
    answer = sign_in(province.home).get(f"/ho-so/{item.pk}/")
    text = answer.content.decode()
    lines = {key: text.split(f'<article class="criterion" id="{key}"')[1].split("</article>")[0] for key in
             ("Cc1.a", "Cc1.b", "Cc1.c")}  # fmt: skip
    beside = f'href="/thanh-phan/{report.pk}/tep/?xem=1#view=FitH&amp;navpanes=0"'
    assert f'href="/minh-chung/{own.pk}/tep/?xem=1"' in lines["Cc1.b"]
    assert beside in lines["Cc1.a"] and beside not in lines["Cc1.b"]
    assert beside in lines["Cc1.c"]  # its only paper is one that no browser shows
    assert f'href="/minh-chung/{word.pk}/tep/"' in lines["Cc1.c"]
    assert "Tệp Word trình duyệt không tự mở được: tải về để xem." in lines["Cc1.c"]
    assert text.count('target="giay-to"') == text.count("data-beside=") + 1  # without script each opens the same tab
    assert '<section class="paper-pane" data-paper-pane hidden' in text
    assert "<kbd>b</kbd>" in text and "<kbd>n</kbd>" in text
