"""A corrected name stands for the same recipient and for no other: cases as offices write them."""

from datetime import date

import pytest

from awards.renames import Known, Recipient, why_not_renamed
from awards.rule_acts import Act, why_no_act
from core.text import folded

NAMES = (
    "Sở Y tế", "Sở Giáo dục và Đào tạo", "Sở Nội vụ", "Xã Phước Đại", "Xã Phước Hà", "Xã Phước Hạ", "Huyện Bác Ái",
    "Tỉnh Ninh Thuận", "Chamaléa Bình", "Hội Nông dân huyện Bác Ái", "Ban Dân tộc",
)  # fmt: skip
TWO, OTHER = "nêu nhiều hơn một người nhận", "nêu cả"
COMMUNE = Recipient(
    ("Xã Phước Đại", "Xã Phước Đại Cũ", "Phước Đại"), ("Xã Phước Đại", "Huyện Bác Ái", "Tỉnh Ninh Thuận")
)
HEALTH = Recipient(("Sở Y tế",), ("Tỉnh Ninh Thuận",))
SCHOOLS = Recipient(("Sở Giáo dục và Đào tạo",), ("Tỉnh Ninh Thuận",))
FARMERS = Recipient(("Hội Nông dân huyện Bác Ái",), ("Huyện Bác Ái", "Tỉnh Ninh Thuận"))
HOUSE = Recipient(("Chamaléa Thái",), ("Thôn Tà Lú", "Xã Phước Đại", "Huyện Bác Ái"), is_person=True)
HA = Recipient(("Xã Phước Hà", "Phước Hà"), ("Huyện Bác Ái",))


def _known(recipient: Recipient, *taken: str) -> Known:
    own = set(recipient.names)
    return Known({folded(name): name for name in NAMES if name not in own}, set(taken))


@pytest.mark.parametrize(
    ("recipient", "old", "new"),
    [
        (COMMUNE, "Nhân dân và cán bộ Xã Phước Đại", "Nhân dân và cán bộ xã Phước Đại"),
        (COMMUNE, "Xã Phước Dại", "Tập thể Nhân dân và cán bộ xã Phước Đại, huyện Bác Ái, tỉnh Ninh Thuận"),
        (COMMUNE, "Xã Phước Đại", "UBND xã Phước Đại Cũ"),
        (COMMUNE, "Xã Phước Đại", "Nhân dân Phước Đại"),
        (HEALTH, "Sở Y Tế", "Sở Y tế tỉnh Ninh Thuận"),
        (SCHOOLS, "Sở GDĐT", "Sở Giáo dục và Đào tạo"),
        (FARMERS, "Hội ND huyện Bác Ái", "Hội Nông dân huyện Bác Ái, tỉnh Ninh Thuận"),
        (HOUSE, "Hộ ông Chamaléa Thai", "Hộ gia đình ông Chamaléa Thái, thôn Tà Lú, xã Phước Đại"),
        (HOUSE, "Hộ ông Chamaléa Thái", "Hộ gia đình ông Chamaléa Thanh"),  # one word mended
    ],
)  # fmt: skip
def test_a_name_of_the_same_recipient_is_mended(recipient: Recipient, old: str, new: str) -> None:
    assert why_not_renamed(old, new, recipient, _known(recipient)) == []


@pytest.mark.parametrize(
    ("recipient", "old", "new", "why"),
    [
        (HEALTH, "Sở Y tế", "Sở Y tế và Sở Giáo dục và Đào tạo", "nêu cả Sở Giáo dục và Đào tạo"),
        (HEALTH, "Sở Y tế", "Sở Giáo dục và Đào tạo và Sở Y tế", OTHER),
        (HEALTH, "Sở Y tế", "Sở Y tế, Sở Nội vụ", "nêu cả Sở Nội vụ"),
        (HEALTH, "Sở Y tế", "Sở Y tế và Trạm Y tế Phước Bình", TWO),
        (HEALTH, "Sở Y tế", "Trạm Y tế Phước Bình và Sở Y tế", TWO),
        (HEALTH, "Sở Y tế", "Sở Y tế cùng các đơn vị trực thuộc", TWO),
        (HEALTH, "Sở Y tế", "Sở Nội vụ", "không phải là tên của người được khen"),
        (HEALTH, "Sở Y tế", "Sở Y tế và tỉnh Ninh Thuận", OTHER),
        (COMMUNE, "Xã Phước Đại", "Nhân dân xã", "không phải là tên"),
        (COMMUNE, "Xã Phước Đại", "Xã Phước Đại và Huyện Bác Ái", "nêu cả Huyện Bác Ái"),
        (COMMUNE, "Xã Phước Đại", "Xã Phước Đại, ông Chamaléa Bình", "nêu cả Chamaléa Bình"),
        (HA, "Xã Phước Hà", "Nhân dân xã Phước Hạ", "nêu cả Xã Phước Hạ"),
        (HOUSE, "Hộ ông Chamaléa Thái", "Hộ ông Nguyễn Văn Nam", "không phải là tên"),
        (HOUSE, "Hộ ông Chamaléa Thái", "Hộ ông Chamaléa Thái và bà Katơr Lan", TWO),
        (HOUSE, "Hộ ông Chamaléa Thái", "Hộ ông Chamaléa Bình", "nêu cả Chamaléa Bình"),
    ],
)  # fmt: skip
def test_a_name_of_another_or_of_two_is_refused(recipient: Recipient, old: str, new: str, why: str) -> None:
    found = why_not_renamed(old, new, recipient, _known(recipient))
    assert any(why in text for text in found), found


