"""巡查与交接: the rounds board and the shift handover."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QTabWidget, QVBoxLayout, QWidget

from welfare_desktop.actions import rounds
from welfare_desktop.domain import rounds as rules
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.house import Child
from welfare_desktop.ui.rounds.board import BoardView
from welfare_desktop.ui.rounds.handover import HandoverTab
from welfare_desktop.ui.shell.page import Page, Shell
from welfare_desktop.ui.shell.widgets import (
    Button,
    Card,
    ComboBox,
    Label,
    PrimaryButton,
    StatusLabel,
)

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Signer

_KEYS = (
    ("F2", "开始这一轮，到第一名未记的儿童"), ("空格 或 1", "正常，到下一名"), ("2", "醒着"), ("3", "异常"),
    ("4", "不在场"), ("5", "未能查看"), ("E", "环境五项都正常"), ("Backspace", "取消自己的上一笔"),
    ("Ctrl+Enter", "结束并签字"),
)  # fmt: skip


class RoundsPage(Page):
    """Board on the left, the current child and the keys on the right; handover in a second tab."""

    title = "巡查与交接"
    subtitle = "一名儿童按一个键；按下就已存好"
    keys = _KEYS

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 16)
        top = QHBoxLayout()
        self.ward = ComboBox("区域")
        self.ward.currentIndexChanged.connect(self.refresh)
        self.state = StatusLabel("", "mute")
        self.start = PrimaryButton("开始巡查 F2", "clipboard-check", self._start, "start")
        self.finish = Button("结束并签字", "signature", self._finish, "finish")
        for widget in (self.ward, self.state):
            top.addWidget(widget)
        top.addStretch()
        top.addWidget(self.finish)
        top.addWidget(self.start)
        layout.addLayout(top)
        self.tabs = QTabWidget()
        self.board = BoardView()
        self.board.pressed.connect(self._pressed)
        self.board.selectionModel().currentChanged.connect(lambda *_: self._side())
        self.tabs.addTab(self._board_tab(), "巡查板")
        self.handover = HandoverTab(shell)
        self.tabs.addTab(self.handover, "交接班")
        self.tabs.currentChanged.connect(self.refresh)
        layout.addWidget(self.tabs, 1)
        self._round = ""

    def _board_tab(self) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 8, 0, 0)
        line.addWidget(self.board, 1)
        self.panel = Card("现在")
        self.panel.setFixedWidth(280)
        self.who = Label("", "title").wrap()
        self.facts = Label("", "secondary").wrap()
        self.progress = Label("", "name").wrap()
        keys = Label("\n".join(f"{key}：{what}" for key, what in _KEYS[1:]), "hint").wrap()
        for label in (self.who, self.facts, self.progress, keys):
            self.panel.body.addWidget(label)
        self.panel.body.addStretch()
        line.addWidget(self.panel)
        return holder

    def enter(self, start: bool = False, **arguments: Any) -> None:
        if not self.ward.count():
            self.ward.blockSignals(True)
            for ward in self.desk.house().wards:
                self.ward.addItem(ward.text("name"), ward.id)
            self.ward.blockSignals(False)
        self.refresh()
        if start:
            self._start()

    def refresh(self) -> None:
        ward = self.ward.currentData()
        if ward is None:
            return
        board = rounds.board(self.desk, ward, self.desk.now().date())
        self.board.show_board(board)
        if self.tabs.currentWidget() is self.handover:
            self.handover.show_ward(ward)
        late = sum(cell.state in ("overdue", "missed") for row in board.rows for cell in row.cells)
        self.state.show_state(f"未巡 {late}" if late else "没有漏巡", "bad" if late else "ok")
        self._side()

    def _start(self) -> None:
        ward = self.ward.currentData()
        house = self.desk.house()
        slot = rules.current_slot(house, ward, self.desk.now())
        self._round = rounds.open_round(self.desk, ward, slot).id
        self.tabs.setCurrentIndex(0)
        self.refresh()
        self._next()
        self.board.setFocus()

    def _due(self) -> list[Child]:
        ward, house = self.ward.currentData(), self.desk.house()
        slot = rules.current_slot(house, ward, self.desk.now())
        return rules.due_children(house, ward, slot) if slot else []

    def _waiting(self) -> list[Child]:
        if not self._round:
            return self._due()
        return rounds.waiting(self.desk, self._round)

    def _next(self) -> None:
        waiting = self._waiting()
        if waiting:
            self.board.at_child(waiting[0].id)
        self._side()

    def _side(self) -> None:
        child = self.desk.house().child(self.board.child() or "")
        self.who.setText(child.name if child else "")
        if child:
            allergy = child.record.text("allergy") or "未核"
            infant = "\n婴儿四点：仰卧、面部无遮、床内无软物、呼吸肤色" if rules.is_infant(
                child, self.desk.now().date()) else ""  # fmt: skip
            self.facts.setText(f"{child.bed}床 · 过敏：{allergy}{infant}")
        waiting = len(self._waiting())
        text = f"还有 {waiting} 名未记" if self._round else f"这一轮 {waiting} 名，按 F2 开始"
        self.progress.setText(text)

    def _pressed(self, meaning: str) -> None:
        try:
            if not self._round and meaning != "finish":
                self._start()
            if meaning.startswith("mark:"):
                self._mark(meaning[5:])
            elif meaning == "environment":
                rounds.environment(self.desk, self._round)
                self.shell.say("环境五项已记：都正常。")
            elif meaning == "undo":
                self._undo()
            elif meaning == "finish":
                self._finish()
            elif meaning == "temp":
                self._temperature()
        except (Refused, Trouble) as error:
            self.shell.bad_news(error)

    def _mark(self, code: str, temp: float | None = None) -> None:
        child, note = self.board.child(), ""
        if child is None:
            return
        if code in ("3", "5"):
            title = "异常情况" if code == "3" else "未能查看的原因"
            note, chosen = QInputDialog.getText(self, title, "请写明：")
            if not chosen:
                return
        rounds.mark(self.desk, self._round, child, code, temp=temp, note=note)
        self.refresh()
        self._next()
        if code == "3":
            self.shell.say("异常已记。要登记事件，请到儿童档案新填异常情况处置记录。", "warn")

    def _temperature(self) -> None:
        value, chosen = QInputDialog.getDouble(self, "体温", "摄氏度：", 37.0, 30, 45, 1)
        if chosen:
            self._mark("1", value)

    def _undo(self) -> None:
        taken = rounds.take_back(self.desk, self._round)
        self.refresh()
        if taken:
            self.board.at_child(taken["child"])

    def _finish(self) -> None:
        if not self._round:
            self.shell.say("还没有开始这一轮，按 F2 开始。", "warn")
            return
        names = [child.name for child in self._waiting()]
        if names:
            self.shell.say(f"还有 {len(names)} 名未记：{'、'.join(names[:6])}", "warn")
            return

        def signed(signer: Signer) -> None:
            try:
                rounds.sign_round(self.desk, self._round, signer)
            except (Refused, Trouble) as error:
                self.shell.bad_news(error)
                return
            self._round = ""
            self.shell.changed()
            self.shell.say("这一轮已签字存好。")

        self.shell.ask_signature("签这一轮巡查", signed, title="巡查签字",
                                 who=self.desk.account.login)  # fmt: skip

    def clear(self) -> None:
        self._round = ""
        self.board.show_board(None)
        self.handover.clear()

    def first_focus(self) -> QWidget | None:
        return self.board
