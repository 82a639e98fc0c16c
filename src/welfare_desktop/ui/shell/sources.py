"""What the frame reads from a desk: who is on duty, backup, outbox, search."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from welfare_desktop.actions import (
    backups,
    handover,
    overview,
    packages,
)
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.ui.shell.alarm_chip import alarm_chip
from welfare_desktop.ui.shell.asking import ChipState, Sources
from welfare_desktop.ui.shell.popups import Row
from welfare_desktop.ui.shell.search import Hit
from welfare_desktop.ui.shell.tokens import Tone

if TYPE_CHECKING:
    from welfare_desktop.actions.backups import State
    from welfare_desktop.actions.desk import Desk

#: Page and argument name that open a hit of each kind.
_OPENS = {"child": ("children", "child"), "form": ("record", "form"), "record": ("record", "record"),
          "staff": ("record", "record")}  # fmt: skip
#: Forms that are written at the board, and the tab of its page.
BOARD = {"F30": "board", "F32": "handover"}


def desk_sources(
    desk: Desk, find: Callable[[str], Sequence[Hit]], go: Callable[..., object],
    sign: Callable[..., object] | None = None,
) -> Sources:  # fmt: skip
    """The frame's sources. ``find`` is ``actions.search.find`` bound to the desk; ``sign`` asks a
    signature (`Shell.ask_signature`)."""
    return Sources(find, lambda: _chips(desk, go, sign), _opens)


def _opens(kind: str, identifier: str) -> tuple[str, Mapping[str, Any]]:
    if kind == "form" and identifier in BOARD:
        return "rounds", {"tab": BOARD[identifier]}
    if kind == "form" and FORMS[identifier].of_one_child:
        return "children", {"form": identifier}
    page, argument = _OPENS.get(kind, ("record", "record"))
    return page, {argument: identifier}


def _chips(
    desk: Desk, go: Callable[..., object], sign: Callable[..., object] | None
) -> dict[str, ChipState]:
    with desk.one_look():
        return {
            "alarm": alarm_chip(desk, go, sign),
            "shift": _shift(desk, go),
            "backup": _backup(desk, go),
            "outbox": _outbox(desk, go),
        }


def _shift(desk: Desk, go: Callable[..., object]) -> ChipState:
    now, duty = desk.now(), overview.on_duty(desk)
    rows = [
        Row(ward.text("name"), "、".join(people.values()) or "现在没有人当班",
            open=lambda: go("rounds"))
        for ward, people in duty
    ]  # fmt: skip
    count = len({person for _, people in duty for person in people})
    if not count:
        rows.append(Row("排班", "按排班表算当班人员，先填好排班。", "未排班", "warn",
                        lambda: go("record", form="F67")))  # fmt: skip
    waiting = [(w, p) for w, _ in duty if (p := handover.pending(desk, w.id)) is not None]
    for ward, given in waiting:
        told = f"{given.mark['name']}已签，等接班人复述签字，仍在岗"
        rows.append(Row(f"{ward.text('name')} 交接未完", told, "待接班", "warn",
                        lambda ward=ward: go("rounds", tab="handover", ward=ward.id)))  # type: ignore[misc]  # fmt: skip
    if waiting:
        return ChipState("交接未完", "warn", f"{now:%H:%M} 当班人员", rows)
    text = f"当班 {count} 人" if count else "未排班"
    return ChipState(text, "info" if count else "warn", f"{now:%H:%M} 当班人员", rows)


def backup_state(now: State) -> tuple[str, Tone]:
    """Word and tone of how the last backup stands."""
    if now.last_at is None:
        return "未备份", "warn"
    return ("该备份了", "warn") if now.due else ("备份正常", "ok")


def _backup(desk: Desk, go: Callable[..., object]) -> ChipState:
    now = backups.state(desk)
    text, tone = backup_state(now)
    if now.last_at is not None and not now.due:
        today = now.last_at.date() == desk.now().date()
        text = f"已备份 {now.last_at:{'%H:%M' if today else '%m-%d'}}"
    settings = partial(go, "admin")
    if now.plan is None:
        rows = [Row("资料只在这台电脑上", "请在“设置”里选一块备份盘，到时会自动备份。",
                    "未备份", "warn", settings)]  # fmt: skip
        return ChipState(text, tone, "备份", rows)
    last = f"{now.last_at:%m-%d %H:%M}，{now.last_by}，{now.last_place}" if now.last_at else ""
    rehearsed = "没有演练过"
    if now.rehearsed_at is not None:
        rehearsed = f"{now.rehearsed_at:%m-%d}{'成功' if now.rehearsal_held else '没有成功'}"
    rows = [
        Row("上次备份", last or "还没有备份过", "该备份了" if now.due else "", tone, settings),
        Row("下次备份", f"每{now.plan.every_hours}小时一次，放到{now.plan.folder}", open=settings),
        Row("带走备份盘", now.plan.carrier or "还没有定由谁带走", open=settings),
        Row("恢复演练", rehearsed, "该演练了" if now.rehearsal_due else "", "warn", settings),
    ]
    return ChipState(text, tone, "备份", rows)


def _outbox(desk: Desk, go: Callable[..., object]) -> ChipState:
    found = packages.packages(desk)
    waiting = [p for p in found if p.state not in ("accepted", "superseded")]
    rows = [
        Row(f"{p.month} 第{p.revision}次", p.name, open=lambda: go("packages")) for p in waiting
    ]
    if not rows:
        rows = [Row("没有等着办的上报包", open=lambda: go("packages"))]
    return ChipState(f"待发 {len(waiting)}", "warn" if waiting else "mute", "上报", rows)
