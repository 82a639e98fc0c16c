"""Who may see, fill, approve and export (lifecycle.md §6.1, §6.3).

Roles are letters: N 护理员 · M 值班护士/医生 · W 社工 · T 教师 · R 康复师 · F 财务 · A 档案员 ·
K 业务科长 · D 院长 · S 系统管理员. The field classes of §6.2 apply on top (``actions.seeing``).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

import msgspec

from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms.declare import Form

ROLE_NAMES = {
    "N": "护理员", "M": "值班护士/医生", "W": "社工", "T": "教师", "R": "康复师", "F": "财务",
    "A": "档案员", "K": "业务科长", "D": "院长", "S": "系统管理员",
}  # fmt: skip

#: Post (CL-POST) → role of the account that somebody in that post usually has.
ROLE_OF_POST = {
    "1": "N", "2": "N", "3": "M", "4": "M", "5": "R", "6": "T", "7": "W", "8": "W", "9": "F",
    "10": "A", "11": "K", "12": "D", "13": "K", "18": "N", "19": "S",
}  # fmt: skip

_DOCTOR = "4"

#: How far somebody sees the records of a form: all of them; those of the own ward and cases; some
#: fields of all, or of those; those made by or about oneself; that there is one (``v*``); none.
Reach = Literal["all", "case", "summary", "part", "own", "line", "none"]
_REACHES: tuple[Reach, ...] = ("all", "case", "summary", "part", "own", "line", "none")
#: Of these only the fields declared for the role (`Field.part_of`).
IN_PART: frozenset[Reach] = frozenset({"summary", "part"})

_ROLES = "NMWTRFAKDS"
#: Handbook §6.3, row by row. ``v`` view own ward or case, ``V`` view all, ``v~`` ``V~`` some fields,
#: ``v*`` catalogue line, ``own`` what is about oneself, ``c`` fill, ``a`` approve, ``x`` export;
#: ``d`` approve as 医生, whom the post names and not the role; ``c:F02`` fills that one only,
#: ``l:F67`` does so as 护理组长 or 带班领导 (§6.1); §4.2 asks 带班领导 for rounds (F30) of the own.
#: Where a form names 业务科, 财务, 社工 or 护理员 as one that fills it and its row does not (F09, F10,
#: F12, F26–F28, F35–F38, F40, F54, F68), and for F31 and F61, which are everybody's at all times, the
#: form's own line holds.
_MATRIX = """
F01                     | v | V | Vc | v | v | - | V | Vca | Va | -
F02-F06                 | c:F02 | Vc | Vc | - | - | - | V | Vca | Va | -
F07                     | - | c | c | - | - | - | v* | Va | Va | -
F08                     | - | - | c | - | - | - | V | Vc | Vax | -
F09-F10                 | - | v | Vc | - | - | Vc | V | Vca | V | -
F11-F13                 | vc | Vc | Vc | vc | vc | - | v | Va c:F12 | Va | -
F14-F19                 | - | v | Vc | - | - | v~ | V | Vca | Va | -
F20-F29                 | v~ | Vc d | v | - | v | v~ c:F27 | v* | V c:F26,F27,F28 | V | -
F30-F32                 | vc | Vc | v c:F31 | c:F31 | v c:F31 | c:F31 | c:F31 | Va c:F31 l:F30 | V c:F31 l:F30 | c:F31
F33-F36                 | v c:F35 | v | v | v | Vc | v~ | V | Va c:F36 | V | -
F37-F40                 | v | - | v | Vc | v | v~ | V | Va c:F37,F38,F40 | V | -
F41-F42                 | c:F42 | v | Vc | v c:F42 | - | - | - | V~ | V | -
F43-F44                 | - | c:F43 | c | c:F43 | c:F43 | - | V | Vc | Va | -
F45-F48                 | - | c:F45 | c | - | - | c:F48 | v* | Vc | Va | -
F49-F51                 | - | c:F51 | c | - | - | - | V | Vc | Va | -
F52-F53                 | - | - | - | - | - | - | Vcx | Va | Va | -
F54-F55                 | - | - | - | - | - | Vcx | - | V c:F54 | Va | -
F56                     | v | v | - | v | v | Vc | - | Vca | Va | -
F57-F60 F62-F63         | vc | vc | vc | vc | vc | v | v | Vca | Va | -
F61                     | c | c | c | c | c | c | c | Vc | Vac | c
F64-F68                 | own l:F67 | own | own c:F68 | own | own | own | - | Vc | Va | -
F69                     | - | - | v | c | c | - | - | Va | V | -
F70-F74                 | - | - | c:F70,F71,F72,F73 | - | - | c:F70,F71,F72,F73 | - | Vcx | Vax | -
X01-X06                 | v | v | v | v | v | v c:X04 | v | Vc | Va | c:X05
X07-X09                 | c:X08,X09 l:X07 | c:X08,X09 | c:X08 | c:X08 | c:X08 | - | - | Vca | V | -
X10                     | v | Vc | v | v | v | - | - | V | V | -
X11                     | vc | Vc | v | v | v | - | - | Va | V | -
T                       | v | V | V | v | v | - | V | V | V | -
R                       | - | - | - | - | - | - | - | V | V | -
M                       | - | - | - | - | - | V | - | V | V | -
"""


class Right(msgspec.Struct, frozen=True):
    """What one role may do with one form.

    Args:
        lead: fills it only as 护理组长 or 带班领导. doctor: approves it only in the post of 医生.
    """

    reach: Reach = "none"
    fill: bool = False
    lead: bool = False
    approve: bool = False
    doctor: bool = False
    export: bool = False


def _forms(text: str) -> list[str]:
    """``F02-F06 F09`` → every form of it."""
    out = []
    for part in text.split():
        first, _, last = part.partition("-")
        numbers = range(int(first[1:]), int((last or first)[1:]) + 1) if first[1:] else ()
        out += [f"{first[0]}{number:02}" for number in numbers] or [first]
    return out


def _right(form: str, cell: str) -> Right:
    """One cell of the matrix for one form of its row."""
    reach: Reach = "none"
    fill = lead = approve = doctor = export = False
    for part in cell.split():
        letters, _, only = part.partition(":")
        if only:
            fill |= letters == "c" and form in only.split(",")
            lead |= letters == "l" and form in only.split(",")
            continue
        if letters in _WORDS:
            reach = _WORDS[letters]
            continue
        if letters == "d":
            approve = doctor = True
            continue
        reach = "all" if "V" in letters else "case" if "v" in letters else reach
        fill, approve, export = "c" in letters, "a" in letters, "x" in letters
    if reach == "none" and (fill or lead):
        reach = "own"
    return Right(reach, fill, lead, approve, doctor, export)


def _table() -> Mapping[tuple[str, str], Right]:
    out = {}
    for line in _MATRIX.strip().splitlines():
        forms, *cells = (part.strip() for part in line.split("|"))
        for form in _forms(forms):
            for role, cell in zip(_ROLES, cells, strict=True):
                out[form, role] = _right(form, cell)
    return MappingProxyType(out)


_WORDS: Mapping[str, Reach] = {"v~": "part", "V~": "summary", "v*": "line", "own": "own"}
#: (form, role) → what the role may do with it.
RIGHTS = _table()


def _rights(form: Form, roles: str) -> list[Right]:
    return [RIGHTS[form.number, role] for role in roles if (form.number, role) in RIGHTS]


def names(roles: str) -> str:
    """Roles in words."""
    return "、".join(ROLE_NAMES[r] for r in roles if r in ROLE_NAMES)


def fillers(form: Form) -> str:
    """Roles that fill a form; none for what only the program writes."""
    return "".join(role for role in _ROLES if RIGHTS[form.number, role].fill)


def _who_fills(form: Form) -> str:
    lead = [role for role in _ROLES if RIGHTS[form.number, role].lead]
    leader = "、带班领导" if set(lead) & set("KD") else "、护理组长"
    return names(fillers(form)) + (leader if lead else "")


def approvers(form: Form) -> str:
    """Who approves in a form's area and voids there, in words."""
    able = [(role, RIGHTS[form.number, role]) for role in _ROLES]
    return "、".join(
        "医生" if right.doctor else ROLE_NAMES[role] for role, right in able if right.approve
    )


