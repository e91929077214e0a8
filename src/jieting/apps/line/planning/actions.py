"""Writing plans: a revision for every change, and the passwords that carriers gave."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from jieting.apps.accounts.queries import own_name
from jieting.apps.audit.actions import audited
from jieting.apps.base.actor import Actor
from jieting.apps.base.live import changed
from jieting.apps.base.turns import one_at_a_time
from jieting.apps.line.models import PlanRevision, Secret
from jieting.apps.line.planning import refusals
from jieting.apps.line.planning.checking import findings_of
from jieting.apps.line.planning.passwords import sealed_password
from jieting.apps.line.planning.queries import newest, plan_of
from jieting.domain.errors import BadInput, Refused
from jieting.domain.line.check import located
from jieting.domain.line.toml import parse_plan

LONGEST_TEXT = 400_000
LONGEST_PASSWORD = 100
TOPIC = "plan"
"""What pages of a line's plan listen to."""


def save_plan(
    *, by: Actor, at: datetime, contract_id: str, text: str, revision: int, note: str = ""
) -> PlanRevision:
    """The text as the next revision of the line's plan, based on ``revision`` (0: on none).

    The switch runs the older plan until the new one is applied. Warnings do not hinder; a text
    that says what holds already makes no revision.
    Errors: BadInput with every error at once; Refused where somebody else saved in the meantime.
    """
    _must_be_text(text)
    file = f"{contract_id}.line.toml"
    with audited("line.plan.saved", by=by, at=at, contract=contract_id, reason=note) as entry:
        one_at_a_time("line/plans")  # numbers and extensions are unique over all lines
        last = newest(contract_id)
        if (last.revision if last is not None else 0) != revision:
            by_name, number = (last.made_by_name, last.revision) if last else ("-", 0)
            raise Refused(refusals.changed_meanwhile(by_name, number))
        plan = parse_plan(text, file)
        found = list(located(findings_of(contract_id, plan), plan, text, file))
        errors = [finding for finding in found if finding.is_error]
        if errors:
            raise BadInput(errors)
        if last is not None and last.text == text:
            entry.object = f"plan {last.revision}"
            return last
        row = PlanRevision.objects.create(
            contract_id=contract_id,
            revision=(last.revision if last is not None else 0) + 1,
            text=text,
            digest=sha256(text.encode()).hexdigest(),
            note=note,
            made_by_id=by.user_id,
            made_by_name=own_name(by),
            made_at=at,
        )
        entry.object = f"plan {row.revision}"
        entry.detail.update(digest=row.digest, warnings=len(found))
        changed(contract_id, TOPIC)
    return row


def set_trunk_password(
    *, by: Actor, at: datetime, contract_id: str, trunk: str, password: str
) -> None:
    """Keep the password that a carrier gave, sealed; an empty one forgets it. Never shown again.

    Errors: Refused for a trunk that the plan does not have; BadInput for an unfit password.
    """
    if len(password) > LONGEST_PASSWORD or not _bearable(password):
        raise BadInput(refusals.password_unfit())
    with audited(
        "line.trunk.password_set", by=by, at=at, contract=contract_id, object=f"trunk {trunk}"
    ) as entry:
        last = newest(contract_id)
        if last is None or trunk not in plan_of(last).trunks:
            raise Refused(refusals.no_trunk(trunk))
        entry.detail["forgotten"] = not password
        if password:
            Secret.objects.update_or_create(
                contract_id=contract_id,
                name=trunk,
                defaults={"sealed": sealed_password(contract_id, trunk, password), "set_at": at},
            )
        else:
            Secret.objects.filter(contract_id=contract_id, name=trunk).delete()
        changed(contract_id, TOPIC)


def _must_be_text(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise BadInput(refusals.too_long(LONGEST_TEXT))
    if "\0" in text:
        raise BadInput(refusals.no_text())


def _bearable(password: str) -> bool:
    """Visible ASCII without what begins a comment or ends a value in the switch's files."""
    return all("!" <= letter <= "~" and letter not in ";\\" for letter in password)
