"""What the security administrator does to one person; each a POST, each an action."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from jieting.apps.accounts import people_actions as actions
from jieting.apps.accounts.access import actor_of, room
from jieting.apps.accounts.models import Membership, User
from jieting.apps.accounts.people_forms import OutsideForm, ReasonForm, RoleForm
from jieting.apps.accounts.people_views import show_password
from jieting.apps.accounts.roles import Right
from jieting.apps.base.actor import Actor
from jieting.apps.base.words import tell
from jieting.domain.said import Said, say

_REASON_NEEDED = say("Say why; the reason is kept in the audit log.")


@room(Right.MANAGE_PEOPLE)
@require_POST
def give_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a role in a contract."""
    user = get_object_or_404(User.objects.exclude(party=None), pk=pk)
    form = RoleForm(request.POST, party=user.party)
    if not form.is_valid():
        return _back(request, user, say("Choose a contract and a role of the list."), wrong=True)
    actions.give_role(by=_by(request), at=timezone.now(), user=user, **form.cleaned_data)
    return _back(request, user, say("The role is given."))


@room(Right.MANAGE_PEOPLE)
@require_POST
def end_role(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take a role."""
    membership = get_object_or_404(Membership, pk=number, user=pk)
    user = membership.user
    actions.end_role(by=_by(request), at=timezone.now(), user=user, membership=membership)
    return _back(request, user, say("The role is taken."))


@room(Right.MANAGE_PEOPLE)
@require_POST
def lock(request: HttpRequest, pk: int) -> HttpResponse:
    """Lock a person out, with a reason."""
    user = get_object_or_404(User, pk=pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _back(request, user, _REASON_NEEDED, wrong=True)
    actions.lock(by=_by(request), at=timezone.now(), user=user, **form.cleaned_data)
    return _back(request, user, say("The account is locked; its sessions have ended."))


@room(Right.MANAGE_PEOPLE)
@require_POST
def unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a person in again."""
    user = get_object_or_404(User, pk=pk)
    actions.unlock(by=_by(request), at=timezone.now(), user=user)
    return _back(request, user, say("The account is open again."))


@room(Right.MANAGE_PEOPLE)
@require_POST
def give_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a one-time password, and show it this once."""
    user = get_object_or_404(User, pk=pk)
    password = actions.give_one_time_password(by=_by(request), at=timezone.now(), user=user)
    return show_password(request, user, password)


@room(Right.MANAGE_PEOPLE)
@require_POST
def end_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    """End all sessions of a person."""
    user = get_object_or_404(User, pk=pk)
    count = actions.end_sessions_of(by=_by(request), at=timezone.now(), user=user)
    return _back(request, user, say("{count} sessions have ended.", count=count))


@room(Right.MANAGE_PEOPLE)
@require_POST
def remove_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a lost second factor off a person, with a reason."""
    user = get_object_or_404(User, pk=pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _back(request, user, _REASON_NEEDED, wrong=True)
    actions.remove_second_factor(by=_by(request), at=timezone.now(), user=user, **form.cleaned_data)
    return _back(request, user, say("The second factor is removed; the sessions have ended."))


@room(Right.MANAGE_PEOPLE)
@require_POST
def name_outside(request: HttpRequest, pk: int) -> HttpResponse:
    """Say by which name a person is known at the company's own sign-in."""
    user = get_object_or_404(User, pk=pk)
    form = OutsideForm(request.POST)
    if not form.is_valid():
        return _back(request, user, say("The name is too long."), wrong=True)
    actions.name_outside(by=_by(request), at=timezone.now(), user=user, **form.cleaned_data)
    return _back(request, user, say("The name is kept."))


def _by(request: HttpRequest) -> Actor:
    return actor_of(request.user, request=request)


def _back(request: HttpRequest, user: User, said: Said, *, wrong: bool = False) -> HttpResponse:
    (messages.error if wrong else messages.success)(request, tell(said))
    return redirect("person", pk=user.pk)
