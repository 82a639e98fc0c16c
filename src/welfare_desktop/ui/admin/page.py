"""设置: institution, wards, people, size of type."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from welfare_desktop.actions import office_link, opening
from welfare_desktop.domain import permissions
from welfare_desktop.ui.shell import display
from welfare_desktop.ui.shell.page import Page, Shell
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import SCALES
from welfare_desktop.ui.shell.widgets import (
    Button,
    Card,
    FlatButton,
    Label,
    PrimaryButton,
    Scroll,
    StatusLabel,
    empty,
)


def _left(widget: QWidget) -> QHBoxLayout:
    """A line with its widget at the left, as wide as its text."""
    line = QHBoxLayout()
    line.addWidget(widget)
    line.addStretch()
    return line


class AdminPage(Page):
    """Cards: institution, opening 建账, wards, people, office."""

    title = "设置"
    subtitle = "机构、区域、人员、建账"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.list = Scroll()
        layout.addWidget(self.list)

    def enter(self, **arguments: Any) -> None:
        self.refresh()

    def refresh(self) -> None:
        empty(self.list.inner)
        for card in (
            self._display(),
            self._opening(),
            self._institution(),
            self._wards(),
            self._people(),
            self._office(),
        ):
            self.list.inner.addWidget(card)
        self.list.inner.addStretch()

    def _display(self) -> QWidget:
        """Size of type and light, kept for this PC."""
        card = Card("显示")
        line = QHBoxLayout()
        line.addWidget(Label("字号", "fieldLabel"))
        for size in SCALES:
            button = Button(size, "", partial(self._size, size), f"字号 {size}")
            button.setProperty("segment", True)
            button.setCheckable(True)
            button.setChecked(theme().size == size)
            line.addWidget(button)
        line.addSpacing(24)
        line.addWidget(Button("日间 / 夜间 F8", "moon", theme().toggle))
        line.addWidget(Label("巡查板在特大时字有32像素，两米外看得清。", "hint"))
        line.addStretch()
        card.body.addLayout(line)
        return card

    def _size(self, size: str) -> None:
        theme().use(theme().tokens, size)
        display.keep_size(self.desk.store_dir, size)
        self.refresh()

    def _institution(self) -> QWidget:
        card, record = Card("机构"), self.desk.house().institution
        if record is not None:
            text = f"{record.text('name')} · {record.text('org_code')} · 启用日期 {record.text('go_live_on')}"
            card.body.addWidget(Label(text))
            go = partial(self.shell.go, "record", form="X01", record=record.id, mode="view")
            card.body.addLayout(_left(FlatButton("查看机构概况", "file-text", go, "institution")))
        return card

    def _wards(self) -> QWidget:
        card = Card("区域与床位")
        for ward in self.desk.house().wards:
            beds = len(ward.rows("beds"))
            text = f"{ward.text('ward_no')} {ward.text('name')} {beds}张床"
            go = partial(self.shell.go, "record", form="X02", record=ward.id, mode="view")
            card.body.addLayout(_left(FlatButton(text, "bed", go, f"ward-{ward.text('ward_no')}")))
        new = partial(self.shell.go, "record", form="X02")
        card.body.addLayout(_left(Button("新增区域", "plus", new, "new-ward")))
        return card

    def _people(self) -> QWidget:
        card = Card("账号")
        for account in self.desk.accounts():
            roles = permissions.names(account.roles)
            card.body.addWidget(Label(f"{account.name}（{account.login}）{roles}", "secondary"))
        new = partial(self.shell.go, "record", form="F64")
        card.body.addLayout(_left(Button("登记工作人员", "plus", new, "new-staff")))
        return card

    def _office(self) -> QWidget:
        card = Card("主管部门")
        if office_link.joined(self.desk):
            card.body.addWidget(Label(f"已加入：{office_link.profile_of(self.desk).name}"))
        else:
            card.body.addWidget(Label("还没有加入。先导出申请文件，再导入主管部门给的配置和证书。"))
        line = QHBoxLayout()
        line.addWidget(Button("导出申请文件", "upload", self._request, "request"))
        line.addWidget(Button("导入配置和证书", "download", self._join, "join"))
        line.addStretch()
        card.body.addLayout(line)
        return card

    def _opening(self) -> QWidget:
        card = Card("建账：从花名册收入儿童")
        listed = opening.opening_list(self.desk)
        if listed.signed_at:
            words = f"建账清单{len(listed.children)}名，{listed.signed_by}已于{listed.signed_at[:10]}签发"
            card.body.addLayout(_left(StatusLabel(words, "ok")))
        else:
            card.body.addWidget(Label(f"已收入{len(listed.children)}名，清单等院长签发。"))
        go = partial(self.shell.go, "opening")
        text = "看清单" if listed.signed_at else "去建账"
        card.body.addLayout(_left(PrimaryButton(text, "file-spreadsheet", go, "opening")))
        return card

    def _request(self) -> None:
        folder = self.shell.ask_folder("申请文件放到哪里")
        if folder is None:
            return

        def done(made: tuple[bytes, str]) -> None:
            (folder / "申请.csr").write_bytes(made[0])
            self.shell.say(f"申请文件已存好。与主管部门电话核对指纹：{made[1]}", "info")

        self._run(lambda: office_link.request(self.desk), done)

    def _join(self) -> None:
        profile = self.shell.ask_open_file("选主管部门配置文件", "配置 (*.p7m)")
        certificate = self.shell.ask_open_file("选机构证书", "证书 (*.pem)") if profile else None
        if profile is None or certificate is None:
            return

        def looked(shown: str) -> None:
            words = f"主管部门的指纹：\n{shown}\n请打电话给主管部门，逐组核对。"
            if not shown or self.shell.ask_sure("核对指纹", words, "一致，加入", "不一致"):
                told = shown or None
                work = partial(office_link.join, self.desk, profile, certificate, told)
                self._run(work, self._joined)

        self._run(lambda: office_link.fingerprint_to_ask(self.desk, profile), looked)

    def _joined(self, name: str) -> None:
        self.shell.changed()
        self.shell.say(f"已加入{name}。")

    def _run(self, work: Any, done: Any) -> None:
        self.shell.runner.run(work, done, failed=self.shell.bad_news, label="办理中")

    def clear(self) -> None:
        empty(self.list.inner)
