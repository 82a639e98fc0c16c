"""Examples of clause 2: care plan, care mode, family homes, foster care (SC-05, SC-06)."""

from __future__ import annotations

from typing import Any

import msgspec

from tests.domain.law.world import Example as Ex
from tests.domain.law.world import World, child, rec
from welfare_desktop.domain.record import Record

LONG_AGO = child(at="2024-01-10T09:00", status="IN_CARE", intake={"admitted_on": "2024-01-10"})
#: Admitted on the day that SC-01 admits its child.
ADMITTED = child(at="2025-10-15T09:00", status="IN_CARE", intake={"admitted_on": "2025-10-15"})


def approved(record: Record) -> Record:
    """A record its approver has approved."""
    return msgspec.structs.replace(record, state="approved", approved_at=record.happened_at)


def f11(day: str, review: str, **body: Any) -> Record:
    """A care plan with all traits."""
    traits = dict.fromkeys(
        ("age_desc", "body_desc", "sex_temper_desc", "intellect_desc", "psych_desc"), "有"
    )
    return approved(rec("F11", f"{day}T00:00", plan_from=day, review_due=review, **traits | body))


def mode(value: str, at: str, transition: str = "T12", cause: str = "F12") -> Record:
    """A change of care mode brought about by a form."""
    return msgspec.structs.replace(
        rec("T", at, id=f"T-{value}-{at}", dimension="care_mode", value=value,
            transition=transition, cause=cause)
    )  # fmt: skip


def f12(day: str, **body: Any) -> Record:
    return approved(rec("F12", f"{day}T09:00", id="F12", decided_on=day, **body))


FAMILY = rec("F15", "2024-02-01T00:00", id="fam", child=None, eval_result="1",
             home_visit_on="2024-02-10", main_carer="甲")  # fmt: skip


def f16(start: str, end: str, signed: str, **body: Any) -> Record:
    """An approved agreement with the family."""
    given: dict[str, Any] = {"id": f"F16-{start}", "family": "fam", "start_on": start,
                             "end_on": end, "signed_on": signed}  # fmt: skip
    return approved(rec("F16", f"{signed}T00:00", **given | body))


def f46(day: str, topic: str = "2", id: str = "F46") -> Record:
    """Three voters, all agree."""
    who = ("a", "b", "d")
    return rec("F46", f"{day}T09:00", id=id, child=None, topic=topic, children=["c"],
               attendees=[{"person": p, "voter": True} for p in who],
               votes=[{"child": "c", "person": p, "vote": "1"} for p in who])  # fmt: skip


def f70(day: str, about: str, kind: str = "FOSTER_FILE") -> Record:
    return rec("F70", f"{day}T09:00", id=f"F70-{day}", child=None, type=kind, about=about,
               sent_at=f"{day}T09:00")  # fmt: skip


def f17(at: str, **body: Any) -> Record:
    """A visit on site, the child seen, signed by the family."""
    given: dict[str, Any] = {"visit_at": at, "mode": "1", "place": "1", "child_seen": True,
                             "visitors": ["a"], "papers": ("B23",)}  # fmt: skip
    return rec("F17", at, **given | body)


def f18(day: str, result: str, **body: Any) -> Record:
    given = {"type": "1", "eval_on": day, "result": result, "id": f"F18-{day}"} | body
    return rec("F18", f"{day}T00:00", **given)


FIRST = f16("2024-03-01", "2025-02-28", "2024-02-28")
FOSTERED: World = (
    *LONG_AGO, FAMILY, FIRST, f46("2024-02-20"), f12("2024-03-01", to_mode="FOSTER"),
    mode("FOSTER", "2024-03-01T09:00"),
)  # fmt: skip
BACK = mode("INSTITUTION", "2025-02-26T09:30", "T14", "F12b")
F12B = approved(rec("F12", "2025-02-26T09:30", id="F12b", decided_on="2025-02-26"))


