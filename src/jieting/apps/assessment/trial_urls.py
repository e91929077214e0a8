"""The address of a contract's trial."""

from __future__ import annotations

from django.urls import path

from jieting.apps.assessment import trial_views

urlpatterns = [path("c/<slug:contract>/trial/", trial_views.trial, name="trial")]
