"""The foot of the handover page: signatures, 退回, 代交, paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from welfare_desktop.actions import addenda, handover, printing, rounds
from welfare_desktop.actions.handover import Given, Said, Written
from welfare_desktop.domain import handover_signing as signing
from welfare_desktop.domain import staffing
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.house import House
from welfare_desktop.domain.record import Record
from welfare_desktop.ui.rounds.special import SpecialCard
from welfare_desktop.ui.shell.page import Shell
from welfare_desktop.ui.shell.popups import ListPopup, Row
from welfare_desktop.ui.shell.widgets import Button, Label, PrimaryButton

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Signer

_PAST = 12
_GIVES = "Ctrl+↓ ↑ 换卡　A 待办　Esc 回到卡　Ctrl+Enter 签字"
_TAKES = "Ctrl+↓ ↑ 换卡　R 复述　1–3 选一句　B 床头　异常：1 接收 2 退回　Ctrl+Enter 签字"
_ASKS = {
    "off_roster_reason": "接班人没排班：写明原因",
    "proxy_reason": "代交的原因：谁不在、为什么",
    "refusal": "退回的原因：哪里不清楚、要补什么",
    "addendum": "补充到上一次交接：写明什么事",
}


class Handed(Protocol):
    """What the foot asks of the page above it."""

    ward: str
    place: str
    house: House
    given: Given | None
    written: Written
    said: Said
    cards: list[SpecialCard]

    def gather(self) -> None:
        """Read what stands in the editors."""

    def keep(self) -> None:
        """Keep it as a draft."""

    def begin(self) -> None:
        """The keyboard at its first place, in view."""

    def to_census(self) -> None:
        """Bring the count into view."""

    def to_open_card(self) -> None:
        """The first child that is not yet repeated back."""


class HandoverFoot(QWidget):
    """Two signatures, one after the other; each asks that person's PIN."""

    def __init__(self, shell: Shell, page: Handed) -> None:
        super().__init__()
        self._shell, self._page = shell, page
        self._leader: Signer | None = None
        self._field, self._stood_against = "", False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        self.asked, self.reason = Label("", "fieldLabel"), QLineEdit()
        self.asked.setBuddy(self.reason)
        for widget in (self.asked, self.reason):
            column.addWidget(widget)
            widget.hide()
        row = QHBoxLayout()
        self.hint = Label("", "hint").wrap()
        row.addWidget(self.hint, 1)
        self.more = Button("补充", "plus", self._add, "补充上一次交接")
        self.past = Button("历次交接", "history", self._show_past)
        self.paper = Button("打印", "printer", self._print, "打印交接单")
        self.sheets = Button("纸表", "file-text", None, "纸表：打印备用、补录，Ctrl+Shift+P")
        self.back = Button("退回", "undo-2", self._send_back, "退回给交班人")
        self.proxy = Button("代交", "user", self._ask_leader, "代交：带班领导批准")
        self.sign = PrimaryButton("", "signature", self.sign_now, "签字")
        for button in (
            self.more,
            self.past,
            self.paper,
            self.sheets,
            self.proxy,
            self.back,
            self.sign,
        ):
            row.addWidget(button)
        column.addLayout(row)

    def show_phase(self) -> None:
        """Buttons of the giver or of the receiver."""
        taking = self._page.given is not None
        self.back.setVisible(taking)
        self.proxy.setVisible(not taking)
        self.more.setVisible(not taking and bool(self._last()))
        self.hint.setText(_TAKES if taking else _GIVES)
        words = "接班人签字" if taking else "交班人签字"
        self.sign.setText(f" {words}")
        self.sign.setAccessibleName(f"{words}，Ctrl+Enter")

    def _ask_reason(self, field: str) -> None:
        if self._field != field:
            self.reason.clear()
        self._field = field
        self.asked.setText(_ASKS[field])
        self.reason.setAccessibleName(_ASKS[field])
        for widget in (self.asked, self.reason):
            widget.show()
        self.reason.setFocus()

    def said(self, field: str) -> str:
        """What was written to a question, empty if it is not the one that was asked."""
        return self.reason.text().strip() if self._field == field else ""

    def _answer(self, field: str) -> str:
        """What was written to a question; asked first, if it was not."""
        said = self.said(field)
        if not said:
            self._ask_reason(field)
        return said

    def _ask_leader(self) -> None:
        if not self._answer("proxy_reason"):
            return

        def approved(leader: Signer) -> None:
            self._leader = leader
            self._shell.say(f"{leader.name}已批准代交。请代交人签字。", "info")

        self._shell.ask_signature("批准代交这一班", approved, title="带班领导签字")

    def sign_now(self) -> None:
        """Ctrl+Enter: the giver's signature, then the receiver's."""
        page = self._page
        if not page.ward:
            return
        page.gather()
        if page.given is not None:
            self._shell.ask_signature(f"接{self._shift_words()}", self._take, title="接班人签字",
                                      who=self._login(self._takers()))  # fmt: skip
        elif page.written.seen is None:
            self._stood_against = True
            self._shell.say("请先数一遍，填实在人数。", "warn")
            page.to_census()
        else:
            self._shell.ask_signature(
                f"交{self._shift_words()}", self._give, title="交班人签字",
                who=self._login(self._givers()),
            )  # fmt: skip

    def _givers(self) -> list[str]:
        """Who gives: the window's person if on duty, else whoever is."""
        desk, house = self._shell.desk, self._page.house
        there = staffing.on_duty(house, self._page.ward, house.now)
        return [] if desk.account.staff in there else there

    def _takers(self) -> list[str]:
        house, given = self._page.house, self._page.given
        coming = signing.incoming(house, self._page.ward, house.now)
        return [p for p in coming if given is None or p != given.mark["by"]]

    def _login(self, people: Sequence[str]) -> str:
        """The account chosen at first: of the first of these, else the window's own."""
        accounts = {a.staff: a.login for a in self._shell.desk.accounts()}
        own = self._shell.desk.account.login
        return next((accounts[p] for p in people if p in accounts), own)

    def _shift_words(self) -> str:
        ward = rounds.ward_house(self._shell.desk).record("X02", self._page.ward)
        return f"{ward.text('name') if ward else ''}这一班，重点儿童{len(self._page.cards)}名"

    def _tried(self, what: Callable[[], object]) -> bool:
        try:
            what()
        except (Refused, Trouble) as error:
            if isinstance(error, Refused) and error.field in _ASKS:
                self._ask_reason(error.field)
            elif isinstance(error, Refused) and error.field == "special_list":
                self._page.to_open_card()
            page = self._page
            if (handover.pending(self._shell.desk, page.place) is None) != (page.given is None):
                self._shell.changed()  # another window was quicker
            self._shell.bad_news(error)
            self._stood_against = True
            return False
        return True

    def mended(self) -> None:
        """Something was answered: what stood against a signature may be true no longer."""
        if self._stood_against:
            self._stood_against = False
            self._shell.unsay()

    def _give(self, giver: Signer) -> None:
        page = self._page
        reason = self.said("proxy_reason")
        give = partial(handover.give, self._shell.desk, page.place, giver, page.written,
                       leader=self._leader, proxy_reason=reason)  # fmt: skip
        if self._tried(give):
            self._done(f"{giver.name}已交班。请接班人逐名复述，再签字。")

    def _take(self, taker: Signer) -> None:
        page = self._page
        giver = page.given.mark["by"] if page.given else ""
        if self._tried(lambda: handover.take(self._shell.desk, page.place, taker, page.said)):
            if giver == self._shell.desk.account.staff and page.written.paper is None:
                self._shell.shift_over()
            self._done(
                f"{taker.name}已接班。可以打印交接单和备用纸表（Ctrl+Shift+P）；离开时按两次F9锁屏。"
            )

    def _send_back(self) -> None:
        reason = self._answer("refusal")
        if not reason:
            return
        self._shell.ask_signature("退回这一班的交接", partial(self._refused, reason),
                                  title="接班人退回")  # fmt: skip

    def _refused(self, reason: str, taker: Signer) -> None:
        if self._tried(lambda: handover.refuse(self._shell.desk, self._page.place, reason, taker)):
            self._done(f"{taker.name}已退回：{reason}")

    def _done(self, sentence: str) -> None:
        self._leader, self._field = None, ""
        self.reason.clear()
        self.reason.hide()
        self.asked.hide()
        self._shell.changed()
        self._page.begin()
        self._shell.say(sentence)

    def _last(self) -> Record | None:
        return next(iter(handover.past(self._shell.desk, self._page.ward, 1)), None)

    def _add(self) -> None:
        text = self._answer("addendum")
        if text:
            self._shell.ask_signature(
                "补充上一次交接", partial(self._added, text), title="补充签字"
            )

    def _added(self, text: str, signer: Signer) -> None:
        last = self._last()
        if last and self._tried(lambda: addenda.add(self._shell.desk, last.id, text, signer)):
            self._done(f"{signer.name}已补充：{text}")

    def _print(self) -> None:
        self._page.keep()
        made = printing.handover_paper(self._shell.desk, self._page.ward)
        self._shell.show_paper("交接班记录", made, "交接班.pdf")

    def _show_past(self) -> None:
        rows = []
        for record in handover.past(self._shell.desk, self._page.ward, _PAST):
            names = f"{record.get('by_out')['name']} → {record.get('by_in')['name']}"
            rows.append(Row(f"{record.text('handover_at').replace('T', ' ')}　{names}",
                            open=partial(self._show_sheet, record)))  # fmt: skip
        popup = ListPopup("历次交接", rows or [Row("还没有交接过。")], self)
        popup.open_under(self.past)

    def _show_sheet(self, record: Record) -> None:
        made = printing.handover_paper(self._shell.desk, self._page.ward, record)
        self._shell.show_paper("交接班记录", made, f"交接班-{record.form_no}.pdf")
