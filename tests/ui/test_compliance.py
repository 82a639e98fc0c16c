"""合规检查 by keys: clause, row, subject, records; what changed; the paper for an inspection."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import Houses, Sit
from welfare_desktop.actions import compliance
from welfare_desktop.actions.checks import WITHHELD
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.rules import ALL_ROWS, check
from welfare_desktop.domain.rules.clauses import CLAUSES, number_of
from welfare_desktop.domain.rules.later import COUNTS, LATER
from welfare_desktop.domain.rules.verdict import GRAVITY, Verdict
from welfare_desktop.ui.compliance.page import CompliancePage
from welfare_desktop.ui.form.record_page import RecordPage
from welfare_desktop.ui.shell.popups import ListPopup
from welfare_desktop.ui.shell.window import MainWindow
from welfare_desktop.ui.today.duties import why_not


@pytest.fixture
def house(houses: Houses) -> Desk:
    return houses(4)


def _shown(sit: Sit, desk: Desk, login: str = "kezhang") -> tuple[MainWindow, CompliancePage]:
    window = sit(desk.seated(desk.find_account(login)))
    window.go("compliance")
    page = window.page
    assert isinstance(page, CompliancePage)
    return window, page


def _press(window: MainWindow, *keys: Qt.Key, ctrl: bool = False) -> None:
    held = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    for key in keys:
        QTest.keyClick(window.focusWidget() or window, key, held)
        QApplication.processEvents()


def _popup(window: MainWindow) -> ListPopup:
    return next(p for p in window.findChildren(ListPopup) if p.isVisible())


def test_every_row_of_the_handbook_is_judged_or_said_not_to_be(house: Desk) -> None:
    found = compliance.verdicts(house)
    tallies = compliance.clauses(found)
    assert [int(t.id) for t in tallies] == list(CLAUSES) == list(COUNTS)
    for tally in tallies:
        rows = compliance.rows(found, int(tally.id), house.now().date())
        assert len(rows) + tally.later == COUNTS[int(tally.id)]
        assert Counter(tally.counts) == sum((Counter(r.counts) for r in rows), Counter())
        assert tally.worst == min((r.worst for r in rows), key=GRAVITY.index, default="NA")
    assert sum(t.later for t in tallies) == len(LATER)


def test_the_figures_are_those_of_the_checker(house: Desk) -> None:
    judged = check(house.house(), house.now().date())
    counts = Counter(v.clause for v in judged if v.verdict != "NA")
    found = compliance.verdicts(house)
    for row in ALL_ROWS:
        assert len(compliance.of_row(found, row.id)) == counts[row.id]


def _open_one(page: CompliancePage) -> Verdict:
    """An open verdict about a child that this person can mend."""
    return next(
        v for v in page._found
        if v.subject.kind == "child" and v.verdict not in ("PASS", "NA")
        and not why_not(page.desk, compliance.mending(page.desk, v))
    )  # fmt: skip


def test_from_a_clause_to_the_form_that_mends_it_by_keys(sit: Sit, house: Desk) -> None:
    window, page = _shown(sit, house)
    wanted = _open_one(page)
    assert window.focusWidget() is page.clauses
    page._select(page.clauses, str(number_of(wanted.clause)))
    _press(window, Qt.Key.Key_Return)
    assert window.focusWidget() is page.rows
    page._select(page.rows, wanted.clause)
    _press(window, Qt.Key.Key_Return)
    assert window.focusWidget() is page.subjects
    page.subjects.selectRow(
        [v.subject.id for v in page.subjects.rows.things].index(wanted.subject.id)
    )
    assert page.subjects.current() == wanted and wanted.arithmetic in page.told.text()
    duty = compliance.mending(page.desk, wanted)
    assert page.do.isEnabled()
    _press(window, Qt.Key.Key_Return)
    shown = window.page
    assert isinstance(shown, RecordPage) and FORMS[duty.form].title in shown.title


def test_the_records_behind_a_verdict_open(sit: Sit, house: Desk) -> None:
    window, page = _shown(sit, house)
    page._select(page.clauses, "1")
    page._select(page.rows, "C1.14")
    page.subjects.setFocus()
    verdict = page.subjects.current()
    behind = compliance.behind(page.desk, verdict)
    assert {r.form for r in behind} <= set(verdict.forms)
    assert {r.child or r.id for r in behind} == {verdict.subject.record}
    _press(window, Qt.Key.Key_R, ctrl=True)
    popup = _popup(window)
    assert len(popup.buttons) == len(behind) > 0
    popup.buttons[0].click()
    assert isinstance(window.page, RecordPage)
    done = next(v for v in page._found if v.verdict == "PASS")
    assert page._why_not(done) == "已经合规，不用办理。"


def test_the_clause_tells_its_source(sit: Sit, house: Desk) -> None:
    window, page = _shown(sit, house)
    page._select(page.clauses, "1")
    page._select(page.rows, "C1.14")
    _press(window, Qt.Key.Key_I, ctrl=True)
    assert "C1.14" in _popup(window).accessibleName()


def test_what_changed_since_the_end_of_last_month(sit: Sit, house: Desk) -> None:
    then = compliance.verdicts(house)
    assert not compliance.since_last_month(house, compliance.verdicts(house, _end_of_october()))
    clock = house.store.clock
    assert isinstance(clock, SetClock)
    clock.at = clock.at.replace(day=20)
    changes = compliance.since_last_month(house, compliance.verdicts(house))
    assert changes and then
    assert all(c.before != c.after for c in changes)
    assert [c.better for c in changes] == sorted(c.better for c in changes)
    window, page = _shown(sit, house)
    _press(window, Qt.Key.Key_B, ctrl=True)
    assert page.changed.isVisible() and not page.rows.isVisible()
    assert len(page.changed.rows.things) == len(changes)
    page.clauses.setFocus()
    _press(window, Qt.Key.Key_Down)
    assert page.rows.isVisible() and not page.changed.isVisible()


def _end_of_october() -> date:
    return date(2026, 10, 31)


def test_who_may_not_know_gets_no_facts_and_no_record(sit: Sit, house: Desk) -> None:
    _, page = _shown(sit, house, "huli1")
    withheld = [v for v in page._found if v.arithmetic == WITHHELD]
    assert withheld and not any(v.facts for v in withheld)
    listed = {c.id for c in house.house().children if page.desk.viewer().lists(c.id)}
    assert {v.subject.record for v in page._found if v.subject.kind == "child"} <= listed


def test_the_paper_holds_every_row_and_every_open_finding(house: Desk) -> None:
    found = compliance.verdicts(house)
    pdf = pypdfium2.PdfDocument(compliance.inspection_paper(house, found))
    text = "".join(page.get_textpage().get_text_bounded() for page in pdf).replace("\r\n", "")
    assert all(row in text for row in (*(r.id for r in ALL_ROWS), *LATER))
    opened = next(v for v in found if v.verdict not in ("PASS", "NA"))
    assert compliance.name(house, opened) in text
