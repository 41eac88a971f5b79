"""The whole table of documents, line by line: whoever changes it sees what changes in `paper_kinds.txt`.

`python -m tests.awards.documents.test_paper_kinds` writes it anew.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from awards.documents.domain.kinds import KINDS, SIGNINGS, Kind, Token, TokenList

LISTED = Path(__file__).with_name("paper_kinds.txt")


def _lines() -> Iterator[str]:
    for code, signing in SIGNINGS.items():
        yield f"{code} = {signing.code}: {' / '.join(signing.printed)}"
    for code, kind in KINDS.items():
        yield ""
        yield f"{code} = {kind.code}: {kind.label} | {kind.title} | {kind.about} | {kind.symbol}"
        yield f"  made by {', '.join(kind.makers)}, signed by {', '.join(kind.signings)}"
        yield f"  asked: {', '.join(sorted(kind.parts))}{'' if kind.is_by_template else '; printed on a blank'}"
        yield f"  lists: {', '.join(f'{item.above} > {item.name}'.removeprefix(' > ') for item in kind.lists)}"
        yield from (f"  {' | '.join(line)}" for line in kind.token_lines())


def test_the_table_is_as_it_was_last_looked_at() -> None:
    assert list(_lines()) == LISTED.read_text(encoding="utf-8").splitlines()


INNER = TokenList("muc", "Mục của NHÓM", (Token("ten", "Tên", "Xã"), Token("so", "Số THỨ tự", "1")), above="nhom")
KIND = Kind("x", "X", "", "round", "X", (), (), (Token("a", "Một", "1"), Token("b", "Hai", ("2", "3"))),
            (TokenList("nhom", "Nhóm", (Token("ten", "Tên", "I"),)), INNER))  # fmt: skip


def test_tokens_of_lists_are_named_by_their_list() -> None:
    assert KIND.names() == {"a", "b", "nhom.ten", "muc.ten", "muc.so"}
    assert KIND.below == {"nhom": "muc"}
    assert list(KIND.token_lines()) == [
        ("{{a}}", "Một", "1"),
        ("{{b}}", "Hai", "2 ↵ 3"),
        ("{{nhom.ten}}", "Nhóm: tên", "I"),
        ("{{muc.ten}}", "Mục của NHÓM: tên", "Xã"),
        ("{{muc.so}}", "Mục của NHÓM: số thứ tự", "1"),
    ]


def test_a_kind_is_by_template_and_has_all_parts_unless_it_says_otherwise() -> None:
    assert KIND.is_by_template
    assert KIND.parts == {"number", "day", "subject", "recipients", "signature"}
    assert (INNER.above, KIND.lists[0].above) == ("nhom", "")


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_token_stands_once_in_a_kind(kind: Kind) -> None:
    written = [line[0] for line in kind.token_lines()]
    assert len(written) == len(set(written)) == len(kind.names())


if __name__ == "__main__":
    LISTED.write_text("".join(f"{line}\n" for line in _lines()), encoding="utf-8")
