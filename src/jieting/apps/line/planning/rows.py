"""What the page of a plan shows: the tree as cards, and the findings beside their parts."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from jieting.apps.line.models import Prompt
from jieting.domain.errors import Finding
from jieting.domain.line.check_tree import ways
from jieting.domain.line.plan import HandOver, Information, Menu, Message, Node, Plan
from jieting.domain.line.toml_text import KIND_OF
from jieting.domain.said import Said, say

KIND_WORDS: dict[str, Said] = {
    "menu": say("Menu"),
    "information": say("Information"),
    "hand_over": say("Hand-over to agents"),
    "message": say("Message"),
}
"""Kinds of steps."""
KIND_ICONS = {
    "menu": "list-check",
    "information": "info-circle-fill",
    "hand_over": "people",
    "message": "telephone",
}


@dataclass(slots=True)
class Way:
    """Where a step leads: by which key or rule, to which step, whose card follows if it is new."""

    key: str
    words: Said | None
    target: str
    card: Card | None = None


@dataclass(slots=True)
class Card:
    """A step as it is shown."""

    name: str
    kind: str
    words: Said
    icon: str
    prompt: str
    text: str
    sound: Prompt | None
    queue: str = ""
    findings: list[Finding] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)


class Findings:
    """Findings by the part that they concern."""

    def __init__(self, found: Iterable[Finding]) -> None:
        self.all = list(found)

    def of(self, part: str, name: str = "") -> list[Finding]:
        """The findings about a part, or about the one of that name."""
        begin = f"{part}.{name}" if name else part
        return [
            one
            for one in self.all
            if one.place.column == begin or one.place.column.startswith(f"{begin}.")
        ]


class Tree:
    """The cards of a plan: each step once, below the step from which it is nearest to a caller."""

    def __init__(self, plan: Plan, sounds: Mapping[str, Prompt], found: Findings) -> None:
        self.plan, self.sounds, self.found = plan, sounds, found
        self.shown: set[str] = set()
        self.above = _above(plan)

    def trunk(self) -> list[Card]:
        """The cards from the beginning of a call on."""
        return [card] if (card := self._card(self.plan.start)) is not None else []

    def beside(self) -> list[Card]:
        """The cards of steps that no call in service hours comes to; to be asked for last."""
        ends = (self.plan.closed, self.plan.full)
        names = [*dict.fromkeys([*ends, *self.plan.nodes])]
        cards = (self._card(name) for name in names if name not in self.shown)
        return [card for card in cards if card is not None]

    def _card(self, name: str) -> Card | None:
        node = self.plan.nodes.get(name)
        if node is None or name in self.shown:
            return None
        self.shown.add(name)
        kind, prompt = KIND_OF[type(node)], getattr(node, "prompt", "")
        card = Card(
            name=name,
            kind=kind,
            words=KIND_WORDS[kind],
            icon=KIND_ICONS[kind],
            prompt=prompt,
            text=self.plan.prompts.get(prompt, ""),
            sound=self.sounds.get(prompt),
            queue=node.queue if isinstance(node, HandOver) else "",
            findings=self.found.of("node", name),
        )
        card.ways = list(self._ways(node))
        return card

    def _ways(self, node: Node) -> Iterator[Way]:
        """The ways on; a card stands below the first way that leads to it."""
        found = [
            Way(_key(node, where), _words(node, where), target)
            for where, target in ways(self.plan, node)
        ]
        for way in found:
            if self.above.get(way.target) == node.name:
                way.card = self._card(way.target)
        yield from found


def _above(plan: Plan) -> dict[str, str]:
    """The step below which each step stands: the one that leads there in the fewest steps."""
    above: dict[str, str] = {}
    begun: set[str] = set()
    for root in (plan.start, plan.closed, plan.full, *plan.nodes):
        todo = deque([root])
        while todo:
            name = todo.popleft()
            if name in begun or name not in plan.nodes:
                continue
            begun.add(name)
            for _, target in ways(plan, plan.nodes[name]):
                if target not in begun and target not in above:
                    above[target] = name
                    todo.append(target)
    return above


def _key(node: Node, where: tuple[str, ...]) -> str:
    return where[-1] if isinstance(node, Menu) and where[2] == "keys" else ""


def _words(node: Node, where: tuple[str, ...]) -> Said | None:
    match node:
        case Menu() if where[2] == "otherwise":
            return say("no known key")
        case Information():
            return say("Then it goes on to")
        case HandOver():
            return say("leaves the queue by rule")
        case Message() | Menu():
            return None
    return None
