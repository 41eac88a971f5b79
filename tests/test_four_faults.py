"""A file with four faults is answered once: all four with their place, what to do, and nothing stored."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from tests import cast, snapshot
from tests.awards.law.test_own_regimes import OWN
from tests.campaign.poverty_standards.test_standard_check import SMALL

SignIn = Callable[[User], Client]
PLAN = cast.DEFINITION.read_text(encoding="utf-8")
ACT = "NQ 01/NQ-UBTVQH ngày 20/9/2023"


@dataclass(frozen=True)
class Faulty:
    """A file with four faults: by which command it is handed in, and where each is told in which words."""

    name: str
    content: str
    command: tuple[str, ...]
    told: tuple[tuple[str, str], ...]  # place, words
    beside: Mapping[str, str] | None = None  # other files of the command


def _with(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def _lines(*rows: str) -> str:
    return "\n".join(rows) + "\n"


OF_CAMPAIGN = ("--campaign", cast.CODE, "--year", "2022")
FAULTY: Mapping[str, Faulty] = {
    "a list of units": Faulty(
        "don-vi.csv",
        _lines(
            "Mã;Tên;Loại;Mã cấp trên",
            "2x;Xã Lạ;Xã;584",
            "29001;Xã Hai;Phum;584",
            "29002;Xã Ba;Xã;999",
            "584;Huyện Ba Ái;Huyện;58",  # what the portal says otherwise is told with the rest
        ),
        ("load_units", "{file}"),
        (
            ("don-vi.csv, dòng 2", "mã «2x» phải là số"),
            ("don-vi.csv, dòng 3", "không biết loại đơn vị «Phum»"),
            ("don-vi.csv, dòng 4", "thuộc mã 999 không có trong tệp và chưa có trên cổng"),
            ("don-vi.csv, dòng 5", "tên «Huyện Bác Ái», tệp ghi «Huyện Ba Ái»"),
        ),
    ),
    "a table of successions": Faulty(
        "sap-nhap.csv",
        _lines(
            "Ngày;Mã cũ;Mã mới;Tên mới;Loại mới;Phần;Văn bản",
            f"32/11/2023;22795;29001;Xã Một;Xã;toàn bộ;{ACT}",
            f"01/07/2025;22798;29002;Xã Hai;Xã;nửa;{ACT}",
            f"01/11/2023;99999;29003;Xã Ba;Xã;toàn bộ;{ACT}",
            f"01/07/2025;22801;29004;Thôn Bốn;Thôn;toàn bộ;{ACT}",
        ),
        ("load_units", "{units}", "--successors", "{file}"),
        (
            ("sap-nhap.csv, dòng 2, cột Ngày", "32/11/2023"),
            ("sap-nhap.csv, dòng 3, cột Phần", "không phải «nửa»"),
            ("sap-nhap.csv, dòng 4, cột Mã cũ", "không có đơn vị mang mã 99999 vào ngày 31/10/2023"),
            ("sap-nhap.csv, dòng 5, cột Loại mới", "đơn vị mới phải cùng cấp với đơn vị cũ"),
        ),
        {"units": _lines("Mã;Tên;Loại;Mã cấp trên", "58;Tỉnh Ninh Thuận;Tỉnh;")},
    ),
    "a standard": Faulty(
        "chuan.toml",
        _with(
            SMALL,
            ("rural = 2200000", "rural = -1"),
            ('deprivations = ["B"]', 'deprivations = ["Z"]'),
            ('"4=2/1*100"', '"4=2/9*100"'),
            ('right = "poor"', 'right = "khong_co"'),
        ),
        ("load_standard", "{file}"),
        (
            ("chuan.toml, lines.rural", "số nguyên dương"),
            ("chuan.toml, deprivations", "không có biểu «Z»"),
            ("chuan.toml, biểu A, cột 4=2/9*100", ""),
            ("chuan.toml, phép kiểm tra K1", "không biểu nào hỏi chỉ tiêu «khong_co»"),
        ),
    ),
    "a plan": Faulty(
        "ke-hoach.toml",
        _with(
            PLAN,
            ('rule = "reduction_at_least"', 'rule = "giam"'),
            ('kind = "annual"', 'kind = "hang-nam"'),
            ("hard = false", 'hard = "khong"'),
            ('standard = "', 'standard = "la-'),
        ),
        ("load_campaign", "{file}"),
        (
            ("ke-hoach.toml, ", "không có quy tắc «giam»"),
            ("ke-hoach.toml, round[1].kind", "phải là một trong"),
            ("ke-hoach.toml, deadline[1].hard", "phải là true hoặc false"),
            ("ke-hoach.toml, standard", "không có chuẩn nghèo «la-"),
        ),
    ),
    "a regulation of awards": Faulty(
        "quy-che.toml",
        _with(
            OWN,
            ('code = "QC1"', 'code = "A"'),
            ("valid_to = 2026-01-01", "valid_to = 2024-01-01"),
            ('["bao-cao-tom-tat"]', '["la"]'),
            ('method = "secret"', 'method = "giơ tay"'),
        ),
        ("load_regime", "{file}", "--act-number", "1/QĐ-UBND", "--act-date", "01/02/2022", "--act-issuer", "UBND tỉnh"),
        (
            ("quy-che.toml, regime[1].code", "khác mã của luật có sẵn"),
            ("quy-che.toml, regime[1].valid_to", "phải sau valid_from"),
            ("quy-che.toml, regime[1].without_parts", "không có thành phần «la»"),
            ("quy-che.toml, regime[1].vote[1].method", "phải là một trong"),
        ),
    ),
    "results": Faulty(
        "ket-qua.csv",
        _lines(
            "Mã đơn vị;Tổng số hộ;Hộ nghèo;Hộ cận nghèo",
            "99999;100;10;5",
            "22801;một trăm;10;5",
            "22798;100;-3;5",
            "22804;;10;5",
        ),
        ("import_results", "{file}", *OF_CAMPAIGN, "--status", "official"),
        (("dòng 2, cột A", "99999"), ("dòng 3, cột B", "một trăm"), ("dòng 4, cột C", "-3"), ("dòng 5, cột B", "")),
    ),
    "targets": Faulty(
        "chi-tieu.csv",
        _lines(
            "Mã đơn vị;Chỉ số;Giảm ít nhất (điểm %);Đến (điểm %)",
            "99999;;3,00;",
            "22801;;ba;",
            "22798;;3,00;2,00",
            "22804;Thất nghiệp;3,00;",
        ),
        ("import_targets", "{file}", *OF_CAMPAIGN),
        (
            ("dòng 2, cột A", "99999"),
            ("dòng 3, cột C", "ba"),
            ("dòng 4, cột D", "mức trên nhỏ hơn mức dưới"),
            ("dòng 5, cột B", "Thất nghiệp"),
        ),
    ),
    "days off": Faulty(
        "ngay-nghi.csv",
        _lines(
            "ngay,ten,loai",
            "2027-02-30,Tết,nghi",
            "01/01/2027,,le",  # two faults of one line
            "02/01/2027,Nghỉ thứ Bảy,nghi",
        ),
        ("load_holidays", "{file}"),
        (
            ("ngay-nghi.csv, dòng 2", "2027-02-30"),
            ("ngay-nghi.csv, dòng 3", "cột ten trống"),
            ("ngay-nghi.csv, dòng 3", "cột loai phải là nghi hoặc lam-bu, không phải «le»"),
            ("ngay-nghi.csv, dòng 4", "02/01/2027 là ngày cuối tuần"),
        ),
    ),
}


def _lacking(told: tuple[tuple[str, str], ...], errors: list[str]) -> list[tuple[str, str]]:
    """The faults that no error names at their place; every error names one."""
    return [(place, words) for place, words in told if not any(place in one and words in one for one in errors)]


@pytest.mark.parametrize("item", FAULTY.values(), ids=list(FAULTY))
def test_four_faults_are_told_in_one_answer_and_nothing_is_stored(
    province: cast.Province, tmp_path: Path, item: Faulty
) -> None:
    User.objects.command_line()
    files = {"file": tmp_path / item.name}
    files["file"].write_text(item.content, "utf-8")
    for name, content in (item.beside or {}).items():
        files[name] = tmp_path / f"{name}.csv"
        files[name].write_text(content, "utf-8")
    before = snapshot.state()
    with pytest.raises(CommandError) as refused:
        call_command(*(word.format(**files) for word in item.command))
    *errors, last = str(refused.value).splitlines()
    assert _lacking(item.told, errors) == [], "\n".join(errors)
    assert (len(errors), last) == (4, "Có 4 lỗi. Chưa lưu gì.")
    assert snapshot.state() == before


# ---- pages ----


def _page(client: Client, address: str, name: str, **more: str) -> Any:
    content = FAULTY[name].content.encode()
    return client.post(address, {"file": SimpleUploadedFile(FAULTY[name].name, content), **more})


def test_the_pages_tell_all_of_them_too(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.administrator)
    for name, address in (("a list of units", "/nap-don-vi/"), ("a table of successions", "/sap-xep/bang/")):
        answer = _page(client, address, name)
        assert answer.status_code == 422
        errors = answer.context["errors"]
        assert _lacking(FAULTY[name].told, errors) == [], "\n".join(errors)
    assert f"Chưa ghi gì, {len(errors)} lỗi" in answer.content.decode()


def test_the_plan_of_an_agency_is_told_at_every_field(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.health)
    before = snapshot.state()
    typed = {"kind": "launch_plan", "year": "hai nghìn", "title": "", "number": "", "issued_on": "31/02/2022"}
    filer = client.get("/ke-hoach/gui/").context["form"].fields["filer"].choices[0][0]
    answer = client.post("/ke-hoach/gui/", {**typed, "filer": filer})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"year", "title", "number", "issued_on"}
    assert {key: mark for key, mark in snapshot.state().items() if key.startswith("campaign_")} == {
        key: mark for key, mark in before.items() if key.startswith("campaign_")
    }
