"""Examples of clause 5 and of services outside: assessment, plan, sessions, assistance, F69."""

from __future__ import annotations

from typing import Any

from tests.domain.law.world import Example as Ex
from tests.domain.law.world import World, child, rec, state
from welfare_desktop.domain.record import Record

HERE = child(at="2025-03-02T09:00", status="IN_CARE", birth_date="2019-03-01",
             intake={"admitted_on": "2025-03-02"})  # fmt: skip


def f23(day: str, kind: str = "2", **body: Any) -> Record:
    given = {"kind": kind, "name": "脑瘫", "diag_on": day, "state": "2"}
    return rec("F23", f"{day}T00:00", id=f"F23-{day}-{kind}", **given | body)


def f33(day: str, need: bool = True, **body: Any) -> Record:
    return rec("F33", f"{day}T00:00", id=f"F33-{day}", assessed_on=day, need_rehab=need, **body)


def f34(start: str, end: str, per_week: int = 2) -> Record:
    items = [{"item": "1", "minutes": 30, "per_week": per_week}]
    return rec("F34", f"{start}T00:00", id=f"F34-{start}", from_on=start, to_on=end, items=items)


def f35(at: str, minutes: int = 30, plan: str = "F34-2025-03-20", **body: Any) -> Record:
    return rec("F35", at, id=f"F35-{at}", plan=plan, item="1", start_at=at, minutes=minutes, **body)


def f36(day: str | None, **body: Any) -> Record:
    told = {"applied_on": day} if day else {}
    return rec("F36", f"{day or '2025-04-05'}T00:00", type="1", **told, **body)


def x01(**body: Any) -> Record:
    given: dict[str, Any] = {"org_code": "ORG", "name": "院", "go_live_on": "2025-01-01"}
    return rec("X01", "2025-01-01T00:00", id="x", child=None, **given | body)


def f69(at: str, service: str, *days: str, **body: Any) -> Record:
    given: dict[str, Any] = {
        "id": f"F69-{at}", "child": None, "service": service, "consent": [{"name": "同意书"}],
        "sessions": [{"on": d, "minutes": 60, "delivery": "1"} for d in days],
    }  # fmt: skip
    return rec("F69", at, **given | body)


DISABLED: World = (*HERE, f23("2025-03-05"))
ASSESSED: World = (*DISABLED, f33("2025-03-10"))
PLANNED: World = (*ASSESSED, f34("2025-03-20", "2025-09-19"))
#: April has 30 days of two sessions a week: eight. Seven are 87 %, six 75 %.
APRIL = tuple(f35(f"2025-04-{day:02}T09:00") for day in (1, 4, 8, 11, 15, 18, 22))
MARCH = (f35("2025-03-24T09:00"), f35("2025-03-27T09:00"), f35("2025-03-28T09:00"))
DESIGNATED = x01(rehab_designated=True, rehab_valid_to="2025-12-31")
SCHOOL = x01(special_school="1", school_licence_to="2025-12-31")
AGENCY = rec("F68", "2025-01-01T00:00", id="p", child=None, name="康复公司", type="5",
             contract_from="2025-01-01", contract_to="2025-04-10")  # fmt: skip

