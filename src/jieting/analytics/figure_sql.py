"""The SQL that counts a figure, as anyone can run it over a call table."""

from __future__ import annotations

from functools import lru_cache

from ibis.backends.sql.compilers import DuckDBCompiler, PostgresCompiler

from jieting.domain.figures import Definition, define
from jieting.domain.figures.describe import expressions

DIALECTS = {"duckdb": DuckDBCompiler, "postgres": PostgresCompiler}


def sql_of(definition: Definition, dialect: str = "duckdb") -> tuple[str, ...]:
    """The SQL that counts a figure, one statement for each relation, formatted for readers."""
    return _sql_of(definition.name, tuple(definition.parameters.items()), dialect)


@lru_cache(maxsize=256)
def _sql_of(name: str, parameters: tuple[tuple[str, str], ...], dialect: str) -> tuple[str, ...]:
    compiler = DIALECTS[dialect]()
    return tuple(
        compiler.to_sqlglot(expr).sql(dialect, pretty=True)
        for expr in expressions(define(name, **dict(parameters)))
    )
