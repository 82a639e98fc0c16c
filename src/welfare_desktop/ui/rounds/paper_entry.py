"""Ctrl+Shift+P: sheets for a night without the computer, and their entry afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from welfare_desktop.actions import labels, night_paper, on_paper, rounds
from welfare_desktop.domain import rounds as rules
from welfare_desktop.domain.clock import minute_text, past_time
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.record import Paper
from welfare_desktop.ui.form.blank import show_blank_night
from welfare_desktop.ui.shell.popups import ListPopup, Row
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.veil import Waiting
from welfare_desktop.ui.shell.widgets import (
    Button,
    CheckBox,
    ComboBox,
    Label,
    PrimaryButton,
    fit,
)

if TYPE_CHECKING:
    from welfare_desktop.ui.rounds.page import RoundsPage
    from welfare_desktop.ui.shell.page import Shell

_FILES = "照片或扫描件 (*.jpg *.jpeg *.png *.pdf)"
_BACK = timedelta(hours=36)


class PaperMenu:
    """What can be done with paper on the page of rounds and handover."""

    def __init__(self, page: RoundsPage) -> None:
        self._page = page
        self._photo: Paper | None = None
        #: Put away by F3 or the veil, by person and ward.
        self._waiting: dict[tuple[str, str], PaperDialog] = {}

    def _whose(self) -> tuple[str, str]:
        return self._page.shell.in_front, self._page.ward.currentData() or ""

    def again(self) -> None:
        """She is back: the sheet she was about to enter stands there as she left it."""
        dialog = self._waiting.pop(self._whose(), None)
        if dialog is not None:
            dialog.open()

    def _ask(self, dialog: PaperDialog) -> None:
        dialog.put_away.connect(lambda: self._waiting.update({self._whose(): dialog}))
        dialog.open()

    def open(self) -> None:
        """Offer it under the ward's name."""
        page = self._page
        if page.ward.currentData() is None:
            return
        tab = page.handover
        begun = tab.place != tab.ward
        handed = (
            Row("回到现在的交接", "补录的内容留着", open=tab.leave_paper)
            if begun
            else Row("补录纸质交接", "电脑坏的时候在纸上交的班", open=self._handover)
        )
        rows = [
            Row("打印本班备用纸表", "巡查和交接，床位姓名已印好", open=self._print),
            Row("打印空白纸表", "没有姓名，任何区域都能用", open=self._blank),
            Row("补录纸质巡查", "照纸上的标记逐名录入", open=self._round),
            handed,
            Row("打印腕带标签", "本区域每名儿童一张，可以扫", open=self._labels),
        ]
        ListPopup("纸表：电脑不能用时", rows, page).open_under(page.ward)

    def _print(self) -> None:
        page = self._page
        made = night_paper.sheets(page.desk, page.ward.currentData())
        page.shell.show_paper("本班备用纸表", made, "备用纸表.pdf")
        page.refresh()

    def _blank(self) -> None:
        show_blank_night(self._page.shell)

    def _labels(self) -> None:
        made = labels.ward_labels(self._page.desk, self._page.ward.currentData())
        self._page.shell.show_paper("腕带标签", made, "腕带标签.pdf")

    def _handover(self) -> None:
        page, tab = self._page, self._page.handover
        page.tabs.setCurrentIndex(1)
        if night_paper.begun(page.desk, tab.ward):
            tab.enter_paper(None)
            return
        now = page.desk.now()
        start, _ = rules.shift_span(
            now, rules.shift_of(rounds.ward_house(page.desk), now, tab.ward)
        )
        self._ask(PaperDialog(page.shell, page, "补录纸质交接", start, self._photo, self._entered))

    def _entered(self, dialog: PaperDialog) -> None:
        tab = self._page.handover
        sheet = on_paper.sheet(
            self._page.desk, tab.ward, dialog.moment(), dialog.photo, handover=True
        )
        tab.enter_paper(sheet)

    def _round(self) -> None:
        page = self._page
        page.tabs.setCurrentIndex(0)
        slots = missed(page)
        if not slots:
            page.shell.say("最近没有漏记的巡查，不用补录。", "info")
            return
        self._ask(
            PaperDialog(
                page.shell, page, "补录纸质巡查", slots[0], self._photo, self._walked, slots
            )
        )

    def _walked(self, dialog: PaperDialog) -> None:
        page, slot = self._page, datetime.fromisoformat(dialog.slot.currentData())
        sheet = on_paper.sheet(
            page.desk, page.ward.currentData(), dialog.moment(), dialog.photo,
            by=str(dialog.person.currentData()), absent=dialog.absent.isChecked(),
        )  # fmt: skip
        self._photo = dialog.photo  # the other rounds of the night stand on the same sheet
        page.walk.from_paper.enter(slot, sheet, dialog.person.currentText())


