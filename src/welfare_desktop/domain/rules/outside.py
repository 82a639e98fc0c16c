"""Clause 8: services for children of other families (C8.01–C8.04), and the gate before them."""

from __future__ import annotations

from datetime import datetime

from welfare_desktop.domain import outside
from welfare_desktop.domain.house import House
from welfare_desktop.domain.rules.shapes import institution, statistic
from welfare_desktop.domain.rules.verdict import Finding, Judge, Row, Word
from welfare_desktop.domain.situation import Problem, Situation


def _extent(house: House) -> str:
    """Outside children and hours."""
    services = house.of("F69")
    minutes = sum(int(row.get("minutes") or 0) for r in services for row in r.rows("sessions"))
    running = sum(not r.get("ended_on") for r in services)
    return f"机构外儿童{len(services)}名，在服务{running}名，服务{minutes // 60}小时"


def _licensed(service: str) -> Judge:
    """Every service of a kind was given while its paper was in force, with the guardian's consent."""

    def judge(house: House, now: datetime) -> list[Finding]:
        found = outside.of_service(house, service)
        if not found:
            return []
        _, name, _ = outside.paper(service)
        wrong = [
            r.form_no for r in found
            if any(not outside.in_force(house, service, d) for d in outside.days(r) if d <= now.date())
        ]  # fmt: skip
        bare = [r.form_no for r in found if not r.get("consent")]
        words = f"服务{len(found)}名，{name}有效，监护人同意书齐全"
        if wrong:
            words = f"{'、'.join(wrong)}服务时{name}无效"
        elif bare:
            words = f"{'、'.join(bare)}没有监护人同意书"
        verdict: Word = "BREACH" if wrong or bare else "PASS"
        return [Finding(subject=institution(house), verdict=verdict, arithmetic=words)]

    return judge


def licensed(s: Situation) -> list[Problem]:
    """F69 (gate-H): special teaching with the school licence, rehabilitation as a designated house."""
    service = str(s.get("service") or "")
    clause, name, _ = outside.paper(service)
    if not clause or s.record.basis != "normal" or s.step == "approve":
        return []
    known = s.before.rows("sessions") if s.before is not None else []
    rows = [row for row in s.record.rows("sessions") if row not in known]
    days = [datetime.fromisoformat(str(row["on"])).date() for row in rows]
    days += [s.now.date()] if s.before is None else []
    wrong = [day for day in days if not outside.in_force(s.house, service, day)]
    if not wrong:
        return []
    sentence = f"{wrong[-1]}本机构没有有效的{name}，不能向机构外儿童提供这项服务。"
    field = "service" if s.before is None else "sessions"
    return [Problem(sentence=sentence, clause=clause, field=field)]


def _row(
    number: str, obligation: str, judge: Judge, forms: str, offers: str, reads: str = ""
) -> Row:
    return Row(id=number, obligation=obligation, obliged="机构", source="S8",
               forms=tuple(forms.split()), judge=judge, offers=offers,
               reads=tuple(reads.split()))  # fmt: skip


def _remote(house: House) -> str:
    return f"远程服务{outside.remote(house)}次"


ROWS: tuple[Row, ...] = (
    _row("C8.01", "拓展服务范围，资源共享", statistic(_extent), "F69", "stat"),
    _row("C8.02", "为社会困难家庭残疾儿童提供特殊教育", _licensed(outside.TEACHING), "F69 X01", "gate-H",
         "F69.service F69.consent X01.special_school X01.school_licence_to"),
    _row("C8.03", "延伸康复服务", _licensed(outside.REHAB), "F69 X01", "gate-H",
         "F69.service F69.consent X01.rehab_designated X01.rehab_valid_to"),
    _row("C8.04", "远程养育、教育、医疗、康复指导", statistic(_remote), "F69 F42 F35", "stat"),
)  # fmt: skip
