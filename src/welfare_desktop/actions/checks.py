"""Asking the checker, as somebody at a desk."""

from __future__ import annotations

from datetime import date

from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.rules import check, moment_of
from welfare_desktop.domain.rules.verdict import Verdict


def check_on(
    desk: Desk, on: date, clause: str | None = None, subject: str | None = None
) -> list[Verdict]:
    """Verdicts of a day, judged from all that is known now."""
    moment = moment_of(on, desk.now())
    return check(desk.house().at(moment), moment, clause, subject)
