"""An installation with one line under load: ``python -m bench.jobs.line_make NAME TRUNK PHONES``.

NAME is a shape of ``bench.line_shape``, TRUNK the address of the callers, PHONES that of the
telephones; the home is the JIETING_HOME given, and nothing is in it yet.
"""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from bench import line_shape
from bench.line_shape import CONTRACT, FIRST_EXTENSION, INFORMATION_KEY, Shape
from jieting.domain.calls.call import Rating
from jieting.domain.line.plan import (
    Agent,
    HandOver,
    Information,
    Menu,
    Message,
    Node,
    Plan,
    Queue,
    Recording,
    Survey,
    Trunk,
)
from tests.switch.line.lines import sound

ROOT = Path(__file__).resolve().parents[2]
SECONDS = {"menu": 1.0, "answer": float(line_shape.INFORMATION_S), "sorry": 0.4, "survey": 0.4}
"""The prompts, and how long each is."""
RATINGS = {
    "1": Rating.VERY_SATISFIED,
    "2": Rating.SATISFIED,
    "3": Rating.BASICALLY_SATISFIED,
    "4": Rating.DISSATISFIED,
}


def main() -> None:
    """Makes the contract, the plan with its sounds, and signs every agent in."""
    name, trunk, phones = sys.argv[1:]
    shape: Shape = getattr(line_shape, name)
    _database()
    plan = load_plan(shape, trunk, phones)
    _furnish(plan)


def load_plan(shape: Shape, trunk: str, phones: str) -> Plan:
    """One menu: a key for the information, one for each queue, one for the queue of nobody."""
    queues = {
        skill: Queue(name=skill, skill=skill, overflow="sorry", position=False, timeout_s=600)
        for skill in (*shape.skills(), "lonely")
    }
    keys = {INFORMATION_KEY: "answer"}
    keys |= {key: f"to-{queue}" for queue, key in shape.keys().items()}
    nodes: list[Node] = [
        Menu(name="main", prompt="menu", keys=keys, otherwise="sorry", wait_s=8, tries=2),
        Information(name="answer", prompt="answer"),
        Message(name="sorry", prompt="sorry"),
        *(HandOver(name=f"to-{queue}", queue=queue) for queue in queues),
    ]
    return Plan(
        contract=CONTRACT,
        numbers=(line_shape.NUMBER,),
        start="main",
        closed="sorry",
        nodes={node.name: node for node in nodes},
        queues=queues,
        agents={agent.name: agent for agent in _agents(shape, phones)},
        trunks={"carrier": Trunk(name="carrier", host=trunk, match=(trunk,))},
        prompts={prompt: prompt for prompt in SECONDS},
        survey=Survey(prompt="survey", keys=RATINGS, wait_s=2),
        recording=Recording(),
    )


def _agents(shape: Shape, phones: str) -> list[Agent]:
    found = []
    for place in range(shape.queues * shape.agents):
        extension = str(FIRST_EXTENSION + place)
        skill = shape.skills()[place % shape.queues]
        contact = f"sip:{extension}@{phones}:{line_shape.TELEPHONES_PORT}"
        found.append(
            Agent(name=f"a{extension}", extension=extension, skills={skill: 1}, contact=contact)
        )
    return found


def _database() -> None:
    from jieting.cli.application import migrate, ready

    urls = ready()
    migrate(urls)
    with psycopg.connect(urls.maker, autocommit=True) as connection:
        # When each row was committed is what the bench wants to know; from the next start on.
        connection.execute("ALTER SYSTEM SET track_commit_timestamp = on")


def _furnish(plan: Plan) -> None:
    from jieting.apps.accounts.models import Party
    from jieting.apps.base.actor import system
    from jieting.apps.contracts.actions import add_contract
    from jieting.apps.line.models import Seat
    from jieting.apps.line.planning.actions import save_plan
    from jieting.apps.line.prompts.actions import keep_recording
    from jieting.domain.line.toml_text import plan_text

    by, at = system("bench"), datetime.now(UTC)
    for party in ("supplier", "purchaser"):
        Party.objects.create(id=party, name=party, kind=party)
    text = (ROOT / "contracts" / f"{CONTRACT}.toml").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^effective_to = .*$", "effective_to = 2099-01-01", text, count=1)
    add_contract(by=by, at=at, text=text, supplier="supplier", purchaser="purchaser")
    save_plan(by=by, at=at, contract_id=CONTRACT, text=plan_text(plan), revision=0)
    for prompt, seconds in SECONDS.items():
        data = sound(seconds)
        keep_recording(by=by, at=at, contract_id=CONTRACT, name=prompt, data=data)
    Seat.objects.bulk_create(
        Seat(contract_id=CONTRACT, agent=agent.name, queue=skill, wanted="in", since=at)
        for agent in plan.agents.values()
        for skill in agent.skills
    )


if __name__ == "__main__":
    main()
