"""The night on one page: counts of every ward, what was not as usual, names by what may be read."""

from __future__ import annotations

from datetime import datetime, timedelta

import pypdfium2
import pytest

from tests.domain.test_ward import child, record
from welfare_desktop.domain import leading, night
from welfare_desktop.domain.house import House, ListSource
from welfare_desktop.domain.record import Record
from welfare_desktop.reports.night_report import (
    NightReport,
    NightSection,
    NightWard,
    night_report,
)

WARD = record("X02", "w", ward_no="W1", name="一区")
MORNING = datetime(2025, 7, 13, 9, 0)
EVENING, END = datetime(2025, 7, 12, 20, 0), datetime(2025, 7, 13, 8, 0)


def read(pdf: bytes) -> tuple[int, str]:
    document = pypdfium2.PdfDocument(pdf)
    return len(document), "\n".join(page.get_textpage().get_text_range() for page in document)


def ward(number: int) -> NightWard:
    return NightWard(
        name=f"第{number}区", due=20, on_time=10, late=3, missed=5, unsigned=2, uncovered=number,
        came=40, gone=39, doses=60, given=50, doses_late=7, events=9,
    )  # fmt: skip


@pytest.mark.parametrize(("wards", "lines"), [(1, 0), (3, 5), (6, 40), (12, 200), (20, 1000)])
def test_it_is_one_page_whatever_the_night(wards: int, lines: int) -> None:
    long = "02:10 金贝贝 抽搐 危重；" + "02:11急救操作 02:13拨打120 " * 12
    sections = tuple(
        NightSection(f"第{n}类", tuple(f"{i} {long}" for i in range(lines))) for n in range(8)
    )
    pages, text = read(night_report(NightReport(
        institution="示例儿童福利院", span="2025年07月12日 20:00 至 07月13日 08:00", made="甲 打印",
        wards=tuple(map(ward, range(wards))), sections=sections,
    )))  # fmt: skip
    assert pages == 1
    for n in range(wards):
        assert f"第{n}区" in text, "counts are never cut"
    assert all(f"第{n}类" in text for n in range(8))
    assert text.count(f"{lines}件") == 8 if lines else text.count("无") >= 8
    assert ("还有" in text) == (lines > 0), "what is left out is counted"
    if wards > 1:
        assert f"▲ {5 * wards}" in text, "漏巡 of the whole house"


@pytest.mark.parametrize(
    ("now", "since", "until"),
    [
        (MORNING, EVENING, END), (datetime(2025, 7, 13, 19, 59), EVENING, END),
        (datetime(2025, 7, 13, 2, 0), EVENING, datetime(2025, 7, 13, 2, 0)),
        (datetime(2025, 7, 12, 21, 0), EVENING, datetime(2025, 7, 12, 21, 0)),
    ],
)  # fmt: skip
def test_the_last_night(now: datetime, since: datetime, until: datetime) -> None:
    assert night.last_night(now) == (since, until)


def walk(at: datetime, slot: datetime | None = None, by: str = "carer", **more: object) -> Record:
    marks = [{"child": "a", "ward": "w", "at": f"{at:%Y-%m-%dT%H:%M}:00", "mark": "1"}]
    if slot is not None:
        marks[0]["slot"] = f"{slot:%Y-%m-%dT%H:%M}"
    due = {"due_at": f"{slot:%Y-%m-%dT%H:%M}"} if slot is not None else {}
    body: dict[str, object] = {
        "ward": "w", "marks": marks, "closed_as": "1", "by": {"by": by, "name": by},
        "environment": {"doors": True, "utilities": True},
    }  # fmt: skip
    return record("F30", f"r{at:%d%H%M}{by}", None, happened_at=f"{at:%Y-%m-%dT%H:%M}",
                  **(body | due | more))  # fmt: skip


def house(*records: Record, now: datetime = MORNING) -> House:
    return House(ListSource([WARD, *child("a", "2015-01-01"), *records]), now)


