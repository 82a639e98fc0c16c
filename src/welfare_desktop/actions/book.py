"""The whole file of a child as one book: cover, catalogue, forms in paper order with their scans."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from welfare_desktop.actions import child_file, form_content, health_file, papers, printing, views
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain import archive
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.deadlines import age_words
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Paper, Record
from welfare_desktop.security import durable

if TYPE_CHECKING:
    from welfare_desktop.reports.binding import Binding, Leaf
    from welfare_desktop.reports.book import BookFront, BookLine

Stage = Literal["A", "B", "C"]
#: Phase of life of a form → phase of the file; what is not named belongs to the time in care.
_STAGES: dict[str, Stage] = {"进入": "A", "离院": "C"}
#: A larger file is not drawn on paper: it is looked at where it lies.
_LARGEST = 80_000_000
#: So many forms are set together.
_TOGETHER = 60
#: Told of the progress: how many pieces of how many are bound. Raises to stop.
Progress = Callable[[int, int], None]


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """One thing of the book: a form's record, a paper that hangs on one, or the curves of growth
    behind the last measuring."""

    stage: Stage
    number: int
    type: str
    title: str
    date: str
    record: Record
    paper: Paper | None = None
    curves: bool = False
    note: str = ""


class Book(msgspec.Struct, frozen=True, kw_only=True):
    """What a book will hold. ``withheld``: records out of this person's sight, papers with them."""

    child: Child
    pieces: tuple[Piece, ...]
    withheld: int


def book(desk: Desk, child_id: str) -> Book:
    """Everything of a child's file that the person at the desk reads, in the order of the file."""
    child, viewer = desk.house().child(child_id), desk.viewer()
    if child is None:
        raise Refused("还没有这名儿童的档案。")
    found, withheld, seen = list[Piece](), 0, set[str]()
    for stage, record in sorted(_records(child), key=lambda pair: pair[0]):
        sight = viewer.seen(record, listed=True)
        if not viewer.reaches(record):
            withheld += 1 + len(record.papers)
            continue
        withheld += len(record.papers) - len(sight.record.papers)
        scans = [p for p in sight.record.papers if p.sha256 not in seen]
        seen |= {paper.sha256 for paper in scans}
        found += _pieces(desk, stage, record, scans)
    found = _with_curves(desk, child, found)
    numbered = (msgspec.structs.replace(piece, number=n) for n, piece in enumerate(found, 1))
    return Book(child=child, pieces=tuple(numbered), withheld=withheld)


def _with_curves(desk: Desk, child: Child, found: list[Piece]) -> list[Piece]:
    last = max((n for n, piece in enumerate(found) if piece.record.form == "F21"), default=-1)
    if last < 0 or not health_file.charts(health_file.growth_of(desk, child)):
        return found
    after = found[last]
    curves = msgspec.structs.replace(
        after, type="B11", title="生长曲线", paper=None, curves=True, note=""
    )
    return [*found[: last + 1], curves, *found[last + 1 :]]


def _records(child: Child) -> Iterator[tuple[Stage, Record]]:
    """Records about a child in paper order, each with the phase of the file it belongs to."""
    for form in FORMS.values():
        if form.about != "child" or form.internal:
            continue
        stage = _STAGES.get(form.phase, "B")
        for record in archive.about(child, form.id):
            own = record.text("phase") if form.id == "F52" else ""
            yield "A" if own == "A" else "C" if own == "C" else "B" if own else stage, record


def _pieces(desk: Desk, stage: Stage, record: Record, scans: list[Paper]) -> Iterator[Piece]:
    form, day = FORMS[record.form], record.happened_at[:10]
    item = form.id == "F52"
    yield Piece(
        stage=stage, number=0, type=record.text("doc_type") if item else form.id,
        title=record.text("title") if item else form.title, date=day, record=record,
        note=_versions(desk, record),
    )  # fmt: skip
    for paper in scans:
        name = label("CL-DOC", paper.type)
        yield Piece(
            stage=stage, number=0, type=paper.type, title=name, date=day, record=record, paper=paper
        )


def _versions(desk: Desk, record: Record) -> str:
    """``第3版：2026-01-02 更正…``; nothing where there was only one."""
    if record.version < 2:
        return ""
    known = views.versions(desk, record.id)
    told = (f"{one.at[:10]}{f'（{one.reason}）' if one.reason else ''}" for one in known[-3:])
    return f"第{record.version}版：{'；'.join(told)}"


def write(
    desk: Desk, content: Book, target: Path, progress: Progress = lambda done, of: None
) -> int:
    """Bind the book into a PDF file; how many pages. Memory holds one scan at a time.

    A paper that cannot be drawn is said in the catalogue and does not stop the book.
    """
    from welfare_desktop.reports.binding import Binding

    if target.exists():
        raise Refused(f"文件夹里已有“{target.name}”。请换个名字或文件夹。")
    try:
        with durable.replacing(target) as out:
            pages = _bind(desk, content, Binding(out), progress)
    except OSError:
        raise Trouble("没有存成：磁盘已满或不能写。请换一个地方再存。") from None
    printing.printed(desk, "F01", content.child.id)
    return pages


