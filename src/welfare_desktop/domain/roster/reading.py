"""A whole roster read: which rows are children, and the result of the command."""

from __future__ import annotations

import collections.abc as abc
import re
from datetime import date
from typing import Any

from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.names import clean_name
from welfare_desktop.domain.roster.columns import Mapping, Rows, plain_heading, propose_mapping
from welfare_desktop.domain.roster.days import read_day
from welfare_desktop.domain.roster.judge import RowFacts, RowJudge
from welfare_desktop.domain.roster.model import Cell, Finding, Known, RosterReading
from welfare_desktop.domain.roster.readings import plain, sex_code
from welfare_desktop.domain.roster.same import Together

_TOTAL = re.compile(r"(本页|本表|本区|本班)?(合计|小计|总计|共计|累计|总人数|共\d+[人名])")
_FOOT = re.compile(r"(制表|填表|审核|复核|负责人|注[:：]|备注[:：]|说明[:：]|第.*页|以[上下])")
#: A name that stands alone in the first column; a longer text there is a note.
_LONGEST_LONE_NAME = 4


def read_roster(
    rows: Rows,
    *,
    wards: abc.Mapping[str, str],
    staff: abc.Mapping[str, str],
    today: date,
    reason: str | None = None,
    overrides: abc.Mapping[str, str | None] | None = None,
    beds: abc.Mapping[str, abc.Mapping[str, str]] | None = None,
    known: abc.Iterable[Known] = (),
    go_live_on: date | None = None,
    first_row: int = 1,
    spread: abc.Set[tuple[int, int]] = frozenset(),
    hidden_rows: abc.Set[int] = frozenset(),
) -> RosterReading:
    """Judge every child row of a sheet; nothing is written. `Refused` without a name column.

    Args:
        wards: number and name of each ward → record id. staff: name → record id.
        reason: takes rows whose sex or birth date contradicts the ID number.
        beds: ward record id → bed → who lies in it (empty: nobody), where they are known.
        known: the children in the books. go_live_on: from when the app is the record.
        first_row: number people see for the first of ``rows``.
        spread, hidden_rows: of the sheet, from 0.
    """
    mapping = propose_mapping(rows, overrides)
    facts = RowFacts(wards=_by_plain(wards), staff=_by_plain(staff), today=today, reason=reason,
                     go_live_on=go_live_on)  # fmt: skip
    together, skipped = Together(known), list[Finding]()
    name_column = next(i for i, target in mapping.columns.items() if target == "F01.name")
    for index in range(mapping.header_row, len(rows)):
        if not _is_child(rows[index], _cells(rows[index], mapping), mapping):
            skipped += _skipped(index + first_row, rows[index])
            continue
        judge = RowJudge(index + first_row, _cells(rows[index], mapping), facts)
        judge.shown_as(merged=(index, name_column) in spread, hidden=index in hidden_rows)
        together.add(judge)
    _judge_beds(together.judged, beds)
    return _result(mapping, together.judged, [*together.duplicates, *skipped])


def _by_plain(words: abc.Mapping[str, str]) -> dict[str, str]:
    return {plain(word): record for word, record in words.items()}


def _judge_beds(
    judged: abc.Sequence[RowJudge], beds: abc.Mapping[str, abc.Mapping[str, str]] | None
) -> None:
    """A bed holds one child and stands in its ward; the row is taken without the bed."""
    lying = {(ward, bed): who for ward, row in (beds or {}).items() for bed, who in row.items()}
    for judge in judged:
        ward, bed = judge.child.get("ward_id"), judge.child.get("bed_no")
        place = (str(ward or judge.unknown_ward), str(bed or ""))
        if judge.refused or not all(place):
            continue
        if beds is not None and ward is not None and place not in lying:
            judge.drop_bed("这个区域没有这张床，请核对后补填。")
        elif who := lying.get(place):
            judge.drop_bed(f"这张床已有{who}，请核对后补填。")
        else:
            lying[place] = f"第{judge.number}行{judge.child['name']}"


