"""Kept papers are checked in the background, a few at a time."""

from __future__ import annotations

from pathlib import Path

from tests.actions import filled
from welfare_desktop.actions import papers, records
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.records import Step
from welfare_desktop.store import attachments


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
