"""Examples of clause 12: the file, what outside systems were told, transfer and archive (SC-12)."""

from __future__ import annotations

from typing import Any

import msgspec

from tests.domain.law.world import Example as Ex
from tests.domain.law.world import World, child, house, rec, state
from welfare_desktop.domain.entry_sheet import sheet
from welfare_desktop.domain.record import Record

#: Came on 2 March with every paper of phase A that its cause asks for.
PAPERS_A = ("A01", "A02", "A03", "A04", "A05", "A06", "A07", "A08", "A16")
#: What every child in care has beside them.
HEALTH = ("B10", "B13")
HERE = child(at="2025-03-02T09:00", status="IN_CARE", intake={"admitted_on": "2025-03-02"})
FULL: World = (*HERE, rec("F05", "2025-03-02T10:00", papers=(*PAPERS_A, *HEALTH)))
ONE, TWO = "1" * 64, "2" * 64


def approved(record: Record) -> Record:
    return msgspec.structs.replace(record, state="approved", approved_at=record.happened_at)


def item(kind: str, day: str, **body: Any) -> Record:
    """A paper item with its scan."""
    given = {"id": f"F52-{kind}", "doc_type": kind, "title": kind, "carrier": "1", "filed_on": day,
             "doc_date": day, "digital": [{"name": "x", "sha256": ONE}]} | body  # fmt: skip
    return rec("F52", f"{day}T09:00", **given)


def entered(day: str, fact: str = "1", **body: Any) -> Record:
    return rec("F73", f"{day}T09:00", system="1", fact_type=fact, fact_on=day, entered_on=day,
               **body)  # fmt: skip


def copied(name: str) -> Record:
    """The name of the child as it was entered."""
    return entered("2025-03-05", sheet=[{"field": "儿童基本信息表：姓名", "new": name}])


def copied_now() -> Record:
    """What the program's own copy-out sheet told on that day."""
    entry, there = entered("2025-03-05"), house(HERE, "2025-03-05T09:00").child("c")
    assert there is not None
    rows = sheet(there, entry)
    assert rows
    return entered("2025-03-05", sheet=rows)


FILED: World = tuple(item(kind, "2025-03-03") for kind in (*PAPERS_A, *HEALTH))
LOAN = {"borrower": "甲", "approved_by": "d", "out_on": "2025-04-01", "due_on": "2025-04-10"}


def lent(**row: Any) -> World:
    told = {k: v for k, v in (LOAN | row).items() if v is not None}
    return (*HERE, item("A03", "2025-03-03", loan=[told]))


def handed(kind: str, day: str, sha: str = ONE, **body: Any) -> Record:
    rows = [{"item": "F52-A03", "sha256": sha}]
    given = {"id": f"F53-{kind}", "kind": kind, "done_on": day, "list": rows, "copy_kept": True,
             "sigs": [{"name": "x"}]} | body  # fmt: skip
    return rec("F53", f"{day}T09:00", papers=("C40",), **given)


def moved(**body: Any) -> Record:
    given = {"direction": "1", "handover_at": "2025-11-20T08:00", "archive_list": "F53-1",
             "copy_locked_on": "2025-11-20"} | body  # fmt: skip
    return approved(rec("F49", "2025-11-20T08:00", papers=("C05", "C06"), **given))


AWAY: World = (*HERE, item("A03", "2025-03-03"), state("LEFT_TRANSFER", "2025-11-20T08:00"))
C01 = approved(rec("F50", "2025-11-20T08:00", cause="L6", papers=("C01",)))
DONE: World = (*AWAY, handed("1", "2025-11-20"), moved())
CLOSED: World = (*DONE, state("FILE_CLOSED", "2025-12-01T09:00"))
CITY = rec("X01", "2025-01-01T00:00", id="x", child=None, org_code="ORG", name="院", div="341002",
           go_live_on="2025-01-01", archive_level="2")  # fmt: skip
PHOTO = {"carrier": "3", "digital": None}


def portrait(day: str) -> Record:
    return item("B03", day, **PHOTO)


YOUNG = child(at="2025-03-02T09:00", status="IN_CARE", birth_date="2022-03-01")


