"""档案目录: the three phases of the file with what is there, what lacks and what brings it about."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QMimeData, QSize, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QVBoxLayout, QWidget

from welfare_desktop.actions import child_file, file_catalogue, incoming, papers, scan_folder, views
from welfare_desktop.actions.file_catalogue import Item
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Paper, Record
from welfare_desktop.ui.children.catalogue_rows import Row, RowPainter, Rows, rows_of
from welfare_desktop.ui.filing.arriving import NOTHING, brought
from welfare_desktop.ui.filing.strip import ScanStrip
from welfare_desktop.ui.filing.watch import FolderWatch
from welfare_desktop.ui.shell.flow import Flow
from welfare_desktop.ui.shell.keys import Key, meaning, meanings
from welfare_desktop.ui.shell.page import Shell
from welfare_desktop.ui.shell.popups import ListPopup
from welfare_desktop.ui.shell.popups import Row as Choice
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.thumbnail import Pictures
from welfare_desktop.ui.shell.widgets import Button, Card, StatusLabel, empty

CATALOGUE_KEYS = (
    Key("Enter", "档案目录：看扫描件，或去填那张表", "opened"),
    Key("插入", "档案目录：收进这一类材料", "filed"),
    Key("Ctrl+Enter", "档案目录：看登记", "shown"),
)  # fmt: skip
_MEANINGS = meanings(CATALOGUE_KEYS)
_PICTURE = QSize(96, 128)
#: Heights of the tab from which there is room for the fractions, and for the strip.
_PHASES_FROM, _STRIP_FROM = 200, 300
#: Opens a form: form id, record (empty: a new one), mode.
Open = Callable[[str, str, str], object]


class CatalogueList(QListView):
    """``opened``: Enter. ``filed``: Insert, a paper of this type is taken in. ``shown``: Ctrl+Enter,
    the record itself."""

    opened = Signal(object)
    filed = Signal(object)
    shown = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.rows = Rows()
        self.setModel(self.rows)
        self.setAccessibleName("档案目录，上下键看，回车打开")
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMinimumHeight(80)
        self.doubleClicked.connect(lambda _: self._tell(self.opened))

    def current(self) -> Row | None:
        """The row under the cursor."""
        at = self.currentIndex().row()
        return self.rows.rows[at] if 0 <= at < len(self.rows.rows) else None

    def _tell(self, signal: object) -> None:
        if (row := self.current()) is not None:
            signal.emit(row)  # type: ignore[attr-defined]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the catalogue."""
        told = {"opened": self.opened, "filed": self.filed, "shown": self.shown}
        if (means := meaning(_MEANINGS, event)) is not None:
            self._tell(told[means])
        else:
            super().keyPressEvent(event)


