"""The list of a person's own sessions, and how they end them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from jieting.apps.accounts.access import anyone_signed_in
from jieting.apps.accounts.devices import device
from jieting.apps.accounts.listening import person
from jieting.apps.accounts.people_actions import end_own_session, end_own_sessions
from jieting.apps.accounts.sessions import open_sessions
from jieting.apps.base.words import tell
from jieting.domain.said import say


@anyone_signed_in
@require_http_methods(["GET", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Where the person is signed in; a POST ends all other sessions."""
    if request.method == "POST":
        count = end_own_sessions(
            by=person(request.user, request),
            at=timezone.now(),
            user=request.user,
            but=str(request.session.session_key),
        )
        messages.success(request, tell(say("{count} other sessions have ended.", count=count)))
        return redirect("usersessions_list")
    here = request.session.session_key
    rows = [
        {"session": one, "device": device(one.user_agent), "here": one.session_key == here}
        for one in open_sessions(request.user)
    ]
    return render(request, "usersessions/sessions.html", {"rows": rows})


@anyone_signed_in
@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """End one of the person's sessions. Errors: 404 where it is not the person's, or not there."""
    by = person(request.user, request)
    if not end_own_session(by=by, at=timezone.now(), user=request.user, number=number):
        raise Http404
    messages.success(request, tell(say("The session has ended.")))
    return redirect("usersessions_list")
