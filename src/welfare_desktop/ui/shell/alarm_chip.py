"""The alarms as the frame shows them: a chip on every page, its list, words without names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from welfare_desktop.actions import alarms, emergency, papers
from welfare_desktop.domain import alarms as rules
from welfare_desktop.domain.alarms import Alarm, Kind
from welfare_desktop.domain.clock import Lateness, minute_text
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.ui.shell.asking import ChipState
from welfare_desktop.ui.shell.popups import Row
from welfare_desktop.ui.shell.tokens import Tone

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Desk
    from welfare_desktop.actions.emergency import Note

#: What the chip counts of each kind: over its time, and due.
_CHIP: Mapping[Kind, tuple[str, str]] = {
    "event": ("异常待处置", "异常待处置"), "recheck": ("复查过点", "该复查"),
    "medicine": ("用药过点", "该用药"), "round": ("巡查过点", "该巡查"),
    "return": ("未归", "该返回"), "handover": ("交接班已迟", "该交接班"),
}  # fmt: skip
TONES: Mapping[Lateness, Tone] = {
    "missed": "bad", "overdue": "bad", "due": "warn", "future": "mute",
}  # fmt: skip
_OVER = ("missed", "overdue")
_NAMED, _LISTED = 6, 12


def alarm_chip(
    desk: Desk, go: Callable[..., object], sign: Callable[..., object] | None
) -> ChipState:
    """The chip with its list; ``told``: what veil and tray say of it."""
    found = alarms.told(desk)
    beside, quiet = _beside(desk, go, sign)
    now = [a for a in found if a.state != "future"]
    rows = beside + [row_of(desk, go, alarm) for alarm in found[:_LISTED]]
    if (rest := len(found) - _LISTED) > 0:
        rows.append(Row(f"还有{rest}件，先办前面的。"))
    told = quiet | rules.sentences(now)
    grave = frozenset(a.key for a in now if a.grave)
    text, tone = _head(found, len(beside))
    hushed = frozenset(a.key for a in now if a.hushed)
    return ChipState(text, tone, "到点的事", rows, told, grave, hushed)


def _head(found: list[Alarm], beside: int) -> tuple[str, Tone]:
    """How many, and of what kind the most urgent is."""
    over = [a for a in found if a.state in _OVER]
    due = [a for a in found if a.state == "due"]
    if beside:
        return f"! 警报 {beside + len(over)}", "bad"
    if over:
        return f"! {_CHIP[over[0].kind][0]} {len(over)}", "bad"
    if due:
        return f"{_CHIP[due[0].kind][1]} {len(due)}", "warn"
    return (f"{found[0].due_at:%H:%M} {found[0].what}", "mute") if found else ("", "mute")


def row_of(desk: Desk, go: Callable[..., object], alarm: Alarm) -> Row:
    """One alarm with the names this person may read, and the place where it is answered."""
    who = alarms.names(desk, alarm)
    more = f"等{len(alarm.children)}名" if len(alarm.children) > _NAMED else ""
    state = {"missed": "超限", "overdue": "过点", "due": "到点", "future": "快到了"}[alarm.state]
    return Row(alarm.words(len(alarm.children)), f"{'、'.join(who[:_NAMED])}{more if who else ''}",
               state, TONES[alarm.state], partial(_open, go, alarm))  # fmt: skip


def _open(go: Callable[..., object], alarm: Alarm) -> None:
    if alarm.kind == "medicine":
        values = {"order": alarm.about, "due_at": minute_text(alarm.due_at)}
        go("record", form="F29b", child=alarm.children[0], values=values)
    elif alarm.about and alarm.kind == "return":
        go("record", record=alarm.about, mode="continue")
    elif alarm.about:
        go("event", record=alarm.about)
    elif alarm.kind == "return":
        go("children", child=alarm.children[0])
    else:
        go("rounds", tab="handover" if alarm.kind == "handover" else "board", ward=alarm.ward)


def _beside(
    desk: Desk, go: Callable[..., object], sign: Callable[..., object] | None
) -> tuple[list[Row], dict[str, str]]:
    """What is not of the ward: emergency notes, damaged papers; and the same without names."""
    rows = _notes(desk, go, sign) + _damaged(desk, go)
    said = [row.text for row in rows if row.state != "待确认"]
    waits = ["有紧急记录待书写人确认"] if len(said) < len(rows) else []
    return rows, {sentence.partition("，")[0]: sentence for sentence in said + waits}


def _notes(desk: Desk, go: Callable[..., object], sign: Callable[..., object] | None) -> list[Row]:
    """紧急记录 not yet taken in, and those whose writer has not confirmed."""

    def take_in(note: Note) -> None:
        record = emergency.take_in(desk, note)
        go("event", record=record.id)

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


def _damaged(desk: Desk, go: Callable[..., object]) -> list[Row]:
    """Kept papers that the background check found damaged or missing."""
    out = []
    for sha256 in papers.damaged(desk):
        used = papers.hangs_on(desk, sha256)
        about = f"《{FORMS[used.form].title}》{used.form_no}的附件" if used else "一份附件"
        go_there = partial(go, "record", record=used.id, mode="view") if used else None
        told = "请从备份恢复这份附件，或重新扫描补上。"
        out.append(Row(f"{about}已损坏或丢失", told, "附件损坏", "bad", go_there))
    return out
