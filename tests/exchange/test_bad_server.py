"""Servers that refuse, lie, stall or die: nothing is lost, nothing hangs, the token stays home."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from welfare_desktop.domain.errors import Trouble
from welfare_desktop.exchange import upload
from welfare_desktop.exchange.upload import FileProgress, Rejected, Uploader

#: What a server says to a method: ``(status, headers)``, or an exception that drops the line.
Says = Callable[[int], tuple[int, dict[str, str]]]
TUS = {
    "Tus-Version": "1.0.0",
    "Tus-Extension": "creation,termination",
    "Tus-Max-Size": "4000000000",
}


class Fake:
    """A server on loopback that follows a script, and what it was asked."""

    def __init__(self, script: dict[str, Says]) -> None:
        self.asked: list[str] = []
        self.counts: dict[str, int] = {}
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _answer(self) -> None:
                fake.asked.append(f"{self.command} {self.path}")
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                number = fake.counts.get(self.command, 0)
                fake.counts[self.command] = number + 1
                try:
                    status, headers = script[self.command](number)
                except ConnectionError:
                    self.connection.close()
                    return
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_OPTIONS = do_POST = do_HEAD = do_PATCH = do_GET = _answer

            def log_message(self, *_: Any) -> None:
                """Nothing on the screen."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}/"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., tuple[Fake, Uploader]]]:
    monkeypatch.setattr(upload, "_TIMEOUT", httpx.Timeout(2))
    made: list[tuple[Fake, Uploader]] = []

    def start(**script: Says) -> tuple[Fake, Uploader]:
        usual: dict[str, Says] = {
            "OPTIONS": lambda n: (204, TUS), "POST": lambda n: (201, {"Location": "/files/a"}),
            "HEAD": lambda n: (200, {"Upload-Offset": "0"}),
            "PATCH": lambda n: (204, {"Upload-Offset": "10"}), "GET": lambda n: (404, {}),
        }  # fmt: skip
        fake = Fake(usual | script)
        made.append((fake, Uploader(fake.url, "secret")))
        return made[-1]

    yield start
    for fake, line in made:
        line.close()
        fake.http.shutdown()
        fake.http.server_close()


