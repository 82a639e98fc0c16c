"""导出与上报: the month's package from build to receipt."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from welfare_desktop.actions import exporting, packages, sending
from welfare_desktop.actions.packages import PackageStatus
from welfare_desktop.domain import permissions
from welfare_desktop.domain.deadlines import addm
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.ui.packages.export import ExportDialog
from welfare_desktop.ui.packages.line import Sending
from welfare_desktop.ui.shell.page import Page, Shell
from welfare_desktop.ui.shell.popups import ListPopup, Row
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import (
    Button,
    Card,
    ComboBox,
    Elided,
    Label,
    PrimaryButton,
    Scroll,
    StatusLabel,
    empty,
)

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Signer

STATES: dict[str, tuple[str, Tone]] = {
    "built": ("已生成，待签发", "warn"), "approved": ("已签发，待封装", "warn"),
    "queued": ("已封装，待报送", "info"), "uploading": ("报送中", "info"),
    "delivered": ("已送达，等回执", "info"), "accepted": ("已收下", "ok"),
    "rejected": ("被退回", "bad"), "superseded": ("已由更正替代", "mute"),
    "handed_over": ("已交U盘，等回执", "info"),
}  # fmt: skip
#: What comes next, in one sentence.
NEXT: dict[str, str] = {
    "built": "请院长看过封面和内容后签发；制表人不能自己签发。", "approved": "再按一次签发，完成封装。",
    "queued": "有网时按“报送”；没有网时存到U盘送去。", "uploading": "网断了会接着传，不用从头来。",
    "delivered": "已送到，等主管部门的回执。", "accepted": "主管部门已收下，这个月办完了。",
    "rejected": "看退回原因，改好后重新生成下一次。", "superseded": "后一次已被收下，这一次不再用。",
    "handed_over": "把U盘送到主管部门，拿回回执后按“收回执”。",
}  # fmt: skip
_STAGES = ("生成", "签发封装", "报送", "收下")
_STAGE_OF = {
    "built": 1, "approved": 1, "queued": 2, "uploading": 2, "handed_over": 3, "delivered": 3,
    "accepted": 3, "rejected": 3, "superseded": 3,
}  # fmt: skip
_MONTHS = 6
#: What went wrong on the way no longer matters then.
_SETTLED = ("handed_over", "accepted", "superseded")
#: The stages in one sentence each.
_TOLD = (
    "每月1日起，业务科长选月份，生成上个月的月报包，并用签名码签名。",
    "院长看过封面和内容后签发；程序随即封装，只有主管部门能打开。",
    "有网时直接报送，断了会接着传；没有网时存到U盘送去。",
    "收到主管部门签名的回执，显示“已收下”，这个月就办完了。",
)


class PackagesPage(Page):
    """One card a package, with the one step that comes next."""

    title = "导出与上报"
    subtitle = "业务科长生成，院长签发，报送后收回执"
    help = "有网时按“报送”；没有网时存到U盘送去，再用“收回执”取回结果。"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        self.list = Scroll()
        layout.addWidget(self.list, 1)
        self.line = Sending(shell)
        foot = QHBoxLayout()
        self.month = ComboBox("月份")
        self.month.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.month.currentIndexChanged.connect(self._can_build)
        self.build = PrimaryButton("生成月报包", "package", self._build)
        self.receipt = Button("收回执", "download", self._receipt, "从U盘收回执")
        self.export = Button("导出登记表", "file-spreadsheet", self._export, "导出一种登记表")
        self.why = Label("", "hint")
        foot.addWidget(self.receipt)
        foot.addWidget(self.export)
        foot.addStretch(1)
        foot.addWidget(self.why)
        for widget in (self.month, self.build):
            foot.addWidget(widget)
        layout.addLayout(foot)

    def _export(self) -> None:
        ExportDialog(self.shell, self).open()

    def enter(self, **arguments: Any) -> None:
        mine = exporting.exportable(self.desk)
        self.export.why_not("" if mine else "您的岗位不导出登记表。")
        self.month.clear()
        self.refresh()
        if any(p.state in sending.WAITING for p in packages.packages(self.desk)):
            self.line.start(pressed=False)

    def refresh(self) -> None:
        empty(self.list.inner)
        self._months()
        self._can_build()
        found = packages.packages(self.desk)
        for status in reversed(found):
            self.list.inner.addWidget(self._card(status))
        if not found:
            self.list.inner.addWidget(self._empty())
        self.list.inner.addStretch()

    def _empty(self) -> QWidget:
        """What a month's report takes, before there is one."""
        card = Card("还没有月报包")
        for number, (name, told) in enumerate(zip(_STAGES, _TOLD, strict=True), start=1):
            line = QHBoxLayout()
            state = StatusLabel(f"{number} {name}", "mute", sign=False)
            state.setFixedWidth(theme().px(110))
            line.addWidget(state)
            line.addWidget(Label(told).wrap(), 1)
            card.body.addLayout(line)
        return card

    def _months(self) -> None:
        known = self.month.currentText()
        first = self.desk.now().date().replace(day=1)
        self.month.blockSignals(True)
        self.month.clear()
        begun = self.desk.seen().go_live_on or date.min
        for back in range(1, _MONTHS + 1):
            if addm(first, 1 - back) > begun:
                self.month.addItem(f"{addm(first, -back):%Y-%m}")
        self.month.setCurrentIndex(max(0, self.month.findText(known)))
        self.month.setVisible(self.month.count() > 0)
        self.month.blockSignals(False)

    def _can_build(self) -> None:
        why = ""
        if not permissions.may_fill(FORMS["F74"], self.desk.account.roles):
            why = "月报包由业务科长生成。"
        elif not self.month.count():
            first = self.desk.now().date().replace(day=1)
            due = addm(first, 1)
            why = f"{due.month}月{due.day}日起可以生成{first:%Y-%m}的月报包。"
        self.build.why_not(why)
        self.why.setText(why)

    def _card(self, status: PackageStatus) -> QWidget:
        card = Card(f"{status.month} 第{status.revision}次")
        words, tone = STATES[status.state]
        card.head.insertWidget(1, StatusLabel(words, tone))
        card.head.addWidget(Elided(status.name, "hint"))
        card.body.addLayout(self._stages(status))
        line = QHBoxLayout()
        size = f"　{status.bytes / 1000:.0f} KB" if status.bytes else ""
        if status.sent and status.state == "uploading":
            size += f"，已发 {100 * status.sent // max(1, status.bytes)}%"
        line.addWidget(Label(NEXT[status.state] + size).wrap(), 1)
        for button in (*self._looks(status), *self._steps(status)):
            line.addWidget(button)
        card.body.addLayout(line)
        if status.problem and status.state not in _SETTLED:
            card.body.addWidget(Label(status.problem, "error").wrap())
        if status.receipt:
            told = f"回执 {status.receipt['received_at'][:16].replace('T', ' ')}"
            notes = "；".join(status.receipt["notes"])
            card.body.addWidget(Label(f"{told} {notes}", "hint").wrap())
        return card

    def _stages(self, status: PackageStatus) -> QHBoxLayout:
        """生成 → 签发 → 封装 → 送达 → 收下, with what is behind and where it stands."""
        row = QHBoxLayout()
        row.setSpacing(6)
        at = _STAGE_OF[status.state]
        for number, name in enumerate(_STAGES):
            done = number < at or status.state == "accepted"
            here: Tone = "bad" if status.state == "rejected" else "warn"
            tone: Tone = "ok" if done else here if number == at else "mute"
            row.addWidget(StatusLabel(name, tone, due=not done))
            if number + 1 < len(_STAGES):
                row.addWidget(Label("→", "hint"))
        row.addStretch(1)
        return row

    def _looks(self, status: PackageStatus) -> list[Button]:
        name = status.name
        cover = Button("看封面", "file-text", partial(self._cover, name), f"看{status.month}封面")
        rows = Button("看内容", "list", name=f"看{status.month}各表行数")
        rows.clicked.connect(lambda: self._contents(name, rows))
        return [cover, rows]

    def _cover(self, name: str) -> None:
        def done(pdf: bytes) -> None:
            self.shell.show_paper("月报封面", pdf, f"{name}-封面.pdf")

        self.shell.runner.run(lambda: packages.cover(self.desk, name), done,
                              failed=self.shell.bad_news, label="正在排版封面")  # fmt: skip

    def _contents(self, name: str, anchor: QWidget) -> None:
        found = packages.contents(self.desk, name)
        rows = [
            Row(f"{table}　{title}" if table.startswith("P") else title, f"{count}行")
            for table, title, count in found
        ]
        ListPopup("月报内容", rows, anchor).open_under(anchor)

    def _steps(self, status: PackageStatus) -> list[Button]:
        name = status.name
        if status.state in ("built", "approved"):
            told = f"院长签发{status.month}第{status.revision}次"
            return [Button("院长签发", "signature", partial(self._approve, name), told)]
        out: list[Button] = []
        if status.receipt:
            out.append(Button("打印回执单", "printer", partial(self._slip, name), f"slip-{name}"))
        if status.state in ("queued", "uploading", "delivered"):
            word = "查回执" if status.state == "delivered" else "报送"
            out.append(Button(word, "send", self._send, f"{word} {status.month}"))
        if status.state in ("queued", "uploading", "delivered", "handed_over"):
            told = f"把{status.month}的三个文件存到U盘"
            out.append(Button("存到U盘", "hard-drive", partial(self._stick, name), told))
        return out

    def _build(self) -> None:
        month = self.month.currentText()

        def signed(signer: Signer) -> None:
            self._run(lambda: packages.build(self.desk, month, signer), "已生成，请院长签发。")

        self.shell.ask_signature(f"制作 {month} 月报包", signed, title="制表人签字")

    def _approve(self, name: str) -> None:
        def signed(signer: Signer) -> None:
            self._run(
                lambda: packages.approve(self.desk, name, signer), "已签发并封装，可以报送了。"
            )

        self.shell.ask_signature(f"签发 {name}", signed, title="院长签发")

    def _send(self) -> None:
        self.shell.say("正在报送，可以做别的事；网断了会自动接着传。", "info")
        self.line.start(pressed=True)

    def _slip(self, name: str) -> None:
        def done(pdf: bytes) -> None:
            self.shell.show_paper("回执单", pdf, f"{name}-回执单.pdf")

        self.shell.runner.run(lambda: sending.slip(self.desk, name), done,
                              failed=self.shell.bad_news, label="正在排版回执单")  # fmt: skip

    def _stick(self, name: str) -> None:
        folder = self.shell.ask_folder("选U盘上的文件夹")
        if folder is not None:
            self._run(
                lambda: sending.hand_over_package(self.desk, name, folder), "三个文件已存到U盘。"
            )

    def _receipt(self) -> None:
        path = self.shell.ask_open_file("选回执文件", "回执 (*.p7m)")
        if path is not None:
            self._run(lambda: sending.take_receipt(self.desk, path), "回执已收下。")

    def _run(self, work: Any, said: str) -> None:
        def done(_: object) -> None:
            self.shell.changed()
            self.shell.say(said)

        self.do_once(work, done, "正在办理……")

    def clear(self) -> None:
        self.line.stop()
        empty(self.list.inner)

    def first_focus(self) -> QWidget | None:
        steps = [b for b in self.list.findChildren(Button) if b.isEnabled()]
        return self.build if self.build.isEnabled() or not steps else steps[0]
