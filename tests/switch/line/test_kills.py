"""Killed and cut off under load: every call of the switch's own log is stored, and once."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from pytest_django import DjangoDbBlocker

from jieting.apps.calls.models import Call
from jieting.apps.line.models import Gap, LineCall, LineFinding
from tests.switch.line import lines
from tests.switch.line.hotline import Hotline, carriers, open_hotline
from tests.switch.line.known import SYSTEM
from tests.switch.line.sip import Caller
from tests.switch.line.switch import Load, Playing, needed

EACH_S = 2
CALLS = 30
LONGEST = 90.0
AWAY_S = 2.0


@pytest.fixture
def hotline_of_its_own(django_db_blocker: DjangoDbBlocker) -> Iterator[Hotline]:
    both = needed("no real call is placed")
    with (
        django_db_blocker.unblock(),
        tempfile.TemporaryDirectory(prefix="jt-") as folder,
        open_hotline(both, Path(folder)) as hotline,
    ):
        yield hotline


def many(hotline: Hotline) -> list[Playing]:
    """Callers who hear the answer, who leave the queue, and who are answered."""
    dial = lines.NUMBERS[lines.NINGDE]
    hears = Caller("13900000001").dial(dial).wait(1).press(lines.INFORMATION).until_bye()
    leaves = Caller("13900000002").dial(dial).wait(1).press(lines.KEYS["lonely"]).wait(2).hang_up()
    talks = Caller("13900000003").dial(dial).wait(1).press(lines.KEYS["hotline"]).until_bye()
    carrier = carriers(hotline.place)[lines.NINGDE]
    load = Load(calls=CALLS // 3, each_s=EACH_S / 3)
    parties = {"hears": hears, "leaves": leaves, "talks": talks}
    return [
        hotline.players.call(f"kill-{name}", party, carrier, load)
        for name, party in parties.items()
    ]


def cut_off(hotline: Hotline) -> None:
    """The database ends every connection and takes none for a while."""
    place = conninfo_to_dict(hotline.observer.house.url)
    name = sql.Identifier(str(place["dbname"]))
    with psycopg.connect(
        host=place["host"], user=place["user"], dbname="postgres", autocommit=True
    ) as server:
        server.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(name))
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            [place["dbname"]],
        )
        time.sleep(AWAY_S)
        server.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(name))
    connection.close()


def kill_observer(hotline: Hotline) -> None:
    hotline.observer.kill()
    time.sleep(1)
    hotline.observer.start()


def test_no_call_is_missing_and_none_is_doubled_whatever_is_killed(
    hotline_of_its_own: Hotline,
) -> None:
    hotline = hotline_of_its_own
    callers = many(hotline)
    for what in (kill_observer, cut_off, kill_observer, cut_off):
        time.sleep(3)
        what(hotline)
    for playing in callers:
        playing.done(LONGEST)

    def all_stored() -> bool:
        over = LineCall.objects.filter(system=SYSTEM, over=True, kept__isnull=False)
        return not set(hotline.log.ended()) - set(over.values_list("call", flat=True))

    hotline.until(all_stored, "calls that ended are not stored")
    ended = hotline.log.ended()
    stored = Call.objects.filter(source=SYSTEM).values_list("call_id", flat=True)
    assert len(ended) == CALLS
    assert sorted(stored) == sorted(ended)
    outcomes = list(Call.objects.filter(source=SYSTEM).values_list("outcome", flat=True))
    assert {outcome: outcomes.count(outcome) for outcome in set(outcomes)} == {
        "served_by_ivr": CALLS // 3, "abandoned": CALLS // 3, "answered": CALLS // 3,
    }  # fmt: skip
    assert Gap.objects.filter(system=SYSTEM, cause="observer_down").exists()
    assert not LineFinding.objects.filter(system=SYSTEM).exists()
