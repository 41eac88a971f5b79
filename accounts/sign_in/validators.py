"""Our rule for new passwords, as Django asks for it."""

from typing import Any

from django.core.exceptions import ValidationError

from accounts.sign_in.passwords import normalised, objections


class NotGuessable:
    """Refuses what anybody would try first: each reason in its own sentence."""

    def validate(self, password: str, user: Any = None) -> None:
        found = objections(
            normalised(password), username=getattr(user, "username", ""), full_name=getattr(user, "full_name", "")
        )
        if found:
            raise ValidationError([ValidationError(sentence, code="password_guessable") for sentence in found])

    def get_help_text(self) -> str:
        return "Không ghép từ họ tên, tên đăng nhập, hàng phím hoặc những chữ nhiều người dùng."
