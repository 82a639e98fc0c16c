"""Backup and rehearsal: where it goes, who carries the disk, whether it would work."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from welfare_desktop.actions import keys, people
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.clock import SystemClock
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.security.keyslots import Keys
from welfare_desktop.store import accounts, attachments, backup
from welfare_desktop.store.store import Store

_PLAN, _MISSED, SUFFIX = "backup_plan", "backup_missed", ".backup"
DONE, REHEARSED = "backup", "backup_rehearsed"
#: Acts after which the store has another key (`actions.people`).
_NEW_KEY = ("dismiss", "recovery_sheet")
_REHEARSE_AFTER = timedelta(days=90)
#: Kept of older backups: one a day for a week, one a week for a month, one a month for a year.
_DAYS, _WEEKS, _MONTHS = 7, 5, 12

Made = backup.Made
Told = backup.Told


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Where backups go, who carries the disk away, and how many hours may lie between two."""

    folder: str
    carrier: str = ""
    every_hours: int = 24


class State(msgspec.Struct, frozen=True, kw_only=True):
    """What 今日 says: last backup, where, who carries it, last rehearsal. Times to the minute.

    ``old_key``: the store got another key since, so the last backup opens with the old one only.
    """

    plan: Plan | None
    last_at: datetime | None = None
    last_place: str = ""
    last_by: str = ""
    rehearsed_at: datetime | None = None
    rehearsal_held: bool = False
    rehearsal_due: bool = True
    due: bool = True
    old_key: bool = False


def plan(desk: Desk) -> Plan | None:
    """The plan, ``None`` before there is one."""
    kept = desk.store.meta(_PLAN)
    return msgspec.json.decode(kept, type=Plan) if kept else None


def plan_problem(desk: Desk) -> str:
    """Why this person does not decide where backups go, empty for who does (§6.3)."""
    deciding = (*people.administrators(desk), *people.directors(desk))
    may = desk.account.id in {a.id for a in deciding}
    return "" if may else "备份放在哪里、由谁带走，由系统管理员或院长定。"


def set_plan(desk: Desk, wanted: Plan) -> None:
    """Decide where backups go; `Refused` for a place that protects from nothing."""
    if problem := plan_problem(desk):
        raise Refused(problem)
    folder = Path(wanted.folder)
    if not wanted.folder.strip() or not folder.is_dir():
        raise Refused("找不到这个备份文件夹。请把备份盘接上，再选一次。", field="folder")
    if folder.resolve().is_relative_to(desk.store_dir.resolve()):
        raise Refused("备份不能放在资料文件夹里面。请选另一块硬盘或U盘。", field="folder")
    if not 1 <= wanted.every_hours <= 168:
        raise Refused("备份间隔须在1到168小时之间。", field="every_hours")
    with desk.store.transaction() as transaction:
        transaction.append("backup_plan", desk.account.id, body={"hours": wanted.every_hours})
        desk.store.set_meta(_PLAN, msgspec.json.encode(wanted))


def state(desk: Desk) -> State:
    """When, where, who carries the disk, when the last rehearsal worked; from the journal."""
    wanted, now = plan(desk), desk.now()
    done, rehearsed = desk.store.newest_act(DONE), desk.store.newest_act(REHEARSED)
    if done is None:
        return State(plan=wanted)
    names = {a.id: a.name for a in accounts.all_accounts(desk.store)}
    last_at = datetime.fromisoformat(done.at[:16])
    every = timedelta(hours=wanted.every_hours if wanted else 24)
    rehearsed_at = datetime.fromisoformat(rehearsed.at[:16]) if rehearsed else None
    changes = (desk.store.newest_act(act) for act in _NEW_KEY)
    old_key = any(one and (one.at, one.seq) > (done.at, done.seq) for one in changes)
    return State(
        plan=wanted, last_at=last_at, last_place=str(done.values.get("place", "")),
        last_by=names.get(done.actor, ""), rehearsed_at=rehearsed_at,
        rehearsal_held=bool(rehearsed and rehearsed.values.get("held")),
        rehearsal_due=rehearsed_at is None or now - rehearsed_at > _REHEARSE_AFTER,
        due=now - last_at >= every or now < last_at or old_key, old_key=old_key,
    )  # fmt: skip


def file_name(now: datetime) -> str:
    """Name of a backup in the planned folder: no name of the house, no name of a child."""
    return f"welfare-{now:%Y%m%d-%H%M%S}{SUFFIX}"


def ready(desk: Desk) -> bool:
    """Whether a backup is due and its disk is there."""
    now = state(desk)
    return now.due and now.plan is not None and Path(now.plan.folder).is_dir()


def behind(desk: Desk) -> bool:
    """Whether there is a plan and something was written since the last backup."""
    if plan(desk) is None:
        return False
    done = desk.store.newest_act(DONE)
    heads = {head["device"]: head["seq"] for head in desk.store.heads()}
    return done is None or heads.get(done.device) != done.seq


def note_missed(desk: Desk, why: str) -> None:
    """The window closed without a backup: `take_missed` tells it once, next time."""
    desk.store.set_meta(_MISSED, why.encode())


def take_missed(desk: Desk) -> str:
    """Why the last closing made no backup, empty if it did; told once."""
    why = (desk.store.meta(_MISSED) or b"").decode()
    if why:
        desk.store.set_meta(_MISSED, b"")
    return why


