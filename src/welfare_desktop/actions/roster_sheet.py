"""排班 as a sheet of Excel: a row for each of the staff, a column for each day; out, and in again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from welfare_desktop.actions import exporting, records
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.exporting import Exported
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.duty_plan import POSTS, SHIFTS, Book, Cells, letter, post_row
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.forms.f67_duty_roster import F67
from welfare_desktop.reports.workbook import Cell, read_sheets
from welfare_desktop.reports.workbook import Sheet as Read

_WEEKDAYS = "一二三四五六日"
_NAME, _POST = "姓名", "岗位"
#: What people write for a shift; codes and letters beside.
_WORDS: dict[str, str] = {
    "白": "D", "日": "D", "早": "D", "白班": "D", "日班": "D", "早班": "D", "中": "E", "中班": "E",
    "小夜": "E", "晚班": "E", "夜": "N", "夜班": "N", "大夜": "N", "大白": "DA", "长白": "DA",
    "长夜": "NA",
} | {letter(s): s for s in SHIFTS} | {s: s for s in SHIFTS}  # fmt: skip
_FREE = frozenset({"", "休", "休息", "·", "-", "—", "/", "0", "○", "轮休", "OFF"})
_DAYS_NEEDED = 7
_SHOWN = 12


# Out ----------------------------------------------------------------------------------------


def sheet_bytes(desk: Desk, book: Book, cells: Cells) -> bytes:
    """The month as a workbook, ready to print."""
    from welfare_desktop.reports.tables_xlsx import Sheet, SheetColumn, workbook

    house = desk.house()
    names = {p.id: p.text("name") for p in house.staff}
    posts = {p.id: label("CL-POST", p.text("post")) for p in house.staff if p.text("post")}
    columns = (
        SheetColumn("name", _NAME), SheetColumn("post", _POST),
        *(SheetColumn(d.isoformat(), f"{d.day}\n{_WEEKDAYS[d.weekday()]}") for d in book.days),
    )  # fmt: skip
    rows: list[Mapping[str, str]] = [
        {"name": names.get(person, ""), "post": posts.get(person, "")}
        | {d.isoformat(): _letters(cells.get((person, d), ())) for d in book.days}
        for person in book.people
        if any(cells.get((person, d)) for d in book.days)
    ]
    for shift in SHIFTS:
        for post in POSTS:
            line = {d.isoformat(): names.get(who[0], "") for d in book.days
                    if (who := cells.get((post_row(post, shift), d)))}  # fmt: skip
            if line:
                rows.append({"name": _row_name(post, shift), "post": ""} | line)
    title = _title(desk, book)
    return workbook([Sheet("排班", title, columns, rows)], title, desk.institution, desk.practice)


def _row_name(post: str, shift: str) -> str:
    return f"{label('CL-SHIFT', shift)}{POSTS[post]}"


def _letters(shifts: Sequence[str]) -> str:
    return "/".join(letter(s) for s in shifts)


def _title(desk: Desk, book: Book) -> str:
    ward = next((w.text("name") for w in desk.house().wards if w.id == book.ward), "")
    return f"{ward} {book.days[0]:%Y-%m}"


def export(desk: Desk, book: Book, cells: Cells, folder: Path) -> Exported:
    """Write the month into a folder, and log it."""
    records.permit_fill(desk, F67)
    if not folder.is_dir():
        raise Trouble(f"找不到文件夹{folder}。请把U盘接上再试。")
    path = folder / f"排班 {_title(desk, book)}.xlsx"
    data = sheet_bytes(desk, book, cells)
    return exporting.written(desk, F67, path, data, len(book.people), {"purpose": "排班"})


# In -----------------------------------------------------------------------------------------


def read(desk: Desk, book: Book, path: Path) -> dict[tuple[str, date], tuple[str, ...]]:
    """What a sheet plans for this month, nothing written.

    A row that the sheet names is taken whole: a day left empty is a day off. `Refused` with every
    cell that cannot be read, each in one sentence, and nothing is taken.
    """
    page, head, days, place = _found(book, read_sheets(path))
    told: dict[tuple[str, date], tuple[str, ...]] = {}
    wrong: list[str] = []
    rows = _rows(desk)
    seen: dict[str, int] = {}
    for number in range(head + 1, len(page.rows)):
        line = page.rows[number]
        name = _text(line[place]) if place < len(line) else ""
        cells = {day: _text(line[c]) if c < len(line) else "" for c, day in days.items()}
        if not name and not any(cells.values()):
            continue
        row, why = _row(rows, name, any(cells.values()))
        if row and "/" not in row and row not in book.people:
            row, why = "", f"“{name}”现在不能排班" if any(cells.values()) else ""
        if row in seen:
            why = f"“{name}”在第{seen[row]}行已有一行"
        if why:
            wrong.append(f"第{number + 1}行：{why}。")
        elif row:
            seen[row] = number + 1
            told |= _line(rows, row, cells, number + 1, wrong)
    if not told and not wrong:
        wrong.append("没有读到任何人的班次。")
    if wrong:
        others = wrong[1:_SHOWN]
        if len(wrong) > _SHOWN:
            others.append(f"还有{len(wrong) - _SHOWN}处。")
        raise Refused(
            f"没有读入：{wrong[0]}" + (f"共{len(wrong)}处，请改好再读。" if others else ""),
            also=tuple(Refused(sentence) for sentence in others),
        )
    return told


def _found(book: Book, pages: Sequence[Read]) -> tuple[Read, int, dict[int, date], int]:
    """The sheet, its header row, its columns by day, and the column of names."""
    for page in pages:
        if (month := re.search(r"(\d{4})-(\d{2})", page.name)) is not None:
            first = book.days[0]
            if month.groups() != (f"{first:%Y}", f"{first:%m}"):
                raise Refused(f"这张表是{month.group()}的，请先翻到那个月再读。")
        for number, row in enumerate(page.rows):
            days = {c: day for c, cell in enumerate(row) if (day := _day(book, cell)) is not None}
            if len(set(days.values())) >= _DAYS_NEEDED:
                return page, number, days, _names_column(row, min(days))
    raise Refused("没有找到表头：一行里要有姓名和1到月底的日期。")


def _names_column(head: Sequence[Cell], before: int) -> int:
    named = [c for c, cell in enumerate(head) if "姓名" in _text(cell) or _text(cell) == "人员"]
    return named[0] if named else max(0, before - 1)


def _day(book: Book, cell: Cell) -> date | None:
    """The day that a heading names: 3, 3日, 03, 7月3日, a date."""
    if isinstance(cell, datetime | date):
        day = cell.date() if isinstance(cell, datetime) else cell
        return day if day in book.days else None
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    found = re.fullmatch(r"(?:(\d{1,2})[月./-])?(\d{1,2})[日号]?\s*(?:[(（]?(?:周|星期)?[一二三四五六日天][)）]?)?",
                         _text(cell))  # fmt: skip
    if found is None or (found[1] and int(found[1]) != book.days[0].month):
        return None
    number = int(found[2])
    return book.days[number - 1] if 1 <= number <= len(book.days) else None


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()


def _rows(desk: Desk) -> dict[str, list[str]]:
    """Name or number → rows it may mean."""
    out: dict[str, list[str]] = {}
    for person in desk.house().staff:
        if person.text("state") != "4":
            for word in (person.text("name"), person.form_no):
                out.setdefault("".join(word.split()), []).append(person.id)
    for shift in SHIFTS:
        for post in POSTS:
            out.setdefault(_row_name(post, shift), []).append(post_row(post, shift))
    return out


def _row(rows: Mapping[str, list[str]], name: str, told: bool) -> tuple[str, str]:
    """The row of a name, or what is wrong with it; a line without shifts may be anything."""
    found = rows.get("".join(name.split()), [])
    if len(found) == 1:
        return found[0], ""
    if not told:
        return "", ""
    if not name:
        return "", "有班次，没有姓名"
    why = "不在工作人员里" if not found else "不止一个，请写人员编号"
    return "", f"“{name}”{why}"


def _line(
    rows: Mapping[str, list[str]], row: str, cells: Mapping[date, str], number: int,
    wrong: list[str],
) -> dict[tuple[str, date], tuple[str, ...]]:  # fmt: skip
    out: dict[tuple[str, date], tuple[str, ...]] = {}
    for day, text in cells.items():
        value = _person(rows, text) if "/" in row else _shifts(text)
        if value is None:
            out_of = "不是工作人员" if "/" in row else "看不懂，写D、E、N、A、B或休"
            wrong.append(f"第{number}行{day.day}日：“{text[:10]}”{out_of}。")
        else:
            out[row, day] = value
    return out


def _person(rows: Mapping[str, list[str]], text: str) -> tuple[str, ...] | None:
    if text in _FREE:
        return ()
    found = [row for row in rows.get("".join(text.split()), []) if "/" not in row]
    return (found[0],) if len(found) == 1 else None


def _shifts(text: str) -> tuple[str, ...] | None:
    plain = "".join(text.split()).upper()
    if plain in _FREE:
        return ()
    parts = [p for p in re.split(r"[/、,，+]", plain) if p]
    known = [_WORDS.get(part) for part in parts]
    if not parts or None in known:
        return None
    return tuple(s for s in SHIFTS if s in known)
