"""The Django app ``moves``."""

from django.apps import AppConfig


class MovesConfig(AppConfig):
    """Registers the app under the name of its folder."""

    name = "jieting.apps.moves"
    label = "moves"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The audit log can convict moves that were changed unseen; people are told of acts.

        Inspections know what they draw from calls; a review is made by a second person. Recordings
        of calls that a move names are kept.
        """
        from jieting.apps.moves.dispute_queries import second_reviewer
        from jieting.apps.moves.hooks import register_objection
        from jieting.apps.moves.inspection_populations import register_own
        from jieting.apps.moves.recorded import register_recorded
        from jieting.apps.moves.telling import register_telling
        from jieting.apps.moves.witness import register_witness

        register_witness()
        register_telling()
        register_own()
        register_recorded()
        register_objection(second_reviewer)
