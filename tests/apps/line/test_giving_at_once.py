from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from time import sleep

import pytest
from django.db import connection

from jieting.apps.line import giving
from jieting.apps.line.giving import give_plan
from jieting.apps.line.models import PlanRevision
from jieting.apps.line.planning.actions import save_plan
from jieting.domain.line.toml_text import plan_text
from jieting.installation.switch_setup import SwitchSetup
from tests.apps.audit.conftest import own_database  # noqa: F401 - a database that keeps what is done
from tests.apps.line.at_once import at_once
from tests.apps.line.lines import NINGDE, POST_LOAN
from tests.apps.world import AT, BY, World
from tests.unit.line.plans import example

# Without the mark no database is made for a run of this file alone.
pytestmark = pytest.mark.django_db
NUMBERS = {NINGDE: "95551", POST_LOAN: "95552"}


@pytest.fixture
def _django_db_helper():
    return


@pytest.fixture
def world(own_database) -> Iterator[World]:  # noqa: F811
    yield World()
    connection.close()


@pytest.fixture
def setup(tmp_path, monkeypatch) -> SwitchSetup:
    monkeypatch.setenv("PATH", str(tmp_path))  # nothing speaks here
    monkeypatch.setenv("JIETING_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    own = {
        name: str(tmp_path / "line" / name)
        for name in ("etc", "logs", "spool", "sounds", "lib", "run", "data", "installed", "modules")
    }
    return SwitchSetup(system="jt1", **own)


def test_of_two_lines_applied_at_once_the_second_is_written_over_the_first(
    world, setup, tmp_path, monkeypatch
):
    agents = example(NINGDE).agents
    for name, number in NUMBERS.items():
        plan = replace(example(name), numbers=(number,), agents=agents if name == NINGDE else {})
        save_plan(by=BY, at=AT, contract_id=name, text=plan_text(plan), revision=0)
    dialplan = tmp_path / "line" / "etc" / "extensions.conf"
    reloaded = []

    def reload(_setup, _changed):
        before = dialplan.read_text()
        sleep(0.3)
        assert dialplan.read_text() == before, "written while the switch read it"
        reloaded.append({number for number in NUMBERS.values() if number in before})
        return 1, []

    monkeypatch.setattr(giving, "reload_switch", reload)

    def apply(name):
        return lambda: give_plan(by=BY, at=AT, setup=setup, contract_id=name)

    at_once([apply(name) for name in NUMBERS])
    first, both = reloaded
    assert len(first) == 1
    assert both == set(NUMBERS.values())
    assert PlanRevision.objects.filter(applied_at=AT).count() == len(NUMBERS)
