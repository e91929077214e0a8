"""Log lines: JSON for machines, readable on a terminal; who and what by id, never personal data."""

from __future__ import annotations

import logging.config
import os
import re
import sys
from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any

import structlog

_NUMBERS = re.compile(
    r"(?<!\w)(?:\d{17}[\dXx]|(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}-?\d{7,8})(?!\w)"
)
_QUERY = re.compile(r"(/[^\s?\"']*)\?[^\s\"']*")
LEVEL = "JIETING_LOG"
"""Names the least level that is written: debug, info, warning or error."""
_HIDDEN = "[…]"

Event = MutableMapping[str, Any]


def scrubbed(text: str) -> str:
    """Text without phone and identity numbers, and addresses without their query."""
    return _QUERY.sub(r"\1", _NUMBERS.sub(_HIDDEN, text))


def scrub(_logger: object, _method: str, event: Event) -> Event:
    """Every text of a log line scrubbed, also in tables and lists."""
    for name, value in event.items():
        event[name] = _scrubbed(value)
    return event


def _scrubbed(value: Any) -> Any:
    if isinstance(value, str):
        return scrubbed(value)
    if isinstance(value, Mapping):
        return {key: _scrubbed(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_scrubbed(part) for part in value]
    return value


def configure(process: str, *, readable: bool | None = None, more: Sequence[Any] = ()) -> None:
    """Have this process write its log to standard error, each line with the process's name.

    ``more`` are processors of structlog that add to each line.
    """
    readable = sys.stderr.isatty() if readable is None else readable
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        *more,
    ]
    last: list[Any] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if readable:
        last += [scrub, structlog.dev.ConsoleRenderer(pad_event_to=24)]
    else:
        last += [
            structlog.processors.format_exc_info,
            scrub,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(process=process)
    logging.config.dictConfig(_table(shared, last))


def _table(shared: list[Any], last: list[Any]) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": last,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": os.environ.get(LEVEL, "").upper() or "INFO"},
        # Their own lines of every request or job would double ours.
        "loggers": {
            "uvicorn.access": {"level": "WARNING"},
            "uvicorn.error": {"level": "WARNING"},
            "procrastinate": {"level": "WARNING"},
            "django.security.DisallowedHost": {"level": "ERROR"},
        },
    }
