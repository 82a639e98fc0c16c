"""A paper shown in the window: look at it, print it, save it. Nothing clear is left on the disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from welfare_desktop.actions import papers
from welfare_desktop.domain.errors import Trouble
from welfare_desktop.ui.shell.keys import Key, bind
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.thumbnail import dimmed, shown, whole
from welfare_desktop.ui.shell.widgets import Button, Label, PrimaryButton, Scroll

_SCREEN, _PRINT = 110, 300
_WIDEST = 910
#: Each stands on its button: F1 does not come above a dialog.
_KEYS = (
    Key("Ctrl+P", "打印", "print"), Key("Ctrl+S", "另存", "save"), Key("F8", "原色", "true"),
)  # fmt: skip


def page_images(paper: bytes | Path, dpi: int) -> Iterator[QImage]:
    """The pages of a PDF as pictures, one at a time; a scan that is a picture is its only page."""
    if isinstance(paper, bytes) and not paper.startswith(b"%PDF"):
        picture = whole(paper)
        if picture.isNull():
            raise Trouble("这个文件不是PDF或图片，这里打不开。")
        yield picture
        return
    for sheet in papers.sheets(paper, dpi):
        yield shown(sheet)


def print_pages(pdf: bytes | Path, printer: QPrinter) -> None:
    """Draw a PDF on a printer, a sheet a page, as large as the paper allows."""
    painter = QPainter(printer)
    area = printer.pageRect(QPrinter.Unit.DevicePixel).toRect()
    for number, image in enumerate(page_images(pdf, _PRINT)):
        if number:
            printer.newPage()
        size = image.size().scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left = (area.width() - size.width()) // 2
        painter.drawImage(QRect(left, 0, size.width(), size.height()), image)
    painter.end()


def printed(pdf: bytes | Path, parent: QWidget) -> str:
    """Ask for the printer and print; what came of it in words, empty where the person gave up."""
    if not QPrinterInfo.availablePrinterNames():
        return "✕ 这台电脑没有装打印机。请另存，拿到能打印的电脑上打；急用先照屏幕抄写。"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if QPrintDialog(printer, parent).exec() != QDialog.DialogCode.Accepted:
        return ""
    print_pages(pdf, printer)
    return "已送到打印机。"


class PaperView(QDialog):
    """``pdf`` page by page; Ctrl+P prints, Ctrl+S saves, Escape closes. At night the paper is dim;
    F8 shows it as it will be printed, and back."""

    def __init__(self, title: str, pdf: bytes, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pdf, self._name = pdf, name
        self.setWindowTitle(title)
        self.setModal(True)
        self._sheets: list[tuple[QLabel, QPixmap]] = []
        room = parent.window().size() if parent is not None else QSize(1366, 728)
        self.resize(min(980, room.width() - 40), min(680, room.height() - 40))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        self.pages = Scroll()
        self.pages.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.pages.setAccessibleName(f"{title}，上下键翻看")
        for image in page_images(pdf, _SCREEN):
            if image.width() > _WIDEST:
                image = image.scaledToWidth(_WIDEST, Qt.TransformationMode.SmoothTransformation)
            self.pages.inner.addWidget(self._sheet(image), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.pages, 1)
        self.said = Label("", "hint").wrap()
        column.addLayout(self._foot())
        bind(self, _KEYS, {"print": self.print, "save": self.save, "true": self.true.toggle})
        self.show_light()
        self.pages.setFocus()

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        self.true = Button("原色 F8", "sun", name="按打印出来的颜色看")
        self.true.setCheckable(True)
        self.true.setProperty("segment", True)
        self.true.setVisible(theme().night)
        self.true.toggled.connect(self.show_light)
        foot.addWidget(self.true)
        foot.addWidget(Button("关闭", clicked=self.reject))
        word = "另存为 PDF" if self.pdf.startswith(b"%PDF") else "另存"
        foot.addWidget(Button(f"{word} Ctrl+S", "download", self.save, word))
        foot.addWidget(PrimaryButton("打印 Ctrl+P", "printer", self.print, "打印"))
        return foot

    def _sheet(self, image: QImage) -> QLabel:
        sheet = QLabel()
        self._sheets.append((sheet, QPixmap.fromImage(image)))
        return sheet

    def show_light(self) -> None:
        """The sheets in the light in force, or in their own colours."""
        for sheet, picture in self._sheets:
            sheet.setPixmap(picture if self.true.isChecked() else dimmed(picture))

    def print(self) -> None:
        """Ask for the printer and print."""
        self.said.setText(printed(self.pdf, self) or self.said.text())

    def save(self) -> None:
        """Save the PDF where the person says."""
        kinds = "PDF (*.pdf)" if self.pdf.startswith(b"%PDF") else "所有文件 (*)"
        name, _ = QFileDialog.getSaveFileName(self, "另存为", self._name, kinds)
        if not name:
            return
        try:
            Path(name).write_bytes(self.pdf)
        except OSError:
            self.said.setText("✕ 没有存成：磁盘已满或不能写。请换一个地方再存。")
            return
        self.said.setText(f"已存到 {Path(name).name}。含个人信息，用完请删除。")
