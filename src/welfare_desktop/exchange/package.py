"""CWX-1: a BagIt bag in one streamed ZIP, signed, sealed with age (no clear text on disk)."""

from __future__ import annotations

import hashlib
import os
import re
import threading
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import msgspec

from welfare_desktop.domain.errors import Trouble
from welfare_desktop.exchange.cms import SigningKey, sign
from welfare_desktop.security import durable
from welfare_desktop.security.sealing import Writable, seal_stream

NAME = re.compile(r"CWX-([0-9A-Z]{18})-(\d{6})-r(\d\d)")
SUFFIXES = (".zip.age", ".zip.age.sha256", ".zip.age.sha256.p7s")
BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
LIMIT = 4 * 1000**3
#: One file inside a streamed ZIP; its size is not known when its entry begins.
FILE_LIMIT = 2**31 - 1
_STORED = {".pdf", ".jpg", ".jpeg", ".png", ".xlsx", ".p7s", ".zip", ".mp4", ".mp3"}
TOO_LARGE = "月报包超过4GB，或单个文件超过2GB。请减少所附的大文件后重新生成。"


class Part(msgspec.Struct, frozen=True):
    """One file of the payload: path below ``data/`` and how it is written, streamed."""

    path: str
    write: Callable[[Writable], None]


class PackageInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What ``bag-info.txt`` says. ``recipients``: fingerprints of office and age recipients."""

    name: str
    organization: str
    period: str
    revision: int
    bagged_at: datetime
    recipients: str
    app_version: str
    supersedes: str = ""
    previous_sha256: str = ""
    practice: bool = False


class Sealed(msgspec.Struct, frozen=True):
    """The three files that travel."""

    files: tuple[Path, Path, Path]
    sha256: str
    size: int
    tagmanifest_sha256: str


def package_name(code: str, month: str, revision: int) -> str:
    """``CWX-<18>-<YYYYMM>-r<NN>``."""
    return f"CWX-{code}-{month.replace('-', '')}-r{revision:02d}"


def text_part(path: str, data: bytes) -> Part:
    """A part held in memory."""

    def write(out: Writable) -> None:
        out.write(data)

    return Part(path, write)


def content_sha256(items: Iterable[tuple[str, str]]) -> str:
    """SHA-256 over the sorted ``<hex>  <name>`` lines of frozen tables and papers."""
    lines = "".join(sorted(f"{digest}  {name}\n" for digest, name in items))
    return hashlib.sha256(lines.encode()).hexdigest()


class _Hashed:
    """Writes through while hashing and counting."""

    def __init__(self, out: IO[bytes], limit: int) -> None:
        self._out, self._limit = out, limit
        self.sha, self.size = hashlib.sha256(), 0

    def write(self, data: Any) -> int:
        """Pass on; `Trouble` past the limit."""
        self.sha.update(data)
        self.size += len(data)
        if self.size > self._limit:
            raise Trouble(TOO_LARGE)
        return self._out.write(data)

    def flush(self) -> None:
        """Pass on."""
        self._out.flush()


class _Bag:
    """Writes the ZIP in one pass while counting and hashing."""

    def __init__(self, out: IO[bytes], info: PackageInfo, signing: SigningKey) -> None:
        self.zip = zipfile.ZipFile(out, "w")
        self.info, self.signing = info, signing
        self.manifest: list[str] = []
        self.tags: list[str] = []
        self.octets = 0
        self.tagmanifest = b""

    def _entry(self, path: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(f"{self.info.name}/{path}", self.info.bagged_at.timetuple()[:6])
        stored = Path(path).suffix.lower() in _STORED
        entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        return entry

    def payload(self, part: Part) -> None:
        """Stream one payload file."""
        path = f"data/{part.path}"
        with self.zip.open(self._entry(path), "w") as target:
            hashed = _Hashed(target, FILE_LIMIT)
            part.write(hashed)
        self.octets += hashed.size
        self.manifest.append(f"{hashed.sha.hexdigest()}  {path}\n")

    def tag(self, path: str, data: bytes, *, listed: bool = True) -> None:
        """Write one tag file."""
        self.zip.writestr(self._entry(path), data)
        if listed:
            self.tags.append(f"{hashlib.sha256(data).hexdigest()}  {path}\n")

    def write(self, parts: Sequence[Part]) -> None:
        """The whole bag in the order of exchange: bagit.txt, data, bag-info, manifests, signature."""
        self.tag("bagit.txt", BAGIT)
        for part in parts:
            self.payload(part)
        self.tag("bag-info.txt", self._bag_info().encode())
        self.tag("manifest-sha256.txt", "".join(self.manifest).encode())
        self.tagmanifest = "".join(self.tags).encode()
        self.tag("tagmanifest-sha256.txt", self.tagmanifest, listed=False)
        signature = sign(self.tagmanifest, self.signing, detached=True)
        self.tag("tagmanifest-sha256.txt.p7s", signature, listed=False)

    def _bag_info(self) -> str:
        info = self.info
        lines: dict[str, Any] = {
            "Source-Organization": info.organization,
            "External-Identifier": info.name,
            "Bagging-Date": f"{info.bagged_at:%Y-%m-%d}",
            "Payload-Oxum": f"{self.octets}.{len(self.manifest)}",
            "CWX-Profile": "1",
            "CWX-Period": info.period,
            "CWX-Revision": info.revision,
            "CWX-Supersedes": info.supersedes,
            "CWX-Previous-Package": f"sha256:{info.previous_sha256}"
            if info.previous_sha256
            else "",
            "CWX-Recipient": info.recipients,
            "CWX-App-Version": info.app_version,
            "CWX-Practice": "yes" if info.practice else "",
        }
        return "".join(f"{k}: {v}\n" for k, v in lines.items() if v != "")


def _produce(
    pipe: int, parts: Sequence[Part], info: PackageInfo, signing: SigningKey, result: dict[str, Any]
) -> None:
    """Thread: write the bag into the pipe; always close it, hand over the error."""
    try:
        with os.fdopen(pipe, "wb") as out:
            bag = _Bag(out, info, signing)
            with bag.zip:
                bag.write(parts)
        result["tagmanifest"] = hashlib.sha256(bag.tagmanifest).hexdigest()
    except BaseException as error:
        result["error"] = error


def seal(
    parts: Sequence[Part],
    info: PackageInfo,
    signing: SigningKey,
    recipients: Sequence[str],
    folder: Path,
) -> Sealed:
    """Sign and seal in one pass; the three files appear only when all is whole.

    An error inside the ZIP thread would leave age waiting for ever, and closing the pipe would
    seal a truncated but authentic file. So the thread closes its end in every case and hands
    over its exception; the file is renamed only after it ended well.

    Raises:
        Trouble: disk full, a paper missing. Nothing is left behind.
    """
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{info.name}.zip.age.part"
    result: dict[str, Any] = {}
    try:
        with part.open("wb") as raw:
            out = _Hashed(raw, LIMIT)
            _stream(parts, info, signing, recipients, out, result)
            raw.flush()
            os.fsync(raw.fileno())
        return _finish(folder, part, info, signing, out, result["tagmanifest"])
    except BaseException as error:
        for suffix in SUFFIXES:
            (folder / f"{info.name}{suffix}").unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise Trouble(
                "月报包没有封好：磁盘已满或写不进去。请腾出空间再封装，已批准的内容还在。"
            ) from error
        raise
    finally:
        part.unlink(missing_ok=True)


def _stream(
    parts: Sequence[Part], info: PackageInfo, signing: SigningKey, recipients: Sequence[str],
    out: _Hashed, result: dict[str, Any],
) -> None:  # fmt: skip
    reading, writing = os.pipe()
    thread = threading.Thread(target=_produce, args=(writing, parts, info, signing, result))
    thread.start()
    try:
        with os.fdopen(reading, "rb") as source:
            seal_stream(source, out, recipients)
    finally:
        thread.join()
    if "error" in result:
        raise result["error"]


def _finish(
    folder: Path, part: Path, info: PackageInfo, signing: SigningKey, out: _Hashed, tags: str
) -> Sealed:
    target, side, signature = (folder / f"{info.name}{suffix}" for suffix in SUFFIXES)
    digest = out.sha.hexdigest()
    line = f"{digest}  {target.name}\n".encode()
    part.replace(target)
    durable.write_whole(side, line)
    durable.write_whole(signature, sign(line, signing, detached=True))
    return Sealed((target, side, signature), digest, out.size, tags)
