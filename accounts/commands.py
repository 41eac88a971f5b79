"""What the portal's commands share: who acts, and how errors are printed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User


class PortalCommand(BaseCommand):
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
