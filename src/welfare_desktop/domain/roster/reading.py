"""A whole roster read: which rows are children, duplicates, and the result of the command."""

from __future__ import annotations

import collections.abc as abc
import re
from datetime import date
from typing import Any

from welfare_desktop.domain.roster.columns import Mapping, Rows, plain_heading, propose_mapping
from welfare_desktop.domain.roster.judge import RowJudge
from welfare_desktop.domain.roster.model import Cell, Finding, RosterReading
from welfare_desktop.domain.roster.readings import plain

_TOTAL = re.compile("(合计|小计|总计|共计|累计)")
_FOOT = re.compile("(制表|填表|审核|负责人|注[:：]|备注[:：]|说明[:：]|第.*页)")


def read_roster(
    rows: Rows,
    *,
    wards: abc.Mapping[str, str],
    staff: abc.Mapping[str, str],
    today: date,
    reason: str | None = None,
    overrides: abc.Mapping[str, str | None] | None = None,
    beds: abc.Mapping[str, abc.Mapping[str, str]] | None = None,
    first_row: int = 1,
) -> RosterReading:
    """Judge every child row of a sheet; nothing is written.

    Args:
        wards: number and name of each ward → record id. staff: name → record id.
        reason: takes rows whose sex or birth date contradicts the ID number.
        beds: ward record id → bed → who lies in it already (empty: nobody); ``None`` where the
            beds of the house are not known.
        first_row: number people see for the first of ``rows``.

    Raises: `Refused` without a header that has a name column, or for a wrong override.
    """
    mapping = propose_mapping(rows, overrides)
    by_ward = {plain(key): record for key, record in wards.items()}
    by_staff = {plain(key): record for key, record in staff.items()}
    judged: list[RowJudge] = []
    duplicates: list[Finding] = []
    for index in range(mapping.header_row, len(rows)):
        cells = _cells(rows[index], mapping)
        if not _is_child(rows[index], cells, mapping):
            continue
        judge = RowJudge(index + first_row, cells, wards=by_ward, staff=by_staff, today=today,
                         reason=reason)  # fmt: skip
        twin = _twin(judge, judged)
        if twin is None:
            judged.append(judge)
        else:
            duplicates.append(_duplicate(judge, twin))
    _judge_beds(judged, beds)
    return _result(mapping, judged, duplicates)


def _judge_beds(
    judged: abc.Sequence[RowJudge], beds: abc.Mapping[str, abc.Mapping[str, str]] | None
) -> None:
    """A bed holds one child and stands in its ward; the row is taken without the bed."""
    lying = {(ward, bed): who for ward, row in (beds or {}).items() for bed, who in row.items()}
    for judge in judged:
        ward, bed = judge.child.get("ward_id"), judge.child.get("bed_no")
        if judge.refused or ward is None or bed is None:
            continue
        if beds is not None and (ward, bed) not in lying:
            judge.drop_bed("这个区域没有这张床，请核对后补填。")
        elif who := lying.get((ward, bed)):
            judge.drop_bed(f"这张床已有{who}，请核对后补填。")
        else:
            lying[ward, bed] = f"第{judge.number}行{judge.child['name']}"


def _duplicate(judge: RowJudge, twin: RowJudge) -> Finding:
    return Finding(
        row=judge.number, kind="duplicate", field="F01.name", of=twin.number,
        value=str(judge.cells.get("F01.name") or ""), why=f"与第{twin.number}行重复",
    )  # fmt: skip


def _result(mapping: Mapping, judged: list[RowJudge], duplicates: list[Finding]) -> RosterReading:
    findings = [finding for judge in judged for finding in judge.findings]
    return RosterReading(
        read=len(judged) + len(duplicates),
        rows=tuple(judge.row() for judge in judged if not judge.refused),
        findings=tuple(sorted([*findings, *duplicates], key=lambda f: f.row)),
        unmapped_columns=mapping.unmapped,
        columns={mapping.headings[i]: target for i, target in mapping.columns.items()},
        asks=tuple(dict.fromkeys(j.unknown_ward for j in judged if j.unknown_ward)),
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
    identified = any(cells.get(f) for f in ("F01.id_no", "F01.birth_date", "F01.sex"))
    numbered = len(plain(cells.get("F01.id_no"))) == 18
    if (not numbered and _TOTAL.match(first)) or (not identified and _FOOT.match(first)):
        return False
    name = str(cells.get("F01.name") or "")
    if not identified and not name.strip():
        # A row with a running number alone, or a title across the table.
        return len(filled) > 2
    if not identified and len(filled) == 1:
        return mapping.columns.get(filled[0][0]) == "F01.name" and filled[0][0] > 0
    return True


def _twin(judge: RowJudge, earlier: list[RowJudge]) -> RowJudge | None:
    """The earlier row of the same child; a good row replaces a refused one."""
    for other in earlier:
        if other.refused and not judge.refused:
            continue
        same_id = _same(judge, other, "id_no")
        same_person = all(_same(judge, other, f) for f in ("name", "birth_date", "sex"))
        own = (judge.child.get("id_no"), other.child.get("id_no"))
        two_numbers = all(own) and not same_id
        if same_id or (same_person and not two_numbers):
            return other
    return None


def _same(one: RowJudge, other: RowJudge, field: str) -> bool:
    value = one.child.get(field)
    return value is not None and value == other.child.get(field)


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
        "duplicates": [{"row": f.row, "of": f.of} for f in reading.of_kind("duplicate")],
        "unmapped_columns": list(reading.unmapped_columns),
    }
