"""kill -9 at random moments while records, attachments, drafts and marks are written."""

from __future__ import annotations

import os
import random
import signal
import time

from tests.faults import child, inject
from tests.faults.conftest import FULL, Place
from welfare_desktop.actions import access, drafts
from welfare_desktop.app.practice import PASSWORD
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.store import attachments, open_rounds

CYCLES = 500 if FULL else 20
#: Writing cycles in one life of a store, so that it does not grow without end.
_LIFE = 25


def killed_while_writing(place: Place, after: float) -> list[list[str]]:
    """What a writing child had told when it was killed, ``after`` seconds from its first line."""
    writing = inject.Child("load", place.folder)
    writing.begin()
    first = writing.output.readline().decode()
    time.sleep(after)
    os.kill(writing.pid, signal.SIGKILL)
    code, rest = writing.end()
    assert code == -signal.SIGKILL, first + rest
    return [line.split() for line in (first + rest).splitlines()]


def holds(place: Place, told: list[list[str]]) -> None:
    """Everything that was told is there; the chain, the projections and the attachments agree."""
    desk = access.open_desk(place.folder, "kezhang", PASSWORD, SetClock(child.NOW))
    try:
        findings: list[str] = []
        assert desk.store.check(findings.append), findings
        assert attachments.altered(desk.store) == []
        kept = drafts.load_draft(desk, "F02")
        for what, *words in told:
            if what == "record":
                assert desk.store.record(words[0]) is not None
            elif what == "corrected":
                assert desk.record(words[0]).text("name") == words[1]
            elif what == "attachment":
                assert attachments.content(desk.store, words[0])
            elif what == "mark":
                assert words[1] in {key for key, _ in open_rounds.marks(desk.store, words[0])}
        last = [words[0] for what, *words in told if what == "draft"]
        number = int((kept.values["features"] if kept else "第0次")[1:-1])
        assert not last or number >= int(last[-1][1:-1])
    finally:
        desk.close()


def test_nothing_that_was_told_is_lost(place: Place) -> None:
    seed = random.Random(int(os.environ.get("WELFARE_SEED", "7")))
    for cycle in range(CYCLES):
        if cycle % _LIFE == 0:
            place.begin()
        told = killed_while_writing(place, seed.uniform(0, 0.4))
        assert told
        holds(place, told)
