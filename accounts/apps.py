from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in

from accounts import converters


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Tài khoản và nhật ký"

    def ready(self) -> None:
        from accounts import deploy_checks, forms, sessions  # noqa: F401  checks register themselves, fields look at their fonts

        converters.register()
        user_logged_in.connect(sessions.begin)
