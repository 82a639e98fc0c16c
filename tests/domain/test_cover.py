"""班次覆盖: wards and shifts against people, and who could come (§4.1, §4.6, SC-11)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.domain.test_ward import child, record
from welfare_desktop.domain import bedside, cover, staffing
from welfare_desktop.domain.house import House, ListSource
from welfare_desktop.domain.record import Record

NOW = datetime(2025, 7, 12, 12, 0)
EVENING = datetime(2025, 7, 12, 16, 0)
MIDNIGHT = datetime(2025, 7, 13, 0, 0)


def carer(name: str, **more: Any) -> Record:
    body: dict[str, Any] = {
        "name": name, "is_frontline": True, "state": "2", "contract_hours": 40, "post": "1",
        "sex": "2", "phone": f"139{name}", "hired_on": "2024-01-01",
    }  # fmt: skip
    return record("F64", name, **body | more)


def roster(ward: str, start: str, hours: int, *people: str, **more: Any) -> Record:
    begin = datetime.fromisoformat(start)
    end = begin + timedelta(hours=hours)
    shift = {0: "N", 8: "D", 16: "E"}[begin.hour]
    body: dict[str, Any] = {
        "ward": ward, "date": start[:10], "shift": shift, "staff_list": list(people),
        "leader": "boss", "medic": "nurse", "planned_from": start,
        "planned_to": f"{end:%Y-%m-%dT%H:%M}",
    }  # fmt: skip
    body |= more
    return record("F67", f"{ward}{start}{people}", happened_at=body["planned_from"], **body)


def taken(ward: str, at: str, who: str) -> Record:
    return record("F32", f"{ward}{at}", ward=ward, happened_at=at, by_in={"by": who}, to_shift="D")


STAFF = (
    carer("boss", is_frontline=False, post="11"),
    carer("nurse", is_frontline=False, post="3"),
)


def house(*records: Record, now: datetime = NOW) -> House:
    wards = [
        record("X02", w, ward_no=w, name=n)
        for w, n in (("w", "一区"), ("x", "二区"), ("y", "空区"))
    ]
    return House(ListSource([*wards, *STAFF, *records]), now)


def children(prefix: str, ward: str, *levels: int) -> list[Record]:
    out = []
    for number, level in enumerate(levels):
        name = f"{prefix}{number}"
        out += [r for r in child(name, "2021-01-01", sex="1") if r.form != "F01"]
        out.append(record("F01", name, name, file_no=name, name=name, birth_date="2021-01-01",
                          ward_id=ward, sex="1"))  # fmt: skip
        out.append(record("F13", f"{name}f", name, level=str(level), assessed_on="2025-07-01",
                          happened_at="2025-07-01T00:00"))  # fmt: skip
    return out


def mix(prefix: str, ward: str, n1: int, n2: int, n3: int) -> list[Record]:
    return children(prefix, ward, *[1] * n1, *[2] * n2, *[3] * n3)


def test_the_statutory_reading_is_pooled_and_the_wards_stand_beside_it() -> None:
    people = [carer(f"c{i}") for i in range(13)]
    there = cover.statutory(house(*mix("a", "w", 10, 5, 3), *mix("b", "x", 7, 3, 2), *people), NOW)
    assert [(w, load.units, load.required) for w, load in there.wards] == [
        ("w", 32, 8), ("x", 21, 6),
    ]  # fmt: skip
    assert (there.pooled.load.units, there.pooled.load.required, there.pooled.gap) == (53, 14, 1)
    assert there.summed == 14


def test_three_wards_of_five_are_four_pooled_and_six_summed() -> None:
    five = [r for w in "wxy" for r in mix(w, w, 5, 0, 0)]
    there = cover.statutory(house(*five), NOW)
    assert there.pooled.load.required == 4
    assert [load.required for _, load in there.wards] == [2, 2, 2]
    assert there.summed == 6


def test_a_carer_at_the_bed_leaves_the_count_with_the_child() -> None:
    away = record("T", "a17-away", "a17", dimension="whereabouts", value="HOSPITAL",
                  happened_at="2025-07-12T09:30")  # fmt: skip
    visit = record("F24", "v1", "a17", carer_in_hospital="c1", admit_at="2025-07-12T09:30",
                   happened_at="2025-07-12T09:30")  # fmt: skip
    people = [carer("c0", state="3"), *(carer(f"c{i}") for i in range(1, 13))]
    known = [*mix("a", "w", 10, 5, 3), *mix("b", "x", 7, 3, 2), *people]
    there = cover.statutory(house(*known, away, visit), NOW)
    assert dict(there.wards)["w"].units == 28 and dict(there.wards)["w"].required == 7
    assert (there.pooled.load.units, there.pooled.load.required) == (49, 13)
    assert there.pooled.carers == 11 and there.pooled.gap == 2


@pytest.mark.parametrize(
    ("visit", "where", "back"),
    [
        ({"visit_type": "2"}, "ON_SITE", "07-13T00:00"),
        ({"visit_type": "2"}, "HOSPITAL", ""),
        ({"visit_type": "3", "admit_at": "2025-07-12T10:00"}, "ON_SITE", ""),
        ({"discharge_at": "2025-07-12T15:00"}, "HOSPITAL", "07-12T15:00"),
    ],
)
def test_a_carer_is_back_with_the_end_of_the_visit(
    visit: dict[str, str], where: str, back: str
) -> None:
    there = record("T", "a0-there", "a0", dimension="whereabouts", value=where,
                   happened_at="2025-07-12T09:00")  # fmt: skip
    sent = record("F24", "v", "a0", carer_in_hospital="c", arrived_at="2025-07-12T09:30",
                  happened_at="2025-07-12T09:30", **visit)  # fmt: skip
    known = house(*children("a", "w", 1), carer("c"), there, sent)
    moments = [datetime(2025, 7, 12, 9, 30) + timedelta(minutes=n) for n in range(0, 1440, 30)]
    came = next((at for at in moments if not bedside.carers(known, at)), None)
    assert (f"{came:%m-%dT%H:%M}" if came else "") == back


def test_the_days_short_at_eight_in_the_morning_are_named() -> None:
    known = house(*mix("a", "w", 5, 0, 0), carer("c1"), carer("c2", hired_on="2025-07-11"))
    found = cover.short_days(known, date(2025, 7, 9), date(2025, 7, 31))
    assert [(day.day, ratio.gap) for day, ratio in found] == [(9, 1), (10, 1)]


@pytest.mark.parametrize(
    ("since", "until", "counted"),
    [("06-12T12:01", "", 1), ("06-12T11:59", "", 0), ("07-01T00:00", "07-31T00:01", 0),
     ("07-01T00:00", "07-31T00:00", 1), ("06-01T00:00", "07-05T00:00", 0)],
)  # fmt: skip
def test_an_absence_of_over_thirty_days_counts_from_its_first_day(
    since: str, until: str, counted: int
) -> None:
    told = {"to_at": f"2025-{until}"} if until else {}
    absence = record("X07", "a", staff="c", kind="3", from_at=f"2025-{since}", **told)
    first = datetime.fromisoformat(f"2025-{since}") + timedelta(days=1)
    known = house(*children("a", "w", 1), carer("c"), absence)
    assert staffing.headcount(known, first) == counted


def test_k_of_day_and_night_in_integers() -> None:
    known = house(*mix("a", "w", 7, 3, 2))
    assert cover.cover(known, "w", NOW).required == 6
    assert cover.cover(known, "w", datetime(2025, 7, 12, 22)).required == 3
    assert cover.cover(house(*mix("a", "w", 1, 0, 0)), "w", datetime(2025, 7, 12, 22)).required == 1


def night(*more: Record, people: tuple[str, ...] = ("c1", "c2")) -> cover.ShiftCover:
    records = [
        *mix("a", "w", 0, 0, 4), carer("c1"), carer("c2"), carer("c3"),
        roster("w", "2025-07-13T00:00", 8, *people),
    ]  # fmt: skip
    found = cover.forecast(house(*records, *more), "w", MIDNIGHT + timedelta(hours=8))
    return found[-1]


def test_tonight_by_the_roster() -> None:
    there = night()
    assert (there.shift, there.planned, there.cannot) == ("N", ("c1", "c2"), ())
    # 06:00-08:00 is day: four ask for four, at night for two.
    assert (there.worst.required, there.worst.short, there.worst.at.hour) == (4, 2, 6)
    assert (there.leader, there.medic, there.uncovered) == ("boss", "nurse", 0)


@pytest.mark.parametrize(
    ("fact", "why"),
    [
        (record("X07", "x", staff="c2", kind="2", from_at="2025-07-12T09:00"), "病假"),
        (record("X07", "x", staff="c2", kind="1", from_at="2025-07-13T07:00",
                to_at="2025-07-14T00:00"), "年休假"),
        (carer("c2", state="3"), "停岗"),
        (carer("c2", state="4", left_on="2025-07-12"), "离职"),
        (record("F65", "q", subject="c2", person_name="c2", result="2", replied_on="2025-07-12"),
         "从业查询有记录"),
        (record("F24", "v1", "a1", carer_in_hospital="c2", sent_at="2025-07-12T09:30"),
         "在医院陪护"),
    ],
)  # fmt: skip
def test_who_is_planned_and_cannot_come(fact: Record, why: str) -> None:
    there = night(fact)
    assert there.cannot == (cover.Hindered("c2", why),)
    assert there.worst.carers == ("c1",) and there.worst.short == 3


def test_an_absence_that_is_over_by_then_hinders_nobody() -> None:
    over = record("X07", "x", staff="c2", kind="2", from_at="2025-07-10T09:00",
                  to_at="2025-07-13T00:00")  # fmt: skip
    assert night(over).cannot == ()


def test_a_shift_without_a_roster_is_told_apart_from_an_empty_one() -> None:
    known = house(*mix("a", "w", 1, 0, 0), carer("c1"))
    there = cover.forecast(known, "w", MIDNIGHT + timedelta(hours=8))
    assert [s.shift for s in there] == ["D", "E", "N"]
    assert there[1].planned is None and there[1].uncovered == 480
    late = roster("w", "2025-07-12T16:00", 8, "c1", planned_from="2025-07-12T17:00")  # fmt: skip
    there = cover.forecast(house(*mix("a", "w", 1, 0, 0), carer("c1"), late), "w", MIDNIGHT)
    assert there[1].uncovered == 60 and there[1].worst.at == EVENING


def test_girls_of_six_need_a_woman_on_the_shift() -> None:
    girl = child("g", "2015-01-01", sex="2")
    plan = roster("w", "2025-07-12T16:00", 8, "c1")
    man, woman = carer("c1", sex="1"), carer("c1", sex="2")
    assert not cover.forecast(house(*girl, man, plan), "w", MIDNIGHT)[1].worst.woman
    assert cover.forecast(house(*girl, woman, plan), "w", MIDNIGHT)[1].worst.woman


def on_duty_now(*more: Record, men: str = "") -> House:
    """一区 lost c2 to the hospital; 二区 has one to spare; c5 slept, c6 came off at eight."""
    return house(
        *mix("a", "w", 4, 2, 0), *mix("b", "x", 4, 0, 0),
        *(carer(f"c{i}", sex="1" if str(i) in men else "2") for i in range(1, 8)),
        taken("x", "2025-07-11T16:00", "c6"),
        roster("w", "2025-07-12T08:00", 8, "c1", "c2"),
        roster("x", "2025-07-12T08:00", 8, "c3", "c4"),
        roster("x", "2025-07-12T00:00", 8, "c6"), roster("x", "2025-07-11T08:00", 8, "c5"),
        roster("w", "2025-07-13T00:00", 8, "c7"),
        taken("w", "2025-07-12T08:00", "c1"), taken("x", "2025-07-12T08:00", "c3"),
        record("F24", "v1", "b1", carer_in_hospital="c2", sent_at="2025-07-12T11:30"), *more,
    )  # fmt: skip


def test_who_could_come_to_a_ward_that_lost_a_carer() -> None:
    known = on_duty_now()
    there = cover.cover(known, "w", NOW)
    assert (there.required, there.carers, there.short) == (2, ("c1",), 1)
    found = cover.could_come(known, "w", NOW)
    assert [(c.person, c.kind, c.ward) for c in found] == [
        ("c3", "move", "x"), ("c4", "move", "x"), ("c5", "call", ""),
    ]  # fmt: skip
    assert found[0].reason == "在二区当班，调走后还有1人，应到1人"
    assert found[2].reason == "休息，07-11 16:00下班，已休息20小时"
    assert found[2].phone == "139c5"


def test_nobody_is_moved_from_a_ward_that_would_be_short() -> None:
    more = mix("d", "x", 1, 0, 0)
    assert {c.kind for c in cover.could_come(on_duty_now(*more), "w", NOW)} == {"call"}


def test_the_absent_the_suspended_and_the_tired_are_not_called() -> None:
    sick = record("X07", "x", staff="c5", kind="2", from_at="2025-07-12T09:00")
    assert [c.person for c in cover.could_come(on_duty_now(sick), "w", NOW)] == ["c3", "c4"]
    too_long = NOW + timedelta(hours=12, minutes=1)
    called = [c.kind for c in cover.could_come(on_duty_now(), "w", NOW, too_long)]
    assert "call" not in called


def test_where_a_woman_is_missing_only_women_could_come() -> None:
    girl = child("g", "2015-01-01", sex="2")
    known = on_duty_now(*girl, men="13")
    assert not cover.cover(known, "w", NOW).woman
    assert [c.person for c in cover.could_come(known, "w", NOW)] == ["c4", "c5"]


def test_a_shift_under_way_tells_its_worst_minute_and_the_uncovered_ones() -> None:
    known = on_duty_now()
    there = cover.forecast(known, "w", EVENING)[0]
    assert (there.worst.at, there.worst.short) == (datetime(2025, 7, 12, 11, 30), 1)
    assert there.uncovered == 0
    alone = house(
        *mix("a", "w", 1, 0, 0), carer("c1"), roster("w", "2025-07-12T08:00", 8, "c1"),
        taken("w", "2025-07-12T08:00", "c1"),
        record("F24", "v1", "a0", carer_in_hospital="c1", sent_at="2025-07-12T11:30"),
    )  # fmt: skip
    assert cover.forecast(alone, "w", EVENING)[0].uncovered == 30


def test_minutes_without_a_carer_are_counted_beside_every_stay_at_a_bed() -> None:
    day = (roster("w", "2025-07-12T08:00", 8, "c2"), taken("w", "2025-07-12T08:00", "c2"))
    known = [*children("a", "w", 1), carer("c2"), *day]
    since, six = datetime(2025, 7, 12, 8), datetime(2025, 7, 12, 6)

    def stay(name: str, **times: str) -> Record:
        return record("F24", name, "a0", carer_in_hospital="c2", happened_at=min(times.values()),
                      **times)  # fmt: skip

    winter = stay("v1", sent_at="2025-01-05T09:00", discharge_at="2025-01-07T09:00")
    today = stay("v2", found_at="2025-07-12T09:00", sent_at="2025-07-12T10:00",
                 discharge_at="2025-07-12T11:00")  # fmt: skip
    assert staffing.uncovered(house(*known), "w", six, NOW) == 120
    assert staffing.uncovered(house(*known, winter), "w", six, NOW) == 120, "long back"
    assert staffing.uncovered(house(*known, winter, today), "w", since, NOW) == 60
    twice = stay("v3", sent_at="2025-07-12T11:30")
    assert staffing.uncovered(house(*known, winter, today, twice), "w", since, NOW) == 90
    found = cover.cover(house(*known, today), "w", datetime(2025, 7, 12, 9, 30))
    assert found.carers == ("c2",), "found is not gone: the carer leaves when the child is sent"


@pytest.mark.parametrize("planned", [(), (roster("y", "2025-07-11T16:00", 8, "c9"),)])
def test_who_is_called_into_a_ward_without_a_roster_is_on_duty_there(
    planned: tuple[Record, ...],
) -> None:
    """And leaves the own ward. By a handover nobody signs it ends with the shift."""
    own = roster("w", "2025-07-12T08:00", 8, "c1", "c2")
    called = roster("y", "2025-07-12T08:00", 8, "c2", planned_from="2025-07-12T10:30")
    before = taken("y", "2025-07-11T16:01", "c9") if planned else None
    records = [own, called, *planned, *([before] if before else [])]
    known = house(*map(carer, ("c1", "c2", "c9")), *records)
    there = (staffing.on_duty(known, "y", NOW), staffing.on_duty(known, "w", NOW))
    assert "c2" in there[0] and there[1] == ["c1"]
    earlier = datetime(2025, 7, 12, 10, 29)
    assert "c2" not in staffing.on_duty(known, "y", earlier)
    assert staffing.on_duty(known, "w", earlier) == ["c1", "c2"]
    if planned:
        assert "c2" not in staffing.on_duty(known, "y", EVENING), "nobody relieves there"


def test_a_shift_of_its_own_hours_is_no_call() -> None:
    """Who is planned from 07:30 takes over by a handover, or is not on duty."""
    early = [
        roster("y", "2025-07-11T00:00", 8, "c8"), taken("y", "2025-07-11T00:01", "c8"),
        roster("y", "2025-07-12T08:00", 8, "c1", planned_from="2025-07-12T07:30",
               planned_to="2025-07-12T15:30"),
    ]  # fmt: skip
    known = house(*map(carer, ("c1", "c8")), *early)
    assert staffing.on_duty(known, "y", NOW) == ["c8"]


def test_for_a_shift_to_come_nobody_is_called_who_is_on_duty_now() -> None:
    """By the roster of the evening: who is there is told apart from who is planned."""
    evening = roster("x", "2025-07-12T16:00", 8, "c6", "c5")
    found = cover.could_come(on_duty_now(evening), "w", EVENING, MIDNIGHT)
    assert [(c.person, c.kind) for c in found] == [("c5", "move"), ("c6", "move")]
    assert "调走后还有1人" in found[0].reason
