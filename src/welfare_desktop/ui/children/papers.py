"""What a child's file gives on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from welfare_desktop.actions import book, health_file
from welfare_desktop.actions.child_paper import child_paper
from welfare_desktop.actions.labels import child_label
from welfare_desktop.domain.house import Child
from welfare_desktop.ui.children.book import BookDialog
from welfare_desktop.ui.shell.page import Shell
from welfare_desktop.ui.shell.popups import ListPopup, Row

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Desk


def offer(shell: Shell, child: Child, under: QWidget) -> None:
    """The summary, the whole book, the curves or the label of the wristband."""
    rows = [
        Row("档案摘要", "基本情况、该办的事、有哪些表单、经过",
            open=lambda: _show(shell, child, "档案摘要", child_paper)),
        Row("整本档案", "封面、目录、全部表单和材料，装成一本",
            open=lambda: BookDialog(shell, book.book(shell.desk, child.id), under).open()),
        Row("生长曲线", "各项指标的曲线和历次测量", open=lambda: show_growth(shell, child)),
        Row("腕带标签", "姓名、编号、过敏和扫码枪认的码",
            open=lambda: _show(shell, child, "腕带标签", child_label)),
    ]  # fmt: skip
    ListPopup("打印", rows, under).open_under(under)


def show_growth(shell: Shell, child: Child) -> None:
    """The curves of every index that was measured."""
    _show(shell, child, "生长曲线", health_file.growth_sheet)


def _show(shell: Shell, child: Child, what: str, made: Callable[[Desk, Child], bytes]) -> None:
    desk, name = shell.desk, f"{child.file_no}-{what}.pdf"
    shell.runner.run(
        lambda: made(desk, child),
        lambda pdf: shell.show_paper(f"{child.name}　{what}", pdf, name),
        label=f"生成{what}",
    )  # fmt: skip
