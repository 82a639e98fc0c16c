"""合规检查: the twenty clauses, their rows, whom each verdict is about, and the records behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import msgspec

from welfare_desktop.actions import printing, today
from welfare_desktop.actions.checks import check_on
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.today import Duty
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import HOURLY, House
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules import rows_on
from welfare_desktop.domain.rules.clauses import CLAUSES, number_of
from welfare_desktop.domain.rules.later import LATER
from welfare_desktop.domain.rules.verdict import GRAVITY, WORDS, Verdict, Word

#: How many records behind a verdict of a whole ward or of the house are shown, the newest.
_BEHIND, _DAYS = 50, timedelta(days=7)


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """Verdicts of one row or of one clause: how many of each word, not counting NA.

    Args:
        id: ``C1.09`` or ``1``. title: what is asked, in the words of the policy.
        later: rows that wait for a form that is not declared yet.
    """

    id: str
    title: str
    counts: Mapping[str, int]
    later: int = 0

    @property
    def judged(self) -> int:
        """Verdicts that say something."""
        return sum(self.counts.values())

    @property
    def worst(self) -> Word:
        """The gravest word, NA where nothing is judged."""
        return min((w for w in GRAVITY if self.counts.get(w)), key=GRAVITY.index, default="NA")

    @property
    def told(self) -> str:
        """``违规1 待办3 合规12``, the gravest first."""
        return " ".join(f"{WORDS[w]}{n}" for w in GRAVITY if (n := self.counts.get(w, 0)))


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A verdict that is another than at the end of last month."""

    verdict: Verdict
    before: Word
    after: Word

    @property
    def better(self) -> bool:
        """Less grave than before."""
        return _gravity(self.after) > _gravity(self.before)


def _gravity(word: Word) -> int:
    return GRAVITY.index(word)


def verdicts(desk: Desk, on: date | None = None) -> list[Verdict]:
    """All verdicts that the person at the desk may see, of today or of the end of another day."""
    viewer = desk.viewer()
    return [
        v for v in check_on(desk, on or desk.now().date())
        if v.subject.kind != "child" or not v.subject.record or viewer.lists(v.subject.record)
    ]  # fmt: skip


def clauses(found: Iterable[Verdict]) -> list[Tally]:
    """The twenty clauses."""
    counts: dict[int, Counter[str]] = {number: Counter() for number in CLAUSES}
    for verdict in found:
        counts[number_of(verdict.clause)][verdict.verdict] += verdict.verdict != "NA"
    later = Counter(number_of(row) for row in LATER)
    return [
        Tally(id=str(number), title=title, counts=counts[number], later=later[number])
        for number, title in CLAUSES.items()
    ]


def rows(found: Iterable[Verdict], clause: int, on: date) -> list[Tally]:
    """The rows of one clause that are in force on a day."""
    counts: dict[str, Counter[str]] = {}
    for verdict in found:
        word = verdict.verdict
        counts.setdefault(verdict.clause, Counter())[word] += word != "NA"
    return [
        Tally(id=row.id, title=row.obligation, counts=counts.get(row.id, Counter()))
        for row in rows_on(on)
        if number_of(row.id) == clause
    ]


def of_row(found: Iterable[Verdict], row: str) -> list[Verdict]:
    """Verdicts of one row, gravest first, those that it does not apply to left out."""
    own = [v for v in found if v.clause == row and v.verdict != "NA"]
    return sorted(own, key=lambda v: (GRAVITY.index(v.verdict), v.due or date.max))


def since_last_month(desk: Desk, now: Iterable[Verdict]) -> list[Change]:
    """What stands otherwise than at the end of last month, what turned worse first.

    Last month is judged from all that is known today, so that a record entered late tells of
    what was, and not of a change. Of a row asked every day or month the gravest line counts.
    """
    end = desk.now().date().replace(day=1) - timedelta(days=1)
    then, after = _gravest(verdicts(desk, end)), _gravest(now)
    out = []
    for key in dict.fromkeys((*after, *then)):
        old, new = then.get(key), after.get(key)
        told = new or old
        if told is not None and _word(old) != _word(new):
            out.append(Change(verdict=told, before=_word(old), after=_word(new)))
    return sorted(out, key=lambda c: (c.better, _gravity(c.after), c.verdict.clause))


def _word(verdict: Verdict | None) -> Word:
    return verdict.verdict if verdict is not None else "NA"


def _gravest(found: Iterable[Verdict]) -> dict[tuple[str, str], Verdict]:
    """Row and whom it is about, without day or shift, → the gravest verdict."""
    out: dict[tuple[str, str], Verdict] = {}
    for verdict in found:
        key = (verdict.clause, verdict.subject.record or verdict.subject.id.split("/")[0])
        if key not in out or _gravity(verdict.verdict) < _gravity(out[key].verdict):
            out[key] = verdict
    return out


def mending(desk: Desk, verdict: Verdict) -> Duty:
    """The duty that a verdict is, with the form that mends it."""
    return today.duty_of(desk, verdict)


def name(desk: Desk, verdict: Verdict) -> str:
    """Whom a verdict is about, with the shift if it is one's."""
    return "".join(today.named(desk, verdict.subject))


def behind(desk: Desk, verdict: Verdict) -> list[Record]:
    """Records that a verdict was read from, as this person sees them, the newest first."""
    house, subject = desk.seen(), verdict.subject
    if subject.kind == "child":
        found = [r for f in verdict.forms for r in house.of_child(f, subject.record)]
        child = house.child(subject.record)
        if child is not None and "F01" in verdict.forms:
            found.append(child.record)
    else:
        found = [r for f in verdict.forms if f in FORMS for r in _around(house, f)][-_BEHIND:]
        found = [r for r in found if subject.kind != "staff" or _of_person(r, subject.record)]
    return sorted({r.id: r for r in found}.values(), key=lambda r: r.happened_at, reverse=True)


def _around(house: House, form: str) -> list[Record]:
    """Records of a form; of an hourly one those of the days about now."""
    if form in HOURLY:
        return house.within(form, house.now - _DAYS, house.now + _DAYS)
    return house.of(form)


def _of_person(record: Record, person: str) -> bool:
    return person in (record.id, record.get("staff"))


def inspection_paper(desk: Desk, found: Sequence[Verdict]) -> bytes:
    """The whole check as a paper for an inspection: clause by clause, open findings by name."""
    from welfare_desktop.reports.inspection import CheckedRow, Inspection, inspection

    on = desk.now().date()
    made = inspection(
        Inspection(
            institution=desk.institution, on=on, practice=desk.practice,
            clauses=tuple(
                (f"第{one.id}条　{one.title}", one.told, tuple(
                    CheckedRow(
                        id=row.id, title=row.title, told=row.told or WORDS["NA"],
                        open=_lines(
                            desk, (v for v in of_row(found, row.id) if v.verdict != "PASS")
                        ),
                    )
                    for row in rows(found, int(one.id), on)
                ))
                for one in clauses(found)
            ),
            later=tuple(LATER),
        )
    )  # fmt: skip
    printing.printed(desk, "", "")
    return made


def _lines(desk: Desk, found: Iterable[Verdict]) -> tuple[str, ...]:
    """Whom the same is said of stands in one line."""
    whom: dict[str, list[str]] = {}
    for verdict in found:
        due = f"，最后日期{verdict.due}" if verdict.due else ""
        told = f"{WORDS[verdict.verdict]}{due}：{verdict.arithmetic}"
        whom.setdefault(told, []).append(name(desk, verdict))
    return tuple(f"{'、'.join(names)}　{told}" for told, names in whom.items())
