"""Taking a paper in: the file is sealed into the store and named by its archive type."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from welfare_desktop.actions import seeing
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.record import Paper, Record
from welfare_desktop.security import durable
from welfare_desktop.store import attachments

_CURSOR, _DAMAGED = "attachment_checked", "attachment_damaged"
#: So many papers are checked at a time: a scan of 2 MB takes some milliseconds.
_AT_ONCE = 20
#: What is shown is held in memory; a film or a larger scan is saved, a piece at a time.
_SHOWN_BYTES = 50_000_000


def take_in(desk: Desk, path: Path, type_: str, media: str = "") -> Paper:
    """Keep a file as a paper of an archive type (``A02``); `Trouble` if it cannot be read.

    Args:
        media: what it is by its content, where somebody looked; else told by its name.
    """
    if path.is_file() and not path.stat().st_size:
        raise Refused(f"“{path.name}”是空文件。请重新扫描再添加。", field="files")
    media = media or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    try:
        with path.open("rb") as source:
            return keep(desk, source, path.name, type_, media)
    except OSError:
        raise Trouble(f"读不出文件“{path.name}”。请检查U盘或文件夹后再试。") from None


def keep(desk: Desk, source: BinaryIO, name: str, type_: str, media: str) -> Paper:
    """Keep what a stream gives as a paper of an archive type."""
    kept = attachments.add(desk.store, source, media)
    return Paper(type_, kept.sha256, name, kept.size, media)


def look_at(desk: Desk, sha256: str, record: Record | None) -> bytes:
    """The clear bytes of a kept paper, to be shown; `Trouble` if it is not on this PC.

    Args:
        record: the record it hangs on, as this person sees it; none while it is being filled.
    """
    _permit(sha256, record)
    return attachments.content(desk.store, sha256)


class Bitmap(Protocol):
    """A page of a PDF: pixels across and down, bytes a line, RGB of eight bits each."""

    @property
    def width(self) -> int: ...

    @property
    def height(self) -> int: ...

    @property
    def stride(self) -> int: ...

    @property
    def data(self) -> bytes: ...


def sheets(pdf: bytes | Path, dpi: int) -> Iterator[Bitmap]:
    """Pages of a PDF as bitmaps, to be shown or printed; `Trouble` where it cannot be read."""
    from welfare_desktop.reports import raster

    return raster.sheets(pdf, dpi)


def first_sheet(pdf: bytes, width: int, height: int) -> Bitmap:
    """The first page of a PDF in a box of pixels; `Trouble` where it cannot be read."""
    from welfare_desktop.reports import raster

    return raster.first_sheet(pdf, width, height)


def can_be_shown(desk: Desk, sha256: str) -> bool:
    """Whether the window shows a kept paper: a PDF or a picture that is not too large."""
    kept = attachments.get(desk.store, sha256)
    if kept is None:
        return True
    kinds = kept.media == "application/pdf" or kept.media.startswith("image/")
    return kinds and kept.size <= _SHOWN_BYTES


def save_as(desk: Desk, sha256: str, record: Record | None, target: Path) -> Path:
    """Write the clear bytes of a kept paper to a file, a piece at a time; a line in the log."""
    _permit(sha256, record)
    if target.exists():
        raise Refused(f"文件夹里已有“{target.name}”。请换一个文件夹。")
    try:
        with durable.replacing(target) as out:
            attachments.copy(desk.store, sha256, out)
    except OSError:
        raise Trouble("没有存成：磁盘已满或不能写。请换一个地方再存。") from None
    if record is not None:
        seeing.log(desk, seeing.PRINTED, record)
    return target


def _permit(sha256: str, record: Record | None) -> None:
    if record is not None and sha256 not in _shown(record):
        raise Refused("这份附件不在您的查看范围。需要时请找业务科长或院长。")


def recheck(desk: Desk) -> list[str]:
    """Check a few kept papers against their digests, going on where the last call stopped.

    Runs again and again in the background; a paper found damaged or missing, or whole again after
    it was brought back, is journalled once. Returns what is damaged now.
    """
    store = desk.store
    known = set(damaged(desk))
    cursor = (store.meta(_CURSOR) or b"").decode()
    few = attachments.after(store, cursor, _AT_ONCE)
    now = known - {one.sha256 for one in few}
    now |= {one.sha256 for one in few if not attachments.whole(store, one)}
    reached = few[-1].sha256 if len(few) == _AT_ONCE else ""
    if reached != cursor:
        store.set_meta(_CURSOR, reached.encode())
    if now != known:
        with store.transaction() as transaction:
            body = {"damaged": sorted(now - known), "whole": sorted(known - now)}
            transaction.append("attachments", desk.account.id, body=body)
        store.set_meta(_DAMAGED, ",".join(sorted(now)).encode())
    return sorted(now)


def damaged(desk: Desk) -> list[str]:
    """Digests of papers that the background check found damaged or missing."""
    return [one for one in (desk.store.meta(_DAMAGED) or b"").decode().split(",") if one]


def hangs_on(desk: Desk, sha256: str) -> Record | None:
    """The record a kept paper hangs on, ``None`` if it was attached and never handed in."""
    house = desk.house()
    withpapers = (f.id for f in FORMS.values() if any(d.kind == "file" for d in f.fields))
    return next(
        (r for form in withpapers for r in house.of(form) if sha256 in _shown(r)), None
    )  # fmt: skip


def _shown(record: Record) -> set[str]:
    """Digests of the papers that hang on a record and in its rows."""
    found = {paper.sha256 for paper in record.papers}
    for value in record.body.values():
        for row in value if isinstance(value, list) else ():
            cells = row.values() if isinstance(row, dict) else ()
            files = [row, *(one for cell in cells if isinstance(cell, list) for one in cell)]
            found |= {str(f["sha256"]) for f in files if isinstance(f, dict) and "sha256" in f}
    return found
