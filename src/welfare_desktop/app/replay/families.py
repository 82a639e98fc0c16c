"""What a step leaves out about families, plans and files, so that it holds together."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from welfare_desktop.actions import records
from welfare_desktop.app.practice import id_number
from welfare_desktop.app.replay.assumed import Special
from welfare_desktop.app.replay.script import Step
from welfare_desktop.app.replay.stage import Stage
from welfare_desktop.domain import meetings
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.codes import code_list
from welfare_desktop.domain.deadlines import addm
from welfare_desktop.domain.forms import FORMS, children_named
from welfare_desktop.domain.forms.declare import Field
from welfare_desktop.domain.permissions import fillers
from welfare_desktop.domain.values import normalise

_BORN = date(1985, 5, 1)


def newest(stage: Stage, step: Step, field: Field) -> str | None:
    """A link that the step does not give: the newest record of one of its forms, the child's
    first."""
    house = stage.desk.house()
    child = stage.names.get(step.get("child") or "")
    found = [r for form in field.forms if form in FORMS for r in house.of(form)]
    own = [r for r in found if child in children_named(r)]
    chosen = max(own or found, key=lambda r: (r.submitted_at, r.id), default=None)
    return chosen.id if chosen is not None else None


def made(stage: Stage, form: str, child: str | None = None, **values: Any) -> str:
    """A further record that a step rests on, by the first account that fills its form."""
    from welfare_desktop.app.replay import filling, verbs

    step = Step(0, stage.clock.now(), "submit", {"form": form, "child": child} if child else {})
    given = filling.fill(stage, step, FORMS[form], dict(values))
    desk = stage.seat(stage.with_role(fillers(FORMS[form])).login)
    own = stage.names.get(child or "") if FORMS[form].of_one_child else None
    done = records.submit(
        desk, form, given, child=own, step=verbs.step_of(stage, step, FORMS[form], given)
    )
    return done.id


def family(stage: Stage, name: str) -> str:
    """Record id of a foster family; the first use makes it (F15), assessed fit and trained."""
    if name not in stage.names:
        day = stage.clock.now().date().isoformat()
        stage.bind(name, made(stage, "F15", householder=name, trained_on=day), "F15")
    return stage.resolve(name, "F15")


def _couple(stage: Stage, step: Step, out: dict[str, Any]) -> list[dict[str, Any]]:
    """F14: two people about whom the police know nothing."""
    rows = []
    for number, who in enumerate(("演示父", "演示母")):
        number_of = id_number("341000", _BORN, 200 + len(stage.names) + number)
        asked = made(stage, "F65", subject_type="5", person_name=who, person_id_no=number_of,
                     result="1", replied_on=step.at.date().isoformat())  # fmt: skip
        rows.append({"name": who, "id_no": number_of, "health_on": step.at.date().isoformat(),
                     "edu": "70", "background": asked})  # fmt: skip
    return rows


def _members(stage: Stage, step: Step, out: dict[str, Any]) -> list[dict[str, Any]]:
    carer = str(out.get("main_carer") or "演示")
    day = step.at.date().isoformat()
    return [{"name": carer, "relation": "1", "health": "1", "checked_on": day, "check_result": "1"}]


def _told(form: str, name: str, out: dict[str, Any]) -> str:
    return str(normalise(FORMS[form].field(name), out.get(name)) or "")


def _ends(stage: Stage, step: Step, out: dict[str, Any]) -> str:
    """F16: a year with its last day."""
    start = date.fromisoformat(_told("F16", "start_on", out) or step.at.date().isoformat())
    return (addm(start, 12) - timedelta(days=1)).isoformat()


#: Rows that ask for the meeting: where the file names one of them, it holds the meeting itself.
_ASK_MEETING = {"C2.04", "C2.08"}


def _studied(stage: Stage, step: Step, out: dict[str, Any]) -> str | None:
    """F16: the meeting that agreed, else one held now."""
    from welfare_desktop.app.replay.filling import expected_clauses

    child = stage.child(step.get("child"))
    known = meetings.decided(child, meetings.FOSTER, step.at.date())
    if known is not None:
        return known.id
    if _ASK_MEETING & expected_clauses(stage):
        return None
    return made(stage, "F46", step.get("child"), topic=meetings.FOSTER, children=[child.id])


def _left(stage: Stage, step: Step, out: dict[str, Any]) -> str:
    """F17: half an hour after the arrival, but not later than now; a short visit says why."""
    start = datetime.fromisoformat(_told("F17", "visit_at", out) or minute_text(step.at))
    end = min(start + timedelta(minutes=30), max(step.at, start))
    if end - start < timedelta(minutes=15):
        out.setdefault("remark", "演示")
    return minute_text(end)


def _conditions(stage: Stage, step: Step, out: dict[str, Any]) -> list[dict[str, Any]]:
    codes = code_list("F18.conditions.condition").items
    return [{"condition": code, "met": True, "basis": "演示"} for code, _ in codes]


def _home(stage: Stage, step: Step, out: dict[str, Any]) -> str:
    """F12: the family home that is there; the first is opened, unless the file asks for it."""
    from welfare_desktop.app.replay.filling import expected_clauses

    if str(out.get("to_mode")) not in ("FAMILY_HOME", "院内类家庭养育"):
        return "演示"
    if not stage.desk.house().of("F14") and "C2.03" not in expected_clauses(stage):
        made(stage, "F14")
    homes = stage.desk.house().of("F14")
    return homes[-1].text("home_no") if homes else "演示"


def _handed(stage: Stage, step: Step, out: dict[str, Any]) -> list[dict[str, Any]]:
    """F53: every item of the child's file; an empty file gets its first one."""
    child = stage.child(step.get("child"))
    items = [r.id for r in child.all("F52")] or [made(stage, "F52", step.get("child"))]
    return [{"item": item} for item in items]


#: ``form.field`` → value of a field that the step does not give.
SPECIAL: dict[str, Special] = {
    "F12.to_ward": _home,
    "F14.home_no": lambda stage, step, out: str(len(stage.desk.house().of("F14")) + 1),
    "F14.couple": _couple, "F14.capacity": lambda stage, step, out: 4,
    "F15.main_carer_birth": lambda stage, step, out: _BORN.isoformat(),
    "F15.members": _members, "F16.end_on": _ends, "F16.meeting_ref": _studied,
    "F17.leave_at": _left, "F18.conditions": _conditions, "F53.list": _handed,
}  # fmt: skip
#: Where the first code or a plain value would mean something.
NEUTRAL: dict[str, Any] = {
    "F15.main_carer_edu": "70", "F15.hukou_local": True, "F15.all_agree": True,
    "F15.house_area": 100, "F15.income_per_head": 300000, "F17.child_seen": True,
    "F19.reasons": ["P9"], "F53.copy_kept": True,
}  # fmt: skip
