"""What stands on the paper of a form: filled from a record, or blank to be filled by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.seeing import Seen
from welfare_desktop.domain import values
from welfare_desktop.domain.codes import code_list
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.forms.declare import REMARK, Field, Form
from welfare_desktop.domain.house import House
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules import ALL_ROWS
from welfare_desktop.store import accounts

if TYPE_CHECKING:
    from welfare_desktop.reports.form_paper import PaperField, PaperForm, PaperSection, PaperTable
    from welfare_desktop.reports.page import Signed

#: Stands on a paper for what the person who prints it may not read.
_WITHHELD = "（封存）"
_SIGNED = ("sig", "sigs")
#: Fields in which a form itself keeps who approved it.
_APPROVER = ("approved_by", "decided_by")
#: Fields that name another body which decides on a form, gets it or signs it too.
_OUTSIDE = ("approver_org", "to_org", "receiver_org", "other_org", "reg_office")
_WIDE = ("long", "checklist", "codes", "refs", "staffs")
#: So many codes are printed to be ticked; a longer list leaves a line.
_TICKED = 8
#: What stands in the empty box of a kind.
_BY_HAND = {
    "date": "　　　　年　　月　　日", "dt": "　　年　　月　　日　　时　　分",
    "month": "　　　　年　　月", "money": "　　　　　　　　元", "bool": "□是   □否",
    "file": "□已附　　　件",
}  # fmt: skip
#: Longest unit; a longer hint says something else.
_UNIT = 4
#: Lines for writing, and for several people to sign.
_ROOM, _SIGNERS = 2, 4


def filled(
    desk: Desk, form: Form, sight: Seen | None, child: str | None, values: Mapping[str, Any]
) -> PaperForm:
    """The paper of a record or of what is typed so far; gaps of ``Y`` are marked.

    Only what the person may read leaves the program; what is withheld says so.
    """
    house = desk.seen()
    record = sight.record if sight else None
    gone = sight.withheld | sight.sealed if sight else frozenset[str]()
    body = {**(record.body if record else {}), **values, **dict.fromkeys(gone, _WITHHELD)}
    known = house.child(child) if child else None
    note = f"第{record.version}版" if record else "未提交"
    return _paper(
        desk, form, _sections(form, body, house, remark_always=record is None),
        _signatures(desk, form, record, body), number=record.form_no if record else "",
        note=f"{known.name} {known.file_no}　{note}" if known else note,
    )  # fmt: skip


def blank(desk: Desk, form: Form, child: str | None) -> PaperForm:
    """The empty form: choices to tick, lines to write on, for a child that may be named already."""
    from welfare_desktop.reports.form_paper import PaperField, PaperSection

    sections = _in_order(form, _empty, _empty_table)
    if form.of_one_child:
        known = desk.seen().child(child) if child else None
        whose = {"name": known.name, "file_no": known.file_no} if known else {}
        own = FORMS["F01"]
        fields = (PaperField(own.field(n).label, whose.get(n, "")) for n in ("name", "file_no"))
        sections.insert(0, PaperSection("", tuple(fields)))
    sections.append(PaperSection("", (_empty(REMARK),)))
    signed = _signatures(desk, form, None, {})
    for field in form.fields:
        if field.kind == "sigs":
            at = next(n for n, one in enumerate(signed) if one.label == field.label)
            signed[at : at + 1] = [signed[at]] * _SIGNERS
    number = f"{form.number}　编号：" + "　" * 8
    return _paper(desk, form, sections, signed, number=number, note="空白表", empty=True)


def _paper(
    desk: Desk, form: Form, sections: list[PaperSection], signed: list[Signed], *,
    number: str, note: str, empty: bool = False,
) -> PaperForm:  # fmt: skip
    from welfare_desktop.reports.form_paper import PaperForm

    clauses = [row.id for row in ALL_ROWS if form.id in row.forms]
    return PaperForm(
        title=form.title, number=number, institution=desk.institution, sections=tuple(sections),
        signatures=tuple(signed), version_note=note, clauses="、".join(clauses[:8]),
        practice=desk.practice, blank=empty, seal=_sealed(form),
    )  # fmt: skip


def _sealed(form: Form) -> bool:
    """A form that is approved, or that another body gets or decides on, bears the seal."""
    return form.approval or any(name in form for name in _OUTSIDE)


def _in_order(
    form: Form, told: Callable[[Field], PaperField], listed: Callable[[Field], PaperTable]
) -> list[PaperSection]:
    """The sections as declared: after a table a section goes on below it; signatures stand apart."""
    from welfare_desktop.reports.form_paper import PaperSection

    out: list[PaperSection] = []
    for part in form.sections:
        title: str = part.title
        fields: list[PaperField] = []
        for field in part.fields:
            if field.kind == "table":
                out.append(PaperSection(title, tuple(fields), (listed(field),)))
                title, fields = "", []
            elif field.kind not in _SIGNED:
                fields.append(told(field))
        if fields:
            out.append(PaperSection(title, tuple(fields)))
    return out


def _sections(
    form: Form, body: Mapping[str, Any], house: House, *, remark_always: bool
) -> list[PaperSection]:
    """The form's sections in paper order; 备注 where something stands in it."""
    from welfare_desktop.reports.form_paper import PaperField, PaperSection

    out = _in_order(form, lambda f: _field(f, body, house), lambda f: _table(f, body, house))
    remark = str(body.get(REMARK.name) or "")
    if remark or remark_always:
        out.append(PaperSection("", (PaperField(REMARK.label, remark, wide=True),)))
    return out


