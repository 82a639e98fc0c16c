"""P12 and P13 say what `check` says, of every row: tried on an example of each newer row."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest

from tests.domain.law.test_rows import EXAMPLES, FAILING
from tests.domain.law.world import STATISTIC, Example, house
from welfare_desktop.domain.house import House
from welfare_desktop.domain.monthly import Month, month_tables
from welfare_desktop.domain.rules import ALL_ROWS, check, rows_on
from welfare_desktop.domain.rules.verdict import GRAVITY, Verdict

_CLAUSES = ("C3.", "C4.", "C5.", "C7.", "C8.", "C11.")
_COLUMNS = {"PASS": "pass", "DUE": "due", "WARN": "warn", "OVERDUE": "overdue", "BREACH": "breach",
            "UNKNOWN": "unknown", "NA": "na"}  # fmt: skip


def _cases() -> list[Example]:
    """An example of each row that does not hold."""
    found: dict[str, Example] = {}
    for example in EXAMPLES:
        wanted = example.verdict in FAILING or example.clause in STATISTIC
        if wanted and example.clause.startswith(_CLAUSES):
            found.setdefault(example.clause, example)
    return list(found.values())


CASES = _cases()


def told(there: House, month: Month, clause: str, daily: bool) -> list[Verdict]:
    """What `check` says of a row at the cut; of one with a line a day, on each day from go-live."""
    last = month.seen_from(there)
    if not daily:
        return check(there, last, clause)
    day, out = month.first, list[Verdict]()
    while day <= last:
        at = min(day + timedelta(hours=23, minutes=59), there.now)
        out += check(there.at(at), at, clause)
        day += timedelta(days=1)
    return out


@pytest.mark.parametrize("case", CASES, ids=[f"{e.clause} {e.shows}" for e in CASES])
def test_every_row_counts_what_check_finds(case: Example) -> None:
    there, month = house(case.world, case.at), Month.of(case.at[:7])
    tables = month_tables(there, month)
    rows = {row["clause_row"]: row for row in tables["P12"]}
    assert list(rows) == [row.id for row in rows_on(month.last_minute.date())]
    for row in rows_on(there.now.date()):
        found = told(there, month, row.id, row.daily)
        line, counts = rows[row.id], Counter[str](v.verdict for v in found)
        assert {v: line[column] for v, column in _COLUMNS.items()} == {
            verdict: counts[verdict] for verdict in _COLUMNS
        }, row.id
        assert line["verdict"] == min((v.verdict for v in found), key=GRAVITY.index)
        assert line["denominator"] == len(found) - counts["NA"]
        assert line["numerator"] + line["open_items"] == line["denominator"]
        late = [v.due for v in found if v.verdict in ("OVERDUE", "BREACH") and v.due]
        assert line["earliest_overdue"] == (min(late).isoformat() if late else "")
    today = there.now.date()
    due = Counter(
        (v.clause, v.subject.id, v.due.isoformat(), (v.due - today).days)
        for v in check(there, there.now) if v.verdict == "DUE" and v.due
        and v.due <= today + timedelta(days=60)
    )  # fmt: skip
    listed = [row for row in tables["P13"] if row["item"] == "到期"]
    assert due == Counter(
        (r["clause_row"], r["subject"], r["due_on"], r["days_left"]) for r in listed
    )


def test_the_cases_reach_every_row_of_these_clauses() -> None:
    wanted = {row.id for row in ALL_ROWS if row.id.startswith(_CLAUSES)}
    reached = set[str]()
    for case in CASES:
        at = datetime.fromisoformat(case.at)
        found = check(house(case.world, case.at), at)
        reached |= {v.clause for v in found if v.verdict != "NA" or v.clause in STATISTIC}
    assert wanted <= reached, sorted(wanted - reached)
