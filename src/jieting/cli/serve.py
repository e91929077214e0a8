"""``jieting serve``: pages, background work and live streams, kept running by one command."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import click
import structlog

from jieting.cli.options import language_option
from jieting.domain.errors import Finding, Place, Refused
from jieting.domain.reasons import reason_of
from jieting.domain.said import say
from jieting.installation.database import URL_VARIABLE, Urls
from jieting.installation.home import HOME_VARIABLE, Home, home
from jieting.installation.locks import FileLock
from jieting.installation.logs import configure
from jieting.installation.supervisor import Kept, Supervisor
from jieting.installation.switch import simulated_place, switch_place

PARTS = ("web", "work", "live")
LOG = structlog.get_logger("jieting.serve")
METRICS_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
_LOOK_AT_DATABASE_S = 2.0
_BACKLOG = 2048


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--only", type=click.Choice(PARTS), help="One part alone, for larger sites.")
@click.option(
    "--workers",
    default=2,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Processes that serve pages.",
)
@language_option
def serve(host: str, port: int, only: str | None, workers: int, lang: str) -> None:
    """Serve the product: pages, background work and live streams."""
    run(host, port, only, workers)


def run(
    host: str,
    port: int,
    only: str | None,
    workers: int,
    *,
    announce: Callable[[str], None] = lambda _address: None,
) -> None:
    """Keep the processes of the product until a signal to stop.

    ``announce`` is told the address once pages are answered.
    Errors: Refused where another one serves this home, or the address is taken.
    """
    from jieting.cli.application import migrate, ready

    configure("serve")
    place = home()
    with ExitStack() as held:
        claim(place, only, f"{os.getpid()} http://{host}:{port}/", held)
        listening = None if only == "work" else held.enter_context(_socket(host, port))
        urls = ready()
        LOG.info("schema", migrations=migrate(urls))
        address = _address(host, listening)
        metrics = _metrics_folder(place, only)
        kept = _processes(only, workers, listening, _environment(place, urls, only, metrics))
        tick = Ticks(urls, listening, lambda: announce(address))
        Supervisor(kept, LOG.info, tick, _buried(metrics)).run()


class Ticks:
    """What is looked after besides the processes: the embedded database, and the first answer."""

    def __init__(
        self, urls: Urls, listening: socket.socket | None, announce: Callable[[], None]
    ) -> None:
        self.server = urls.server
        self.listening = listening
        self.announce: Callable[[], None] | None = announce
        self.looked_at = time.monotonic()

    def __call__(self) -> None:
        """One look, every so often."""
        if self.announce is not None and self._answers():
            self.announce()
            self.announce = None
        if self.server is None or time.monotonic() - self.looked_at < _LOOK_AT_DATABASE_S:
            return
        if not self.server.answers():
            LOG.error("database died", starts_again=True)
            self.server.ensure()
            LOG.info("database started")
        self.looked_at = time.monotonic()

    def _answers(self) -> bool:
        if self.listening is None:
            return True
        from http.client import HTTPConnection, HTTPException

        host, port = self.listening.getsockname()[:2]
        asked = HTTPConnection({"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port, 1)  # noqa: S104
        try:
            asked.request("GET", "/health/", headers={"Host": "127.0.0.1"})
            return asked.getresponse().status < 500
        except (OSError, HTTPException):
            return False
        finally:
            asked.close()


def claim(place: Home, only: str | None, words: str, held: ExitStack) -> None:
    """Be the only one that serves these parts of the home; a dead one's claim is gone with it.

    Errors: Refused where another process does, with the ``words`` that it told of itself.
    """
    place.root.mkdir(mode=0o755, parents=True, exist_ok=True)
    for part in (only,) if only else PARTS:
        lock = FileLock(place.root / f"serve-{part}.lock")
        held.callback(lock.close)
        if not lock.try_take(words):
            raise Refused(_served_already(place, part, lock.words()))


def _socket(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(_BACKLOG)
    except OSError as error:
        listening.close()
        raise Refused(_address_taken(host, port, error)) from error
    return listening


def _address(host: str, listening: socket.socket | None) -> str:
    port = listening.getsockname()[1] if listening else 0
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def _processes(
    only: str | None, workers: int, listening: socket.socket | None, environment: dict[str, str]
) -> list[Kept]:
    """In the order in which they stop: nobody asks any more, then the work under way ends."""
    kept = []
    sockets = (listening.fileno(),) if listening else ()
    if listening:
        environment = {**environment, "JIETING_SOCKET": str(listening.fileno())}
    for part in (only,) if only else ("web", "work"):
        for number in range(workers if part == "web" else 1):
            name = f"web-{number + 1}" if part == "web" else part
            command = (sys.executable, "-m", "jieting.config.processes", part)
            pool = "0" if part == "work" else environment["JIETING_POOL"]
            own = sockets if part != "work" else ()
            kept.append(
                Kept(
                    name,
                    command,
                    {**environment, "JIETING_POOL": pool},
                    own,
                    stop_s=20.0,
                    stage=int(part == "work"),
                )
            )
    if only in (None, "work") and simulated_place() is not None:
        command = (sys.executable, "-m", "jieting.config.processes", "simulate")
        kept.append(Kept("simulate", command, {**environment, "JIETING_POOL": "0"}))
    if only in (None, "work") and switch_place() is not None:
        command = (sys.executable, "-m", "jieting.config.processes", "watch")
        kept.append(Kept("watch", command, {**environment, "JIETING_POOL": "0"}))
    return kept


def _environment(place: Home, urls: Urls, only: str | None, metrics: Path) -> dict[str, str]:
    """What the processes need to know; the owner's password is not among it."""
    own = {name: value for name, value in os.environ.items() if name != "DATABASE_OWNER_URL"}
    return {
        **own,
        "JIETING_POOL": os.environ.get("JIETING_POOL") or "12",
        HOME_VARIABLE: str(place.root),
        URL_VARIABLE: urls.application,
        "DJANGO_SETTINGS_MODULE": "jieting.config.settings",
        METRICS_VARIABLE: str(metrics),
        "PYTHONUNBUFFERED": "1",
        # Nobody else can work in an embedded database: what is under way there was left behind.
        "JIETING_ALONE": "1" if urls.server is not None and only is None else "0",
    }


def _metrics_folder(place: Home, only: str | None) -> Path:
    folder = place.root / "metrics" / (only or "all")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    return folder


def _buried(folder: Path) -> Callable[[int], None]:
    from prometheus_client.multiprocess import mark_process_dead

    return lambda pid: mark_process_dead(pid, str(folder))  # type: ignore[no-untyped-call]


def _served_already(place: Home, part: str, words: str) -> Finding:
    return Finding(
        "served_already",
        say("This home is being served already ({part}): process {words}", part=part, words=words),
        say("Two would do the same work twice."),
        say("Use the one that runs, stop it first, or name another home with JIETING_HOME."),
        Place(str(place.root)),
    )


def _address_taken(host: str, port: int, error: OSError) -> Finding:
    reason = reason_of(error)
    return Finding(
        "address_taken",
        say("Nothing can listen on {host}:{port}: {reason}.", host=host, port=port, reason=reason),
        say("Browsers would not reach the product, or reach something else."),
        say("Stop what listens there, or choose another port with --port."),
    )
