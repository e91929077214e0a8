"""Around every request: its log line and its place in the metrics."""

from __future__ import annotations

import time
from asyncio import CancelledError
from collections.abc import Callable

import structlog
from django.db import connection
from django.http import HttpRequest, HttpResponseBase

from jieting.apps.base.metrics import LATENCY, POOL, REQUESTS

LOG = structlog.get_logger("jieting.web")
GONE = 499
"""What is noted for a browser that did not wait for the answer."""
_UNKNOWN = "none"
_QUIET = ("/static/", "/health/", "/metrics/")


class Watched:
    """Counts and logs a request by its route and the person's number, not by what was asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then note how it went."""
        began = time.perf_counter()
        status = 500
        try:
            response = self.get_response(request)
            status = response.status_code
            return response
        except CancelledError:
            status = GONE
            raise
        finally:
            self._note(request, status, time.perf_counter() - began)

    def _note(self, request: HttpRequest, status: int, seconds: float) -> None:
        found = request.resolver_match
        route = f"/{found.route}" if found else _UNKNOWN
        method = request.method if request.method in _METHODS else "other"
        REQUESTS.labels(method, route, status).inc()
        LATENCY.labels(method, route).observe(seconds)
        _note_pool()
        if request.path.startswith(_QUIET) and status < 400:
            return
        LOG.info(
            "request",
            method=method,
            route=route,
            status=status,
            ms=round(seconds * 1000),
            person=_person(request),
            contract=found.kwargs.get("contract", "") if found else "",
        )


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def _person(request: HttpRequest) -> int | None:
    """The number of the signed-in person; nothing is read that the page did not read."""
    user = getattr(request, "_cached_user", None)
    return getattr(user, "pk", None)


def _note_pool() -> None:
    pool = connection.pool
    if pool is not None:
        stats = pool.get_stats()
        POOL.labels("open").set(stats.get("pool_size", 0))
        POOL.labels("idle").set(stats.get("pool_available", 0))
        POOL.labels("waiting").set(stats.get("requests_waiting", 0))
