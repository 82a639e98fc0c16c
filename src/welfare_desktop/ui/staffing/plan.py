"""排班: a ward's month planned by keys, weighed as it is typed, saved in one go."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from welfare_desktop.actions import people, roster
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.duty_plan import SHIFTS, letter
from welfare_desktop.domain.errors import Refused
from welfare_desktop.ui.shell.empty_note import EmptyNote
from welfare_desktop.ui.shell.keys import bind
from welfare_desktop.ui.shell.page import Page
from welfare_desktop.ui.shell.widgets import (
    Button,
    ComboBox,
    Elided,
    FlatButton,
    Label,
    PrimaryButton,
    StatusLabel,
)
from welfare_desktop.ui.staffing.grid import PLAN_KEYS, GridView
from welfare_desktop.ui.staffing.keys import Keys
from welfare_desktop.ui.staffing.month import CHOICES, Month
from welfare_desktop.ui.staffing.sheet import SheetButtons

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Signer
    from welfare_desktop.actions.roster import Saved

_DRAFT_MS = 2000
_LEGEND = (
    "　".join(f"{letter(s)} {label('CL-SHIFT', s)}" for s in SHIFTS) + "　空格 休　R 重复　C 照上周"
)


class PlanTab(QWidget):
    """One ward's month. What is typed is kept as a draft until it is saved."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.month: Month | None = None
        self._first = date.min
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.grid = GridView()
        self.keys = Keys(self, self.grid)
        self.grid.moved.connect(self._tell)
        self.closed = EmptyNote("")
        column.addLayout(self._head())
        column.addWidget(self.closed, 1)
        column.addWidget(self.grid, 1)
        self.said, self.hint = Elided(""), Elided(_LEGEND, "hint")
        column.addWidget(self.said)
        column.addWidget(self.hint)
        column.addLayout(self._foot())
        self._timer = QTimer(self, singleShot=True, interval=_DRAFT_MS)
        self._timer.timeout.connect(self.keep)
        bind(self, PLAN_KEYS, {"save": self.save})

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.ward = ComboBox("区域")
        self.ward.currentIndexChanged.connect(self._open)
        self.earlier = FlatButton("", "chevron-left", partial(self.turn, -1), "上个月")
        self.later = FlatButton("", "chevron-right", partial(self.turn, 1), "下个月")
        self.name = Label("", "cardTitle")
        self.state = StatusLabel("", "mute")
        self.warnings = Button("提醒", "triangle-alert", self.keys.next_flag, "下一条提醒 W")
        self.sheet = SheetButtons(self)
        for widget in (self.ward, self.earlier, self.name, self.later, self.state):
            row.addWidget(widget)
        row.addStretch(1)
        for button in (self.warnings, self.sheet.out, self.sheet.into):
            row.addWidget(button)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("改动已经开始的班，写明原因")
        self.reason.setAccessibleName("改动已经开始的班的原因")
        self.count = Elided("", "hint")
        self.drop = Button("放弃改动", "undo-2", self._drop)
        self.submit = PrimaryButton("保存排班 Ctrl+↵", "check", self.save)
        row.addWidget(self.reason, 2)
        row.addWidget(self.count, 1)
        row.addWidget(self.drop)
        row.addWidget(self.submit)
        return row

    # --- coming and going ---

    def enter(self, ward: str = "", month: date | None = None) -> None:
        """The ward and month asked for, else those that were open, else the ones to come."""
        desk = self.page.desk
        known = self.ward.currentData()
        self.ward.blockSignals(True)
        self.ward.clear()
        for one in roster.wards(desk):
            self.ward.addItem(one.text("name"), one.id)
        self.ward.setCurrentIndex(max(0, self.ward.findData(ward or known)))
        self.ward.blockSignals(False)
        if month is not None or self._first == date.min:
            self._first = (month or desk.now().date()).replace(day=1)
        self._open()

    def refresh(self) -> None:
        """Something was written meanwhile: read anew, what was typed laid over it."""
        if self.month is None:
            self.enter()
        else:
            self._open()

    def keep(self) -> None:
        """What was typed is kept as a draft."""
        self._timer.stop()
        if self.month is not None:
            roster.keep(self.page.desk, self.month.book, self.month.cells)

    def clear(self) -> None:
        """Nothing readable stays."""
        self.keep()
        self.month = None
        self.grid.show_picture(None)
        for shown in (self.said, self.count):
            shown.setText("")

    def _open(self) -> None:
        ward, told = self.ward.currentData(), roster.why_not_see(self.page.desk)
        self.closed.sentence.setText(told)
        self.closed.setVisible(bool(told))
        for shown in (self.grid, self.said, self.hint, self.ward, self.drop, self.submit,
                      self.warnings, self.sheet.out, self.sheet.into, self.state, self.earlier,
                      self.later, self.name):  # fmt: skip
            shown.setVisible(not told)
        self.reason.hide()
        if ward is None or told:
            return
        if self.month is not None:
            self.keep()
        self.month = Month(self.page.desk, str(ward), self._first)
        self.reason.clear()
        self.show_month()

    def turn(self, by: int) -> None:
        """Another month."""
        self._first = (self._first + timedelta(days=31 if by > 0 else -1)).replace(day=1)
        self._open()

    # --- what is shown ---

    def show_month(self) -> None:
        """The grid and all that stands around it."""
        month = self.month
        if month is None:
            return
        first = month.book.days[0]
        self.name.setText(f"{first.year}年{first.month}月")
        self.grid.show_picture(month.picture())
        fresh, (hard, soft) = len(month.fresh), month.count()
        words = f"改了{fresh}格，未保存" if fresh else "已保存"
        self.state.show_state(words, "warn" if fresh else "ok", due=bool(fresh))
        self.warnings.setText(f" 提醒 {hard + soft}")
        self.warnings.why_not("" if month.places() or hard + soft else "没有提醒。")
        told = roster.why_not(self.page.desk)
        self.submit.why_not(told or ("" if fresh else "没有改动，不用保存。"))
        self.drop.why_not("" if fresh else "没有改动。")
        begun = bool(roster.begun(self.page.desk, month.book, month.cells)) if fresh else False
        self.reason.setVisible(begun)
        self.count.setText(told or (f"✕ {hard}处不改不能保存" if hard else ""))
        self._tell()

    def _tell(self) -> None:
        """What the cell under the cursor says, and which keys it takes."""
        month, row, day = self.month, self.grid.row(), self.grid.day()
        if month is None or row is None or day is None:
            return
        flags = [*month.flags(row, day), *month.days.get(day, ())]
        sign = "✕ " if any(f.hard for f in flags) else "! " if flags else "✓ "
        told = "；".join(dict.fromkeys(f.words for f in flags)) or "没有提醒"
        self.said.setText(f"{sign}{day.month}月{day.day}日　{told}")
        if month.is_post(row):
            offered = month.candidates(row)[:CHOICES]
            choose = "　".join(f"{n} {name}" for n, (_, name) in enumerate(offered, start=1))
            self.hint.setText(f"{choose}　回车 全部人员　R 重复到月底")
        else:
            self.hint.setText(_LEGEND)

    def after(self, refused: str) -> None:
        """Something was typed: shown, kept soon; what could not be is said."""
        self.show_month()
        self._timer.start()
        if refused:
            self.page.shell.say(refused, "warn")

    # --- saving ---

    def save(self) -> None:
        """All of it; the 院长 signs where shifts are taken back that this person does not void."""
        month = self.month
        if month is None or not self.submit.isEnabled():
            return
        gone = roster.needs_director(self.page.desk, month.book, month.cells)
        if gone:
            logins = [a.login for a in people.directors(self.page.desk)]
            self.page.shell.ask_signature(
                f"撤掉{gone}班已排的班。", self._save, title="院长签字", among=logins
            )
        else:
            self._save(None)

    def _save(self, director: Signer | None) -> None:
        month, why = self.month, self.reason.text()
        if month is not None:
            self.page.do_once(
                lambda: roster.save(self.page.desk, month.book, month.cells, why, director),
                self._saved, "正在保存排班……",
            )  # fmt: skip

    def refused(self, error: Exception) -> None:
        """A reason is asked in its place."""
        if isinstance(error, Refused) and error.field == roster.REASON:
            self.reason.show()
            self.reason.setFocus()

    def _saved(self, saved: Saved) -> None:
        self._timer.stop()
        self.month = None
        self._open()
        self.page.shell.changed()
        self.page.shell.say(
            f"{self.ward.currentText()}{self.name.text()}排班已保存：{saved.words}。"
        )
        self.grid.setFocus()

    def _drop(self) -> None:
        if self.month is not None:
            roster.forget(self.page.desk, self.month.book)
            self.month = None
            self._open()
            self.grid.setFocus()
            self.page.shell.say("没保存的改动已放弃。", "info")
