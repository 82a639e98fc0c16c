"""Examples of clause 3 about the institution's medical service and each child's health."""

from __future__ import annotations

from typing import Any

from tests.domain.law.world import Example as Ex
from tests.domain.law.world import child, rec, state
from welfare_desktop.domain.record import Record

HERE = child(at="2025-03-02T09:00", status="IN_CARE", cause="B1")
NOON = "2025-07-12T12:00"


# The institution -----------------------------------------------------------------------------


def profile(mode: str = "2", **body: Any) -> Record:
    """The institution with its paper; a hospital it works with."""
    told = {"org_code": "ORG", "name": "院", "div": "341002", "office_div": "341002",
            "go_live_on": "2025-01-01", "med_mode": mode, "med_valid_to": "2026-12-31",
            "med_paper": [{"name": "协议"}], "hospitals": [hospital()]} | body  # fmt: skip
    return rec("X01", "2025-01-01T00:00", id="x", child=None,
               **{k: v for k, v in told.items() if v is not None})  # fmt: skip


def hospital(**row: Any) -> dict[str, Any]:
    return {"name": "市医院", "from_on": "2025-03-01", "to_on": "2026-02-28", "minutes_ref": "m",
            "green": True} | row  # fmt: skip


def meeting(at: str = "2025-02-20T09:00", people: int = 3) -> Record:
    return rec("F46", at, id="m", child=None, topic="3",
               attendees=[{"person": f"p{n}"} for n in range(people)])  # fmt: skip


def reported(at: str) -> Record:
    return rec("F70", at, child=None, type="HOSPITAL_FILE", about="m", sent_at=at)


def nurse(**cert: Any) -> Record:
    certs = [{"type": "1", "no": "1"} | cert] if cert else []
    return rec("F64", "2025-01-01T00:00", id="n", child=None, name="张三", post="3", state="2",
               hired_on="2024-01-01", certs=certs)  # fmt: skip


INSTITUTION = [
    Ex("C3.02", "a hospital's agreement in force", NOON, (profile(),), "PASS", "2026-12-31"),
    Ex("C3.02", "no paper", NOON, (profile(med_paper=None),), "UNKNOWN"),
    Ex("C3.02", "nothing told", NOON, (profile(med_mode=None),), "UNKNOWN"),
    Ex("C3.02", "lapsed", NOON, (profile(med_valid_to="2025-07-11"),), "OVERDUE", "2025-07-11"),
    Ex("C3.02", "its last day", NOON, (profile(med_valid_to="2025-07-12"),), "PASS"),
    Ex("C3.02", "the hospital's agreement is over", NOON,
       (profile(hospitals=[hospital(to_on="2025-07-11")]),), "UNKNOWN"),
    Ex("C3.03", "licence and nurse in order", NOON, (profile("1"), nurse(valid_to="2026-01-01")),
       "PASS", "2026-12-31"),
    Ex("C3.03", "works with a hospital alone", NOON, (profile("2"),), "NA"),
    Ex("C3.03", "a nurse's licence lapsed", NOON, (profile("1"), nurse(valid_to="2025-07-11")),
       "OVERDUE"),
    Ex("C3.03", "a nurse without any", NOON, (profile("1"), nurse()), "UNKNOWN"),
    Ex("C3.03", "the licence lapsed", NOON, (profile("3", med_valid_to="2025-07-01"),), "OVERDUE"),
    Ex("C3.04", "decided before", NOON, (profile(), meeting()), "PASS"),
    Ex("C3.04", "without minutes", NOON, (profile(),), "BREACH"),
    Ex("C3.04", "decided afterwards", NOON, (profile(), meeting("2025-03-02T09:00")), "BREACH"),
    Ex("C3.04", "two people", NOON, (profile(), meeting(people=2)), "WARN"),
    Ex("C3.04", "an agreement from before", NOON,
       (profile(hospitals=[hospital(from_on="2024-12-31")]),), "NA"),
    Ex("C3.05", "reported on day 7", NOON, (profile(), reported("2025-03-08T09:00")), "PASS",
       "2025-03-08"),
    Ex("C3.05", "a day late", NOON, (profile(), reported("2025-03-09T09:00")), "WARN"),
    Ex("C3.05", "day 7, not yet", "2025-03-08T12:00", (profile(),), "DUE", "2025-03-08"),
    Ex("C3.05", "day 15", "2025-03-16T12:00", (profile(),), "OVERDUE", "2025-03-08"),
    Ex("C3.12", "a hospital with a green channel", NOON, (profile(),), "NA"),
    Ex("C3.12", "none", NOON, (profile(hospitals=[hospital(green=False)]),), "WARN"),
]  # fmt: skip


