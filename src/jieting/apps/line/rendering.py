"""What the switch is rendered from: every line with its hours, passwords and sounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag

from jieting.apps.audit.actions import audited
from jieting.apps.base.actor import Actor
from jieting.apps.base.live import changed
from jieting.apps.contracts.queries import contract_ids, terms_from
from jieting.apps.line.models import PlanRevision, Prompt
from jieting.apps.line.plan_now import no_plan
from jieting.apps.line.planning import refusals
from jieting.apps.line.planning.actions import TOPIC
from jieting.apps.line.planning.checking import findings_of
from jieting.apps.line.planning.passwords import trunk_password
from jieting.apps.line.planning.queries import newest, plan_of, running_row
from jieting.apps.line.prompts.actions import speak_prompt
from jieting.apps.line.prompts.queries import to_be_spoken
from jieting.apps.line.prompts.speaking import spoken
from jieting.domain.contracts.model import Contract as Terms
from jieting.domain.errors import Finding, JietingError, Place, Refused
from jieting.domain.line.check import located
from jieting.domain.line.hours import over_versions
from jieting.domain.line.plan import Plan
from jieting.domain.said import say
from jieting.switches.asterisk.render.settings import LineToRender

CHINESE = "zh"


@dataclass(frozen=True, slots=True)
class LineFiles:
    """A line ready to be rendered: the revision it comes from, and its sounds by name.

    ``stays`` for a line that goes on as the switch runs it: its sounds there are left alone.
    """

    line: LineToRender
    revision: int
    sounds: Mapping[str, bytes] = field(repr=False)
    stays: bool = False


def lines_to_render(today: date) -> list[LineFiles]:
    """The newest plan of every contract that has one. Errors: Refused for a broken password."""
    rows = (newest(contract) for contract in contract_ids())
    return [_line(row, today, _sounds(row)) for row in rows if row is not None]


def lines_with(contract_id: str, today: date, sounds: Path) -> list[LineFiles]:
    """The newest plan of one line; the others as the switch runs them, one that never ran left out.

    ``sounds`` is the switch's folder of sounds. Errors: Refused without a plan, for a broken
    password, and for a number or telephone that the switch still has in another line.
    """
    row = newest(contract_id)
    if row is None:
        raise Refused(no_plan(contract_id))
    others = [running_row(other) for other in contract_ids() if other != contract_id]
    stay = [other for other in others if other is not None]
    clashes = [one for other in stay for one in _clashes(row, other)]
    if clashes:
        raise Refused(clashes)
    beside = [_line(other, today, _heard(sounds / other.contract_id), stays=True) for other in stay]
    return [_line(row, today, _sounds(row)), *beside]


def render_findings(contract_id: str) -> list[Finding]:
    """What can be said against the newest plan of a line, with the lines of its text."""
    row = newest(contract_id)
    if row is None:
        return []
    plan, file = plan_of(row), f"{contract_id}.line.toml"
    return list(located(findings_of(contract_id, plan), plan, row.text, file))


def speak_what_is_missing(*, by: Actor, at: datetime, contracts: Iterable[str]) -> list[Finding]:
    """Have the machine speak every prompt that has a text and no sound; why it could not.

    One reason is told once: where the machine cannot speak, it can speak none of them.
    """
    found: dict[str, Finding] = {}
    for contract in contracts:
        for name in to_be_spoken(contract):
            try:
                speak_prompt(by=by, at=at, contract_id=contract, name=name)
            except JietingError as error:
                found |= {finding.code: finding for finding in error.findings}
    return list(found.values())


def spoken_sound(text: str, language: str) -> bytes:
    """A text of the product itself as a sound. Errors: Refused where the machine cannot speak."""
    return spoken(text, language).wav


def mark_applied(*, by: Actor, at: datetime, lines: Sequence[LineFiles]) -> None:
    """Note that the switch has taken these plans over; those that stay are as they were."""
    for one in lines:
        if one.stays:
            continue
        contract = one.line.plan.contract
        row = PlanRevision.objects.get(contract_id=contract, revision=one.revision)
        with audited(
            "line.plan.applied", by=by, at=at, contract=contract, object=f"plan {row.revision}"
        ):
            row.applied_at = at
            row.save(update_fields=("applied_at",))
            changed(contract, TOPIC)


def _line(
    row: PlanRevision, today: date, sounds: Mapping[str, bytes], *, stays: bool = False
) -> LineFiles:
    contract_id = row.contract_id
    plan, versions = plan_of(row), terms_from(contract_id, today)
    line = LineToRender(
        plan=plan,
        calendar=over_versions([(first, terms.calendar) for first, terms in versions]),
        zone=versions[0][1].zone,
        language=_language(versions[0][1]),
        trunk_secrets=_secrets(contract_id, plan),
        sounds=frozenset(sounds),
    )
    return LineFiles(line, row.revision, sounds, stays)


def _sounds(row: PlanRevision) -> dict[str, bytes]:
    """The sounds of a line as they are kept."""
    rows = Prompt.objects.filter(contract_id=row.contract_id).order_by("name")
    return {name: bytes(sound) for name, sound in rows.values_list("name", "sound")}


def _heard(folder: Path) -> dict[str, bytes]:
    """The sounds of a line as callers hear them; one made since is not heard before it applies."""
    return {path.stem: path.read_bytes() for path in sorted(folder.glob("*.wav"))}


def _clashes(row: PlanRevision, other: PlanRevision) -> Iterator[Finding]:
    """What a plan takes that the other line has given up, but not yet on the switch."""
    plan, theirs, owner = plan_of(row), plan_of(other), other.contract_id
    for number in plan.numbers:
        if number in theirs.numbers:
            yield refusals.not_yet_free(refusals.number_taken(number, owner), owner)
    taken = {agent.extension for agent in theirs.agents.values()}
    for agent in plan.agents.values():
        if agent.extension in taken:
            found = refusals.extension_taken(agent.name, agent.extension, owner)
            yield refusals.not_yet_free(found, owner)


def _language(terms: Terms) -> str:
    first = next(iter(terms.languages), CHINESE)
    return first.partition("-")[0].lower()


def _secrets(contract_id: str, plan: Plan) -> dict[str, str]:
    found = {}
    for trunk in plan.trunks.values():
        try:
            found[trunk.name] = trunk_password(contract_id, trunk.name)
        except InvalidTag as error:
            raise Refused(_broken_password(contract_id, trunk.name)) from error
    return found


def _broken_password(contract_id: str, trunk: str) -> Finding:
    return Finding(
        "trunk_password_broken",
        say("The password of the trunk {trunk} cannot be opened.", trunk=trunk),
        say("It was sealed with another key, or changed; the carrier would refuse the switch."),
        say("Enter it again on the page of the line's plan."),
        Place(contract_id),
    )
