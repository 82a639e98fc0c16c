"""What a step leaves out about health, so that it holds together: measures, places, doses."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from welfare_desktop.app.replay.assumed import Special
from welfare_desktop.app.replay.families import made
from welfare_desktop.app.replay.script import Step
from welfare_desktop.app.replay.stage import Stage
from welfare_desktop.domain import growth, medication
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.values import normalise

#: Somewhere outside the province: 上海市徐汇区.
_ELSEWHERE = "310104"
#: F29b ``state``: 暂停.
_PAUSED = "4"
#: Months of age → length in cm and weight in kg of a child of that age, about.
_USUAL = ((1, 51, 3.6), (6, 62, 6.5), (12, 72, 9), (24, 83, 11), (48, 98, 15), (84, 117, 21),
          (144, 145, 38), (9999, 162, 52))  # fmt: skip


def _usual(column: int) -> Special:
    """F21: what a child of that age measures."""

    def value(stage: Stage, step: Step, out: dict[str, Any]) -> float:
        birth = stage.child(step.get("child")).birth_date
        told = normalise(FORMS["F21"].field("measured_on"), out.get("measured_on"))
        day = date.fromisoformat(told) if told else step.at.date()
        months = growth.months(birth, day) if birth is not None else 0
        return next(row[column] for row in _USUAL if months < row[0])

    return value


def _due(stage: Stage, step: Step, out: dict[str, Any]) -> str:
    """F29b: the time of the order nearest to when it was given."""
    order = stage.desk.house().record("F29", str(out.get("order") or ""))
    told = normalise(FORMS["F29b"].field("given_at"), out.get("given_at"))
    at = datetime.fromisoformat(told) if told else step.at
    day = timedelta(days=1)
    times = medication.slots(order, at - day, at + day) if order is not None else []
    return minute_text(min(times, key=lambda slot: abs(slot - at), default=at))


def _state(stage: Stage, step: Step, out: dict[str, Any]) -> str:
    """F29b: given where the step says when and who checked it, else paused."""
    checked = "second_check" in (step.get("sign") or {})
    return medication.GIVEN if out.get("given_at") and checked else _PAUSED


def _urgent(stage: Stage, step: Step, out: dict[str, Any]) -> str:
    """F28: the newest urgent visit, else one made now."""
    known = [r.id for r in stage.child(step.get("child")).all("F24") if r.get("urgent") is True]
    return known[-1] if known else made(stage, "F24", step.get("child"), urgent=True)


def _ordered(stage: Stage, step: Step, out: dict[str, Any]) -> str:
    """F29b: the newest order of the child, else one made now."""
    known = [r.id for r in stage.child(step.get("child")).all("F29")]
    return known[-1] if known else made(stage, "F29", step.get("child"))


#: What the form says at first and a scenario tells by other fields, or leaves neutral.
BEGUN = ("F28.cond_no_hukou", "F28.cond_no_ins", "F29b.state")
#: ``form.field`` → value of a field that the step does not give.
SPECIAL: dict[str, Special] = {
    "F21.length_cm": _usual(1), "F21.weight_kg": _usual(2),
    "F26.target_div": lambda stage, step, out: _ELSEWHERE,
    "F28.visit": _urgent, "F29b.order": _ordered, "F29b.due_at": _due, "F29b.state": _state,
}  # fmt: skip
#: Where the first code or a plain value would mean something.
NEUTRAL: dict[str, Any] = {
    "F20.allergy": "无", "F20.blood": "9", "F22.reaction": "无", "F27.designated": True,
    "F28.cond_new": True, "F28.cond_no_hukou": True, "F28.cond_no_ins": True,
    "F28.cond_urgent": True, "X10.kind": "2",
}  # fmt: skip
