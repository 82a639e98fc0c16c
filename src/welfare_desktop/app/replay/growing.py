"""What a step leaves out about rehabilitation, school and social work, so that it holds together."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from welfare_desktop.app.replay.assumed import Special
from welfare_desktop.app.replay.families import made
from welfare_desktop.app.replay.script import Step
from welfare_desktop.app.replay.stage import Stage
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.codes import code_list
from welfare_desktop.domain.deadlines import addm
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.values import normalise

#: Rows that ask for an assessment and a plan: where the file names one of them, it makes both itself.
_ASK_REHAB = {"C5.03", "C5.04"}
#: A school day, from leaving to coming back.
_AT_SCHOOL = timedelta(hours=9)


def _told(form: str, name: str, out: dict[str, Any]) -> str:
    return str(normalise(FORMS[form].field(name), out.get(name)) or "")


def _rests_on(form: str) -> Special:
    """F34, F35: the child's newest assessment or plan, else one made now."""

    def value(stage: Stage, step: Step, out: dict[str, Any]) -> str | None:
        from welfare_desktop.app.replay.filling import expected_clauses

        known = stage.child(step.get("child")).newest(form)
        if known is not None:
            return known.id
        asked = _ASK_REHAB & expected_clauses(stage)
        return None if asked else made(stage, form, step.get("child"))

    return value


def _half_year(stage: Stage, step: Step, out: dict[str, Any]) -> str:
    """F34: six months, the last day counted."""
    start = date.fromisoformat(_told("F34", "from_on", out) or step.at.date().isoformat())
    return (addm(start, 6) - timedelta(days=1)).isoformat()


def _planned_item(stage: Stage, step: Step, out: dict[str, Any]) -> str:
    """F35: the first item of the plan."""
    plan = stage.desk.house().record("F34", str(out.get("plan") or ""))
    items = [str(row.get("item")) for row in plan.rows("items")] if plan is not None else []
    return items[0] if items else "1"


def _parts(stage: Stage, step: Step, out: dict[str, Any]) -> list[dict[str, str]]:
    codes = code_list("F41.plan.part").items
    return [{"part": code, "goal": "演示", "measure": "演示"} for code, _ in codes]


def _log_day(stage: Stage, step: Step, out: dict[str, Any]) -> str:
    """F62: the day of leaving."""
    return (_told("F62", "out_at", out) or minute_text(step.at))[:10]


def _due_back(stage: Stage, step: Step, out: dict[str, Any]) -> str:
    out_at = _told("F62", "out_at", out) or minute_text(step.at)
    return minute_text(datetime.fromisoformat(out_at) + _AT_SCHOOL)


#: ``form.field`` → value of a field that the step does not give.
SPECIAL: dict[str, Special] = {
    "F34.assessment": _rests_on("F33"), "F34.to_on": _half_year,
    "F35.plan": _rests_on("F34"), "F35.item": _planned_item, "F41.plan": _parts,
    "F62.date": _log_day, "F62.due_back_at": _due_back,
}  # fmt: skip
#: Where the first code or a plain value would mean something.
NEUTRAL: dict[str, Any] = {
    "F33.need_rehab": True, "F35.minutes": 30, "F37.ordinary_edu_able": True,
    "F42.minutes": 30,
    "F69.service": "9", "F69.phone": "无",
}  # fmt: skip
#: A default begins them, the step's own times complete them.
BEGUN = frozenset(("F41.plan", "F62.date", "F62.due_back_at", "F35.plan", "F34.assessment"))
