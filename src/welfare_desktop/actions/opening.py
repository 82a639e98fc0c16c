"""Opening entry 建账: the institution's own roster becomes records, once (lifecycle.md §1.10)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from uuid6 import uuid7

from welfare_desktop.actions import effects, records
from welfare_desktop.actions.desk import Desk, Signer
from welfare_desktop.actions.opening_files import reasons, sheet_of
from welfare_desktop.actions.records import Step
from welfare_desktop.domain import permissions
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.deadlines import adult_on
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.roster import Known, OpeningRow, RosterReading, read_roster
from welfare_desktop.store.journal import canonical
from welfare_desktop.store.transaction import Transaction


class RefusedRow(msgspec.Struct, frozen=True):
    """A row that was not taken when others of its roster were."""

    row: int
    name: str
    why: str


class OpeningList(msgspec.Struct, frozen=True):
    """What the 院长 signs: the children, the refused names, and the digest of both."""

    children: list[dict[str, str]]
    refused: list[RefusedRow]
    sha256: str
    signed_at: str | None
    signed_by: str | None


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """What a person says about a roster.

    Args:
        columns: heading → target, ``None`` ignores it. reason: takes contradictions to the ID
            number. sheet: the one to read. wards: word of the roster → number of a ward.
    """

    columns: Mapping[str, str | None] = {}
    reason: str | None = None
    sheet: str | None = None
    wards: Mapping[str, str] = {}


def read(desk: Desk, path: Path, choices: Choices | None = None) -> RosterReading:
    """Read and judge a roster; nothing is written. `Trouble` if it is no workbook."""
    choices, house = choices or Choices(), desk.house()
    wards = _unique((key, w.id) for w in house.wards for key in {w.text("ward_no"), w.text("name")})
    for word, number in choices.wards.items():
        if number not in wards:
            raise Refused(f"没有编号为“{number}”的区域，请核对。", field="wards")
        wards[word] = wards[number]
    sheet, first, others = sheet_of(path, choices.sheet)
    found = read_roster(
        sheet.rows, wards=wards, staff=_unique((p.text("name"), p.id) for p in house.staff),
        today=desk.now().date(), reason=choices.reason, overrides=choices.columns,
        beds=_beds(desk), known=_known(desk), go_live_on=_go_live(desk), first_row=first,
        spread=sheet.spread, hidden_rows=sheet.hidden_rows,
    )  # fmt: skip
    return msgspec.structs.replace(found, sheet=sheet.name, other_sheets=others)


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Word → record id; a word that two records share names neither."""
    found: dict[str, set[str]] = {}
    for word, record in pairs:
        found.setdefault(word, set()).add(record)
    return {word: next(iter(ids)) for word, ids in found.items() if len(ids) == 1}


def _known(desk: Desk) -> list[Known]:
    return [
        Known(
            file_no=child.file_no, name=child.name, birth_date=child.record.text("birth_date"),
            sex=child.sex, id_no=child.record.text("id_no"),
        )
        for child in desk.house().children
    ]  # fmt: skip


def _go_live(desk: Desk) -> date | None:
    """The day from which the app is the record: of an empty practice store, today."""
    house = desk.house()
    return desk.now().date() if desk.practice and not house.children else house.go_live_on


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
    """Write the rows that may be taken: one action a row, all committed together.

    All or nothing unless ``accept_good``; then the refused rows stand on the opening list.
    """
    permissions.permit_fill(FORMS["F01"], desk.account.roles)
    _require_open(desk)
    refused = _refused(reading)
    if refused and not accept_good:
        raise Refused(
            f"有{len(refused)}行不能接收，一行都没有写入。请改好，或选择只收没有问题的行。"
        )
    known = {child.record.get("id_no") for child in desk.house().children}
    for row in reading.rows:
        if (number := _id_no(row)) and number in known:
            raise Refused(f"第{row.row}行的儿童已经建账，一行都没有写入。请重新读一遍花名册。")
    with desk.store.together():
        if desk.practice and not desk.house().children:
            _start_today(desk)
        accepted = [admit_by_roster(desk, row) for row in reading.rows]
        with desk.store.transaction() as transaction:
            transaction.append(
                "opening", desk.account.id,
                body={"accepted": [r.id for r in accepted],
                      "refused": msgspec.to_builtins(refused)},
            )  # fmt: skip
    return accepted


def _refused(reading: RosterReading) -> list[RefusedRow]:
    whys = reasons(reading)
    rows = dict.fromkeys(f.row for f in reading.of_kind("refused"))
    return [
        RefusedRow(row, name, whys[row])
        for row, name in zip(sorted(rows), reading.refused_names, strict=True)
    ]


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
    step = Step(basis="roster")

    def rest(transaction: Transaction) -> None:
        _others(desk, transaction, row, child_id, go_live)

    child_id = uuid7().hex
    return records.submit(desk, "F01", parts, step=step, record_id=child_id, beside=rest)


def _others(
    desk: Desk, transaction: Transaction, row: OpeningRow, child: str, go_live: str
) -> None:
    step = Step(basis="roster")
    for form, values in row.forms[1:]:
        records.write(desk, transaction, form, values, child, step)
    told = dict(row.forms)
    start = max(f"{go_live}T00:00", told["F02"].get("arrived_at") or "")
    status = row.status or "IN_CARE"
    birth = told["F01"].get("birth_date")
    if status == "IN_CARE" and birth and adult_on(date.fromisoformat(birth)).isoformat() <= go_live:
        status = "ADULT_PENDING"
    effects.span(desk, transaction, child, "status", status, start, transition="T-0")
    effects.opening_mode(desk, transaction, child, told["F12"].get("to_mode"), start)


def opening_list(desk: Desk) -> OpeningList:
    """The list as it stands, for the 院长 to look at and sign."""
    house = desk.house()
    children = [
        {"file_no": c.file_no, "name": c.name, "birth_date": c.record.text("birth_date")}
        for c in house.children
        if c.by_roster
    ]
    there = {child["name"] for child in children}
    told = (row for entry in desk.store.acts("opening") for row in entry.values["refused"])
    by_name = {row["name"]: msgspec.convert(row, RefusedRow) for row in told}
    refused = [row for name, row in by_name.items() if name not in there]
    shown = {"children": children, "refused": msgspec.to_builtins(refused)}
    digest = hashlib.sha256(canonical(shown)).hexdigest()
    institution = house.institution
    mark: dict[str, Any] = (institution.get("opening_signed") if institution else None) or {}
    return OpeningList(children, refused, digest, mark.get("at"), mark.get("name"))


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
