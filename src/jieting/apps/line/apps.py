"""The Django app ``line``."""

from django.apps import AppConfig


class LineConfig(AppConfig):
    """Registers the app under the name of its folder."""

    name = "jieting.apps.line"
    label = "line"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The gate knows the rules that every line has; a call's page shows what the line told."""
        from jieting.apps.line import recorded, timeline
        from jieting.apps.line.gate.rules import register_own_rules

        register_own_rules()
        timeline.register()
        recorded.register()
