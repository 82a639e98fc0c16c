"""What the marks of rounds tell, signed ones and 未签: who was seen, when, and from paper or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.house import House

BACKFILLED = "补录："
#: How the reason of a 补录 begins that was written on paper first.
ON_PAPER = "纸质巡查表"


def backfill(mark: Mapping[str, Any]) -> str:
    """Why a mark was made late, empty where it was not."""
    parts = str(mark.get("note") or "").split("；")
    return next((p.removeprefix(BACKFILLED) for p in parts if p.startswith(BACKFILLED)), "")


#: CL-MARK of a child that was seen.
LOOKED = frozenset({"1", "2", "3"})


def shown(marks: Sequence[Mapping[str, Any]], child: str, slot: str) -> int | None:
    """Which of a round's marks stands for a child at a slot: the newest."""
    own = [n for n, m in enumerate(marks) if m["child"] == child and m.get("slot") == slot]
    return max(own, key=lambda n: (str(marks[n]["at"]), n), default=None)


def from_paper(mark: Mapping[str, Any]) -> bool:
    """Whether a mark was written on paper first: it has the minute of its round, not its own."""
    return backfill(mark).startswith(ON_PAPER)


def hasty(marks: Iterable[Mapping[str, Any]]) -> bool:
    """快速录入: more than 25 marks in 10 seconds."""
    known = sorted(datetime.fromisoformat(m["at"]) for m in marks if not from_paper(m))
    return any(known[i + 25] - known[i] < timedelta(seconds=10) for i in range(len(known) - 25))


def all_marks(
    house: House, ward: str | None, since: datetime, until: datetime
) -> list[dict[str, Any]]:
    """Marks within a time, signed ones and 未签, each with ``signed``; ``None``: of every ward.

    ``corrected`` is the record whose earlier versions tell more.
    """
    found: list[dict[str, Any]] = []
    first, last = since - timedelta(hours=12), until + timedelta(hours=12)
    for walk in house.within("F30", first, last):
        if ward is None or walk.get("ward") == ward:
            own = {"signed": walk.get("closed_as") == "1"}
            own |= {"corrected": walk.id} if walk.version > 1 else {}
            found += [m | own for m in walk.rows("marks")]
    found += [
        m | {"signed": False}
        for m in house.source.marks(first, last)
        if ward is None or m.get("ward") == ward
    ]
    return found


def seen_from(house: House, since: datetime) -> dict[str, set[str]]:
    """Slot → who has a mark at it, in whichever ward it was made; slots from a minute on."""
    since, until = since - timedelta(hours=1), house.now + timedelta(minutes=1)
    out: dict[str, set[str]] = {}
    marks = [m for walk in house.within("F30", since, until) for m in walk.rows("marks")]
    for mark in (*marks, *house.source.marks(since, until)):
        if mark.get("slot"):
            out.setdefault(str(mark["slot"]), set()).add(mark["child"])
    return out


def seen_at(house: House, slot: datetime) -> set[str]:
    """Who has a mark at a slot."""
    return seen_from(house, slot).get(minute_text(slot), set())
