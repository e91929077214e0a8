"""Pages of signing in that allauth does not have, or not as the house needs them."""

from __future__ import annotations

from typing import Any

from allauth.account import views as theirs
from allauth.account.adapter import get_adapter
from allauth.account.internal import flows
from allauth.mfa.totp.views import ActivateTOTPView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from jieting.apps.accounts.access import anyone_signed_in, public
from jieting.apps.accounts.duties import SECOND_FACTOR, open_duty, password_due


class SignInView(theirs.LoginView):
    """The sign-in page; it says why a session has ended."""

    def get_context_data(self, **values: Any) -> dict[str, Any]:
        """How long sessions last, for the sentence that says so."""
        limits = {
            "idle_minutes": settings.JIETING_IDLE_MINUTES,
            "session_hours": settings.JIETING_SESSION_HOURS,
        }
        return {**super().get_context_data(**values), **limits}


class ActivateView(ActivateTOTPView):
    """The page of a new authenticator; it says when the person's role needs one."""

    def get_context_data(self, **values: Any) -> dict[str, Any]:
        """Whether nothing else can be done before."""
        must = open_duty(self.request) is SECOND_FACTOR
        return {**super().get_context_data(**values), "must_set_up": must}


class ChangePasswordView(theirs.PasswordChangeView):
    """The password page; it says why when the password must be changed now."""

    def dispatch(self, request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
        """Nothing to change for one who has no password here."""
        if not request.user.has_usable_password():
            raise Http404
        response: HttpResponseBase = super().dispatch(request, *args, **values)
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the password, and the session in which it was changed; the others end."""
        form.save()
        flows.password_change.finalize_password_change(self.request, form.user)
        return redirect(get_adapter().get_login_redirect_url(self.request))

    def get_context_data(self, **values: Any) -> dict[str, Any]:
        """Whether the password is due, and why."""
        user = self.request.user
        due = "given" if user.must_change_password else "old" if password_due(user) else ""
        days = settings.JIETING_PASSWORD_DAYS
        return {**super().get_context_data(**values), "due": due, "password_days": days}


sign_in = public(SignInView.as_view())
activate = anyone_signed_in(never_cache(ActivateView.as_view()))
change_password = anyone_signed_in(never_cache(ChangePasswordView.as_view()))
