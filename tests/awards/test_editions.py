"""Nobody overwrites in silence: every form of the award pages that stores, and what holds the second of two who send it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from awards.appraisal.actions.judging import Word, judge_sheet, shown_words
from awards.appraisal.lines import PartView
from awards.documents.actions.papers import stage_template
from awards.documents.domain.blank import DEFAULT, differences
from awards.documents.domain.kinds import KINDS
from awards.documents.domain.layout import default_template
from awards.models import ConfirmedBasis, Judgement, PaperTemplate, RewardRate
from awards.nominations.dossiers import dossiers
from core.workflow import Overtaken
from tests import cast
from tests.awards.walking import read
from tests.sent_forms import Data, Sent, forms_of
from tests.test_post_walk import BY_HAND, FORMS, Doors, shown_forms, undone

SignIn = Callable[[User], Client]

# how the second sender of a form is held, address by address
OVER = frozenset({  # 409: what the first one wrote and who, beside what the second one typed
    "awards:judge", "awards:opinions", "awards:conclude_matter", "awards:answer_objection", "awards:closing",
    "awards:register_paper", "awards:paper_law", "awards:blank", "awards:choose", "awards:opinion_note", "awards:opinion_close", "awards:council_presence",
})  # fmt: skip
EDITION = frozenset({  # the form carries the edition of its record, or of each in its list
    "awards:edit", "awards:step", "awards:bulk_step", "awards:queue_step", "awards:assign", "awards:council_revise", "awards:council_step",
    "awards:council_act", "awards:candidates", "awards:council_discussion",
})  # fmt: skip
SEEN = frozenset({  # 409 with the lines that differ
    "awards:decide", "awards:release", "awards:list_import", "awards:rule_change", "awards:return_list", "awards:own_regime_upload",
    "awards:plan_publish", "awards:keep_scan", "awards:keep_signed_paper", "awards:use_template",
    "awards:decision_change", "awards:part",
})  # fmt: skip
NEW = frozenset({  # makes a record of its own; the same one twice is refused or asked about (tests/test_sent_once.py)
    "awards:nominate", "awards:evidence", "awards:ask", "awards:note_matter", "awards:record_objection",
    "awards:recognition_new", "awards:council_prepare", "awards:paper", "awards:dossier_papers", "awards:all_papers",
    "awards:state_send", "awards:paper_template", "awards:holidays",
    "awards:count_cap",  # counted anew from the figures approved now: nothing that anybody typed
    # proposals: what they would do is shown anew to the second person (awards:rule_change)
    "awards:change_cap", "awards:late", "awards:late_cancel", "awards:plan_versions", "awards:stand_ins",
})  # fmt: skip
TAKEN_BACK = frozenset({  # settles one record, once: the second is refused
    "awards:council_results", "awards:remind", "awards:remind_all",
    "awards:unlink", "awards:recognition", "awards:stand_in_end", "awards:submission", "awards:submission_recall", "awards:answer_recall",
})  # fmt: skip

TWO = {  # the others: the two of the award agency
    "awards:opinions": ("labour", "labour_leader"), "awards:paper_law": ("administrator", "home_leader"),
    "awards:blank": ("administrator", "home_leader"),
}  # fmt: skip
SAID = {"awards:blank": ("cách trái 31 mm", 'value="32"')}  # a form without a text: its numbers
NAMELESS = {"awards:closing", "awards:register_paper", "awards:council_presence"}  # these say what, the trail says who
PAGES = {name: FORMS[name][0][1] for name in sorted(OVER & FORMS.keys())}


def test_every_form_of_the_award_pages_says_what_holds_its_second_sender() -> None:
    kinds = (OVER, EDITION, SEEN, NEW, TAKEN_BACK)
    declared = sorted(name for kind in kinds for name in kind)
    assert declared == sorted(name for name in {*FORMS, *BY_HAND} if name.startswith("awards:"))


def _written(form: Sent, words: str, number: int) -> Sent:
    """The form as this person fills it in: their own words in every text, the first answer of every choice."""
    data: Data = {}
    for name, values in form.data.items():
        last = name.split("-")[-1]
        if name.startswith("du-hop-"):
            data[name] = ["absent"]
        elif name.startswith(("r-", "ly-do-vang-")) or last in {
            "text",
            "answer",
            "conclusion",
            "van-ban",
            "reason",
            "source",
        }:
            data[name] = [words]
        elif last in {"act", "document"}:
            data[name] = [f"{number}/VB, {words}"]
        elif last == "number":
            data[name] = [f"{number}/{words}"]
        elif last == "x":
            data[name] = [str(30 + number)]
        elif name.startswith("o-"):
            data[name] = ["met" if number == 1 else "not_met"]
        else:
            data[name] = values
    return replace(form, data=data)


@pytest.fixture
def doors(province: cast.Province, sign_in: SignIn) -> Doors:
    return shown_forms(province, sign_in)


def test_the_second_sender_reads_what_the_first_one_wrote_beside_their_own(doors: Doors, sign_in: SignIn) -> None:
    people, faults = doors.found.people, []
    for name, page in PAGES.items():
        first, second = (people[who] for who in TWO.get(name, ("home", "home_leader")))
        opened = {
            who: next(form for form in forms_of(sign_in(who), page.format(**doors.keys)) if form.name == name)
            for who in (first, second)
        }
        with undone():
            stored = _written(opened[first], "Lời người trước", 1).send(sign_in(first))
            assert stored.status_code == 302, f"{name}: {stored.status_code}"
            answer = _written(opened[second], "Lời người sau", 2).send(sign_in(second))
        text = answer.content.decode()
        said = SAID.get(name, ("Lời người trước", "Lời người sau"))
        lacking = [words for words in said if words not in text]
        named = first.full_name in text or name in NAMELESS
        if answer.status_code != 409 or lacking or not named:
            faults.append(f"{name}: {answer.status_code}, lacks {lacking}, names the first: {named}")
    assert not faults, "\n".join(faults)


# ---- the law and the money that papers print ----

LAW, BASIS = "/mau-van-ban/can-cu/", "tt-01-2024"


def _pair(doors: Doors, sign_in: SignIn) -> tuple[Client, Client]:
    return sign_in(doors.found.people["administrator"]), sign_in(doors.found.people["home_leader"])


def _form_of(client: Client, work: str, address: str = LAW) -> Sent:
    return next(form for form in forms_of(client, address) if form.data.get("viec") == [work])


def _with(form: Sent, /, **typed: str) -> Sent:
    return replace(form, data={**form.data, **{name: [value] for name, value in typed.items()}})


def test_two_amounts_of_one_day_do_not_replace_each_other_unread(doors: Doors, sign_in: SignIn) -> None:
    first, second = _pair(doors, sign_in)
    since = {"form": "bang_khen_province", "recipient": "collective", "since": "01/01/2022"}
    opened = _form_of(second, "tien")
    assert _with(_form_of(first, "tien"), **since, amount="1.000.000", basis="Điều 5").send(first).status_code == 302
    typed = _with(opened, **since, amount="99.000.000", basis="Điều 6")
    answer = typed.send(second)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f"1.000.000 đồng, Điều 5; {doors.found.people['administrator'].full_name} ghi" in page and "Điều 6" in page
    assert list(RewardRate.objects.filter(replaced_at=None).values_list("amount", flat=True)) == [1_000_000]
    # the same again, and another day, are no quarrel
    assert _with(opened, **since, amount="1.000.000", basis="Điều 5").send(second).status_code == 302
    other_day = {**since, "since": "01/02/2022"}
    assert _with(opened, **other_day, amount="99.000.000", basis="Điều 6").send(second).status_code == 302
    # who has read it stores over it
    assert _with(_form_of(second, "tien"), **since, amount="2.000.000", basis="Điều 7").send(second).status_code == 302


def test_a_basis_that_somebody_rewrote_or_dropped_is_neither_dropped_nor_written_unread(
    doors: Doors, sign_in: SignIn
) -> None:
    first, second = _pair(doors, sign_in)
    own = f"{LAW}?can-cu={BASIS}"
    assert _with(_form_of(first, "can-cu", own), text="Luật A", source="Công báo 1").send(first).status_code == 302
    drops, writes = _form_of(second, "bo-can-cu"), _form_of(second, "can-cu", own)
    assert _with(_form_of(first, "can-cu", own), text="Luật B", source="Công báo 2").send(first).status_code == 302
    answer = drops.send(second)
    assert answer.status_code == 409 and "Luật B (Công báo 2)" in answer.content.decode()
    assert _form_of(first, "bo-can-cu").send(first).status_code == 302
    answer = _with(writes, text="Luật C", source="Công báo 3").send(second)
    page = answer.content.decode()
    assert answer.status_code == 409 and "người khác đã thôi in căn cứ này" in page and "Luật C" in page
    assert not ConfirmedBasis.objects.filter(replaced_at=None).exists()


def test_what_of_stored_places_is_otherwise_is_told_as_stored() -> None:
    spots = DEFAULT.spots
    moved = replace(DEFAULT, height=200, spots={**spots, "ten": replace(spots["ten"], x=31, bold=False, align="left")})
    assert differences(moved, DEFAULT) == [
        "chiều cao phôi 200 mm",
        "Tên tập thể, cá nhân: cách trái 31 mm, chữ thường, căn bên trái",
    ]
    assert differences(DEFAULT, DEFAULT) == []


# ---- the template that papers are printed from ----

TEMPLATE = "/mau-van-ban/to-trinh/"


def _staged(by: User, note: str) -> PaperTemplate:
    file = SimpleUploadedFile(f"{note}.docx", default_template("to-trinh"))
    return stage_template(KINDS["to-trinh"], file, note=note, by=by)


def _uses(client: Client, row: PaperTemplate) -> Sent:
    """The form that puts a template in use, as the page shows it."""
    shown = forms_of(client, f"{TEMPLATE}?xem={row.pk}")
    return next(form for form in shown if form.data.get("mau") == [str(row.pk)])


def _in_use() -> PaperTemplate | None:
    return PaperTemplate.objects.filter(kind="to-trinh", began_at__isnull=False, replaced_at=None).first()


def test_a_template_is_put_in_place_of_the_one_that_was_read(doors: Doors, sign_in: SignIn) -> None:
    first, second = _pair(doors, sign_in)
    administrator, leader = doors.found.people["administrator"], doors.found.people["home_leader"]
    one, other = _staged(administrator, "mau-a"), _staged(leader, "mau-b")
    opened = _uses(second, other)
    back = next(form for form in forms_of(second, TEMPLATE) if form.name == "awards:use_template")
    assert _uses(first, one).send(first).status_code == 302
    for form, chosen in ((opened, "mau-b.docx"), (back, "Mẫu của cổng")):
        answer = form.send(second)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert f"mau-a.docx ({administrator.full_name} tải lên" in page and chosen in page
    assert _in_use() == one
    # who has read it puts another in its place
    assert _uses(second, other).send(second).status_code == 302
    assert _in_use() == other


def test_a_template_is_not_put_over_the_portal_s_own_that_somebody_went_back_to(doors: Doors, sign_in: SignIn) -> None:
    first, second = _pair(doors, sign_in)
    opened = _uses(second, _staged(doors.found.people["home_leader"], "mau-b"))
    back = [
        next(form for form in forms_of(who, TEMPLATE) if form.name == "awards:use_template") for who in (first, second)
    ]
    assert back[0].send(first).status_code == 302
    answer = opened.send(second)
    assert answer.status_code == 409 and "Mẫu của cổng" in answer.content.decode()
    # both wanted the same
    assert back[1].send(second).status_code == 302
    assert _in_use() is None


# ---- the sheet, word by word ----


@pytest.fixture
def sheet(doors: Doors) -> Any:
    return read(int(doors.keys["waiting"]))


def _parts(pk: int) -> list[PartView]:
    """What a reviewer may say anything of."""
    return [part for part in dossiers([read(pk)])[pk].parts if part.asks_reviewer and part.paper is None]


def test_a_word_that_nobody_touched_stays_whose_it_is(doors: Doors, sheet: Any) -> None:
    first, second = doors.found.people["home"], doors.found.people["home_leader"]
    part = _parts(sheet.pk)[0]
    row = judge_sheet(sheet.pk, {part.key: Word("met", "Đã kiểm tra.", over=shown_words(part, first))}, by=first)[0]
    part = _parts(sheet.pk)[0]
    again = judge_sheet(sheet.pk, {part.key: Word("met", "Đã kiểm tra.", over=shown_words(part, second))}, by=second)[0]
    assert (again.pk, again.by) == (row.pk, first)
    other = judge_sheet(
        sheet.pk, {part.key: Word("not_met", "30 %. Đã xem lại.", over=shown_words(part, second))}, by=second
    )[0]
    rows = Judgement.objects.filter(nomination=sheet.pk, part=part.key, replaced_at=None)
    assert (other.by, list(rows)) == (second, [other])


def test_all_words_of_a_sheet_are_stored_or_none(doors: Doors, sheet: Any) -> None:
    first, second = doors.found.people["home"], doors.found.people["home_leader"]
    parts = _parts(sheet.pk)
    opened = {part.key: shown_words(part, second) for part in parts}
    judge_sheet(sheet.pk, {parts[0].key: Word("not_met", "Giải ngân 30 %.", over=opened[parts[0].key])}, by=first)
    with pytest.raises(Overtaken) as found:
        judge_sheet(
            sheet.pk, {key: Word("met", "Tốt. Đã xem lại.", over=over) for key, over in opened.items()}, by=second
        )
    assert [place for place, _ in found.value.stored] == [parts[0].label]
    assert found.value.stored[0][1].startswith(f"Không đạt: Giải ngân 30 %. ({first.full_name}, ")
    assert Judgement.objects.filter(nomination=sheet.pk, by=second).count() == 0
    # the same word from both is no quarrel
    judge_sheet(sheet.pk, {parts[0].key: Word("not_met", "Giải ngân 30 %.", over=opened[parts[0].key])}, by=second)
