"""Examples of the rows about duty, rounds, handover, events and the ratio of carers."""

from __future__ import annotations

from typing import Any

from tests.domain.law.world import Example as Ex
from tests.domain.law.world import World, child, mark, rec
from welfare_desktop.domain.record import Record

DAY = "2025-07-12"
MORNING = f"{DAY}T09:00"


def staff(name: str, **body: Any) -> Record:
    """A full-time carer in post."""
    given = {"name": name, "state": "2", "is_frontline": True, "contract_hours": 40} | body
    return rec("F64", "2025-01-01T00:00", id=name, child=None, **given)


def kid(name: str = "c", **more: Any) -> World:
    """A child of the ward, well before the day."""
    return child(id=name, at="2025-07-01T08:00", status="IN_CARE", cause="B1", **more)


def roster(start: str, end: str, *people: str, shift: str = "N") -> Record:
    """People on the roster of the ward from one time of the day to another."""
    first = start if "T" in start else f"{DAY}T{start}"
    last = end if "T" in end else f"{DAY}T{end}"
    return rec("F67", first, child=None, ward="w", shift=shift, date=first[:10],
               planned_from=first, planned_to=last, staff_list=list(people))  # fmt: skip


def handed(at: str, giver: str, taker: str, into: str, *acks: str | None) -> Record:
    """A signed handover; one line of the special list for each acknowledgement."""
    when = f"{DAY}T{at}"
    lines = [{"child": f"k{i}", "ack_at": ack} for i, ack in enumerate(acks)]
    return rec(
        "F32", when, child=None, ward="w", to_shift=into, handover_at=when,
        by_out=mark(giver, when), by_in=mark(taker, when), special_list=lines,
    )  # fmt: skip


def walk(slot: str, at: str = "", closed_as: str = "1", child_: str = "c") -> Record:
    """A round of the ward that marks one child."""
    due, seen = f"{DAY}T{slot}", f"{DAY}T{at or slot}"
    marks = [{"child": child_, "ward": "w", "slot": due, "at": f"{seen}:20", "mark": "1"}]
    return rec("F30", seen, child=None, id=f"F30-{slot}", ward="w", due_at=due, marks=marks,
               closed_as=closed_as)  # fmt: skip


#: One carer from midnight to eight, relieved by another; every round of a plain child walked.
TEAM = (staff("a"), staff("b"))
NIGHT = roster("00:00", "08:00", "a")
CHANGE = handed("07:55", "a", "b", "D", f"{DAY}T07:50")
#: The evening's roster ends in the handover at midnight.
EVENING = (roster("2025-07-11T16:00", "2025-07-12T00:00", "b", shift="E"),
           handed("00:00", "b", "a", "N"))  # fmt: skip
SLOTS = ("00:00", "01:00", "02:00", "03:00", "04:00", "05:00", "06:00", "08:00")
WALKED = tuple(walk(slot) for slot in SLOTS)
COVERED = (*kid(), *TEAM, *EVENING, NIGHT, CHANGE)


def event(found: str, severity: str = "2", **body: Any) -> Record:
    """Something abnormal about the child."""
    at = f"{DAY}T{found}"
    return rec("F31", at, found_at=at, children=["c"], severity=severity, **body)


def sent(at: str, **more: Any) -> Record:
    """Taken to hospital."""
    return rec("F24", f"{DAY}T{at}", sent_at=f"{DAY}T{at}", **more)


def called(at: str) -> dict[str, Any]:
    """120 called."""
    return {"timeline": [{"at": f"{DAY}T{at}", "action": "7"}]}


def assessed(name: str, level: str) -> Record:
    """Self-care assessed."""
    return rec("F13", "2025-07-02T00:00", id=f"F13-{name}", child=name, level=level,
               assessed_on="2025-07-02")  # fmt: skip


