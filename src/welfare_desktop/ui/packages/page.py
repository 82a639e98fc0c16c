"""导出与上报: the month's package from build to receipt."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from welfare_desktop.actions import packages
from welfare_desktop.actions.packages import PackageStatus
from welfare_desktop.ui.shell.page import Page, Shell
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import (
    Button,
    Card,
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


class PackagesPage(Page):
    """One card a package, with the one step that comes next."""

    title = "导出与上报"
    subtitle = "业务科长生成，院长签发，报送后收回执"
    keys = (("Tab", "到下一个按钮"), ("Enter", "按下按钮"))
    help = "有网时按“报送”；没有网时存到U盘送去，再用“收回执”取回结果。"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(12)
        top = QHBoxLayout()
        self.build = PrimaryButton("生成上月月报包", "package", self._build, "build")
        self.receipt = Button("收回执", "download", self._receipt, "receipt")
        top.addWidget(self.build)
        top.addWidget(self.receipt)
        top.addStretch()
        layout.addLayout(top)
        self.list = Scroll()
        layout.addWidget(self.list, 1)

    def enter(self, **arguments: Any) -> None:
        self.refresh()

    def refresh(self) -> None:
        empty(self.list.inner)
        self.build.setText(f"生成 {self._month()} 月报包")
        found = packages.packages(self.desk)
        for status in reversed(found):
            self.list.inner.addWidget(self._card(status))
        if not found:
            self.list.inner.addWidget(Label("还没有月报包。月底过后由业务科长生成。", "secondary"))
        self.list.inner.addStretch()

    def _month(self) -> str:
        last = self.desk.now().date().replace(day=1) - timedelta(days=1)
        return f"{last:%Y-%m}"

    def _card(self, status: PackageStatus) -> QWidget:
        card = Card(f"{status.month} 第{status.revision}次")
        words, tone = STATES[status.state]
        line = QHBoxLayout()
        line.addWidget(StatusLabel(words, tone))
        size = f"{status.bytes / 1000:.0f} KB" if status.bytes else ""
        line.addWidget(Label(f"{status.name}  {size}", "secondary"), 1)
        for button in self._steps(status):
            line.addWidget(button)
        card.body.addLayout(line)
        if status.problem:
            card.body.addWidget(Label(status.problem, "error").wrap())
        if status.receipt:
            told = f"回执 {status.receipt['received_at'][:16].replace('T', ' ')}"
            notes = "；".join(status.receipt["notes"])
            card.body.addWidget(Label(f"{told} {notes}", "hint").wrap())
        return card

    def _steps(self, status: PackageStatus) -> list[Button]:
        name = status.name
        if status.state in ("built", "approved"):
            return [
                Button("院长签发", "signature", partial(self._approve, name), f"approve-{name}")
            ]
        out: list[Button] = []
        if status.state in ("queued", "uploading", "delivered"):
            word = "查回执" if status.state == "delivered" else "报送"
            out.append(Button(word, "send", self._send, f"send-{name}"))
        if status.state in ("queued", "uploading", "delivered", "handed_over"):
            out.append(Button("存到U盘", "hard-drive", partial(self._stick, name), f"usb-{name}"))
        return out

    def _build(self) -> None:
        month = self._month()

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
        self._run(lambda: packages.send(self.desk), "已报送，回执到了会显示在这里。")

    def _stick(self, name: str) -> None:
        folder = self.shell.ask_folder("选U盘上的文件夹")
        if folder is not None:
            self._run(
                lambda: packages.hand_over_package(self.desk, name, folder), "三个文件已存到U盘。"
            )

    def _receipt(self) -> None:
        path = self.shell.ask_open_file("选回执文件", "回执 (*.p7m)")
        if path is not None:
            self._run(lambda: packages.take_receipt(self.desk, path), "回执已收下。")

    def _run(self, work: Any, said: str) -> None:
        def done(_: object) -> None:
            self.shell.changed()
            self.shell.say(said)

        self.shell.runner.run(work, done, failed=self.shell.bad_news, label="办理中")

    def clear(self) -> None:
        empty(self.list.inner)

    def first_focus(self) -> QWidget | None:
        return self.build
