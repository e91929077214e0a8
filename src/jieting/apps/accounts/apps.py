"""The Django app ``accounts``."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the app under the name of its folder."""

    name = "jieting.apps.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
