"""What an outlook is made from, read from files: the moment, calls and records, who answers."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from jieting.analytics.duck import DuckEngine
from jieting.analytics.outlook import known_at
from jieting.cli.call_files import gather_files
from jieting.cli.files import read_records, read_text
from jieting.domain.calls.call import SIMULATED
from jieting.domain.contracts.fit import fit_findings
from jieting.domain.contracts.model import Contract
from jieting.domain.errors import BadInput, Finding, Place, Severity
from jieting.domain.figures.measures import ARRIVED
from jieting.domain.forecasting.file import read_forecast
from jieting.domain.forecasting.forecast import Forecast
from jieting.domain.outlook.ahead import Staff
from jieting.domain.outlook.known import Known
from jieting.domain.outlook.staff import always, as_required, as_rostered
from jieting.domain.periods import Instant, Month, instant, instant_of_local, shown
from jieting.domain.said import Said, say
from jieting.domain.staffing.file import read_requirement


@dataclass(frozen=True, slots=True)
class CallFiles:
    """The files of what happened."""

    calls: tuple[Path, ...]
    mapping: Path | None
    records: Path | None

    @property
    def paths(self) -> tuple[Path | None, ...]:
        """All of them."""
        return (*self.calls, self.mapping, self.records)


@dataclass(frozen=True, slots=True)
class PlanFiles:
    """The files of what is planned; ``agents`` instead of one of them."""

    forecast: Path | None
    agents: int | None
    requirement: Path | None
    roster: Path | None
    problem: Path | None

    @property
    def paths(self) -> tuple[Path | None, ...]:
        """All of them."""
        return (self.forecast, self.requirement, self.roster, self.problem)


@dataclass(frozen=True, slots=True)
class Found:
    """A month as its files tell it at a moment; ``simulated`` where any call is."""

    known: Known
    simulated: bool
    findings: tuple[Finding, ...]


def parse_at(text: str, contract: Contract) -> Instant:
    """A moment, in the contract's zone where it has none. Errors: BadInput."""
    try:
        moment = datetime.fromisoformat(text)
        if not 1970 <= moment.year < 2100:
            raise ValueError("a year of no contract")
        return instant(moment) if moment.tzinfo else instant_of_local(moment, contract.zone)
    except ValueError:
        raise _bad(
            "not_a_time",
            say("at is {value}.", value=repr(text)),
            say("It says what is known and what is still to come."),
            say("Write it like 2026-10-16T09:00:00."),
            "--at",
        ) from None


def find(files: CallFiles, contract: Contract, month: Month, now: Instant) -> Found:
    """What the files tell of the month at ``now``. Errors: BadInput."""
    records, warnings = read_records(files.records, contract)
    findings = [*warnings, *fit_findings(contract, month, records)]
    if any(finding.is_error for finding in findings):
        raise BadInput(findings)
    with tempfile.TemporaryDirectory(prefix="jieting-") as name:
        folder = Path(name)
        gathered = gather_files(files.calls, files.mapping, contract.zone, folder, strict=False)
        engine = DuckEngine(gathered.path, folder)
        known = known_at(engine, contract, month, records, now, engine.span()[0])
        simulated = engine.has_source(SIMULATED)
    return Found(known, simulated, (*gathered.findings, *findings, *_unlearned(known)))


def _unlearned(known: Known) -> Iterator[Finding]:
    """A warning where no call teaches anything."""
    if not known.history.of(ARRIVED.name):
        yield Finding(
            "nothing_learned",
            say("The files have no calls before {at}.", at=shown(known.now, known.contract.zone)),
            say("Handle times, patience, IVR shares and ratings are guessed."),
            say("Give the calls of earlier months too."),
            Place("--calls"),
            Severity.WARNING,
        )


def forecast_from(files: PlanFiles) -> Forecast:
    """The forecast. Errors: BadInput, also where none is given."""
    if files.forecast is None:
        raise _bad(
            "no_forecast",
            say("No forecast is given."),
            say("Nobody knows how many calls the rest of the month brings."),
            say("Make one with jieting forecast, and give it with --forecast."),
            "--forecast",
        )
    forecast, findings = read_forecast(read_text(files.forecast), str(files.forecast))
    if findings:
        raise BadInput(findings)
    return forecast


def staff_from(files: PlanFiles, contract: Contract) -> Staff:
    """Who answers. Errors: BadInput, also where nothing or more than one thing says it."""
    given = [one for one in (files.agents, files.requirement, files.roster) if one is not None]
    if len(given) != 1 or (files.roster is None) != (files.problem is None):
        raise _bad(
            "which_staff",
            say("What says who answers is not given just once."),
            say("The connection rate depends on who is there."),
            say("Give --agents, or --requirement, or --roster with --problem."),
            "--agents",
        )
    queue = contract.population.queue
    if files.agents is not None:
        return always(files.agents)
    if files.requirement is not None:
        text = read_text(files.requirement)
        required, findings = read_requirement(text, str(files.requirement))
        if findings:
            raise BadInput(findings)
        return as_required(required, queue)
    return _rostered(files.roster, files.problem, contract)


def _rostered(roster: Path | None, problem: Path | None, contract: Contract) -> Staff:
    # most outlooks have no roster, and its rules take a while to load
    from jieting.cli.roster_files import problem_from, rows_from

    if roster is None or problem is None:
        raise ValueError("a roster goes with its problem")
    model, _ = problem_from(problem)
    skills = {skill for person in model.people for skill in person.skills}
    queue = contract.population.queue
    skill = queue if queue in skills else ""
    return as_rostered(model, rows_from(roster, model), skill, contract.zone)


def digests(paths: Iterable[Path | None]) -> dict[str, str]:
    """The SHA-256 of each file by its path as given, to know what a kept outlook was made from."""
    given = [path for path in paths if path is not None]
    return {path.as_posix(): sha256(path.read_bytes()).hexdigest() for path in given}


def _bad(code: str, what: Said, why: Said, remedy: Said, option: str) -> BadInput:
    return BadInput(Finding(code, what, why, remedy, Place(option)))
