"""Examples of clause 4 and of day school: reports, enrolment, special teaching, aid."""

from __future__ import annotations

from typing import Any

from tests.domain.law.world import Example as Ex
from tests.domain.law.world import World, child, rec, state
from welfare_desktop.domain.record import Record


def pupil(born: str, admitted: str = "2025-03-10", **more: Any) -> World:
    """A child admitted on a day."""
    return child(at=f"{admitted}T09:00", status="IN_CARE", birth_date=born,
                 intake={"admitted_on": admitted}, **more)  # fmt: skip


def f37(day: str, year: str, able: bool = True, **body: Any) -> Record:
    return rec("F37", f"{day}T00:00", id=f"F37-{day}", school_year=year, ordinary_edu_able=able,
               reported_on=day, **body)  # fmt: skip


def f38(day: str, **body: Any) -> Record:
    given: dict[str, Any] = {"school": "一小", "school_nature": "1", "stage": "21", "way": "1",
                             "enrol_on": day}  # fmt: skip
    return rec("F38", f"{day}T00:00", id=f"F38-{day}", **given | body)


def f39(at: str, term: str, **body: Any) -> Record:
    return rec("F39", at, id=f"F39-{at}", term=term, form="4", **body)


def f40(day: str, year: str, kind: str = "2", **body: Any) -> Record:
    return rec("F40", f"{day}T00:00", id=f"F40-{day}", type=kind, school_year=year,
               applied_on=day, **body)  # fmt: skip


def f62(at: str, due: str, back: str | None = None) -> Record:
    told = {"back_at": back} if back else {}
    return rec("F62", at, id=f"F62-{at}", date=at[:10], out_at=at, due_back_at=due, **told)


#: Seven in March 2025, at school age for years.
SEVEN = pupil("2018-03-01")
ABLE: World = (*SEVEN, f37("2025-03-20", "2024-2025"))
UNABLE: World = (*SEVEN, f37("2025-03-20", "2024-2025", able=False))
AT_SCHOOL: World = (*ABLE, f38("2025-09-01"))
NUMBERED: World = (*ABLE, f38("2025-09-01", student_no="G341002201803010011"))
DEFERRED = f37("2025-06-20", "2025-2026", defer=True, defer_approved_on="2025-06-25",
               defer_until="2026-08-31")  # fmt: skip
#: Born on the day of the cut-off, and the day after.
THREE_IN_TIME, THREE_LATER = pupil("2022-08-31"), pupil("2022-09-01")
#: Of age on 10 October 2025, at 中职.
GROWN: World = (
    *pupil("2007-10-10"), f38("2024-09-01", stage="36", school="职校"),
)  # fmt: skip
HURT = rec("F31", "2025-09-02T17:20", child=None, found_at="2025-09-02T17:20", children=["c"])
#: A school week that began on Monday 1 September 2025.
MONDAY = f62("2025-09-01T07:30", "2025-09-01T16:30", "2025-09-01T16:25")
TUESDAY = f62("2025-09-02T07:30", "2025-09-02T16:30")
LATE_BACK = f62("2025-09-02T07:30", "2025-09-02T16:30", "2025-09-02T17:10")

