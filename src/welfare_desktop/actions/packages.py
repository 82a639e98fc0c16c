"""The month's package: build → approve → seal → queue → upload → receipt (exchange.md §3, §7)."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import msgspec

from welfare_desktop.actions import office_link, package_parts, records
from welfare_desktop.actions.desk import Desk, Signer
from welfare_desktop.domain import permissions
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import House
from welfare_desktop.domain.monthly import Month, balance
from welfare_desktop.exchange import package
from welfare_desktop.exchange.receipt import Receipt, read_receipt
from welfare_desktop.exchange.upload import FileProgress, Uploader, hand_over
from welfare_desktop.store import attachments, outbox
from welfare_desktop.store.outbox import OutboxRow

#: States in which a revision is on its way: a new build waits for the answer.
ON_THE_WAY = ("approved", "queued", "uploading", "delivered", "handed_over")


class PackageStatus(msgspec.Struct, frozen=True):
    """One line of ``package status`` (commands.md)."""

    name: str
    month: str
    revision: int
    state: str
    bytes: int
    sent: int
    sha256: str | None
    receipt: dict[str, Any] | None
    problem: str | None


def folder_of(desk: Desk) -> Path:
    """Where sealed packages lie."""
    return desk.store_dir / "outbox"


def packages(desk: Desk) -> list[PackageStatus]:
    """Every package, oldest first."""
    return [_status(row) for row in outbox.rows(desk.store)]


def _status(row: OutboxRow) -> PackageStatus:
    facts = row.facts
    sent = sum(int(p.get("offset", 0)) for p in facts.get("progress", {}).values())
    return PackageStatus(
        row.name, row.month, row.revision, row.state, int(facts.get("size", 0)), sent,
        facts.get("sha256"), facts.get("receipt"), facts.get("problem"),
    )  # fmt: skip


def _row(desk: Desk, name: str) -> OutboxRow:
    found = outbox.get(desk.store, name)
    if found is None:
        raise Refused(f"没有名为 {name} 的月报包，请用 package status 查看。")
    return found


def _moved(desk: Desk, row: OutboxRow, state: str, **facts: Any) -> OutboxRow:
    moved = msgspec.structs.replace(row, state=state, facts=row.facts | facts)
    outbox.put(desk.store, moved)
    desk.store.revision += 1
    return moved


def _revision(desk: Desk, month: str) -> tuple[int, OutboxRow | None]:
    """Revision to build, and the row refreshed by it if it is not approved yet."""
    rows = [r for r in outbox.rows(desk.store) if r.month == month]
    if not rows:
        return 1, None
    last = rows[-1]
    if last.state == "built":
        return last.revision, last
    if last.state in ON_THE_WAY:
        raise Refused(f"{last.name} 已批准、还没有回执。等回执到了再生成更正。")
    return last.revision + 1, None


def build(desk: Desk, month_text: str, maker: Signer, *, trial: bool = False) -> str:
    """Compute and freeze the month; its NAME. Building again refreshes an unapproved revision."""
    try:
        month = Month.of(month_text)
    except ValueError:
        raise Refused("月份写成 2026-10 这样。", field="month") from None
    if desk.now() < month.cut and not (trial and desk.practice):
        raise Refused(f"{month_text}还没有结束，{month.cut:%Y-%m-%d}起才能生成月报包。")
    institution = desk.house().institution
    if institution is None:
        raise Refused("还没有机构概况，请先完成建库向导。")
    revision, known = _revision(desk, month_text)
    name = package.package_name(institution.text("org_code"), month_text, revision)
    house = House(desk.store, min(desk.now(), month.cut))
    frozen = _freeze(desk, package_parts.payload(desk, house, month))
    values = {
        "month": month_text, "revision": revision, "built_at": minute_text(desk.now()),
        "cut_at": minute_text(min(month.cut, desk.now())), "balance_ok": balance(house, month).ok,
    }  # fmt: skip
    record_id = _record(desk, known, values, maker)
    facts = {
        "record": record_id, "frozen": frozen, "maker": maker.name, "maker_account": maker.account,
        "built_at": values["built_at"],
        "content_sha256": package.content_sha256([(d, n) for n, d in frozen.items()]),
    }  # fmt: skip
    outbox.put(desk.store, OutboxRow(name=name, month=month_text, revision=revision, state="built",
                                     facts=facts))  # fmt: skip
    desk.store.revision += 1
    return name


def _freeze(desk: Desk, parts: dict[str, bytes]) -> dict[str, str]:
    return {
        path: attachments.add(desk.store, io.BytesIO(data), "application/octet-stream").sha256
        for path, data in parts.items()
    }


def _record(desk: Desk, known: OutboxRow | None, values: dict[str, Any], maker: Signer) -> str:
    step = records.Step(signers={"made_by": maker})
    if known is None:
        return records.submit(desk, "F74", values, step=step).id
    record = desk.record(known.facts["record"])
    records.correct(desk, record.id, values, "重新生成", step=step)
    return record.id


def approve(desk: Desk, name: str, signer: Signer, out: Path | None = None) -> PackageStatus:
    """The 院长 signs what was frozen; it is sealed and queued at once.

    After a stop (disk full) calling it again seals what is approved.
    """
    row = _row(desk, name)
    if row.state == "built":
        row = _approved(desk, row, signer)
    elif row.state not in ON_THE_WAY:
        raise Refused(f"{name} 已经办完，不能再批准。")
    else:
        permissions.permit_approve(FORMS["F74"], signer.roles)
    if row.state == "approved":
        row = seal(desk, row)
    if out is not None:
        hand_over(folder_of(desk), name, out)
    return _status(row)


def _approved(desk: Desk, row: OutboxRow, signer: Signer) -> OutboxRow:
    record = desk.record(row.facts["record"])
    if record.get("balance_ok") is not True:
        raise Refused("名册不平衡：月初＋增加－减少≠月末，请先核对增减再签发。", field="balance_ok")
    if signer.account == row.facts["maker_account"]:
        raise Refused("制表人不能签发自己做的月报包，请由院长签发。")
    office_link.signing_key(desk)
    now = minute_text(desk.now())
    mark = {"by": signer.staff, "name": signer.name, "at": now,
            "sha256": row.facts["content_sha256"]}  # fmt: skip
    records.approve(desk, record.id, signer, {"approved_by": mark})
    return _moved(desk, row, "approved", approver=signer.name, approved_at=now)


def seal(desk: Desk, row: OutboxRow) -> OutboxRow:
    """Seal an approved package from its frozen parts; `Trouble` leaves it approved."""
    profile, signing = office_link.profile_of(desk), office_link.signing_key(desk)
    previous = [r for r in outbox.rows(desk.store) if r.state == "accepted"]
    older = [r for r in previous if r.month == row.month]
    institution = desk.house().institution
    info = package.PackageInfo(
        name=row.name, organization=institution.text("name") if institution else "",
        period=row.month, revision=row.revision, bagged_at=desk.now(),
        recipients=package_parts.recipients(profile), app_version=package_parts.version(),
        supersedes=older[-1].name if older else "",
        previous_sha256=previous[-1].facts.get("sha256", "") if previous else "",
        practice=desk.practice,
    )  # fmt: skip
    parts = package_parts.all_parts(desk, row)
    sealed = package.seal(parts, info, signing, profile.recipients, folder_of(desk))
    return _moved(desk, row, "queued", sha256=sealed.sha256, size=sealed.size, progress={},
                  problem=None, supersedes=info.supersedes)  # fmt: skip


def send(desk: Desk) -> list[PackageStatus]:
    """Seal what is approved, upload what is queued, fetch receipts; once each.

    Raises:
        Trouble: no network or the server refuses; what was sent is kept.
    """
    for row in outbox.rows(desk.store):
        if row.state == "approved":
            seal(desk, row)
    waiting = [
        r for r in outbox.rows(desk.store) if r.state in ("queued", "uploading", "delivered")
    ]
    if not waiting:
        return packages(desk)
    profile = office_link.profile_of(desk)
    line = Uploader(profile.url, profile.token)
    try:
        for row in waiting:
            _one(desk, line, row)
    finally:
        line.close()
    return packages(desk)


def _one(desk: Desk, line: Uploader, row: OutboxRow) -> None:
    try:
        if row.state != "delivered":
            row = _upload(desk, line, row)
        found = line.receipt(row.name)
    except Trouble as trouble:
        kept = outbox.get(desk.store, row.name) or row
        _moved(desk, kept, kept.state, problem=trouble.sentence)
        raise
    if found is not None:
        take_receipt_bytes(desk, found)


def _upload(desk: Desk, line: Uploader, row: OutboxRow) -> OutboxRow:
    row = _moved(desk, row, "uploading", problem=None)
    line.check(int(row.facts["size"]))
    progress: dict[str, Any] = dict(row.facts.get("progress", {}))

    def keep(name: str, state: FileProgress) -> None:
        nonlocal row
        progress[name] = msgspec.to_builtins(state)
        row = _moved(desk, row, "uploading", progress=progress)

    for suffix in reversed(package.SUFFIXES):
        path = folder_of(desk) / f"{row.name}{suffix}"
        if not path.exists():
            raise Trouble("封好的三个文件不齐，请由院长重新批准封装。")
        known = progress.get(path.name)
        line.send_file(path, msgspec.convert(known, FileProgress) if known else None, keep)
    _reported(desk, row, "3")
    return _moved(desk, row, "delivered")


def _reported(desk: Desk, row: OutboxRow, way: str) -> None:
    """F74 takes the time of sending; F70 type MONTHLY says so."""
    now = minute_text(desk.now())
    record = desk.record(row.facts["record"])
    facts = {"values": {"sent_at": now, "hash": row.facts["sha256"]},
             "happened_at": record.happened_at}  # fmt: skip
    with desk.store.transaction() as transaction:
        transaction.append("continue", desk.account.id, form="F74", record=record.id,
                           parent=record.head, body=facts)  # fmt: skip
    profile = office_link.profile_of(desk)
    values = {
        "type": "MONTHLY", "about": record.id, "to_org": profile.name, "way": way, "sent_at": now,
        "sent_by": desk.account.staff, "content": f"{row.month} 月报包 {row.name}",
    }  # fmt: skip
    records.submit(desk, "F70", values)


def hand_over_package(desk: Desk, name: str, out: Path) -> list[Path]:
    """The three files to a stick."""
    row = _row(desk, name)
    if row.state in ("accepted", "rejected", "superseded"):
        raise Refused(f"{name} 的回执已经收到，不用再交。")
    if row.state not in ("queued", "uploading", "delivered", "handed_over"):
        raise Refused(f"{name} 还没有封好，请先由院长批准。")
    copied = hand_over(folder_of(desk), name, out)
    if row.state in ("queued", "uploading"):
        _reported(desk, row, "4")
        _moved(desk, row, "handed_over")
    return copied


def take_receipt(desk: Desk, path: Path) -> Receipt:
    """Take in a receipt that came by stick."""
    try:
        return take_receipt_bytes(desk, path.read_bytes())
    except OSError:
        raise Trouble(f"{path.name} 读不出来，请核对路径。") from None


def take_receipt_bytes(desk: Desk, der: bytes) -> Receipt:
    """Verify a receipt, keep it as it came, journal it, and move its package on."""
    profile = office_link.profile_of(desk)
    from welfare_desktop.exchange.receipt import open_receipt

    trust = profile.ca.encode()
    named = open_receipt(der, trust, desk.now()).package
    row = outbox.get(desk.store, named)
    if row is None:
        raise Trouble(f"这是 {named} 的回执，本机没有这个包。没有收下。")
    receipt = read_receipt(der, trust, desk.now(), row.name, str(row.facts.get("sha256")))
    if row.state in ("accepted", "rejected", "superseded"):
        return receipt
    kept = attachments.add(desk.store, io.BytesIO(der), "application/pkcs7-mime")
    with desk.store.transaction() as transaction:
        transaction.append(
            "receipt", desk.account.id, form="F74", record=row.facts["record"],
            body={"package": row.name, "decision": receipt.decision, "receipt": kept.sha256},
        )  # fmt: skip
    shown = msgspec.to_builtins(receipt)
    problem = "；".join(p["detail"] for p in receipt.problems) or None
    _moved(desk, row, receipt.decision, receipt=shown, receipt_file=kept.sha256, problem=problem)
    if receipt.decision == "accepted":
        _supersede(desk, row)
    return receipt


def _supersede(desk: Desk, newer: OutboxRow) -> None:
    for row in outbox.rows(desk.store):
        if row.month == newer.month and row.revision < newer.revision and row.state == "accepted":
            _moved(desk, row, "superseded")


def contents(desk: Desk, name: str) -> list[tuple[str, str, int]]:
    """Tables of a package with their rows, as they are frozen."""
    return package_parts.counted(desk, _row(desk, name))


def cover(desk: Desk, name: str) -> bytes:
    """The cover of a package as PDF."""
    return package_parts.cover_paper(desk, _row(desk, name))


def proved_heads(desk: Desk) -> list[dict[str, Any]]:
    """Chain heads of every kept receipt: the journal must still contain them."""
    out: list[dict[str, Any]] = []
    for row in outbox.rows(desk.store):
        receipt = row.facts.get("receipt")
        if receipt and receipt["decision"] == "accepted":
            out += receipt["audit_heads"]
    return out
