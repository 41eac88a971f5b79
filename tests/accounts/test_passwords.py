"""Which passwords anybody would try first, and one spelling of each."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.sign_in import passwords
from accounts.sign_in.passwords import common_words, normalised, objections
from units.people.actions.people import first_password

REFUSED = [
    ("aaaaaaaaaaaa", passwords.REPEATED), ("abababababab", passwords.REPEATED), ("suoi7suoi7suoi7", passwords.REPEATED),
    ("qwertyuiop12", passwords.KEYS), ("1qaz2wsx3edc", passwords.KEYS), ("asdfghjkl123456", passwords.KEYS),
    ("zyxwvutsrqpo", passwords.KEYS), ("0987654321ab", passwords.KEYS), ("Qwer-Tyui-1234", passwords.KEYS),
    ("bo-chqs-bo-chqs", passwords.OWN_USERNAME), ("BoChqs2024!!", passwords.OWN_USERNAME),
    ("Trần Thị Suối", passwords.OWN_NAME), ("tranthisuoi", passwords.OWN_NAME), ("TranThiSuoi1985", passwords.OWN_NAME),
    ("suoi-tran-thi-2", passwords.OWN_NAME), ("Suối 19/05/1985", passwords.OWN_NAME),
    ("thu-nghiem-2022", passwords.SAMPLE), ("Thử nghiệm 2022", passwords.SAMPLE),
    ("matkhau12345", passwords.COMMON), ("Mật khẩu 2024", passwords.COMMON), ("M@tkh@u12345", passwords.COMMON),
    ("P@ssw0rd2024", passwords.COMMON), ("Anhyeuem123456", passwords.COMMON), ("vietnam@2024abc", passwords.COMMON),
    ("matkhau2024xin", passwords.COMMON), ("tts19850519", passwords.OWN_NAME), ("thi-1985-05-19", passwords.OWN_NAME),
    ("thidua-khenthuong-2024", passwords.COMMON), ("ubndxa@123456", passwords.COMMON),
]  # fmt: skip


@pytest.mark.parametrize(("password", "sentence"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_anybody_would_guess_is_refused_with_its_own_sentence_first(password: str, sentence: str) -> None:
    found = objections(password, username="bo-chqs", full_name="Trần Thị Suối")
    assert found[:1] == [sentence]


@pytest.mark.parametrize(
    ("password", "is_repeated"),
    [("ngan", False), ("banana", False), ("abcdabcd", True), ("abcddcba", False), ("abcddcbaa", True), ("aa", True),
     ("a", False), ("", False)],
)  # fmt: skip
def test_a_short_word_is_too_short_and_not_repeated(password: str, is_repeated: bool) -> None:
    assert passwords.is_repeated(password) is is_repeated


@pytest.mark.parametrize(
    "password",
    [
        "ba con suối chảy về đâu", "mot-cau-ngan-de-nho", "hame-2741-duxo-kape", "Suối thích ăn cá kho tộ",
        "bo-chqs trồng ba luống khoai", "mật ong rừng tháng ba", "qwerty con trâu đi cày", "!#%&/()=?^*¨<>|§½",
    ],
)  # fmt: skip
def test_a_sentence_of_one_s_own_is_taken(password: str) -> None:
    assert objections(password, username="bo-chqs", full_name="Trần Thị Suối") == []


def test_first_passwords_pass_their_own_rule() -> None:
    assert [objections(first_password()) for _ in range(200)] == [[]] * 200


@pytest.mark.parametrize(("length", "sentences"), [(128, 0), (129, 1)])
def test_the_longest_password(length: int, sentences: int) -> None:
    text = ("ba con suối chảy về đâu " * 10)[: length - 1] + "x"
    assert len([words for words in objections(text) if words == passwords.TOO_LONG]) == sentences


def test_every_common_word_is_refused_with_a_year_behind_it() -> None:
    assert [word for word in common_words() if passwords.COMMON not in objections(f"{word}2024")] == []
    assert len(common_words()) > 140


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("hòa", "hòa"), ("ho\u0300a", "hòa"), ("a\u00a0b\u3000c", "a b c"), ("ａ１", "a1"), ("a\u200bb\x00", "ab")],
    ids=["composed", "taken apart", "hard and wide spaces", "full width", "invisible"],
)
def test_one_spelling(typed: str, kept: str) -> None:
    assert normalised(typed) == kept
    assert normalised(kept) == kept


def test_the_rule_is_asked_when_a_password_is_chosen() -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password("matkhau12345")
    assert refused.value.messages == [passwords.COMMON]
    validate_password("ba con suối chảy về đâu")


ROWS_BEGIN = ["qwer", "asdf", "zxcv", "1234", "abcd", "qazw", "1qaz", "q1w2", "1q2w"]
ROWS_END = ["uiop", "hjkl", "vbnm", "7890", "wxyz", "kolp", "ol0p", "o9p0", "9o0p"]


@pytest.mark.parametrize("piece", ROWS_BEGIN + ROWS_END)
def test_four_neighbours_of_any_row_are_a_run_either_way(piece: str) -> None:
    for run in (piece, piece[::-1], f"ở {piece}"):
        assert passwords.KEYS in objections(run)


def test_three_neighbours_are_no_run_and_a_run_ends_where_the_row_is_left() -> None:
    assert objections("qwexkv") == []
    assert passwords.KEYS in objections("qwerxkv")  # three letters are left
    assert passwords.KEYS not in objections("qwerxkvh")  # four
    assert passwords.KEYS in objections("qwertyuiopqwerty")


@pytest.mark.parametrize(
    ("password", "repeats"),
    [
        ("aabcdabdcc", True), ("aabcdeabdc", False), ("abcdeabcde", True), ("abcdefabcdef", True), ("abcdeabcd", False),
        ("abcdeabcdeab", True), ("AbcdeaBcde", True), ("", False),
    ],
    ids=["four signs", "five", "five twice", "six twice", "not quite twice", "twice and a bit", "in any case", "nothing"],
)  # fmt: skip
def test_few_signs_or_one_piece_again_and_again(password: str, repeats: bool) -> None:
    assert passwords.is_repeated(password) is repeats


def test_five_different_signs_are_not_few() -> None:
    assert passwords.is_repeated("abcddcbaabdc")
    assert not passwords.is_repeated("abcdeedcbaab")


def test_four_letters_beside_the_own_name_are_enough() -> None:
    assert objections("bochqsxkm", username="bo-chqs") == [passwords.OWN_USERNAME]
    assert objections("bochqsxkmv", username="bo-chqs") == []


def test_a_name_of_a_letter_or_two_forbids_no_letters() -> None:
    assert passwords.OWN_USERNAME not in objections("kxkmkv", username="k")
    assert passwords.OWN_NAME not in objections("anlean77", full_name="Lê Văn Ân")
    assert objections("levanan77", full_name="Lê Văn Ân") == [passwords.OWN_NAME]


def test_the_list_of_common_words_is_read_once_and_without_its_remarks() -> None:
    words = common_words()
    assert words is common_words()
    assert "matkhau" in words
    assert max(map(len, words)) < 30
