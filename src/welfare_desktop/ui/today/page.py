"""今日: who is here, the round under way, what the law asks next; the most urgent first."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from welfare_desktop.actions import alarms, backups, child_file, drafts, overview, today
from welfare_desktop.actions.overview import Overview
from welfare_desktop.actions.today import Duty
from welfare_desktop.domain import permissions
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.rounds import IN_HOUSE
from welfare_desktop.domain.rules.verdict import WORDS
from welfare_desktop.ui.rounds.beyond import BeyondCard
from welfare_desktop.ui.shell.clause import clause_rows, open_clause
from welfare_desktop.ui.shell.flow import Flow
from welfare_desktop.ui.shell.keys import Key, bind
from welfare_desktop.ui.shell.page import Page, Shell
from welfare_desktop.ui.shell.popups import Row
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.verdicts import TONES
from welfare_desktop.ui.shell.widgets import (
    SIGNS,
    Card,
    Chip,
    FlatButton,
    Label,
    Scroll,
    set_property,
)
from welfare_desktop.ui.today.backup_line import BackupLine
from welfare_desktop.ui.today.cards import (
    WHOLE,
    DosesCard,
    ShiftCard,
    SpecialCard,
    StatCard,
    popup,
    urgent,
)
from welfare_desktop.ui.today.draft_card import DraftCard
from welfare_desktop.ui.today.duties import DUTY_KEYS, DutyList, take_up, why_not

_WEEK = "一二三四五六日"
#: What this day brings to mind, beside the verdicts.
_RECALLED = "RECALLED"
_FILTERS = ("", "BREACH", "OVERDUE", "UNKNOWN", "WARN", "DUE", _RECALLED)
_WORDS = {"": "全部", _RECALLED: "提醒", **WORDS}
#: The three clauses that the statutory ratio answers.
_RATIO = ("C15.01", "C15.02", "C15.03")


class TodayPage(Page):
    """Four figures, the list of duties, the shift at the right."""

    title = "今日"
    keys = (*DUTY_KEYS, Key("Ctrl+D", "到期日历", "calendar"), Key("Ctrl+G", "整组训练", "group"))
    help = "点上面的卡片看明细；点计数只看这一类。标“目标”的时限是本机构定的，条款里写着依据。"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(12)
        figures = QHBoxLayout()
        figures.setSpacing(12)
        self.present = StatCard("users", "在院儿童", self._show_present)
        self.round = StatCard("clipboard-check", "本轮巡查", self._show_rounds)
        self.ratio = StatCard("user-cog", "照护配比", self._show_ratio)
        self.events = StatCard("triangle-alert", "未结异常", self._show_events)
        for card in (self.present, self.round, self.ratio, self.events):
            figures.addWidget(card, 1)
        outer.addLayout(figures)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(self._duty_card(shell), 1)
        body.addWidget(self._side(shell))
        outer.addLayout(body, 1)
        self.backup = BackupLine()
        outer.addWidget(self.backup)
        self._found: Overview | None = None
        self._all: list[Duty] = []
        self._round_again: list[Duty] = []
        self._filter = ""

    def _duty_card(self, shell: Shell) -> QWidget:
        card = Card()
        head = Flow()
        title = Label("到期与待办", "cardTitle")
        title.setMinimumSize(theme().px(90), 40)
        head.addWidget(title)
        self._chips: dict[str, Chip] = {}
        for word in _FILTERS:
            chip = Chip("", TONES.get(word, "mute"), partial(self._only, word))
            chip.setCheckable(True)
            self._chips[word] = chip
            head.addWidget(chip)
        self.mine = Chip("只看我能办的", "info", self._list)
        self.mine.setCheckable(True)
        head.addWidget(self.mine)
        calendar = FlatButton("到期日历", "calendar", partial(shell.go, "calendar"),
                              "到期日历 Ctrl+D")  # fmt: skip
        self.group = FlatButton("整组训练", "users", partial(shell.go, "group"), "整组训练 Ctrl+G")
        for button in (calendar, self.group):
            head.addWidget(button)
        bind(self, self.keys, {"calendar": calendar.click, "group": self.group.click})
        card.body.addLayout(head)
        self.list = DutyList(partial(take_up, shell))
        inside = Scroll()
        inside.inner.addWidget(self.list)
        card.body.addWidget(inside, 1)
        return card

    def _side(self, shell: Shell) -> QWidget:
        side = Scroll()
        side.setFixedWidth(318)
        self.shift, self.special = ShiftCard(shell), SpecialCard(shell)
        self.drafts, self.doses = DraftCard(shell), DosesCard(shell)
        self.beyond = BeyondCard(shell)
        for card in (self.beyond, self.shift, self.doses, self.drafts, self.special):
            side.inner.addWidget(card)
        side.inner.addStretch(1)
        return side

    def enter(self, **arguments: Any) -> None:
        trains = permissions.may_fill(FORMS["F35"], self.desk.account.roles)
        self.group.setVisible(trains)
        self.group.setEnabled(trains)  # a key presses a hidden button too
        if self._found is None:
            self.mine.setChecked(not WHOLE & set(self.desk.account.roles))
        self.refresh()

    def refresh(self) -> None:
        self._tell()
        self._all = today.duties(self.desk)
        self._round_again = today.coming_round(self.desk)
        self._list()

    def _tell(self) -> None:
        """All but the list."""
        self._found = found = overview.overview(self.desk)
        now = self.desk.now()
        wards = "、".join(w.name for w in found.mine)
        day = f"{now:%Y年%m月%d日} 星期{_WEEK[now.weekday()]}"
        self.set_header(self.title, " · ".join(filter(None, (day, found.shift, wards))))
        self._figures(found)
        self.shift.show_overview(found)
        self.doses.show_overview(found)
        self.special.show_overview(found)
        self.beyond.show_alarms(alarms.escalated(self.desk))
        self.drafts.show_drafts(drafts.my_drafts(self.desk))
        self.backup.show_backup(backups.state(self.desk))

    def _figures(self, found: Overview) -> None:
        kinds = found.elsewhere
        away = "　".join(f"{where}{count}" for where, count in kinds)
        if len(kinds) > 2:
            away = f"不在院{found.listed - found.present}"
        self.present.show_figure(
            "在院 / 在册儿童", f"{found.present} / {found.listed}", away, "mute"
        )
        self._round_figure(found)
        gap, asked = found.ratio.gap, found.ratio.load.required
        state, tone = (f"缺{gap:g}人", "bad") if gap > 0 else ("达标", "ok")
        if not asked:
            state, tone = "没有儿童", "mute"
        self.ratio.show_figure(
            "照护配比 在岗 / 应配", f"{found.ratio.carers:g} / {asked}", state, tone  # type: ignore[arg-type]
        )  # fmt: skip
        grave = sum(event.grave for event in found.events)
        word = f"{grave}件严重" if grave else "" if found.events else "没有"
        self.events.show_figure("未结异常", str(len(found.events)), word, "bad" if grave else "ok")

    def _round_figure(self, found: Overview) -> None:
        ward = urgent(found)
        if ward is None or ward.progress is None:
            self.round.show_figure("本轮巡查", "—", "没有到点的", "mute")
            return
        done, due, left = ward.progress.done, ward.progress.due, ward.progress.minutes
        title, number = f"本轮巡查 {ward.name} {ward.progress.slot[11:]}", f"{done} / {due}"
        if done >= due:
            self.round.show_figure(title, number, "已签" if ward.progress.signed else "记完未签",
                                   "ok" if ward.progress.signed else "warn")  # fmt: skip
        elif left >= 0:
            self.round.show_figure(title, number, f"余{left}分", "warn")
        else:
            self.round.show_figure(title, number, f"已迟{-left}分", "bad")

    # --- duties ---

    def _only(self, word: str) -> None:
        self._filter = word
        self._list()

    def _list(self) -> None:
        known = self._of_mine(self._all)
        for word, chip in self._chips.items():
            count = len(self._only_those(word, known))
            tone = "warn" if word == _RECALLED else TONES.get(word, "mute")
            sign = f"{SIGNS[tone]} " if word else ""
            chip.show_state(f"{sign}{_WORDS[word]} {count}", tone)
            chip.setVisible(count > 0 or word in ("", self._filter))
            chip.setChecked(word == self._filter)
            set_property(chip, "chosen", word == self._filter)
        set_property(self.mine, "chosen", self.mine.isChecked())
        shown = self._only_those(self._filter, known)
        none = "这一类现在没有要办的事。" if known else "现在没有要办的事。"
        if not self.desk.seen().children:
            told = permissions.why_not_fill(FORMS["F01"], self.desk.account.roles)
            ways = "请到“设置”里从花名册建账，或在“儿童档案”里接收新来的儿童"
            none = f"还没有儿童档案。{f'接收儿童的表{told}' if told else ways}。"
        duties = [(d, why_not(self.desk, d)) for d in shown]
        self.list.show_duties(duties, self.desk.now().date(), none)

    def _of_mine(self, found: list[Duty]) -> list[Duty]:
        """What this person may do, the own wards first; or everything."""
        if not self.mine.isChecked():
            return found
        return today.own_first(self.desk, [d for d in found if today.may_do(self.desk, d)])

    def _only_those(self, word: str, known: list[Duty]) -> list[Duty]:
        if word == _RECALLED:
            return [d for d in known if d.recalled] + self._of_mine(self._round_again)
        return [d for d in known if not word or d.verdict == word]

    # --- lists behind the figures ---

    def _show_present(self, card: StatCard) -> None:
        """Who is away, each by name; then the wards, each opening its list."""
        here = [c for c in self.desk.seen().children if c.here]
        rows = [
            Row(child.name, "", child_file.state_of(child), "warn",
                partial(self.shell.go, "children", child=child.id))
            for child in here if (child.whereabouts or "") not in IN_HOUSE
        ]  # fmt: skip
        for ward in self.desk.seen().wards:
            count = sum(child.ward == ward.id for child in here)
            rows.append(Row(ward.text("name"), f"{count}名",
                            open=partial(self.shell.go, "children", ward=ward.id)))  # fmt: skip
        rows.append(Row("全部在册儿童", f"{len(here)}名", open=partial(self.shell.go, "children")))
        popup(card, "在院儿童", rows)

    def _show_rounds(self, card: StatCard) -> None:
        rows = []
        for ward in self._found.wards if self._found else ():
            next_at = f"下一轮 {ward.next_at:%H:%M}" if ward.next_at else ""
            done = f"{ward.progress.slot[11:]} 已看{ward.progress.done}/{ward.progress.due}名　" \
                if ward.progress else ""  # fmt: skip
            rows.append(Row(ward.name, f"{done}{next_at}",
                            open=partial(self.shell.go, "rounds", tab="board", ward=ward.ward)))  # fmt: skip
        rows = rows or [Row("没有儿童的区域不巡查。")]
        rows.append(Row("带班一览 F7", "各区域一览，夜间报告", open=partial(self.shell.go, "lead")))
        popup(card, "各区域巡查", rows)

    def _show_ratio(self, card: StatCard) -> None:
        if self._found is None:
            return
        rows = [Row(self._found.ratio.words, "法定配比：按全院合计，按在岗一线护理人员计")]
        told = {clause: clause_rows(clause)[0].text for clause in _RATIO}
        rows += [
            Row(f"ⓘ {c} {text}", open=partial(open_clause, c, card)) for c, text in told.items()
        ]
        for ward in self._found.wards:
            there = "、".join(ward.on_duty) or "没有人"
            short = len(ward.on_duty) < ward.needed
            rows.append(Row(f"{ward.name}当班 {there}", f"本班至少{ward.needed}人（班次覆盖，不是法定配比）",
                            "不足" if short else "够", "warn" if short else "ok"))  # fmt: skip
        popup(card, "照护配比", rows)

    def _show_events(self, card: StatCard) -> None:
        rows = [
            Row(event.words, "", "严重" if event.grave else "", "bad",
                partial(self.shell.go, "event", record=event.record))
            for event in (self._found.events if self._found else ())
        ]  # fmt: skip
        rows.append(Row("登记新的异常", open=partial(self.shell.go, "record", form="F31")))
        popup(card, "未结异常", rows)

    def beat(self) -> None:
        """A list that holds the keyboard keeps its rows; shift, round and doses never stand still."""
        held = self.list.isAncestorOf(self.window().focusWidget() or self)
        (self._tell if held else self.refresh)()

    def clear(self) -> None:
        self._all, self._round_again, self._found = [], [], None
        self.list.show_duties([], self.desk.now().date())
        self.drafts.show_drafts(())
        self.doses.forget()
        for card in (self.shift, self.special, self.beyond):
            card.forget()

    def first_focus(self) -> QWidget | None:
        if self.beyond.rows:
            return self.beyond.rows[0]
        rows = [row for row in self.list.rows if row.do.isEnabled()]
        return rows[0].do if rows else self.shift.start
