"""The security administrator's pages: the list, a new person, one person, the parties."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from jieting.apps.accounts.access import actor_of, room
from jieting.apps.accounts.devices import device
from jieting.apps.accounts.duties import has_second_factor
from jieting.apps.accounts.models import Party, User
from jieting.apps.accounts.people import (
    lacks_second_factor,
    memberships_of,
    parties,
    people,
    role_of,
    rows,
    states_of,
)
from jieting.apps.accounts.people_actions import add_party, add_person
from jieting.apps.accounts.people_forms import (
    KINDS,
    NewPersonForm,
    OutsideForm,
    PartyForm,
    PeopleFilter,
    RoleForm,
    office_choices,
)
from jieting.apps.accounts.roles import Office, Right
from jieting.apps.accounts.sessions import open_sessions
from jieting.apps.accounts.words import role_word
from jieting.apps.base.words import tell
from jieting.domain.errors import Refused
from jieting.domain.said import say

_PAGE = 50
_PEOPLE = say("People")


@room(Right.MANAGE_PEOPLE)
@require_GET
def list_people(request: HttpRequest) -> HttpResponse:
    """Everybody who can sign in, with filters."""
    form = PeopleFilter(request.GET)
    page = Paginator(people(form.wanted()), _PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "accounts/people.html",
        {
            "crumbs": [(_PEOPLE, None)],
            "form": form,
            "rows": rows(page.object_list),
            "count": page.paginator.count,
            **_pager(request, page),
        },
    )


@room(Right.MANAGE_PEOPLE)
@require_http_methods(["GET", "POST"])
def new_person(request: HttpRequest) -> HttpResponse:
    """Choose a party or an office, then name the person; the one-time password is shown once."""
    party = Party.objects.filter(pk=request.GET.get("party", "")).first()
    office = request.GET.get("office", "")
    crumbs = [(_PEOPLE, reverse("people")), (say("New person"), None)]
    if party is None and office not in {*Office}:
        chosen = {"parties": parties(), "offices": office_choices(), "crumbs": crumbs}
        return render(request, "accounts/new_person_where.html", chosen)
    form = NewPersonForm(request.POST or None, party=party)
    findings: Any = ()
    if request.method == "POST" and form.is_valid():
        try:
            user, password = add_person(
                by=actor_of(request.user, request=request),
                at=timezone.now(),
                username=form.cleaned_data["username"],
                name=form.cleaned_data["name"],
                party=party.pk if party else "",
                office="" if party else office,
                roles=form.pairs(),
            )
        except Refused as error:
            findings = error.findings
        else:
            return show_password(request, user, password)
    where = party.name if party else role_word(Office(office))
    given = {"form": form, "findings": findings, "where": where, "crumbs": crumbs}
    return render(request, "accounts/new_person.html", given)


@room(Right.MANAGE_PEOPLE)
@require_GET
def show_person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: roles, doors, sessions, and what can be done about them."""
    return person_page(request, get_object_or_404(User, pk=pk))


@room(Right.MANAGE_PEOPLE)
@require_http_methods(["GET", "POST"])
def list_parties(request: HttpRequest) -> HttpResponse:
    """The organisations, and a new one."""
    form = PartyForm(request.POST or None)
    findings: Any = ()
    if request.method == "POST" and form.is_valid():
        try:
            party = add_party(
                by=actor_of(request.user, request=request), at=timezone.now(), **form.cleaned_data
            )
        except Refused as error:
            findings = error.findings
        else:
            messages.success(request, tell(say("{party} is added.", party=party.name)))
            return redirect("parties")
    listed = [{"party": party, "kind": KINDS[Party.Kind(party.kind)]} for party in parties()]
    given = {"form": form, "findings": findings, "rows": listed, "crumbs": [(say("Parties"), None)]}
    return render(request, "accounts/parties.html", given)


def person_page(request: HttpRequest, user: User) -> HttpResponse:
    """The page of one person."""
    party = user.party
    given = {
        "crumbs": [(_PEOPLE, reverse("people")), (str(user), None)],
        "user_shown": user,
        "is_self": user.pk == request.user.pk,
        "office": role_word(user.office) if user.office else None,
        "states": states_of(user),
        "roles": [{"membership": one, "word": role_of(one)} for one in memberships_of(user)],
        "role_form": RoleForm(party=party) if party else None,
        "outside_form": OutsideForm(initial={"outside_name": user.outside_name}),
        "sessions": [
            {"session": one, "device": device(one.user_agent)} for one in open_sessions(user)
        ],
        "second_factor": has_second_factor(user),
        "lacks_second_factor": lacks_second_factor(user),
    }
    return render(request, "accounts/person.html", given)


def show_password(request: HttpRequest, user: User, password: str) -> HttpResponse:
    """The one-time password, this once; no browser keeps the page."""
    given = {
        "crumbs": [(_PEOPLE, reverse("people")), (str(user), None)],
        "user_shown": user,
        "password": password,
    }
    response = render(request, "accounts/one_time_password.html", given)
    response["Cache-Control"] = "no-store"
    return response


def _pager(request: HttpRequest, page: Any) -> dict[str, Any]:
    """What the pager shows: the places of the first and the last, and the way to both sides."""
    first, last, count = page.start_index(), page.end_index(), page.paginator.count
    return {
        "shown": say("{first} to {last} of {count}", first=first, last=last, count=count),
        "previous": _page_url(request, page.number - 1) if page.has_previous() else "",
        "next": _page_url(request, page.number + 1) if page.has_next() else "",
    }


def _page_url(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"
