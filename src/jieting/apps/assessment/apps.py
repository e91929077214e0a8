"""The Django app ``assessment``."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """Registers the app under the name of its folder."""

    name = "jieting.apps.assessment"
    label = "assessment"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The audit log can convict changed records; months are counted when calls change.

        Moves are checked against the records, and tell what a decision would change.
        """
        from jieting.apps.assessment.actions import recount
        from jieting.apps.assessment.effects import effects
        from jieting.apps.assessment.move_answers import register_move_answers
        from jieting.apps.assessment.move_checks import against_opening
        from jieting.apps.assessment.witness import register_witness
        from jieting.apps.calls.guards import months_changed
        from jieting.apps.moves.hooks import register_effects, register_opening

        register_witness()
        months_changed.append(recount)
        register_opening(against_opening)
        register_effects(effects)
        register_move_answers()
