"""Addresses of the security administrator's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from jieting.apps.accounts import people_views, person_views

urlpatterns: list[URLPattern] = [
    path("people/", people_views.list_people, name="people"),
    path("people/new/", people_views.new_person, name="person_new"),
    path("people/<int:pk>/", people_views.show_person, name="person"),
    path("people/<int:pk>/roles/", person_views.give_role, name="person_role_give"),
    path("people/<int:pk>/roles/<int:number>/end/", person_views.end_role, name="person_role_end"),
    path("people/<int:pk>/lock/", person_views.lock, name="person_lock"),
    path("people/<int:pk>/unlock/", person_views.unlock, name="person_unlock"),
    path("people/<int:pk>/password/", person_views.give_password, name="person_password"),
    path("people/<int:pk>/sessions/end/", person_views.end_sessions, name="person_sessions_end"),
    path(
        "people/<int:pk>/second-factor/remove/",
        person_views.remove_second_factor,
        name="person_second_factor_remove",
    ),
    path("people/<int:pk>/outside/", person_views.name_outside, name="person_outside"),
    path("parties/", people_views.list_parties, name="parties"),
]
