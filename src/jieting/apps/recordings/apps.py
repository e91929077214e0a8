"""The Django app ``recordings``."""

from django.apps import AppConfig


class RecordingsConfig(AppConfig):
    """Registers the app under the name of its folder."""

    name = "jieting.apps.recordings"
    label = "recordings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The audit log can convict recordings that were changed; a call's page shows its own."""
        from jieting.apps.recordings import parts
        from jieting.apps.recordings.witness import register_witness

        register_witness()
        parts.register()
