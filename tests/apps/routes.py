"""Every address of the product, and the table of who gets in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from jieting.apps.accounts.roles import Office, Role

METHODS = ("GET", "POST")
_PART = re.compile(r"<(?:\w+:)?(\w+)>")
_TABLE = tomllib.loads((Path(__file__).parent / "access_table.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Row:
    """What the table says of an address: who gets in by which method."""

    path: str
    methods: dict[str, str]
    args: dict[str, str]
    also: tuple[int, ...]
    query: str
    asked: str

    @property
    def in_contract(self) -> bool:
        return self.path.startswith("c/<slug:contract>/")

    @property
    def for_programs(self) -> bool:
        return any(who.startswith("token ") for who in self.methods.values())

    def who(self, method: str) -> frozenset[str]:
        """The roles and offices that get in."""
        return frozenset(_spelled(self.methods[method]))

    def url(self, made: dict[str, Any]) -> str:
        """The address with the objects of the house in it."""
        path = _PART.sub(lambda part: str(made[self.args.get(part[1], part[1])]), self.asked)
        return f"/{path}?{self.query}" if self.query else f"/{path}"


def routes() -> dict[str, URLPattern]:
    """Every address that the product answers, as it is written in its urls."""
    return dict(_walk(get_resolver(), ""))


def table() -> dict[str, Row]:
    """The rows of the table by their addresses."""
    return {
        path: Row(
            path,
            {method: row[method] for method in METHODS if method in row},
            row.get("args", {}),
            tuple(row.get("also", ())),
            row.get("query", ""),
            row.get("url", path),
        )
        for path, row in _TABLE["route"].items()
    }


def _walk(resolver: URLResolver, before: str) -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one, path)
        else:
            yield path, one


def _spelled(who: str) -> Iterator[str]:
    for name in who.split():
        if name in _TABLE["who"]:
            yield from _spelled(_TABLE["who"][name])
        elif name in {*Role, *Office, "public", "signed_in"}:
            yield name
        else:
            raise ValueError(f"the access table names {name!r}, whom nobody knows")
