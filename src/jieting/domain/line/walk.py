"""Walking through a plan on paper: which keys lead where, what is heard, how the call counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from jieting.domain.calls.call import Outcome, Rating
from jieting.domain.line.facts import Fact, FactKind, Source
from jieting.domain.line.plan import HandOver, Information, Menu, Message, Node, Plan, Queue
from jieting.domain.line.told import folded
from jieting.domain.periods import Instant

NO_KEY = "-"
"""The caller presses nothing until the menu or the survey has waited long enough."""
ANSWERED = "a"
"""An agent answers, and the talk ends."""
TOO_LONG = "t"
"""The queue's longest wait is over."""
_SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a walk: where the call is, what is heard there, and what the caller then did.

    ``node`` is empty in a queue and in the survey. ``did`` is empty where nothing was asked.
    """

    node: str
    prompt: str = ""
    queue: str = ""
    did: str = ""
    known: bool = True


@dataclass(frozen=True, slots=True)
class Walk:
    """A call so far. ``choices`` is what can happen next, empty where the call is over.

    ``outcome`` is how the call counts if the caller hangs up now, by the rules of the books;
    ``rating`` what was said in the survey. ``stuck`` where the plan leads round and round.
    """

    steps: tuple[Step, ...]
    choices: tuple[str, ...]
    outcome: Outcome | None
    rating: Rating | None = None
    stuck: bool = False


def walk(plan: Plan, keys: Iterable[str], *, is_open: bool = True) -> Walk:
    """The call that begins in service hours, or outside of them, and meets ``keys`` one by one.

    Each of ``keys`` is a key of the telephone, NO_KEY, ANSWERED or TOO_LONG; one that cannot
    happen where the call is, is passed over.
    """
    walker = _Walker(plan)
    walker.begin(is_open)
    for key in keys:
        walker.take(key)
    return walker.result()


@dataclass(slots=True)
class _Walker:
    plan: Plan
    steps: list[Step] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    menu: Menu | None = None
    queue: Queue | None = None
    in_survey: bool = False
    tried: int = 0
    passed: set[str] = field(default_factory=set)
    rating: Rating | None = None
    stuck: bool = False

    def begin(self, is_open: bool) -> None:
        self._tell(FactKind.OFFERED, contract=self.plan.contract)
        if not is_open:
            self._tell(FactKind.REJECTED, reason="closed")
        self._go(self.plan.start if is_open else self.plan.closed)

    def take(self, key: str) -> None:
        """One thing that the caller, an agent or the clock does."""
        if key not in self._choices():
            return
        self.passed.clear()
        if self.menu is not None:
            self._pressed(self.menu, key)
        elif self.queue is not None:
            self._waited(self.queue, key)
        else:
            self._rated(key)

    def result(self) -> Walk:
        return Walk(tuple(self.steps), self._choices(), self._outcome(), self.rating, self.stuck)

    def _choices(self) -> tuple[str, ...]:
        if self.menu is not None or self.in_survey:
            return (*"123456789*0#", NO_KEY)
        if self.queue is None:
            return ()
        return (ANSWERED, TOO_LONG) if self.queue.timeout_s else (ANSWERED,)

    def _outcome(self) -> Outcome | None:
        """By the fold itself, so that a walk never counts otherwise than the books."""
        facts = [*self.facts, self._fact(FactKind.ENDED, {})]
        calls = folded(facts, "walk").calls
        return calls[0].outcome if calls else None

    def _pressed(self, menu: Menu, key: str) -> None:
        known = key in menu.keys
        self._did(key, known)
        self._tell(FactKind.IVR_KEY, node=menu.name, key="" if key == NO_KEY else key)
        if known:
            self._go(menu.keys[key])
            return
        self.tried += 1
        if self.tried >= menu.tries:
            self._go(menu.otherwise)
        else:
            again = menu.prompt if key == NO_KEY else menu.wrong_key_prompt or menu.prompt
            self.steps.append(Step(menu.name, again))

    def _waited(self, queue: Queue, key: str) -> None:
        self._did(key)
        self.queue = None
        if key == TOO_LONG:
            self._tell(FactKind.QUEUE_LEFT, queue=queue.name, rule="timeout")
            self._go(queue.overflow)
            return
        self._tell(FactKind.ANSWERED, agent="-", queue=queue.name)
        self._tell(FactKind.TALK_ENDED, agent="-")
        if self.plan.survey is not None:
            self.in_survey, self.tried = True, 0
            self.steps.append(Step("", self.plan.survey.prompt))

    def _rated(self, key: str) -> None:
        survey = self.plan.survey
        if survey is None:
            return
        self.rating = survey.keys.get(key)
        self._did(key, self.rating is not None)
        self.tried += 1
        if self.rating is not None:
            self._tell(FactKind.RATED, key=key, rating=self.rating.value)
        elif self.tried < survey.tries:
            self.steps.append(Step("", survey.prompt))
            return
        self.in_survey = False
        if self.rating is not None and survey.thanks_prompt:
            self.steps.append(Step("", survey.thanks_prompt))

    def _go(self, name: str) -> None:
        """To a step, and on as far as nobody is asked for anything."""
        self.menu = None
        while (node := self.plan.nodes.get(name)) is not None:
            if name in self.passed:
                self.stuck = True
                return
            self.passed.add(name)
            name = self._arrive(node)

    def _arrive(self, node: Node) -> str:
        """What happens at a step; the name of the next one, '' where the call stays or ends."""
        match node:
            case Menu():
                self.menu, self.tried = node, 0
                self.steps.append(Step(node.name, node.prompt))
            case Information():
                self.steps.append(Step(node.name, node.prompt))
                self._tell(FactKind.INFORMATION, node=node.name)
                return node.then
            case HandOver():
                self._hand_over(node)
            case Message():
                self.steps.append(Step(node.name, node.prompt))
        return ""

    def _hand_over(self, node: HandOver) -> None:
        self.steps.append(Step(node.name, node.prompt))
        if (queue := self.plan.queues.get(node.queue)) is not None:
            self.queue = queue
            self.steps.append(Step("", queue.announcement, queue.name))
            self._tell(FactKind.QUEUED, queue=queue.name)

    def _did(self, key: str, known: bool = True) -> None:
        last = self.steps[-1]
        self.steps[-1] = Step(last.node, last.prompt, last.queue, key, known)

    def _tell(self, kind: FactKind, **data: str) -> None:
        self.facts.append(self._fact(kind, data))

    def _fact(self, kind: FactKind, data: dict[str, str]) -> Fact:
        at = Instant(len(self.facts) * _SECOND)
        key = f"{kind}:{len(self.facts)}"
        return Fact(
            system="walk",
            call="walk",
            key=key,
            at=at,
            kind=kind,
            data=data,
            source=Source.SIMULATED,
        )
