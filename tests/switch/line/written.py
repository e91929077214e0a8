"""The configuration of the test's switch, as the product writes it."""

from __future__ import annotations

from pathlib import Path

from tests.switch.line.house import House
from tests.switch.line.switch import Place
from tools.asterisk import Programs


def written(house: House, programs: Programs, folder: Path, place: Place, system: str) -> Path:
    """Have the product write it below the folder; ``asterisk.conf``."""
    own = programs.directories
    where = {"--modules": own.get("astmoddir"), "--data": own.get("astdatadir")}
    address = place.address(1)
    options = {
        "--system": system,
        "--sip": f"{address}:5060",
        "--ami": f"{address}:5038",
        "--http": f"{address}:8088",
        "--rtp": "20000-24000",
        "--media": address,
        **{name: path for name, path in where.items() if path},
    }
    house.run("switch", "render", folder, *(part for pair in options.items() for part in pair))
    return folder / "etc" / "asterisk.conf"
