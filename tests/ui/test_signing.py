"""Signing a form in the window: the panel, the person, and who is named to sign."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from tests.ui.conftest import Sit
from welfare_desktop.app.replay.stage import Stage
from welfare_desktop.ui.form.attached import SignatureEditor
from welfare_desktop.ui.form.record_page import RecordPage
from welfare_desktop.ui.shell.pin import PinPanel
from welfare_desktop.ui.shell.window import MainWindow


def _page(window: MainWindow) -> RecordPage:
    return window.findChildren(RecordPage)[0]


def _sign(window: MainWindow, login: str, pin: str) -> None:
    panel = next(p for p in window.findChildren(PinPanel) if p.isVisible())
    panel.person.setCurrentIndex(panel.person.findData(login))
    panel.pin.setText(pin)
    panel.sign.click()


def test_a_signature_field_asks_the_pin_of_the_one_who_signs(sit: Sit, first_weeks: Stage) -> None:
    window, child = sit(first_weeks.seat("shegong")), first_weeks.child("A").id
    window.go("record", form="F12", child=child)
    page = _page(window)
    assert page.view is not None
    editor = page.view.rows["decided_by"].editor
    assert isinstance(editor, SignatureEditor)
    editor.button.click()
    _sign(window, "yuanzhang", "111111")
    assert editor.signers == []
    _sign(window, "yuanzhang", "246810")
    assert [s.name for s in editor.signers] == ["方院长"]
    assert "提交时生效" in editor.state.text()
    QApplication.processEvents()


def test_who_is_named_is_offered_to_sign_and_nobody_else_signs_for_them(
    sit: Sit, first_weeks: Stage
) -> None:
    window, child = sit(first_weeks.seat("shegong")), first_weeks.child("A").id
    staff = {a.login: a.staff for a in window.desk.accounts()}
    named = {"received_by": staff["huli1"], "witness": staff["hushi1"]}
    window.go("record", form="F02", child=child, values=named)
    page = _page(window)
    assert page.view is not None
    row = page.view.rows["exit_sign"]
    editor = row.editor
    assert isinstance(editor, SignatureEditor)

    def signed(offered: str, login: str) -> str:
        editor.button.click()
        panel = next(p for p in window.findChildren(PinPanel) if p.isVisible())
        assert panel.person.currentData() == offered
        _sign(window, login, "246810")
        page.look()
        return row.sentence

    told = signed("huli1", "huli2")
    assert told == "“移交双方签字”要接收人王秀英、在场人许护士都签，别人不能代签。"
    assert signed("huli1", "huli1") == "", "who was not asked gives way"
    assert signed("hushi1", "hushi1") == ""
    assert [s.staff for s in editor.signers] == list(named.values())
    page.view.rows["witness"].editor.put(staff["hushi2"])
    page.look()
    assert "在场人" in row.sentence
    QApplication.processEvents()
