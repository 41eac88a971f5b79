"""A corrected name stands for the same recipient and for no other: cases as offices write them."""

from datetime import date

import pytest

from awards.controls.domain.rule_acts import Act, why_no_act
from awards.decisions.domain.renames import (
    Known,
    Recipient,
    why_not_named,
    why_not_one,
    why_not_printed,
    why_not_renamed,
    why_not_single,
)
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
        (HA, "Xã Phước Hà", "Nhân dân xã Phước Hạ", "không phải là tên"),
        (HOUSE, "Hộ ông Chamaléa Thái", "Hộ ông Nguyễn Văn Nam", "không phải là tên"),
        (HOUSE, "Hộ ông Chamaléa Thái", "Hộ ông Chamaléa Thái và bà Katơr Lan", TWO),
        (HOUSE, "Hộ ông Chamaléa Thái", "Hộ ông Chamaléa Bình", "nêu cả Chamaléa Bình"),
    ],
)  # fmt: skip
def test_a_name_of_another_or_of_two_is_refused(recipient: Recipient, old: str, new: str, why: str) -> None:
    found = why_not_renamed(old, new, recipient, _known(recipient))
    assert any(why in text for text in found), found


LOI_HAI = Recipient(("Xã Lợi Hải", "Lợi Hải"), ("Xã Lợi Hải", "Huyện Thuận Bắc", "Tỉnh Ninh Thuận"))
PHUOC = Recipient(
    ("Nguyễn Hữu Phước",),
    ("Xã Phước Thắng", "Huyện Bác Ái"),
    is_person=True,
    title="công chức xã Phước Thắng, huyện Bác Ái",
)
HOSPITAL = Recipient(("Bệnh viện Đa khoa tỉnh",), ("Tỉnh Ninh Thuận",))
BOTH = [
    (HEALTH, "Sở Y tế"), (LOI_HAI, "Nhân dân và cán bộ xã Lợi Hải"), (PHUOC, "Nguyễn Hữu Phước"),
    (HOUSE, "Hộ gia đình ông Chamaléa Thái, thôn Tà Lú"), (HOSPITAL, "Tập thể Bệnh viện Đa khoa tỉnh Ninh Thuận"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("recipient", "new"),
    [
        *((HEALTH, f"Sở Y tế{rest}") for rest in (
            " - Bệnh viện Đa khoa tỉnh", " & Bệnh viện tỉnh", " (Bệnh viện tỉnh)", " / Bệnh viện", " kèm Chi cục Dân số",
            ", Nguyễn Văn Bình", "; Bệnh viện tỉnh", "; tỉnh Ninh Thuận", " + Bệnh viện", " và Bệnh viện", ";",
        )),
        *((HEALTH, f"{rest} Sở Y tế") for rest in ("Bệnh viện Đa khoa tỉnh thuộc", "Công đoàn", "Chi cục Dân số,", "Và")),
        *((LOI_HAI, name) for name in (
            "Hợp tác xã Lợi Hải", "Thôn Ấn Đạt, xã Lợi Hải", "Trường Tiểu học Lợi Hải", "Lợi Hải", "Đảng bộ xã Lợi Hải",
            "Mặt trận Tổ quốc xã Lợi Hải", "Hội Nông dân xã Lợi Hải", "Nhân dân xã Lợi Hái",
            "Nhân dân xã Lợi Hải, xã Công Hải",
        )),
        *((PHUOC, name) for name in (
            "Nguyễn Hữu Phước; Trần Văn Bình", "Ông Nguyễn Hữu Phước, bà Trần Thị Hoa", "Nguyễn Hữu Phước Trần Văn Bình",
            "Trần Văn Bình, Nguyễn Hữu Phước", "Nguyễn Hữu Phước, Chủ tịch UBND tỉnh",
        )),
        (HOUSE, "Hộ gia đình ông Chamaléa Thái; hộ gia đình bà Katơr B"),
        (HOUSE, "Hộ gia đình ông Chamaléa Thái và bà Katơr Lan"),
    ],
)  # fmt: skip
def test_what_is_not_the_recipient_s_own_is_refused_on_every_road(recipient: Recipient, new: str) -> None:
    assert len(why_not_printed(new, recipient)) == 1
    old = next(name for one, name in BOTH if one is recipient)
    assert len(why_not_renamed(old, new, recipient, Known({}))) == 1  # though the portal knows nobody else


@pytest.mark.parametrize(
    ("recipient", "name"),
    [
        *BOTH,
        (COMMUNE, "Đảng bộ, chính quyền, Mặt trận Tổ quốc và Nhân dân các dân tộc xã Phước Đại (huyện Bác Ái)"),
        (COMMUNE, "Quân và dân Phước Đại"), (COMMUNE, "NHÂN DÂN VÀ CÁN BỘ XÃ PHƯỚC ĐẠI"),
        (HEALTH, "Tập thể cán bộ, công chức, viên chức Sở Y tế tỉnh"), (SCHOOLS, "Sở Giáo dục và Đào tạo, tỉnh Ninh Thuận"),
        (PHUOC, "Ông Nguyễn Hữu Phước, công chức xã Phước Thắng"), (PHUOC, "Đồng chí Nguyễn Hữu Phước, huyện Bác Ái"),
        (PHUOC, "Bác sĩ Nguyễn Hữu Phước, công chức, UBND xã Phước Thắng"),
        (HOUSE, "Hộ nghèo ông Chamaléa Thái, trú tại thôn Tà Lú, xã Phước Đại."),
    ],
)  # fmt: skip
def test_a_name_as_offices_print_it_is_taken(recipient: Recipient, name: str) -> None:
    assert why_not_printed(name, recipient) == []


def test_a_post_that_names_somebody_else_is_no_part_of_a_name() -> None:
    for title, why in (
        ("Trưởng thôn Bà Râu 1", 0),
        ("Chuyên viên Phòng Lao động - Thương binh và Xã hội", 0),
        ("Giám đốc và bà Lê Hoa", 1),
        ("Trưởng thôn và Trần Thị Bình", 1),
        ("Trưởng thôn; Trần Thị Bình", 1),
    ):
        an = Recipient(("Nguyễn Văn An",), ("Thôn Bà Râu 1",), is_person=True, title=title)
        assert len(why_not_printed(f"Ông Nguyễn Văn An, {title}", an)) == why, title


def test_what_is_left_over_is_named_with_what_may_stand_there() -> None:
    assert why_not_printed("Sở Y tế; Bệnh viện", HEALTH) == [
        "Tên in «Sở Y tế; Bệnh viện» có «Bệnh viện», không phải là của người nhận «Sở Y tế»; quanh tên chỉ ghi «Nhân dân và "
        "cán bộ», «Tập thể» ở trước và địa bàn ở sau. Một khen thưởng là của một tập thể, cá nhân."
    ]
    assert why_not_printed("Bà Trần Thị Bình", PHUOC) == [
        "Tên in «Bà Trần Thị Bình» không nêu đúng tên của người được đề nghị; tên in phải nêu «Nguyễn Hữu Phước»."
    ]


def test_of_a_new_dossier_no_word_is_mended() -> None:
    assert why_not_printed("Ông Nguyễn Văn Phước", PHUOC) != []
    assert why_not_renamed("Ông Nguyễn Hữu Phước", "Ông Nguyễn Văn Phước", PHUOC, Known({})) == []


@pytest.mark.parametrize(
    ("name", "is_one"),
    [("Bà Lan", True), ("Và A Sùng", True), ("Pi-năng Thị Ái", True), ("An, Bình", False), ("An và Bình", False),
     ("An; Bình", False), ("ông An bà Bình", False)],
)  # fmt: skip
def test_a_person_is_one(name: str, is_one: bool) -> None:
    assert (why_not_one(name) == []) is is_one


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("Ông Nguyễn Văn An", True), ("Sở Lao động - Thương binh và Xã hội", True), ("Sở Y tế; Sở Nội vụ", False),
        ("Sở Y tế và Sở Nội vụ", False), ("Ông An và bà Bình", False), ("Nhân dân và cán bộ xã Lợi Hải", True),
    ],
)  # fmt: skip
def test_a_name_that_the_portal_does_not_know_is_one(name: str, is_one: bool) -> None:
    assert (why_not_single(name) == []) is is_one


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


