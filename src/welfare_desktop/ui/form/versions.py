"""历次版本 side by side: who changed what, when and why; the old value stays readable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from welfare_desktop.actions.views import Version
from welfare_desktop.domain import values
from welfare_desktop.domain.forms.declare import REMARK, Form
from welfare_desktop.domain.house import House
from welfare_desktop.ui.form.presenter import Presenter
from welfare_desktop.ui.shell.rows import Column, RowsView
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import Button, CheckBox, Label

_ACTS = {"submit": "提交", "continue": "续填", "correct": "更正", "approve": "审批", "void": "作废"}


@dataclass(frozen=True, slots=True)
class Line:
    """One field in two versions, in words."""

    label: str
    old: str
    new: str

    @property
    def changed(self) -> bool:
        """Whether the version changed it."""
        return self.old != self.new


def compared(form: Form, one: Version, house: House) -> list[Line]:
    """Every field that holds something before or after a version, in paper order."""
    lines = [
        Line(f.label, values.show(f, one.old.get(f.name), house),
             values.show(f, one.new.get(f.name), house))
        for f in (*form.fields, REMARK)
    ]  # fmt: skip
    return [line for line in lines if line.old or line.new]


def _tone(line: Any) -> Tone:
    return "warn" if line.changed else "mute"


class VersionsDialog(QDialog):
    """Versions at the left, newest first; at the right what stood before and what stands now."""

    def __init__(self, presenter: Presenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._form, self._house = presenter.form, presenter.desk.seen()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"历次版本　{presenter.form.title}")
        column = QVBoxLayout(self)
        panes = QHBoxLayout()
        self.versions = RowsView("历次版本", (
            Column("版", lambda v: f"第{v.version}版 {_ACTS.get(v.act, v.act)}", 112, strong=True),
            Column("时间", lambda v: v.at.replace("T", " "), 150),
            Column("谁", lambda v: v.by),
        ))  # fmt: skip
        self.lines = RowsView("前后对照", (
            Column("栏目", lambda line: line.label, 170, tone=_tone),
            Column("改前", lambda line: line.old or "空"),
            Column("改后", lambda line: line.new or "空", strong=True),
        ))  # fmt: skip
        panes.addWidget(self.versions, 2)
        panes.addWidget(self.lines, 3)
        column.addLayout(panes, 1)
        self.why = Label("").wrap()
        column.addWidget(self.why)
        foot = QHBoxLayout()
        self.only = CheckBox("只看改动")
        self.only.setChecked(True)
        self.only.toggled.connect(self._show)
        foot.addWidget(self.only)
        foot.addStretch(1)
        foot.addWidget(Button("关闭", "x", self.accept))
        column.addLayout(foot)
        self.versions.pointed.connect(self._show)
        self.show_versions(presenter.versions())
        self.resize(1000, 520)
        self.versions.setFocus()

    def show_versions(self, versions: Sequence[Version]) -> None:
        """Show these, the newest chosen."""
        self.versions.show_things(versions)
        self._show()

    def _show(self, _: object = None) -> None:
        one: Version | None = self.versions.current()
        if one is None:
            return
        lines = compared(self._form, one, self._house)
        if self.only.isChecked():
            lines = [line for line in lines if line.changed]
        self.lines.show_things(lines)
        told = [f"原因：{one.reason}。"] if one.reason else []
        told += [f"另有{one.withheld}项不在您的查看范围。"] if one.withheld else []
        told += [] if lines else ["这一版没有改动栏目。"]
        self.why.setText("　".join(told))
