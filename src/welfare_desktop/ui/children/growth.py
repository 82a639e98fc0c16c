"""生长曲线: which index, which part of which standard, the curves, and in words what is chosen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from welfare_desktop.actions.health_file import Growth
from welfare_desktop.domain.growth import INDICES
from welfare_desktop.domain.growth_chart import NAMES, VIEWS, chart, first_view
from welfare_desktop.ui.children.curves import Curves
from welfare_desktop.ui.shell.empty_note import EmptyNote
from welfare_desktop.ui.shell.flow import Flow
from welfare_desktop.ui.shell.widgets import (
    Button,
    Card,
    ComboBox,
    FlatButton,
    Label,
    Scroll,
    StatusLabel,
)


class GrowthTab(QWidget):
    """The tab. ``measure`` begins a new F21, ``show_paper`` prints."""

    def __init__(self, measure: Callable[[], object], show_paper: Callable[[], object]) -> None:
        super().__init__()
        self._growth: Growth | None = None
        self._index = 0
        self.indices: list[Button] = []
        self.view = ComboBox("标准和年龄段")
        self.view.setMinimumContentsLength(19)
        self.view.currentIndexChanged.connect(self._draw)
        self.curves = Curves()
        self.curves.pointed.connect(self._tell)
        self.curves.asked_index.connect(self.show_index)
        self.curves.asked_view.connect(self.turn)
        self.told, self.note = Label().wrap(), StatusLabel("", "warn")
        self.new = FlatButton("新填测量", "plus", measure, "新填生长发育测量记录")
        self.paper = FlatButton("打印", "printer", show_paper, "打印生长曲线")
        self.none = EmptyNote("")
        self.card = Card(spacing=4)
        self.card.body.setContentsMargins(12, 10, 12, 8)
        self.card.body.addLayout(self._choices())
        self.card.body.addWidget(self.curves, 1)
        self.card.body.addWidget(self.note)
        foot = QHBoxLayout()
        foot.addWidget(self.told, 1)
        foot.addWidget(self.new)
        foot.addWidget(self.paper)
        self.card.body.addLayout(foot)
        self._scroll = Scroll()
        self._scroll.inner.addWidget(self.card, 1)
        self._scroll.inner.addWidget(self.none)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)

    def take_keys(self) -> None:
        """The keyboard on the curves, and they in view."""
        self.curves.setFocus()
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.curves, 0, 0))

    def _choices(self) -> QHBoxLayout:
        row, flow = QHBoxLayout(), Flow()
        for number, index in enumerate(INDICES):
            name = NAMES[index][0]
            button = Button(
                f"{number + 1} {name}", "", partial(self.show_index, number), f"指标：{name}"
            )
            button.setCheckable(True)
            button.setProperty("segment", True)
            self.indices.append(button)
            flow.addWidget(button)
        row.addLayout(flow, 1)
        row.addWidget(self.view)
        return row

    def show_growth(self, growth: Growth | None, why_not_measure: str = "") -> None:
        """Show a child's measurings, at the part that holds the newest one; ``None`` clears."""
        self._growth = growth
        self.new.why_not(why_not_measure)
        told = growth.why_not if growth else ""
        self.none.sentence.setText(told)
        self.none.setVisible(bool(told))
        self.card.setVisible(not told)
        known = growth is not None and bool(growth.measures)
        self.paper.why_not("" if known else "还没有测量，先填生长发育测量记录。")
        self.show_index(self._index)

    def show_index(self, number: int) -> None:
        """Another index, at the part that holds its newest measuring."""
        self._index, index = number, INDICES[number]
        for at, button in enumerate(self.indices):
            button.setChecked(at == number)
        self.view.blockSignals(True)
        self.view.clear()
        for view in VIEWS[index]:
            self.view.addItem(f"{view.standard}　{view.title}", view)
        if self._growth is not None:
            self.view.setCurrentIndex(first_view(index, self._growth.child, self._growth.measures))
        self.view.blockSignals(False)
        self._draw()

    def turn(self, by: int) -> None:
        """Another part or standard, round about."""
        self.view.setCurrentIndex((self.view.currentIndex() + by) % self.view.count())

    def _draw(self) -> None:
        found, view = self._growth, self.view.currentData()
        if found is None or found.why_not:
            self.curves.show_chart(None)
        else:
            index = INDICES[self._index]
            self.curves.show_chart(chart(index, view, found.child, found.measures))

    def _tell(self) -> None:
        shown = self.curves.chart
        self.told.setText(self.curves.words)
        self.note.show_state(shown.note if shown else "", "warn")
        self.note.setVisible(bool(shown and shown.note))
