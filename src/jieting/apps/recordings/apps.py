"""The Django app ``recordings``."""

from django.apps import AppConfig


class RecordingsConfig(AppConfig):
    """Registers the app under the name of its folder."""

    name = "jieting.apps.recordings"
    label = "recordings"
    default_auto_field = "django.db.models.BigAutoField"
