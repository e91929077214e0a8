"""Requests made up from the API's own description: each answer is one that the description has."""

from __future__ import annotations

import pytest
import requests
import schemathesis
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from urllib3 import HTTPResponse

from jieting.apps.accounts import api_door
from jieting.apps.accounts.rates import Rates
from jieting.web.api.root import description
from tests.apps.api.tokens import SUPPLIER, Program, secret_of
from tests.apps.assessment.months import MONTH, make_month
from tests.apps.calls.import_files import answered, csv_of, run
from tests.apps.world import World

BASE = "http://testserver"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
SCHEMA = schemathesis.openapi.from_dict(description())
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]
EXAMPLES = 15
"""Of each route and kind of request."""


def named(operation) -> str:
    return f"{operation.method.upper()} {operation.path.rsplit('{contract}')[-1]}"


@pytest.fixture(autouse=True)
def full_buckets(monkeypatch):
    monkeypatch.setattr(api_door, "RATES", Rates(size=10**6, seconds=60))


@pytest.fixture(scope="module")
def asked(django_db_setup, django_db_blocker):
    """A month and an import, counted once for all; what requests are aimed at."""
    world = World()
    with django_db_blocker.unblock(), transaction.atomic():
        make_month(world.contract)
        imported = run(world, csv_of(answered(1), answered(2).replace("answered", "lost")))
        yield {
            "contract": world.contract,
            "month": str(MONTH),
            "clause": "N-4.1",
            "import_id": imported.pk,
            "secret": secret_of(world, SUPPLIER),
        }
        transaction.set_rollback(True)


def sent(case, asked, aimed: bool, known: bool) -> requests.Response:
    """The request sent to Django within this test, and its answer as schemathesis reads it."""
    case.path_parameters = {
        name: asked[name] if aimed else value for name, value in case.path_parameters.items()
    }
    secret = asked["secret"] if known else "jt_unknown"
    kwargs = case.as_transport_kwargs(base_url=BASE)
    kwargs["headers"] = {**dict(kwargs["headers"]), "Authorization": f"Bearer {secret}"}
    prepared = requests.Request(**{k: v for k, v in kwargs.items() if k in REQUEST}).prepare()
    body = prepared.body or b""
    answer = Client(raise_request_exception=False).generic(
        prepared.method,
        prepared.path_url,
        body.encode() if isinstance(body, str) else body,
        content_type=prepared.headers.get("Content-Type", ""),
        headers={k: v for k, v in prepared.headers.items() if not k.startswith("Content-")},
    )
    response = requests.Response()
    response.status_code, response.request, response.url = (
        answer.status_code,
        prepared,
        prepared.url,
    )
    response.headers.update(dict(answer.headers))
    response.raw = HTTPResponse(answer.content, dict(answer.headers), answer.status_code)
    response._content = answer.content
    return response


REQUEST = ("method", "url", "headers", "files", "data", "json", "params", "cookies")


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("operation", OPERATIONS, ids=named)
def test_every_answer_is_in_the_description(asked, operation, mode):
    seen: set[int] = set()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        case=operation.as_strategy(generation_mode=mode),
        aimed=st.sampled_from((True, True, True, False)),
        known=st.sampled_from((True, True, True, True, False)),
    )
    def ask(case, aimed, known) -> None:
        response = sent(case, asked, aimed, known)
        seen.add(response.status_code)
        case.validate_response(response, checks=CHECKS)

    ask()
    assert seen & {200, 201, 202, 404, 409, 422}


def test_the_description_has_every_route_and_a_scope_for_each():
    assert len(OPERATIONS) == 11
    for operation in OPERATIONS:
        assert operation.definition.raw["x-scope"]
        assert {"401", "403", "404", "422", "429"} <= set(operation.definition.raw["responses"])


@pytest.mark.django_db
def test_an_undocumented_answer_would_be_found(asked, monkeypatch):
    from jieting.web.api import errors

    (operation,) = [
        one for one in OPERATIONS if one.path.endswith("/calls") and "clause" not in one.path
    ]
    monkeypatch.setattr(errors, "not_there", lambda request: errors.answer(418, []))
    case = operation.Case(path_parameters={"contract": "no-such"}, method="GET")
    response = sent(case, asked, aimed=False, known=True)
    assert response.status_code == 418
    with pytest.raises(FailureGroup, match="Undocumented status code"):
        case.validate_response(response, checks=CHECKS)


@pytest.mark.django_db
def test_a_fault_of_ours_is_told_without_its_inside(asked, monkeypatch):
    from jieting.apps.calls import api

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret inside")

    monkeypatch.setattr(api, "page_of_calls", broken)
    program = Program(asked["secret"], asked["contract"])
    program.client = Client(raise_request_exception=False)
    answer = program.get("/calls")
    assert answer.status_code == 500
    assert b"secret inside" not in answer.content
