"""The numbers of an installation as Prometheus reads them, gathered over its processes."""

from __future__ import annotations

import os
from collections.abc import Iterator

from django.db import connection
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from jieting import __version__

_WAITING = """
SELECT status::text, count(*), coalesce(extract(epoch FROM now() - min(coalesce(scheduled_at, (
    SELECT min(at) FROM procrastinate_events WHERE job_id = procrastinate_jobs.id)))), 0)::float
FROM procrastinate_jobs WHERE status IN ('todo', 'doing', 'failed') GROUP BY status
"""
_IMPORTS = "SELECT state, count(*) FROM calls_import GROUP BY state"


def exposition() -> bytes:
    """Every number, in Prometheus' text."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry = REGISTRY
    return generate_latest(registry) + generate_latest(_kept())


def _kept() -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(Kept())
    return registry


class Kept(Collector):
    """What the database tells: jobs by their state, the oldest that waits, imports by state."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The numbers of this moment."""
        jobs = GaugeMetricFamily("jieting_jobs_kept", "Jobs by state.", labels=["state"])
        oldest = GaugeMetricFamily("jieting_job_oldest_waiting_seconds", "Age of the oldest job.")
        imports = GaugeMetricFamily("jieting_imports", "Imports by state.", labels=["state"])
        with connection.cursor() as cursor:
            cursor.execute(_WAITING)
            for state, count, seconds in cursor.fetchall():
                jobs.add_metric([state], count)
                if state == "todo":
                    oldest.add_metric([], max(0.0, seconds))
            cursor.execute(_IMPORTS)
            for state, count in cursor.fetchall():
                imports.add_metric([state], count)
        version = GaugeMetricFamily("jieting_version", "The running version.", labels=["version"])
        version.add_metric([__version__], 1)
        yield from (jobs, oldest, imports, version)
