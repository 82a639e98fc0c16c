"""Taking the records of one form out of the house as a table (lifecycle.md §6.3).

What tells of children, or is of class S3 or S4, leaves as an age file with a pass-phrase: it is
worth nothing to who finds the stick. A file holds what the person may read; what is sealed is not
in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from welfare_desktop.actions import child_file, registers
from welfare_desktop.actions.desk import Desk, Signer
from welfare_desktop.actions.records import form_of
from welfare_desktop.domain import permissions, values
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.forms.declare import Field, Form
from welfare_desktop.domain.house import House
from welfare_desktop.domain.record import Record
from welfare_desktop.security import durable, sealing

EXPORTED = "export"
_MIN_PHRASE = 12
#: Columns of whom a record is about and how it stands.
_WHO, _STATE = "_who", "_state"


class Approval(msgspec.Struct, frozen=True, kw_only=True):
    """What an export of sensitive data needs: for what, under which pass-phrase, whose yes."""

    purpose: str
    phrase: str
    director: Signer


class Exported(msgspec.Struct, frozen=True):
    """What left the house."""

    path: Path
    rows: int


def exportable(desk: Desk) -> list[Form]:
    """Forms whose whole records the person at the desk may export."""
    return [form for form in FORMS.values() if permissions.may_export(form, desk.account.roles)]


def why_not_list(desk: Desk, form: Form) -> str:
    """Why the person at the desk does not take the list of a form out, in words; empty if they do.

    The matrix gives whole records to few; a list, of classes S1 and S2, to who sees all of it.
    """
    roles = desk.account.roles
    if permissions.may_export(form, roles) or permissions.reach(form, roles) == "all":
        return ""
    return "您的岗位只看其中一部分，不导出整个清单。"


def asks_director(form: Form) -> bool:
    """Whether a form's list needs the 院长: what is told of children under 14 is of class S3."""
    tells = form.about == "child" or any("F01" in field.forms for field in form.fields)
    return tells or form.secrecy in ("S3", "S4")


def export_list(
    desk: Desk, form_id: str, target: Path, approval: Approval | None = None
) -> Exported:
    """Write the list of a form into a folder, as far as the person reads it, and log it."""
    form = form_of(form_id)
    if told := why_not_list(desk, form):
        raise Refused(told)
    table, rows = _workbook(desk, form, registers.listed(form))
    if asks_director(form):
        if approval is None:
            raise Refused("这份清单有儿童的资料，导出须由院长批准，请院长签字。")
        return _sealed(desk, form, target, approval, table, rows)
    path = _place(desk, form, target, ".xlsx")
    return written(desk, form, path, table, rows, {"purpose": "清单"})


def export(desk: Desk, form_id: str, target: Path, approval: Approval) -> Exported:
    """Write ``<form>.xlsx.age`` into a folder; approved by the 院长, and logged with the purpose."""
    form = form_of(form_id)
    permissions.permit_export(form, desk.account.roles)
    plain = [f for f in form.fields if f.kind not in ("table", "file", "checklist")]
    return _sealed(desk, form, target, approval, *_workbook(desk, form, plain))


def _sealed(
    desk: Desk, form: Form, target: Path, approval: Approval, table: bytes, rows: int
) -> Exported:
    """A table under a pass-phrase, by the 院长's approval."""
    if "D" not in approval.director.roles:
        raise Refused("导出须由院长批准，请院长签字。")
    if not approval.purpose.strip():
        raise Refused("请写明导出给谁、做什么用。", field="purpose")
    if len(approval.phrase) < _MIN_PHRASE:
        raise Refused(f"口令至少{_MIN_PHRASE}位，当面或电话告诉收件人。", field="phrase")
    path = _place(desk, form, target, ".xlsx.age")
    sealed = sealing.seal_with_phrase(table, approval.phrase)
    log = {"purpose": approval.purpose.strip(), "by": approval.director.account}
    return written(desk, form, path, sealed, rows, log)


def _place(desk: Desk, form: Form, target: Path, suffix: str) -> Path:
    if not target.is_dir():
        raise Trouble(f"找不到文件夹{target}。请把U盘接上再试。")
    return target / f"{form.id}-{desk.now():%Y%m%d-%H%M}{suffix}"


def written(
    desk: Desk, form: Form, path: Path, data: bytes, rows: int, log: dict[str, str]
) -> Exported:
    """Put a table into its file, and log that it left."""
    with durable.replacing(path) as out:
        out.write(data)
    with desk.store.transaction() as transaction:
        body = {"rows": rows, **log}
        transaction.append(EXPORTED, desk.account.id, form=form.id, body=body)
    return Exported(path, rows)


def _workbook(desk: Desk, form: Form, plain: Sequence[Field]) -> tuple[bytes, int]:
    from welfare_desktop.reports.tables_xlsx import Sheet, SheetColumn, workbook

    house = desk.seen()
    head = (SheetColumn("form_no", "编号"), SheetColumn(_WHO, "姓名"))
    columns = (*head, *(SheetColumn(f.name, f.label) for f in plain if f.name != "name"),
               SheetColumn(_STATE, "状态"))  # fmt: skip
    records = [r for r in registers.records_of(house, form) if desk.viewer().reaches(r)]
    rows = [
        {
            "form_no": r.form_no,
            _WHO: registers.who(house, form, r),
            _STATE: registers.stands(house, r),
            **{f.name: values.show(f, r.get(f.name), house) for f in plain},
            **_now(form, r, house),
        }
        for r in records
    ]
    sheet = Sheet(form.id, form.title, columns, rows)
    return workbook([sheet], form.title, desk.institution, practice=desk.practice), len(rows)


def _now(form: Form, record: Record, house: House) -> dict[str, str]:
    """Of a child the ward and bed of today, which F01 tells of the first day."""
    child = house.child(record.id) if form.id == "F01" else None
    there = child_file.placed(child) if child else {}
    return {name: values.show(form.field(name), value, house) for name, value in there.items()}
