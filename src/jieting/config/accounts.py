"""Settings of signing in: allauth, axes, and the policy of the house, read from the environment."""

from __future__ import annotations

import os
from datetime import timedelta
from urllib.parse import urlsplit

from jieting.apps.accounts.roles import Office, Role

_IN_APPS = "jieting.apps.accounts"


def _whole(name: str, default: int) -> int:
    return int(os.environ.get(name, "") or default)


def _roles(name: str, default: frozenset[str]) -> frozenset[str]:
    """Roles and offices by name; ``none`` for no one. Errors: ValueError for an unknown name."""
    text = os.environ.get(name)
    if text is None:
        return default
    named = frozenset(part.strip() for part in text.split(",") if part.strip()) - {"none"}
    if unknown := named - {*Role, *Office}:
        raise ValueError(f"{name} names no role or office: {', '.join(sorted(unknown))}")
    return named


# Pages of a contract show the contract's zone; others show this one.
JIETING_ZONE = os.environ.get("JIETING_ZONE", "") or "Asia/Shanghai"

# The policy of the house.
JIETING_IDLE_MINUTES = _whole("JIETING_IDLE_MINUTES", 30)
JIETING_SESSION_HOURS = _whole("JIETING_SESSION_HOURS", 12)
JIETING_PASSWORD_DAYS = _whole("JIETING_PASSWORD_DAYS", 90)
JIETING_INACTIVE_DAYS = _whole("JIETING_INACTIVE_DAYS", 90)
JIETING_TOTP_ROLES = _roles(
    "JIETING_TOTP_ROLES",
    frozenset({Role.CONTRACT_MANAGER, Role.DECIDER, Role.PURCHASER_SUPERVISOR, *Office}),
)
JIETING_LOCK_FAILURES = _whole("JIETING_LOCK_FAILURES", 5)
JIETING_LOCK_MINUTES = _whole("JIETING_LOCK_MINUTES", 15)
# Many people may sit behind one address, so it bears more failures than an account.
JIETING_ADDRESS_FAILURES = _whole("JIETING_ADDRESS_FAILURES", 50)

# Sessions end with the browser, and no later than this, however busy they are.
SESSION_COOKIE_AGE = JIETING_SESSION_HOURS * 3600
SESSION_COOKIE_HTTPONLY = True

# Slow to compute and hungry for memory; PBKDF2 is read so that older hashes keep working.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [{"NAME": f"{_IN_APPS}.passwords.HouseRules"}]

ACCOUNT_ADAPTER = f"{_IN_APPS}.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# Failures are counted by axes, in the database, for all processes together.
ACCOUNT_RATE_LIMITS = False
ACCOUNT_FORMS = {
    "login": f"{_IN_APPS}.sign_in_forms.SignInForm",
    "change_password": f"{_IN_APPS}.sign_in_forms.ChangePasswordForm",
    "reauthenticate": f"{_IN_APPS}.sign_in_forms.ConfirmPasswordForm",
}

MFA_ADAPTER = f"{_IN_APPS}.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Jieting"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "authenticate": f"{_IN_APPS}.second_factor_forms.CodeForm",
    "reauthenticate": f"{_IN_APPS}.second_factor_forms.ConfirmCodeForm",
    "activate_totp": f"{_IN_APPS}.second_factor_forms.ActivateForm",
}

AXES_HANDLER = f"{_IN_APPS}.lockout.Handler"
AXES_FAILURE_LIMIT = JIETING_LOCK_FAILURES
AXES_COOLOFF_TIME = timedelta(minutes=JIETING_LOCK_MINUTES)
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_USERNAME_CALLABLE = f"{_IN_APPS}.lockout.name_of"
AXES_LOCKOUT_CALLABLE = f"{_IN_APPS}.lockout.locked_page"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# Sign-ins are lines of the audit log; a second record of them would only be one more to guard.
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# The company's own sign-in, when it is named; people are still made here, by hand.
OIDC_ISSUER = os.environ.get("JIETING_OIDC_ISSUER", "").rstrip("/")
# The way there is a form whose answer leads away; a browser asks the page's policy for both.
OIDC_ORIGINS = ["{0.scheme}://{0.netloc}".format(urlsplit(OIDC_ISSUER))] if OIDC_ISSUER else []
SOCIALACCOUNT_ADAPTER = f"{_IN_APPS}.outside.OutsideAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "company",
                    "name": os.environ.get("JIETING_OIDC_NAME", "") or "OIDC",
                    "client_id": os.environ.get("JIETING_OIDC_CLIENT_ID", ""),
                    "secret": os.environ.get("JIETING_OIDC_CLIENT_SECRET", ""),
                    "settings": {"server_url": OIDC_ISSUER},
                }
            ],
        }
    }
    if OIDC_ISSUER
    else {}
)
