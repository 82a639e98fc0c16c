"""Records of any form from a file: Excel by Chinese label, JSON Lines by identifier.

Every row is submitted as a person would submit it, with the same checks and gates, all in one
transaction: all or nothing, unless only the good rows are wanted.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from welfare_desktop.actions import papers, records
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.records import Step
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.forms.declare import REMARK, Field, Form
from welfare_desktop.domain.house import HOURLY, House
from welfare_desktop.domain.record import Paper
from welfare_desktop.reports.workbook import Cell, Sheet, read_sheets

#: Headings beside the labels of a form's own fields.
CHILD, LATE = "档案编号", "补录原因"
_CHILD_TOO = ("儿童姓名", "儿童")
#: Hears how far the work is, 0…1; what it raises stops the work and leaves nothing written.
Told = Callable[[float], None]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row as it was read. ``number``: the row that Excel shows, or the line."""

    number: int
    form: str
    values: dict[str, Any]
    child: str = ""
    late: str = ""


class RefusedCell(msgspec.Struct, frozen=True):
    """Why a row is not taken. ``field``: identifier; empty where it is the row as a whole."""

    row: int
    field: str
    value: str
    why: str


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """A file read, nothing written. ``unmapped``: headings that name no field."""

    rows: tuple[Row, ...]
    refused: tuple[RefusedCell, ...] = ()
    unmapped: tuple[str, ...] = ()
    folder: Path


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it. ``accepted``: rows that are written, or would be."""

    read: int
    accepted: int
    written: bool
    refused: tuple[RefusedCell, ...]
    unmapped: tuple[str, ...]


class _Undo(Exception):
    """Nothing of the batch is kept."""


def form_in(path: Path, named: str | None) -> str | None:
    """The form a file is about; ``None``: it is a roster.

    Args:
        named: what the person says, an identifier or a title.
    """
    if named:
        return _form(named).id
    if path.suffix.lower() == ".jsonl":
        first = next(_json_lines(path), None)
        return str(first[1].get("form")) if first and first[1].get("form") else None
    title = read_sheets(path)[0].name.strip()
    return next(
        (f.id for f in FORMS.values() if title in (f.id, f.title, f"{f.id} {f.title}")), None
    )


def _form(named: str) -> Form:
    found = next((f for f in FORMS.values() if named.strip() in (f.id, f.title)), None)
    if found is None or found.internal or found.id in HOURLY:
        raise Refused(f"没有可以导入的表单“{named}”，请写表单编号，例如F17。", field="form")
    return found


def read(path: Path, form: str) -> Batch:
    """The rows of a file; `Trouble` if it cannot be read at all."""
    if path.suffix.lower() == ".jsonl":
        rows, refused = [], []
        for number, line in _json_lines(path):
            try:
                rows.append(_from_json(number, line, form))
            except Refused as wrong:
                refused.append(RefusedCell(number, wrong.field or "", "", wrong.sentence))
        return Batch(rows=tuple(rows), refused=tuple(refused), folder=path.parent)
    return _from_sheet(read_sheets(path)[0], _form(form), path.parent)


def _json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise Trouble(f"“{path.name}”读不到，或不是UTF-8文本。") from None
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("//"):
            continue
        try:
            yield number, msgspec.json.decode(line, type=dict[str, Any])
        except msgspec.DecodeError:
            raise Trouble(f"“{path.name}”第{number}行不是JSON对象，请核对。") from None


def _from_json(number: int, line: dict[str, Any], form: str) -> Row:
    own = _form(str(line.get("form") or form))
    data = line.get("data")
    values = dict(data) if isinstance(data, dict) else {
        k: v for k, v in line.items() if k not in ("form", "child", "late_entry_reason")
    }  # fmt: skip
    unknown = [name for name in values if name not in own and name != REMARK.name]
    if unknown:
        raise Refused(f"《{own.title}》没有字段“{unknown[0]}”。", field=unknown[0])
    return Row(number=number, form=own.id, values=values, child=str(line.get("child") or ""),
               late=str(line.get("late_entry_reason") or ""))  # fmt: skip


def _from_sheet(sheet: Sheet, form: Form, folder: Path) -> Batch:
    header = next((i for i, row in enumerate(sheet.rows) if _known(row, form)), None)
    if header is None:
        raise Refused(
            f"没有找到《{form.title}》的表头：表头写字段的中文名称，例如“{form.fields[0].label}”。"
        )
    columns = {i: _heading(cell, form) for i, cell in enumerate(sheet.rows[header]) if _text(cell)}
    rows = []
    for index in range(header + 1, len(sheet.rows)):
        cells = {columns[i]: cell for i, cell in enumerate(sheet.rows[index])
                 if columns.get(i) and cell not in (None, "")}  # fmt: skip
        if cells:
            rows.append(_row(index + 1, form, {str(k): v for k, v in cells.items()}))
    unmapped = tuple(_text(sheet.rows[header][i]) for i, name in columns.items() if name is None)
    return Batch(rows=tuple(rows), unmapped=unmapped, folder=folder)


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()


def _known(row: Sequence[Cell], form: Form) -> bool:
    """A header names at least two columns, or the only one the form needs."""
    named = [cell for cell in row if _text(cell) and _heading(cell, form) is not None]
    return len(named) >= min(2, len(form.fields))


def _heading(cell: Cell, form: Form) -> str | None:
    """Identifier of a heading; ``child``, ``late`` and the points of a checklist too."""
    text = "".join(_text(cell).split())
    for field in (*form.fields, REMARK):
        if text in (field.label, field.name):
            return field.name
        for point, label in field.points:
            if text in (f"{field.label}·{label}", f"{field.name}.{point}"):
                return f"{field.name}.{point}"
    if form.about == "child" and text in (CHILD, *_CHILD_TOO, "child"):
        return "child"
    return "late" if text in (LATE, "late_entry_reason") else None


def _row(number: int, form: Form, cells: dict[str, Any]) -> Row:
    child, late = _text(cells.pop("child", "")), _text(cells.pop("late", ""))
    if form.of_one_child and not child and "file_no" in cells:
        child = _text(cells["file_no"])
    values: dict[str, Any] = {}
    for name, cell in cells.items():
        own, _, point = name.partition(".")
        if point:
            told = {"是": True, "否": False}.get(_text(cell), _text(cell))
            values.setdefault(own, {})[point] = told
        else:
            values[own] = _plain(cell)
    return Row(number=number, form=form.id, values=values, child=child, late=late)


def _plain(cell: Any) -> Any:
    if isinstance(cell, datetime):
        midnight = (cell.hour, cell.minute) == (0, 0)
        return cell.date().isoformat() if midnight else cell.strftime("%Y-%m-%dT%H:%M")
    return cell.isoformat() if isinstance(cell, date) else cell


def take(
    desk: Desk, batch: Batch, *, write: bool = True, accept_good: bool = False,
    told: Told = lambda done: None,
) -> Taken:  # fmt: skip
    """Submit every row; nothing stays where a row is refused and only the whole is wanted.

    Args:
        write: ``False``: only tell what would come of it.
    """
    refused, written = list(batch.refused), 0
    keep = False
    with contextlib.suppress(_Undo), desk.store.together():
        children = _names(desk.house())
        for number, row in enumerate(batch.rows):
            told(number / len(batch.rows))
            try:
                _submit(desk, row, batch.folder, children)
                written += 1
            except Refused as wrong:
                refused.append(_cell(row, wrong))
        keep = write and written > 0 and (accept_good or not refused)
        if not keep:
            raise _Undo
    return Taken(
        read=len(batch.rows) + len(batch.refused), accepted=written, written=keep,
        refused=tuple(sorted(refused, key=lambda cell: cell.row)), unmapped=batch.unmapped,
    )  # fmt: skip


def _cell(row: Row, wrong: Refused) -> RefusedCell:
    given = row.values.get(wrong.field or "")
    return RefusedCell(row.number, wrong.field or "", "" if given is None else str(given),
                       wrong.sentence)  # fmt: skip


def _submit(desk: Desk, row: Row, folder: Path, children: Mapping[str, set[str]]) -> None:
    form, house = FORMS[row.form], desk.house()
    child = _child(children, row.child) if row.child else None
    if form.of_one_child and child is None:
        raise Refused(f"请写明儿童的“{CHILD}”。", field="child")
    values, found = dict[str, Any](), list[Paper]()
    for name, value in row.values.items():
        field = form.field(name) if name in form else REMARK
        if field.calc or field.kind in ("sig", "sigs"):
            raise Refused(f"“{field.label}”不能导入：由程序生成或本人签字。", field=name)
        if field.kind == "file":
            found += _papers(desk, field, value, folder)
        else:
            values[name] = _linked(house, field, value)
    if "child" in form and child is not None:
        values.setdefault("child", child)
    signer = desk.by_password()
    signs = {f.name: [signer] if f.kind == "sigs" else signer
             for f in form.fields if f.kind in ("sig", "sigs") and f.req == "Y"}  # fmt: skip
    step = Step(papers=tuple(found), signers=signs, late_reason=row.late, on_paper=True)
    records.submit(desk, form.id, values, child=child, step=step)


def _names(house: House) -> dict[str, set[str]]:
    """File number, id or name → the children it stands for."""
    out: dict[str, set[str]] = {}
    for child in house.children:
        for word in (child.file_no, child.id, child.name):
            out.setdefault(word, set()).add(child.id)
    return out


def _child(children: Mapping[str, set[str]], told: str) -> str:
    """The child of a file number, or of a name that only one child has."""
    same = children.get(told, set())
    if len(same) != 1:
        why = "没有这名儿童" if not same else "不止一名儿童叫这个名字"
        raise Refused(f"{why}：“{told}”，请写档案编号。", field="child")
    return next(iter(same))


def _papers(desk: Desk, field: Field, value: Any, folder: Path) -> list[Paper]:
    """Papers by the names of their files, beside the file that is read."""
    names = value if isinstance(value, list) else str(value).replace("；", ";").split(";")
    kind = field.papers[0] if field.papers else "A99"
    try:
        return [papers.take_in(desk, folder / str(n).strip(), kind) for n in names if n]
    except Trouble as missing:
        raise Refused(missing.sentence, field=field.name) from None


def _linked(house: House, field: Field, value: Any) -> Any:
    """People and records by name or number become links."""
    if field.kind in ("staff", "ref"):
        return _link(house, field, str(value).strip())
    if field.kind in ("staffs", "refs"):
        many = value if isinstance(value, list) else _parts(str(value))
        return [_link(house, field, str(one).strip()) for one in many]
    if field.kind == "table" and isinstance(value, list):
        columns: Mapping[str, Field] = {c.name: c for c in field.columns}
        return [
            {k: _linked(house, columns[k], v) if k in columns else v for k, v in line.items()}
            for line in value
        ]  # fmt: skip
    return value


def _parts(text: str) -> list[str]:
    for mark in "，、；;":
        text = text.replace(mark, ",")
    return [part for part in text.split(",") if part.strip()]


def _link(house: House, field: Field, told: str) -> str:
    forms = ("F64",) if field.kind in ("staff", "staffs") else field.forms
    found = [
        r.id
        for form in forms if form in FORMS and form not in HOURLY
        for r in house.of(form)
        if told in (r.id, r.form_no, r.text("file_no")) or (form in _NAMED and told == r.text("name"))
    ]  # fmt: skip
    if any(told in word for word in field.words):
        return told
    if len(set(found)) != 1:
        why = "找不到" if not found else "不止一个"
        raise Refused(f"“{field.label}”{why}“{told}”，请写姓名或编号。", field=field.name)
    return found[0]


#: Forms whose records people call by name.
_NAMED = frozenset({"F01", "F64", "X02"})
