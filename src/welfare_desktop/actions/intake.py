"""Looking at what lies before a person to be filed: files, what was pasted, papers of a form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import msgspec

from welfare_desktop.actions import papers, scans, views
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.scans import Media, Scan
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.record import Paper, Record

_PASTED = "粘贴的图片.png"
_MOVING: dict[str, Media] = {"video": "film", "audio": "sound"}


class Found(msgspec.Struct, frozen=True):
    """Scans, and by name why a file is none."""

    scans: tuple[Scan, ...] = ()
    refused: dict[str, str] = {}


def look(desk: Desk, files: Sequence[Path | bytes]) -> Found:
    """Look at files; one that is no paper does not keep the others away."""
    found, refused = list[Scan](), dict[str, str]()
    for file in files:
        try:
            if isinstance(file, bytes):
                found.append(scans.of_bytes(_PASTED, file, desk.now().date()))
            else:
                found.append(scans.of_file(file))
        except (Refused, Trouble) as error:
            refused[file.name if isinstance(file, Path) else _PASTED] = error.sentence
    return Found(tuple(found), refused)


def of_record(desk: Desk, record_id: str, kind: str) -> Found:
    """The papers of a type that hang on a form, to be filed as an item; reading them is logged."""
    seen = views.viewed(desk, record_id).record
    day = desk.now().date() if seen.happened is None else seen.happened.date()
    mine = [paper for paper in seen.papers if paper.type == kind]
    return Found(tuple(_kept(desk, seen, paper, day) for paper in mine))


def _kept(desk: Desk, record: Record, paper: Paper, day: date) -> Scan:
    """A film is not read to be looked at."""
    media = _MOVING.get(paper.media.partition("/")[0])
    if media is None:
        return scans.of_kept(paper, papers.look_at(desk, paper.sha256, record), day)
    return Scan(name=paper.name or paper.type, source=paper, sha256=paper.sha256, size=paper.size,
                media=media, mime=paper.media, day=day)  # fmt: skip


def load(desk: Desk, scan: Scan) -> bytes:
    """The bytes of a scan, to be shown; `Trouble` if they are not there any more."""
    if isinstance(scan.source, Paper):
        return papers.look_at(desk, scan.sha256, None)
    if isinstance(scan.source, bytes):
        return scan.source
    return of_path(scan.source)


def of_path(path: Path) -> bytes:
    """The bytes of a file, to be shown; a film is not read for that."""
    try:
        if path.stat().st_size > scans.LARGEST:
            raise Trouble(f"“{path.name}”太大，这里不显示。")
        return path.read_bytes()
    except OSError:
        raise Trouble(f"读不出文件“{path.name}”。请检查U盘或文件夹后再试。") from None
