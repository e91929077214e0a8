"""A switch with a spool, what it told of calls, and recordings that were taken in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from jieting.apps.base.actor import system
from jieting.apps.recordings import arrivals, hooks, left_over
from jieting.apps.recordings.hooks import Claim
from jieting.apps.recordings.models import Recording
from jieting.domain.said import say
from jieting.installation.switch import SwitchPlace
from tests.apps.recordings import sounds
from tests.apps.world import World

CONTRACT = World.contract
SYSTEM = "east"
CALL = "east-1790000000.7"
BEGAN = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)
BY = system("take in recordings")
SECOND = 1_000_000


def instant(moment: datetime) -> int:
    """Whole microseconds since 1970."""
    return int(moment.timestamp()) * SECOND


class House:
    """The switch of the installation, with a spool of its own."""

    def __init__(self, folder: Path, monkeypatch) -> None:
        self.spool = folder / "spool"
        self.spool.mkdir(parents=True)
        self.told: dict[str, list[hooks.Told]] = {}
        self.claims: list[Claim] = []
        place = SwitchPlace(system=SYSTEM, etc=folder, logs=folder, spool=self.spool, sounds=folder)
        self.place: SwitchPlace | None = place
        monkeypatch.setattr(arrivals, "switch_place", lambda: self.place)
        monkeypatch.setattr(left_over, "switch_place", lambda: self.place)
        monkeypatch.setattr(hooks, "_recorded", [])
        monkeypatch.setattr(hooks, "_facts", [lambda system, call: self.told.get(call, [])])
        monkeypatch.setattr(hooks, "_claims", [lambda contract_id: self.claims])
        monkeypatch.setattr(hooks, "_days", [])

    def tells(
        self, call: str = CALL, *names: str, seconds: int = 4, began: datetime = BEGAN
    ) -> None:
        """The facts of a call that was recorded under these names."""
        first = instant(began)
        self.told[call] = [
            ("offered", first - 9 * SECOND, {}),
            ("answered", first, {"agent": "8001"}),
            *(
                ("recording", first + n, {"file": name})
                for n, name in enumerate(names or ("a.raw",))
            ),
            ("ended", first + seconds * SECOND, {"by": "caller"}),
        ]

    def writes(self, name: str = "a.raw", content: bytes | None = None, age_s: float = 60) -> Path:
        """A file of the spool, last written to some time before the call is taken in."""
        import os

        path = self.spool / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sounds.raw(4, 8000, 16000) if content is None else content)
        written = (BEGAN + timedelta(minutes=1)).timestamp() - age_s
        os.utime(path, (written, written))
        return path

    def takes_in(
        self, call: str = CALL, after: timedelta = timedelta(minutes=1)
    ) -> datetime | None:
        """The job, run some time after the call began."""
        return arrivals.take_in(
            by=BY, at=BEGAN + after, contract_id=CONTRACT, system=SYSTEM, call=call
        )

    def recorded(self, call: str = CALL, began: datetime = BEGAN) -> Recording:
        """A recording that is kept."""
        self.tells(call, f"{call}.raw", began=began)
        self.writes(f"{call}.raw")
        self.takes_in(call, timedelta(days=900))
        return Recording.objects.get(call=call)

    def names(self, call: str, retention: str, since: datetime | None = None) -> None:
        """Something names a call as evidence."""
        ended = instant(since) if since is not None else None
        self.claims.append(Claim(call=call, retention=retention, why=say("M-1"), since=ended))

    def other_switch(self) -> None:
        """The installation's switch is another one."""
        if self.place is not None:
            self.place = replace(self.place, system="west")
