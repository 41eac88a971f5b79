"""Award law by date."""

from datetime import date
from decimal import Decimal

import pytest

from awards.law.domain.regimes import (
    CONFIRMED,
    FILE,
    REGIMES,
    TO_CONFIRM,
    DossierPart,
    Length,
    Provision,
    Regime,
    RegimeError,
    VoteRule,
    read,
    regime_of,
    regime_on,
)

TEXT = FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2021, 1, 1), "A"), (date(2023, 12, 31), "A"), (date(2024, 1, 1), "B"), (date(2025, 6, 30), "B"),
        (date(2025, 7, 1), "C"), (date(2030, 1, 1), "C"),
    ],
)  # fmt: skip
def test_the_regime_of_a_day(day: date, code: str) -> None:
    assert regime_on(day).code == code
    assert regime_of("", day).code == code


def test_what_is_bound_stays_bound() -> None:
    assert regime_of("A", date(2025, 7, 1)).code == "A"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("valid_from = 2024-01-01", "valid_from = 2024-02-01", r"regime\[2\].valid_from: không nối"),
        ("valid_from = 2024-01-01", "valid_from = 2023-12-01", r"regime\[2\].valid_from: chồng lên"),
        ('code = "B"', 'code = "B"\nla = 1', r"regime\[2\].la: không biết"),
        ('circular = "Thông tư 12/2019/TT-BNV"\n', "", r"regime\[1\].circular: thiếu"),
        ("valid_from = 2025-07-01", "valid_from = 2025-07-01\nvalid_to = 2026-01-01", "chế độ cuối"),
    ],
)
def test_a_wrong_file_is_refused_with_the_place(old: str, new: str, words: str) -> None:
    with pytest.raises(RegimeError, match=words):
        read(TEXT.replace(old, new, 1))


@pytest.mark.parametrize("regime", REGIMES, ids=lambda item: item.code)
def test_every_regime_is_whole(regime: object) -> None:
    assert isinstance(regime, type(REGIMES[0]))
    for form in ("bang_khen_province", "bang_khen_prime_minister", "huan_chuong_lao_dong"):
        assert regime.vote(form) is not None
    assert [line[:7] for line in regime.bases_lines()] == ["Căn cứ "] * len(regime.bases)
    province, state = regime.parts("province", "commune"), regime.parts("state", "commune")
    assert {part.code for part in state} - {part.code for part in province} == {"y-kien-cap-tren"}
    assert {part.kind for part in province} == {"text", "file"}


def test_the_own_acts_of_a_province_are_printed_there_alone() -> None:
    law = regime_on(date(2022, 1, 1))
    on = date(2022, 1, 1)
    own = [line for line in law.cited("58", on) if line not in law.cited("91", on)]
    assert [line[:46] for line in own] == ["Căn cứ Quyết định số 95/2018/QĐ-UBND ngày 21 t"]


def test_what_is_not_confirmed_is_named_and_never_blocks() -> None:
    later = regime_on(date(2025, 7, 1))
    assert later.form_mark == TO_CONFIRM
    assert later.two_state_awards == "warn"
    assert regime_on(date(2022, 1, 1)).form_mark == CONFIRMED


# ---- how a file is read ----

WHOLE = """
[[regime]]
code = "X"
name = "Luật thử"
decree = "Nghị định thử"
circular = "Thông tư thử"
form_number = "Mẫu số 01"
form_mark = "confirmed"
two_state_awards = "warn"
revocation_reasons = ["Gian dối", "Hồ sơ giả"]
bases = [
    { text = "Luật chung", mark = "confirmed" },
    { text = "Quyết định của tỉnh", mark = "confirmed", province = "58" },
    { text = "Quyết định của tỉnh khác", mark = "to_confirm", province = "91" },
]
part = [
    { code = "a", label = "A", maker = "nominee", kind = "text" },
    { code = "b", label = "B", maker = "holder", kind = "file", required = false, levels = ["state"] },
    { code = "c", label = "C", maker = "holder", kind = "file", classes = ["household", "commune"] },
]
length = [{ form = "f", years = 3, mark = "confirmed" }, { form = "g", years = 5, mark = "to_confirm" }]
provision = [
    { id = "R1", source = "Điều 7", mark = "confirmed" }, { id = "R2", source = "Điều 8", mark = "to_confirm" },
]

[[regime.vote]]
form = "f"
method = "open"
denominator = "present"
mark = "confirmed"
source = "Điều 1"

[[regime.vote]]
form = "g"
method = "secret"
denominator = "all_members"
mark = "to_confirm"
source = "Điều 2"
threshold = "80.00"
quorum = "66.67"
absent_written = true

[[regime.vote]]
form = "h"
method = "secret"
denominator = "all_members"
mark = "to_confirm"
source = "Điều 2"
"""