EXAMPLES: list[Ex] = [
    Ex("C12.01", "entered in the week", "2025-04-01T12:00", (*HERE, entered("2025-03-09")), "PASS"),
    Ex("C12.01", "not yet", "2025-03-09T12:00", HERE, "DUE", "2025-03-09"),
    Ex("C12.01", "nor after", "2025-03-10T12:00", HERE, "OVERDUE", "2025-03-09"),
    Ex("C12.01", "a day late", "2025-04-01T12:00", (*HERE, entered("2025-03-10")), "WARN"),
    Ex("C12.01", "a visit after the entry", "2025-05-09T12:00",
       (*HERE, entered("2025-03-09"), rec("F24", "2025-05-01T09:00")), "OVERDUE", "2025-05-08"),
    Ex("C12.01", "another system does not count", "2025-03-10T12:00",
       (*HERE, rec("F73", "2025-03-09T09:00", system="2", fact_type="1", entered_on="2025-03-09")),
       "OVERDUE"),
    Ex("C12.02", "as entered", "2025-03-20T12:00", (*HERE, copied_now()), "PASS"),
    Ex("C12.02", "something else", "2025-03-10T12:00", (*HERE, copied("旧名")), "OVERDUE"),
    Ex("C12.02", "a health record opened since", "2025-03-20T12:00",
       (*HERE, entered("2025-03-05", "2"), rec("F20", "2025-03-12T10:00", past_history="不详")),
       "OVERDUE", "2025-03-19"),
    Ex("C12.02", "never entered", "2025-03-10T12:00", HERE, "NA"),
    Ex("C12.03", "in its place", "2025-04-11T12:00", (*HERE, item("A03", "2025-03-03")), "PASS"),
    Ex("C12.03", "lent and due", "2025-04-10T12:00", lent(), "PASS", "2025-04-10"),
    Ex("C12.03", "not brought back", "2025-04-11T12:00", lent(), "OVERDUE", "2025-04-10"),
    Ex("C12.03", "brought back", "2025-04-11T12:00", lent(back_on="2025-04-09"), "PASS"),
    Ex("C12.03", "lent by nobody's leave", "2025-04-05T12:00", lent(approved_by=None), "BREACH"),
    Ex("C12.03", "lent for ever", "2025-04-05T12:00", lent(due_on=None), "WARN"),
    Ex("C12.05", "one file", "2025-04-01T12:00", HERE, "PASS"),
    Ex("C12.05", "the same number twice", "2025-04-01T12:00",
       (*child(at="2025-03-02T09:00", id_no="7"), *child(id="e", at="2025-03-02T09:00", id_no="7")),
       "WARN"),
    Ex("C12.05", "the same name, sex and birth", "2025-04-01T12:00",
       (*child(at="2025-03-02T09:00", name="赵一"),
        *child(id="e", at="2025-03-02T09:00", name="赵一")), "WARN"),
    Ex("C12.06", "filed", "2025-04-01T12:00", (*FULL, *FILED), "PASS"),
    Ex("C12.06", "seven days", "2025-03-09T12:00", FULL, "DUE", "2025-03-09"),
    Ex("C12.06", "eight days", "2025-03-10T12:00", FULL, "WARN", "2025-03-09"),
    Ex("C12.06", "a new paper of a kind filed before", "2025-05-20T12:00",
       (*FULL, *FILED, rec("F24", "2025-05-01T09:00", papers=("A03",))), "WARN", "2025-05-08"),
    Ex("C12.07", "whole", "2025-04-01T12:00", FULL, "PASS"),
    Ex("C12.07", "papers missing", "2025-04-01T12:00", HERE, "DUE"),
    Ex("C12.07", "a scan changed", "2025-11-21T12:00", (*AWAY, handed("1", "2025-11-20", TWO)),
       "BREACH"),
    Ex("C12.07", "a scan of few dots an inch", "2025-04-01T12:00",
       (*FULL, item("A03", "2025-03-03", digital=[{"name": "x", "sha256": ONE, "dpi": "199"}])), "WARN"),
    Ex("C12.07", "enough of them", "2025-04-01T12:00",
       (*FULL, item("A03", "2025-03-03", digital=[{"name": "x", "sha256": ONE, "dpi": "200"}])), "PASS"),
    Ex("C12.08", "in care, whole", "2025-04-01T12:00", FULL, "PASS"),
    Ex("C12.08", "in care, papers missing", "2025-04-01T12:00", HERE, "DUE"),
    Ex("C12.08", "left, whole", "2025-12-30T12:00", (*DONE, C01), "PASS", "2025-12-20"),
    Ex("C12.08", "left, day 30", "2025-12-20T12:00", DONE, "DUE", "2025-12-20"),
    Ex("C12.08", "left, day 31", "2025-12-21T12:00", DONE, "WARN", "2025-12-20"),
    Ex("C12.08", "left, day 61", "2026-01-20T12:00", DONE, "OVERDUE", "2025-12-20"),
    Ex("C12.09", "sampled and compared", "2025-04-01T12:00",
       (*HERE, rec("F07", "2025-03-09T00:00", sampled_on="2025-03-09", result_code="1")), "PASS",
       "2025-03-09"),
    Ex("C12.09", "sampled, result out", "2025-04-01T12:00",
       (*HERE, rec("F07", "2025-03-09T00:00", sampled_on="2025-03-09")), "DUE"),
    Ex("C12.09", "not sampled on day 8", "2025-03-10T12:00", HERE, "OVERDUE", "2025-03-09"),
    Ex("C12.09", "a child of the opening list", "2025-01-08T12:00",
       child(at="2020-03-02T09:00", status="IN_CARE", basis="roster"), "DUE", "2025-01-08"),
    Ex("C12.09", "the paper is in the file", "2025-04-01T12:00", FULL, "PASS"),
    Ex("C12.09", "parents known", "2025-04-01T12:00",
       child(at="2025-03-02T09:00", cause="B1", status="IN_CARE"), "NA"),
    Ex("C12.10", "scanned", "2025-05-01T12:00", (*HERE, item("A03", "2025-03-03")), "PASS"),
    Ex("C12.10", "thirty days", "2025-04-02T12:00", (*HERE, item("A03", "2025-03-03", digital=None)),
       "DUE", "2025-04-02"),
    Ex("C12.10", "thirty-one", "2025-04-03T12:00", (*HERE, item("A03", "2025-03-03", digital=None)),
       "WARN", "2025-04-02"),
    Ex("C12.10", "sixty-one", "2025-05-03T12:00", (*HERE, item("A03", "2025-03-03", digital=None)),
       "OVERDUE", "2025-04-02"),
    Ex("C12.11", "of this year", "2026-03-03T12:00", (*HERE, portrait("2025-03-03")), "PASS",
       "2026-03-03"),
    Ex("C12.11", "older than a year", "2026-03-04T12:00", (*HERE, portrait("2025-03-03")),
       "OVERDUE", "2026-03-03"),
    Ex("C12.11", "a small child, half a year", "2025-09-04T12:00", (*YOUNG, portrait("2025-03-03")),
       "OVERDUE", "2025-09-03"),
    Ex("C12.11", "none at all", "2026-03-03T12:00", HERE, "OVERDUE", "2026-03-02"),
    Ex("C12.12", "with the child", "2025-12-01T12:00", DONE, "PASS"),
    Ex("C12.12", "no list", "2025-12-01T12:00", (*AWAY, moved()), "BREACH"),
    Ex("C12.12", "a day after the child", "2025-12-01T12:00",
       (*AWAY, handed("1", "2025-11-21"), moved()), "BREACH"),
    Ex("C12.12", "not moved", "2025-12-01T12:00", HERE, "NA"),
    Ex("C12.13", "a locked copy", "2025-12-01T12:00", DONE, "PASS"),
    Ex("C12.13", "no copy", "2025-12-01T12:00",
       (*AWAY, handed("1", "2025-11-20", copy_kept=False), moved()), "BREACH"),
    Ex("C12.13", "not locked", "2025-12-01T12:00",
       (*AWAY, handed("1", "2025-11-20"), moved(copy_locked_on=None)), "BREACH"),
    Ex("C12.13", "another scan", "2025-12-01T12:00",
       (*AWAY, handed("1", "2025-11-20", TWO), moved()), "BREACH"),
    Ex("C12.14", "ten years to the day", "2035-12-01T12:00", CLOSED, "DUE", "2035-12-01"),
    Ex("C12.14", "a day more", "2035-12-02T12:00", CLOSED, "OVERDUE", "2035-12-01"),
    Ex("C12.14", "twenty at a city's", "2035-12-02T12:00", (*CLOSED, CITY), "DUE", "2045-12-01"),
    Ex("C12.14", "handed over on the day", "2036-01-01T12:00", (*CLOSED, handed("2", "2035-12-01")),
       "PASS", "2035-12-01"),
    Ex("C12.14", "early, not agreed", "2036-01-01T12:00", (*CLOSED, handed("2", "2035-11-30")),
       "WARN", "2035-12-01"),
    Ex("C12.14", "late, agreed", "2036-01-01T12:00",
       (*CLOSED, handed("2", "2035-12-20", extension_file=[{"name": "x"}],
                        extended_to="2035-12-31")), "PASS", "2035-12-31"),
    Ex("C12.14", "not closed yet", "2025-12-01T12:00", DONE, "NA"),
]  # fmt: skip