# Screening, treatment ------------------------------------------------------------------------


def ill(day: str = "2025-03-05", number: str = "1", **body: Any) -> Record:
    told = {"kind": "1", "name": "癫痫", "diag_on": day, "state": "2"} | body
    return rec("F23", f"{day}T00:00", id=f"F23-{number}", entered=f"{day}T10:00", **told)


def screened(day: str, **body: Any) -> Record:
    return rec("F25", f"{day}T00:00", entered=f"{day}T10:00", screened_on=day, **body)


def visited(at: str, **body: Any) -> Record:
    return rec("F24", at, arrived_at=at, **body)


NEED = screened("2025-05-01", need_treat=True)
PUT_OFF = {"need_treat": True, "next_step": "4"}
SCREENING = [
    Ex("C3.13", "within the year", "2026-05-01T12:00", (*HERE, ill(), screened("2025-05-01")),
       "PASS", "2026-05-01"),
    Ex("C3.13", "a day over the year", "2026-05-02T12:00",
       (*HERE, ill(), screened("2025-05-01")), "OVERDUE", "2026-05-01"),
    Ex("C3.13", "never, the first year", NOON, (*HERE, ill()), "DUE", "2026-03-05"),
    Ex("C3.13", "never, after it", "2026-03-06T12:00", (*HERE, ill()), "OVERDUE", "2026-03-05"),
    Ex("C3.13", "the day of the diagnosis not told", NOON, (*HERE, rec("F23", "2025-04-01T00:00",
       kind="2")), "DUE", "2026-04-01"),
    Ex("C3.13", "well again", NOON, (*HERE, ill(state="3")), "NA"),
    Ex("C3.13", "on the opening list: from the go-live date", NOON,
       (*child(at="2019-03-02T00:00", basis="roster", status="IN_CARE"), ill("2019-04-01")),
       "DUE", "2026-01-01"),
    Ex("C3.14", "treated", "2025-07-01T12:00", (*HERE, NEED, visited("2025-05-31T09:00")), "PASS",
       "2025-05-31"),
    Ex("C3.14", "an application counts", "2025-07-01T12:00",
       (*HERE, NEED, rec("F27", "2025-05-20T09:00", applied_on="2025-05-20")), "PASS"),
    Ex("C3.14", "treated before it was found", "2025-05-31T12:00",
       (*HERE, NEED, visited("2025-04-30T09:00")), "DUE", "2025-05-31"),
    Ex("C3.14", "day 31", "2025-06-01T12:00", (*HERE, NEED), "WARN", "2025-05-31"),
    Ex("C3.14", "day 61", "2025-07-01T12:00", (*HERE, NEED), "OVERDUE", "2025-05-31"),
    Ex("C3.14", "put off by the doctor to a day", "2025-07-01T12:00",
       (*HERE, screened("2025-05-01", due="2025-08-01", **PUT_OFF)), "PASS", "2025-08-01"),
    Ex("C3.14", "put off without a day", "2025-05-02T12:00",
       (*HERE, screened("2025-05-01", **PUT_OFF)), "WARN"),
    Ex("C3.14", "the day has passed", "2025-09-02T12:00",
       (*HERE, screened("2025-05-01", due="2025-08-01", **PUT_OFF)), "WARN", "2025-08-31"),
]  # fmt: skip


# Over the border -----------------------------------------------------------------------------

PAPER = {"qualification": [{"name": "资质"}], "target_org": "某医院"}
PLAN = {"plan_depart": "2025-07-10", "plan_return": "2025-07-20"}
GONE = "2025-07-10T07:00"


