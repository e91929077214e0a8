"""The forms of signing in and of passwords, in the house's words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as theirs
from allauth.account.adapter import get_adapter
from django import forms

from jieting.apps.accounts.passwords import RULES
from jieting.apps.base.words import later, tell
from jieting.domain.said import say

_DIFFERENT = say("The two passwords differ.")


class SignInForm(theirs.LoginForm):
    """Name and password."""

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        _word(self.fields["login"], later(say("Sign-in name")))
        _word(self.fields["password"], later(say("Password")))
        self.fields["login"].widget.attrs["autofocus"] = True


class ConfirmPasswordForm(theirs.ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        _word(self.fields["password"], later(say("Password")))
        self.fields["password"].widget.attrs["autofocus"] = True


class ChangePasswordForm(theirs.ChangePasswordForm):
    """The old password and twice the new one; the rules stand above the field."""

    rules = RULES

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        _word(self.fields["oldpassword"], later(say("Password now")))
        _word(self.fields["password1"], later(say("New password")))
        _word(self.fields["password2"], later(say("New password, once more")))

    def clean_oldpassword(self) -> str:
        """Check the old password by the way on which failures are counted."""
        password: str = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("enter_current_password")
        return password

    def clean(self) -> dict[str, Any]:
        """Both new passwords are the same."""
        given: dict[str, Any] = forms.Form.clean(self) or self.cleaned_data
        first, second = given.get("password1"), given.get("password2")
        if first and second and first != second:
            self.add_error("password2", tell(_DIFFERENT))
        return given


def _word(field: forms.Field, label: str) -> None:
    field.label = label
    field.help_text = ""
    field.widget.attrs.pop("placeholder", None)
