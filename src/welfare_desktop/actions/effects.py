"""What a saved record brings about by itself: numbers, transitions, whereabouts (§1.4, §1.9)."""

from __future__ import annotations

import contextlib
from collections.abc import Collection
from typing import Any

import msgspec
from uuid6 import uuid7

from welfare_desktop.actions import keys
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain import adoption, benefit
from welfare_desktop.domain.archive import left_for
from welfare_desktop.domain.background import RECORDED
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms import FORMS, children_named
from welfare_desktop.domain.forms.declare import Form
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.lifecycle import EXITS
from welfare_desktop.domain.record import Record, by_time
from welfare_desktop.domain.rules.changes import began, changes
from welfare_desktop.domain.rules.checking import future_shifts
from welfare_desktop.store import accounts
from welfare_desktop.store.store import Store
from welfare_desktop.store.transaction import Transaction


def next_number(desk: Desk, form: Form) -> str:
    """``F03-2026-0007``: form, year, running number of the form; void ones count."""
    return f"{form.id}-{desk.now().year}-{desk.store.count(form.id) + 1:04d}"


def file_number(desk: Desk) -> str:
    """档案编号 ``机构代码-年份-4位序号``; unique, never reused.

    The field has 20 characters, the 统一社会信用代码 alone 18: 机构代码 is its 组织机构代码,
    characters 9 to 17 (GB 11714 within GB 32100).
    """
    institution = desk.house().institution
    org_code = institution.text("org_code") if institution else ""
    return f"{org_code[8:17]}-{desk.now().year}-{desk.store.count('F01') + 1:04d}"


def span(
    desk: Desk,
    transaction: Transaction,
    child: str,
    dimension: str,
    value: str,
    at: str,
    *,
    transition: str = "",
    reason: str = "",
    cause: str = "",
    previous: str = "",
) -> Record:
    """Write one change of a dimension (form ``T``)."""
    record_id = uuid7().hex
    values = {
        "dimension": dimension, "value": value, "previous": previous, "transition": transition,
        "reason": reason, "cause": cause,
    }  # fmt: skip
    body = {
        "form_no": f"T-{record_id[:12]}", "child": child, "subject": None, "basis": "normal",
        "happened_at": at, "values": {k: v for k, v in values.items() if v},
    }  # fmt: skip
    transaction.append("submit", desk.account.id, form="T", record=record_id, body=body)
    return transaction.written(record_id)


def noted(
    desk: Desk, transaction: Transaction, form: str, values: dict[str, Any], actor: str = ""
) -> Record:
    """Write a record of a form that the program alone fills (``R``, ``M``)."""
    record_id = uuid7().hex
    body = {
        "form_no": f"{form}-{record_id[:12]}", "child": None, "subject": None, "basis": "normal",
        "happened_at": minute_text(desk.now()), "values": values,
    }  # fmt: skip
    transaction.append(
        "submit", actor or desk.account.id, form=form, record=record_id, body=body
    )  # fmt: skip
    return transaction.written(record_id)


def opening_mode(
    desk: Desk, transaction: Transaction, child: str, mode: str | None, start: str
) -> None:
    """Care mode and whereabouts of an opening record (§1.10); untold, the child is in the house."""
    where = "FOSTER_HOME" if mode == "FOSTER" else "ON_SITE"
    for dimension, value in (("care_mode", mode or "INSTITUTION"), ("whereabouts", where)):
        span(desk, transaction, child, dimension, value, start, transition="T-0")


def after(desk: Desk, transaction: Transaction, before: Record | None, saved: Record) -> None:
    """The automatic effects of one saved version; T-0 writes its own first ones."""
    house = _with(desk, saved)
    if saved.form in ("X03", "X05"):
        _recalculated(desk, transaction, house, saved)
    known = before.get("result") if before is not None else None
    if saved.form == "F65" and saved.get("result") == RECORDED != known:
        _suspended(desk, transaction, house, saved)
    if saved.basis == "roster":
        if before is None:
            return
        if saved.form == "F12" and saved.child and before.get("to_mode") != saved.get("to_mode"):
            known = house.child(saved.child)
            opened = known.spans("status")[0].happened_at if known else saved.happened_at
            opening_mode(desk, transaction, saved.child, saved.text("to_mode"), opened)
            return
    for child_id in children_named(saved):
        child = house.child(child_id)
        if child is None:
            continue
        void = _moved(desk, transaction, child, before, saved) if before is not None else set()
        if void:
            house = _with(desk, saved, void)
            child = house.child(child.id) or child
        for change in changes(house, child, before, saved, desk.now()):
            span(
                desk, transaction, child.id, change.dimension, change.value, change.at,
                transition=change.transition, cause=saved.id, previous=change.previous,
            )  # fmt: skip
            if change.dimension == "status" and change.transition in EXITS:
                _never_of_age(desk, transaction, child, saved, change.at)
                _benefit_ends(desk, transaction, child, saved, change.at)
        if saved.form == "F47" and adoption.registered_before_end(child, saved):
            reason = f"{saved.text('registered_on')}登记收养，在成年之前"
            _reopened(desk, transaction, child, saved, reason)
        known = before.get("siblings") if before is not None else None
        if saved.form == "F01" and saved.get("siblings") != known:
            _siblings(desk, transaction, house, saved)


