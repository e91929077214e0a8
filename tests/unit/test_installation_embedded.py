from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from jieting.domain.errors import Refused
from jieting.installation.database import database_urls, let_go
from jieting.installation.embedded import Embedded
from jieting.installation.home import Home
from jieting.installation.keys import DATABASE_KEYS


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return Home(tmp_path_factory.mktemp("embedded") / "home")


@pytest.fixture(scope="module")
def urls(home):
    assert "DATABASE_URL" not in os.environ
    found = database_urls(home)
    yield found
    let_go(found.server)


def _ask(url, query="SELECT current_user"):
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(query).fetchone()[0]


def _pid(server: Embedded) -> int:
    return int((server.data / "postmaster.pid").read_text().split("\n")[0])


def test_the_application_and_the_owner_are_two_roles_and_neither_is_the_superuser(urls):
    assert [_ask(urls.application), _ask(urls.owner)] == ["jieting_app", "jieting_owner"]
    for url in (urls.application, urls.owner):
        assert _ask(url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False


@pytest.mark.parametrize("role", ["postgres", "jieting_owner", "jieting_app"])
@pytest.mark.parametrize("password", [None, "", "postgres"])
def test_nobody_comes_in_without_the_password(urls, role, password):
    with pytest.raises(psycopg.OperationalError, match=r"password|no password supplied"):
        psycopg.connect(
            host=str(urls.server.socket), user=role, dbname="jieting", password=password
        )


def test_it_listens_on_a_socket_only(urls):
    assert _ask(urls.maker, "SHOW listen_addresses") == ""
    rules = (urls.server.data / "pg_hba.conf").read_text()
    assert "trust" not in rules
    assert [line for line in rules.splitlines() if not line.startswith("#")] == [
        "local all all scram-sha-256"
    ]


def test_passwords_lie_in_keys_that_only_their_owner_reads(home, urls):
    for name in DATABASE_KEYS:
        assert stat.S_IMODE((home.keys / name).stat().st_mode) == 0o600
    assert (
        conninfo_to_dict(urls.owner)["password"]
        == (home.keys / "database-owner").read_bytes().hex()
    )


def test_a_server_that_was_killed_is_started_again_with_what_was_committed(urls):
    with psycopg.connect(urls.owner, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    os.kill(_pid(urls.server), signal.SIGKILL)
    with pytest.raises(psycopg.OperationalError):
        _until_dead(urls.owner)
    urls.server.ensure()
    assert _ask(urls.owner, "SELECT number FROM kept") == 7


def _until_dead(url):
    for _ in range(50):
        _ask(url)
        time.sleep(0.1)


_OTHER = """
import sys
from pathlib import Path
from jieting.installation.database import database_urls
from jieting.installation.home import Home
database_urls(Home(Path(sys.argv[1])))
"""


def test_who_comes_later_uses_the_same_server_and_does_not_stop_it(home, urls):
    before = _pid(urls.server)
    subprocess.run([sys.executable, "-c", _OTHER, str(home.root)], check=True, timeout=60)
    assert _pid(urls.server) == before
    assert _ask(urls.application) == "jieting_app"


def test_the_last_user_stops_it_and_the_next_one_finds_its_data(tmp_path):
    home = Home(tmp_path / "h")
    subprocess.run([sys.executable, "-c", _OTHER, str(home.root)], check=True, timeout=60)
    server = Embedded(home)
    assert server.made()
    assert not (server.data / "postmaster.pid").exists()
    assert not (tmp_path / "h" / "postgres.making").exists()


def test_keys_of_another_home_are_told_and_nothing_is_made_anew(tmp_path, urls):
    home = Home(tmp_path)
    (tmp_path / "postgres").symlink_to(urls.server.data)
    stranger = Embedded(home)
    with pytest.raises(Refused) as caught:
        # The same data and socket, seen with keys that are not theirs.
        _answers_at(stranger, urls.server.socket)
    assert caught.value.findings[0].code == "database_password"


def _answers_at(server: Embedded, socket: Path):
    class Seen(Embedded):
        @property
        def socket(self):
            return socket

    return Seen(server.home).answers()
