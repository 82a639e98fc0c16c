"""The wizard's page of wards: a line each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from welfare_desktop.domain.errors import Refused
from welfare_desktop.ui.shell.page import tab_before, wake
from welfare_desktop.ui.shell.widgets import Button, ComboBox, FlatButton, Label, set_property
from welfare_desktop.ui.start.questions import Step

_HEADS = (("区域名称", 3), ("所在楼", 2), ("类别", 0), ("住哪些儿童", 0), ("床位数", 1))


class Ward(NamedTuple):
    """The editors of one ward."""

    name: QLineEdit
    building: QLineEdit
    kind: ComboBox
    sex: ComboBox
    beds: QLineEdit
    remove: FlatButton


class WardStep(Step):
    """Wards and their number of beds."""

    title = "区域"
    sentence = "先登记儿童居住的区域，每个区域有几张床。以后可以再加。"

    def __init__(self, kinds: Sequence[tuple[str, str]], sexes: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._kinds, self._sexes = kinds, sexes
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(8)
        for column, (head, stretch) in enumerate(_HEADS):
            self._grid.addWidget(Label(head, "fieldLabel"), 0, column)
            self._grid.setColumnStretch(column, stretch)
        self.card.body.addLayout(self._grid)
        self.error = Label("", "error").wrap()
        self.error.setMinimumHeight(20)
        self.card.body.addWidget(self.error)
        self.more = Button("再加一个区域", "plus", self.add)
        self.wards: list[Ward] = []
        self._next = 1
        self.add()  # before the button: Tab goes in the order in which they come
        self.card.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def add(self) -> None:
        """One more ward."""
        number, self._next = self._next, self._next + 1
        name, building, beds = QLineEdit(), QLineEdit(), QLineEdit("20")
        kind, sex = ComboBox(), ComboBox()
        for box, choices in ((kind, self._kinds), (sex, self._sexes)):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            for code, label in choices:
                box.addItem(label, code)
        sex.setCurrentIndex(sex.count() - 1)
        remove = FlatButton("", "trash-2", lambda: self._remove(ward), f"删除第{number}个区域")
        ward = Ward(name, building, kind, sex, beds, remove)
        for column, editor in enumerate(ward):
            self._grid.addWidget(editor, number, column)
            tab_before(self.more, editor)
        for editor, (head, _) in zip(ward, _HEADS, strict=False):
            editor.setAccessibleName(f"第{number}个区域的{head}")
        for line in (name, building, beds):
            line.setMinimumWidth(60)
            line.returnPressed.connect(self.entered)
            line.textEdited.connect(lambda _, line=line: self._right(line))
        self.wards.append(ward)
        wake(name, self)
        name.setFocus()

    def _right(self, line: QLineEdit) -> None:
        set_property(line, "wrong", False)
        self.error.setText("")

    def _remove(self, ward: Ward) -> None:
        if len(self.wards) < 2:
            self._say("至少要有一个区域。", ward.name)
            return
        self.wards.remove(ward)
        for editor in ward:
            self._grid.removeWidget(editor)
            editor.hide()
            editor.deleteLater()
        self.wards[-1].name.setFocus()

    def _say(self, sentence: str, line: QLineEdit) -> None:
        set_property(line, "wrong", True)
        line.setAccessibleDescription(sentence)
        line.setFocus()
        self.error.setText(f"✕ {sentence}")

    def _refuse(self, sentence: str, line: QLineEdit) -> None:
        self._say(sentence, line)
        raise Refused(sentence)

    def check(self) -> None:
        """Names, each another, and numbers of beds."""
        for ward in self.wards:
            for line in (ward.name, ward.beds):
                self._right(line)
        names: set[str] = set()
        for number, ward in enumerate(self.wards, start=1):
            name, beds = ward.name.text().strip(), ward.beds.text().strip()
            if not name:
                self._refuse(f"请填写第{number}个区域的名称。", ward.name)
            if name in names:
                self._refuse(f"已有叫“{name}”的区域，请换一个名称。", ward.name)
            names.add(name)
            if not (beds.isascii() and beds.isdecimal() and 1 <= int(beds) <= 500):
                self._refuse("床位数请填1到500的整数。", ward.beds)

    def answers(self) -> list[dict[str, Any]]:
        """Fields of X02."""
        out = []
        for number, ward in enumerate(self.wards, start=1):
            found = {
                "ward_no": f"W{number}", "name": ward.name.text().strip(),
                "building": ward.building.text().strip(), "kind": str(ward.kind.currentData()),
                "sex_rule": str(ward.sex.currentData()), "beds": int(ward.beds.text()),
            }  # fmt: skip
            out.append({key: value for key, value in found.items() if value != ""})
        return out

    def first(self) -> QWidget:
        """The name of the first ward."""
        return self.wards[0].name
