"""Pages over many moves: the inbox and the list."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.base.instants import to_instant
from jieting.apps.moves.forms_list import ListForm
from jieting.apps.moves.page_inbox import inbox_of, inbox_row
from jieting.apps.moves.page_links import crumbs
from jieting.apps.moves.page_list import found_moves, list_rows
from jieting.apps.moves.page_viewer import may_open, viewer_of
from jieting.domain.said import say


@room(Right.SEE_MOVES)
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits: for the person, for others of the own side, for the other side."""
    standing = request.standing
    viewer = viewer_of(standing.contract.pk, standing.actor)
    found, now = inbox_of(viewer), to_instant(timezone.now())
    request.waiting_for_me = len(found.mine)
    context = {
        "contract": standing.contract,
        "crumbs": [*crumbs(standing.contract)[:1], (say("Inbox"), None)],
        "mine": [inbox_row(one, viewer, now) for one in found.mine],
        "colleagues": [inbox_row(one, viewer, now) for one in found.colleagues],
        "theirs": [inbox_row(one, viewer, now) for one in found.theirs],
        "side": viewer.side,
        "zone": viewer.zone,
    }
    return render(request, "moves/inbox.html", context)


@room(Right.SEE_MOVES)
@require_GET
def moves(request: HttpRequest) -> HttpResponse:
    """The moves that were asked for, the newest first."""
    standing = request.standing
    viewer = viewer_of(standing.contract.pk, standing.actor)
    form = ListForm(request.GET)
    asked = form.asked()
    page = found_moves(viewer, asked, request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)

    def address(number: int) -> str:
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    context = {
        "contract": standing.contract,
        "crumbs": [*crumbs(standing.contract)[:1], (say("Moves"), None)],
        "form": form,
        "rows": list_rows(viewer, page.object_list, to_instant(timezone.now())),
        "total": page.paginator.count,
        "is_narrowed": any(query.get(name) for name in form.fields),
        "may_open": list(may_open(viewer)),
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
        "shown": say("{first}-{last} of {n}", first=page.start_index(), last=page.end_index(),
                     n=page.paginator.count),
        "zone": viewer.zone,
    }  # fmt: skip
    return render(request, "moves/list.html", context)
