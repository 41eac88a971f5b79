"""What the portal's commands share: who acts, and how errors are printed."""

from argparse import RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, DjangoHelpFormatter

from accounts.models import User


class _KeepsLines(RawDescriptionHelpFormatter, DjangoHelpFormatter):
    """The help keeps its lines, and the command's own options stand before those of every command."""


class PortalCommand(BaseCommand):
    """Prints every error and exits 1 with nothing stored; acts as "dòng lệnh" unless told otherwise."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.formatter_class = _KeepsLines
        return parser

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