EXAMPLES: list[Ex] = [
    Ex("C5.02", "not designated", "2025-06-01T12:00", HERE, "NA"),
    Ex("C5.02", "designation in force", "2025-12-31T12:00", (DESIGNATED,), "PASS", "2025-12-31"),
    Ex("C5.02", "designation over", "2026-01-01T12:00", (DESIGNATED,), "WARN", "2025-12-31"),
    Ex("C5.02", "no last day on the paper", "2025-06-01T12:00", (x01(rehab_designated=True),),
       "UNKNOWN"),
    Ex("C5.03", "thirty days from the diagnosis", "2025-04-04T12:00", DISABLED, "DUE",
       "2025-04-04"),
    Ex("C5.03", "not assessed on day 31", "2025-04-05T12:00", DISABLED, "WARN", "2025-04-04"),
    Ex("C5.03", "not assessed after twice the target", "2025-05-05T12:00", DISABLED, "OVERDUE"),
    Ex("C5.03", "assessed", "2025-05-05T12:00", ASSESSED, "PASS", "2025-09-10"),
    Ex("C5.03", "not assessed again in six months", "2025-09-11T12:00", ASSESSED, "OVERDUE",
       "2025-09-10"),
    Ex("C5.03", "a diagnosis ruled out", "2025-05-05T12:00",
       (*HERE, f23("2025-03-05", state="4")), "NA"),
    Ex("C5.03", "a screening found the need", "2025-04-20T12:00",
       (*HERE, rec("F25", "2025-04-01T00:00", screened_on="2025-04-01", need_rehab=True)), "DUE",
       "2025-05-01"),
    Ex("C5.03", "diagnosed before it came", "2025-04-01T12:00", (*HERE, f23("2024-01-05")), "DUE",
       "2025-04-01"),
    Ex("C5.04", "no plan yet", "2025-03-25T12:00", ASSESSED, "DUE", "2025-03-25"),
    Ex("C5.04", "no plan on day 16", "2025-03-26T12:00", ASSESSED, "WARN", "2025-03-25"),
    Ex("C5.04", "planned, the first session to come", "2025-03-22T12:00", PLANNED, "DUE",
       "2025-04-04"),
    Ex("C5.04", "no session on day 16", "2025-04-05T12:00", PLANNED, "WARN", "2025-04-04"),
    Ex("C5.04", "carried out", "2025-05-05T12:00", (*PLANNED, *MARCH, *APRIL), "PASS"),
    Ex("C5.04", "below 80 % in the month", "2025-05-05T12:00", (*PLANNED, *MARCH, *APRIL[:6]),
       "WARN"),
    Ex("C5.04", "what was not done does not count", "2025-05-05T12:00",
       (*PLANNED, *MARCH, *APRIL[:6], f35("2025-04-22T09:00", 0)), "WARN"),
    Ex("C5.04", "days in hospital ask for none", "2025-05-05T12:00",
       (*PLANNED, *MARCH, *APRIL[:6], state("HOSPITAL", "2025-04-22T18:00", "whereabouts"),
        state("ON_SITE", "2025-04-30T18:00", "whereabouts")), "PASS"),
    Ex("C5.04", "the plan is over", "2025-09-20T12:00",
       (*PLANNED, *MARCH, f33("2025-09-05")), "OVERDUE", "2025-09-19"),
    Ex("C5.04", "the plan came late", "2025-04-20T12:00",
       (*ASSESSED, f34("2025-04-01", "2025-09-30"), f35("2025-04-02T09:00", plan="F34-2025-04-01")),
       "WARN", "2025-03-25"),
    Ex("C5.04", "rehabilitation is not needed", "2025-05-05T12:00",
       (*DISABLED, f33("2025-03-10", need=False)), "NA"),
    Ex("C5.06", "thirty days", "2025-04-04T12:00", DISABLED, "DUE", "2025-04-04"),
    Ex("C5.06", "not applied on day 31", "2025-04-05T12:00", DISABLED, "OVERDUE", "2025-04-04"),
    Ex("C5.06", "applied", "2025-04-05T12:00", (*DISABLED, f36("2025-03-20")), "PASS",
       "2026-03-20"),
    Ex("C5.06", "not renewed", "2026-03-21T12:00", (*DISABLED, f36("2025-03-20")), "OVERDUE",
       "2026-03-20"),
    Ex("C5.06", "a reason why not", "2025-04-06T12:00",
       (*DISABLED, f36(None, not_apply_reason="康复无益")), "PASS"),
    Ex("C5.06", "fifteen years old", "2025-04-05T12:00",
       (*child(at="2025-03-02T09:00", status="IN_CARE", birth_date="2010-03-01"),
        f23("2025-03-05")), "NA"),
    Ex("C5.06", "sick, not disabled", "2025-04-05T12:00", (*HERE, f23("2025-03-05", "1")), "NA"),
    Ex("C8.01", "served", "2025-06-01T12:00", (f69("2025-05-01T09:00", "9", "2025-05-02"),), "NA"),
    Ex("C8.02", "within the licence", "2025-06-01T12:00",
       (SCHOOL, f69("2025-05-01T09:00", "1", "2025-05-02")), "PASS"),
    Ex("C8.02", "no special school", "2025-06-01T12:00", (f69("2025-05-01T09:00", "1"),),
       "BREACH"),
    Ex("C8.02", "no consent", "2025-06-01T12:00",
       (SCHOOL, f69("2025-05-01T09:00", "1", consent=None)), "BREACH"),
    Ex("C8.03", "designated", "2025-06-01T12:00",
       (DESIGNATED, f69("2025-05-01T09:00", "2", "2025-05-02")), "PASS"),
    Ex("C8.03", "a session after the last day", "2026-01-10T12:00",
       (DESIGNATED, f69("2025-12-01T09:00", "2", "2026-01-02")), "BREACH"),
    Ex("C8.04", "counted", "2025-06-01T12:00", (f69("2025-05-01T09:00", "6", "2025-05-02"),),
       "NA"),
    Ex("C16.04", "bought within the contract", "2025-05-01T12:00",
       (*PLANNED, AGENCY, f35("2025-04-01T09:00", provider="p", delivery="4")), "PASS"),
    Ex("C16.04", "bought after it", "2025-05-01T12:00",
       (*PLANNED, AGENCY, f35("2025-04-11T09:00", provider="p", delivery="4")), "BREACH"),
]  # fmt: skip
