"""Somebody at a terminal of the server shows who they are, as on a page."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from allauth.core import context
from django.http import HttpRequest

from jieting.apps.accounts.access import standing
from jieting.apps.accounts.confirm import Confirmed, confirm_person
from jieting.apps.accounts.models import User
from jieting.apps.base.actor import Actor
from jieting.domain.errors import Finding, Place, Refused
from jieting.domain.said import say, verbatim

_HERE = "127.0.0.1"


def confirmed_at_terminal(
    *, username: str, contract_id: str, password: str, code: str, at: datetime
) -> tuple[Actor, Confirmed]:
    """Who somebody is in a contract, confirmed by password and code; failures lock out as ever.

    Errors: Refused for one who has no role there, is locked or locked out; BadInput where the
    password or the code is wrong.
    """
    user = User.objects.filter(username=username, is_active=True).first()
    found = standing(user, contract_id) if user is not None else None
    if user is None or found is None:
        raise Refused(_nobody(username))
    request = HttpRequest()
    request.method, request.path = "POST", "/"
    request.META.update(REMOTE_ADDR=_HERE, HTTP_USER_AGENT="jieting")
    with context.request_context(request):
        confirmed = confirm_person(user=user, password=password, code=code, at=at)
    return replace(found.actor, way="cli"), confirmed


def _nobody(username: str) -> Finding:
    return Finding(
        "nobody_there",
        say("{name} has no role in the contract.", name=verbatim(repr(username))),
        say("Only who has the right in the contract may do this."),
        say("Correct the sign-in name, or ask the security administrator for the role."),
        Place("--by"),
    )
