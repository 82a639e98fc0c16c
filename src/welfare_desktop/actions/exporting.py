"""Taking the records of one form out of the house as a table (lifecycle.md §6.3).

The file is an age file with a pass-phrase: it is worth nothing to who finds the stick. It holds
what the person may read; what is sealed is not in it.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from welfare_desktop.actions.desk import Desk, Signer
from welfare_desktop.actions.records import form_of
from welfare_desktop.domain import permissions, values
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.forms.declare import Form
from welfare_desktop.security import durable, sealing

EXPORTED = "export"
_MIN_PHRASE = 12


class Exported(msgspec.Struct, frozen=True):
    """What left the house."""

    path: Path
    rows: int


def exportable(desk: Desk) -> list[Form]:
    """Forms that the person at the desk may export."""
    return [form for form in FORMS.values() if permissions.may_export(form, desk.account.roles)]


def export(
    desk: Desk, form_id: str, target: Path, *, purpose: str, phrase: str, director: Signer
) -> Exported:
    """Write ``<form>.xlsx.age`` into a folder; approved by the 院长, and logged with the purpose."""
    form = form_of(form_id)
    permissions.permit_export(form, desk.account.roles)
    if "D" not in director.roles:
        raise Refused("导出须由院长批准，请院长签字。")
    if not purpose.strip():
        raise Refused("请写明导出给谁、做什么用。", field="purpose")
    if len(phrase) < _MIN_PHRASE:
        raise Refused(f"口令至少{_MIN_PHRASE}位，当面或电话告诉收件人。", field="phrase")
    if not target.is_dir():
        raise Trouble(f"找不到文件夹{target}。请把U盘接上再试。")
    table, rows = _workbook(desk, form)
    path = target / f"{form.id}-{desk.now():%Y%m%d-%H%M}.xlsx.age"
    with durable.replacing(path) as out:
        out.write(sealing.seal_with_phrase(table, phrase))
    body = {"rows": rows, "purpose": purpose.strip(), "by": director.account}
    with desk.store.transaction() as transaction:
        transaction.append(EXPORTED, desk.account.id, form=form.id, body=body)
    return Exported(path, rows)


def _workbook(desk: Desk, form: Form) -> tuple[bytes, int]:
    from welfare_desktop.reports.tables_xlsx import Sheet, SheetColumn, workbook

    house = desk.seen()
    plain = [f for f in form.fields if f.kind not in ("table", "file", "checklist")]
    columns = (SheetColumn("form_no", "编号"), *(SheetColumn(f.name, f.label) for f in plain))
    records = [r for r in house.of(form.id) if desk.viewer().reaches(r)]
    rows = [
        {"form_no": r.form_no, **{f.name: values.show(f, r.get(f.name), house) for f in plain}}
        for r in records
    ]
    sheet = Sheet(form.id, form.title, columns, rows)
    return workbook([sheet], form.title, desk.institution, practice=desk.practice), len(rows)
