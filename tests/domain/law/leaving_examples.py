"""Examples of clauses 6 and 13: coming of age (SC-04), adoption and donations (SC-07)."""

from __future__ import annotations

from typing import Any

import msgspec

from tests.domain.law.raising_examples import approved
from tests.domain.law.world import Example as Ex
from tests.domain.law.world import World, child, mark, rec, state
from welfare_desktop.domain.record import Record

# SC-04: born on 29 February 2008, the window 2025-08-29 … 2026-02-27 ------------------------

ORPHAN = child(cause="B1", at="2025-01-10T09:00", status="IN_CARE", birth_date="2008-02-29",
               intake={"admitted_on": "2025-01-10"})  # fmt: skip
YOUNG = child(cause="B1", at="2025-01-10T09:00", status="IN_CARE",
              intake={"admitted_on": "2025-01-10"})  # fmt: skip


def f43(day: str, kind: str = "1", **body: Any) -> Record:
    """An assessment that the 院长 approved."""
    given = {"id": f"F43-{day}", "assessed_on": day, "kind": kind, "result": "1"} | body
    return approved(rec("F43", f"{day}T00:00", **given))


def f44(day: str, assessment: str = "F43-2025-12-10", **body: Any) -> Record:
    given = {"id": f"F44-{day}", "assessment": assessment, "submitted_on": day} | body
    return rec("F44", f"{day}T00:00", **given)


def f48(day: str, decision: str, **body: Any) -> Record:
    """What the husband's company offers."""
    given = {"id": f"F48-{day}", "offered_on": day, "donor_type": "2", "donor_name": "黄山某公司",
             "related_people": [{"name": "无"}], "decision": decision} | body  # fmt: skip
    return rec("F48", f"{day}T00:00", child=None, **given)


EARLY, GOOD, LATE = f43("2025-08-20"), f43("2025-12-10"), f43("2026-03-02")
DECIDED: dict[str, Any] = {
    "approver_org": "屯溪区民政局", "decision": "1", "decided_on": "2026-02-12",
    "wbw_members": [{"unit": "区教育局", "opinion": "1"}],
}  # fmt: skip
PLANNED: World = (*ORPHAN, GOOD, f44("2026-01-08"))
AGREED: World = (*ORPHAN, GOOD, f44("2026-01-08", **DECIDED))
STUDYING: World = (
    *ORPHAN, f43("2025-12-10", school_end="2026-06-30"),
    f44("2026-01-08", pending_reason="1", **DECIDED),
)  # fmt: skip
TEXT = rec("X06", "2025-01-01T00:00", child=None, title="黄山市孤儿成年后安置实施细则",
           valid_from="2022-01-01")  # fmt: skip

# SC-07: a foundling of six, adopted in July 2025 --------------------------------------------

GIRL = child(cause="A1", at="2025-01-02T09:00", status="IN_CARE", birth_date="2019-05-05",
             intake={"admitted_on": "2025-01-02"})  # fmt: skip


def f45(day: str, suitable: str = "1") -> Record:
    return rec("F45", f"{day}T00:00", id=f"F45-{day}", assessed_on=day, suitable=suitable,
               legal_type="2")  # fmt: skip


def f46(day: str, posts: str = "1 3 7", yes: int = 3, **body: Any) -> Record:
    """A meeting on adoption: voters by post, the first so many agree."""
    who = {f"p{n}": post for n, post in enumerate(posts.split())}
    given: dict[str, Any] = {
        "topic": "1", "children": ["c"], "held_at": f"{day}T09:00", "chair": "p0",
        "recorder": "p1", "sigs": [mark(person) for person in who],
        "attendees": [{"person": p, "post": post, "voter": True} for p, post in who.items()],
        "votes": [{"child": "c", "person": p, "vote": "1" if n < yes else "2"}
                  for n, p in enumerate(who)],
    }  # fmt: skip
    return rec("F46", f"{day}T09:00", id="F46", child=None, **given | body)


