"""Addresses of signing in: those of allauth's pages that the house uses, and no others."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as outside
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.conf import settings
from django.urls import URLPattern, path

from jieting.apps.accounts import session_views
from jieting.apps.accounts.access import anyone_signed_in, public
from jieting.apps.accounts.sign_in_views import activate, change_password, sign_in

urlpatterns: list[URLPattern] = [
    path("login/", sign_in, name="account_login"),
    path("logout/", public(account.logout), name="account_logout"),
    path("inactive/", public(account.account_inactive), name="account_inactive"),
    path(
        "reauthenticate/", anyone_signed_in(account.reauthenticate), name="account_reauthenticate"
    ),
    path("password/change/", change_password, name="account_change_password"),
    path("2fa/", anyone_signed_in(factor.index), name="mfa_index"),
    path("2fa/authenticate/", public(factor.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", anyone_signed_in(factor.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", activate, name="mfa_activate_totp"),
    path(
        "2fa/totp/deactivate/", anyone_signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"
    ),
    path(
        "2fa/recovery-codes/",
        anyone_signed_in(recovery.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/generate/",
        anyone_signed_in(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path("sessions/", session_views.sessions, name="usersessions_list"),
    path("sessions/<int:number>/end/", session_views.end, name="session_end"),
]


def outside_urls() -> list[URLPattern]:
    """The way to the company's own sign-in and back."""
    return [
        path("oidc/<slug:provider_id>/login/", public(oidc.login), name="openid_connect_login"),
        path(
            "oidc/<slug:provider_id>/login/callback/",
            public(oidc.callback),
            name="openid_connect_callback",
        ),
        path(
            "oidc/cancelled/",
            public(outside.login_cancelled),
            name="socialaccount_login_cancelled",
        ),
        path("oidc/error/", public(outside.login_error), name="socialaccount_login_error"),
    ]


if settings.OIDC_ISSUER:
    urlpatterns += outside_urls()
