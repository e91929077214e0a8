"""Forms of the line as a whole: where calls begin, the survey, the recording, the agents."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, ClassVar

from django import forms

from jieting.apps.base.words import later
from jieting.apps.line.planning.fields import (
    flag_field,
    listed,
    number_field,
    pick_field,
    skills_of,
    skills_text,
    text_field,
)
from jieting.apps.line.planning.forms_nodes import KEY_FIELDS
from jieting.documents.words import RATINGS
from jieting.domain.calls.call import Rating
from jieting.domain.line.plan import Agent, Message, Plan, Recording, Survey
from jieting.domain.said import Said, say

_PAD = "1234567890*#"
_SMALL = "form-control form-control-sm"
_BLANK_ROWS = 3


class PartForm(forms.Form):
    """A part that a line has once."""

    title: ClassVar[Said]
    hint: ClassVar[Said]

    def __init__(self, plan: Plan, old: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={**self.first(plan), **kwargs.pop("initial", {})}, **kwargs)
        self.plan, self.old = plan, old
        self.add(plan)

    @abstractmethod
    def first(self, plan: Plan) -> dict[str, Any]:
        """The values that hold."""

    @abstractmethod
    def add(self, plan: Plan) -> None:
        """The fields that depend on the plan."""


class LineForm(PartForm):
    """Where calls come in and begin."""

    title = say("Numbers and beginning")
    hint = say("The numbers that lead here, and the first step of a call.")

    def first(self, plan: Plan) -> dict[str, Any]:
        """The values that hold."""
        names = ("start", "closed", "full", "most_calls", "emergency_prompt")
        return {
            "numbers": ", ".join(plan.numbers),
            **{name: getattr(plan, name) for name in names},
        }

    def add(self, plan: Plan) -> None:
        """Numbers, the three beginnings and the limit."""
        messages = [name for name, node in plan.nodes.items() if isinstance(node, Message)]
        self.fields["numbers"] = text_field(
            say("Called numbers"),
            300,
            help_text=later(say("As the carrier sends them, with commas between them.")),
        )
        self.fields["start"] = pick_field(say("A call begins at"), plan.nodes)
        self.fields["closed"] = pick_field(say("Outside of service hours it hears"), messages)
        self.fields["most_calls"] = number_field(
            say("Most calls at once (empty: no limit)"), 1, 10_000, required=False
        )
        self.fields["full"] = pick_field(
            say("Beyond that a caller hears"), messages, say("the busy tone")
        )
        self.fields["emergency_prompt"] = pick_field(
            say("Prepared emergency announcement"), plan.prompts, say("none")
        )

    def applied(self) -> Plan:
        """The plan as the form says it."""
        given = {**self.cleaned_data, "numbers": listed(self.cleaned_data["numbers"])}
        return replace(self.plan, **given)


class SurveyForm(PartForm):
    """The question after an answered call."""

    title = say("Survey")
    hint = say("The question after an answered call, and what each key means.")

    def first(self, plan: Plan) -> dict[str, Any]:
        """The values that hold."""
        survey = plan.survey
        if survey is None:
            return {"asks": False, "wait_s": 5, "tries": 1}
        keys = {KEY_FIELDS[key]: level.value for key, level in survey.keys.items()}
        own = ("prompt", "thanks_prompt", "wait_s", "tries")
        return {"asks": True, **keys, **{name: getattr(survey, name) for name in own}}

    def add(self, plan: Plan) -> None:
        """Keys and their levels."""
        self.fields["asks"] = flag_field(say("Callers are asked for a rating"))
        for key in _PAD:
            choices = [
                ("", later(say("nothing"))),
                *((r.value, later(w)) for r, w in RATINGS.items()),
            ]
            label = later(say("Key {key}", key=key))
            self.fields[KEY_FIELDS[key]] = forms.ChoiceField(
                label=label, choices=choices, required=False
            )
        self.fields["prompt"] = pick_field(say("Prompt of the question"), plan.prompts, say("none"))
        self.fields["thanks_prompt"] = pick_field(
            say("Prompt of thanks"), plan.prompts, say("none")
        )
        self.fields["wait_s"] = number_field(say("Seconds to wait for a key"), 1, 30)
        self.fields["tries"] = number_field(say("Tries"), 1, 9)

    @property
    def pad(self) -> list[Any]:
        """The fields of the keys."""
        return [self[KEY_FIELDS[key]] for key in _PAD]

    @property
    def rest(self) -> list[Any]:
        """The other fields."""
        keys = set(KEY_FIELDS.values())
        return [self[name] for name in self.fields if name not in keys]

    def clean(self) -> dict[str, Any]:
        """A question that is asked has words."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("asks") and not cleaned.get("prompt"):
            self.add_error("prompt", later(say("Name the prompt that asks.")))
        return cleaned

    def applied(self) -> Plan:
        """The plan as the form says it."""
        given = self.cleaned_data
        if not given["asks"]:
            return replace(self.plan, survey=None)
        keys = {k: Rating(given[KEY_FIELDS[k]]) for k in _PAD if given[KEY_FIELDS[k]]}
        own = {name: given[name] for name in ("prompt", "thanks_prompt", "wait_s", "tries")}
        return replace(self.plan, survey=Survey(keys=keys, **own))


