"""排班: a month planned, weighed and written in one go (F67, C3.06, C11.11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from tests.practised import practised
from welfare_desktop.actions import records, roster
from welfare_desktop.actions.desk import Desk
from welfare_desktop.app import practice
from welfare_desktop.domain import duty_flags, duty_plan
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.duty_plan import Book, Cells
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.record import Record

JULY = date(2025, 7, 1)
NOW = datetime(2025, 6, 28, 9, 0)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """业务科长 before the month to plan."""
    made = practised(tmp_path / "store", SetClock(NOW))
    yield made
    made.close()


@pytest.fixture(autouse=True)
def nine_oclock(desk: Desk) -> None:
    """Before the month that is planned."""
    at(desk, f"{NOW:%Y-%m-%dT%H:%M}")


def at(desk: Desk, moment: str) -> None:
    clock = desk.store.clock
    assert isinstance(clock, SetClock)
    clock.at = datetime.fromisoformat(moment)


def who(desk: Desk, login: str) -> str:
    return desk.find_account(login).staff


def july(desk: Desk, ward: int = 0, month: date = JULY) -> Book:
    return roster.book(desk, roster.wards(desk)[ward].id, month)


def rosters(desk: Desk) -> list[Record]:
    return desk.house().within("F67", datetime(2025, 6, 1), datetime(2025, 9, 1))


def day(number: int) -> date:
    return JULY.replace(day=number)


def planned(desk: Desk, book: Book, *logins: str, shift: str = "D", days: int = 31) -> Cells:
    """People on a shift every day, led by 科长 and nursed by a nurse."""
    cells = {(who(desk, name), day(n)): (shift,) for name in logins for n in range(1, days + 1)}
    posts = {
        (duty_plan.post_row(post, shift), day(1)): (who(desk, login),)
        for post, login in (("leader", "kezhang"), ("medic", "hushi1"))
    }
    return duty_plan.led(book, duty_plan.put(book.cells, {**cells, **posts}))


def test_a_month_is_written_in_one_go_and_read_back(desk: Desk) -> None:
    book = july(desk)
    cells = planned(desk, book, "huli1", "huli2")
    saved = roster.save(desk, book, cells)
    assert (saved.new, saved.changed, saved.void) == (31, 0, 0)
    assert saved.words == "新排31班"
    again = july(desk)
    assert duty_plan.differing(again, cells) == {}
    first = rosters(desk)[0]
    assert first.get("planned_from") == "2025-07-01T08:00"
    assert set(first.get("staff_list")) == {who(desk, "huli1"), who(desk, "huli2")}
    assert first.get("leader") == who(desk, "kezhang")
    with pytest.raises(Refused, match="没有改动"):
        roster.save(desk, again, cells)


def test_one_change_corrects_one_shift_and_keeps_its_history(desk: Desk) -> None:
    roster.save(desk, july(desk), planned(desk, july(desk), "huli1", days=3))
    book = july(desk)
    told = {(who(desk, "huli1"), day(2)): (), (who(desk, "huli3"), day(2)): ("D",)}
    saved = roster.save(desk, book, duty_plan.put(book.cells, told))
    assert (saved.new, saved.changed, saved.void) == (0, 1, 0)
    assert [r.version for r in rosters(desk)] == [1, 2, 1]
    assert rosters(desk)[1].get("staff_list") == [who(desk, "huli3")]


def test_a_shift_taken_back_is_voided_by_the_director_who_signs(desk: Desk) -> None:
    roster.save(desk, july(desk), planned(desk, july(desk), "huli1", days=3))
    book = july(desk)
    cells = duty_plan.put(book.cells, {(who(desk, "huli1"), day(2)): ()})
    assert roster.needs_director(desk, book, cells) == 1
    with pytest.raises(Refused, match="7月2日白班：作废《排班表》由院长办理"):
        roster.save(desk, book, cells)
    assert len(rosters(desk)) == 3
    director = desk.signer("yuanzhang", practice.PIN)
    assert roster.save(desk, book, cells, director=director).void == 1
    assert len(rosters(desk)) == 2


def test_a_shift_that_has_begun_asks_why(desk: Desk) -> None:
    roster.save(desk, july(desk), planned(desk, july(desk), "huli1", days=3))
    at(desk, "2025-07-02T10:00")
    book = july(desk)
    cells = duty_plan.put(book.cells, {(who(desk, "huli3"), day(2)): ("D",)})
    with pytest.raises(Refused, match="7月2日白班已经开始") as refused:
        roster.save(desk, book, cells)
    assert refused.value.field == roster.REASON
    assert roster.save(desk, book, cells, "王秀英临时请假").changed == 1
    late = duty_plan.put(july(desk).cells, {(who(desk, "huli4"), day(1)): ("E",)})
    late = duty_plan.put(late, {
        (duty_plan.post_row("leader", "E"), day(1)): (who(desk, "kezhang"),),
        (duty_plan.post_row("medic", "E"), day(1)): (who(desk, "hushi1"),),
    })  # fmt: skip
    assert roster.save(desk, july(desk), late, "补登").new == 1
    assert next(r for r in rosters(desk) if r.get("shift") == "E").late_entry_reason == "补登"


def test_all_or_nothing(desk: Desk) -> None:
    """The last day lacks its nurse: nothing of the month is kept."""
    book = july(desk)
    cells = dict(planned(desk, book, "huli1"))
    del cells[duty_plan.post_row("medic", "D"), day(31)]
    with pytest.raises(Refused, match=r"7月31日白班：.*医护"):
        roster.save(desk, book, cells)
    assert rosters(desk) == []


def test_somebody_suspended_cannot_be_planned(desk: Desk) -> None:
    person = desk.house().record("F64", who(desk, "huli2"))
    assert person is not None
    records.correct(desk, person.id, {"state": "3"}, "停岗")
    book = july(desk)
    assert person.id not in book.people, "nobody is offered who cannot be planned"
    cells = planned(desk, book, "huli1")
    forced = with_row(book, person.id)
    ground = roster.ground(desk, forced)
    assert ground.fellows[person.id].cannot(day(1)) == "停岗"
    with pytest.raises(Refused, match="7月1日白班：李桂兰不在岗"):
        roster.save(desk, forced, duty_plan.put(cells, {(person.id, day(1)): ("D",)}))
    assert rosters(desk) == []


def with_row(book: Book, person: str) -> Book:
    return msgspec.structs.replace(book, people=(*book.people, person))


def test_a_record_found_bars_from_every_day(desk: Desk) -> None:
    roster.save(desk, july(desk), planned(desk, july(desk), "huli1", "huli2", days=3))
    book = july(desk)
    person = desk.house().record("F64", who(desk, "huli2"))
    assert person is not None
    id_no = person.text("id_no")
    values = {
        "subject_type": "2", "subject": person.id, "person_name": "李桂兰",
        "person_id_no": id_no, "reason": "2", "police_unit": "派出所",
        "police_div": "341002", "asked_on": "2025-06-27", "scope": ["1"],
    }  # fmt: skip
    query = records.submit(desk, "F65", values)
    records.continue_record(desk, query.id, {"replied_on": "2025-06-28", "result": "2"})
    again = july(desk)
    assert all(person.id not in r.get("staff_list") for r in rosters(desk))
    ground = roster.ground(desk, again)
    assert ground.fellows[person.id].cannot(day(2)) == "从业查询有记录"
    cells = duty_plan.put(book.cells, {(person.id, day(4)): ("D",)})
    with pytest.raises(Refused):
        roster.save(desk, book, cells)


def test_a_change_meanwhile_is_not_overwritten(desk: Desk) -> None:
    roster.save(desk, july(desk), planned(desk, july(desk), "huli1", days=1))
    book = july(desk)
    other = july(desk)
    roster.save(desk, other, duty_plan.put(other.cells, {(who(desk, "huli3"), day(1)): ("D",)}))
    with pytest.raises(Refused, match="别人刚改过"):
        roster.save(desk, book, duty_plan.put(book.cells, {(who(desk, "huli4"), day(1)): ("D",)}))


def test_who_does_not_plan_is_told_so(desk: Desk) -> None:
    carer = desk.seated(desk.find_account("huli1"))
    assert "排班表" in roster.why_not(carer) and not roster.why_not(desk)
    with pytest.raises(Refused, match="排班表"):
        roster.save(carer, july(carer), planned(carer, july(carer), "huli1"))


def test_a_draft_keeps_what_was_typed_and_no_more(desk: Desk) -> None:
    book = july(desk)
    cells = planned(desk, book, "huli1", days=2)
    roster.keep(desk, book, cells)
    assert roster.kept(desk, july(desk)) == cells
    assert roster.place_of(roster.draft_key(book)) == (book.ward, JULY)
    roster.save(desk, book, cells)
    assert roster.kept(desk, july(desk)) == july(desk).cells
    roster.keep(desk, july(desk), july(desk).cells)
    assert roster.kept(desk, july(desk)) == july(desk).cells


def test_a_pattern_and_a_week_are_carried_on(desk: Desk) -> None:
    book, one = july(desk), who(desk, "huli1")
    cells = duty_plan.put({}, {(one, day(1)): ("D",), (one, day(2)): ("E",), (one, day(3)): ("N",)})
    told = duty_plan.repeated(book, cells, [one], [day(1), day(2), day(3), day(4)])
    cells = duty_plan.put(cells, told)
    line = "".join(cells.get((one, d), ("·",))[0] for d in book.days)
    assert line == "DEN·" * 7 + "DEN"
    week = duty_plan.week_before(book, cells, [one], day(29))
    assert {k[1].day: v for k, v in week.items()} == {29: ("E",), 30: ("N",), 31: ()}


def test_a_month_begins_with_the_week_before_it(desk: Desk) -> None:
    roster.save(desk, july(desk), planned(desk, july(desk), "huli1"))
    august = july(desk, month=date(2025, 8, 1))
    told = duty_plan.week_before(august, august.cells, [who(desk, "huli1")], date(2025, 8, 1))
    assert set(told.values()) == {("D",)} and len(told) == 7
    cells = duty_plan.led(august, duty_plan.put(august.cells, told))
    assert cells[duty_plan.post_row("leader", "D"), date(2025, 8, 7)] == (who(desk, "kezhang"),)


# What stands against a plan -----------------------------------------------------------------


def flags(desk: Desk, told: dict[tuple[str, int], str], login: str = "huli1") -> dict[int, str]:
    """``(login, day) → shift`` weighed: what is said of one person, by day."""
    book = july(desk)
    cells = {(who(desk, name), day(n)): (shift,) for (name, n), shift in told.items()}
    found = duty_flags.of_person(
        book, roster.ground(desk, book), duty_plan.put(book.cells, cells), who(desk, login)
    )
    return {d.day: "；".join(f.words for f in said) for d, said in found.items()}


@pytest.mark.parametrize(
    ("shifts", "said"),
    [
        ({2: "D", 3: "N"}, {2: "与下一班只隔8小时", 3: "与上一班只隔8小时"}),
        ({2: "E", 3: "N"}, {2: "连上16小时", 3: "连上16小时"}),
        ({2: "D", 3: "D"}, {}),
        ({2: "DA", 3: "NA"}, {}),
        ({2: "NA", 3: "DA"}, {2: "连上24小时", 3: "连上24小时"}),
    ],
)
def test_rest_and_length(desk: Desk, shifts: dict[int, str], said: dict[int, str]) -> None:
    assert flags(desk, {("huli1", n): s for n, s in shifts.items()}) == said


def test_an_absence_and_an_overdue_query_are_said_and_block_nothing(desk: Desk) -> None:
    assert flags(desk, {("huli1", 2): "D"}) == {}
    at(desk, "2025-06-28T09:00")
    records.submit(desk, "X07", {"staff": who(desk, "huli1"), "kind": "2",
                                 "from_at": "2025-06-28T08:00"})  # fmt: skip
    assert flags(desk, {("huli1", 2): "D"}) == {2: "王秀英病假"}
    book = july(desk)
    assert roster.save(desk, book, planned(desk, book, "huli1", days=1)).new == 1


def test_a_query_that_will_be_overdue_is_said_from_that_day(desk: Desk) -> None:
    book = july(desk, month=date(2027, 1, 1))
    one = who(desk, "huli1")
    cells = duty_plan.put({}, {(one, date(2027, 1, 4)): ("D",)})
    said = duty_flags.of_person(book, roster.ground(desk, book), cells, one)
    assert "从业查询" in said[date(2027, 1, 4)][0].words and not said[date(2027, 1, 4)][0].hard


def test_the_same_hour_on_two_wards_is_said(desk: Desk) -> None:
    roster.save(desk, july(desk, 1), planned(desk, july(desk, 1), "huli1", days=2))
    said = flags(desk, {("huli1", 2): "D"})
    assert said == {2: "同一时间还有一班（二区白班）"} or "同一时间" in said[2]


def test_a_day_says_what_it_lacks(desk: Desk) -> None:
    book = july(desk)
    ground = roster.ground(desk, book)
    assert [f.words for f in duty_flags.of_day(book, ground, {}, day(1))] == ["这一天还没排班"]
    cells = duty_plan.put({}, {(who(desk, "huli1"), day(1)): ("D",)})
    said = duty_flags.of_day(book, ground, cells, day(1))
    assert [f.words for f in said if f.hard] == ["白班没排带班领导", "白班没排医护"]
    assert {"00:00–08:00无人排班", "16:00–24:00无人排班"} <= {f.words for f in said}
    day_shift, night = (
        planned(desk, book, login, shift=shift)
        for login, shift in (("huli1", "DA"), ("huli2", "NA"))
    )
    twelve = duty_plan.put(day_shift, night)
    assert "00:00–08:00无人排班" in [
        f.words for f in duty_flags.of_day(book, ground, twelve, day(1))
    ]
    checked_days = [duty_flags.of_day(book, ground, twelve, day(n)) for n in (2, 31)]
    assert not any("无人排班" in f.words for said in checked_days for f in said)


def test_hours_of_the_ward_are_learned_from_its_shifts(desk: Desk) -> None:
    ward = roster.wards(desk)[0].id
    values = {
        "date": "2025-06-29", "ward": ward, "shift": "D", "staff_list": [who(desk, "huli1")],
        "leader": who(desk, "kezhang"), "medic": who(desk, "hushi1"),
        "planned_from": "2025-06-29T07:30", "planned_to": "2025-06-29T15:30",
    }  # fmt: skip
    records.submit(desk, "F67", values)
    book = july(desk)
    assert book.span(day(5), "D")[0] - datetime(2025, 7, 5) == timedelta(hours=7, minutes=30)
