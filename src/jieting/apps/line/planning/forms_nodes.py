"""Forms of the steps: a menu with its keys, an information, a hand-over, a message."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar

from django import forms

from jieting.apps.base.words import later
from jieting.apps.line.planning.fields import (
    TEXT_HELP,
    name_field,
    number_field,
    pick_field,
    words_field,
)
from jieting.domain.line.check_place import KEYS
from jieting.domain.line.plan import HandOver, Information, Menu, Message, Node, Plan
from jieting.domain.line.plan_edit import with_node, with_texts, without_node
from jieting.domain.said import Said, say

KEY_FIELDS = {key: f"key_{ {'*': 'star', '#': 'hash'}.get(key, key) }" for key in KEYS}
"""The field of each key."""
_PAD = "123456789*0#"


class NodeForm(forms.Form):
    """What every step has: a name, and a prompt with its text."""

    title: ClassVar[Said]
    hint: ClassVar[Said]
    prompt_is_needed: ClassVar[bool] = True

    def __init__(self, plan: Plan, old: str, *args: Any, **kwargs: Any) -> None:
        node = plan.nodes.get(old)
        initial = {**(self.first(plan, node) if node else {}), **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)
        self.plan, self.old = plan, old
        self.fields["name"] = name_field(label=later(say("Name of the step")))
        self.fields["prompt"] = name_field(label=later(say("Prompt")), required=False)
        self.fields["prompt"].help_text = later(
            say("The name of what is played; empty: the name of the step.")
            if self.prompt_is_needed
            else say("The name of what is played; empty: nothing.")
        )
        self.fields["text"] = words_field(say("Text of the prompt"), help_text=later(TEXT_HELP))
        self.add(plan)

    def add(self, plan: Plan) -> None:
        """The fields of the kind."""

    @classmethod
    def first(cls, plan: Plan, node: Node) -> dict[str, Any]:
        """The values of a step that is there."""
        prompt = getattr(node, "prompt", "")
        return {"name": node.name, "prompt": prompt, "text": plan.prompts.get(prompt, "")}

    @abstractmethod
    def node(self, given: dict[str, Any], prompt: str) -> Node:
        """The step that the form says."""

    def applied(self) -> Plan:
        """The plan with the step as the form says it."""
        given = self.cleaned_data
        prompt = given["prompt"] or (given["name"] if self.prompt_is_needed else "")
        plan = with_node(self.plan, self.old, self.node(given, prompt))
        # Another prompt is chosen without touching the text: then the text is not meant for it.
        if not prompt or (prompt in plan.prompts and "text" not in self.changed_data):
            return plan
        return with_texts(plan, {prompt: given["text"]})

    def removed(self) -> Plan:
        """The plan without the step."""
        return without_node(self.plan, self.old)

    def clean_name(self) -> str:
        """A name that no other step has."""
        name: str = self.cleaned_data["name"]
        if name != self.old and name in self.plan.nodes:
            raise forms.ValidationError(later(say("There is a step of this name already.")))
        return name


class MenuForm(NodeForm):
    """A menu: what it says, and where each key leads."""

    title = say("Menu")
    hint = say("Says something and takes one key.")

    def add(self, plan: Plan) -> None:
        """The keys in the order of a telephone's pad, and what happens without one."""
        steps = list(dict.fromkeys([*plan.nodes, *([self.old] if self.old else [])]))
        for key in _PAD:
            label = say("Key {key}", key=key)
            self.fields[KEY_FIELDS[key]] = pick_field(label, steps, say("nothing"))
        self.fields["otherwise"] = pick_field(say("Without a known key it goes on to"), steps)
        self.fields["wrong_key_prompt"] = pick_field(
            say("After a wrong key it says"), plan.prompts, say("the menu again")
        )
        self.fields["wait_s"] = number_field(say("Seconds to wait for a key"), 1, 30, initial=4)
        self.fields["tries"] = number_field(say("Tries"), 1, 9, initial=2)

    @classmethod
    def first(cls, plan: Plan, node: Node) -> dict[str, Any]:
        """The values of the menu."""
        if not isinstance(node, Menu):
            return NodeForm.first(plan, node)
        keys = {KEY_FIELDS[key]: to for key, to in node.keys.items() if key in KEY_FIELDS}
        own = ("otherwise", "wrong_key_prompt", "wait_s", "tries")
        rest = {name: getattr(node, name) for name in own}
        return {**NodeForm.first(plan, node), **keys, **rest}

    @property
    def pad(self) -> list[Any]:
        """The fields of the keys, in the order of a telephone's pad."""
        return [self[KEY_FIELDS[key]] for key in _PAD]

    @property
    def rest(self) -> list[Any]:
        """The other fields."""
        keys = set(KEY_FIELDS.values())
        return [self[name] for name in self.fields if name not in keys]

    def node(self, given: dict[str, Any], prompt: str) -> Node:
        """The menu that the form says."""
        keys = {key: given[field] for key, field in KEY_FIELDS.items() if given[field]}
        return Menu(
            name=given["name"],
            prompt=prompt,
            keys=keys,
            otherwise=given["otherwise"],
            wrong_key_prompt=given["wrong_key_prompt"],
            wait_s=given["wait_s"],
            tries=given["tries"],
        )


class InformationForm(NodeForm):
    """A self-service answer."""

    title = say("Information")
    hint = say("Answers a question; who hears it and asks for nobody is served by the IVR.")

    def add(self, plan: Plan) -> None:
        """Where it goes on."""
        self.fields["then"] = pick_field(
            say("Then it goes on to"), plan.nodes, say("the end of the call")
        )

    @classmethod
    def first(cls, plan: Plan, node: Node) -> dict[str, Any]:
        """The values of the information."""
        return {**NodeForm.first(plan, node), "then": getattr(node, "then", "")}

    def node(self, given: dict[str, Any], prompt: str) -> Node:
        """The information that the form says."""
        return Information(name=given["name"], prompt=prompt, then=given["then"])


class HandOverForm(NodeForm):
    """A hand-over to a queue."""

    title = say("Hand-over to agents")
    hint = say("Puts the caller into a queue.")
    prompt_is_needed = False

    def add(self, plan: Plan) -> None:
        """The queue."""
        self.fields["queue"] = pick_field(say("Queue"), plan.queues)

    @classmethod
    def first(cls, plan: Plan, node: Node) -> dict[str, Any]:
        """The values of the hand-over."""
        return {**NodeForm.first(plan, node), "queue": getattr(node, "queue", "")}

    def node(self, given: dict[str, Any], prompt: str) -> Node:
        """The hand-over that the form says."""
        return HandOver(name=given["name"], queue=given["queue"], prompt=prompt)


class MessageForm(NodeForm):
    """A message that ends the call."""

    title = say("Message")
    hint = say("Says something and ends the call; nobody is served by it.")

    def node(self, given: dict[str, Any], prompt: str) -> Node:
        """The message that the form says."""
        return Message(name=given["name"], prompt=prompt)
