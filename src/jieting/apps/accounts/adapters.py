"""What allauth asks the house: its words, its passwords, its secrets, when to ask again."""

from __future__ import annotations

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from jieting.apps.accounts.access import actor_of
from jieting.apps.accounts.actions import change_password
from jieting.apps.accounts.duties import needs_second_factor
from jieting.apps.accounts.language import keep_language
from jieting.apps.accounts.sealing import seal, unseal
from jieting.apps.base.words import later, tell
from jieting.domain.said import say

_WRONG = say("The name or the password is wrong.")
_WRONG_PASSWORD = say("The password is wrong.")
_WRONG_CODE = say("The code is wrong, or was used before. Wait for the next one.")
_SLOWLY = say("Too many tries. Wait a little, then try again.")

_DONE = {
    "account/messages/password_changed.txt": say("The password is changed."),
    "mfa/messages/totp_activated.txt": say("The second factor is set up."),
    "mfa/messages/totp_deactivated.txt": say("The second factor is removed."),
    "usersessions/messages/sessions_logged_out.txt": say("Your other sessions have ended."),
}
"""What is said on top of the next page; new recovery codes need no word, that page shows them."""


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in of the house: no sign-up, no e-mail, failures counted by axes alone."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": later(_WRONG),
        "invalid_login": later(_WRONG),
        "incorrect_password": later(_WRONG_PASSWORD),
        "enter_current_password": later(_WRONG_PASSWORD),
        "incorrect_code": later(_WRONG_CODE),
        "too_many_login_attempts": later(_SLOWLY),
        "rate_limited": later(_SLOWLY),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: people are made by the security administrator."""
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Never: pages of the house post forms and get pages."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Nothing: axes counts, in the database."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address of the browser; the server has already asked a trusted proxy for it."""
        return str(request.META.get("REMOTE_ADDR") or "0.0.0.0")  # noqa: S104 - not bound to

    def set_password(self, user: Any, password: str) -> None:
        """Set the password that a person has chosen, as an action."""
        by = actor_of(user, request=self.request)
        change_password(by=by, at=timezone.now(), user=user, password=password)

    def is_reauthentication_required(self, *, app: str, **_: Any) -> bool:
        """Not for one who has given the password a moment ago, by signing in or by asking again."""
        request = context.request
        records = get_authentication_records(request, request.user)
        last = max((record["at"] for record in records), default=0)
        return bool(time.time() - last >= app_settings.REAUTHENTICATION_TIMEOUT)

    def post_login(self, request: HttpRequest, user: Any, **values: Any) -> HttpResponse:
        """To the page that was asked for, in the person's own language."""
        response: HttpResponse = super().post_login(request, user, **values)
        if user.language:
            keep_language(response, user.language)
        return response

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """The house's own sentence for what was done; allauth's others are not said."""
        said = _DONE.get(message_template or "")
        if said is not None:
            super().add_message(request, level, message=tell(said), extra_tags=extra_tags)

    def send_notification_mail(self, *args: Any, **values: Any) -> None:
        """Nothing: nobody's e-mail is known."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors of the house: secrets are sealed, and the policy keeps them in place."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": later(_WRONG_CODE),
        "cannot_delete_authenticator": later(
            say("Your role needs a second factor; only the security administrator can reset it.")
        ),
    }

    def encrypt(self, text: str) -> str:
        """A secret as it is stored."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret that was stored."""
        return unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Not where the policy asks for it."""
        return not needs_second_factor(authenticator.user)
