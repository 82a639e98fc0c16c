"""The papers of a child's file: what hangs on its forms, what was filed as an item (F52)."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

import msgspec

from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import HOURLY, Child
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.socialwork import named_in

#: What grows by the hour is shown of so many days; its register has more.
_HOURLY_FOR = timedelta(days=31)
#: Dots an inch below which the scan of a paper is not clear (C12.07).
LEAST_DPI = 200
_PAPER = "1"
_WITH_PAPERS = tuple(form for form in FORMS if form not in HOURLY)


class Attached(msgspec.Struct, frozen=True):
    """A paper on a form: form, archive type, record, day it was entered, day it is of, digest."""

    form: str
    type: str
    record: str
    entered: str
    day: str
    sha256: str


@cache
def _names_several(form: str) -> bool:
    return bool(FORMS[form].group)


def about(child: Child, form: str) -> list[Record]:
    """Records of a form about a child, those that name several children too, by business time; of
    an hourly form those of the last days."""
    if form not in FORMS:
        return []
    if form in HOURLY:
        now = child.house.now
        found = child.house.within(form, now - _HOURLY_FOR, now + timedelta(days=1))
        return [record for record in found if record.child == child.id]
    return named_in(child, form) if _names_several(form) else child.all(form)


def attached(child: Child) -> list[Attached]:
    """Every paper attached to the child's forms."""
    facts, key = child.house.facts(*_WITH_PAPERS), ("attached", child.id)
    known: list[Attached] | None = facts.get(key)
    if known is None:
        known = facts[key] = [
            Attached(form, paper.type, r.id, r.submitted_at[:10], r.happened_at[:10], paper.sha256)
            for form in _WITH_PAPERS
            for r in about(child, form) for paper in r.papers
        ]  # fmt: skip
    return known


def digests(item: Record) -> set[str]:
    """SHA-256 of the scans of an archive item (F52)."""
    told = {str(f["sha256"]) for f in item.get("digital") or () if f.get("sha256")}
    return told | {paper.sha256 for paper in item.papers}


def coarse(item: Record) -> bool:
    """Whether the scan of a paper item says that it has too few dots an inch."""
    told = [int(file["dpi"]) for file in item.get("digital") or () if file.get("dpi")]
    return item.get("carrier") == _PAPER and min(told, default=LEAST_DPI) < LEAST_DPI


def papers_of(child: Child) -> set[str]:
    """Archive types of every paper attached to the child's forms, and of every item filed (F52)."""
    return set(days_of(child))


def days_of(child: Child) -> dict[str, list[str]]:
    """Archive type → the day of each paper of it. Several pages of one record are one paper, and
    an item that files what hangs on a form is that paper."""
    facts, key = child.house.facts(*_WITH_PAPERS), ("days of papers", child.id)
    known: dict[str, list[str]] | None = facts.get(key)
    if known is not None:
        return known
    out: dict[str, dict[str, str]] = {}
    hanging: dict[str, set[str]] = {}
    for one in attached(child):
        if one.form != "F52":
            out.setdefault(one.type, {})[one.record] = one.day
            hanging.setdefault(one.type, set()).add(one.sha256)
    for item in child.all("F52"):
        kind = item.text("doc_type")
        if not digests(item) & hanging.get(kind, set()):
            out.setdefault(kind, {})[item.id] = item.text("doc_date") or item.happened_at[:10]
    known = facts[key] = {kind: sorted(days.values()) for kind, days in out.items()}
    return known
