"""The Django app ``sealing``."""

from django.apps import AppConfig


class SealingConfig(AppConfig):
    """Registers the app under the name of its folder."""

    name = "jieting.apps.sealing"
    label = "sealing"
    default_auto_field = "django.db.models.BigAutoField"