def elsewhere(store: Store) -> None:
    """The store was brought back: what the last closing said, and a disk that is not here, are of
    the old PC. Where no disk is known 今日 asks for one."""
    store.set_meta(_MISSED, b"")
    kept = store.meta(_PLAN)
    if kept and not Path(msgspec.json.decode(kept, type=Plan).folder).is_dir():
        store.set_meta(_PLAN, b"")


def no_disk(folder: str | Path) -> str:
    """The planned folder is not there."""
    return f"备份没有做：找不到{folder}。请把备份盘接上再试。"


def make(desk: Desk, target: Path | None = None, told: Told = lambda part: None) -> Made:
    """Back up into the planned folder, or to ``target``; older ones are thinned out."""
    with desk.store.alone():
        return _make(desk, target, told)


def _make(desk: Desk, target: Path | None, told: Told) -> Made:
    wanted = plan(desk)
    if target is None and wanted is None:
        raise Refused("还没有选备份放在哪里。请在“设置”里选一块备份盘。")
    place = target or Path(wanted.folder if wanted else "") / file_name(desk.now())
    if target is None and not place.parent.is_dir():
        raise Trouble(no_disk(place.parent))
    made = backup.make(desk.store, place, told=told)
    with desk.store.transaction() as transaction:
        body = {"place": str(place.parent), "sha256": made.sha256, "bytes": made.bytes}
        transaction.append(DONE, desk.account.id, body=body)
    if target is None:
        for old in superseded(_dated(place.parent)):
            old.unlink(missing_ok=True)
    return made


def _dated(folder: Path) -> dict[Path, datetime]:
    out = {}
    for path in folder.glob(f"welfare-*{SUFFIX}"):
        stem = path.name.removeprefix("welfare-").removesuffix(SUFFIX)
        try:
            out[path] = datetime.strptime(stem, "%Y%m%d-%H%M%S")
        except ValueError:
            continue
    return out


def superseded(found: dict[Path, datetime]) -> list[Path]:
    """Backups that may go: newer ones of the same day, week or month take their place."""
    newest = sorted(found, key=lambda path: found[path], reverse=True)
    kept: set[Path] = set(newest[:1])
    for count, period in (
        (_DAYS, lambda at: at.date()),
        (_WEEKS, lambda at: tuple(at.isocalendar()[:2])),
        (_MONTHS, lambda at: (at.year, at.month)),
    ):
        seen: list[Any] = []
        for path in newest:
            span = period(found[path])
            if span not in seen and len(seen) < count:
                seen.append(span)
                kept.add(path)
    return [path for path in newest if path not in kept]


def rehearse(desk: Desk, path: Path | None = None, told: Told = lambda part: None) -> list[str]:
    """Restore a backup into a folder that is thrown away, and check everything in it.

    The findings, empty when it would work; either way the journal says so. Without ``path`` the
    newest one in the planned folder.
    """
    wanted = plan(desk)
    path = path or (newest(Path(wanted.folder)) if wanted else None)
    if path is None:
        raise Refused("找不到备份。请把备份盘接上，或先备份一次。")
    if state(desk).old_key:
        raise Refused("上次备份以后资料库换过密钥。请先按“现在备份”，再演练。")
    with desk.store.alone():
        return _rehearse(desk, path, told)


def _rehearse(desk: Desk, path: Path, told: Told) -> list[str]:
    trial = desk.store_dir / "rehearsal"
    shutil.rmtree(trial, ignore_errors=True)
    findings: list[str] = []
    try:
        manifest = backup.verified(path)
        told(0.3)
        trial.mkdir()
        backup.unpack(path, trial)
        told(0.6)
        _opened_and_checked(trial, desk.store.key, path, manifest.attachments, findings.append)
    except Trouble as trouble:
        findings.append(trouble.sentence)
    except OSError:
        findings.append("演练没有做完：磁盘已满或写不进去。请腾出空间再试。")
    finally:
        shutil.rmtree(trial, ignore_errors=True)
    with desk.store.transaction() as transaction:
        body = {"held": not findings, "findings": len(findings)}
        transaction.append(REHEARSED, desk.account.id, body=body)
    return findings


def _opened_and_checked(
    trial: Path, key: bytes, path: Path, wanted: list[str], report: Callable[[str], None]
) -> None:
    store = keys.open_with(trial, Keys(key), SystemClock())
    try:
        store.check(report)
    finally:
        store.close()
    for digest in wanted:
        if not attachments.is_whole(attachments.place(path.parent, digest), digest):
            report(f"附件缺失或被改动：{digest}")


def newest(folder: Path) -> Path | None:
    """The newest backup in a folder."""
    found = _dated(folder)
    return max(found, key=lambda path: found[path], default=None)


def words(now: State) -> str:
    """One line for 今日: when, where, who carries the disk, when the rehearsal worked."""
    if now.plan is None:
        return "还没有选备份放在哪里"
    if now.last_at is None:
        return f"还没有备份过，备份盘：{now.plan.folder}"
    when = f"{now.last_at:%m-%d %H:%M}"
    carrier = f"，{now.plan.carrier}带走" if now.plan.carrier else ""
    rehearsed = (
        "，还没有演练过恢复" if now.rehearsed_at is None
        else f"，恢复演练{now.rehearsed_at:%m-%d}{'成功' if now.rehearsal_held else '未成功'}"
    )  # fmt: skip
    return f"{when}备份到{now.last_place}{carrier}{rehearsed}"
