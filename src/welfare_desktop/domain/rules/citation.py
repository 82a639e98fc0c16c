"""Where a clause row comes from, in words for people (clauses.md §0.1).

Law is called law only where the handbook tags it so; a tag ``R?`` is a reference, ``D`` an own
target of the institution.
"""

from __future__ import annotations

from welfare_desktop.domain.rules import ALL_ROWS
from welfare_desktop.domain.rules.verdict import Row

_BY_ID: dict[str, Row] = {}

#: Short names of clauses.md §0.1 → full titles.
_TITLES = {
    "民法典": "《中华人民共和国民法典》",
    "令63": "《儿童福利机构管理办法》（民政部令第63号）",
    "令54": "《家庭寄养管理办法》（民政部令第54号）",
    "登记办法": "《中国公民收养子女登记办法》",
    "档案办法": "《儿童福利机构业务档案管理办法》",
    "未保法": "《中华人民共和国未成年人保护法》",
    "个保法": "《中华人民共和国个人信息保护法》",
    "打拐收养通知": "民发〔2015〕159号",
}


def row_of(clause: str) -> Row | None:
    """The newest row of an id (``C1.09``), ``None`` for an unknown one."""
    if not _BY_ID:
        _BY_ID.update({row.id: row for row in sorted(ALL_ROWS, key=lambda r: r.valid_from)})
    return _BY_ID.get(clause)


def cited(source: str, clause: str = "") -> str:
    """A source tag in words: ``S3`` → 实施方案第3条, ``R:令63``, ``D`` → an own target.

    The row restates the seed clause of its number, whatever the tag of its detail.
    """
    seed = source[1:] if source[:1] == "S" else clause[1:].split(".")[0]
    policy = f"市实施方案第{seed}条" if seed else ""
    if source[:1] == "S":
        return policy
    if source.startswith("R:"):
        name = source[2:].split()[0].rstrip("，,")
        return f"{policy}；{_TITLES.get(name, name)}".lstrip("；")
    if source.startswith("R?"):
        return f"{policy}；参考：{source[2:].lstrip(':')}".lstrip("；")
    return f"{policy}；时限是本机构设定的目标".lstrip("；")
