"""No name, number or note of a child stands readable in any file that the program wrote."""

from __future__ import annotations

import io
import logging
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from welfare_desktop.actions import access, backups, drafts, emergency, packages, records
from welfare_desktop.app import logbook, practice
from welfare_desktop.app.practice import PASSWORD
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.errors import Trouble
from welfare_desktop.store import attachments, open_rounds

NAME, NUMBER, NOTE = "欧阳绝密𬱖", "341000201603051238", "夜里哭了三次要妈妈"
START = datetime(2026, 10, 2, 9, 0)


def traces(folder: Path) -> list[str]:
    """Files below a folder in which something planted stands, in any usual coding."""
    wanted = [
        text.encode(coding)
        for text in (NAME[:4], NUMBER, NOTE)
        for coding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
    ]
    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            found += [str(path.relative_to(folder)) for text in wanted if text in data]
    return found


def crash(folder: Path) -> None:
    """An error whose text names a child reaches the log."""
    log = logging.getLogger("welfare_desktop")
    before = list(log.handlers)
    logbook.keep(folder)
    try:
        raise KeyError(f"{NAME} {NUMBER}")
    except KeyError:
        log.exception("unexpected")
    for handler in set(log.handlers) - set(before):
        handler.close()
        log.removeHandler(handler)


def test_nothing_planted_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    folder, clock = tmp_path / "store", SetClock(START)
    desk = practice.create(folder, clock)
    practice.join_office(desk, clock)
    values = {"name": NAME, "sex": "2", "birth_date": "2016-03-05", "adm_cause": "A1",
              "id_no": NUMBER, "allergy": NOTE}  # fmt: skip
    child = records.submit(desk, "F01", values, step=records.Step(first_run=True))
    drafts.save_draft(desk, "F31", {"desc": f"{NAME}{NOTE}"}, child=child.id)
    attachments.add(desk.store, io.BytesIO(f"{NAME}{NUMBER}".encode() * 300), "text/plain")
    round_ = open_rounds.add(desk.store, desk.house().wards[0].id, None, desk.account.id, START)
    open_rounds.add_mark(desk.store, round_.id, {"child": child.id, "note": NOTE}, START)
    backups.make(desk, tmp_path / "disk" / "a.backup")
    assert backups.rehearse(desk, tmp_path / "disk" / "a.backup") == []
    clock.at += timedelta(days=31)
    name = packages.build(desk, "2026-10", desk.by_password())
    director = desk.seated(desk.find_account("yuanzhang"))
    packages.approve(director, name, director.by_password())
    assert traces(tmp_path) == []  # while everything is open
    desk.close()
    emergency.write(folder, writer="huli1", text=NOTE, child=NAME, clock=clock)
    with pytest.raises(Trouble):
        access.open_desk(folder, "kezhang", f"{PASSWORD}{NAME}", clock)
    crash(folder)
    caplog.clear()
    assert (folder / "log" / "program.log").read_text("utf-8").count("错误类型 KeyError") == 1
    assert traces(tmp_path) == []
    # What would be found if it were there is found: the search itself is not blind.
    (tmp_path / "planted").write_text(NOTE, "gb18030")
    assert traces(tmp_path) == ["planted"]
