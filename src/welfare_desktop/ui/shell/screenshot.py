"""Pictures of widgets, for the headless run and for looking at."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from welfare_desktop.domain.errors import Trouble


def shoot(widget: QWidget, target: Path, size: tuple[int, int] = (1366, 728)) -> Path:
    """Lay a widget out at a size and save what it shows as PNG; `Trouble` if it cannot be saved."""
    widget.resize(*size)
    widget.show()
    for _ in range(4):
        QApplication.processEvents()
    target.parent.mkdir(parents=True, exist_ok=True)
    if not widget.grab().save(str(target), "PNG"):
        raise Trouble(f"图片存不下：{target.name}。请检查磁盘空间和文件夹权限。")
    return target