def reach(form: Form, roles: str) -> Reach:
    """How far somebody with these roles sees the records of a form."""
    found = {right.reach for right in _rights(form, roles)} | {"none"}
    return next(one for one in _REACHES if one in found)


def may_fill(form: Form, roles: str, *, leads: bool = True) -> bool:
    """Whether somebody with these roles may submit, continue and correct the form.

    Args:
        leads: whether the person is 护理组长 or 带班领导; where that is not known yet, ``True``.
    """
    return any(right.fill or (right.lead and leads) for right in _rights(form, roles))


def why_not_fill(form: Form, roles: str) -> str:
    """Why somebody with these roles does not fill the form, in words; empty if they do."""
    return "" if may_fill(form, roles) else f"由{_who_fills(form)}填写"


def permit_fill(form: Form, roles: str, *, leads: bool = True) -> None:
    """Refuse somebody whose role does not fill this form."""
    if may_fill(form, roles, leads=leads):
        return
    raise Refused(f"《{form.title}》由{_who_fills(form)}填写，请换用有此岗位的账号。")


def permit_change(form: Form) -> None:
    """Refuse to continue or correct what two people signed for good."""
    if form.final:
        raise Refused(f"《{form.title}》双方签字后不能改，只能补充说明。请到交接班页按“补充”。")


