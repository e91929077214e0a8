"""Build what browsers load into ``src/jieting/web/static/built``.

Scripts and styles are bundled by esbuild, icons become one file, htmx comes from django-htmx.
``assets.py --to FOLDER`` builds elsewhere.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parent.parent
WEB = ROOT / "src" / "jieting" / "web"
SOURCE = WEB / "static_src"
BUILT = WEB / "static" / "built"
MODULES = ROOT / "node_modules"
SVG = "http://www.w3.org/2000/svg"


class CannotBuild(Exception):
    """Why the assets cannot be built, and what to do."""


def build(target: Path) -> None:
    """Build all assets into ``target``; what was there stays until everything is made."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".building-") as folder:
        made = Path(folder) / "built"
        made.mkdir()
        _bundle(made)
        (made / "htmx.js").write_bytes(_htmx().read_bytes())
        (made / "icons.svg").write_text(sprite(_icon_names()), encoding="utf-8")
        (made / "mark.svg").write_bytes((SOURCE / "mark.svg").read_bytes())
        if target.exists():
            target.rename(Path(folder) / "old")
        made.rename(target)


def sprite(names: list[str]) -> str:
    """One SVG file with a symbol for each icon of that name."""
    ET.register_namespace("", SVG)
    whole = ET.Element(f"{{{SVG}}}svg")
    for name in names:
        path = MODULES / "bootstrap-icons" / "icons" / f"{name}.svg"
        if not path.is_file():
            raise CannotBuild(
                f"{SOURCE / 'icons.txt'}: bootstrap-icons has no '{name}'; take a name it has"
            )
        drawn = ET.parse(path).getroot()  # noqa: S314 - from a locked package
        symbol = ET.SubElement(
            whole,
            f"{{{SVG}}}symbol",
            {"id": name, "viewBox": drawn.get("viewBox", "0 0 16 16"), "fill": "currentColor"},
        )
        symbol.extend(list(drawn))
    return ET.tostring(whole, encoding="unicode")


def _icon_names() -> list[str]:
    lines = (SOURCE / "icons.txt").read_text(encoding="utf-8").split()
    return sorted(set(lines))


def _htmx() -> Path:
    spec = find_spec("django_htmx")
    if spec is None or spec.origin is None:
        raise CannotBuild("django-htmx is not installed: run make setup")
    return Path(spec.origin).parent / "static" / "django_htmx" / "htmx-2.min.js"


def _entries() -> list[str]:
    pages = sorted((SOURCE / "js" / "pages").glob("*.js"))
    named = [f"pages/{page.stem}={page}" for page in pages]
    return [f"app={SOURCE / 'js' / 'app.js'}", f"app={SOURCE / 'css' / 'app.css'}", *named]


def _bundle(target: Path) -> None:
    command = [
        *_esbuild(),
        *_entries(),
        f"--outdir={target}",
        "--bundle",
        "--splitting",
        "--format=esm",
        "--minify",
        "--charset=utf8",
        "--target=es2022,chrome109,firefox115,safari16.4",
        "--chunk-names=chunks/[name]-[hash]",
        "--asset-names=fonts/[name]-[hash]",
        "--loader:.ttf=file",
        "--legal-comments=none",
        "--log-level=warning",
    ]
    # The sources name packages that stand in node_modules of the root.
    environment = {**os.environ, "NODE_PATH": str(MODULES)}
    ran = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    if ran.returncode:
        raise CannotBuild("esbuild stopped; its message stands above")


def _esbuild() -> list[str]:
    """The program itself: npm installs the one of this platform, and it needs no Node to run."""
    found = sorted((MODULES / "@esbuild").glob("*/bin/esbuild"))
    if not found:
        raise CannotBuild("node_modules has no esbuild for this machine: run make setup")
    return [str(found[0])]


def main(arguments: list[str]) -> int:
    """Build the assets and return the exit code."""
    parser = argparse.ArgumentParser(description="build what browsers load")
    parser.add_argument("--to", type=Path, default=BUILT, metavar="FOLDER")
    try:
        build(parser.parse_args(arguments).to.resolve())
    except CannotBuild as error:
        print(f"assets: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
