"""A plan as a TOML text and back: every finding at once with its line, and an exact round trip."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from jieting.domain.calls.call import Rating
from jieting.domain.line.plan import (
    WAITING_MUSIC,
    Agent,
    Dtmf,
    HandOver,
    Information,
    Menu,
    Message,
    Node,
    Plan,
    Queue,
    Recording,
    Strategy,
    Survey,
    Trunk,
)
from jieting.domain.line.toml_text import plan_text
from jieting.domain.said import say
from jieting.domain.toml.table_reader import TableReader, TomlFile

__all__ = ["parse_plan", "plan_text"]

T = TypeVar("T", Agent, Node, Queue, Trunk)


def parse_plan(text: str, file: str = "") -> Plan:
    """The plan in a TOML text. Errors: BadInput with every finding at once, with its line."""
    toml = TomlFile.parse(text, file)
    root = toml.root()
    plan = _plan(root)
    root.close()
    toml.raise_errors()
    return plan


def _plan(root: TableReader) -> Plan:
    head = root.table("line")
    prompts = root.table("prompts", required=False)
    plan = Plan(
        contract=head.text("contract"),
        numbers=head.texts("numbers"),
        start=head.text("start"),
        closed=head.text("closed", ""),
        nodes=_named(root, "node", _node),
        queues=_named(root, "queue", _queue),
        agents=_named(root, "agent", _agent),
        trunks=_named(root, "trunk", _trunk),
        prompts={name: prompts.text(name, "") for name in prompts.data},
        survey=_survey(root.table("survey")) if "survey" in root else None,
        recording=_recording(root.table("recording")) if "recording" in root else None,
        full=head.text("full", ""),
        most_calls=_optional(head, "most_calls"),
        emergency_prompt=head.text("emergency_prompt", ""),
    )
    head.close()
    return plan


def _named(root: TableReader, table: str, read: Callable[[TableReader], T]) -> dict[str, T]:
    """What stands in ``[[table]]``, by its name; a name that stands twice is told."""
    found: dict[str, T] = {}
    for reader in root.tables(table):
        made = read(reader)
        reader.close()
        if made.name in found and made.name:
            reader.found(
                "twice",
                "name",
                say("{name} stands more than once as [[{table}]].", name=made.name, table=table),
                say("Nobody knows which one holds."),
                say("Give one of them another name, or take it out."),
            )
        found.setdefault(made.name, made)
    return found


def _optional(reader: TableReader, key: str) -> int | None:
    """A whole number that may be missing."""
    number = reader.whole(key, 0)
    return number if key in reader else None


def _texts_by(
    reader: TableReader, key: str, allowed: Iterable[str] | None = None
) -> dict[str, str]:
    """A table of texts, such as ``{ 1 = "main" }``."""
    table = reader.table(key, required=False)
    return {name: table.text(name, None, allowed) for name in table.data}


def _trunk(reader: TableReader) -> Trunk:
    return Trunk(
        name=reader.text("name"),
        host=reader.text("host"),
        port=reader.whole("port", 5060),
        match=reader.texts("match"),
        user=reader.text("user", ""),
        registers=reader.flag("registers", False),
        codecs=reader.texts("codecs") if "codecs" in reader else ("alaw", "ulaw"),
        dtmf=_one_of(reader, "dtmf", Dtmf, Dtmf.RFC4733),
        caller_id=reader.text("caller_id", ""),
    )


E = TypeVar("E", Dtmf, Strategy)


def _one_of(reader: TableReader, key: str, kind: type[E], default: E) -> E:
    """A word out of a list; the default where it is missing or, told, none of them."""
    word = reader.text(key, default.value, [member.value for member in kind])
    return next((member for member in kind if member.value == word), default)


def _agent(reader: TableReader) -> Agent:
    skills = reader.table("skills", required=False)
    return Agent(
        name=reader.text("name"),
        extension=reader.text("extension"),
        person=reader.text("person", ""),
        skills={skill: skills.whole(skill, low=1) for skill in skills.data},
        languages=reader.texts("languages"),
        contact=reader.text("contact", ""),
        in_browser=reader.flag("in_browser", False),
    )


def _queue(reader: TableReader) -> Queue:
    return Queue(
        name=reader.text("name"),
        skill=reader.text("skill", ""),
        language=reader.text("language", ""),
        strategy=_one_of(reader, "strategy", Strategy, Strategy.ROUND_ROBIN),
        ring_s=reader.whole("ring_s", 20),
        timeout_s=reader.whole("timeout_s", 120),
        overflow=reader.text("overflow", ""),
        leave_when_empty=reader.flag("leave_when_empty", False),
        priority=reader.whole("priority", 0),
        wrap_up_s=reader.whole("wrap_up_s", 0),
        position=reader.flag("position", True),
        announcement=reader.text("announcement", ""),
        announce_every_s=reader.whole("announce_every_s", 30),
        music=reader.text("music", WAITING_MUSIC),
        call_back_after_s=_optional(reader, "call_back_after_s"),
        call_back_prompt=reader.text("call_back_prompt", ""),
    )


def _menu(reader: TableReader, name: str) -> Node:
    return Menu(
        name=name,
        prompt=reader.text("prompt"),
        keys=_texts_by(reader, "keys"),
        otherwise=reader.text("otherwise"),
        wrong_key_prompt=reader.text("wrong_key_prompt", ""),
        wait_s=reader.whole("wait_s", 4),
        tries=reader.whole("tries", 2),
    )


def _information(reader: TableReader, name: str) -> Node:
    return Information(name=name, prompt=reader.text("prompt"), then=reader.text("then", ""))


def _hand_over(reader: TableReader, name: str) -> Node:
    return HandOver(name=name, queue=reader.text("queue"), prompt=reader.text("prompt", ""))


def _message(reader: TableReader, name: str) -> Node:
    return Message(name=name, prompt=reader.text("prompt"))


_NODES: dict[str, Callable[[TableReader, str], Node]] = {
    "menu": _menu,
    "information": _information,
    "hand_over": _hand_over,
    "message": _message,
}


def _node(reader: TableReader) -> Node:
    name, kind = reader.text("name"), reader.text("kind", allowed=_NODES)
    if kind in _NODES:
        return _NODES[kind](reader, name)
    reader.asked.update(reader.data)  # Of no known kind: its keys cannot be judged.
    return Node(name=name)


def _survey(reader: TableReader) -> Survey:
    levels = [rating.value for rating in Rating]
    words = _texts_by(reader, "keys", levels)
    survey = Survey(
        prompt=reader.text("prompt"),
        keys={key: Rating(word) for key, word in _known(words, levels)},
        thanks_prompt=reader.text("thanks_prompt", ""),
        wait_s=reader.whole("wait_s", 5),
        tries=reader.whole("tries", 1),
    )
    reader.close()
    return survey


def _known(words: dict[str, str], levels: list[str]) -> Iterator[tuple[str, str]]:
    return ((key, word) for key, word in words.items() if word in levels)


def _recording(reader: TableReader) -> Recording:
    recording = Recording(
        announcement=reader.text("announcement", ""), keep_days=reader.whole("keep_days", 180)
    )
    reader.close()
    return recording
