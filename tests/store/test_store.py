"""The encrypted store: journal, projection, keys, second start, newer store, full disk."""

from __future__ import annotations

import contextlib
import io
import os
import threading
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.damage import flipped
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.errors import Trouble
from welfare_desktop.security import keyslots, recovery
from welfare_desktop.security.bech32 import age_identity, age_secret
from welfare_desktop.security.passwords import FLOOR_KIB, Stretching, pin_fits, pin_hash
from welfare_desktop.store import attachments, drafts, schema
from welfare_desktop.store.checking import rebuilt
from welfare_desktop.store.store import Store, open_store

KEY = bytes(range(32))
CLOCK = SetClock(datetime(2025, 7, 28, 9, 0))
HOW = Stretching(FLOOR_KIB, 1, 2)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(tmp_path / "s", KEY, CLOCK, create=True)
    yield made
    made.close()


def submit(store: Store, record: str, name: str = "安宁𬱖") -> None:
    body = {"form_no": record, "values": {"name": name}, "happened_at": "2025-07-28T09:00",
            "child": record}  # fmt: skip
    with store.transaction() as transaction:
        transaction.append("submit", "somebody", form="F01", record=record, body=body)


def test_records_are_a_projection_of_the_journal(store: Store) -> None:
    submit(store, "a")
    submit(store, "b")
    head = store.of_form("F01")[0].head
    change = {"values": {"name": "安乐"}, "happened_at": "2025-07-28T09:00", "reason": "错字"}
    with store.transaction() as transaction:
        transaction.append("correct", "x", form="F01", record="a", parent=head, body=change)
    with store.connection() as connection:
        fresh = rebuilt(connection)
    assert {r.id: r for r in store.of_form("F01")} == fresh
    assert fresh["a"].text("name") == "安乐" and fresh["a"].version == 2
    assert store.check(lambda _: None)


def test_an_action_is_whole_or_nothing(store: Store) -> None:
    with pytest.raises(RuntimeError), store.transaction() as transaction:
        transaction.append("note", "x")
        raise RuntimeError("in the middle")
    assert store.heads() == []


def test_the_journal_cannot_be_changed_and_a_change_would_be_found(store: Store) -> None:
    submit(store, "a")
    submit(store, "b")
    with pytest.raises(Trouble), store.connection() as connection:
        connection.exec_driver_sql("UPDATE journal SET actor = 'other'")
    with store.connection() as connection:
        connection.exec_driver_sql("DROP TRIGGER journal_UPDATE_refused")
        connection.exec_driver_sql("UPDATE journal SET actor = 'other' WHERE seq = 1")
    found: list[str] = []
    assert not store.check(found.append)
    assert any("第1条与链不符" in text for text in found)


def test_a_changed_record_is_found(store: Store) -> None:
    submit(store, "a")
    with store.connection() as connection:
        kept = connection.execute(sa.select(schema.record.c.body)).scalar_one()
        other = kept.replace(b"2025", b"2024")
        connection.execute(schema.record.update().values(body=other))
    found: list[str] = []
    assert not store.check(found.append)
    assert "F01 a" in found[0]


def test_nothing_is_readable_without_the_key(store: Store, tmp_path: Path) -> None:
    submit(store, "a", "名字绝不能明文出现")
    for path in (tmp_path / "s").rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert "名字绝不能明文出现".encode() not in data and b"SQLite format" not in data


def test_second_start_wrong_key_no_store_newer_store(store: Store, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="已在另一个窗口打开"):
        open_store(tmp_path / "s", KEY, CLOCK)
    with store.connection() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    with pytest.raises(Trouble, match="更新的版本"):
        open_store(tmp_path / "s", KEY, CLOCK)
    with pytest.raises(Trouble, match="不是本程序的资料库"):
        open_store(tmp_path / "s", os.urandom(32), CLOCK)
    with pytest.raises(Trouble, match="没有资料库"):
        open_store(tmp_path / "nothing", KEY, CLOCK)


def test_a_file_that_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "store.db").write_bytes(b"%PDF-1.7 " + os.urandom(9000))
    with pytest.raises(Trouble, match="不是本程序的资料库"):
        open_store(tmp_path, KEY, CLOCK)


def test_an_emptied_file_is_not_taken_for_a_new_store(tmp_path: Path) -> None:
    (tmp_path / "store.db").touch()
    with pytest.raises(Trouble, match="不是本程序的资料库"):
        open_store(tmp_path, KEY, CLOCK)
    assert not (tmp_path / "store.db").stat().st_size


def test_a_full_disk_is_one_sentence_and_loses_nothing(store: Store) -> None:
    submit(store, "a")
    with store.connection() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    with store.engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Trouble, match="磁盘已满"):
        submit(store, "b", os.urandom(400_000).hex())
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    submit(store, "c")
    assert {r.id for r in store.of_form("F01")} == {"a", "c"}
    assert store.check(lambda _: None)


def test_attachments_are_sealed_and_watched(store: Store) -> None:
    clear = b"scan " * 1000
    kept = attachments.add(store, io.BytesIO(clear), "image/png")
    assert attachments.add(store, io.BytesIO(clear), "image/png") == kept
    assert attachments.content(store, kept.sha256) == clear
    path = next((store.folder / "attachments").rglob("*.age"))
    assert clear[:20] not in path.read_bytes() and attachments.altered(store) == []
    path.write_bytes(flipped(path.read_bytes()))
    assert attachments.altered(store) == [kept.sha256]
    with pytest.raises(Trouble, match="已损坏"):
        attachments.content(store, kept.sha256)


