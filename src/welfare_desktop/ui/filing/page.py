"""收材料: the tray at the left, the page under the cursor in the middle, the item at the right."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QSize
from PySide6.QtGui import (
    QGuiApplication,
)
from PySide6.QtWidgets import QHBoxLayout, QWidget

from welfare_desktop.actions import incoming, scan_folder
from welfare_desktop.actions.intake import Found, load, look, of_record
from welfare_desktop.actions.scans import Scan
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Record
from welfare_desktop.ui.filing.arriving import NOTHING, Drops, brought
from welfare_desktop.ui.filing.item import ItemPanel
from welfare_desktop.ui.filing.preview import Preview
from welfare_desktop.ui.filing.tray import TRAY_KEYS, Tray
from welfare_desktop.ui.filing.watch import FolderWatch, choose_folder
from welfare_desktop.ui.shell.keys import Key, bind
from welfare_desktop.ui.shell.page import Page, Shell
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.thumbnail import Pictures
from welfare_desktop.ui.shell.widgets import Button, Card, Label

_SMALL, _LARGE = QSize(120, 160), QSize(640, 820)
_TRAY = 250
#: So many files that are no papers are named; of the others the number is told.
_NAMED = 2


class IntakePage(Page):
    """``shell.go("intake", child=…, files=[…], record=…, kind="A02")``."""

    title = "收材料"
    under = "children"
    keys = (
        Key("Enter", "收进档案"), Key("Ctrl+Enter", "收进档案，在哪一栏都行", "hand_in"),
        Key("↑ ↓", "选材料类型"), Key("Ctrl+↑ ↓", "换一个文件", "before after"),
        Key("Ctrl+空格", "选中，几个文件合成一件", "mark"),
        Key("Alt+↑ ↓", "调页的先后", "earlier later"), Key("Ctrl+V", "粘贴文件或图片", "paste"),
        Key("Ctrl+退格", "不收这个文件", "aside"), *TRAY_KEYS,
    )  # fmt: skip
    help = "文件只读不动，原来放在哪里还在哪里。扫描仪文件夹里的新文件会自己出现在左边。"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.child: Child | None = None
        #: Whose papers these are, and what of them was filed; the veil does not end it.
        self._of = ""
        self._taken: set[str] = set()
        self._kind = ""
        self._refused: dict[str, str] = {}
        Drops(self, self._take)
        loads = partial(load, shell.desk)
        self.small, self.large = (
            Pictures(shell.runner, _SMALL, self),
            Pictures(shell.runner, _LARGE, self),
        )
        self.tray = Tray(self.small, loads)
        self.preview = Preview(self.large, loads)
        self.item = ItemPanel(self, self.tray.item, self.small.blank)
        self.count = Label("", "hint").wrap()
        self.refused = Label("", "error").wrap()
        self._build()
        self.watch = FolderWatch(self)
        self.watch.changed.connect(self._look_again)
        self.tray.pointed.connect(self._pointed)
        self.tray.taken_away.connect(self._put_aside)
        self.tray.activated.connect(lambda _: self.item.fields.kinds.line.setFocus())
        self.item.fields.kinds.line.pasted.connect(self.paste)
        self.item.filed.connect(self._filed)
        self._shortcuts()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self._side = left = Card("", spacing=6)
        left.body.setContentsMargins(8, 10, 8, 10)
        left.body.addWidget(self.count)
        left.body.addWidget(self.tray, 1)
        left.body.addWidget(self.refused)
        self.choose = Button("选文件", "folder-open", self._choose, "选要收的文件")
        self.folder = Button("扫描仪文件夹", "hard-drive", self._set_folder, "定扫描仪文件夹")
        for button in (self.choose, self.folder):
            left.body.addWidget(button)
        row.addWidget(left)
        row.addWidget(self.preview, 1)
        row.addWidget(self.item)
        theme().changed.connect(self._size)
        self._size()

    def _size(self) -> None:
        """As wide as the size of type asks."""
        self._side.setFixedWidth(theme().px(_TRAY))
        self.tray.doItemsLayout()

    def _shortcuts(self) -> None:
        tray = self.tray
        bind(self, self.keys, {
            "before": partial(tray.step, -1), "after": partial(tray.step, 1), "mark": tray.mark,
            "earlier": partial(tray.put, -1), "later": partial(tray.put, 1), "paste": self.paste,
            "aside": self._aside, "hand_in": self.item.hand_in,
        })  # fmt: skip

    # --- what comes in ---

    def enter(
        self, child: str = "", files: Sequence[Path | bytes] = (), record: str = "",
        kind: str = "", **arguments: Any,
    ) -> None:  # fmt: skip
        self.child = self.desk.seen().child(child) if child else None
        if self._of != child:
            self._of = child
            self._taken.clear()
            self._refused.clear()
            self.tray.show_scans(())
        self._kind = kind
        name = self.child.name if self.child is not None else ""
        self.set_header(f"收材料　{name}".strip(), self.child.file_no if self.child else "")
        self.item.offer(self.child, kind)
        self.watch.follow(self.desk)
        self._bring(files, record)
        self._look_again()

    def _bring(self, files: Sequence[Path | bytes], record: str = "") -> None:
        """Look at files beside the window; together they are one item."""
        if record:
            work = partial(of_record, self.desk, record, self._kind)
            self.shell.runner.run(
                work, partial(self._came, self._of, together=True), label="正在看文件……"
            )
        elif files:
            work_ = partial(look, self.desk, tuple(files))
            self.shell.runner.run(
                work_, partial(self._came, self._of, together=True), label="正在看文件……"
            )

    def _look_again(self) -> None:
        """New files of the scanner's folder; those here already stay where they are."""
        here = {scan.sha256 for scan in self.tray.rows.scans}
        place = scan_folder.folder(self.desk)
        self.folder.setToolTip(str(place) if place else "还没有定文件夹")
        if place is None or self.child is None or incoming.why_not(self.desk):
            self._tell()
            return

        def work() -> Found:
            new = [one.path for one in scan_folder.waiting(self.desk) if one.sha256 not in here]
            return look(self.desk, tuple(new))

        self.shell.runner.run(work, partial(self._came, self._of, together=False))

    def _came(self, of: str, found: Found, together: bool) -> None:
        if of != self._of or self.child is None:
            return  # looked at for another child, or under the veil
        known = {scan.sha256 for scan in self.tray.rows.scans}
        new = [s for s in found.scans if s.sha256 not in self._taken]
        if not together:
            new = [s for s in new if s.sha256 not in known]
        self._refused.update(found.refused)
        tray = self.tray
        marked = [tray.rows.scans[n] for n in sorted(tray.rows.marked)]
        if together and len(new) > 1:
            marked = new
        if new:
            fresh = new[0] if together or not tray.rows.scans else tray.current()
            tray.show_scans((*tray.rows.scans, *new), marked, fresh)
        self._tell()

    def _tell(self) -> None:
        scans = self.tray.rows.scans
        marked = len(self.tray.rows.marked)
        told = f"等着收 {len(scans)} 个文件"
        self.count.setText(f"{told}，选中{marked}个合成一件" if marked else told)
        if not scans:
            self.count.setText("把文件拖进来，或按 Ctrl+V 粘贴。")
        told_not = list(self._refused.values())
        more = f"\n另有{len(told_not) - _NAMED}个文件也不能归档。" if len(told_not) > _NAMED else ""
        self.refused.setText("\n".join(told_not[:_NAMED]) + more)
        self.refused.setVisible(bool(self._refused))

    def paste(self) -> None:
        """What lies on the clipboard: files, or a picture."""
        self._take(QGuiApplication.clipboard().mimeData())

    def _take(self, data: QMimeData | None) -> None:
        files = brought(data)
        if files:
            self._bring(files)
        else:
            self.shell.say(NOTHING, "info")

    # --- the item ---

    def _pointed(self) -> None:
        self.preview.scan = self.tray.current()
        self.preview.update()
        self.item.prefill()
        self._tell()

    def _filed(self, scans: Sequence[Scan], record: Record) -> None:
        told = f"已收：第{record.text('seq')}件 {record.text('title')}。"
        if record.child != self._of or self.child is None:
            self.shell.say(told)
            return
        self._taken |= {scan.sha256 for scan in scans}
        gone = {id(scan) for scan in scans}
        self.tray.show_scans([s for s in self.tray.rows.scans if id(s) not in gone])
        self.child = self.desk.seen().child(record.child or "")
        self.item.offer(self.child)
        self.item.fields.kinds.line.setFocus()
        self.shell.changed()
        self.shell.say(told)

    def not_done(self, error: Exception) -> None:
        """A refusal stands beside its field."""
        self.item.refuse(error)

    def _aside(self) -> None:
        scan = self.tray.current()
        if scan is not None:
            self._put_aside(scan)

    def _put_aside(self, scan: Scan) -> None:
        """Not a paper of this child: it lies here no more, its file stays where it is."""
        place = scan_folder.folder(self.desk)
        if isinstance(scan.source, Path) and place is not None and scan.source.parent == place:
            scan_folder.put_aside(self.desk, scan.sha256)
        marked = [self.tray.rows.scans[n] for n in self.tray.rows.marked]
        left = [s for s in self.tray.rows.scans if s is not scan]
        self.tray.show_scans(left, [s for s in marked if s is not scan])
        self.shell.say(f"“{scan.name}”不收了，文件还在原处。", "info")

    def _choose(self) -> None:
        path = self.shell.ask_open_file("选要收的文件", "扫描件 (*)")
        if path is not None:
            self._bring((path,))

    def _set_folder(self) -> None:
        if choose_folder(self.shell):
            self.watch.follow(self.desk)
            self._look_again()

    def beat(self) -> None:
        self._look_again()

    def clear(self) -> None:
        """Forget what is shown; the files themselves lie where they lay."""
        self.child = None
        self.tray.show_scans(())
        self.preview.scan = None
        for pictures in (self.small, self.large):
            pictures.forget()
        self._refused.clear()
        self.item.offer(None)
        self._tell()

    def first_focus(self) -> QWidget | None:
        return self.item.fields.kinds.line