EXAMPLES: list[Ex] = [
    Ex("C4.01", "admitted in March, fifteen days", "2025-03-25T12:00", SEVEN, "DUE", "2025-03-25"),
    Ex("C4.01", "not reported on day 16", "2025-03-26T12:00", SEVEN, "WARN", "2025-03-25"),
    Ex("C4.01", "not reported after twice the target", "2025-04-10T12:00", SEVEN, "OVERDUE"),
    Ex("C4.01", "reported in time", "2025-04-10T12:00", ABLE, "PASS"),
    Ex("C4.01", "from May the coming autumn", "2025-05-01T12:00", ABLE, "DUE", "2025-06-30"),
    Ex("C4.01", "nothing by 30 June", "2025-07-01T12:00", ABLE, "OVERDUE", "2025-06-30"),
    Ex("C4.01", "three at the cut-off", "2025-06-30T12:00", THREE_IN_TIME, "DUE", "2025-06-30"),
    Ex("C4.01", "three a day after it", "2025-06-30T12:00", THREE_LATER, "NA"),
    Ex("C4.01", "not able to take ordinary education", "2025-04-10T12:00", UNABLE, "NA"),
    Ex("C4.02", "able, before the first of September", "2025-08-31T12:00", ABLE, "DUE",
       "2025-09-01"),
    Ex("C4.02", "able, not enrolled", "2025-09-02T12:00", ABLE, "OVERDUE", "2025-09-01"),
    Ex("C4.02", "enrolled", "2025-09-02T12:00", AT_SCHOOL, "PASS"),
    Ex("C4.02", "a private school without a reason", "2025-09-02T12:00",
       (*ABLE, f38("2025-09-01", school_nature="3")), "WARN"),
    Ex("C4.02", "deferral approved", "2025-09-02T12:00", (*ABLE, DEFERRED), "PASS"),
    Ex("C4.02", "left school in July, the next autumn", "2026-07-20T12:00",
       (*ABLE, f38("2025-09-01", leave_on="2026-07-10")), "DUE", "2026-09-01"),
    Ex("C4.03", "no number on day 60", "2025-10-31T12:00", AT_SCHOOL, "DUE", "2025-10-31"),
    Ex("C4.03", "no number on day 61", "2025-11-01T12:00", AT_SCHOOL, "WARN", "2025-10-31"),
    Ex("C4.03", "no number after twice the target", "2025-12-31T12:00", AT_SCHOOL, "OVERDUE"),
    Ex("C4.03", "has a number", "2025-12-31T12:00", NUMBERED, "PASS"),
    Ex("C4.03", "a kindergarten has none", "2025-12-31T12:00",
       (*ABLE, f38("2025-09-01", stage="10")), "NA"),
    Ex("C4.04", "no aid asked for this year", "2025-12-31T12:00", AT_SCHOOL, "DUE", "2026-08-31"),
    Ex("C4.04", "none asked for last year", "2026-09-01T12:00", AT_SCHOOL, "OVERDUE",
       "2026-08-31"),
    Ex("C4.04", "applied", "2025-12-31T12:00", (*AT_SCHOOL, f40("2025-09-20", "2025-2026")),
       "PASS"),
    Ex("C4.04", "not entitled, with the reason", "2025-12-31T12:00",
       (*AT_SCHOOL, rec("F40", "2025-09-20T09:00", type="9", school_year="2025-2026",
                        remark="不适用：已全额减免")), "PASS"),
    Ex("C4.05", "of age at school, thirty days", "2025-11-09T12:00", GROWN, "DUE", "2025-11-09"),
    Ex("C4.05", "of age at school, no application", "2025-11-10T12:00", GROWN, "WARN",
       "2025-11-09"),
    Ex("C4.05", "applied", "2025-11-10T12:00", (*GROWN, f40("2025-10-20", "2025-2026", "6")),
       "PASS"),
    Ex("C4.05", "other aid does not count", "2025-11-10T12:00",
       (*GROWN, f40("2025-10-20", "2025-2026", "4")), "WARN"),
    Ex("C4.05", "not of age", "2025-10-09T12:00", GROWN, "NA"),
    Ex("C4.06", "waits for the next term", "2025-09-01T12:00", UNABLE, "DUE", "2025-09-01"),
    Ex("C4.06", "the term began without it", "2025-09-02T12:00", UNABLE, "OVERDUE", "2025-09-01"),
    Ex("C4.06", "a special school", "2025-09-02T12:00",
       (*UNABLE, f38("2025-09-01", stage="52")), "PASS"),
    Ex("C4.06", "taught at home by plan", "2025-09-20T12:00",
       (*UNABLE, f39("2025-09-10T09:00", "2025-2026第一学期")), "PASS"),
    Ex("C4.06", "able needs none", "2025-09-02T12:00", ABLE, "NA"),
    Ex("C4.08", "no plan thirty days into the term", "2025-10-01T12:00", SEVEN, "DUE",
       "2025-10-01"),
    Ex("C4.08", "no plan on day 31", "2025-10-02T12:00", SEVEN, "WARN", "2025-10-01"),
    Ex("C4.08", "planned", "2025-10-02T12:00",
       (*SEVEN, f39("2025-09-10T09:00", "2025-2026第一学期")), "PASS"),
    Ex("C4.08", "the plan of the term before", "2025-10-02T12:00",
       (*SEVEN, f39("2025-05-10T09:00", "2024-2025第二学期")), "WARN"),
    Ex("C4.08", "a term that cannot be read is that of its day", "2025-10-02T12:00",
       (*SEVEN, f39("2025-09-10T09:00", "秋季班")), "PASS"),
    Ex("C4.08", "at a school outside", "2025-10-02T12:00", AT_SCHOOL, "NA"),
    Ex("C4.08", "at the house's own school", "2025-10-02T12:00",
       (*ABLE, f38("2025-09-01", school_nature="4", way="5")), "WARN"),
    Ex("C4.08", "of the roster, from the first whole term", "2025-06-01T12:00",
       (*child(at="2025-03-10T09:00", status="IN_CARE", basis="roster", birth_date="2018-03-01",
               intake={"admitted_on": "2024-03-10"}),
        rec("X01", "2025-03-10T00:00", id="x", child=None, org_code="ORG", name="院",
            go_live_on="2025-03-10")), "NA"),
    Ex("C4.09", "to the first day of the term", "2025-09-01T12:00", SEVEN, "DUE", "2025-09-01"),
    Ex("C4.09", "taught nowhere", "2025-09-02T12:00", SEVEN, "OVERDUE", "2025-09-01"),
    Ex("C4.09", "at school", "2025-09-02T12:00", AT_SCHOOL, "PASS"),
    Ex("C4.09", "taught at home", "2025-09-20T12:00",
       (*SEVEN, f39("2025-09-10T09:00", "2025-2026第一学期")), "PASS"),
    Ex("C4.09", "school suspended and nothing in its place", "2026-03-02T12:00",
       (*ABLE, f38("2025-09-01", way="6")), "OVERDUE"),
    Ex("C4.09", "deferral approved", "2025-09-02T12:00", (*SEVEN, DEFERRED), "PASS"),
    Ex("C4.09", "five years old", "2025-09-02T12:00", pupil("2019-10-01"), "NA"),
    Ex("C11.14", "out and back", "2025-09-02T06:00", (*AT_SCHOOL, MONDAY), "PASS"),
    Ex("C11.14", "on the way", "2025-09-02T17:00", (*AT_SCHOOL, MONDAY, TUESDAY), "DUE",
       "2025-09-02"),
    Ex("C11.14", "thirty-one minutes late", "2025-09-02T17:01", (*AT_SCHOOL, MONDAY, TUESDAY),
       "OVERDUE", "2025-09-02"),
    Ex("C11.14", "late, and looked for", "2025-09-02T17:30",
       (*AT_SCHOOL, MONDAY, TUESDAY, HURT), "WARN"),
    Ex("C11.14", "back late without an event", "2025-09-02T18:00",
       (*AT_SCHOOL, MONDAY, LATE_BACK), "WARN"),
    Ex("C11.14", "back late with an event", "2025-09-02T18:00",
       (*AT_SCHOOL, MONDAY, LATE_BACK, HURT), "PASS"),
    Ex("C11.14", "a school day without a line", "2025-09-03T06:00", (*AT_SCHOOL, MONDAY),
       "UNKNOWN"),
    Ex("C11.14", "a Sunday asks for none", "2025-09-08T06:00",
       (*ABLE, f38("2025-09-06")), "NA"),
    Ex("C11.14", "a day in hospital asks for none", "2025-09-03T06:00",
       (*AT_SCHOOL, MONDAY, state("HOSPITAL", "2025-09-01T20:00", "whereabouts")), "PASS"),
    Ex("C11.14", "boards", "2025-09-03T06:00", (*ABLE, f38("2025-09-01", way="2")), "NA"),
]  # fmt: skip
