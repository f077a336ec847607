"""Who may use the system, where they belong and what they may do there."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "selection.accounts"
    label = "accounts"
    verbose_name = "账号与单位"
