"""Asking the checker, as somebody at a desk."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import msgspec

from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.seeing import Viewer
from welfare_desktop.domain.rules import ALL_ROWS, check, moment_of
from welfare_desktop.domain.rules.verdict import GRAVITY, Verdict, Word

WITHHELD = "依据的内容不在您的查看范围。要看请找院长。"
#: Clause → fields whose values decide it.
READS = {row.id: row.reads for row in ALL_ROWS}


def check_on(
    desk: Desk, on: date, clause: str | None = None, subject: str | None = None,
    words: Collection[Word] = GRAVITY, due: Collection[date] | None = None,
) -> list[Verdict]:  # fmt: skip
    """Verdicts of a day, judged from all that is known now; ``words``, ``due``: only these.

    Rules read what a person may not: who may not read a row's fields is told verdict, clause and
    date, and the facts are withheld (lifecycle.md §6.2).
    """
    moment = moment_of(on, desk.now())
    if moment == desk.now() and clause is None:
        found = desk.standing.verdicts(subject)
    else:
        found = check(desk.house().at(moment), moment, clause, subject)
    viewer = desk.viewer()
    wanted = (v for v in found if v.verdict in words and (due is None or v.due in due))
    return [_told(viewer, one) for one in wanted]


def _told(viewer: Viewer, verdict: Verdict) -> Verdict:
    child = verdict.subject.record if verdict.subject.kind == "child" else ""
    concerns_nobody = verdict.verdict == "NA" and not verdict.facts
    if concerns_nobody or viewer.may_know(READS[verdict.clause], child):
        return verdict
    return msgspec.structs.replace(verdict, facts={}, arithmetic=WITHHELD)
