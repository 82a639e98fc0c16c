"""Clause 12: the child's file (C12.03, C12.05–C12.14)."""

from __future__ import annotations

from datetime import date, datetime

from welfare_desktop.domain import archive
from welfare_desktop.domain.codes import code_list, label
from welfare_desktop.domain.deadlines import (
    addm,
    age_on,
    fixed,
    judged_on,
    last_day,
    repeated,
    soft_days,
)
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.lifecycle import GONE
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.facts import opened_on
from welfare_desktop.domain.rules.shapes import anchor, child_row, finding, judged, on_with
from welfare_desktop.domain.rules.verdict import Finding, Remedy, Row
from welfare_desktop.domain.situation import Problem, Situation

_FILE_DAYS, _SCAN_DAYS = 7, 30
_PAPER, _PHOTO = "1", "3"
_PORTRAITS = ("A05", "B03")
#: Admission causes of children whose parents are not known; E2: the file of origin is looked at.
_UNKNOWN_PARENTS = ("A", "T2", "E2")
_DOCUMENTS = frozenset(code for code, _ in code_list("CL-DOC").items)
#: Statuses of a child whose file went to another institution, or is over.
_AWAY = ("LEFT_TRANSFER", "FILE_CLOSED", "FILE_TRANSFERRED")


def _c12_03(child: Child, now: datetime) -> Finding | None:
    items = child.all("F52")
    if not items:
        return None
    lent = [(item, row) for item in items for row in item.rows("loan")
            if row.get("out_on") and not row.get("back_on")]  # fmt: skip
    out, remedy = [row for _, row in lent], on_with(lent[0][0] if lent else None, "F52")
    unasked = [row for row in out if not row.get("approved_by")]
    if unasked:
        return finding(child, "BREACH", f"{len(unasked)}件借出没有批准", remedy=remedy)
    due = min((date.fromisoformat(str(row["due_on"])) for row in out if row.get("due_on")),
              default=None)  # fmt: skip
    if due is not None and due < now.date():
        return finding(child, "OVERDUE", f"有材料借出，应在{due}前归还", due=due, remedy=remedy)
    if len(out) > sum(1 for row in out if row.get("due_on")):
        return finding(child, "WARN", "有材料借出，没有应还日期", remedy=remedy)
    words = f"{len(items)}件材料集中保管，借出{len(out)}件"
    return finding(child, "PASS", words, due=due)


def _same_person(house: House) -> dict[str, set[str]]:
    """What tells a person (number; name, sex and birth) → children entered with it."""
    facts = house.facts("F01")
    if "same person" not in facts:
        known = dict[str, set[str]]()
        for child in house.children:
            told = (child.name, child.sex, child.record.text("birth_date"))
            for key in (child.record.text("id_no"), "/".join(told) if all(told) else ""):
                if key:
                    known.setdefault(key, set()).add(child.id)
        facts["same person"] = known
    found: dict[str, set[str]] = facts["same person"]
    return found


def _c12_05(child: Child, now: datetime) -> Finding | None:
    if not child.here_at(now):
        return None
    known, told = _same_person(child.house), (child.name, child.sex)
    keys = (child.record.text("id_no"), "/".join((*told, child.record.text("birth_date"))))
    others = set().union(*(known.get(key, set()) for key in keys if key)) - {child.id}
    twins = [c.file_no for c in child.house.children if c.id in others and c.here_at(now)]
    if twins:
        return finding(child, "WARN", f"可能与{'、'.join(twins)}是同一名儿童，请核对")
    return finding(child, "PASS", f"一人一档，档案编号{child.file_no}")


def _unfiled(child: Child) -> dict[str, date]:
    """Papers attached to the child's forms that no archive item has: type → day it came."""
    filed: dict[str, date] = {}
    for item in child.all("F52"):
        day = item.date("filed_on")
        if day is not None:
            kind = item.text("doc_type")
            filed[kind] = max(day, filed.get(kind, day))
    out: dict[str, date] = {}
    opened = opened_on(child) or date.min
    for one in archive.attached(child):
        if one.form in ("F52", "F53") or not one.entered or one.type not in _DOCUMENTS:
            continue
        day = date.fromisoformat(one.entered)
        if day >= opened and filed.get(one.type, date.min) < day:
            out[one.type] = min(day, out.get(one.type, day))
    return out


