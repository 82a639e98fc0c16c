"""What a file that comes in is, told by its content and never by its name."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO, Literal

import msgspec

from welfare_desktop.actions import picture_facts
from welfare_desktop.actions.picture_facts import Facts
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.record import Paper

Media = Literal["picture", "pdf", "film", "sound"]
#: A scan beyond this is none: it is split, or scanned with fewer colours.
LARGEST = 200_000_000
_MOST_PIXELS = 150_000_000
_HEAD = 1024

_PICTURES: tuple[tuple[bytes, str, Callable[[BinaryIO], Facts] | None], ...] = (
    (b"\xff\xd8\xff", "image/jpeg", picture_facts.jpeg),
    (b"\x89PNG\r\n\x1a\n", "image/png", picture_facts.png),
    (b"II*\0", "image/tiff", picture_facts.tiff), (b"MM\0*", "image/tiff", picture_facts.tiff),
    (b"BM", "image/bmp", None), (b"GIF8", "image/gif", None),
)  # fmt: skip
_FILMS = ((b"\x1aE\xdf\xa3", "video/x-matroska"), (b"\0\0\x01\xba", "video/mpeg"),
          (b"\x30\x26\xb2\x75", "video/x-ms-wmv"))  # fmt: skip
_SOUNDS = ((b"ID3", "audio/mpeg"), (b"\xff\xfb", "audio/mpeg"), (b"\xff\xf3", "audio/mpeg"),
           (b"#!AMR", "audio/amr"), (b"fLaC", "audio/flac"), (b"OggS", "audio/ogg"))  # fmt: skip
_RIFF: dict[bytes, tuple[Media, str]] = {
    b"WEBP": ("picture", "image/webp"), b"AVI ": ("film", "video/x-msvideo"),
    b"WAVE": ("sound", "audio/wav"),
}  # fmt: skip
_APPLE = (b"heic", b"heix", b"mif1", b"hevc", b"avif")


class Scan(msgspec.Struct, frozen=True, kw_only=True):
    """One file that comes in, or one that is kept already (``kept``).

    Args:
        source: where its bytes are. dpi: 0 where the file does not say. day: taken or last written.
        camera: a photograph, no scan.
    """

    name: str
    source: Path | bytes | Paper
    sha256: str
    size: int
    media: Media
    mime: str
    day: date
    pages: int = 1
    dpi: int = 0
    camera: bool = False

    @property
    def kept(self) -> Paper | None:
        """The paper that is in the store already."""
        return self.source if isinstance(self.source, Paper) else None


def of_file(path: Path) -> Scan:
    """Look at a file; `Refused` names why it is no paper, `Trouble` that it cannot be read."""
    try:
        with path.open("rb") as stream:
            day = datetime.fromtimestamp(path.stat().st_mtime).date()
            return _look(path.name, path, stream, day)
    except OSError:
        raise Trouble(f"读不出文件“{path.name}”。请检查U盘或文件夹后再试。") from None


def of_bytes(name: str, data: bytes, today: date) -> Scan:
    """Look at what was pasted."""
    return _look(name, data, io.BytesIO(data), today)


def of_kept(paper: Paper, data: bytes, day: date) -> Scan:
    """Look at a paper that hangs on a form."""
    return _look(paper.name or paper.type, paper, io.BytesIO(data), day)


def _look(
    name: str, source: Path | bytes | Paper, stream: io.BytesIO | io.BufferedReader, day: date
) -> Scan:
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    head = stream.read(_HEAD)
    if not head:
        raise _not(f"“{name}”是空文件。请重新扫描再添加。")
    media, mime, facts = _kind(name, head)
    if media in ("picture", "pdf") and size > LARGEST:
        raise _not(f"“{name}”超过200 MB，不像扫描件。请分成几份，或降低分辨率后再添加。")
    if media == "pdf":
        stream.seek(0)
        found = _pdf(name, stream.read())
    else:
        found = facts(stream) if facts else Facts(width=1)
    if media == "picture" and not found.width:
        raise _not(f"图片“{name}”不完整，打不开。请重新扫描或重新拷贝。")
    if found.width * found.height > _MOST_PIXELS:
        raise _not(f"图片“{name}”太大，打不开。请降低分辨率后再添加。")
    stream.seek(0)
    digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Scan(
        name=name, source=source, sha256=digest, size=size, media=media, mime=mime,
        day=_taken(found.taken) or day, pages=found.pages, dpi=found.dpi, camera=found.camera,
    )  # fmt: skip


def _not(sentence: str) -> Refused:
    return Refused(sentence, field="files")


def _taken(text: str) -> date | None:
    try:
        return datetime.strptime(text[:10], "%Y:%m:%d").date()
    except ValueError:
        return None


def _kind(name: str, head: bytes) -> tuple[Media, str, Callable[[BinaryIO], Facts] | None]:
    if b"%PDF-" in head:
        return "pdf", "application/pdf", None
    if head[:4] == b"RIFF" and head[8:12] in _RIFF:
        return (*_RIFF[head[8:12]], None)
    for mark, mime, facts in _PICTURES:
        if head.startswith(mark):
            return "picture", mime, facts
    if head[4:8] == b"ftyp":
        if head[8:12] in _APPLE:
            raise _not(f"“{name}”是苹果手机的HEIC照片。请在手机上改存为JPEG，再添加。")
        return ("sound", "audio/mp4", None) if head[8:11] == b"M4A" else ("film", "video/mp4", None)
    for media, marks in (("film", _FILMS), ("sound", _SOUNDS)):
        for mark, mime in marks:
            if head.startswith(mark):
                return ("film" if media == "film" else "sound"), mime, None
    raise _not(f"“{name}”不是PDF、图片、录音或录像，不能归档。请另存为PDF或JPEG再添加。")


def refuse_locked(path: Path) -> None:
    """Refuse a PDF that asks for a password; whatever else is wrong with it shows later."""
    try:
        with path.open("rb") as stream:
            if b"%PDF-" not in stream.read(_HEAD) or path.stat().st_size > LARGEST:
                return
            stream.seek(0)
            _pdf(path.name, stream.read())
    except _Locked:
        raise
    except (OSError, Refused):
        return


class _Locked(Refused):
    """It has a password."""


def _pdf(name: str, data: bytes) -> Facts:
    from welfare_desktop.reports import raster

    try:
        pages, dpi = raster.measured(data)
    except raster.Unreadable as error:
        if error.locked:
            raise _Locked(f"“{name}”有密码。请先去掉密码，再添加。", field="files") from None
        raise _not(f"PDF“{name}”坏了，打不开。请重新扫描或重新拷贝。") from None
    if not pages:
        raise _not(f"PDF“{name}”里没有页。请重新扫描。")
    return Facts(width=1, pages=pages, dpi=dpi)
