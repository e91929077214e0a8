"""Errors of the API as problems in words: what, where, why, what to do; every finding at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from jieting.apps.base.problems import MEDIA_TYPE, Problem, finding_out
from jieting.domain.errors import BadInput, Finding, Place, Refused
from jieting.domain.said import say, verbatim

TOO_LARGE = frozenset({"too_large", "zip_bomb", "too_large_inside", "too_many_rows"})
"""Findings whose status is 413."""


def answer(
    status: int, findings: Iterable[Finding], headers: Mapping[str, str] = {}
) -> HttpResponse:
    """A problem as a response, in the language of the request."""
    told = [finding_out(finding) for finding in findings]
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": told[0]["what"] if told else HTTPStatus(status).phrase,
        "findings": told,
    }
    text = json.dumps(body, ensure_ascii=False)
    return HttpResponse(text, status=status, content_type=MEDIA_TYPE, headers=dict(headers))


def add_handlers(api: NinjaAPI) -> None:
    """Turn everything that a route may raise into a problem."""
    for kind, respond in _HANDLERS.items():
        api.add_exception_handler(kind, respond)


def not_there(request: HttpRequest) -> HttpResponse:
    """404: no such route, or nothing there that the token may know of."""
    finding = Finding(
        "not_there",
        say("There is nothing at {path}.", path=request.path),
        say("Either it never was there, or the token has no business with it."),
        say("Check the address and the contract of the token."),
        Place(request.path),
    )
    return answer(404, [finding])


def not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """405: a route that does not know the method."""
    finding = Finding(
        "method",
        say("{method} is not possible here.", method=verbatim(str(request.method))),
        say("The address knows only: {allowed}.", allowed=allowed),
        say("Look up the route on the page of the API."),
        Place(request.path),
    )
    return answer(405, [finding], {"Allow": allowed})


def _status(error: BadInput) -> int:
    return 413 if any(finding.code in TOO_LARGE for finding in error.findings) else 422


def _invalid(error: ValidationError) -> list[Finding]:
    return [
        Finding(
            "invalid",
            say("{name}: {reason}", name=_name(one["loc"]), reason=str(one["msg"])),
            say("The request cannot be understood."),
            say("Look up the parameter on the page of the API."),
            Place(column=_name(one["loc"])),
        )
        for one in error.errors
    ]


def _name(place: Iterable[object]) -> str:
    return ".".join(str(part) for part in place)


def _broken(reason: str) -> Finding:
    return Finding(
        "not_readable",
        say("The body of the request cannot be read: {reason}", reason=reason),
        say("Nothing of it was done."),
        say("Send what the route asks for, with the right Content-Type."),
        Place("-"),
    )


def too_large() -> Finding:
    """What is said of a body that is larger than its route takes."""
    return Finding(
        "too_large",
        say("The body of the request is larger than fields may be."),
        say("It would be held in memory."),
        say("Send fewer rows, or send a file."),
        Place("-"),
    )


_HANDLERS: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
    Problem: lambda _, error: answer(error.status, error.findings, error.headers),
    BadInput: lambda _, error: answer(_status(error), error.findings),
    Refused: lambda _, error: answer(409, error.findings),
    Http404: lambda request, _: not_there(request),
    ValidationError: lambda _, error: answer(422, _invalid(error)),
    HttpError: lambda _, error: answer(422, [_broken(str(error))]),
    RequestDataTooBig: lambda _, error: answer(413, [too_large()]),
    SuspiciousOperation: lambda _, error: answer(422, [_broken(str(error))]),
    MultiPartParserError: lambda _, error: answer(422, [_broken(str(error))]),
    UnreadablePostError: lambda _, error: answer(422, [_broken(str(error))]),
}
"""What may be raised, and how it is answered."""
