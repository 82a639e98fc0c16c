"""Files on the move: what stands on a hand-over list, what was altered since, when a file is due."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from welfare_desktop.domain.archive.papers import digests
from welfare_desktop.domain.deadlines import addm
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.record import Record

_COUNTY_YEARS, _CITY_YEARS = 10, 20


def items_of(handed: Record) -> list[str]:
    """Items on a hand-over list (F53)."""
    return [str(row["item"]) for row in handed.rows("list") if row.get("item")]


def listed(house: House, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a hand-over list with what the items say of themselves."""
    out = []
    for row in rows:
        item = house.record("F52", str(row.get("item") or ""))
        known: dict[str, Any] = {}
        if item is not None:
            known = {name: item.get(name) for name in ("title", "pages", "original")}
            known["sha256"] = min(digests(item), default=None)
        out.append({k: v for k, v in known.items() if v is not None} | row)
    return out


def altered(house: House, handed: Record) -> list[str]:
    """Items whose scan is not the one on the list any more, by their titles."""
    out = []
    for row in handed.rows("list"):
        item = house.record("F52", str(row.get("item") or ""))
        if item is not None and row.get("sha256") and digests(item) - {row["sha256"]}:
            same = row["sha256"] in digests(item)
            out += [] if same else [f"“{item.text('title')}”"]
    return out


def completed_on(child: Child) -> date | None:
    """The day on which the last paper of the leaving came into the file, after the leaving."""
    left = child.left_at
    if left is None:
        return None
    days = [
        (r.text("filed_on") or r.submitted_at)[:10]
        for form in ("F49", "F50", "F51", "F52", "F53") for r in child.all(form)
        if r.papers or r.text("doc_type").startswith("C")
    ]  # fmt: skip
    told = [at[:10] for r in child.all("F51") for at in r.filled.values()]
    return date.fromisoformat(max([left.date().isoformat(), *days, *told]))


def closed_on(child: Child) -> date | None:
    """When the file of a child who left was closed (T30)."""
    spans = [s.happened for s in child.spans("status") if s.get("value") == "FILE_CLOSED"]
    return spans[-1].date() if spans and spans[-1] else None


def due_at_archive(child: Child, at: datetime) -> date | None:
    """Last day to hand a closed file to the archive (C12.14); ``None`` while it is open."""
    closed = closed_on(child)
    if closed is None:
        return None
    years = int(child.house.param("archive_handover_years", at.date()))
    own = child.house.institution
    # A city's archive takes it after 20 years [R: 档案法条例 art.20].
    if own is not None and own.get("archive_level") == "2" and years == _COUNTY_YEARS:
        years = _CITY_YEARS
    return addm(closed, 12 * years)