def test_who_is_awarded_already_is_not_named_again() -> None:
    (why,) = why_not_renamed("Sở Y Tế", "sở  y tế", HEALTH, _known(HEALTH, "Sở Y tế"))
    assert why == "«sở  y tế» đã được khen trong đợt này; một tập thể, cá nhân không nhận hai lần."


@pytest.mark.parametrize("join", ["và", "cùng", "với"])
def test_another_behind_the_name_or_before_it(join: str) -> None:
    for new in (f"Sở Y tế {join} Trạm Y tế Phước Bình", f"Trạm Y tế Phước Bình {join} Sở Y tế"):
        assert why_not_renamed("Sở Y tế", new, HEALTH, _known(HEALTH)) == [
            f"«{new}» nêu nhiều hơn một người nhận; một khen thưởng là của một tập thể, cá nhân."
        ]
    # as it was already called in the decision
    old = f"Sở Y tế {join} Trạm Y tế Phước Bình"
    assert why_not_renamed(old, f"Sở Y Tế {join} Trạm Y tế Phước Bình", HEALTH, _known(HEALTH)) == []


def test_what_the_name_must_say_is_told_with_two_of_its_forms() -> None:
    assert why_not_renamed("Xã Phước Dại", "Nhân dân", COMMUNE, _known(COMMUNE)) == [
        "«Nhân dân» không phải là tên của người được khen theo «Xã Phước Dại»; "
        "tên mới phải nêu «Xã Phước Đại» hoặc «Xã Phước Đại Cũ»."
    ]
    twice = Recipient(("Sở Y tế", "Sở Y tế", "Y tế"))
    assert why_not_renamed("Y", "Nhân dân", twice, Known({}))[0].endswith("tên mới phải nêu «Sở Y tế».")


@pytest.mark.parametrize(
    ("names", "new", "is_own"),
    [
        (("Chamaléa Thái",), "Chamaléa Thanh", True), (("Chamaléa Thái",), "Thanh Chamaléa", False), (("Thái",), "Thanh", False),
        (("Pi Năng Thái",), "ông Pi Năng Tài", True), (("Pi Năng Thái",), "ông Pi Năm Tài", False), (("Pi Năng Thái",), "Pi Năng", False),
        (("", "Chamaléa Thái"), "Nguyễn Văn", False), (("Chamaléa", "Chamaléa Thái"), "Chamaléa Thái", True),
    ],
)  # fmt: skip
def test_of_a_person_one_word_may_be_mended(names: tuple[str, ...], new: str, is_own: bool) -> None:
    assert (why_not_renamed("Cũ", new, Recipient(names, is_person=True), Known({})) == []) is is_own
    if folded(new) not in {folded(name) for name in names}:
        assert why_not_renamed("Cũ", new, Recipient(names), Known({})) != []


def test_a_long_name_of_another_is_found() -> None:
    long = "Ban " + " ".join(f"từ{at}" for at in range(15))
    known = Known({folded(long): long})
    assert why_not_renamed("Sở Y tế", f"Sở Y tế, {long}", HEALTH, known) == [
        f"«Sở Y tế, {long}» nêu cả {long}; tên điều chỉnh phải là của cùng một người nhận."
    ]


# ---- the act ----

TODAY, SINCE = date(2022, 12, 15), date(2021, 1, 1)


@pytest.mark.parametrize("number", ["9/UBND", "512/QĐ-UBND", "MH-15/BTĐKT", "12/2022/QĐ-UBND", " 7/QĐ "])
def test_a_number_of_an_act(number: str) -> None:
    assert why_no_act(Act(number, TODAY, "UBND tỉnh"), today=TODAY, since=SINCE) == []


@pytest.mark.parametrize("number", ["abc", "", "512", "QĐ/UBND", "/UBND", "12/", "12/34", "9 /"])
def test_what_is_no_number_of_an_act(number: str) -> None:
    assert why_no_act(Act(number, TODAY, "UBND tỉnh"), today=TODAY, since=SINCE) == [
        "Văn bản phải có số, ký hiệu, ví dụ 512/QĐ-UBND."
    ]


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (Act("9/UBND", TODAY, " "), "Vui lòng ghi cơ quan ban hành văn bản."),
        (Act("9/UBND", TODAY, "9/UBND"), "Vui lòng ghi cơ quan ban hành văn bản."),
        (Act("9/UBND", TODAY, "ab"), "Vui lòng ghi cơ quan ban hành văn bản."),
        (Act("9/UBND", date(2022, 12, 16), "UBND tỉnh"), "Ngày văn bản 16/12/2022 ở sau hôm nay."),
        (Act("9/UBND", date(2020, 12, 31), "UBND tỉnh"),
         "Ngày văn bản 31/12/2020 trước ngày 01/01/2021, là ngày đầu của kế hoạch."),
    ],
)  # fmt: skip
def test_an_act_has_an_issuer_and_a_day_that_can_be(act: Act, why: str) -> None:
    assert why_no_act(act, today=TODAY, since=SINCE) == [why]
    edge = Act("9/UBND", SINCE, "Sở")
    assert why_no_act(edge, today=TODAY, since=SINCE) == ["Vui lòng ghi cơ quan ban hành văn bản."]
    assert why_no_act(Act("9/UBND", SINCE, "Sở Y"), today=TODAY, since=SINCE) == []  # three letters are the fewest
    assert Act(" 9/UBND ", SINCE, "UBND  tỉnh").words == "9/UBND ngày 01/01/2021 của UBND tỉnh"
