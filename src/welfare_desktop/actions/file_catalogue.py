"""档案目录: every type of paper a child's file asks for or holds, with its items (lifecycle.md §5)."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from welfare_desktop.actions import printing, views
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain import archive
from welfare_desktop.domain.archive import CATALOGUE, Kind, Phase
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Paper, Record

FORM = "F52"


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One paper of the file: an item filed (F52), or what hangs on another form and waits for it.

    Args:
        seq: 件号, 0: not filed yet. scans: what this person may look at.
    """

    record: Record
    kind: str
    title: str
    day: str
    seq: int = 0
    pages: int = 0
    carrier: str = ""
    retention: str = ""
    by: str = ""
    scans: tuple[Paper, ...] = ()
    closed: bool = False

    @property
    def filed(self) -> bool:
        """Whether it is an item of the catalogue."""
        return bool(self.seq)


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One type: whether it is asked for, what lacks, what is there, the form that brings it about."""

    kind: Kind
    required: bool
    lacking: tuple[str, ...]
    items: tuple[Item, ...]


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One phase with its types."""

    phase: Phase
    lines: tuple[Line, ...]

    @property
    def words(self) -> str:
        """``A 进入机构 7/9``."""
        name = f"{self.phase.code} {label('CL-PHASE', self.phase.code)}"
        return f"{name} {self.phase.present}/{self.phase.total}" if self.phase.begun else name


def catalogue(desk: Desk, child: Child) -> list[Part]:
    """The file by phase and type, judged from all that is known, shown as this person reads it."""
    known = desk.house().child(child.id)
    if known is None:
        return []
    there: dict[str, list[Item]] = {}
    for item in sorted(_items(desk, known), key=lambda one: (not one.filed, one.seq, one.day)):
        there.setdefault(item.kind, []).append(item)
    out = []
    for phase in archive.phases(known, desk.now()):
        kinds = [k for k in CATALOGUE.values() if k.phase == phase.code]
        lines = tuple(
            Line(kind=kind, required=kind.type in phase.required, items=tuple(there.get(kind.type, ())),
                 lacking=tuple(phase.lacking.get(kind.type, ())))
            for kind in kinds if kind.type in phase.required or kind.type in there
        )  # fmt: skip
        out.append(Part(phase=phase, lines=lines))
    return out


def _items(desk: Desk, child: Child) -> Iterator[Item]:
    filed = set[tuple[str, str]]()
    for record in child.all(FORM):
        filed |= {(record.text("doc_type"), digest) for digest in archive.digests(record)}
        yield _item(desk, record)
    for form in (form for form in FORMS if form not in (FORM, "F53")):
        for record in archive.about(child, form):
            for kind in dict.fromkeys(paper.type for paper in record.papers):
                mine = [p for p in record.papers if p.type == kind]
                if kind in CATALOGUE and not all((kind, p.sha256) in filed for p in mine):
                    yield _hanging(desk, record, kind)


def _item(desk: Desk, record: Record) -> Item:
    reached = desk.viewer().reaches(record)
    seen = desk.viewer().seen(record, listed=True).record
    scans = tuple(p for p in seen.papers) if reached else ()
    who = desk.house().record("F64", record.text("filed_by"))
    return Item(
        record=record, kind=record.text("doc_type"), seq=int(record.get("seq") or 0),
        title=record.text("title") if reached else "", day=record.text("doc_date"),
        pages=int(record.get("pages") or 0), carrier=label("CL-CARR", record.text("carrier")),
        retention=label("CL-RET", record.text("retention")), scans=scans,
        by=who.text("name") if who else "", closed=not reached,
    )  # fmt: skip


def _hanging(desk: Desk, record: Record, kind: str) -> Item:
    reached = desk.viewer().reaches(record)
    seen = desk.viewer().seen(record, listed=True).record
    scans = tuple(p for p in seen.papers if p.type == kind) if reached else ()
    account = next((a for a in desk.accounts() if a.id == record.submitted_by), None)
    return Item(
        record=record, kind=kind, title=f"《{FORMS[record.form].title}》的附件",
        day=record.happened_at[:10], scans=scans, by=account.name if account else "",
        closed=not scans,
    )  # fmt: skip


def why_not_print(desk: Desk) -> str:
    """Why this person does not print the catalogue, in words; empty: does."""
    return views.why_not_view(desk, FORMS[FORM], None)


def catalogue_paper(desk: Desk, child: Child) -> bytes:
    """The catalogue as PDF, the items in the order of their numbers; what lacks stands below."""
    from welfare_desktop.reports.form_paper import PaperForm, PaperSection, PaperTable, form_paper

    if told := why_not_print(desk):
        raise Refused(told)
    parts = catalogue(desk, child)
    items = [item for part in parts for line in part.lines for item in line.items if item.filed]
    rows = tuple(
        (str(one.seq), one.kind, one.title, one.day, str(one.pages), one.retention)
        for one in sorted(items, key=lambda one: one.seq)
    )
    total = f"共{len(rows)}件 {sum(one.pages for one in items)}页"
    head = ("件号", "类型", "题名", "日期", "页数", "保管期限")
    tables = [PaperTable(total, head, rows, (8, 9, 49, 14, 8, 12))]
    lacking = tuple(
        (line.kind.type, archive.lacking_words(line.kind.type, line.lacking))
        for part in parts for line in part.lines if line.lacking
    )  # fmt: skip
    if lacking:
        tables.append(PaperTable(f"还缺{len(lacking)}种", ("类型", "材料"), lacking, (12, 88)))
    made = form_paper(
        PaperForm(
            title="业务档案目录", number=child.file_no, institution=desk.institution,
            sections=(PaperSection("　".join(part.words for part in parts), tables=tuple(tables)),),
            version_note=f"{child.name}　截至{desk.now():%Y-%m-%d %H:%M}", practice=desk.practice,
        )
    )  # fmt: skip
    printing.printed(desk, FORM, child.id)
    return made
