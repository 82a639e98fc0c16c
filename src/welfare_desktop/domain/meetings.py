"""Collective decisions: what a meeting (F46) decided for a child (clauses.md C13.03)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.record import Record

Topic = Literal["1", "2", "3", "4"]
#: F46 ``topic``: 送养, 寄养.
ADOPTION: Topic = "1"
FOSTER: Topic = "2"
#: CL-POST of 社工 and of 医护 (护士, 医生): both vote on sending a child for adoption.
_SOCIAL, _MEDICAL = {"7"}, {"3", "4"}
_LEAST_VOTERS = 3


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


def unsound(house: House, meeting: Record) -> list[str]:
    """Why minutes are no collective decision, in words: too few, a field missing, one alone."""
    who, out = voters(meeting), []
    if len(who) < _LEAST_VOTERS:
        out.append(f"有表决权的参会人{len(who)}人，至少{_LEAST_VOTERS}人")
    if meeting.get("topic") == ADOPTION:
        posts = _posts(house, meeting, who)
        out += [] if posts & _SOCIAL else ["有表决权的参会人里没有社工"]
        out += [] if posts & _MEDICAL else ["有表决权的参会人里没有护士或医生"]
    chair, signed = meeting.get("chair"), {mark.get("by") for mark in meeting.get("sigs") or ()}
    if chair and (chair == meeting.get("recorder") or (signed == {chair} and not meeting.papers)):
        out.append("纪要由主持人一人形成")
    return out


def _posts(house: House, meeting: Record, who: set[str]) -> set[str]:
    out = set()
    for row in meeting.rows("attendees"):
        if str(row["person"]) in who:
            known = house.record("F64", str(row["person"]))
            out.add(str(row.get("post") or (known.get("post") if known else "")))
    return out


def of_child(child: Child, topic: Topic) -> list[Record]:
    """Meetings on a topic that were about a child, by time."""
    facts = child.house.facts("F46")
    if "meetings" not in facts:
        held: dict[str, list[Record]] = {}
        for meeting in child.house.of("F46"):
            for named in meeting.get("children") or ():
                held.setdefault(named, []).append(meeting)
        facts["meetings"] = held
    return [r for r in facts["meetings"].get(child.id, ()) if r.get("topic") == topic]


def decided(child: Child, topic: Topic, until: date) -> Record | None:
    """The newest meeting up to a day that agreed for a child."""
    found = [
        r
        for r in of_child(child, topic)
        if r.happened_at[:10] <= until.isoformat() and agreed(r, child.id)
    ]
    return found[-1] if found else None
