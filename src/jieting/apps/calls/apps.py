"""The Django app ``calls``."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    """Registers the app under the name of its folder."""

    name = "jieting.apps.calls"
    label = "calls"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The audit log can convict calls that were changed behind the application's back."""
        from jieting.apps.calls.witness import register_witness

        register_witness()
