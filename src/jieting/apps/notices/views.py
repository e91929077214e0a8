"""Notices of a person: the list, the bell, and what they choose to hear."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jieting.apps.accounts.access import actor_of, anyone_signed_in
from jieting.apps.accounts.queries import seats_of
from jieting.apps.base.packed import unpacked_words
from jieting.apps.base.words import tell
from jieting.apps.notices import queries
from jieting.apps.notices.choices_actions import mark_read, save_choices
from jieting.apps.notices.forms import ChoicesForm
from jieting.apps.notices.groups import GROUPS, group_of
from jieting.apps.notices.mail import mail_is_set_up, send_test
from jieting.apps.notices.models import Notice
from jieting.apps.notices.preferences import Wishes
from jieting.domain.periods import shown
from jieting.domain.said import Said, say

PAGE = 50
_HERE = say("Notices")


@anyone_signed_in
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """What the person was told, newest first."""
    unread = request.GET.get("unread") == "1"
    found = queries.notices_of(request.user.pk, unread=unread)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    titles = {seat.contract: seat.title for seat in seats_of(request.user)}
    zone = ZoneInfo(_wishes(request).hours.zone)
    context = {
        "crumbs": [(_HERE, None)],
        "rows": [_row(one, titles, zone) for one in page],
        "unread": queries.unread_count(request.user.pk),
        "only_unread": unread,
        "zone": str(zone),
        **_pager(page, unread),
    }
    return render(request, "notices/list.html", context)


@anyone_signed_in
@require_GET
def bell(request: HttpRequest) -> HttpResponse:
    """The bell alone, which open pages fetch when something was told."""
    context = {"bell_person": request.user.pk, "unread": queries.unread_count(request.user.pk)}
    return render(request, "notices/bell.html", context)


@anyone_signed_in
@require_GET
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a notice leads; from then on it counts as read."""
    found = mark_read(at=timezone.now(), user_id=request.user.pk, pk=pk)
    if found is None:
        raise Http404
    is_ours = found.url.startswith("/") and not found.url.startswith("//")
    return redirect(found.url if is_ours else "notices")


@anyone_signed_in
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Everything counts as read."""
    mark_read(at=timezone.now(), user_id=request.user.pk)
    return redirect("notices")


@anyone_signed_in
@require_http_methods(["GET", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """What the person wants to hear, where, and at what hours."""
    wishes = _wishes(request)
    if request.method != "POST":
        return _choices_page(request, ChoicesForm(wishes), wishes)
    form = ChoicesForm(wishes, request.POST)
    if not form.is_valid():
        return _choices_page(request, form, wishes, status=422)
    by = actor_of(request.user, request=request)
    save_choices(by=by, at=timezone.now(), user_id=request.user.pk, chosen=form.chosen())
    messages.success(request, tell(say("Your choices are kept.")))
    return redirect("notice_choices")


@anyone_signed_in
@require_POST
def try_mail(request: HttpRequest) -> HttpResponse:
    """Send an e-mail to the kept address, to see whether it arrives."""
    person, wishes = queries.person_reached(request.user.pk), _wishes(request)
    if person is None or not wishes.address or not mail_is_set_up():
        messages.error(request, tell(say("No e-mail can be sent: see below.")))
        return redirect("notice_choices")
    failure = send_test(person)
    if failure:
        messages.error(request, tell(say("The e-mail was not sent: {why}", why=failure)))
    else:
        messages.success(request, tell(say("Sent to {address}.", address=wishes.address)))
    return redirect("notice_choices")


def _wishes(request: HttpRequest) -> Wishes:
    found = queries.wishes_of_person(request.user.pk)
    if found is None:
        raise Http404
    return found


def _choices_page(
    request: HttpRequest, form: ChoicesForm, wishes: Wishes, status: int = 200
) -> HttpResponse:
    context = {
        "crumbs": [(_HERE, reverse("notices")), (say("What I want to hear"), None)],
        "form": form,
        "mail": mail_is_set_up(),
        "address": wishes.address,
        "mail_failure": wishes.mail_failure,
    }
    return render(request, "notices/choices.html", context, status=status)


def _row(one: Notice, titles: dict[str, str], zone: ZoneInfo) -> dict[str, Any]:
    return {
        "pk": one.pk,
        "words": unpacked_words(one.words),
        "group": GROUPS[group_of(one.event)],
        "contract": titles.get(one.contract_id, one.contract_id),
        "at": f"{one.at.astimezone(zone):%Y-%m-%d %H:%M}",
        "due": shown(one.due_at, zone)[:16] if one.due_at is not None else "",
        "is_new": one.read_at is None,
    }


def _pager(page: Page[Notice], unread: bool) -> dict[str, str | Said]:
    more = "&unread=1" if unread else ""
    first, last, count = page.start_index(), page.end_index(), page.paginator.count
    return {
        "shown": say("notices {first} to {last} of {count}", first=first, last=last, count=count),
        "previous": f"?page={page.number - 1}{more}" if page.has_previous() else "",
        "next": f"?page={page.number + 1}{more}" if page.has_next() else "",
    }
