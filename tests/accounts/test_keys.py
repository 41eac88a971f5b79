"""A key that would be guessed is refused, with how a good one is made."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.sign_in import keys


def test_keys_as_run_py_and_the_sentence_make_them_are_good() -> None:
    for _ in range(50):
        assert keys.objection(secrets.token_urlsafe(48), secrets.token_urlsafe(48)) == ""
    assert keys.objection(secrets.token_hex(32), secrets.token_hex(32)) == ""


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("", "ngắn hơn 40 ký tự"),
        ("abc", "ngắn hơn 40 ký tự"),
        ("Zk3v-9QhTn_x2LrWm8PbYc5JdFg7SaEu4KoXi1V", "ngắn hơn 40 ký tự"),
        ("a" * 64, "chỉ lặp lại một vài ký tự"),
        ("0123456789abcd" * 5, "chỉ lặp lại một vài ký tự"),
        ("django-insecure-Zk3v-9QhTn_x2LrWm8PbYc5JdFg7SaEu4KoXi1Vt", "là khóa mẫu"),
        ("chỉ dùng khi phát triển: SECRET_KEY và dài thêm nữa", "là khóa mẫu"),
    ],
)
def test_weak_keys(value: str, why: str) -> None:
    sentence = keys.why_weak("SECRET_KEY", value)
    assert sentence.startswith(f"SECRET_KEY quá yếu: {why}")
    assert keys.MAKE in sentence


def test_the_shortest_good_key() -> None:
    assert keys.why_weak("AUDIT_KEY", "Zk3v-9QhTn_x2LrWm8PbYc5JdFg7SaEu4KoXi1Vt") == ""


@given(st.text(max_size=39))
def test_nothing_short_is_good(value: str) -> None:
    assert keys.why_weak("SECRET_KEY", value)


def test_one_key_for_both_is_refused() -> None:
    key = secrets.token_urlsafe(48)
    assert keys.objection(key, key).startswith("SECRET_KEY và AUDIT_KEY phải khác nhau.")
