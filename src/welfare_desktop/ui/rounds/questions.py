"""What the board asks: 异常, 不在场, 未能查看, 体温, 补录, 更正, 找人; and who is shown beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from welfare_desktop.actions import events, marks, rounds, whereabouts
from welfare_desktop.domain import board as boards
from welfare_desktop.domain import care, permissions
from welfare_desktop.domain import rounds as rules
from welfare_desktop.domain.attention import FEVER
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.codes import code_list, label
from welfare_desktop.domain.deadlines import age_words
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import Child
from welfare_desktop.ui.rounds.asks import (
    Choice,
    LineAsk,
    OfferAsk,
    PickAsk,
    PointsAsk,
    finding,
    reason_words,
    temperature,
    words,
)
from welfare_desktop.ui.rounds.jump import NOBODY, JumpAsk, by_code

if TYPE_CHECKING:
    from welfare_desktop.ui.rounds.walk import Walk

_HOSPITAL, _MISSING, _FEVERISH, _LOST = "HOSPITAL", "MISSING", "1", "14"
_ASK_NURSE = "住院由护士或医生登记，请找当班护士。现在就要送医院，按F3，再按H。"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a mark goes, whatever the cursor does meanwhile.

    Args:
        slot: ``None`` for an unscheduled look. reason: of a 补录.
    """

    child: str
    slot: datetime | None
    reason: str = ""


class Questions:
    """Questions of one board."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk

    def _child(self, child_id: str) -> Child:
        known = rounds.ward_house(self._walk.desk).child(child_id)
        if known is None:
            raise Refused("这个区域没有这名儿童，请核对。")
        return known

    def describe(self, child_id: str) -> None:
        """The card of the child under the cursor."""
        side, desk = self._walk.side, self._walk.desk
        child = rounds.ward_house(desk).child(child_id) if child_id else None
        if child is None:
            side.show_person("", "", "", "")
            return
        house, now = rounds.ward_house(desk), desk.now()
        sex = label("CL-SEX", child.sex).removesuffix("性")
        age = age_words(child.birth_date, now.date())
        lines = boards.facts(house, child)
        row = self._walk.board.row()
        if row is not None and row.looks:
            seen = [f"{look.at[11:16]}{rules.SIGNS[look.mark][0]}" for look in row.looks[-3:]]
            lines.append(f"临时查看：{' '.join(seen)}")
        lines += care.in_pairs(care.today(house, child.id))
        place = " · ".join(part for part in (rules.bed_words(child.bed), sex, age) if part)
        side.show_person(child.name, place, "\n".join(lines), rules.stated(child, now))

    # --- marks ---

    def take(self, meaning: str, spot: Spot) -> None:
        """What a key means for a spot: ``mark:3``, ``temp``, ``note``."""
        if meaning.startswith("mark:"):
            self._mark(meaning[5:], spot)
        else:
            self._more(meaning, spot)

    def _mark(self, code: str, spot: Spot) -> None:
        child = self._child(spot.child)
        away = child.whereabouts not in rules.IN_HOUSE
        if code in ("1", "2", "3") and away:
            self._returned(child, code, spot)
        elif code == "3":
            self._abnormal(child, spot)
        elif code == "4" and not away:
            self._where(child, spot)
        elif code == "5":
            ask = LineAsk(
                f"{child.name}未能查看", "写明原因，回车存好", words, "例：在浴室，门锁着"
            )
            self._walk.ask(ask, lambda why: self._put("5", spot, note=why))
        else:
            self._walk.put(code, spot)

    def _put(self, code: str, spot: Spot, **more: Any) -> None:
        """Written first: a question whose answer could not be kept stands with what was typed."""
        self._walk.put(code, spot, **more)
        self._walk.back()

    def _abnormal(self, child: Child, spot: Spot) -> None:
        kinds = [Choice(code, name) for code, name in code_list("CL-ABN").items]

        def picked(kind: str) -> None:
            name = label("CL-ABN", kind)
            ask = LineAsk(f"{child.name}：{name}", "体温或情况，回车存好", finding, "38.2 咳嗽")
            self._walk.ask(ask, lambda found: self._found(child, kind, spot, *found))

        self._walk.ask(PickAsk(f"{child.name} 异常", kinds), picked)

    def _found(self, child: Child, kind: str, spot: Spot, temp: float | None, note: str) -> None:
        said = f"{label('CL-ABN', kind)} {note}".strip()
        at = minute_text(self._walk.desk.now())
        self._put("3", spot, temp=temp, note=said)
        degrees = f" {temp:g}℃" if temp is not None else ""
        desc = " ".join(part for part in (degrees.strip(), note) if part)
        self._offer(child, f"{said}{degrees}", {"found_at": at, "type": kind, "desc": desc})

    def _offer(self, child: Child, said: str, more: dict[str, Any]) -> None:
        """登记事件 after a mark 异常."""
        told = f"{child.name}：{said}。登记后写处置和通知。"
        offer = OfferAsk("登记事件？", told, "登记 Enter")
        self._walk.ask(offer, lambda _: self._event(child, more))

    def _event(self, child: Child, more: dict[str, Any]) -> None:
        """Saved with what is known; its page takes it on from there."""
        event = events.found(self._walk.desk, child.id, self._walk.ward, more)
        self._walk.side.drop()
        self._walk.shell.go("event", record=event.id)

    def _where(self, child: Child, spot: Spot) -> None:
        names = dict(code_list("CL-WHERE").items)
        by_hand = [c for c in whereabouts.BY_HAND if c not in rules.IN_HOUSE]
        choices = [Choice(code, names[code]) for code in (_HOSPITAL, *by_hand)]
        choices.append(Choice(_MISSING, "找不到：登记走失"))

        def picked(where: str) -> None:
            self._walk.side.drop()
            if where == _MISSING:
                self._event(child, {"type": _LOST})
            elif where == _HOSPITAL and not self._fills_visits():
                self._walk.back()
                self._walk.shell.say(_ASK_NURSE, "warn")
            elif where == _HOSPITAL:
                self._walk.shell.go(
                    "record", form="F24", child=child.id, values={"visit_type": "3"}
                )
            else:
                whereabouts.move(self._walk.desk, child.id, where, reason="巡查时登记")
                self._put("4", spot)

        self._walk.ask(PickAsk(f"{child.name}在哪里？", choices, "登记为在院；按数字选"), picked)

    def _fills_visits(self) -> bool:
        return permissions.may_fill(FORMS["F24"], self._walk.desk.account.roles)

    def _returned(self, child: Child, code: str, spot: Spot) -> None:
        where = label("CL-WHERE", child.whereabouts or "")
        if child.whereabouts not in whereabouts.BY_HAND:
            self._walk.shell.say(
                f"{child.name}登记为{where}。先把那份记录写完（返回时间），再记。", "warn"
            )
            return

        def yes(_: object) -> None:
            whereabouts.move(self._walk.desk, child.id, "ON_SITE", reason="巡查时见到")
            self._walk.back()
            self._walk.refresh()
            self._mark(code, spot)

        self._walk.ask(OfferAsk(f"{child.name}回来了？", f"登记为{where}", "已回来 Enter"), yes)

    def environment(self, round_id: str) -> None:
        """E: the five points are all right; exceptions by digit, written ones stay."""
        walk = self._walk
        kept, looked = rounds.exceptions(walk.desk, round_id), rounds.surveyed(walk.desk, round_id)
        rounds.environment(walk.desk, round_id, kept)
        walk.done = None if looked else partial(rounds.not_looked, walk.desk, round_id)

        def noted(notes: dict[str, str]) -> None:
            rounds.environment(walk.desk, round_id, notes)

        walk.ask(PointsAsk(FORMS["F30"].field("environment").points, kept), noted)
        walk.show_progress()

    def _more(self, kind: str, spot: Spot) -> None:
        """T and N: a temperature or a note; stays on the child."""
        child = self._child(spot.child)
        if kind == "temp":
            ask = LineAsk(f"{child.name} 体温", "摄氏度，回车存好", temperature, "37.8")
            self._walk.ask(ask, lambda value: self._warm(child, spot, value))
        else:
            cell = self._walk.board.cell()
            text = rules.own_words(cell.note) if cell and spot.slot else ""
            ask = LineAsk(f"{child.name} 备注", "回车存好", words, text=text)
            self._walk.ask(ask, lambda note: self._add(spot, note=note))

    def _warm(self, child: Child, spot: Spot, temp: float) -> None:
        """A fever is never kept as 正常: it is marked 异常, and the event offered."""
        if temp >= FEVER:
            self._found(child, _FEVERISH, spot, temp, "")
        else:
            self._add(spot, temp=temp)

    def _add(self, spot: Spot, **more: Any) -> None:
        walk = self._walk
        known = rounds.find(walk.desk, walk.ward, spot.slot)
        if known is not None and rounds.add_to_mark(walk.desk, known.id, spot.child, **more):
            walk.refresh()
        else:
            walk.put("1", spot, forward=False, **more)
        walk.back()

    # --- past slots ---

    def backfill(self, meaning: str, spot: Spot) -> None:
        """A past slot: 补录 with the real time and a reason, asked once a round."""
        if spot.reason:
            self.take(meaning, spot)
            return

        def given(reason: str) -> None:
            self._walk.back()
            self.take(meaning, replace(spot, reason=reason))

        title = f"补录 {spot.slot:%H:%M} 的巡查"
        self._walk.ask(LineAsk(title, "写明为什么现在才记，回车", reason_words), given)

    def correct(self, child_id: str, slot: datetime) -> None:
        """Backspace after signing: 更正 with a reason, the old value stays readable."""
        child, cell = self._child(child_id), self._walk.board.cell()
        choices = [Choice(code, name) for code, name in code_list("CL-MARK").items]

        def picked(code: str) -> None:
            def given(reason: str) -> None:
                marks.correct(self._walk.desk, slot, child.id, code, reason)
                self._walk.back()
                self._walk.refresh()
                self._walk.shell.say("已更正，原来的记录还看得到。")
                if code == "3" and cell is not None:
                    self._offer(child, f"{slot:%H:%M}更正为异常", {"found_at": cell.at[:16]})

            name = label("CL-MARK", code)
            self._walk.ask(LineAsk(f"更正为{name}", "写明更正原因，回车", words), given)

        title = f"更正 {child.name} {slot:%H:%M}"
        self._walk.ask(PickAsk(title, choices, "这一轮已签；按数字选正确的标记"), picked)

    # --- children ---

    def jump(self) -> None:
        """/: to a child by pinyin, number, bed or wristband."""
        ask = JumpAsk(self._walk.board.cells.board, rounds.ward_house(self._walk.desk))
        ask.missed.connect(self.scanned)
        self._walk.ask(ask, self._at)

    def _at(self, child: str) -> None:
        self._walk.back()
        self._walk.board.at_child(child)

    def scanned(self, text: str) -> None:
        """What a scanner typed, or what fits nobody here: to its child, or said where it is."""
        house, board = rounds.ward_house(self._walk.desk), self._walk.board.cells.board
        child = by_code(house, text)
        self._walk.back()
        if child is not None and board and any(row.child == child.id for row in board.rows):
            self._walk.board.at_child(child.id)
        elif child is not None and child.here and (ward := house.record("X02", child.ward or "")):
            self._walk.shell.say(
                f"{child.name}在{ward.text('name')}，请换到那个区域的巡查板。", "warn"
            )
        else:
            self._walk.shell.say(NOBODY, "warn")

    def details(self) -> None:
        """Enter: the child's file; Alt+← comes back."""
        child = self._walk.board.child()
        if child is not None:
            self._walk.shell.go("children", child=child)
