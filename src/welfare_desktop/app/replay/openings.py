"""Children of an ``opening`` step: each a roster row made of what the step says (T-0)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from welfare_desktop.actions import opening, whereabouts
from welfare_desktop.app.replay.naming import resolved
from welfare_desktop.app.replay.script import Step
from welfare_desktop.app.replay.stage import Stage
from welfare_desktop.domain.codes import code_list
from welfare_desktop.domain.errors import Trouble
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.lifecycle import ADMITTED, PRESENT
from welfare_desktop.domain.roster.model import OpeningRow
from welfare_desktop.domain.values import normalise

#: Forms that T-0 may write (lifecycle.md §1.10).
_FORMS = ("F01", "F02", "F12", "F09", "F10", "F13", "F23")
#: Short names of facts that do not stand in F01.
_SHORT = {
    "arrived_at": "F02.arrived_at", "admitted_on": "F02.admitted_on", "care_mode": "F12.to_mode",
    "selfcare": "F13.level", "assessed_on": "F13.assessed_on", "insurance": "F10.state",
}  # fmt: skip


def open_books(stage: Stage, step: Step) -> str:
    """All children of the step."""
    ward = stage.ward(step.get("ward")) if step.get("ward") else None
    named = dict(step.get("children") or {})
    for _ in range(int(step.get("more", 0))):
        named[_plain(stage, step, named)] = {}
    for name, facts in named.items():
        if name in stage.names:
            raise Trouble(f"“{name}”已经有了，请换一个名称。")
        _admit(stage, step, name, facts, ward)
    return f"{len(named)}名"


def _plain(stage: Stage, step: Step, named: dict[str, Any]) -> str:
    ward, number = step.get("ward") or "", 1
    while f"{ward}+{number}" in stage.names or f"{ward}+{number}" in named:
        number += 1
    return f"{ward}+{number}"


def _admit(stage: Stage, step: Step, name: str, facts: dict[str, Any], ward: str | None) -> None:
    known = {k: v for k, v in facts.items() if k not in ("status", "whereabouts")}
    status = _status(facts.get("status", step.get("status", "IN_CARE")))
    forms = _forms(stage, step, name, known, ward, status)
    made = opening.admit_by_roster(stage.desk, OpeningRow(row=0, forms=forms, status=status))
    stage.bind(name, made.id, "F01")
    where = facts.get("whereabouts")
    if where and where != stage.child(name).whereabouts:
        whereabouts.move(stage.desk, made.id, where_code(where))


def where_code(text: str) -> str:
    """CL-WHERE code of a code or label."""
    code = code_list("CL-WHERE").code_of(text)
    if code is None:
        raise Trouble(f"没有位置“{text}”。")
    return code


def _status(text: str) -> str:
    code = code_list("CL-STATUS").code_of(text)
    if code not in PRESENT:
        raise Trouble(f"建账的在册状态不能是“{text}”。")
    return code


def _path(name: str, key: str) -> tuple[str, str]:
    form, _, field = _SHORT.get(key, key if "." in key else f"F01.{key}").partition(".")
    if form not in _FORMS or field not in FORMS[form] or FORMS[form].field(field).calc:
        raise Trouble(f"“{name}”的“{key}”不是建账能写的内容。")
    return form, field


def _day(value: Any) -> str:
    return str(normalise(FORMS["F01"].field("birth_date"), str(value)))


def _forms(
    stage: Stage, step: Step, name: str, facts: dict[str, Any], ward: str | None, status: str
) -> tuple[tuple[str, dict[str, Any]], ...]:
    day = step.at.date()
    told: dict[str, dict[str, Any]] = {"F01": {}, "F02": {}, "F12": {}}
    for key, value in facts.items():
        form, field = _path(name, key)
        told.setdefault(form, {})[field] = value
    born = _day(told["F01"].get("birth_date") or day - timedelta(days=3650))
    arrived = str(told["F02"].get("arrived_at") or max(_day(day - timedelta(days=365)), born))
    arrived = arrived if "T" in arrived else f"{_day(arrived)}T00:00"
    told["F01"]["birth_date"], told["F02"]["arrived_at"] = born, arrived
    child = {"name": name, "sex": "1", "adm_cause": "B1"}
    if ward and "ward_id" not in told["F01"]:
        child |= {"ward_id": ward, "bed_no": stage.free_bed(ward)}
    filled: dict[str, dict[str, Any]] = {
        "F01": child, "F02": {}, "F12": {"to_mode": "INSTITUTION", "effective_at": f"{day}T00:00"},
        "F13": {"assessed_on": str(day)},
    }  # fmt: skip
    if status in ADMITTED:
        filled["F02"]["admitted_on"] = arrived[:10]
    return tuple(
        (form, resolved(stage, FORMS[form], filled.get(form, {}) | told[form]))
        for form in _FORMS if form in told
    )  # fmt: skip