def f47(day: str = "2025-02-06", **body: Any) -> Record:
    given: dict[str, Any] = {"candidate": "F45-2025-01-10", "meeting": "F46",
                             "declare_no_donation": [{"sha256": "0"}]}  # fmt: skip
    return rec("F47", f"{day}T10:00", id="F47", **given | body)


SUITABLE, HELD = f45("2025-01-10"), f46("2025-02-06")
DNA = rec("F07", "2025-01-20T09:00", result_code="1", result_on="2025-01-20", papers=("A07",))
APPLICANTS = [{"name": "王建国", "companies": "黄山某公司"}]
ENTERED = {"sys_entered_on": "2025-02-10", "review_on": "2025-02-17"}
PUBLISHED = ENTERED | {"dna_checked_on": "2025-02-18", "published_on": "2025-02-20"}
APPLIED = PUBLISHED | {"applicants": APPLICANTS, "application_on": "2025-03-10"}
ASKED = APPLIED | {"eval_agreed_on": "2025-04-28"}
TOGETHER = ASKED | {"fusion_start": "2025-05-12"}
REPORTED = TOGETHER | {"eval_report_on": "2025-06-20", "eval_result": "1"}
REGISTERED = REPORTED | {"registered_on": "2025-07-15", "fusion_end": "2025-07-15",
                         "cert_no": "皖收2025001"}  # fmt: skip
SENT: World = (*GIRL, SUITABLE, HELD, DNA, state("ADOPTION", "2025-02-06T09:00"))


def case(**body: Any) -> World:
    """The case as far as it has come."""
    return (*SENT, f47(**body))


def without(form: str, world: World) -> World:
    return tuple(r for r in world if r.form != form)


ADOPTED: World = (*case(**REGISTERED), state("LEFT_ADOPTED", "2025-07-15T10:00"))

