"""Signing in at the company's own sign-in (OIDC): only for people who are here already."""

from __future__ import annotations

from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.http import HttpRequest
from django.shortcuts import render
from django.utils import timezone

from jieting.apps.accounts.access import actor_of
from jieting.apps.accounts.listening import UNKNOWN
from jieting.apps.accounts.lockout import plain_name
from jieting.apps.accounts.models import User
from jieting.apps.audit.actions import audited, refused
from jieting.apps.base.actor import Actor

PROVIDER = "company"
"""How the one outside sign-in is named in addresses."""


class OutsideAdapter(DefaultSocialAccountAdapter):
    """Leads who comes from outside to the person whom the security administrator named."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: people are made by the security administrator."""
        return False

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        """The start page: people do not link accounts themselves."""
        return "/"

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the person by the outside name, or answer that nobody here has it."""
        user = _named(sociallogin.account)
        if user is None:
            _refuse(request, "no person here has this outside name")
        if sociallogin.is_existing:
            if sociallogin.user.pk != user.pk:
                _refuse(request, "the outside account belongs to another person here")
        elif SocialAccount.objects.filter(user=user).exists():
            # The name was given to another account out there: not the one that was let in first.
            _refuse(request, "the person here is linked to another outside account")
        else:
            by = actor_of(user, request=request)
            with audited("accounts.outside.linked", by=by, at=timezone.now(), object=user.username):
                sociallogin.connect(request, user)


def claimed_names(claims: dict[str, Any]) -> frozenset[str]:
    """The names by which a person may be known: the outside name, and a verified e-mail."""
    email = claims.get("email") if claims.get("email_verified") is True else ""
    names = (claims.get("preferred_username"), email)
    return frozenset(plain_name(str(name)) for name in names if name)


def _named(account: Any) -> User | None:
    names = claimed_names(account.get_provider_account().get_user_data() or {})
    found = list(User.objects.filter(outside_name__in=names)) if names else []
    # Two names that lead to two people lead to nobody.
    return found[0] if len(found) == 1 else None


def _refuse(request: HttpRequest, reason: str) -> NoReturn:
    by = Actor(
        name=UNKNOWN,
        address=str(request.META.get("REMOTE_ADDR", "")),
        request=str(getattr(request, "request_id", "")),
    )
    refused("accounts.sign_in.failed", by=by, at=timezone.now(), reason=reason, way="outside")
    raise ImmediateHttpResponse(render(request, "socialaccount/nobody.html", status=403))
