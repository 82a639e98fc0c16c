"""Killed at every step, and the disk full at every write: old or new state, never neither."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.faults import child, inject
from tests.faults.conftest import FULL, Place
from tests.store.test_upgrade import OLD
from welfare_desktop.actions import access
from welfare_desktop.app.practice import PASSWORD
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.errors import Trouble
from welfare_desktop.store import attachments, backup

CLOCK = SetClock(child.NOW)


def opens(folder: Path, login: str = "kezhang", password: str = PASSWORD) -> bool:
    try:
        access.open_desk(folder, login, password, SetClock(child.NOW.replace(hour=23))).close()
    except Trouble as trouble:
        assert "账号或密码不对" in trouble.sentence
        return False
    return True


def whole(place: Place) -> None:
    """The store opens, and everything in it agrees."""
    desk = access.open_desk(place.folder, "yuanzhang", PASSWORD, CLOCK)
    findings: list[str] = []
    try:
        assert desk.store.check(findings.append), findings
        assert attachments.altered(desk.store) == []
    finally:
        desk.close()
    assert not (place.folder / "keyslots.json.part").exists() or opens(place.folder)


def dismissed(place: Place) -> None:
    whole(place)
    desk = access.open_desk(place.folder, "yuanzhang", PASSWORD, CLOCK)
    there = "huli6" in {a.login for a in desk.accounts()}
    desk.close()
    assert opens(place.folder, "huli6") == there


def one_password(place: Place) -> None:
    whole(place)
    assert opens(place.folder) != opens(place.folder, password=child.OTHER)


def backed_up(place: Place) -> None:
    whole(place)
    for path in place.disk.glob("*.backup"):
        assert backup.verified(path).heads


def restored(place: Place) -> None:
    whole(place)
    if place.new.exists():
        assert opens(place.new)


#: Operation → what must hold after it was cut off anywhere.
AFTER: dict[str, Callable[[Place], None]] = {
    "rotate": whole, "dismiss": dismissed, "password": one_password, "submit": whole,
    "attach": whole, "back_up": backed_up, "restore": restored, "upgrade": whole,
}  # fmt: skip


#: Done in part when the disk filled between the key file and the database: what is left is
#: finished at the next unlock, and `AFTER` proves it; asking for it again has no sense.
_STARTED = ("dismiss", "password")


def begin(place: Place, operation: str) -> None:
    place.begin()
    if operation == "upgrade":
        shutil.rmtree(place.folder)
        shutil.copytree(next(OLD.iterdir()), place.folder)


@pytest.mark.parametrize("operation", AFTER)
def test_killed_at_every_step(place: Place, operation: str) -> None:
    subject = partial(inject.Child, operation, place.folder)
    calls = (*inject.STEPS, *inject.WRITES) if FULL else ("fsync", "/rename", "fdatasync")
    met = 0
    start = partial(begin, place, operation)
    for _ in inject.every(subject, calls, inject.KILL, start, stride=1 if FULL else 4):
        AFTER[operation](place)
        met += 1
    assert met >= (10 if FULL else 1)


@pytest.mark.parametrize("operation", AFTER)
def test_the_disk_full_at_every_write(place: Place, operation: str) -> None:
    subject = partial(inject.Child, operation, place.folder)
    met = 0
    start = partial(begin, place, operation)
    for ended in inject.every(subject, inject.WRITES, inject.FULL, start, stride=1 if FULL else 25):
        # Either it could do without the write that failed, or it says what to do.
        assert ended.code in (0, 3) and ended.out, ended
        if ended.code == 3:
            assert any(word in ended.out for word in ("磁盘已满", "写不进去", "不能写")), ended.out
        AFTER[operation](place)
        # There is room again: what was refused is done.
        assert ended.code == 0 or operation in _STARTED or inject.healthy(subject)
        met += 1
    assert met >= 1
