"""Taking a paper in: the file is sealed into the store and named by its archive type."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.record import Paper, Record
from welfare_desktop.store import attachments


def take_in(desk: Desk, path: Path, type_: str) -> Paper:
    """Keep a file as a paper of an archive type (``A02``); `Trouble` if it cannot be read."""
    if path.is_file() and not path.stat().st_size:
        raise Refused(f"“{path.name}”是空文件。请重新扫描再添加。", field="files")
    media = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    try:
        with path.open("rb") as source:
            kept = attachments.add(desk.store, source, media)
    except OSError:
        raise Trouble(f"读不出文件“{path.name}”。请检查U盘或文件夹后再试。") from None
    return Paper(type_, kept.sha256, path.name, kept.size, media)


def look_at(desk: Desk, sha256: str, record: Record | None) -> bytes:
    """The clear bytes of a kept paper, to be shown; `Trouble` if it is not on this PC.

    Args:
        record: the record it hangs on, as this person sees it; none while it is being filled.
    """
    if record is not None and sha256 not in _shown(record):
        raise Refused("这份附件不在您的查看范围。需要时请找业务科长或院长。")
    return attachments.content(desk.store, sha256)


def _shown(record: Record) -> set[str]:
    """Digests of the papers that hang on a record and in its rows."""
    found = {paper.sha256 for paper in record.papers}
    for value in record.body.values():
        for row in value if isinstance(value, list) else ():
            cells = row.values() if isinstance(row, dict) else ()
            files = [row, *(one for cell in cells if isinstance(cell, list) for one in cell)]
            found |= {str(f["sha256"]) for f in files if isinstance(f, dict) and "sha256" in f}
    return found
