"""A province's own regulation of awards: read with every error, laid over the shipped law, loaded under its act."""

import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import AuditEvent, User
from awards.law.domain.own_regimes import OwnRegime, RegimeErrors, laid_over, read_own, told, unknown_names
from awards.law.domain.regimes import REGIMES
from awards.law.in_force import regime_of, regime_on, regimes
from awards.models import RegimeFile
from tests import cast
from tests.consent import agree

OWN = """
[[regime]]
code = "QC1"
name = "Quy chế thi đua, khen thưởng của tỉnh"
valid_from = 2024-03-01
valid_to = 2026-01-01
bases = [{ text = "Quyết định số 15/2024/QĐ-UBND ngày 20 tháng 02 năm 2024 của Ủy ban nhân dân tỉnh", mark = "confirmed" }]
without_parts = ["bao-cao-tom-tat"]

[[regime.part]]
code = "xac-nhan-thue"
label = "Xác nhận của cơ quan thuế"
maker = "holder"
kind = "file"
classes = ["enterprise"]

[[regime.vote]]
form = "bang_khen_province"
method = "secret"
denominator = "present"
threshold = "75.00"
mark = "confirmed"
source = "Điều 12 Quy chế"
"""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"75.00"', '"0.75"', "phải là phần trăm trong ngoặc kép"), ("2024-03-01", "0024-03-01", "năm 24 không dùng được"),
        ("Quy chế thi đua", "Dự thảo quy chế thi đua", "ghi «Dự thảo»; chỉ nạp quy định đã ban hành"),
        ("Quy chế thi đua", "Quy\u202e chế thi đua", "có ký tự ẩn"), ("Quy chế thi đua, khen", "Quy chÕ thi ®ua, khen", "phông chữ cũ"),
    ],
)  # fmt: skip
def test_what_looks_right_and_is_not_is_refused(old: str, new: str, says: str) -> None:
    assert old in OWN
    with pytest.raises(RegimeErrors, match=says):
        read_own(OWN.replace(old, new))


def test_the_least_percentages_and_names_in_another_spelling_are_taken() -> None:
    decomposed = unicodedata.normalize("NFD", OWN)
    assert read_own(decomposed) == read_own(f"\ufeff{OWN}") == read_own(OWN)
    for number in ("0", "1", "100.00"):
        (own,) = read_own(OWN.replace('"75.00"', f'"{number}"'))
        assert own.vote_[0].threshold == Decimal(number)


ACT = ("--act-number", "15/2024/QĐ-UBND", "--act-date", "01/02/2022", "--act-issuer", "UBND tỉnh")


def test_the_law_of_a_day_is_the_shipped_one_with_what_the_regulation_says() -> None:
    law = laid_over(read_own(OWN))
    assert [(item.code, item.valid_from) for item in law] == [
        ("A", date.min),
        ("B", date(2024, 1, 1)),
        ("QC1.B", date(2024, 3, 1)),
        ("QC1.C", date(2025, 7, 1)),
        ("C", date(2026, 1, 1)),
    ]
    own, base = law[3], REGIMES[2]
    assert own.decree == base.decree
    assert own.bases == (*base.bases, *read_own(OWN)[0].bases)
    assert own.vote("bang_khen_province") == read_own(OWN)[0].vote_[0]
    assert own.vote("huan_chuong_lao_dong") == base.vote("huan_chuong_lao_dong")
    assert {part.code for part in own.part} == {part.code for part in base.part} - {"bao-cao-tom-tat"} | {
        "xac-nhan-thue"
    }


DAYS = st.dates(date(2019, 1, 1), date(2029, 1, 1))


