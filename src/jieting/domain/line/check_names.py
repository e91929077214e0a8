"""Names of a plan: of what the switch's files can bear, each leading to something."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from jieting.domain.errors import Finding, Severity
from jieting.domain.line.check_place import SLUG, told, warned
from jieting.domain.line.plan import (
    WAITING_MUSIC,
    HandOver,
    Information,
    Menu,
    Message,
    Plan,
)
from jieting.domain.nearest import nearest_of
from jieting.domain.said import say

_NUMBER = re.compile(r"\+?[0-9]{2,20}")


def name_findings(plan: Plan) -> Iterator[Finding]:
    """Names that are none, prompts that are missing or spare, numbers that are none or twice."""
    yield from _slugs(plan)
    yield from _prompts(plan)
    yield from _numbers(plan)


def prompts_used(plan: Plan) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every place that plays a prompt, with its name."""
    for node in plan.nodes.values():
        if isinstance(node, Menu | Information | HandOver | Message):
            yield ("node", node.name, "prompt"), node.prompt
        if isinstance(node, Menu):
            yield ("node", node.name, "wrong_key_prompt"), node.wrong_key_prompt
    for queue in plan.queues.values():
        yield ("queue", queue.name, "announcement"), queue.announcement
        yield ("queue", queue.name, "call_back_prompt"), queue.call_back_prompt
        if queue.music != WAITING_MUSIC:
            yield ("queue", queue.name, "music"), queue.music
    if plan.survey is not None:
        yield ("survey", "prompt"), plan.survey.prompt
        yield ("survey", "thanks_prompt"), plan.survey.thanks_prompt
    if plan.recording is not None:
        yield ("recording", "announcement"), plan.recording.announcement
    yield ("line", "emergency_prompt"), plan.emergency_prompt


def _slugs(plan: Plan) -> Iterator[Finding]:
    named = (
        ("node", plan.nodes),
        ("queue", plan.queues),
        ("trunk", plan.trunks),
        ("prompts", plan.prompts),
    )
    for part, names in named:
        for name in names:
            if not SLUG.fullmatch(name):
                yield told(
                    "not_a_name",
                    (part, name),
                    say("{name} cannot be a name.", name=name),
                    say("The switch's files bear small letters, digits, - and _ only."),
                    say("Write a name of at most 40 of those that begins with a letter or digit."),
                )


def _prompts(plan: Plan) -> Iterator[Finding]:
    used = set()
    for where, name in prompts_used(plan):
        used.add(name)
        if name and name not in plan.prompts:
            yield told(
                "unknown_prompt",
                where,
                say("There is no prompt {name}.", name=name),
                say("Callers would hear nothing there."),
                nearest_of(name, tuple(plan.prompts)),
            )
    for name, text in plan.prompts.items():
        if name not in used:
            yield told(
                "spare_prompt",
                ("prompts", name),
                say("The prompt {name} is played nowhere.", name=name),
                say("Nothing goes wrong."),
                say("Take it out, or let a step play it."),
                Severity.NOTE,
            )
        elif not text.strip():
            yield warned(
                "prompt_without_text",
                ("prompts", name),
                say("The prompt {name} has no text.", name=name),
                say("It can be heard only once somebody has recorded it."),
                say("Write what is to be said."),
            )


def _numbers(plan: Plan) -> Iterator[Finding]:
    where = ("line", "numbers")
    if not plan.numbers:
        yield warned(
            "no_number",
            where,
            say("No called number leads to this line."),
            say("Calls of the carrier would not come in."),
            say("Write the number that the carrier sends, such as 12123."),
        )
    for number, times in Counter(plan.numbers).items():
        if not _NUMBER.fullmatch(number):
            yield told(
                "not_a_number",
                where,
                say("{number} is no called number.", number=number),
                say("A carrier sends 2 to 20 digits, with a + before them or without."),
                say("Write the digits alone."),
            )
        if times > 1:
            yield told(
                "number_twice",
                where,
                say("The number {number} stands {times} times.", number=number, times=times),
                say("Nobody knows which one holds."),
                say("Take the others out."),
            )