def voided(desk: Desk, transaction: Transaction, record: Record) -> None:
    """A wrong record brings nothing about: the changes it caused are void with it."""
    house = _with(desk, record)
    if record.form == "X03":
        _recalculated(desk, transaction, house, record)
    for child in house.children:
        for caused in child.all("T"):
            if caused.get("cause") != record.id:
                continue
            void_span(desk, transaction, caused, f"{record.form_no}作废")
            if caused.get("dimension") == "status" and caused.get("transition") in EXITS:
                _benefit_ends(desk, transaction, child, record, None)


def void_span(desk: Desk, transaction: Transaction, caused: Record, reason: str) -> None:
    transaction.append(
        "void", desk.account.id, form="T", record=caused.id, parent=caused.head,
        body={"reason": reason},
    )  # fmt: skip


def _moved(
    desk: Desk, transaction: Transaction, child: Child, before: Record, saved: Record
) -> set[str]:
    """A corrected time moves the changes that the record brought about; those void for good.

    What takes effect on approval is void with the first approval after it was corrected, and
    brought about anew.
    """
    renewed, void = saved.state == "approved" and before.state != "approved", set()
    for caused in child.all("T"):
        if caused.get("cause") != saved.id:
            continue
        if FORMS[saved.form].acts_when_approved:
            if renewed:
                void_span(desk, transaction, caused, f"{saved.form_no}重新审批")
                void.add(caused.id)
            continue
        at = began(saved, caused.text("transition"), caused.text("value"))
        if not at or at == caused.happened_at:
            continue
        void_span(desk, transaction, caused, f"{saved.form_no}更正时间")
        span(
            desk, transaction, child.id, caused.text("dimension"), caused.text("value"), at,
            transition=caused.text("transition"), cause=saved.id,
            previous=caused.text("previous"),
        )  # fmt: skip
        if caused.get("dimension") == "status" and caused.get("transition") in EXITS:
            _benefit_ends(desk, transaction, child, saved, at)
    return void


def _never_of_age(
    desk: Desk, transaction: Transaction, child: Child, exit_: Record, at: str
) -> None:
    """A leaving told after the birthday it came before: the majority (T20) did not come here."""
    spans = [
        one for one in child.spans("status")
        if one.get("transition") == "T20" and one.happened_at > at
    ]  # fmt: skip
    if spans:
        not_of_age(desk, transaction, child, spans, f"{exit_.form_no}离院在成年之前")


def not_of_age(
    desk: Desk, transaction: Transaction, child: Child, spans: Collection[Record], reason: str
) -> None:
    """Majority did not come as written; nor did it end the adoption case that was open then."""
    for one in spans:
        void_span(desk, transaction, one, reason)
    case = adoption.case_of(child)
    if case is not None and adoption.ended_by_age(child, case):
        _reopened(desk, transaction, child, case, reason)


def _reopened(
    desk: Desk, transaction: Transaction, child: Child, case: Record, reason: str
) -> None:
    """An adoption case goes on as before its end, and what the end changed is void."""
    for caused in child.all("T"):
        if caused.get("cause") == case.id and caused.happened_at[:10] == case.get("ended_on"):
            void_span(desk, transaction, caused, reason)
    rewritten(desk, transaction, case, {"end_reason": None, "ended_on": None}, reason)


def _benefit_ends(
    desk: Desk, transaction: Transaction, child: Child, exit_: Record, at: str | None
) -> None:
    """An exit writes its fact into the open F54, so that only 系统减员日期 is left (§1.4).

    What the exit wrote goes with it where it is void (``at`` None); a fact that a person told
    before (Z1, Z2) stands, and so does a case already taken off the system.
    """
    case, cause = child.newest("F54"), left_for(exit_)
    if case is None or not benefit.running(case) or case.get("end_fact") not in (None, cause):
        return
    told: dict[str, Any] = dict.fromkeys(("end_fact", "end_fact_on", "last_paid_month"))
    if at is not None:
        told |= {"end_fact": cause, "end_fact_on": at[:10]}
        ended = msgspec.structs.replace(case, body=case.body | told)
        told["last_paid_month"] = benefit.last_paid_month(child.house, ended)
    rewritten(desk, transaction, case, told, f"{exit_.form_no}离院")


