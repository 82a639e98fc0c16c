"""The twenty clauses of the policy by number (clauses.md §1)."""

from __future__ import annotations

from collections.abc import Mapping

CLAUSES: Mapping[int, str] = {
    1: "严格入（离）院管理", 2: "提高养育能力", 3: "加强医疗保障", 4: "提升教育水平",
    5: "优化康复服务", 6: "推进安置工作", 7: "加强社工介入", 8: "支持拓展服务",
    9: "规范资金发放", 10: "完善设施设备", 11: "严格安全管理", 12: "规范档案管理",
    13: "规范收养评估", 14: "加强信息管理", 15: "护理员队伍", 16: "专业人才", 17: "基层队伍",
    18: "相关要求", 19: "相关要求", 20: "相关要求",
}  # fmt: skip


def number_of(row: str) -> int:
    """The clause that a row restates: ``C1.09`` → 1."""
    return int(row[1:].split(".")[0])
