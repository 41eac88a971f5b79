"""Turns belong to people: a commune's leader is told and signs, an asked body answers, the chairman names who appraises."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.permissions import Role
from awards import actions
from awards.appraisal.actions.opinions import ask
from awards.models import Nomination, Opinion, StandIn
from awards.nominations.proposals import notes_of
from awards.workflow.states import State
from tests import cast
from tests.awards.walking import accepted, complete, propose
from tests.browser.axe import fits, serious
from tests.people import person as account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_leader_of_a_commune_is_told_and_signs(portal: cast.Province, person: Callable[..., Any]) -> None:
    commune = portal.unit("22801")
    item = propose(portal, "22801", holder=commune, by=portal.phuoc_dai)
    with person(portal.phuoc_dai) as page:
        page.goto(f"/ho-so/{item.pk}/")
        side = page.inner_text("aside.side .state")
        assert "Đến lượt lãnh đạo nơi lập hồ sơ, người ký: Phuoc Dai Leader." in side
        assert "Chờ từ hôm nay" in side
    with person(portal.phuoc_dai_leader, width=390, height=844) as page:
        page.goto("/")
        page.click(f"main a:text-is('Ký xác nhận hồ sơ: {item.printed_name}')")
        fits(page)
        assert "Đến lượt bạn" in page.inner_text("aside.side .state")
        page.click("text=Xác nhận hồ sơ")
        page.click("main form button[type=submit]")
        page.wait_for_selector(".notice")
        assert serious(page) == []
    assert Nomination.objects.get(pk=item.pk).state == State.CONFIRMED
    with person(portal.phuoc_dai) as page:
        page.goto("/")
        assert page.locator(f"main a:text-is('Gửi UBND cấp huyện hồ sơ đã xác nhận: {item.printed_name}')").count() == 1


def test_an_asked_body_answers_from_its_card(portal: cast.Province, person: Callable[..., Any]) -> None:
    item = accepted(portal, propose(portal, "22801"))
    row = ask(item, portal.bodies["so-y-te"], "Công tác dân số của xã", by=portal.home)
    silent = ask(item, portal.bodies["mttq"], "Giám sát", by=portal.home)
    with person(portal.health) as page:
        page.goto("/")
        page.click("main a:text-is('Cho ý kiến về 1 hồ sơ khen thưởng')")
        page.click(f"main a:text-is('{item.printed_name}')")
        page.wait_for_selector("#y-kien")
        page.click(".side-nav a:has-text('Ý kiến được hỏi')")
        page.check("input[name=chon]")
        page.fill("[name=text]", "Không có ý kiến khác.")
        page.click("text=Gửi ý kiến")
        page.wait_for_selector(".notice")
        fits(page)
        assert serious(page) == []
    assert Opinion.objects.get(pk=row.pk).answered_by == portal.health
    for size in ((1366, 768), (390, 844)):
        with person(portal.home, width=size[0], height=size[1]) as page:
            page.goto(f"/ho-so/{item.pk}/#y-kien")
            page.click("#y-kien a:text-is('Ghi ý kiến nhận bằng văn bản') >> nth=0")
            fits(page)
            page.go_back()
            page.click("#y-kien a:text-is('Rút hoặc bỏ qua câu hỏi') >> nth=0")
            fits(page)
            assert serious(page) == []
            if size[0] == 390:
                page.select_option("[name=end]", "withdrawn")
                page.fill("[name=reason]", "Không thuộc nội dung giám sát.")
                page.click("text=Kết thúc câu hỏi >> nth=-1")
                page.wait_for_selector(".notice")
                assert "Rút câu hỏi" in page.inner_text("#y-kien")
    assert Opinion.objects.filter(pk__in=[row.pk, silent.pk]).waiting().count() == 1  # of the two the first shown


def test_the_chairman_names_who_appraises_the_award_agency_s_own(
    portal: cast.Province, person: Callable[..., Any]
) -> None:
    body = portal.bodies["so-noi-vu"]
    officer = account("noi-vu", Role.AGENCY_OFFICER, portal.unit("58"), organisation=body)
    note = notes_of(
        portal.annual_2022, actions.Proposal("agency", "Sở Nội vụ", organisation=body), None, body, officer
    )[0]
    item = complete(
        actions.nominate(
            portal.annual_2022,
            actions.Proposal("agency", "Sở Nội vụ", organisation=body, achievements="Tốt."),
            holder_organisation=body,
            knows=[note.key],
            by=officer,
        )
    )
    actions.advance([item.pk], "submit", by=officer)
    with person(portal.chairman, width=390, height=844) as page:
        page.goto("/")
        page.click("main a:text-is('Cử người thẩm định thay: Sở Nội vụ')")
        fits(page)
        page.select_option("[name=user]", str(portal.labour.pk))
        page.fill("[name=act]", "30/UBND-NC, 15/12/2022")
        page.fill("[name=reason]", "Sở Nội vụ là nơi được đề nghị.")
        page.click("text=Cử người thẩm định thay >> nth=-1")
        page.wait_for_selector(".notice")
        assert "Labour" in page.inner_text("main")
        assert serious(page) == []
    assert StandIn.objects.get(nomination=item).user == portal.labour
    with person(portal.labour) as page:
        page.goto("/")
        page.click("main a:text-is('Tiếp nhận hồ sơ: Sở Nội vụ')")
        page.click("text=Tiếp nhận, bắt đầu thẩm định")
        page.click("main form button[type=submit]")
        page.wait_for_selector(".notice")
        assert page.locator("#phieu").count() == 1  # the sheet is open to them
        fits(page)
    assert Nomination.objects.get(pk=item.pk).state == State.UNDER_APPRAISAL
