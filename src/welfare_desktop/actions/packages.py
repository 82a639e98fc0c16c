"""The month's package: build → approve → seal → queue (exchange.md §3)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from welfare_desktop.actions import office_link, package_parts, records
from welfare_desktop.actions.desk import Desk, Signer
from welfare_desktop.domain import permissions
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import House
from welfare_desktop.domain.monthly import Month, balance
from welfare_desktop.domain.places import version
from welfare_desktop.exchange import package, trust
from welfare_desktop.exchange.upload import hand_over
from welfare_desktop.store import outbox
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
    return [status_of(row) for row in outbox.rows(desk.store)]


def status_of(row: OutboxRow) -> PackageStatus:
    """What people and commands see of a package."""
    facts = row.facts
    sent = sum(int(p.get("offset", 0)) for p in facts.get("progress", {}).values())
    return PackageStatus(
        row.name, row.month, row.revision, row.state, int(facts.get("size", 0)), sent,
        facts.get("sha256"), facts.get("receipt"), facts.get("problem"),
    )  # fmt: skip


def row_of(desk: Desk, name: str) -> OutboxRow:
    """A package by its NAME; `Refused` if there is none."""
    found = outbox.get(desk.store, name)
    if found is None:
        raise Refused(f"没有名为 {name} 的月报包，请用 package status 查看。")
    return found


def moved(desk: Desk, row: OutboxRow, state: str, **facts: Any) -> OutboxRow:
    """Put a package into a state, with what that state needs."""
    after = msgspec.structs.replace(row, state=state, facts=row.facts | facts)
    outbox.put(desk.store, after)
    desk.store.revision += 1
    return after


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
    """Compute and freeze the month; its NAME. Building again refreshes an unapproved revision.

    The first revision holds what was entered by the cut, a later one what is known now.
    """
    try:
        month = Month.of(month_text)
    except ValueError:
        raise Refused("月份写成 2026-10 这样。", field="month") from None
    now = desk.now()
    if now < month.cut and not (trial and desk.practice):
        raise Refused(f"{month_text}还没有结束，{month.cut:%Y-%m-%d}起才能生成月报包。")
    institution = desk.house().institution
    if institution is None:
        raise Refused("还没有机构概况，请先完成建库向导。")
    revision, known = _revision(desk, month_text)
    name = package.package_name(institution.text("org_code"), month_text, revision)
    source = desk.store.as_entered_by(month.cut) if revision == 1 else desk.store
    house = House(source, min(now, month.cut))
    sums = balance(house, month)
    parts = package_parts.payload(desk, house, month)
    values = {
        "month": month_text, "revision": revision, "built_at": minute_text(now),
        "cut_at": minute_text(min(month.cut, now)), "balance_ok": sums.ok,
    }  # fmt: skip
    with desk.store.together():
        facts = package_parts.frozen(desk, parts) | {
            "record": _record(desk, known, values, maker), "maker": maker.name,
            "maker_account": maker.account, "built_at": values["built_at"],
            "cut_at": values["cut_at"], "balance": msgspec.to_builtins(sums),
            "institution": package_parts.institution_facts(institution),
        }  # fmt: skip
        row = OutboxRow(name=name, month=month_text, revision=revision, state="built", facts=facts)
        outbox.put(desk.store, row)
    desk.store.revision += 1
    return name


def _record(desk: Desk, known: OutboxRow | None, values: dict[str, Any], maker: Signer) -> str:
    step = records.Step(signers={"made_by": maker})
    if known is None:
        return records.submit(desk, "F74", values, step=step).id
    record = desk.record(known.facts["record"])
    records.correct(desk, record.id, values, "重新生成", step=step)
    return record.id


def approve(desk: Desk, name: str, signer: Signer, out: Path | None = None) -> PackageStatus:
    """The 院长 signs what was frozen; it is sealed and queued at once.

    After a stop (disk full) calling it again seals what is approved, and so it does where the
    sealed files were lost before they were sent.
    """
    row = row_of(desk, name)
    if row.state == "built":
        row = _approved(desk, row, signer)
    elif row.state not in ON_THE_WAY:
        raise Refused(f"{name} 已经办完，不能再批准。")
    else:
        permissions.permit_approve(FORMS["F74"], signer.roles, desk.post(signer.staff))
    if row.state == "approved" or (row.state in ("queued", "uploading") and not _there(desk, row)):
        row = seal(desk, row)
    if out is not None:
        hand_over(folder_of(desk), name, out)
    return status_of(row)


def _there(desk: Desk, row: OutboxRow) -> bool:
    return all((folder_of(desk) / f"{row.name}{s}").exists() for s in package.SUFFIXES)


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
    with desk.store.together():
        records.approve(desk, record.id, signer, {"approved_by": mark})
        return moved(desk, row, "approved", approver=signer.name, approved_at=now)


def seal(desk: Desk, row: OutboxRow) -> OutboxRow:
    """Seal an approved package from its frozen parts; `Trouble` leaves it approved."""
    profile, signing = office_link.profile_of(desk), office_link.signing_key(desk)
    previous = [r for r in outbox.rows(desk.store) if r.state == "accepted"]
    older = [r for r in previous if r.month == row.month]
    info = package.PackageInfo(
        name=row.name, organization=row.facts["institution"]["name"], period=row.month,
        revision=row.revision, bagged_at=desk.now(),
        recipients=trust.recipients_of(profile), app_version=version(),
        supersedes=older[-1].name if older else "",
        previous_sha256=previous[-1].facts.get("sha256", "") if previous else "",
        practice=desk.practice,
    )  # fmt: skip
    parts = package_parts.all_parts(desk, row)
    sealed = package.seal(parts, info, signing, profile.recipients, folder_of(desk))
    return moved(desk, row, "queued", sha256=sealed.sha256, size=sealed.size, progress={},
                 problem=None, supersedes=info.supersedes)  # fmt: skip


def contents(desk: Desk, name: str) -> list[tuple[str, str, int]]:
    """Tables of a package with their rows, as they are frozen."""
    return package_parts.counted(desk, row_of(desk, name))


def cover(desk: Desk, name: str) -> bytes:
    """The cover of a package as PDF."""
    return package_parts.cover_paper(desk, row_of(desk, name))
