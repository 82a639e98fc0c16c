"""The cards of 今日: a figure each, and the list it opens; the shift at the right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from welfare_desktop.actions.overview import Overview, WardRound
from welfare_desktop.ui.rounds.special import ATTENTION
from welfare_desktop.ui.shell.flow import Flow
from welfare_desktop.ui.shell.icons import pixmap
from welfare_desktop.ui.shell.page import Shell
from welfare_desktop.ui.shell.popups import ListPopup, Row, RowButton
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import (
    Button,
    Card,
    Elided,
    FlatButton,
    Label,
    PrimaryButton,
    StatusLabel,
    empty,
    set_property,
)

_SPECIAL = 8
#: Roles that look after the whole house; the others see first what is theirs.
WHOLE = frozenset("KDS")


class StatCard(Card):
    """A figure with its state; pressing it, Enter or Space opens what stands behind it."""

    def __init__(self, icon: str, title: str, open_list: Callable[[StatCard], object]) -> None:
        super().__init__("", spacing=4)
        self.body.setContentsMargins(14, 14, 14, 14)
        self._icon_name, self._open = icon, open_list
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumWidth(120)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head = QHBoxLayout()
        self._icon = QLabel()
        head.addWidget(self._icon)
        self._title = Elided(title, "secondary")
        head.addWidget(self._title, 1)
        self.body.addLayout(head)
        foot = Flow(8)
        self.number = Label("", "number")
        foot.addWidget(self.number)
        self.state = StatusLabel("", "mute")
        set_property(self.state, "tight", True)
        foot.addWidget(self.state)
        self.body.addLayout(foot)
        self.body.addStretch(1)
        theme().changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(pixmap(self._icon_name, theme().tokens.primary, 22, ratio))

    def show_figure(self, title: str, number: str, state: str, tone: Tone) -> None:
        """Change what stands on the card."""
        self._title.setText(title)
        self._title.setToolTip(title)
        self.number.setText(number)
        self.state.setVisible(bool(state))
        self.state.show_state(state, tone)
        self.setAccessibleName(f"{title} {number} {state}，按回车看明细")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press opens the list."""
        if self.rect().contains(event.position().toPoint()):
            self._open(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self)
        else:
            super().keyPressEvent(event)


def popup(card: QWidget, title: str, rows: list[Row]) -> ListPopup:
    """Open a list under a card."""
    made = ListPopup(title, rows, card)
    made.open_under(card)
    return made


def urgent(found: Overview) -> WardRound | None:
    """The ward whose round ends first and is not yet done."""
    open_ = [w for w in found.mine if w.progress and w.progress.done < w.progress.due]
    known = open_ or [w for w in found.mine if w.progress]
    return min(known, key=lambda w: w.progress.minutes if w.progress else 0, default=None)


class ShiftCard(Card):
    """本班交接准备: each ward's round, the two ways on."""

    def __init__(self, shell: Shell) -> None:
        super().__init__("本班交接准备", spacing=4)
        self._shell = shell
        self._refused = QWidget()
        self.start = PrimaryButton("开始巡查 F2", "clipboard-check",
                                   lambda: shell.go("rounds", start=True), "开始巡查")  # fmt: skip
        self.hand = Button(
            "打开交接班", "arrow-right-left", lambda: shell.go("rounds", tab="handover")
        )

    def show_overview(self, found: Overview) -> None:
        """Show how the shift stands."""
        for widget in (self.start, self.hand):
            self.body.removeWidget(widget)
            widget.setParent(None)
        while self.body.count() > 1:
            item = self.body.takeAt(1)
            if item is not None and (held := item.widget()) is not None:
                held.hide()
                held.deleteLater()
        self._refused = QWidget()
        told_ = QVBoxLayout(self._refused)
        told_.setContentsMargins(0, 0, 0, 0)
        for at, reason in found.refused:
            go = partial(self._shell.go, "rounds", tab="handover", ward=at)
            told_.addWidget(FlatButton(reason, "triangle-alert", go))
        self.body.addWidget(self._refused)
        for ward in found.mine:
            self.body.addWidget(self._ward(ward))
        if times := coming(found):
            self.body.addWidget(Label(times, "hint").wrap())
        begun = any(w.progress and 0 < w.progress.done < w.progress.due for w in found.mine)
        self.start.setText(" 继续巡查 F2" if begun else " 开始巡查 F2")
        self.start.setAccessibleName("继续巡查" if begun else "开始巡查")
        told = f"重点儿童 {len(found.special)} 名 · 未结异常 {len(found.events)} 件"
        self.body.addWidget(Label(told, "hint"))
        self.body.addWidget(self.start)
        self.body.addWidget(self.hand)

    def forget(self) -> None:
        """What was said against a handover may name a child."""
        layout = self._refused.layout()
        if layout is not None:
            empty(layout)

    def _ward(self, ward: WardRound) -> QWidget:
        """Rounds of the shift that are signed, of those that have come; opens the board."""
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        go = partial(self._shell.go, "rounds", tab="board", ward=ward.ward)
        row.addWidget(FlatButton(ward.name, "", go, f"打开{ward.name}巡查板"))
        bar = QProgressBar()
        bar.setTextVisible(False)
        bar.setMinimumWidth(40)
        bar.setMaximum(max(1, ward.due))
        bar.setValue(ward.done)
        bar.setAccessibleName(f"{ward.name}本班已签{ward.done}轮，应签{ward.due}轮")
        row.addWidget(bar, 1)
        row.addWidget(Label(f"已签 {ward.done} / {ward.due} 轮", "hint"))
        return holder


