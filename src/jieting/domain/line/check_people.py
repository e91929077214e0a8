"""Agents of a plan: names and extensions that are one person's, telephones that can ring."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from jieting.domain.errors import Finding, Severity
from jieting.domain.line.check_place import told, warned
from jieting.domain.line.plan import Agent, Plan
from jieting.domain.said import say

_EXTENSION = re.compile(r"[0-9]{2,6}")
_NAME = re.compile(r"[\w][\w .·-]{0,38}[\w]|[\w]")
_CONTACT = re.compile(r"sips?:[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:;[a-z]+=[a-z]+)*")
_LAST_LEVEL = 9


def agent_findings(plan: Plan) -> Iterator[Finding]:
    """Everything that can be said against the agents."""
    yield from _once(plan)
    for agent in plan.agents.values():
        yield from _names(agent)
        yield from _telephone(agent)
        yield from _skills(plan, agent)


def _once(plan: Plan) -> Iterator[Finding]:
    extensions = Counter(agent.extension for agent in plan.agents.values())
    persons = Counter(agent.person for agent in plan.agents.values() if agent.person)
    for agent in plan.agents.values():
        if extensions[agent.extension] > 1:
            yield told(
                "extension_twice",
                ("agent", agent.name, "extension"),
                say(
                    "The extension {extension} is not one agent's alone.", extension=agent.extension
                ),
                say("Two telephones would ring as one, and calls be counted to the wrong agent."),
                say("Give each agent an extension."),
            )
        if agent.person and persons[agent.person] > 1:
            yield told(
                "person_twice",
                ("agent", agent.name, "person"),
                say("{person} is more than one agent.", person=agent.person),
                say("Nobody would know as whom that person signs in."),
                say("Name the person once."),
            )


def _names(agent: Agent) -> Iterator[Finding]:
    if not _NAME.fullmatch(agent.name):
        yield told(
            "not_a_name",
            ("agent", agent.name),
            say("{name} cannot be an agent's name.", name=agent.name),
            say("The switch bears up to 40 letters, digits, blanks, dots, - and _ in it."),
            say("Write the name or the number under which the agent's calls are counted."),
        )
    if not _EXTENSION.fullmatch(agent.extension):
        yield told(
            "extension",
            ("agent", agent.name, "extension"),
            say("{extension} is no extension.", extension=agent.extension),
            say("An extension has 2 to 6 digits."),
            say("Write the digits alone."),
        )


def _telephone(agent: Agent) -> Iterator[Finding]:
    if agent.contact and not _CONTACT.fullmatch(agent.contact):
        yield told(
            "contact",
            ("agent", agent.name, "contact"),
            say("{contact} is no address of a telephone.", contact=agent.contact),
            say("The switch could not call it."),
            say("Write it as sip:8001@192.0.2.7:5060, or leave it empty."),
        )
    if agent.contact and agent.in_browser:
        yield warned(
            "two_telephones",
            ("agent", agent.name, "in_browser"),
            say("{agent} has a fixed telephone and one in the browser.", agent=agent.name),
            say("The fixed one rings, the one in the browser stays silent."),
            say("Keep one of them."),
        )


def _skills(plan: Plan, agent: Agent) -> Iterator[Finding]:
    for skill, level in agent.skills.items():
        where = ("agent", agent.name, "skills", skill)
        if not 1 <= level <= _LAST_LEVEL:
            yield told(
                "skill_level",
                where,
                say("The level of {skill} is {level}.", skill=skill, level=level),
                say("Levels go from 1, the best, to 9."),
                say("Correct the value."),
            )
        if all(queue.skill != skill for queue in plan.queues.values()):
            yield told(
                "spare_skill",
                where,
                say("No queue asks for the skill {skill}.", skill=skill),
                say("Nothing goes wrong."),
                say("Correct the word, or take it out."),
                Severity.NOTE,
            )
    if not any(plan.may_serve(agent, queue) is not None for queue in plan.queues.values()):
        yield warned(
            "agent_no_queue",
            ("agent", agent.name, "skills"),
            say("{agent} may serve no queue.", agent=agent.name),
            say("No call of a queue would ever ring there."),
            say("Give the agent the skill and the language of a queue."),
        )
