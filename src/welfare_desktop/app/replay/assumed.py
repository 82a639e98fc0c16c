"""What a step leaves out about meetings, money and background checks, so that it holds together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from welfare_desktop.app.practice import id_number
from welfare_desktop.app.replay.script import Step
from welfare_desktop.app.replay.stage import Stage
from welfare_desktop.domain import benefit, meetings
from welfare_desktop.domain.codes import code_list
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.values import normalise
from welfare_desktop.store.accounts import AccountRow

#: F46 ``topic``: 其他重大.
_OTHER_TOPIC = "4"
Special = Callable[[Stage, Step, dict[str, Any]], Any]


def _three(stage: Stage) -> list[AccountRow]:
    """Three people of different fields of work."""
    return [stage.with_role(role) for role in "WMN"]


def present(stage: Stage, step: Step) -> list[AccountRow]:
    """F46: those who took part sign."""
    rows = (step.get("data") or {}).get("attendees")
    if not isinstance(rows, list):
        return _three(stage)
    return [
        stage.account(str(row["person"]).removeprefix("ref:")) for row in rows if "person" in row
    ]


def _topic(stage: Stage, step: Step, out: dict[str, Any]) -> str:
    """F46: on adoption where the child has been assessed for it, else something of the house."""
    name = step.get("child")
    assessed = name in stage.names and stage.child(name).newest("F45") is not None
    return meetings.ADOPTION if assessed else _OTHER_TOPIC


def _voting(stage: Stage, step: Step, out: dict[str, Any]) -> list[dict[str, Any]]:
    """F46: three voters, unless the step names who was there."""
    return [
        {"person": one.staff, "voter": True, "post": stage.desk.record(one.staff).get("post")}
        for one in _three(stage)
    ]


def _agreed(stage: Stage, step: Step, out: dict[str, Any]) -> list[dict[str, Any]]:
    """F46: every voter agrees for every child."""
    rows = out.get("attendees") or _voting(stage, step, out)
    voters = [row["person"] for row in rows if row.get("voter") in (True, "是")]
    children = out.get("children") or [stage.names.get(step.get("child"))]
    return [
        {"person": person, "vote": "1"} | ({"child": child} if child else {})
        for child in children
        for person in voters
    ]


def _told(name: str, out: dict[str, Any]) -> str:
    return str(normalise(FORMS["F54"].field(name), out.get(name)) or "")


def _rate(stage: Stage, step: Step, out: dict[str, Any]) -> int:
    """F54: the standard of the month of application, where one is entered."""
    kind = _told("benefit", out) or "1"
    month = _told("applied_on", out)[:7] or f"{step.at:%Y-%m}"
    return benefit.rate_in(stage.desk.house(), kind, month) or 1


def _number(stage: Stage, step: Step, out: dict[str, Any]) -> str:
    """F55: the number that continues the book."""
    numbers = [e.text("entry_no") for e in stage.desk.house().of("F55")]
    digits = [int(n) for n in numbers if n.isdigit()]
    return str(max(digits, default=0) + 1)


def _purpose(stage: Stage, step: Step, out: dict[str, Any]) -> str | None:
    """F55: a plain word; the reason that 其他 asks for is the scenario's where it is judged."""
    from welfare_desktop.app.replay.filling import expected_clauses

    other = code_list("CL-FUND").code_of(str(out.get("category") or "")) == "OTH"
    return None if other and "C9.05" in expected_clauses(stage) else "演示"


def _of_subject(name: str) -> Special:
    """F65: name and number of the staff member asked about, else of somebody made up."""

    def value(stage: Stage, step: Step, out: dict[str, Any]) -> str:
        person = stage.desk.house().record("F64", str(out.get("subject") or ""))
        if person is not None and person.get(name):
            return person.text(name)
        number = id_number("341000", date(1990, 1, 1), 100 + len(stage.names))
        return number if name == "id_no" else "演示"

    return value


#: ``form.field`` → value of a field that the step does not give.
SPECIAL: dict[str, Special] = {
    "F46.topic": _topic,
    "F46.chair": lambda stage, step, out: stage.with_role("D").staff,
    "F46.recorder": lambda stage, step, out: stage.with_role("K").staff,
    "F46.attendees": _voting, "F46.votes": _agreed,
    "F54.rate": _rate, "F55.entry_no": _number,
    "F55.purpose": _purpose,
    "F65.person_name": _of_subject("name"), "F65.person_id_no": _of_subject("id_no"),
}  # fmt: skip