def may_approve(form: Form, roles: str, post: str) -> bool:
    """Whether somebody with these roles and in this post (CL-POST) approves this form."""
    rights = _rights(form, roles)
    return any(right.approve and (not right.doctor or post == _DOCTOR) for right in rights)


def permit_approve(form: Form, roles: str, post: str) -> None:
    """Refuse somebody whose role or post does not approve this form."""
    if not may_approve(form, roles, post):
        raise Refused(f"《{form.title}》由{approvers(form)}审批，请换用有此岗位的账号。")


def permit_void(form: Form, roles: str, post: str) -> None:
    """Refuse somebody who does not approve in this area: voiding is the approver's (§2.1, §6.3)."""
    able = approvers(form)
    if not (may_approve(form, roles, post) if able else "D" in roles):
        able = able or ROLE_NAMES["D"]
        raise Refused(f"作废《{form.title}》由{able}办理，请换用有此岗位的账号。")


def may_export(form: Form, roles: str) -> bool:
    """Whether somebody with these roles takes a form's records out of the house as data."""
    return any(right.export for right in _rights(form, roles))


def permit_export(form: Form, roles: str) -> None:
    """Refuse somebody whose role does not export this form."""
    if not may_export(form, roles):
        able = "".join(role for role in _ROLES if RIGHTS[form.number, role].export)
        raise Refused(f"《{form.title}》由{names(able)}导出，请换用有此岗位的账号。")


def may_view(form: Form, roles: str) -> bool:
    """Whether somebody with these roles sees anything of this form's records."""
    return reach(form, roles) not in ("line", "none")


def permit_view(form: Form, roles: str) -> None:
    """Refuse somebody who sees nothing of this form."""
    if told := why_not_view(form, roles):
        raise Refused(told)


def why_not_view(form: Form, roles: str) -> str:
    """Why somebody with these roles sees nothing of this form, in words; empty if they do."""
    if may_view(form, roles):
        return ""
    return f"《{form.title}》不在{names(roles)}的查看范围内。需要时请找业务科长或院长。"
