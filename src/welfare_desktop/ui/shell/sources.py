"""What the frame reads from a desk: who is on duty, backup, outbox, search."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from welfare_desktop.actions import emergency, handover, packages
from welfare_desktop.domain import rounds, staffing
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.ui.shell.asking import ChipState, Sources
from welfare_desktop.ui.shell.popups import Row
from welfare_desktop.ui.shell.search import Hit

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Desk
    from welfare_desktop.actions.emergency import Note

#: Page and argument name that open a hit of each kind.
_OPENS = {"child": ("children", "child"), "form": ("record", "form"), "record": ("record", "record"),
          "staff": ("record", "record")}  # fmt: skip
#: Forms that are written at the board, and the tab of its page.
_BOARD = {"F30": "board", "F32": "handover"}


def desk_sources(
    desk: Desk, find: Callable[[str], Sequence[Hit]], go: Callable[..., object],
    sign: Callable[..., object] | None = None,
) -> Sources:  # fmt: skip
    """The frame's sources. ``find`` is ``actions.search.find`` bound to the desk; ``sign`` asks a
    signature (`Shell.ask_signature`)."""
    return Sources(find, lambda: _chips(desk, go, sign), _opens)


def _opens(kind: str, identifier: str) -> tuple[str, Mapping[str, Any]]:
    if kind == "form" and identifier in _BOARD:
        return "rounds", {"tab": _BOARD[identifier]}
    if kind == "form" and FORMS[identifier].of_one_child:
        return "children", {"form": identifier}
    page, argument = _OPENS.get(kind, ("record", "record"))
    return page, {argument: identifier}


def _chips(
    desk: Desk, go: Callable[..., object], sign: Callable[..., object] | None
) -> dict[str, ChipState]:
    return {
        "alarm": _alarm(desk, go, sign),
        "shift": _shift(desk, go),
        "backup": _backup(desk, go),
        "outbox": _outbox(desk, go),
    }


def _notes(desk: Desk, go: Callable[..., object], sign: Callable[..., object] | None) -> list[Row]:
    """紧急记录 not yet taken in, and those whose writer has not confirmed."""

    def take_in(note: Note) -> None:
        record = emergency.take_in(desk, note)
        go("record", form="F31", record=record.id, mode="continue")

    rows = [
        Row(emergency.alarm_words(note, desk.now()), "", "待录入", "bad", partial(take_in, note))
        for note in emergency.waiting(desk)
    ]
    for one in emergency.unconfirmed(desk):
        ask = partial(
            sign, "确认自己写的紧急记录", partial(emergency.confirm, desk, one.record),
            who=one.login, title="本人确认",
        ) if sign else None  # fmt: skip
        rows.append(Row(f"紧急记录待{one.name}本人确认", "", "待确认", "warn", ask))
    return rows


def _alarm(desk: Desk, go: Callable[..., object], sign: Callable[..., object] | None) -> ChipState:
    found = rounds.alarms(desk.house())
    rows = _notes(desk, go, sign) + [
        Row(alarm.words, "", "漏巡" if alarm.state == "missed" else "已过点",
            "bad" if alarm.state == "missed" else "warn",
            lambda ward=alarm.ward: go("rounds", tab="board", ward=ward))  # type: ignore[misc]
        for alarm in found
    ]  # fmt: skip
    words = f"! 巡查过点 {len(found)}" if len(rows) == len(found) else f"! 警报 {len(rows)}"
    return ChipState(words, "bad", "要马上办的事", rows)


def _shift(desk: Desk, go: Callable[..., object]) -> ChipState:
    house, now = desk.house(), desk.now()
    names = {s.id: s.text("name") for s in house.staff}
    rows: list[Row] = []
    there: set[str] = set()
    for ward in house.wards:
        duty = staffing.on_duty(house, ward.id, now)
        there.update(duty)
        people = [names.get(p, "") for p in duty]
        rows.append(
            Row(ward.text("name"), "、".join(people) or "现在没有人当班", open=lambda: go("rounds"))
        )
    count = len(there)
    if not count:
        rows.append(Row("排班", "按排班表算当班人员，先填好排班。", "未排班", "warn",
                        lambda: go("record", form="F67")))  # fmt: skip
    waiting = [(w, p) for w in house.wards if (p := handover.pending(desk, w.id)) is not None]
    for ward, given in waiting:
        told = f"{given.mark['name']}已签，等接班人复述签字，仍在岗"
        rows.append(Row(f"{ward.text('name')} 交接未完", told, "待接班", "warn",
                        lambda ward=ward: go("rounds", tab="handover", ward=ward.id)))  # type: ignore[misc]  # fmt: skip
    if waiting:
        return ChipState("交接未完", "warn", f"{now:%H:%M} 当班人员", rows)
    text = f"当班 {count} 人" if count else "未排班"
    return ChipState(text, "info" if count else "warn", f"{now:%H:%M} 当班人员", rows)


def _backup(desk: Desk, go: Callable[..., object]) -> ChipState:
    row = Row("资料只在这台电脑上", "请定期把资料文件夹抄到另一块硬盘，放在别的房间。",
              "未备份", "warn", lambda: go("admin"))  # fmt: skip
    return ChipState("未备份", "warn", "备份", [row])


def _outbox(desk: Desk, go: Callable[..., object]) -> ChipState:
    found = packages.packages(desk)
    waiting = [p for p in found if p.state not in ("accepted", "superseded")]
    rows = [
        Row(f"{p.month} 第{p.revision}次", p.name, open=lambda: go("packages")) for p in waiting
    ]
    if not rows:
        rows = [Row("没有等着办的上报包", open=lambda: go("packages"))]
    return ChipState(f"待发 {len(waiting)}", "warn" if waiting else "mute", "上报", rows)
