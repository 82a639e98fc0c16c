"""Closing the file of a child who left (T30, lifecycle.md §1.4)."""

from __future__ import annotations

from welfare_desktop.actions import effects, people
from welfare_desktop.actions.desk import Desk, Signer
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules import steps
from welfare_desktop.domain.rules.transitions import TRANSITIONS
from welfare_desktop.domain.situation import Problem

_CLOSING = TRANSITIONS["T30"]
#: 档案员 closes a file.
_CLOSER = "A"


def closers(desk: Desk) -> list[str]:
    """Logins of those who may close a file."""
    return people.logins(desk, _CLOSER)


def lacking(desk: Desk, child_id: str) -> tuple[Problem, ...]:
    """What stands before the closing of a child's file."""
    child = desk.house().child(child_id)
    if child is None or child.status not in _CLOSING.origin:
        over = child is not None and child.status in ("FILE_CLOSED", "FILE_TRANSFERRED")
        told = "档案已归结，不用再办。" if over else "儿童还没有离院，档案不能归结。"
        return (Problem(sentence=told, clause="C12.08"),)
    (step,) = (step for step in steps.steps(child) if step.id == _CLOSING.id)
    return step.problems


def close_file(desk: Desk, child_id: str, signer: Signer) -> Record:
    """档案员 signs the cover of a whole file; from now its years to the archive run (C12.14)."""
    if _CLOSER not in signer.roles:
        raise Refused("档案由档案员归结，请档案员签字。")
    for problem in lacking(desk, child_id):
        raise Refused(problem.sentence, clause=problem.clause)
    at = minute_text(desk.now())
    with desk.store.transaction() as transaction:
        before = desk.house().child(child_id)
        made = effects.span(
            desk.for_signer(signer), transaction, child_id, "status", _CLOSING.target, at,
            transition=_CLOSING.id, previous=(before.status or "") if before else "",
        )  # fmt: skip
        transaction.append("sign", signer.account, form="T", record=made.id, body={"field": "T30"})
        return made
