"""A limit that was not kept, as a notice in writing."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from jieting.apps.accounts.roles import Right
from jieting.apps.assessment.links import Links
from jieting.apps.assessment.opened import of_month
from jieting.apps.assessment.queries import AssessedMonth
from jieting.apps.assessment.statements import CONTENT_TYPES
from jieting.apps.base.words import page_language
from jieting.documents.notice import FORMATS, write_notice
from jieting.documents.notice_of import notice_of_limit


@of_month(Right.SEE_MONTH)
@require_GET
def limit_notice(
    request: HttpRequest, found: AssessedMonth, links: Links, clause: str, form: str
) -> HttpResponse:
    """The notice of a broken limit as Word or PDF; there is none of a limit that was kept."""
    broken = [one for one in found.assessment.limits if one.clause == clause and one.met is False]
    if not broken or form not in FORMATS:
        raise Http404
    notice = notice_of_limit(found.assessment, broken[0], found.simulated)
    minute = timezone.now().astimezone(found.terms.zone).strftime("%Y-%m-%d %H:%M")
    name = quote(f"{found.contract_id}-{found.month}-{clause}.{form}", safe="")
    return HttpResponse(
        write_notice(notice, form, page_language(), minute),
        content_type=CONTENT_TYPES[form],
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )
