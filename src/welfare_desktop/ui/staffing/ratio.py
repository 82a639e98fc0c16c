"""配比: the statutory reading, each ward now, and the shifts of the next seven days."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from welfare_desktop.actions import cover
from welfare_desktop.actions.cover import ShiftLine, Standing, WardLine
from welfare_desktop.domain.codes import label
from welfare_desktop.ui.shell.page import Page
from welfare_desktop.ui.shell.popups import ListPopup, Row
from welfare_desktop.ui.shell.rows import Column, RowsView
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import (
    SIGNS,
    Card,
    CheckBox,
    Elided,
    Label,
    Scroll,
    StatusLabel,
)

_DAYS = 5
#: From this width on the two upper cards stand side by side; the least height of the list below.
_TWO, _LEAST = 900, 130


class RatioTab(QWidget):
    """Enter on a ward or a shift: who could come."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self._all: list[ShiftLine] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        held = Scroll(spacing=6)
        outer.addWidget(held)
        self._above = QHBoxLayout()
        self._above.setSpacing(10)
        self._above.addWidget(self._statutory(), 4)
        self._above.addWidget(self._wards(), 7)
        held.inner.addLayout(self._above)
        held.inner.addWidget(self._coming(), 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where two cards side by side would cut their columns, they stand one below the other."""
        super().resizeEvent(event)
        way = QBoxLayout.Direction
        self._above.setDirection(way.TopToBottom if self._narrow() else way.LeftToRight)

    def _narrow(self) -> bool:
        return self.width() < theme().px(_TWO)

    def first(self) -> QWidget:
        """The coming shifts, where they are seen without moving down."""
        return self.wards if self._narrow() else self.shifts

    def _statutory(self) -> Card:
        card = Card("全院配比（法定）", spacing=4)
        self.state = StatusLabel("", "mute")
        card.head.addWidget(self.state)
        self.words = Label("").wrap()
        self.days = Elided("", "secondary")
        card.body.addWidget(self.words)
        card.body.addWidget(self.days)
        card.body.addStretch(1)
        return card

    def _wards(self) -> Card:
        card = Card("各区域现在", spacing=4)
        self.wards = RowsView("各区域现在", (
            Column("区域", lambda w: w.name, 96, strong=True),
            Column("自理/半/不能", _load, 104),
            Column("本区应配", lambda w: f"{w.load.required}人", 76),
            Column("当班应到", lambda w: f"{w.needed}人", 76),
            Column("现在当班", lambda w: "、".join(w.people) or "没有人当班"),
            Column("班次覆盖", _ward_words, 110, tone=_ward_tone),
        ))  # fmt: skip
        self.wards.chosen.connect(self._help_ward)
        self.summed = Elided("", "hint")
        card.body.addWidget(self.wards)
        card.body.addWidget(self.summed)
        return card

    def _coming(self) -> Card:
        card = Card("今晚和今后七天的班次", spacing=4)
        self.only = CheckBox("只看要补的")
        self.only.toggled.connect(self._list)
        card.head.addWidget(self.only)
        self.shifts = RowsView("今后七天的班次", (
            Column("日期", lambda s: f"{s.cover.start:%m-%d}", 66),
            Column("班次", lambda s: label("CL-SHIFT", s.cover.shift), 120),
            Column("区域", lambda s: s.name, 110, strong=True),
            Column("应到", lambda s: f"{s.cover.worst.required}人", 60),
            Column("能到", lambda s: "、".join(s.people) or "—", 230),
            Column("情况", _shift_words, tone=_shift_tone),
        ))  # fmt: skip
        self.shifts.chosen.connect(self._help_shift)
        self.shifts.setMinimumHeight(theme().px(_LEAST))
        card.body.addWidget(self.shifts, 1)
        return card

    def refresh(self) -> None:
        """Read anew; the cursors stay."""
        desk = self.page.desk
        standing = cover.standing(desk)
        self._show_statutory(standing)
        at = max(0, self.wards.currentIndex().row())
        self.wards.show_things(standing.wards)
        if standing.wards:
            self.wards.selectRow(min(at, len(standing.wards) - 1))
        line = self.wards.verticalHeader().defaultSectionSize()
        shown = min(max(1, len(standing.wards)), 3)
        head = self.wards.horizontalHeader().sizeHint().height() + 2
        self.wards.setMinimumHeight(line + head)
        self.wards.setMaximumHeight(line * shown + head + 8)
        self._all = cover.coming(desk)
        self._list()

    def _show_statutory(self, standing: Standing) -> None:
        ratio = standing.statutory.pooled
        short = ratio.gap > 0
        self.state.show_state(f"缺{ratio.gap:g}人" if short else "够", "bad" if short else "ok")
        self.words.setText(f"{ratio.words}。")
        days = "、".join(f"{day.day}日缺{gap:g}" for day, gap in standing.short_days[-_DAYS:])
        count = len(standing.short_days)
        self.days.setText(
            f"本月8:00缺人{count}天：{days}" if count else "本月到今天没有缺人的日子。"
        )
        pooled, summed = ratio.load.required, standing.statutory.summed
        self.summed.setText(
            f"“本区应配”各自进位，相加{summed}人；法定看全院合并，应配{pooled}人。"
            "“当班应到”是班次覆盖。回车看谁能来。"
        )

    def _list(self) -> None:
        at = max(0, self.shifts.currentIndex().row())
        shown = [s for s in self._all if s.said or not self.only.isChecked()]
        self.shifts.show_things(shown)
        if shown:
            self.shifts.selectRow(min(at, len(shown) - 1))

    def _help_ward(self, ward: WardLine) -> None:
        line = next((s for s in self._all if s.cover.ward == ward.ward), None)
        if line is not None:
            self._popup(line, self.wards)

    def _help_shift(self, line: ShiftLine) -> None:
        self._popup(line, self.shifts)

    def _popup(self, line: ShiftLine, anchor: QWidget) -> None:
        """Who cannot come, who could be moved, whom to call, and the month to plan."""
        shift = line.cover
        rows = [Row(words, "排了班，来不了", "来不了", "warn") for words in line.cannot]
        for name, one in cover.helpers(self.page.desk, shift):
            word, tone = ("可调", "ok") if one.kind == "move" else ("可叫", "info")
            rows.append(Row(f"{name}　{one.phone}", one.reason, word, tone))  # type: ignore[arg-type]
        if not rows:
            rows.append(Row("没有人能调、能叫。", "别的区域也只够，休息的人歇不满11小时。"))
        go = partial(self.page.shell.go, "staffing", ward=shift.ward, month=shift.start.date())
        rows.append(Row("打开这个月的排班", open=go))
        when = f"{shift.start:%m-%d}{label('CL-SHIFT', shift.shift)}"
        ListPopup(f"{line.name}{when}：谁能来", rows, self).open_under(anchor)

    def clear(self) -> None:
        """Nothing readable stays."""
        self._all = []
        self.wards.show_things(())
        self.shifts.show_things(())


def _load(ward: WardLine) -> str:
    return f"{ward.load.n1} / {ward.load.n2} / {ward.load.n3}"


def _ward_words(ward: WardLine) -> str:
    said = [f"缺{ward.short}人"] if ward.short else []
    said += [] if ward.woman else ["没有女性"]
    return f"{SIGNS[_ward_tone(ward)]} {'，'.join(said) or '够'}"


def _ward_tone(ward: WardLine) -> Tone:
    return "bad" if ward.short or not ward.woman else "ok"


def _shift_words(line: ShiftLine) -> str:
    return f"{SIGNS[_shift_tone(line)]} {'；'.join(line.said) or '够'}"


def _shift_tone(line: ShiftLine) -> Tone:
    return "bad" if line.grave else "warn" if line.said else "ok"