def _c12_06(child: Child, now: datetime) -> Finding | None:
    waiting = {k: d for k, d in _unfiled(child).items() if d <= now.date()}
    if not waiting:
        return finding(child, "PASS", "材料都已归档") if child.all("F52") else None
    due = last_day(min(waiting.values()), _FILE_DAYS)
    names = "、".join(label("CL-DOC", kind) for kind in sorted(waiting))
    words = f"产生后{_FILE_DAYS}日内归档，还没有归档：{names}"
    oldest = min(waiting, key=lambda kind: waiting[kind])
    return finding(child, "DUE" if now.date() <= due else "WARN", words, due=due,
                   remedy=Remedy("F52", values={"doc_type": oldest}))  # fmt: skip


def _lacking(child: Child, now: datetime) -> list[str]:
    """What the file lacks, in words."""
    return [
        archive.lacking_words(kind, names)
        for phase in archive.phases(child, now)
        for kind, names in phase.lacking.items()
    ]


def _c12_07(child: Child, now: datetime) -> Finding | None:
    changed = [n for handed in child.all("F53") for n in archive.altered(child.house, handed)]
    if changed:
        return finding(child, "BREACH", f"{'、'.join(changed)}与清单的校验值不同",
                       remedy=on_with(child.newest("F53"), "F53"))  # fmt: skip
    unclear = next((item for item in child.all("F52") if archive.coarse(item)), None)
    if unclear is not None:
        words = f"第{unclear.text('seq')}件“{unclear.text('title')}”的扫描件不到{archive.LEAST_DPI} dpi，请重新扫描"
        return finding(child, "WARN", words, remedy=on_with(unclear, "F52"))
    if not child.here_at(now):
        return finding(child, "PASS", "校验值没有变动") if child.all("F52") else None
    if told := _lacking(child, now):
        return finding(child, "DUE", f"档案还缺：{'、'.join(told)}")
    return finding(child, "PASS", "应有材料齐全，校验值没有变动")


def _c12_08(child: Child, now: datetime) -> Finding | None:
    left = child.left_at
    if left is None or left > now:
        lacking = archive.missing_documents(child, now) if child.here_at(now) else []
        if not child.here_at(now):
            return None
        word = f"在院，还缺{len(lacking)}种材料" if lacking else "进入和在机构两阶段材料齐全"
        return finding(child, "DUE" if lacking else "PASS", word)
    days = int(child.house.param("exit_archive_days", now.date()))
    lacking = archive.missing_after_leaving(child, now)
    whole = None if lacking else archive.completed_on(child)
    outcome = soft_days(left.date(), days, now.date(), whole)
    names = "、".join(label("CL-DOC", kind) for kind in lacking)
    words = f"离院后{outcome.arithmetic}" + (f"；还缺{names}" if lacking else "")
    return finding(child, outcome.verdict, words, due=outcome.due, left_at=left)


def _c12_09(child: Child, now: datetime) -> Finding | None:
    """Own ladder: no sample is DUE to the target, then OVERDUE; a result awaited has no last day."""
    start = anchor(child)
    if not child.cause.startswith(_UNKNOWN_PARENTS) or start is None or not child.here_at(now):
        return None
    days, sample = int(child.house.param("dna_sample_days", now.date())), child.newest("F07")
    sampled = judged_on(sample, "sampled_on")
    if "A07" in archive.papers_of(child):
        return finding(child, "PASS", "档案里有DNA信息比对结果", sampled_on=sampled)
    if sample is None or sampled is None or sampled > now.date():
        outcome = fixed(last_day(start.date(), days), now.date())
        return finding(child, outcome.verdict, f"还没有采血，{outcome.arithmetic}",
                       due=outcome.due, counted_from=start)  # fmt: skip
    if not sample.get("result_code"):
        return finding(child, "DUE", f"{sampled}已采血，等待比对结果", sampled_on=sampled)
    outcome = fixed(last_day(start.date(), days), now.date(), sampled)
    return judged(child, outcome, counted_from=start, sampled_on=sampled)