def _skipped(number: int, row: abc.Sequence[Cell]) -> list[Finding]:
    """A row that holds something and was not taken for a child is said, never dropped silently."""
    text = " ".join(str(cell).strip() for cell in row if cell is not None and str(cell).strip())
    if not text:
        return []
    return [Finding(row=number, kind="skipped", value=text[:60], why="没有当作儿童的行")]


def _result(
    mapping: Mapping, judged: abc.Sequence[RowJudge], others: list[Finding]
) -> RosterReading:
    findings = [finding for judge in judged for finding in judge.findings]
    return RosterReading(
        read=len(judged) + sum(other.kind == "duplicate" for other in others),
        rows=tuple(judge.row() for judge in judged if not judge.refused),
        findings=tuple(sorted([*findings, *others], key=lambda f: f.row)),
        unmapped_columns=mapping.unmapped,
        columns={mapping.headings[i]: target for i, target in mapping.columns.items()},
        asks=tuple(dict.fromkeys(j.unknown_ward for j in judged if j.unknown_ward)),
        refused_names=tuple(
            judge.child.get("name") or str(judge.cells.get("F01.name") or "").strip()
            for judge in judged
            if judge.refused
        ),
        headings=tuple(heading for heading in mapping.headings if heading),
        header_row=mapping.header_row - 1,
    )


def _cells(row: abc.Sequence[Cell], mapping: Mapping) -> dict[str, Cell]:
    return {t: row[i] if i < len(row) else None for i, t in mapping.columns.items()}


def _is_child(row: abc.Sequence[Cell], cells: abc.Mapping[str, Cell], mapping: Mapping) -> bool:
    """Blank, total, title, foot and repeated header rows are no children."""
    filled = [(i, str(c)) for i, c in enumerate(row) if c is not None and str(c).strip()]
    if not filled:
        return False
    same = sum(plain_heading(text) == mapping.headings[i] for i, text in filled
               if i < len(mapping.headings))  # fmt: skip
    if same >= 2 and same * 2 >= len(filled):
        return False
    first = re.sub(r"\s+", "", filled[0][1])
    numbered = len(plain(cells.get("F01.id_no"))) == 18
    if not numbered and (_TOTAL.match(first) or (_FOOT.match(first) and not _born(cells))):
        return False
    identified = any(cells.get(f) for f in ("F01.id_no", "F01.birth_date", "F01.sex"))
    name = str(cells.get("F01.name") or "")
    if not identified and not name.strip():
        # A row with a running number alone, or a title across the table.
        return len(filled) > 2
    if not identified and len(filled) == 1:
        column = filled[0][0]
        return mapping.columns.get(column) == "F01.name" and (column > 0 or _lone_name(name))
    return True


def _born(cells: abc.Mapping[str, Cell]) -> bool:
    """Whether a row states a sex or a day of birth that can be read."""
    try:
        read_day(cells.get("F01.birth_date"))
    except ValueError:
        return sex_code(plain(cells.get("F01.sex"))) is not None
    return True


def _lone_name(text: str) -> bool:
    try:
        return len(clean_name(text).text) <= _LONGEST_LONE_NAME
    except Refused:
        return False


def result_json(reading: RosterReading, written: bool) -> dict[str, Any]:
    """The document that ``import`` prints (``accepted``: rows that may be taken)."""

    def listed(kind: str) -> list[dict[str, Any]]:
        return [
            {"row": f.row, "field": f.field, "value": f.value, "why": f.why}
            for f in reading.of_kind(kind)
        ]

    return {
        "read": reading.read,
        "accepted": len(reading.rows),
        "written": written,
        "repaired": [
            {"row": f.row, "field": f.field, "from": f.value, "to": f.to, "why": f.why}
            for f in reading.of_kind("repaired")
        ],
        "questions": listed("question"),
        "refused": listed("refused"),
        "duplicates": [{"row": f.row, "of": f.of or None} for f in reading.of_kind("duplicate")],
        "unmapped_columns": list(reading.unmapped_columns),
        "asks": listed("ask"),
        "skipped": [{"row": f.row, "text": f.value} for f in reading.of_kind("skipped")],
        "sheet": reading.sheet,
        "other_sheets": list(reading.other_sheets),
    }
