import asyncio
import os

from django.db import connections

from jieting.config import processes


def test_background_work_gives_way_before_it_begins(monkeypatch):
    done = []

    def runs(work):
        work.close()
        done.append(connections.settings["default"]["CONN_MAX_AGE"])

    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    monkeypatch.setattr(os, "nice", done.append)
    monkeypatch.setattr(asyncio, "run", runs)
    monkeypatch.setattr(connections, "close_all", lambda: done.append("closed"))
    monkeypatch.setattr("jieting.apps.base.jobs.later_job", done.append)
    processes.work()
    assert done[0] == processes.GIVE_WAY > 0
    assert done[-2:] == ["closed", processes.KEEP_CONNECTED_S]
    assert len(done) == 5
