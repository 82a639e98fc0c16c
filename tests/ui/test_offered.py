"""F23: diagnoses are offered while typing, the code follows, and anything else may be typed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.forms.declare import Field
from welfare_desktop.domain.record import Paper
from welfare_desktop.ui.form.choice import ComboEditor
from welfare_desktop.ui.form.editor import Surroundings
from welfare_desktop.ui.form.view import FormView
from welfare_desktop.ui.shell.theme import Theme


def _offered(field: Field) -> list[tuple[str, str]]:
    return list(field.offers()) if field.offers is not None else []


def _attach(field: Field, path: Path) -> Paper:
    raise AssertionError(f"no paper was asked for: {field.name} {path}")


AROUND = Surroundings(
    now=lambda: datetime(2026, 11, 2, 9), choices=_offered, attach=_attach,
    ask_file=lambda kinds: None, sign=lambda what, done, who: None,
)  # fmt: skip


class Sheet:
    """The form with its two fields."""

    def __init__(self, view: FormView) -> None:
        self.view = view
        self.name = cast(ComboEditor, view.rows["name"].editor)
        self.code = cast(QLineEdit, view.rows["icd10"].editor.target())

    def type(self, text: str) -> None:
        """Type a name and go on to the next field."""
        line = self.name.combo.lineEdit()
        assert line is not None
        line.setText(text)
        line.textEdited.emit(text)
        line.editingFinished.emit()
        self.name.left.emit()
        QApplication.processEvents()


@pytest.fixture
def sheet(qtbot: QtBot, look: Theme) -> Iterator[Sheet]:
    view = FormView(FORMS["F23"], AROUND)
    qtbot.addWidget(view)
    view.show()
    yield Sheet(view)


def test_initials_that_only_one_has_stand_for_it_and_the_code_follows(sheet: Sheet) -> None:
    sheet.type("flslz")
    assert sheet.name.value() == "法洛四联症" and sheet.name.combo.currentText() == "法洛四联症"
    assert sheet.code.text() == "Q21.3"


def test_chosen_from_the_list_by_keys(sheet: Sheet, qtbot: QtBot) -> None:
    sheet.name.combo.setFocus()
    QTest.keyClicks(sheet.name.combo, "nxth")
    popup = sheet.name.completer.popup()
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    QApplication.processEvents()
    sheet.name.left.emit()
    assert sheet.name.value() == "脑性瘫痪" and sheet.name.combo.currentText() == "脑性瘫痪"
    assert sheet.code.text() == "G80.9"


def test_other_words_stay_as_they_were_typed(sheet: Sheet) -> None:
    """One choice has 坏死性 in its name; who types less or more than a name means what is typed."""
    for typed in ("坏死性小肠结肠炎术后", "坏死性", "肺炎"):
        sheet.type(typed)
        assert sheet.name.value() == typed and sheet.name.combo.currentText() == typed
    sheet.type("坏死性")
    assert sheet.code.text() == ""


def test_a_code_that_somebody_wrote_is_never_taken_away(sheet: Sheet) -> None:
    sheet.type("癫痫")
    assert sheet.code.text() == "G40.9"
    sheet.type("脑积水")
    assert sheet.code.text() == "G91.9", "what followed goes on following"
    sheet.code.setText("G91.1")
    sheet.type("癫痫")
    assert sheet.code.text() == "G91.1"


def test_a_stored_diagnosis_is_shown_as_it_is(sheet: Sheet) -> None:
    sheet.view.put({"name": "脑性瘫痪", "icd10": "G80.9"})
    assert sheet.name.combo.currentText() == "脑性瘫痪" and sheet.name.value() == "脑性瘫痪"
    sheet.view.put({"name": "先心病术后"})
    assert sheet.name.value() == "先心病术后"
    sheet.view.put({"name": None})
    assert sheet.name.value() is None
