"""Upload by tus 1.0.0: our own small core on httpx, with time-outs and resumption.

State lives with the caller: `FileProgress` says where a file stands, and ``keep`` is called before
the first byte and after every piece, so that a power cut costs at most one piece.
"""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import ssl
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx
import msgspec

from welfare_desktop.domain.errors import Trouble
from welfare_desktop.exchange.package import SUFFIXES
from welfare_desktop.security import durable

PIECE = 1 << 20
_FIRST_PAUSE, _LONGEST_PAUSE = 5, 900
_TIMEOUT = httpx.Timeout(connect=10, read=30, write=30, pool=10)
_TUS = {"Tus-Resumable": "1.0.0"}
_NO_NET = "现在连不上主管部门的服务器，包已保存，稍后会接着报送；急用可改走U盘。"
_REFUSED = {
    400: "服务器不接受这个文件名，请联系主管部门核对版本。",
    401: "服务器不认本机构的通行码，请向主管部门重新索取配置文件。",
    403: "服务器拒绝接收，请联系主管部门。",
    413: "文件超过服务器允许的大小，请减少附件或改走U盘。",
}


class Rejected(Trouble):
    """The server says no to what was sent: trying again changes nothing."""


class FileProgress(msgspec.Struct, frozen=True):
    """Where one file stands. ``sha256`` of what is being sent: other bytes, other upload."""

    sha256: str
    size: int
    url: str = ""
    offset: int = 0
    done: bool = False


Keep = Callable[[str, FileProgress], None]


class Uploader:
    """One connection to the office. ``tls_ca``: PEM of the CA of its server, if not a public one."""

    def __init__(self, url: str, token: str, tls_ca: str = "") -> None:
        if not protected(url):
            raise Trouble("主管部门的网址不是加密的（https），不会报送。请核对配置文件。")
        self.url = url.rstrip("/") + "/"
        try:
            trusted: ssl.SSLContext | bool = ssl.create_default_context(cadata=tls_ca or None)
        except (ssl.SSLError, ValueError):
            raise Trouble("主管部门配置文件里的服务器证书读不懂。请向主管部门重新索取。") from None
        self.client = httpx.Client(
            headers={"Authorization": f"Bearer {token}"} | _TUS, timeout=_TIMEOUT, verify=trusted,
            trust_env=not _loopback(url),
        )  # fmt: skip

    def close(self) -> None:
        """Close the connection."""
        self.client.close()

    def _send(self, method: str, url: str, **more: object) -> httpx.Response:
        try:
            answer = self.client.request(method, url, **more)  # type: ignore[arg-type]
        except (httpx.HTTPError, httpx.InvalidURL):
            raise Trouble(_NO_NET) from None
        if answer.status_code in _REFUSED:
            raise Rejected(_REFUSED[answer.status_code])
        if answer.status_code >= 500 or answer.status_code == 423:
            raise Trouble("服务器暂时不能接收，包已保存，稍后会接着报送。")
        return answer

    def check(self, size: int) -> None:
        """OPTIONS: version, creation, size."""
        answer = self._send("OPTIONS", urljoin(self.url, "files/"))
        offered = answer.headers.get("Tus-Extension", "").replace(" ", "").split(",")
        if "1.0.0" not in answer.headers.get("Tus-Version", "") or "creation" not in offered:
            raise Rejected("服务器不支持续传协议，请联系主管部门。")
        if _number(answer, "Tus-Max-Size", size) < size:
            raise Rejected(_REFUSED[413])

    def send_file(self, path: Path, progress: FileProgress | None, keep: Keep) -> FileProgress:
        """Send one file from where it stood; returns when the server has it whole."""
        here = _fresh(path)
        state = progress if progress and progress.sha256 == here.sha256 else here
        for _ in range(4):
            if state.done:
                return state
            state = self._located(path, state, keep)
            if not state.done:
                state = self._pieces(path, state, keep)
        if not state.done:
            raise Trouble("服务器一直没有收全文件，包已保存，稍后会接着报送。")
        return state

    def _located(self, path: Path, state: FileProgress, keep: Keep) -> FileProgress:
        if self._ours(state.url):
            answer = self._send("HEAD", state.url)
            offset = _number(answer, "Upload-Offset", 0)
            if answer.status_code == 200 and offset <= state.size:
                done = offset == state.size
                return _kept(path, keep, msgspec.structs.replace(state, offset=offset, done=done))
        name = base64.b64encode(path.name.encode()).decode()
        headers = {"Upload-Length": str(state.size), "Upload-Metadata": f"filename {name}"}
        answer = self._send("POST", urljoin(self.url, "files/"), headers=headers)
        if answer.status_code == 409:
            # The server has a file of that name whole; the receipt's digest will decide.
            return _kept(path, keep, msgspec.structs.replace(state, done=True))
        if answer.status_code != 201 or "Location" not in answer.headers:
            raise Trouble("服务器没有接受上传，包已保存，稍后再试。")
        url = urljoin(self.url, answer.headers["Location"])
        if not self._ours(url):
            raise Rejected("服务器给的上传地址不是主管部门的网址，没有报送。请联系主管部门。")
        return _kept(path, keep, msgspec.structs.replace(state, url=url, offset=0))

    def _ours(self, url: str) -> bool:
        """Whether an address is the office's: the token goes nowhere else."""
        here, there = httpx.URL(self.url), httpx.URL(url)
        return (here.scheme, here.host, here.port) == (there.scheme, there.host, there.port)

    def _pieces(self, path: Path, state: FileProgress, keep: Keep) -> FileProgress:
        with path.open("rb") as source:
            while state.offset < state.size:
                source.seek(state.offset)
                piece = source.read(PIECE)
                headers = {
                    "Upload-Offset": str(state.offset),
                    "Content-Type": "application/offset+octet-stream",
                }
                answer = self._send("PATCH", state.url, headers=headers, content=piece)
                if answer.status_code in (404, 410):
                    return _kept(path, keep, msgspec.structs.replace(state, url="", offset=0))
                if answer.status_code != 204:
                    return state
                offset = _number(answer, "Upload-Offset", state.offset + len(piece))
                if offset <= state.offset:
                    return state
                state = _kept(path, keep, msgspec.structs.replace(state, offset=offset))
        return _kept(path, keep, msgspec.structs.replace(state, done=True))

    def receipt(self, name: str) -> bytes | None:
        """The receipt, ``None`` while there is none."""
        answer = self._send("GET", urljoin(self.url, f"receipts/{name}.receipt.p7m"))
        return answer.content if answer.status_code == 200 else None