def coming(found: Overview) -> str:
    """When the next round of each ward is, wards of one time together."""
    times = sorted({w.next_at for w in found.mine if w.next_at})
    told = (
        f"{'、'.join(w.name for w in found.mine if w.next_at == at)} {at:%H:%M}" for at in times
    )
    return "下一轮 " + "；".join(told) if times else ""


class DosesCard(Card):
    """本班用药: what is to be given, the most pressing first; each opens the record of the dose."""

    def __init__(self, shell: Shell) -> None:
        super().__init__("本班用药")
        self._shell = shell
        self._rows = QVBoxLayout()
        self.body.addLayout(self._rows)

    def forget(self) -> None:
        """No name and no medicine is left under the veil."""
        empty(self._rows)

    def show_overview(self, found: Overview) -> None:
        """Show the doses not written yet; the card is not there where nothing is due."""
        empty(self._rows)
        self.setVisible(bool(found.doses))
        self.title.setText(f"本班用药 {len(found.doses)}")
        for dose in found.doses[:_SPECIAL]:
            values = {"order": dose.order, "due_at": f"{dose.due_at:%Y-%m-%dT%H:%M}"}
            go = partial(self._shell.go, "record", form="F29b", child=dose.child, values=values)
            row = Row(f"{dose.due_at:%H:%M} {dose.name}", dose.drug, "过点" * dose.late, "bad")
            button = RowButton(row, go, mark=False)
            button.setAccessibleName(f"记录给药 {row.words}")
            self._rows.addWidget(button)
        if (rest := len(found.doses) - _SPECIAL) > 0:
            self._rows.addWidget(Label(f"还有{rest}次，先记前面的。", "hint"))


class SpecialCard(Card):
    """重点儿童 of this person's wards, the sickest first; each opens the child's file."""

    def __init__(self, shell: Shell) -> None:
        super().__init__("重点儿童")
        self._shell = shell
        self._rows = QVBoxLayout()
        self.body.addLayout(self._rows)

    def forget(self) -> None:
        """Nobody is named any more."""
        self.title.setText("重点儿童")
        empty(self._rows)

    def show_overview(self, found: Overview) -> None:
        """Show who is on the lists."""
        self.forget()
        self.title.setText(f"重点儿童 {len(found.special)}")
        for one in found.special[:_SPECIAL]:
            go = partial(self._shell.go, "children", child=one.child)
            button = RowButton(Row(one.name, one.reason, *ATTENTION[one.attention]), go, mark=False)
            button.setAccessibleName(f"打开{one.name}的档案，{one.reason}")
            self._rows.addWidget(button)
        rest = len(found.special) - _SPECIAL
        if rest > 0:
            more = partial(self._shell.go, "rounds", tab="handover")
            self._rows.addWidget(FlatButton(f"还有{rest}名，看交接班", "chevron-right", more))
        if not found.special:
            self._rows.addWidget(Label("现在没有重点儿童。", "secondary"))