def _law(**more: str) -> Regime:
    rows = "".join(f'{key} = "{value}"\n' for key, value in more.items())
    (law,) = read(WHOLE.replace("bases = [", f"{rows}bases = [", 1))
    return law


def test_what_a_regime_says() -> None:
    law = _law()
    assert (law.vote("f"), law.years_needed("g"), law.provision_for("R2")) == (
        VoteRule(form="f", method="open", denominator="present", mark=CONFIRMED, source="Điều 1"),
        Length(form="g", years=5, mark=TO_CONFIRM),
        Provision(id="R2", source="Điều 8", mark=TO_CONFIRM),
    )
    secret = law.vote("g")
    assert secret is not None
    assert (secret.threshold, secret.quorum, secret.absent_written) == (Decimal("80.00"), Decimal("66.67"), True)
    assert (law.vote("x"), law.years_needed("x"), law.provision_for("x")) == (None, None, None)
    assert law.revocation_reasons == ("Gian dối", "Hồ sơ giả")
    assert (law.valid_from, law.valid_to) == (date.min, date.max)


def test_what_is_not_said_of_a_vote_or_a_part_is_the_usual() -> None:
    law = _law()
    plain = law.vote("f")
    assert plain is not None
    assert (plain.threshold, plain.quorum, plain.absent_written) == (None, None, False)
    assert law.part[0] == DossierPart(
        code="a", label="A", maker="nominee", kind="text", required=True, levels=("province", "state"), classes=()
    )
    assert [part.required for part in law.part] == [True, False, True]


@pytest.mark.parametrize(
    ("level", "category", "codes"),
    [
        ("province", "household", ["a", "c"]),
        ("province", "agency", ["a"]),
        ("state", "agency", ["a", "b"]),
        ("state", "commune", ["a", "b", "c"]),
        ("elsewhere", "commune", []),
    ],
)
def test_a_dossier_is_made_of_the_parts_of_its_level_and_class(level: str, category: str, codes: list[str]) -> None:
    assert [part.code for part in _law().parts(level, category)] == codes


def test_only_acts_of_the_province_and_of_everybody_are_printed_as_fact() -> None:
    law = _law()
    on = date(2022, 1, 1)
    assert law.cited("58", on) == ("Căn cứ Luật chung", "Căn cứ Quyết định của tỉnh")
    assert law.cited("91", on) == ("Căn cứ Luật chung",)
    assert law.bases_lines() == [
        "Căn cứ Luật chung;",
        "Căn cứ Quyết định của tỉnh;",
        "Căn cứ Quyết định của tỉnh khác;",
    ]


LOCAL_GOVERNMENT = [
    (date(2022, 12, 15), "to-chuc-2015", "Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015; Luật sửa đổi"),
    (date(2025, 2, 28), "to-chuc-2015", "Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015; Luật sửa đổi"),
    (date(2025, 3, 1), "to-chuc-65-2025", "Luật Tổ chức chính quyền địa phương ngày 19 tháng 02 năm 2025"),
    (date(2025, 6, 15), "to-chuc-65-2025", "Luật Tổ chức chính quyền địa phương ngày 19 tháng 02 năm 2025"),
    (date(2025, 6, 16), "to-chuc-72-2025", "Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025"),
    (date(2026, 1, 1), "to-chuc-72-2025", "Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025"),
]  # fmt: skip
BOUND_FROM = {"A": date(2022, 1, 1), "B": date(2022, 1, 1), "C": date(2025, 3, 1)}  # nothing is bound to a law to come


