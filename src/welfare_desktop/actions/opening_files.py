"""Files of the opening entry: rosters read, and the rows that were not taken."""

from __future__ import annotations

import json
from pathlib import Path

from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.roster import RosterReading, propose_mapping
from welfare_desktop.domain.roster.model import Cell
from welfare_desktop.reports.workbook import Sheet, read_sheets, with_reasons

_SCALARS = (str, int, float, bool, type(None))


def sheet_of(path: Path, name: str | None = None) -> tuple[Sheet, int, tuple[str, ...]]:
    """The sheet of a roster, the number people see for its first row, and the other sheets.

    Without ``name`` the sheet in which most columns are known, one that is shown before a hidden
    one. A ``.jsonl`` roster has one child a line, ``{heading: cell}``; its header is row 0, so
    that a row has the number of its line.

    Raises: `Trouble` if it cannot be read; `Refused` if there is no sheet of that name.
    """
    if path.suffix.lower() == ".jsonl":
        return _lines(path), 0, ()
    sheets = read_sheets(path)
    chosen = next((s for s in sheets if s.name == name), None) if name else _likeliest(sheets)
    if chosen is None:
        raise Refused(f"“{path.name}”里没有叫“{name}”的工作表，请核对。", field="sheet")
    return chosen, 1, tuple(s.name for s in sheets if s is not chosen)


def _likeliest(sheets: tuple[Sheet, ...]) -> Sheet:
    """The first of those with most known columns, shown ones before hidden ones."""
    return min(sheets, key=lambda sheet: (sheet.hidden, -_columns_known(sheet)))


def _columns_known(sheet: Sheet) -> int:
    try:
        return len(propose_mapping(sheet.rows).columns)
    except Refused:
        return 0


def _lines(path: Path) -> Sheet:
    try:
        written = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise Trouble(f"“{path.name}”读不出来，请核对文件，编码用 UTF-8。") from None
    children: list[dict[str, Cell]] = []
    for number, line in enumerate(written, 1):
        try:
            found = json.loads(line) if line.strip() else {}
        except ValueError:
            found = None
        if not isinstance(found, dict) or not all(isinstance(v, _SCALARS) for v in found.values()):
            raise Trouble(f'“{path.name}”第{number}行读不懂，写成 {{"姓名":"…"}}，一行一名儿童。')
        children.append(found)
    headings = tuple(dict.fromkeys(key for child in children for key in child))
    if not headings:
        raise Trouble(f"“{path.name}”里没有任何内容，请确认选对了文件。")
    return Sheet(path.stem, (headings, *(tuple(c.get(h) for h in headings) for c in children)))


def reasons(reading: RosterReading) -> dict[int, str]:
    """Row that is not taken → why, in one text."""
    out: dict[int, list[str]] = {}
    for finding in reading.findings:
        if finding.kind in ("refused", "duplicate"):
            out.setdefault(finding.row, []).append(finding.why)
    return {row: "；".join(dict.fromkeys(why)) for row, why in out.items()}


def save_refused(path: Path, reading: RosterReading, out: Path) -> int:
    """Write the rows that were not taken as a workbook; how many. `Trouble` if it cannot."""
    sheet, first, _ = sheet_of(path, reading.sheet)
    why = {row + 1 - first: text for row, text in reasons(reading).items()}
    try:
        out.write_bytes(with_reasons(sheet, reading.header_row, why))
    except OSError:
        raise Trouble(f"“{out.name}”存不下来。请关掉已打开的同名文件，或换一个文件夹。") from None
    return len(why)