def test_rounds_medicine_and_events_of_a_night_are_counted() -> None:
    ten, eleven = EVENING + timedelta(hours=2), EVENING + timedelta(hours=3)
    order = record("F29", "o", "a", drug="布洛芬", freq="21:00,23:00", start_at="2025-07-01T00:00")
    late = record("F29b", "g", "a", order="o", due_at="2025-07-12T21:00", state="1",
                  given_at="2025-07-12T22:30", happened_at="2025-07-12T21:00")  # fmt: skip
    event = record("F31", "e", None, children=["a"], found_at="2025-07-13T02:10", severity="4",
                   happened_at="2025-07-13T02:10")  # fmt: skip
    before = record("F31", "f", None, children=["a"], found_at="2025-07-12T19:59",
                    happened_at="2025-07-12T19:59")  # fmt: skip
    known = house(
        walk(EVENING + timedelta(minutes=3), EVENING), walk(ten + timedelta(minutes=22), ten),
        walk(eleven, eleven, closed_as="2"), order, late, event, before,
    )  # fmt: skip
    (one,) = night.ward_nights(known, EVENING, END)
    assert [one.count(how) for how in ("done", "late", "unsigned")] == [1, 1, 1]
    assert one.count("missed") == len(one.walked) - 3
    assert (len(one.doses), len(one.late)) == (2, 2), "one given late, one with nothing written"
    assert [e.id for e in one.events] == ["e"]
    assert (one.came, one.gone, one.uncovered) == (1, 1, 12 * 60)


ROSTER = record("F67", "n", None, ward="w", leader="boss", staff_list=["carer"],
                planned_from="2025-07-12T20:00", planned_to="2025-07-13T08:00",
                happened_at="2025-07-12T20:00")  # fmt: skip


def looks(*walks: Record, now: datetime = MORNING) -> dict[str, str]:
    found = leading.looks(house(ROSTER, *walks, now=now), EVENING, END)
    return {look.title: look.state(now)[0] for look in found}


def test_the_leaders_rounds_are_told_by_who_signed() -> None:
    at = EVENING + timedelta(hours=1)
    assert set(looks().values()) == {"missed"}
    by_carer = looks(walk(at))
    assert by_carer["门窗水电气（全院）"] == "ok" and by_carer["带班查房（全院）"] == "missed"
    assert looks(walk(at, by="boss"))["带班查房（全院）"] == "ok"
    assert looks(walk(at, by="boss"))["00:00–05:00 带班查房"] == "missed"
    night_look = walk(datetime(2025, 7, 13, 3, 30), by="boss")
    assert looks(night_look)["00:00–05:00 带班查房"] == "ok"
    assert looks(walk(datetime(2025, 7, 13, 5, 30), by="boss"))["00:00–05:00 带班查房"] == "missed"


def test_doors_at_ten_and_a_round_without_a_look_at_them() -> None:
    ten = datetime(2025, 7, 12, 22, 5)
    assert looks(walk(ten))["22:00 门窗水电气"] == "ok"
    blind = walk(ten, by="boss", environment={"doors": "不适用", "utilities": "不适用"})
    assert set(looks(blind).values()) == {"missed"}
    assert set(looks(walk(ten, by="boss", closed_as="2")).values()) == {"missed"}


def test_what_is_not_over_yet_is_due_and_what_has_not_begun_is_to_come() -> None:
    now = datetime(2025, 7, 12, 20, 30)
    told = looks(now=now)
    assert told["带班查房（全院）"] == "due" and told["22:00 门窗水电气"] == "future"


def test_every_ward_with_children_belongs_to_the_whole_house() -> None:
    other = record("X02", "v", ward_no="W2", name="二区")
    second = [
        r if r.form != "F01" else record("F01", "b", "b", **(dict(r.body) | {"ward_id": "v"}))
        for r in child("b", "2015-01-01")
    ]  # fmt: skip
    known = house(ROSTER, other, *second, walk(datetime(2025, 7, 12, 21, 0), by="boss"))
    first = leading.looks(known, EVENING, END)[0]
    assert first.left == ("二区",) and first.state(MORNING) == ("missed", "没有做完，还差二区")


def test_a_house_without_children_owes_no_look() -> None:
    empty = House(ListSource([WARD, ROSTER]), MORNING)
    assert {look.state(MORNING) for look in leading.looks(empty, EVENING, END)} == {
        ("future", "现在没有儿童")
    }
