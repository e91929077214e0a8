"""A line for tests: a plan, and calls, seats and call-backs as the observer would keep them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from hashlib import sha256
from html import unescape
from itertools import count

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jieting.apps.accounts.roles import Role
from jieting.apps.base.instants import to_instant
from jieting.apps.calls.callers import stored
from jieting.apps.line.models import CallBack, Fact, LineCall, PlanRevision, Seat, Switch
from jieting.domain.line.plan import Agent, Information, Message, Plan, Queue, Survey
from jieting.domain.line.toml import plan_text
from tests.apps.world import AT, CONTRACTS

NINGDE, POST_LOAN = CONTRACTS
SYSTEM = "jt1"
NUMBER = "13805931234"
_numbers = count(1)


def make_plan(contract: str = NINGDE, **changes: object) -> Plan:
    """A small plan: two queues, and an agent for each role that serves queues."""
    values: dict = {
        "contract": contract,
        "numbers": ("12123",),
        "start": "welcome",
        "closed": "closed",
        "nodes": {
            "welcome": Information(name="welcome", prompt="welcome"),
            "closed": Message(name="closed", prompt="closed"),
        },
        "queues": {
            "hotline": Queue(name="hotline", skill="traffic"),
            "accident": Queue(name="accident", skill="accident", language="zh"),
        },
        "agents": {
            "Anna": Agent(
                name="Anna", extension="8001", person=f"agent@{contract}",
                skills={"traffic": 1, "accident": 2}, languages=("zh",),
            ),
            "Sun": Agent(
                name="Sun", extension="8002", person=f"supervisor@{contract}",
                skills={"traffic": 2},
            ),
        },
        "trunks": {},
        "prompts": {"welcome": "您好", "closed": "下班", "storm": "因台风线路繁忙"},
        "survey": Survey(prompt="welcome", keys={}),
    } | changes  # fmt: skip
    plan = Plan(**values)
    text = plan_text(plan)
    known = PlanRevision.objects.filter(contract_id=contract).count()
    PlanRevision.objects.create(
        contract_id=contract, revision=known + 1,
        text=text, digest=sha256(text.encode()).hexdigest(), made_by_name="tests", made_at=AT,
    )  # fmt: skip
    return plan


def make_switch(**values: object) -> Switch:
    """A switch that is connected and was heard a moment ago."""
    defaults = {"connected": True, "seen_at": timezone.now(), "booted_at": AT}
    return Switch.objects.create(system=SYSTEM, **{**defaults, **values})


def make_call(
    stage: str = "talk", agent: str = "", queue: str = "hotline", ago_s: int = 60, **more: object
) -> LineCall:
    """A call on the line, with the fact of its arrival."""
    at = to_instant(timezone.now() - timedelta(seconds=ago_s))
    name = f"{SYSTEM}-{1795298763 + next(_numbers)}.1"
    values = {
        "contract_id": NINGDE, "source": "asterisk", "direction": "inbound", "arrived_at": at,
        "stage": stage, "stage_at": at, "queue": queue, "agent": agent, **more,
    }  # fmt: skip
    tell(name, "offered", at, caller=(stored(NUMBER).sealed or b"").hex(), contract=NINGDE)
    return LineCall.objects.create(system=SYSTEM, call=name, **values)


def tell(call: str, kind: str, at: int, **data: str) -> Fact:
    """A fact of a call."""
    return Fact.objects.create(
        system=SYSTEM, call=call, key=f"{kind}:{next(_numbers)}", at=at, kind=kind, data=data,
        source="ami", seen_at=at,
    )  # fmt: skip


def make_seat(agent: str = "Anna", queue: str = "hotline", state: str = "in", **more) -> Seat:
    """A seat that the switch has confirmed."""
    values = {"wanted": state, "confirmed": state, "since": AT, **more}
    return Seat.objects.create(**{"contract_id": NINGDE, "agent": agent, "queue": queue, **values})


def make_call_back(
    number: str = NUMBER, ago_s: int = 600, now: datetime | None = None, **more: object
) -> CallBack:
    """Somebody who was missed."""
    caller = stored(number)
    now = now or timezone.now()
    values = {
        "contract_id": NINGDE, "system": SYSTEM, "call": f"{SYSTEM}-{next(_numbers)}.2",
        "queue": "hotline", "missed_at": to_instant(now - timedelta(seconds=ago_s)),
        "number_sealed": caller.sealed, "number_index": caller.index, "changed_at": now, **more,
    }  # fmt: skip
    return CallBack.objects.create(**values)


def english(client: Client) -> Client:
    """The client in English."""
    client.cookies["language"] = "en"
    return client


def browser(world, role: Role, contract: str = NINGDE) -> Client:
    """A signed-in browser in English."""
    return english(world.client(role, contract))


def shown(client: Client, name: str, *args: object, **query: object) -> str:
    """The words of a page."""
    answer = client.get(reverse(name, args=[NINGDE, *args]), query)
    assert answer.status_code == 200, answer.status_code
    return words(answer)


def post(client: Client, name: str, *args: object, **fields: object):
    """The answer to a form."""
    return client.post(reverse(name, args=[NINGDE, *args]), fields)


def words(answer) -> str:
    """What a page says, without its marks."""
    text = answer.content.decode()
    text = text[text.index("<main") : text.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split())
