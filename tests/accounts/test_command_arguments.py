"""What is wrong with the arguments of a command is told in the words of who types them, all of it at once."""

import pytest
from django.core.management import call_command, load_command_class
from django.core.management.base import CommandError

from accounts.commands import in_vietnamese


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("the following arguments are required: --year, FILE", "Thiếu tham số: --year, FILE."),
        ("unrecognized arguments: --x", "Không có tham số: --x."),
        ("argument --year: invalid int value: 'hai'", "--year: «hai» không phải là số nguyên."),
        (
            "argument --status: invalid choice: 'x' (choose from 'a', 'b')",
            "--status: «x» không dùng được; chọn một trong: a, b.",
        ),
        (
            "argument --levels: invalid choice: 4 (choose from 2, 3)",
            "--levels: «4» không dùng được; chọn một trong: 2, 3.",
        ),
        ("argument --year: expected one argument", "--year: thiếu giá trị."),
        (
            "ambiguous option: --a could match --as-of, --approve",
            "--a có thể là --as-of, --approve; ghi đủ tên tham số.",
        ),
        ("something of a later Python", "Tham số không đọc được; xem --help."),
    ],
)
def test_the_parser_of_arguments_speaks_vietnamese(said: str, read: str) -> None:
    assert in_vietnamese(said) == read


def test_everything_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(CommandError) as refused:
        call_command("import_results", "--year", "hai", "--status", "x")
    assert str(refused.value).split("\n") == [
        "--year: «hai» không phải là số nguyên.",
        "--status: «x» không dùng được; chọn một trong: preliminary, official.",
        "Thiếu tham số: --campaign, FILE.",
        "Có 3 lỗi. Chưa lưu gì.",
    ]


def test_typed_at_the_console_it_ends_with_one(capsys: pytest.CaptureFixture[str]) -> None:
    command = load_command_class("reports", "check_portal")
    command._called_from_command_line = True
    with pytest.raises(SystemExit) as ended:
        command.run_from_argv(["manage.py", "check_portal", "--x"])
    assert ended.value.code == 1
    assert capsys.readouterr().err.startswith("Không có tham số: --x.\nCó 1 lỗi. Chưa lưu gì.\n")
