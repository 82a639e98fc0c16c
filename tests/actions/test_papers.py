"""Kept papers: checked in the background a few at a time, large ones passed on in pieces."""

from __future__ import annotations

import io
import tracemalloc
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.actions import filled
from welfare_desktop.actions import package_parts, papers, records
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.records import Step
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.store import attachments


def test_a_further_paper_of_a_type_stands_beside_the_first(desk: Desk) -> None:
    child = filled.submit(desk, "F01", ward_id=None, bed_no=None).id
    (first, more) = filled.scan(desk, "A02"), filled.scan(desk, "A02")
    more = msgspec.structs.replace(more, sha256="1" * 64, name="第二页.txt")
    told = Step(first_run=True, papers=(first,), late_reason="x")
    report = records.submit(desk, "F03", {"found_place": "站前"}, child=child, step=told)
    for _ in range(2):
        report = records.continue_record(
            filled.seat(desk, FORMS["F03"]), report.id, {}, step=Step(papers=(more,))
        )
        names = [one["name"] for one in report.get("cert_file")]
        assert names == [first.name, more.name], "nothing lost, nothing twice"


def test_a_damaged_paper_is_found_named_and_found_whole_again(desk: Desk, tmp_path: Path) -> None:
    scan = tmp_path / "报案证明.pdf"
    child = filled.submit(desk, "F01", ward_id=None, bed_no=None).id
    for number in range(45):
        scan.write_bytes(b"%PDF-1.4 " + bytes([number]) * 5000)
        paper = papers.take_in(desk, scan, "A02")
    step = Step(first_run=True, papers=(paper,), late_reason="x")
    report = records.submit(desk, "F03", {"found_place": "站前"}, child=child, step=step)

    for _ in range(4):
        assert papers.recheck(desk) == []
    kept = attachments.get(desk.store, paper.sha256)
    assert kept is not None
    path = attachments.place(desk.store_dir, kept.disk_sha256)
    good = path.read_bytes()
    path.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
    found = [papers.recheck(desk) for _ in range(4)]
    assert found[-1] == papers.damaged(desk) == [paper.sha256]
    used = papers.hangs_on(desk, paper.sha256)
    assert used is not None and used.id == report.id
    assert len(desk.store.acts("attachments")) == 1, "told once"

    path.write_bytes(good)
    for _ in range(4):
        papers.recheck(desk)
    assert papers.damaged(desk) == []
    assert desk.store.acts("attachments")[-1].values["whole"] == [paper.sha256]


LARGE, PIECE = 60_000_000, 1 << 20


class Film(io.RawIOBase):
    """So many bytes that no one holds; remembers the largest piece asked for."""

    def __init__(self, size: int) -> None:
        self.left, self.largest = size, 0

    def read(self, size: int = -1) -> bytes:
        self.largest = max(self.largest, size if size >= 0 else self.left)
        piece = min(self.left, size if size >= 0 else self.left)
        self.left -= piece
        return b"film" * (piece // 4) + b"." * (piece % 4)


class Counted:
    """Counts what is written, and the largest piece of it."""

    def __init__(self) -> None:
        self.size = self.largest = 0

    def write(self, data: Any) -> int:
        self.size += len(data)
        self.largest = max(self.largest, len(data))
        return len(data)

    def flush(self) -> None:
        return None


def test_a_large_paper_is_never_whole_in_memory(desk: Desk, tmp_path: Path) -> None:
    film, packed = Film(LARGE), Counted()
    tracemalloc.start()
    kept = attachments.add(desk.store, film, "video/mp4")  # type: ignore[arg-type]
    package_parts.kept_part(desk, "attachments/x.mp4", kept.sha256).write(packed)
    saved = papers.save_as(desk, kept.sha256, None, tmp_path / "film.mp4")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept.size == packed.size == saved.stat().st_size == LARGE
    assert 0 < film.largest <= PIECE and packed.largest <= PIECE
    assert peak < LARGE // 10, f"{peak:,} bytes at the peak"


def test_what_the_window_cannot_show_is_saved_with_a_line_in_the_log(
    desk: Desk, tmp_path: Path
) -> None:
    film = tmp_path / "走廊.mp4"
    film.write_bytes(b"film" * 100)
    child = filled.submit(desk, "F01", ward_id=None, bed_no=None).id
    paper = papers.take_in(desk, film, "A02")
    step = Step(first_run=True, papers=(paper,), late_reason="x")
    report = records.submit(desk, "F03", {"found_place": "站前"}, child=child, step=step)
    assert not papers.can_be_shown(desk, paper.sha256)
    saved = papers.save_as(desk, paper.sha256, report, tmp_path / "out.mp4")
    assert saved.read_bytes() == film.read_bytes()
    assert desk.store.acts("print")[-1].record == report.id
    with pytest.raises(Refused, match="已有"):
        papers.save_as(desk, paper.sha256, report, saved)
    with pytest.raises(Refused, match="不在您的查看范围"):
        papers.save_as(desk, "0" * 64, report, tmp_path / "other.mp4")
