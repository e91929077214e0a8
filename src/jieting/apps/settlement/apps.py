"""The Django app ``settlement``."""

from django.apps import AppConfig


class SettlementConfig(AppConfig):
    """Registers the app under the name of its folder."""

    name = "jieting.apps.settlement"
    label = "settlement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Statements wait to be signed; the audit log can convict those that were changed."""
        from jieting.apps.settlement import waiting, witness

        waiting.register()
        witness.register_witness()
