"""今日 at a real window: figures against what the actions made, rows by keys, an empty house."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.practised import practised
from tests.ui.ward import ENTER, Key, Ward, event_of, night_ward
from welfare_desktop.actions import overview, records, rounds, today
from welfare_desktop.actions.today import OPENING
from welfare_desktop.app import practice
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.codes import label
from welfare_desktop.ui.event.page import EventPage
from welfare_desktop.ui.form.record_page import RecordPage
from welfare_desktop.ui.rounds.page import RoundsPage
from welfare_desktop.ui.shell.popups import ListPopup
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.today.page import TodayPage

NIGHT = datetime(2026, 11, 2, 22, 1)


@pytest.fixture
def ward(qtbot: QtBot, tmp_path: Path) -> Iterator[Ward]:
    yield from night_ward(qtbot, tmp_path / "store", 4, NIGHT)


def page_of(ward: Ward) -> TodayPage:
    ward.window.go("today")
    page = ward.window.page
    assert isinstance(page, TodayPage)
    QApplication.processEvents()
    return page


def popup() -> ListPopup:
    found = QApplication.activePopupWidget()
    assert isinstance(found, ListPopup)
    return found


def pressed(window: ListPopup, words: str) -> None:
    """Press the line of a list that has these words."""
    next(b for b in window.buttons if words in b.accessibleName()).click()


def signed_round(ward: Ward, slot: datetime) -> None:
    """A whole round of the ward by the person at the window."""
    first = ward.desk.house().wards[0].id
    walk = rounds.open_round(ward.desk, first, slot)
    for child in rounds.waiting(ward.desk, walk.id):
        rounds.mark(ward.desk, walk.id, child.id, "1")
    rounds.environment(ward.desk, walk.id)
    rounds.sign_round(ward.desk, walk.id, ward.desk.signer("hushi1", practice.PIN))


def test_the_head_says_day_shift_and_ward(ward: Ward) -> None:
    page = page_of(ward)
    evening = label("CL-SHIFT", "E")
    assert page.subtitle == f"2026年11月02日 星期一 · {evening} · 一区"
    ward.clock.at = datetime(2026, 11, 3, 2, 0)
    assert page_of(ward).subtitle.startswith("2026年11月03日 星期二 · 夜班")


def test_the_round_card_counts_down_then_shows_the_late_round(ward: Ward) -> None:
    page = page_of(ward)
    assert page.round.number.text() == "0 / 4" and page.round.state.text() == "! 余14分"
    ward.clock.at = NIGHT + timedelta(minutes=19)
    page = page_of(ward)
    assert page.round.accessibleName().startswith("本轮巡查 一区 22:00 0 / 4")
    assert page.round.state.text() == "✕ 已迟5分"
    signed_round(ward, NIGHT.replace(minute=0))
    page = page_of(ward)
    assert "22:00 4 / 4" in page.round.accessibleName()
    assert "迟" not in page.round.accessibleName(), "a signed round is no longer the late one"


def test_the_shift_card_counts_signed_rounds(ward: Ward) -> None:
    before = overview.overview(ward.desk).wards[0]
    assert before.due > before.done == 0
    signed_round(ward, NIGHT.replace(minute=0))
    after = overview.overview(ward.desk).wards[0]
    assert (after.due, after.done) == (before.due, 1)
    page = page_of(ward)
    texts = " ".join(label.text() for label in page.shift.findChildren(type(page.round.number)))
    assert f"已签 1 / {after.due} 轮" in texts and f"下一轮 一区 {after.next_at:%H:%M}" in texts


def test_a_round_begun_is_continued(ward: Ward) -> None:
    page = page_of(ward)
    assert page.shift.start.accessibleName() == "开始巡查"
    walk = rounds.open_round(ward.desk, ward.desk.house().wards[0].id, NIGHT.replace(minute=0))
    rounds.mark(ward.desk, walk.id, ward.desk.house().children[0].id, "1")
    page = page_of(ward)
    assert page.shift.start.accessibleName() == "继续巡查"
    page.shift.hand.click()
    rounds_page = ward.window.page
    assert isinstance(rounds_page, RoundsPage)
    assert rounds_page.tabs.currentWidget() is rounds_page.handover


def test_an_open_event_is_counted_opened_and_closed_by_its_own_record(ward: Ward) -> None:
    assert page_of(ward).events.number.text() == "0"
    children = ward.desk.house().children
    event_of(ward, children[1].id)
    ward.clock.at += timedelta(minutes=11)
    event_of(ward, children[1].id, severity="1")
    first, second = ward.desk.house().of("F31")
    page = page_of(ward)
    assert page.events.number.text() == "2" and page.events.state.text() == "✕ 1件严重"
    page.events.setFocus()
    QTest.keyClick(page.events, Key.Key_Space)
    pressed(popup(), first.text("found_at")[11:])
    opened = ward.window.page
    assert isinstance(opened, EventPage)
    assert opened.shown is not None and opened.shown.id == first.id
    found = [d for d in today.duties(ward.desk) if d.clause == "C3.10"]
    assert {d.record for d in found} <= {first.id, second.id} and found
    assert first.id in {d.record for d in found}, "the older event, not the newest one"


def test_the_ratio_says_what_it_is_and_gives_clauses_and_cover(ward: Ward) -> None:
    page = page_of(ward)
    ratio = overview.overview(ward.desk).ratio
    assert page.ratio.number.text() == f"{ratio.carers:g} / {ratio.load.required}"
    page.ratio.setFocus()
    QTest.keyClick(page.ratio, ENTER)
    window = popup()
    told = " ".join(label.text() for label in window.findChildren(type(page.ratio.number)))
    assert ratio.words in told and "法定配比" in told and "不是法定配比" in told
    pressed(window, "C15.01")
    assert popup().accessibleName() == "条款 C15.01"
    popup().close()


def test_duties_name_the_ward_and_open_its_board_or_handover(ward: Ward) -> None:
    ward.clock.at = NIGHT + timedelta(hours=12)
    found = {d.clause: d for d in today.duties(ward.desk)}
    first = ward.desk.house().wards[0]
    for clause in ("C3.07", "C3.08"):
        assert (found[clause].subject, found[clause].ward) == ("一区", first.id)
    for clause, tab in (("C3.07", "handover"), ("C3.08", "board")):
        row = next(r for r in page_of(ward).list.rows if r.duty.clause == clause)
        assert row.clause is not None and row.do.isEnabled()
        row.do.setFocus()
        ward.press(Key.Key_Space)
        shown = ward.window.page
        assert isinstance(shown, RoundsPage)
        assert (shown.tabs.currentWidget() is shown.handover) == (tab == "handover")


def test_the_law_stands_above_opening_gaps_and_a_child_has_one_row(ward: Ward) -> None:
    for days in (0, 1, 31, 70):
        ward.clock.at = NIGHT + timedelta(days=days)
        found = today.duties(ward.desk)
        gaps = [d for d in found if d.clause == OPENING]
        assert len({d.child for d in gaps}) == len(gaps) == 4
        for word in {d.verdict for d in found}:
            kinds = [d.clause == OPENING for d in found if d.verdict == word]
            assert kinds == sorted(kinds), "gaps below what the law asks"


def test_a_grouped_row_opens_a_table_this_person_may_fill(ward: Ward) -> None:
    mine = [d for d in today.duties(ward.desk) if d.clause == OPENING]
    assert all(today.may_do(ward.desk, d) for d in mine)
    page = page_of(ward)
    while page.list.more is not None and page.list.rows[-1].duty.clause != OPENING:
        page.list.more.setFocus()
        ward.press(Key.Key_Space)
    row = next(r for r in page.list.rows if r.duty.clause == OPENING)
    row.do.setFocus()
    ward.press(Key.Key_Space)
    record = ward.window.page
    assert isinstance(record, RecordPage)
    assert record.presenter is not None and record.presenter.record is not None
    assert record.presenter.record.id == row.duty.record
    assert record.presenter.mode == "continue"


def test_short_staff_leads_to_the_staff_form_of_those_who_fill_it(ward: Ward) -> None:
    for person in ward.desk.house().staff:
        if person.get("is_frontline") is True:
            boss = ward.desk.seated(ward.desk.find_account("kezhang"))
            records.correct(boss, person.id, {"is_frontline": False}, "调岗")
    found = [d for d in today.duties(ward.desk) if d.clause == "C15.03"]
    assert [(d.form, d.subject, d.verdict) for d in found] == [("F64", "全院", "BREACH")]
    assert not today.may_do(ward.desk, found[0])
    assert page_of(ward).ratio.state.text().startswith("✕ 缺")


def test_keys_walk_the_rows_show_the_clause_and_reach_more(qtbot: QtBot, tmp_path: Path) -> None:
    for ward in night_ward(qtbot, tmp_path / "store", 20, NIGHT):
        page = page_of(ward)
        page.mine.setChecked(False)
        page.refresh()
        QApplication.processEvents()
        rows = page.list.rows
        assert len(rows) < len(page._all) and page.list.more is not None
        shown = len(rows)
        with_clause = next(r for r in rows if r.clause is not None)
        assert with_clause.clause is not None
        with_clause.clause.setFocus()
        ward.press(Key.Key_I)
        assert popup().accessibleName() == f"条款 {with_clause.duty.clause}"
        popup().close()
        rows[-1].do.setFocus()
        holder = page.list.parentWidget()
        port = holder.parentWidget() if holder is not None else None
        assert port is not None
        top = rows[-1].mapTo(port, rows[-1].rect().topLeft()).y()
        assert 0 <= top < port.height(), "the row with the keyboard is in view"
        ward.press(Key.Key_Down)
        assert page.list.more.hasFocus()
        ward.press(Key.Key_Space)
        assert len(page.list.rows) > shown


def test_an_empty_house_has_figures_and_no_rounds(qtbot: QtBot, tmp_path: Path) -> None:
    desk = practised(tmp_path / "store", SetClock(NIGHT))
    ward = Ward(qtbot, desk, SetClock(NIGHT))
    page = page_of(ward)
    assert page.present.number.text() == "0 / 0"
    assert (page.round.number.text(), page.round.state.text()) == ("—", "– 没有到点的")
    assert page.ratio.state.text() == "– 没有儿童"
    assert not page.subtitle.endswith("· ") and "一区" not in page.subtitle
    page.round.setFocus()
    QTest.keyClick(page.round, ENTER)
    assert popup().accessibleName() == "各区域巡查"
    popup().close()
    ward.window.close()
    desk.close()


@pytest.mark.parametrize("size", ["标准", "特大"])
def test_the_page_fits_the_small_screen_in_every_type(ward: Ward, size: str) -> None:
    theme().use(theme().tokens, size)
    try:
        page = page_of(ward)
        ward.window.resize(1080, 570)
        QApplication.processEvents()
        hint = page.minimumSizeHint()
        assert hint.width() <= page.width() and hint.height() <= page.height()
        widths = {c.width() for c in (page.present, page.round, page.ratio, page.events)}
        assert max(widths) - min(widths) <= 1, "four cards of one width"
    finally:
        theme().use(theme().tokens, "标准")
