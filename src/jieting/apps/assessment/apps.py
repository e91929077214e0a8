"""The Django app ``assessment``."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """Registers the app under the name of its folder."""

    name = "jieting.apps.assessment"
    label = "assessment"
    default_auto_field = "django.db.models.BigAutoField"
