"""The peer of the observer: hears every event of the switch, parses it and stores nothing.

``python -m bench.jobs.line_reader HOST PORT``, in the JIETING_HOME given; asked to stop by SIGTERM
it prints how many events it heard and how late they came.
"""

from __future__ import annotations

import asyncio
import json
import signal
import sys
import time

from bench.goals import percentile
from jieting.installation.switch import AMI_USER, made_secret


async def main() -> None:
    """Hears until it is asked to stop."""
    host, port = sys.argv[1], int(sys.argv[2])
    late: list[float] = []
    hearing = asyncio.create_task(_hear(host, port, late))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, hearing.cancel)
    try:
        await hearing
    except asyncio.CancelledError:
        p95 = percentile(late, 95) if late else 0.0
        print(json.dumps({"events": len(late), "late_p95_ms": p95 * 1000}))


async def _hear(host: str, port: int, late: list[float]) -> None:
    reader, writer = await asyncio.open_connection(host, port)
    await reader.readline()
    login = {"Action": "Login", "Username": AMI_USER, "Secret": made_secret("ami")}
    writer.write(("".join(f"{k}: {v}\r\n" for k, v in login.items()) + "\r\n").encode())
    while True:
        text = (await reader.readuntil(b"\r\n\r\n")).decode("utf-8", "replace")
        event = dict(line.partition(": ")[::2] for line in text.split("\r\n") if line)
        if "Timestamp" in event:
            late.append(time.time() - float(event["Timestamp"]))


if __name__ == "__main__":
    asyncio.run(main())
