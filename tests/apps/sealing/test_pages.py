from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.utils import timezone

from jieting.apps.accounts.roles import Role
from jieting.apps.audit.models import Entry
from jieting.apps.sealing.models import Seal, Signature
from jieting.apps.sealing.queries import is_sealed
from tests.apps.accounts.browser import code_of
from tests.apps.assessment.months import MONTH
from tests.apps.sealing.sealed import NINGDE, PURCHASER, SUPPLIER, draw, sign
from tests.apps.sealing.test_sealing import exclusion

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PAGE = f"/c/{NINGDE}/months/{MONTH}/seal/"


@pytest.fixture(autouse=True)
def after_the_month(monkeypatch):
    """The month of these tests is over by the clock of the views."""
    now = datetime(2026, 11, 3, 2, 0, tzinfo=UTC)
    real = timezone.now
    monkeypatch.setattr("jieting.apps.sealing.views.timezone.now", lambda: max(now, real()))


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    """The world's hashes as they are: a better one would end the session of who confirms."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]


def statement_in(page: str) -> str:
    return re.search(r'name="statement" value="(\w{64})"', page)[1]


def post_signature(client, **given):
    page = client.get(PAGE).content.decode()
    fields = {"statement": statement_in(page), **given}
    return client.post(PAGE + "sign/", fields)


def test_both_sides_seal_the_month_on_its_page(world):
    supplier, purchaser = world.client(SUPPLIER), world.client(PURCHASER)
    exclusion(world)
    page = supplier.get(PAGE).content.decode()
    assert 'name="leave_open"' in page
    refused = supplier.post(PAGE + "draw/")
    assert refused.status_code == 409
    assert supplier.post(PAGE + "draw/", {"leave_open": "on"}).status_code == 302
    pdf = purchaser.get(PAGE + "statement/")
    assert pdf.content.startswith(b"%PDF")
    assert post_signature(supplier, password=world.password).status_code == 302
    assert 'name="password"' not in supplier.get(PAGE).content.decode()
    assert post_signature(purchaser, password=world.password).status_code == 302
    assert is_sealed(NINGDE, MONTH)
    row = Seal.objects.get(state="signed")
    assert row.hash in purchaser.get(PAGE).content.decode()
    taken = supplier.get(PAGE + "0/bundle/")
    assert (taken["Content-Type"], taken.content[:2]) == ("application/zip", b"PK")
    assert supplier.get(PAGE + "1/bundle/").status_code == 404


def test_a_wrong_password_signs_nothing_and_counts_as_a_failure(world):
    draw(world)
    client = world.client(SUPPLIER)
    answer = post_signature(client, password="wrong")
    assert answer.status_code == 422
    assert not Signature.objects.exists()
    assert Entry.objects.filter(event="accounts.sign_in.failed").count() == 1
    for _ in range(4):
        post_signature(client, password="wrong")
    locked = post_signature(client, password=world.password)
    assert (locked.status_code, Signature.objects.count()) == (409, 0)


def test_who_has_a_second_factor_signs_with_a_code_that_was_not_used(world, settings):
    row = draw(world)
    user = world.user(SUPPLIER)
    TOTP.activate(user, SECRET)
    client = world.client(SUPPLIER)
    page = client.get(PAGE).content.decode()
    assert 'name="code"' in page
    assert post_signature(client, password=world.password).status_code == 422
    assert post_signature(client, password=world.password, code="000000").status_code == 422
    code = code_of(SECRET, 0)
    assert post_signature(client, password=world.password, code=code).status_code == 302
    assert Signature.objects.get(seal=row).with_second_factor
    client.post(PAGE + "withdraw/", {"reason": "again"})
    draw(world)
    assert post_signature(client, password=world.password, code=code).status_code == 422
    assert not Signature.objects.filter(seal__state="drawn").exists()


def test_what_was_not_seen_is_not_signed(world):
    draw(world)
    client = world.client(SUPPLIER)
    given = {"statement": "0" * 64, "password": world.password}
    assert client.post(PAGE + "sign/", given).status_code == 409
    assert not Signature.objects.exists()


def test_the_page_says_to_others_who_signs(world):
    sign(world, draw(world), SUPPLIER)
    page = world.client(Role.SUPERVISOR).get(PAGE).content.decode()
    assert 'name="password"' not in page
    assert world.client(Role.AGENT).get(PAGE).status_code == 403
