"""巡查与交接: the board, and the handover in a second tab."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from welfare_desktop.domain.codes import label
from welfare_desktop.domain.rounds import shift_of
from welfare_desktop.ui.rounds.handover import HandoverTab
from welfare_desktop.ui.rounds.walk import Walk
from welfare_desktop.ui.shell.page import Page, Shell, wake
from welfare_desktop.ui.shell.widgets import ComboBox, Label, StatusLabel

_KEYS = (
    ("F2", "开始这一轮，到第一名未记的儿童"), ("空格 或 1", "正常，到下一名"), ("2", "醒着"),
    ("3", "异常：按数字选类型，再写体温或情况"), ("4", "不在场：在院的先问在哪里"),
    ("5", "未能查看：写原因"), ("T · N", "体温 · 备注，留在这一名"), ("E", "环境五项都正常；异常按数字"),
    ("Backspace", "取消自己的上一笔；签过的是更正"), ("← 过去的格子", "补录，写明原因"),
    ("/", "找人：拼音、床号、编号"), ("Enter", "看这名儿童的档案"), ("Ctrl+Enter", "结束并签字"),
    ("Ctrl+Tab", "换到交接班"), ("Ctrl+↓ ↑", "交接：换一张卡"), ("A · R · 1–3 · B", "交接：待办、复述、选一句、床头"),
)  # fmt: skip


class RoundsPage(Page):
    """Board and handover of one ward."""

    title = "巡查与交接"
    keys = _KEYS
    help = "按下就已存好，断电也在。签字后才算这一轮。没有“全部正常”，一名儿童按一个键。"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.tabs = QTabWidget()
        self.walk = Walk(shell)
        self.board = self.walk.board
        self.handover = HandoverTab(shell)
        self.tabs.addTab(self.walk, "巡查板")
        self.tabs.addTab(self.handover, "交接班")
        self.tabs.setCornerWidget(self._corner(), Qt.Corner.TopRightCorner)
        self.tabs.currentChanged.connect(self._turned)
        layout.addWidget(self.tabs, 1)

    def _corner(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 2, 0, 6)
        holder.setMinimumHeight(50)
        self.legend = Label(
            "✓正常　醒　! 异常　外 不在场　? 未能查看　虚线 待巡　点线 未签", "hint"
        )
        row.addWidget(self.legend)
        self.state = StatusLabel("", "mute")
        row.addWidget(self.state)
        self.ward = ComboBox("区域")
        self.ward.currentIndexChanged.connect(self.refresh)
        row.addWidget(self.ward)
        return holder

    def enter(self, start: bool = False, tab: str = "", ward: str = "", **arguments: Any) -> None:
        self._wards(ward)
        if tab or start:
            self.tabs.setCurrentIndex(1 if tab == "handover" and not start else 0)
        self.refresh()
        if start:
            self.walk.start()

    def _wards(self, wanted: str) -> None:
        known = self.ward.currentData()
        self.ward.blockSignals(True)
        self.ward.clear()
        for ward in self.desk.house().wards:
            self.ward.addItem(ward.text("name"), ward.id)
        self.ward.setCurrentIndex(max(0, self.ward.findData(wanted or known)))
        self.ward.blockSignals(False)

    def _turned(self) -> None:
        self.legend.setVisible(self.tabs.currentWidget() is self.walk)
        self.refresh()
        focus = self.first_focus()
        if focus is not None and self.isVisible():
            wake(focus, self)
            focus.setFocus()

    def refresh(self) -> None:
        ward = self.ward.currentData()
        if ward is None:
            return
        self.walk.show_ward(ward)
        if self.tabs.currentWidget() is self.handover:
            self.handover.show_ward(ward)
        board = self.board.cells.board
        cells = [cell for row in board.rows for cell in row.cells] if board else []
        late = sum(cell.state in ("overdue", "missed") for cell in cells)
        self.state.show_state(f"未巡 {late}" if late else "没有漏巡", "bad" if late else "ok")
        house, now = self.desk.house(), self.desk.now()
        shift = label("CL-SHIFT", shift_of(house, now))
        count = len(board.rows) if board else 0
        self.set_header(
            self.title, f"{now:%m月%d日} {shift} · {self.ward.currentText()} {count}名儿童"
        )

    def beat(self) -> None:
        if self.tabs.currentWidget() is self.walk and self.walk.side.question is None:
            self.refresh()

    def leave(self) -> bool:
        """Keep what the handover holds."""
        self.handover.keep()
        return True

    def clear(self) -> None:
        self.walk.clear()
        self.handover.clear()

    def first_focus(self) -> QWidget | None:
        if self.tabs.currentWidget() is self.handover:
            return self.handover.first_focus()
        return self.board
