"""Collective decisions: what a meeting (F46) decided for a child (clauses.md C13.03)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Record

Topic = Literal["1", "2", "3", "4"]
#: F46 ``topic``: 送养, 寄养.
ADOPTION: Topic = "1"
FOSTER: Topic = "2"


def voters(meeting: Record) -> set[str]:
    """Who may vote: 有表决权, and not withdrawn (回避)."""
    withdrawn = {str(row.get("person")) for row in meeting.rows("recusal")}
    told = {str(row["person"]) for row in meeting.rows("attendees") if row.get("voter") is True}
    return told - withdrawn


def agreed(meeting: Record, child: str) -> bool:
    """A majority of all voters agreed for this child."""
    who = voters(meeting)
    yes = {
        str(row.get("person"))
        for row in meeting.rows("votes")
        if row.get("vote") == "1" and row.get("child") in (None, "", child)
    }
    return bool(who) and 2 * len(yes & who) > len(who)


def of_child(child: Child, topic: Topic) -> list[Record]:
    """Meetings on a topic that were about a child, by time."""
    return [
        r
        for r in child.house.of("F46")
        if r.get("topic") == topic and child.id in (r.get("children") or ())
    ]


def decided(child: Child, topic: Topic, until: date) -> Record | None:
    """The newest meeting up to a day that agreed for a child."""
    found = [
        r
        for r in of_child(child, topic)
        if r.happened_at[:10] <= until.isoformat() and agreed(r, child.id)
    ]
    return found[-1] if found else None
