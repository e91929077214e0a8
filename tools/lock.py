"""Make the locks from pyproject.toml: exact versions with hashes, for every platform, no host."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEADER = "# Made by `make lock` from pyproject.toml; do not edit.\n"
COMPILE = (
    "pip",
    "compile",
    "-",
    "--universal",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--quiet",
)
OLDEST = "3.11"
PIP_SETTINGS = ("PIP_", "UV_INDEX", "UV_EXTRA", "UV_FIND", "UV_DEFAULT")


def wanted() -> dict[str, tuple[list[str], str]]:
    """Each lock, what it is made from, and the lock whose versions it must keep."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    project, groups = data["project"], data["dependency-groups"]
    runtime: list[str] = project["dependencies"]
    extras: dict[str, list[str]] = project["optional-dependencies"]
    return {
        "requirements.txt": (runtime, ""),
        "requirements-dev.txt": (
            [*runtime, *groups["dev"]],
            "requirements.txt",
        ),
        "requirements-spark.txt": (extras["spark"], "requirements-dev.txt"),
        "requirements-bench.txt": ([*runtime, *groups["bench"]], "requirements-dev.txt"),
        "requirements-node.txt": (groups["node"], ""),
        "requirements-lock.txt": (groups["lock"], ""),
    }


def lock(uv: str, name: str, requirements: list[str], keep: str, *options: str) -> None:
    """Write the lock ``name``; versions that it already names are kept where they still fit."""
    target = ROOT / name
    command = [uv, *COMPILE, "--python-version", OLDEST, "--output-file", str(target), *options]
    if keep:
        command += ["--constraints", str(ROOT / keep)]
    lines = "".join(f"{line}\n" for line in requirements)
    subprocess.run(command, input=lines, text=True, check=True, env=_own_settings(), cwd=ROOT)
    target.write_text(HEADER + target.read_text(encoding="utf-8"), encoding="utf-8")


def _own_settings() -> dict[str, str]:
    """The environment without this machine's own indexes, which must not leak into a lock."""
    return {k: v for k, v in os.environ.items() if not k.startswith(PIP_SETTINGS)}


def main(uv: str, *options: str) -> None:
    """Make every lock with the given uv; ``--upgrade`` takes newer versions."""
    for name, (requirements, keep) in wanted().items():
        lock(uv, name, requirements, keep, *options)
        print(name)


if __name__ == "__main__":
    main(*sys.argv[1:])
