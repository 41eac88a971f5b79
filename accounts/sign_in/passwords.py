"""Passwords: one spelling of them, and which ones anybody would try first. Pure."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from itertools import takewhile
from pathlib import Path

from core.text import folded_once

LONGEST = 128  # letters; longer ones are not hashed at all
SAMPLE_PASSWORD = "thu-nghiem-2022"  # of the demonstration's accounts, written in the README
ENOUGH = 4  # letters that must be left beside what anybody would guess
FEW_SIGNS = 4  # different signs: "aabbaabbaabb"
SHORTEST_RUN = 4  # neighbours on the keyboard that count as one row
ROWS = (
    "qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "abcdefghijklmnopqrstuvwxyz", "qazwsxedcrfvtgbyhnujmikolp",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "q1w2e3r4t5y6u7i8o9p0", "1q2w3e4r5t6y7u8i9o0p",
)  # fmt: skip
_LOOKALIKES = str.maketrans("@4301!$5", "aaeoliss")

REPEATED = "Mật khẩu chỉ lặp lại một vài ký tự. Vui lòng chọn một câu ngắn dễ nhớ."
KEYS = "Mật khẩu chạy theo hàng phím hoặc theo dãy chữ, dãy số. Vui lòng chọn một câu ngắn dễ nhớ."
OWN_USERNAME = "Mật khẩu được ghép từ tên đăng nhập. Vui lòng chọn mật khẩu không có tên đăng nhập."
OWN_NAME = "Mật khẩu được ghép từ họ tên của bạn. Vui lòng chọn mật khẩu không có họ tên."
SAMPLE = "Đây là mật khẩu chung của bản trình diễn, ai cũng biết. Vui lòng chọn mật khẩu khác."
COMMON = "Mật khẩu được ghép từ những chữ nhiều người dùng, dễ bị đoán. Vui lòng chọn một câu ngắn của riêng bạn."
TOO_LONG = f"Mật khẩu dài nhất {LONGEST} ký tự. Vui lòng rút ngắn."


def normalised(password: str) -> str:
    """One spelling (NFKC): composed or not, hard or wide spaces, it is the same password; no invisible signs."""
    plain = unicodedata.normalize("NFKC", password)
    kinds = ((sign, unicodedata.category(sign)) for sign in plain)
    return "".join(" " if kind == "Zs" else sign for sign, kind in kinds if kind not in {"Cc", "Cf"})


def objections(password: str, *, username: str = "", full_name: str = "") -> list[str]:
    """Why anybody would guess a password of this person, in sentences; none for a good one."""
    if len(password) > LONGEST:
        return [TOO_LONG]
    found = {
        REPEATED: is_repeated(password),
        KEYS: _is_all(password, _keyboard_runs),
        OWN_USERNAME: _is_all(password, lambda text: _without(text, [_letters(username)])),
        OWN_NAME: _is_all(password, lambda text: _without(text, _name_parts(full_name))),
        SAMPLE: _signs(password) == _signs(SAMPLE_PASSWORD),
        COMMON: any(_is_all(text, lambda bare: _without(bare, common_words())) for text in _readings(password)),
    }
    return [sentence for sentence, holds in found.items() if holds]


def is_repeated(password: str) -> bool:
    """Few different signs, or one piece over and over."""
    signs = password.casefold()
    periods = range(1, len(signs) // 2 + 1)
    is_poor = len(set(signs)) <= FEW_SIGNS and len(signs) > 2 * len(
        set(signs)
    )  # a short word is too short, not repeated
    return is_poor or any(signs == (signs[:n] * len(signs))[: len(signs)] for n in periods)


def _is_all(password: str, strip: Callable[[str], str]) -> bool:
    """Hardly a letter is left when what is guessed is taken out."""
    whole = _signs(password)
    left = strip(whole)
    return left != whole and len(_letters(left)) < ENOUGH


def _keyboard_runs(text: str) -> str:
    """The text without runs along a row of keys or the alphabet, either way."""
    at, kept = 0, []
    while at < len(text):
        run = max(_run_at(text, at, row) for row in (*ROWS, *(row[::-1] for row in ROWS)))
        if run >= SHORTEST_RUN:
            at += run
        else:
            kept.append(text[at])
            at += 1
    return "".join(kept)


def _run_at(text: str, at: int, row: str) -> int:
    """How many signs from here on follow each other in the row as well."""
    start = row.find(text[at])
    if start < 0:
        return 0
    pairs = zip(text[at:], row[start:], strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _without(text: str, words: Iterable[str]) -> str:
    """The text without these words, the longest first."""
    for word in sorted((word for word in words if len(word) >= 2), key=len, reverse=True):
        text = text.replace(word, " ")
    return text


def _name_parts(full_name: str) -> list[str]:
    words = folded_once(full_name).split()
    initials = "".join(word[0] for word in words)
    return ["".join(words), "".join(reversed(words)), *(word for word in words if len(word) > 2), initials]


def _readings(password: str) -> set[str]:
    """As typed, and with look-alikes within read as letters: "m@tkh4u2024"."""
    within = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", password)
    return {password, within.casefold().translate(_LOOKALIKES)}


def _signs(text: str) -> str:
    """Letters and digits without accents, case and spaces."""
    return re.sub(r"[\W_]+", "", folded_once(text))


def _letters(text: str) -> str:
    return re.sub(r"\d", "", _signs(text))


@cache
def common_words() -> frozenset[str]:
    """What Vietnamese passwords are made of most often, from the file beside this one."""
    lines = Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(_signs(word) for line in lines if not line.startswith("#") for word in line.split(","))
