"""The Django app ``oversight``."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Registers the app under the name of its folder."""

    name = "jieting.apps.oversight"
    label = "oversight"
