"""§4.5 read from an event's own rows; whom to call by roster and profile; who was moved (§4.1)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from tests.domain.test_cover import roster
from tests.domain.test_ward import child, record
from welfare_desktop.domain import calling, ladder, staffing
from welfare_desktop.domain.house import House, ListSource
from welfare_desktop.domain.record import Record

NIGHT = datetime(2025, 7, 12, 2, 10)


def house(*records: Record, at: datetime = NIGHT) -> House:
    return House(ListSource(records), at)


def event(*actions: tuple[int, str], **more: Any) -> Record:
    rows = [
        {"at": f"2025-07-12T02:{minute:02}", "action": a} for minute, a in ((10, "1"), *actions)
    ]
    first = min((r["at"] for r in rows if r["action"] != "1"), default=None)
    body = {"found_at": "2025-07-12T02:10", "timeline": rows, "first_action_at": first}
    return record("F31", "event", **body | more)


@pytest.mark.parametrize(
    ("severity", "actions", "minutes", "wanted"),
    [
        ("1", [(11, "3")], 5, "记下处置 done 复查体征 done"),
        ("1", [(11, "13")], 61, "记下处置 done 复查体征 late"),
        ("2", [], 9, "护士或医生到场处理 open 告知带班领导 open"),
        ("2", [], 11, "护士或医生到场处理 late 告知带班领导 open"),
        ("2", [(12, "5"), (13, "6")], 20, "护士或医生到场处理 done 告知带班领导 done"),
        ("3", [(12, "6")], 5, "告知带班领导 done 送医院 open"),
        ("4", [(11, "2"), (13, "7")], 5, "先急救 done 拨打120 done 告知带班领导 now 送医院 open"),
        (None, [], 5, "先处置 open 定等级 open"),
        (None, [], 11, "先处置 late 定等级 open"),
    ],
)
def test_the_ladder_ticks_itself(
    severity: str | None, actions: list[tuple[int, str]], minutes: int, wanted: str
) -> None:
    found = ladder.steps(
        house(at=NIGHT + timedelta(minutes=minutes)), event(*actions, severity=severity)
    )
    assert " ".join(f"{s.words} {s.state}" for s in found) == wanted


@pytest.mark.parametrize("more", [{"type": "14"}, {"type": "15"}, {"harm_suspected": True}])
def test_missing_and_harm_ask_for_police_and_office_at_once(more: dict[str, Any]) -> None:
    found = ladder.steps(house(), event(severity="1", **more))[-2:]
    assert [s.state for s in found] == ["now", "now"]
    assert "报警" in found[0].words and found[1].words == "报主管民政部门"
    done = ladder.steps(house(), event((11, "10"), (12, "11"), severity="1", **more))[-2:]
    assert [(s.state, s.at) for s in done] == [("done", "02:11"), ("done", "02:12")]


@pytest.mark.parametrize(
    ("at", "mark", "state"),
    [("02:40", "1", "done"), ("02:40", "3", "late"), ("02:10", "1", "late")],
)
def test_a_further_look_of_a_round_is_the_second_look(at: str, mark: str, state: str) -> None:
    row = {"child": "c", "ward": "w1", "at": f"2025-07-12T{at}:00", "mark": mark, "by": "a"}
    known = House(ListSource([], [row]), NIGHT + timedelta(minutes=65))
    found = ladder.steps(known, event((10, "3"), severity="1", children=["c"]))
    assert [s.state for s in found if s.words == "复查体征"] == [state]


def test_kin_are_told_by_name() -> None:
    told = [{"person": "亲属 张", "at": "2025-07-12T02:30", "way": "2"}]
    of_kin = house(*child("c", "2020-01-01"), record("F04", "f", "c", relatives="外婆 张"))
    first = ladder.steps(of_kin, event(severity="3", children=["c"]))[-1]
    last = ladder.steps(of_kin, event(severity="3", children=["c"], notified=told))[-1]
    assert (first.words, first.state) == ("由社工告知亲属", "open")
    assert (last.state, last.at) == ("done", "02:30")
    unknown = house(*child("c", "2020-01-01"), record("F04", "f", "c", property_list="无"))
    assert "亲属" not in ladder.steps(unknown, event(severity="3", children=["c"]))[-1].words


def test_the_second_look_is_asked_within_what_the_house_set() -> None:
    late = NIGHT + timedelta(minutes=31)
    changed = msgspec.structs.replace(
        record("X05", "p", key="recheck_minutes", value="30", valid_from="2025-01-01"),
        state="approved",
    )
    for known, wanted in ((house(at=late), ("60分钟内", "open")),
                          (house(changed, at=late), ("30分钟内", "late"))):  # fmt: skip
        again = ladder.steps(known, event(severity="1"))[-1]
        assert (again.words, again.limit, again.state) == ("复查体征", *wanted)


def test_the_first_action_has_ten_minutes_or_what_the_house_set() -> None:
    late = house(at=NIGHT + timedelta(minutes=12))
    first = ladder.first_action(late, event())
    assert (first.passed, first.acted, first.left) == (12, None, -2)
    assert ladder.first_action(late, event((15, "2"))).acted == 5
    changed = record("X05", "p", key="first_action_minutes", value="5", valid_from="2025-01-01")
    assert ladder.first_action(house(changed), event()).limit in (5, 10)


def test_each_way_to_the_hospital_has_its_own_arrival() -> None:
    told = event((10, "8"), (20, "8"), (40, "9"), (50, "9"))
    _, *at = [row["at"] for row in told.rows("timeline")]
    assert [ladder.arrival(told, sent) for sent in at[:2]] == at[2:]
    assert ladder.arrival(event((10, "8"), (20, "8"), (40, "9")), at[1]) == ""
    assert ladder.arrival(event((20, "8"), (10, "9")), at[1]) == "", "never before it left"


def test_a_level_four_may_be_completed_for_two_hours() -> None:
    grave = event(severity="4")
    assert ladder.to_complete(grave, NIGHT + timedelta(minutes=120)) == "04:10"
    assert ladder.to_complete(grave, NIGHT + timedelta(minutes=121)) == ""
    assert ladder.to_complete(event(severity="3"), NIGHT) == ""


def test_the_ward_s_own_roster_is_called_before_another_s() -> None:
    known = house(
        *(record("F64", i, name=name, phone=f"139{i}")
          for i, name in (("nurse", "许"), ("other", "李"), ("boss", "程"))),
        roster("w2", "2025-07-12T00:00", 8, "c", medic="other"),
        roster("w1", "2025-07-12T00:00", 8, "a", medic="nurse"),
    )  # fmt: skip
    names = [c.name for c in calling.contacts(known, "w1") if c.action == ladder.MEDIC]
    assert names == ["许", "李"]
    (boss,) = [c for c in calling.contacts(known, "w1") if c.action == ladder.LEADER]
    assert (boss.name, boss.phone) == ("程", "139boss")


def staff(id: str, post: str, **more: Any) -> Record:
    body = {"name": id, "state": "2", "post": post, "phone": f"139{id}"}
    return record("F64", id, **body | more)


def told(known: House, action: str) -> list[tuple[str, str, str]]:
    found = calling.contacts(known, "w1")
    return [(c.title, c.name, c.phone or c.missing) for c in found if c.action == action]


def test_without_a_roster_people_of_the_post_are_named_who_is_on_duty_first() -> None:
    people = (
        staff("doctor", "4"), staff("nurse", "3"), staff("mute", "3", phone=""), staff("away", "3"),
        staff("gone", "3", state="4"), staff("here", "4"), staff("carer", "1"),
        staff("head", "12"), staff("chief", "11"),
        record("X02", "w1", name="一区"),
        record("X07", "leave", staff="away", kind="1", from_at="2025-07-01T00:00",
               to_at="2025-08-01T00:00"),
    )  # fmt: skip
    taken = record("F32", "taken", None, ward="w1", happened_at="2025-07-12T00:00",
                   by_in={"by": "here"}, handover_at="2025-07-12T00:00")  # fmt: skip
    assert told(house(*people, taken), ladder.MEDIC) == [
        ("值班护士/医生", "", "没有排班，按岗位列出"), ("医生", "here", "139here"),
        ("护士", "nurse", "139nurse"), ("医生", "doctor", "139doctor"),
    ]  # fmt: skip
    assert [name for _, name, _ in told(house(*people), ladder.LEADER)] == ["", "chief", "head"]
    rostered = house(*people, roster("w1", "2025-07-12T00:00", 8, "carer", medic="away"))
    assert [name for _, name, _ in told(rostered, ladder.MEDIC)] == ["away"]
    nobody = house(staff("carer", "1"))
    assert told(nobody, ladder.MEDIC) == [("值班护士/医生", "", calling.NO_ROSTER)]


def test_hospitals_in_force_the_green_channel_first() -> None:
    rows = [
        {"name": "县医院", "from_on": "2024-01-01", "to_on": "2026-01-01", "green": False},
        {"name": "市医院", "from_on": "2024-01-01", "to_on": "2026-01-01", "green": True},
        {"name": "旧医院", "from_on": "2023-01-01", "to_on": "2025-07-11", "green": True},
    ]
    known = house(record("X01", "own", name="院", hospitals=rows))
    assert calling.hospitals(known) == [("市医院", True), ("县医院", False)]


def test_who_is_called_to_another_ward_leaves_this_one() -> None:
    """A planned next shift elsewhere moves nobody: who is not relieved stays."""
    nights = (roster("w1", "2025-07-12T00:00", 8, "a", "b"),
              roster("w2", "2025-07-12T00:00", 8, "c"),
              roster("w2", "2025-07-12T08:00", 8, "b"))  # fmt: skip
    moved = roster("w2", "2025-07-12T08:00", 5, "a")
    moved = record("F67", "moved", happened_at="2025-07-12T02:35", **moved.body | {
        "planned_from": "2025-07-12T02:35", "planned_to": "2025-07-12T08:00"})  # fmt: skip
    known = house(*nights, moved, at=NIGHT.replace(hour=8, minute=30))
    at = NIGHT.replace(minute=34)
    assert staffing.on_duty(known, "w1", at) == ["a", "b"]
    at = NIGHT.replace(minute=35)
    assert staffing.on_duty(known, "w1", at) == ["b"]
    assert staffing.on_duty(known, "w2", at) == ["a", "c"]
    assert staffing.on_duty(known, "w1", NIGHT.replace(hour=8, minute=20)) == ["b"]
