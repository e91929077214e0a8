"""The Chromium of journeys and screenshots, and how a person sits before it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
CANNOT = 3

LAUNCH = [
    # No name but the machine's own leads anywhere, whatever a page asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    "--no-proxy-server",
]
PERSON: dict[str, Any] = {
    "viewport": {"width": 1366, "height": 768},
    "locale": "zh-CN",
    "timezone_id": "Asia/Shanghai",
}


class NoChromium(Exception):
    """There is none; ``excused`` where the machine cannot have one."""

    def __init__(self, what: str, *, excused: bool) -> None:
        super().__init__(what)
        self.excused = excused


def path_of_chromium() -> str:
    """The program. Errors: NoChromium."""
    command = [sys.executable, str(ROOT / "tools" / "browser.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return done.stdout.strip()
    raise NoChromium(done.stderr.strip(), excused=done.returncode == CANNOT)
