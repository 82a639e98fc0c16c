"""Clause 9: the orphans' living money, by the month (C9.01–C9.07), and the gate of its ledger."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

from welfare_desktop.domain import benefit, ledger
from welfare_desktop.domain.deadlines import addm, fixed
from welfare_desktop.domain.house import House
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.shapes import institution, months_before, on_with
from welfare_desktop.domain.rules.verdict import Finding, Judge, Remedy, Row, Subject, Word
from welfare_desktop.domain.situation import Problem, Situation

_OTHER = "OTH"
_CLOSE_BY = 10
#: What the own, non-orphan accounts are called (C9.02).
_OWN_ACCOUNT = re.compile("(本|我)(院|机构|单位)|基本户|一般户|其他账户|机构账户|往来户")

MonthJudge = Callable[[House, str, datetime], tuple[Word, str, date | None] | None]


def _finding(month: str, told: tuple[Word, str, date | None]) -> Finding:
    subject = Subject("month", month, f"{month}孤儿基本生活费")
    # What cannot be summed up lacks a rate; everything else stands in the ledger.
    remedy = Remedy("X04") if told[0] == "UNKNOWN" else None
    return Finding(subject=subject, verdict=told[0], arithmetic=told[1], due=told[2],
                   remedy=remedy)  # fmt: skip


def _lived(house: House, now: datetime) -> list[str]:
    """The month before and this one, from that of the go-live date."""
    live = house.go_live_on
    shown = [benefit.month_of(day) for day in months_before(now)]
    return [m for m in shown if live is None or m >= benefit.month_of(live)]


def _monthly(judge: MonthJudge, which: Callable[[House, datetime], list[str]] = _lived) -> Judge:
    def run(house: House, now: datetime) -> list[Finding]:
        out = []
        for month in which(house, now):
            told = judge(house, month, now)
            if told is not None:
                out.append(_finding(month, told))
        return out

    return run


def _yuan(cents: int) -> str:
    return f"{cents / 100:.2f}元"


def _c9_01(house: House, month: str, now: datetime) -> tuple[Word, str, date | None] | None:
    cases, got = benefit.entitled(house, month), ledger.received_for(house, month)
    if not cases and not got:
        return None
    wanted, due = (
        benefit.expected(house, month),
        benefit.month_end(date.fromisoformat(f"{month}-01")),
    )
    if wanted is None:
        return "UNKNOWN", f"应享受{len(cases)}人，保障标准未录入", due
    words = f"应享受{len(cases)}人，应拨{_yuan(wanted)}，实拨{_yuan(got)}"
    if got == wanted:
        return "PASS", words, due
    if got > wanted:
        return "WARN", f"{words}，多拨{_yuan(got - wanted)}", due
    outcome = fixed(due, now.date())
    return outcome.verdict, f"{words}，差额{_yuan(wanted - got)}，{outcome.arithmetic}", due


def _each_expense(wrong: Callable[[House, Record], str], holds: str) -> MonthJudge:
    """A row about every expense of a month: those that break it make it a BREACH."""

    def judge(house: House, month: str, now: datetime) -> tuple[Word, str, date | None] | None:
        spent = ledger.spent_in(house, month)
        found = [f"{e.text('entry_no')}号{why}" for e in spent if (why := wrong(house, e))]
        if found:
            return "BREACH", "；".join(found), None
        return ("PASS", f"支出{len(spent)}笔，{holds}", None) if spent else None

    return judge


def own_account(house: House, payee: str) -> bool:
    """Whether money goes to an own account that is not the orphans'."""
    name = house.institution.text("name") if house.institution else ""
    return bool(_OWN_ACCOUNT.search(payee)) or (bool(name) and payee.startswith(name))


def _diverted(house: House, entry: Record) -> str:
    return "转入本机构其他账户" if own_account(house, entry.text("payee")) else ""


def _unallocated(house: House, entry: Record) -> str:
    return "" if entry.get("children") else "没有受益儿童"


def _directors(house: House) -> set[str]:
    return {p.id for p in house.staff if p.get("post") == "12"}


def _not_allowed(house: House, entry: Record) -> str:
    if not entry.get("category"):
        return "没有支出类别"
    if entry.get("category") != _OTHER:
        return ""
    signer = (entry.get("approved_by") or {}).get("by")
    if not entry.text("purpose").strip():
        return "其他支出没有说明"
    return "" if signer in _directors(house) else "其他支出没有院长审批"


def attempts(house: House, clause: str, month: str) -> int:
    """How often a gate of a clause refused in a month."""
    return sum(
        r.get("clause") == clause and r.happened_at[:7] == month for r in house.of("R")
    )  # fmt: skip


def _c9_06(house: House, month: str, now: datetime) -> tuple[Word, str, date | None] | None:
    spent, tried = ledger.spent_in(house, month), attempts(house, "C9.06", month)
    bad = [e.text("entry_no") for e in spent if ledger.forbidden(e.get("category"))]
    if bad:
        return "BREACH", f"{'、'.join(bad)}号列支了不得列支的项目", None
    if not spent and not tried:
        return None
    return "PASS", f"没有不得列支的支出，拦截{tried}次", None


