"""Saying no: what a rule holds against a step as a refusal, and the attempts that are kept."""

from __future__ import annotations

from collections.abc import Sequence

from welfare_desktop.actions import effects
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain import rules
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.situation import Problem


def refusal(problem: Problem) -> Refused:
    """A problem as it is raised."""
    return Refused(
        problem.sentence, clause=problem.clause, field=problem.field,
        opens_on=problem.opens_on, soft=problem.soft,
    )  # fmt: skip


def attempted(desk: Desk, record: Record, refused: Sequence[Problem]) -> None:
    """Keep the attempts that a gate without override refused: ids only."""
    for problem in refused:
        if problem.logged:
            told = {
                "clause": problem.clause, "form": record.form, "field": problem.field,
                "about": record.id,
            }  # fmt: skip
            with desk.store.transaction() as transaction:
                effects.noted(desk, transaction, "R", {k: v for k, v in told.items() if v})


def unlocked(desk: Desk, record: Record) -> None:
    """Refuse the change of a record that is locked for good; that it was tried is kept."""
    problem = rules.locked(desk.house(), record)
    if problem is not None:
        attempted(desk, record, [problem])
        raise refusal(problem)
