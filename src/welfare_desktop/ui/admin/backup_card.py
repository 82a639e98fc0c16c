"""备份: where it goes, who carries the disk, the two buttons, how the last ones went."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from welfare_desktop.actions import backups
from welfare_desktop.domain.errors import Refused
from welfare_desktop.ui.shell.flow import Flow
from welfare_desktop.ui.shell.page import Shell
from welfare_desktop.ui.shell.sources import backup_state
from welfare_desktop.ui.shell.widgets import Button, Card, Label, StatusLabel, set_property

if TYPE_CHECKING:
    from welfare_desktop.actions.backups import Made, State
    from welfare_desktop.ui.shell.runner import Task

_FIELDS = (
    ("folder", "备份文件夹"),
    ("carrier", "谁带走备份盘"),
    ("every_hours", "隔几小时备份一次"),
)

#: Row, column and width of each on the card.
_PLACES = ((0, 0, 2), (2, 0, 1), (2, 1, 1))


class BackupCard(Card):
    """The state in words; the plan opens below it when somebody changes it."""

    def __init__(self, shell: Shell) -> None:
        super().__init__("备份")
        self._shell = shell
        now = backups.state(shell.desk)
        self._told(now)
        self.make = Button("现在备份", "database-backup", self._make)
        self.rehearse = Button("演练恢复", "history", self._rehearse)
        self.change = Button("改备份安排", "hard-drive", self._change)
        buttons = Flow(8)
        for button in (self.make, self.rehearse, self.change):
            buttons.addWidget(button)
        self.body.addLayout(buttons)
        self.fields = {name: QLineEdit() for name, _ in _FIELDS}
        self.error = Label("", "error").wrap()
        self.plan = self._plan(now)
        self.body.addWidget(self.plan)
        self.plan.hide()
        self.make.why_not("" if now.plan else "先定好备份放在哪里。")
        self.rehearse.why_not("" if now.last_at else "还没有备份，没有可演练的。")
        self.change.why_not(backups.plan_problem(shell.desk))

    def _told(self, now: State) -> None:
        self.head.addWidget(StatusLabel(*backup_state(now)))
        self.words = Label(f"{backups.words(now)}。").wrap()
        self.body.addWidget(self.words)
        if now.last_at is not None and now.rehearsal_due:
            told = "请演练一次恢复：程序把最新的备份恢复到临时文件夹，逐项核对，再删掉。"
            self.body.addWidget(Label(told, "hint").wrap())

    def _plan(self, now: State) -> QWidget:
        part = QWidget()
        grid = QGridLayout(part)
        grid.setContentsMargins(0, 0, 0, 0)
        wanted = now.plan or backups.Plan(folder="")
        shown = {"folder": wanted.folder, "carrier": wanted.carrier,
                 "every_hours": str(wanted.every_hours)}  # fmt: skip
        for (name, label), (row, column, span) in zip(_FIELDS, _PLACES, strict=True):
            line = self.fields[name]
            line.setText(shown[name])
            line.setAccessibleName(label)
            line.setMinimumWidth(80)
            line.returnPressed.connect(self._save)
            words = Label(label, "fieldLabel")
            words.setBuddy(line)
            grid.addWidget(words, row, column, 1, span)
            grid.addWidget(line, row + 1, column, 1, span)
        self.choose = Button("选文件夹", "folder-open", self._choose)
        grid.addWidget(self.choose, 1, 2)
        self.save = Button("存好安排", "save", self._save)
        grid.addWidget(self.save, 3, 2)
        self.error.setMinimumHeight(20)
        grid.addWidget(self.error, 4, 0, 1, 3)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        return part

    def _change(self) -> None:
        self.plan.show()
        self.fields["folder"].setFocus()

    def _choose(self) -> None:
        folder = self._shell.ask_folder("备份放在哪里（另一块硬盘或U盘）")
        if folder is not None:
            self.fields["folder"].setText(str(folder))

    def _save(self) -> None:
        for line in self.fields.values():
            set_property(line, "wrong", False)
        hours = self.fields["every_hours"].text().strip()
        wanted = backups.Plan(
            folder=self.fields["folder"].text().strip(),
            carrier=self.fields["carrier"].text().strip(),
            every_hours=int(hours) if hours.isascii() and hours.isdigit() else 0,
        )
        try:
            backups.set_plan(self._shell.desk, wanted)
        except Refused as refused:
            self._refuse(refused)
            return
        self._shell.changed()
        self._shell.say("备份安排已存好，到时会自动备份。")

    def _refuse(self, refused: Refused) -> None:
        self.error.setText(f"✕ {refused.sentence}")
        line = self.fields[refused.field or "folder"]
        set_property(line, "wrong", True)
        line.setAccessibleDescription(refused.sentence)
        line.setFocus()

    def _make(self) -> None:
        shell = self._shell

        def work(task: Task) -> Made:
            return backups.make(shell.desk, told=partial(task.progress, text="正在备份……"))

        def done(made: Made) -> None:
            shell.changed()
            shell.say(f"已备份并核对：{made.path.name}")

        shell.runner.run_long(work, done, failed=shell.bad_news, label="正在备份……")

    def _rehearse(self) -> None:
        shell = self._shell

        def work(task: Task) -> list[str]:
            return backups.rehearse(shell.desk, told=partial(task.progress, text="正在演练恢复……"))

        def done(findings: list[str]) -> None:
            shell.changed()
            if findings:
                shell.say(f"演练没有成功：{findings[0]}", "bad")
            else:
                shell.say("演练成功：最新的备份能完整恢复。")

        shell.runner.run_long(work, done, failed=shell.bad_news, label="正在演练恢复……")