@pytest.mark.parametrize(
    "name", ["Hộ bà Katơr Liên", "HỘ GIA ĐÌNH ÔNG Bá Liên", "Hộ gia đình ông Katơr Liên và bà Pi Năng Thị Hương"]
)
def test_a_household_that_says_which_is_taken(name: str) -> None:
    assert why_not_named(name, is_household=True) == []


@pytest.mark.parametrize(
    "name", ["Katơr Liên", "Bá Liên", "Hộ Katơr Liên", "Hộ ông (bà) Katơr Liên", "Hộ ông hoặc bà Katơr Liên"]
)
def test_a_household_that_does_not_say_which_is_asked(name: str) -> None:
    why = "Vui lòng ghi tên in trong quyết định của hộ: “Hộ gia đình ông …” hoặc “Hộ gia đình bà …”."
    assert why_not_named(name, is_household=True) == [why]
    assert why_not_named(name, is_household=False) == []


TODAY, SINCE = date(2022, 12, 15), date(2021, 1, 1)


@pytest.mark.parametrize("number", ["9/UBND", "512/QĐ-UBND", "MH-15/BTĐKT", "12/2022/QĐ-UBND", " 7/QĐ "])
def test_a_number_of_an_act(number: str) -> None:
    assert why_no_act(Act(number, TODAY, "UBND tỉnh"), today=TODAY, since=SINCE) == []


@pytest.mark.parametrize("number", ["abc", "", "512", "1/a", "QĐ/UBND", "/UBND", "12/", "12/34", "9 /"])
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
    edge = Act("9/UBND", SINCE, "Chính")
    assert why_no_act(edge, today=TODAY, since=SINCE) == ["Vui lòng ghi cơ quan ban hành văn bản."]
    assert why_no_act(Act("9/UBND", SINCE, "Sở Y"), today=TODAY, since=SINCE) == []
    assert Act(" 9/UBND ", SINCE, "UBND  tỉnh").words == "9/UBND ngày 01/01/2021 của UBND tỉnh"
