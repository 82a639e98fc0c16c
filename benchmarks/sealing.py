"""Sealing a package of scans against the floor: read + SHA-256 + AES-256-CTR + write (openssl)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from functools import partial
from pathlib import Path

from welfare_desktop.exchange import trust
from welfare_desktop.exchange.cms import SigningKey
from welfare_desktop.exchange.package import PackageInfo, Part, seal
from welfare_desktop.security.sealing import Writable, new_identity, public_of

SCAN = 2_500_000


def scans(folder: Path, megabytes: int) -> list[Path]:
    """Files of random bytes, like photographs to a compressor."""
    folder.mkdir(parents=True, exist_ok=True)
    out = []
    for number in range(megabytes * 1_000_000 // SCAN):
        path = folder / f"{number:04d}.jpg"
        path.write_bytes(os.urandom(SCAN))
        out.append(path)
    return out


def seal_once(folder: Path, paths: list[Path]) -> float:
    """Seconds for one package."""
    now = datetime(2026, 11, 1, 9)
    key = trust.new_key()
    own = SigningKey(key, trust.certificate(key, None, key, now, name="x", code="0" * 18, ca=True))
    info = PackageInfo(
        name=f"CWX-{'0' * 18}-202610-r01", organization="x", period="2026-10", revision=1,
        bagged_at=now, recipients="x", app_version="0",
    )  # fmt: skip
    parts = [Part(f"attachments/{p.name}", partial(_copy, p)) for p in paths]
    recipients = [public_of(new_identity()) for _ in range(2)]
    started = time.perf_counter()
    seal(parts, info, own, recipients, folder / "out")
    return time.perf_counter() - started


def _copy(path: Path, out: Writable) -> None:
    with path.open("rb") as source:
        while chunk := source.read(1 << 20):
            out.write(chunk)


def floor(folder: Path, paths: list[Path]) -> float:
    """Seconds for the same bytes through openssl pipes."""
    names = folder / "names"
    names.write_bytes(b"\0".join(str(p).encode() for p in paths))
    line = (
        f"xargs -0 cat < {names} | tee >(openssl dgst -sha256 > /dev/null) "
        f"| openssl enc -aes-256-ctr -K {'0' * 64} -iv {'0' * 32} > {folder / 'floor'} "
        f"&& sync {folder / 'floor'}"
    )
    started = time.perf_counter()
    subprocess.run(["bash", "-c", line], check=True)
    return time.perf_counter() - started


def peak(megabytes: int) -> int:
    """Peak memory in KiB of a process that seals so many megabytes."""
    code = (
        "import resource,tempfile;from pathlib import Path;from benchmarks import sealing as s;"
        f"f=Path(tempfile.mkdtemp());s.seal_once(f,s.scans(f/'in',{megabytes}));"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss);import shutil;shutil.rmtree(f)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return int(done.stdout)


def measure(megabytes: int = 1000) -> dict[str, str]:
    """The row of the table: ratio to the floor, growth of peak memory."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = scans(folder / "in", megabytes)
        bases, owns = [], []
        for _ in range(3):
            # What was just freed serves the next one (`benchmarks.storing.copied`).
            bases.append(floor(folder, paths))
            (folder / "floor").unlink()
            owns.append(seal_once(folder, paths))
            shutil.rmtree(folder / "out")
    base, own = min(bases), min(owns)
    growth = (peak(megabytes) - peak(20)) / 1024
    return {
        "what": f"sealing {megabytes} MB of scans against openssl pipes, best of 3",
        "measured": f"{own:.1f} s / {base:.1f} s = {own / base:.2f} ×; memory +{growth:.0f} MB",
        "limit": "2.5 ×; +40 MB",
    }
