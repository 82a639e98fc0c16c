"""The dialog that chooses a file, said in Chinese where the desktop has none of its own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

#: Qt's own Chinese leaves these in English.
_WORDS = {
    QFileDialog.DialogLabel.LookIn: "位置：",
    QFileDialog.DialogLabel.FileName: "文件名：",
    QFileDialog.DialogLabel.FileType: "类型：",
    QFileDialog.DialogLabel.Accept: "打开",
    QFileDialog.DialogLabel.Reject: "取消",
}


def open_file(parent: QWidget, title: str, kinds: str) -> Path | None:
    """A file to read, chosen by the person; ``None`` if they chose none."""
    dialog = QFileDialog(parent, title, "", kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setViewMode(QFileDialog.ViewMode.List)
    for label, word in _WORDS.items():
        dialog.setLabelText(label, word)
    chosen = dialog.exec() == QFileDialog.DialogCode.Accepted
    names = dialog.selectedFiles() if chosen else []
    dialog.deleteLater()
    return Path(names[0]) if names else None
