"""The Django app ``audit``."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Registers the app under the name of its folder."""

    name = "jieting.apps.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