def _open_months(house: House, now: datetime) -> list[str]:
    """Months not closed yet since the first entry, and those of every row."""
    booked = [e.text("book_date")[:7] for e in house.of("F55") if e.get("book_date")]
    if not booked:
        return []
    this = benefit.month_of(now.date())
    left = [m for m in benefit.months(min(booked), this) if not ledger.close_of(house, m)]
    return sorted({m for m in (*left, *_lived(house, now)) if m >= min(booked)})


def _c9_04(house: House, month: str, now: datetime) -> tuple[Word, str, date | None] | None:
    after = addm(date.fromisoformat(f"{month}-01"), 1)
    due, done, book = after.replace(day=_CLOSE_BY), ledger.close_of(house, month), None
    if now.date() < after:
        return "NA", f"{after}起结账，最晚{due}", due
    if done is None:
        outcome = fixed(due, now.date())
        return outcome.verdict, f"{month}还没有结账，{outcome.arithmetic}", due
    book, bank = ledger.closing(house, month), int(done.get("bank_balance") or 0)
    if book != bank:
        return "BREACH", f"账面{_yuan(book)}，银行{_yuan(bank)}，不符", due
    outcome = fixed(due, now.date(), done.date("closed_on"))
    return outcome.verdict, f"账面与银行余额都是{_yuan(book)}，{outcome.arithmetic}", due


def _c9_07(house: House, now: datetime) -> list[Finding]:
    """The pack (F54, F55) builds for any months: the book has no hole and every entry its voucher."""
    entries, holes = house.of("F55"), ledger.holes(house)
    if not entries:
        return []
    bare = [e for e in entries if not e.get("invoice")]
    if holes or bare:
        words = "".join((f"凭证号不连续：{'、'.join(holes)}。" if holes else "",
                         f"没有票据：{'、'.join(e.text('entry_no') for e in bare)}。" if bare else ""))  # fmt: skip
        return [Finding(subject=institution(house), verdict="UNKNOWN", arithmetic=words,
                        remedy=on_with(bare[0] if bare else None, "F55"))]  # fmt: skip
    words = f"专账{len(entries)}笔连续、票据齐全，可按月导出"
    return [Finding(subject=institution(house), verdict="PASS", arithmetic=words)]


def spending(s: Situation) -> list[Problem]:
    """F55 (gate-H, no override): not for what is forbidden, not to an own account, not 其他 unasked."""
    if s.get("direction") != "2" or s.step == "approve":
        return []
    out: list[Problem] = []
    if own_account(s.house, str(s.get("payee") or "")):
        sentence = "孤儿基本生活费不得转入本机构的其他账户，请核对收款方。"
        out.append(Problem(sentence=sentence, clause="C9.02", field="payee", logged=True))
    if s.get("category") == _OTHER:
        out += _reasoned(s)
    if ledger.forbidden(s.get("category")):
        sentence = "孤儿基本生活费不得用于机构运营、设施设备改造、人员工资发放，不能记账。"
        out.append(Problem(sentence=sentence, clause="C9.06", field="category", logged=True))
    return out


def _reasoned(s: Situation) -> list[Problem]:
    if not str(s.get("purpose") or "").strip():
        return [Problem(sentence="其他基本养育支出要写明理由。", clause="C9.05", field="purpose")]
    mark = s.get("approved_by")
    if mark and mark.get("by") not in _directors(s.house):
        sentence = "其他基本养育支出由院长审批，请院长签字。"
        return [Problem(sentence=sentence, clause="C9.05", field="approved_by")]
    return []


def _row(
    number: str, obligation: str, judge: Judge, forms: str, *, obliged: str = "机构",
    source: str = "S9", offers: str = "gate-H", reads: str = "",
) -> Row:  # fmt: skip
    return Row(
        id=number, obligation=obligation, obliged=obliged, source=source,
        forms=tuple(forms.split()), judge=judge, offers=offers, reads=tuple(reads.split()),
    )  # fmt: skip


ROWS: tuple[Row, ...] = (
    _row("C9.01", "及时足额发放孤儿基本生活费", _monthly(_c9_01), "F55 F54", obliged="区县民政",
         source="D", offers="register", reads="F55.income_source F54.approved_on"),
    _row("C9.02", "不得挪用、截留", _monthly(_each_expense(_diverted, "没有转入其他账户")), "F55",
         obliged="区县民政；机构", reads="F55.category"),
    _row("C9.03", "只用于孤儿的基本养育需求",
         _monthly(_each_expense(_unallocated, "都有受益儿童")), "F55", offers="form",
         reads="F55.category"),
    _row("C9.04", "单独核算、专款专用", _monthly(_c9_04, _open_months), "F55", source="D",
         offers="deadline", reads="F55.income_source"),
    _row("C9.05", "用于伙食费、医疗费、教育费、被服费、日用品费用等",
         _monthly(_each_expense(_not_allowed, "类别都允许")), "F55", reads="F55.category"),
    _row("C9.06", "严禁用于机构运营、设施设备改造、人员工资发放", _monthly(_c9_06), "F55",
         reads="F55.category"),
    _row("C9.07", "定期督查发放情况", _c9_07, "F55 F54", obliged="市民政", offers="export",
         reads="F55.category"),
)  # fmt: skip
