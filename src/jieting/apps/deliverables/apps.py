"""The Django app ``deliverables``."""

from django.apps import AppConfig


class DeliverablesConfig(AppConfig):
    """Registers the app under the name of its folder."""

    name = "jieting.apps.deliverables"
    label = "deliverables"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Handing in goes through this app; what was returned waits; the log has a witness."""
        from jieting.apps.deliverables import handing, waiting
        from jieting.apps.deliverables.witness import register_witness

        handing.register()
        waiting.register()
        register_witness()
