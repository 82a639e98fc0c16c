"""Backup, rehearsal, restore: a clean folder and the recovery sheet are enough."""

from __future__ import annotations

import io
import os
import random
import shutil
import threading
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.damage import flipped
from welfare_desktop.actions import access, backups, people, setup
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.restoring import WayIn, restore
from welfare_desktop.app.practice import PASSWORD, PIN, answers
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.security import recovery
from welfare_desktop.security.passwords import FLOOR_KIB, Stretching
from welfare_desktop.store import attachments, backup, database

KEZHANG = WayIn(login="kezhang", password=PASSWORD)


@pytest.fixture
def kept(desk: Desk) -> attachments.Attachment:
    return attachments.add(desk.store, io.BytesIO(b"scan " * 5000), "image/png")


def test_a_backup_is_verified_and_restored_with_a_password(
    desk: Desk, tmp_path: Path, clock: SetClock, kept: attachments.Attachment
) -> None:
    made = backups.make(desk, tmp_path / "stick" / "a.backup")
    assert made.copied == 1 and made.bytes == made.path.stat().st_size
    before = {r.id for r in desk.store.of_form("F64")}
    desk.close()
    done = restore(made.path, tmp_path / "new", KEZHANG)
    assert done.attachments == 1 and done.missing == [] and "请对照纸质记录" in done.sentence
    again = access.open_desk(tmp_path / "new", "kezhang", PASSWORD, clock)
    assert {r.id for r in again.store.of_form("F64")} == before
    assert again.store.check(lambda _: None) and attachments.altered(again.store) == []
    heads = again.store.heads()
    assert len(heads) == 2 and again.store.device in {h["device"] for h in heads}
    again.close()


def test_the_recovery_sheet_alone_brings_a_house_back(tmp_path: Path, clock: SetClock) -> None:
    words = recovery.new_words()
    desk = setup.create_store(
        tmp_path / "s", answers(clock.now().date()), words, clock,
        stretching=Stretching(FLOOR_KIB, 1, 2),
    )  # fmt: skip
    made = backups.make(desk, tmp_path / "a.backup")
    desk.close()
    with pytest.raises(Trouble, match="不是本库的恢复单"):
        restore(made.path, tmp_path / "n", WayIn(recovery.new_words()))
    assert not (tmp_path / "n").exists()
    way = WayIn(words, "yuanzhang", "set with the sheet")
    restore(made.path, tmp_path / "n", way)
    access.open_desk(tmp_path / "n", "yuanzhang", "set with the sheet", clock).close()
    access.open_desk(tmp_path / "n", "kezhang", PASSWORD, clock).close()


def test_attachments_are_copied_once_and_missing_ones_are_named(
    desk: Desk, tmp_path: Path, kept: attachments.Attachment
) -> None:
    assert backups.make(desk, tmp_path / "b" / "a.backup").copied == 1
    second = backups.make(desk, tmp_path / "b" / "b.backup")
    assert second.copied == 0
    attachments.place(tmp_path / "b", kept.disk_sha256).unlink()
    assert any(kept.disk_sha256 in text for text in backups.rehearse(desk, second.path))
    done = restore(second.path, tmp_path / "n", KEZHANG)
    assert done.missing == [kept.disk_sha256] and "1份附件" in done.sentence


def test_a_rehearsal_tells_the_truth_and_is_journalled(desk: Desk, tmp_path: Path) -> None:
    made = backups.make(desk, tmp_path / "a.backup")
    assert backups.rehearse(desk, made.path) == []
    now = backups.state(desk)
    assert (
        now.rehearsal_held and not now.rehearsal_due and not (desk.store_dir / "rehearsal").exists()
    )
    made.path.write_bytes(flipped(made.path.read_bytes(), 9000))
    assert backups.rehearse(desk, made.path) == [
        "这份备份已损坏或不完整，不会用它恢复。请换另一份备份。"
    ]
    assert not backups.state(desk).rehearsal_held


