"""Examples of clauses 9 and 14: the ledger by the month, the benefit in the system (SC-16)."""

from __future__ import annotations

from typing import Any

import msgspec

from tests.domain.law.world import Example as Ex
from tests.domain.law.world import World, child, mark, rec, state
from welfare_desktop.domain.record import Record

RATE = 160_000
HERE = child(at="2025-03-02T09:00", status="IN_CARE", intake={"admitted_on": "2025-03-02"})


def approved(record: Record) -> Record:
    return msgspec.structs.replace(record, state="approved")


STANDARD = approved(rec("X04", "2025-01-01T00:00", child=None, benefit="1", from_month="2025-01",
                        amount=RATE))  # fmt: skip
HEAD = rec("F64", "2025-01-01T00:00", id="d", child=None, name="院长", post="12", state="2")


def f54(applied: str, decided: str | None = None, **body: Any) -> Record:
    """A case; computed fields as the program writes them."""
    told = {"benefit": "1", "applied_on": applied, "approved_on": decided, "rate": RATE} | body
    return rec("F54", f"{applied}T00:00", **{k: v for k, v in told.items() if v is not None})


def f55(number: int, day: str, direction: str, amount: int, **body: Any) -> Record:
    """An entry of the book with its voucher."""
    given = {"id": f"F55-{number}", "child": None, "entry_no": str(number), "book_date": day,
             "direction": direction, "amount": amount, "children": ["all"],
             "invoice": [{"name": "x"}], "payee": "市人民医院"} | body  # fmt: skip
    return rec("F55", f"{day}T{number:02}:00", **given)


def spent(**body: Any) -> World:
    return (f55(2, "2025-06-20", "2", 520_000, **{"category": "MED", "purpose": "门诊"} | body),)


CASE = f54("2025-03-02", "2025-05-20", start_month="2025-03", arrears=2 * RATE,
           sys_entered_on="2025-05-30")  # fmt: skip
GRANT = f55(1, "2025-06-10", "1", RATE, income_source="1")
FULL: World = (*HERE, STANDARD, HEAD, CASE, GRANT)
JUNE, AUGUST = "2025-06", "2025-08-01T12:00"
OTHER = spent(category="OTH", approved_by=mark("d"))


def close(bank: int, day: str = "2025-07-08") -> Record:
    return rec("M", f"{day}T09:00", child=None, month=JUNE, closed_on=day, bank_balance=bank)


LATE_GRANT: World = (f55(1, "2025-06-10", "1", 3 * RATE, income_source="2"),)
GONE: World = (*FULL, state("LEFT_PLACED", "2025-06-29T09:00"))
ENDED = f54("2025-03-02", "2025-05-20", end_fact="L4", end_fact_on="2025-06-29")
REDUCED = f54("2025-03-02", "2025-05-20", end_fact="L4", end_fact_on="2025-06-29",
              reduced_on="2025-06-30")  # fmt: skip
REDUCED_LATE = f54("2025-03-02", "2025-05-20", end_fact="L4", end_fact_on="2025-06-29",
                   reduced_on="2025-07-02")  # fmt: skip


def left(case: Record) -> World:
    return (*HERE, STANDARD, case, state("LEFT_PLACED", "2025-06-29T09:00"))


