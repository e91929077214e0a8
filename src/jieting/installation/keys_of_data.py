"""Whether the keys of this home are those with which the stored data were sealed.

The database keeps a check value of each key, from which no key can be found.
"""

from __future__ import annotations

from hashlib import sha256

import psycopg

from jieting.domain.errors import Finding, Place
from jieting.domain.said import say
from jieting.installation.home import Home
from jieting.installation.keys import DATA_KEYS, key

_MAKE = "CREATE TABLE IF NOT EXISTS installation_key (name text PRIMARY KEY, value text NOT NULL)"


def check_value(name: str, home: Home) -> str:
    """What the database keeps of a key."""
    return sha256(b"jieting key check\n" + name.encode() + b"\n" + key(name, home)).hexdigest()


def note_keys(owner_url: str, home: Home) -> list[Finding]:
    """Note the check value of each key that has none yet; a finding for each that differs."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute(_MAKE)
        for name in DATA_KEYS:
            connection.execute(
                "INSERT INTO installation_key VALUES (%s, %s) ON CONFLICT DO NOTHING",
                (name, check_value(name, home)),
            )
    return foreign_keys(owner_url, home)


def foreign_keys(url: str, home: Home) -> list[Finding]:
    """A finding for each key of the home that is not the one the data were sealed with."""
    with psycopg.connect(url, autocommit=True) as connection:
        if connection.execute("SELECT to_regclass('installation_key')").fetchone() == (None,):
            return []
        rows = connection.execute("SELECT name, value FROM installation_key").fetchall()
    noted = {str(name): str(value) for name, value in rows}
    return [
        _foreign(name, home)
        for name in DATA_KEYS
        if name in noted and noted[name] != check_value(name, home)
    ]


def _foreign(name: str, home: Home) -> Finding:
    return Finding(
        "foreign_key",
        say("The key {name} is not the one with which the stored data were sealed.", name=name),
        say("What was sealed cannot be read, and new data would be sealed with another key."),
        say("Bring back the keys that belong to these data into the folder of keys."),
        Place(str(home.keys / name)),
    )
