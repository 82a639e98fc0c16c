"""Examples of clause 11 about staff, harm and death (SC-13, routes A, B, C)."""

from __future__ import annotations

from typing import Any

import msgspec

from tests.domain.law.world import Example as Ex
from tests.domain.law.world import World, child, mark, rec, state
from welfare_desktop.domain.record import Record

HERE = child(at="2025-03-02T09:00", status="IN_CARE", intake={"admitted_on": "2025-03-02"})


def carer(hired: str = "2025-05-06", at_work: str = "2", **body: Any) -> Record:
    return rec("F64", f"{hired}T00:00", id="s", child=None, name="张三", id_no="1", post="1",
               state=at_work, hired_on=hired, **body)  # fmt: skip


def f65(asked: str, replied: str | None, result: str | None = "1", **body: Any) -> Record:
    told = {"subject": "s", "person_name": "张三", "person_id_no": "1", "police_div": "341002",
            "replied_on": replied, "result": result if replied else None}  # fmt: skip
    given = {k: v for k, v in told.items() if v is not None} | body
    return rec("F65", f"{asked}T00:00", child=None, entered=f"{replied or asked}T10:00", **given)


CLEARED: World = (carer(), f65("2025-04-20", "2025-04-28"))
FOUND = f65("2026-04-30", "2026-05-10", "2")
OFF = carer(at_work="3")
GONE = carer(at_work="4", left_on="2026-05-16")
ROUND = rec("F30", "2026-05-10T10:30", child=None, ward="w", by=mark("s"))
SHIFT = rec("F67", "2026-05-11T08:00", child=None, ward="w", planned_from="2026-05-11T08:00",
            planned_to="2026-05-11T16:00", staff_list=["s"])  # fmt: skip
BEFORE = rec("F30", "2026-05-10T09:30", child=None, ward="w", by=mark("s"))


def f61(**body: Any) -> Record:
    return rec("F61", "2025-06-10T07:55", id="h", found_at="2025-06-10T07:55", place="不详",
               victim="c", **body)  # fmt: skip


CLOSED = msgspec.structs.replace(f61(), state="approved")
SUSPECTED = rec("F31", "2025-06-10T07:00", found_at="2025-06-10T07:00", harm_suspected=True,
                children=["c"])  # fmt: skip
DIED = "2025-06-10T06:00"
HUKOU = rec("F09", "2025-04-01T00:00", biz_type="1", done_on="2025-04-01")


def dead(route: str, *, papers: tuple[str, ...] = (), **body: Any) -> World:
    return (
        *HERE, state("DECEASED", DIED),
        rec("F51", DIED, id="f51", died_at=DIED, place="院", route=route, papers=papers, **body),
    )  # fmt: skip


def f70(at: str) -> Record:
    return rec("F70", at, type="DEATH", about="f51", sent_at=at)


OF_A = ("C31", "C34", "C35", "C38")

