"""Years as they are published: frozen, corrected by another publication, never taken back; files of what is public."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.test import Client

from accounts.models import AuditEvent
from campaign.periods.actions import record_act
from core.workflow import Refused
from reports.models import PublicYear
from reports.public.domain.frozen import changes, thaw
from reports.public.domain.lines import KEPT_BACK
from reports.public.drawings import bare, maps_of_lines, trend_of_lines, with_bars
from reports.public.editions import edition_of, editions_of, publish, ready
from reports.public.open_data import COLUMNS
from tests import cast

pytestmark = pytest.mark.django_db
DISTRICTS = ("582", "584", "585", "586", "587", "588", "589")


@pytest.fixture
def approved(province: cast.Province) -> cast.Province:
    for code, poor in zip(DISTRICTS, (3, 2676, 2600, 1100, 420, 1300, 1250), strict=True):
        province.approve(2022, code, 20_000, poor)
    return province


def test_what_is_approved_is_read_by_nobody_before_it_is_published(approved: cast.Province, client: Client) -> None:
    assert "Kết quả năm 2022 chưa được công bố." in client.get("/cong-khai/2022/").content.decode()
    publish(approved.campaign, 2022, by=approved.labour)
    page = client.get("/cong-khai/2022/").content.decode()
    assert "9.349 hộ nghèo" in page
    assert "Công bố lần 1, ngày" in page
    assert 'class="tilemap' in page
    row = AuditEvent.objects.get(verb="publish_year")
    assert (row.actor, row.unit_code) == (approved.labour.username, "58")


def test_what_is_corrected_later_changes_nothing_that_is_public(approved: cast.Province, client: Client) -> None:
    publish(approved.campaign, 2022, by=approved.labour)
    before = client.get("/cong-khai/2022/").content
    approved.approve(2022, "584", 20_000, 2700)
    assert client.get("/cong-khai/2022/").content == before


def test_a_correction_is_another_publication_that_says_what_it_changes(approved: cast.Province, client: Client) -> None:
    publish(approved.campaign, 2022, by=approved.labour)
    approved.approve(2022, "584", 20_000, 2700)
    client.force_login(approved.labour)
    preview = client.get("/cong-bo/2022/").content.decode()
    assert "Huyện Bác Ái: hộ nghèo 2.676 → 2.700; tỷ lệ hộ nghèo 13,38 → 13,50" in preview
    refused = client.post("/cong-bo/2022/", {"seen": "1", "note": ""})
    assert refused.status_code == 422
    assert "Vui lòng ghi lý do thay đổi so với lần công bố trước." in refused.content.decode()
    assert PublicYear.objects.count() == 1
    done = client.post("/cong-bo/2022/", {"seen": "1", "note": "Huyện Bác Ái rà soát lại"}, follow=True)
    assert "Đã công bố kết quả năm 2022, lần 2." in done.content.decode()
    page = Client().get("/cong-khai/2022/").content.decode()
    assert "Khác lần trước: Huyện Bác Ái rà soát lại" in page
    assert "2.700" in page


@pytest.mark.parametrize("who", ["home", "bac_ai", "chairman", "auditor"])
def test_only_the_standing_agency_publishes(approved: cast.Province, who: str) -> None:
    with pytest.raises(Refused, match="Chỉ cơ quan thường trực"):
        publish(approved.campaign, 2022, by=getattr(approved, who))


def test_nothing_is_published_twice_without_a_change_nor_without_a_figure(approved: cast.Province) -> None:
    publish(approved.campaign, 2022, by=approved.labour)
    with pytest.raises(Refused, match="Không có gì khác lần công bố 1"):
        publish(approved.campaign, 2022, by=approved.labour, note="Công bố lại", seen=1)
    with pytest.raises(Refused, match="Chưa có kết quả chính thức nào của năm 2021"):
        publish(approved.campaign, 2021, by=approved.labour)


def test_two_who_publish_at_once_do_not_overrun_each_other(approved: cast.Province) -> None:
    publish(approved.campaign, 2022, by=approved.labour)
    approved.approve(2022, "584", 20_000, 2700)
    with pytest.raises(Refused, match="vừa được công bố lần 1"):
        publish(approved.campaign, 2022, by=approved.labour, note="Rà soát lại", seen=0)


def test_what_was_once_kept_back_stays_so(approved: cast.Province) -> None:
    """The second row kept back is the smallest other one: were it another one next time, two publications would tell both."""
    publish(approved.campaign, 2022, by=approved.labour)
    first = {line.name for line in thaw(PublicYear.objects.get().content).rows if not line.says_now}
    approved.approve(2022, "588", 20_000, 400)  # now the smallest other one is Thuận Bắc's
    publish(approved.campaign, 2022, by=approved.labour, note="Thuận Bắc rà soát lại", seen=1)
    edition = edition_of(approved.campaign, 2022)
    assert edition is not None
    second = {line.name for line in edition.content.rows if not line.says_now}
    assert len(first) == 2
    assert first < second
    for code in DISTRICTS:
        approved.approve(2023, code, 20_000, 500)
    opening = {line.name for line in ready(approved.campaign, 2023).rows if not line.says_before}
    assert second <= opening


def test_a_publication_is_frozen_and_thawed_without_a_loss(approved: cast.Province) -> None:
    approved.target(2022, "584", "4.00")
    approved.approve(2021, "584", 20_000, 3367)
    content = ready(approved.campaign, 2022)
    again = thaw(json.loads(json.dumps(content.to_json())))
    assert changes(content, again) == []
    assert again.to_json() == content.to_json()
    assert "sources" not in str([line.finding and line.finding.sources for line in again.lines])
    assert all(line.finding is None or line.finding.sources == () for line in again.lines)


def test_drawings_say_no_more_than_the_cells(approved: cast.Province) -> None:
    content = ready(approved.campaign, 2022)
    hidden = {line.code for line in content.rows if not line.says_now}
    assert all(drawn.bar is None for drawn in with_bars(content.rows) if drawn.line.code in hidden)
    drawn = maps_of_lines(content.rows, date(2022, 12, 31))
    assert drawn is not None
    assert {tile.of.printed for tile in drawn.wide.tiles if tile.of.code in hidden} == {"-"}
    assert {tile.of.words for tile in drawn.wide.tiles if tile.of.code == "582"} == {
        "Thành phố Phan Rang-Tháp Chàm: không công bố"
    }
    city = next(line for line in content.rows if line.code == "582")
    assert trend_of_lines([(2022, city)]) is None


def test_the_page_of_a_unit_has_all_that_was_published_of_it(approved: cast.Province, client: Client) -> None:
    approved.approve(2021, "584", 20_000, 3367)
    publish(approved.campaign, 2021, by=approved.labour)
    publish(approved.campaign, 2022, by=approved.labour)
    page = client.get("/cong-khai/don-vi/584/").content.decode()
    assert "2.676" in page
    assert 'class="trend"' in page
    assert client.get("/cong-khai/don-vi/9999/").status_code == 404
    assert KEPT_BACK in client.get("/cong-khai/don-vi/582/").content.decode()
    assert [edition.row.year for edition in editions_of(approved.campaign)] == [2022, 2021]


def test_open_data_say_what_the_page_says(approved: cast.Province, client: Client) -> None:
    publish(approved.campaign, 2022, by=approved.labour)
    body = client.get("/cong-khai/2022/ket-qua.csv").content
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
    assert [name for name, _, _ in COLUMNS] == list(rows[0])
    by_code = {row["ma_don_vi"]: row for row in rows}
    assert (by_code["584"]["ho_ngheo"], by_code["584"]["ty_le_ho_ngheo"]) == ("2676", "13.38")
    assert (by_code["582"]["ho_ngheo"], by_code["582"]["trang_thai"]) == ("", "khong_cong_bo")
    assert by_code["58"]["ho_ngheo"] == "9349"
    told = client.get("/cong-khai/du-lieu/ket-qua.json").json()["du_lieu"]
    assert [str(row["ho_ngheo"] or "") for row in told] == [row["ho_ngheo"] for row in rows]
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get("/cong-khai/2022/ket-qua.xlsx").streaming_content)
        if client.get("/cong-khai/2022/ket-qua.xlsx").streaming else client.get("/cong-khai/2022/ket-qua.xlsx").content))  # fmt: skip
    cells = [str(cell.value) for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert "2.676" in cells
    assert "3" not in cells
    fields = client.get("/cong-khai/du-lieu/datapackage.json").json()["resources"][0]["schema"]["fields"]
    assert [field["name"] for field in fields] == list(rows[0])


def test_files_of_a_year_that_is_not_public_are_not_there(approved: cast.Province, client: Client) -> None:
    for ending in ("csv", "json", "xlsx"):
        assert client.get(f"/cong-khai/2022/ket-qua.{ending}").status_code == 404
    assert client.get("/cong-khai/du-lieu/ket-qua.json").json()["du_lieu"] == []


def test_the_agency_has_a_card_once_an_act_makes_the_year_official(approved: cast.Province, client: Client) -> None:
    client.force_login(approved.labour)
    assert "Công bố kết quả năm 2022" not in client.get("/").content.decode()
    record_act(approved.campaign, 2022, "official", number="320/BC-UBND", on=date(2022, 12, 10), by=approved.labour)
    assert "Công bố kết quả năm 2022" in client.get("/").content.decode()
    client.post("/cong-bo/2022/", {"seen": "0"})
    assert "Theo văn bản 320/BC-UBND ngày 10/12/2022" in client.get("/cong-khai/2022/").content.decode()
    assert "Công bố kết quả năm 2022" not in client.get("/").content.decode()


def test_awards_and_the_movement_have_their_pages(approved: cast.Province, client: Client) -> None:
    assert "Chưa có quyết định khen thưởng nào được công bố." in client.get("/cong-khai/khen-thuong/").content.decode()
    assert "Chỉ tiêu chung" in client.get("/cong-khai/gioi-thieu/").content.decode()
    assert "Chưa có kết quả năm nào được công bố." in client.get("/cong-khai/du-lieu/").content.decode()


@pytest.mark.parametrize(
    ("name", "short"),
    [("Huyện Bác Ái", "Bác Ái"), ("Thành phố Phan Rang-Tháp Chàm", "Phan Rang-Tháp Chàm"), ("Xã Xã", "Xã")],
)
def test_a_tile_has_the_name_without_its_kind(name: str, short: str) -> None:
    assert bare(name) == short


def test_rates_of_a_line_are_numbers_only_where_they_are_printed(approved: cast.Province) -> None:
    line = next(line for line in ready(approved.campaign, 2022).rows if line.code == "584")
    assert (line.value, line.fall, line.households_poor) == (Decimal("13.38"), None, 2676)


def test_anyone_finds_what_a_commune_became(province: cast.Province, client: Client) -> None:
    page = client.get("/cong-khai/don-vi-cu-moi/?tim=phuoc+dai").content.decode()
    assert "Xã Phước Đại" in page
    assert "Xã Bác Ái" in page
    assert "Đông Hải" not in page
    assert "Không có đơn vị nào" in client.get("/cong-khai/don-vi-cu-moi/?tim=khong+co+xa+nay").content.decode()
    rows = list(csv.DictReader(io.StringIO(client.get("/cong-khai/don-vi-cu-moi.csv").content.decode("utf-8-sig"))))
    (one,) = [row for row in rows if row["ma_cu"] == "22801" and row["ngay"] == "2025-07-01"]
    assert (one["ten_cu"], one["thuoc_cu"], one["phan"]) == ("Xã Phước Đại", "Huyện Bác Ái", "toàn bộ")
