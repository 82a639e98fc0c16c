"""Why a child stands on the special list of a handover, and how closely to look (§4.3)."""

from __future__ import annotations

from datetime import datetime, timedelta

from welfare_desktop.domain import marked, medication, orders, rounds, socialwork
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.rules.facts import visit_end, visit_start

#: From here on a temperature puts a child on the list (§4.3).
FEVER = 37.5
STABLE, WATCH, CRITICAL = "1", "2", "3"


def _recent(at: datetime | None, now: datetime, hours: int) -> bool:
    return at is not None and timedelta() <= now - at <= timedelta(hours=hours)


def fevers(house: House, now: datetime) -> dict[str, float]:
    """Who had a fever in the last 24 hours, with the highest."""
    out: dict[str, float] = {}
    since = now - timedelta(hours=24)
    marks = marked.all_marks(house, None, since, now)
    found = [(m["child"], m["at"], m.get("temp") or 0) for m in marks]
    walks = house.within("F30", since - timedelta(hours=12), now + timedelta(hours=12))
    vital = (v for w in walks for v in w.rows("vital") if v.get("child") and v.get("at"))
    found += [(v["child"], v["at"], v.get("temp_c") or 0) for v in vital]
    for child, at, temp in found:
        if float(temp) >= FEVER and _recent(datetime.fromisoformat(at), now, 24):
            out[child] = max(float(temp), out.get(child, 0))
    return out


def _visit_reason(child: Child, now: datetime) -> str:
    """F24 open, or closed within 72 hours."""
    found, past = "", (now - timedelta(days=5)).date().isoformat()
    for visit in child.all("F24"):
        stays = visit.get("visit_type") == "3" or visit.get("admit_at")
        over = visit.text("discharge_at") or ("" if stays else visit.text("arrived_at"))
        if over and over < past:
            continue  # long ago: its times need not be read
        begun, end = visit_start(visit), visit_end(visit)
        if begun is None or begun > now:
            continue
        if stays and end is None:
            return "住院"
        if end is None and visit.state != "approved":
            found = "就医未结"
        elif end is not None and (end > now or _recent(end, now, 72)):
            found = "72小时内就医"
    return found


def _event_reason(child: Child, now: datetime) -> tuple[str, str]:
    """What happened of late or is still open, and attention by the gravest of it."""
    told, level = list[str](), STABLE
    for event in child.house.of("F31"):
        if child.id not in (event.get("children") or []):
            continue
        running = not event.get("closed_at") and event.get("carry_over") is not False
        if running or _recent(event.at("found_at"), now, 24):
            severe = event.get("severity") in ("3", "4")
            kind = label("CL-ABN", event.text("type")) if event.get("type") else "类型未定"
            told.append(kind)
            level = max(level, CRITICAL if severe else WATCH)
    return f"异常：{'、'.join(dict.fromkeys(told))}" if told else "", level


def _returned(child: Child, now: datetime) -> bool:
    spans = child.spans("whereabouts")
    return any(
        s.get("previous") in ("HOSPITAL", "FOSTER_HOME")
        and s.get("value") == "ON_SITE"
        and _recent(s.happened, now, 7 * 24)
        for s in spans
    )


def next_end(house: House, ward: str | None, now: datetime) -> datetime:
    """The end of the shift of a ward after the one under way."""
    _, change = rounds.shift_span(now, rounds.shift_of(house, now, ward))
    return rounds.shift_span(change, rounds.shift_of(house, change, ward))[1]


def _medication(child: Child, now: datetime) -> list[str]:
    """用药 up to the end of the next shift."""
    if not child.all("F29"):
        return []
    times = medication.times_of(child, now, next_end(child.house, child.ward_at(now), now))
    return [f"到点用药{'、'.join(f'{at:%H:%M}' for at in times)}"] if times else []


def _ordered(child: Child, now: datetime) -> list[str]:
    """Fasting and posture as ordered, now or up to the end of the next shift."""
    if not child.all("X10"):
        return []
    found = orders.in_force(child, now, next_end(child.house, child.ward_at(now), now))
    told = (orders.FASTING, orders.POSTURE)
    return [f"医嘱：{orders.words(o, now)}" for o in found if o.get("kind") in told]


def _vaccinated(child: Child, now: datetime) -> list[str]:
    since = (now - timedelta(hours=24)).date().isoformat()
    given = any(since <= r.text("given_on") <= f"{now:%Y-%m-%d}" for r in child.all("F22"))
    return ["24小时内接种"] if given else []


def _worrying(child: Child, now: datetime) -> bool:
    """A talk or session (F42) of the last 72 hours with a signal of risk."""
    told = socialwork.named_in(child, "F42")
    return any(r.get("risk") in ("1", "2") and _recent(r.happened, now, 72) for r in told)


def _diagnoses(child: Child) -> list[str]:
    """Diagnoses (F23) that are to be watched and not over."""
    return [
        f"诊断：{d.text('name')}"
        for d in child.all("F23")
        if d.get("watch") is True and d.get("state") not in ("3", "4")
    ]


def reasons(child: Child, now: datetime, fever: float | None) -> tuple[tuple[str, ...], str]:
    """Why a child stands on the list (§4.3), and how closely to look."""
    out: list[str] = []
    attention = STABLE
    event, level = _event_reason(child, now)
    if event:
        out.append(event)
        attention = level
    where = child.state_at("whereabouts", now)
    if where == "HOSPITAL":
        out.append("住院")
        attention = max(attention, WATCH)
    elif where == "MISSING":
        out.append("走失")
        attention = CRITICAL
    if fever is not None:
        out.append(f"24小时内发热{fever:g}℃")
        attention = max(attention, WATCH)
    visit = _visit_reason(child, now)
    if visit and visit not in out:
        out.append(visit)
    out += _medication(child, now) + _ordered(child, now) + _vaccinated(child, now)
    if rounds.apart(child, now):
        out.append("隔离观察")
    if _recent(child.arrived_at, now, 7 * 24):
        out.append("新入院7日内")
    if _returned(child, now):
        out.append("返院7日内")
    if child.record.get("special_watch") is True:
        codes = child.record.get("special_watch_reason") or []
        out.append(
            "重点关注" + ("：" + "、".join(label("CL-WATCH", c) for c in codes) if codes else "")
        )
        attention = max(attention, WATCH)
    if _worrying(child, now):
        out.append("72小时内情绪风险")
        attention = max(attention, WATCH)
    return (*out, *_diagnoses(child)), attention
