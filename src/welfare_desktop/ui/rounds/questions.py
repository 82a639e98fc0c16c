"""What the board asks: 异常, 不在场, 未能查看, 体温, 补录, 更正, 找人; and who is shown beside it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from welfare_desktop.actions import rounds, whereabouts
from welfare_desktop.domain import rounds as rules
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.codes import code_list, label
from welfare_desktop.domain.deadlines import age_on
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import Child
from welfare_desktop.ui.rounds.asks import (
    Choice,
    LineAsk,
    OfferAsk,
    PickAsk,
    PointsAsk,
    finding,
    temperature,
    words,
)

if TYPE_CHECKING:
    from welfare_desktop.ui.rounds.walk import Walk

_INFANT = "婴儿四点：仰卧、面部无遮、床内无软物、呼吸肤色正常"
_HOSPITAL, _MISSING, _LOST = "HOSPITAL", "MISSING", "14"


class Questions:
    """Questions of one board."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk

    def _child(self) -> Child | None:
        return self._walk.desk.house().child(self._walk.board.child() or "")

    def describe(self, child_id: str) -> None:
        """The card of the child under the cursor."""
        side, desk = self._walk.side, self._walk.desk
        child = desk.house().child(child_id) if child_id else None
        side.who.setText(child.name if child else "")
        side.points.setVisible(child is not None and rules.is_infant(child, desk.now().date()))
        side.points.show_state(_INFANT, "info")
        if child is None:
            side.place.clear()
            side.facts.clear()
            return
        age = f"{age_on(child.birth_date, desk.now().date())}岁" if child.birth_date else "年龄不详"
        sex = label("CL-SEX", child.sex).removesuffix("性")
        side.place.setText(f"{child.bed}床 · {sex} · {age}")
        allergy = child.record.text("allergy") or "未核"
        lines = [f"过敏：{allergy}"]
        where = child.whereabouts or ""
        if where not in rules.IN_HOUSE:
            lines.append(f"现在：{label('CL-WHERE', where)}")
        last = rules.last_abnormal(desk.house(), child.id)
        if last:
            lines.append(f"上次异常：{last}")
        side.facts.setText("\n".join(lines))

    # --- marks ---

    def mark(self, code: str, round_id: str = "", note: str = "") -> None:
        """Keys 1–5. ``round_id`` and ``note``: of a back-filled round."""
        child = self._child()
        if child is None:
            return
        away = child.whereabouts not in rules.IN_HOUSE
        if code in ("1", "2", "3") and away:
            self._returned(child, code)
        elif code == "3":
            self._abnormal(child, round_id)
        elif code == "4" and not away:
            self._where(child)
        elif code == "5":
            ask = LineAsk("未能查看", "写明原因，回车存好", words, "例：在浴室，门锁着")
            self._walk.ask(ask, lambda why: self._put("5", round_id, note=why))
        else:
            self._walk.put(code, round_id, note=note)

    def _put(self, code: str, round_id: str, **more: Any) -> None:
        self._walk.back()
        self._walk.put(code, round_id, **more)

    def _abnormal(self, child: Child, round_id: str) -> None:
        kinds = [Choice(code, name) for code, name in code_list("CL-ABN").items]

        def picked(kind: str) -> None:
            name = label("CL-ABN", kind)
            ask = LineAsk(
                f"{child.name}：{name}", "体温或情况，Ctrl+Enter 存好", finding, "38.2 咳嗽"
            )
            self._walk.ask(ask, lambda found: self._found(child, kind, round_id, *found))

        self._walk.ask(PickAsk(f"{child.name} 异常", kinds), picked)

    def _found(self, child: Child, kind: str, round_id: str, temp: float | None, note: str) -> None:
        said = f"{label('CL-ABN', kind)} {note}".strip()
        at = minute_text(self._walk.desk.now())
        self._put("3", round_id, temp=temp, note=said)
        offer = OfferAsk("登记事件？", f"{child.name}：{said}。登记后记处置和通知", "登记 Enter")
        self._walk.ask(offer, lambda _: self._event(child, kind, at, note))

    def _event(self, child: Child, kind: str, at: str, note: str) -> None:
        ward = self._walk.desk.house().record("X02", self._walk.ward)
        values = {
            "found_at": at, "place": ward.text("name") if ward else "", "children": [child.id],
            "found_by": self._walk.desk.account.staff, "type": kind, "desc": note,
        }  # fmt: skip
        self._walk.side.drop()
        self._walk.shell.go("record", form="F31", values={k: v for k, v in values.items() if v})

    def _where(self, child: Child) -> None:
        names = dict(code_list("CL-WHERE").items)
        by_hand = [c for c in whereabouts.BY_HAND if c not in rules.IN_HOUSE]
        choices = [Choice(code, names[code]) for code in (_HOSPITAL, *by_hand)]
        choices.append(Choice(_MISSING, "找不到：登记走失"))

        def picked(where: str) -> None:
            self._walk.side.drop()
            if where == _MISSING:
                self._event(child, _LOST, minute_text(self._walk.desk.now()), "")
            elif where == _HOSPITAL:
                self._walk.shell.go(
                    "record", form="F24", child=child.id, values={"visit_type": "3"}
                )
            else:
                whereabouts.move(self._walk.desk, child.id, where, reason="巡查时登记")
                self._walk.back()
                self._walk.put("4")

        self._walk.ask(PickAsk(f"{child.name}在哪里？", choices, "登记为在院；按数字选"), picked)

    def _returned(self, child: Child, code: str) -> None:
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
            self.mark(code)

        self._walk.ask(OfferAsk(f"{child.name}回来了？", f"登记为{where}", "已回来 Enter"), yes)

    def environment(self) -> None:
        """E: the five points are all right; exceptions by digit."""
        walk = self._walk
        rounds.environment(walk.desk, walk.round)
        points = FORMS["F30"].field("environment").points

        def noted(notes: dict[str, str]) -> None:
            rounds.environment(walk.desk, walk.round, notes)
            walk.shell.say("环境异常已记。", "warn")

        walk.ask(PointsAsk(points), noted)

    def more(self, kind: str) -> None:
        """T and N: a temperature or a note; stays on the child."""
        child = self._child()
        if child is None:
            return
        if kind == "temp":
            ask = LineAsk(f"{child.name} 体温", "摄氏度，回车存好", temperature, "37.8")
            self._walk.ask(ask, lambda value: self._more(child, temp=value))
        else:
            ask = LineAsk(f"{child.name} 备注", "回车存好", words)
            self._walk.ask(ask, lambda text: self._more(child, note=text))

    def _more(self, child: Child, **more: Any) -> None:
        walk = self._walk
        walk.back()
        if rounds.add_to_mark(walk.desk, walk.round, child.id, **more):
            walk.refresh()
        else:
            walk.put("1", forward=False, **more)
        walk.board.at_child(child.id)

    # --- past slots ---

    def backfill(self, slot: datetime, meaning: str) -> None:
        """A past slot: 补录 with the real time and a reason."""
        if not meaning.startswith("mark:"):
            return
        known = self._walk.late_reason(slot)

        def given(reason: str) -> None:
            self._walk.back()
            self.mark(meaning[5:], self._walk.late(slot, reason), f"补录：{reason}")

        if known:
            given(known)
        else:
            title = f"补录 {slot:%H:%M} 的巡查"
            self._walk.ask(LineAsk(title, "写明为什么现在才记，回车", words), given)

    def correct(self) -> None:
        """Backspace after signing: 更正 with a reason, the old value stays readable."""
        child, slot = self._child(), self._walk.slot()
        if child is None or slot is None:
            return
        marks = [Choice(code, name) for code, name in code_list("CL-MARK").items]

        def picked(code: str) -> None:
            def given(reason: str) -> None:
                rounds.correct_mark(self._walk.desk, self._walk.ward, slot, child.id, code, reason)
                self._walk.back()
                self._walk.refresh()
                self._walk.shell.say("已更正，原来的记录还看得到。")

            name = label("CL-MARK", code)
            self._walk.ask(LineAsk(f"更正为{name}", "写明更正原因，回车", words), given)

        title = f"更正 {child.name} {slot:%H:%M}"
        self._walk.ask(PickAsk(title, marks, "这一轮已签；按数字选正确的标记"), picked)

    # --- children ---

    def jump(self) -> None:
        """/: to a child by pinyin, number, bed or wristband."""
        board = self._walk.board.cells.board
        house = self._walk.desk.house()
        choices = []
        for row in board.rows if board else ():
            child = house.child(row.child)
            number = child.file_no.lower() if child else ""
            choices.append(Choice(row.child, f"{row.number}床 {row.name}",
                                  (row.number, number, number[-4:])))  # fmt: skip

        def found(child: str) -> None:
            self._walk.back()
            self._walk.board.at_child(child)

        self._walk.ask(PickAsk("找人", choices, "打拼音、床号或编号，回车", digits=False), found)

    def details(self) -> None:
        """Enter: the child's file; Alt+← comes back."""
        child = self._child()
        if child is not None:
            self._walk.shell.go("children", child=child.id)
