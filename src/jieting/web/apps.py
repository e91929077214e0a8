"""The Django app of what every page shares."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, components and assets."""

    name = "jieting.web"
    label = "web"