Serve = Callable[..., tuple[Fake, Uploader]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "CWX-12341002MB0000017J-202610-r01.zip.age"
    path.write_bytes(b"0123456789")
    return path


class Kept(dict[str, FileProgress]):
    def keep(self, name: str, state: FileProgress) -> None:
        self[name] = state


@pytest.mark.parametrize(
    ("status", "word", "again"),
    [(400, "文件名", False), (401, "通行码", False), (403, "拒绝", False), (413, "大小", False),
     (423, "稍后", True), (500, "稍后", True), (503, "稍后", True), (302, "稍后", True),
     (200, "稍后", True)],
)  # fmt: skip
def test_what_a_server_may_answer(
    serve: Serve, file: Path, status: int, word: str, again: bool
) -> None:
    _, line = serve(POST=lambda n: (status, {}))
    with pytest.raises(Trouble, match=word) as trouble:
        line.send_file(file, None, Kept().keep)
    assert isinstance(trouble.value, Rejected) is not again


@pytest.mark.parametrize(
    "answer", [(200, {}), (204, {"Tus-Version": "0.2.2"}), (301, {"Location": "https://login/"}),
               (204, {"Tus-Version": "1.0.0", "Tus-Extension": "termination"})],
)  # fmt: skip
def test_what_is_no_tus_server_is_not_sent_to(
    serve: Serve, answer: tuple[int, dict[str, str]]
) -> None:
    fake, line = serve(OPTIONS=lambda n: answer)
    with pytest.raises(Trouble, match="续传"):
        line.check(10)
    assert fake.asked == ["OPTIONS /files/"]


def test_numbers_that_are_none_are_not_believed(serve: Serve, file: Path) -> None:
    odd = {"Tus-Max-Size": "many"}
    _, line = serve(OPTIONS=lambda n: (204, TUS | odd), PATCH=lambda n: (204, {}))
    line.check(10)
    assert line.send_file(file, None, Kept().keep).done


def test_the_token_goes_nowhere_else(serve: Serve, file: Path) -> None:
    other, _ = serve()
    _, line = serve(POST=lambda n: (201, {"Location": f"{other.url}files/a"}))
    with pytest.raises(Rejected, match="网址"):
        line.send_file(file, None, Kept().keep)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    moved = FileProgress(digest, 10, f"{other.url}files/old", 5)
    with pytest.raises(Rejected):
        line.send_file(file, moved, Kept().keep)
    assert other.asked == []


def test_a_server_that_never_moves_on_is_given_up(serve: Serve, file: Path) -> None:
    fake, line = serve(PATCH=lambda n: (204, {"Upload-Offset": "0"}))
    with pytest.raises(Trouble, match="没有收全"):
        line.send_file(file, None, Kept().keep)
    assert fake.counts["PATCH"] <= 4


def test_409_while_sending_realigns_with_what_the_server_has(serve: Serve, file: Path) -> None:
    says: Says = lambda n: (409, {}) if n == 0 else (204, {"Upload-Offset": "10"})  # noqa: E731
    fake, line = serve(PATCH=says, HEAD=lambda n: (200, {"Upload-Offset": "4"}))
    assert line.send_file(file, None, Kept().keep).done
    assert [re.sub(" .*", "", a) for a in fake.asked] == ["POST", "PATCH", "HEAD", "PATCH"]


@pytest.mark.parametrize("status", [404, 410])
def test_an_address_that_is_gone_is_forgotten(serve: Serve, file: Path, status: int) -> None:
    says: Says = lambda n: (status, {}) if n == 0 else (204, {"Upload-Offset": "10"})  # noqa: E731
    fake, line = serve(PATCH=says)
    assert line.send_file(file, None, Kept().keep).done and fake.counts["POST"] == 2


def test_more_than_was_sent_is_not_whole(serve: Serve, file: Path) -> None:
    fake, line = serve(HEAD=lambda n: (200, {"Upload-Offset": "11"}))
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    known = FileProgress(digest, 10, f"{fake.url}files/a", 5)
    assert line.send_file(file, known, Kept().keep).done and fake.counts["POST"] == 1


def test_a_line_that_drops_keeps_the_address(serve: Serve, file: Path) -> None:
    def drop(number: int) -> tuple[int, dict[str, str]]:
        raise ConnectionError

    fake, line = serve(PATCH=drop)
    kept = Kept()
    with pytest.raises(Trouble, match="连不上"):
        line.send_file(file, None, kept.keep)
    assert kept[file.name].url == f"{fake.url}files/a", "kept before the first byte"


def test_a_stall_in_the_middle_is_given_up(
    serve: Serve, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet = threading.Event()

    def stall(number: int) -> tuple[int, dict[str, str]]:
        quiet.wait(10)
        return 204, {"Upload-Offset": "10"}

    monkeypatch.setattr(upload, "_TIMEOUT", httpx.Timeout(0.3))
    _, line = serve(PATCH=stall)
    with pytest.raises(Trouble, match="连不上"):
        line.send_file(file, None, Kept().keep)
    quiet.set()


@pytest.mark.parametrize("url", ["http://example.org/", "ftp://x/", "https://[", "nonsense"])
def test_addresses_that_are_not_protected(url: str) -> None:
    with pytest.raises(Trouble, match="加密"):
        Uploader(url, "t")


def test_a_damaged_server_certificate_is_one_sentence() -> None:
    with pytest.raises(Trouble, match="证书"):
        Uploader("https://office.example/", "t", "-----BEGIN CERTIFICATE-----\nnonsense\n")


def test_pauses_grow_to_a_quarter_of_an_hour() -> None:
    waits = [upload.pause(n, 0.0) for n in range(10)]
    assert waits[:4] == [5, 10, 20, 40] and waits[-1] == 900
    assert upload.pause(3, 1.0) == 30, "jitter takes up to a quarter away"
