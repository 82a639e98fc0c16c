"""下一步: each step that may come, what stands before it by clause, and where it is mended;
below it the open duties."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from welfare_desktop.actions.today import Duty
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.rules.steps import Gap, Step
from welfare_desktop.ui.shell.clause import ClauseChip
from welfare_desktop.ui.shell.flow import Flow
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import Button, Card, Label, Line, Scroll, StatusLabel, empty
from welfare_desktop.ui.today.duties import DutyList

#: Opens a form: form id, record (empty: a new one), mode.
Open = Callable[[str, str, str], object]
#: Takes a step: by its form, or by a signature.
Take = Callable[[Step], object]


def standing(step: Step) -> tuple[str, Tone]:
    """Word and tone of a step."""
    if step.offered and step.open:
        return "按需办理", "mute"
    if step.open and step.gaps:
        return "须院长确认", "warn"
    if step.open:
        return ("可填，材料要齐", "warn") if step.asks else ("现在可以办", "ok")
    return ("还不能办", "bad") if step.opens_on is None else ("等待中", "info")


def verb(step: Step) -> str:
    """What the button of an open step says."""
    return "签字" if step.signed else "办理"


def said(step: Step) -> str:
    """What stands before a step, in a sentence."""
    if not step.gaps and step.asks:
        return "在表里补齐：" + "".join(p.sentence for p in step.asks)
    if not step.gaps:
        return "要件齐全，现在可以办理。"
    first = step.gaps[0].problem.sentence
    forms = len({gap.form for gap in step.gaps})
    opens = f"最早{step.opens_on}可办；" if step.opens_on else ""
    return f"{opens}{first}" if forms < 2 else f"{opens}还差{forms}项：{first}"


class GapRow(QWidget):
    """What one form still owes: clauses, sentences, first date, the way there."""

    def __init__(
        self, gaps: Sequence[Gap], open_form: Open, reasons: Callable[[str], str],
        unseen: Callable[[str, str], str],
    ) -> None:  # fmt: skip
        super().__init__()
        form, record = FORMS[gaps[0].form], gaps[0].record
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        legal = [gap.problem for gap in gaps if gap.problem.clause]
        fields = [gap.problem for gap in gaps if not gap.problem.clause]
        for row, problem in enumerate(legal):
            grid.addWidget(ClauseChip(problem.clause or "", problem.sentence), row, 0)
            soft = "（写明原因，由院长确认后可办）" if problem.soft else ""
            grid.addWidget(Label(f"{problem.sentence}{soft}").wrap(), row, 1)
        if fields:
            names = (form.field(p.field).label for p in fields if p.field and p.field in form)
            lacking = "、".join(names) or "、".join(p.sentence for p in fields)
            told = f"《{form.title}》还缺：{lacking}"
            grid.addWidget(Label(told, "hint" if legal else "").wrap(), len(legal), 1)
        waits = not fields and all(problem.opens_on for problem in legal)
        word, mode = ("看", "view") if waits else ("续填" if record else "去填", "continue")
        self.go = Button(word, "pen-line", lambda: open_form(form.id, record, mode),
                         f"{word}{form.title}")  # fmt: skip
        why_not = reasons(form.id)
        told = f"这张表{why_not}。" if why_not else ""
        self.go.why_not(unseen(form.id, record) if waits else told)
        grid.addWidget(self.go, 0, 2)


class StepCard(Card):
    """One step: whether it may be taken, and what is missing."""

    def __init__(self, step: Step, take: Take, open_form: Open, reasons: Callable[[str], str],
                 unseen: Callable[[str, str], str]) -> None:  # fmt: skip
        super().__init__("", spacing=4)
        self.step = step
        words, tone = standing(step)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(StatusLabel(words, tone))
        head.addWidget(Label(step.title, "name"))
        if step.target:
            head.addWidget(Label(f"→ {label('CL-STATUS', step.target)}", "secondary"))
        head.addStretch(1)
        title = "签字" if step.signed else f"《{FORMS[step.form].title}》"
        why_not = "" if step.signed else reasons(step.form)
        named = f"{verb(step)} {step.title}，{title.strip('《》')}"
        self.go = Button(verb(step), "pen-line", lambda: take(step), named)
        blocked = "" if step.open else "先办下面还缺的，才能办这一步。"
        self.go.why_not(f"{title}{why_not}。" if why_not else blocked)
        head.addWidget(self.go)
        self.body.addLayout(head)
        when = Flow(8)
        how = "签字办理，不用填表" if step.signed else f"用{title}办理"
        when.addWidget(Label(how, "hint"))
        if step.opens_on is not None:
            when.addWidget(StatusLabel(f"最早 {step.opens_on}", "info"))
        self.body.addLayout(when)
        if step.asks:
            self.body.addWidget(Line())
        for problem in step.asks:
            self.body.addWidget(Label(f"在表里补齐：{problem.sentence}").wrap())
        self.gaps: list[GapRow] = []
        by_form: dict[str, list[Gap]] = {}
        for gap in step.gaps:
            by_form.setdefault(gap.form, []).append(gap)
        for gaps in by_form.values():
            self.body.addWidget(Line())
            row = GapRow(gaps, open_form, reasons, unseen)
            self.gaps.append(row)
            self.body.addWidget(row)


class NextSteps(Scroll):
    """The tab: steps in the order of the handbook, then duties, gravest first.

    Args:
        reasons: form → why this person does not fill it. unseen: form and record → why this person
            does not read it. Empty: does.
    """

    def __init__(self, take: Take, open_form: Open, reasons: Callable[[str], str],
                 unseen: Callable[[str, str], str], do: Callable[[Duty], object]) -> None:  # fmt: skip
        super().__init__(spacing=12)
        self._take, self._open, self._reasons, self._unseen = take, open_form, reasons, unseen
        self.cards: list[StepCard] = []
        self._steps = QVBoxLayout()
        self._steps.setSpacing(12)
        self.inner.addLayout(self._steps)
        self.duty_card = Card("该办的事")
        self.duties = DutyList(do, subjects=False)
        self.duty_card.body.addWidget(self.duties)
        self.inner.addWidget(self.duty_card)
        self.inner.addStretch(1)

    def show_next(
        self, steps: Sequence[Step], due: Sequence[tuple[Duty, str]], today: date
    ) -> None:
        """Show these; the second of each duty is why this person cannot do it."""
        empty(self._steps)
        self.cards = [
            StepCard(s, self._take, self._open, self._reasons, self._unseen) for s in steps
        ]
        for card in self.cards:
            self._steps.addWidget(card)
        self.duty_card.title.setText(f"该办的事 {len(due)}")
        self.duties.show_duties(due, today)
