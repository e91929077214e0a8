"""Tokens for tests of the API, and a program that uses them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from jieting.apps.accounts.access import standing
from jieting.apps.accounts.roles import Role
from jieting.apps.accounts.tokens import Scope, scopes_of
from jieting.apps.accounts.tokens_actions import make_token

SUPPLIER, PURCHASER = Role.CONTRACT_MANAGER, Role.DECIDER


def secret_of(world, role: Role = SUPPLIER, contract: str = "", scopes: Any = None) -> str:
    """A token of a party in a contract, with every scope that it may give or those named."""
    contract = contract or world.contract
    user = world.user(role, contract)
    now = timezone.now()
    _, secret = make_token(
        by=standing(user, contract).actor,
        at=now,
        contract_id=contract,
        name="tests",
        scopes=[str(s) for s in (scopes_of(user.party.kind) if scopes is None else scopes)],
        expires_at=now + timedelta(days=30),
    )
    return secret


class Program:
    """A program with a token, as it speaks to the API of a contract."""

    def __init__(self, secret: str, contract: str, language: str = "en") -> None:
        self.contract, self.client = contract, Client()
        self.headers = {"Accept-Language": language}
        if secret:
            self.headers["Authorization"] = f"Bearer {secret}"

    def get(self, path: str, **query: Any) -> Any:
        """The answer to a GET below the contract."""
        return self.client.get(self._url(path), query, headers=self.headers)

    def send(self, path: str, body: Any = None, **query: Any) -> Any:
        """The answer to a POST of JSON below the contract."""
        return self.client.post(
            self._url(path), body, content_type="application/json", headers=self.headers,
            query_params=query,
        )  # fmt: skip

    def upload(self, path: str, fields: dict[str, Any], **query: Any) -> Any:
        """The answer to a POST of a form below the contract."""
        url = self._url(path)
        return self.client.post(url, fields, headers=self.headers, query_params=query)

    def _url(self, path: str) -> str:
        return f"/api/v1/contracts/{self.contract}{path}"


def program(world, role: Role = SUPPLIER, contract: str = "", scopes: Any = None) -> Program:
    """A program of a party with a new token."""
    contract = contract or world.contract
    return Program(secret_of(world, role, contract, scopes), contract)


EVERY = tuple(Scope)
