"""The Django app ``calls``."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    """Registers the app under the name of its folder."""

    name = "jieting.apps.calls"
    label = "calls"
    default_auto_field = "django.db.models.BigAutoField"