def _signatures(
    desk: Desk, form: Form, record: Record | None, body: Mapping[str, Any]
) -> list[Signed]:
    """Who filled the form, who signed it, who approved it; a line where nobody did yet."""
    from welfare_desktop.reports.page import Signed

    names = {a.id: a.name for a in accounts.all_accounts(desk.store)} if record else {}
    made = record or Record(id="", form=form.id, form_no="")
    out = [Signed("填表人", names.get(made.submitted_by, ""), _moment(made.submitted_at))]
    out += [
        Signed(field.label, mark.get("name", ""), _moment(mark.get("at")))
        for field in form.fields
        if field.kind in _SIGNED
        for mark in _marks(body.get(field.name))
    ]
    if form.approval and not any(name in form for name in _APPROVER):
        out.append(Signed("审批人", names.get(made.approved_by, ""), _moment(made.approved_at)))
    return out


def _marks(value: Any) -> list[dict[str, Any]]:
    """Signatures of a field; one empty line where there is none."""
    return (
        value if isinstance(value, list) and value else [value if isinstance(value, dict) else {}]
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _field(field: Field, body: Mapping[str, Any], house: House) -> PaperField:
    from welfare_desktop.reports.form_paper import ONE_LINE, PaperField

    value = body.get(field.name)
    text = _WITHHELD if value is _WITHHELD else values.show(field, value, house)
    text += _unit(field) if text and value is not _WITHHELD else ""
    wide = field.kind in _WIDE or len(text) > ONE_LINE
    return PaperField(field.label, text, wide, missing=field.req == "Y")


def _table(field: Field, body: Mapping[str, Any], house: House) -> PaperTable:
    from welfare_desktop.reports.form_paper import PaperTable

    rows = body.get(field.name)
    shown = tuple(
        tuple(values.show(c, row.get(c.name), house) for c in field.columns)
        for row in (rows if isinstance(rows, list) else ())
    )
    if rows is _WITHHELD:
        shown = ((_WITHHELD, *[""] * (len(field.columns) - 1)),)
    return PaperTable(field.label, tuple(c.label for c in field.columns), shown)


def _unit(field: Field) -> str:
    """Unit behind a measured value, where its hint is one."""
    return f" {field.unit}" if 0 < len(field.unit) <= _UNIT else ""


def _codes(field: Field) -> tuple[tuple[str, str], ...]:
    """A short list of codes, to be printed with its field; nothing where it is long."""
    items = code_list(field.codes).items if field.codes else ()
    return items if len(items) <= _TICKED else ()


def _empty(field: Field) -> PaperField:
    from welfare_desktop.reports.form_paper import ONE_LINE, PaperField

    ticked = _codes(field) or tuple((point, f"{label}　　　　　") for point, label in field.points)
    text = "   ".join(f"□{label}" for _, label in ticked) or _BY_HAND.get(field.kind, "")
    text = text or (f"　　　　　　{_unit(field)}" if _unit(field) else "")
    wide = (field.kind in _WIDE or len(text) > ONE_LINE) and not field.calc
    room = _ROOM if field.kind == "long" else 0
    return PaperField(field.label, text, wide, note=field.when_label, room=room)


def _empty_table(field: Field) -> PaperTable:
    from welfare_desktop.reports.form_paper import PaperTable

    told = [
        f"{column.label}：" + "、".join(f"{code} {label}" for code, label in _codes(column))
        for column in field.columns
        if _codes(column)
    ]
    note = "；".join(told)
    told = [*([field.when_label] if field.when_label else []), *([note] if note else [])]
    return PaperTable(field.label, tuple(c.label for c in field.columns), note="。".join(told))
