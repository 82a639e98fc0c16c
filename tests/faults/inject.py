"""Faults put into real system calls: the process is killed, or the disk is full, at the n-th one.

``strace`` counts the calls of a child process and injects the fault; nothing in the program
knows that it is being tested.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parents[2]
#: What makes a change durable or visible: a kill between two of these is a different state.
STEPS = ("fsync", "fdatasync", "/rename", "/unlink", "ftruncate")
#: Every write of a file: by the database and by the program.
WRITES = ("pwrite64", "write")
KILL, FULL = "signal=KILL", "error=ENOSPC"


class Ended(msgspec.Struct, frozen=True):
    """How a child ended. ``hit``: it met the fault at the ``at``-th ``call``."""

    call: str
    at: int
    hit: bool
    code: int
    out: str


def child(operation: str, *words: str) -> list[str]:
    """The command of a child that does one operation (`tests.faults.child`)."""
    return [sys.executable, "-m", "tests.faults.child", operation, *words]


def environment() -> dict[str, str]:
    """A child's environment: nothing is written but what the program itself writes."""
    return os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}


def run(command: list[str], call: str, at: int, fault: str) -> Ended:
    """Run a child that meets ``fault`` at its ``at``-th ``call``; a full disk stays full."""
    when = f"{at}+" if fault == FULL else str(at)
    # Only the calls asked for are stopped at; a signal is not injected that way (strace 6.1).
    quick = ("--seccomp-bpf",) if fault == FULL else ()
    done = subprocess.run(
        ["strace", "-f", *quick, "-q", "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={when}",
         *command],
        cwd=ROOT, capture_output=True, text=True, timeout=300, env=environment(),
    )  # fmt: skip
    hit = "(INJECTED)" in done.stderr or "+++ killed by SIGKILL +++" in done.stderr
    if not hit and done.returncode not in (0, 3):
        raise AssertionError(done.stderr[-3000:])
    return Ended(call, at, hit, done.returncode, done.stdout)


def healthy(command: list[str]) -> bool:
    """Run a child without any fault; whether it got through."""
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, timeout=300, env=environment(), check=False
    )
    return done.returncode == 0


def every(
    command: list[str], calls: tuple[str, ...], fault: str, begin: Callable[[], None],
    stride: int = 1,
) -> Iterator[Ended]:  # fmt: skip
    """Meet the fault at each call in turn, until the child gets through without meeting it.

    Args:
        begin: puts everything back into its first state; called before each run.
    """
    for call in calls:
        at = 1
        begin()
        while (ended := run(command, call, at, fault)).hit:
            yield ended
            at += stride
            begin()
