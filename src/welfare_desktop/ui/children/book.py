"""The whole file of a child as one book: what will be in it, saved as a PDF, then printed from it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from welfare_desktop.actions import book
from welfare_desktop.actions.book import Book
from welfare_desktop.ui.shell.page import Shell
from welfare_desktop.ui.shell.paper import printed
from welfare_desktop.ui.shell.runner import Task
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.widgets import Button, Label, PrimaryButton, fit


class BookDialog(QDialog):
    """Escape gives up, or stops the work under way; a book not whole is not left behind."""

    #: Percent, told by the worker.
    bound = Signal(int)

    def __init__(self, shell: Shell, content: Book, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell, self._content = shell, content
        self._task: Task | None = None
        self.saved: Path | None = None
        self.setWindowTitle("整本档案")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(10)
        column.addWidget(Label(f"{content.child.name}　整本档案", "cardTitle"))
        forms = sum(piece.paper is None for piece in content.pieces)
        told = f"封面、目录、{forms}份表单和{len(content.pieces) - forms}件材料，按档案顺序装成一本PDF。"
        if content.withheld:
            told += f"{content.withheld}件封存或不在您的查看范围，不编入，目录会写明。"
        column.addWidget(Label(told, "secondary").wrap())
        self.bar = QProgressBar()
        self.bar.setAccessibleName("装订进度")
        self.bar.setTextVisible(False)
        self.bound.connect(self.bar.setValue)
        column.addWidget(self.bar)
        self.said = Label("PDF不加密，含个人信息。只交给有权看的人，用完删除。", "hint").wrap()
        column.addWidget(self.said)
        row = QHBoxLayout()
        row.addStretch(1)
        self.close_button = Button("取消", clicked=self.reject)
        self.print_button = Button("打印", "printer", self._print, "打印整本")
        self.print_button.why_not("请先存成PDF。")
        self.save_button = PrimaryButton("存成PDF", "download", self._save)
        self.save_button.setDefault(True)
        for button in (self.close_button, self.print_button, self.save_button):
            row.addWidget(button)
        column.addLayout(row)
        fit(self, theme().px(480))
        self.save_button.setFocus()

    def _save(self) -> None:
        folder = self._shell.ask_folder("整本档案存到哪里")
        if folder is None:
            return
        desk, content = self._shell.desk, self._content
        target = folder / f"{content.child.file_no}-整本档案.pdf"
        self.save_button.why_not("正在装订。")
        self.close_button.setText("停止")

        def bind(task: Task) -> int:
            def told(done: int, of: int) -> None:
                task.progress(done / max(of, 1))
                self.bound.emit(100 * done // max(of, 1))

            return book.write(desk, content, target, told)

        self._task = self._shell.runner.run_long(
            bind, lambda pages: self._done(target, pages), failed=self._failed, label="装订整本档案"
        )

    def _done(self, target: Path, pages: int) -> None:
        self._task, self.saved = None, target
        self.bar.setValue(100)
        self.said.setText(f"✓ 已存到{target.name}，正文{pages}页。含个人信息，用完请删除。")
        self.save_button.why_not("已经存好。")
        self.print_button.why_not("")
        self.close_button.setText("关闭")
        self.print_button.setFocus()

    def _failed(self, error: Exception) -> None:
        self._task = None
        self.bar.setValue(0)
        self.said.setText(f"✕ {getattr(error, 'sentence', '没有存成。')}")
        self.save_button.why_not("")
        self.close_button.setText("取消")
        self.save_button.setFocus()

    def _print(self) -> None:
        if self.saved is not None:
            self.said.setText(printed(self.saved, self) or self.said.text())

    def reject(self) -> None:
        """Give up; work under way is stopped first."""
        if self._task is not None:
            self._task.cancel()
        super().reject()
