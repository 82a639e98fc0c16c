"""The night on a board of sixty children with years behind it, in the real window."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from benchmarks import years
from benchmarks.storing import DAYS

Row = dict[str, str]
_CHILDREN, _MONTH = 60, 31


def _code(what: str) -> str:
    return f"import sys;from pathlib import Path;from benchmarks.night_window import {what};{what}(Path(sys.argv[1]))"


def measure(folder: Path, told: Callable[..., list[float]]) -> list[Row]:
    """``told`` runs a piece of code in a process of its own."""
    month, long = folder / "night_month", folder / "night_years"
    years.fill(month, _CHILDREN, _MONTH, beds=_CHILDREN)
    years.fill(long, _CHILDREN, DAYS, beds=_CHILDREN)
    # Shown for the first time, and again once the window knows it; of each the best of three.
    runs = {place: [told(_code("opening"), place) for _ in range(3)] for place in (month, long)}
    few, many = ([min(run[n] for run in runs[place]) for n in range(4)] for place in (month, long))
    slowest, _ = told(_code("light"), long)
    # Both walk the rounds of the same night.
    (stall,) = told(_code("stalls"), shutil.copytree(long, folder / "night_stalls"))
    key, middle = told(_code("keys"), long)
    about = f"{_CHILDREN} children, {DAYS} days"
    opened = [
        {"what": f"{name} opened and painted, {about}; against {_MONTH} days",
         "measured": f"{many[n] * 1000:.0f} ms, again {many[n + 1] * 1000:.0f} ms; {many[n] / few[n]:.2f} ×",
         "limit": "300 ms; 1.2 ×"}
        for n, name in ((0, "巡查板"), (2, "交接班"))
    ]  # fmt: skip
    return [
        {"what": f"key of a round → committed and painted, {about}, 99th percentile of 360",
         "measured": f"{key * 1000:.0f} ms; middle {middle * 1000:.0f} ms", "limit": "50 ms"},
        *opened,
        {"what": "F8 on the pages of the night, painted, the slowest",
         "measured": f"{slowest * 1000:.0f} ms", "limit": "150 ms"},
        {"what": f"marks, beats, a backup, scans taken in, {about}: the window stands still at most",
         "measured": f"{stall * 1000:.0f} ms", "limit": "100 ms"},
    ]  # fmt: skip
