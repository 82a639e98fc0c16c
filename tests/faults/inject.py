"""Faults put into real system calls: the process is killed, or the disk is full, at the n-th one.

``strace`` counts the calls of a child process and injects the fault; nothing in the program
knows that it is being tested.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

#: What makes a change durable or visible: a kill between two of these is a different state.
STEPS = ("fsync", "fdatasync", "rename", "unlink", "ftruncate")
#: Every write as well: hundreds of places.
WRITES = ("pwrite64", "write", *STEPS)
KILL = "signal=KILL"
FULL = "error=ENOSPC"
_ROOT = Path(__file__).resolve().parents[2]


class Ended(msgspec.Struct, frozen=True):
    """How a child ended. ``hit``: the fault was reached."""

    at: int
    call: str
    code: int
    out: str
    err: str

    @property
    def killed(self) -> bool:
        """Ended by the injected kill."""
        return self.code == -signal.SIGKILL or "+++ killed by SIGKILL +++" in self.err

    @property
    def hit(self) -> bool:
        """The n-th call was reached."""
        return self.killed or "(INJECTED)" in self.err


def run(code: str, words: tuple[str, ...], folder: Path, call: str, at: int, fault: str) -> Ended:
    """Run Python code in a child that meets ``fault`` at its ``at``-th ``call`` below ``folder``.

    The trace goes to a file of its own, so that standard error is the child's.
    """
    trace = folder.parent / "trace"
    count = f"{at}+" if fault == FULL else str(at)
    done = subprocess.run(
        ["strace", "-f", "-q", "-o", str(trace), "-y", "-e", f"trace={call}",
         "-e", f"inject={call}:{fault}:when={count}", *_only(folder),
         sys.executable, "-c", code, *words],
        cwd=_ROOT, capture_output=True, text=True, timeout=120,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    return Ended(at, call, done.returncode, done.stdout, done.stderr + trace.read_text("utf-8"))


def _only(folder: Path) -> list[str]:
    """Restrict to the files of the store, those that exist and those that will."""
    names = ("store.db", "store.db-wal", "store.db-journal", "store.db-shm", "keyslots.json",
             "keyslots.json.part", "keyslots.json.previous", "keyslots.json.previous.part", ".")  # fmt: skip
    return [part for name in names for part in ("-P", str(folder / name))]


def every_step(
    code: str, words: tuple[str, ...], folder: Path, calls: tuple[str, ...], fault: str = KILL,
    stride: int = 1,
) -> Iterator[Ended]:  # fmt: skip
    """Meet the fault at each call in turn, until the child gets through without meeting it.

    The caller puts the folder back into its first state before asking for the next.
    """
    for call in calls:
        at = 1
        while (ended := run(code, words, folder, call, at, fault)).hit:
            yield ended
            at += stride
