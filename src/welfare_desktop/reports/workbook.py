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
    """One sheet: ``rows[i]`` is Excel's row i+1; a merged range holds its value top left only."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


def read_workbook(path: Path) -> Sheet:
    """The sheet with most filled cells.

    Raises:
        Trouble: missing, empty, damaged, protected, or not an .xlsx workbook.
    """
    _check_kind(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            values = load_workbook(path, data_only=True)
            written = load_workbook(path)
        sheets = [
            Sheet(str(sheet.title), _rows(sheet, formulas))
            for sheet, formulas in zip(values.worksheets, written.worksheets, strict=True)
        ]
    except Exception:
        # openpyxl raises whatever its parsers raise; for the person all of it is one damaged file.
        raise Trouble(
            f"“{path.name}”已损坏，打不开。请在 Excel 里打开后另存为新的 .xlsx 再选。"
        ) from None
    best = max(sheets, key=_filled, default=None)
    if best is None or not _filled(best):
        raise Trouble(f"“{path.name}”里没有任何内容，请确认选对了文件。")
    return best


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


def _rows(values: Any, written: Any) -> tuple[tuple[Cell, ...], ...]:
    rows = [
        tuple(_cell(cell, formula) for cell, formula in zip(line, formulas, strict=False))
        for line, formulas in zip(
            values.iter_rows(values_only=True), written.iter_rows(values_only=True), strict=False
        )
    ]
    while rows and all(cell is None for cell in rows[-1]):
        rows.pop()
    return tuple(rows)


def _cell(value: Any, formula: Any) -> Cell:
    """A formula that was never calculated shows as written: an empty cell would hide it."""
    if value is None and isinstance(formula, str) and formula.startswith("="):
        return formula
    if value is None or isinstance(value, str | int | float | bool | datetime | date):
        return value
    return value.isoformat() if isinstance(value, time) else str(value)


def _filled(sheet: Sheet) -> int:
    return sum(cell not in (None, "") for line in sheet.rows for cell in line)
