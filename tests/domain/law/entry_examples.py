"""Examples of the rows about entry and leaving: at least one that holds and one that does not."""

from __future__ import annotations

from typing import Any

from tests.domain.law.world import Example as Ex
from tests.domain.law.world import World, child, rec, state
from welfare_desktop.domain.record import Record

HERE = child()
NOON = "2025-07-28T12:00"


def f03(at: str = "2025-07-28T08:40", **body: Any) -> Record:
    """Found at 06:10 in 歙县, reported there at 06:35."""
    given = {"found_at": "2025-07-28T06:10", "found_div": "341021", "police_div": "341021",
             "police_reported_at": "2025-07-28T06:35"} | body  # fmt: skip
    return rec("F03", at, **given)


CERTIFIED = f03(cert_on="2025-08-06", cert_issuer_div="341021", cert_file=[{"name": "A02"}])
PANEL = [{"item": str(n), "result": "1"} for n in range(1, 7)]


def f05(at: str = "2025-07-28T14:00", **body: Any) -> Record:
    """Examined that afternoon, every test with its result."""
    given: dict[str, Any] = {"exam_at": at, "infect_panel": PANEL, "report_file": [{"name": "x"}],
                             "needs_treatment": False}  # fmt: skip
    return rec("F05", at, **(given | body))


def f06(day: str = "2025-08-04", **body: Any) -> Record:
    """A notice of 60 days with its proof."""
    given: dict[str, Any] = {"published_on": day, "period_days": 60, "proof": [{"name": "A06"}]}
    return rec("F06", f"{day}T00:00", **(given | body))


def f07(day: str = "2025-08-04", **body: Any) -> Record:
    """Sampled; the result late enough where one is given."""
    return rec("F07", f"{day}T00:00", sampled_on=day, **body)


MATCHLESS = f07(result_code="1", result_on="2025-10-09", result_file=[{"name": "A07"}])


def f08(day: str = "2025-10-10", **body: Any) -> Record:
    """Submitted to the county of discovery."""
    return rec("F08", f"{day}T00:00", submitted_on=day, approver_div="341021", **body)


APPROVED = f08(decision="1", decided_on="2025-10-15")


def admitted(day: str = "2025-10-15") -> World:
    """The child, formally admitted."""
    return (
        *child(intake={"admitted_on": day}),
        state("IN_CARE", f"{day}T00:00"),
    )


def f09(day: str, **body: Any) -> Record:
    """Household registration applied for where the institution is."""
    return rec("F09", f"{day}T00:00", biz_type="1", applied_on=day, police_div="341002", **body)


def f10(day: str, state_: str, **body: Any) -> Record:
    """Insurance looked up."""
    return rec("F10", f"{day}T00:00", verified_on=day, state=state_, **body)


REFUSED = rec("F02", "2025-07-28T09:00", id="no", decision="2", refuse_ground="不属收留范围")
LEAD = rec("F01", "2025-07-28T09:00", id="c", child="c", file_no="c", name="c", adm_cause="A1")
REPORT = rec("F70", "2025-07-28T10:00", type="REFUSAL", about="no")
GONE = (*HERE, state("LEFT_REUNITED", "2025-08-20T10:00"),
        state("LEFT", "2025-08-20T10:00", "whereabouts"))  # fmt: skip
BY_ROSTER = child(cause="B1", basis="roster", at="2024-03-01T00:00", status="IN_CARE")

