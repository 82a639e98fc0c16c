"""Clause 7 and the talks of clause 11: social workers, cases, sessions (C7.*, C11.05–C11.07)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec

from welfare_desktop.domain import background, socialwork
from welfare_desktop.domain.deadlines import (
    addm,
    adult_on,
    fixed,
    month_window,
    monthly,
    soft_days,
)
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.facts import admitted, from_opening, opened_on
from welfare_desktop.domain.rules.shapes import (
    ChildJudge,
    child_row,
    finding,
    institution,
    judged,
    monthly_of_child,
    on_with,
)
from welfare_desktop.domain.rules.verdict import Finding, Remedy, Row, Subject, Word
from welfare_desktop.domain.situation import Problem, Situation
from welfare_desktop.domain.staffing import serving

_SOCIAL_WORKER, _AGENCY = "7", "2"
#: F68 ``contact`` 单独.
_ALONE = "2"
#: Papers of a team → the field that the team signs (C7.02).
_TEAM = {"F11": "team_sig", "F43": "team_sig", "F45": "sigs"}
_SAFE_FROM, _TALKS_FROM = 3, 6
_HALF, _YEAR = 6, 12


def _c7_01(house: House, now: datetime) -> list[Finding]:
    day = now.date()
    own = [p for p in house.staff if p.get("post") == _SOCIAL_WORKER and serving(p, day)]
    bought = [
        r for r in house.of("F68")
        if r.get("type") == _AGENCY and r.get("contract_from")
        and r.text("contract_from") <= day.isoformat() <= r.text("contract_to")
    ]  # fmt: skip
    words = f"在岗社工{len(own)}人，合同期内的社工机构{len(bought)}家"
    there = bool(own or bought)
    return [Finding(subject=institution(house), verdict="PASS" if there else "OVERDUE",
                    arithmetic=words if there else f"{words}，至少要有一项")]  # fmt: skip


def _signed(house: House, paper: Record, field: str) -> bool:
    """A social worker is among those who signed."""
    posts = {p.id: p.text("post") for p in house.staff}
    marks = paper.get(field) or ()
    return any(posts.get(str(mark.get("by"))) == _SOCIAL_WORKER for mark in marks)


def _c7_02(child: Child, now: datetime) -> Finding | None:
    newest = [(form, child.newest(form)) for form in _TEAM]
    papers = [(form, r) for form, r in newest if r is not None and r.basis == "normal"]
    if not papers or not child.here_at(now):
        return None
    from welfare_desktop.domain.forms import FORMS

    bare = [FORMS[f].title for f, r in papers if not _signed(child.house, r, _TEAM[f])]
    if bare:
        first = next(r for f, r in papers if FORMS[f].title == bare[0])
        more = on_with(first, first.form)
        return finding(child, "WARN", f"没有社工意见：{'、'.join(bare)}", remedy=more)
    titles = "、".join(FORMS[form].title for form, _ in papers)
    return finding(child, "PASS", f"社工已参与：{titles}")


def _c7_03(child: Child, month: date, now: datetime) -> Finding | None:
    """Sessions of a month against the case's frequency; a month that the case held from its first day."""
    first, after = (at.date() for at in month_window(month))
    case, last = socialwork.open_case(child, first), after - timedelta(days=1)
    if case is None or not child.here_at(min(now, _end(last))) or not from_opening(child, first):
        return None
    closed = case.date("closed_on")
    if closed is not None and closed <= last:
        return None
    held = socialwork.within(socialwork.named_in(child, "F42"), first, last, now)
    done, wanted = sum(r.get("type") != socialwork.TALK for r in held), int(case.get("freq") or 1)
    words = f"{month:%Y-%m}计划服务{wanted}次，已有{done}次"
    if done >= wanted:
        return finding(child, "PASS", words, due=last)
    return finding(child, "DUE" if now.date() <= last else "WARN", words, due=last)


def _end(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 23, 59)


