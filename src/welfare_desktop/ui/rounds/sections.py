"""Parts of the handover page around the special children: census, counts, events, the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from welfare_desktop.actions import handover, night_paper, rounds
from welfare_desktop.actions.handover import Given, Written
from welfare_desktop.domain import handover_signing as signing
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.handover import Census, Other, Sheet, last_handover
from welfare_desktop.ui.form.editor import Surroundings
from welfare_desktop.ui.form.make import make_editor
from welfare_desktop.ui.form.presenter import Presenter
from welfare_desktop.ui.form.tables import ChecklistEditor
from welfare_desktop.ui.rounds.special import FieldName, line_edit, lock
from welfare_desktop.ui.shell.page import Shell
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.widgets import Button, Card, ComboBox, Label, StatusLabel

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Desk

_F32 = FORMS["F32"]
#: So long after it a signed handover is told above the next one.
_JUST = timedelta(hours=1)


class CensusCard(Card):
    """The arithmetic, and the number counted by hand."""

    changed = Signal()

    def __init__(
        self, title: str, census: Census, seen: int | None, explained: str, locked: bool
    ) -> None:
        super().__init__(title, spacing=4)
        self._expected = census.expected
        self.state = StatusLabel("", "mute")
        self.head.insertWidget(1, self.state)
        absent = (
            f"在册{census.listed}＝应在{census.expected}＋住院{census.hospital}＋外出{census.away}"
            f"＋住校{census.boarding}＋寄养{census.foster}"
        )
        row = QHBoxLayout()
        row.addWidget(Label(absent, "name"))
        row.addSpacing(16)
        row.addWidget(Label("实在（数一遍）", "fieldLabel"))
        self.seen = line_edit(
            "" if seen is None else str(seen), "实在人数", "数出的人数", self._edited
        )
        self.seen.setFixedWidth(theme().px(120))
        self.explained = line_edit(explained, "差异说明", "差在谁、现在在哪里", self._edited)
        row.addWidget(self.seen)
        row.addStretch()
        self.body.addLayout(row)
        self.body.addWidget(self.explained)
        if census.moves is not None:
            self.body.addWidget(Label(census.moves.words, "secondary").wrap())
        for editor in (self.seen, self.explained):
            lock(editor, locked)
        self._show()

    def counted(self) -> int | None:
        """The number typed, ``None`` if it is none."""
        text = self.seen.text().strip()
        return int(text) if text.isascii() and text.isdigit() else None

    def _edited(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        counted = self.counted()
        differs = counted is not None and counted != self._expected
        self.explained.setVisible(differs or bool(self.explained.text()))
        if counted is None:
            self.state.show_state(f"应在{self._expected}，待清点", "warn", due=True)
        elif differs:
            self.state.show_state(f"差{abs(counted - self._expected)}名", "bad")
        else:
            self.state.show_state("人数相符", "ok")


class CountsCard(Card):
    """Medicines under control, keys, equipment: counted by both."""

    def __init__(
        self, counted: Mapping[str, Any], locked: bool, changed: Callable[[], Any]
    ) -> None:
        super().__init__("清点：两人一起数")
        self.points = ChecklistEditor(_F32.field("facility"))
        self.points.put(dict(counted))
        self.points.changed.connect(changed)
        if locked:
            self.points.lock()
        else:
            row = QHBoxLayout()
            row.addWidget(Button("全部数过，都相符", "check", self._all, "清点全部相符"))
            row.addStretch(1)
            self.body.addLayout(row)
        self.body.addWidget(self.points)

    def _all(self) -> None:
        self.points.put({key: True for key, _ in _F32.field("facility").points})
        self.points.changed.emit()


class UnsignedCard(Card):
    """Rounds with marks and no signature: sign them now, or say why the handover closes them."""

    def __init__(
        self, slots: Sequence[str], reason: str, locked: bool, changed: Callable[[], Any],
        sign: Callable[[], Any],
    ) -> None:  # fmt: skip
        super().__init__(f"未签巡查 {len(slots)}轮")
        times = "、".join(slot[5:].replace("T", " ") or "临时查看" for slot in slots)
        self.body.addWidget(Label(f"{times}。接班人签字时按“未签”关闭，记录都在。").wrap())
        self.reason = line_edit(reason, "未签的原因", "为什么没签", changed)
        lock(self.reason, locked)
        row = QHBoxLayout()
        row.addWidget(FieldName("未签原因"))
        row.addWidget(self.reason, 1)
        row.addWidget(Button("现在去签", "signature", sign))
        self.body.addLayout(row)


def head_notes(
    desk: Desk, place: str, sheet: Sheet, written: Written, given: Given | None
) -> list[Label]:  # fmt: skip
    """What stands at the head: of a 补录, who signed already, why it came back, warnings."""
    out, paper = list[Label](), written.paper
    if paper is not None:
        told = f"补录：纸上{paper.at.replace('T', ' ')}交接，照片已附。签过字的人各签各的"
        out.append(StatusLabel(told, "warn"))
    if given is not None:
        said = f"{given.mark['name']} {given.mark['at'][11:]} 已交班，接班人复述并签字前仍在岗"
        out.append(StatusLabel(said, "warn", due=True))
        fresh = signing.changed_since(given.values, sheet) if paper is None else []
        if fresh:
            out.append(StatusLabel(f"签字后情况有变：{'，'.join(fresh)}。请退回重签。", "bad"))
    elif paper is None:
        out += _just_signed(desk, sheet.ward)
    out += [StatusLabel(f"上次被退回：{r}", "bad") for r in handover.objections(desk, place)]
    notes = handover.warned(desk, sheet, written)
    out += [Label(f"! {note['note']}", "hint").wrap() for note in notes]
    if paper is None and given is None and not night_paper.printed_ahead(desk, place):
        told = "· 备用纸表还没打印，电脑坏了没有可写的。按 Ctrl+Shift+P 打印。"
        out.append(Label(told, "hint").wrap())
    return out


def _just_signed(desk: Desk, ward: str) -> list[Label]:
    """Who has just signed is told so, for below the next handover stands already."""
    last = last_handover(rounds.ward_house(desk), ward)
    at = last.happened if last else None
    if last is None or at is None or desk.now() - at > _JUST:
        return []
    names = " → ".join(str((last.get(who) or {}).get("name", "")) for who in ("by_out", "by_in"))
    return [StatusLabel(f"{at:%H:%M} 已交接：{names}。下面是下一次交接，到时再填", "ok")]


class RemarkCard(Card):
    """环境、来访、维修: what the program knows of the shift, and a line for the rest."""

    def __init__(
        self, happened: Sequence[str], remark: str, locked: bool, changed: Callable[[], Any]
    ) -> None:
        super().__init__("环境、来访、维修")
        for told in happened:
            self.body.addWidget(Label(told).wrap())
        self.line = line_edit(remark, "环境、来访、维修", "要告诉下一班的事", changed)
        lock(self.line, locked)
        self.body.addWidget(self.line)


class MovesCard(Card):
    """预计进出: who is expected to come or go in the next shift."""

    def __init__(
        self, shell: Shell, moves: Sequence[Mapping[str, Any]], locked: bool,
        changed: Callable[[], Any],
    ) -> None:  # fmt: skip
        super().__init__("预计进出")
        presenter = Presenter(shell.desk, "F32")
        around = Surroundings(
            presenter.now, presenter.choices, presenter.attach,
            lambda title: shell.ask_open_file(title, "扫描件 (*.pdf)"),
            lambda what, done, _: shell.ask_signature(what, done),
        )  # fmt: skip
        self.table = make_editor(_F32, _F32.field("expected_moves"), around)
        self.table.put([dict(row) for row in moves])
        self.table.changed.connect(changed)
        if locked:
            self.table.lock()
        self.body.addWidget(self.table)
        if locked and not moves:
            self.body.addWidget(Label("没有预计进出。", "secondary"))


class OthersCard(Card):
    """Everybody else in one line; a child can be put on the list by hand, never off it."""

    def __init__(self, others: Sequence[Other], add: Callable[[str, str], Any] | None) -> None:
        super().__init__(f"其他儿童 {len(others)}")
        told = [one for one in others if one.remark]
        quiet = [one.name for one in others if not one.remark]
        for one in told:
            row = QHBoxLayout()
            row.addWidget(Label(one.name, "name"))
            row.addWidget(Label(one.remark).wrap(), 1)
            self.body.addLayout(row)
        if quiet:
            self.body.addWidget(
                Label(f"无特殊 {len(quiet)} 名：{'、'.join(quiet)}", "secondary").wrap()
            )
        if add is not None and others:
            self.body.addWidget(self._adding(others, add))

    def _adding(self, others: Sequence[Other], add: Callable[[str, str], Any]) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        self.child = ComboBox("列入重点的儿童")
        for one in others:
            self.child.addItem(one.name, one.child)
        self.reason = line_edit("", "列入重点的原因", "为什么要重点交接", lambda: None)
        self.add = Button("列入重点", "plus", lambda: self._add(add))
        for widget, stretch in ((self.child, 0), (self.reason, 1), (self.add, 0)):
            row.addWidget(widget, stretch)
        return holder

    def _add(self, add: Callable[[str, str], Any]) -> None:
        if self.reason.text().strip():
            add(str(self.child.currentData()), self.reason.text().strip())
        else:
            self.reason.setFocus()
