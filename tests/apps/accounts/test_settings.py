from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

ASK = """
import json
from jieting.config import settings as s
print(json.dumps([s.OIDC_ISSUER, s.SOCIALACCOUNT_PROVIDERS, sorted(s.JIETING_TOTP_ROLES),
                  s.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"], s.SESSION_COOKIE_AGE]))
"""


def settings_with(**environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name != "JIETING_TOTP_ROLES"}
    return subprocess.run(
        [sys.executable, "-c", ASK],
        env=clean | environment,
        check=False,
        capture_output=True,
        text=True,
    )


def test_a_company_sign_in_is_set_up_by_the_environment():
    told = settings_with(
        JIETING_OIDC_ISSUER="https://id.example.cn/realms/one/",
        JIETING_OIDC_CLIENT_ID="jieting",
        JIETING_OIDC_CLIENT_SECRET="word",
        JIETING_OIDC_NAME="Company",
        JIETING_TOTP_ROLES="none",
        JIETING_SESSION_HOURS="8",
    )
    issuer, providers, roles, forms, age = json.loads(told.stdout)
    app = providers["openid_connect"]["APPS"][0]
    assert issuer == app["settings"]["server_url"] == "https://id.example.cn/realms/one"
    assert (app["client_id"], app["secret"], app["name"]) == ("jieting", "word", "Company")
    assert providers["openid_connect"]["OAUTH_PKCE_ENABLED"] is True
    assert forms == ["'self'", "https://id.example.cn"]
    assert (roles, age) == ([], 8 * 3600)


def test_without_it_there_is_none_and_the_policy_stands():
    issuer, providers, roles, forms, age = json.loads(settings_with().stdout)
    assert (issuer, providers, forms, age) == ("", {}, ["'self'"], 12 * 3600)
    assert roles == [
        "audit_administrator", "contract_manager", "decider", "purchaser_supervisor",
        "security_administrator", "system_administrator",
    ]  # fmt: skip


@pytest.mark.parametrize("named", ["boss", "decider, boss"])
def test_a_role_that_nobody_has_is_refused_at_the_start(named):
    told = settings_with(JIETING_TOTP_ROLES=named)
    assert told.returncode != 0
    assert "boss" in told.stderr
