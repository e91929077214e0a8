from datetime import timedelta
from hashlib import sha256

import pytest
from django.test import Client
from django.utils import timezone

from jieting.apps.accounts import api_door
from jieting.apps.accounts.access import standing
from jieting.apps.accounts.models import Token
from jieting.apps.accounts.rates import Rates
from jieting.apps.accounts.roles import Office, Role
from jieting.apps.accounts.tokens import Scope, scopes_of, token_of
from jieting.apps.accounts.tokens_actions import make_token, revoke_token
from jieting.apps.audit.models import Entry
from jieting.domain.errors import Refused
from tests.apps.api.tokens import EVERY, PURCHASER, SUPPLIER, Program, program, secret_of

pytestmark = pytest.mark.django_db


def actor(world, role=SUPPLIER):
    return standing(world.user(role), world.contract).actor


def codes(response) -> list[str]:
    return [finding["code"] for finding in response.json()["findings"]]


def test_only_the_digest_of_a_secret_is_kept(world):
    secret = secret_of(world)
    token = Token.objects.get()
    assert secret.startswith("jt_")
    assert len(secret) >= 46
    assert token.digest == sha256(secret.encode()).hexdigest()
    kept = str(list(Token.objects.values_list())) + str(list(Entry.objects.values_list()))
    assert secret not in kept
    assert secret.removeprefix("jt_") not in kept


def test_a_secret_opens_its_token_and_nothing_else_does(world):
    secret = secret_of(world)
    assert token_of(secret).pk == Token.objects.get().pk
    for other in (secret[:-1], secret + "x", secret.removeprefix("jt_"), "", "jt_", "jt_ä"):
        assert token_of(other) is None


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_token_ends_within_a_year(world, days):
    now = timezone.now()
    with pytest.raises(Refused) as refused:
        make_token(
            by=actor(world), at=now, contract_id=world.contract, name="n",
            scopes=["months:read"], expires_at=now + timedelta(days=days),
        )  # fmt: skip
    assert [f.code for f in refused.value.findings] == ["token_life"]
    assert not Token.objects.exists()


@pytest.mark.parametrize("scopes", [[], ["calls:import"], ["months:read", "everything"]])
def test_a_party_gives_only_its_own_scopes(world, scopes):
    now = timezone.now()
    with pytest.raises(Refused) as refused:
        make_token(
            by=actor(world, PURCHASER), at=now, contract_id=world.contract, name="n",
            scopes=scopes, expires_at=now + timedelta(days=9),
        )  # fmt: skip
    assert {f.code for f in refused.value.findings} <= {"no_scope", "scope_not_open"}
    line = Entry.objects.order_by("-number").first()
    assert (line.event, line.outcome) == ("accounts.token.made", "refused")


def test_the_supplier_alone_brings_calls_in():
    assert set(scopes_of("supplier")) == set(EVERY)
    assert set(scopes_of("purchaser")) == set(EVERY) - {Scope.IMPORT_CALLS}


def test_without_a_live_token_nothing_is_told(world):
    for secret, code in (("", "no_token"), ("jt_wrong", "unknown_token")):
        answer = Program(secret, world.contract).get("/months")
        assert (answer.status_code, codes(answer)) == (401, [code])
        assert answer["WWW-Authenticate"].startswith("Bearer")
        assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "header", ["", "Basic eDp5", "Bearer", "Bearer  ", "Token jt_x", "Bearer ü"]
)
def test_another_kind_of_header_is_no_token(world, header):
    answer = Client().get(
        f"/api/v1/contracts/{world.contract}/months", headers={"Authorization": header}
    )
    assert answer.status_code == 401


def test_a_session_of_a_person_is_no_token(world):
    answer = world.client(SUPPLIER).get(f"/api/v1/contracts/{world.contract}/months")
    assert answer.status_code == 401


def test_a_revoked_token_opens_nothing(world):
    asks = program(world)
    assert asks.get("/months").status_code == 200
    token = Token.objects.get()
    assert revoke_token(
        by=actor(world), at=timezone.now(), contract_id=world.contract, token_id=token.pk
    )
    answer = asks.get("/months")
    assert (answer.status_code, codes(answer)) == (401, ["token_revoked"])
    last = Entry.objects.order_by("-number").first()
    assert (last.event, last.object) == ("accounts.token.revoked", f"token {token.pk}")


def test_a_token_that_has_ended_opens_nothing(world):
    asks = program(world)
    Token.objects.update(expires_at=timezone.now())
    answer = asks.get("/months")
    assert (answer.status_code, codes(answer)) == (401, ["token_expired"])


def test_a_token_knows_no_other_contract(world):
    asks = program(world)
    for contract in (world.other_contract, "no-such-contract"):
        asks.contract = contract
        answer = asks.get("/months")
        assert (answer.status_code, codes(answer)) == (404, ["not_there"])


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("/calls", "calls:read"),
        ("/months", "months:read"),
        ("/months/2026-10/figures", "figures:read"),
        ("/imports/1", "calls:import"),
    ],
)
def test_a_route_asks_for_its_scope(world, path, scope):
    others = [one for one in EVERY if one != scope]
    answer = program(world, scopes=others).get(path)
    assert (answer.status_code, codes(answer)) == (403, ["no_such_scope"])
    assert scope in answer.json()["findings"][0]["what"]
    assert program(world, scopes=[scope]).get(path).status_code in (200, 404)


