"""Embedded fonts of every paper: one split of a text into fonts, one way to draw it.

Noto covers everyday Chinese; what it lacks of GB 18030-2022 comes from HanaMinB. ReportLab has
no fallback of its own, so a text is cut into runs here, and paragraphs, table cells and canvas
all draw these runs.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby
from threading import RLock
from typing import Any, Literal

import msgspec
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics, ttfonts

from welfare_desktop.domain.errors import Trouble
from welfare_desktop.domain.places import resource

Face = Literal["sans", "medium", "bold", "serif", "serif_bold"]

RARE = "HanaMinB"
_FILES: dict[Face, str] = {
    "sans": "NotoSansSC-400",
    "medium": "NotoSansSC-500",
    "bold": "NotoSansSC-700",
    "serif": "NotoSerifSC-400",
    "serif_bold": "NotoSerifSC-700",
}
_LOCK = RLock()


class Run(msgspec.Struct, frozen=True):
    """A piece of text that one registered font can draw."""

    font: str
    text: str


def _unicode_map(fontname: str, subset: list[int]) -> str:
    """ToUnicode map in UTF-16BE, as PDF 32000-1 §9.10.3 asks.

    ReportLab 5.1 writes a code above U+FFFF as five hex digits, so that readers extract other
    characters; a name that cannot be copied out of an official paper is a defect.
    """
    pairs = [
        f"<{i:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>"
        for i, code in enumerate(subset)
    ]
    blocks = []
    for start in range(0, len(pairs), 100):
        block = pairs[start : start + 100]
        blocks += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo",
            f"<< /Registry ({fontname})",
            f"/Ordering ({fontname})",
            "/Supplement 0",
            ">> def",
            f"/CMapName /{fontname} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            f"<00> <{len(subset) - 1:02X}>",
            "endcodespacerange",
            *blocks,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )


@cache
def _load(name: str) -> frozenset[int]:
    """Register a font on first need; its code points.

    Raises:
        Trouble: the font file is missing or damaged.
    """
    with _LOCK:
        ttfonts.makeToUnicodeCMap = _unicode_map
        try:
            font = ttfonts.TTFont(name, str(resource(f"fonts/{name}.ttf")))
        except (OSError, ttfonts.TTFError) as error:
            raise Trouble(f"缺少打印字体 {name}，无法生成文件，请重新安装程序。") from error
        pdfmetrics.registerFont(font)
        return frozenset(font.face.charToGlyph)


def base_font() -> str:
    """Name of the font a page starts with; keeps unembedded Helvetica out of every file."""
    name = font_name("sans")
    # The page's initial font and the document's base font are two settings; both must be ours.
    rl_config.canvas_basefontname = name
    return name


def font_name(face: Face) -> str:
    """Registered name of a face's first font, registering it if need be."""
    name = _FILES[face]
    _load(name)
    return name


class _Drawn(dict[int, str]):
    """Character → what is drawn of it, found out once for each."""

    def __missing__(self, code: int) -> str:
        kind, drawn = unicodedata.category(chr(code)), chr(code)
        if kind == "Cc":
            drawn = "\n" if drawn == "\n" else " "
        elif kind == "Cf" or 0xFE00 <= code <= 0xFE0F or code >= 0xE0100:
            drawn = ""
        self[code] = drawn
        return drawn


_DRAWN = _Drawn()


def clean(text: str) -> str:
    """Text as it can be drawn: NFC, blanks for controls, no invisible signs."""
    return unicodedata.normalize("NFC", text).translate(_DRAWN)


def _font_of(char: str, first: str) -> str:
    if ord(char) in _load(first):
        return first
    return RARE if ord(char) in _load(RARE) else first


@lru_cache(maxsize=20000)
def _measure(char: str, face: Face) -> tuple[str, float]:
    """Font and width (of one em) of a character."""
    font = _font_of(char, font_name(face))
    return font, float(pdfmetrics.stringWidth(char, font, 1))


def runs(text: str, face: Face = "sans") -> Iterator[Run]:
    """A cleaned text as pieces, each of one font that holds its characters."""
    for font, chars in groupby(text, lambda c: _measure(c, face)[0]):
        yield Run(font, "".join(chars))


def width(text: str, size: float, face: Face = "sans") -> float:
    """Width of a cleaned text in points."""
    if len(text) == 1:
        return size * _measure(text, face)[1]
    return size * sum([_measure(char, face)[1] for char in text])


def unprintable(text: str) -> str:
    """Characters of a text that no font of ours can print, each once (a check for name fields)."""
    first = font_name("serif")
    return "".join(
        dict.fromkeys(
            char
            for char in clean(text)
            if char != "\n" and ord(char) not in _load(first) and ord(char) not in _load(RARE)
        )
    )


def draw(canvas: Any, x: float, y: float, text: str, size: float, face: Face = "sans") -> float:
    """Draw one line at its base line; returns where it ends."""
    for run in runs(clean(text).replace("\n", " "), face):
        canvas.setFont(run.font, size)
        canvas.drawString(x, y, run.text)
        x += pdfmetrics.stringWidth(run.text, run.font, size)
    return x


def draw_right(canvas: Any, x: float, y: float, text: str, size: float, face: Face) -> None:
    """Draw one line that ends at ``x``."""
    draw(canvas, x - width(clean(text), size, face), y, text, size, face)


def draw_centred(canvas: Any, x: float, y: float, text: str, size: float, face: Face) -> None:
    """Draw one line around ``x``."""
    draw(canvas, x - width(clean(text), size, face) / 2, y, text, size, face)