class RecordingForm(PartForm):
    """Whether talks are recorded."""

    title = say("Recording of talks")
    hint = say("Whether talks are recorded, what callers are told before, how long it is kept.")

    def first(self, plan: Plan) -> dict[str, Any]:
        """The values that hold."""
        now = plan.recording or Recording()
        return {
            "records": plan.recording is not None,
            "announcement": now.announcement,
            "keep_days": now.keep_days,
        }

    def add(self, plan: Plan) -> None:
        """The announcement and the days."""
        self.fields["records"] = flag_field(say("Talks are recorded"))
        self.fields["announcement"] = pick_field(
            say("Callers hear before"), plan.prompts, say("nothing")
        )
        self.fields["keep_days"] = number_field(say("Days that they are kept"), 1, 10_000)

    def applied(self) -> Plan:
        """The plan as the form says it."""
        given = self.cleaned_data
        made = Recording(announcement=given["announcement"], keep_days=given["keep_days"])
        return replace(self.plan, recording=made if given["records"] else None)


class AgentForm(forms.Form):
    """An agent as a row of the table."""

    name = text_field(say("Agent"), 40, required=True)
    extension = text_field(say("Extension"), 6, required=True)
    person = text_field(say("Person"))
    skills = text_field(say("Skills and levels"), 200)
    languages = text_field(say("Languages"), 60)
    in_browser = flag_field(say("Telephone in the browser"))
    contact = text_field(say("Fixed telephone"), 120)

    def clean_skills(self) -> dict[str, int]:
        """The skills as the plan has them."""
        found = skills_of(self.cleaned_data["skills"])
        if found is None:
            raise forms.ValidationError(
                later(say("Write a skill and its level: hotline 1, vip 2."))
            )
        return found

    def agent(self) -> Agent:
        """The agent that the row says."""
        given = {**self.cleaned_data, "languages": listed(self.cleaned_data["languages"])}
        given.pop("DELETE", None)
        return Agent(**given)


class AgentRows(forms.BaseFormSet):
    """The rows of the table, each with its fields named for one who cannot see the head."""

    people: Mapping[str, str] = MappingProxyType({})
    """Sign-in name to full name of those to choose from."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """The persons to choose from, and a spoken name for each field."""
        super().add_fields(form, index)
        person = pick_field(say("Person"), self.people, say("nobody"))
        now = str(form.initial.get("person", ""))
        told = [(one, f"{name} · {one}") for one, name in self.people.items()]
        if now and now not in self.people:
            # What stands in the plan is shown, and told by its check.
            told.append((now, now))
        person.choices = [("", later(say("nobody"))), *told]
        person.widget.attrs["class"] = "form-select form-select-sm"
        form.fields["person"] = person
        form.fields["DELETE"].label = later(say("Take out"))
        for field in form.fields.values():
            field.widget.attrs["aria-label"] = field.label
            if not isinstance(field, forms.BooleanField | forms.ChoiceField):
                field.widget.attrs["class"] = _SMALL


_OPTIONS: dict[str, Any] = {"formset": AgentRows, "can_delete": True, "max_num": 500}
_Table = forms.formset_factory(AgentForm, extra=_BLANK_ROWS, **_OPTIONS)


def agents_table(plan: Plan, people: Mapping[str, str], data: Any = None) -> Any:
    """The table of agents, as it holds or as it was sent."""
    table = _Table(data, prefix="agents", initial=[_row(agent) for agent in plan.agents.values()])
    table.people = people
    return table


def agents_of(table: Any) -> tuple[dict[str, Agent], str]:
    """The agents that a valid table says, and the first name that stands twice, '' for none."""
    found: dict[str, Agent] = {}
    for agent in _agents(table):
        if agent.name in found:
            return found, agent.name
        found[agent.name] = agent
    return found, ""


def _agents(table: Any) -> Iterator[Agent]:
    for row in table.forms:
        if row.cleaned_data and not row.cleaned_data.get("DELETE"):
            yield row.agent()


def _row(agent: Agent) -> dict[str, Any]:
    return {
        "name": agent.name,
        "extension": agent.extension,
        "person": agent.person,
        "skills": skills_text(agent.skills),
        "languages": ", ".join(agent.languages),
        "in_browser": agent.in_browser,
        "contact": agent.contact,
    }
