"""Every row of the handbook is judged or says why not; each rule has a passing and a failing
example, and every example holds."""

from __future__ import annotations

from datetime import date, datetime

import msgspec
import pytest

from tests.domain.law import (
    entry_examples,
    filing_examples,
    harm_examples,
    health_examples,
    leaving_examples,
    money_examples,
    raising_examples,
    rehab_examples,
    school_examples,
    social_examples,
    ward_examples,
)
from tests.domain.law.world import STATISTIC, Example, house
from welfare_desktop.domain import rules
from welfare_desktop.domain.rules import ALL_ROWS, check, rows_on
from welfare_desktop.domain.rules.later import COUNTS, LATER, all_rows
from welfare_desktop.domain.rules.verdict import GRAVITY, Row

EXAMPLES: list[Example] = [
    *entry_examples.EXAMPLES,
    *raising_examples.EXAMPLES,
    *leaving_examples.EXAMPLES,
    *money_examples.EXAMPLES,
    *harm_examples.EXAMPLES,
    *health_examples.EXAMPLES,
    *filing_examples.EXAMPLES,
    *ward_examples.EXAMPLES,
    *school_examples.EXAMPLES,
    *rehab_examples.EXAMPLES,
    *social_examples.EXAMPLES,
]
FAILING = {"WARN", "OVERDUE", "BREACH", "UNKNOWN"}


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"{e.clause} {e.shows}" for e in EXAMPLES])
def test_an_example_holds(example: Example) -> None:
    at = datetime.fromisoformat(example.at)
    found = check(house(example.world, example.at), at, example.clause, example.about or None)
    worst = min(found, key=lambda verdict: GRAVITY.index(verdict.verdict))
    assert worst.verdict == example.verdict, worst.arithmetic
    assert worst.source and worst.forms and worst.subject.id
    assert worst.arithmetic or worst.note
    if example.due:
        assert worst.due == date.fromisoformat(example.due), worst.arithmetic


@pytest.mark.parametrize("row", ALL_ROWS, ids=[row.id for row in ALL_ROWS])
def test_a_rule_has_a_passing_and_a_failing_example(row: Row) -> None:
    shown = {e.verdict for e in EXAMPLES if e.clause == row.id}
    if row.id in STATISTIC:
        assert "NA" in shown and shown <= {"NA", "WARN"}, "a statistic is never judged"
        return
    assert "PASS" in shown, f"{row.id} has no example that holds"
    assert shown & FAILING, f"{row.id} has no example that does not hold"


def test_every_row_of_the_handbook_is_judged_or_says_why_not() -> None:
    judged = {row.id for row in ALL_ROWS}
    assert sum(COUNTS.values()) == 173
    assert judged | set(LATER) == set(all_rows())
    assert not judged & set(LATER), "a row that is judged waits for nothing"
    assert all(why.endswith("未启用") for why in LATER.values())


def test_a_check_names_every_row_at_least_once() -> None:
    found = check(house((), "2025-07-12T09:00"), datetime(2025, 7, 12, 9, 0))
    assert {verdict.clause for verdict in found} == {row.id for row in ALL_ROWS}


def test_a_change_of_law_adds_a_row_and_never_edits_the_old_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old = next(row for row in ALL_ROWS if row.id == "C1.09")
    ended = msgspec.structs.replace(old, valid_to=date(2025, 12, 31))
    new = msgspec.structs.replace(old, valid_from=date(2026, 1, 1), obligation="新条文")
    monkeypatch.setattr(rules, "ALL_ROWS", (ended, new))
    assert [row.obligation for row in rows_on(date(2025, 12, 31))] == [old.obligation]
    assert [row.obligation for row in rows_on(date(2026, 1, 1))] == ["新条文"]
    assert rows_on(date(2020, 12, 31)) == (), "the calculus rests on the Civil Code"


def test_a_past_day_is_judged_at_its_end_and_today_now() -> None:
    now = datetime(2025, 7, 12, 9, 0)
    assert rules.moment_of(date(2025, 7, 11), now) == datetime(2025, 7, 11, 23, 59)
    assert rules.moment_of(date(2025, 7, 12), now) == now


def test_what_came_after_the_moment_was_not_yet_done() -> None:
    example = next(e for e in EXAMPLES if e.shows == "a minute late")
    found = check(house(example.world, "2025-07-28T12:00"), datetime(2025, 7, 28, 12, 0), "C1.05")
    assert [verdict.verdict for verdict in found] == ["DUE"]