def request(entered: str = "2025-07-01T09:00", *, yes: str = "", **body: Any) -> Record:
    """F26, agreed to on a day (``yes``)."""
    told: dict[str, Any] = PAPER | PLAN | {"emergency_exception": False} | body
    told |= {"decision": "1", "approved_on": yes, "approver_org": "民政局"} if yes else {}
    return rec("F26", entered, id="f26", **told)


def abroad(at: str = "2025-07-11T09:00", **body: Any) -> Record:
    return visited(at, province_out=True, **body)


BORDER = [
    Ex("C3.15", "with its proof", NOON, (*HERE, request()), "PASS"),
    Ex("C3.15", "gone without", NOON, (*HERE, request(qualification=None, depart_at=GONE)),
       "BREACH"),
    Ex("C3.15", "not gone yet", "2025-07-02T12:00", (*HERE, request(qualification=None)), "DUE",
       "2025-07-10"),
    Ex("C3.16", "agreed on the day of departure", NOON,
       (*HERE, request(yes="2025-07-10", depart_at=GONE)), "PASS"),
    Ex("C3.16", "agreed a day later", NOON, (*HERE, request(yes="2025-07-11", depart_at=GONE)),
       "BREACH"),
    Ex("C3.16", "asked for, not gone", "2025-07-02T12:00", (*HERE, request()), "DUE",
       "2025-07-10"),
    Ex("C3.16", "treated there with the approval", NOON,
       (*HERE, request(yes="2025-07-05"), abroad()), "PASS"),
    Ex("C3.16", "treated there without asking", NOON, (*HERE, abroad()), "BREACH"),
    Ex("C3.16", "approved for another time", NOON,
       (*HERE, request(yes="2025-07-05"), abroad("2025-07-09T09:00")), "BREACH"),
    Ex("C3.16", "a life in danger, asked within a day", NOON,
       (*HERE, request("2025-07-11T07:00", emergency_exception=True, depart_at=GONE)), "WARN"),
    Ex("C3.16", "a minute later than a day", NOON,
       (*HERE, request("2025-07-11T07:01", emergency_exception=True, depart_at=GONE)), "BREACH"),
    Ex("C3.16", "agreed to afterwards", NOON,
       (*HERE, request("2025-07-11T07:00", yes="2025-07-12", emergency_exception=True,
                       depart_at=GONE)), "PASS"),
    Ex("C3.16", "an urgent visit, the first day", "2025-07-12T09:00",
       (*HERE, abroad(urgent=True)), "DUE", "2025-07-12"),
    Ex("C3.16", "and after it", "2025-07-12T09:01", (*HERE, abroad(urgent=True)), "BREACH"),
    Ex("C3.16", "within the province", NOON, (*HERE, visited("2025-07-11T09:00")), "NA"),
]  # fmt: skip


# The fund, the record, the papers ------------------------------------------------------------

URGENT = visited("2025-07-11T09:00", id="v", urgent=True)
UNINSURED = rec("F10", "2025-03-03T00:00", state="4", verified_on="2025-03-03")
INSURED = rec("F10", "2025-03-03T00:00", state="1", verified_on="2025-03-03")
HUKOU = rec("F09", "2025-04-01T00:00", biz_type="1", done_on="2025-04-01")


def fund(day: str = "2025-07-11", **body: Any) -> Record:
    told = {"visit": "v", "applied_on": day or None} | body
    return rec("F28", f"{day or '2025-07-11'}T10:00", **{k: v for k, v in told.items() if v})


FUND = [
    Ex("C3.19", "applied for on the day", NOON, (*HERE, UNINSURED, URGENT, fund()), "PASS",
       "2025-07-11"),
    Ex("C3.19", "a day later", NOON, (*HERE, UNINSURED, URGENT, fund("2025-07-12")), "WARN"),
    Ex("C3.19", "why not is told", NOON,
       (*HERE, UNINSURED, URGENT, fund("", not_apply_reason="医院已减免")), "PASS"),
    Ex("C3.19", "that day", "2025-07-11T12:00", (*HERE, UNINSURED, URGENT), "DUE", "2025-07-11"),
    Ex("C3.19", "the day after", NOON, (*HERE, UNINSURED, URGENT), "OVERDUE", "2025-07-11"),
    Ex("C3.19", "insured", NOON, (*HERE, INSURED, URGENT), "NA"),
    Ex("C3.19", "registered", NOON, (*HERE, HUKOU, UNINSURED, URGENT), "NA"),
    Ex("C3.19", "not urgent", NOON, (*HERE, UNINSURED, visited("2025-07-11T09:00")), "NA"),
]  # fmt: skip
CORE = {"past_history": "不详", "family_history": "不详", "allergy": "无", "blood": "1",
        "hospital_default": "市医院"}  # fmt: skip


