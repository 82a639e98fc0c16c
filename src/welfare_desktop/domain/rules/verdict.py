"""Verdicts of the checker (clauses.md §0.4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

import msgspec

if TYPE_CHECKING:
    from welfare_desktop.domain.house import House

Word = Literal["PASS", "DUE", "WARN", "OVERDUE", "BREACH", "UNKNOWN", "NA"]
Kind = Literal["child", "staff", "family", "ward", "month", "institution"]

#: Gravest first; of several verdicts on one subject the gravest stands.
GRAVITY: tuple[Word, ...] = ("BREACH", "OVERDUE", "UNKNOWN", "WARN", "DUE", "PASS", "NA")

WORDS: dict[str, str] = {
    "PASS": "合规", "DUE": "待办", "WARN": "预警", "OVERDUE": "逾期", "BREACH": "违规",
    "UNKNOWN": "资料缺失", "NA": "不适用",
}  # fmt: skip

#: Note of a row that lies before the go-live date (lifecycle.md §1.10).
BEFORE_OPENING = "建账前"


class Subject(msgspec.Struct, frozen=True):
    """Whom a verdict is about. ``id`` as commands.md has it; ``record``: record id to open."""

    kind: Kind
    id: str
    label: str
    record: str = ""


class Remedy(msgspec.Struct, frozen=True):
    """What mends a finding, where it is not a new record of its row's first form, or going on
    with the child's last one.

    Args:
        form: to be filled. record: the one to go on with; empty: a new one.
        values: what a new one begins with.
    """

    form: str
    record: str = ""
    values: dict[str, Any] = {}


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the checker, with the dates used and the arithmetic in words."""

    clause: str
    subject: Subject
    verdict: Word
    due: date | None = None
    facts: dict[str, Any] = {}
    arithmetic: str = ""
    source: str = ""
    forms: tuple[str, ...] = ()
    note: str = ""
    remedy: Remedy | None = None


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What a row's judge says about one subject; the row adds clause, source and forms."""

    subject: Subject
    verdict: Word
    due: date | None = None
    facts: dict[str, Any] = {}
    arithmetic: str = ""
    note: str = ""
    remedy: Remedy | None = None


Judge = Callable[["House", datetime], list[Finding]]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One clause row as data; a change of law adds a row with a later ``valid_from``.

    Args:
        obligation: the seed's words. obliged: 义务主体. source: tag of its own detail.
        forms: forms it reads, first the one that mends it. judge: shape or function that gives its findings.
        reads: fields (``F03.police_reported_at``) whose values decide it.
        offers: what the program offers (gate-H, deadline …).
        daily: a line a day; a month counts every one of its days.
        of_children: every line is about one child and rests on its records and those of the house.
        by_minute: told by the clock, not by the day: asked anew each minute.
        anew: met by a new record each time, not by going on with the last one.
        alarm: of the month in which it falls due, the day from which it is recalled every day.
        remind: days before the last one on which it is recalled, where not those of the house.
        opens: fact that tells the day from which it can be met; it is recalled on that day.
        valid_from: the calculus rests on the Civil Code, in force since that day.
    """

    id: str
    obligation: str
    obliged: str
    source: str
    forms: tuple[str, ...]
    judge: Judge
    offers: str = ""
    reads: tuple[str, ...] = ()
    daily: bool = False
    of_children: bool = False
    by_minute: bool = False
    anew: bool = False
    alarm: int | None = None
    remind: tuple[int, ...] = ()
    opens: str = ""
    valid_from: date = date(2021, 1, 1)
    valid_to: date | None = None


def gravest(findings: list[Finding]) -> Finding:
    """The gravest of several findings on one subject."""
    return min(findings, key=lambda f: GRAVITY.index(f.verdict))