def _c12_10(child: Child, now: datetime) -> Finding | None:
    items = [r for r in child.all("F52") if r.get("carrier") == _PAPER and r.date("filed_on")]
    if not items:
        return None
    bare = [(day, r) for r in items if not archive.digests(r) and (day := r.date("filed_on"))]
    words = f"纸质{len(items)}件，已数字化{len(items) - len(bare)}件"
    if not bare:
        return finding(child, "PASS", words)
    since, oldest = min(bare, key=lambda one: one[0])
    outcome = soft_days(since, _SCAN_DAYS, now.date())
    return finding(child, outcome.verdict, f"{words}，{outcome.arithmetic}", due=outcome.due,
                   remedy=on_with(oldest, "F52"))  # fmt: skip


def _portraits(child: Child, until: date) -> list[date]:
    days = [r.date("doc_date") for r in child.all("F52") if r.get("carrier") == _PHOTO]
    days += [
        date.fromisoformat(r.submitted_at[:10]) for form in ("F01", "F02", "F52")
        for r in child.all(form) if r.submitted_at and r.has_paper(*_PORTRAITS)
    ]  # fmt: skip
    return [day for day in days if day is not None and day <= until]


def _c12_11(child: Child, now: datetime) -> Finding | None:
    start, birth = anchor(child), child.birth_date
    if not child.here_at(now) or start is None:
        return None
    taken = _portraits(child, now.date())
    last = max([*taken, start.date()]) if taken else start.date()
    months = 6 if birth is None or age_on(birth, last) < 6 else 12
    if taken:
        outcome = repeated(max(taken), months, now.date())
        return finding(child, outcome.verdict, f"近照：{outcome.arithmetic}", due=outcome.due)
    outcome = fixed(addm(last, months), now.date())
    return finding(child, outcome.verdict, f"还没有近照，{outcome.arithmetic}", due=outcome.due)


# Away: to another institution, to the archive ----------------------------------------------


def transfer_of(child: Child) -> Record | None:
    """The approved transfer by which a child went to another institution."""
    moved = [r for r in child.all("F49") if r.state == "approved" and r.get("direction") == "1"]
    return moved[-1] if moved else None


def _c12_12(child: Child, now: datetime) -> Finding | None:
    moved = transfer_of(child)
    if moved is None:
        return None
    listed, day = child.house.record("F53", moved.text("archive_list")), moved.date("handover_at")
    if listed is None or not (listed.get("sigs") or listed.has_paper("C40")):
        return finding(child, "BREACH", "转出而没有双方签章的档案清单", handover_at=day)
    done = listed.date("done_on")
    if done is None or day is None or done > day:
        return finding(child, "BREACH", f"档案{done}移交，儿童{day}已转出", handover_at=day)
    return finding(child, "PASS", f"档案{done}随儿童移交，清单已签", handover_at=day)


def _c12_13(child: Child, now: datetime) -> Finding | None:
    moved = transfer_of(child)
    listed = child.house.record("F53", moved.text("archive_list")) if moved else None
    if moved is None or listed is None:
        return None
    if listed.get("copy_kept") is not True or not moved.get("copy_locked_on"):
        return finding(child, "BREACH", "没有留存锁定的副本")
    changed = archive.altered(child.house, listed)
    if changed:
        return finding(child, "BREACH", f"副本{'、'.join(changed)}与清单的校验值不同")
    words = f"副本{len(listed.rows('list'))}件，{moved.text('copy_locked_on')}锁定，校验值一致"
    return finding(child, "PASS", words)


