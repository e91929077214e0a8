"""The worker: runs jobs, takes up those whose worker died, gives up those that kill workers."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import structlog
from procrastinate import exceptions, jobs
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector

from jieting.apps.base.jobs import JOBS
from jieting.apps.base.metrics import JOB_SECONDS, JOBS_RUN

LOG = structlog.get_logger("jieting.work")
HEARTBEAT_S = 5.0
DEAD_AFTER_S = 20.0
"""A worker that has not told that it lives for so long is dead; its jobs are taken up again."""
MOST_STARTS = 5
"""A job that was started so often and never ended is given up: it may be what kills workers."""


async def work(*, at_once: int, alone: bool, stop_s: float) -> None:
    """Run jobs until a signal to stop; ``alone`` says that no other worker can be running."""
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=at_once + 3)
    working = app.with_connector(connector)
    async with working.open_async():
        if alone:
            await take_up_stalled(working, 0)
        watcher = asyncio.create_task(_watch(working), name="stalled jobs")
        try:
            await working.run_worker_async(
                concurrency=at_once,
                shutdown_graceful_timeout=stop_s,
                update_heartbeat_interval=HEARTBEAT_S,
                stalled_worker_timeout=DEAD_AFTER_S,
                task_middleware=[*_django_middleware(), _counted],
            )
        finally:
            watcher.cancel()


async def take_up_stalled(working: Any, dead_after_s: float) -> int:
    """Have jobs whose worker is dead run again; how many there were."""
    manager = working.job_manager
    found = list(await manager.get_stalled_jobs(seconds_since_heartbeat=dead_after_s))
    for one in found:
        await _take_up(manager, one)
    return len(found)


async def _take_up(manager: Any, one: jobs.Job) -> None:
    again = one.attempts + 1 < MOST_STARTS
    LOG.warning("stalled job", job=one.task_name, ids=one.task_kwargs, starts_again=again)
    try:
        if again:
            await manager.retry_job(one)
            return
    except exceptions.ConnectorException:
        # The same job waits already: that one does the work.
        LOG.info("waits already", job=one.task_name, ids=one.task_kwargs)
    await manager.finish_job(one, status=jobs.Status.FAILED, delete_job=False)


async def _watch(working: Any) -> None:
    while True:
        await asyncio.sleep(HEARTBEAT_S)
        try:
            await take_up_stalled(working, DEAD_AFTER_S)
        except exceptions.ConnectorException as error:
            LOG.warning("stalled jobs not seen", error=str(error.__cause__ or error))


def _django_middleware() -> list[Any]:
    from procrastinate.contrib.django.db_cleanup import close_db_connections

    return [close_db_connections]


def _counted(call_next: Any, context: Any, worker: Any) -> Any:
    """Around every job: how long it took and how it ended."""
    name = context.job.task_name if context.job.task_name in JOBS else "other"
    began = time.perf_counter()
    outcome = "failed"
    try:
        result = call_next()
        outcome = "done"
        return result
    finally:
        seconds = time.perf_counter() - began
        LOG.info(
            "job",
            job=name,
            ids=dict(context.job.task_kwargs),
            outcome=outcome,
            ms=round(seconds * 1000),
            start=context.job.attempts + 1,
        )
        JOB_SECONDS.labels(name).observe(seconds)
        JOBS_RUN.labels(name, outcome).inc()
