"""A violation as a notice in writing: a draft that the purchaser signs and sends."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.base.instants import to_instant
from jieting.apps.base.words import page_language
from jieting.apps.contracts.queries import latest_terms
from jieting.apps.moves import models, queries
from jieting.documents.notice import FORMATS, write_notice
from jieting.documents.notice_of import notice_of_violation

CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
LARGEST_NUMBER = 2_147_483_647


@room(Right.SEE_MOVES)
@require_GET
def move_notice(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """The notice of a violation as Word or PDF, in the page's language."""
    contract_id = request.standing.contract.pk
    row = queries.move_row(contract_id, number) if number <= LARGEST_NUMBER else None
    if row is None or not has_notice(row) or form not in FORMATS:
        raise Http404
    now, terms = timezone.now(), latest_terms(contract_id)
    move, beside = queries.move_of(row), queries.moves_beside(row)
    notice = notice_of_violation(move, beside, terms, to_instant(now))
    minute = now.astimezone(terms.zone).strftime("%Y-%m-%d %H:%M")
    return HttpResponse(
        write_notice(notice, form, page_language(), minute),
        content_type=CONTENT_TYPES[form],
        headers={
            "Content-Disposition": f'attachment; filename="{contract_id}-M-{number}.{form}"',
            "Cache-Control": "no-store, private",
        },
    )


def has_notice(row: models.Move) -> bool:
    """Whether a notice can be made of the move: a violation that stands."""
    return row.kind == "violation" and row.state != "withdrawn"
