"""A person at a browser, as the tests of signing in move it."""

from __future__ import annotations

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

SIGN_IN = "/accounts/login/"


def sign_in(client: Client, username: str, password: str, **extra):
    """Type name and password into the sign-in page."""
    return client.post(SIGN_IN, {"login": username, "password": password}, **extra)


def signed_in(client: Client) -> bool:
    """Whether a page of one's own opens."""
    return client.get("/accounts/sessions/").status_code == 200


def code_of(secret: str, steps: int = 1) -> str:
    """The code of an authenticator, some half minutes from now.

    The next one: it is valid already, and still is when the half minute ends meanwhile.
    """
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))
