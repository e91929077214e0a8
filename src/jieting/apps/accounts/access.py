"""The door of every page: what right it asks for, and whether the person has it here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from jieting.apps.accounts.models import Membership, User
from jieting.apps.accounts.roles import OFFICE_RIGHTS, RIGHTS, Right, Role
from jieting.apps.base.actor import Actor

View = Callable[..., HttpResponseBase]
LONGEST_ROLE = 40
"""As much as the audit log keeps of the roles of one who has many."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A person in a contract: the contract, the roles held in it, and who they are to the audit."""

    contract: Any
    roles: frozenset[Role]
    actor: Actor

    def may(self, right: Right) -> bool:
        """Whether one of the roles has the right."""
        return bool(RIGHTS[right] & self.roles)


def may_act(by: Actor, right: Right) -> bool:
    """Whether one of an actor's roles has a right; the system itself may do what it is made for."""
    return by.way == "system" or bool(RIGHTS[right] & by.roles)


def standing(user: User, contract_id: str, request: HttpRequest | None = None) -> Standing | None:
    """The person's standing in a contract; None for one who has no running role in it."""
    running = Membership.objects.filter(user=user, contract_id=contract_id, ended_at=None)
    held = list(running.select_related("contract").order_by("id"))
    if not held:
        return None
    roles = frozenset(Role(membership.role) for membership in held)
    actor = replace(actor_of(user, ",".join(sorted(roles)), request), roles=frozenset(roles))
    return Standing(held[0].contract, roles, actor)


def actor_of(user: User, role: str = "", request: HttpRequest | None = None) -> Actor:
    """The signed-in person as the audit log names them."""
    meta = request.META if request is not None else {}
    return Actor(
        name=user.get_username(),
        user_id=user.pk,
        role=(role or user.office)[:LONGEST_ROLE],
        party=user.party_id or "",
        address=str(meta.get("REMOTE_ADDR", "")),
        request=str(getattr(request, "request_id", "")),
    )


def room(right: Right) -> Callable[[View], View]:
    """A view that asks for ``right``; with a contract in its URL, ``request.standing`` is set.

    A contract in which the person has no role does not exist for them: 404. A role without the
    right, or a right of an office that the person does not hold: 403.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if right in OFFICE_RIGHTS:
                _ask_office(request.user, right)
            else:
                request.standing = _ask_role(request, right, kwargs.pop("contract"))
            return view(request, *args, **kwargs)

        guarded.right = right  # type: ignore[attr-defined] # the tests' table reads it
        return guarded

    return decorate


def anywhere(right: Right) -> Callable[[View], View]:
    """A view for one who has ``right`` in some contract, whichever: 403 for everybody else."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            running = Membership.objects.filter(user=request.user, ended_at=None)
            if not running.filter(role__in=RIGHTS[right]).exists():
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.right = right  # type: ignore[attr-defined] # the tests' table reads it
        return guarded

    return decorate


def anyone_signed_in(view: View) -> View:
    """Marks a view that needs a person and no right; the tests' table reads the mark."""
    view.right = "signed_in"  # type: ignore[attr-defined]
    return view


def public(view: View) -> View:
    """Marks a view that needs no person; the tests' table reads the mark."""
    view.right = "public"  # type: ignore[attr-defined]
    return login_not_required(view)


def _ask_office(user: Any, right: Right) -> None:
    if not user.office or user.office not in RIGHTS[right]:
        raise PermissionDenied


def _ask_role(request: HttpRequest, right: Right, contract_id: str) -> Standing:
    found = standing(request.user, contract_id, request)
    if found is None:
        raise Http404
    if not found.may(right):
        raise PermissionDenied
    return found
