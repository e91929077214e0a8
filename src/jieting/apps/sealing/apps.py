"""The Django app ``sealing``."""

from django.apps import AppConfig


class SealingConfig(AppConfig):
    """Registers the app under the name of its folder."""

    name = "jieting.apps.sealing"
    label = "sealing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Sealed months are shown as sealed, no undo takes their calls, and the log knows them."""
        from jieting.apps.assessment.frozen import register_banners, register_frozen
        from jieting.apps.base.waiting import register_waiting
        from jieting.apps.calls.guards import undo_guards
        from jieting.apps.contracts.guards import version_guards
        from jieting.apps.sealing.frozen import sealed, undo_guard
        from jieting.apps.sealing.page import month_banners
        from jieting.apps.sealing.version_guard import version_guard
        from jieting.apps.sealing.waiting import months_to_sign
        from jieting.apps.sealing.witness import register_witness

        register_witness()
        register_frozen(sealed)
        register_banners(month_banners)
        register_waiting(months_to_sign)
        undo_guards.append(undo_guard)
        version_guards.append(version_guard)
