"""The installation of the tests: a database and a home of its own, contracts, plans, seats.

It is made in this process and then used by the product's own programs, as a site would.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import LiteralString
from zoneinfo import ZoneInfo

import psycopg
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from jieting.apps.accounts.access import actor_of
from jieting.apps.accounts.models import Membership, Party, User
from jieting.apps.accounts.roles import Role
from jieting.apps.base.actor import Actor, system
from jieting.apps.contracts.actions import add_contract
from jieting.apps.line.models import Seat
from jieting.apps.line.planning.actions import save_plan
from jieting.apps.line.prompts.actions import keep_recording
from jieting.domain.line.plan import Plan
from jieting.domain.line.toml_text import plan_text
from jieting.installation.locks import locked
from tests.database import server_place
from tests.switch.line import lines

ROOT = Path(__file__).parents[3]
CONTRACTS = ROOT / "contracts"
BY = system("tests")
SOURCES = ROOT / "src" / "jieting"
BUILD = ROOT / "build"
BASE = "line_base_"
LONGEST_COMMAND = 300.0


@dataclass(frozen=True, slots=True)
class House:
    """An installation: its home, and how its programs find the database."""

    home: Path
    url: str

    def environment(self) -> dict[str, str]:
        """What a program of the installation is started with."""
        kept = {n: v for n, v in os.environ.items() if not n.startswith(("JIETING_", "DJANGO_"))}
        return {
            **kept,
            "JIETING_HOME": str(self.home),
            "DATABASE_URL": self.url,
            "PYTHONUNBUFFERED": "1",
        }

    def run(self, *words: object) -> str:
        """Run a command of the product and return what it said. Errors: AssertionError."""
        done = subprocess.run(
            [sys.executable, "-m", "jieting", *map(str, words), "--lang", "en"],
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST_COMMAND,
        )
        if done.returncode:
            said = f"{done.stdout[-2000:]}\n{done.stderr[-3000:]}"
            raise AssertionError(f"jieting {words[0]} {words[1]} failed: {said}")
        return done.stdout + done.stderr

    def start(self, log: Path, *words: object) -> subprocess.Popen[bytes]:
        """Start a program of the product that goes on."""
        with log.open("ab") as out:
            return subprocess.Popen(
                [sys.executable, "-m", "jieting", *map(str, words)],
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )


@contextmanager
def built(home: Path, name: str) -> Iterator[House]:
    """An installation whose database is there as long as the block lasts; Django stands in it."""
    place = server_place()
    with _server(place) as server, _home(home):
        base = _migrated(server, place)
        # Another run may be copying it at this moment.
        with locked(BUILD / "line.lock"):
            _sweep(server)
            _named(server, "CREATE DATABASE {} TEMPLATE {}", name, base)
        try:
            with _standing_in(place, name):
                yield House(home, f"postgresql://{place['user']}@/{name}?host={place['host']}")
        finally:
            _named(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
            shutil.rmtree(home, ignore_errors=True)


def _server(place: Mapping[str, str]) -> psycopg.Connection[tuple[str]]:
    return psycopg.connect(
        host=place["host"], user=place["user"], dbname="postgres", autocommit=True
    )


def _sweep(server: psycopg.Connection[tuple[str]]) -> None:
    """Remove the databases of runs that were killed."""
    told = server.execute("SELECT datname FROM pg_database WHERE datname ~ '^line_[0-9]+$'")
    for (name,) in told.fetchall():
        if not Path("/proc", name.removeprefix("line_")).exists():
            _named(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _named(server: psycopg.Connection[tuple[str]], command: LiteralString, *names: str) -> None:
    server.execute(sql.SQL(command).format(*map(sql.Identifier, names)))


def _migrated(server: psycopg.Connection[tuple[str]], place: Mapping[str, str]) -> str:
    """The name of an empty database of today's tables; made once, and copied from then on."""
    digest = sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted(SOURCES.glob("apps/*/migrations/*.py")):
        digest.update(path.read_bytes())
    name = f"{BASE}{digest.hexdigest()[:16]}"
    with locked(BUILD / "line.lock"):
        told = server.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'line\\_base\\_%'"
        )
        there = {row[0] for row in told}
        if name in there:
            return name
        for old in there:
            _named(server, "DROP DATABASE {} WITH (FORCE)", old)
        draft = f"line_draft_{os.getpid()}"
        _named(server, "CREATE DATABASE {}", draft)
        with _standing_in(place, draft):
            call_command("migrate", verbosity=0)
        _named(server, "ALTER DATABASE {} RENAME TO {}", draft, name)
    return name


