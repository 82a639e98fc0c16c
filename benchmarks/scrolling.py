"""Small pictures of 500 scans: the window never stands still while they are scrolled through."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from welfare_desktop.actions import incoming, scans
from welfare_desktop.app import demo, practice
from welfare_desktop.domain.archive import CATALOGUE
from welfare_desktop.domain.clock import SetClock

Row = dict[str, str]
_SCANS, _KINDS = 500, ("A05", "B30", "B33", "B03")
_NOW = datetime(2026, 10, 1, 9)

#: An A4 page of 200 dpi with lines of writing; the bytes of each differ.
PAGE = """
import sys
from PySide6.QtGui import QGuiApplication,QImage,QPainter,QColor
app=QGuiApplication([]);page=QImage(1654,2339,QImage.Format.Format_RGB32);page.fill(QColor(250,248,240))
painter=QPainter(page);painter.setPen(QColor(20,20,30))
for y in range(120,2200,44):
    for x in range(120,1500,29): painter.fillRect(x,y,17+(x*y)%9,22,QColor(30,30,40))
painter.end();page.setDotsPerMeterX(7874);page.setDotsPerMeterY(7874);page.save(sys.argv[1],"JPG",80)
"""
#: The worst stretch of time in which the window answered nothing, from first page to last.
SCROLL = """
import sys,time
from datetime import datetime
from pathlib import Path
from PySide6.QtCore import QTimer
from welfare_desktop.ui.start.application import _application
from welfare_desktop.ui.start.session import Session
from welfare_desktop.actions import access
from welfare_desktop.app.practice import PASSWORD
from welfare_desktop.domain.clock import SetClock
folder=Path(sys.argv[1]);clock=SetClock(datetime(2026,10,1,9))
app=_application();s=Session(app,folder,[("dangan","x")],clock)
desk=access.open_desk(folder,"dangan",PASSWORD,clock);s.open(desk);w=s.window
w.resize(1366,728);w.go("children",child=desk.house().children[0].id)
tab=w.page.file.papers;w.page.file.tabs.setCurrentWidget(tab);app.processEvents()
bar=tab.list.verticalScrollBar();step=tab.list.viewport().height()//2
assert len([r for r in tab.list.rows.rows if r.item])>=500
worst=0.0;last=time.perf_counter();at=0
def tick():
    global worst,last
    now=time.perf_counter();worst=max(worst,now-last-0.010);last=now
timer=QTimer();timer.setInterval(10);timer.timeout.connect(tick);timer.start()
while at<=bar.maximum():
    bar.setValue(at);at+=step;end=time.perf_counter()+0.06
    while time.perf_counter()<end: app.processEvents()
end=time.perf_counter()+1
while time.perf_counter()<end: app.processEvents();time.sleep(0.002)
assert len(tab.pictures._held)>50,len(tab.pictures._held)
print(worst);w.close();desk.close()
"""


def fill(folder: Path, page: bytes) -> None:
    """A practice house with one child whose file holds 500 scans."""
    clock = SetClock(_NOW)
    desk = practice.create(folder / "scans", clock, stretching=practice.THROWN_AWAY)
    demo._children(desk, 1, _NOW.date(), random.Random(7))
    archivist = desk.seated(desk.find_account("dangan"))
    child = archivist.house().children[0]
    for number in range(_SCANS):
        data = page + b"%06d" % number
        found = scans.of_bytes(f"{number}.jpg", data, _NOW.date())
        kind = CATALOGUE[_KINDS[number % len(_KINDS)]]
        known = archivist.house().child(child.id)
        assert known is not None
        values = incoming.prefilled(archivist, known, kind, (found,))
        incoming.file(archivist, child.id, values, (found,))
    desk.close()


def measure(folder: Path, told: Callable[..., list[float]]) -> Row:
    """Scroll through all of it; ``told`` runs a piece of code in a process of its own."""
    page = folder / "page.jpg"
    told(PAGE, page)
    fill(folder, page.read_bytes())
    (worst,) = told(SCROLL, folder / "scans")
    return {"what": "small pictures of 500 scans scrolled: the longest time the window stands still",
            "measured": f"{worst * 1000:.0f} ms", "limit": "100 ms"}  # fmt: skip