@pytest.mark.parametrize(
    ("bound", "day", "code", "text"),
    [(bound, *law) for bound, since in BOUND_FROM.items() for law in LOCAL_GOVERNMENT if law[0] >= since],
)
def test_the_law_of_local_government_of_the_day_of_signing_comes_first(
    bound: str, day: date, code: str, text: str
) -> None:
    """By the day of signing, whatever law of awards the dossiers are bound to."""
    law = regime_of(bound, day)
    first, *others = law.cited("58", day)
    assert first.startswith(f"Căn cứ {text}")
    assert not any("chính quyền địa phương" in line for line in others)
    assert law.cited("58", day, {code: "Luật như cơ quan đã đọc"})[0] == "Căn cứ Luật như cơ quan đã đọc"


def test_what_nobody_has_read_is_left_out_and_asked_of_who_drafts() -> None:
    law, day = regime_of("B", date(2024, 4, 12)), date(2024, 4, 12)
    assert law.left_out("58", day) == ("Thông tư số 01/2024/TT-BNV của Bộ Nội vụ",)
    assert not any("01/2024" in line for line in law.cited("58", day))
    read_by_office = {"tt-01-2024": "Thông tư số 01/2024/TT-BNV"}
    assert law.left_out("58", day, read_by_office) == ()


def test_a_basis_that_may_be_confirmed_has_a_code_of_its_own() -> None:
    open_ = {item.text: item.code for regime in REGIMES for item in regime.bases if item.mark != CONFIRMED}
    assert all(open_.values()) and len(set(open_.values())) == len(open_)


NOTE = "Kèm danh sách."


@pytest.mark.parametrize(
    ("more", "printed"),
    [
        ({}, ""),
        ({"merit_note": NOTE}, NOTE),
        ({"merit_note": NOTE, "merit_mark": "confirmed"}, NOTE),
        ({"merit_note": NOTE, "merit_mark": "to_confirm"}, ""),
    ],
)
def test_a_note_that_was_not_read_in_its_own_text_is_not_printed(more: dict[str, str], printed: str) -> None:
    assert _law(**more).printed_note == printed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "regime: chưa có chế độ nào."),
        (WHOLE.replace('label = "B", ', ""), "regime[1].part[2].label: thiếu mục bắt buộc này."),
        (WHOLE.replace('label = "B"', 'label = "B", z = 1, la = 1'), "regime[1].part[2].la: không biết mục này."),
        (WHOLE.replace('code = "X"', 'code = "X"\nvalid_from = 2024-01-01'),
         "regime: chế độ đầu không có valid_from, chế độ cuối không có valid_to."),
        (WHOLE.replace('code = "X"', 'code = "X"\nvalid_to = 2024-01-01'),
         "regime: chế độ đầu không có valid_from, chế độ cuối không có valid_to."),
        (WHOLE.replace('code = "X"', 'code = "X"\nvalid_to = 2024-01-01')
         + WHOLE.replace('code = "X"', 'code = "Y"\nvalid_from = 2024-01-02'),
         "regime[2].valid_from: không nối với chế độ trước."),
        (WHOLE.replace('code = "X"', 'code = "X"\nvalid_to = 2024-01-01')
         + WHOLE.replace('code = "X"', 'code = "Y"\nvalid_from = 2023-12-31'),
         "regime[2].valid_from: chồng lên chế độ trước."),
    ],
    ids=["nothing", "a part lacks a word", "a part has one too many", "a first day", "a last day", "a gap", "an overlap"],
)  # fmt: skip
def test_a_wrong_file_is_told_by_its_place(text: str, words: str) -> None:
    with pytest.raises(RegimeError) as refused:
        read(text)
    assert str(refused.value) == words


def test_regimes_that_meet_are_taken_in_order() -> None:
    first = WHOLE.replace('code = "X"', 'code = "X"\nvalid_to = 2024-01-01')
    later = WHOLE.replace('code = "X"', 'code = "Y"\nvalid_from = 2024-01-01')
    assert [law.code for law in read(first + later)] == ["X", "Y"]


def test_who_is_bound_to_an_unknown_regime_has_that_of_the_day() -> None:
    assert regime_of("Z", date(2024, 1, 1)).code == "B"
