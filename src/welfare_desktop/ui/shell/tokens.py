"""The one table of colours, sizes and spaces (look.md §2); nothing else names a colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tone = Literal["ok", "warn", "bad", "info", "mute"]
TONES: tuple[Tone, ...] = ("ok", "warn", "bad", "info", "mute")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours of one light, as ``#RRGGBB``."""

    name: Literal["day", "night"]
    bg: str
    surface: str
    raised: str
    border: str
    hairline: str
    edge: str
    text: str
    text2: str
    placeholder: str
    primary: str
    on_primary: str
    primary_hover: str
    weak: str
    ring: str
    ring_primary: str
    ring_inside: str
    ok: str
    ok_bg: str
    warn: str
    warn_bg: str
    bad: str
    bad_bg: str
    info: str
    info_bg: str
    mute: str
    mute_bg: str
    nav: str
    nav_text: str
    nav_selected: str
    nav_on_selected: str
    nav_hover: str
    paper: str

    def tone(self, tone: Tone) -> tuple[str, str]:
        """Text and background colour of a status."""
        return getattr(self, tone), getattr(self, f"{tone}_bg")


DAY = Tokens(
    name="day", bg="#F3F6F5", surface="#FFFFFF", raised="#FAFBFB", border="#D3DBD9",
    hairline="#E6EBE9", edge="#7A8683", text="#17211F", text2="#465451",
    placeholder="#414E4A", primary="#085F57",
    on_primary="#FFFFFF", primary_hover="#064F48", weak="#E0F0EE", ring="#0F4FC0",
    ring_primary="#F4B942", ring_inside="#F4B942", ok="#12592C", ok_bg="#E4F3E8", warn="#6B4200", warn_bg="#FFF0CC",
    bad="#8F140E", bad_bg="#FCE5E2", info="#184C80", info_bg="#E4EFFA", mute="#46524E",
    mute_bg="#ECF0EF", nav="#0F3B37", nav_text="#DCEBE8", nav_selected="#1C5851",
    nav_on_selected="#FFFFFF", nav_hover="#16493F", paper="#FFFFFF",
)  # fmt: skip

NIGHT = Tokens(
    name="night", bg="#14110E", surface="#1D1915", raised="#241F1A", border="#463D33",
    hairline="#2C2620", edge="#7A6C5B", text="#EADFCF", text2="#BDAF9B",
    placeholder="#C6B9A5", primary="#E3A857",
    on_primary="#1B130A", primary_hover="#EFBA70", weak="#3A2D1C", ring="#FFD08A",
    ring_primary="#FFF1D6", ring_inside="#1B130A", ok="#A3C78F", ok_bg="#232C1D", warn="#F2BE63", warn_bg="#3B2C10",
    bad="#FF9C86", bad_bg="#451F17", info="#B7C3C9", info_bg="#252B2E", mute="#BAAD9C",
    mute_bg="#272219", nav="#100D0B", nav_text="#CFC1AD", nav_selected="#3A2D1C",
    nav_on_selected="#F0B565", nav_hover="#241C13", paper="#B3987A",
)  # fmt: skip

#: Type scale in px at 100 % (look.md §2) and the three sizes a person may choose.
NUMBER, TITLE, CARD_TITLE, NAME, BODY, HINT, ROW_NO = 30, 22, 17, 16, 15, 13, 12
SCALES: dict[str, float] = {"标准": 1.0, "大": 1.15, "特大": 1.3}

#: Spaces and sizes in px.
S4, S8, S12, S16, S24 = 4, 8, 12, 16, 24
CARD_PADDING, RADIUS, INPUT, NAV_ROW, PRIMARY_HEIGHT = 16, 10, 40, 44, 44
NAV_WIDE, NAV_NARROW, FOLD_BELOW = 196, 64, 1180

#: ``(foreground, background, least ratio)`` that must hold in both lights.
CONTRASTS: tuple[tuple[str, str, float], ...] = (
    *((fg, bg, 7.0) for fg in ("text", "text2") for bg in ("surface", "bg", "raised")),
    *(("placeholder", bg, 7.0) for bg in ("surface", "bad_bg", "mute_bg")),
    ("mute", "mute_bg", 7.0),
    ("on_primary", "primary", 7.0),
    ("on_primary", "primary_hover", 7.0),
    *((tone, f"{tone}_bg", 7.0) for tone in TONES),
    *((tone, "surface", 7.0) for tone in TONES),
    ("primary", "surface", 7.0),
    ("text", "weak", 7.0),
    ("nav_text", "nav", 7.0),
    ("nav_text", "nav_hover", 7.0),
    ("nav_on_selected", "nav_selected", 7.0),
    ("edge", "surface", 3.0),
    ("edge", "bg", 3.0),
    ("ring", "surface", 3.0),
    ("ring", "bg", 3.0),
    ("bad", "bad_bg", 3.0),
    ("ring_inside", "primary", 3.0),
    ("ring_primary", "nav", 3.0),
    ("ring_primary", "nav_selected", 3.0),
)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1…21 (WCAG 2.1)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)
