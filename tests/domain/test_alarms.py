"""Every kind of alarm comes, grows and goes; none of its words names a child."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.domain.test_ward import child, record
from welfare_desktop.domain import alarms
from welfare_desktop.domain.alarms import Alarm
from welfare_desktop.domain.house import House, ListSource
from welfare_desktop.domain.record import Record

NAME = "金贝贝"
WARD = record("X02", "w", ward_no="W1", name="一区")
SLOT = datetime(2025, 7, 12, 2, 0)


def at(minutes: int, since: datetime = SLOT) -> datetime:
    return since + timedelta(minutes=minutes)


def text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M}"


def kid(birth: str = "2015-01-01", **more: Any) -> list[Record]:
    made = child("a", birth, **more)
    return [record("F01", "a", "a", **(dict(made[0].body) | {"name": NAME})), *made[1:]]


def found(
    now: datetime, *records: Record, kind: str, ahead: timedelta = alarms.SOON,
    marks: list[dict[str, Any]] | None = None, given: dict[str, datetime] | None = None,
) -> list[Alarm]:  # fmt: skip
    house = House(ListSource([WARD, *records], marks or ()), now)
    every = alarms.alarms(house, ahead=ahead, given=given or {})
    assert not any(NAME in sentence for sentence in alarms.sentences(every).values())
    return [alarm for alarm in every if alarm.kind == kind]


def mark(moment: datetime, code: str = "1", **more: Any) -> dict[str, Any]:
    return {"child": "a", "ward": "w", "at": f"{text(moment)}:20", "mark": code, **more}


@pytest.mark.parametrize(
    ("minutes", "state", "words"),
    [
        (-20, "future", "一区 02:00 巡查，1名"), (0, "due", "一区 02:00 该巡查了，1名未看"),
        (16, "overdue", "一区 02:00 已过点，1名未看"), (31, "missed", "一区 02:00 漏巡，1名未看"),
    ],
)  # fmt: skip
def test_a_round_comes_is_due_overdue_and_missed(minutes: int, state: str, words: str) -> None:
    alarm = next(a for a in found(at(minutes), *kid(), kind="round") if a.due_at == SLOT)
    assert (alarm.state, alarm.words(len(alarm.children))) == (state, words)
    assert (alarm.escalated, alarm.grave) == (state == "missed", state == "missed")
    seen = [mark(at(min(minutes, 0)), slot=text(SLOT))]
    assert SLOT not in [a.due_at for a in found(at(minutes), *kid(), kind="round", marks=seen)], (
        "who is seen is not asked for again"
    )


def old_ones(
    now: datetime, *records: Record, marks: list[dict[str, Any]] | None = None
) -> list[str]:
    """What is told of rounds missed long ago, without a sound."""
    told = found(now, *kid(), *records, kind="round", marks=marks)
    assert all(a.escalated for a in told if a.hushed)
    return [a.words(len(a.children)) for a in told if a.hushed]


def test_a_missed_round_stays_in_sight_until_it_is_made_good_or_handed_over() -> None:
    night, seen = handover(datetime(2025, 7, 12, 0, 2)), [mark(at(-118), slot=text(at(-120)))]
    assert old_ones(at(0), night, marks=seen) == [], "01:00 is missed just now, in its own line"
    assert old_ones(at(40), night, marks=seen) == ["一区 01:00 漏巡，1名未看"]
    assert old_ones(at(200), night, marks=seen) == ["一区 01:00 起漏巡4个时点，1名未看"]
    made_good = [*seen, mark(at(190), slot=text(at(-60))), mark(at(191), slot=text(SLOT))]
    assert old_ones(at(200), night, marks=made_good) == ["一区 03:00 起漏巡2个时点，1名未看"]
    day = handover(datetime(2025, 7, 12, 7, 50))
    assert old_ones(datetime(2025, 7, 12, 8, 59), night, day) == [], "the night's was handed over"
    assert old_ones(datetime(2025, 7, 12, 9, 5), night, day) == ["一区 08:00 漏巡，1名未看"]


def test_rounds_before_a_ward_worked_with_the_program_are_not_missed() -> None:
    assert old_ones(at(200)) == []


def test_what_was_missed_long_ago_does_not_stand_before_what_is_graver_now() -> None:
    event = record("F31", "e", None, found_at=text(at(170)), children=["a"], severity="4",
                   happened_at=text(at(170)))  # fmt: skip
    night = handover(datetime(2025, 7, 12, 0, 2))
    house = House(ListSource([WARD, *kid(), night, event]), at(200))
    first, *others = alarms.alarms(house)
    assert first.kind == "event" and [a.hushed for a in others if a.escalated][-1]


def dose(**more: Any) -> list[Record]:
    start = text(SLOT - timedelta(days=2))
    order = record("F29", "o", "a", drug="布洛芬", freq="每日 02:00", start_at=start, **more)
    return [*kid(), order]


@pytest.mark.parametrize(
    ("minutes", "state"), [(-31, None), (-20, "future"), (10, "due"), (60, "due"), (61, "missed")]
)
def test_medicine_is_told_until_something_is_written_of_it(minutes: int, state: str | None) -> None:
    known = [a.state for a in found(at(minutes), *dose(), kind="medicine")]
    assert known == ([state] if state else [])
    for written in ("1", "2", "4"):
        given = record("F29b", "g", "a", order="o", due_at=text(SLOT), state=written,
                       happened_at=text(SLOT))  # fmt: skip
        assert found(at(minutes), *dose(), given, kind="medicine") == []


def test_no_medicine_is_asked_of_a_child_in_hospital_nor_of_an_order_that_ended() -> None:
    away = record("T", "t", "a", dimension="whereabouts", value="HOSPITAL",
                  happened_at=text(at(-60)))  # fmt: skip
    assert found(at(5), *dose(), away, kind="medicine") == []
    assert found(at(5), *dose(stop_at=text(at(-1))), kind="medicine") == []


def test_two_doses_of_a_time_are_one_sentence() -> None:
    second = record("F29", "p", "a", drug="头孢", freq="每日 02:00", start_at=text(at(-600)))
    told = alarms.sentences(found(at(5), *dose(), second, kind="medicine"))
    assert list(told.values()) == ["一区 02:00 该用药了，2名"]


@pytest.mark.parametrize(
    ("minutes", "state"), [(20, "future"), (50, "due"), (61, "overdue"), (91, "missed")]
)
@pytest.mark.parametrize("why", ["mark", "fever", "event"])
def test_a_second_look_within_the_hour(minutes: int, state: str, why: str) -> None:
    marks = {"mark": [mark(SLOT, "3")], "fever": [mark(SLOT, temp=37.5)], "event": []}[why]
    event = record("F31", "e", None, found_at=text(SLOT), children=["a"], severity="1", type="1",
                   happened_at=text(SLOT))  # fmt: skip
    records = [*kid(), *([event] if why == "event" else [])]
    (alarm,) = found(at(minutes), *records, kind="recheck", marks=marks)
    assert (alarm.due_at, alarm.state) == (at(60), state)
    seen = mark(at(15), temp=36.8)
    assert found(at(minutes), *records, kind="recheck", marks=[*marks, seen]) == []
    unseen = found(at(minutes), *records, kind="recheck", marks=[*marks, mark(at(15), "5")])
    assert unseen == [alarm], "who could not be looked at was not looked at"


def test_a_look_without_a_thermometer_does_not_answer_a_fever() -> None:
    marks = [mark(SLOT, temp=38.2), mark(at(30))]
    assert len(found(at(61), *kid(), kind="recheck", marks=marks)) == 1
    again = [*marks, mark(at(55), temp=37.9)]
    (alarm,) = found(at(61), *kid(), kind="recheck", marks=again)
    assert alarm.due_at == at(115), "still hot: measured again an hour later"


def test_a_closed_event_asks_for_no_second_look() -> None:
    event = record("F31", "e", None, found_at=text(SLOT), children=["a"], severity="1",
                   closed_at=text(at(20)), happened_at=text(SLOT))  # fmt: skip
    assert found(at(61), *kid(), event, kind="recheck") == []


def test_a_measurement_on_the_event_itself_is_a_second_look() -> None:
    rows = [{"at": text(at(40)), "action": "3"}]
    event = record("F31", "e", None, found_at=text(SLOT), children=["a"], severity="1",
                   timeline=rows, happened_at=text(SLOT))  # fmt: skip
    assert found(at(61), *kid(), event, kind="recheck") == []


def test_what_a_doctor_orders_to_be_measured_is_asked_for_as_often() -> None:
    order = record("X10", "x", "a", kind="4", minutes=120, text="测体温", from_at=text(SLOT),
                   happened_at=text(SLOT))  # fmt: skip
    (first,) = found(at(125), *kid(), order, kind="recheck")
    assert (first.due_at, first.state) == (at(120), "overdue")
    taken = [mark(at(121), temp=36.9)]
    assert found(at(125), *kid(), order, kind="recheck", marks=taken) == []
    (again,) = found(at(240), *kid(), order, kind="recheck", marks=taken)
    assert (again.due_at, again.state) == (at(241), "due")
    ended = record("X10", "x", "a", kind="4", minutes=120, text="测体温", from_at=text(SLOT),
                   to_at=text(at(60)), happened_at=text(SLOT))  # fmt: skip
    assert found(at(125), *kid(), ended, kind="recheck") == []


@pytest.mark.parametrize("severity", [None, "2", "3", "4"])
def test_an_event_without_an_action_is_told_until_there_is_one(severity: str | None) -> None:
    def event(**more: Any) -> Record:
        return record("F31", "e", None, found_at=text(SLOT), children=["a"], severity=severity,
                      happened_at=text(SLOT), **more)  # fmt: skip

    (fresh,) = found(at(0), *kid(), event(), kind="event")
    (late,) = found(at(11), *kid(), event(), kind="event")
    assert (fresh.state, late.state, late.grave) == ("due", "missed", True)
    acted = event(first_action_at=text(at(1)))
    assert found(at(11), *kid(), acted, kind="event") == []


def school(**more: Any) -> list[Record]:
    out = record("T", "t", "a", dimension="whereabouts", value="DAY_SCHOOL",
                 happened_at=text(at(-300)))  # fmt: skip
    way = record("F62", "s", "a", out_at=text(at(-300)), due_back_at=text(SLOT),
                 happened_at=text(at(-300)), **more)  # fmt: skip
    return [*kid(), out, way]


@pytest.mark.parametrize(
    ("minutes", "state"), [(-20, "future"), (5, "due"), (31, "overdue"), (61, "missed")]
)
def test_who_is_to_come_back_from_school_is_missed(minutes: int, state: str) -> None:
    (alarm,) = found(at(minutes), *school(), kind="return")
    assert alarm.state == state
    assert found(at(minutes), *school(back_at=text(at(2))), kind="return") == []


def treatment(plan: str, where: str = "AWAY_TREATMENT", **more: Any) -> list[Record]:
    way = record("F26", "f", "a", plan_return=plan, depart_at=text(at(-20000)), **more)
    out = record("T", "t", "a", dimension="whereabouts", value=where,
                 happened_at=text(at(-20000)))  # fmt: skip
    return [*kid(), way, out]


def test_a_journey_that_ends_on_a_day_is_overdue_when_the_day_is_over() -> None:
    assert found(at(0), *treatment("2025-07-12"), kind="return") == []
    (alarm,) = found(at(0), *treatment("2025-07-11"), kind="return")
    assert (alarm.state, alarm.due_at, alarm.about) == ("missed", at(-121), "f")
    (days_later,) = found(at(4000), *treatment("2025-07-11"), kind="return")
    assert days_later.due_at == alarm.due_at, "told as long as the child is not back"
    assert found(at(0), *treatment("2025-07-11", return_at=text(at(-300))), kind="return") == []
    assert found(at(0), *treatment("2025-07-11", where="HOSPITAL"), kind="return") == []


def handover(moment: datetime, **more: Any) -> Record:
    return record("F32", f"h{moment:%H%M}", None, ward="w", happened_at=text(moment),
                  handover_at=text(moment), **more)  # fmt: skip


def test_who_is_to_come_back_by_the_last_handover_is_missed() -> None:
    moves = [{"child": "a", "kind": "1", "at": text(SLOT)}, {"child": "a", "kind": "6", "at": "x"}]
    last = handover(at(-130), expected_moves=moves)
    out = record("T", "t", "a", dimension="whereabouts", value="OUTING", happened_at=text(at(-200)))
    (alarm,) = found(at(40), *kid(), out, last, kind="return")
    assert (alarm.state, alarm.due_at) == ("overdue", SLOT)
    back = record("T", "b", "a", dimension="whereabouts", value="ON_SITE", happened_at=text(at(30)))
    assert found(at(40), *kid(), out, back, last, kind="return") == []


CHANGE = datetime(2025, 7, 12, 8, 0)


@pytest.mark.parametrize(("minutes", "state"), [(-20, "future"), (5, "due"), (31, "missed")])
def test_a_change_of_shift_asks_for_a_handover(minutes: int, state: str) -> None:
    night = handover(datetime(2025, 7, 12, 0, 2))
    now = at(minutes, CHANGE)
    (alarm,) = found(now, *kid(), night, kind="handover")
    assert (alarm.state, alarm.due_at) == (state, CHANGE)
    taken = handover(at(-10, CHANGE))
    assert found(now, *kid(), night, taken, kind="handover") == []


def test_a_handover_that_nobody_took_keeps_the_giver_on_duty_and_says_so() -> None:
    given = {"w": at(-10, CHANGE)}
    (alarm,) = found(at(21, CHANGE), *kid(), kind="handover", given=given)
    assert alarm.words(0) == "一区 07:50 交接未完，交班人仍在岗" and alarm.escalated


def test_a_ward_that_never_worked_with_the_program_is_not_asked_for_a_handover() -> None:
    assert found(at(60, CHANGE), *kid(), kind="handover") == []


def test_a_child_that_has_no_ward_yet_is_told_too() -> None:
    order = dose()[-1]
    placeless = [
        record("F01", "a", "a", name=NAME, file_no="a"), *kid()[1:], order
    ]  # fmt: skip
    (alarm,) = found(at(5), *placeless, kind="medicine")
    assert (alarm.ward, alarm.words(1)) == ("", "未分区 02:00 该用药了，1名")


def test_the_most_urgent_comes_first() -> None:
    house = House(ListSource([WARD, *dose()]), at(35))
    states = [a.state for a in alarms.alarms(house)]
    order = ["missed", "overdue", "due", "future"]
    assert states == sorted(states, key=order.index) and len(set(states)) > 2


def test_a_locked_pc_knows_times_and_no_child() -> None:
    house = House(ListSource([WARD, *dose()]), at(-90))
    kept = alarms.nameless(alarms.alarms(house, ahead=timedelta(hours=12)))
    assert {a.kind for a in kept} >= {"round", "medicine"}
    assert not any(a.children or a.about for a in kept)
    first, second = alarms.coming_words(kept, at(-90)).split("\n")
    assert first == "接下来：01:00 一区巡查　02:00 一区巡查" and second.startswith("　　　　02:00")
    came = alarms.sentences(alarms.come(kept, at(5)))
    assert sorted(came.values()) == ["一区 02:00 该巡查了", "一区 02:00 该用药了"]
    assert not alarms.come(kept, at(-121)), "a clock set back: nothing has come yet"
    assert any(a.grave for a in alarms.come(kept, at(-25))), "漏巡 sounds at night too"


def test_what_belongs_to_no_ward_is_told_of_the_house() -> None:
    event = record("F31", "e", None, found_at=text(SLOT), place=NAME, happened_at=text(SLOT))
    (fire,) = found(at(11), *kid(), event, kind="event")
    assert (fire.ward, fire.words(0)) == ("", "全院 02:00 异常还没有处置")
    first, *rest = kid()
    bare = {k: v for k, v in first.body.items() if k != "ward_id"}
    homeless = [record("F01", "a", "a", **bare), *rest]
    about = record("F31", "e", None, found_at=text(SLOT), children=["a"], happened_at=text(SLOT))
    (told,) = found(at(11), *homeless, about, kind="event")
    assert (told.place, told.children, told.escalated) == ("未分区", ("a",), True)
    order = record("F29", "o", "a", drug="布洛芬", freq="每日 02:00",
                   start_at=text(SLOT - timedelta(days=2)))  # fmt: skip
    (dose,) = found(at(5), *homeless, order, kind="medicine")
    assert dose.place == "未分区", "no dose is forgotten for want of a bed"
