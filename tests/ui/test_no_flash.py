"""A whole night's windows on a screen of its own, filmed from outside: not one light picture.

The program runs on a virtual display; a second process looks at the whole screen as fast as it can.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.practised import practised
from tests.ui.brightness import MOST
from welfare_desktop.domain.clock import SetClock

pytestmark = pytest.mark.skipif(shutil.which("Xvfb") is None, reason="no virtual display here")

_ROOT = Path(__file__).resolve().parents[2]
#: Films until the file is there; prints how many pictures it took and the lightest.
_FILM = """
import sys,time
from pathlib import Path
from PySide6.QtGui import QGuiApplication
from tests.ui.brightness import bright
app=QGuiApplication([]);screen=app.primaryScreen();end=Path(sys.argv[1]);taken=0;worst=0.0
print("ready",flush=True)
while not end.exists():
    app.processEvents();light=bright(screen.grabWindow(0));taken+=1
    if light>worst: worst=light
print(taken,worst)
"""
#: From the login window to the lock, as a person goes through it at an hour.
_WALK = """
import sys,time
from datetime import datetime
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from welfare_desktop.actions import access
from welfare_desktop.actions.setup import new_words,recovery_paper
from welfare_desktop.app.practice import PASSWORD
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.ui.pages import PAGES
from welfare_desktop.ui.shell.window import MainWindow
from welfare_desktop.ui.start.application import _application
from welfare_desktop.ui.start.session import Session
folder=Path(sys.argv[1]);clock=SetClock(datetime.fromisoformat(sys.argv[2]))
app=_application();s=Session(app,folder,access.logins(folder),clock);s.start();QTest.qWait(400)
s.window.password.setText(PASSWORD);s.window.person.setCurrentIndex(s.window.person.findData("hushi1"))
desk=access.open_desk(folder,"hushi1",PASSWORD,clock);s.open(desk);w=s.window
assert isinstance(w,MainWindow);QTest.qWait(400)
for entry in PAGES:
    if entry.label: w.go(entry.id);QTest.qWait(60)
w.go("record",form="F31");QTest.qWait(60)
w.go("rounds",start=True);QTest.qWait(60);w.page.tabs.setCurrentIndex(1);QTest.qWait(60)
w.header.open_list("shift");QTest.qWait(60);w.header.chips["shift"].clearFocus()
while app.activePopupWidget(): app.activePopupWidget().close()
w.ask_signature("本轮巡查",lambda signer: None);QTest.qWait(80);app.activeModalWidget().reject()
w.show_paper("恢复单",recovery_paper("院",new_words()),"a.pdf");QTest.qWait(120);app.activeModalWidget().reject()
w.resize(1000,600);QTest.qWait(60);w.resize(1366,728);QTest.qWait(60)
w.draw_veil();QTest.qWait(80);w.locked.emit();QTest.qWait(200)
s.window.close()
"""


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """A screen of its own, black where nothing stands."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-br", "-nolisten", "tcp"],
        pass_fds=[write], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    with os.fdopen(read) as told:
        number = told.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()


@pytest.fixture
def house(tmp_path: Path) -> Path:
    practised(tmp_path / "store", SetClock(datetime(2026, 11, 24, 20))).close()
    return tmp_path / "store"


def filmed(display: str, house: Path, at: str) -> tuple[int, float]:
    """How many pictures were taken of the screen, and the light of the lightest."""
    surroundings = os.environ | {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display}
    end = house.parent / "end"
    with subprocess.Popen(
        [sys.executable, "-c", _FILM, str(end)], env=surroundings, cwd=_ROOT,
        stdout=subprocess.PIPE, text=True,
    ) as film:  # fmt: skip
        assert film.stdout is not None and film.stdout.readline() == "ready\n"
        try:
            subprocess.run(
                [sys.executable, "-c", _WALK, str(house), at], env=surroundings, cwd=_ROOT,
                check=True, timeout=120,
            )  # fmt: skip
        finally:
            end.touch()
        taken, worst = film.stdout.read().split()
    return int(taken), float(worst)


def test_no_picture_of_a_night_is_light(display: str, house: Path) -> None:
    taken, worst = filmed(display, house, "2026-11-24T22:00")
    assert taken > 60 and worst <= MOST


def test_the_film_sees_a_light_window(display: str, house: Path) -> None:
    assert filmed(display, house, "2026-11-24T12:00")[1] > 0.3
