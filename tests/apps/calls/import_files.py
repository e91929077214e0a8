"""Files of calls for the tests of imports."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jieting.apps.accounts.access import actor_of
from jieting.apps.accounts.roles import Role
from jieting.apps.calls import actions
from jieting.apps.calls.models import Import

AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
HEADER = (
    "call_id,direction,queue,caller,arrived_at,queued_at,answered_at,ended_at,outcome,agent,"
    "talk_s,rating,recording,source"
)


def answered(number: int, day: str = "2026-10-05", caller: str = "13859112345") -> str:
    """A good row: a call that was answered."""
    minute = number % 60
    hour = number // 60 % 24
    return (
        f"c{number},inbound,hotline,{caller},{day} {hour:02}:{minute:02}:00,"
        f"{day} {hour:02}:{minute:02}:10,{day} {hour:02}:{minute:02}:20,"
        f"{day} {hour:02}:{minute:02}:50,answered,8001,30,satisfied,y,east"
    )


def csv_of(*rows: str, header: str = HEADER) -> bytes:
    """A csv file of these rows."""
    return "\n".join((header, *rows, "")).encode()


def upload(world, content: bytes, name: str = "calls.csv", **mapping: str) -> Import:
    """The file as an import that the supervisor brings."""
    return actions.import_file(
        by=actor_of(world.user(Role.SUPERVISOR)),
        at=AT,
        contract_id=world.contract,
        file_name=name,
        stream=io.BytesIO(content),
        **mapping,
    )


def run(world, content: bytes, name: str = "calls.csv", keep: bool = True, **mapping) -> Import:
    """The file, imported at once."""
    imported = upload(world, content, name, **mapping)
    return actions.run_import_now(
        by=actor_of(world.user(Role.SUPERVISOR)), at=AT, import_id=imported.pk, keep=keep
    )


FOREIGN = """编号,类型,技能组,开始,挂断时间,结果,工号,时长,电话
1,呼入,热线,2026/10/1 9:00,2026/10/1 9:03,接通,8001,0:02:10,13859110001
2,呼入,热线,2026/10/1 9:05,2026/10/1 9:06,排队放弃,,,
3,呼入,,2026/10/1 9:08,2026/10/1 9:09,测试,,,
4,呼入,,2026/10/1 9:10,2026/10/1 9:12,自助服务,,,
"""


def url(world, name: str, *args: object) -> str:
    return reverse(name, args=[world.contract, *args])


def send(browser, world, content: bytes, name: str = "calls.csv", mapping: str = "auto"):
    file = SimpleUploadedFile(name, content)
    return browser.post(url(world, "import_new"), {"mapping": mapping, "file": file})


def text(response) -> str:
    return response.content.decode()
