"""Papers of records as PDF. Printing is a journal entry, with ids only (architecture.md, Journal)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from welfare_desktop.actions import addenda, brief, form_content, handover, seeing
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.seeing import Seen
from welfare_desktop.domain import handover as rules
from welfare_desktop.domain import medication, staffing
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.deadlines import age_words
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.forms.declare import Form
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rounds import bed_words, in_ward

if TYPE_CHECKING:
    from welfare_desktop.reports.handover_sheet import HandoverSheet
    from welfare_desktop.reports.page import Signed

#: Stands on a paper for what the person who prints it may not read.
_WITHHELD = "（封存）"
#: Kinds of field that stand apart from the plain ones on a paper.
_APART = ("table", "sig", "sigs")


def printed(desk: Desk, form: str, record: str) -> None:
    """Journal that a paper left the program (shown, printed or saved)."""
    with desk.store.transaction() as transaction:
        transaction.append(seeing.PRINTED, desk.account.id, form=form, record=record, body={})


def handover_paper(desk: Desk, ward: str, record: Record | None = None) -> bytes:
    """The 交接班 sheet as PDF.

    Without ``record`` the one under way, as far as it is written, with lines to sign by hand: the
    sheet for the night on which the computer fails.
    """
    from welfare_desktop.reports.handover_sheet import handover_sheet

    if record is not None:
        sheet = sheet_of(desk, dict(record.body), record)
    else:
        given = handover.pending(desk, ward)
        body = (
            given.values | given.proxy | {"by_out": given.mark} if given else _unsigned(desk, ward)
        )
        sheet = sheet_of(desk, body, None)
    made = handover_sheet(sheet)
    printed(desk, "F32", record.id if record else ward)
    return made


def form_sheet(
    desk: Desk, form: Form, sight: Seen | None, child: str | None, values: Mapping[str, Any]
) -> bytes:
    """Any form as PDF, from a record or from what is typed so far; a line in the log."""
    from welfare_desktop.reports.form_paper import form_paper

    made = form_paper(form_content.filled(desk, form, sight, child, values))
    printed(desk, form.id, sight.record.id if sight else child or "")
    return made


def blank_sheet(desk: Desk, form: Form, child: str | None = None) -> bytes:
    """An empty form to be filled by hand; a line in the log, for it may name a child."""
    from welfare_desktop.reports.form_paper import form_paper

    made = form_paper(form_content.blank(desk, form, child))
    printed(desk, form.id, child or "")
    return made


def _unsigned(desk: Desk, ward: str) -> dict[str, Any]:
    return handover.frozen(desk, ward, handover.written(desk, ward))


def sheet_of(desk: Desk, body: dict[str, Any], record: Record | None) -> HandoverSheet:
    from welfare_desktop.reports.handover_sheet import Census, HandoverSheet

    house, ward = desk.house(), str(body["ward"])
    known = house.record("X02", ward)
    counted = body["census"][0]
    at = datetime.fromisoformat(body["handover_at"])
    special = {row["child"] for row in body["special_list"]}
    return HandoverSheet(
        institution=desk.institution,
        ward=known.text("name") if known else "",
        from_shift=label("CL-SHIFT", body["from_shift"]),
        to_shift=label("CL-SHIFT", body["to_shift"]),
        handover_at=at,
        census=Census(
            **{k: v for k, v in counted.items() if k in Census.__struct_fields__},
            moves=_came_and_went(desk, ward, at, record, counted["expected"]),
        ),
        giver=_signature(desk, body, "by_out", "交班人"),
        receiver=_signature(desk, body, "by_in", "接班人"),
        number=record.form_no if record else "",
        on_duty=_on_duty(desk, ward, at),
        special=tuple(_child(desk, row) for row in body["special_list"]),
        counts=_counts(body.get("facility") or {}),
        others=_others(desk, ward, at, special, body["from_shift"]),
        tasks=_tasks(desk, body),
        moves=_moves(desk, body),
        warnings=tuple(row["note"] for row in body.get("warnings", ())),
        remark=str(body.get("remark") or ""),
        happened=tuple(brief.happened(desk, ward, house.at(at), body["from_shift"])),
        entered=_how_far(body, record),
        head=_head(desk, record) if record else None,
        addenda=tuple(addenda.added(desk, record.id)) if record else (),
        practice=desk.practice,
    )


def _how_far(body: dict[str, Any], record: Record | None) -> str:
    """What the sheet is, where it is not the record of a handover as it was signed."""
    if record is not None:
        return f"补录（{record.late_entry_reason}）" if record.papers else ""
    return "交班人已签，等接班人签字" if body.get("by_out") else "草稿，还没有签字"


def _on_duty(desk: Desk, ward: str, at: datetime) -> tuple[str, ...]:
    house = desk.house()
    there = staffing.on_duty(house, ward, at - timedelta(minutes=1))
    return tuple(person.text("name") for person in house.staff if person.id in there)


def _came_and_went(
    desk: Desk, ward: str, at: datetime, record: Record | None, expected: int
) -> str:
    """The equation from the handover before, if it still leads to the number that was signed.

    A signed handover is not the one before itself.
    """
    house = desk.house()
    last = rules.last_handover(house, ward, at - timedelta(minutes=1) if record else at)
    found = rules.moves(house, ward, at, last)
    return found.words if found and found.after == expected else ""


def _signature(desk: Desk, body: dict[str, Any], field: str, name: str) -> Signed:
    from welfare_desktop.reports.page import Signed

    mark = body.get(field)
    if not mark:
        return Signed(name)
    note = _proxy(desk, body) if field == "by_out" and body.get("proxy_leader") else ""
    return Signed(name, mark["name"], datetime.fromisoformat(mark["at"]), note)


def _proxy(desk: Desk, body: dict[str, Any]) -> str:
    """Why another gave for an absent colleague, and who approved it."""
    leader = desk.house().record("F64", body["proxy_leader"])
    return f"代交：{body['proxy_reason']}（带班领导{leader.text('name') if leader else ''}批准）"


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _child(desk: Desk, row: dict[str, Any]) -> Any:
    from welfare_desktop.reports.handover_sheet import SpecialChild

    child = desk.house().child(row["child"])
    age = age_words(child.birth_date, desk.now().date()) if child else ""
    return SpecialChild(
        name=child.name if child else "", place=bed_words(child.bed) if child else "", age=age,
        attention=int(row["attention"]), reason=row["reason"], todo=row.get("todo", ""),
        next_at=_moment(row.get("next_at")), contingency=row.get("contingency", ""),
        summary=row.get("summary", ""), repeat_back=row.get("repeat_back", ""),
        ack_at=_moment(row.get("ack_at")), bedside_at=_moment(row.get("bedside_at")),
    )  # fmt: skip


def _counts(facility: dict[str, Any]) -> Any:
    from welfare_desktop.reports.handover_sheet import Counted

    out = []
    for key, name in FORMS["F32"].field("facility").points:
        said = facility.get(key)
        out.append(Counted(name, "" if said is None else "相符" if said is True else "不符",
                           "" if said in (None, True) else str(said)))  # fmt: skip
    return tuple(out)


def _others(desk: Desk, ward: str, at: datetime, special: set[str], shift: str) -> Any:
    from welfare_desktop.reports.handover_sheet import OtherChild

    house = desk.house()
    beds = {c.id: c.bed_at(at) for c in in_ward(house, ward, at)}
    return tuple(
        OtherChild(bed_words(beds.get(one.child, "")), one.name, one.remark)
        for one in rules.others(house, ward, at, special, shift)
    )


def _tasks(desk: Desk, body: dict[str, Any]) -> Any:
    from welfare_desktop.reports.handover_sheet import OpenTask

    answers, house = {"1": "接收", "2": "退回"}, desk.house()
    out = []
    for row in body["open_events"]:
        event = desk.record(row["event"])
        kind = label("CL-ABN", event.text("type")) if event.get("type") else "异常"
        told = row.get("todo") or row.get("state", "")
        about = "、".join(c.name for i in event.get("children") or () if (c := house.child(i)))
        who = f"{about or event.text('place')}\n{event.form_no}"
        out.append(OpenTask(kind, who, told, None, answers.get(row.get("accepted"), "")))
    for row in body.get("orders_due") or ():
        order, child = desk.record(row["order"]), house.child(row["child"])
        told = medication.told(order)
        at, answer = datetime.fromisoformat(row["due_at"]), answers.get(row.get("accepted"), "")
        out.append(OpenTask("到点医嘱", child.name if child else "", told, at, answer))
    return tuple(out)


def _moves(desk: Desk, body: dict[str, Any]) -> tuple[str, ...]:
    house = desk.house()
    out = []
    for row in body.get("expected_moves") or ():
        child = house.child(row.get("child", ""))
        kind = label("F32.expected_moves.kind", row.get("kind", ""))
        parts = (child.name if child else "", kind, row.get("at", "").replace("T", " "),
                 row.get("note", ""))  # fmt: skip
        out.append(" ".join(part for part in parts if part))
    return tuple(out)


def _head(desk: Desk, record: Record) -> Any:
    """The journal's entry that wrote this record: what two people compare."""
    from welfare_desktop.reports.page import ChainHead

    entry = desk.store.history(record.id)[0]
    return ChainHead(entry.device, entry.seq, entry.hash.hex(), datetime.fromisoformat(entry.at))