def missed(page: RoundsPage) -> list[datetime]:
    """Slots of the last day and a half that nobody signed, the newest first."""
    desk, ward, now = page.desk, page.ward.currentData(), page.desk.now()
    house = rounds.ward_house(desk)
    days = [now.date() - timedelta(days=n) for n in range(3)]
    past = [s for day in days for s in rules.slots(house, ward, day) if now - _BACK <= s < now]
    return sorted(
        (s for s in past if rules.is_late(house, s) and not rounds.progress(desk, ward, s).signed),
        reverse=True,
    )


class PaperDialog(Waiting):
    """The time on the paper and its photograph; of a round the slot and who walked it too.

    ``done`` takes it over or raises `Refused`, which is said here.
    """

    def __init__(
        self, shell: Shell, parent: QWidget, title: str, at: datetime, photo: Paper | None,
        done: Callable[[PaperDialog], None], slots: list[datetime] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._shell, self._done = shell, done
        self.photo = photo
        self.setWindowTitle(title)
        self.setModal(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(8)
        column.addWidget(Label(title, "cardTitle"))
        told = "照片必须有。纸上签字的人回来后，仍由本人输签名码确认；不能替别人签。"
        column.addWidget(Label(told, "secondary").wrap())
        self.slot, self.person = ComboBox("哪一轮"), ComboBox("巡查人")
        self.absent = CheckBox("巡查人现在不在：按未签存，照片作证")
        self.at = QLineEdit(at.strftime("%Y-%m-%d %H:%M"))
        self.attach = Button("", "image", self._attach, "选纸表的照片")
        if slots is not None:
            self._round(column, slots)
        self._row(column, "纸上的时间", self.at)
        self._row(column, "照片", self.attach)
        self.error = Label("", "error").wrap()
        self.error.setMinimumHeight(40)
        column.addWidget(self.error)
        self._foot(column)
        self._show_photo()
        fit(self, theme().px(440))
        (self.at if slots is None else self.slot).setFocus()

    def _round(self, column: QVBoxLayout, slots: list[datetime]) -> None:
        for slot in slots:
            self.slot.addItem(slot.strftime("%m月%d日 %H:%M"), minute_text(slot))
        desk = self._shell.desk
        for account in desk.accounts():
            self.person.addItem(account.name, account.staff)
        self.person.setCurrentIndex(max(0, self.person.findData(desk.account.staff)))
        self._row(column, "哪一轮", self.slot)
        self._row(column, "巡查人（纸上签名的）", self.person)
        column.addWidget(self.absent)
        self.slot.currentIndexChanged.connect(
            lambda: self.at.setText(self.slot.currentData().replace("T", " "))
        )

    def _row(self, column: QVBoxLayout, label: str, editor: QWidget) -> None:
        name = Label(label, "fieldLabel")
        name.setBuddy(editor)
        if not editor.accessibleName():
            editor.setAccessibleName(label)
        column.addWidget(name)
        column.addWidget(editor)

    def _foot(self, column: QVBoxLayout) -> None:
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(Button("取消", clicked=self.reject))
        self.go = PrimaryButton("开始补录", "check", self._go)
        self.go.setDefault(True)
        row.addWidget(self.go)
        column.addLayout(row)

    def _show_photo(self) -> None:
        self.attach.setText(f" {self.photo.name}" if self.photo else " 选照片")

    def _attach(self) -> None:
        path = self._shell.ask_open_file("选纸表的照片", _FILES)
        if path is None:
            return
        try:
            self.photo = on_paper.photograph(self._shell.desk, path)
        except (Refused, Trouble) as error:
            self._say(error.sentence, self.attach)
            return
        self.error.clear()
        self._show_photo()
        self.go.setFocus()

    def moment(self) -> datetime:
        """The minute typed; `Refused` if it cannot be read."""
        text = self.at.text().strip().replace("T", " ")
        try:
            return datetime.strptime(text, "%Y-%m-%d %H:%M")
        except ValueError:
            found = past_time(text, self._shell.desk.now())
        if found is None:
            raise Refused(f"时间读不懂，例如 {minute_text(self._shell.desk.now())[:10]} 02:10。",
                          field="at")  # fmt: skip
        return found

    def _go(self) -> None:
        try:
            self._done(self)
        except (Refused, Trouble) as error:
            field = getattr(error, "field", None)
            self._say(error.sentence, self.attach if field == "photo" else self.at)
            return
        self.accept()

    def _say(self, sentence: str, at: QWidget) -> None:
        self.error.setText(f"✕ {sentence}")
        at.setAccessibleDescription(sentence)
        at.setFocus()
