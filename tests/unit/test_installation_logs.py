from __future__ import annotations

import json
import subprocess
import sys

import pytest

from jieting.installation.logs import scrubbed


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("caller 13812345678 rang", "caller […] rang"),
        ("+86 138-1234-5678", "[…]"),
        ("0593-2876543", "[…]"),
        ("id 350902199001011234", "id […]"),
        ("35090219900101123X", "[…]"),
        ("Key (caller)=(13812345678) exists", "Key (caller)=([…]) exists"),
        ("GET /c/ningde/calls/?caller=13812345678&x=1 failed", "GET /c/ningde/calls/ failed"),
        ("1793500000000000", "1793500000000000"),
        ("2073ef4b0a3fee3707138123456789", "2073ef4b0a3fee3707138123456789"),
        ("import 1381234", "import 1381234"),
    ],
)
def test_numbers_of_people_and_queries_do_not_get_into_the_log(text, kept):
    assert scrubbed(text) == kept


_WRITES = """
import logging, structlog
from jieting.installation.logs import configure
configure("tests", readable=False)
structlog.get_logger("jieting.x").info("read", rows=7, of={"caller": "13812345678"})
try:
    raise ValueError("Key (caller)=(13812345678)")
except ValueError:
    logging.getLogger("django.request").exception("failed /x/?caller=13812345678")
"""


def test_every_line_is_a_json_object_that_names_its_process_and_nobody():
    # In a process of its own: pytest puts its own handlers into the log of this one.
    ran = subprocess.run(
        [sys.executable, "-c", _WRITES], capture_output=True, text=True, check=True, timeout=60
    )
    own, foreign = (json.loads(line) for line in ran.stderr.splitlines())
    assert (own["event"], own["rows"], own["level"]) == ("read", 7, "info")
    assert own["of"] == {"caller": "[…]"}
    assert own["timestamp"].endswith("Z")
    assert (foreign["event"], foreign["level"]) == ("failed /x/", "error")
    assert "ValueError" in foreign["exception"]
    assert {own["process"], foreign["process"]} == {"tests"}
    assert "138" not in ran.stderr
