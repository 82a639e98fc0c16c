"""What a day brings to mind: the alarm of the month's end, a window that opens, the own ward."""

from __future__ import annotations

from datetime import date

from tests.actions import filled
from tests.actions.conftest import at
from tests.actions.test_leaving import died, taken_in
from welfare_desktop.actions import agenda, records, today
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.today import Duty
from welfare_desktop.domain.deadlines import reminders
from welfare_desktop.domain.forms import FORMS

_OPENS = date(2025, 9, 1)


def _of(found: list[Duty], clause: str, child: str) -> list[Duty]:
    return [d for d in found if (d.clause, d.child) == (clause, child)]


def test_an_alarm_is_every_day_from_its_day_of_the_month() -> None:
    days = reminders(date(2025, 7, 31), (30, 7, 1), alarm=25)
    assert days == tuple(date(2025, 7, n) for n in (1, 24, 25, 26, 27, 28, 29, 30))
    assert reminders(date(2025, 2, 28), (), alarm=25) == tuple(
        date(2025, 2, n) for n in (25, 26, 27)
    )


def test_a_reduction_is_recalled_today_and_on_each_day_to_the_end_of_the_month(desk: Desk) -> None:
    child = taken_in(desk)
    filled.submit(desk, "F54", child, end_fact=None, end_fact_on=None, reduced_on=None,
                  applied_on="2025-07-28", approved_on="2025-07-28",
                  sys_entered_on="2025-07-28", history=None)  # fmt: skip
    died(desk, child)
    (duty,) = _of(today.duties(desk), "C14.06", child)
    assert (duty.verdict, duty.due, duty.recalled) == ("DUE", date(2025, 7, 31), True)
    found = agenda.agenda(desk)
    for day in (28, 29, 30):
        assert _of(found.remind[date(2025, 7, day)], "C14.06", child), day
    assert _of(found.due[date(2025, 7, 31)], "C14.06", child)
    at(desk, "2025-08-01T09:00")
    (late,) = _of(today.duties(desk), "C14.06", child)
    assert late.verdict == "BREACH" and not late.recalled


def test_the_window_before_adulthood_is_recalled_on_the_day_it_opens(desk: Desk) -> None:
    child = taken_in(desk)
    records.correct(desk, child, {"birth_date": "2008-03-01"}, "核对证件")
    assert not _of(today.duties(desk), "C6.02", child)
    assert _of(agenda.agenda(desk).remind[_OPENS], "C6.02", child)
    at(desk, f"{_OPENS}T09:00")
    (duty,) = _of(today.duties(desk), "C6.02", child)
    assert duty.verdict == "DUE" and duty.recalled
    at(desk, "2025-09-02T09:00")
    (duty,) = _of(today.duties(desk), "C6.02", child)
    assert not duty.recalled


def test_the_own_ward_comes_first(desk: Desk) -> None:
    assert FORMS["F67"].about == "ward"
    first, second = (w.id for w in desk.house().wards[:2])
    carer = desk.seated(desk.find_account("huli2"))
    filled.submit(desk, "F67", ward=second, planned_from="2025-07-28T08:00",
                  planned_to="2025-07-28T16:00", staff_list=[carer.account.staff])  # fmt: skip
    blank = {"title": "", "verdict": "DUE", "due": None, "sentence": "", "source": "D"}
    found = [
        Duty(clause=clause, subject=ward, ward=ward, **blank)  # type: ignore[arg-type]
        for clause, ward in (("C3.07", first), ("C3.08", ""), ("C3.07", second), ("C3.08", second))
    ]
    told = [(d.clause, d.ward) for d in today.own_first(carer, found)]
    assert told == [("C3.07", second), ("C3.08", second), ("C3.07", first), ("C3.08", "")]
