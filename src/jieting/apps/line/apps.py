"""The Django app ``line``."""

from django.apps import AppConfig


class LineConfig(AppConfig):
    """Registers the app under the name of its folder."""

    name = "jieting.apps.line"
    label = "line"
    default_auto_field = "django.db.models.BigAutoField"
