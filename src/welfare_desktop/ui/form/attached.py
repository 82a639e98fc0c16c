"""Editors for papers and signatures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from welfare_desktop.domain.forms.declare import Field
from welfare_desktop.ui.form.editor import Editor, Surroundings
from welfare_desktop.ui.shell.widgets import Button, FlatButton, Label

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Signer
    from welfare_desktop.domain.record import Paper


class FileEditor(Editor):
    """Attach scans; the papers go with the submission (``papers``)."""

    def __init__(self, field: Field, around: Surroundings) -> None:
        super().__init__(field)
        self._around = around
        self.papers: list[Paper] = []
        self._kept: list[str] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.button = Button("添加附件", "paperclip", self._choose, f"{field.label}：添加附件")
        self.button.setObjectName(field.name)
        self.watch(self.button)
        self.names = Label("尚无附件", "hint").wrap()
        self.drop = FlatButton("", "trash-2", self._drop, f"{field.label}：去掉刚添加的附件")
        self.drop.hide()
        row.addWidget(self.button)
        row.addWidget(self.names, 1)
        row.addWidget(self.drop)

    def _choose(self) -> None:
        chosen = self._around.ask_file(f"选择{self.field.label}")
        if chosen is not None:
            self.attach(chosen)

    def attach(self, path: Path) -> None:
        """Take a file in."""
        self.papers.append(self._around.attach(self.field, path))
        self._show()
        self.changed.emit()

    def _drop(self) -> None:
        self.papers.clear()
        self._show()
        self.button.setFocus()
        self.changed.emit()

    def _show(self) -> None:
        self.drop.setVisible(bool(self.papers))
        names = self._kept + [p.name or p.type for p in self.papers]
        self.names.setText("、".join(names) or "尚无附件")

    def target(self) -> QWidget:
        """The button."""
        return self.button

    def put(self, value: Any) -> None:
        """Papers already on the record."""
        self._kept = [str(one.get("name", "")) or "附件" for one in value or []]
        self._show()


class SignatureEditor(Editor):
    """A button that asks the PIN of the person who signs, and names what is signed."""

    def __init__(self, field: Field, around: Surroundings, what: Callable[[], str]) -> None:
        super().__init__(field)
        self._around, self._what = around, what
        self.signers: list[Signer] = []
        self._kept = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.button = Button("签字", "pen-line", self._ask, f"{field.label}：签字")
        self.button.setObjectName(field.name)
        self.watch(self.button)
        self.state = Label("待签", "hint")
        row.addWidget(self.button)
        row.addWidget(self.state, 1)

    def _ask(self) -> None:
        self._around.sign(f"{self.field.label}：{self._what()}", self.accept)

    def accept(self, signer: Signer) -> None:
        """A person's PIN was verified."""
        if self.field.kind == "sig":
            self.signers = [signer]
        elif signer not in self.signers:
            self.signers.append(signer)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        names = "、".join(s.name for s in self.signers)
        self.state.setText(f"✓ {names} 已签，提交时生效" if names else self._kept or "待签")

    def target(self) -> QWidget:
        """The button."""
        return self.button

    def put(self, value: Any) -> None:
        """A signature on the record."""
        marks = value if isinstance(value, list) else [value] if value else []
        self._kept = "、".join(f"✓ {m['name']} {str(m['at']).replace('T', ' ')}" for m in marks)
        self._show()
