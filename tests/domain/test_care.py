"""Carers' notes: what the panel tells, what handover names (X11)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.domain.test_ward import child, record
from welfare_desktop.domain import care, handover
from welfare_desktop.domain.house import House, ListSource
from welfare_desktop.domain.record import Record

MORNING = datetime(2025, 7, 12, 7, 50)
CHILDREN = (*child("a", "2015-01-01"), *child("b", "2015-01-01", special_watch=True))


def note(at: str, what: str, who: str = "a", **more: Any) -> dict[str, Any]:
    return {"at": f"2025-07-{at}:00", "what": what, "child": who} | more


def log(*notes: dict[str, Any]) -> Record:
    last = notes[-1]["at"][:16]
    return record("X11", f"log-{last}", happened_at=last, ward="w", notes=list(notes))


def house(
    *logs: Record, unsigned: tuple[dict[str, Any], ...] = (), now: datetime = MORNING
) -> House:
    ward = record("X02", "w", ward_no="W1", name="一区")
    loose = [n | {"ward": "w"} for n in unsigned]
    return House(ListSource([ward, *CHILDREN, *logs], open_notes=loose), now)


def remarks(known: House) -> dict[str, str]:
    made = handover.sheet(known, "w", known.now, ())
    told = {line.child: line.summary for line in made.special}
    return told | {other.child: other.remark for other in made.others}


@pytest.mark.parametrize("kind", care.KINDS)
def test_every_kind_has_a_usual_value_and_exceptions_that_digits_reach(kind: str) -> None:
    found = care.choices(kind)
    assert found[0][0] == f"{kind}1" == care.usual(kind)
    assert 2 <= len(found) <= 9 and len({name for _, name in found}) == len(found)


def test_the_panel_tells_a_line_a_kind_with_written_and_unwritten_notes() -> None:
    evening = log(note("11T18:05", "11"), note("11T20:30", "51"))
    night = (note("12T02:00", "22"), note("12T07:10", "14"), note("12T07:12", "11", "b"))
    known = house(evening, unsigned=night)
    lines = ["进食 07:10拒食", "睡眠 02:00入睡困难", "洗澡 20:30已洗澡"]
    assert care.today(known, "a") == lines
    assert care.today(known, "b") == ["进食 07:12全部"]


@pytest.mark.parametrize(
    ("what", "named"),
    [("14", "拒食"), ("13", "进食小半"), ("24", "没有睡"), ("34", "大便如水"), ("43", "情绪低落"),
     ("53", "没有洗澡"), ("11", ""), ("12", ""), ("52", ""), ("31", "")],
)  # fmt: skip
@pytest.mark.parametrize("who", ["a", "b"])
@pytest.mark.parametrize("written", [True, False])
def test_handover_names_exceptions_alone(what: str, named: str, who: str, written: bool) -> None:
    one = note("12T06:30", what, who)
    known = house(log(one)) if written else house(unsigned=(one,))
    assert (f"06:30{named}" in remarks(known)[who]) == bool(named)
    assert named or "06:30" not in remarks(known)[who]


def test_what_the_shift_before_had_is_not_named_again() -> None:
    known = house(log(note("11T21:00", "14")), now=datetime(2025, 7, 12, 7, 50))
    assert remarks(known)["a"] == ""
    # A quarter past the change the night is still what is handed over.
    late = house(log(note("12T06:30", "14")), now=datetime(2025, 7, 12, 8, 15))
    assert remarks(late)["a"] == "06:30拒食"


def test_three_days_without_a_stool_are_named_where_the_ward_keeps_them() -> None:
    kept = log(note("08T09:00", "31"), note("08T09:05", "31", "b"))
    assert remarks(house(kept))["a"] == "3日没有大便记录"
    assert remarks(house(kept, log(note("10T09:00", "32"))))["a"] == ""
    # Kept for a day only: nothing can be said of three.
    assert remarks(house(log(note("11T09:00", "31", "b"))))["a"] == ""
    assert remarks(house())["a"] == ""


def test_a_bath_refused_is_no_bath() -> None:
    kept = log(note("04T09:00", "51"), note("04T09:05", "51", "b"))
    refused = log(note("09T09:00", "53"), note("09T09:05", "52", "b"))
    told = remarks(house(kept, refused))
    assert told["a"] == "7日没有洗澡记录" and "洗澡" not in told["b"]


def test_short_notes_stand_two_by_two() -> None:
    short, long = "进食 07:10拒食", "大便 02:10正常 05:20稀 06:40稀"
    assert care.in_pairs([short, short, short]) == [f"{short}　{short}", short]
    assert care.in_pairs([short, long, short]) == [short, long, short]
    assert care.in_pairs([]) == []


def test_the_file_shows_the_last_days_the_newest_first() -> None:
    old = log(note("05T09:00", "11"))
    week = log(note("06T09:00", "11"), note("11T18:00", "14"), note("11T18:05", "11", "b"))
    known = house(old, week, unsigned=(note("12T07:00", "31"),))
    assert care.by_day(known, "a", 7) == [
        (date(2025, 7, 12), ["大便 07:00正常"]), (date(2025, 7, 11), ["进食 18:00拒食"]),
        (date(2025, 7, 6), ["进食 09:00全部"]),
    ]  # fmt: skip
