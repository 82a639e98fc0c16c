"""Editors for papers and signatures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtWidgets import QHBoxLayout, QWidget

from welfare_desktop.domain.codes import label
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.forms.declare import Field
from welfare_desktop.ui.form.choice import ComboEditor
from welfare_desktop.ui.form.editor import Editor, Surroundings
from welfare_desktop.ui.shell.widgets import Button, FlatButton, Label

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Signer
    from welfare_desktop.domain.record import Paper

#: Archive type of what no catalogue names.
OTHER = "A99"


#: A kind of paper is known by so many letters; all of it stands in the list.
_KIND_LETTERS = 16


class FileEditor(Editor):
    """Attach scans: the field holds their digests, the papers go with the submission (``papers``)."""

    def __init__(self, field: Field, around: Surroundings) -> None:
        super().__init__(field)
        self._around = around
        self.papers: list[Paper] = []
        self._kept: list[dict[str, Any]] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        kinds = [(one, label("CL-DOC", one)) for one in field.papers or (OTHER,)]
        self.type: ComboEditor | None = None
        if len(kinds) > 1:
            named = Field(name=f"{field.name}.type", label=f"{field.label}的类别", kind="code")
            self.type = ComboEditor(named, kinds)
            self.type.put(kinds[0][0])
            self.type.combo.setMinimumContentsLength(_KIND_LETTERS)
            row.addWidget(self.type)
        self._only = kinds[0][0]
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
        try:
            self._kind()
            if (chosen := self._around.ask_file(f"选择{self.field.label}")) is not None:
                self.attach(chosen)
        except (Refused, Trouble) as error:
            self.names.setText(f"✕ {error.sentence}")

    def _kind(self) -> str:
        kind = self.type.value() if self.type is not None else self._only
        if kind not in (self.field.papers or (OTHER,)):
            raise Refused("请先在左边选好类别，再添加附件。")
        return str(kind)

    def attach(self, path: Path) -> None:
        """Take a file in."""
        chosen = msgspec.structs.replace(self.field, papers=(self._kind(),))
        paper = self._around.attach(chosen, path)
        if paper.sha256 not in {str(one.get("sha256")) for one in self.value() or ()}:
            self.papers.append(paper)
        self._show()
        self.changed.emit()

    def restore(self, papers: Sequence[Paper]) -> None:
        """Papers of a draft whose digests stand here are still to be handed in."""
        here = {str(one.get("sha256", "")) for one in self._kept}
        self.papers = [p for p in papers if p.sha256 in here]
        added = {p.sha256 for p in self.papers}
        self._kept = [one for one in self._kept if one.get("sha256") not in added]
        self._show()

    def take(self, papers: Sequence[Paper]) -> None:
        """Papers of a draft that belong to no field: here they are."""
        self.papers = list(papers)
        self._show()

    def _drop(self) -> None:
        self.papers.clear()
        self._show()
        self.button.setFocus()
        self.changed.emit()

    def _show(self) -> None:
        self.drop.setVisible(bool(self.papers))
        names = [str(one.get("name", "")) or "附件" for one in self._kept]
        names += [p.name or p.type for p in self.papers]
        self.names.setText("、".join(names) or "尚无附件")

    def target(self) -> QWidget:
        """The button."""
        return self.button

    def lock(self) -> None:
        """Read-only."""
        super().lock()
        if self.type is not None:
            self.type.lock()

    def value(self) -> Any:
        """Digests and names."""
        added = [{"sha256": p.sha256, "name": p.name} for p in self.papers]
        return [*self._kept, *added] or None

    def put(self, value: Any) -> None:
        """Papers already on the record."""
        self._kept = [dict(one) for one in value or []]
        self.papers.clear()
        self._show()


class SignatureEditor(Editor):
    """A button that asks the PIN of the person who signs, and names what is signed.

    ``wanted`` gives those who are named to sign (F64), as the form stands; nobody while one is not.
    """

    def __init__(self, field: Field, around: Surroundings, what: Callable[[], str]) -> None:
        super().__init__(field)
        self._around, self._what = around, what
        self.signers: list[Signer] = []
        self.wanted: Callable[[], Sequence[str]] = tuple
        self._kept = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.button = Button("签字", "pen-line", self._ask, f"{field.label}：签字")
        self.button.setObjectName(field.name)
        self.watch(self.button)
        self.state = Label("待签", "hint").wrap()
        row.addWidget(self.button)
        row.addWidget(self.state, 1)

    def _left(self) -> list[str]:
        signed = {signer.staff for signer in self.signers}
        return [person for person in self.wanted() if person not in signed]

    def _ask(self) -> None:
        self._around.sign(
            f"{self.field.label}：{self._what()}", self.accept, next(iter(self._left()), "")
        )

    @property
    def astray(self) -> bool:
        """Whether somebody signed who is none of those named."""
        return any(not self._fits(signer) for signer in self.signers)

    def _fits(self, signer: Signer) -> bool:
        wanted = self.wanted()
        return not wanted or signer.staff in wanted

    def accept(self, signer: Signer) -> None:
        """A person's PIN was verified; who is none of those named gives way to whoever is next."""
        stay = [s for s in self.signers if s.staff != signer.staff and self._fits(s)]
        self.signers = [*(stay if self.field.kind == "sigs" else ()), signer]
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        names = "、".join(s.name for s in self.signers)
        left = len(self._left())
        more = f"，还差{left}人，请再按“签字”" if left else "，提交时生效"
        self.state.setText(f"✓ {names} 已签{more}" if names else self._kept or "待签")

    def target(self) -> QWidget:
        """The button."""
        return self.button

    def put(self, value: Any) -> None:
        """A signature on the record."""
        marks = value if isinstance(value, list) else [value] if value else []
        self._kept = "、".join(f"✓ {m['name']} {str(m['at']).replace('T', ' ')}" for m in marks)
        self._show()
