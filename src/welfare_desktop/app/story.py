"""What happens in a practice institution beside the daily round: a fever, a seizure at night with
hospital, a foundling whose notice runs; played as steps of a scenario through the actions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from welfare_desktop.app.replay import Step, play
from welfare_desktop.app.replay.stage import Stage
from welfare_desktop.domain.errors import Trouble
from welfare_desktop.domain.house import Child

_PANEL = [{"item": str(n), "result": "1"} for n in range(1, 7)]
#: Days of the month on which something happens; a shorter demo has none of it.
DAYS = 25


def story(first: date, until: date, children: list[Child]) -> list[Step]:
    """Steps in time order, for a demo of at least `DAYS` days; empty for a shorter one."""
    if (until - first).days + 1 < DAYS or len(children) < 10:
        return []
    steps = [
        *_fever(first + timedelta(days=2), children[3].id),
        *_foundling(first + timedelta(days=9)),
        *_seizure(first + timedelta(days=18), children[8].id),
        *_open_fever(until, children[6].id),
    ]
    return sorted(steps, key=lambda step: step.at)


def _at(day: date, time: str, verb: str, **fields: Any) -> Step:
    return Step(0, datetime.fromisoformat(f"{day}T{time}"), verb, fields)


def _event(day: date, time: str, child: str, name: str, **data: Any) -> Step:
    """An abnormal event, written down once the child was seen to."""
    values = {"found_at": f"{day}T{time}", "place": "寝室", "children": [child]} | data
    written = datetime.fromisoformat(f"{day}T{time}") + timedelta(minutes=15)
    return Step(0, written, "submit", {"form": "F31", "by": "hushi1", "data": values, "as": name})


def _fever(day: date, child: str) -> Iterable[Step]:
    timeline = [{"at": f"{day}T09:33", "action": "3", "note": "量体温，物理降温，喂水"}]
    yield _event(day, "09:30", child, "fever", type="1", severity="2", desc="体温38.4℃，精神好",
                 timeline=timeline, carry_over=True, harm_suspected=False,
                 notified=[{"person": "带班领导", "at": f"{day}T09:40", "way": "2"}])  # fmt: skip
    after = day + timedelta(days=1)
    data = {"closed_at": f"{after}T08:30", "outcome": "1"}
    yield _at(after, "08:30", "continue", record="fever", by="hushi1", data=data)


def _seizure(day: date, child: str) -> Iterable[Step]:
    timeline = [
        {"at": f"{day}T02:11", "action": "2", "note": "侧卧，计时"},
        {"at": f"{day}T02:13", "action": "7", "note": "拨打120"},
    ]
    yield _event(day, "02:10", child, "seizure", type="2", severity="4", desc="全身抽搐约3分钟",
                 timeline=timeline, carry_over=True, harm_suspected=False, sent_hospital=True,
                 notified=[{"person": "带班领导", "at": f"{day}T02:15", "way": "2"}])  # fmt: skip
    sent = {
        "visit_type": "3", "urgent": True, "found_at": f"{day}T02:10", "sent_at": f"{day}T02:31",
        "arrived_at": f"{day}T02:55", "hospital": "黄山市人民医院", "admit_at": f"{day}T03:20",
    }  # fmt: skip
    yield _at(day, "03:25", "submit", form="F24", child=child, by="hushi1", data=sent,
              **{"as": "hospital"})  # fmt: skip
    back = day + timedelta(days=3)
    yield _at(back, "10:10", "continue", record="hospital", by="hushi1",
              data={"discharge_at": f"{back}T10:00"})  # fmt: skip
    data = {"closed_at": f"{back}T10:15", "outcome": "4", "review": "抽搐后按预案送医，过程及时。"}
    yield _at(back, "10:15", "continue", record="seizure", by="hushi1", data=data)


def _foundling(day: date) -> Iterable[Step]:
    name = "安晨"
    arrived = {
        "arrived_at": f"{day}T10:20",
        "decision": "1",
        "referral_source": "1",
        "isolation": True,
    }
    yield _at(day, "10:25", "submit", form="F02", child=name, by="kezhang", data=arrived,
              files=["A01"])  # fmt: skip
    report = {
        "found_at": f"{day}T06:10", "found_div": "341021", "police_reported_at": f"{day}T06:35",
        "police_div": "341021",
    }  # fmt: skip
    yield _at(day, "10:40", "submit", form="F03", child=name, by="shegong", data=report)
    exam = {"exam_at": f"{day}T15:00", "infect_panel": _PANEL}
    yield _at(day, "15:30", "submit", form="F05", child=name, by="yisheng", data=exam)
    insured = {"verified_on": f"{day + timedelta(days=1)}", "state": "4", "year": day.year}
    yield _at(day + timedelta(days=1), "09:20", "submit", form="F10", child=name, by="shegong",
              data=insured)  # fmt: skip
    notice = day + timedelta(days=5)
    yield _at(notice, "10:00", "submit", form="F06", child=name, by="shegong", files=["A06"],
              data={"published_on": notice.isoformat(), "period_days": 60})  # fmt: skip
    yield _at(notice, "10:30", "submit", form="F07", child=name, by="yisheng",
              data={"sampled_on": notice.isoformat()})  # fmt: skip


def _open_fever(day: date, child: str) -> Iterable[Step]:
    yield _event(day, "20:15", child, "open", type="1", severity="2", desc="体温38.1℃，咳嗽",
                 timeline=[{"at": f"{day}T20:18", "action": "3", "note": "喂水，半小时复测"}],
                 carry_over=True)  # fmt: skip


def tell(stage: Stage, steps: list[Step], until: datetime) -> None:
    """Play what happens up to a moment; a step that is refused is a fault of this file."""
    while steps and steps[0].at <= until:
        step = steps.pop(0)
        outcome = play(stage, step)
        if not outcome.holds:
            raise Trouble(f"演示步骤没有成：{step.verb} {outcome.sentence}")
