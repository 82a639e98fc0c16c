"""查阅记录: who read, printed, exported and unlocked what, for the 院长 (lifecycle.md §6.3)."""

from __future__ import annotations

import msgspec

from welfare_desktop.actions import exporting, restoring, seeing
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain import permissions
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import House
from welfare_desktop.store import accounts
from welfare_desktop.store.journal import Entry

#: Act → what it is called; the log holds these.
ACTS = {
    seeing.VIEWED: "查看", seeing.OPENED: "查看封存", seeing.SHOWN: "显示完整号码",
    seeing.PRINTED: "打印、另存", exporting.EXPORTED: "导出", seeing.GRANTED: "授权看封存",
    seeing.WITHDRAWN: "收回授权", "unlock_failed": "登录失败", "pin_locked": "签名码输错五次",
    "account": "新建账号", "roles": "改岗位", "dismiss": "停用账号", "password": "改密码",
    "password_reset": "重设密码", "recovery_sheet": "换恢复单", "backup": "备份",
    restoring.RESTORED: "恢复", restoring.KEYS_BACK: "取回密钥",
}  # fmt: skip


class Line(msgspec.Struct, frozen=True):
    """One line of the log; ``about`` names a record or person, ``why`` the reason given."""

    at: str
    who: str
    act: str
    about: str
    why: str


def permit(desk: Desk) -> None:
    """Refuse everybody but the 院长."""
    if "D" not in desk.account.roles:
        raise Refused("查阅记录由院长查看，请院长登录。")


def lines(desk: Desk, act: str = "", limit: int = 500) -> list[Line]:
    """The newest lines first, of one kind of act or of all."""
    permit(desk)
    house = desk.house()
    names = {a.id: a.name for a in accounts.all_accounts(desk.store)}
    wanted = (act,) if act else tuple(ACTS)
    found = desk.store.recent_acts(wanted, limit)
    return [
        Line(
            at=entry.at[:16].replace("T", " "), who=names.get(entry.actor, "—"),
            act=ACTS[entry.act], about=_about(desk, house, entry, names), why=_why(entry),
        )
        for entry in found
    ]  # fmt: skip


def _about(desk: Desk, house: House, entry: Entry, names: dict[str, str]) -> str:
    if entry.record in names:
        return names[entry.record]
    record = desk.store.record(entry.record) if entry.record else None
    if record is None:
        form = FORMS.get(entry.form)
        return form.title if form else names.get(str(entry.values.get("account", "")), "")
    child = house.child(record.child) if record.child else None
    name = child.name if child else record.text("name")
    told = FORMS[record.form].title if entry.act != seeing.GRANTED else ""
    return " ".join(part for part in (name, told, record.form_no) if part)


def _why(entry: Entry) -> str:
    facts = entry.values
    parts = [str(facts[name]) for name in ("reason", "purpose", "place") if facts.get(name)]
    if "count" in facts:
        parts.append(f"{facts['count']}次，最后{str(facts.get('last_at', ''))[:16]}")
    if "rows" in facts:
        parts.append(f"{facts['rows']}行")
    if "roles" in facts:
        parts.append(permissions.names(str(facts["roles"])))
    return "；".join(parts)
