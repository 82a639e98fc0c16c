"""Excel workbooks as plain cells; what is no workbook is `Trouble` in one sentence."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import msgspec
from openpyxl import Workbook, load_workbook

from welfare_desktop.domain.errors import Trouble

Cell = str | int | float | bool | datetime | date | None
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
#: A roster is small; a larger content is a damaged or hostile archive.
_LARGEST_CONTENT = 300 * 2**20


class Sheet(msgspec.Struct, frozen=True):
    """One sheet: ``rows[i]`` is Excel's row i+1.

    Args:
        spread: ``(row, column)`` from 0 of the cells that hold, by a merge downwards, the value of
            the cell above. hidden_rows: from 0, rows that Excel does not show.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    spread: frozenset[tuple[int, int]] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    hidden: bool = False


def read_sheets(path: Path) -> tuple[Sheet, ...]:
    """The sheets that hold anything: those that are shown first, the fullest of them first.

    Raises:
        Trouble: missing, empty, damaged, protected, or not an .xlsx workbook.
    """
    _check_kind(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sheets = _sheets(path)
    except Exception:
        # openpyxl raises whatever its parsers raise; for the person all of it is one damaged file.
        raise Trouble(
            f"“{path.name}”已损坏，打不开。请在 Excel 里打开后另存为新的 .xlsx 再选。"
        ) from None
    found = [sheet for sheet in sheets if _filled(sheet)]
    if not found:
        raise Trouble(f"“{path.name}”里没有任何内容，请确认选对了文件。")
    return tuple(sorted(found, key=lambda sheet: (sheet.hidden, -_filled(sheet))))


def read_workbook(path: Path) -> Sheet:
    """The first of `read_sheets`."""
    return read_sheets(path)[0]


def _sheets(path: Path) -> list[Sheet]:
    """Reads once; a second time for the results of formulas, where there are any."""
    # openpyxl leaves a damaged file open that it opened itself.
    with path.open("rb") as source:
        written = load_workbook(source)
        values = None
        if any(c.data_type == "f" for sheet in written.worksheets for c in sheet._cells.values()):
            values = load_workbook(source, data_only=True)
    return [
        _sheet(page, values.worksheets[number] if values else page)
        for number, page in enumerate(written.worksheets)
    ]


def _sheet(written: Any, values: Any) -> Sheet:
    """The cells that exist: a sheet formatted down to its last row has a million that do not."""
    found: dict[tuple[int, int], Cell] = {}
    for (row, column), cell in written._cells.items():
        worth = values._cells.get((row, column)) if cell.data_type == "f" else cell
        value = _cell(worth.value if worth is not None else None, cell)
        if value is not None and value != "":
            found[row - 1, column - 1] = value
    spread = _spread(written, found)
    height = max((row for row, _ in found), default=-1) + 1
    width = max((column for _, column in found), default=-1) + 1
    rows: list[list[Cell]] = [[None] * width for _ in range(height)]
    for (row, column), value in found.items():
        rows[row][column] = value
    hidden = (number - 1 for number, row in written.row_dimensions.items() if row.hidden)
    return Sheet(
        str(written.title), tuple(tuple(row) for row in rows), spread, frozenset(hidden),
        written.sheet_state != "visible",
    )  # fmt: skip


def _spread(page: Any, found: dict[tuple[int, int], Cell]) -> frozenset[tuple[int, int]]:
    """A value merged over several rows stands in each of them."""
    out: set[tuple[int, int]] = set()
    for span in page.merged_cells.ranges:
        top = (span.min_row - 1, span.min_col - 1)
        value = found.get(top)
        below = [(row, top[1]) for row in range(span.min_row, span.max_row)]
        if value is not None and len(below) < _LONGEST_MERGE:
            found |= dict.fromkeys(below, value)
            out |= set(below)
    return frozenset(out)


#: A longer merge is a border drawn down the sheet, not a value of so many children.
_LONGEST_MERGE = 2000


def with_reasons(sheet: Sheet, header_row: int, reasons: Mapping[int, str]) -> bytes:
    """Workbook of some rows of a sheet: the header as it was, the reason in a last column.

    Args:
        header_row: index from 0 of the last header line. reasons: Excel's row number → why.
    """
    book = Workbook()
    page = book.active
    assert page is not None  # a new workbook has one sheet
    page.title = "不能收的行"
    width = max((len(row) for row in sheet.rows), default=0)
    for index, row in enumerate(sheet.rows[: header_row + 1]):
        page.append([*row, *[None] * (width - len(row)), "原因" if index == header_row else None])
    for number in sorted(reasons):
        row = sheet.rows[number - 1]
        page.append([*row, *[None] * (width - len(row)), reasons[number]])
    for cells in page.iter_rows(min_row=header_row + 2):
        for cell in cells:
            cell.number_format = "@" if isinstance(cell.value, str) else cell.number_format
            if cell.data_type == "f":
                cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _check_kind(path: Path) -> None:
    name = path.name
    try:
        raw = path.read_bytes()
    except OSError:
        raise Trouble(f"“{name}”读不到，请确认文件还在并且没有被别的程序占用。") from None
    if not raw:
        raise Trouble(f"“{name}”是空文件，请重新导出花名册。")
    if raw.startswith(b"%PDF"):
        raise Trouble(f"“{name}”其实是 PDF，不是 Excel 工作簿，请选原来的 .xlsx 文件。")
    if raw.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in raw:
            raise Trouble(f"“{name}”设了打开密码，请在 Excel 里取消密码后再选。")
        raise Trouble(f"“{name}”是旧版 .xls 格式，请在 Excel 里另存为 .xlsx 后再选。")
    if not raw.startswith(b"PK"):
        raise Trouble(f"“{name}”不是 Excel 工作簿，请选 .xlsx 文件。")
    _check_archive(path)


def _check_archive(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            size = sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, OSError):
        raise Trouble(f"“{path.name}”已损坏或没有传完整，请重新取得这个文件。") from None
    if "xl/workbook.bin" in names:
        raise Trouble(f"“{path.name}”是 .xlsb 格式，请在 Excel 里另存为 .xlsx 后再选。")
    if "xl/workbook.xml" not in names:
        raise Trouble(f"“{path.name}”不是 Excel 工作簿，请选 .xlsx 文件。")
    if size > _LARGEST_CONTENT:
        raise Trouble(f"“{path.name}”太大，不像花名册，请确认选对了文件。")


def _cell(value: Any, written: Any) -> Cell:
    """A formula that was never calculated shows as written: an empty cell would hide it."""
    if value is None and written.data_type == "f":
        return str(getattr(written.value, "text", None) or written.value)
    if value is None or isinstance(value, str | int | float | bool | datetime | date):
        return value
    return value.isoformat() if isinstance(value, time) else str(value)


def _filled(sheet: Sheet) -> int:
    return sum(cell not in (None, "") for line in sheet.rows for cell in line)
