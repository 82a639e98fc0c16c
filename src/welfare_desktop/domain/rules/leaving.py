"""Leaving the house: by which transition, and what stands before it (T03, T06, T18–T23, T30)."""

from __future__ import annotations

from welfare_desktop.domain import archive
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.lifecycle import PRESENT
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.facts import claims
from welfare_desktop.domain.situation import Problem, Situation

#: Status and reason of F50 (CL-LEAVE) → transition.
_EXITS = {
    "TEMP_CARE": {"L1": "T03", "L2": "T03"},
    "TEMP_GUARD": {"L1": "T06", "L2": "T06", "L7": "T06", "L8": "T06"},
    "IN_CARE": {"L1": "T19", "L2": "T19"},
    "ADOPTION": {"L3": "T17"},
    "ADULT_PENDING": {"L4": "T21", "L5": "T21"},
}
_ANYBODY = ("L10", "L99")


def exit_of(child: Child, status: str | None, s: Situation) -> str | None:
    """F50: the transition that its reason means for the child's status."""
    cause = s.get("cause")
    if cause in _ANYBODY:
        return "T23" if status in PRESENT else None
    return _EXITS.get(status or "", {}).get(str(cause))


def status_then(child: Child, s: Situation) -> str | None:
    """The status that a leaving ends: that of its own minute, for what is told late."""
    moment = s.at(s.form.happened or "")
    return (child.status_at(moment) if moment is not None else None) or child.status


def in_order(s: Situation) -> list[Problem]:
    """A leaving is not dated before a change of status; who left first never came of age here."""
    name = s.form.happened or ""
    moment, child = s.at(name), s.child
    if child is None or moment is None or not s.filled_now(name):
        return []
    spans = child.spans("status")
    # Majority comes by itself, and ends an open adoption case in the same minute.
    of_age = [span.happened for span in spans if span.get("transition") == "T20"]
    later = [
        span for span in spans
        if span.happened is not None and span.happened > moment and span.text("value") in PRESENT
        and span.happened not in of_age and span.get("cause") != s.record.id
    ]  # fmt: skip
    if not later:
        return []
    changed, to = later[0].happened, label("CL-STATUS", later[0].text("value"))
    sentence = (
        f"“{s.form.field(name).label}”（{moment:%Y-%m-%d %H:%M}）早于儿童转为“{to}”的时间"
        f"{changed:%Y-%m-%d %H:%M}，请核对。"
    )
    return [Problem(sentence=sentence, field=name)]


def target_of(transition: str, target: str, saved: Record) -> str:
    """T06 ends in two ways: the agreement is over, or the guardian is able again."""
    back = transition == "T06" and saved.get("cause") in ("L1", "L2")
    return "LEFT_REUNITED" if back else target


def transferred(child: Child, status: str | None, s: Situation) -> str | None:
    """F49: a transfer out; one that brings a child in changes nothing here."""
    return "T18" if s.get("direction") == "1" and status == "IN_CARE" else None


def reason_fits(s: Situation) -> list[Problem]:
    """F50: its reason is one by which a child of this status can leave."""
    child, cause = s.child, s.get("cause")
    if child is None or not cause or s.before is not None:
        return []
    if exit_of(child, status_then(child, s), s) is not None or child.status not in PRESENT:
        return []
    told = {
        "L3": ("C13.09", "还没有办理送养（集体研究同意、收养评估、登记），不能以收养离院。"),
        "L6": ("C12.12", "转其他机构请填《机构间转移登记表》，双方签字后即离院。"),
        "L9": (None, "儿童死亡请填《儿童死亡处置登记表》。"),
    }
    clause, sentence = told.get(
        str(cause), (None, f"“{label('CL-LEAVE', cause)}”和儿童现在的状态不符，请核对离院原因。")
    )
    if cause == "L6" and child.all("F49"):
        return []
    return [Problem(sentence=sentence, clause=clause, field="cause")]


