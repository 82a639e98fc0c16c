"""Playing a practice institution through the actions: children, roster, rounds, handovers."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from welfare_desktop.actions import handover, opening, records, rounds
from welfare_desktop.actions.desk import Desk, Signer
from welfare_desktop.app import practice, story
from welfare_desktop.app.replay.stage import Stage
from welfare_desktop.domain import rounds as round_rules
from welfare_desktop.domain import staffing
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.roster import OpeningRow

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡"
_GIVEN = ("安", "宁", "乐", "子涵", "雨桐", "浩然", "欣怡", "梓轩", "思琪", "佳怡", "俊杰", "晓东",
          "小满", "春生", "秋实", "明月", "瑞雪", "\u4dae", "\U0002c30c", "\u6653\u4dae")  # fmt: skip
#: One child of the demo is not insured yet: a duty that stays open.
_UNINSURED = 5
#: And one has no health record.
_UNRECORDED = 3
#: Beds of a ward.
_BEDS = 20
_SHIFTS = (("N", 0, 8), ("D", 8, 16), ("E", 16, 24))


def play(desk: Desk, clock: SetClock, children: int, until: date, seed: int) -> dict[str, Any]:
    """Fill a fresh practice store up to the end of a day; figures of what was made."""
    chance = random.Random(seed)
    first = clock.now().date()
    _wards(desk, children)
    _children(desk, children, first, chance)
    director = desk.find_account("yuanzhang")
    opening.sign_opening(desk.seated(director), desk.signer("yuanzhang", practice.PIN))
    people = {a.login: desk.signer(a.login, practice.PIN) for a in desk.accounts()}
    day, made = first, {"rounds": 0, "handovers": 0}
    steps = story.story(first, until, desk.house().children)
    stage = Stage(desk, clock, steps)
    for child in desk.house().children:
        stage.bind(child.id, child.id, "F01")

    def happen(moment: datetime) -> None:
        story.tell(stage, steps, moment)
        clock.at = moment

    while day <= until:
        _day(desk, clock, day, chance, people, made, happen)
        day += timedelta(days=1)
    return made


def _wards(desk: Desk, children: int, size: int = _BEDS) -> None:
    """Further wards where the two common ones are too small; ``size``: beds of each ward."""
    beds = [{"bed_no": str(n), "in_use": True} for n in range(1, size + 1)]
    if size != _BEDS:
        records.correct(desk, desk.house().wards[0].id, {"beds": beds}, "加床")
    for number in range(3, (children + size - 1) // size + 1):
        values = {
            "ward_no": f"W{number}", "name": f"{'一二三四五六七八九十'[(number - 1) % 10]}区",
            "building": f"{number}号楼2层", "kind": "1", "sex_rule": "3", "beds": beds,
            "open_from": desk.now().date().isoformat(),
        }  # fmt: skip
        records.submit(desk, "X02", values, step=records.Step(first_run=True))


def _children(
    desk: Desk, children: int, first: date, chance: random.Random, size: int = _BEDS
) -> None:
    wards = desk.house().wards
    for number in range(children):
        birth = first - timedelta(days=chance.randint(200, 6200))
        sex = chance.choice("12")
        arrived = birth + timedelta(days=chance.randint(1, max(2, (first - birth).days - 1)))
        name = chance.choice(_SURNAMES) + chance.choice(_GIVEN)
        serial = 2 * chance.randint(100, 450) + (sex == "1")
        watch = chance.random() < 0.12
        child: dict[str, Any] = {
            "name": name, "sex": sex, "birth_date": birth.isoformat(), "ethnic": "01",
            "id_no": practice.id_number("341000", birth, serial), "adm_cause": "A1",
            "allergy": chance.choice(("无", "无", "无", "青霉素")), "special_watch": watch,
            "ward_id": wards[number // size].id, "bed_no": str(number % size + 1),
        }  # fmt: skip
        if watch:
            child["special_watch_reason"] = [chance.choice(("2", "3", "4", "6"))]
        forms: list[tuple[str, dict[str, Any]]] = [
            ("F01", child),
            ("F02", {"arrived_at": f"{arrived}T00:00", "admitted_on": arrived.isoformat()}),
            ("F12", {"to_mode": "INSTITUTION", "effective_at": f"{first}T00:00"}),
            ("F09", {"biz_type": "1", "id_no": child["id_no"], "hukou_type": "1"}),
            ("F10", {"state": "3" if number == _UNINSURED else "1"}),
            ("F13", {"level": chance.choice("1112"), "assessed_on": first.isoformat()}),
        ]  # fmt: skip
        row = OpeningRow(row=number + 1, forms=tuple(forms), status="IN_CARE")
        taken = opening.admit_by_roster(desk, row)
        if number != _UNRECORDED:
            _health_record(desk, taken.id, child["allergy"])


def _health_record(desk: Desk, child: str, allergy: str) -> None:
    """The health record of a child, opened with the books."""
    values = {
        "opened_on": desk.now().date().isoformat(), "past_history": "不详", "family_history": "不详",
        "allergy": allergy, "blood": "1", "hospital_default": "市人民医院",
        "insurance": desk.house().of_child("F10", child)[-1].id,
    }  # fmt: skip
    records.submit(desk.seated(desk.find_account("hushi1")), "F20", values, child=child)


def _day(
    desk: Desk, clock: SetClock, day: date, chance: random.Random, people: dict[str, Signer],
    made: dict[str, int], happen: Callable[[datetime], None],
) -> None:  # fmt: skip
    wards = [
        w.id for w in desk.house().wards if round_rules.in_ward(desk.house(), w.id, clock.now())
    ]
    start = datetime(day.year, day.month, day.day)
    carers = [f"huli{1 + (day.toordinal() + i) % 6}" for i in range(6)]
    for index, (shift, first, last) in enumerate(_SHIFTS):
        begin, end = start + timedelta(hours=first), start + timedelta(hours=last)
        clock.at = begin
        on = carers[2 * index : 2 * index + 2]
        for number, ward in enumerate(wards):
            carer = on[number % 2]
            _roster(desk, ward, day, shift, begin, end, people[carer], people)
            _relieve(desk.seated(desk.find_account(carer)), ward, people, carer, made)
        carers_of = {ward: on[number % 2] for number, ward in enumerate(wards)}
        _walks(desk, clock, carers_of, begin, end, people, chance, made, happen)
    happen(start + timedelta(hours=23, minutes=59))


def _roster(
    desk: Desk, ward: str, day: date, shift: str, begin: datetime, end: datetime, carer: Signer,
    people: dict[str, Signer],
) -> None:  # fmt: skip
    values = {
        "date": day.isoformat(), "ward": ward, "shift": shift, "staff_list": [carer.staff],
        "leader": people["kezhang"].staff, "medic": people["hushi1"].staff,
        "planned_from": f"{begin:%Y-%m-%dT%H:%M}", "planned_to": f"{end:%Y-%m-%dT%H:%M}",
    }  # fmt: skip
    records.submit(desk, "F67", values)


def _walks(
    desk: Desk, clock: SetClock, carers: dict[str, str], begin: datetime, end: datetime,
    people: dict[str, Signer], chance: random.Random, made: dict[str, int],
    happen: Callable[[datetime], None],
) -> None:  # fmt: skip
    """All wards' rounds of a shift in the order of time, and what happens between them."""
    grid = sorted(
        {s for ward in carers for s in round_rules.slots(desk.house(), ward, begin.date())}
    )
    seats = {login: desk.seated(desk.find_account(login)) for login in set(carers.values())}
    for slot in grid:
        if not begin <= slot < end:
            continue
        happen(slot)
        for ward, carer in carers.items():
            clock.at = slot + timedelta(minutes=chance.randint(0, 9))
            _round(seats[carer], clock, ward, slot, people[carer], chance, made)


