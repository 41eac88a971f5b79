from django.apps import AppConfig

from accounts import addresses


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Tài khoản và nhật ký"

    def ready(self) -> None:
        addresses.register()
