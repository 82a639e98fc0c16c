"""到期日历: a month of last days beside the list of one day; the sheet for the wall."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QDate, QRect, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from welfare_desktop.actions import agenda
from welfare_desktop.actions.agenda import Agenda
from welfare_desktop.actions.today import Duty
from welfare_desktop.domain.rules.verdict import GRAVITY
from welfare_desktop.ui.form.calendar import Calendar
from welfare_desktop.ui.shell.flow import Flow
from welfare_desktop.ui.shell.keys import Key, bind
from welfare_desktop.ui.shell.page import Page, Shell
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import BODY, HINT, INPUT
from welfare_desktop.ui.shell.verdicts import TONES
from welfare_desktop.ui.shell.widgets import Button, Card, Chip, Label, Scroll, set_property
from welfare_desktop.ui.today.cards import WHOLE
from welfare_desktop.ui.today.duties import DUTY_KEYS, DutyList, take_up, why_not

_LEAST, _SIDE = 380, 450


class DueCalendar(Calendar):
    """A month; every day says how much falls due and how much it brings to mind."""

    def __init__(self) -> None:
        super().__init__("到期日历，方向键换日，翻页键换月")
        self.setNavigationBarVisible(False)
        self.setMinimumSize(300, 7 * INPUT + 14)
        self.found = Agenda({}, {})
        self.today = date.min

    def show_agenda(self, found: Agenda, today: date) -> None:
        """Show these last days."""
        self.found, self.today = found, today
        self.updateCells()

    @property
    def day(self) -> date:
        """The day under the cursor."""
        at = self.selectedDate()
        return date(at.year(), at.month(), at.day())

    @property
    def month(self) -> date:
        """The first day of the month in view."""
        return date(self.yearShown(), self.monthShown(), 1)

    def paintCell(self, painter: QPainter, rect: QRect, at: QDate | date) -> None:
        """Number of the day, then what is due in the tone of the gravest, then what is recalled."""
        day = at if isinstance(at, date) else date(at.year(), at.month(), at.day())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cell = rect.adjusted(2, 2, -2, -2)
        inner = cell.adjusted(5, 1, -3, -1)
        chosen, own = day == self.day, (day.year, day.month) == (self.month.year, self.month.month)
        painter.fillRect(rect, theme().colour("surface"))
        painter.setBrush(theme().colour("weak" if chosen else "surface"))
        painter.setPen(QPen(theme().colour("ring" if chosen else "hairline"), 2 if chosen else 1))
        painter.drawRoundedRect(cell, 6, 6)
        painter.setFont(theme().font(BODY, QFont.Weight.Bold if day == self.today else 400))
        painter.setPen(
            theme().colour("primary" if day == self.today else "text" if own else "text2")
        )
        left_top = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        named = (f"{day.day} 今天", f"今{day.day}") if day == self.today else (str(day.day),)
        # The figure stands at the very top: a low day has room for words then.
        metrics = painter.fontMetrics()
        above, high = metrics.ascent() - metrics.capHeight() - 3, metrics.capHeight() + 6
        told = _fitting(painter, inner, *named)
        painter.drawText(inner.translated(0, -above), left_top, told)
        self._words(painter, inner.adjusted(0, high, 0, 0), day)
        painter.restore()

    def _words(self, painter: QPainter, inner: QRect, day: date) -> None:
        due, remind = self.found.due.get(day, ()), self.found.remind.get(day, ())
        painter.setFont(theme().font(HINT))
        lines: list[tuple[str, str]] = []
        if due:
            tone = TONES[min((d.verdict for d in due), key=GRAVITY.index)]
            lines.append((_fitting(painter, inner, f"到期{len(due)}", f"{len(due)}件"), tone))
        if remind:
            lines.append((_fitting(painter, inner, f"提醒{len(remind)}", "提醒"), "text2"))
        high = theme().px(HINT) + 2
        # Where the day is too low for both, what is due stands for it; the list tells all.
        room = max(1, inner.height() // high)
        top = inner.top() + min(4, max(0, inner.height() - high * room))
        for number, (words, token) in enumerate(lines[:room]):
            painter.setPen(theme().colour(token))
            painter.drawText(
                QRect(inner.left(), top + number * high, inner.width(), high),
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words,
            )  # fmt: skip


def _fitting(painter: QPainter, place: QRect, *words: str) -> str:
    """The first of these that has the room, else the last."""
    wide = painter.fontMetrics().horizontalAdvance
    return next((one for one in words if wide(one) <= place.width()), words[-1])


class CalendarPage(Page):
    """The month at the left, one day or the whole month as a list at the right."""

    title = "到期日历"
    keys = (
        Key("← ↑ ↓ →", "换一天"), Key("PgUp PgDn", "换一月"), Key("Enter", "到清单，再按办理"),
        Key("Ctrl+P", "打印墙上月历", "print"), *DUTY_KEYS[-1:],
    )  # fmt: skip
    help = "数字是当天到期的件数；“提醒”是提前要想到的。墙上月历只印床位或姓名首字母。"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._month_card(), 1)
        row.addWidget(self._list_card(), 1)
        self._found = Agenda({}, {})
        bind(self, self.keys, {"print": self._print})

    def _month_card(self) -> QWidget:
        card = Card()
        head = Flow(8)
        self.name = Label("", "cardTitle")
        self.name.setMinimumHeight(40)
        head.addWidget(self.name)
        self.calendar = DueCalendar()
        buttons = QWidget()
        turn = QHBoxLayout(buttons)
        turn.setContentsMargins(0, 0, 0, 0)
        turn.setSpacing(8)
        for icon, told, go in (
            ("chevron-left", "上个月", self.calendar.showPreviousMonth),
            ("calendar", "回到今天", self._to_today),
            ("chevron-right", "下个月", self.calendar.showNextMonth),
        ):  # fmt: skip
            words = "今天" if icon == "calendar" else ""
            turn.addWidget(Button(words, icon, go, told))
        turn.addWidget(Button("墙上月历", "printer", self._print, "打印墙上月历 Ctrl+P"))
        head.addWidget(buttons)
        self.calendar.selectionChanged.connect(self._list)
        self.calendar.currentPageChanged.connect(lambda *_: self._turned())
        self.calendar.activated.connect(lambda _: self._to_list())
        card.body.addLayout(head)
        card.body.addWidget(self.calendar, 1)
        return card

    def _list_card(self) -> QWidget:
        card = Card()
        card.setMinimumWidth(_LEAST)
        card.setMaximumWidth(_SIDE)
        head = Flow(8)
        self.whole = Chip("", "mute", self._list)
        self.mine = Chip("只看我能办的", "info", self.refresh)
        for chip in (self.whole, self.mine):
            chip.setCheckable(True)
            head.addWidget(chip)
        card.body.addLayout(head)
        self.told = Label("", "cardTitle").wrap()
        card.body.addWidget(self.told)
        inside = Scroll()
        do = partial(take_up, self.shell)
        self.list, self.recalled = DutyList(do, narrow=True), DutyList(do, narrow=True)
        self.recall_title = Label("提前提醒", "cardTitle")
        for widget in (self.list, self.recall_title, self.recalled):
            inside.inner.addWidget(widget)
        inside.inner.addStretch(1)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(inside)
        card.body.addWidget(holder, 1)
        return card

    def enter(self, **arguments: Any) -> None:
        """The day of today, unless another was looked at."""
        if self.calendar.today == date.min:
            self.mine.setChecked(not WHOLE & set(self.desk.account.roles))
            self._to_today()
        self.refresh()

    def refresh(self) -> None:
        self._found = agenda.agenda(self.desk, self.mine.isChecked())
        self.calendar.show_agenda(self._found, self.desk.now().date())
        set_property(self.mine, "chosen", self.mine.isChecked())
        self._list()

    def _to_today(self) -> None:
        today = self.desk.now().date()
        self.calendar.setSelectedDate(QDate(today.year, today.month, today.day))

    def _turned(self) -> None:
        """The chosen day goes along with the month."""
        shown, day = self.calendar.month, self.calendar.day
        if (shown.year, shown.month) != (day.year, day.month):
            last = QDate(shown.year, shown.month, 1).daysInMonth()
            self.calendar.setSelectedDate(QDate(shown.year, shown.month, min(day.day, last)))

    def _list(self) -> None:
        day, month = self.calendar.day, self.calendar.month
        of_month = agenda.of_month(self._found, month)
        self.name.setText(f"{month:%Y年%m月}　到期{len(of_month)}件")
        self.whole.setText(f"整月 {len(of_month)}")
        self.whole.setAccessibleName(f"看整月到期的{len(of_month)}件")
        set_property(self.whole, "chosen", self.whole.isChecked())
        whole = self.whole.isChecked()
        due = of_month if whole else self._found.due.get(day, [])
        recalled = [] if whole else self._found.remind.get(day, [])
        named = f"{month:%m月}" if whole else f"{day:%m月%d日}"
        self.told.setText(f"{named}　到期{len(due)}件")
        self._show(self.list, due, "这一天没有到期的事。")
        self._show(self.recalled, recalled, "")
        self.recall_title.setText(f"提前提醒{len(recalled)}件")
        for widget in (self.recall_title, self.recalled):
            widget.setVisible(bool(recalled))

    def _show(self, shown: DutyList, duties: list[Duty], none: str) -> None:
        today = self.desk.now().date()
        shown.show_duties([(d, why_not(self.desk, d)) for d in duties], today, none)

    def _to_list(self) -> None:
        """Enter on a day goes to what is due on it."""
        rows = [row.do for row in (*self.list.rows, *self.recalled.rows) if row.do.isEnabled()]
        if rows:
            rows[0].setFocus()

    def _print(self) -> None:
        month = self.calendar.month
        self.shell.runner.run(
            lambda: agenda.wall_sheet(self.desk, month),
            lambda pdf: self.shell.show_paper(f"{month:%Y年%m月} 到期日历", pdf,
                                              f"到期日历-{month:%Y-%m}.pdf"),
            label="生成墙上月历",
        )  # fmt: skip

    def clear(self) -> None:
        self._found = Agenda({}, {})
        self.calendar.show_agenda(self._found, self.calendar.today)
        for shown in (self.list, self.recalled):
            shown.show_duties([], date.min)

    def first_focus(self) -> QWidget | None:
        return self.calendar
