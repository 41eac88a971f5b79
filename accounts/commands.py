"""What the portal's commands share: who acts, and how errors are printed."""

import re
import sys
from argparse import Action, ArgumentError, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser, DjangoHelpFormatter

from accounts.models import User
from core import own_words


class _KeepsLines(RawDescriptionHelpFormatter, DjangoHelpFormatter):
    """The help keeps its lines, and the command's own options stand before those of every command."""


# what the parser of arguments says, and what people read
_SAID: Mapping[str, str] = {
    r"the following arguments are required: (.+)": "Thiếu tham số: {0}.",
    r"one of the arguments (.+) is required": "Cần một trong các tham số: {0}.",
    r"unrecognized arguments: (.+)": "Không có tham số: {0}.",
    r"argument (.+): invalid int value: '(.*)'": "{0}: «{1}» không phải là số nguyên.",
    r"argument (.+): invalid choice: '?(.*?)'? \(choose from (.+)\)": "{0}: «{1}» không dùng được; chọn một trong: {2}.",
    r"argument (.+): invalid \S+ value: '(.*)'": "{0}: «{1}» không đọc được.",
    r"argument (.+): expected (?:one|at least one) argument": "{0}: thiếu giá trị.",
    r"argument (.+): expected (\d+) arguments?": "{0}: cần {1} giá trị.",
    r"argument (.+): not allowed with argument (.+)": "{0}: không dùng cùng {1}.",
    r"argument (.+): ignored explicit argument '(.*)'": "{0}: không có giá trị «{1}».",
    r"ambiguous option: (.+) could match (.+)": "{0} có thể là {1}; ghi đủ tên tham số.",
}


def in_vietnamese(said: str) -> str:
    """What is wrong with the arguments of a command, as people read it."""
    for pattern, words in _SAID.items():
        if found := re.fullmatch(pattern, said, re.DOTALL):
            return words.format(*(part.replace("'", "") for part in found.groups()))
    return "Tham số không đọc được; xem --help."


class _Parser(CommandParser):
    """Tells all that is wrong with the arguments at once, and exits 1."""

    def parse_args(self, args: Any = None, namespace: Any = None) -> Namespace:  # type: ignore[override]  # narrower than argparse
        self.faults: list[str] = []
        found: Namespace = super().parse_args(args, namespace)
        if self.faults:
            self.error("")
        return found

    def _get_value(self, action: Action, arg_string: str) -> Any:
        return self._noted(lambda: super(_Parser, self)._get_value(action, arg_string), arg_string)  # type: ignore[misc]  # no part of its stubs

    def _check_value(self, action: Action, value: Any) -> None:
        self._noted(lambda: super(_Parser, self)._check_value(action, value), None)  # type: ignore[misc]  # as above

    def _noted(self, read: Callable[[], Any], instead: Any) -> Any:
        try:
            return read()
        except ArgumentError as error:
            self.faults.append(in_vietnamese(str(error)))
            return instead

    def error(self, message: str) -> NoReturn:
        errors = list(dict.fromkeys([*self.faults, *([in_vietnamese(message)] if message else [])]))
        told = "\n".join([*errors, f"Có {len(errors)} lỗi. Chưa lưu gì."])
        if not self.called_from_command_line:
            raise CommandError(told)
        sys.stderr.write(f"{told}\nXem: {self.prog} --help\n")
        sys.exit(1)


class ToldCommand(BaseCommand):
    """A command whose arguments are refused in the words of its users, and that speaks as their province does."""

    def execute(self, *args: Any, **options: Any) -> Any:
        with own_words.page(self.own_word(options)):
            return super().execute(*args, **options)

    def own_word(self, options: Mapping[str, Any]) -> own_words.FindWord:
        """How the province that the command is about is called."""
        return own_words.outside

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.__class__ = _Parser  # Django makes its own kind and takes no other
        parser.formatter_class = _KeepsLines
        return parser


class PortalCommand(ToldCommand):
    """Prints every error and exits 1 with nothing stored; acts as "dòng lệnh" unless told otherwise."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--by", metavar="USER", help="tài khoản thực hiện (mặc định: dòng lệnh)")

    def actor(self, options: dict[str, Any]) -> User:
        """The account that acts. Raises `CommandError` for an unknown one."""
        if not options.get("by"):
            return User.objects.command_line()
        user = User.objects.filter(username=options["by"]).first()
        if user is None:
            raise CommandError(f"Không có tài khoản «{options['by']}».")
        return user

    def refuse(self, errors: list[str]) -> CommandError:
        """All errors, as the exception that ends the command with exit code 1."""
        return CommandError("\n".join([*errors, f"Có {len(errors)} lỗi. Chưa lưu gì."]))
