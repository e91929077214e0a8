"""Queues and their music: ``queues.conf`` and ``musiconhold.conf``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from jieting.domain.line.plan import WAITING_MUSIC, Queue
from jieting.switches.asterisk.render import names, safe
from jieting.switches.asterisk.render.ini import Pair, file, section, yes
from jieting.switches.asterisk.render.settings import LineToRender, SwitchSettings

_EMPTY = "unavailable,invalid,unknown"
"""Nobody is there: nobody signed in, or no telephone can be reached. Busy or paused is there."""
_LONGEST_PLACE = 20
_MOST_ANNOUNCEMENTS = 8


def queues(lines: Sequence[LineToRender], settings: SwitchSettings) -> str:
    """Every queue, without members: the product adds and takes away who is signed in."""
    general: list[Pair] = [
        ("persistentmembers", "yes"),
        ("autofill", "yes"),
        ("shared_lastcall", "yes"),
        ("log_membername_as_agent", "yes"),
    ]
    own = [_queue(line, queue, settings) for line in lines for queue in line.plan.queues.values()]
    return file(section("general", general), *own)


def music_on_hold(lines: Sequence[LineToRender], settings: SwitchSettings) -> str:
    """The music that comes with the switch, and each line's own."""
    music: list[Pair] = [("mode", "files"), ("directory", safe.path(settings.music))]
    parts = [section("general", []), section("default", music)]
    for line in lines:
        for name in own_music(line):
            folder = f"{settings.sounds}/{safe.name(line.plan.contract)}/music/{safe.name(name)}"
            pairs: list[Pair] = [("mode", "files"), ("directory", safe.path(folder))]
            parts.append(section(names.music(line.plan, name), pairs))
    return file(*parts)


def own_music(line: LineToRender) -> list[str]:
    """The prompts that are played as music to those who wait."""
    wanted = {queue.music for queue in line.plan.queues.values()} - {WAITING_MUSIC, ""}
    return sorted(wanted & line.sounds)


def _queue(line: LineToRender, queue: Queue, settings: SwitchSettings) -> str:
    own = queue.music in own_music(line)
    empty = _EMPTY if queue.leave_when_empty else ""
    pairs: list[Pair] = [
        ("strategy", queue.strategy.value),
        ("timeout", max(int(queue.ring_s), 1)),
        ("retry", 1),
        ("timeoutrestart", "no"),
        ("timeoutpriority", "app"),
        ("wrapuptime", max(int(queue.wrap_up_s), 0)),
        ("weight", max(int(queue.priority), 0)),
        ("maxlen", 0),
        ("ringinuse", "no"),
        # Who misses a ring is told, not shut out: at night that may be the only one there.
        ("autopause", "no"),
        ("joinempty", empty or "yes"),
        ("leavewhenempty", empty or "no"),
        ("servicelevel", 20),
        ("setinterfacevar", "yes"),
        ("setqueuevar", "yes"),
        ("setqueueentryvar", "yes"),
        ("reportholdtime", "no"),
        ("musicclass", names.music(line.plan, queue.music) if own else "default"),
        *_place(line, queue, settings),
        *_announced(line, queue, settings),
        *([("monitor-format", "raw")] if line.plan.recording else []),
    ]
    if queue.call_back_after_s is not None:
        pairs.append(("context", names.context(line.plan, "keys")))
    return section(names.queue(line.plan, queue.name), pairs)


def _place(line: LineToRender, queue: Queue, settings: SwitchSettings) -> Iterator[Pair]:
    said = queue.position and line.language in settings.counted
    yield "announce-position", "limit" if said else "no"
    yield "announce-position-limit", _LONGEST_PLACE
    yield "announce-frequency", max(int(queue.announce_every_s), 15) if said else 0
    yield "min-announce-frequency", 15
    yield "announce-holdtime", yes(said)
    yield "announce-to-first-user", yes(False)


def _announced(line: LineToRender, queue: Queue, settings: SwitchSettings) -> Iterator[Pair]:
    """What is played again and again: the announcement, and the offer when it is its time.

    The offer comes in the announcements' own turn, so nobody leaves the queue to hear it.
    """
    news = names.sound(line, queue.announcement)
    every = max(int(queue.announce_every_s), 0)
    offer = names.sound(line, queue.call_back_prompt)
    after = queue.call_back_after_s
    sounds: list[str] = [news] if news and every else []
    if offer and after is not None:
        before = min(ceil(after / every) - 1, _MOST_ANNOUNCEMENTS) if sounds else 0
        every = every if sounds and before else max(int(after), 1)
        sounds = [*sounds * before, offer]
    if sounds:
        folder = safe.path(settings.sounds)
        yield "periodic-announce", ",".join(sounds).replace("${JT_SOUNDS}", folder)
        yield "periodic-announce-frequency", every
    else:
        yield "periodic-announce-frequency", 0
