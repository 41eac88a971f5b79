"""Four people, one year: figures, plans, a nomination and its decision, Excel, in a real browser."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from accounts import audit
from accounts.models import User
from awards.models import Award
from campaign.figures.actions.entering import save_sheet
from campaign.figures.actions.steps import advance
from campaign.models import FigureSet, Period, Plan
from tests import cast
from tests.browser.axe import fits, serious
from tests.browser.conftest import PASSWORD
from tests.papers import PDF
from units.households.actions import households as actions
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import Kind
from units.models import Household, Placement, Unit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


COUNTS = {"22783": "900", "22786": "860", "22789": "780", "22792": "710", "22795": "1.140", "22798": "1.060",
          "22801": "990", "22804": "820", "22807": "880"}  # fmt: skip


def test_figures_are_entered_approved_and_taken_to_excel(
    portal: cast.Province, person: Callable[..., Any], tmp_path: Path
) -> None:
    portal.approve(2021, "584", 7960, 3367, 1379)
    with person(portal.labour) as page:
        page.goto("/chi-tieu/2022/")
        page.fill("[name='584-at_least']", "4,00")
        page.fill("[name='decision_number']", "20/QĐ-UBND")
        page.fill("[name='decision_date']", "10/01/2022")
        page.click("text=Lưu chỉ tiêu")
        assert "1 giao mới" in page.inner_text(".notice, [role=status]")

    with person(portal.bac_ai) as page:
        page.goto("/ket-qua/2022/584/")
        page.fill("[name='584-households']", "8.140")
        page.fill("[name='584-poor']", "3.186")
        page.fill("[name='584-near_poor']", "1.152")
        row = page.locator("tr", has=page.locator("[name='584-poor']"))
        page.wait_for_timeout(300)
        text = row.inner_text()
        assert "39,14" in text and "3,16" in text and "Không đạt" in text
        for code, households in COUNTS.items():
            page.fill(f"[name='{code}-households']", households)
            page.fill(f"[name='{code}-poor']", "354")
            page.fill(f"[name='{code}-near_poor']", "128")
        page.wait_for_timeout(300)
        assert "8.140" in page.inner_text("tfoot")
        page.fill("[name='22783-poor']", "9.999")
        page.click("text=Lưu nháp")
        page.wait_for_selector(".error-summary")
        assert page.input_value("[name='22783-poor']").replace(".", "") == "9999"
        page.fill("[name='22783-poor']", "354")
        page.click("text=Lưu nháp")
        page.wait_for_selector(".notice")
        page.click("a:has-text('Xác nhận, gửi cơ quan thường trực')")
        page.wait_for_selector("h1:has-text('gửi cơ quan thường trực')")
        page.click("main form button[type=submit]")
        page.wait_for_selector(".notice")
        assert page.locator("[name='584-poor']").count() == 0  # locked
        assert serious(page) == []
    assert FigureSet.objects.filter(year=2022, state="checked").count() == 10

    with person(portal.labour) as page:
        page.goto("/phe-duyet/2022/")
        page.check("[aria-label='Chọn Huyện Bác Ái']")
        page.click("main button:has-text('Phê duyệt')")
        page.wait_for_selector("h1:has-text('Phê duyệt')")
        page.click("main form button[type=submit]:has-text('Phê duyệt')")
        page.wait_for_selector(".notice")
        assert FigureSet.objects.judging().filter(year=2022).count() == 10  # the district and its nine communes
        page.goto("/khen-thuong/annual-2022/du-dieu-kien/")
        assert "Không đạt" in page.inner_text("details:has-text('Huyện Bác Ái')")
        page.goto("/bao-cao/")
        with page.expect_download() as waiting:
            page.click('a[href="/bao-cao/F1/2022/"]')
        path = tmp_path / "f1.xlsx"
        waiting.value.save_as(path)
        values = [cell.value for row in load_workbook(path)["F1"].iter_rows() for cell in row]
        assert "Huyện Bác Ái" in values and 3186 in values


def test_a_plan_is_filed_and_acknowledged(portal: cast.Province, person: Callable[..., Any], tmp_path: Path) -> None:
    paper = tmp_path / "ke-hoach.pdf"
    paper.write_bytes(PDF)
    with person(portal.health, width=390, height=844) as page:
        page.goto("/ke-hoach/gui/")
        page.fill("[name=title]", "Phát động phong trào thi đua vì người nghèo")
        page.fill("[name=number]", "45/KH-SYT")
        page.fill("[name=issued_on]", "18/07/2022")
        page.set_input_files("[name=file]", str(paper))
        page.click("main form button[type=submit]")
        page.wait_for_selector("h1:has-text('Sở Y tế')")
        assert "Trễ 138 ngày" in page.inner_text("main")
        assert serious(page) == []
    plan = Plan.objects.get()
    for user, label in ((portal.labour, "Cơ quan thường trực tiếp nhận"), (portal.home, "Cơ quan thi đua tiếp nhận")):
        with person(user) as page:
            page.goto(f"/ke-hoach/{plan.pk}/")
            page.click(f"a:has-text('{label}')")
            page.click("main form button[type=submit]")
            page.wait_for_selector(".notice")
    plan.refresh_from_db()
    assert plan.acknowledged_by_standing_agency and plan.acknowledged_by_award_agency


def _press(page: Any, label: str) -> None:
    page.click(f"main form button:has-text('{label}')")
    page.wait_for_selector(".notice")


def test_a_commune_is_nominated_appraised_listed_and_awarded(portal: cast.Province, person: Callable[..., Any]) -> None:
    portal.approve(2021, "22801", 960, 360, 120)
    portal.approve(2022, "22801", 990, 317, 118)
    portal.target(2022, "22801", "5.00")
    with person(portal.bac_ai) as page:
        page.goto("/khen-thuong/annual-2022/lap-ho-so/")
        page.click("a:has-text('Cấp xã')")
        page.fill("#tim", "phuoc dai")
        page.press("#tim", "Enter")
        page.click("main a:has-text('Xã Phước Đại')")
        page.fill("[name=achievements]", "Giảm nghèo nhanh, có hai mô hình.")
        page.click("main form button[type=submit]")
        page.wait_for_selector("h1:has-text('Phước Đại')")
        address = page.url
        assert "37,50 − 32,02" in page.inner_text("main")
        for part in ("bao-cao-thanh-tich", "bien-ban-xet", "to-trinh"):
            page.goto(f"{address}thanh-phan/{part}/")
            page.fill("#id_on_paper", f"số 9/{part}")
            _press(page, "Lưu vào hồ sơ")
        assert "đủ thành phần bắt buộc" in page.inner_text("#thanh-phan")
    with person(portal.bac_ai_leader) as page:
        page.goto(address)
        page.click("a:has-text('Trình cơ quan thi đua, khen thưởng')")
        page.click("main form button[type=submit]")
        page.wait_for_selector(".notice")
    with person(portal.home) as page:
        page.goto(address)
        page.click("a:has-text('Tiếp nhận, bắt đầu thẩm định')")
        page.click("main form button[type=submit]")
        page.wait_for_selector(".judge-form")
        for form in page.locator(".judge-form").all():
            form.locator("[value=met]").check()
            for paper in form.locator("input[name^='g-']").all():  # asked only where the portal has no paper
                paper.fill("Kế hoạch 5/KH-UBND ngày 01/02/2022 của UBND xã")
            form.locator("textarea").fill("Có tài liệu chứng minh.")
        page.click("button:has-text('Lưu phiếu')")
        page.wait_for_selector(".notice")
        assert serious(page) == []
    with person(portal.labour) as page:
        page.goto("/")
        page.click("text=Cho ý kiến về 1 hồ sơ khen thưởng")
        page.check("[aria-label^='Chọn'], main tbody input[type=checkbox]")
        page.fill("#id_text", "Số liệu đúng với kết quả đã duyệt.")
        _press(page, "Gửi ý kiến")
    with person(portal.home) as page:
        page.goto(address)
        page.click("a:has-text('Kết thúc thẩm định')")
        page.click("main form button[type=submit]")
        page.wait_for_selector(".notice")
        page.goto("/khen-thuong/annual-2022/bang-so-luong/")
        assert serious(page) == []
        page.click("main a:has-text('Đưa vào danh sách trình')")
        if page.locator("[name=override_reason]").count():
            page.fill("[name=override_reason]", "Kế hoạch của xã đã nộp bản giấy.")
        page.click("main form button[type=submit]")
        page.wait_for_selector(".notice")
        page.goto("/khen-thuong/annual-2022/bang-so-luong/?so-collective=0&thu=1")
        assert "Không đặt được mức 00: 01 hồ sơ đang giữ chỗ" in page.inner_text("#thu")
        page.goto("/khen-thuong/annual-2022/bang-so-luong/")
        page.click("main a:has-text('Trình Hội đồng (01)')")
        _press(page, "Trình Hội đồng")
    with person(portal.council_secretary) as page:
        page.goto("/khen-thuong/annual-2022/hoi-dong/")
        page.click("text=Chuẩn bị phiên họp")
        page.fill("#id_name", "Phiên họp tháng Mười hai")
        page.fill("#id_chair", "Phó Chủ tịch UBND tỉnh")
        page.fill("#id_secretary", "Thư ký Hội đồng")
        page.check("[name=method][value=paper]")
        _press(page, "Ghi phiên họp")
        page.click("text=Mở phiên họp")
        _press(page, "Mở phiên họp")
        page.click("main table a:has-text('xã Phước Đại')")
        page.fill("#id_agree", "2")
        page.fill("#id_disagree", "0")
        page.click("button:has-text('Ghi kết quả')")
        page.wait_for_selector(".result-agreed")
        page.goto("/khen-thuong/annual-2022/hoi-dong/")
        page.click("main table a:has-text('Phiên họp tháng Mười hai')")
        page.click("text=Kết thúc phiên họp")
        _press(page, "Kết thúc phiên họp")
    with person(portal.home) as page:
        page.goto("/khen-thuong/annual-2022/bang-so-luong/")
        page.click("main a:has-text('Trình Chủ tịch UBND tỉnh (01)')")
        _press(page, "Trình Chủ tịch UBND tỉnh")
    with person(portal.chairman) as page:
        page.goto("/khen-thuong/annual-2022/quyet-dinh/")
        assert "Tập thể" in page.inner_text("main table")
        page.fill("[name=number]", "512/QĐ-UBND")
        page.fill("[name=signed_on]", "15/12/2022")
        page.fill("[name=signer]", "Chủ tịch UBND tỉnh")
        page.click("main form button[type=submit]")
        page.wait_for_selector(".notice")
        page.goto("/khen-thuong/annual-2022/cong-bo/")
        page.fill("[name=ly-do]", "Bản ký gửi sau.")
        page.click("main form button[type=submit]")
        page.wait_for_selector(".notice")
    assert Award.objects.get().printed_name == "Nhân dân và cán bộ xã Phước Đại"
    with person(None, width=390, height=844) as page:
        page.goto("/cong-khai/2022/")
        assert "Nhân dân và cán bộ xã Phước Đại" in page.inner_text("main")
        assert serious(page) == []


ADDRESSES = ("/", "/ket-qua/2022/", "/chi-tieu/2022/", "/ke-hoach/", "/khen-thuong/", "/khen-thuong/annual-2022/", "/bao-cao/",
             "/the-le/", "/don-vi/", "/tim/?q=bac+ai", "/tai-khoan/", "/phe-duyet/2022/", "/ket-qua/2022/584/",
             "/khen-thuong/annual-2022/du-dieu-kien/", "/ket-qua/2022/nhap-tu-tep/", "/don-vi/584-2021-01-01/")  # fmt: skip


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)], ids=["office", "phone"])
def test_every_page_is_styled_clean_and_fits(
    portal: cast.Province, person: Callable[..., Any], size: tuple[int, int]
) -> None:
    portal.approve(2021, "584", 7960, 3367, 1379)
    portal.approve(2022, "584", 8140, 3186, 1156)
    with person(portal.labour, width=size[0], height=size[1]) as page:
        for address in ADDRESSES:
            answer = page.goto(address)
            assert answer.status == 200, address
            assert (
                page.evaluate("getComputedStyle(document.querySelector('.portal-header')).backgroundColor")
                == "rgb(143, 20, 24)"
            )
            fits(page)


YEARLY = ("/ky/", "/ky/mo/", "/ky/so-lieu-nen/", "/ky/{period}/", "/ky/{period}/dong/", "/ky/{period}/van-ban/",
          "/ky/{period}/don-doc/", "/nhap-bo-sung/2022/584/", "/ket-qua/2022/can-xem-lai/", "/ket-qua/2022/584/?bieu=f12",
          "/ket-qua/2022/584/?bieu=f2-ho", "/ket-qua/2022/584/phieu/?bieu=f10", "/ket-qua/2022/584/tong-hop/",
          "/ket-qua/2022/58/tong-hop/?bieu=f4", "/so-lieu/{set}/y-kien/", "/so-lieu/{set}/mo-lai/", "/so-lieu/{set}/",
          "/hop-thu-cho/", "/thong-bao/")  # fmt: skip


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)], ids=["office", "phone"])
def test_the_pages_of_the_year_are_clean_and_fit(
    portal: cast.Province, person: Callable[..., Any], size: tuple[int, int]
) -> None:
    portal.approve(2021, "584", 7960, 3367, 1379)
    item = portal.approve(2022, "584", 8140, 3186, 1156)
    period = Period.objects.get(year=2022, status="official")
    with person(portal.labour, width=size[0], height=size[1]) as page:
        for address in YEARLY:
            url = address.format(period=period.pk, set=item.pk)
            assert page.goto(url).status == 200, url
            fits(page)


def test_many_sets_are_approved_after_one_preview(portal: cast.Province, person: Callable[..., Any]) -> None:
    units = {code: portal.unit(code) for code in ("22801", "22783", "22786")}
    values = {"households": 1000, "poor": 88, "near_poor": 113}
    sets = save_sheet(portal.campaign, 2022, {u.pk: values for u in units.values()}, {}, by=portal.bac_ai)
    advance([item.pk for item in sets], "check", by=portal.bac_ai)
    with person(portal.labour_leader) as page:
        page.goto("/phe-duyet/2022/?cap=xa")
        page.click("text=Xem trước cả 3 bộ đang chờ")
        assert page.locator("main tbody [name=bo]:checked").count() == 3
        assert page.locator("main tbody .group-row").all_inner_texts() == ["Huyện Bác Ái 3 bộ"]
        page.click("button:has-text('Phê duyệt')")
        page.wait_for_selector(".notice")
    assert FigureSet.objects.judging().count() == 3


MAP = ("/sap-xep/", "/sap-xep/moi/hop-nhat/", "/sap-xep/moi/chia-tach/", "/sap-xep/moi/ket-thuc/?cap=huyen", "/nguoi-dung/",
       "/nguoi-dung/moi/", "/nguoi-dung/nhap-danh-sach/", "/co-quan/", "/co-quan/so-y-te/", "/nhiem-vu/",
       "/nhiem-vu/ban-giao/", "/cum-khoi/2022/", "/don-vi/584-2021-01-01/phan-loai/", "/don-vi/584-2021-01-01/nguoi-dung/",
       "/don-vi/22768-2021-01-01/ty-le-chia/")  # fmt: skip


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)], ids=["office", "phone"])
def test_the_pages_of_the_map_are_clean_and_fit(
    portal: cast.Province, person: Callable[..., Any], size: tuple[int, int]
) -> None:
    household = _household(portal)
    keeper = (
        "/don-vi/22801-2021-01-01/ho/",
        f"/ho/{household.pk}/",
        f"/ho/{household.pk}/nam/2022/",
        f"/ho/{household.pk}/dang-ky/2022/",
        "/don-vi/22801-2021-01-01/ho/moi/",
        "/doi-chieu-ho/2022/22801-2021-01-01/",
        "/don-vi/22801-2021-01-01/ho/nhap-tu-tep/",
        "/dien-bien/22801-2021-01-01/",
    )
    for user, addresses in ((portal.administrator, MAP), (portal.phuoc_dai, keeper)):
        with person(user, width=size[0], height=size[1]) as page:
            for address in addresses:
                answer = page.goto(address)
                assert answer.status == 200, address
                fits(page)


def _household(portal: cast.Province) -> Household:
    with audit.change(User.objects.command_line()) as trail:
        village = found_unit("2280101", "Thôn Tà Lú", Kind.VILLAGE, parent=portal.unit("22801"), trail=trail)
        derive_ancestry()
    return actions.found_household(village, head="Katơr Thị Liên", valid_from=cast.START, by=portal.phuoc_dai)


def test_a_merger_is_previewed_written_and_undone(portal: cast.Province, person: Callable[..., Any]) -> None:
    Unit.objects.filter(valid_from=cast.START).update(valid_to=date.max)
    Placement.objects.filter(valid_from=cast.START).update(valid_to=date.max)
    derive_ancestry()
    with person(portal.administrator) as page:
        page.goto("/sap-xep/moi/hop-nhat/?cap=xa")
        page.get_by_label("Xã Phước Đại").check()
        page.get_by_label("Xã Phước Chính").check()
        page.fill("#ngay", "01/12/2022")
        page.fill("#van-ban", "NQ 01/NQ-UBTVQH ngày 20/9/2022")
        page.fill("#ma-0", "90001")  # 22801 is given again in 2025
        page.fill("#ten-moi-0", "Xã Đại Chính")
        page.select_option("#loai-0", "xa")
        page.select_option("#noi-truc-thuoc", str(portal.unit("584").pk))
        page.get_by_role("button", name="Xem trước").click()
        assert "Chưa lưu gì" in page.inner_text("main")
        assert "Công chức cấp xã" in page.inner_text("main")
        page.get_by_role("button", name="Ghi lần sắp xếp này").click()
        assert "Hợp nhất Xã Phước Đại và Xã Phước Chính thành Xã Đại Chính" in page.inner_text("h1")
        page.fill("#ly-do", "Nhập nhầm")
        page.get_by_role("button", name="Hoàn tác").click()
        assert "Đã hoàn tác" in page.inner_text("main")


def test_what_was_typed_survives_an_ended_session(portal: cast.Province, person: Callable[..., Any]) -> None:
    with person(portal.bac_ai) as page:
        page.goto("/ket-qua/2022/584/")
        page.fill("[name='584-households']", "8.140")
        page.context.clear_cookies()
        page.reload()
        page.fill("#id_username", portal.bac_ai.username)
        page.fill("#id_password", PASSWORD)
        page.click("main form button[type=submit]")
        page.wait_for_selector("[name='584-households']")
        page.wait_for_timeout(300)
        assert page.input_value("[name='584-households']") == "8.140"
