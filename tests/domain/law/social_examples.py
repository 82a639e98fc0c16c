"""Examples of clause 7 and of the talks of clause 11."""

from __future__ import annotations

from typing import Any

from tests.domain.law.raising_examples import approved
from tests.domain.law.world import Example as Ex
from tests.domain.law.world import World, child, mark, rec
from welfare_desktop.domain.record import Record

HERE = child(at="2025-03-02T09:00", status="IN_CARE", birth_date="2015-03-01",
             intake={"admitted_on": "2025-03-02"})  # fmt: skip
LATER = child(at="2025-06-20T09:00", status="IN_CARE", birth_date="2015-03-01",
              intake={"admitted_on": "2025-06-20"})  # fmt: skip


def staff(post: str, key: str = "s", **body: Any) -> Record:
    given = {"name": "社工甲", "post": post, "state": "2", "hired_on": "2024-01-01"}
    return rec("F64", "2024-01-01T00:00", id=key, child=None, **given | body)


def f41(day: str, review: str, freq: int = 2, **body: Any) -> Record:
    return rec("F41", f"{day}T00:00", id=f"F41-{day}", opened_on=day, review_due=review, freq=freq,
               **body)  # fmt: skip


def f42(at: str, kind: str = "1", **body: Any) -> Record:
    """A session, of a group with another child."""
    given = {"id": f"F42-{at}", "child": None, "type": kind, "at": at, "children": ["c", "other"]}
    return rec("F42", at, **given | body)


def f60(at: str, kind: str, band: str = "3", **body: Any) -> Record:
    given = {"id": f"F60-{at}", "child": None, "type": kind, "at": at, "age_band": band,
             "attendees": ["c"]}  # fmt: skip
    return rec("F60", at, **given | body)


def f68(*people: dict[str, Any], **body: Any) -> Record:
    return rec("F68", "2025-03-01T09:00", id="p", child=None, name="志愿队", type="3",
               people=list(people), **body)  # fmt: skip


ALONE = {"name": "志愿甲", "contact": "2"}
CLEAR = rec("F65", "2025-02-01T00:00", child=None, person_name="志愿甲", replied_on="2025-02-10",
            result="1")  # fmt: skip
FOUND = rec("F65", "2025-02-01T00:00", child=None, person_name="志愿甲", replied_on="2025-02-10",
            result="2")  # fmt: skip
VISIT = {"in_at": "2025-03-01T14:00", "children": ["c"]}
WORKER, NURSE = staff("7", "w7"), staff("3", "n3")
PLAN = approved(rec("F11", "2025-03-10T00:00", plan_from="2025-03-10",
                    team_sig=[mark("n3"), mark("w7")]))  # fmt: skip
ALONE_PLAN = approved(rec("F11", "2025-03-10T00:00", plan_from="2025-03-10", team_sig=[mark("n3")]))
CASE: World = (*HERE, f41("2025-03-20", "2025-09-20"))
TWICE = (f42("2025-04-05T10:00"), f42("2025-04-20T10:00", "3"))
APRIL, MAY = "c/2025-04", "c/2025-05"
MUTE = rec("F13", "2025-03-05T00:00", items=[{"item": "6", "score": "2"}], level="3")
#: Came in 2024, so that the whole first half of 2025 is asked about.
LONG = child(at="2024-03-02T09:00", status="IN_CARE", birth_date="2015-03-01",
             intake={"admitted_on": "2024-03-02"})  # fmt: skip

