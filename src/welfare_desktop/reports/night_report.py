"""The night on one page: counts of every ward first, then what was not as usual (issue of the night).

One page whatever the night: where it does not fit, each list is cut to its first lines and says how
many more there are. Counts are never cut.
"""

from __future__ import annotations

from typing import Any

import msgspec

from welfare_desktop.reports import page
from welfare_desktop.reports.page import PageFrame
from welfare_desktop.reports.text import Paragraph, Span, Style


class NightWard(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of one ward; ``came``, ``gone``: children there as the night began and ended."""

    name: str
    due: int
    on_time: int
    late: int
    missed: int
    unsigned: int
    uncovered: int
    came: int
    gone: int
    doses: int
    given: int
    doses_late: int
    events: int


class NightSection(msgspec.Struct, frozen=True):
    """A list of what was not as usual; ``none`` stands where there was nothing."""

    title: str
    lines: tuple[str, ...]
    none: str = "无"


class NightReport(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the page prints."""

    institution: str
    span: str
    made: str
    wards: tuple[NightWard, ...]
    sections: tuple[NightSection, ...]
    practice: bool = False


_LINE = Style(size=9, leading=13)
_COLUMNS = (
    "区域", "应巡", "按时", "迟/补", "漏巡", "未签/未全", "无人值守", "应在人数", "用药 应给/已给", "迟给", "异常",
)  # fmt: skip
_WIDTHS = (15, 6.5, 6.5, 7, 6.5, 6.5, 10, 13, 14.5, 6.5, 6.5)
#: Lines of a list, longest line, and size of the counts: tried until the page is one.
_FITS: tuple[tuple[int, int, float], ...] = (
    (200, 400, 9.0), (30, 160, 9.0), (14, 120, 9.0), (9, 90, 8.5), (6, 80, 8.0), (4, 70, 7.5),
    (2, 60, 7.0), (1, 50, 6.0), (0, 0, 5.0),
)  # fmt: skip


def _counts(data: NightReport, size: float) -> Any:
    total = {
        name: sum(getattr(w, name) for w in data.wards)
        for name in NightWard.__struct_fields__ if name != "name"
    }  # fmt: skip
    wards = [*data.wards, NightWard(name="全院", **total)] if len(data.wards) > 1 else data.wards
    style = Style(size=size, leading=size * 1.4)
    rows = [
        [
            Paragraph(text, style)
            for text in (
                w.name, str(w.due), str(w.on_time), str(w.late), _loud(w.missed), _loud(w.unsigned),
                f"▲ {w.uncovered}分" if w.uncovered else "0分", f"{w.came} → {w.gone}",
                f"{w.doses} / {w.given}", _loud(w.doses_late), str(w.events),
            )
        ]
        for w in wards
    ]  # fmt: skip
    tight = [
        ("TOPPADDING", (0, 0), (-1, -1), size / 4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), size / 3),
    ]
    return page.listing(_COLUMNS, rows, _WIDTHS, tight)


def _loud(count: int) -> str:
    """A count that should be 0 carries a sign, in grey print too."""
    return f"▲ {count}" if count else "0"


def _section(section: NightSection, most: int, longest: int) -> list[Any]:
    count = len(section.lines)
    head = (
        Span(section.title, "bold"),
        Span(f"　{count}件" if count else f"　{section.none}", "sans"),
    )
    out: list[Any] = [Paragraph(head, Style(size=10, leading=16))]
    for line in section.lines[:most]:
        told = line if len(line) <= longest else f"{line[: longest - 1]}…"
        out.append(Paragraph(f"· {told}", _LINE))
    if count > most:
        out.append(Paragraph(f"· 还有{count - most}件，在程序里看。", _LINE))
    return [*out, page.space(3)]


def night_report(data: NightReport) -> bytes:
    """The page as PDF."""
    frame = PageFrame(
        institution=data.institution, title="夜间报告", subtitle=data.span,
        footer=f"依据：C3.06、C3.08、C3.09、C3.10、C3.11。{data.made}", practice=data.practice,
    )  # fmt: skip
    for most, longest, size in _FITS:
        story = [_counts(data, size), page.space(6)]
        for section in data.sections:
            story += _section(section, most, longest)
        pdf, (pages,) = page.render_all([(frame, story)])
        if pages == 1:
            break
    return pdf