@contextmanager
def _home(home: Path) -> Iterator[None]:
    """Keys and passwords are those of this home."""
    before = os.environ["JIETING_HOME"]
    home.mkdir(parents=True)
    os.environ["JIETING_HOME"] = str(home)
    try:
        yield
    finally:
        os.environ["JIETING_HOME"] = before


@contextmanager
def _standing_in(place: Mapping[str, str], name: str) -> Iterator[None]:
    settings = connections["default"].settings_dict
    before = dict(settings)
    connections["default"].close()
    settings.update(
        NAME=name, HOST=place["host"], USER=place["user"], PORT="", PASSWORD="", CONN_MAX_AGE=0
    )
    try:
        yield
    finally:
        connections["default"].close()
        settings.clear()
        settings.update(before)


def furnish(carriers: Mapping[str, str], telephones: str) -> None:
    """Contracts, plans and prompts of all lines, and the agents signed in to their queues."""
    at = datetime.now(UTC)
    Party.objects.create(id="supplier", name="供应商", kind="supplier")
    Party.objects.create(id="purchaser", name="采购人", kind="purchaser")
    plans = {
        lines.NINGDE: lines.ningde(carriers[lines.NINGDE], telephones),
        lines.CLOSED: lines.post_loan(lines.CLOSED, carriers[lines.CLOSED]),
        lines.HOLIDAY: lines.post_loan(lines.HOLIDAY, carriers[lines.HOLIDAY]),
    }
    for contract in plans:
        text = _contract(contract)
        add_contract(by=BY, at=at, text=text, supplier="supplier", purchaser="purchaser")
    user = User.objects.create(username=lines.CALLS_BACK_AS, name="赵", party_id="supplier")
    Membership.objects.create(user=user, contract_id=lines.NINGDE, role=Role.AGENT, since=at)
    for contract, plan in plans.items():
        save_plan(by=BY, at=at, contract_id=contract, text=plan_text(plan), revision=0)
        for prompt in lines.PROMPTS:
            sound = lines.sound(lines.EMERGENCY_S if prompt == "emergency" else 0.4)
            keep_recording(by=BY, at=at, contract_id=contract, name=prompt, data=sound)
    _sign_in(plans[lines.NINGDE], at - timedelta(minutes=1))


def actor_of_caller_back() -> Actor:
    """The agent who calls back, as actions know them."""
    user = User.objects.get(username=lines.CALLS_BACK_AS)
    return replace(actor_of(user, Role.AGENT.value), roles=frozenset({Role.AGENT}))


def _sign_in(plan: Plan, at: datetime) -> None:
    """As they would be after a restart of the switch: the product brings the queues to it."""
    for kind, queue in lines.SERVES.items():
        for extension in lines.EXTENSIONS[kind]:
            Seat.objects.create(
                contract_id=plan.contract,
                agent=lines.name_of(extension),
                queue=queue,
                wanted="in",
                since=at,
            )


def _contract(contract: str) -> str:
    """A contract's text that holds today; of the line with hours one that is closed by them now,
    and one that is open round the clock but for a holiday of these days."""
    source = contract if contract != lines.HOLIDAY else lines.CLOSED
    text = (CONTRACTS / f"{source}.toml").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^effective_to = .*$", "effective_to = 2099-01-01", text, count=1)
    now = datetime.now(ZoneInfo("Asia/Shanghai"))
    if contract == lines.CLOSED:
        # Two hours on the other side of the clock.
        start = (now + timedelta(hours=11)).hour % 22
        return _with_hours(text, f"{time(start):%H:%M}", f"{time(start + 1):%H:%M}")
    if contract == lines.HOLIDAY:
        days = (now.date() + timedelta(days=n) for n in (-1, 0, 1))
        special = "".join(f'[[special_day]]\nday = {day}\nreason = "假日"\n\n' for day in days)
        text = text.replace(f'id = "{lines.CLOSED}"', f'id = "{lines.HOLIDAY}"', 1)
        return _with_hours(text, "00:00", "24:00", special)
    return text


def _with_hours(text: str, start: str, end: str, more: str = "") -> str:
    hours = f'[[service_hours]]\nfrom = "{start}"\nto = "{end}"\n\n{more}'
    first, *_ = re.finditer(r"(?m)^\[\[service_hours\]\]\n(?:.+\n)+\n", text)
    rest = re.sub(r"(?m)^\[\[service_hours\]\]\n(?:.+\n)+\n", "", text)
    return rest[: first.start()] + hours + rest[first.start() :]
