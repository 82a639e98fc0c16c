"""The acceptance rule for a package: every check in order, nothing believed before the end."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import lzma
import re
import shutil
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import msgspec

from welfare_desktop.domain.errors import Trouble
from welfare_desktop.exchange.cms import BadSignature, verify
from welfare_desktop.exchange.package import BAGIT, LIMIT, NAME, SUFFIXES
from welfare_desktop.exchange.tables import read_csv
from welfare_desktop.security.sealing import CannotOpen, open_stream

_TOP = {
    "bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt",
    "tagmanifest-sha256.txt.p7s",
}  # fmt: skip
_RATIO = 200
#: What the reader of an archive raises over bytes that are none.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, csv.Error, EOFError, LookupError,
    ValueError, RuntimeError, OverflowError, TypeError, AttributeError, msgspec.MsgspecError,
)  # fmt: skip


class Problem(msgspec.Struct, frozen=True):
    """One reason for rejection: machine code, path inside the package, Chinese detail."""

    code: str
    path: str
    detail: str


class Refusal(Exception):
    """The first rule that does not hold. ``stranger``: no receipt is owed."""

    def __init__(self, code: str, path: str, detail: str, *, stranger: bool = False) -> None:
        super().__init__(detail)
        self.problem = Problem(code, path, detail)
        self.stranger = stranger


class Opened(msgspec.Struct, frozen=True):
    """A package that holds."""

    name: str
    code: str
    info: dict[str, str]
    ciphertext_sha256: str
    tagmanifest_sha256: str
    heads: list[dict[str, Any]]


class Office(msgspec.Struct, frozen=True):
    """What the verifying side knows: trust bundle, age identities, own fingerprints."""

    trust: bytes
    identities: tuple[str, ...]
    recipients: str
    practice: bool


def open_package(
    package: Path, office: Office, moment: datetime, work: Path, unpack: Path | None = None
) -> Opened:
    """Apply the whole rule; `Refusal` names the first that fails.

    ``unpack`` gets the clear files, once everything holds. `Trouble`: the office's own disk.
    """
    name, signer, digest = outer(package, office, moment)
    with tempfile.TemporaryFile(dir=work) as clear:
        _decrypt(package, office, clear)
        try:
            with zipfile.ZipFile(clear) as archive:
                _names(archive, name)
                info, tags = _inside(archive, name, signer, office, moment)
                heads = _payload(archive, name)
                if unpack is not None:
                    _unpack(archive, name, unpack)
        except _BROKEN as error:
            raise Refusal("zip", "", f"压缩包或其中的文件已损坏（{error}）") from None
    return Opened(name, signer, info, digest, tags, heads)


def _unpack(archive: zipfile.ZipFile, name: str, target: Path) -> None:
    """The folder appears whole; one left by a kill is thrown away."""
    fresh = target.with_name(f".{target.name}.part")
    shutil.rmtree(fresh, ignore_errors=True)
    archive.extractall(fresh)
    shutil.rmtree(target, ignore_errors=True)
    (fresh / name).replace(target)
    shutil.rmtree(fresh)


def outer(package: Path, office: Office, moment: datetime) -> tuple[str, str, str]:
    """Three files, well-formed name, digest, outer signature: ``(name, signer code, digest)``."""
    match = NAME.fullmatch(package.name.removesuffix(SUFFIXES[0]))
    if match is None or not package.name.endswith(SUFFIXES[0]):
        raise Refusal("name", package.name, "文件名不是月报包的名字", stranger=True)
    name = match[0]
    side, signature = (package.with_name(name + suffix) for suffix in SUFFIXES[1:])
    for path in (package, side, signature):
        if not path.is_file():
            raise Refusal("missing", path.name, "三个文件不齐", stranger=True)
    line = side.read_bytes()
    try:
        signed = verify(signature.read_bytes(), office.trust, moment, line)
    except BadSignature as error:
        raise Refusal("signature", signature.name, str(error), stranger=True) from None
    if signed.code != match[1]:
        raise Refusal("signer", signature.name, "签名机构与文件名不符", stranger=True)
    with package.open("rb") as source:
        digest = hashlib.file_digest(source, "sha256").hexdigest()
    if line != f"{digest}  {package.name}\n".encode():
        raise Refusal("digest", package.name, "文件与校验值不符，可能传输不全或被改动")
    return name, signed.code, digest


def _decrypt(package: Path, office: Office, clear: IO[bytes]) -> None:
    try:
        with package.open("rb") as source:
            open_stream(source, clear, office.identities)
    except CannotOpen:
        raise Refusal("age", package.name, "打不开：不是给本单位的，或文件不完整") from None
    except OSError:
        raise Trouble("解不开月报包：磁盘已满或读写不了。请腾出空间后再收，包还在。") from None
    clear.seek(0)


def _names(archive: zipfile.ZipFile, name: str) -> None:
    seen: set[str] = set()
    total = 0
    for entry in archive.infolist():
        path = entry.filename
        parts = path.split("/")
        mode = entry.external_attr >> 16
        if parts[0] != name or len(parts) < 2 or {"", ".", ".."} & set(parts) or "\\" in path:
            raise Refusal("path", path, "包内路径不合规")
        # A directory cut into leads before the file's first byte; to seek there is an OSError.
        if entry.header_offset < 0:
            raise zipfile.BadZipFile("directory")
        if path.casefold() in seen or (stat.S_IFMT(mode) not in (0, stat.S_IFREG)):
            raise Refusal("path", path, "包内有重复或链接的文件")
        seen.add(path.casefold())
        total += entry.file_size
        if total > LIMIT or entry.file_size > _RATIO * max(entry.compress_size, 1024):
            raise Refusal("size", path, "包内文件大小不合规")
    top = {e.filename.split("/")[1] for e in archive.infolist()}
    if top != _TOP | {"data"}:
        raise Refusal("bag", "", "包内文件不齐，或有清单外的文件")


def _read(archive: zipfile.ZipFile, name: str, path: str) -> bytes:
    try:
        return archive.read(f"{name}/{path}")
    except _BROKEN:
        raise Refusal("bag", path, "包内文件缺失或损坏") from None


def _lines(data: bytes) -> Iterator[tuple[str, str]]:
    for line in data.decode("utf-8", "replace").splitlines():
        match = re.fullmatch(r"([0-9a-f]{64})  (.+)", line)
        if match is None:
            raise Refusal("bag", "manifest", "清单格式不对")
        yield match[1], match[2]


def _sha(archive: zipfile.ZipFile, path: str) -> tuple[str, int]:
    sha, size = hashlib.sha256(), 0
    try:
        with archive.open(path) as source:
            while chunk := source.read(1 << 20):
                sha.update(chunk)
                size += len(chunk)
    except _BROKEN:
        raise Refusal("bag", path, "包内文件缺失或损坏") from None
    return sha.hexdigest(), size


def _inside(
    archive: zipfile.ZipFile, name: str, signer: str, office: Office, moment: datetime
) -> tuple[dict[str, str], str]:
    tagmanifest = _read(archive, name, "tagmanifest-sha256.txt")
    listed = {path: digest for digest, path in _lines(tagmanifest)}
    if set(listed) != {"bagit.txt", "bag-info.txt", "manifest-sha256.txt"}:
        raise Refusal("bag", "tagmanifest-sha256.txt", "标签清单不齐")
    for path, digest in listed.items():
        if _sha(archive, f"{name}/{path}")[0] != digest:
            raise Refusal("bag", path, "标签文件与清单不符")
    if _read(archive, name, "bagit.txt") != BAGIT:
        raise Refusal("bag", "bagit.txt", "不是 BagIt 1.0 的包")
    info = _info(_read(archive, name, "bag-info.txt"))
    octets = _manifest(archive, name)
    if info.get("Payload-Oxum") != octets:
        raise Refusal("bag", "bag-info.txt", "内容总量与清单不符")
    try:
        signed = verify(_read(archive, name, "tagmanifest-sha256.txt.p7s"), office.trust, moment,
                        tagmanifest)  # fmt: skip
    except BadSignature as error:
        raise Refusal("inner_signature", "tagmanifest-sha256.txt.p7s", str(error)) from None
    if signed.code != signer:
        raise Refusal("inner_signature", "tagmanifest-sha256.txt.p7s", "内外签名不是同一机构")
    _addressed(info, name, office)
    return info, hashlib.sha256(tagmanifest).hexdigest()


def _info(data: bytes) -> dict[str, str]:
    pairs = (line.split(": ", 1) for line in data.decode("utf-8").splitlines() if ": " in line)
    return dict(pairs)


def _manifest(archive: zipfile.ZipFile, name: str) -> str:
    octets, count = 0, 0
    listed: set[str] = set()
    for digest, path in _lines(_read(archive, name, "manifest-sha256.txt")):
        found, size = _sha(archive, f"{name}/{path}")
        if found != digest or not path.startswith("data/"):
            raise Refusal("bag", path, "内容与清单不符")
        listed.add(path)
        octets += size
        count += 1
    there = {e.filename.removeprefix(f"{name}/") for e in archive.infolist()}
    if {p for p in there if p.startswith("data/")} != listed:
        raise Refusal("bag", "data", "有清单外的文件")
    return f"{octets}.{count}"


def _addressed(info: dict[str, str], name: str, office: Office) -> None:
    wrong = (
        info.get("External-Identifier") != name
        or info.get("CWX-Profile") != "1"
        or info.get("CWX-Period", "").replace("-", "") != name.split("-")[2]
        or f"r{info.get('CWX-Revision', ''):>02}" != name.split("-")[3]
    )
    if wrong:
        raise Refusal("info", "bag-info.txt", "说明文件与包名或格式版本不符")
    if info.get("CWX-Recipient") != office.recipients:
        raise Refusal("recipient", "bag-info.txt", "不是报给本单位的")
    if (info.get("CWX-Practice") == "yes") and not office.practice:
        raise Refusal("practice", "bag-info.txt", "演示包不能报给正式单位")
    if office.practice and info.get("CWX-Practice") != "yes":
        raise Refusal("practice", "bag-info.txt", "正式包不能报给演示单位")


def _payload(archive: zipfile.ZipFile, name: str) -> list[dict[str, Any]]:
    described = json.loads(_read(archive, name, "data/datapackage.json"))
    counts: dict[str, int] = {}
    for resource in described["resources"]:
        path = f"data/{resource['path']}"
        header, rows = read_csv(_read(archive, name, path))
        wanted = [f["name"] for f in resource["schema"]["fields"]]
        if header != wanted:
            raise Refusal("columns", path, "表的栏目与说明不符")
        if path.startswith("data/tables/"):
            counts[path] = rows
    there = {
        e.filename.removeprefix(f"{name}/") for e in archive.infolist()
        if e.filename.startswith(f"{name}/data/tables/")
    }  # fmt: skip
    if there != set(counts):
        raise Refusal("columns", "data/datapackage.json", "说明里的表与包里的表不一致")
    _row_counts(archive, name, counts)
    lines = _read(archive, name, "data/audit/heads.jsonl").decode().splitlines()
    return msgspec.convert([json.loads(line) for line in lines if line], list[dict[str, Any]])


def _row_counts(archive: zipfile.ZipFile, name: str, counts: dict[str, int]) -> None:
    text = _read(archive, name, "data/tables/P00.csv").decode("utf-8-sig")
    first = next(csv.DictReader(io.StringIO(text)), {})
    told = dict(item.split("=") for item in first.get("row_counts", "").split(";") if "=" in item)
    found = {Path(p).stem: n for p, n in counts.items() if p != "data/tables/P00.csv"}
    for table in sorted(told.keys() | found.keys()):
        if str(found.get(table)) != told.get(table):
            raise Refusal("rows", f"data/tables/{table}.csv", "表的行数与封面不符")