def _c7_05(child: Child, now: datetime) -> Finding | None:
    day, start = now.date(), opened_on(child) or child.admitted_on
    if not admitted(child, now) or start is None:
        return None
    made, days = socialwork.cases(child), int(child.house.param("sw_case_days", day))
    current = socialwork.open_case(child, day)
    if current is None:
        ended = [d for r in made if (d := r.date("closed_on")) is not None and d <= day]
        outcome = soft_days(max(ended, default=start), days, day)
        words = "上一个案已结案，" if ended else ""
        return judged(
            child, msgspec.structs.replace(outcome, arithmetic=words + outcome.arithmetic)
        )
    review, begun = current.date("review_due"), current.date("opened_on")
    if review is not None and day > review:
        more = on_with(current, "F41")
        return judged(child, fixed(review, day), opened_on=begun, remedy=more)
    outcome = soft_days(start, days, day, made[0].date("opened_on"))
    if len(made) == 1 and outcome.verdict == "WARN":
        return judged(child, outcome, opened_on=begun)
    return finding(child, "PASS", f"现行个案{begun}开案，{review}前复评", due=review)


# Volunteers ---------------------------------------------------------------------------------


def unchecked(house: House, provider: Record, day: date) -> list[str]:
    """People of a provider who are with children alone and about whom no clear reply is there."""
    return [
        str(row.get("name")) for row in provider.rows("people")
        if row.get("contact") == _ALONE and not _clear(house, row, day)
    ]  # fmt: skip


def _clear(house: House, row: dict[str, object], day: date) -> bool:
    query = house.record("F65", str(row.get("background") or ""))
    if query is not None:
        replied = query.text("replied_on")
        return query.get("result") == background.CLEAR and "" < replied <= day.isoformat()
    name, number = str(row.get("name") or ""), str(row.get("id_no") or "")
    return background.cleared(house, name, number, day) is not None


def _alone(provider: Record) -> list[date]:
    """Days of visits to children with nobody of the house beside them."""
    return [
        date.fromisoformat(str(row["in_at"])[:10]) for row in provider.rows("visits")
        if row.get("children") and not row.get("companion")
    ]  # fmt: skip


def _c7_06(house: House, now: datetime) -> list[Finding]:
    out = []
    for provider in house.of("F68"):
        subject = Subject("staff", provider.form_no, provider.text("name"), provider.id)
        bad = unchecked(house, provider, now.date())
        everybody = provider.rows("people")
        bare = [d for d in _alone(provider) if any(not _clear(house, r, d) for r in everybody)]
        if bad:
            words = f"{'、'.join(bad)}单独接触儿童而没有从业查询结果"
        elif bare:
            words = f"{bare[-1]}到访接触儿童没有陪同，人员没有从业查询结果"
        else:
            words = f"服务人员{len(everybody)}人，都有人陪同或查询未发现"
        verdict: Word = "BREACH" if bad or bare else "PASS"
        out.append(Finding(subject=subject, verdict=verdict, arithmetic=words,
                           remedy=on_with(provider, "F68")))  # fmt: skip
    return out


def no_contact_unchecked(s: Situation) -> list[Problem]:
    """F68 (gate-H): nobody is with children alone before a clear reply."""
    if s.record.basis != "normal":
        return []
    told = unchecked(s.house, s.record, s.now.date())
    if told:
        sentence = f"{'、'.join(told)}没有从业查询“未发现”的结果，不能单独接触儿童，请先查询。"
        return [Problem(sentence=sentence, clause="C7.06", field="people")]
    rows = s.record.rows("people")
    for day in _alone(s.record):
        bare = [str(r.get("name")) for r in rows if not _clear(s.house, r, day)]
        if bare:
            sentence = f"{day}到访接触儿童要有陪同人：{'、'.join(bare)}没有从业查询结果。"
            return [Problem(sentence=sentence, clause="C7.06", field="visits")]
    return []


# Talks --------------------------------------------------------------------------------------


def _period(day: date, months: int) -> tuple[date, date]:
    """The half-year or year of a day."""
    first = date(day.year, 7 if months == _HALF and day.month > 6 else 1, 1)
    return first, addm(first, months) - timedelta(days=1)


def _taught(months: int, types: tuple[str, ...], word: str) -> ChildJudge:
    """Each able child attends a talk in each period of so many months; OVERDUE where one was missed
    and none held since."""

    def judge(child: Child, now: datetime) -> Finding | None:
        day = now.date()
        if not child.here_at(now) or not _able(child, day):
            return None
        first, last = _period(day, months)
        more = Remedy("F60", values={"type": types[0]})
        talks = [r for r in socialwork.named_in(child, "F60") if r.get("type") in types]
        held = socialwork.within(talks, first, last, now)
        if held:
            return _attended(child, held, word, last)
        before = _period(first - timedelta(days=1), months)
        missed = (
            _there_since(child, before[0]) and not socialwork.within(talks, *before, now)
            and _able(child, before[0])
        )  # fmt: skip
        if missed:
            outcome = fixed(before[1], day)
            words = f"{before[0]}至{before[1]}没有参加{word}：{outcome.arithmetic}"
            return finding(child, outcome.verdict, words, due=before[1], remedy=more)
        if not from_opening(child, first):
            return None
        words = f"{first}至{last}参加一次{word}"
        return finding(child, "DUE", words, due=last, remedy=more)

    return judge


