"""Who stands on the special list and how the census is told, by the handbook's words (§4.3, §4.4)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.domain.test_ward import NOON, child, house, record, walked
from welfare_desktop.domain import attention, handover
from welfare_desktop.domain.record import Record


def test_of_several_events_the_gravest_says_how_closely_to_look() -> None:
    fit = record("F31", "e1", None, happened_at="2025-07-12T02:10", found_at="2025-07-12T02:10",
                 children=["a"], type="2", severity="4")  # fmt: skip
    sick = record("F31", "e2", None, happened_at="2025-07-12T09:00", found_at="2025-07-12T09:00",
                  children=["a"], type="4", severity="1", closed_at="2025-07-12T09:30")  # fmt: skip
    known = house(*child("a", "2015-01-01"), fit, sick)
    (line,) = handover.special_list(known, "w", NOON)
    assert (line.reasons, line.attention) == (("异常：抽搐惊厥、呕吐腹泻",), attention.CRITICAL)
    later = NOON.replace(day=14)
    assert attention.reasons(known.at(later).children[0], later, None)[0] == ("异常：抽搐惊厥",), (
        "what is not closed stays on the list"
    )


@pytest.mark.parametrize(
    ("degrees", "hours", "listed"), [(37.5, 24, True), (37.4, 1, False), (39.0, 25, False)]
)
def test_a_fever_of_the_last_day_is_handed_over_wherever_it_was_measured(
    degrees: float, hours: int, listed: bool
) -> None:
    at = f"{NOON - timedelta(hours=hours):%Y-%m-%dT%H:%M}"
    seen = walked(at, [{"child": "a", "at": f"{at}:00", "mark": "3", "temp": degrees}])
    measured = walked(at, [], vital=[{"child": "a", "at": at, "temp_c": degrees}, {"note": "x"}])
    for walk in (seen, measured):
        known = house(*child("a", "2015-01-01"), walk)
        said = [line.reasons for line in handover.special_list(known, "w", NOON)]
        assert said == ([(f"24小时内发热{degrees:g}℃",)] if listed else [])


def came_and_went(*records: Record) -> handover.Moves:
    at = "2025-07-12T08:00"
    before = record("F32", "h", ward="w", happened_at=at, handover_at=at, by_in={"by": "c"})
    known = house(*records, before)
    found = handover.moves(known, "w", NOON, before)
    assert found is not None
    return found


def moved(name: str, ward: str, at: str = "2025-07-12T10:00") -> Record:
    body = {"child": name, "to_ward": ward, "bed": "1"}
    return Record(id=f"{name}{ward}", form="X09", form_no=name, child=name, body=body,
                  happened_at=at)  # fmt: skip


def gone(name: str, dimension: str, value: str) -> Record:
    return record("T", f"{name}-gone", name, dimension=dimension, value=value,
                  happened_at="2025-07-12T10:00")  # fmt: skip


def test_every_way_to_come_and_go_stands_in_the_equation_by_its_own_name() -> None:
    kids = {name: child(name, "2015-01-01") for name in "abcdef"}
    stay = [r for name in "abcde" for r in kids[name]]
    elsewhere = [moved("f", "x", "2025-07-01T00:00"), moved("f", "w")]
    found = came_and_went(
        *stay, *kids["f"], moved("b", "x"), *elsewhere, gone("c", "whereabouts", "HOSPITAL"),
        gone("d", "whereabouts", "OUTING"), gone("e", "status", "LEFT"),
    )  # fmt: skip
    assert found.words == (
        "上班应在5＋转入1（f）－离院1（e）－外出1（d）－住院1（c）－转出1（b）＝应在2"
    )
    assert found.after == 2


@pytest.mark.parametrize(
    ("due", "told"),
    [
        ("2025-07-12T17:00", ("预计17:00返回",)),
        ("2025-07-13T00:00", ("预计00:00返回",)),
        ("2025-07-13T00:01", None),
        ("2025-07-12T11:59", ("应11:59返回，还没有回来",)),
    ],
)
def test_who_is_to_be_back_from_school_by_the_end_of_the_next_shift_is_handed_over(
    due: str, told: tuple[str, ...] | None
) -> None:
    out = gone("a", "whereabouts", "DAY_SCHOOL")
    way = record("F62", "s", "a", out_at="2025-07-12T10:00", due_back_at=due,
                 happened_at="2025-07-12T10:00")  # fmt: skip
    known = house(*child("a", "2015-01-01"), out, way)
    said = [line.reasons for line in handover.special_list(known, "w", NOON)]
    assert said == ([told] if told else [])