class CatalogueTab(QWidget):
    """The tab."""

    def __init__(self, shell: Shell, open_form: Open) -> None:
        super().__init__()
        self._shell, self._open = shell, open_form
        self.child: Child | None = None
        self._shown = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card("", spacing=8)
        card.body.setContentsMargins(12, 10, 12, 10)
        head = QHBoxLayout()
        self._holder = QWidget()
        self._phases = Flow(8, self._holder)
        head.addWidget(self._holder, 1)
        head.addStretch(0)
        self.take = Button("收材料", "plus", lambda: self.take_in(), "收材料 Ctrl+J")
        self.paper = Button("打印目录", "printer", self.print, "打印档案目录 Ctrl+P")
        head.addWidget(self.take)
        head.addWidget(self.paper)
        card.body.addLayout(head)
        self.list = CatalogueList()
        self.pictures = Pictures(shell.runner, _PICTURE, self)
        self.pictures.ready.connect(lambda: self.list.viewport().update())
        self.list.setItemDelegate(
            RowPainter(self.list, self.list.rows, self.pictures, partial(_load, shell))
        )
        self.strip = ScanStrip(self.pictures, lambda: self.take_in())
        card.body.addWidget(self.strip)
        card.body.addWidget(self.list, 1)
        column.addWidget(card)
        self.list.opened.connect(self._opened)
        self.list.filed.connect(lambda row: self._file(row))
        self.list.shown.connect(self._record)
        self._watch = FolderWatch(self)
        self._watch.changed.connect(self.count)
        theme().changed.connect(self.list.doItemsLayout)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the list keeps its room: fractions stand in it too."""
        super().resizeEvent(event)
        self._holder.setVisible(self.height() >= theme().px(_PHASES_FROM))
        self.strip.fit(self.height() >= theme().px(_STRIP_FROM))

    def forget(self) -> None:
        """Show nobody."""
        self.child, self._shown = None, ""
        empty(self._phases)
        self.list.rows.show_rows(())
        self.strip.show_waiting(())
        self.pictures.forget()

    def show_catalogue(self) -> None:
        """Show the file of the child, the cursor where it stood in it."""
        child = self.child
        if child is None:
            return
        at = self.list.currentIndex().row() if child.id == self._shown else 0
        self._shown = child.id
        empty(self._phases)
        parts = file_catalogue.catalogue(self._shell.desk, child)
        for part in parts:
            phase = part.phase
            tone = "mute" if not phase.begun else "warn" if phase.lacking else "ok"
            self._phases.addWidget(StatusLabel(part.words, tone))  # type: ignore[arg-type]
        self.list.rows.show_rows(list(rows_of(parts)))
        self.list.setCurrentIndex(self.list.rows.index(max(at, 0)))
        self.take.why_not(incoming.why_not(self._shell.desk))
        self.paper.why_not(file_catalogue.why_not_print(self._shell.desk))
        self._watch.follow(self._shell.desk)
        self.count()

    def count(self) -> None:
        """How many files of the scanner wait."""
        desk = self._shell.desk
        if incoming.why_not(desk) or scan_folder.folder(desk) is None:
            self._waits([])
            return

        self._shell.runner.run(lambda: scan_folder.waiting(desk), self._waits)

    def _waits(self, found: list[scan_folder.Waiting]) -> None:
        self.take.setText(f" 收材料 {len(found)}" if found else " 收材料")
        self.strip.show_waiting(found if self.child is not None else ())

    def take_in(self, kind: str = "", record: str = "") -> None:
        """To the page on which papers come in."""
        if told := incoming.why_not(self._shell.desk):
            self._shell.say(told, "warn")
        elif self.child is not None:
            self._shell.go("intake", child=self.child.id, kind=kind, record=record)

    def receive(self, data: QMimeData | None) -> None:
        """To the page on which papers come in, with what was dropped or pasted."""
        files = brought(data)
        if told := incoming.why_not(self._shell.desk):
            self._shell.say(told, "warn")
        elif not files:
            self._shell.say(NOTHING, "info")
        elif self.child is not None:
            self._shell.go("intake", child=self.child.id, files=tuple(files))

    def _file(self, row: Row) -> None:
        """A paper of this type; what hangs on a form is filed as it hangs there."""
        if row.line is None:
            self.take_in()
            return
        hanging = row.item is not None and not row.item.filed
        record = row.item.record.id if hanging and row.item is not None else ""
        self.take_in(row.line.kind.type, record)

    def _opened(self, row: Row) -> None:
        if row.item is not None:
            self._look(row.item)
        elif row.line is not None and row.line.lacking and row.line.kind.form:
            form = row.line.kind.form
            newest = self.child.newest(form) if self.child is not None else None
            self._open(form, newest.id if newest is not None else "", "continue")
        elif row.line is not None and row.line.items:
            self._look(row.line.items[0])
        elif row.line is not None:
            self._file(row)

    def _record(self, row: Row) -> None:
        if row.item is not None and not row.item.closed:
            self._open(row.item.record.form, row.item.record.id, "view")

    def _look(self, item: Item) -> None:
        """Show the scan; of several one is chosen first."""
        if not item.scans:
            told = (
                "这份材料不在您的查看范围。"
                if item.closed
                else "这一件没有数字化件，按 Ctrl+Enter 看登记。"
            )
            self._shell.say(told, "info")
        elif len(item.scans) == 1:
            self._show(item, item.scans[0])
        else:
            rows = [
                Choice(f"第{number}个文件", paper.name, open=partial(self._show, item, paper))
                for number, paper in enumerate(item.scans, start=1)
            ]
            ListPopup(item.title, rows, self.list).open_under(self.take)

    def _show(self, item: Item, paper: Paper) -> None:
        desk = self._shell.desk
        if not papers.can_be_shown(desk, paper.sha256):
            self._open(item.record.form, item.record.id, "view")
            self._shell.say("录音、录像在登记表里按“另存”，用播放器打开。", "info")
            return

        def work() -> bytes:
            seen = views.viewed(desk, item.record.id)
            return papers.look_at(desk, paper.sha256, seen.record)

        self._shell.runner.run(
            work, lambda data: self._shell.show_paper(item.title, data, paper.name),
            label="正在打开……",
        )  # fmt: skip

    def print(self) -> None:
        """The catalogue as a paper."""
        child, desk = self.child, self._shell.desk
        if child is None:
            return
        name = f"{child.file_no}-档案目录.pdf"
        self._shell.runner.run(
            lambda: file_catalogue.catalogue_paper(desk, child),
            lambda pdf: self._shell.show_paper(f"{child.name}　档案目录", pdf, name),
            label="生成档案目录",
        )  # fmt: skip


def _load(shell: Shell, paper: Paper, record: Record) -> bytes:
    """The bytes of a scan for its small picture, as far as this person sees it."""
    return child_file.scan(shell.desk, paper, record)