def opened(day: str = "2025-03-02", **body: Any) -> Record:
    return rec("F20", f"{day}T00:00", entered=f"{day}T10:00", opened_on=day, **(CORE | body))


ROSTER = child(at="2019-03-02T00:00", basis="roster", status="IN_CARE")
RECORD = [
    Ex("C3.20", "opened on the day of arrival", NOON, (*HERE, opened()), "PASS"),
    Ex("C3.20", "a day later", NOON, (*HERE, opened("2025-03-03")), "WARN", "2025-03-02"),
    Ex("C3.20", "not yet, the day of arrival", "2025-03-02T12:00", HERE, "DUE", "2025-03-02"),
    Ex("C3.20", "not yet, the day after", "2025-03-03T12:00", HERE, "OVERDUE", "2025-03-02"),
    Ex("C3.20", "blood group not known by day 30", "2025-04-01T12:00", (*HERE, opened(blood="9")),
       "DUE", "2025-04-01"),
    Ex("C3.20", "nor on day 31", "2025-04-02T12:00", (*HERE, opened(blood="9")), "WARN",
       "2025-04-01"),
    Ex("C3.20", "the insurance not named", "2025-05-02T12:00", (*HERE, INSURED, opened()),
       "OVERDUE", "2025-04-01"),
    Ex("C3.20", "the opening list: the go-live date", "2025-01-01T12:00", ROSTER, "DUE",
       "2025-01-01"),
    Ex("C3.20", "and the day after", "2025-01-02T12:00", ROSTER, "OVERDUE", "2025-01-01"),
]  # fmt: skip
STAY = {"visit_type": "3", "admit_at": "2025-06-01T10:00"}
OUT = {"discharge_at": "2025-06-10T10:00"}
FILES = [
    Ex("C3.21", "the papers with the visit", NOON,
       (*HERE, visited("2025-06-01T09:00", visit_type="1", entered="2025-06-08T10:00",
                       papers=("B30",))), "PASS", "2025-06-08"),
    Ex("C3.21", "an item of the file", NOON,
       (*HERE, visited("2025-06-01T09:00", **STAY, **OUT),
        rec("F52", "2025-06-17T00:00", doc_type="B31", doc_date="2025-06-10",
            filed_on="2025-06-17")), "PASS", "2025-06-17"),
    Ex("C3.21", "an item from before the visit", NOON,
       (*HERE, visited("2025-06-01T09:00", **STAY, **OUT),
        rec("F52", "2025-05-01T00:00", doc_type="B31", doc_date="2025-05-01",
            filed_on="2025-05-01")), "OVERDUE", "2025-06-17"),
    Ex("C3.21", "day 7", "2025-06-17T12:00", (*HERE, visited("2025-06-01T09:00", **STAY, **OUT)),
       "DUE", "2025-06-17"),
    Ex("C3.21", "day 8", "2025-06-18T12:00", (*HERE, visited("2025-06-01T09:00", **STAY, **OUT)),
       "WARN", "2025-06-17"),
    Ex("C3.21", "still in hospital", NOON, (*HERE, visited("2025-06-01T09:00", **STAY)), "NA"),
    Ex("C3.21", "still asked after the child left", "2025-06-30T12:00",
       (*HERE, visited("2025-06-01T09:00", **STAY, **OUT),
        state("LEFT_REUNITED", "2025-06-11T09:00")), "OVERDUE", "2025-06-17"),
]  # fmt: skip
EXAMPLES: list[Ex] = [*INSTITUTION, *SCREENING, *BORDER, *FUND, *RECORD, *FILES]
