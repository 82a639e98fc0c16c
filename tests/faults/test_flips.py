"""One byte changed anywhere: found and named, the rest still readable, a way out offered."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest

from tests.damage import flipped
from tests.faults import child
from tests.faults.conftest import FULL, Place
from welfare_desktop.actions import access
from welfare_desktop.app.practice import PASSWORD
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.errors import Trouble
from welfare_desktop.security import keyslots
from welfare_desktop.store import attachments, backup
from welfare_desktop.store.store import open_store

POSITIONS = 1000 if FULL else 60
FORMS = ("F64", "X01", "X02", "X03", "T")


def places_in(path: Path, count: int = POSITIONS) -> list[int]:
    size = path.stat().st_size
    some = random.Random(11).sample(range(size), min(count, size))
    return sorted({*some, 0, 15, 16, size // 2, size - 1})


def test_in_the_store(place: Place) -> None:
    desk = access.open_desk(place.folder, "kezhang", PASSWORD, SetClock(child.NOW))
    key = desk.store.key
    desk.store.settle()
    desk.close()
    path = place.folder / "store.db"
    good = path.read_bytes()
    readable = 0
    for at in places_in(path):
        path.write_bytes(flipped(good, at))
        try:
            store = open_store(place.folder, key, SetClock(child.NOW))
        except Trouble as trouble:
            assert "用备份恢复" in trouble.sentence
            continue
        found: list[str] = []
        assert not store.check(found.append) and any("页" in text for text in found), at
        for form in FORMS:
            try:
                readable += bool(store.of_form(form))
            except Trouble as trouble:
                assert "用备份恢复" in trouble.sentence
        store.close()
        for beside in place.folder.glob("store.db-*"):
            beside.unlink()
    path.write_bytes(good)
    assert readable > POSITIONS


def test_in_the_key_file(place: Place) -> None:
    path = place.folder / keyslots.FILE_NAME
    good = path.read_bytes()
    for at in places_in(path):
        path.write_bytes(flipped(good, at))
        assert keyslots.damaged(place.folder)
        # The file before it still opens the store; without one a sentence says what to do.
        assert keyslots.load(place.folder).slots
    before = place.folder / (keyslots.FILE_NAME + ".previous")
    before.unlink()
    with pytest.raises(Trouble, match="用备份恢复"):
        keyslots.load(place.folder)


def test_in_an_attachment(place: Place) -> None:
    desk = access.open_desk(place.folder, "kezhang", PASSWORD, SetClock(child.NOW))
    kept = attachments.add(desk.store, io.BytesIO(b"scan " * 400), "image/png")
    other = attachments.add(desk.store, io.BytesIO(b"another " * 400), "image/png")
    path = attachments.place(place.folder, kept.disk_sha256)
    good = path.read_bytes()
    for at in places_in(path):
        path.write_bytes(flipped(good, at))
        assert attachments.altered(desk.store) == [kept.sha256]
        assert attachments.content(desk.store, other.sha256)
        with pytest.raises(Trouble, match="从备份恢复"):
            attachments.content(desk.store, kept.sha256)
    desk.close()


def test_in_a_backup(place: Place) -> None:
    path = place.disk / "a.backup"
    good = path.read_bytes()
    for at in places_in(path):
        path.write_bytes(flipped(good, at))
        with pytest.raises(Trouble, match="换另一份备份"):
            backup.verified(path)
