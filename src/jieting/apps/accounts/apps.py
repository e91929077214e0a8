"""The Django app ``accounts``."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the app under the name of its folder."""

    name = "jieting.apps.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to what allauth and axes tell; their models are there only now."""
        import_module("jieting.apps.accounts.listening")