def f19(back: str | None, reasons: list[str], found: str, **body: Any) -> Record:
    given: dict[str, Any] = {"reasons": reasons, "found_on": found, "returned_at": back}
    told = {name: value for name, value in given.items() if value is not None}
    return approved(rec("F19", f"{found}T00:00", **told | body))


BAD = f18("2025-02-10", "2")
#: SC-05 as it should go.
RETURNED: World = (*FOSTERED, BAD, f19("2025-02-26T09:30", ["P1"], "2025-02-10"), F12B, BACK)
RENEWED: World = (
    *FOSTERED, f18("2025-02-10", "3"), f18("2025-02-27", "1"), f46("2025-02-27", id="F46b"),
    f16("2025-03-01", "2026-02-28", "2025-02-28", is_renewal=True, prev_agreement=FIRST.id,
        evaluation="F18-2025-02-27"),
)  # fmt: skip
SECOND = "F16-2025-03-01"


def renewed(**body: Any) -> World:
    """The renewal with something else about it."""
    return (*RENEWED[:-1], msgspec.structs.replace(RENEWED[-1], body=RENEWED[-1].body | body))


#: SC-06: placed on 25 January with the hand-over visit, gone on 1 May.
PLACED: World = (
    *LONG_AGO, FAMILY, f16("2025-01-25", "2026-01-24", "2025-01-24"), f46("2025-01-20"),
    f12("2025-01-25", to_mode="FOSTER"), mode("FOSTER", "2025-01-25T09:00"), f17("2025-01-25T09:30"),
)  # fmt: skip
VIDEO = f17("2025-02-20T10:00", mode="3")
FEBRUARY = f17("2025-02-28T17:40")
UNSEEN = f17("2025-03-31T15:00", child_seen=False)
HOSPITAL = f17("2025-04-18T10:00", place="2", remark="住院")
GONE = mode("INSTITUTION", "2025-05-01T09:00", "T14")
COUPLE = [{"name": "甲", "health_on": "2025-01-05"}, {"name": "乙", "health_on": "2025-03-05"}]
HOME = rec("F14", "2025-01-10T00:00", id="home", child=None, home_no="1", home_name="向阳",
           opened_on="2025-01-10", couple=COUPLE, screen_result="1")  # fmt: skip
CLEAR: World = tuple(
    rec("F65", "2025-01-02T00:00", id=f"F65-{name}", child=None, person_name=name, result="1",
        replied_on="2025-01-02")
    for name in ("甲", "乙")
)  # fmt: skip
LIVES_THERE: World = (
    *LONG_AGO, approved(rec("F12", "2025-02-01T09:00", to_ward="1")),
    mode("FAMILY_HOME", "2025-02-01T09:00", "T10"),
)  # fmt: skip
ELIGIBLE = f18("2025-01-10", "1", type="2", adoption_eligible=True)
JAN, FEB, MAR, APR, MAY = (f"c/2025-{n:02}" for n in range(1, 6))

