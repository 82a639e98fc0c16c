"""Who may fill and approve (lifecycle.md §6.1, §6.3).

Roles are letters: N 护理员 · M 值班护士/医生 · W 社工 · T 教师 · R 康复师 · F 财务 · A 档案员 ·
K 业务科长 · D 院长 · S 系统管理员.
"""

from __future__ import annotations

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


def names(roles: str) -> str:
    """Roles in words."""
    return "、".join(ROLE_NAMES[r] for r in roles if r in ROLE_NAMES)


def may_fill(form: Form, roles: str) -> bool:
    """Whether somebody with these roles may submit, continue and correct the form."""
    return form.fill == "*" or any(role in form.fill for role in roles)


def permit_fill(form: Form, roles: str) -> None:
    """Refuse somebody whose role does not fill this form."""
    if not may_fill(form, roles):
        raise Refused(f"《{form.title}》由{names(form.fill)}填写，请换用有此岗位的账号。")


def permit_change(form: Form, roles: str) -> None:
    """Refuse to continue or correct what others fill, or what two people signed for good."""
    permit_fill(form, roles)
    if form.final:
        raise Refused(f"《{form.title}》双方签字后不能改，只能补充说明。请到交接班页按“补充”。")


def permit_approve(form: Form, roles: str) -> None:
    """Refuse somebody whose role does not approve this form."""
    if not any(role in form.approve for role in roles):
        raise Refused(f"《{form.title}》由{names(form.approve)}审批，请换用有此岗位的账号。")


def permit_void(form: Form, roles: str) -> None:
    """Refuse somebody who does not approve in this area: voiding is the approver's (§2.1, §6.3)."""
    approvers = form.approve or "KD"
    if not any(role in approvers for role in roles):
        raise Refused(f"作废《{form.title}》由{names(approvers)}办理，请换用有此岗位的账号。")
