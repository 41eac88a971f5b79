"""Nobody overwrites in silence: every form of the award pages that stores, and what holds the second of two who send it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from awards.actions.judging import Word, judge_sheet, shown_words
from awards.dossiers import dossiers
from awards.lines import PartView
from awards.models import Judgement
from core.workflow import Overtaken
from tests import cast
from tests.awards.walking import read
from tests.sent_forms import Data, Sent, forms_of
from tests.test_post_walk import BY_HAND, FORMS, Doors, shown_forms, undone

SignIn = Callable[[User], Client]

# how the second sender of a form is held, address by address
OVER = frozenset({  # 409: what the first one wrote and who, beside what the second one typed
    "awards:judge", "awards:opinions", "awards:conclude_matter", "awards:answer_objection", "awards:closing",
    "awards:register_paper", "awards:choose", "awards:opinion_note", "awards:opinion_close", "awards:council_presence",
})  # fmt: skip
EDITION = frozenset({  # the form carries the edition of its record, or of each in its list
    "awards:edit", "awards:step", "awards:bulk_step", "awards:queue_step", "awards:assign", "awards:council_revise", "awards:council_step",
    "awards:council_act", "awards:candidates", "awards:council_discussion",
})  # fmt: skip
SEEN = frozenset({  # 409 with the lines that differ
    "awards:decide", "awards:release", "awards:list_import", "awards:rule_change", "awards:return_list", "awards:own_regime_upload",
    "awards:plan_publish",
})  # fmt: skip
NEW = frozenset({  # makes a record of its own; the same one twice is refused or asked about (tests/test_sent_once.py)
    "awards:nominate", "awards:evidence", "awards:part", "awards:ask", "awards:note_matter", "awards:record_objection",
    "awards:recognition_new", "awards:council_prepare", "awards:paper", "awards:dossier_papers", "awards:all_papers",
    "awards:decision_change", "awards:state_send", "awards:paper_template", "awards:holidays", "awards:keep_scan",
    "awards:keep_signed_paper", "awards:blank", "awards:use_template", "awards:paper_law",
    "awards:count_cap",  # counted anew from the figures approved now: nothing that anybody typed
    # proposals: what they would do is shown anew to the second person (awards:rule_change)
    "awards:change_cap", "awards:late", "awards:late_cancel", "awards:plan_versions", "awards:stand_ins",
})  # fmt: skip
TAKEN_BACK = frozenset({  # settles one record, once: the second is refused
    "awards:council_results", "awards:remind", "awards:remind_all",
    "awards:unlink", "awards:recognition", "awards:stand_in_end", "awards:submission", "awards:submission_recall", "awards:answer_recall",
})  # fmt: skip

TWO = {"awards:opinions": ("labour", "labour_leader")}  # the others: the two of the award agency
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
        elif name.startswith(("r-", "ly-do-vang-")) or last in {"text", "answer", "conclusion", "van-ban", "reason"}:
            data[name] = [words]
        elif last in {"act", "document"}:
            data[name] = [f"{number}/VB, {words}"]
        elif last == "number":
            data[name] = [f"{number}/{words}"]
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
        lacking = [words for words in ("Lời người trước", "Lời người sau") if words not in text]
        named = first.full_name in text or name in NAMELESS
        if answer.status_code != 409 or lacking or not named:
            faults.append(f"{name}: {answer.status_code}, lacks {lacking}, names the first: {named}")
    assert not faults, "\n".join(faults)


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
