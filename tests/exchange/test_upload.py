"""Upload against the real receiving server: whole, killed, stalled, refused."""

from __future__ import annotations

import os
import socket
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.exchange.conftest import NOW, House, Started, parts, sealed
from welfare_desktop.domain.errors import Trouble
from welfare_desktop.exchange import upload
from welfare_desktop.exchange.package import SUFFIXES, Sealed
from welfare_desktop.exchange.upload import FileProgress, Uploader, hand_over
from welfare_desktop.office import desk as office


class Kept(dict[str, FileProgress]):
    """What the store would keep."""

    def keep(self, name: str, state: FileProgress) -> None:
        self[name] = state


def send_all(line: Uploader, made: Sealed, kept: Kept) -> None:
    for path in reversed(made.files):
        line.send_file(path, kept.get(path.name), kept.keep)


def test_uploaded_files_are_equal_and_the_receipt_comes_back(house: House, server: Started) -> None:
    command = house.out / "receive"
    house.out.mkdir()
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m welfare_desktop.app.office "$@"\n')
    command.chmod(0o755)
    url, _ = server("--auto", str(command))
    made = sealed(house)
    line = Uploader(url, house.profile.token)
    line.check(made.size)
    send_all(line, made, Kept())
    for path in made.files:
        assert (house.office / "inbox" / path.name).read_bytes() == path.read_bytes()
    name = made.files[0].name.removesuffix(SUFFIXES[0])
    deadline = time.monotonic() + 20
    while (receipt := line.receipt(name)) is None and time.monotonic() < deadline:
        time.sleep(0.1)
    assert receipt is not None
    # A second sending finds the names taken and leaves the answer to the receipt.
    send_all(line, made, Kept())
    line.close()


def test_a_killed_server_is_resumed_where_it_stood(
    house: House, server: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload, "PIECE", 64 * 1024)
    made = sealed(house, payload=parts(os.urandom(2_000_000)))
    url, process = server()
    kept, stop_at = Kept(), 600_000

    def keep(name: str, state: FileProgress) -> None:
        kept[name] = state
        if state.offset >= stop_at:
            process.kill()
            process.wait()

    line = Uploader(url, house.profile.token)
    with pytest.raises(Trouble, match="连不上"):
        line.send_file(made.files[0], None, keep)
    line.close()
    reached = kept[made.files[0].name]
    assert stop_at <= reached.offset < made.size
    again, _ = server(port=httpx.URL(url).port or 0)
    line = Uploader(again, house.profile.token)
    done = line.send_file(made.files[0], reached, kept.keep)
    line.close()
    assert done.done and done.url == reached.url
    stored = house.office / "inbox" / made.files[0].name
    assert stored.read_bytes() == made.files[0].read_bytes()


def test_a_lost_upload_begins_anew_and_other_bytes_are_never_resumed(
    house: House, server: Started
) -> None:
    made = sealed(house)
    url, _ = server()
    line, kept = Uploader(url, house.profile.token), Kept()
    gone = FileProgress(made.sha256, made.size, f"{url}files/nowhere", 10)
    assert line.send_file(made.files[0], gone, kept.keep).done
    stale = FileProgress("0" * 64, 5, f"{url}files/other", 3)
    assert line.send_file(made.files[1], stale, kept.keep).done
    line.close()
    assert (house.office / "inbox" / made.files[1].name).read_bytes() == made.files[1].read_bytes()


def test_the_server_refuses_what_the_page_says(
    house: House, server: Started, tmp_path: Path
) -> None:
    url, _ = server()
    stranger = Uploader(url, "wrong")
    with pytest.raises(Trouble, match="通行码"):
        stranger.check(1)
    stranger.close()
    line = Uploader(url, house.profile.token)
    with pytest.raises(Trouble, match="大小"):
        line.check(5_000_000_000)
    picture = tmp_path / "holiday.jpg"
    picture.write_bytes(b"x")
    with pytest.raises(Trouble, match="文件名"):
        line.send_file(picture, None, Kept().keep)
    line.close()
    assert httpx.get(f"{url}receipts/x.receipt.p7m").status_code in (401, 404)


def test_a_silent_server_is_given_up(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload, "_TIMEOUT", httpx.Timeout(0.5))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        line = Uploader(f"http://127.0.0.1:{silent.getsockname()[1]}/", "t")
        with pytest.raises(Trouble, match="连不上"):
            line.check(1)
        line.close()


def test_clear_http_is_for_loopback_only() -> None:
    with pytest.raises(Trouble, match="加密"):
        Uploader("http://example.org/", "t")


def test_by_stick_the_three_files_are_equal(house: House, tmp_path: Path) -> None:
    made = sealed(house)
    name = made.files[0].name.removesuffix(SUFFIXES[0])
    copied = hand_over(house.out, name, tmp_path / "stick")
    assert {p.name for p in copied} == {p.name for p in made.files}
    answer = office.receive(house.office, copied[-1], tmp_path / "stick", NOW, "usb")
    assert answer.accepted
    with pytest.raises(Trouble, match="不齐"):
        hand_over(tmp_path / "nothing", name, tmp_path / "other")