#: One fully dependent child, one semi-dependent, two self-caring: 4 + 2 + 1 + 1 = 8, two carers.
LOADED = tuple(
    r for name, level in (("c", "3"), ("d", "2"), ("e", "1"), ("f", "1"))
    for r in (*kid(name), assessed(name, level))
)  # fmt: skip

EXAMPLES: list[Ex] = [
    Ex("C3.06", "somebody there and every round walked", MORNING, (*COVERED, *WALKED), "PASS"),
    Ex("C3.06", "somebody there, a round missed", MORNING, (*COVERED, *WALKED[:3], *WALKED[4:]),
       "WARN"),
    Ex("C3.06", "outgoing staff stay until the next ones sign", f"{DAY}T08:40",
       (*kid(), *TEAM, *EVENING, NIGHT, handed("08:30", "a", "b", "D"), *WALKED), "PASS"),
    Ex("C3.06", "nobody on the ward", MORNING, kid(), "BREACH"),
    Ex("C3.06", "only a nurse, no carer", MORNING,
       (*kid(), staff("a", is_frontline=False), staff("b"), *EVENING[:1],
        handed("00:00", "b", "a", "N"), *WALKED), "BREACH"),
    Ex("C3.07", "taken over and acknowledged", MORNING, COVERED, "PASS", about=f"W1/{DAY}/D"),
    Ex("C3.07", "just begun, nobody has taken over", f"{DAY}T08:29", COVERED[:-1], "DUE",
       about=f"W1/{DAY}/D"),
    Ex("C3.07", "half an hour in, nobody has taken over", f"{DAY}T08:30", COVERED[:-1], "OVERDUE",
       about=f"W1/{DAY}/D"),
    Ex("C3.07", "taken over with a child not acknowledged", MORNING,
       (*COVERED[:-1], handed("07:55", "a", "b", "D", None)), "WARN", about=f"W1/{DAY}/D"),
    Ex("C3.07", "the shift is over and nobody took it", f"{DAY}T16:00", COVERED[:-1], "BREACH",
       about=f"W1/{DAY}/D"),
    Ex("C3.08", "every round on time", MORNING, (*COVERED, *WALKED), "PASS"),
    Ex("C3.08", "fifteen minutes is on time", MORNING,
       (*COVERED, *WALKED[:-1], walk("08:00", "08:15")), "PASS"),
    Ex("C3.08", "sixteen minutes is late", MORNING,
       (*COVERED, *WALKED[:-1], walk("08:00", "08:16")), "WARN"),
    Ex("C3.08", "marked after more than thirty minutes", MORNING,
       (*COVERED, *WALKED[:-1], walk("08:00", "08:31")), "WARN"),
    Ex("C3.08", "closed as not signed", MORNING,
       (*COVERED, *WALKED[:-1], walk("08:00", closed_as="2")), "WARN"),
    Ex("C3.08", "a child not marked", MORNING, (*COVERED, *kid("d"), *WALKED), "WARN"),
    Ex("C3.08", "due now", f"{DAY}T08:15", (*COVERED, *WALKED[:-1]), "DUE"),
    Ex("C3.08", "over its time, still possible", f"{DAY}T08:30", (*COVERED, *WALKED[:-1]), "WARN"),
    Ex("C3.08", "nobody looked", f"{DAY}T08:31", (*COVERED, *WALKED[:-1]), "BREACH"),
    Ex("C3.09", "each line acknowledged", MORNING, COVERED, "PASS", about=f"W1/{DAY}/D"),
    Ex("C3.09", "a line not acknowledged", MORNING,
       (*COVERED[:-1], handed("07:55", "a", "b", "D", f"{DAY}T07:50", None)), "BREACH",
       about=f"W1/{DAY}/D"),
    Ex("C3.09", "no handover", MORNING, COVERED[:-1], "OVERDUE", about=f"W1/{DAY}/D"),
    Ex("C3.09", "the morning's handover is not the night's", MORNING,
       (*kid(), *TEAM, NIGHT, CHANGE), "BREACH", about=f"W1/{DAY}/N"),
    Ex("C3.09", "two shifts of twelve hours: one handover by nine", MORNING,
       (*kid(), *TEAM, roster("2025-07-11T20:00", "2025-07-12T08:00", "a", shift="NA"),
        roster("08:00", "20:00", "b", shift="DA"), handed("08:00", "a", "b", "DA")), "PASS"),
    Ex("C3.10", "acted on within ten minutes", MORNING,
       (*kid(), event("02:10", first_action_at=f"{DAY}T02:20")), "PASS"),
    Ex("C3.10", "acted on after eleven", MORNING,
       (*kid(), event("02:10", first_action_at=f"{DAY}T02:21")), "WARN"),
    Ex("C3.10", "found just now", f"{DAY}T02:20", (*kid(), event("02:10")), "DUE"),
    Ex("C3.10", "nothing done after ten minutes", f"{DAY}T02:21", (*kid(), event("02:10")),
       "OVERDUE"),
    Ex("C3.10", "told the day after next without a paper", "2025-07-14T12:00",
       (*kid(), event("02:10", first_action_at=f"{DAY}T02:12", entered="2025-07-14T11:00")),
       "WARN"),
    Ex("C3.11", "called at once and sent", MORNING,
       (*kid(), event("02:10", "4", **called("02:13")), sent("02:31")), "PASS"),
    Ex("C3.11", "sent after the red line", MORNING, (*kid(), event("02:10", "4"), sent("03:11")),
       "WARN"),
    Ex("C3.11", "not yet sent", f"{DAY}T03:10", (*kid(), event("02:10", "4", **called("02:13"))),
       "DUE"),
    Ex("C3.11", "not sent after twice the red line", f"{DAY}T04:11", (*kid(), event("02:10", "4")),
       "OVERDUE"),
    Ex("C3.11", "a grave event, not critical", MORNING, (*kid(), event("02:10", "3")), "NA"),
    Ex("C15.01", "two carers for eight quarters", MORNING, (*LOADED, *TEAM), "PASS"),
    Ex("C15.01", "one carer short", MORNING, (*LOADED, staff("a")), "BREACH"),
    Ex("C15.01", "nobody self-caring", MORNING, (*LOADED[:6], staff("a")), "NA"),
    Ex("C15.02", "two carers for eight quarters", MORNING, (*LOADED, *TEAM), "PASS"),
    Ex("C15.02", "one is suspended", MORNING, (*LOADED, staff("a"), staff("b", state="3")),
       "BREACH"),
    Ex("C15.03", "two carers for eight quarters", MORNING, (*LOADED, *TEAM), "PASS"),
    Ex("C15.03", "one left the day before", MORNING,
       (*LOADED, staff("a"), staff("b", state="4", left_on="2025-07-11")), "BREACH"),
    Ex("C15.03", "one leaves the day after", MORNING,
       (*LOADED, staff("a"), staff("b", state="4", left_on="2025-07-13")), "PASS"),
    Ex("C15.03", "half-time counts half, floored", MORNING,
       (*LOADED, staff("a"), staff("b", contract_hours=39)), "BREACH"),
    Ex("C15.03", "away for more than thirty days", MORNING,
       (*LOADED, *TEAM, rec("X07", "2025-07-01T00:00", child=None, staff="b", kind="2",
                            from_at="2025-07-01T00:00", to_at="2025-08-02T00:00")), "BREACH"),
    Ex("C15.03", "an assessment of more than six months ago counts as none", "2026-01-03T09:00",
       (*LOADED, *TEAM), "BREACH"),
    Ex("C15.04", "out of one institution's reach", MORNING, (), "NA"),
    Ex("C15.05", "out of one institution's reach", MORNING, TEAM, "NA"),
    Ex("C15.06", "out of one institution's reach", MORNING, TEAM, "NA"),
]  # fmt: skip
