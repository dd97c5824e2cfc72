"""The room of accounts, and what it listens to."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "yongxu.accounts"
    verbose_name = "帳號"

    def ready(self) -> None:
        from yongxu.accounts import signals  # models exist only now

        signals.connect()
