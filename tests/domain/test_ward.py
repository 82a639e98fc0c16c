"""Staffing arithmetic and slots of the rounds (§4.2, §4.6)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec
import pytest

from welfare_desktop.domain import (
    alarms,
    attention,
    board,
    handover,
    handover_signing,
    rounds,
    staffing,
)
from welfare_desktop.domain.house import House, ListSource
from welfare_desktop.domain.monthly import Month, month_tables
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules import ward as rows
from welfare_desktop.domain.staffing import Load
from welfare_desktop.domain.walked import warnings

DAY = date(2025, 7, 12)
NOON = datetime(2025, 7, 12, 12, 0)


@pytest.mark.parametrize(
    ("n1", "n2", "n3", "units", "required"),
    [
        (10, 5, 3, 32, 8), (7, 3, 2, 21, 6), (4, 0, 0, 4, 1), (5, 0, 0, 5, 2), (0, 1, 0, 2, 1),
        (0, 0, 6, 24, 6), (15, 0, 0, 15, 4), (17, 8, 5, 53, 14), (0, 0, 0, 0, 0),
    ],
)  # fmt: skip
def test_the_table_of_the_ratio(n1: int, n2: int, n3: int, units: int, required: int) -> None:
    load = Load(n1, n2, n3)
    assert (load.units, load.required) == (units, required)


def record(form: str, record_id: str, child: str | None = None, **body: Any) -> Record:
    at = str(body.pop("happened_at", "2025-01-01T00:00"))
    return Record(
        id=record_id, form=form, form_no=record_id, child=child, body=body, happened_at=at,
        basis="roster",
    )  # fmt: skip


def child(name: str, birth: str, **more: Any) -> list[Record]:
    spans = {"status": "IN_CARE", "whereabouts": "ON_SITE", "care_mode": "INSTITUTION"}
    out = [
        record("F01", name, name, file_no=name, name=name, birth_date=birth, ward_id="w", **more)
    ]
    for dimension, value in spans.items():
        out.append(record("T", f"{name}-{dimension}", name, dimension=dimension, value=value))
    return out


def house(*records: Record, now: datetime = NOON) -> House:
    ward = record("X02", "w", ward_no="W1", name="一区")
    return House(ListSource([ward, *records]), now)


@pytest.mark.parametrize(
    ("birth", "level"), [("2023-07-13", 3), ("2021-01-01", 2), ("2015-01-01", 3)]
)
def test_unassessed_children_count_cautiously(birth: str, level: int) -> None:
    known = house(*child("a", birth))
    assert staffing.level_of(known.children[0], NOON) == level


def test_an_assessment_older_than_six_months_does_not_count() -> None:
    old = record(
        "F13", "f", "a", level="1", assessed_on="2024-12-12", happened_at="2024-12-12T00:00"
    )
    known = house(*child("a", "2021-01-01"), old)
    assert staffing.level_of(known.children[0], NOON) == 2
    fresh = record(
        "F13", "f", "a", level="1", assessed_on="2025-02-12", happened_at="2025-02-12T00:00"
    )
    assert staffing.level_of(house(*child("a", "2021-01-01"), fresh).children[0], NOON) == 1


def test_slots_by_child_and_hour() -> None:
    plain = house(*child("a", "2015-01-01"))
    times = [f"{slot:%H:%M}" for slot in rounds.slots(plain, "w", DAY)]
    night = ["00:00", "01:00", "02:00", "03:00", "04:00", "05:00", "22:00", "23:00"]
    day = ["06:00", "08:00", "10:00", "12:00", "14:00", "16:00", "18:00", "20:00"]
    assert times == sorted(night + day)
    watched = house(*child("a", "2015-01-01", special_watch=True))
    assert len(rounds.slots(watched, "w", DAY)) == 16 + 16
    infant = house(*child("a", "2025-03-01"))
    assert rounds.is_infant(infant.children[0], DAY)
    assert not rounds.is_infant(infant.children[0], date(2026, 3, 1))


def test_late_and_missing_rounds() -> None:
    slot = datetime(2025, 7, 12, 10, 0)
    states = {
        minute: rounds.lateness(house(now=datetime(2025, 7, 12, 10, minute)), slot)
        for minute in (0, 15, 16, 30, 31)
    }
    assert list(states.values()) == ["due", "due", "overdue", "overdue", "missed"]
    assert rounds.lateness(house(now=datetime(2025, 7, 12, 9, 40)), slot) == "future"


def test_one_reading_of_the_limits_serves_slots_marks_and_alarms() -> None:
    """With 20 and 50 minutes, a look at 10:18 is on time, at 10:21 late, at 10:51 a 补录."""
    wide = parameter("round_on_time_minutes", "20"), parameter("round_missing_minutes", "50")
    slot, ward = datetime(2025, 7, 12, 10, 0), record("X02", "w", ward_no="W1", name="一区")
    ends = ((18, "due", "done"), (21, "overdue", "late"), (50, "overdue", "late"),
            (51, "missed", "backfilled"))  # fmt: skip
    for minute, state, shown in ends:
        now = datetime(2025, 7, 12, 10, minute, 59)
        known = house(*child("a", "2015-01-01"), *wide, now=now)
        (alarm,) = [a for a in alarms.round_alarms(known) if a.due_at == slot]
        assert rounds.lateness(known, slot) == alarm.state == state
        assert rounds.is_late(known, slot) is (state == "missed")
        mark = {"child": "a", "ward": "w", "slot": "2025-07-12T10:00", "mark": "1",
                "at": f"2025-07-12T10:{minute}:59"}  # fmt: skip
        seen = House(ListSource([ward, *child("a", "2015-01-01"), *wide], [mark]), now)
        drawn = board.board(seen, "w")
        assert drawn.rows[0].cells[drawn.slots.index(slot)].state == shown
    early = house(*child("a", "2015-01-01"), *wide, now=datetime(2025, 7, 12, 9, 40))
    assert rounds.current_slot(early, "w", early.now) == slot
    assert rounds.opens(early) == "到点前20分钟起"
    before = datetime(2025, 7, 12, 9, 39)
    assert rounds.current_slot(early, "w", before) == datetime(2025, 7, 12, 8, 0)


def test_quick_marks_are_noted_not_stopped() -> None:
    marks = [{"child": "a", "at": f"2025-07-12T10:00:{i // 4:02d}", "mark": "1"} for i in range(30)]
    walk = record("F30", "r", marks=marks, ward="w", done_at="2025-07-12T10:00")
    assert warnings(walk, []) == ["快速录入"]
    slow = [
        {"child": "a", "at": f"2025-07-12T10:0{i // 6}:{i % 6}0", "mark": "1"} for i in range(30)
    ]
    assert warnings(record("F30", "r", marks=slow, ward="w"), []) == []


@pytest.mark.parametrize(
    ("ward", "by", "at", "noted"),
    [("x", "c", "10:06", True), ("x", "c", "10:07", False), ("x", "d", "10:05", False),
     ("w", "c", "10:05", False), ("x", "", "", False)],
)  # fmt: skip
def test_two_wards_signed_by_one_person_within_two_minutes_are_noted(
    ward: str, by: str, at: str, noted: bool
) -> None:
    def signed(name: str, ward: str, by: str, at: str) -> Record:
        mark = {"by": by, "at": f"2025-07-12T{at}"} if by else None
        return record("F30", name, ward=ward, done_at="2025-07-12T10:00", by=mark)

    walk = signed("r", "w", "c", "10:05")
    others = [walk, signed("s", ward, by, at)]
    assert warnings(walk, others) == (["疑似补填"] if noted else [])


def test_a_result_is_abnormal_for_a_mark_three_or_an_unexplained_four() -> None:
    known = house(*child("a", "2015-01-01"))
    at = "2025-07-12T10:00:00"
    assert rounds.result(known, [{"child": "a", "at": at, "mark": "1"}], {"doors": True}) == "1"
    assert rounds.result(known, [{"child": "a", "at": at, "mark": "3"}], {}) == "2"
    assert rounds.result(known, [{"child": "a", "at": at, "mark": "4"}], {}) == "2"
    assert rounds.result(known, [], {"doors": "门锁坏"}) == "2"


def parameter(key: str, value: str) -> Record:
    approved = record("X05", key, None, key=key, value=value, valid_from="2025-01-01")
    return msgspec.structs.replace(approved, state="approved")


@pytest.mark.parametrize(
    ("minutes", "times"),
    [
        ("45", ["08:00", "08:45", "09:30", "10:15", "11:00"]),
        ("180", ["08:00", "11:00"]),
        ("20", ["08:00", "08:20", "08:40", "09:00", "09:20"]),
    ],
)
def test_the_grid_of_rounds_starts_with_the_shift_whatever_the_interval(
    minutes: str, times: list[str]
) -> None:
    known = house(*child("a", "2015-01-01"), parameter("round_ward_day_minutes", minutes))
    found = [f"{slot:%H:%M}" for slot in rounds.slots(known, "w", DAY) if 8 <= slot.hour < 12]
    assert found[: len(times)] == times


def test_a_night_of_twelve_hours_belongs_to_the_day_on_which_it_begins() -> None:
    known = house(record("F67", "r", shift="NA", date="2025-07-11", ward="w",
                         happened_at="2025-07-11T20:00"))  # fmt: skip
    assert rounds.shift_of(known, datetime(2025, 7, 12, 3, 0), "w") == "NA"
    assert rounds.shift_of(known, datetime(2025, 7, 12, 9, 0), "w") == "D"
    assert rounds.shift_of(known, datetime(2025, 7, 11, 21, 0), "w") == "NA"


def shift(ward: str, code: str, begin: str) -> Record:
    return record("F67", f"{ward}{code}", shift=code, date=begin[:10], ward=ward,
                  happened_at=begin)  # fmt: skip


def test_a_ward_works_by_its_own_roster_and_its_neighbour_by_another() -> None:
    second = record("X02", "v", ward_no="W2", name="二区")
    moved = [
        record("F01", "b", "b", file_no="b", name="b", birth_date="2015-01-01", ward_id="v"),
        *child("b", "2015-01-01")[1:],
    ]
    long, short = shift("w", "DA", "2025-07-12T08:00"), shift("v", "E", "2025-07-12T16:00")
    known = house(second, *child("a", "2015-01-01"), *moved, long, short,
                  parameter("round_ward_day_minutes", "300"))  # fmt: skip
    evening = datetime(2025, 7, 12, 17, 0)
    assert [rounds.shift_of(known, evening, w) for w in ("w", "v")] == ["DA", "E"]
    grid = {
        w: [f"{s:%H}" for s in rounds.slots(known, w, DAY) if 8 <= s.hour < 22] for w in ("w", "v")
    }
    assert grid == {"w": ["08", "13", "18", "20"], "v": ["08", "13", "16", "21"]}, "by the shift"
    assert rounds.shift_of(known, evening, None) == "E", "the house is not of one mind"
    assert rounds.shift_of(known, evening, "u") == "E", (
        "a ward without a roster goes with the house"
    )
    alone = house(second, long)
    assert [rounds.shift_of(alone, evening, w) for w in ("v", None)] == ["DA", "DA"]


def test_the_handover_names_the_rounds_that_were_missed() -> None:
    taken = record("F32", "h", ward="w", happened_at="2025-07-12T08:02", by_in={"by": "c"})
    marks = [{"child": "a", "ward": "w", "slot": "2025-07-12T12:00", "mark": "1",
              "at": "2025-07-12T12:40:00"}]  # fmt: skip
    walk = record("F30", "r", ward="w", due_at="2025-07-12T12:00", marks=marks, closed_as="1",
                  happened_at="2025-07-12T12:40", done_at="2025-07-12T12:40")  # fmt: skip

    def noted(*records: Record) -> list[str]:
        known = house(*child("a", "2015-01-01"), *records, now=datetime(2025, 7, 12, 15, 50))
        sheet = handover.sheet(known, "w", known.now, ())
        told = handover_signing.warnings(known, sheet, None, ())
        return [w["note"] for w in told if "漏巡" in w["note"]]

    assert noted(taken, walk) == ["漏巡3个时点：08:00、10:00、14:00"], "12:00 was made good"
    assert noted(walk) == [], "before the first handover nobody owes what is not in the books"


def test_a_handover_goes_by_the_shifts_of_its_ward() -> None:
    second = record("X02", "v", ward_no="W2", name="二区")
    known = house(second, shift("w", "DA", "2025-07-12T08:00"), shift("v", "D", "2025-07-12T08:00"),
                  now=datetime(2025, 7, 12, 15, 50))  # fmt: skip
    assert handover.shifts_at(known, "v", known.now) == ("D", "E")
    assert handover.shifts_at(known, "w", known.now) == ("DA", "NA")
    ends = [attention.next_end(known, w, known.now).hour for w in ("v", "w")]
    assert ends == [0, 8]


@pytest.mark.parametrize(
    ("at", "shifts"),
    [
        ("2025-07-12T07:52", ("N", "D")),
        ("2025-07-12T08:30", ("N", "D")),
        ("2025-07-12T09:30", ("N", "D")),
        ("2025-07-12T15:10", ("D", "E")),
    ],
)
def test_a_late_handover_is_still_into_the_shift_that_nobody_took(
    at: str, shifts: tuple[str, str]
) -> None:
    midnight = record("F32", "h", ward="w", by_in={"by": "a"}, to_shift="N",
                      happened_at="2025-07-12T00:05")  # fmt: skip
    assert handover.shifts_at(house(midnight), "w", datetime.fromisoformat(at)) == shifts


def test_the_shift_under_way_is_handed_on_once_it_was_taken() -> None:
    morning = record("F32", "h", ward="w", by_in={"by": "a"}, to_shift="D",
                     happened_at="2025-07-12T08:05")  # fmt: skip
    assert handover.shifts_at(house(morning), "w", datetime(2025, 7, 12, 14, 0)) == ("D", "E")


def test_a_month_counts_every_one_of_its_days() -> None:
    carer = record("F64", "s", state="4", left_on="2025-07-10", is_frontline=True,
                   contract_hours=40)  # fmt: skip
    profile = record("X01", "x", org_code="ORG", name="院", go_live_on="2025-07-01")
    selfcare = record("F13", "f", "a", level="1", assessed_on="2025-07-01",
                      happened_at="2025-07-01T00:00")  # fmt: skip
    known = house(*child("a", "2015-01-01"), carer, profile, selfcare, now=datetime(2025, 8, 1))
    rows = {row["clause_row"]: row for row in month_tables(known, Month(2025, 7))["P12"]}
    ratio = rows["C15.01"]
    assert (ratio["pass"], ratio["breach"], ratio["verdict"]) == (9, 22, "BREACH")
    assert ratio["denominator"] == 31


def walked(slot: str, marks: list[dict[str, Any]], **more: Any) -> Record:
    made = {"ward": "w", "due_at": slot, "done_at": slot, "closed_as": "1", "marks": marks}
    return record("F30", f"r{slot}", happened_at=slot, **(made | more))


@pytest.mark.parametrize(
    ("minute", "wanted"),
    [(0, "22:00"), (14, "22:00"), (16, "22:00"), (30, "22:00"), (31, "22:30"), (46, "23:00")],
)
def test_the_oldest_round_not_yet_missed_comes_first(minute: int, wanted: str) -> None:
    now = datetime(2025, 7, 12, 22, minute)
    plain, watched = child("a", "2015-01-01"), child("b", "2015-01-01", special_watch=True)
    seen = [{"child": "b", "slot": "2025-07-12T22:00", "at": "2025-07-12T22:00:10", "mark": "1"}]
    done = [{"child": "b", "slot": "2025-07-12T22:30", "at": "2025-07-12T22:31:10", "mark": "1"}]
    walks = [walked("2025-07-12T22:00", seen)]
    walks += [walked("2025-07-12T22:30", done)] if minute > 45 else []
    found = rounds.round_slot(house(*plain, *watched, *walks, now=now), "w")
    assert found is not None and f"{found:%H:%M}" == wanted


def finding(*records: Record) -> tuple[str, str]:
    now = datetime(2025, 7, 12, 3, 0)
    known = house(*child("a", "2015-01-01"), *records, now=now)
    (row,) = [r for r in rows.ROWS if r.id == "C3.08"]
    (found,) = row.judge(known, now)
    return found.verdict, found.arithmetic


def test_c3_08_sees_haste_and_counts_no_unscheduled_look() -> None:
    def at(slot: int) -> dict[str, Any]:
        text = f"2025-07-12T{slot:02d}:00"
        return {"child": "a", "slot": text, "at": f"{text}:30", "mark": "1"}

    slots = [f"2025-07-12T{hour:02d}:00" for hour in range(4)]
    walks = [walked(text, [at(hour)]) for hour, text in enumerate(slots)]
    assert finding(*walks)[0] == "PASS"
    look = {"child": "a", "at": "2025-07-12T01:50:00", "mark": "1"}
    assert finding(walks[0], walked(slots[1], [at(1), look]), *walks[2:])[0] == "PASS"
    assert finding(walks[0], walked(slots[1], [look]), *walks[2:]) == (
        "WARN", "应巡4次，按时3次：01:00有1名未记",
    )  # fmt: skip
    many = [at(2) | {"at": f"2025-07-12T02:00:{i // 4:02d}"} for i in range(30)]
    verdict, words = finding(*walks[:2], walked(slots[2], many), walks[3])
    assert verdict == "WARN" and "02:00快速录入" in words
    moved = walked(slots[2], [at(2)], ward="other")
    assert finding(*walks[:2], moved, walks[3])[0] == "PASS", "seen in the ward it moved to"


def listed(*more: Record, at: str = "2025-07-12T12:00") -> tuple[str, ...]:
    """Why the child ``a`` stands on the special list; nothing but what ``more`` says."""
    known = house(*child("a", "2015-01-01"), *more, now=datetime.fromisoformat(at))
    return attention.reasons(known.children[0], datetime.fromisoformat(at), None)[0]


@pytest.mark.parametrize(
    ("visit", "at", "reason"),
    [
        ({"sent_at": "2025-07-01T08:00"}, "2025-07-12T12:00", ("就医未结",)),
        ({"arrived_at": "2025-07-09T23:00"}, "2025-07-12T23:59", ("72小时内就医",)),
        ({"arrived_at": "2025-07-09T23:00"}, "2025-07-13T00:01", ()),
        ({"admit_at": "2025-07-01T08:00"}, "2025-07-12T12:00", ("住院",)),
        (
            {"admit_at": "2025-07-01T08:00", "discharge_at": "2025-07-09T12:00"},
            "2025-07-12T12:00",
            ("72小时内就医",),
        ),
        ({"sent_at": "2025-07-12T13:00"}, "2025-07-12T12:00", ()),
    ],
)
def test_a_visit_open_or_closed_within_72_hours_is_handed_over(
    visit: dict[str, str], at: str, reason: tuple[str, ...]
) -> None:
    assert listed(record("F24", "v", "a", **visit), at=at) == reason


def test_a_diagnosis_leaves_the_list_when_its_source_ends() -> None:
    epilepsy = {"name": "癫痫", "watch": True}
    assert listed(record("F23", "d", "a", state="2", **epilepsy)) == ("诊断：癫痫",)
    assert listed(record("F23", "d", "a", state="4", **epilepsy)) == ()


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        ("2025-07-12T07:45", ("到点用药08:00",)),
        ("2025-07-12T09:00", ("到点用药20:00",)),
        ("2025-07-12T20:30", ()),
    ],
)
def test_medication_up_to_the_end_of_the_next_shift_is_handed_over(
    at: str, reason: tuple[str, ...]
) -> None:
    order = record("F29", "o", "a", freq="08:00 20:00", start_at="2025-07-01T08:00")
    assert listed(order, at=at) == reason


def test_a_vaccination_is_handed_over_for_a_day() -> None:
    given = record("F22", "v", "a", given_on="2025-07-12")
    assert listed(given, at="2025-07-13T12:00") == ("24小时内接种",)
    assert listed(given, at="2025-07-14T00:00") == ()
