"""The forms in which a code is typed: used once, counted as failures of signing in when wrong."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as theirs
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.utils import timezone

from jieting.apps.accounts.actions import use_code
from jieting.apps.base.words import later
from jieting.domain.said import say


class CodeForm(theirs.AuthenticateForm):
    """The code after the password."""

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        _word(self.fields["code"], later(say("Code")))

    def clean_code(self) -> str:
        """A code that is right and new, of a person who is not locked out."""
        return _checked(self, super().clean_code)


class ConfirmCodeForm(theirs.ReauthenticateForm):
    """A code once more, before something that matters."""

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        _word(self.fields["code"], later(say("Code")))

    def clean_code(self) -> str:
        """A code that is right and new, of a person who is not locked out."""
        return _checked(self, super().clean_code)


class ActivateForm(ActivateTOTPForm):
    """The first code of a new authenticator."""

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        _word(self.fields["code"], later(say("Code that the app shows")))

    def clean_code(self) -> str:
        """A code that is right; it will not open the door a second time."""
        code: str = super().clean_code()
        if not use_code(self.user, code, timezone.now()):
            raise get_adapter().validation_error("incorrect_code")
        return code


def _checked(form: Any, check: Any) -> str:
    request = context.request
    credentials = {"username": form.user.get_username()}
    if not AxesProxyHandler.is_allowed(request, credentials):
        request.axes_locked_out = True
        request.axes_credentials = credentials
        raise get_adapter().validation_error("incorrect_code")
    code: str = check()
    by_app = form.authenticator.type == Authenticator.Type.TOTP
    if by_app and not use_code(form.user, code.replace(" ", ""), timezone.now()):
        form._emit_authentication_failed(form.authenticator)
        raise get_adapter().validation_error("incorrect_code")
    return code


def _word(field: forms.Field, label: str) -> None:
    field.label = label
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs |= {"inputmode": "numeric", "autofocus": True, "maxlength": "16"}
