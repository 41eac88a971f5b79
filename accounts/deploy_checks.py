"""What `manage.py check --deploy` says of the door."""

from typing import Any

from django.conf import settings
from django.core.checks import Tags, Warning, register


@register(Tags.security, deploy=True)
def proxies_are_named(**_: Any) -> list[Warning]:
    """Behind a proxy that nobody trusts, all people have one address: theirs are each other's mistakes."""
    if settings.SECURE_PROXY_SSL_HEADER is None or settings.TRUSTED_PROXIES.are_named:
        return []
    words = "Có BEHIND_PROXY nhưng thiếu TRUSTED_PROXIES: nhật ký và giới hạn đăng nhập chỉ thấy địa chỉ của proxy."
    hint = "Ghi địa chỉ hoặc mạng của proxy vào TRUSTED_PROXIES, ví dụ 127.0.0.1."
    return [Warning(words, hint=hint, id="accounts.W001")]
