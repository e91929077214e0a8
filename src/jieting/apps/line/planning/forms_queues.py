"""Forms of queues and trunks."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, ClassVar

from django import forms

from jieting.apps.base.words import later
from jieting.apps.line.planning.fields import (
    flag_field,
    listed,
    name_field,
    number_field,
    pick_field,
    text_field,
    word_field,
)
from jieting.domain.line.check_trunks import CODECS
from jieting.domain.line.plan import Dtmf, Plan, Queue, Strategy, Trunk
from jieting.domain.line.plan_edit import with_queue, with_trunk, without_queue, without_trunk
from jieting.domain.said import Said, say

STRATEGIES: dict[str, Said] = {
    Strategy.ROUND_ROBIN: say("one after another"),
    Strategy.LONGEST_IDLE: say("who has not been called for longest"),
    Strategy.FEWEST_CALLS: say("who has had the fewest calls"),
    Strategy.ALL: say("all at once"),
    Strategy.RANDOM: say("by chance"),
}
"""Which free agent a call rings at."""
DTMF_WORDS: dict[str, Said] = {
    Dtmf.RFC4733: say("as events in the voice stream (RFC 4733)"),
    Dtmf.INFO: say("as SIP INFO"),
    Dtmf.INBAND: say("as tones"),
    Dtmf.AUTO: say("as the carrier offers it"),
}
"""How the carrier sends the keys."""


class QueueForm(forms.Form):
    """A queue: who serves it, how long callers wait and what they hear meanwhile."""

    title: ClassVar[Said] = say("Queue")
    hint: ClassVar[Said] = say("Where callers wait for an agent of a skill and a language.")

    name = name_field()
    skill = text_field(
        say("Skill"), 40, help_text=later(say("Agents who have it serve the queue; empty: all."))
    )
    language = text_field(
        say("Language"), 20, help_text=later(say("Such as zh or en; empty: whichever."))
    )
    strategy = word_field(say("It rings at"), STRATEGIES)
    ring_s = number_field(say("Seconds that a telephone rings"), 5, 120, initial=20)
    timeout_s = number_field(say("Longest wait in seconds (0: for ever)"), 0, 7200, initial=120)
    leave_when_empty = flag_field(say("Calls leave at once where nobody is signed in"))
    priority = number_field(say("Priority (a higher one is served first)"), 0, 100, initial=0)
    wrap_up_s = number_field(say("Seconds of wrap-up after a call"), 0, 3600, initial=0)
    position = flag_field(say("Callers hear their place and wait"))
    announce_every_s = number_field(say("Seconds between announcements"), 0, 3600, initial=30)
    music = name_field(label=later(say("Music")), initial="default")
    call_back_after_s = number_field(
        say("A call back is offered after seconds (empty: never)"), 1, 7200, required=False
    )

    def __init__(self, plan: Plan, old: str, *args: Any, **kwargs: Any) -> None:
        queue = plan.queues.get(old)
        first = asdict(queue) if queue else {"position": True}
        super().__init__(*args, initial={**first, **kwargs.pop("initial", {})}, **kwargs)
        self.plan, self.old = plan, old
        self.fields["overflow"] = pick_field(
            say("Who leaves by rule goes on to"), plan.nodes, say("nowhere")
        )
        for name, label in (
            ("announcement", say("Announcement while waiting")),
            ("call_back_prompt", say("Prompt that offers the call back")),
        ):
            self.fields[name] = pick_field(label, plan.prompts, say("none"))
        order = list(self.fields)
        order.remove("overflow")
        order.insert(order.index("leave_when_empty") + 1, "overflow")
        self.order_fields(order)

    def applied(self) -> Plan:
        """The plan with the queue as the form says it."""
        given = {**self.cleaned_data, "strategy": Strategy(self.cleaned_data["strategy"])}
        return with_queue(self.plan, self.old, Queue(**given))

    def removed(self) -> Plan:
        """The plan without the queue."""
        return without_queue(self.plan, self.old)

    def clean_name(self) -> str:
        """A name that no other queue has."""
        name: str = self.cleaned_data["name"]
        if name != self.old and name in self.plan.queues:
            raise forms.ValidationError(later(say("There is a queue of this name already.")))
        return name


class TrunkForm(forms.Form):
    """A way to the carrier."""

    title: ClassVar[Said] = say("Trunk")
    hint: ClassVar[Said] = say("The way to the carrier, as the carrier's letter says it.")

    name = name_field()
    host = text_field(say("Address of the carrier"), 253, required=True)
    port = number_field(say("Port"), 1, 65_535, initial=5060)
    match = text_field(
        say("Addresses that its calls come from"),
        500,
        help_text=later(say("With commas between them; empty: the address above.")),
    )
    user = text_field(say("User"), 64)
    registers = flag_field(say("The switch signs in at the carrier"))
    codecs = text_field(
        say("Codecs"),
        60,
        required=True,
        initial="alaw, ulaw",
        help_text=later(say("The best first: {known}.", known=", ".join(CODECS))),
    )
    dtmf = word_field(say("Keys arrive"), DTMF_WORDS)
    caller_id = text_field(say("Number that calls out show"), 21)

    def __init__(self, plan: Plan, old: str, *args: Any, **kwargs: Any) -> None:
        trunk = plan.trunks.get(old)
        first = asdict(trunk) if trunk else {}
        for name in ("match", "codecs"):
            if name in first:
                first[name] = ", ".join(first[name])
        super().__init__(*args, initial={**first, **kwargs.pop("initial", {})}, **kwargs)
        self.plan, self.old = plan, old
        if old:  # its password is kept under the name
            self.fields["name"].widget.attrs["readonly"] = True

    def applied(self) -> Plan:
        """The plan with the trunk as the form says it."""
        given = dict(self.cleaned_data)
        given |= {name: listed(given[name]) for name in ("match", "codecs")}
        given["dtmf"] = Dtmf(given["dtmf"])
        return with_trunk(self.plan, self.old, Trunk(**given))

    def removed(self) -> Plan:
        """The plan without the trunk."""
        return without_trunk(self.plan, self.old)

    def clean_name(self) -> str:
        """A new name for a new trunk, the old one for an old one."""
        name: str = self.cleaned_data["name"]
        if self.old:
            return self.old
        if name in self.plan.trunks:
            raise forms.ValidationError(later(say("There is a trunk of this name already.")))
        return name