def test_one_changed_byte_anywhere_is_found(desk: Desk, tmp_path: Path) -> None:
    whole = backups.make(desk, tmp_path / "a.backup").path.read_bytes()
    broken = tmp_path / "b.backup"
    for at in [*random.Random(7).sample(range(len(whole)), 40), 0, len(whole) - 1]:
        broken.write_bytes(flipped(whole, at))
        with pytest.raises(Trouble, match="已损坏"):
            backup.verified(broken)
    for cut in (0, 10, len(whole) // 2, len(whole) - 1):
        broken.write_bytes(whole[:cut])
        with pytest.raises(Trouble, match="已损坏"):
            backup.verified(broken)


def test_stock_tools_see_what_lies_in_it(desk: Desk, tmp_path: Path) -> None:
    made = backups.make(desk, tmp_path / "a.backup")
    with zipfile.ZipFile(made.path) as archive:
        assert sorted(archive.namelist()) == ["backup.json", "keyslots.json"]
        assert archive.testzip() is None


def test_a_place_that_protects_from_nothing_is_refused(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="还没有选"):
        backups.make(desk)
    carer = desk.seated(desk.find_account("huli1"))
    with pytest.raises(Refused, match="系统管理员或院长"):
        backups.set_plan(carer, backups.Plan(folder=str(tmp_path)))
    desk = desk.seated(desk.find_account("xitong"))
    with pytest.raises(Refused, match="资料文件夹里面"):
        backups.set_plan(desk, backups.Plan(folder=str(desk.store_dir)))
    with pytest.raises(Refused, match="找不到"):
        backups.set_plan(desk, backups.Plan(folder=str(tmp_path / "no disk")))
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    with pytest.raises(Refused, match="不是空的"):
        restore(tmp_path / "a", tmp_path / "full", KEZHANG)
    with pytest.raises(Trouble, match="找不到这份备份"):
        restore(tmp_path / "a", tmp_path / "n", KEZHANG)


def test_the_plan_tells_when_the_next_is_due(desk: Desk, tmp_path: Path, clock: SetClock) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    desk = desk.seated(desk.find_account("xitong"))
    backups.set_plan(desk, backups.Plan(folder=str(disk), carrier="程科长", every_hours=12))
    assert backups.state(desk).due and "还没有备份过" in backups.words(backups.state(desk))
    backups.make(desk)
    assert not backups.state(desk).due
    said = backups.words(backups.state(desk))
    assert "程科长带走" in said and "还没有演练过恢复" in said and str(disk) in said
    clock.at += timedelta(hours=12)
    assert backups.state(desk).due
    shutil.rmtree(disk)
    with pytest.raises(Trouble, match="备份盘接上"):
        backups.make(desk)


def test_another_key_makes_a_backup_due_and_the_old_one_no_rehearsal(
    desk: Desk, tmp_path: Path, clock: SetClock
) -> None:
    backups.set_plan(desk.seated(desk.find_account("xitong")), backups.Plan(folder=str(tmp_path)))
    backups.make(desk)
    assert not backups.state(desk).due and backups.rehearse(desk) == []
    signed = people.Approval(desk.signer("xitong", PIN), desk.signer("yuanzhang", PIN))
    people.dismiss(desk, "huli6", signed)
    assert backups.state(desk).due
    with pytest.raises(Refused, match="换过密钥"):
        backups.rehearse(desk)
    clock.at += timedelta(minutes=1)
    backups.make(desk)
    assert not backups.state(desk).due and backups.rehearse(desk) == []


def test_nobody_waits_for_a_slow_disk(desk: Desk, tmp_path: Path) -> None:
    """What is written meanwhile, also far more than the log holds by itself, stays out of it."""
    for number in range(60):
        desk.store.set_meta(f"large {number}", os.urandom(300_000))
    desk.store.settle()
    before = (desk.store_dir / database.FILE_NAME).read_bytes()
    waited: list[bool] = []

    def work() -> None:
        for number in range(20):
            desk.store.set_meta(f"large {number}", os.urandom(300_000))
        desk.store.settle()

    def told(part: float) -> None:
        writer = threading.Thread(target=work, daemon=True)
        writer.start()
        writer.join(10)
        waited.append(writer.is_alive())
        with pytest.raises(Refused, match="请等它做完"):
            backups.make(desk, tmp_path / "b.backup")

    made = backups.make(desk, tmp_path / "a.backup", told)
    assert len(waited) > 5 and not any(waited)
    assert made.path.read_bytes().startswith(before)
    assert desk.store.check(lambda finding: None)


def test_no_commit_has_to_bring_a_long_log_in(desk: Desk) -> None:
    """Every half minute it is brought in beside the work; a commit would do it at 4 MB."""
    log = desk.store_dir / f"{database.FILE_NAME}-wal"
    desk.store.settle()
    for number in range(24):
        desk.store.set_meta(f"large {number}", os.urandom(300_000))
        if number % 3 == 2:
            desk.lighten()
    assert log.stat().st_size < 3_000_000
    assert desk.store.check(lambda finding: None)


def test_nobody_is_dismissed_while_a_backup_is_made(desk: Desk, tmp_path: Path) -> None:
    def told(part: float) -> None:
        signed = people.Approval(desk.signer("xitong", PIN), desk.signer("yuanzhang", PIN))
        with pytest.raises(Refused, match="请等它做完"):
            people.dismiss(desk, "huli6", signed)

    backups.make(desk, tmp_path / "a.backup", told)
    assert desk.find_account("huli6").active


def test_a_backup_that_is_stopped_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    def stop(part: float) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        backups.make(desk, tmp_path / "disk" / "a.backup", stop)
    assert not list((tmp_path / "disk").iterdir())
    backups.make(desk, tmp_path / "disk" / "a.backup")


def test_the_sheet_sets_no_short_password(desk: Desk, tmp_path: Path) -> None:
    made = backups.make(desk, tmp_path / "a.backup")
    with pytest.raises(Refused, match="至少8位"):
        way = WayIn(recovery.new_words(), "huli1", "short")
        restore(made.path, tmp_path / "n", way)
    with pytest.raises(Refused, match="至少8位"):
        access.open_by_sheet(desk.store_dir, "".join(recovery.new_words()), "huli1", "short")


def test_older_backups_are_thinned_out() -> None:
    start = datetime(2026, 1, 1, 2, 0)
    found = {Path(f"{n}"): start + timedelta(hours=12 * n) for n in range(700)}
    kept = set(found) - set(backups.superseded(found))
    times = sorted(found[path] for path in kept)
    assert times[-1] == max(found.values()) and 20 <= len(kept) <= 24
    assert len({t.date() for t in times[-7:]}) == 7
    assert len({(t.year, t.month) for t in times}) == 12
