"""Addresses of the plan of a line and of its prompts."""

from __future__ import annotations

from django.urls import path

from jieting.apps.line.planning import part_views, text_views, views, walk_views
from jieting.apps.line.prompts import views as prompts

_PLAN = "c/<slug:contract>/line/plan/"
_PROMPTS = f"{_PLAN}prompts/"
_REVISION = f"{_PLAN}revisions/<int:number>/"

urlpatterns = [
    path(_PLAN, views.line_plan, name="line_plan"),
    path(f"{_PLAN}begin/", views.line_plan_begin, name="line_plan_begin"),
    path(f"{_PLAN}apply/", views.line_plan_apply, name="line_plan_apply"),
    path(f"{_PLAN}try/", walk_views.line_plan_try, name="line_plan_try"),
    path(f"{_PLAN}text/", text_views.line_plan_text, name="line_plan_text"),
    path(f"{_PLAN}revisions/", text_views.line_plan_history, name="line_plan_history"),
    path(_REVISION, text_views.line_plan_revision, name="line_plan_revision"),
    path(f"{_REVISION}file/", text_views.line_plan_file, name="line_plan_file"),
    path(f"{_PLAN}agents/", part_views.line_plan_agents, name="line_plan_agents"),
    path(_PROMPTS, prompts.line_prompts, name="line_prompts"),
    path(f"{_PROMPTS}speak/", prompts.line_prompts_speak, name="line_prompts_speak"),
    path(f"{_PROMPTS}<slug:name>/sound/", prompts.line_prompt_sound, name="line_prompt_sound"),
    path(f"{_PROMPTS}<slug:name>/record/", prompts.line_prompt_record, name="line_prompt_record"),
    path(f"{_PROMPTS}<slug:name>/speak/", prompts.line_prompt_speak, name="line_prompt_speak"),
    path(f"{_PROMPTS}<slug:name>/remove/", prompts.line_prompt_remove, name="line_prompt_remove"),
    path(
        f"{_PLAN}trunk/<slug:name>/password/",
        part_views.line_trunk_password,
        name="line_trunk_password",
    ),
    path(f"{_PLAN}part/<slug:part>/", part_views.line_plan_part, name="line_plan_part"),
    path(f"{_PLAN}part/<slug:part>/<slug:name>/", part_views.line_plan_part, name="line_plan_part"),
]