EXAMPLES: list[Ex] = [
    Ex("C7.01", "a social worker in post", "2025-06-01T12:00", (WORKER,), "PASS"),
    Ex("C7.01", "an agency under contract", "2025-06-01T12:00",
       (rec("F68", "2025-01-01T00:00", child=None, type="2", contract_from="2025-01-01",
            contract_to="2025-12-31"),), "PASS"),
    Ex("C7.01", "the contract is over", "2026-01-01T12:00",
       (rec("F68", "2025-01-01T00:00", child=None, type="2", contract_from="2025-01-01",
            contract_to="2025-12-31"),), "OVERDUE"),
    Ex("C7.02", "signed by a social worker", "2025-06-01T12:00", (*HERE, WORKER, NURSE, PLAN),
       "PASS"),
    Ex("C7.02", "signed without one", "2025-06-01T12:00", (*HERE, WORKER, NURSE, ALONE_PLAN),
       "WARN"),
    Ex("C7.02", "no paper of a team yet", "2025-06-01T12:00", HERE, "NA"),
    Ex("C7.03", "two of two", "2025-04-30T12:00", (*CASE, *TWICE), "PASS", about=APRIL),
    Ex("C7.03", "one of two, the month runs", "2025-04-30T12:00", (*CASE, TWICE[0]), "DUE",
       "2025-04-30", about=APRIL),
    Ex("C7.03", "one of two, the month is over", "2025-05-01T12:00", (*CASE, TWICE[0]), "WARN",
       "2025-04-30", about=APRIL),
    Ex("C7.03", "a carer's talk is no session", "2025-05-01T12:00",
       (*CASE, TWICE[0], f42("2025-04-20T10:00", "9")), "WARN", about=APRIL),
    Ex("C7.05", "no case on day 30", "2025-04-01T12:00", HERE, "DUE", "2025-04-01"),
    Ex("C7.05", "no case on day 31", "2025-04-02T12:00", HERE, "WARN", "2025-04-01"),
    Ex("C7.05", "no case after twice the target", "2025-05-02T12:00", HERE, "OVERDUE"),
    Ex("C7.05", "a case is open", "2025-05-02T12:00", CASE, "PASS", "2025-09-20"),
    Ex("C7.05", "not reviewed", "2025-09-21T12:00", CASE, "OVERDUE", "2025-09-20"),
    Ex("C7.05", "closed, the next one to come", "2025-07-10T12:00",
       (*HERE, f41("2025-03-20", "2025-09-20", closed_on="2025-06-30")), "DUE", "2025-07-30"),
    Ex("C7.06", "alone after a clear reply", "2025-06-01T12:00", (f68(ALONE), CLEAR), "PASS"),
    Ex("C7.06", "alone without one", "2025-06-01T12:00", (f68(ALONE),), "BREACH"),
    Ex("C7.06", "alone with a record", "2025-06-01T12:00", (f68(ALONE), FOUND), "BREACH"),
    Ex("C7.06", "always accompanied", "2025-06-01T12:00",
       (f68(ALONE | {"contact": "1"}, visits=[VISIT | {"companion": "s"}]),), "PASS"),
    Ex("C7.06", "a visit with nobody beside them", "2025-06-01T12:00",
       (f68(ALONE | {"contact": "1"}, visits=[VISIT]),), "BREACH"),
    Ex("C11.05", "not yet in the half-year", "2025-06-30T12:00", HERE, "DUE", "2025-06-30"),
    Ex("C11.05", "attended", "2025-06-30T12:00", (*HERE, f60("2025-04-10T09:00", "4")), "PASS"),
    Ex("C11.05", "the half-year went by", "2025-07-01T12:00", LONG, "OVERDUE", "2025-06-30"),
    Ex("C11.05", "missed and held since", "2025-07-20T12:00",
       (*LONG, f60("2025-07-10T09:00", "1")), "PASS"),
    Ex("C11.05", "came in the middle of it", "2025-07-01T12:00", LATER, "DUE", "2025-12-31"),
    Ex("C11.05", "cannot follow", "2025-07-01T12:00", (*LONG, MUTE), "NA"),
    Ex("C11.06", "not yet in the year", "2025-12-31T12:00", HERE, "DUE", "2025-12-31"),
    Ex("C11.06", "attended", "2025-12-31T12:00", (*HERE, f60("2025-05-10T09:00", "2")), "PASS"),
    Ex("C11.06", "not for this age", "2025-12-31T12:00", (*HERE, f60("2025-05-10T09:00", "2", "5")),
       "WARN"),
    Ex("C11.06", "fire drill is another thing", "2025-12-31T12:00",
       (*HERE, f60("2025-05-10T09:00", "4")), "DUE"),
    Ex("C11.06", "the year went by", "2026-01-01T12:00",
       child(at="2025-01-01T00:00", status="IN_CARE", birth_date="2015-03-01"), "OVERDUE",
       "2025-12-31"),
    Ex("C11.07", "a talk in the month", "2025-05-10T12:00", (*HERE, f42("2025-04-11T10:00", "9")),
       "PASS", about=APRIL),
    Ex("C11.07", "the month runs", "2025-05-31T12:00", HERE, "DUE", "2025-05-31", about=MAY),
    Ex("C11.07", "the month is over", "2025-06-01T12:00", HERE, "WARN", "2025-05-31", about=MAY),
    Ex("C11.07", "a counselling is no talk", "2025-06-01T12:00",
       (*HERE, f42("2025-05-11T10:00", "10")), "WARN", about=MAY),
]  # fmt: skip
