"""Dates of every form against the clock, and of a child's form against the child's life.

What a date may do is declared at its field (``future``, ``before_birth``, ``after_leaving``);
no form is known here by name.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import msgspec

from welfare_desktop.domain.codes import code_list
from welfare_desktop.domain.forms import children_named
from welfare_desktop.domain.forms.declare import Field
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.situation import Problem, Situation


class _Given(msgspec.Struct, frozen=True):
    """A date that a step fills: the field to mark, the date's own declaration, its words."""

    name: str
    field: Field
    label: str
    at: datetime

    @property
    def told(self) -> str:
        """“评估日期”（2025-09-01）."""
        form = "%Y-%m-%d" if self.field.kind == "date" else "%Y-%m-%d %H:%M"
        return f"{self.label}（{self.at.strftime(form)}）"

    def after(self, moment: datetime) -> bool:
        """Later than a moment; a day has no hour and is compared by the day."""
        if self.field.kind == "date":
            return self.at.date() > moment.date()
        return self.at > moment


def _given(s: Situation) -> Iterator[_Given]:
    """Dates that the step fills or changes, those in tables too."""
    for field in s.form.fields:
        if field.calc:
            continue
        value = s.at(field.name) if field.kind in ("date", "dt") else None
        if value is not None and s.filled_now(field.name):
            yield _Given(field.name, field, f"“{field.label}”", value)
        if field.kind == "table":
            yield from _in_rows(s, field)


def _in_rows(s: Situation, table: Field) -> Iterator[_Given]:
    known = s.before.rows(table.name) if s.before is not None else []
    for number, row in enumerate(s.record.rows(table.name), 1):
        for column in table.columns:
            dated = column.kind in ("date", "dt") and row.get(column.name)
            if dated and row not in known:
                label = f"“{table.label}”第{number}行的“{column.label}”"
                yield _Given(table.name, column, label, datetime.fromisoformat(str(dated)))


def not_in_future(s: Situation) -> list[Problem]:
    """Dates do not lie in the future unless stated."""
    return [
        Problem(sentence=f"{one.told}不能晚于现在，请核对。", field=one.name)
        for one in _given(s)
        if not one.field.future and one.after(s.now)
    ]


def codes_in_force(s: Situation) -> list[Problem]:
    """A code stands for its day: that of its row, of the event, or today (lifecycle.md §3)."""
    return [
        Problem(sentence=f"“{field.label}”的“{codes.label(code)}”{why}，请另选。", field=name)
        for name, field, code, day in _codes_given(s)
        if (codes := code_list(field.codes or "")) and (why := codes.out_of_force(code, day))
    ]


def _codes_given(s: Situation) -> Iterator[tuple[str, Field, str, date]]:
    main = s.at(s.form.happened) if s.form.happened else None
    day = (main or s.now).date()
    for field in s.form.fields:
        if field.kind in ("code", "codes") and not field.calc and s.filled_now(field.name):
            given = s.get(field.name)
            for code in given if isinstance(given, list) else [given]:
                yield field.name, field, str(code), day
        for row in s.record.rows(field.name) if field.kind == "table" and not field.calc else ():
            dated = next((c.name for c in field.columns if c.kind == "date"), "")
            own = str(row.get(dated) or "")
            for column in field.columns:
                if column.kind == "code" and row.get(column.name):
                    on = date.fromisoformat(own) if own else day
                    yield field.name, column, str(row[column.name]), on


def children_of(s: Situation) -> list[Child]:
    """The children whom a record is about."""
    known = (s.house.child(one) for one in children_named(s.record))
    return [child for child in known if child is not None]


def within_life(s: Situation) -> list[Problem]:
    """Of a child's form: not before the birth, not after the child left or died."""
    if s.form.about != "child":
        return []
    return [p for child in children_of(s) for p in (*_too_early(s, child), *_too_late(s, child))]


def _too_early(s: Situation, child: Child) -> list[Problem]:
    birth = child.birth_date
    return [
        Problem(sentence=f"{one.told}早于儿童出生日期{birth}，请核对。", field=one.name)
        for one in _given(s)
        if birth is not None and not one.field.before_birth and one.at.date() < birth
    ]


def _too_late(s: Situation, child: Child) -> list[Problem]:
    """A form always open is kept with a warning: help is never in the way of a wrong minute."""
    gone = child.left_at
    if gone is None or s.form.after_leaving:
        return []
    word = "死亡" if child.status == "DECEASED" else "离院"
    asked = s.form.always_open
    out = [
        Problem(
            sentence=f"{one.told}晚于儿童{word}时间{gone:%Y-%m-%d %H:%M}，请核对。",
            field=one.name, warning=asked,
        )
        for one in _bounded(s)
        if one.after(gone)
    ]  # fmt: skip
    untimed = s.form.happened is None and not s.form.one_of
    if s.step == "submit" and untimed and not asked:
        sentence = f"儿童已于{gone:%Y-%m-%d}{word}，不能再填《{s.form.title}》。"
        out.append(Problem(sentence=sentence, field=s.form.fields[0].name))
    return out


def _bounded(s: Situation) -> list[_Given]:
    """Dates that end with the child's stay: not terms and plans, but when the form takes effect.

    What acts from its approval is asked for its time again when it is approved.
    """
    main = s.form.happened
    dates = list(_given(s))
    if s.step == "approve" and s.form.acts_when_approved and main and not s.filled_now(main):
        at = s.at(main)
        field = s.form.field(main)
        dates += [_Given(main, field, f"“{field.label}”", at)] if at is not None else []
    return [
        one for one in dates
        if not one.field.after_leaving and (one.name == main or not one.field.future)
    ]  # fmt: skip