def _recalculated(desk: Desk, transaction: Transaction, house: House, saved: Record) -> None:
    """DL-7, X03: other rest days move every open waiting period; old and new stay readable."""
    for notice in house.of("F06"):
        child, waiting = house.child(notice.child or ""), house.waiting_of(notice)
        if child is None or waiting is None or child.newest("F08") is not None:
            continue
        days = {"last_day": waiting.last.isoformat(), "opens_on": waiting.opens.isoformat()}
        if days != {name: notice.get(name) for name in days}:
            reason = f"{FORMS[saved.form].title}{saved.form_no}变更，重新计算"
            rewritten(desk, transaction, notice, days, reason)


def _siblings(desk: Desk, transaction: Transaction, house: House, saved: Record) -> None:
    """同胞儿童 is symmetric: each of them names this child too, and no other child does."""
    named = set(saved.get("siblings") or ())
    for other in house.children:
        theirs = list(other.record.get("siblings") or ())
        if other.id == saved.id or (other.id in named) == (saved.id in theirs):
            continue
        theirs = [*theirs, saved.id] if other.id in named else [c for c in theirs if c != saved.id]
        values = {"siblings": theirs or None}
        rewritten(desk, transaction, other.record, values, f"与{saved.form_no}同胞关系一致")


def _suspended(desk: Desk, transaction: Transaction, house: House, query: Record) -> None:
    """A record found (C11.11): 停岗, the account closed, and off every shift to come."""
    person = house.record("F64", query.text("subject"))
    reason = f"{query.form_no}从业查询有记录"
    if person is None:
        return
    if person.get("state") in ("1", "2"):
        rewritten(desk, transaction, person, {"state": "3"}, reason)
    _closed(desk, transaction, person.id)
    for shift in future_shifts(house, person.id, desk.now()):
        left = [one for one in shift.get("staff_list") or () if one != person.id]
        values: dict[str, Any] = {"staff_list": left or None}
        values |= {n: None for n in ("leader", "medic") if shift.get(n) == person.id}
        rewritten(desk, transaction, shift, values, reason)


def _closed(desk: Desk, transaction: Transaction, staff: str) -> None:
    """The person's accounts end, but for the last of a role that the house cannot be without."""
    known = [a for a in accounts.all_accounts(desk.store) if a.active]
    for account in (a for a in known if a.staff == staff):
        others = "".join(a.roles for a in known if a.id != account.id)
        if not any(role in account.roles and role not in others for role in "DS"):
            row = msgspec.structs.replace(account, active=False)
            accounts.change_account(transaction, row, "dismiss", desk.account.id)


def settled(desk: Desk, saved: Record) -> None:
    """What follows a record once it is written: a login just closed opens the store no more.

    While a backup is made the key stays; the next opening finds the way in still there, and ends it.
    """
    if saved.form == "F65" and saved.get("result") == RECORDED:
        with contextlib.suppress(Refused), desk.store.alone():
            keys.close_ways_in(desk.store, accounts.all_accounts(desk.store))


def rewritten(
    desk: Desk, transaction: Transaction, record: Record, values: dict[str, Any], reason: str
) -> Record:
    """Write what follows by itself into a record that is there."""
    transaction.append(
        "correct", desk.account.id, form=record.form, record=record.id, parent=record.head,
        form_version=FORMS[record.form].version,
        body={"values": values, "happened_at": record.happened_at, "reason": reason},
    )  # fmt: skip
    return transaction.written(record.id)


def _with(desk: Desk, saved: Record, void: Collection[str] = ()) -> House:
    """The house as it stands after the record just saved but not yet committed."""
    source = _Including(desk.store, saved, void)
    return desk.house().after({saved.form, "T"} if void else {saved.form}, desk.now(), source)


class _Including:
    """The store with one record as it was just saved, without those just void; hourly forms play
    no part in transitions."""

    def __init__(self, store: Store, saved: Record, void: Collection[str] = ()) -> None:
        self._saved, self._void = saved, {saved.id, *void}
        self.within, self.edge = store.within, store.edge
        self.marks, self.notes = store.marks, store.notes
        self._of_form = store.of_form

    def of_form(self, form: str) -> list[Record]:
        """Records of a form, the saved one in its new version."""
        records = [r for r in self._of_form(form) if r.id not in self._void]
        if form == self._saved.form and self._saved.in_force:
            records.append(self._saved)
            records.sort(key=by_time)
        return records
