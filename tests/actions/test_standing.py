"""What is judged again after a write is what a whole check finds."""

from __future__ import annotations

from datetime import timedelta

from tests.actions import filled
from welfare_desktop.actions import records
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.rules import ALL_ROWS, check


def agrees(desk: Desk) -> None:
    now = desk.now()
    assert desk.standing.verdicts() == check(desk.house(), now)


def test_every_form_leaves_the_standing_as_a_whole_check_finds_it(desk: Desk) -> None:
    children = []
    for number in range(2):
        child = filled.submit(desk, "F01", name=f"甲{'乙' * number}", ward_id=None, bed_no=None)
        filled.submit(desk, "F04", child.id)
        filled.submit(desk, "F08", child.id)
        children.append(child.id)
        agrees(desk)
    written = 0
    for form in FORMS.values():
        if form.internal or form.id in ("F01", "F74"):
            continue
        try:
            made = filled.submit(desk, form.id, children[written % 2])
        except Refused:
            continue  # some cannot follow one another: a child leaves once
        written += 1
        agrees(desk)
        if form.approval:
            director = desk.find_account("yuanzhang")
            desk.store.clock.at += timedelta(minutes=1)  # type: ignore[attr-defined]
            try:
                records.approve(desk.seated(director), made.id, desk.signer("yuanzhang", "246810"))
            except Refused:
                continue
            agrees(desk)
    assert written > 30


def test_the_passing_of_a_minute_a_quarter_and_a_day_is_judged(desk: Desk) -> None:
    child = filled.submit(desk, "F01", ward_id=None, bed_no=None)
    filled.submit(desk, "F02", child.id, admitted_on=None)
    clock = desk.store.clock
    assert isinstance(clock, SetClock)
    for step in (
        timedelta(minutes=1),
        timedelta(minutes=16),
        timedelta(days=1),
        -timedelta(hours=3),
    ):
        agrees(desk)
        clock.at += step
    agrees(desk)


def test_what_was_not_kept_is_forgotten(desk: Desk) -> None:
    agrees(desk)
    try:
        with desk.store.together():
            filled.submit(desk, "F01", ward_id=None, bed_no=None)
            agrees(desk)
            raise RuntimeError
    except RuntimeError:
        pass
    agrees(desk)


def test_one_subject_is_told_its_own_lines(desk: Desk) -> None:
    child = filled.submit(desk, "F01", ward_id=None, bed_no=None)
    other = filled.submit(desk, "F01", name="丙", ward_id=None, bed_no=None)
    file_no = child.text("file_no")
    found = desk.standing.verdicts(file_no)
    assert {v.subject.record for v in found} == {child.id} and other.id
    assert {v.clause for v in found} >= {r.id for r in ALL_ROWS if r.of_children and "." in r.id} - {
        "C2.11", "C2.12", "C7.03", "C11.07"
    }  # fmt: skip