EXAMPLES: list[Ex] = [
    Ex("C11.08", "clear before the work", "2025-06-01T12:00", CLEARED, "PASS"),
    Ex("C11.08", "clear on the day", "2025-06-01T12:00",
       (carer(), f65("2025-04-20", "2025-05-06")), "PASS"),
    Ex("C11.08", "a day after it", "2025-06-01T12:00", (carer(), f65("2025-04-20", "2025-05-07")),
       "BREACH"),
    Ex("C11.08", "ninety days before", "2025-06-01T12:00",
       (carer(), f65("2025-01-20", "2025-02-05")), "PASS"),
    Ex("C11.08", "ninety-one days before", "2025-06-01T12:00",
       (carer(), f65("2025-01-20", "2025-02-04")), "WARN"),
    Ex("C11.08", "no query", "2025-06-01T12:00", (carer(),), "BREACH"),
    Ex("C11.08", "hired before the opening", "2025-06-01T12:00", (carer("2024-05-06"),), "NA"),
    Ex("C11.09", "a year to the day", "2026-04-28T12:00", CLEARED, "PASS", "2026-04-28"),
    Ex("C11.09", "a day more", "2026-04-29T00:00", CLEARED, "OVERDUE", "2026-04-28"),
    Ex("C11.09", "asked, no reply yet", "2026-04-30T12:00", (*CLEARED, f65("2026-04-28", None)),
       "OVERDUE", "2026-04-28"),
    Ex("C11.09", "never asked", "2025-06-01T12:00", (carer(),), "OVERDUE"),
    Ex("C11.09", "not at work", "2025-06-01T12:00", (OFF,), "NA"),
    Ex("C11.10", "the police of the place", "2025-06-01T12:00", CLEARED, "PASS"),
    Ex("C11.10", "others", "2025-06-01T12:00",
       (carer(), f65("2025-04-20", "2025-04-28", police_div="341021")), "WARN"),
    Ex("C11.10", "nobody knows whose", "2025-06-01T12:00",
       (carer(), f65("2025-04-20", "2025-04-28", police_div="")), "UNKNOWN"),
    Ex("C11.11", "dismissed in a week", "2026-05-18T12:00", (GONE, FOUND), "PASS", "2026-05-17"),
    Ex("C11.11", "off duty, not yet dismissed", "2026-05-17T12:00", (OFF, FOUND), "DUE",
       "2026-05-17"),
    Ex("C11.11", "not after a week", "2026-05-18T12:00", (OFF, FOUND), "WARN", "2026-05-17"),
    Ex("C11.11", "still at work", "2026-05-10T11:00", (carer(), FOUND), "BREACH"),
    Ex("C11.11", "a round after the result", "2026-05-11T12:00", (OFF, FOUND, ROUND), "BREACH"),
    Ex("C11.11", "a round before it", "2026-05-11T12:00", (OFF, FOUND, BEFORE), "DUE"),
    Ex("C11.11", "a shift to come", "2026-05-10T12:00", (OFF, FOUND, SHIFT), "BREACH"),
    Ex("C11.11", "an applicant not hired", "2026-05-11T12:00",
       (f65("2026-04-30", "2026-05-10", "2", action="1"),), "PASS"),
    Ex("C11.11", "an applicant, nothing done", "2026-05-11T12:00",
       (f65("2026-04-30", "2026-05-10", "2"),), "OVERDUE", "2026-05-10"),
    Ex("C11.12", "within the hour", "2025-06-11T12:00", (*HERE, f61(police_at="2025-06-10T08:55")),
       "PASS"),
    Ex("C11.12", "not yet", "2025-06-10T08:55", (*HERE, f61()), "DUE"),
    Ex("C11.12", "not within the hour", "2025-06-10T08:56", (*HERE, f61()), "WARN"),
    Ex("C11.12", "after a day", "2025-06-11T07:56", (*HERE, f61()), "BREACH"),
    Ex("C11.12", "told a minute late", "2025-06-11T12:00",
       (*HERE, f61(police_at="2025-06-10T08:56")), "WARN"),
    Ex("C11.12", "closed without the police", "2025-06-10T08:00", (*HERE, CLOSED), "BREACH"),
    Ex("C11.12", "suspected and not reported", "2025-06-10T08:01", (*HERE, SUSPECTED), "WARN"),
    Ex("C11.12", "suspected and reported", "2025-06-10T08:10",
       (*HERE, SUSPECTED, f61(police_at="2025-06-10T08:00")), "PASS"),
    Ex("C11.13", "with the police", "2025-06-11T12:00",
       (*HERE, f61(police_at="2025-06-10T08:10", mz_at="2025-06-10T09:10")), "PASS"),
    Ex("C11.13", "by a report", "2025-06-11T12:00",
       (*HERE, f61(police_at="2025-06-10T08:10"),
        rec("F70", "2025-06-10T08:20", type="HARM", about="h", sent_at="2025-06-10T08:20")),
       "PASS"),
    Ex("C11.13", "not an hour after", "2025-06-10T09:11", (*HERE, f61(police_at="2025-06-10T08:10")),
       "WARN"),
    Ex("C11.13", "nor two", "2025-06-10T10:11", (*HERE, f61(police_at="2025-06-10T08:10")),
       "OVERDUE"),
    Ex("C11.13", "the police not told", "2025-06-10T08:10", (*HERE, f61()), "DUE"),
    Ex("C11.20", "proof, then the body", "2025-06-20T12:00",
       dead("A", papers=("C31",), proof_on="2025-06-11", disposed_on="2025-06-12"), "PASS"),
    Ex("C11.20", "no proof yet", "2025-06-20T12:00", dead("B"), "DUE"),
    Ex("C11.20", "the body without proof", "2025-06-20T12:00", dead("A", disposed_on="2025-06-12"),
       "BREACH"),
    Ex("C11.20", "the body first", "2025-06-20T12:00",
       dead("A", papers=("C31",), proof_on="2025-06-13", disposed_on="2025-06-12"), "BREACH"),
    Ex("C11.20", "not of route C", "2025-06-20T12:00", dead("C"), "NA"),
    Ex("C11.21", "at once", "2025-06-20T12:00", dead("C", police_at="2025-06-10T06:40"), "PASS"),
    Ex("C11.21", "running", "2025-06-10T06:59", dead("C"), "DUE"),
    Ex("C11.21", "over the line", "2025-06-10T07:01", dead("C"), "WARN"),
    Ex("C11.21", "after a day", "2025-06-11T06:01", dead("C"), "BREACH"),
    Ex("C11.21", "the body before the police", "2025-06-10T06:59",
       dead("C", disposed_on="2025-06-10"), "BREACH"),
    Ex("C11.22", "by the police", "2025-06-20T12:00",
       dead("C", papers=("C32",), proof_on="2025-06-11", disposed_on="2025-06-12"), "PASS"),
    Ex("C11.22", "only the hospital's", "2025-06-20T12:00",
       dead("C", papers=("C31",), proof_on="2025-06-11", disposed_on="2025-06-12"), "BREACH"),
    Ex("C11.23", "within a day", "2025-06-20T12:00",
       (*dead("A"), f70("2025-06-11T06:00")), "PASS"),
    Ex("C11.23", "a day passed", "2025-06-11T06:01", dead("A"), "WARN"),
    Ex("C11.23", "two days passed", "2025-06-12T06:01", dead("A"), "OVERDUE"),
    Ex("C11.23", "not told by word within the hour", "2025-06-10T12:00",
       (*dead("B", reported_oral_at="2025-06-10T07:01"), f70("2025-06-10T08:00")), "WARN"),
    Ex("C11.23", "told by word", "2025-06-10T12:00",
       (*dead("B", reported_oral_at="2025-06-10T07:00"), f70("2025-06-10T08:00")), "PASS"),
    Ex("C11.24", "within the week", "2025-06-30T12:00",
       dead("A", papers=OF_A, proof_on="2025-06-10", disposed_on="2025-06-17"), "PASS",
       "2025-06-17"),
    Ex("C11.24", "a day later", "2025-06-30T12:00",
       dead("A", papers=OF_A, proof_on="2025-06-10", disposed_on="2025-06-18"), "WARN"),
    Ex("C11.24", "not yet", "2025-06-18T12:00", dead("A", proof_on="2025-06-10"), "WARN"),
    Ex("C11.24", "held by the police", "2025-06-30T12:00",
       dead("C", proof_on="2025-06-10", police_hold=True), "DUE"),
    Ex("C11.24", "papers missing", "2025-06-16T12:00",
       dead("A", proof_on="2025-06-10", disposed_on="2025-06-12"), "DUE", "2025-06-17"),
    Ex("C11.25", "before the body", "2025-06-30T12:00",
       (HUKOU, *dead("A", papers=("C36",), hukou_cancel_on="2025-06-11",
                     disposed_on="2025-06-12")), "PASS", "2025-07-10"),
    Ex("C11.25", "after the body", "2025-06-30T12:00",
       (HUKOU, *dead("A", papers=("C36",), hukou_cancel_on="2025-06-13",
                     disposed_on="2025-06-12")), "WARN", "2025-07-10"),
    Ex("C11.25", "not in a month", "2025-07-11T12:00", (HUKOU, *dead("A")), "OVERDUE",
       "2025-07-10"),
    Ex("C11.25", "not registered", "2025-07-11T12:00", dead("A"), "NA"),
    Ex("C11.26", "whole", "2025-07-30T12:00", dead("A", papers=OF_A), "PASS", "2025-07-10"),
    Ex("C11.26", "not by day 30", "2025-07-11T12:00", dead("A"), "WARN", "2025-07-10"),
    Ex("C11.26", "nor by day 60", "2025-08-10T12:00", dead("A"), "OVERDUE", "2025-07-10"),
]  # fmt: skip
