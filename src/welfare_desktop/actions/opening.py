"""Opening entry 建账: the institution's own roster becomes records, once (lifecycle.md §1.10)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from uuid6 import uuid7

from welfare_desktop.actions import effects, records
from welfare_desktop.actions.desk import Desk, Signer
from welfare_desktop.actions.opening_files import sheet_of
from welfare_desktop.actions.records import Step
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.deadlines import adult_on
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.roster import OpeningRow, RosterReading, read_roster
from welfare_desktop.store.journal import canonical
from welfare_desktop.store.store import Transaction


class OpeningList(msgspec.Struct, frozen=True):
    """What the 院长 signs: the children, the refused names, and the digest of the list."""

    children: list[dict[str, str]]
    refused: list[str]
    sha256: str
    signed_at: str | None
    signed_by: str | None


def read(
    desk: Desk,
    path: Path,
    overrides: Mapping[str, str | None] | None = None,
    reason: str | None = None,
) -> RosterReading:
    """Read and judge a roster; nothing is written. `Trouble` if it is no workbook."""
    house = desk.house()
    wards: dict[str, str] = {}
    for ward in house.wards:
        wards |= {ward.text("ward_no"): ward.id, ward.text("name"): ward.id}
    staff = {person.text("name"): person.id for person in house.staff}
    sheet, first = sheet_of(path)
    return read_roster(
        sheet.rows, wards=wards, staff=staff, today=desk.now().date(), reason=reason,
        overrides=overrides, beds=_beds(desk), first_row=first,
    )  # fmt: skip


def _beds(desk: Desk) -> dict[str, dict[str, str]]:
    """Ward → bed → who lies in it, empty where nobody does."""
    house = desk.house()
    beds = {w.id: {str(b.get("bed_no")): "" for b in w.rows("beds")} for w in house.wards}
    for child in house.children:
        if child.here and child.ward in beds and child.bed:
            beds[child.ward][child.bed] = child.name
    return beds


def closed(desk: Desk) -> bool:
    """Whether the opening list is signed and T-0 closed for good."""
    institution = desk.house().institution
    return bool(institution and institution.get("opening_signed"))


def _require_open(desk: Desk) -> str:
    institution = desk.house().institution
    if institution is None:
        raise Refused("还没有机构概况，请先完成建库向导。")
    if institution.get("opening_signed"):
        raise Refused("建账清单已由院长签发，不能再建账；漏登的儿童请走接收登记并补录。")
    return institution.text("org_code")


def accept(desk: Desk, reading: RosterReading, *, accept_good: bool = False) -> list[Record]:
    """Write the rows that may be taken: one action a row. All or nothing unless ``accept_good``."""
    _require_open(desk)
    bad = [f for f in reading.findings if f.kind in ("refused", "duplicate")]
    if any(f.kind == "refused" for f in bad) and not accept_good:
        rows = sorted({f.row for f in bad if f.kind == "refused"})
        raise Refused(f"有{len(rows)}行不能接收，一行都没有写入。请改好，或选择只收没有问题的行。")
    if desk.practice and not desk.house().children:
        _start_today(desk)
    known = {c.record.get("id_no") for c in desk.house().children if c.record.get("id_no")}
    accepted = []
    for row in reading.rows:
        if _id_no(row) in known:
            raise Refused(f"第{row.row}行的儿童已经建账，请从名册中去掉。")
        accepted.append(admit_by_roster(desk, row))
    refused = sorted({f"{f.row}" for f in bad if f.kind == "refused"}, key=int)
    with desk.store.transaction() as transaction:
        transaction.append(
            "opening", desk.account.id,
            body={"accepted": [r.id for r in accepted], "refused_rows": refused},
        )  # fmt: skip
    return accepted


def _start_today(desk: Desk) -> None:
    """An empty practice store goes live on the day of its first import."""
    institution = desk.house().institution
    today = desk.now().date().isoformat()
    if institution is None or institution.get("go_live_on") == today:
        return
    facts = {"values": {"go_live_on": today}, "happened_at": institution.happened_at}
    with desk.store.transaction() as transaction:
        transaction.append(
            "correct", desk.account.id, form="X01", record=institution.id,
            parent=institution.head, body=facts | {"reason": "演示机构从首次建账之日启用"},
        )  # fmt: skip


def _id_no(row: OpeningRow) -> str | None:
    return next((v.get("id_no") for f, v in row.forms if f == "F01" and v.get("id_no")), None)


def admit_by_roster(desk: Desk, row: OpeningRow) -> Record:
    """T-0: F01, F02, F12 and whatever else the row knows, in one transaction."""
    institution = desk.house().institution
    go_live = institution.text("go_live_on") if institution else minute_text(desk.now())[:10]
    parts = dict(row.forms[:1])["F01"]
    child_values = {"confidential_level": "3"}
    step = Step(basis="roster")

    def rest(transaction: Transaction) -> None:
        _others(desk, transaction, row, child_id, go_live)

    child_id = uuid7().hex
    return records.submit(
        desk, "F01", child_values | parts, step=step, record_id=child_id, beside=rest
    )


def _others(
    desk: Desk, transaction: Transaction, row: OpeningRow, child: str, go_live: str
) -> None:
    step = Step(basis="roster")
    for form, values in row.forms[1:]:
        records.write(desk, transaction, form, values, child, step)
    start = f"{go_live}T00:00"
    status = row.status or "IN_CARE"
    birth = dict(row.forms[:1])["F01"].get("birth_date")
    if status == "IN_CARE" and birth and adult_on(date.fromisoformat(birth)).isoformat() <= go_live:
        status = "ADULT_PENDING"
    mode = next((v.get("to_mode") for f, v in row.forms if f == "F12"), None) or "INSTITUTION"
    where = "FOSTER_HOME" if mode == "FOSTER" else "ON_SITE"
    for dimension, value in (("status", status), ("care_mode", mode), ("whereabouts", where)):
        effects.span(desk, transaction, child, dimension, value, start, transition="T-0")


def opening_list(desk: Desk) -> OpeningList:
    """The list as it stands, for the 院长 to look at and sign."""
    house = desk.house()
    children = [
        {"file_no": c.file_no, "name": c.name, "birth_date": c.record.text("birth_date")}
        for c in house.children
        if c.by_roster
    ]
    digest = hashlib.sha256(canonical(children)).hexdigest()
    institution = house.institution
    mark: dict[str, Any] = (institution.get("opening_signed") if institution else None) or {}
    return OpeningList(children, [], digest, mark.get("at"), mark.get("name"))


def sign_opening(desk: Desk, signer: Signer) -> OpeningList:
    """The 院长 signs the opening list: T-0 is closed for good."""
    _require_open(desk)
    if "D" not in signer.roles:
        raise Refused("建账清单由院长签发，请院长输入签名码。")
    listed = opening_list(desk)
    institution = desk.house().institution
    if institution is None:
        raise Refused("还没有机构概况，请先完成建库向导。")
    mark = {
        "by": signer.staff, "name": signer.name, "at": minute_text(desk.now()),
        "sha256": listed.sha256,
    }  # fmt: skip
    facts = {"values": {"opening_signed": mark}, "happened_at": institution.happened_at}
    with desk.store.transaction() as transaction:
        transaction.append(
            "continue", signer.account, form="X01", record=institution.id,
            parent=institution.head, body=facts,
        )  # fmt: skip
    return opening_list(desk)
