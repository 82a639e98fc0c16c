"""设置: backup, institution, wards, people, size of type."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from welfare_desktop.actions import office_link, opening, people, scan_folder
from welfare_desktop.domain import permissions
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.parameters import PARAMETERS
from welfare_desktop.domain.record import Record
from welfare_desktop.ui.admin.backup_card import BackupCard
from welfare_desktop.ui.admin.sound_card import SoundCard
from welfare_desktop.ui.filing.watch import choose_folder
from welfare_desktop.ui.shell import display
from welfare_desktop.ui.shell.flow import Flow
from welfare_desktop.ui.shell.page import Page, Shell, wake
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import SCALES
from welfare_desktop.ui.shell.widgets import (
    Button,
    Card,
    Label,
    Scroll,
    StatusLabel,
    empty,
)


class AdminPage(Page):
    """Cards in two columns: this PC and the office at the left, the institution at the right."""

    title = "设置"
    subtitle = "备份、建账、主管部门、显示、声音、机构、区域、账号"
    help = (
        "在这里定备份、办账号，登记和更正机构、区域、人员；字号、夜间配色和提醒声音只对这台电脑。"
    )

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.list = Scroll()
        layout.addWidget(self.list)

    def enter(self, **arguments: Any) -> None:
        self.refresh()

    def refresh(self) -> None:
        at = self.window().focusWidget()
        here = at.accessibleName() if at is not None and self.isAncestorOf(at) else ""
        self._build()
        again = next((b for b in self.findChildren(Button) if b.accessibleName() == here), None)
        if here and again is not None:
            wake(again, self)
            again.setFocus()

    def _build(self) -> None:
        empty(self.list.inner)
        columns = QHBoxLayout()
        columns.setSpacing(12)
        for cards in (
            (
                self._backup(),
                self._opening(),
                self._office(),
                self._display(),
                SoundCard(self.desk.store_dir),
                self._scanner(),
                self._years(),
            ),
            (self._institution(), self._wards(), self._people(), self._reading()),
        ):
            column = QVBoxLayout()
            column.setSpacing(12)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
            columns.addLayout(column, 1)
        self.list.inner.addLayout(columns)
        self.list.inner.addStretch()

    def _backup(self) -> Card:
        self.backup = BackupCard(self.shell)
        return self.backup

    def _flow(self, card: Card, *widgets: QWidget) -> None:
        line = Flow(8)
        for widget in widgets:
            line.addWidget(widget)
        card.body.addLayout(line)

    def _open(self, record: Record) -> Any:
        return partial(self.shell.go, "record", form=record.form, record=record.id, mode="view")

    def _new(self, form: str) -> Button:
        title = FORMS[form].title
        button = Button(f"新填{title}", "plus", partial(self.shell.go, "record", form=form))
        button.why_not(permissions.why_not_fill(FORMS[form], self.desk.account.roles))
        return button

    def _display(self) -> Card:
        """Size of type and light, kept for this PC."""
        card = Card("显示")
        sizes: list[QWidget] = []
        for size in SCALES:
            button = Button(size, "", partial(self._size, size), f"字号 {size}")
            button.setProperty("segment", True)
            button.setCheckable(True)
            button.setChecked(theme().size == size)
            sizes.append(button)
        self._flow(card, *sizes, Button("日间 / 夜间 F8", "moon", theme().toggle))
        card.body.addWidget(Label("字号选“特大”时，巡查板的字两米外也看得清。", "hint").wrap())
        return card

    def _scanner(self) -> Card:
        """The folder in which the scanner of this PC puts its files."""
        card, place = Card("扫描仪文件夹"), scan_folder.folder(self.desk)
        card.body.addWidget(
            Label(str(place) if place else "还没有定。", "" if place else "hint").wrap()
        )
        told = "扫描仪存到这里的新文件，在儿童档案的“收材料”里等着归档。文件只读，不移动、不删除。"
        card.body.addWidget(Label(told, "hint").wrap())
        self._flow(card, Button("选文件夹", "folder-open", self._choose_folder, "选扫描仪文件夹"))
        return card

    def _choose_folder(self) -> None:
        if choose_folder(self.shell):
            self.refresh()

    def _size(self, size: str) -> None:
        theme().use(theme().tokens, size)
        display.keep_size(self.desk.store_dir, size)
        self.refresh()

    def _institution(self) -> Card:
        card, record = Card("机构"), self.desk.seen().institution
        if record is not None:
            card.body.addWidget(Label(record.text("name"), "name").wrap())
            facts = f"{record.text('org_code')} · 启用日期 {record.text('go_live_on')}"
            card.body.addWidget(Label(facts, "hint").wrap())
            self._flow(card, Button("看机构概况", "building-2", self._open(record)))
        return card

    def _wards(self) -> Card:
        card = Card("区域与床位")
        buttons: list[QWidget] = []
        for ward in self.desk.seen().wards:
            beds = sum(1 for bed in ward.rows("beds") if bed.get("in_use") is not False)
            words = f"{ward.text('name')}　{beds}张床"
            told = f"看{ward.text('ward_no')} {words}"
            buttons.append(Button(words, "bed", self._open(ward), told))
        self._flow(card, *buttons)
        self._flow(card, self._new("X02"))
        return card

    def _people(self) -> Card:
        card, known = Card("账号"), self.desk.accounts()
        keepers = "、".join(a.name for a in people.administrators(self.desk))
        told = f"{len(known)}个账号在用，由{keepers}办理。改自己的密码和签名码也在这里。"
        card.body.addWidget(Label(told).wrap())
        go = partial(self.shell.go, "people")
        self._flow(card, Button("看账号", "user-cog", go), self._new("F64"))
        return card

    def _reading(self) -> Card:
        card = Card("查阅与授权")
        go = Button("看查阅记录", "list", partial(self.shell.go, "reading"), "看查阅记录和授权")
        go.why_not("" if "D" in self.desk.account.roles else "由院长查看。")
        card.body.addWidget(Label("谁看过、打印过、导出过资料；谁可以看封存内容。", "hint").wrap())
        self._flow(card, go)
        return card

    def _years(self) -> Card:
        """Holiday years and parameters: what deadlines and figures are computed with."""
        card = Card("节假日与参数")
        house = self.desk.seen()
        buttons: list[QWidget] = [
            Button(f"{year.text('year')}年节假日", "calendar", self._open(year))
            for year in sorted(house.of("X03"), key=lambda r: r.text("year"))
        ]
        for one in house.of("X05"):
            known = PARAMETERS.get(one.text("key"))
            words = f"{known.label if known else one.text('key')} {one.text('value')}{known.unit if known else ''}"
            buttons.append(Button(words, "list", self._open(one)))
        self._flow(card, *buttons)
        self._flow(card, self._new("X03"), self._new("X05"))
        return card

    def _office(self) -> Card:
        card = Card("主管部门")
        if office_link.joined(self.desk):
            card.body.addWidget(
                StatusLabel(f"已加入{office_link.profile_of(self.desk).name}", "ok")
            )
        else:
            told = "还没有加入。先导出申请文件，再导入主管部门给的配置和证书。"
            card.body.addWidget(Label(told).wrap())
        self._flow(card, Button("导出申请文件", "upload", self._request),
                   Button("导入配置和证书", "download", self._join))  # fmt: skip
        return card

    def _opening(self) -> Card:
        card = Card("建账：从花名册收入儿童")
        listed = opening.opening_list(self.desk)
        if listed.signed_at:
            told = f"{len(listed.children)}名，{listed.signed_by}已于{listed.signed_at[:10]}签发"
            card.body.addWidget(StatusLabel(told, "ok"))
        else:
            told = f"已收入{len(listed.children)}名，清单等院长签发。"
            card.body.addWidget(Label(told).wrap())
        text = "看建账清单" if listed.signed_at else "去建账"
        self._flow(card, Button(text, "file-spreadsheet", partial(self.shell.go, "opening")))
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
        self.do_once(work, done, "正在办理……")

    def clear(self) -> None:
        empty(self.list.inner)
