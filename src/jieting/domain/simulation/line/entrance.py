"""The way in: a call arrives, hears the menu, and reaches an answer, a queue or an end."""

from __future__ import annotations

from jieting.domain.line.facts import FactKind
from jieting.domain.line.plan import HandOver, Information, Menu, Message
from jieting.domain.periods import SECOND, Instant
from jieting.domain.simulation.line.dice import (
    between,
    chance,
    choose,
    exponential,
    lognormal,
    span,
)
from jieting.domain.simulation.line.live import Act, Live, LiveCall
from jieting.domain.simulation.line.waiting import enter_queue
from jieting.domain.simulation.profile import Lognormal

NOT_GIVEN_OUT = "100"
"""How every simulated number begins: no subscriber's number does."""
_MOST_HOPS = 12
_ANNOUNCEMENT_S = 8.0
_STAYS_AFTER_ANSWER = 0.3


def arrive(live: Live) -> LiveCall:
    """One more call."""
    digits = f"{int(live.dice.random() * 10**8):08d}"
    name = f"{live.named}-{live.now // SECOND}.{live.now % SECOND:06d}"
    while name in live.calls:
        name += "0"
    call = LiveCall(name, f"{NOT_GIVEN_OUT}{digits}", live.now)
    full = live.plan.most_calls is not None and len(live.calls) >= live.plan.most_calls
    live.calls[name] = call
    number = live.plan.numbers[0] if live.plan.numbers else ""
    live.tell(
        call,
        FactKind.OFFERED,
        contract=live.plan.contract,
        direction="inbound",
        caller=call.number,
        number=number,
    )
    if not live.is_open(live.now):
        _turn_away(live, call, "closed")
    elif full:
        _turn_away(live, call, "full")
    else:
        _aim(live, call)
        live.later(span(_ANNOUNCEMENT_S if live.emergency else 1.0), call, _start)
    return call


def _turn_away(live: Live, call: LiveCall, reason: str) -> None:
    live.tell(call, FactKind.REJECTED, reason=reason)
    call.go_on("rejected")
    if chance(live.dice, 0.4):
        live.later(exponential(live.dice, 4.0), call, hang_up("caller"))
    live.later(span(live.profile.menu.closed_message_s), call, hang_up("switch"))


def _aim(live: Live, call: LiveCall) -> None:
    """What the caller has come for: an answer, an agent, or nothing that the menu can tell."""
    menu, ways = live.profile.menu, live.ways
    if ways.answers and chance(live.dice, menu.served_share):
        call.way = list(choose(live.dice, ways.answers))
    elif ways.queues:
        call.way = list(choose(live.dice, ways.queues))
    if chance(live.dice, menu.abandoned_share):
        live.later(exponential(live.dice, menu.abandoned_mean_s), call, hang_up("caller"))


def _start(live: Live, call: LiveCall) -> None:
    live.enter(live, call, live.plan.start)


def enter_node(live: Live, call: LiveCall, name: str) -> None:
    """The call comes to a node of the menu tree; without one the switch ends it."""
    node = live.plan.nodes.get(name)
    call.hops += 1
    match node:
        case Menu() if call.hops <= _MOST_HOPS:
            live.later(_to_key(live, call), call, _pressed(node))
        case Information():
            live.tell(call, FactKind.INFORMATION, node=name)
            call.go_on("information")
            live.later(lognormal(live.dice, live.profile.menu.served, 5), call, _heard(node))
        case HandOver():
            live.later(between(live.dice, 2, 5), call, _handed_over(node))
        case Message():
            live.later(between(live.dice, 4, 9), call, hang_up("switch"))
        case _:
            live.end(call, "switch")


def _to_key(live: Live, call: LiveCall) -> Instant:
    """How long the caller listens before the next key; the whole way takes what it takes."""
    whole = live.profile.menu.to_queue
    part = Lognormal(whole.mean_s / (len(call.way) + 1), whole.sigma)
    return lognormal(live.dice, part, 1.5, 30)


def _pressed(menu: Menu) -> Act:
    def act(live: Live, call: LiveCall) -> None:
        key = call.way.pop(0) if call.way and call.way[0] in menu.keys else ""
        live.tell(call, FactKind.IVR_KEY, node=menu.name, key=key)
        live.enter(live, call, menu.keys[key] if key else menu.otherwise)

    return act


def _heard(node: Information) -> Act:
    def act(live: Live, call: LiveCall) -> None:
        call.way.clear()
        if node.then and chance(live.dice, _STAYS_AFTER_ANSWER):
            live.enter(live, call, node.then)
        else:
            live.end(call, "caller" if node.then else "switch")

    return act


def _handed_over(node: HandOver) -> Act:
    return lambda live, call: enter_queue(live, call, node.queue)


def hang_up(by: str) -> Act:
    """The end of a call by the caller, the agent or the switch."""
    return lambda live, call: live.end(call, by)