def test_the_last_use_is_noted_once_a_minute(world):
    asks = program(world)
    assert Token.objects.get().used_at is None
    asks.get("/months")
    first = Token.objects.get().used_at
    asks.get("/months")
    assert Token.objects.get().used_at == first
    Token.objects.update(used_at=first - timedelta(seconds=61))
    asks.get("/months")
    assert Token.objects.get().used_at > first


def test_a_token_that_asks_too_fast_is_told_when_to_come_again(world, monkeypatch):
    monkeypatch.setattr(api_door, "RATES", Rates(size=3, seconds=60))
    asks, other = program(world), program(world)
    assert [asks.get("/months").status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = asks.get("/months")
    assert codes(answer) == ["too_fast"]
    assert 1 <= int(answer["Retry-After"]) <= 20
    assert other.get("/months").status_code == 200


def test_a_bucket_fills_again():
    rates, second = Rates(size=2, seconds=60), 1_000_000_000
    assert [rates.wait(1, 0), rates.wait(1, 0), rates.wait(1, 0)] == [0, 0, 30]
    assert rates.wait(1, 10 * second) == 20
    assert rates.wait(1, 30 * second - 1) == 1
    assert rates.wait(1, 30 * second) == 0
    assert rates.wait(1, 30 * second) == 30
    assert [rates.wait(1, 1000 * second) for _ in range(3)] == [0, 0, 30]
    assert rates.wait(2, 1000 * second) == 0


def test_words_are_chinese_unless_english_is_asked_for(world):
    assert Program("", world.contract, "en").get("/months")["Content-Language"] == "en"
    assert Program("", world.contract, "zh-CN").get("/months")["Content-Language"] == "zh-hans"
    assert Program("", world.contract, "fr").get("/months")["Content-Language"] == "zh-hans"


def page(world, role):
    return world.client(role).get(f"/c/{world.contract}/tokens/")


def test_only_those_who_make_tokens_see_them(world):
    for role in Role:
        wanted = 200 if role in (SUPPLIER, PURCHASER) else 403
        assert page(world, role).status_code == wanted
    for office in Office:
        assert page(world, office).status_code == 404


def test_a_secret_is_shown_once(world):
    client = world.client(SUPPLIER)
    made = client.post(
        f"/c/{world.contract}/tokens/make/",
        {"name": "集成平台", "scopes": ["calls:import", "calls:read"], "days": "90"},
    )
    token = Token.objects.get()
    shown = made.content.decode()
    assert made.status_code == 200
    assert "no-store" in made["Cache-Control"]
    secret = next(
        word for word in shown.replace("<", " ").replace(">", " ").split() if word.startswith("jt_")
    )
    assert token_of(secret) == token
    assert token.party_id == f"{world.contract}-supplier"
    assert token.scopes == ["calls:import", "calls:read"]
    assert (token.expires_at - token.made_at).days == 90
    listed = page(world, SUPPLIER).content.decode()
    assert "集成平台" in listed
    assert secret not in listed
    line = Entry.objects.order_by("-number").first()
    assert (line.event, line.object, line.contract) == (
        "accounts.token.made", f"token {token.pk}", world.contract,
    )  # fmt: skip
    assert line.detail["scopes"] == ["calls:import", "calls:read"]


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"name": "x", "scopes": ["calls:import"], "days": "1000"},
        {"name": "", "scopes": ["calls:read"], "days": "30"},
    ],
)
def test_a_form_that_is_not_whole_makes_no_token(world, form):
    answer = world.client(SUPPLIER).post(f"/c/{world.contract}/tokens/make/", form)
    assert answer.status_code == 422
    assert not Token.objects.exists()


def test_the_purchaser_is_not_offered_to_bring_calls_in(world):
    assert "calls:import" not in page(world, PURCHASER).content.decode()
    answer = world.client(PURCHASER).post(
        f"/c/{world.contract}/tokens/make/", {"name": "x", "scopes": ["calls:import"], "days": "30"}
    )
    assert answer.status_code == 422
    assert not Token.objects.exists()


def test_a_party_sees_and_revokes_only_its_own_tokens(world):
    secret_of(world, PURCHASER)
    token = Token.objects.get()
    client = world.client(SUPPLIER)
    assert f"/tokens/{token.pk}/" not in page(world, SUPPLIER).content.decode()
    assert client.post(f"/c/{world.contract}/tokens/{token.pk}/revoke/").status_code == 404
    assert Token.objects.get().revoked_at is None
    own = world.client(PURCHASER)
    assert own.post(f"/c/{world.contract}/tokens/{token.pk}/revoke/").status_code == 302
    assert Token.objects.get().revoked_at is not None
    assert own.post(f"/c/{world.contract}/tokens/{10**30}/revoke/").status_code == 404
