"""What may not stand in the repository: left-overs, one machine, registries, made files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

LONGEST = 400
LARGEST = 1_000_000

# Each word is put together here, so that this file does not hold it.
LEFT_OVERS = re.compile(
    "|".join(
        [
            r"\bTO" + r"DO\b",
            r"\bFIX" + r"ME\b",
            r"\bX" + r"XX\b",
            r"\|\| *tr" + r"ue\b",
            r"\bNotImpl" + r"ementedError\b",
            r"\bmark\.sk" + r"ip\b",
            r"\bmark\.xf" + r"ail\b",
            r"^<{7} |^={7}$|^>{7} ",
        ]
    ),
    re.MULTILINE,
)
REGISTRIES = re.compile(
    r"\b(pypi\." + r"org|pythonhosted\." + r"org|npmjs\." + r"(org|com)|yarnpkg\." + r"com)\b"
)
MACHINE_PATHS = re.compile(r"(?<![\w.~/\-])/(root|home|Users|work|tmp|opt|mnt)" + r"/\w")
INDEX_OPTIONS = re.compile(r"--(index-url|extra-index-url|find-links|trusted-host)|file:|https?:")
MADE = {".mo", ".ttf", ".otf", ".pyc", ".whl", ".so", ".egg"}
MADE_NAMES = {"uv.lock"}


def faults(root: Path, files: list[Path]) -> list[str]:
    """Every fault of the files, as ``path:line: what``."""
    found: list[str] = []
    for path in files:
        name = path.relative_to(root).as_posix()
        found += [f"{name}: {what}" for what in _made(path)]
        text = path.read_bytes().decode("utf-8", errors="replace")
        found += [f"{name}{what}" for what in _words(text)]
        found += [f"{name}: {what}" for what in _of_its_kind(path, text)]
    return found


def _made(path: Path) -> Iterator[str]:
    if path.suffix in MADE or path.name in MADE_NAMES:
        yield "is made, not kept"
    if path.stat().st_size > LARGEST:
        yield f"is larger than {LARGEST:,} bytes"


def _words(text: str) -> Iterator[str]:
    kinds = (
        ("left over", LEFT_OVERS),
        ("names a registry", REGISTRIES),
        ("a path of one machine", MACHINE_PATHS),
    )
    for kind, pattern in kinds:
        for match in pattern.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            yield f":{line}: {kind}: {match.group().strip()!r}"


def _of_its_kind(path: Path, text: str) -> Iterator[str]:
    if path.suffix == ".py" and len(text.splitlines()) > LONGEST:
        yield f"has more than {LONGEST} lines"
    if path.name == "package-lock.json" and '"resolved"' in text:
        yield "says where a package was fetched"
    if path.name.startswith("requirements") and path.suffix == ".txt":
        yield from _lock(path.name, text)


def _lock(name: str, text: str) -> Iterator[str]:
    if INDEX_OPTIONS.search(text):
        yield "names an index"
    for requirement in re.split(r"\n(?=[a-z])", text, flags=re.IGNORECASE):
        if requirement.startswith("#"):
            continue
        package = re.split(r"[=\s]", requirement, maxsplit=1)[0]
        if "==" not in requirement or "--hash=sha256:" not in requirement:
            yield f"{package} is not locked with its hash"
        if package == "pyspark" and name != "requirements-spark.txt":
            yield "pyspark belongs into requirements-spark.txt alone"