def _able(child: Child, day: date) -> bool:
    """Three years and over, minor, and able to follow."""
    birth = child.birth_date
    old = socialwork.of_age(child, _SAFE_FROM, day) and birth is not None and day < adult_on(birth)
    return old and socialwork.can_talk(child, day)


def _there_since(child: Child, first: date) -> bool:
    at = datetime(first.year, first.month, first.day)
    return child.here_at(at) and from_opening(child, first)


def _attended(child: Child, held: list[Record], word: str, last: date) -> Finding:
    days = [r.happened_at[:10] for r in held]
    fit = [
        r for r in held
        if r.happened and socialwork.fits(r.text("age_band"), child, r.happened.date())
    ]  # fmt: skip
    if word == _SEX and not fit:
        return finding(child, "WARN", f"{days[-1]}参加了{word}，年龄段不合适", due=last)
    return finding(child, "PASS", f"{days[-1]}参加了{word}", due=last)


_SAFETY, _SEX = "人身安全教育", "适合年龄的性教育"


def _c11_07(child: Child, month: date, now: datetime) -> Finding | None:
    """Own ladder: DUE until the month ends, WARN after."""
    first, after = (at.date() for at in month_window(month))
    last, birth = after - timedelta(days=1), child.birth_date
    there = child.here_at(min(now, _end(last))) and from_opening(child, first)
    if not there or birth is None or first >= adult_on(birth):
        return None
    if not socialwork.of_age(child, _TALKS_FROM, first) or not socialwork.can_talk(child, last):
        return None
    talks = [r for r in socialwork.named_in(child, "F42") if r.get("type") == socialwork.TALK]
    days = [r.happened.date() for r in socialwork.within(talks, first, last, now) if r.happened]
    outcome = monthly(month, days, now.date())
    verdict = "WARN" if outcome.verdict == "BREACH" else outcome.verdict
    talk = Remedy("F42", values={"type": socialwork.TALK})
    return finding(child, verdict, f"谈心谈话：{outcome.arithmetic}", due=outcome.due, remedy=talk)


ROWS: tuple[Row, ...] = (
    Row(id="C7.01", obligation="设立社工部门、岗位或购买服务", obliged="机构", source="D",
        forms=("F64", "F68"), judge=_c7_01, offers="form",
        reads=("F64.post", "F68.contract_from", "F68.contract_to")),
    child_row("C7.02", "社工参与养育、医疗、康复、教育和安置", _c7_02, "F11 F43 F45 F41",
              exempt=True, offers="form"),
    monthly_of_child("C7.03", "心理疏导、精神抚慰、人际调适、亲职教育", _c7_03, "F42 F41",
                     anew=True, offers="form", reads="F42.type F42.at F42.children F41.freq F41.opened_on"),
    child_row("C7.05", "运用专业方法开展需求评估、安置计划、心理辅导、社会融入", _c7_05, "F41",
              source="D", obliged="区县民政；机构", exempt=True, anew=True, offers="deadline",
              reads="F41.opened_on F41.closed_on F41.review_due"),
    Row(id="C7.06", obligation="稳妥引导志愿者和社会组织", obliged="区县民政；机构", source="S7",
        forms=("F68", "F65"), judge=_c7_06, offers="gate-H", reads=("F68.people", "F68.visits")),
    child_row("C11.05", "开展人身安全教育", _taught(_HALF, socialwork.OF_SAFETY, _SAFETY), "F60",
              source="D", exempt=True, anew=True, offers="register",
              reads="F60.type F60.at F60.attendees"),
    child_row("C11.06", "开展适合年龄的性教育，提高自我保护意识",
              _taught(_YEAR, socialwork.OF_BODY, _SEX), "F60", source="D", exempt=True,
              anew=True, offers="register", reads="F60.type F60.at F60.attendees F60.age_band"),
    monthly_of_child("C11.07", "定期谈心谈话和心理辅导", _c11_07, "F42", source="D",
                     anew=True, offers="deadline", reads="F42.type F42.at F42.children"),
)  # fmt: skip
