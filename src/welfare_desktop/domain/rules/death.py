"""A child's death by its three routes (C11.20–C11.26, lifecycle.md §1.8).

The record of a death is always saved with its time and place; only the body is not recorded as
disposed before the right proof is there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from welfare_desktop.domain.archive import missing_of_death, papers_of
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.deadlines import addm, fixed, judged_at, soft_days, soft_minutes
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.harm import ladder
from welfare_desktop.domain.rules.shapes import (
    ChildJudge,
    child_row,
    finding,
    judged,
    on_with,
    report,
)
from welfare_desktop.domain.rules.verdict import Finding, Row, Word
from welfare_desktop.domain.situation import Problem, Situation

_HOSPITAL, _POLICE = "1", "2"
_FILE_DAYS = 30
_ORAL_MINUTES = 60


def _route(death: Record) -> str:
    return death.text("route") or "C"


def _held(child: Child, death: Record, kind: str) -> bool:
    return kind in papers_of(child) or death.has_paper(kind)


DeathJudge = Callable[[Child, Record, datetime, datetime], Finding | None]


def _of_death(judge: DeathJudge) -> ChildJudge:
    """A judge of a child's death, where there is one."""

    def run(child: Child, now: datetime) -> Finding | None:
        death = child.newest("F51")
        at = death.at("died_at") if death is not None else None
        if death is None or at is None or at > now:
            return None
        return judge(child, death, at, now)

    return run


def _proof(kind: str, routes: str) -> DeathJudge:
    """The proof of a route is there before the body is disposed of."""

    def judge(child: Child, death: Record, at: datetime, now: datetime) -> Finding | None:
        if _route(death) not in routes:
            return None
        disposed, proved = death.date("disposed_on"), death.date("proof_on")
        held, name = _held(child, death, kind), label("CL-DOC", kind)
        facts: dict[str, Any] = {"disposed_on": disposed, "proof_on": proved}
        late = disposed is not None and proved is not None and proved > disposed
        if (disposed is not None or death.state == "approved") and not held:
            return finding(child, "BREACH", f"已处置或办结，没有{name}", **facts)
        if late:
            return finding(child, "BREACH", f"{name}晚于遗体处置", **facts)
        word: Word = "PASS" if held else "DUE"
        told = "已取得" if held else "处置遗体前取得"
        return finding(child, word, f"{told}{name}", **facts)

    return judge


def _c11_21(child: Child, death: Record, at: datetime, now: datetime) -> Finding | None:
    if _route(death) != "C":
        return None
    police, disposed = judged_at(death, "police_at"), death.date("disposed_on")
    told = death.at("police_at")
    if disposed is not None and (told is None or told.date() > disposed):
        return finding(child, "BREACH", "报案前已处置遗体", died_at=at, disposed_on=disposed)
    verdict, words, due = ladder(child.house, at, police, now)
    return finding(child, verdict, f"未经救治非正常死亡先报案：{words}", due=due.date(),
                   died_at=at, police_at=told)  # fmt: skip


def _c11_23(child: Child, death: Record, at: datetime, now: datetime) -> Finding | None:
    told = [
        judged_at(r, "sent_at") for r in child.house.of("F70")
        if r.get("type") == "DEATH" and (r.get("about") == death.id or r.child == child.id)
    ]  # fmt: skip
    done = min((one for one in told if one is not None), default=None)
    minutes = int(float(child.house.param("death_report_hours", now.date())) * 60)
    outcome = soft_minutes(at, minutes, now, done)
    oral, spoken = death.at("reported_oral_at"), at + timedelta(minutes=_ORAL_MINUTES)
    late = _route(death) != "A" and (oral or now) > spoken
    if late and outcome.verdict in ("PASS", "DUE"):
        words = f"非正常死亡应在1小时内口头报告；书面：{outcome.arithmetic}"
        spoken_of = on_with(death, "F51") if done is not None else report("DEATH", death)
        return finding(child, "WARN", words, due=outcome.due, remedy=spoken_of, died_at=at,
                       reported_oral_at=oral)  # fmt: skip
    return judged(child, outcome, remedy=report("DEATH", death), died_at=at, reported_at=done)


