"""Who may use the system, where they belong and what they may do there."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "selection.accounts"
    label = "accounts"
    verbose_name = "账号与单位"

    def ready(self) -> None:
        from selection.accounts import checks, roles  # noqa: F401

        post_migrate.connect(roles.align_with_matrix, sender=self)
