"""A small house for the checks of forms: one child, two staff, one ward."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import House, ListSource
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.situation import Problem, Situation

NOW = datetime(2025, 7, 28, 9, 0)


def record(form: str, body: dict[str, Any], **more: Any) -> Record:
    """A record about the child ``c``; ``id`` defaults to the form's own."""
    given: dict[str, Any] = {"id": form, "form_no": form, "child": "c"} | more
    return Record(form=form, body=body, **given)


CHILD = record(
    "F01",
    {
        "name": "赵一", "sex": "1", "birth_date": "2020-05-01", "adm_cause": "A1", "ethnic": "01",
        "ward_id": "X02", "bed_no": "1",
    },
    id="c",
)  # fmt: skip
#: The same child as one registered as a newborn.
BABY = record("F09", {"done_on": "2025-07-28", "registered_birth": "2025-07-20"}, id="baby")
HERE = record(
    "T",
    {"dimension": "status", "value": "TEMP_CARE"},
    id="t",
    happened_at="2025-07-28T08:20",
)
ARRIVAL = record("F02", {"arrived_at": "2025-07-28T08:20"}, happened_at="2025-07-28T08:20")
WARD = record(
    "X02", {"ward_no": "1", "beds": [{"bed_no": str(n)} for n in range(1, 4)]}, child=None
)
PROFILE = record(
    "X01", {"div": "341002", "office_div": "341002", "go_live_on": "2025-01-01"}, child=None
)
NURSE = record("F64", {"name": "钱二", "state": "2"}, id="n", child=None)


def situation(
    form: str, body: dict[str, Any], *others: Record, step: str = "submit", **more: Any
) -> Situation:
    """The form about to be submitted in the house, with ``others`` beside what is there."""
    house = House(ListSource([CHILD, HERE, ARRIVAL, WARD, PROFILE, NURSE, *others]), NOW)
    return Situation(
        form=FORMS[form],
        record=record(form, body, **more),
        house=house,
        now=NOW,
        child=house.child("c"),
        step=step,
    )


def told(problems: list[Problem]) -> set[tuple[str | None, bool]]:
    """Field of each problem and whether it is only a warning."""
    assert all(p.sentence.endswith("。") for p in problems)
    return {(p.field, p.warning) for p in problems}
