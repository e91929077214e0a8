"""The page of a recording: a reason first, then the player, its sound, and the way out."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.base.words import tell
from jieting.apps.recordings import actions, grants, store
from jieting.apps.recordings.classes import Retention
from jieting.apps.recordings.forms import ClassForm, ListenForm
from jieting.apps.recordings.models import Recording
from jieting.apps.recordings.page import player_context
from jieting.apps.recordings.queries import recording as recording_in
from jieting.apps.recordings.ranges import NotThere, part_of
from jieting.apps.recordings.refusals import no_leave
from jieting.apps.recordings.sealed import Broken
from jieting.apps.recordings.sound import with_comment
from jieting.domain.errors import Refused
from jieting.domain.said import say

MOST_AT_ONCE = 1 << 20
"""Bytes of one answer: half a minute of sound; the player asks for the next ones itself."""
_WRONG, _PART, _NO_PART = 422, 206, 416
_PRIVATE = {"Cache-Control": "no-store, private", "Accept-Ranges": "bytes"}


@room(Right.HEAR_RECORDINGS)
@require_http_methods(["GET", "POST"])
@never_cache
def recording(request: HttpRequest, pk: int) -> HttpResponse:
    """The recording's page; a reason that is posted opens the player, and stands in the log."""
    row = _row(request, pk)
    if request.method != "POST":
        return _page(request, row)
    form = ListenForm(request.POST, auto_id="listen-%s")
    if not form.is_valid():
        return _page(request, row, status=_WRONG, listen_form=form)
    actions.hear(by=request.standing.actor, at=timezone.now(), row=row, reason=form.reason)
    grants.grant(request, row.pk, form.reason)
    return redirect("recording", contract=row.contract_id, pk=row.pk)


@room(Right.HEAR_RECORDINGS)
@require_GET
def recording_sound(request: HttpRequest, pk: int) -> HttpResponse:
    """The sound, or the part of it that the player asks for; each play stands in the log.

    Errors: Refused without a reason.
    """
    row = _row(request, pk)
    reason = grants.reason_of(request, row.pk)
    if row.state != Recording.State.KEPT or reason is None:
        raise Refused(no_leave())
    with store.opened(row) as sound:
        try:
            part = part_of(request.headers.get("Range", ""), sound.length, MOST_AT_ONCE)
        except NotThere:
            none = {**_PRIVATE, "Content-Range": f"bytes */{sound.length}"}
            return HttpResponse(status=_NO_PART, headers=none)
        first, end = (0, sound.length) if part is None else (part.first, part.end)
        content = _read(row, sound.read(first, end))
    if first == 0:
        # A play begins here; the player asks for what follows part by part.
        actions.play(by=request.standing.actor, at=timezone.now(), row=row, reason=reason)
    headers = dict(_PRIVATE)
    if part is not None:
        headers["Content-Range"] = part.content_range
    status = 200 if part is None else _PART
    return HttpResponse(content, content_type="audio/wav", headers=headers, status=status)


@room(Right.HEAR_RECORDINGS)
@require_POST
@never_cache
def recording_take_out(request: HttpRequest, pk: int) -> HttpResponse:
    """The recording as a file that names who took it out, when and why; all of it is logged."""
    row, now = _row(request, pk), timezone.now()
    form = ListenForm(request.POST, auto_id="take-%s")
    if not form.is_valid():
        return _page(request, row, status=_WRONG, take_form=form)
    by = request.standing.actor
    with store.opened(row) as sound:
        content = _read(row, sound.whole())
    actions.take_out(by=by, at=now, row=row, reason=form.reason)
    stamp = f"{now:%Y%m%dT%H%M%SZ}"
    if row.milliseconds:
        note = f"{row.contract_id} {row.call} {row.part} | {by.name} | {stamp} | {form.reason}"
        content = with_comment(content, note)
    end = "wav" if row.milliseconds else "bin"
    name = quote(f"{row.contract_id}-{row.call}-{row.part}-{by.name}-{stamp}.{end}", safe="")
    return HttpResponse(
        content,
        content_type="audio/wav" if row.milliseconds else "application/octet-stream",
        headers={**_PRIVATE, "Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )


@room(Right.DELETE_RECORDINGS)
@require_POST
def recording_class(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the recording a class of retention, with a reason."""
    row = _row(request, pk)
    form = ClassForm(request.POST, auto_id="class-%s")
    if not form.is_valid():
        return _page(request, row, status=_WRONG, class_form=form)
    actions.give_class(
        by=request.standing.actor,
        at=timezone.now(),
        contract_id=row.contract_id,
        pk=row.pk,
        retention=Retention(form.cleaned_data["retention"]),
        reason=form.cleaned_data["reason"],
    )
    messages.success(request, tell(say("The class is kept.")))
    return redirect("recording", contract=row.contract_id, pk=row.pk)


def _row(request: HttpRequest, pk: int) -> Recording:
    row = recording_in(request.standing.contract.pk, pk)
    if row is None:
        raise Http404
    return row


def _page(request: HttpRequest, row: Recording, status: int = 200, **more: object) -> HttpResponse:
    context = {**player_context(request, row), **more}
    return render(request, "recordings/recording.html", context, status=status)


def _read(row: Recording, pieces: Iterator[bytes]) -> bytes:
    """The bytes of a recording. Errors: Refused where a piece of it was changed."""
    try:
        return b"".join(pieces)
    except Broken as error:
        raise Refused(store.broken(row, error.what)) from error
