"""No key file opens a store: the one before it, the one of a backup, or all of a backup."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from welfare_desktop.actions import access, backups, emergency, keys, people, restoring
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.restoring import WayIn
from welfare_desktop.app.practice import PASSWORD
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.errors import Trouble
from welfare_desktop.security import keyslots

KEZHANG = WayIn(login="kezhang", password=PASSWORD)


def lose_the_keys(folder: Path) -> None:
    for path in folder.glob(f"{keyslots.FILE_NAME}*"):
        path.unlink()


def password_again(desk: Desk) -> None:
    """Something that is entered after a backup."""
    people.change_password(desk, PASSWORD, "another password")


@pytest.mark.parametrize("how", ["gone", "damaged"])
def test_the_file_before_it_opens_the_store_and_takes_its_place(
    desk: Desk, clock: SetClock, how: str
) -> None:
    folder = desk.store_dir
    desk.close()
    path = folder / keyslots.FILE_NAME
    path.unlink() if how == "gone" else path.write_bytes(path.read_bytes()[:-9])
    assert access.store_exists(folder)
    again = access.open_desk(folder, "kezhang", PASSWORD, clock)
    assert "密钥文件" in again.warnings[0] and not keyslots.damaged(folder)
    again.close()
    once_more = access.open_desk(folder, "kezhang", PASSWORD, clock)
    assert once_more.warnings == []
    once_more.close()


def test_while_the_key_is_the_same_nothing_is_lost(
    desk: Desk, tmp_path: Path, clock: SetClock
) -> None:
    made = backups.make(desk, tmp_path / "disk" / "a.backup")
    password_again(desk)
    heads = desk.store.heads()
    desk.close()
    lose_the_keys(desk.store_dir)
    with pytest.raises(Trouble, match="账号或密码不对"):
        restoring.bring_back(made.path, desk.store_dir, WayIn(login="kezhang", password="x" * 9))
    assert not keyslots.kept(desk.store_dir), "nothing is touched by a wrong password"
    done = restoring.bring_back(made.path, desk.store_dir, KEZHANG, clock)
    assert "一条不少" in done.sentence and done.missing == []
    again = access.open_desk(desk.store_dir, "kezhang", PASSWORD, clock)
    (now,) = again.store.heads()
    assert now["device"] == heads[0]["device"] and now["seq"] > heads[0]["seq"]
    assert again.store.acts("password") and again.store.check(lambda _: None)
    again.close()


def test_under_another_key_the_old_folder_is_moved_aside(
    desk: Desk, tmp_path: Path, clock: SetClock
) -> None:
    folder = desk.store_dir
    made = backups.make(desk, tmp_path / "disk" / "a.backup")
    keys.rotate(desk.store)
    emergency.write(
        folder, text="跌倒", when="", place="走廊", child="", writer="huli1", clock=clock
    )
    desk.close()
    lose_the_keys(folder)
    before = (folder / "store.db").read_bytes()
    done = restoring.bring_back(made.path, folder, KEZHANG, clock)
    assert "请对照纸质记录补录" in done.sentence
    (aside,) = folder.parent.glob(f"{folder.name}-打不开-*")
    assert (aside / "store.db").read_bytes() == before
    again = access.open_desk(folder, "kezhang", PASSWORD, clock)
    assert [note.text for note in emergency.waiting(again)] == ["跌倒"], "a note waits on"
    again.close()


def test_a_restored_store_does_not_look_for_the_disk_of_the_old_pc(
    desk: Desk, tmp_path: Path, clock: SetClock
) -> None:
    disk, other = tmp_path / "disk", tmp_path / "other"
    disk.mkdir()
    keeper = desk.seated(desk.find_account("xitong"))
    backups.set_plan(keeper, backups.Plan(folder=str(disk), carrier="林管理"))
    backups.note_missed(desk, "上次关闭时没有做完备份。")
    made = backups.make(desk)
    desk.close()
    for gone, plan in ((False, str(disk)), (True, None)):
        if gone:
            made.path.parent.rename(other)
        target = tmp_path / f"new-{gone}"
        path = (other if gone else disk) / made.path.name
        restoring.restore(path, target, KEZHANG, clock)
        again = access.open_desk(target, "kezhang", PASSWORD, clock)
        kept = backups.plan(again)
        assert (kept.folder if kept else None) == plan
        assert backups.take_missed(again) == "", "what the old PC missed is not told here"
        clock.at += timedelta(days=2)
        assert backups.ready(again) == (plan is not None)
        again.close()