def _bind(desk: Desk, content: Book, bound: Binding, progress: Progress) -> int:
    """Forms first, whose fonts are cut out together, then the scans; then all of it in order."""
    from welfare_desktop.reports.book import book_front

    written: dict[int, list[Leaf]] = {}
    said: dict[int, str] = {}
    forms = [p for p in content.pieces if p.paper is None and not p.curves]
    scans = [p for p in content.pieces if p.paper is not None or p.curves]
    for start in range(0, len(forms), _TOGETHER):
        progress(start, len(content.pieces))
        some = forms[start : start + _TOGETHER]
        written |= dict(
            zip((p.number for p in some), _forms(desk, content, some, bound), strict=True)
        )
    for done, piece in enumerate(scans, len(forms)):
        progress(done, len(content.pieces))
        try:
            written[piece.number] = _drawn(desk, content.child, piece, bound)
        except (Refused, Trouble) as error:
            written[piece.number], said[piece.number] = [], error.sentence
    progress(len(content.pieces), len(content.pieces))
    leaves: list[tuple[Leaf, str, str]] = []
    marks: list[tuple[str, int]] = []
    lines: dict[int, BookLine] = {}
    for piece in content.pieces:
        own = written[piece.number]
        lines[piece.number] = _line(piece, own, len(leaves), said.get(piece.number, piece.note))
        marks += [(f"{piece.number} {piece.title}", len(leaves))] if own else []
        leaves += _headed(piece, own, len(leaves))
    front = book_front(_front(desk, content, lines, len(leaves)))
    title = f"{content.child.name} {content.child.file_no}"
    bound.close(title, desk.institution, front, leaves, marks)
    return len(leaves)


def _forms(
    desk: Desk, content: Book, some: Sequence[Piece], bound: Binding
) -> Iterator[list[Leaf]]:
    from welfare_desktop.reports.form_paper import form_papers

    viewer, made = desk.viewer(), []
    for piece in some:
        sight = viewer.seen(views.whole(desk, piece.record), listed=True)
        form = FORMS[piece.record.form]
        made.append(form_content.filled(desk, form, sight, content.child.id, {}))
    pdf, counts = form_papers(made)
    leaves = iter(bound.paper(pdf))
    for count in counts:
        yield list(islice(leaves, count))


def _drawn(desk: Desk, child: Child, piece: Piece, bound: Binding) -> list[Leaf]:
    if piece.curves:
        return bound.paper(health_file.growth_pages(desk, child))
    paper = piece.paper
    if paper is None or paper.size > _LARGEST or not papers.can_be_shown(desk, paper.sha256):
        raise Refused("影音或过大的文件，请看电子件。")
    # Only papers that the person may see became pieces.
    return bound.scan(papers.look_at(desk, paper.sha256, None))


def _headed(piece: Piece, leaves: list[Leaf], before: int) -> Iterator[tuple[Leaf, str, str]]:
    for number, leaf in enumerate(leaves, 1):
        told = f"{piece.type} {piece.title}　第{number}页/共{len(leaves)}页" if piece.paper else ""
        yield leaf, told, f"件{piece.number}　卷内第{before + number}页"


def _line(piece: Piece, leaves: list[Leaf], before: int, note: str) -> BookLine:
    from welfare_desktop.reports.book import BookLine

    return BookLine(
        number=piece.number, type=piece.type, title=piece.title, date=piece.date,
        page=before + 1 if leaves else 0, pages=len(leaves), kept=_kept(piece), note=note,
    )  # fmt: skip


def _kept(piece: Piece) -> str:
    own = piece.record.text("retention") if piece.record.form == "F52" else ""
    return label("CL-RET", own or "Y")


def _front(desk: Desk, content: Book, lines: dict[int, BookLine], pages: int) -> BookFront:
    from welfare_desktop.reports.book import BookFront, BookPart

    child, now = content.child, desk.now()
    parts = []
    for phase in archive.phases(child, now):
        own = tuple(lines[p.number] for p in content.pieces if p.stage == phase.code)
        told = f"应有{phase.total}种，已齐{phase.present}种" if phase.begun else "儿童在院"
        parts.append(BookPart(
            title=f"{phase.code} {label('CL-PHASE', phase.code)}", complete=told, lines=own,
            missing=tuple(archive.lacking_words(*item) for item in phase.lacking.items()),
        ))  # fmt: skip
    return BookFront(
        institution=desk.institution, file_no=child.file_no, name=child.name, facts=_facts(desk, child),
        parts=tuple(parts), pages=pages, printed_at=now, printed_by=desk.account.name,
        withheld=content.withheld, practice=desk.practice,
    )  # fmt: skip


def _facts(desk: Desk, child: Child) -> tuple[tuple[str, str], ...]:
    seen = desk.seen().child(child.id) or child
    arrived = f"{child.arrived_at:%Y-%m-%d}" if child.arrived_at else ""
    left = f"{child.left_at:%Y-%m-%d}" if child.left_at else ""
    facts = (
        ("档案编号", child.file_no),
        ("姓名", child.name),
        ("性别", label("CL-SEX", seen.sex) if seen.sex else ""),
        ("出生日期", f"{seen.birth_date or ''}　{age_words(seen.birth_date, desk.now().date())}"),
        ("入院情形", label("CL-ADM", child.cause) if child.cause else ""),
        ("到院日期", arrived),
        ("在册状态", child_file.status_words(child)),
        ("离院日期", left),
    )
    return tuple((name, text) for name, text in facts if text.strip())
