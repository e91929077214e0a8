"""The processes that ``jieting serve`` keeps: ``python -m jieting.config.processes NAME``.

Each reads the environment that its keeper made for it, and ends when its keeper dies.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sys

import uvicorn

from jieting.installation.supervisor import end_with_keeper

SOCKET = "JIETING_SOCKET"
STOP_S = 5
GIVE_WAY = 5
"""By how much background work is nicer than whatever somebody waits for."""
KEEP_CONNECTED_S = 60
PROXY = "JIETING_PROXY"


class Server(uvicorn.Server):
    """Ends live streams before it waits for requests: they would never end by themselves."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Tell every stream to end, then wait for what is under way."""
        from jieting.config import asgi

        for entrance in (asgi.application, asgi.live):
            await entrance.hub.stop()
        await super().shutdown(sockets)


def web() -> None:
    """Serve pages and live streams on the inherited socket."""
    _serve("jieting.config.asgi:application")


def live() -> None:
    """Serve live streams alone on the inherited socket."""
    _serve("jieting.config.asgi:live")


def work() -> None:
    """Run background jobs, first of all the counting of months that an upgrade made stale."""
    # Before any thread begins, since each keeps what it began with: what calls tell is kept and
    # pages are shown first, what works in the background takes the time that is left.
    os.nice(GIVE_WAY)
    import django

    django.setup()

    from django.db import connections

    from jieting.apps.assessment.actions import AHEAD_JOB
    from jieting.apps.base.jobs import later_job
    from jieting.apps.base.worker import work as run_jobs
    from jieting.apps.deliverables.due import DUE_JOB

    later_job(AHEAD_JOB)
    later_job(DUE_JOB)
    connections.close_all()
    for database in connections.settings.values():
        # Small jobs come by the dozen: a connection for each would cost more than many of them.
        database["CONN_MAX_AGE"] = KEEP_CONNECTED_S

    at_once = int(os.environ.get("JIETING_JOBS", "") or 2)
    alone = os.environ.get("JIETING_ALONE") == "1"
    asyncio.run(run_jobs(at_once=at_once, alone=alone, stop_s=15))


def simulate() -> None:
    """Simulate the switch, as the file of the home says."""
    import django

    django.setup()

    from jieting.cli.switch_simulate import run_kept

    run_kept()


def watch() -> None:
    """Hear the switch of this installation and read its log."""
    import django

    django.setup()

    from jieting.cli.switch_watch import observe, placed
    from jieting.installation.home import home

    place = home()
    observe(place, placed(place))


def _serve(application: str) -> None:
    proxy = os.environ.get(PROXY, "")
    config = uvicorn.Config(
        application,
        log_config=None,
        access_log=False,
        lifespan="on",
        server_header=False,
        # A proxy's word about who asks is believed only where the proxy is named.
        proxy_headers=bool(proxy),
        forwarded_allow_ips=proxy or "127.0.0.1",
        timeout_graceful_shutdown=STOP_S,
        timeout_keep_alive=15,
        backlog=2048,
    )
    listening = socket.socket(fileno=int(os.environ[SOCKET]))
    Server(config).run(sockets=[listening])


def main() -> None:
    """Run the process that is named."""
    end_with_keeper()
    from jieting.config.logging import configure

    name = sys.argv[1]
    configure(name)
    {"web": web, "live": live, "work": work, "simulate": simulate, "watch": watch}[name]()


if __name__ == "__main__":
    main()
