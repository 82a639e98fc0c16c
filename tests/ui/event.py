"""A ward at 02:10 with two carers on duty, for the tests of an event at night."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.ui.ward import Ward, night_ward, rostered
from welfare_desktop.actions import events, records
from welfare_desktop.domain.record import Record
from welfare_desktop.ui.event.page import EventPage
from welfare_desktop.ui.rounds.asks import PickAsk

NIGHT = datetime(2026, 11, 25, 2, 10)


def night(qtbot: QtBot, folder: Path) -> Iterator[Ward]:
    """Six children at 02:10, huli1 and huli2 on duty, hushi1 at the window."""
    for made in night_ward(qtbot, folder, 6, NIGHT, watched=(1,)):
        rostered(made, "E", NIGHT.replace(day=24, hour=16, minute=0), ["huli1", "huli2"])
        rostered(made, "N", NIGHT.replace(hour=0, minute=0), ["huli1", "huli2"])
        yield made


def event_of(ward: Ward) -> Record:
    """The only event."""
    (event,) = ward.desk.house().of("F31")
    return event


def page_of(ward: Ward) -> EventPage:
    """Its page, in view."""
    page = ward.window.page
    assert isinstance(page, EventPage)
    return page


def acts(event: Record) -> list[tuple[str, str]]:
    """Time and action of each row."""
    return [(row["at"][11:], row["action"]) for row in event.rows("timeline")]


def sit(ward: Ward, login: str) -> None:
    """Another person at the same window."""
    ward.window._desk = ward.desk = ward.desk.seated(ward.desk.find_account(login))


def several(board: Ward, *numbers: int) -> list[str]:
    """An open event of several children, in view; ids."""
    children = [board.desk.house().children[n].id for n in numbers]
    event = events.found(board.desk, children[0], more={"type": "2", "severity": "3"})
    records.correct(board.desk, event.id, {"children": children}, "几名儿童")
    board.window.go("event", record=event.id)
    return children


def asked(board: Ward) -> list[str]:
    """The question that stands, and its answers."""
    question = page_of(board).work.question
    assert isinstance(question, PickAsk)
    return [question.accessibleName(), *(c.label for c in question._found)]
