"""Papers that come in: scans become one item of a child's file (F52), in few keys.

The file itself is read and never moved, changed or deleted; what is kept is byte for byte the same.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from welfare_desktop.actions import papers, records
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.records import Step
from welfare_desktop.actions.scans import Scan
from welfare_desktop.domain import archive, permissions
from welfare_desktop.domain.archive import CATALOGUE, Kind
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.forms.carried import next_item
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.names import pinyin_keys
from welfare_desktop.domain.record import Paper, Record
from welfare_desktop.domain.situation import Problem

FORM = "F52"
_PAPER, _PHOTO, _SOUND, _FILM = "1", "3", "4", "5"
#: Papers that are photographs by their nature.
_PHOTOS = ("A05", "B03")
_CARRIERS = {"film": _FILM, "sound": _SOUND}
_KEPT_AT = "档案室"


def why_not(desk: Desk) -> str:
    """Why the person at the desk takes no papers into a file, in words; empty: does."""
    told = permissions.why_not_fill(FORMS[FORM], desk.account.roles)
    return f"收材料的登记表{told}；有表的材料，在那张表里添加附件。" if told else ""


def likely(child: Child) -> list[Kind]:
    """Types of paper, what the child's file lacks first, then the rest of the catalogue."""
    phases = archive.phases(child, child.house.now)
    lacking = [kind for phase in phases for kind in phase.lacking]
    return [CATALOGUE[kind] for kind in dict.fromkeys((*lacking, *CATALOGUE))]


def offered(desk: Desk, child: str) -> tuple[list[Kind], set[str]]:
    """Types of paper for a child's file, the likely ones first, and those that lack."""
    known = desk.house().child(child)
    if known is None:
        return [], set()
    return likely(known), set(archive.missing_documents(known, desk.now()))


def matching(kinds: Sequence[Kind], text: str) -> list[Kind]:
    """Types that are meant by what was typed: the code, letters of the pinyin, part of the title;
    those that begin with it first."""
    wanted = "".join(text.lower().split())
    if not wanted:
        return list(kinds)
    first, rest = list[Kind](), list[Kind]()
    for kind in kinds:
        keys = (kind.type.lower(), *_keys(kind.title))
        if any(key.startswith(wanted) for key in keys):
            first.append(kind)
        elif any(wanted in key for key in keys):
            rest.append(kind)
    return first + rest


@cache
def _keys(title: str) -> tuple[str, ...]:
    letters = "".join(ch for ch in title if ch.isalnum())
    return (letters, *pinyin_keys(letters))


def prefilled(desk: Desk, child: Child, kind: Kind, scans: Sequence[Scan]) -> dict[str, Any]:
    """All of F52 as far as type, scans and house tell it."""
    today = desk.now().date()
    day = min(max((scan.day for scan in scans), default=today), today)
    period = f" {day:%Y-%m-%d}"[: 1 + max(map(len, kind.lacking(child, desk.now()) or [""]))]
    filed = [r.text("location") for r in desk.house().of(FORM) if r.get("location")]
    return {
        "file_no": child.file_no, "seq": next_item(child), "phase": kind.phase,
        "doc_type": kind.type, "title": kind.title + (period if kind.dated else ""),
        "doc_no": "无", "responsible": desk.institution, "doc_date": day.isoformat(),
        "pages": sum(scan.pages for scan in scans), "carrier": _carrier(kind, scans),
        "original": "1", "retention": kind.retention,
        "conf": kind.secrecy.removeprefix("S"),
        "filed_on": today.isoformat(), "filed_by": desk.account.staff,
        "location": filed[-1] if filed else _KEPT_AT,
    }  # fmt: skip


def _carrier(kind: Kind, scans: Sequence[Scan]) -> str:
    told = next((_CARRIERS[scan.media] for scan in scans if scan.media in _CARRIERS), "")
    photo = kind.type in _PHOTOS or any(scan.camera for scan in scans)
    return told or (_PHOTO if photo else _PAPER)


