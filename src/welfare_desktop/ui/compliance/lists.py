"""The lists of 合规检查: clauses, rows, whom a verdict is about, what changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from welfare_desktop.actions.compliance import Tally
from welfare_desktop.domain.rules.verdict import WORDS, Verdict
from welfare_desktop.ui.shell.rows import Column, RowsView
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.verdicts import TONES, tag
from welfare_desktop.ui.shell.widgets import SIGNS

_WIDTH = 330


def _tone(tally: Tally) -> Tone:
    return TONES[tally.worst]


def _worst(tally: Tally) -> str:
    """``✕ 违规2``: the gravest word, with how many."""
    word = tally.worst
    return f"{SIGNS[TONES[word]]} {WORDS[word]}{tally.counts.get(word) or ''}"


def clauses() -> RowsView:
    """The twenty clauses, at the left of the page."""
    made = RowsView("条款", (
        Column("条", lambda t: t.id, 36),
        Column("名称", lambda t: t.title, strong=True),
        Column("最重的结论", _worst, 104, tone=_tone),
    ))  # fmt: skip
    made.setFixedWidth(min(theme().px(_WIDTH), 350))
    return made


def rows() -> RowsView:
    """What one clause asks."""
    return RowsView("条款的各项要求", (
        Column("条款", lambda t: t.id, 70),
        Column("要求", lambda t: t.title),
        Column("结论", _worst, 104, tone=_tone),
        Column("合规", lambda t: f"{t.counts.get('PASS', 0)}/{t.judged}" if t.judged else "", 64),
    ))  # fmt: skip


def subjects(name: Callable[[Verdict], str], today: Callable[[], date]) -> RowsView:
    """Whom a row is about, with the arithmetic."""

    def told(verdict: Verdict) -> tuple[str, Tone]:
        return tag(verdict.verdict, verdict.due, today())

    return RowsView("对象", (
        Column("对象", name, 128, strong=True),
        Column("结论", lambda v: f"{SIGNS[told(v)[1]]} {told(v)[0]}", 112,
               tone=lambda v: told(v)[1]),
        Column("说明", lambda v: v.arithmetic),
    ))  # fmt: skip


def changes(name: Callable[[Verdict], str]) -> RowsView:
    """What stands otherwise than at the end of last month."""
    return RowsView("与上月末相比", (
        Column("条款", lambda c: c.verdict.clause, 70),
        Column("对象", lambda c: name(c.verdict), 128, strong=True),
        Column("上月末", lambda c: WORDS[c.before], 96),
        Column("现在", lambda c: WORDS[c.after], 96, tone=lambda c: TONES[c.after]),
        Column("说明", lambda c: c.verdict.arithmetic),
    ))  # fmt: skip
