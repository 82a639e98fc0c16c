"""The Qt application: one session of the window, and pictures of every page."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from welfare_desktop.domain.clock import SystemClock
from welfare_desktop.ui.shell import display, theme
from welfare_desktop.ui.shell.tokens import DAY, NIGHT
from welfare_desktop.ui.start.login import TroubleDialog
from welfare_desktop.ui.start.session import Session

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Desk


def _input_method() -> None:
    """On X11 fcitx types Chinese into Qt's wheels only through the portal of ibus (look.md §3)."""
    chosen = os.environ.get("QT_IM_MODULE", "")
    fcitx = "fcitx" in os.environ.get("XMODIFIERS", "") or chosen == "fcitx"
    if sys.platform.startswith("linux") and fcitx and chosen in ("", "fcitx"):
        os.environ["QT_IM_MODULE"] = "ibus"
        os.environ.setdefault("IBUS_USE_PORTAL", "1")


def _application() -> QApplication:
    known = QApplication.instance()
    return known if isinstance(known, QApplication) else QApplication(sys.argv[:1])


def show(folder: Path, people: Sequence[tuple[str, str]] | None) -> int:
    """Show the window until it is closed; the exit code of Qt.

    Args:
        people: ``(login, name)`` of the store's accounts, ``None`` where there is no store yet.
    """
    _input_method()
    app = _application()
    session = Session(app, folder, people)
    session.start()
    return app.exec()


def tell(sentence: str, *, way_out: bool = False) -> bool:
    """Say in a window of its own why the program cannot start; whether a backup is to help.

    Args:
        way_out: a backup can help.
    """
    light = NIGHT if display.dark(SystemClock().now()) else DAY
    theme.install(_application()).use(light)
    return TroubleDialog(sentence, way_out).exec() == TroubleDialog.DialogCode.Accepted


def bring_back(folder: Path) -> int:
    """Restore where no key file opens the store, then go on as `show`."""
    _input_method()
    app = _application()
    session = Session(app, folder, None)
    session.bring_back()
    return app.exec()


def _quiet(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    """Pass Qt's messages on, but for one that only says there is no screen."""
    if "propagateSizeHints" not in text:
        print(text, file=sys.stderr)


def pictures(desk: Desk, out: Path) -> Iterator[Path]:
    """Every page of a desk as PNG, by day and by night, 1366×728."""
    from welfare_desktop.ui.pages import PAGES, finder
    from welfare_desktop.ui.shell.runner import ImmediateRunner
    from welfare_desktop.ui.shell.screenshot import shoot
    from welfare_desktop.ui.shell.sources import desk_sources
    from welfare_desktop.ui.shell.window import MainWindow

    before = qInstallMessageHandler(_quiet)
    theme.install(_application())
    window = MainWindow(
        desk, PAGES, desk_sources(desk, finder(desk), lambda page, **a: window.go(page, **a)),
        ImmediateRunner(),
    )  # fmt: skip
    for light in ("day", "night"):
        for entry in PAGES:
            if entry.label:
                window.go(entry.id)
                yield shoot(window, out / f"{entry.id}-{light}.png")
        theme.theme().toggle()
    window.close()
    qInstallMessageHandler(before)
