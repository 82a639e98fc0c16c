"""Faults put into real system calls: the process is killed, or the disk is full, at the n-th one.

``strace`` counts the calls of a child process and injects the fault; nothing in the program
knows that it is being tested.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from tests.faults import child

#: What makes a change durable or visible: a kill between two of these is a different state.
STEPS = ("fsync", "fdatasync", "/rename", "/unlink", "ftruncate")
#: Every write of a file: by the database and by the program.
WRITES = ("pwrite64", "write")
KILL, FULL = "signal=KILL", "error=ENOSPC"
_PATIENCE = 300.0

#: Children are forked from a process that has the program loaded already: loading it takes longer
#: than what most of them do.
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload([child.__name__])


class Ended(msgspec.Struct, frozen=True):
    """How a child ended. ``hit``: it met the fault at the ``at``-th ``call``."""

    call: str
    at: int
    hit: bool
    code: int
    out: str


class Child:
    """A process of its own that does one operation on a store, once it is told to begin."""

    def __init__(self, operation: str, folder: Path) -> None:
        output, told = _FORKS.Pipe(duplex=False)
        begin, self._begin = _FORKS.Pipe(duplex=False)
        self._process = _FORKS.Process(target=child.main, args=(operation, folder, told, begin))
        self._process.start()
        told.close()
        begin.close()
        self.output = os.fdopen(os.dup(output.fileno()), "rb")
        output.close()

    @property
    def pid(self) -> int:
        """Process id."""
        assert self._process.pid is not None
        return self._process.pid

    def begin(self) -> None:
        """Let it do what it is there for."""
        self._begin.send_bytes(b"begin")

    def end(self) -> tuple[int, str]:
        """Its exit code and what it told (and was not yet read), once it has ended."""
        with self.output, self._begin:
            out = self.output.read().decode()
        self._process.join(_PATIENCE)
        code = self._process.exitcode
        assert code is not None, "the child does not end"
        self._process.close()
        return code, out


Start = Callable[[], Child]


def _watched(pid: int) -> None:
    """Wait until a process is traced."""
    until = time.monotonic() + _PATIENCE
    while "TracerPid:\t0\n" in Path(f"/proc/{pid}/status").read_text():
        assert time.monotonic() < until, "strace does not come"
        time.sleep(0.002)


def run(start: Start, call: str, at: int, fault: str) -> Ended:
    """Run a child that meets ``fault`` at its ``at``-th ``call``; a full disk stays full."""
    when = f"{at}+" if fault == FULL else str(at)
    subject = start()
    with tempfile.TemporaryFile() as log:
        strace = subprocess.Popen(
            ["strace", "-f", "-q", "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={when}",
             "-p", str(subject.pid)],
            stderr=log,
        )  # fmt: skip
        _watched(subject.pid)
        subject.begin()
        code, out = subject.end()
        strace.wait(_PATIENCE)
        log.seek(0)
        seen = log.read().decode()
    hit = "(INJECTED)" in seen or "+++ killed by SIGKILL +++" in seen
    if not hit and code not in (0, 3):
        raise AssertionError(out[-3000:] + seen[-3000:])
    return Ended(call, at, hit, code, out)


def healthy(start: Start) -> bool:
    """Run a child without any fault; whether it got through."""
    subject = start()
    subject.begin()
    return subject.end()[0] == 0


def every(
    start: Start, calls: tuple[str, ...], fault: str, begin: Callable[[], None], stride: int = 1
) -> Iterator[Ended]:
    """Meet the fault at each call in turn, until the child gets through without meeting it.

    Args:
        begin: puts everything back into its first state; called before each run.
    """
    for call in calls:
        at = 1
        begin()
        while (ended := run(start, call, at, fault)).hit:
            yield ended
            at += stride
            begin()
