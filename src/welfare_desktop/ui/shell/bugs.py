"""A bug: a calm dialog with a report that holds no personal data; nothing typed is lost."""

from __future__ import annotations

import logging
import sys
import weakref
from collections.abc import Callable
from types import TracebackType

from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from welfare_desktop.domain.errors import Refused, Trouble, trace
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.widgets import Button, Label, PrimaryButton, fit

_log = logging.getLogger(__name__)


class BugDialog(QDialog):
    """Says what happened and offers the report to copy."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = text
        self.setWindowTitle("程序出错")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(12)
        column.addWidget(Label("这一步没有做成，已保存的内容都在。", "cardTitle").wrap())
        column.addWidget(
            Label("程序内部出了错。可以继续工作；请把错误报告交给系统管理员，"
                  "报告里没有儿童和工作人员的资料。", "secondary").wrap()
        )  # fmt: skip
        row = QHBoxLayout()
        row.addWidget(Button("复制错误报告", "file-text", self._copy))
        row.addStretch(1)
        go_on = PrimaryButton("继续工作", clicked=self.accept)
        go_on.setDefault(True)
        row.addWidget(go_on)
        column.addLayout(row)
        go_on.setFocus()
        fit(self, theme().px(460))

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.text)


def install(window: QWidget, gentle: Callable[[BaseException], bool]) -> None:
    """Show the calm dialog for whatever nobody caught.

    Args:
        window: over which it is shown; it is held no longer than it lives.
        gentle: a method of it that gets `Refused` and `Trouble` first and says whether it has
            shown them.
    """
    there, asked = weakref.ref(window), weakref.WeakMethod(gentle)
    shown: list[BugDialog] = []

    def hook(kind: type[BaseException], error: BaseException, frames: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            sys.__excepthook__(kind, error, frames)
            return
        above, gently = there(), asked()
        if above is None or not isValid(above):
            above = gently = None
        if isinstance(error, Refused | Trouble) and gently is not None and gently(error):
            return
        text = trace(error)
        _log.error("bug: %s", text.replace("\n", " | "))
        shown[:] = [BugDialog(text, above)]
        shown[0].open()

    sys.excepthook = hook
