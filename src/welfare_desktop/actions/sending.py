"""From the outbox to the receipt: upload, stick, the office's answer (exchange.md §5, §7)."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from welfare_desktop.actions import office_link, records
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.packages import (
    PackageStatus,
    folder_of,
    moved,
    packages,
    row_of,
    seal,
)
from welfare_desktop.domain import permissions
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.exchange.package import SUFFIXES
from welfare_desktop.exchange.receipt import Receipt, open_receipt, read_receipt
from welfare_desktop.exchange.upload import FileProgress, Rejected, Uploader, hand_over, pause
from welfare_desktop.reports.receipt_slip import SlipData, receipt_slip
from welfare_desktop.store import attachments, outbox
from welfare_desktop.store.outbox import OutboxRow

WAITING = ("queued", "uploading", "delivered")
Keep = Callable[[str, str, FileProgress], None]


class Errand(msgspec.Struct, frozen=True, kw_only=True):
    """What the network has to do for one package; carrying it out touches no store."""

    name: str
    delivered: bool
    size: int
    files: tuple[Path, ...]
    progress: dict[str, FileProgress]
    url: str
    token: str
    tls_ca: str


class Carried(msgspec.Struct, frozen=True):
    """What came of an errand."""

    name: str
    delivered: bool
    receipt: bytes | None


def may_send(desk: Desk) -> bool:
    """Whether the person exports packages (lifecycle.md §6.3)."""
    return permissions.may_export(FORMS["F74"], desk.account.roles)


def _permit(desk: Desk) -> None:
    permissions.permit_export(FORMS["F74"], desk.account.roles)


def errands(desk: Desk) -> list[Errand]:
    """What waits for the network. Seals what is approved; one that cannot be sealed is told."""
    _permit(desk)
    for row in outbox.rows(desk.store):
        if row.state == "approved":
            try:
                seal(desk, row)
            except Trouble as trouble:
                moved(desk, row, "approved", problem=trouble.sentence)
    waiting = [r for r in outbox.rows(desk.store) if r.state in WAITING]
    if not waiting:
        return []
    profile = office_link.profile_of(desk)
    return [
        Errand(
            name=row.name, delivered=row.state == "delivered", size=int(row.facts["size"]),
            files=tuple(folder_of(desk) / f"{row.name}{s}" for s in reversed(SUFFIXES)),
            progress=msgspec.convert(row.facts.get("progress", {}), dict[str, FileProgress]),
            url=profile.url, token=profile.token, tls_ca=profile.tls_ca,
        )
        for row in waiting
    ]  # fmt: skip


def carry(errand: Errand, keep: Keep) -> Carried:
    """Upload what is missing and ask for the receipt; once. `Trouble` tells what stopped it."""
    line = Uploader(errand.url, errand.token, errand.tls_ca)
    with contextlib.closing(line):
        if not errand.delivered:
            line.check(errand.size)
            for path in errand.files:
                if not path.exists():
                    raise Trouble("封好的三个文件不齐，请由院长重新批准封装。")
                line.send_file(
                    path, errand.progress.get(path.name), lambda f, p: keep(errand.name, f, p)
                )
        return Carried(errand.name, not errand.delivered, line.receipt(errand.name))


def keep_progress(desk: Desk, name: str, file: str, progress: FileProgress) -> None:
    """Remember where a file stands, so that the next try goes on from there."""
    row = row_of(desk, name)
    if row.state in ("queued", "uploading"):
        known = row.facts.get("progress", {}) | {file: msgspec.to_builtins(progress)}
        moved(desk, row, "uploading", progress=known, problem=None)


def arrived(desk: Desk, carried: Carried) -> None:
    """Enter what came of an errand: delivered, and the receipt if there is one."""
    row = row_of(desk, carried.name)
    if carried.delivered and row.state in ("queued", "uploading"):
        with desk.store.together():
            _reported(desk, row, "3")
            moved(desk, row, "delivered", problem=None)
    if carried.receipt is not None:
        take_receipt_bytes(desk, carried.receipt)


def next_try(failures: int, chance: float, trouble: Trouble | None) -> float | None:
    """Seconds until an errand is tried again; ``None`` where trying again changes nothing."""
    return None if isinstance(trouble, Rejected) else pause(failures, chance)


def failed(desk: Desk, name: str, trouble: Trouble) -> None:
    """Enter why an errand stopped; the package stays where it is."""
    row = row_of(desk, name)
    moved(desk, row, row.state, problem=trouble.sentence)


def send(desk: Desk) -> list[PackageStatus]:
    """Seal what is approved, upload what is queued, fetch receipts; once each.

    Raises:
        Trouble: the first that stopped a package; the others were tried, what was sent is kept.
    """
    first: Trouble | None = None
    for errand in errands(desk):
        try:
            arrived(desk, carry(errand, lambda n, f, p: keep_progress(desk, n, f, p)))
        except Trouble as trouble:
            failed(desk, errand.name, trouble)
            first = first or trouble
    stuck = next((r for r in outbox.rows(desk.store) if r.state == "approved"), None)
    if first is None and stuck is not None:
        first = Trouble(str(stuck.facts.get("problem")))
    if first is not None:
        raise first
    return packages(desk)


def _reported(desk: Desk, row: OutboxRow, way: str) -> None:
    """F74 takes the time of sending; F70 type MONTHLY says so."""
    now = minute_text(desk.now())
    _continue(desk, row, {"sent_at": now, "hash": row.facts["sha256"]})
    values = {
        "type": "MONTHLY", "about": row.facts["record"], "way": way, "sent_at": now,
        "to_org": office_link.profile_of(desk).name, "sent_by": desk.account.staff,
        "content": f"{row.month} 月报包 {row.name}",
    }  # fmt: skip
    records.submit(desk, "F70", values)


def _continue(desk: Desk, row: OutboxRow, values: dict[str, Any]) -> None:
    """Fields of F74 that the way of the package fills by itself."""
    record = desk.record(row.facts["record"])
    facts = {"values": values, "happened_at": record.happened_at}
    with desk.store.transaction() as transaction:
        transaction.append("continue", desk.account.id, form="F74", record=record.id,
                           parent=record.head, body=facts)  # fmt: skip


def hand_over_package(desk: Desk, name: str, out: Path) -> list[Path]:
    """The three files to a stick."""
    _permit(desk)
    row = row_of(desk, name)
    if row.state in ("built", "approved"):
        raise Refused(f"{name} 还没有封好，请先由院长批准。")
    if row.state not in (*WAITING, "handed_over"):
        raise Refused(f"{name} 已有回执，不用再交。要更正请重新生成。")
    copied = hand_over(folder_of(desk), name, out)
    if row.state in ("queued", "uploading"):
        with desk.store.together():
            _reported(desk, row, "4")
            moved(desk, row, "handed_over", problem=None)
    return copied


def take_receipt(desk: Desk, path: Path) -> Receipt:
    """Take in a receipt that came by stick."""
    _permit(desk)
    try:
        return take_receipt_bytes(desk, path.read_bytes())
    except OSError:
        raise Trouble(f"{path.name} 读不出来，请核对路径。") from None


def take_receipt_bytes(desk: Desk, der: bytes) -> Receipt:
    """Verify a receipt, keep it as it came, journal it, and move its package on."""
    profile = office_link.profile_of(desk)
    named = open_receipt(der, profile, desk.now()).package
    row = outbox.get(desk.store, named)
    if row is None:
        raise Trouble(f"这是 {named} 的回执，本机没有这个包。没有收下。")
    receipt = read_receipt(der, profile, desk.now(), row.name, str(row.facts.get("sha256")))
    if row.state in ("accepted", "rejected", "superseded"):
        return receipt
    kept = attachments.add(desk.store, io.BytesIO(der), "application/pkcs7-mime")
    problem = "；".join(p["detail"] for p in receipt.problems) or None
    with desk.store.together():
        with desk.store.transaction() as transaction:
            transaction.append(
                "receipt", desk.account.id, form="F74", record=row.facts["record"],
                body={"package": row.name, "decision": receipt.decision, "receipt": kept.sha256},
            )  # fmt: skip
        file = {"sha256": kept.sha256, "name": f"{row.name}.receipt.p7m"}
        _continue(desk, row, {"receipt": [file]})
        moved(desk, row, receipt.decision, receipt=msgspec.to_builtins(receipt),
              receipt_file=kept.sha256, problem=problem)  # fmt: skip
        if receipt.decision == "accepted":
            _supersede(desk, row)
    return receipt


def _supersede(desk: Desk, newer: OutboxRow) -> None:
    for row in outbox.rows(desk.store):
        if row.month == newer.month and row.revision < newer.revision and row.state == "accepted":
            moved(desk, row, "superseded")


def slip(desk: Desk, name: str) -> bytes:
    """The receipt of a package on paper."""
    row = row_of(desk, name)
    if not row.facts.get("receipt"):
        raise Refused(f"{name} 还没有回执。")
    receipt = msgspec.convert(row.facts["receipt"], Receipt)
    return receipt_slip(
        SlipData(
            institution=row.facts["institution"]["name"],
            office=office_link.profile_of(desk).name, name=row.name, month=row.month,
            received_at=datetime.fromisoformat(receipt.received_at).replace(tzinfo=None),
            channel="网络" if receipt.channel == "tus" else "U盘",
            accepted=receipt.decision == "accepted", serial=receipt.office_serial,
            sha256=receipt.ciphertext_sha256, next_period=receipt.next_expected_period,
            problems=tuple(p["detail"] for p in receipt.problems), notes=tuple(receipt.notes),
            practice=desk.practice,
        )
    )  # fmt: skip


def proved_heads(desk: Desk) -> tuple[list[dict[str, Any]], list[str]]:
    """Chain heads of every kept receipt, which the journal must still contain, and the receipts
    that can no longer be read or trusted."""
    heads: list[dict[str, Any]] = []
    bad: list[str] = []
    for row in outbox.rows(desk.store):
        if not row.facts.get("receipt_file"):
            continue
        try:
            der = attachments.content(desk.store, row.facts["receipt_file"])
            heads += office_link.trusted_receipt(desk, der).audit_heads
        except Trouble as trouble:
            bad.append(f"{row.name} 的回执：{trouble.sentence}")
    return heads, bad
