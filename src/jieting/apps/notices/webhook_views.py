"""The webhooks of a party in a contract: list, make, change, try, remove."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.base.words import tell
from jieting.apps.notices import queries, webhook_actions
from jieting.apps.notices.forms import GroupsForm, WebhookForm
from jieting.apps.notices.groups import GROUPS
from jieting.apps.notices.models import Delivery, Webhook
from jieting.apps.notices.webhooks import SIGNATURE, STAMP
from jieting.domain.errors import BadInput, Refused
from jieting.domain.said import Said, say

_HERE = say("Webhooks")


@room(Right.MAKE_TOKENS)
@require_http_methods(["GET", "POST"])
@never_cache
def webhooks(request: HttpRequest) -> HttpResponse:
    """The webhooks of the person's party, and the form for a new one."""
    if request.method != "POST":
        return _list_page(request, WebhookForm())
    form = WebhookForm(request.POST)
    if not form.is_valid():
        return _list_page(request, form, status=422)
    try:
        hook, secret = webhook_actions.make_webhook(
            by=request.standing.actor,
            at=timezone.now(),
            contract_id=request.standing.contract.pk,
            url=form.cleaned_data["url"],
            groups=form.cleaned_data["groups"],
        )
    except BadInput as error:
        return _list_page(request, form, status=422, findings=error.findings)
    except Refused as error:
        return _list_page(request, form, status=409, findings=error.findings)
    return _one_page(request, hook, _groups_form(hook), secret=secret)


@room(Right.MAKE_TOKENS)
@require_http_methods(["GET", "POST"])
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """One webhook with the messages that went to it; its events may be changed."""
    hook = _hook(request, pk)
    if request.method != "POST":
        return _one_page(request, hook, _groups_form(hook))
    form = GroupsForm(request.POST)
    if not form.is_valid():
        return _one_page(request, hook, form, status=422)
    try:
        webhook_actions.change_webhook(
            by=request.standing.actor, at=timezone.now(), hook=hook, **form.cleaned_data
        )
    except BadInput as error:
        return _one_page(request, hook, form, status=422, findings=error.findings)
    return _back(request, hook, say("The webhook is changed."))


@room(Right.MAKE_TOKENS)
@require_POST
def webhook_try(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a message that only tests the way."""
    hook = _hook(request, pk)
    webhook_actions.try_webhook(by=request.standing.actor, at=timezone.now(), hook=hook)
    return _back(request, hook, say("A test message is on its way; the list below shows it."))


@room(Right.MAKE_TOKENS)
@require_POST
def webhook_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """End a webhook for good."""
    hook = _hook(request, pk)
    webhook_actions.remove_webhook(by=request.standing.actor, at=timezone.now(), hook=hook)
    messages.success(request, tell(say("The webhook is removed.")))
    return redirect("webhooks", contract=request.standing.contract.pk)


def _hook(request: HttpRequest, pk: int) -> Webhook:
    found = queries.webhook(request.standing.contract.pk, request.user.party_id, pk)
    if found is None:
        raise Http404
    return found


def _back(request: HttpRequest, hook: Webhook, words: Said) -> HttpResponse:
    messages.success(request, tell(words))
    return redirect("webhook", contract=request.standing.contract.pk, pk=hook.pk)


def _groups_form(hook: Webhook) -> GroupsForm:
    return GroupsForm(initial={"groups": hook.groups, "active": hook.active})


def _list_page(
    request: HttpRequest, form: WebhookForm, status: int = 200, **more: Any
) -> HttpResponse:
    contract = request.standing.contract
    mine = queries.webhooks_of(contract.pk, request.user.party_id)
    context = {
        "crumbs": _crumbs(request),
        "contract": contract,
        "party": request.user.party.name,
        "form": form,
        "rows": [_row(hook) for hook in mine],
        **more,
    }
    return render(request, "notices/webhooks.html", context, status=status)


def _one_page(
    request: HttpRequest, hook: Webhook, form: GroupsForm, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "crumbs": _crumbs(request, hook),
        "contract": request.standing.contract,
        "row": _row(hook),
        "form": form,
        "deliveries": [_delivery(one) for one in queries.deliveries_of(hook)],
        "signature": SIGNATURE,
        "stamp": STAMP,
        **more,
    }
    return render(request, "notices/webhook.html", context, status=status)


def _crumbs(request: HttpRequest, hook: Webhook | None = None) -> list[tuple[object, str | None]]:
    contract = request.standing.contract
    here = reverse("webhooks", args=[contract.pk])
    crumbs: list[tuple[object, str | None]] = [
        (contract.title, reverse("board", args=[contract.pk])),
        (_HERE, here),
    ]
    return [*crumbs, (hook.url, None)] if hook is not None else crumbs


def _row(hook: Webhook) -> dict[str, Any]:
    last = queries.last_delivery(hook)
    return {
        "pk": hook.pk,
        "url": hook.url,
        "groups": tuple(GROUPS[name] for name in hook.groups if name in GROUPS),
        "badge": "met" if hook.active else "undone",
        "state": say("on") if hook.active else say("stopped"),
        "made_by": str(hook.made_by),
        "made_at": _minute(hook.made_at),
        "last": _delivery(last) if last is not None else None,
    }


def _delivery(one: Delivery) -> dict[str, Any]:
    return {
        "event": one.event,
        "at": _minute(one.at),
        "tries": one.tries,
        "tried_at": _minute(one.tried_at),
        "badge": _badge(one),
        "state": _state(one),
    }


def _badge(one: Delivery) -> str:
    if one.arrived_at is not None:
        return "done"
    return "failed" if one.tries else "queued"


def _state(one: Delivery) -> Said:
    if one.arrived_at is not None:
        return say("arrived ({status})", status=one.status)
    if not one.tries:
        return say("waits to be sent")
    if one.status is not None:
        return say("refused with status {status}", status=one.status)
    return say("not reached: {why}", why=one.failure)


def _minute(at: Any) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""
