"""What comes next for a child, and what stands before it: the gates asked before anybody tries.

A step is a form that would bring about a transition of lifecycle.md §1.4, judged as if it were
handed in now; no gate is stated here a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from welfare_desktop.domain import rules
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.situation import Problem, Situation


class Step(msgspec.Struct, frozen=True):
    """One next step. ``record``: the one to continue, empty where a new one is filled."""

    id: str
    title: str
    form: str
    record: str
    problems: tuple[Problem, ...]

    @property
    def open(self) -> bool:
        """Whether it may be handed in now (a soft gate still asks for the 院长)."""
        return all(problem.soft or problem.warning for problem in self.problems)

    @property
    def opens_on(self) -> date | None:
        """First possible date, where a waiting period stands before it."""
        return max((p.opens_on for p in self.problems if p.opens_on), default=None)


class _Way(msgspec.Struct, frozen=True):
    """A form that leads on: from which statuses, for whom, with what it would say."""

    id: str
    title: str
    form: str
    origin: tuple[str, ...]
    fits: Callable[[Child], bool]
    says: Callable[[Child, date], Mapping[str, Any]]
    anew: bool = False


def _approved(child: Child) -> bool:
    approval = child.newest("F08")
    return approval is not None and approval.get("decision") == "1"


def _pending(child: Child) -> bool:
    approval = child.newest("F08")
    return approval is not None and not approval.get("decision")


def _claimed(child: Child) -> bool:
    notice = child.newest("F06")
    return notice is not None and any(row.get("state") == "3" for row in notice.rows("claims"))


_ARRIVAL = "LEAD"
_WAYS: tuple[_Way, ...] = (
    _Way("T01", "接收入院登记", "F02", (_ARRIVAL,), lambda c: not c.cause.startswith("T"),
         lambda c, day: {"decision": "1", "arrived_at": f"{day}T00:00"}),
    _Way("T02", "临时监护登记", "F02", (_ARRIVAL,), lambda c: c.cause.startswith("T"),
         lambda c, day: {"decision": "1", "arrived_at": f"{day}T00:00"}),
    _Way("F08", "报民政部门审批", "F08", ("TEMP_CARE", "TEMP_GUARD"),
         lambda c: not _approved(c) and not _pending(c),
         lambda c, day: {"submitted_on": day.isoformat()}, anew=True),
    _Way("F08+", "登记审批结果", "F08", ("TEMP_CARE", "TEMP_GUARD"), _pending, lambda c, day: {}),
    _Way("T03", "办理领回", "F06", ("TEMP_CARE",), _claimed, lambda c, day: {"result": "2"}),
    _Way("T04", "办理正式入院", "F02", ("TEMP_CARE",), lambda c: True,
         lambda c, day: {"admitted_on": day.isoformat()}),
    _Way("T05", "转为长期监护", "F02", ("TEMP_GUARD",), lambda c: True,
         lambda c, day: {"admitted_on": day.isoformat()}),
    _Way("T10", "变更养育方式", "F12", ("IN_CARE",), lambda c: True, lambda c, day: {}, anew=True),
)  # fmt: skip


def steps(child: Child, now: datetime) -> list[Step]:
    """Next steps of a child as of a moment, those that are open first."""
    status = child.status_at(now) or _ARRIVAL
    found = [_step(way, child, now) for way in _WAYS if status in way.origin and way.fits(child)]
    return sorted(found, key=lambda step: not step.open)


def _step(way: _Way, child: Child, now: datetime) -> Step:
    before = None if way.anew else child.newest(way.form)
    says = dict(way.says(child, now.date()))
    if before is None:
        at = minute_text(now)
        record = Record(
            id="", form=way.form, form_no="", child=child.id, subject=None, body=says,
            happened_at=at, state="submitted", submitted_by="", submitted_at=at, created_at=at,
        )  # fmt: skip
    else:
        record = msgspec.structs.replace(before, body=before.body | says)
    situation = Situation(
        form=FORMS[way.form], record=record, house=child.house, now=now, child=child,
        before=before, step="continue" if before else "submit",
    )  # fmt: skip
    problems = rules.gates(situation) if says else []
    kept = [p for p in problems if p.field not in says]
    return Step(way.id, way.title, way.form, before.id if before else "", tuple(kept))