@given(st.lists(st.tuples(DAYS, DAYS), max_size=4))
def test_every_day_has_one_regime_and_the_shipped_law_outside_the_own(periods: list[tuple[date, date]]) -> None:
    own, last = [], date.min
    for at, (one, other) in enumerate(sorted(periods)):
        since, until = max(min(one, other), last), max(one, other)
        if since < until:
            own.append(OwnRegime(code=f"Q{at}", name="Quy chế", valid_from=since, valid_to=until))
            last = until
    law = laid_over(own)
    assert (law[0].valid_from, law[-1].valid_to) == (date.min, date.max)
    assert all(one.valid_to == other.valid_from for one, other in pairwise(law))
    for day in {day + timedelta(step) for item in own for day in (item.valid_from, item.valid_to) for step in (-1, 0)}:
        held = next((item for item in own if item.valid_from <= day < item.valid_to), None)
        shipped = next(item for item in REGIMES if item.valid_from <= day < item.valid_to)
        found = next(item for item in law if item.valid_from <= day < item.valid_to)
        assert found.code == (shipped.code if held is None else f"{held.code}.{shipped.code}")


def test_every_error_of_a_file_in_one_go() -> None:
    text = (
        OWN.replace('code = "QC1"', 'code = "A"')
        .replace("valid_to = 2026-01-01", "valid_to = 2024-01-01")
        .replace('method = "secret"', 'method = "giơ tay"')
        .replace('threshold = "75.00"', "threshold = 75")
        .replace('maker = "holder"\n', "")
        .replace("without_parts", "la = 1\nwithout_parts")
    )
    with pytest.raises(RegimeErrors) as refused:
        read_own(text + '\n[campaign]\ncode = "x"\n')
    assert {error.place for error in refused.value.errors} == {
        "campaign",
        "regime[1].la",
        "regime[1].part[1].maker",
        "regime[1].vote[1].method",
        "regime[1].vote[1].threshold",
        "regime[1].code",
        "regime[1].valid_to",
    }
    with pytest.raises(RegimeErrors) as refused:
        read_own(
            OWN.replace('"QC1"', '"A"').replace("2026-01-01", "2024-01-01").replace('["bao-cao-tom-tat"]', '["x"]')
        )
    assert [error.place for error in refused.value.errors] == [
        "regime[1].code",
        "regime[1].valid_to",
        "regime[1].without_parts",
    ]


def test_two_over_the_same_days_are_refused_with_both_places() -> None:
    other = OWN.replace("QC1", "QC2").replace("2024-03-01", "2025-12-31").replace("2026-01-01", "2027-01-01")
    with pytest.raises(RegimeErrors) as refused:
        read_own(OWN + other)
    assert [str(error) for error in refused.value.errors] == [
        "regime[2].valid_from: chồng thời gian với regime[1] (01/03/2024); sửa valid_from hoặc valid_to.",
    ]
    assert len(read_own(OWN + other.replace("2025-12-31", "2026-01-01"))) == 2


def test_a_file_that_is_none() -> None:
    for text, place in (
        ("", "regime"),
        ("x = ", "cuối tệp"),
        ("regime = 1", "regime"),
        ("regime = [1]", "regime[1]"),
    ):
        with pytest.raises(RegimeErrors) as refused:
            read_own(text)
        assert refused.value.errors[-1].place == place


def test_the_preview_tells_what_changes() -> None:
    (own,) = read_own(OWN)
    assert told(own)[:2] == ["Từ 01/03/2024 đến trước 01/01/2026", f"Trên nền {REGIMES[1].name}:"]
    assert "  thêm thành phần hồ sơ «xac-nhan-thue»" in told(own)
    assert "  thay cách biểu quyết hình thức «bang_khen_province»" in told(own)
    assert "  bỏ thành phần hồ sơ «bao-cao-tom-tat»" in told(own)


