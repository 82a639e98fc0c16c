"""建账: choose the roster, map its columns, look at the findings, accept, sign the list."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import structs
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from welfare_desktop.actions import opening, opening_files, opening_paper
from welfare_desktop.actions.opening import OpeningList
from welfare_desktop.domain.roster import RosterReading
from welfare_desktop.ui.admin.roster_tables import (
    LISTED,
    FindingsView,
    KindFilter,
    MappingStep,
    gravest_first,
)
from welfare_desktop.ui.shell.empty_note import EmptyNote
from welfare_desktop.ui.shell.page import Page, Shell
from welfare_desktop.ui.shell.rows import RowsView
from welfare_desktop.ui.shell.widgets import (
    Button,
    Label,
    PrimaryButton,
    StatusLabel,
    empty,
)

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Signer

_STEPS = ("选花名册", "核对栏目", "核对每一行", "院长签发清单")
_CHOOSE, _MAP, _CHECK, _LIST = range(4)
_FILES = "花名册 (*.xlsx *.jsonl)"


class OpeningPage(Page):
    """Four steps; nothing is written before 收入."""

    title = "建账"
    subtitle = "从机构自己的花名册收入儿童"
    help = "读花名册不写入任何东西，可以反复读。不能收的行另存为 Excel，改好后再选一次。"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._path: Path | None = None
        self.reading: RosterReading | None = None
        self._kind = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        self._steps = QHBoxLayout()
        self._steps.setSpacing(8)
        layout.addLayout(self._steps)
        self.stack = QStackedWidget()
        self.mapping = MappingStep(lambda _: self._reread(_MAP))
        for part in (self._build_choose(), self.mapping, self._build_check(), self._build_list()):
            self.stack.addWidget(part)
        layout.addWidget(self.stack, 1)
        foot = QHBoxLayout()
        self.previous = Button("上一步", "arrow-left", self._previous)
        self.save = Button("按 Excel 另存不能收的行", "save", self._save_refused)
        self.paper = Button("打印清单", "printer", self._paper)
        self.next = PrimaryButton("选花名册", "", self._next)
        for button in (self.previous, self.save, self.paper):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.next)
        layout.addLayout(foot)

    def _build_choose(self) -> QWidget:
        return EmptyNote(
            "选机构自己的花名册（.xlsx，第一行是表头，栏目顺序不限）。先读、先核对，不写入任何东西。"
        )

    def _build_check(self) -> QWidget:
        part = QWidget()
        layout = QVBoxLayout(part)
        layout.setContentsMargins(0, 0, 0, 0)
        self.filter = KindFilter(self._only)
        layout.addWidget(self.filter)
        self.findings = FindingsView()
        layout.addWidget(self.findings, 1)
        line = QHBoxLayout()
        self._asked = Label("要核对的行，写明理由就能一并收入", "secondary")
        self.reason = QLineEdit()
        self.reason.setAccessibleName("理由")
        self.reason.setPlaceholderText("如：身份证登记有误，正在更正")
        self.reason.returnPressed.connect(self._give_reason)
        self.give = Button("按这个理由再读", "check", self._give_reason)
        line.addWidget(self._asked)
        line.addWidget(self.reason, 1)
        line.addWidget(self.give)
        layout.addLayout(line)
        return part

    def _build_list(self) -> QWidget:
        part = QWidget()
        layout = QVBoxLayout(part)
        layout.setContentsMargins(0, 0, 0, 0)
        self.state = StatusLabel()
        layout.addWidget(self.state)
        self.children_view = RowsView("建账清单", LISTED)
        self.children_view.chosen.connect(lambda row: self.shell.go("children", child=row["id"]))
        layout.addWidget(self.children_view, 1)
        return part

    def enter(self, **arguments: Any) -> None:
        if self.reading is None:
            done = opening.closed(self.desk) or bool(opening.opening_list(self.desk).children)
            self._show(_LIST if done else _CHOOSE)
        else:
            self.refresh()

    def refresh(self) -> None:
        self._show(self.stack.currentIndex())

    def _show(self, step: int) -> None:
        self.stack.setCurrentIndex(step)
        empty(self._steps)
        for number, word in enumerate(_STEPS):
            tone = "ok" if number < step else "info" if number == step else "mute"
            self._steps.addWidget(StatusLabel(f"{number + 1} {word}", tone))  # type: ignore[arg-type]
        self._steps.addStretch(1)
        self.save.setVisible(step == _CHECK)
        self.paper.setVisible(step == _LIST)
        (self._show_choose, self._show_map, self._show_check, self._show_list)[step]()

    def _show_choose(self) -> None:
        self.previous.why_not("这是第一步。")
        self._primary("选花名册")

    def _show_map(self) -> None:
        self.previous.why_not("")
        if self.reading is not None:
            wards = [(w.text("ward_no"), w.text("name")) for w in self.desk.seen().wards]
            self.mapping.show_reading(self.reading, wards)
            self._primary(f"核对{self.reading.read}行")

    def _show_check(self) -> None:
        self.previous.why_not("")
        reading = self.reading
        if reading is None:
            return
        self.filter.show_reading(reading)
        self._only(self._kind)
        asked = bool(reading.of_kind("question"))
        for widget in (self._asked, self.reason, self.give):
            widget.setVisible(asked)
        bad = bool(opening_files.reasons(reading))
        self.save.why_not("" if bad else "没有不能收的行。")
        self._primary(f"收入{len(reading.rows)}名", "" if reading.rows else "没有能收的行。")

    def _only(self, kind: str) -> None:
        self._kind = kind
        if self.reading is not None:
            self.findings.show_things(gravest_first(self.reading, kind))
            self.filter.mark(kind)

    def _show_list(self) -> None:
        listed = opening.opening_list(self.desk)
        owed = opening_paper.missing(self.desk)
        children = [c for c in self.desk.seen().children if c.by_roster]
        self.children_view.show_things(
            [row | {"missing": owed[c.id], "id": c.id}
             for row, c in zip(listed.children, children, strict=True)]
        )  # fmt: skip
        self.previous.why_not("清单已签发，不能再收入。" if listed.signed_at else "")
        self.paper.why_not("" if children else "清单还是空的。")
        gaps = sum(owed.values())
        self._list_state(listed, gaps)

    def _list_state(self, listed: OpeningList, gaps: int) -> None:
        count = len(listed.children)
        if listed.signed_at:
            told = f"{count}名，{listed.signed_by}已于{listed.signed_at[:10]}签发，建账关闭"
            self.state.show_state(told, "ok")
            self._primary("院长签发", "清单已签发。")
            return
        left = f"，未收入{len(listed.refused)}行" if listed.refused else ""
        self.state.show_state(f"{count}名{left}，待补资料{gaps}项，等院长签发", "warn")
        self._primary("院长签发", "" if count else "清单还是空的，请先收入儿童。")

    def _primary(self, text: str, why_not: str = "") -> None:
        self.next.setText(text)
        self.next.setAccessibleName(text)
        self.next.why_not(why_not)

    def _previous(self) -> None:
        step = self.stack.currentIndex() - 1
        self._show(step if self.reading is not None else _CHOOSE)

    def _next(self) -> None:
        step = self.stack.currentIndex()
        (self._choose, partial(self._show, _CHECK), self._accept, self._sign)[step]()

    def _choose(self) -> None:
        path = self.shell.ask_open_file("选花名册", _FILES)
        if path is not None:
            self.mapping.clear()
            self.reason.clear()
            self.read(path)

    def read(self, path: Path) -> None:
        """Read a roster and show where its columns go; nothing is written."""
        self._path = path
        self._reread(_MAP)

    def _reread(self, step: int) -> None:
        path, reason = self._path, self.reason.text().strip() or None
        choices = structs.replace(self.mapping.choices, reason=reason)
        if path is None:
            return

        def done(reading: RosterReading) -> None:
            self.reading = reading
            self._show(step)

        self._run(lambda: opening.read(self.desk, path, choices), done)

    def _give_reason(self) -> None:
        if not self.reason.text().strip():
            self.shell.say("请写明理由。", "warn")
            self.reason.setFocus()
            return
        self._reread(_CHECK)

    def _accept(self) -> None:
        reading = self.reading
        if reading is None:
            return

        def done(taken: list[Any]) -> None:
            self.clear()
            self.stack.setCurrentIndex(_LIST)
            self.shell.changed()
            self.shell.say(f"已收入{len(taken)}名。缺的资料在“今日”里逐项补齐。")

        self._run(lambda: opening.accept(self.desk, reading, accept_good=True), done)

    def _save_refused(self) -> None:
        path, reading = self._path, self.reading
        folder = self.shell.ask_folder("存到哪个文件夹") if path and reading else None
        if path is None or reading is None or folder is None:
            return
        out = folder / f"{path.stem}-不能收的行.xlsx"

        def done(count: int) -> None:
            self.shell.say(f"{count}行已存为“{out.name}”，原因在最后一列。")

        self._run(lambda: opening_files.save_refused(path, reading, out), done)

    def _paper(self) -> None:
        def done(pdf: bytes) -> None:
            self.shell.show_paper("建账清单", pdf, "建账清单.pdf")

        self._run(lambda: opening_paper.opening_paper(self.desk), done)

    def _sign(self) -> None:
        def signed(signer: Signer) -> None:
            self._run(
                lambda: opening.sign_opening(self.desk, signer), lambda _: self.shell.changed()
            )

        self.shell.ask_signature("签发建账清单，签发后不能再从花名册收入", signed, title="院长签发")

    def _run(self, work: Any, done: Any) -> None:
        self.do_once(work, done, "正在办理……")

    def clear(self) -> None:
        self.reading, self._path, self._kind = None, None, ""
        self.reason.clear()
        self.mapping.clear()
        self.findings.show_things(())
        self.children_view.show_things(())

    def first_focus(self) -> QWidget | None:
        return self.next
