"""Passwords, 签名码, dismissal and the growing delay: each against the real key file and store."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from welfare_desktop.actions import access, keys, people
from welfare_desktop.actions.desk import Desk
from welfare_desktop.app.practice import PASSWORD, PIN
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.security import attempts, keyslots, recovery
from welfare_desktop.store import journal


def both(desk: Desk) -> people.Approval:
    return people.Approval(desk.signer("xitong", PIN), desk.signer("yuanzhang", PIN))


def opens(folder: Path, login: str, password: str, clock: SetClock) -> None:
    access.open_desk(folder, login, password, clock).close()


def acts(desk: Desk) -> list[str]:
    with desk.store.connection() as connection:
        return [entry.act for entry in journal.entries(connection)]


def test_a_password_is_changed_by_its_owner_alone(desk: Desk, clock: SetClock) -> None:
    folder = desk.store_dir
    with pytest.raises(Refused, match="原密码不对"):
        people.change_password(desk, "wrong one", "another long one")
    with pytest.raises(Refused, match="至少8位"):
        people.change_password(desk, PASSWORD, "short")
    people.change_password(desk, PASSWORD, "another long one")
    assert "password" in acts(desk)
    desk.close()
    opens(folder, "kezhang", "another long one", clock)
    opens(folder, "hushi1", PASSWORD, clock)
    with pytest.raises(Trouble, match="账号或密码不对"):
        opens(folder, "kezhang", PASSWORD, clock)


def test_a_forgotten_password_takes_two_who_do_not_learn_it(desk: Desk, clock: SetClock) -> None:
    folder = desk.store_dir
    alone = people.Approval(desk.signer("xitong", PIN), desk.signer("xitong", PIN))
    with pytest.raises(Refused, match="院长"):
        people.reset_password(desk, "huli1", "a new long one", alone)
    carer = people.Approval(desk.signer("huli2", PIN), desk.signer("yuanzhang", PIN))
    with pytest.raises(Refused, match="系统管理员"):
        people.reset_password(desk, "huli1", "a new long one", carer)
    people.reset_password(desk, "huli1", "a new long one", both(desk))
    desk.close()
    opens(folder, "huli1", "a new long one", clock)
    with pytest.raises(Trouble):
        opens(folder, "huli1", PASSWORD, clock)


def test_somebody_who_leaves_has_no_way_in_and_the_key_is_another(
    desk: Desk, clock: SetClock
) -> None:
    folder, before = desk.store_dir, desk.store.key
    old_file = (folder / keyslots.FILE_NAME).read_bytes()
    people.dismiss(desk, "huli6", both(desk))
    assert desk.store.key != before and desk.store.check(lambda _: None)
    assert "huli6" not in {a.login for a in desk.accounts()}
    desk.close()
    opens(folder, "huli1", PASSWORD, clock)
    with pytest.raises(Trouble, match="账号或密码不对"):
        opens(folder, "huli6", PASSWORD, clock)
    # The key file that the person took home opens nothing any more.
    (folder / keyslots.FILE_NAME).write_bytes(old_file)
    with pytest.raises(Trouble, match="密钥不对"):
        opens(folder, "huli6", PASSWORD, clock)


def test_the_last_director_and_administrator_stay(desk: Desk) -> None:
    with pytest.raises(Refused, match="正在签字"):
        people.dismiss(desk, "xitong", both(desk))
    with pytest.raises(Refused, match="唯一的院长"):
        people.change_roles(desk, "yuanzhang", "K", both(desk))
    with pytest.raises(Refused, match="不能兼任"):
        people.change_roles(desk, "huli1", "NS", both(desk))
    assert people.change_roles(desk, "huli1", "NW", both(desk)).roles == "NW"


def test_a_new_colleague_gets_an_account(desk: Desk, clock: SetClock) -> None:
    folder = desk.store_dir
    staff = next(s for s in desk.house().staff if s.text("name") == "王秀英").id
    with pytest.raises(Refused, match="已有账号"):
        people.add(desk, staff, "wang", "N", "a long password", "135790", both(desk))
    people.dismiss(desk, "huli1", both(desk))
    with pytest.raises(Refused, match="不能和已有的重复"):
        people.add(desk, staff, "huli1", "N", "a long password", "135790", both(desk))
    people.add(desk, staff, "wang", "N", "a long password", "135790", both(desk))
    assert desk.signer("wang", "135790").name == "王秀英"
    desk.close()
    opens(folder, "wang", "a long password", clock)


def test_another_recovery_sheet_makes_the_old_one_worthless(desk: Desk, clock: SetClock) -> None:
    folder, words = desk.store_dir, recovery.new_words()
    people.new_recovery_sheet(desk, words, both(desk))
    desk.close()
    slots = keyslots.load(folder)
    keys.open_with(folder, recovery.unlock(slots, words), clock).close()
    with pytest.raises(Trouble, match="不是本库的恢复单"):
        recovery.unlock(slots, recovery.new_words())


@pytest.mark.parametrize("typed", ["", "W-2026-0001", "6901234567892", "13579"])
def test_what_is_no_pin_is_no_attempt(desk: Desk, typed: str) -> None:
    """A scanner, or an Enter too many; a wrong one of six digits counts."""
    for _ in range(6):
        with pytest.raises(Refused, match="没有算"):
            desk.signer("huli1", typed)
    assert not desk.pin_locked("huli1")
    for _ in range(4):
        with pytest.raises(Refused, match="签名码不对"):
            desk.signer("huli1", "000000")
    with pytest.raises(Refused, match="没有算"):
        desk.signer("huli1", typed)
    assert desk.signer("huli1", PIN).name == "王秀英"


def test_five_wrong_pins_ask_for_the_password(desk: Desk) -> None:
    for _ in range(4):
        with pytest.raises(Refused, match="签名码不对"):
            desk.signer("huli1", "000000")
    with pytest.raises(Refused, match="改用登录密码"):
        desk.signer("huli1", "000000")
    with pytest.raises(Refused, match="改用登录密码"):
        desk.signer("huli1", PIN)
    with pytest.raises(Refused, match="密码不对"):
        desk.signer_by_password("huli1", "not the password")
    assert desk.signer_by_password("huli1", PASSWORD).name == "王秀英"
    assert desk.signer("huli1", PIN).name == "王秀英"
    assert "pin_locked" in acts(desk)


def test_a_pin_is_changed_with_the_password(desk: Desk) -> None:
    desk.signer("kezhang", PIN)
    with pytest.raises(Refused, match="6位数字"):
        people.change_pin(desk, PASSWORD, "12345")
    people.change_pin(desk, PASSWORD, "975310")
    with pytest.raises(Refused, match="签名码不对"):
        desk.signer("kezhang", PIN)
    assert desk.signer("kezhang", "975310").account == desk.account.id


def test_the_delay_grows_and_the_journal_hears_of_failures(desk: Desk, clock: SetClock) -> None:
    folder = desk.store_dir
    desk.close()
    for _ in range(3):
        with pytest.raises(Trouble, match="账号或密码不对"):
            opens(folder, "kezhang", "wrong", clock)
    with pytest.raises(Trouble, match="请过6秒再试"):
        opens(folder, "kezhang", PASSWORD, clock)
    opens(folder, "hushi1", PASSWORD, clock)
    with pytest.raises(Trouble, match="请过6秒再试"):  # somebody else's success shortens nothing
        opens(folder, "kezhang", PASSWORD, clock)
    clock.at += timedelta(seconds=6)
    with access.open_desk(folder, "kezhang", PASSWORD, clock).store.connection() as connection:
        found = [e for e in journal.entries(connection) if e.act == "unlock_failed"]
    assert [e.values["count"] for e in found] == [3]


def test_the_delay_has_a_longest(tmp_path: Path, clock: SetClock) -> None:
    assert attempts.delay(2) == timedelta(0) and attempts.delay(40) == timedelta(minutes=5)
    for _ in range(30):
        attempts.failed(tmp_path, "kezhang", clock.now())
    clock.at -= timedelta(days=365)
    with pytest.raises(Trouble, match="请过301秒再试"):
        attempts.permit(tmp_path, "kezhang", clock.now())
