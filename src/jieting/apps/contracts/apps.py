"""The Django app ``contracts``."""

from django.apps import AppConfig


class ContractsConfig(AppConfig):
    """Registers the app under the name of its folder."""

    name = "jieting.apps.contracts"
    label = "contracts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The audit log can convict changed rows; what waits for a side is found from outside."""
        from jieting.apps.base.waiting import register_waiting
        from jieting.apps.contracts.waiting import waiting
        from jieting.apps.contracts.witness import register_witness

        register_witness()
        register_waiting(waiting)