def _c11_24(child: Child, death: Record, at: datetime, now: datetime) -> Finding | None:
    proved = death.date("proof_on")
    if proved is None:
        return finding(child, "NA", "取得死亡证明后起算")
    disposed = death.date("disposed_on")
    if disposed is None and death.get("police_hold") is True:
        return finding(child, "DUE", "公安暂扣遗体，期限中止", proof_on=proved)
    lacking = [k for k in ("C34", "C35") if not _held(child, death, k)]
    days = int(child.house.param("body_disposal_days", now.date()))
    outcome = soft_days(proved, days, now.date(), disposed)
    if disposed is not None and lacking and outcome.verdict == "PASS":
        names = "、".join(label("CL-DOC", kind) for kind in lacking)
        return finding(child, "DUE", f"{disposed}已处置，还缺{names}", due=outcome.due,
                       disposed_on=disposed)  # fmt: skip
    return judged(child, outcome, proof_on=proved, disposed_on=disposed)


def _c11_25(child: Child, death: Record, at: datetime, now: datetime) -> Finding | None:
    if child.hukou is None:
        return finding(child, "NA", "没有落户：出生和死亡登记一并办理")
    cancelled, disposed = death.date("hukou_cancel_on"), death.date("disposed_on")
    outcome = fixed(addm(at.date(), 1), now.date(), cancelled)
    before = disposed is not None and (cancelled is None or cancelled > disposed)
    facts: dict[str, Any] = {"hukou_cancel_on": cancelled, "disposed_on": disposed}
    if before and outcome.verdict in ("PASS", "DUE"):
        words = f"遗体处置先于户口注销（城市应先注销）；{outcome.arithmetic}"
        return finding(child, "WARN", words, due=outcome.due, **facts)
    if cancelled is not None and not _held(child, death, "C36") and outcome.verdict == "PASS":
        return finding(child, "DUE", f"{cancelled}已注销，还缺户口注销证明", due=outcome.due)
    return judged(child, outcome, **facts)


def _completed(child: Child, death: Record) -> date:
    """The day on which the last paper of a death came into the file."""
    filed = [r.text("filed_on") for r in child.all("F52") if r.text("doc_type").startswith("C3")]
    days = [*filed, death.submitted_at[:10], *(at[:10] for at in death.filled.values())]
    return date.fromisoformat(max(day for day in days if day))


def _c11_26(child: Child, death: Record, at: datetime, now: datetime) -> Finding | None:
    lacking = missing_of_death(child, death)
    done = None if lacking else min(_completed(child, death), now.date())
    outcome = soft_days(at.date(), _FILE_DAYS, now.date(), done)
    names = "、".join(label("CL-DOC", kind) for kind in lacking)
    words = f"{outcome.arithmetic}；还缺{names}" if lacking else outcome.arithmetic
    return finding(child, outcome.verdict, words, due=outcome.due, died_at=at)


def proved(s: Situation) -> list[Problem]:
    """F51 (gate-H): the proof of the route, and the police before the body is moved or disposed."""
    if s.child is None or s.step == "view":
        return []
    route, out = _route(s.record), list[Problem]()
    if route == "C" and s.get("proof_type") == _HOSPITAL and _asked(s, "proof_type"):
        sentence = (
            "未经医疗机构救治的非正常死亡（或情况不明），不能只凭医学证明："
            "须由公安或司法部门出具死亡证明；属正常死亡或经救治的，请先填写这两项。"
        )
        out.append(Problem(sentence=sentence, clause="C11.22", field="proof_type"))
    if not _asked(s, "disposed_on"):
        return out
    return out + (_without_police(s) if route == "C" else _without_hospital(s))