EXAMPLES: list[Ex] = [
    Ex("C2.01", "no plan on day 30", "2025-11-14T12:00", ADMITTED, "DUE", "2025-11-14"),
    Ex("C2.01", "no plan on day 31", "2025-11-15T12:00", ADMITTED, "WARN", "2025-11-14"),
    Ex("C2.01", "no plan on day 61", "2025-12-15T12:00", ADMITTED, "OVERDUE", "2025-11-14"),
    Ex("C2.01", "planned in time", "2025-12-15T12:00",
       (*ADMITTED, f11("2025-11-10", "2026-05-10")), "PASS", "2026-05-10"),
    Ex("C2.01", "planned late", "2025-12-15T12:00",
       (*ADMITTED, f11("2025-11-20", "2026-05-20")), "WARN"),
    Ex("C2.01", "review passed", "2026-05-11T12:00",
       (*ADMITTED, f11("2025-11-10", "2026-05-10")), "OVERDUE", "2026-05-10"),
    Ex("C2.01", "a trait is missing", "2025-12-15T12:00",
       (*ADMITTED, f11("2025-11-10", "2026-05-10", psych_desc="")), "UNKNOWN"),
    Ex("C2.02", "fostered by a form", "2024-06-01T12:00", FOSTERED, "PASS"),
    Ex("C2.02", "fostered without a form", "2024-06-01T12:00",
       (*LONG_AGO, mode("FOSTER", "2024-03-01T09:00")), "BREACH"),
    Ex("C2.02", "approved after it took effect", "2024-06-01T12:00",
       (*LONG_AGO, f12("2024-03-02"), mode("FOSTER", "2024-03-01T09:00")), "BREACH"),
    Ex("C2.03", "screened, clear, healthy", "2025-12-31T12:00", (HOME, *CLEAR), "PASS"),
    Ex("C2.03", "an examination older than a year", "2026-01-06T12:00", (HOME, *CLEAR), "OVERDUE"),
    Ex("C2.03", "nobody asked yet, nobody lives there", "2025-03-01T12:00", (HOME,), "DUE"),
    Ex("C2.03", "a child lives with a couple not asked about", "2025-03-01T12:00",
       (HOME, *CLEAR[:1], *LIVES_THERE), "BREACH"),
    Ex("C2.04", "assessed, studied, reported", "2025-01-30T12:00",
       (*PLACED, rec("F15", "2025-01-10T00:00", id="fam", child=None, eval_result="1",
                     home_visit_on="2025-01-05"), f70("2025-01-28", "F16-2025-01-25")), "PASS"),
    Ex("C2.04", "the family was assessed too long ago", "2025-01-30T12:00", PLACED, "BREACH"),
    Ex("C2.04", "no meeting", "2024-06-01T12:00",
       tuple(r for r in FOSTERED if r.form != "F46"), "BREACH"),
    Ex("C2.05", "not eligible", "2025-02-01T12:00", PLACED, "NA"),
    Ex("C2.05", "eligible, day 30", "2025-02-09T12:00", (*FOSTERED, ELIGIBLE), "DUE", "2025-02-09"),
    Ex("C2.05", "eligible, day 31", "2025-02-10T12:00", (*FOSTERED, ELIGIBLE), "WARN"),
    Ex("C2.05", "eligible and studied", "2025-02-10T12:00",
       (*FOSTERED, ELIGIBLE, f46("2025-02-01", "1", "F46a")), "PASS"),
    Ex("C2.06", "evaluation failed, still there in time", "2025-02-28T12:00", (*FOSTERED, BAD),
       "DUE", "2025-02-28"),
    Ex("C2.06", "evaluation failed, too late", "2025-03-01T00:00", (*FOSTERED, BAD), "BREACH"),
    Ex("C2.06", "brought back in time", "2025-03-01T12:00", RETURNED, "PASS"),
    Ex("C2.06", "harm is answered the same day", "2025-01-11T00:01",
       (*FOSTERED, f17("2025-01-10T10:00", dissolve_signal=["F1"])), "BREACH", "2025-01-10"),
    Ex("C2.06", "another reason within seven days", "2025-01-17T23:00",
       (*FOSTERED, f17("2025-01-10T10:00", dissolve_signal=["F4"])), "DUE", "2025-01-17"),
    Ex("C2.07", "agreement in force", "2024-12-27T12:00", FOSTERED, "PASS"),
    Ex("C2.07", "the evaluation opens", "2024-12-28T12:00", FOSTERED, "DUE", "2025-02-28"),
    Ex("C2.07", "brought back before the end", "2025-03-01T12:00", RETURNED, "PASS"),
    Ex("C2.07", "still there without agreement", "2025-03-01T00:00", (*FOSTERED, BAD), "BREACH"),
    Ex("C2.07", "a new agreement after a failed evaluation", "2025-03-02T12:00",
       (*FOSTERED, BAD, f16("2025-03-01", "2026-02-28", "2025-02-20")), "BREACH"),
    Ex("C2.08", "evaluated, studied, renewed", "2025-03-01T12:00", RENEWED, "PASS"),
    Ex("C2.08", "a day between", "2025-03-03T12:00", renewed(start_on="2025-03-02"), "BREACH"),
    Ex("C2.08", "no evaluation", "2025-03-03T12:00", renewed(evaluation=None), "BREACH"),
    Ex("C2.08", "signed before the evaluation", "2025-03-03T12:00",
       renewed(evaluation="F18-2025-02-10"), "BREACH"),
    Ex("C2.09", "not yet reported, day 7", "2025-03-07T12:00",
       (*RENEWED, f70("2024-03-01", FIRST.id)), "DUE", "2025-03-07"),
    Ex("C2.09", "not yet reported, day 8", "2025-03-08T12:00",
       (*RENEWED, f70("2024-03-01", FIRST.id)), "WARN"),
    Ex("C2.09", "not yet reported, day 15", "2025-03-15T12:00",
       (*RENEWED, f70("2024-03-01", FIRST.id)), "OVERDUE"),
    Ex("C2.09", "reported in time", "2025-03-15T12:00",
       (*RENEWED, f70("2024-03-01", FIRST.id), f70("2025-03-05", SECOND)), "PASS"),
    Ex("C2.09", "reported three days late", "2025-03-15T12:00",
       (*RENEWED, f70("2024-03-01", FIRST.id), f70("2025-03-10", SECOND)), "WARN"),
    Ex("C2.10", "last month's package", "2025-03-10T12:00",
       (rec("F74", "2025-03-03T09:00", child=None, month="2025-02"),), "PASS", about="2025-02"),
    Ex("C2.10", "not yet built", "2025-03-10T12:00", (), "DUE", "2025-03-31", "2025-02"),
    Ex("C2.10", "never built", "2025-04-01T12:00", (), "OVERDUE", "2025-03-31", "2025-02"),
    Ex("C2.10", "built after its month", "2025-04-04T12:00",
       (rec("F74", "2025-04-03T09:00", child=None, month="2025-02"),), "WARN", about="2025-02"),
    Ex("C2.11", "the hand-over visit is January's", "2025-01-31T23:00", PLACED, "PASS", about=JAN),
    Ex("C2.11", "a call is no visit", "2025-02-28T12:00", (*PLACED, VIDEO), "DUE", "2025-02-28",
       FEB),
    Ex("C2.11", "on the last day", "2025-02-28T18:00", (*PLACED, VIDEO, FEBRUARY), "PASS",
       about=FEB),
    Ex("C2.11", "the child not seen", "2025-03-31T23:00", (*PLACED, UNSEEN), "DUE", about=MAR),
    Ex("C2.11", "a month gone by", "2025-04-01T00:00", (*PLACED, UNSEEN), "BREACH", "2025-03-31",
       MAR),
    Ex("C2.11", "seen in hospital", "2025-04-18T12:00", (*PLACED, HOSPITAL), "PASS", about=APR),
    Ex("C2.11", "fostered on the first of May", "2025-05-02T12:00", (*PLACED, GONE), "DUE",
       "2025-05-31", MAY),
    Ex("C2.11", "brought back with a visit", "2025-05-02T12:00",
       (*PLACED, GONE, f17("2025-05-01T08:30")), "PASS", about=MAY),
    Ex("C2.12", "signed and entered", "2025-01-31T12:00", PLACED, "PASS", about=JAN),
    Ex("C2.12", "entered after four days", "2025-01-31T12:00",
       (*PLACED[:-1], f17("2025-01-25T09:30", entered="2025-01-29T10:00")), "WARN", about=JAN),
    Ex("C2.12", "the family did not sign", "2025-01-31T12:00",
       (*PLACED[:-1], f17("2025-01-25T09:30", papers=())), "UNKNOWN", about=JAN),
]  # fmt: skip