def _number(answer: httpx.Response, header: str, absent: int) -> int:
    """A number that a server says, ``absent`` where it does not."""
    text = answer.headers.get(header, "")
    return int(text) if text.isdecimal() else absent


def protected(url: str) -> bool:
    """Encrypted, or on this machine."""
    try:
        parsed = httpx.URL(url)
        return bool(urlsplit(url).hostname) and (parsed.scheme == "https" or _loopback(url))
    except (httpx.InvalidURL, ValueError):
        return False


def _loopback(url: str) -> bool:
    return httpx.URL(url).host in ("127.0.0.1", "localhost", "::1")


def pause(failures: int, chance: float) -> float:
    """Seconds before the next try: 5, doubling to 15 minutes, a quarter of it by chance."""
    return float(min(_FIRST_PAUSE * 2**failures, _LONGEST_PAUSE) * (1 - chance / 4))


def _fresh(path: Path) -> FileProgress:
    with path.open("rb") as source:
        digest = hashlib.file_digest(source, "sha256").hexdigest()
    return FileProgress(digest, path.stat().st_size)


def _kept(path: Path, keep: Keep, state: FileProgress) -> FileProgress:
    keep(path.name, state)
    return state


def hand_over(folder: Path, name: str, out: Path) -> list[Path]:
    """The three files to a stick: the package last, each compared after copying."""
    copied = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        for suffix in reversed(SUFFIXES):
            source, target = folder / f"{name}{suffix}", out / f"{name}{suffix}"
            if not source.exists():
                raise Trouble("封好的三个文件不齐，请由院长重新批准封装。")
            _copy(source, target)
            copied.append(target)
        durable.settle(out)
    except OSError:
        raise Trouble("U盘写不进去或空间不足，没有复制完。请换一个U盘再试。") from None
    return copied


def _copy(source: Path, target: Path) -> None:
    """Whole or not at all, compared with the original."""
    fresh = target.with_name(target.name + ".part")
    try:
        shutil.copyfile(source, fresh)
        with fresh.open("rb+") as written:
            os.fsync(written.fileno())
        if _fresh(fresh).sha256 != _fresh(source).sha256:
            raise Trouble("复制到U盘的文件与原件不符，请换一个U盘再试。")
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