def rerouted(s: Situation) -> list[Problem]:
    """F51: a route told by both answers is corrected by a paper of the police only (§1.8)."""
    before = s.before
    told = before is not None and None not in (
        before.get("is_normal"), before.get("treated_by_med")
    )  # fmt: skip
    if before is None or not told or _route(before) == _route(s.record):
        return []
    if s.record.has_paper("C32", "C33") or s.step != "correct":
        return []
    sentence = "更正文书路径要附公安机关出具的材料（C32或C33），原路径保留在历史里。"
    return [Problem(sentence=sentence, clause="C11.22", field="is_normal")]


def _asked(s: Situation, name: str) -> bool:
    """Whether this step fills a field, closes the form, or changes what its route is."""
    route = s.before is not None and s.before.get("route") != s.get("route")
    return bool(s.get(name)) and (s.filled_now(name) or route or s.step == "approve")


def _lacks(s: Situation, kind: str) -> bool:
    return s.child is not None and not _held(s.child, s.record, kind)


def _early(s: Situation) -> bool:
    disposed, told = s.date("disposed_on"), s.date("proof_on")
    return disposed is not None and told is not None and disposed < told


def _without_hospital(s: Situation) -> list[Problem]:
    if s.get("proof_type") == _HOSPITAL and not _lacks(s, "C31") and not _early(s):
        return []
    sentence = "处置遗体前要取得医疗机构出具的《居民死亡医学证明（推断）书》（C31）。"
    return [Problem(sentence=sentence, clause="C11.20", field="proof_file")]


def _without_police(s: Situation) -> list[Problem]:
    out: list[Problem] = []
    told, disposed = s.date("police_at"), s.date("disposed_on")
    if told is None or (disposed is not None and disposed < told):
        sentence = "先向公安机关报案；报案前遗体不得移动或处置。"
        out.append(Problem(sentence=sentence, clause="C11.21", field="police_at"))
    if s.get("police_hold") is True:
        sentence = "公安暂扣遗体，解除后才能登记处置。"
        out.append(Problem(sentence=sentence, clause="C11.21", field="police_hold"))
    if s.get("proof_type") != _POLICE or _lacks(s, "C32") or _early(s):
        sentence = "处置遗体前要取得公安司法部门出具的死亡证明（C32）。"
        out.append(Problem(sentence=sentence, clause="C11.22", field="proof_file"))
    return out


def _row(
    number: str, obligation: str, judge: DeathJudge, *, forms: str = "F51", source: str = "S11",
    offers: str = "gate-H", reads: str = "", by_minute: bool = False,
) -> Row:  # fmt: skip
    return child_row(number, obligation, _of_death(judge), forms, source=source, leaving=True,
                     exempt=True, offers=offers, reads=reads, by_minute=by_minute)  # fmt: skip


ROWS: tuple[Row, ...] = (
    _row("C11.20", "医疗卫生机构出具《居民死亡医学证明（推断）书》", _proof("C31", "AB"),
         reads="F51.proof_type F51.proof_file F51.disposed_on"),
    _row("C11.21", "未经救治的非正常死亡，第一时间报案", _c11_21,
         reads="F51.police_at F51.disposed_on", by_minute=True),
    _row("C11.22", "取得公安司法部门出具的死亡证明", _proof("C32", "C"),
         reads="F51.proof_type F51.proof_file F51.disposed_on"),
    _row("C11.23", "及时报主管民政部门", _c11_23, forms="F70 F51", source="D", offers="deadline",
         reads="F51.reported_oral_at", by_minute=True),
    _row("C11.24", "依法处置遗体", _c11_24, source="D", offers="deadline",
         reads="F51.proof_on F51.disposed_on"),
    _row("C11.25", "注销户籍", _c11_25, forms="F51 F09", source="R:户口登记条例 art.8",
         offers="deadline", reads="F51.hukou_cancel_on"),
    _row("C11.26", "材料完整存入儿童档案", _c11_26, forms="F51 F52", source="D",
         offers="checklist", reads="F51.disposed_on"),
)  # fmt: skip
