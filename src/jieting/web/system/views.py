"""Health for machines, numbers for Prometheus, and the system administrator's page."""

from __future__ import annotations

import secrets
from ipaddress import ip_address

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from jieting.apps.accounts.access import public, room
from jieting.apps.accounts.roles import Right
from jieting.web.system.numbers import exposition
from jieting.web.system.page import system_page

_FORWARDED = ("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "Via")


@public
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Whether this process answers and reaches the database; 503 where it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "failing", "database": "unreachable"}, status=503)
    return JsonResponse({"status": "ok", "database": "reachable"})


@public
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The numbers of all processes, for this machine itself or for who brings the token."""
    if not (_is_this_machine(request) or _has_token(request)):
        return HttpResponse(status=403)
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


@room(Right.RUN_SYSTEM)
@require_safe
def system(request: HttpRequest) -> HttpResponse:
    """How the installation is: its parts, jobs and backups; nothing of the business."""
    return render(request, "system/system.html", system_page())


def _is_this_machine(request: HttpRequest) -> bool:
    """Asked from this machine, and not by a proxy on it that asks for somebody else."""
    if any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _has_token(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "")
    wanted = settings.METRICS_TOKEN
    return bool(wanted) and secrets.compare_digest(given.encode(), f"Bearer {wanted}".encode())