EXAMPLES: list[Ex] = [
    Ex("C1.01", "signed and entered the same day", NOON, HERE, "PASS"),
    Ex("C1.01", "here without an intake", NOON, (HERE[0], HERE[2]), "BREACH"),
    Ex("C1.01", "here with an unsigned intake", NOON, child(signed=False), "BREACH"),
    Ex("C1.01", "entered the next day", "2025-07-29T09:00", child(entered="2025-07-29T08:00"),
       "WARN"),
    Ex("C1.01", "a child of the opening list", NOON, BY_ROSTER, "NA"),
    Ex("C1.02", "ground and report", NOON, (LEAD, REFUSED, REPORT), "PASS"),
    Ex("C1.02", "report sent first, not yet continued", NOON,
       (LEAD, REFUSED, rec("F70", NOON, type="REFUSAL")), "PASS"),
    Ex("C1.02", "not yet reported, still the same day", NOON, (LEAD, REFUSED), "DUE", "2025-07-28"),
    Ex("C1.02", "never reported", "2025-07-29T00:00", (LEAD, REFUSED), "BREACH", "2025-07-28"),
    Ex("C1.02", "no ground", NOON,
       (LEAD, rec("F02", NOON, id="no", decision="3"), REPORT), "BREACH"),
    Ex("C1.03", "the finder reported in 25 minutes", NOON, (*HERE, f03()), "PASS"),
    Ex("C1.03", "the house reported 60 minutes after arrival", NOON,
       (*HERE, f03(police_reported_at="2025-07-28T09:20")), "PASS"),
    Ex("C1.03", "the house reported 61 minutes after arrival", NOON,
       (*HERE, f03(police_reported_at="2025-07-28T09:21")), "WARN"),
    Ex("C1.03", "reported more than a day later", "2025-07-29T12:00",
       (*HERE, f03("2025-07-29T09:00", police_reported_at="2025-07-29T08:21")), "BREACH"),
    Ex("C1.03", "not yet reported", "2025-07-28T09:20", HERE, "DUE"),
    Ex("C1.03", "not reported after the red line", "2025-07-28T09:21", HERE, "WARN"),
    Ex("C1.03", "not reported after a day", "2025-07-29T08:21", HERE, "BREACH"),
    Ex("C1.03", "told days later without a paper: judged when entered (DL-16)",
       "2025-07-31T12:00", (*HERE, f03("2025-07-31T09:00", entered="2025-07-31T09:00")), "BREACH"),
    Ex("C1.03", "told days later with the certificate", "2025-07-31T12:00",
       (*HERE, f03("2025-07-31T09:00", papers=("A02",))), "PASS"),
    Ex("C1.03", "police of another county", NOON, (*HERE, f03(police_div="341002")), "BREACH"),
    Ex("C1.04", "certificate of the discovery county", "2025-08-06T12:00", (*HERE, CERTIFIED),
       "PASS"),
    Ex("C1.04", "not yet there", NOON, (*HERE, f03()), "DUE"),
    Ex("C1.04", "issued elsewhere", "2025-08-06T12:00",
       (*HERE, f03(cert_issuer_div="341002", papers=("A02",))), "BREACH"),
    Ex("C1.04", "admitted without it", "2025-10-16T09:00", (*admitted(), f03()), "BREACH"),
    Ex("C1.05", "within 24 hours", "2025-07-28T15:00", (*HERE, f05()), "PASS", "2025-07-29"),
    Ex("C1.05", "at the last minute", "2025-07-29T09:00", (*HERE, f05("2025-07-29T08:20")), "PASS"),
    Ex("C1.05", "a minute late", "2025-07-29T09:00", (*HERE, f05("2025-07-29T08:21")), "WARN"),
    Ex("C1.05", "not yet", "2025-07-29T08:20", HERE, "DUE", "2025-07-29"),
    Ex("C1.05", "over the target", "2025-07-30T08:20", HERE, "WARN"),
    Ex("C1.05", "over twice the target", "2025-07-30T08:21", HERE, "OVERDUE"),
    Ex("C1.05", "no report filed", "2025-07-28T15:00", (*HERE, f05(report_file=None)), "WARN"),
    Ex("C1.06", "all six with results", "2025-07-28T15:00", (*HERE, f05()), "PASS"),
    Ex("C1.06", "results continued row by row", "2025-07-28T15:00",
       (*HERE, f05(infect_panel=[{"item": str(n)} for n in range(1, 7)] + PANEL)), "PASS"),
    Ex("C1.06", "one result is out", "2025-07-28T15:00",
       (*HERE, f05(infect_panel=[*PANEL[:5], {"item": "6", "result": "4"}])), "DUE"),
    Ex("C1.06", "exempted", "2025-07-28T15:00",
       (*HERE, f05(infect_panel=[*PANEL[:5], {"item": "6", "result": "5"}])), "PASS"),
    Ex("C1.06", "one test never ordered", "2025-07-30T09:00",
       (*HERE, f05(infect_panel=PANEL[:5])), "OVERDUE"),
    Ex("C1.06", "one test ordered days later", "2025-08-02T09:00",
       (*HERE, f05(infect_panel=[*PANEL[:5], {"item": "6", "result": "1",
                                             "tested_on": "2025-08-01"}])), "WARN"),
    Ex("C1.06", "admitted while a result is out", "2025-10-16T09:00",
       (*admitted(), f05(infect_panel=[*PANEL[:5], {"item": "6"}])), "BREACH"),
    Ex("C1.06", "put in a common ward while isolated", "2025-07-29T12:00",
       (*child(intake={"isolation": True}, ward_id="apart"), f05(),
        rec("X09", "2025-07-29T09:00", child="c", to_ward="w", from_ward="apart") ), "WARN"),
    Ex("C1.07", "needs no treatment", "2025-07-29T12:00", (*HERE, f05()), "NA"),
    Ex("C1.07", "treated the next day", "2025-07-29T12:00",
       (*HERE, f05(needs_treatment=True), rec("F24", "2025-07-29T09:00",
                                              arrived_at="2025-07-29T09:00")), "PASS"),
    Ex("C1.07", "not yet treated", "2025-07-31T12:00", (*HERE, f05(needs_treatment=True)), "DUE",
       "2025-07-31"),
    Ex("C1.07", "not treated in time", "2025-08-01T12:00", (*HERE, f05(needs_treatment=True)),
       "WARN"),
    Ex("C1.07", "a visit before the exam is none", "2025-08-04T12:00",
       (*HERE, f05(needs_treatment=True), rec("F24", "2025-07-28T09:00",
                                              arrived_at="2025-07-28T09:00")), "OVERDUE"),
    Ex("C1.08", "published on day seven", "2025-08-04T12:00", (*HERE, f06()), "PASS", "2025-08-04"),
    Ex("C1.08", "not yet", "2025-08-04T12:00", HERE, "DUE", "2025-08-04"),
    Ex("C1.08", "published a day late", "2025-08-06T12:00", (*HERE, f06("2025-08-05")), "WARN"),
    Ex("C1.08", "without proof it is not published", "2025-08-12T00:00",
       (*HERE, f06(proof=None)), "OVERDUE"),
    Ex("C1.08", "rescued children have a notice too", NOON, child(cause="A2"), "DUE"),
    Ex("C1.08", "orphans have none", NOON, child(cause="B1"), "NA"),
    Ex("C1.09", "the period runs", "2025-08-05T12:00", (*HERE, f06()), "DUE", "2025-10-10"),
    Ex("C1.09", "the period is over", "2025-10-10T00:00", (*HERE, f06()), "PASS", "2025-10-10"),
    Ex("C1.09", "submitted on the first day", "2025-10-10T12:00", (*HERE, f06(), f08()), "PASS"),
    Ex("C1.09", "submitted a day too early", "2025-10-09T12:00", (*HERE, f06(), f08("2025-10-09")),
       "BREACH"),
    Ex("C1.09", "a day is missing", "2025-10-09T12:00", (*HERE, f06(period_days=None)), "UNKNOWN"),
    Ex("C1.09", "the child left before", "2025-10-09T12:00", (*GONE, f06()), "NA"),
    Ex("C1.10", "nobody claims", "2025-08-05T12:00", (*HERE, f06()), "PASS"),
    Ex("C1.10", "a claim to be looked into", "2025-08-05T12:00",
       (*HERE, f06(claims=[{"at": "2025-08-05T09:00", "person": "张", "state": "1"}])), "DUE"),
    Ex("C1.10", "looked into and not made good", "2025-08-06T12:00",
       (*HERE, f06(claims=[{"at": "2025-08-05T09:00", "person": "张", "state": "1"},
                           {"at": "2025-08-05T09:00", "person": "张", "state": "2"}])), "PASS"),
    Ex("C1.10", "approved though a claim is made good", "2025-10-15T12:00",
       (*HERE, f06(claims=[{"at": "2025-08-05T09:00", "state": "3"}]), APPROVED), "BREACH"),
    Ex("C1.10", "admitted with a claim open", "2025-10-16T12:00",
       (*admitted(), f06(claims=[{"at": "2025-08-05T09:00", "state": "1"}])), "BREACH"),
    Ex("C1.11", "no match, result after the notice", "2025-10-10T12:00", (*HERE, f06(), MATCHLESS),
       "PASS", "2025-08-04"),
    Ex("C1.11", "sampled late", "2025-08-06T12:00",
       (*HERE, f07("2025-08-05", result_code="1", result_on="2025-08-05", papers=("A07",))),
       "WARN"),
    Ex("C1.11", "not yet sampled", NOON, HERE, "DUE", "2025-08-04"),
    Ex("C1.11", "never sampled", "2025-08-12T12:00", HERE, "OVERDUE"),
    Ex("C1.11", "result out", "2025-08-05T12:00", (*HERE, f07()), "DUE"),
    Ex("C1.11", "a second sample counts from the first", "2025-09-05T12:00",
       (*HERE, f07(result_code="4"), f07("2025-09-01", result_code="1", result_on="2025-09-05",
                                         papers=("A07",))), "PASS"),
    Ex("C1.11", "older than the notice's end, unconfirmed", "2025-10-10T12:00",
       (*HERE, f06(), f07(result_code="1", result_on="2025-09-12", papers=("A07",))), "DUE"),
    Ex("C1.11", "passed by the head, stays to be seen", "2025-10-10T12:00",
       (*HERE, f06(), f07(result_code="1", result_on="2025-09-12", papers=("A07",)), f08()),
       "WARN"),
    Ex("C1.11", "admitted without a result", "2025-10-16T12:00", (*admitted(), f07()), "BREACH"),
    Ex("C1.12", "agreed by the county of discovery", "2025-10-15T12:00",
       (*HERE, f03(), f06(), APPROVED), "PASS"),
    Ex("C1.12", "undecided", "2025-10-12T12:00", (*HERE, f03(), f06(), f08()), "DUE"),
    Ex("C1.12", "agreed by another county", "2025-10-15T12:00",
       (*HERE, f03(found_div="341022"), APPROVED), "BREACH"),
    Ex("C1.12", "agreed before the gate opened", "2025-10-09T12:00",
       (*HERE, f03(), f06(), f08("2025-10-09", decision="1", decided_on="2025-10-09")), "BREACH"),
    Ex("C1.12", "admitted without consent", "2025-10-16T12:00", admitted(), "BREACH"),
    Ex("C1.12", "entrusted children need none yet", NOON, child(cause="T1"), "NA"),
    Ex("C1.13", "admitted on the day of the consent", "2025-10-15T17:00",
       (*admitted(), f03(), APPROVED), "PASS"),
    Ex("C1.13", "consent received, to be done today", "2025-10-15T17:00",
       (*HERE, f03(), APPROVED), "DUE", "2025-10-15"),
    Ex("C1.13", "consent received yesterday", "2025-10-16T09:00", (*HERE, f03(), APPROVED),
       "OVERDUE"),
    Ex("C1.13", "admitted a day late", "2025-10-16T17:00",
       (*admitted("2025-10-16"), f03(), APPROVED), "WARN"),
    Ex("C1.13", "admitted before the consent", "2025-10-16T17:00",
       (*admitted("2025-10-14"), f03(), APPROVED), "BREACH"),
    Ex("C1.13", "approved before the child came", "2025-10-16T17:00",
       (*child(cause="B1", at="2025-10-16T10:00", status="IN_CARE",
               intake={"admitted_on": "2025-10-16"}), APPROVED), "PASS"),
    Ex("C1.14", "applied in time", "2025-10-30T12:00", (*admitted(), f09("2025-10-30")), "PASS",
       "2025-10-30"),
    Ex("C1.14", "not yet", "2025-10-30T12:00", admitted(), "DUE", "2025-10-30"),
    Ex("C1.14", "target passed", "2025-10-31T12:00", admitted(), "WARN"),
    Ex("C1.14", "still unregistered after 90 days", "2026-01-13T12:00", admitted(), "WARN"),
    Ex("C1.14", "still unregistered on day 91", "2026-01-14T12:00",
       (*admitted(), f09("2025-10-20")), "OVERDUE"),
    Ex("C1.14", "applied elsewhere", "2025-10-31T12:00",
       (*admitted(), rec("F09", "2025-10-20T00:00", biz_type="1", applied_on="2025-10-20",
                         police_div="341021")), "BREACH"),
    Ex("C1.14", "a child of the opening list counts from the go-live date", "2025-01-16T12:00",
       BY_ROSTER, "DUE", "2025-01-16"),
    Ex("C1.15", "left with the confirmation", "2025-08-20T12:00",
       (*GONE, rec("F50", "2025-08-20T10:00", papers=("C01",))), "PASS"),
    Ex("C1.15", "left today, paper to come", "2025-08-20T12:00", GONE, "DUE", "2025-08-20"),
    Ex("C1.15", "left without it", "2025-08-21T00:00", GONE, "BREACH", "2025-08-20"),
    Ex("C1.15", "on the books, yet gone", "2025-08-20T12:00",
       (*HERE, state("LEFT", "2025-08-20T10:00", "whereabouts")), "BREACH"),
    Ex("C1.15", "nobody leaves", NOON, HERE, "NA"),
    Ex("C3.17", "looked up on day three", "2025-07-31T12:00", (*HERE, f10("2025-07-31", "1")),
       "PASS", "2025-07-31"),
    Ex("C3.17", "not yet", "2025-07-31T12:00", HERE, "DUE", "2025-07-31"),
    Ex("C3.17", "a day late", "2025-08-01T12:00", (*HERE, f10("2025-08-01", "1")), "WARN"),
    Ex("C3.17", "not within twice the target", "2025-08-04T12:00", HERE, "OVERDUE"),
    Ex("C3.17", "told two days later without a paper", "2025-08-05T12:00",
       (*HERE, rec("F10", "2025-07-31T00:00", entered="2025-08-02T09:00", verified_on="2025-07-31",
                   state="1")), "WARN"),
    Ex("C3.18", "insured", "2025-07-31T12:00", (*HERE, f10("2025-07-31", "1")), "PASS"),
    Ex("C3.18", "found uninsured", "2025-08-15T12:00", (*HERE, f10("2025-07-31", "3")), "DUE",
       "2025-08-15"),
    Ex("C3.18", "not enrolled in time", "2025-08-16T12:00", (*HERE, f10("2025-07-31", "3")),
       "OVERDUE"),
    Ex("C3.18", "enrolled late", "2025-08-20T12:00",
       (*HERE, f10("2025-07-31", "3", enrolled_on="2025-08-18", papers=("B04",))), "WARN"),
    Ex("C3.18", "no hukou yet", "2025-08-20T12:00", (*HERE, f10("2025-07-31", "4")), "NA"),
    Ex("C3.18", "counted from the hukou", "2025-11-15T12:00",
       (*HERE, f10("2025-07-31", "4"), f09("2025-10-20", done_on="2025-11-01")), "DUE",
       "2025-11-16"),
    Ex("C3.18", "insurance broken off", "2025-08-20T12:00", (*HERE, f10("2025-07-31", "2")),
       "WARN"),
    Ex("C12.04", "opened on arrival", NOON, HERE, "PASS"),
    Ex("C12.04", "opened the next day", "2025-07-29T12:00", child(opened="2025-07-29T08:00"),
       "BREACH"),
]  # fmt: skip