EXAMPLES: list[Ex] = [
    Ex("C9.01", "all received", "2025-06-30T12:00", FULL, "PASS", "2025-06-30", JUNE),
    Ex("C9.01", "the month not over", "2025-06-30T12:00", FULL[:-1], "DUE", "2025-06-30", JUNE),
    Ex("C9.01", "one child short", "2025-07-01T12:00",
       (*FULL, *child(id="e"), rec("F54", "2025-06-01T00:00", id="e54", child="e", benefit="1",
                                  applied_on="2025-06-01")), "OVERDUE", "2025-06-30", JUNE),
    Ex("C9.01", "paid later as arrears", "2025-07-12T12:00",
       (*HERE, STANDARD, f54("2025-06-02", "2025-07-03"),
        f55(1, "2025-07-10", "1", RATE, income_source="2")), "PASS", "2025-06-30", JUNE),
    Ex("C9.01", "no standard entered", "2025-07-01T12:00", (*HERE, CASE, GRANT), "UNKNOWN",
       "2025-06-30", JUNE),
    Ex("C9.01", "too much", "2025-07-01T12:00",
       (*FULL, f55(2, "2025-06-20", "1", 1, income_source="1")), "WARN", "2025-06-30", JUNE),
    Ex("C9.01", "nobody entitled", "2025-07-01T12:00", HERE, "NA"),
    Ex("C9.02", "paid to a hospital", "2025-07-01T12:00", (*FULL, *spent()), "PASS", None, JUNE),
    Ex("C9.02", "to the own account", "2025-07-01T12:00", (*FULL, *spent(payee="本院基本户")),
       "BREACH", None, JUNE),
    Ex("C9.02", "to the house by its name", "2025-07-01T12:00", (*FULL, *spent(payee="院")),
       "BREACH", None, JUNE),
    Ex("C9.03", "for all", "2025-07-01T12:00", (*FULL, *spent()), "PASS", None, JUNE),
    Ex("C9.03", "for nobody", "2025-07-01T12:00", (*FULL, *spent(children=[])), "BREACH", None,
       JUNE),
    Ex("C9.04", "closed in time", "2025-07-12T12:00", (*FULL, close(RATE)), "PASS", "2025-07-10",
       JUNE),
    Ex("C9.04", "not the bank's balance", "2025-07-12T12:00", (*FULL, close(RATE - 1)), "BREACH",
       "2025-07-10", JUNE),
    Ex("C9.04", "until the tenth", "2025-07-10T12:00", FULL, "DUE", "2025-07-10", JUNE),
    Ex("C9.04", "not closed on the eleventh", "2025-07-11T12:00", FULL, "OVERDUE", "2025-07-10",
       JUNE),
    Ex("C9.04", "closed a day late", "2025-07-12T12:00", (*FULL, close(RATE, "2025-07-11")), "WARN",
       "2025-07-10", JUNE),
    Ex("C9.04", "an old month stays seen", "2025-10-01T12:00", FULL, "OVERDUE", "2025-07-10", JUNE),
    Ex("C9.04", "the month not over", "2025-06-30T12:00", FULL, "NA", "2025-07-10", JUNE),
    Ex("C9.05", "medical", "2025-07-01T12:00", (*FULL, *spent()), "PASS", None, JUNE),
    Ex("C9.05", "other, with the head's approval", "2025-07-01T12:00", (*FULL, *OTHER), "PASS",
       None, JUNE),
    Ex("C9.05", "other, unasked", "2025-07-01T12:00",
       (*FULL, *spent(category="OTH", approved_by=mark("a"))), "BREACH", None, JUNE),
    Ex("C9.05", "other, without a word", "2025-07-01T12:00",
       (*FULL, *spent(category="OTH", purpose="", approved_by=mark("d"))), "BREACH", None, JUNE),
    Ex("C9.05", "of no kind", "2025-07-01T12:00", (*FULL, *spent(category=None)), "BREACH", None,
       JUNE),
    Ex("C9.06", "nothing forbidden", "2025-07-01T12:00", (*FULL, *spent()), "PASS", None, JUNE),
    Ex("C9.06", "refused only", "2025-07-01T12:00",
       (*FULL, rec("R", "2025-06-20T09:00", child=None, clause="C9.06", form="F55")), "PASS", None,
       JUNE),
    Ex("C9.06", "works booked", "2025-07-01T12:00", (*FULL, *spent(category="X-FAC")), "BREACH",
       None, JUNE),
    Ex("C9.07", "a whole book", "2025-07-01T12:00", (*FULL, *spent()), "PASS"),
    Ex("C9.07", "a number missing", "2025-07-01T12:00", (*FULL, f55(3, "2025-06-20", "2", 1)),
       "UNKNOWN"),
    Ex("C9.07", "no voucher", "2025-07-01T12:00", (*FULL, *spent(invoice=None)), "UNKNOWN"),
    Ex("C14.01", "a statistic", "2025-07-01T12:00", FULL, "NA"),
    Ex("C14.02", "applied", "2025-07-01T12:00", FULL, "PASS"),
    Ex("C14.02", "not applied in the month", "2025-03-31T12:00", HERE, "DUE", "2025-03-31"),
    Ex("C14.02", "nor after", "2025-04-01T12:00", HERE, "OVERDUE", "2025-03-31"),
    Ex("C14.02", "a child of the opening list", "2025-01-31T12:00",
       child(at="2024-01-10T09:00", status="IN_CARE", basis="roster"), "DUE", "2025-01-31"),
    Ex("C14.03", "goes on", "2025-07-01T12:00", FULL, "PASS"),
    Ex("C14.03", "left, still paid", "2025-06-30T12:00", GONE, "DUE", "2025-06-30"),
    Ex("C14.03", "in the month after too", "2025-07-01T12:00", GONE, "OVERDUE", "2025-06-30"),
    Ex("C14.03", "reduced", "2025-07-01T12:00", left(REDUCED), "PASS", "2025-06-30"),
    Ex("C14.04", "entered in the month", "2025-07-01T12:00", FULL, "PASS", "2025-05-31"),
    Ex("C14.04", "approved on the last day", "2025-05-31T12:00",
       (*HERE, f54("2025-03-02", "2025-05-31")), "DUE", "2025-05-31"),
    Ex("C14.04", "not entered", "2025-06-01T00:00", (*HERE, f54("2025-03-02", "2025-05-31")),
       "BREACH", "2025-05-31"),
    Ex("C14.04", "by the sheet", "2025-06-01T00:00",
       (*HERE, f54("2025-03-02", "2025-05-20"),
        rec("F73", "2025-05-22T09:00", fact_type="5", entered_on="2025-05-22")), "PASS",
       "2025-05-31"),
    Ex("C14.05", "as computed", "2025-07-01T12:00", FULL, "PASS"),
    Ex("C14.05", "another sum", "2025-07-01T12:00",
       (*HERE, STANDARD, f54("2025-03-02", "2025-05-20", start_month="2025-03", arrears=1)), "WARN"),
    Ex("C14.05", "no standard", "2025-07-01T12:00", (*HERE, CASE), "UNKNOWN"),
    Ex("C14.06", "reduced on the last day", "2025-07-01T12:00", left(REDUCED), "PASS",
       "2025-06-30"),
    Ex("C14.06", "not yet", "2025-06-30T23:59", left(ENDED), "DUE", "2025-06-30"),
    Ex("C14.06", "not in the month", "2025-07-01T00:00", left(ENDED), "BREACH", "2025-06-30"),
    Ex("C14.06", "two days late", "2025-07-02T12:00", left(REDUCED_LATE), "BREACH", "2025-06-30"),
    Ex("C14.06", "without a fact in the case", "2025-07-01T00:00", GONE, "BREACH", "2025-06-30"),
]  # fmt: skip
