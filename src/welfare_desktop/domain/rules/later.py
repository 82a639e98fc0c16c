"""Clause rows that are not judged yet, each with what it waits for.

A row leaves this list when the forms it reads are declared; the list of the handbook is whole:
every row of clauses.md §1 stands either among the rules or here.
"""

from __future__ import annotations

from collections.abc import Mapping

#: Rows of each clause (clauses.md §2).
COUNTS: Mapping[int, int] = {
    1: 15, 2: 12, 3: 21, 4: 9, 5: 6, 6: 5, 7: 6, 8: 4, 9: 8, 10: 6, 11: 26, 12: 14, 13: 13,
    14: 6, 15: 6, 16: 4, 17: 4, 18: 2, 19: 3, 20: 3,
}  # fmt: skip


def _rows(clause: int, first: int = 1, last: int = 0) -> tuple[str, ...]:
    return tuple(f"C{clause}.{n:02d}" for n in range(first, (last or COUNTS[clause]) + 1))


#: What is waited for → rows.
_WAITING: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("检查与整改台账 F71 未启用", (*_rows(4, 7, 7), *_rows(5, 5, 5), *_rows(9, 8))),
    ("设备表单 F56 未启用", (*_rows(3, 1, 1), *_rows(5, 1, 1), *_rows(10))),
    ("培训登记表 F66 未启用", _rows(7, 4, 4)),
    ("安全与保护表单 F57–F59、F63 未启用", (*_rows(11, 1, 4), *_rows(11, 15, 19))),
    ("培训与聘用表单 F65、F66 未启用", (*_rows(16, 1, 3), *_rows(17))),
    ("制度、检查与宣传表单 F71、F72、X06 未启用", (*_rows(18), *_rows(19), *_rows(20))),
)  # fmt: skip

#: Row → why it is not judged yet.
LATER: Mapping[str, str] = {row: why for why, rows in _WAITING for row in rows}


def all_rows() -> tuple[str, ...]:
    """Ids of every row of the handbook, in its order."""
    return tuple(row for clause in COUNTS for row in _rows(clause))