def _c12_14(child: Child, now: datetime) -> Finding | None:
    due = archive.due_at_archive(child, now)
    if due is None:
        return finding(child, "NA", "档案归结后起算") if child.left_at is not None else None
    handed = [r for r in child.all("F53") if r.get("kind") == "2"]
    consent = any(r.get("extension_file") for r in handed)
    later = max((day for r in handed if (day := r.date("extended_to"))), default=due)
    done = min((day for r in handed if (day := r.date("done_on"))), default=None)
    if done is not None and done < due and not consent:
        return finding(child, "WARN", f"{done}移交，早于{due}，没有档案馆书面同意", due=due)
    remedy = on_with(handed[-1], "F53") if handed else Remedy("F53", values={"kind": "2"})
    outcome = fixed(later if consent else due, now.date(), done)
    return judged(child, outcome, remedy=remedy, handed_on=done)


# Gates --------------------------------------------------------------------------------------


def to_archive(s: Situation) -> list[Problem]:
    """F53 to the archive (T31): a file that is closed."""
    if s.child is None or s.get("kind") != "2" or s.before is not None:
        return []
    if s.child.status in ("FILE_CLOSED", "FILE_TRANSFERRED"):
        return []
    told = "档案还没有归结" if s.child.status in GONE else "儿童还没有离院"
    sentence = f"{told}，归结后才能移交国家综合档案馆。"
    return [Problem(sentence=sentence, clause="C12.14", field="kind")]


def locked(house: House, record: Record) -> Problem | None:
    """C12.13: the copy of a file that went with the child is changed by nobody; kept if tried."""
    child = house.child(record.child or "") if record.form in ("F52", "F53") else None
    moved = transfer_of(child) if child is not None and child.status in _AWAY else None
    listed = house.record("F53", moved.text("archive_list")) if moved is not None else None
    if listed is None:
        return None
    if record.id != listed.id and record.id not in archive.items_of(listed):
        return None
    sentence = "档案已随儿童移交，留存的副本已锁定，不能改动或作废。"
    return Problem(sentence=sentence, clause="C12.13", logged=True)


ROWS: tuple[Row, ...] = (
    child_row("C12.03", "集中统一管理、动态管理", _c12_03, "F52", source="S12", exempt=True,
              leaving=True, offers="register", reads="F52.loan"),
    child_row("C12.05", "一人一档", _c12_05, "F01 F09", source="S12", exempt=True, offers="form",
              alone=False),
    child_row("C12.06", "动态管理", _c12_06, "F52", source="D", exempt=True, leaving=True,
              offers="deadline", anew=True, reads="F52.digital"),
    child_row("C12.07", "真实、完整、清晰", _c12_07, "F52", source="S12", exempt=True,
              leaving=True, offers="checklist", anew=True, reads="F52.digital"),
    child_row("C12.08", "进入、在机构、离开三个阶段", _c12_08, "F52 F50", source="D",
              exempt=True, leaving=True, offers="checklist", anew=True, reads="F52.digital"),
    child_row("C12.09", "查找不到生父母的，商公安采血检验入库比对", _c12_09, "F07", source="D",
              exempt=True, offers="deadline", reads="F07.sampled_on F07.result_code"),
    child_row("C12.10", "档案数字化", _c12_10, "F52", source="D", exempt=True, leaving=True,
              offers="deadline", reads="F52.digital"),
    child_row("C12.11", "收集照片、音视频", _c12_11, "F52 F01", source="D", exempt=True,
              offers="deadline", anew=True, reads="F52.media_caption"),
    child_row("C12.12", "转其他机构的，档案一并移交", _c12_12, "F53 F49", source="S12",
              exempt=True, leaving=True, offers="gate-H", reads="F49.copy_locked_on"),
    child_row("C12.13", "长期留存副本", _c12_13, "F53 F49", source="S12", exempt=True,
              leaving=True, offers="gate-H", reads="F49.copy_locked_on"),
    child_row("C12.14", "离院后移交同级国家综合档案馆", _c12_14, "F53",
              source="R:档案法条例 art.20", exempt=True, leaving=True, offers="deadline",
              reads="F53.extended_to"),
)  # fmt: skip