@pytest.mark.django_db
def test_it_is_loaded_under_its_act_and_counts_from_its_day(
    province: cast.Province, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "quy-che.toml"
    path.write_text(OWN, encoding="utf-8")
    call_command("load_regime", str(path), "--dry-run")
    assert "Chỉ xem trước, chưa lưu gì." in capsys.readouterr().out
    assert not RegimeFile.objects.exists()
    with pytest.raises(CommandError, match="phải có số, ngày và cơ quan ban hành"):
        call_command("load_regime", str(path))
    assert regime_on(date(2025, 1, 1)).code == "B"
    call_command("load_regime", str(path), *ACT)
    assert [
        regime_on(day).code for day in (date(2024, 2, 29), date(2024, 3, 1), date(2025, 7, 1), date(2026, 1, 1))
    ] == [
        "B",
        "QC1.B",
        "QC1.C",
        "C",
    ]
    assert regime_of("B", date(2025, 1, 1)).code == "B"  # what was bound before stays bound
    with pytest.raises(CommandError, match="đã được nạp"):
        call_command("load_regime", str(path), *ACT)
    path.write_text(OWN.replace("QC1", "QC2"), encoding="utf-8")
    with pytest.raises(CommandError, match="QC2: chồng thời gian với quy chế «QC1»"):
        call_command("load_regime", str(path), *ACT)
    path.write_text(OWN.replace("75.00", "80.00"), encoding="utf-8")
    call_command("load_regime", str(path), *ACT)  # the same code again corrects it
    assert len([item for item in regimes() if item.code == "QC1.B"]) == 1


# ---- by page ----

UPLOAD = "/mau-van-ban/quy-che/tai-len/"
TYPED = {"number": "15/2024/QĐ-UBND", "on": "01/02/2022", "issuer": "UBND tỉnh"}
SignIn = Callable[[User], Client]


def _sent(client: Client, text: str, **more: str) -> Any:
    return client.post(UPLOAD, {"file": SimpleUploadedFile("quy-che.toml", text.encode()), **TYPED, **more})


@pytest.mark.django_db
def test_a_page_shows_what_it_changes_and_keeps_it_after_consent(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.administrator)
    page = _sent(client, OWN)
    assert page.status_code == 200
    shown = page.content.decode()
    assert "thêm thành phần hồ sơ «Xác nhận của cơ quan thuế»" in shown
    assert "xac-nhan-thue" not in shown and "bang_khen_province" not in shown
    assert not RegimeFile.objects.exists()
    assert client.post(UPLOAD, agree(page)).status_code == 302
    row = RegimeFile.objects.get()
    assert (row.act_number, row.act_on, row.act_issuer, row.content) == (
        "15/2024/QĐ-UBND",
        date(2022, 2, 1),
        "UBND tỉnh",
        OWN,
    )
    assert AuditEvent.objects.filter(verb="load_regime").count() == 1
    assert client.post(UPLOAD, agree(page)).status_code == 409  # the second click
    listed = client.get("/mau-van-ban/quy-che/")
    assert "Quy chế thi đua, khen thưởng của tỉnh" in listed.content.decode()
    assert [counts for _, counts in listed.context["files"]] == [True]
    assert client.get(f"/mau-van-ban/quy-che/{row.pk}/tep/").content.decode() == OWN
    assert _sent(client, OWN).status_code == 422  # the same again


@pytest.mark.django_db
def test_every_error_is_told_and_nothing_is_kept(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.administrator)
    page = _sent(client, OWN.replace('"secret"', '"loud"').replace('"holder"', '"nobody"'))
    assert page.status_code == 422
    assert [error.place for error in page.context["faults"]] == ["regime[1].part[1].maker", "regime[1].vote[1].method"]
    assert _sent(client, OWN, number="").status_code == 422
    assert "chưa đến" in str(_sent(client, OWN, on="01/01/2030").context["reasons"])
    assert client.post(UPLOAD, {"file": SimpleUploadedFile("a.toml", b"\xff\xfe\x00"), **TYPED}).status_code == 422
    assert not RegimeFile.objects.exists()


@pytest.mark.django_db
def test_another_file_in_between_is_told(province: cast.Province, sign_in: SignIn) -> None:
    client, other = sign_in(province.administrator), sign_in(province.administrator)
    page = _sent(client, OWN)
    theirs = _sent(other, OWN.replace("75.00", "80.00"))
    assert other.post(UPLOAD, agree(theirs)).status_code == 302
    moved = client.post(UPLOAD, agree(page))
    assert moved.status_code == 409
    assert RegimeFile.objects.count() == 1
    assert client.post(UPLOAD, agree(moved)).status_code == 302


@pytest.mark.django_db
def test_it_is_for_who_keeps_the_law_of_the_province(province: cast.Province, sign_in: SignIn) -> None:
    for address in (UPLOAD, "/mau-van-ban/quy-che/"):
        assert sign_in(province.bac_ai).get(address).status_code == 403
        assert sign_in(province.home_leader).get(address).status_code == 200


WRONG = """
[[regime]]
code = "QC1"
name = "Quy chế thi đua, khen thưởng của tỉnh"
valid_from = 2024-03-01
vote = [{ form = "bang_khen_tinh", method = "open", denominator = "present", mark = "confirmed", source = "Điều 12" }]
length = [{ form = "bang_khen_province", years = 0, mark = "confirmed" }]
provision = [{ id = "R99", source = "Điều 5", mark = "confirmed" }]

[[regime.part]]
code = "xac-nhan-thue"
label = "Xác nhận của cơ quan thuế"
maker = "holder"
kind = "file"
classes = ["enterprise", "doanh-nghiep"]
"""


def test_names_that_nobody_has_are_refused_with_place_all_at_once(province: cast.Province, tmp_path: Path) -> None:
    file = tmp_path / "qc.toml"
    file.write_text(WRONG)
    with pytest.raises(CommandError) as refused:
        call_command("load_regime", str(file), "--act-date", "31/02/2024")
    said = str(refused.value)
    for piece in (
        "--act-date: ",
        "regime[1].vote[1].form: không có hình thức «bang_khen_tinh». Có: bang_khen_prime_minister, ",
        "regime[1].length[1].years: 0 không phải là số năm; ghi từ 1 đến 50.",
        "regime[1].part[1].classes: không kế hoạch nào có nhóm đối tượng «doanh-nghiep». Có: agency, commune, ",
        "regime[1].provision[1].id: không có điều kiện «R99». Có: R11, ",
        "Có 5 lỗi. Chưa lưu gì.",
    ):
        assert piece in said, said
    assert not RegimeFile.objects.exists()


def test_without_an_act_the_page_tells_of_the_file_too(
    province: cast.Province, sign_in: Callable[[User], Client]
) -> None:
    handed = {"file": SimpleUploadedFile("qc.toml", WRONG.encode())}
    page = sign_in(province.administrator).post("/mau-van-ban/quy-che/tai-len/", handed)
    assert page.status_code == 422 and {"number", "on", "issuer"} <= set(page.context["form"].errors)
    assert len(page.context["faults"]) == 4


@pytest.mark.parametrize("code", ["xac nhan thue", "xác-nhận", "XN", "x/y", "x" * 41])
def test_a_part_whose_code_no_address_can_bear_is_refused_with_place(
    code: str, province: cast.Province, sign_in: Callable[[User], Client], tmp_path: Path
) -> None:
    text = OWN.replace("xac-nhan-thue", code)
    file = tmp_path / "qc.toml"
    file.write_text(text)
    says = f"regime[1].part[1].code: «{code}» phải là 1 - 40 chữ thường không dấu"
    with pytest.raises(CommandError) as refused:
        call_command("load_regime", str(file), *ACT)
    assert says in str(refused.value)
    page = _sent(sign_in(province.administrator), text)
    assert page.status_code == 422 and [str(error)[: len(says)] for error in page.context["faults"]] == [says]
    assert not RegimeFile.objects.exists()


def test_codes_of_parts_up_to_what_the_dossier_keeps_are_taken() -> None:
    own = read_own(OWN.replace("xac-nhan-thue", "x_1-" + "a" * 36))
    assert not list(unknown_names(own, ["bang_khen_province"], ["enterprise"]))
