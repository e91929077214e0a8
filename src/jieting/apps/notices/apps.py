"""The Django app ``notices``."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Registers the app under the name of its folder."""

    name = "jieting.apps.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
