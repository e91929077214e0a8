"""The Django app ``deliverables``."""

from django.apps import AppConfig


class DeliverablesConfig(AppConfig):
    """Registers the app under the name of its folder."""

    name = "jieting.apps.deliverables"
    label = "deliverables"
    default_auto_field = "django.db.models.BigAutoField"