def gone_already(s: Situation) -> list[Problem]:
    """A child leaves once."""
    if s.child is None or s.before is not None or s.child.status in PRESENT:
        return []
    if s.form.id == "F50" and s.child.left_at is not None:
        # The confirmation of a transfer is signed beside it.
        moved = s.get("cause") == "L6" and bool(s.child.all("F49"))
        return [] if moved else [Problem(sentence="儿童已离院，不能再办离院。", field="cause")]
    if s.child.left_at is None:
        return [Problem(sentence="儿童还没有到院，不能办离院。", field=FORMS[s.form.id])]
    return [Problem(sentence="儿童已离院，请核对。", field=FORMS[s.form.id])]


#: Form of a leaving → the field that a refusal of the whole stands at.
FORMS = {"F49": "direction", "F50": "cause", "F51": "died_at"}


def harm_told(child: Child, s: Situation) -> list[Problem]:
    """T03: where abandonment or harm is suspected, F61 comes first (C11.12)."""
    report = child.newest("F03")
    if report is not None and report.get("crime_suspected") is True and not child.all("F61"):
        return [Problem(sentence="疑似遗弃犯罪，先填强制报告再办理领回。", clause="C11.12")]
    return []


def claim_proved(child: Child, s: Situation) -> list[Problem]:
    """T03: police written confirmation, or a court paper (B83)."""
    confirmed = [r for r in claims(child) if r.get("state") == "3"]
    held = {p.type for form in ("F06", "F50") for r in child.all(form) for p in r.papers}
    if any(row.get("police_reply") for row in confirmed) or "B83" in held | _here(s):
        return []
    return [Problem(sentence="认领须有公安书面答复，请在寻亲公告续填认领情况。", clause="C1.10")]


def _here(s: Situation) -> set[str]:
    return {paper.type for paper in s.papers}


def handed_over(child: Child, s: Situation) -> list[Problem]:
    """T18: the approval, the signed list of the file, the copy locked (C12.12, C12.13)."""
    out: list[Problem] = []
    listed = s.house.record("F53", str(s.get("archive_list") or ""))
    if listed is None or listed.get("kind") != "1":
        sentence = "还没有随儿童移交的档案清单，请先填《业务档案移交登记表》（随儿童转机构）。"
        return [Problem(sentence=sentence, clause="C12.12", field="archive_list")]
    if not (listed.get("sigs") or listed.has_paper("C40")):
        out.append(Problem(sentence="档案移交清单还没有双方签章。", clause="C12.12"))
    missing = len({r.id for r in child.all("F52")} - set(archive.items_of(listed)))
    if missing:
        sentence = f"移交清单还缺{missing}件材料，请档案员更正清单。"
        out.append(Problem(sentence=sentence, clause="C12.12", field="archive_list"))
    changed = archive.altered(s.house, listed)
    if changed:
        sentence = (
            f"{'、'.join(changed)}的校验值与清单不同，归档后有改动："
            "请档案员核对，写明原因更正清单后再移交。"
        )
        out.append(Problem(sentence=sentence, clause="C12.12", field="archive_list"))
    if listed.get("copy_kept") is not True:
        out.append(Problem(sentence="档案要先留存副本再移交。", clause="C12.13"))
    return out


def other_ground(child: Child, s: Situation) -> list[Problem]:
    """T23: a written ground and the report to the office (F70)."""
    out: list[Problem] = []
    if not s.get("remark"):
        sentence = "其他离院须在备注写明依据。"
        out.append(Problem(sentence=sentence, field="remark"))
    if not any(r.child == child.id for r in s.house.of("F70")):
        sentence = "其他离院须先上报主管民政部门：请填《上报主管部门登记表》。"
        out.append(Problem(sentence=sentence, clause="C1.15"))
    return out


def file_whole(child: Child, s: Situation) -> list[Problem]:
    """T30: every paper of the leaving is in the file (C12.08)."""
    lacking = archive.missing_after_leaving(child, s.now)
    if not lacking:
        return []
    names = "、".join(label("CL-DOC", kind) for kind in lacking)
    sentence = f"档案还缺：{names}。补齐后再归结。"
    return [Problem(sentence=sentence, clause="C12.08", field="F52")]