EXAMPLES: list[Ex] = [
    Ex("C6.01", "nobody is near majority", "2025-12-01T12:00", YOUNG, "NA"),
    Ex("C6.01", "the text is not there", "2025-12-01T12:00", ORPHAN, "WARN"),
    Ex("C6.01", "the text is there", "2025-12-01T12:00", (*ORPHAN, TEXT), "PASS"),
    Ex("C6.02", "the day before the window", "2025-08-28T12:00", (*ORPHAN, EARLY), "NA"),
    Ex("C6.02", "too early does not count", "2025-08-29T00:00", (*ORPHAN, EARLY), "DUE",
       "2026-02-27"),
    Ex("C6.02", "assessed in the window", "2025-12-11T12:00", (*ORPHAN, GOOD), "PASS"),
    Ex("C6.02", "not approved", "2025-12-11T12:00",
       (*ORPHAN, msgspec.structs.replace(GOOD, state="submitted")), "DUE"),
    Ex("C6.02", "the last day", "2026-02-27T23:59", ORPHAN, "DUE", "2026-02-27"),
    Ex("C6.02", "of age without", "2026-02-28T00:00", ORPHAN, "BREACH"),
    Ex("C6.02", "made up for later", "2026-03-03T12:00", (*ORPHAN, LATE), "BREACH"),
    Ex("C6.03", "not assessed yet", "2025-12-11T12:00", ORPHAN, "NA"),
    Ex("C6.03", "no plan on day 30", "2026-01-09T12:00", (*ORPHAN, GOOD), "DUE", "2026-01-09"),
    Ex("C6.03", "no plan on day 31", "2026-01-10T12:00", (*ORPHAN, GOOD), "WARN", "2026-01-09"),
    Ex("C6.03", "planned in time", "2026-01-08T12:00", PLANNED, "PASS", "2026-01-09"),
    Ex("C6.03", "two plans for one child", "2026-01-09T12:00", (*PLANNED, f44("2026-01-09")), "WARN"),
    Ex("C6.03", "on an assessment nobody approved", "2026-01-09T12:00",
       (*ORPHAN, GOOD, f44("2026-01-08", "F43-x")), "UNKNOWN"),
    Ex("C6.03", "no later than majority", "2026-02-28T12:00", (*ORPHAN, f43("2026-02-10")),
       "OVERDUE", "2026-02-27"),
    Ex("C6.04", "not submitted", "2026-02-27T12:00", (*ORPHAN, GOOD), "DUE", "2026-02-27"),
    Ex("C6.04", "not submitted at majority", "2026-02-28T00:00", (*ORPHAN, GOOD), "OVERDUE"),
    Ex("C6.04", "submitted", "2026-01-08T12:00", PLANNED, "PASS"),
    Ex("C6.04", "decided with opinions", "2026-02-12T12:00", AGREED, "PASS"),
    Ex("C6.04", "decided without opinions", "2026-02-12T12:00",
       (*ORPHAN, GOOD, f44("2026-01-08", **DECIDED | {"wbw_members": []})), "UNKNOWN"),
    Ex("C6.04", "undecided at majority", "2026-02-28T12:00", PLANNED, "OVERDUE"),
    Ex("C6.04", "submitted after majority", "2026-03-03T12:00",
       (*ORPHAN, GOOD, f44("2026-03-02")), "WARN"),
    Ex("C6.05", "not yet of age", "2026-02-27T12:00", AGREED, "NA"),
    Ex("C6.05", "of age, no reason", "2026-02-28T00:00", AGREED, "BREACH"),
    Ex("C6.05", "of age, at school", "2026-02-28T00:00", STUDYING, "PASS"),
    Ex("C6.05", "school is over", "2026-06-30T12:00", STUDYING, "DUE", "2026-07-30"),
    Ex("C6.05", "not assessed after school", "2026-07-31T00:00", STUDYING, "OVERDUE"),
    Ex("C6.05", "assessed after school", "2026-07-31T00:00",
       (*STUDYING, f43("2026-07-10", "2")), "PASS"),
    Ex("C13.01", "day 90", "2025-04-02T12:00", GIRL, "DUE", "2025-04-02"),
    Ex("C13.01", "day 91", "2025-04-03T12:00", GIRL, "WARN"),
    Ex("C13.01", "within the year", "2026-01-10T12:00", (*GIRL, SUITABLE), "PASS", "2026-01-10"),
    Ex("C13.01", "a year and a day", "2026-01-11T12:00", (*GIRL, SUITABLE), "OVERDUE"),
    Ex("C13.02", "day 30", "2025-02-09T12:00", (*GIRL, SUITABLE), "DUE", "2025-02-09"),
    Ex("C13.02", "day 31 and long after", "2025-06-01T12:00", (*GIRL, SUITABLE), "WARN"),
    Ex("C13.02", "studied", "2025-02-09T12:00", SENT, "PASS"),
    Ex("C13.02", "not suitable", "2025-06-01T12:00", (*GIRL, f45("2025-01-10", "2")), "NA"),
    Ex("C13.03", "three fields of work agree", "2025-02-07T12:00", case(), "PASS"),
    Ex("C13.03", "two people", "2025-02-07T12:00",
       (*without("F46", case()), f46("2025-02-06", "3 7", 2)), "BREACH"),
    Ex("C13.03", "no social worker", "2025-02-07T12:00",
       (*without("F46", case()), f46("2025-02-06", "1 3 9")), "BREACH"),
    Ex("C13.03", "no majority", "2025-02-07T12:00",
       (*without("F46", case()), f46("2025-02-06", yes=1)), "BREACH"),
    Ex("C13.03", "written by the chair alone", "2025-02-07T12:00",
       (*without("F46", case()), f46("2025-02-06", sigs=[mark("p0")])), "BREACH"),
    Ex("C13.04", "day 7", "2025-02-13T12:00", case(), "DUE", "2025-02-13"),
    Ex("C13.04", "day 8", "2025-02-14T12:00", case(), "WARN"),
    Ex("C13.04", "entered", "2025-02-14T12:00", case(**ENTERED), "PASS"),
    Ex("C13.05", "waiting for the office", "2025-02-14T12:00", case(), "DUE"),
    Ex("C13.05", "reviewed", "2025-02-20T12:00", case(**ENTERED), "PASS"),
    Ex("C13.05", "published without a day of review", "2025-02-21T12:00",
       case(published_on="2025-02-20"), "UNKNOWN"),
    Ex("C13.06", "compared", "2025-02-21T12:00", case(**PUBLISHED), "PASS"),
    Ex("C13.06", "not yet compared", "2025-02-14T12:00", without("F07", case()), "DUE"),
    Ex("C13.06", "published without", "2025-02-21T12:00", without("F07", case(**PUBLISHED)),
       "BREACH"),
    Ex("C13.07", "the notice runs", "2025-04-21T12:00", case(**APPLIED), "DUE", "2025-04-21"),
    Ex("C13.07", "registered after it", "2025-07-16T12:00", ADOPTED, "PASS"),
    Ex("C13.07", "registered before its end", "2025-04-22T12:00",
       case(**APPLIED | {"registered_on": "2025-04-21"}), "BREACH"),
    Ex("C13.08", "the report is due", "2025-06-01T12:00", case(**ASKED), "DUE", "2025-06-27"),
    Ex("C13.08", "the report is late", "2025-06-28T12:00", case(**TOGETHER), "OVERDUE"),
    Ex("C13.08", "living together 29 days", "2025-06-10T12:00", case(**TOGETHER), "DUE"),
    Ex("C13.08", "reported and lived together", "2025-07-16T12:00", ADOPTED, "PASS"),
    Ex("C13.08", "registered on day 29", "2025-06-11T12:00",
       case(**TOGETHER | {"registered_on": "2025-06-10"}), "BREACH"),
    Ex("C13.09", "report and certificate", "2025-07-16T12:00", ADOPTED, "PASS"),
    Ex("C13.09", "left without a certificate", "2025-07-16T12:00",
       (*case(**REGISTERED | {"cert_no": ""}), state("LEFT_ADOPTED", "2025-07-15T10:00")),
       "BREACH"),
    Ex("C13.10", "declared", "2025-02-07T12:00", case(), "PASS"),
    Ex("C13.10", "to be declared", "2025-02-07T12:00", case(declare_no_donation=None), "DUE"),
    Ex("C13.10", "matched without", "2025-03-11T12:00",
       case(**APPLIED | {"declare_no_donation": None}), "BREACH"),
    Ex("C13.11", "an empty library", "2025-03-11T12:00", (), "NA"),
    Ex("C13.11", "no such paper", "2025-03-11T12:00", (TEXT,), "PASS"),
    Ex("C13.11", "a price for a child", "2025-03-11T12:00",
       (rec("X06", "2025-01-01T00:00", child=None, title="送养捐赠标准"),), "BREACH"),
    Ex("C13.12", "nothing linked was taken", "2025-05-21T12:00",
       (*case(**TOGETHER), f48("2025-05-20", "2")), "PASS"),
    Ex("C13.12", "taken from the husband's company", "2025-05-21T12:00",
       (*case(**TOGETHER), f48("2025-05-20", "1")), "BREACH"),
    Ex("C13.13", "nobody applied yet", "2025-03-01T12:00", case(**PUBLISHED), "NA"),
    Ex("C13.13", "turned down", "2025-05-21T12:00",
       (*case(**TOGETHER), f48("2025-05-20", "3")), "PASS"),
    Ex("C13.13", "taken", "2025-05-21T12:00", (*case(**TOGETHER), f48("2025-05-20", "1")),
       "BREACH"),
    Ex("C13.13", "the day after the registration", "2025-07-16T12:00",
       (*ADOPTED, f48("2025-07-16", "1")), "PASS"),
    Ex("C13.13", "twelve months after a case that ended", "2026-07-15T12:00",
       (*case(**TOGETHER | {"end_reason": "1", "ended_on": "2025-07-15"}),
        f48("2026-07-15", "1")), "BREACH"),
]  # fmt: skip
