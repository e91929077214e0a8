"""The Django app ``moves``."""

from django.apps import AppConfig


class MovesConfig(AppConfig):
    """Registers the app under the name of its folder."""

    name = "jieting.apps.moves"
    label = "moves"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The audit log can convict moves that were changed unseen; people are told of acts."""
        from jieting.apps.moves.telling import register_telling
        from jieting.apps.moves.witness import register_witness

        register_witness()
        register_telling()
