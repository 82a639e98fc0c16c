"""今日: what the law asks next, for the whole house, the most urgent first."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from welfare_desktop.actions import today
from welfare_desktop.actions.today import Duty
from welfare_desktop.domain.rules.verdict import WORDS
from welfare_desktop.ui.shell.page import Page, Shell
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import Chip, Label

TONES: dict[str, Tone] = {
    "BREACH": "bad", "OVERDUE": "bad", "UNKNOWN": "warn", "WARN": "warn", "DUE": "info",
    "PASS": "ok", "NA": "mute",
}  # fmt: skip
SIGNS = {
    "BREACH": "✕",
    "OVERDUE": "!",
    "UNKNOWN": "?",
    "WARN": "!",
    "DUE": "待",
    "PASS": "✓",
    "NA": "—",
}
_HEADS = ("状态", "对象", "事项", "最后日期", "说明", "条款")

Index = QModelIndex | QPersistentModelIndex


class DutyModel(QAbstractTableModel):
    """Duties as rows; the state column carries sign, word and colour."""

    def __init__(self) -> None:
        super().__init__()
        self.duties: list[Duty] = []

    def set_duties(self, duties: list[Duty]) -> None:
        """Show these."""
        self.beginResetModel()
        self.duties = duties
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.duties)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return _HEADS[section]
        return None

    def data(self, index: Index, role: int = 0) -> Any:
        duty = self.duties[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _cells(duty)[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{WORDS[duty.verdict]} {duty.subject} {duty.title}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{duty.clause} {duty.title}\n{duty.sentence}"
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == 0:
            return theme().colour(TONES[duty.verdict])
        if role == Qt.ItemDataRole.FontRole and index.column() in (0, 1):
            return theme().font(15, QFont.Weight.Medium)
        return None


def _cells(duty: Duty) -> tuple[str, ...]:
    return (
        f"{SIGNS[duty.verdict]} {WORDS[duty.verdict]}", duty.subject, duty.title,
        duty.due.isoformat() if duty.due else "", duty.sentence, duty.clause,
    )  # fmt: skip


class DutyTable(QTableView):
    """A list of duties; Enter or a double click opens the form that mends one."""

    def __init__(self, shell: Shell, name: str) -> None:
        super().__init__()
        self._shell = shell
        self.duties = DutyModel()
        self.setModel(self.duties)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().setDefaultSectionSize(theme().px(40))
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate((96, 120, 230, 110, 300, 70)):
            self.setColumnWidth(column, theme().px(width))
        self.activated.connect(self._open)

    def _open(self, index: QModelIndex) -> None:
        duty = self.duties.duties[index.row()]
        if duty.record:
            self._shell.go("record", form=duty.form, record=duty.record, mode="continue")
        elif duty.child:
            self._shell.go("children", child=duty.child)
        elif duty.clause in ("C3.06", "C3.07", "C3.08", "C3.09"):
            self._shell.go("rounds")
        elif duty.form:
            self._shell.go("record", form=duty.form)


class TodayPage(Page):
    """The first page: counts as chips that filter, the list below."""

    title = "今日"
    subtitle = "该办的事，最急的在前"
    keys = (("Enter", "打开能办这件事的表单"), ("↑ ↓", "上一件、下一件"))
    help = "点上面的计数，只看这一类。“目标”是本机构定的时限，条款号后面可以查到依据。"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(12)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(8)
        self._filter = ""
        self._all: list[Duty] = []
        self._buttons: dict[str, Chip] = {}
        for word in ("", "BREACH", "OVERDUE", "WARN", "DUE"):
            chip = Chip("", TONES.get(word, "mute"), partial(self._only, word))
            self._buttons[word] = chip
            self._chips.addWidget(chip)
        self._chips.addStretch()
        layout.addLayout(self._chips)
        self.table = DutyTable(shell, "今日事项")
        layout.addWidget(self.table, 1)
        self.note = Label("", "hint").wrap()
        layout.addWidget(self.note)

    def enter(self, **arguments: Any) -> None:
        self.refresh()

    def refresh(self) -> None:
        self._all = today.duties(self.desk)
        for word, chip in self._buttons.items():
            count = sum(not word or d.verdict == word for d in self._all)
            chip.show_state(f"{WORDS.get(word, '全部')} {count}", TONES.get(word, "mute"))
        self._only(self._filter)

    def _only(self, word: str) -> None:
        self._filter = word
        shown = [d for d in self._all if not word or d.verdict == word]
        self.table.duties.set_duties(shown)
        self.note.setText("" if shown else "这一类现在没有要办的事。")
        if shown:
            self.table.selectRow(0)

    def clear(self) -> None:
        self._all = []
        self.table.duties.set_duties([])

    def first_focus(self) -> QWidget | None:
        return self.table