def _round(
    seat: Desk, clock: SetClock, ward: str, slot: datetime, carer: Signer, chance: random.Random,
    made: dict[str, int],
) -> None:  # fmt: skip
    due = round_rules.due_children(seat.house(), ward, slot)
    if not due:
        return
    # A person's marks are each kept at once; here nobody would lose them.
    with seat.store.together():
        walk = rounds.open_round(seat, ward, slot)
        for child in rounds.waiting(seat, walk.id):
            clock.at += timedelta(seconds=4)
            asleep = "1" if chance.random() < 0.9 or not round_rules.is_night(slot) else "2"
            rounds.mark(seat, walk.id, child.id, asleep)
        rounds.environment(seat, walk.id)
        rounds.sign_round(seat, walk.id, carer)
    made["rounds"] += 1


def _relieve(
    seat: Desk, ward: str, people: dict[str, Signer], carer: str, made: dict[str, int]
) -> None:
    sheet = handover.prepare(seat, ward)
    going = staffing.on_duty(seat.house(), ward, seat.now() - timedelta(minutes=1))
    giver = next((p for p in people.values() if p.staff in going), None)
    if giver is None:
        return  # the first shift of all: nobody is there to give it
    acks = {line.child: "已知，按计划照看" for line in sheet.special}
    counted = dict.fromkeys(("med_cabinet", "keys", "rescue_box", "fire", "cctv"), True)
    handover.sign(
        seat, ward, giver, people[carer], acks, written=handover.Written(facility=counted)
    )
    made["handovers"] += 1
