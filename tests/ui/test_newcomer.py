"""Who has never seen the program takes a foundling from arrival to formal admission.

Nothing but the screen: every field and button is found by the words on it, and only keys and typed
text reach the program. The one thing replaced is the system's own dialog that chooses a file.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Begin
from tests.ui.hands import CTRL, Key, commit
from welfare_desktop.app import practice
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.ui.form.editor import FieldRow
from welfare_desktop.ui.shell import choosing
from welfare_desktop.ui.shell.window import MainWindow

ARRIVAL = datetime(2026, 11, 24, 9, 0)


class Newcomer:
    """Somebody at the screen; what is not to be read there is not found."""

    def __init__(self, qtbot: QtBot, begin: Begin, folder: Path) -> None:
        self.qtbot, self.clock = qtbot, SetClock(ARRIVAL)
        practice.create(folder, self.clock, stretching=practice.THROWN_AWAY).close()
        self.session = begin(folder, self.clock)

    # --- what is on the screen ---

    @property
    def front(self) -> QWidget:
        """The window that has the person's attention: a dialog, else the program's window."""
        assert self.session.window is not None
        dialogs = [
            one for one in QApplication.topLevelWidgets()
            if isinstance(one, QDialog) and one.isVisible()
        ]  # fmt: skip
        front = dialogs[-1] if dialogs else self.session.window
        front.activateWindow()
        QApplication.processEvents()
        return front

    def words(self) -> str:
        """Everything that can be read now."""
        shown = [w for w in self.front.findChildren(QLabel) if w.isVisible()]
        return "\n".join(w.toolTip() or w.text() for w in shown)

    def reads(self, sentence: str) -> None:
        """Wait until a sentence is on the screen."""
        try:
            self.qtbot.waitUntil(lambda: sentence in self.words(), timeout=10_000)
        except Exception as error:
            raise AssertionError(f"{sentence} is not on the screen:\n{self.words()}") from error

    def button(self, word: str, about: str = "") -> QAbstractButton:
        """The first button with a word on it, in the line that speaks about something."""

        def found() -> Iterable[QAbstractButton]:
            for one in self.front.findChildren(QAbstractButton):
                says = one.text().strip().split(" ")[0]
                if one.isVisible() and says == word and about in one.accessibleName():
                    yield one

        self.qtbot.waitUntil(lambda: any(True for _ in found()), timeout=10_000)
        return next(iter(found()))

    def row(self, label: str) -> FieldRow:
        """The field under a label."""

        def found() -> list[FieldRow]:
            rows = self.front.findChildren(FieldRow)
            return [r for r in rows if r.isVisible() and r.label.text() == label]

        self.qtbot.waitUntil(lambda: bool(found()), timeout=10_000)
        return found()[0]

    # --- what a person does ---

    def press(self, word: str, about: str = "") -> None:
        """Go to a button and press the space bar."""
        one = self.button(word, about)
        assert one.isEnabled(), f"{word} {about}: {one.toolTip()}"
        one.setFocus()
        QTest.keyClick(one, Key.Key_Space)
        QApplication.processEvents()

    def type(self, into: QWidget, text: str) -> None:
        """Type as the input method does, and take the match that is offered."""
        into.setFocus()
        commit(text, into)
        popup = QApplication.activePopupWidget()
        if popup is not None:
            QTest.keyClick(popup, Key.Key_Down)
            QTest.keyClick(popup, Key.Key_Return)

    def fill(self, **fields: str) -> None:
        """Fill fields by their labels: press the choice that says so, else type."""
        for label, text in fields.items():
            row = self.row(label)
            chips = [b for b in row.findChildren(QAbstractButton) if b.text() == text]
            if chips:
                chips[0].setFocus()
                QTest.keyClick(chips[0], Key.Key_Space)
            elif text == "附件":
                self.press("添加附件", label)
            else:
                self.type(row.editor.target(), text)
        QApplication.processEvents()

    def hand_in(self) -> None:
        """Ctrl+Enter, and the next step."""
        QTest.keyClick(self.front, Key.Key_Return, CTRL)
        self.reads("还要办什么，按“下一步”看。")
        self.press("下一步")
        if (popup := QApplication.activePopupWidget()) is not None:
            QTest.keyClick(popup.focusWidget() or popup, Key.Key_Return)

    def sign(self, name: str) -> None:
        """The panel already names who is to sign."""
        self.press("签字")
        self.reads("签名码")
        (person,) = (c for c in self.front.findChildren(QComboBox) if c.isVisible())
        assert person.currentText() == name
        pin = self.front.focusWidget()
        assert pin is not None and pin.accessibleName() == "签名码"
        QTest.keyClicks(pin, practice.PIN)
        QTest.keyClick(pin, Key.Key_Return)

    def sit_down(self, name: str, at: datetime | None = None) -> None:
        """Whoever sat here locks; the next person signs in and goes to 儿童档案."""
        if isinstance(self.session.window, MainWindow):
            QTest.keyClick(self.front, Key.Key_F9)
            self.press("锁屏，换人登录")
        self.clock.at = at or self.clock.at
        self.reads("登录")
        account, password = (
            next(w for w in self.front.findChildren(QWidget) if w.accessibleName() == label)
            for label in ("账号", "密码")
        )
        self.type(account, name)
        QTest.keyClicks(password, practice.PASSWORD)
        QTest.keyClick(password, Key.Key_Return)
        self.qtbot.waitUntil(
            lambda: isinstance(self.session.window, MainWindow), timeout=20_000
        )  # fmt: skip
        QTest.keyClick(self.front, Key.Key_2, CTRL)


@pytest.fixture
def newcomer(
    qtbot: QtBot, begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Newcomer:
    scan = tmp_path / "scan.txt"
    scan.write_text("a scan", encoding="utf-8")
    monkeypatch.setattr(choosing, "open_file", lambda *_: scan)
    return Newcomer(qtbot, begin, tmp_path / "store")


def _arrives(one: Newcomer) -> None:
    one.sit_down("王秀英")
    assert not one.button("接收由社工、业务科长填写").isEnabled(), "it says who can"
    one.sit_down("周社工")
    QTest.keyClick(one.front, Key.Key_N, CTRL)
    assert QApplication.activeWindow() is one.session.window, "no part of it is a window"
    one.fill(
        姓名="安晨", 是否暂用名="是", 性别="女性", 出生日期="昨天", 出生日期依据="捡拾日推定",
        民族="其他", 近期照片="附件", 入院情形="弃婴", 发现地区划="歙县", 过敏史="无",
        重点关注="是", 重点关注原因="新入院7日内", 所在区域="一区", 床位="1", 责任护理员="王秀英",
        备注="不知民族",
    )  # fmt: skip
    one.hand_in()
    one.press("办理", "儿童到院")
    one.fill(
        线索来源="公安机关", 接收决定="接收", 到院时间="8:30", 送交人="无", 送交单位="歙县公安局",
        送交人电话="无", 接收人="王秀英", 在场人="许护士", 到院时身体状况="哭声响亮", 体温="36.7",
        体重="3.2", 体表伤痕="否", 体貌特征="左耳后红色胎记", 随身物品清单="襁褓一条",
        是否立即送医="否",
    )  # fmt: skip
    one.sign("王秀英")
    one.reads("还差1人，请再按“签字”")
    one.sign("许护士")
    one.hand_in()


def _reported(one: Newcomer) -> None:
    one.reads("请立即办理")
    told = one.words()
    assert told.index("请立即办理") < told.index("送医疗机构全面体检"), "the most urgent first"
    one.press("办理", "向发现地公安部门报案")
    one.fill(
        **{"捡拾（发现）时间": "6:10", "推测日（月）龄": "1日"}, 发现地点="县医院门口",
        捡拾人="无名", 捡拾经过="晨练时听到哭声", 衣着及包裹="浅蓝色襁褓", 报案时间="6:35",
        报案人="保安", 受理派出所="徽城派出所", 疑似遗弃犯罪="否",
    )  # fmt: skip
    one.hand_in()
    one.press("去填", "寻亲公告登记表")
    notice = one.row("公告内容").editor.value()
    assert "县医院门口" in notice and "60日" in notice and "左耳后红色胎记" in notice
    one.fill(公告媒介="市级以上报纸", 媒体名称="黄山日报", 公告发布日期="今天", 报样或截图="附件")
    one.hand_in()
    one.press("去填", "DNA采血与信息比对登记表")
    one.fill(采血日期="今天", 采血比对公安机关="歙县公安局", 陪同人员="周社工", 在院补采="否")
    one.hand_in()


def _results(one: Newcomer, numbers: Iterable[int]) -> None:
    cells = [
        c for c in one.row("传染病检查结果").findChildren(QComboBox)
        if c.accessibleName() == "传染病检查结果：结果"
    ]  # fmt: skip
    for number in numbers:
        assert cells[number].isEnabled()
        one.type(cells[number], "阴性")


def _examined(one: Newcomer) -> None:
    one.sit_down("许护士")
    one.press("去填", "入院体检与传染病检查表")
    one.fill(
        医疗机构="县医院", 检查时间="8:50", **{"身长(高)": "50"}, 体重="3.2", 头围="34",
        体温="36.8", 一般="好", 皮肤="好", 心肺="好", 腹部="好", 四肢脊柱="好", 神经="好",
        外生殖器="好", 视力="正常", 听力筛查="正常", 先天畸形="未见", 是否需救治="否",
        体检结论="健康", 体检报告="附件",
    )  # fmt: skip
    _results(one, range(5))
    one.hand_in()
    one.sit_down("许护士", datetime(2026, 11, 30, 9))
    one.reads("血常规")
    one.press("续填", "入院体检与传染病检查表")
    _results(one, [5])
    one.hand_in()


def _waited(one: Newcomer) -> None:
    one.sit_down("周社工")
    one.press("续填", "弃婴（儿）捡拾报案登记表")
    one.fill(证明出具日期="今天", 证明出具机关区划="歙县", **{"《捡拾弃婴（儿）报案证明》": "附件"})
    one.hand_in()
    one.reads("2027-01-26")
    one.sit_down("周社工", datetime(2027, 1, 26, 9))
    one.press("续填", "DNA采血与信息比对登记表")
    one.fill(比对结果="无比中", 结果出具日期="今天", 结果文书编号="1号", 文书="附件")
    one.hand_in()


def _admitted(one: Newcomer) -> None:
    one.press("办理", "报民政部门审核")
    assert one.row("区划").editor.value() == "341021", "the county of the finding"
    one.fill(机构意见="同意报审", 报审日期="今天", 审核民政部门="歙县民政局")
    one.hand_in()
    one.sit_down("程科长", datetime(2027, 1, 28, 9))
    one.press("办理", "登记民政审核结论")
    one.fill(审核结论="同意", 审核日期="今天", 审核意见文书="附件")
    one.hand_in()
    one.press("办理", "审核同意后正式入院")
    here = one.front.focusWidget()
    assert here is not None and here.accessibleName() == "正式入院日期"
    one.fill(正式入院日期="今天")
    one.hand_in()
    one.reads("✓ 在院")


def test_from_arrival_to_formal_admission(newcomer: Newcomer) -> None:
    for walk in (_arrives, _reported, _examined, _waited, _admitted):
        walk(newcomer)
    desk = newcomer.session.desk
    assert desk is not None
    (child,) = desk.house().children
    assert child.status == "IN_CARE" and child.name == "安晨"