def problems(
    desk: Desk, child: Child, values: Mapping[str, Any], scans: Sequence[Scan]
) -> list[Problem]:
    """What stands against filing these scans so, and (``warning``) what is asked once."""
    if not scans:
        return [Problem(sentence="先放入扫描件：拖进来，或按 Ctrl+V 粘贴。", field="digital")]
    film = next((scan for scan in scans if scan.media in _CARRIERS), None)
    if film is not None:
        wanted = _CARRIERS[film.media]
        word = "录像" if wanted == _FILM else "录音"
        if values.get("carrier") != wanted:
            return [Problem(sentence=f"“{film.name}”是{word}，载体请选{word}。", field="carrier")]
        if not str(values.get("media_caption") or "").strip():
            sentence = f"{word}要写影像说明：何时、何地、何人、何事。"
            return [Problem(sentence=sentence, field="media_caption")]
    return [
        *_twice(scans),
        *_there(child, scans),
        *_unclear(values, scans),
        *_other(desk, child, values),
    ]


def _asked(field: str, sentence: str, clause: str | None = None) -> Problem:
    return Problem(sentence=f"{sentence}照这样收，请再按一次回车。", field=field, clause=clause,
                   warning=True)  # fmt: skip


def _twice(scans: Sequence[Scan]) -> list[Problem]:
    many = Counter(scan.sha256 for scan in scans)
    names = [scan.name for scan in scans if many[scan.sha256] > 1]
    if not names:
        return []
    return [
        _asked("digital", f"{'、'.join(f'“{n}”' for n in names)}是同一页，多的按 Delete 去掉。")
    ]


def _there(child: Child, scans: Sequence[Scan]) -> list[Problem]:
    """The same bytes are in the child's file: where."""
    out = []
    for scan in scans:
        where = next((r for r in child.all(FORM) if scan.sha256 in archive.digests(r)), None)
        if where is not None:
            told = f"第{where.text('seq')}件“{where.text('title')}”"
        else:
            hung = next((a for a in archive.attached(child) if a.sha256 == scan.sha256), None)
            if hung is None or scan.kept is not None:
                continue
            told = f"《{FORMS[hung.form].title}》的附件"
        out.append(_asked("digital", f"“{scan.name}”已在这名儿童的档案里：{told}。"))
    return out


def _unclear(values: Mapping[str, Any], scans: Sequence[Scan]) -> list[Problem]:
    low = [scan for scan in scans if 0 < scan.dpi < archive.LEAST_DPI and not scan.camera]
    if not low or values.get("carrier") != _PAPER:
        return []
    told = f"“{low[0].name}”只有{low[0].dpi} dpi，归档要{archive.LEAST_DPI} dpi以上，最好重新扫描。"
    return [_asked("digital", told, "C12.07")]


def _other(desk: Desk, child: Child, values: Mapping[str, Any]) -> list[Problem]:
    """A paper for a year or a month that does not lack, while another one does."""
    kind, day = CATALOGUE.get(str(values.get("doc_type"))), str(values.get("doc_date") or "")
    lacking = kind.lacking(child, desk.now()) if kind is not None and kind.dated else []
    if not lacking or any(day.startswith(name) for name in lacking):
        return []
    return [_asked("doc_date", f"档案缺的是{'、'.join(lacking)}的，这份是{day}的。")]


def file(desk: Desk, child: str, values: Mapping[str, Any], scans: Sequence[Scan]) -> Record:
    """Keep the scans and write the item; where the item is refused nothing is in the file."""
    permissions.permit_fill(FORMS[FORM], desk.account.roles)
    kind = str(values.get("doc_type") or "")
    if kind not in CATALOGUE:
        raise Refused("选材料类型：输入编号（如A02）或拼音首字母。", field="doc_type")
    kept = tuple(_keep(desk, scan, kind) for scan in scans)
    told = {name: value for name, value in values.items() if value not in (None, "")}
    told["digital"] = [
        {"sha256": paper.sha256, "name": paper.name} | ({"dpi": str(scan.dpi)} if scan.dpi else {})
        for paper, scan in zip(kept, scans, strict=True)
    ]
    return records.submit(desk, FORM, told, child=child, step=Step(papers=kept))


def _keep(desk: Desk, scan: Scan, kind: str) -> Paper:
    if isinstance(scan.source, Paper):
        return Paper(kind, scan.sha256, scan.name, scan.size, scan.mime)
    if isinstance(scan.source, Path):
        made = papers.take_in(desk, scan.source, kind, scan.mime)
    else:
        made = papers.keep(desk, io.BytesIO(scan.source), scan.name, kind, scan.mime)
    if made.sha256 != scan.sha256:
        raise Trouble(f"“{scan.name}”刚才被改动了，没有收。请看一看文件，再收一次。")
    return made