def test_a_paper_that_does_not_fit_on_the_disk_is_one_sentence(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = os.open("/dev/full", os.O_WRONLY)

    def on_a_full_disk(**_: object) -> tuple[int, str]:
        return full, str(store.folder / "attachments" / "new-1")

    monkeypatch.setattr("tempfile.mkstemp", on_a_full_disk)
    with pytest.raises(Trouble, match="磁盘已满"):
        attachments.add(store, io.BytesIO(b"scan " * 50_000), "image/png")


def test_drafts_belong_to_one_person(store: Store) -> None:
    mine = drafts.save(store, drafts.Draft(account="me", form="F02", values={"decision": "1"}))
    assert drafts.load(store, mine) == mine
    assert drafts.load(store, drafts.Draft(account="you", form="F02")) is None
    drafts.drop(store, mine)
    assert drafts.of_account(store, "me") == []


def slots_of(words: list[str]) -> keyslots.KeySlots:
    empty = keyslots.KeySlots(1, "store", b"", recovery.public_of(words), "")
    slot = keyslots.make_slot("store", "acc", "kezhang", "程", "long password", HOW)
    return keyslots.with_slot(empty, KEY, slot)


def test_password_and_recovery_sheet_both_open(tmp_path: Path) -> None:
    words = recovery.new_words()
    keyslots.save(tmp_path, slots_of(words))
    slots = keyslots.load(tmp_path)
    assert len(words) == 24
    assert keyslots.unlock(slots, "kezhang", "long password").current == KEY
    assert recovery.unlock(slots, words).current == KEY
    for login, password in (("kezhang", "wrong"), ("nobody", "long password")):
        with pytest.raises(Trouble, match="账号或密码不对"):
            keyslots.unlock(slots, login, password)
    with pytest.raises(Trouble, match="恢复"):
        recovery.unlock(slots, recovery.new_words())
    with pytest.raises(Trouble, match="恢复词不对"):
        recovery.unlock(slots, [*words[:-1], "甲"])


def test_a_slot_is_bound_to_its_parameters() -> None:
    import msgspec

    slots = slots_of(recovery.new_words())
    moved = msgspec.structs.replace(slots.slots[0], account="other")
    with pytest.raises(Trouble):
        keyslots.unlock(msgspec.structs.replace(slots, slots=(moved,)), "kezhang", "long password")


def test_damaged_key_file_falls_back_to_the_previous(tmp_path: Path) -> None:
    slots = slots_of(recovery.new_words())
    keyslots.save(tmp_path, slots)
    with pytest.raises(Trouble, match="没有资料库"):
        keyslots.load(tmp_path / "nowhere")
    (tmp_path / keyslots.FILE_NAME).write_text("{")
    with pytest.raises(Trouble, match="已损坏"):
        keyslots.load(tmp_path)
    keyslots.save(tmp_path, slots)
    keyslots.save(tmp_path, slots)
    (tmp_path / keyslots.FILE_NAME).write_text("{")
    assert keyslots.load(tmp_path) == slots


def test_bech32_is_the_form_that_age_writes() -> None:
    secret = bytes(range(32))
    assert age_secret(age_identity(secret)) == secret
    with pytest.raises(ValueError, match="identity"):
        age_secret(age_identity(secret)[:-1] + "Q")


def test_pins() -> None:
    kept = pin_hash("246810")
    assert pin_fits(kept, "246810") and not pin_fits(kept, "246811") and "246810" not in kept


def test_a_draft_kept_while_another_thread_writes_waits_its_turn(store: Store) -> None:
    inside, go_on = threading.Event(), threading.Event()
    draft = drafts.Draft(account="a", form="F02", values={"delivered_by_name": "李𬱖"})

    def fails_late() -> None:
        with contextlib.suppress(RuntimeError), store.transaction() as transaction:
            transaction.append("note", "x")
            inside.set()
            go_on.wait(10)
            raise RuntimeError("in the middle")

    other = threading.Thread(target=fails_late)
    other.start()
    assert inside.wait(10)
    saving = threading.Thread(target=lambda: drafts.save(store, draft))
    saving.start()
    saving.join(0.3)
    assert saving.is_alive(), "it does not join a transaction that is not its own"
    go_on.set()
    for thread in (other, saving):
        thread.join(10)
    kept = drafts.load(store, draft)
    assert kept is not None and kept.values == draft.values, "nor is it rolled back with it"
    assert store.heads() == []


def test_what_was_packed_without_the_dictionary_is_read_alike() -> None:
    body, column = b'{"marks":[' + b'{"child":"x"},' * 90 + b"]}", schema.Body()
    dialect = sa.create_engine("sqlite://").dialect
    assert column.process_result_value(zlib.compress(body, 6), dialect) == body
    kept = schema.packed(body)
    assert len(kept) < len(body) and column.process_result_value(kept, dialect) == body
    cut = kept[:-1]
    assert column.process_result_value(cut, dialect) == cut, "damaged: for the checks to find"
