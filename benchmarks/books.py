"""A child's book of 300 pages with 200 scans, against reading and writing its bytes."""

from __future__ import annotations

import io
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

from PIL import Image

from welfare_desktop.actions import access, book, papers, records
from welfare_desktop.actions.desk import Desk
from welfare_desktop.app import demo, practice
from welfare_desktop.domain.clock import SetClock

_FORMS, _SCANS_EACH = 100, 2
_FIRST = datetime(2026, 1, 10, 9)
#: An A4 page at 200 dots an inch.
_PAGE = (1654, 2339)
_TIMES, _PER_PAGE = 3, 0.020


def _scan(number: int) -> bytes:
    """Grain as a scanner sees it, some 700 KB."""
    noise = random.Random(number).randbytes(_PAGE[0] // 2 * (_PAGE[1] // 2))
    grain = Image.frombytes("L", (_PAGE[0] // 2, _PAGE[1] // 2), noise).resize(_PAGE)
    out = io.BytesIO()
    grain.point(lambda value: 200 + value // 5).convert("RGB").save(
        out, "JPEG", quality=88, dpi=(200, 200)
    )
    return out.getvalue()


def filled(folder: Path, forms: int) -> tuple[Desk, str]:
    """A house with a child of so many visits, two scans on each."""
    clock = SetClock(_FIRST)
    desk = practice.create(folder / "store", clock)
    demo._wards(desk, 2)
    demo._children(desk, 2, _FIRST.date(), random.Random(7))
    child = desk.house().children[0].id
    nurse = desk.seated(desk.find_account("yisheng"))
    (folder / "scans").mkdir()
    for number in range(forms):
        clock.at = _FIRST + timedelta(days=1 + number % 200)
        scans = []
        for each in range(_SCANS_EACH):
            path = folder / "scans" / f"{number}-{each}.jpg"
            path.write_bytes(_scan(number * _SCANS_EACH + each))
            scans.append(papers.take_in(nurse, path, "B30"))
        told = {"arrived_at": f"{clock.at:%Y-%m-%dT%H:%M}", "hospital": "市医院", "visit_type": "1"}
        step = records.Step(papers=tuple(scans))
        records.submit(nurse, "F24", told, child=child, step=step)
    desk.close()
    return access.open_desk(folder / "store", "kezhang", practice.PASSWORD, clock), child


def _copied(folder: Path) -> float:
    """Seconds to read the scans and write their bytes."""
    started = time.perf_counter()
    with (folder / "copy").open("wb") as out:
        for path in sorted((folder / "scans").iterdir()):
            out.write(path.read_bytes())
        out.flush()
        os.fsync(out.fileno())
    taken = time.perf_counter() - started
    (folder / "copy").unlink()
    return taken


def peak(forms: int) -> int:
    """Peak memory in KiB of a process that binds a book of so many forms."""
    code = f"from benchmarks import books; books.bind_one({forms})"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return int(done.stdout)


def bind_one(forms: int) -> None:
    """Bind one book and print the peak memory of this process."""
    with tempfile.TemporaryDirectory() as name:
        desk, child = filled(Path(name), forms)
        book.write(desk, book.book(desk, child), Path(name) / "book.pdf")
        desk.close()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def measure() -> dict[str, str]:
    """The row of the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        desk, child = filled(folder, _FORMS)
        content = book.book(desk, child)
        scans = sum(piece.paper is not None for piece in content.pieces)
        bases, owns, pages = [], [], 0
        for _ in range(3):
            bases.append(_copied(folder))
            started = time.perf_counter()
            pages = book.write(desk, content, folder / "book.pdf")
            owns.append(time.perf_counter() - started)
            size = (folder / "book.pdf").stat().st_size
            (folder / "book.pdf").unlink()
        desk.close()
    base, own = min(bases), min(owns)
    limit = _TIMES * base + _PER_PAGE * (pages - scans)
    growth = (peak(_FORMS) - peak(_FORMS // 4)) / 1024
    return {
        "what": f"a book of {pages} pages, {scans} of them scans, {size / 1e6:.0f} MB, best of 3",
        "measured": f"{own:.2f} s; copying {base:.2f} s; memory +{growth:.0f} MB against a quarter of it",
        "limit": f"3 × copying + 20 ms a text page = {limit:.2f} s",
    }  # fmt: skip
